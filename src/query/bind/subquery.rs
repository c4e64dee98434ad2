//! Subqueries: in expressions, as patterns, and in `CALL { … }`.

use super::binder::{Aggregation, Binder};
use super::bound::{
    BoundClause, BoundColumn, BoundProjection, BoundQuery, BoundSingleQuery, Expression,
    ExpressionKind, QueryGraph, SubqueryKind,
};
use super::clause::{Setting, returns};
use super::expression::unknown;
use super::grouping::Grouped;
use super::pattern::named_variables;
use super::scope::{Scope, Type};
use crate::error::{ErrorCode, Span};
use crate::syntax::ast;
use crate::value::Kinds;

type Bound = (ExpressionKind, Type);

/// The state that a subquery has for itself.
struct Surroundings {
    grouped: Option<Grouped>,
    pinned: Scope,
    scope: Scope,
}

impl Binder<'_> {
    /// Begins a subquery that sees all that is in scope.
    fn enter_subquery(&mut self) -> Surroundings {
        self.depth += 1;
        Surroundings {
            grouped: self.grouped.take(),
            pinned: std::mem::replace(&mut self.pinned, self.scope.clone()),
            scope: self.scope.clone(),
        }
    }

    fn leave_subquery(&mut self, before: Surroundings) {
        self.depth -= 1;
        self.grouped = before.grouped;
        self.pinned = before.pinned;
        self.scope = before.scope;
    }

    /// Binds `EXISTS { … }`, `COUNT { … }` and `COLLECT { … }` with a whole query.
    pub(super) fn bind_subquery(
        &mut self,
        kind: SubqueryKind,
        query: &ast::Query,
        span: Span,
    ) -> Bound {
        let before = self.enter_subquery();
        let bound = self.with_rules(Aggregation::Forbidden, false, |binder| {
            binder.bind_query_as(query, Setting::Expression)
        });
        self.leave_subquery(before);
        self.check_grouped_inputs(&bound.inputs, span);
        if kind == SubqueryKind::Collect && bound.columns.len() != 1 {
            let message = "`COLLECT { … }` needs a `RETURN` with one column";
            self.fault(ErrorCode::InvalidClauseComposition, span, message);
        }
        let elements = bound.columns.first().map_or(Kinds::ANY, |column| column.kinds);
        let reference = self.add_subquery(bound);
        (ExpressionKind::Subquery(kind, reference), result_type(kind, elements))
    }

    /// Binds `EXISTS { pattern WHERE … }` and `COUNT { pattern WHERE … }`.
    pub(super) fn bind_pattern_subquery(
        &mut self,
        kind: SubqueryKind,
        pattern: &ast::Pattern,
        predicate: Option<&ast::Expression>,
        span: Span,
    ) -> Bound {
        self.graph_subquery(kind, span, |binder| (binder.bind_match(pattern, predicate), None))
    }

    /// Binds a pattern that stands for a condition; it can bring no new variables.
    pub(super) fn bind_pattern_predicate(&mut self, path: &ast::PathPattern, span: Span) -> Bound {
        if !self.patterns_allowed {
            let message = "a pattern can stand only in a condition, not for a value";
            self.fault(ErrorCode::UnexpectedSyntax, span, message);
            return unknown();
        }
        let mut defined = true;
        for name in named_variables(path) {
            if self.scope.get(&name.text).is_none() {
                self.undefined(name);
                defined = false;
            }
        }
        if !defined {
            return unknown();
        }
        let pattern = ast::Pattern { paths: vec![path.clone()], span };
        self.bind_pattern_subquery(SubqueryKind::Exists, &pattern, None, span)
    }

    /// Binds `[path WHERE predicate | result]`.
    pub(super) fn bind_pattern_comprehension(
        &mut self,
        path: &ast::PathPattern,
        predicate: Option<&ast::Expression>,
        result: &ast::Expression,
        span: Span,
    ) -> Bound {
        let pattern = ast::Pattern { paths: vec![path.clone()], span };
        self.graph_subquery(SubqueryKind::Collect, span, |binder| {
            let graph = binder.bind_match(&pattern, predicate);
            (graph, Some(binder.bind_plain(result)))
        })
    }

    /// Binds `shortestPath(…)` as an expression: the path, or the list of paths.
    pub(super) fn bind_shortest_expression(
        &mut self,
        path: &ast::PathPattern,
        span: Span,
    ) -> Bound {
        let name = ast::Name { text: "  path".into(), span };
        let named = ast::PathPattern { variable: Some(name.clone()), ..path.clone() };
        let kind = match path.function {
            Some(ast::ShortestFunction::All) => SubqueryKind::Collect,
            Some(ast::ShortestFunction::One) | None => SubqueryKind::First,
        };
        let pattern = ast::Pattern { paths: vec![named], span };
        let result = ast::Expression { kind: ast::ExpressionKind::Variable(name), span };
        self.graph_subquery(kind, span, |binder| {
            let graph = binder.bind_match(&pattern, None);
            (graph, Some(binder.bind_plain(&result)))
        })
    }

    /// Makes a subquery of one `MATCH` and, where a value is wanted, one `RETURN`.
    fn graph_subquery(
        &mut self,
        kind: SubqueryKind,
        span: Span,
        bind: impl FnOnce(&mut Self) -> (QueryGraph, Option<(Expression, Type)>),
    ) -> Bound {
        self.begin_capture();
        let before = self.enter_subquery();
        let (graph, result) = self.with_rules(Aggregation::Forbidden, false, bind);
        self.leave_subquery(before);
        let mut clauses = vec![BoundClause::Match { optional: false, graph }];
        let mut columns = Vec::new();
        if let Some((expression, kind)) = result {
            let slot = self.anonymous_slot();
            clauses.push(BoundClause::Project(plain_projection(expression, slot)));
            columns.push(BoundColumn { name: "result".into(), slot, kinds: kind.kinds });
        }
        let elements = columns.first().map_or(Kinds::ANY, |column| column.kinds);
        let slots = columns.iter().map(|column| column.slot).collect();
        let branch = BoundSingleQuery { clauses, columns: slots };
        let inputs = self.end_capture();
        self.check_grouped_inputs(&inputs, span);
        let query = BoundQuery { branches: vec![branch], all: false, columns, inputs };
        let reference = self.add_subquery(query);
        (ExpressionKind::Subquery(kind, reference), result_type(kind, elements))
    }

    /// Binds `CALL { … }`.
    pub(super) fn bind_call_subquery(
        &mut self,
        subquery: &ast::Subquery,
        clauses: &mut Vec<BoundClause>,
    ) {
        let outer = self.scope.clone();
        let before = self.enter_subquery();
        let setting = match &subquery.scope {
            ast::SubqueryScope::Importing => {
                self.pinned = Scope::default();
                Setting::Importing
            }
            ast::SubqueryScope::All => Setting::Statement,
            ast::SubqueryScope::Names(names) => {
                self.scope = self.imported(names);
                self.pinned = self.scope.clone();
                Setting::Statement
            }
        };
        let query = self.bind_query_as(&subquery.query, setting);
        self.leave_subquery(before);
        self.scope = outer;
        if returns(&subquery.query) {
            for column in &query.columns {
                if self.scope.get(&column.name).is_some() {
                    let name = ast::Name { text: column.name.clone(), span: subquery.span };
                    self.already_bound(&name);
                }
                self.scope.add(column.name.clone(), column.slot, Type::of(column.kinds));
            }
        }
        if let Some(batches) = &subquery.batches
            && self.depth > 0
        {
            let message = "`IN TRANSACTIONS` can't stand within another subquery";
            self.fault(ErrorCode::InvalidClauseComposition, batches.span, message);
        }
        let batches = subquery.batches.as_ref().map(|batches| match &batches.rows {
            Some(rows) => self.bind_plain(rows).0,
            None => Expression {
                kind: ExpressionKind::Constant(crate::value::Value::Integer(1000)),
                span: batches.span,
            },
        });
        let query = Box::new(query);
        clauses.push(BoundClause::Subquery { optional: subquery.optional, query, batches });
    }

    /// The scope that has only the named variables.
    fn imported(&mut self, names: &[ast::Name]) -> Scope {
        let mut scope = Scope::default();
        for name in names {
            match self.lookup(&name.text) {
                Some(variable) => scope.add(variable.name, variable.slot, variable.kind),
                None => self.undefined(name),
            }
        }
        scope
    }
}

/// A `RETURN` of one expression.
fn plain_projection(expression: Expression, slot: super::bound::Slot) -> BoundProjection {
    BoundProjection {
        grouping: None,
        items: vec![(expression, slot)],
        columns: vec![slot],
        distinct: false,
        order: Vec::new(),
        skip: None,
        limit: None,
        predicate: None,
    }
}

fn result_type(kind: SubqueryKind, elements: Kinds) -> Type {
    match kind {
        SubqueryKind::Exists => Type::BOOLEAN,
        SubqueryKind::Count => Type::of(Kinds::INTEGER),
        SubqueryKind::Collect => Type::list_of(elements),
        SubqueryKind::First => Type::of(elements),
    }
}
