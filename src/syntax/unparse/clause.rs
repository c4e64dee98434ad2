//! Clauses.

use super::Text;
use crate::syntax::ast::{
    Call, CallArguments, Clause, Delete, Foreach, LoadCsv, Match, Merge, MergeAction, MergeEvent,
    Name, Projection, ProjectionItem, RemoveItem, SetItem, SortItem, Subquery, SubqueryScope, With,
    YieldItem,
};

impl Text {
    pub(super) fn clause(&mut self, clause: &Clause) {
        match clause {
            Clause::Match(clause) => self.match_clause(clause),
            Clause::Unwind(clause) => {
                self.push("UNWIND ");
                self.expression(&clause.list);
                self.push(" AS ");
                self.variable(&clause.variable);
            }
            Clause::With(clause) => self.with_clause(clause),
            Clause::Return(projection) => {
                self.push("RETURN ");
                self.projection(projection);
            }
            Clause::Create(clause) => {
                self.push("CREATE ");
                self.pattern(&clause.pattern);
            }
            Clause::Merge(clause) => self.merge_clause(clause),
            Clause::Set(clause) => {
                self.push("SET ");
                self.list(&clause.items, Self::set_item);
            }
            Clause::Remove(clause) => {
                self.push("REMOVE ");
                self.list(&clause.items, Self::remove_item);
            }
            Clause::Delete(clause) => self.delete_clause(clause),
            Clause::Foreach(clause) => self.foreach_clause(clause),
            Clause::Call(clause) => self.call_clause(clause),
            Clause::Subquery(clause) => self.subquery_clause(clause),
            Clause::LoadCsv(clause) => self.load_csv_clause(clause),
            Clause::Use { name, span: _ } => {
                self.push("USE ");
                self.dotted(name);
            }
            Clause::Finish { span: _ } => self.push("FINISH"),
        }
    }

    fn match_clause(&mut self, clause: &Match) {
        self.push(if clause.optional { "OPTIONAL MATCH " } else { "MATCH " });
        self.pattern(&clause.pattern);
        self.predicate(clause.predicate.as_ref());
    }

    fn with_clause(&mut self, clause: &With) {
        self.push("WITH ");
        self.projection(&clause.projection);
        self.predicate(clause.predicate.as_ref());
    }

    pub(super) fn projection(&mut self, projection: &Projection) {
        self.push(if projection.distinct { "DISTINCT " } else { "" });
        if projection.star {
            self.push(if projection.items.is_empty() { "*" } else { "*, " });
        }
        self.list(&projection.items, Self::projection_item);
        if !projection.order.is_empty() {
            self.push(" ORDER BY ");
            self.list(&projection.order, Self::sort_item);
        }
        if let Some(skip) = &projection.skip {
            self.push(" SKIP ");
            self.expression(skip);
        }
        if let Some(limit) = &projection.limit {
            self.push(" LIMIT ");
            self.expression(limit);
        }
    }

    fn projection_item(&mut self, item: &ProjectionItem) {
        self.expression(&item.expression);
        if let Some(alias) = &item.alias {
            self.push(" AS ");
            self.variable(alias);
        }
    }

    fn sort_item(&mut self, item: &SortItem) {
        self.expression(&item.expression);
        self.push(if item.descending { " DESC" } else { "" });
    }

    fn merge_clause(&mut self, clause: &Merge) {
        self.push("MERGE ");
        self.path(&clause.path);
        clause.actions.iter().for_each(|action| self.merge_action(action));
    }

    fn merge_action(&mut self, action: &MergeAction) {
        self.push(match action.event {
            MergeEvent::Create => " ON CREATE SET ",
            MergeEvent::Match => " ON MATCH SET ",
        });
        self.list(&action.items, Self::set_item);
    }

    fn set_item(&mut self, item: &SetItem) {
        let value = match item {
            SetItem::Property { target, key, value } => {
                self.target(target);
                self.push(".");
                self.name(key);
                self.push(" = ");
                value
            }
            SetItem::DynamicProperty { target, key, value } => {
                self.target(target);
                self.push("[");
                self.expression(key);
                self.push("] = ");
                value
            }
            SetItem::Replace { variable, value } => {
                self.variable(variable);
                self.push(" = ");
                value
            }
            SetItem::Merge { variable, value } => {
                self.variable(variable);
                self.push(" += ");
                value
            }
            SetItem::Labels { variable, labels } => return self.named_labels(variable, labels),
        };
        self.expression(value);
    }

    fn remove_item(&mut self, item: &RemoveItem) {
        match item {
            RemoveItem::Property { target, key } => {
                self.target(target);
                self.push(".");
                self.name(key);
            }
            RemoveItem::DynamicProperty { target, key } => {
                self.target(target);
                self.push("[");
                self.expression(key);
                self.push("]");
            }
            RemoveItem::Labels { variable, labels } => self.named_labels(variable, labels),
        }
    }

    fn named_labels(&mut self, variable: &Name, labels: &[Name]) {
        self.variable(variable);
        for label in labels {
            self.push(":");
            self.name(label);
        }
    }

    fn delete_clause(&mut self, clause: &Delete) {
        self.push(if clause.detach { "DETACH DELETE " } else { "DELETE " });
        self.list(&clause.targets, Self::expression);
    }

    fn foreach_clause(&mut self, clause: &Foreach) {
        self.push("FOREACH (");
        self.iteration(&clause.variable, &clause.list, None);
        self.push(" | ");
        self.joined(&clause.clauses, " ", Self::clause);
        self.push(")");
    }

    fn call_clause(&mut self, call: &Call) {
        self.push(if call.optional { "OPTIONAL CALL " } else { "CALL " });
        self.dotted(&call.procedure);
        if let CallArguments::Explicit(arguments) = &call.arguments {
            self.push("(");
            self.list(arguments, Self::expression);
            self.push(")");
        }
        if call.yield_star {
            self.push(" YIELD *");
        }
        if let Some(yields) = &call.yields {
            self.push(" YIELD ");
            self.list(yields, Self::yield_item);
        }
        self.predicate(call.predicate.as_ref());
    }

    fn yield_item(&mut self, item: &YieldItem) {
        self.name(&item.column);
        if let Some(alias) = &item.alias {
            self.push(" AS ");
            self.variable(alias);
        }
    }

    fn subquery_clause(&mut self, clause: &Subquery) {
        self.push(if clause.optional { "OPTIONAL CALL " } else { "CALL " });
        match &clause.scope {
            SubqueryScope::Importing => {}
            SubqueryScope::All => self.push("(*) "),
            SubqueryScope::Names(names) => {
                self.push("(");
                self.list(names, Self::variable);
                self.push(") ");
            }
        }
        self.subquery(&clause.query);
        let Some(batches) = &clause.batches else {
            return;
        };
        self.push(" IN TRANSACTIONS");
        if let Some(rows) = &batches.rows {
            self.push(" OF ");
            self.expression(rows);
            self.push(" ROWS");
        }
    }

    fn load_csv_clause(&mut self, clause: &LoadCsv) {
        self.push(if clause.headers { "LOAD CSV WITH HEADERS FROM " } else { "LOAD CSV FROM " });
        self.expression(&clause.url);
        self.push(" AS ");
        self.variable(&clause.variable);
        if let Some(delimiter) = &clause.delimiter {
            self.push(" FIELDTERMINATOR ");
            self.expression(delimiter);
        }
    }
}
