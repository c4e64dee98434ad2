//! Queries and their clauses.

use std::sync::Arc;

use super::binder::{Aggregation, Binder};
use super::bound::{BoundClause, BoundColumn, BoundQuery, BoundSingleQuery, Expression};
use super::scope::{Scope, Type};
use crate::error::{ErrorCode, Span};
use crate::syntax::ast;
use crate::value::Kinds;

/// Where a query stands, which decides how it may begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// As a statement of its own, or in `CALL (…) {}`.
    Statement,
    /// In `CALL {}`: it sees outer variables only through a `WITH` at its beginning.
    Importing,
    /// In an expression: it may end with `MATCH`, and changes nothing.
    Expression,
}

/// How a single query ends.
enum Ending {
    /// With `RETURN`: these columns.
    Columns(Vec<BoundColumn>),
    /// With a change, a call or `FINISH`: no columns.
    Nothing,
}

impl Binder<'_> {
    /// Binds a whole query.
    pub(super) fn bind_query(&mut self, query: &ast::Query) -> BoundQuery {
        self.bind_query_as(query, Setting::Statement)
    }

    /// Binds a query in its setting; the variables in scope are those that it imports.
    pub(super) fn bind_query_as(&mut self, query: &ast::Query, setting: Setting) -> BoundQuery {
        self.begin_capture();
        let outer = self.scope.clone();
        let (first, mut columns) = self.bind_single_query(&query.first, setting);
        let mut branches = vec![first];
        for union in &query.unions {
            self.scope = outer.clone();
            let (branch, others) = self.bind_single_query(&union.query, setting);
            self.check_union(query, union, &columns, &others);
            branches.push(branch);
            for (column, other) in columns.iter_mut().zip(others) {
                column.kinds = column.kinds | other.kinds;
            }
        }
        self.scope = outer;
        if branches.len() > 1 {
            for column in &mut columns {
                column.slot = self.anonymous_slot();
            }
        }
        let all = query.unions.first().is_some_and(|union| union.all);
        BoundQuery { branches, all, columns, inputs: self.end_capture() }
    }

    fn check_union(
        &mut self,
        query: &ast::Query,
        union: &ast::Union,
        columns: &[BoundColumn],
        others: &[BoundColumn],
    ) {
        if query.unions.first().is_some_and(|first| first.all != union.all) {
            let message = "`UNION` and `UNION ALL` can't be mixed in one query";
            self.fault(ErrorCode::InvalidClauseComposition, union.span, message);
        }
        let names = |columns: &[BoundColumn]| -> Vec<Arc<str>> {
            columns.iter().map(|column| column.name.clone()).collect()
        };
        if names(columns) != names(others) {
            let message = format!(
                "all parts of a `UNION` must return the same columns, but found `{}` and `{}`",
                names(columns).join("`, `"),
                names(others).join("`, `")
            );
            self.fault(ErrorCode::DifferentColumnsInUnion, union.span, message);
        }
    }

    fn bind_single_query(
        &mut self,
        query: &ast::SingleQuery,
        setting: Setting,
    ) -> (BoundSingleQuery, Vec<BoundColumn>) {
        let imports = matches!(query.clauses.first(), Some(ast::Clause::With(_)));
        if setting == Setting::Importing && !imports {
            self.scope = Scope::default();
        }
        let mut clauses = Vec::new();
        let mut ending = Ending::Nothing;
        let count = query.clauses.len();
        for (place, clause) in query.clauses.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|place| query.clauses.get(place));
            self.check_order(before, clause, place + 1 == count, setting);
            if let ast::Clause::Return(projection) = clause {
                ending = Ending::Columns(self.bind_return(projection, &mut clauses));
            } else if let ast::Clause::Call(call) = clause {
                let standalone = count == 1 && setting == Setting::Statement;
                let columns = self.bind_call(call, standalone, &mut clauses);
                if standalone {
                    ending = Ending::Columns(columns);
                }
            } else {
                self.bind_clause(clause, &mut clauses);
            }
        }
        let columns = match ending {
            Ending::Columns(columns) => columns,
            Ending::Nothing => Vec::new(),
        };
        let slots = columns.iter().map(|column| column.slot).collect();
        (BoundSingleQuery { clauses, columns: slots }, columns)
    }

    /// Checks that a clause may stand where it stands.
    fn check_order(
        &mut self,
        before: Option<&ast::Clause>,
        clause: &ast::Clause,
        last: bool,
        setting: Setting,
    ) {
        let code = ErrorCode::InvalidClauseComposition;
        let span = clause_span(clause);
        if matches!(before, Some(ast::Clause::Return(_) | ast::Clause::Finish { .. })) {
            self.fault(code, span, "nothing can stand behind `RETURN` or `FINISH` but `UNION`");
        }
        if setting == Setting::Expression && changes(clause) {
            self.fault(code, span, "a subquery in an expression can't change the graph");
        }
        if last && setting != Setting::Expression && reads_only(clause) {
            let message = "a query can't end here: `RETURN` or a clause that changes must follow";
            self.fault(code, span, message);
        }
    }

    /// Binds a clause that is neither `RETURN` nor a procedure call.
    pub(super) fn bind_clause(&mut self, clause: &ast::Clause, clauses: &mut Vec<BoundClause>) {
        match clause {
            ast::Clause::Match(clause) => {
                let graph = self.bind_match(&clause.pattern, clause.predicate.as_ref());
                clauses.push(BoundClause::Match { optional: clause.optional, graph });
            }
            ast::Clause::Unwind(unwind) => self.bind_unwind(unwind, clauses),
            ast::Clause::With(with) => {
                let projection = self.bind_with(with);
                clauses.push(BoundClause::Project(projection));
            }
            ast::Clause::Return(projection) => {
                self.bind_return(projection, clauses);
            }
            ast::Clause::Call(call) => {
                self.bind_call(call, false, clauses);
            }
            ast::Clause::Create(_)
            | ast::Clause::Merge(_)
            | ast::Clause::Set(_)
            | ast::Clause::Remove(_)
            | ast::Clause::Delete(_)
            | ast::Clause::Foreach(_) => {
                self.writes = true;
                self.bind_update(clause, clauses);
            }
            ast::Clause::Subquery(subquery) => self.bind_call_subquery(subquery, clauses),
            ast::Clause::LoadCsv(load) => self.bind_load_csv(load, clauses),
            ast::Clause::Use { name, span } => {
                let message =
                    format!("`USE {}`: there is one graph, and it is in use already", name.text);
                self.fault(ErrorCode::Unsupported, *span, message);
            }
            ast::Clause::Finish { .. } => {}
        }
    }

    fn bind_unwind(&mut self, unwind: &ast::Unwind, clauses: &mut Vec<BoundClause>) {
        let (list, kind) = self.bind_plain(&unwind.list);
        if self.scope.get(&unwind.variable.text).is_some() {
            self.already_bound(&unwind.variable);
        }
        let element = if kind.kinds == Kinds::LIST { kind.element() } else { Type::ANY };
        let slot = self.declare(&unwind.variable, element);
        clauses.push(BoundClause::Unwind { list, slot });
    }

    fn bind_load_csv(&mut self, load: &ast::LoadCsv, clauses: &mut Vec<BoundClause>) {
        let (url, _) = self.bind_plain(&load.url);
        let delimiter = load.delimiter.as_ref().map(|delimiter| self.bind_plain(delimiter).0);
        if self.scope.get(&load.variable.text).is_some() {
            self.already_bound(&load.variable);
        }
        let kind = if load.headers { Type::of(Kinds::MAP) } else { Type::list_of(Kinds::STRING) };
        let slot = self.declare(&load.variable, kind);
        clauses.push(BoundClause::LoadCsv { headers: load.headers, url, delimiter, slot });
    }

    /// Binds an expression in which no aggregate and no pattern may stand.
    pub(super) fn bind_plain(&mut self, expression: &ast::Expression) -> (Expression, Type) {
        self.with_rules(Aggregation::Forbidden, false, |binder| binder.bind_expression(expression))
    }

    /// Does something under other rules for aggregates and patterns.
    pub(super) fn with_rules<T>(
        &mut self,
        aggregation: Aggregation,
        patterns_allowed: bool,
        action: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = (self.aggregation, self.patterns_allowed);
        (self.aggregation, self.patterns_allowed) = (aggregation, patterns_allowed);
        let result = action(self);
        (self.aggregation, self.patterns_allowed) = before;
        result
    }

    /// Does something and forgets the variables that it brought into scope.
    pub(super) fn within_scope<T>(&mut self, action: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.scope.len();
        let result = action(self);
        self.scope.truncate(length);
        result
    }

    /// Replaces the scope by named columns.
    pub(super) fn enter_columns(&mut self, columns: &[BoundColumn], elements: &[Type]) {
        let mut scope = self.pinned.clone();
        for (column, kind) in columns.iter().zip(elements) {
            scope.add(column.name.clone(), column.slot, *kind);
        }
        self.scope = scope;
    }

    /// Notes that a variable is bound a second time.
    pub(super) fn already_bound(&mut self, name: &ast::Name) {
        let message = format!("variable `{}` is bound already", name.text);
        self.fault(ErrorCode::VariableAlreadyBound, name.span, message);
    }
}

/// Whether a query can't end with a clause.
fn reads_only(clause: &ast::Clause) -> bool {
    match clause {
        ast::Clause::Match(_)
        | ast::Clause::Unwind(_)
        | ast::Clause::With(_)
        | ast::Clause::LoadCsv(_)
        | ast::Clause::Use { .. } => true,
        ast::Clause::Return(_)
        | ast::Clause::Create(_)
        | ast::Clause::Merge(_)
        | ast::Clause::Set(_)
        | ast::Clause::Remove(_)
        | ast::Clause::Delete(_)
        | ast::Clause::Foreach(_)
        | ast::Clause::Call(_)
        | ast::Clause::Finish { .. } => false,
        ast::Clause::Subquery(subquery) => returns(&subquery.query),
    }
}

/// Whether a clause changes the graph.
fn changes(clause: &ast::Clause) -> bool {
    matches!(
        clause,
        ast::Clause::Create(_)
            | ast::Clause::Merge(_)
            | ast::Clause::Set(_)
            | ast::Clause::Remove(_)
            | ast::Clause::Delete(_)
            | ast::Clause::Foreach(_)
    )
}

/// Whether a query ends with `RETURN`.
pub(super) fn returns(query: &ast::Query) -> bool {
    matches!(query.first.clauses.last(), Some(ast::Clause::Return(_)))
}

/// The place of a clause in the text.
pub(super) fn clause_span(clause: &ast::Clause) -> Span {
    match clause {
        ast::Clause::Match(clause) => clause.span,
        ast::Clause::Unwind(clause) => clause.span,
        ast::Clause::With(clause) => clause.projection.span,
        ast::Clause::Return(clause) => clause.span,
        ast::Clause::Create(clause) => clause.span,
        ast::Clause::Merge(clause) => clause.span,
        ast::Clause::Set(clause) => clause.span,
        ast::Clause::Remove(clause) => clause.span,
        ast::Clause::Delete(clause) => clause.span,
        ast::Clause::Foreach(clause) => clause.span,
        ast::Clause::Call(clause) => clause.span,
        ast::Clause::Subquery(clause) => clause.span,
        ast::Clause::LoadCsv(clause) => clause.span,
        ast::Clause::Use { span, .. } | ast::Clause::Finish { span } => *span,
    }
}
