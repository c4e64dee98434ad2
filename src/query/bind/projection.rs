//! `WITH` and `RETURN`: items, grouping, order, and what is in scope afterwards.

use std::sync::Arc;

use super::binder::{Aggregation, Binder};
use super::bound::{
    BoundClause, BoundColumn, BoundProjection, Expression, ExpressionKind, Grouping, Slot, SortKey,
};
use super::grouping::{Grouped, Key, is_simple};
use super::scope::{Scope, Type};
use super::walk::{any, has_aggregate};
use crate::error::{ErrorCode, Span};
use crate::syntax::ast;
use crate::value::{Kinds, Value};

/// One column before it is bound.
struct Item<'a> {
    expression: std::borrow::Cow<'a, ast::Expression>,
    name: Arc<str>,
    span: Span,
}

/// One column when it is bound.
struct Column {
    name: Arc<str>,
    slot: Slot,
    kind: Type,
}

impl Binder<'_> {
    /// Binds `RETURN` and returns its columns.
    pub(super) fn bind_return(
        &mut self,
        projection: &ast::Projection,
        clauses: &mut Vec<BoundClause>,
    ) -> Vec<BoundColumn> {
        let (bound, columns) = self.bind_projection(projection, None, false);
        clauses.push(BoundClause::Project(bound));
        columns
    }

    /// Binds `WITH`.
    pub(super) fn bind_with(&mut self, with: &ast::With) -> BoundProjection {
        self.bind_projection(&with.projection, with.predicate.as_ref(), true).0
    }

    fn bind_projection(
        &mut self,
        projection: &ast::Projection,
        predicate: Option<&ast::Expression>,
        names_needed: bool,
    ) -> (BoundProjection, Vec<BoundColumn>) {
        let items = self.expand_items(projection, names_needed);
        let grouped = items.iter().any(|item| has_aggregate(&item.expression));
        let before = self.scope.clone();
        let mut computed = Vec::new();
        let mut columns: Vec<Option<Column>> = items.iter().map(|_| None).collect();
        let mut keys = Vec::new();
        for (item, place) in items.iter().zip(&mut columns) {
            if !has_aggregate(&item.expression) {
                let (key, column) = self.bind_item(item, &mut computed, grouped);
                keys.push(key);
                *place = Some(column);
            }
        }
        let mut grouping = grouped.then(Grouping::default);
        if let Some(grouping) = &mut grouping {
            grouping.keys = std::mem::take(&mut computed);
        }
        self.bind_aggregating(&items, &mut columns, keys, before.clone(), &mut computed);
        let columns: Vec<Column> = columns.into_iter().flatten().collect();
        let closed = grouped || projection.distinct;
        self.enter_order_scope(&columns, &before, closed);
        let (order, predicate) = self.bind_order(projection, predicate, grouped);
        if let Some(grouping) = &mut grouping {
            let calls = self.grouped.take().map(|grouped| grouped.calls).unwrap_or_default();
            grouping.aggregates = calls.into_iter().map(|(_, call, _)| call).collect();
        }
        self.grouped = None;
        let skip = projection.skip.as_ref().map(|skip| self.bind_count(skip, "SKIP"));
        let limit = projection.limit.as_ref().map(|limit| self.bind_count(limit, "LIMIT"));
        let (bound_columns, kinds): (Vec<_>, Vec<_>) = columns
            .into_iter()
            .map(|one| {
                let kinds = one.kind.kinds;
                (BoundColumn { name: one.name, slot: one.slot, kinds }, one.kind)
            })
            .unzip();
        self.enter_columns(&bound_columns, &kinds);
        let bound = BoundProjection {
            grouping,
            items: computed,
            columns: bound_columns.iter().map(|column| column.slot).collect(),
            distinct: projection.distinct,
            order,
            skip,
            limit,
            predicate,
        };
        (bound, bound_columns)
    }

    /// The items with the star spelled out, each with its name.
    fn expand_items<'p>(
        &mut self,
        projection: &'p ast::Projection,
        names_needed: bool,
    ) -> Vec<Item<'p>> {
        let mut items = Vec::new();
        if projection.star {
            items = self.star_items(projection.span);
            if items.is_empty() && projection.items.is_empty() && !names_needed {
                let message = "`*` stands for all variables, but there are none";
                self.fault(ErrorCode::NoVariablesInScope, projection.span, message);
            }
        }
        for item in &projection.items {
            let span = item.alias.as_ref().map_or(item.expression.span, |alias| alias.span);
            let name = match (&item.alias, &item.expression.kind) {
                (Some(alias), _) => alias.text.clone(),
                (None, ast::ExpressionKind::Variable(name)) => name.text.clone(),
                (None, _) => {
                    self.check_named(item, names_needed);
                    item.text.as_str().into()
                }
            };
            items.push(Item {
                expression: std::borrow::Cow::Borrowed(&item.expression),
                name,
                span,
            });
        }
        self.check_distinct_names(&items);
        items
    }

    /// The variables in scope, in the order of their names.
    fn star_items(&mut self, span: Span) -> Vec<Item<'static>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        for variable in self.scope.variables() {
            if !names.contains(&variable.name) {
                names.push(variable.name.clone());
            }
        }
        names.sort();
        let item = |name: Arc<str>| {
            let variable = ast::ExpressionKind::Variable(ast::Name { text: name.clone(), span });
            let expression = ast::Expression { kind: variable, span };
            Item { expression: std::borrow::Cow::Owned(expression), name, span }
        };
        names.into_iter().map(item).collect()
    }

    fn check_named(&mut self, item: &ast::ProjectionItem, names_needed: bool) {
        if names_needed {
            let message = format!("`{}` in `WITH` needs a name", item.text);
            let help = format!("write `{} AS name`", item.text);
            let error = crate::error::Error::new(ErrorCode::NoExpressionAlias, message);
            self.report(error.at(item.expression.span).with_help(help));
        }
    }

    fn check_distinct_names(&mut self, items: &[Item<'_>]) {
        for (place, item) in items.iter().enumerate() {
            if items.iter().take(place).any(|other| other.name == item.name) {
                let message = format!("two columns have the name `{}`", item.name);
                self.fault(ErrorCode::ColumnNameConflict, item.span, message);
            }
        }
    }

    /// Binds an item without aggregates. In a grouping projection it is a key, even if it is a mere slot.
    fn bind_item(
        &mut self,
        item: &Item<'_>,
        computed: &mut Vec<(Expression, Slot)>,
        grouped: bool,
    ) -> (Key, Column) {
        let (expression, kind) = self.bind_plain(&item.expression);
        let slot = if let ExpressionKind::Slot(slot) = expression.kind {
            if grouped {
                computed.push((expression, slot));
            }
            slot
        } else {
            let slot =
                self.named_slot(&ast::Name { text: item.name.clone(), span: Span::default() });
            computed.push((expression, slot));
            slot
        };
        let key = Key { expression: item.expression.clone().into_owned(), slot, kind };
        (key, Column { name: item.name.clone(), slot, kind })
    }

    /// Binds the items with aggregates, which see only grouping keys and the aggregates.
    fn bind_aggregating(
        &mut self,
        items: &[Item<'_>],
        columns: &mut [Option<Column>],
        keys: Vec<Key>,
        before: Scope,
        computed: &mut Vec<(Expression, Slot)>,
    ) {
        let (simple, complex): (Vec<_>, Vec<_>) =
            keys.into_iter().partition(|key| is_simple(&key.expression));
        let fence = self.scope.len();
        self.grouped = Some(Grouped {
            keys: simple,
            calls: Vec::new(),
            before,
            fence,
            closed: false,
            orders_by_aggregate: false,
        });
        for (item, place) in items.iter().zip(columns.iter_mut()) {
            if place.is_none() {
                let (expression, kind) = self.with_rules(Aggregation::Allowed, false, |binder| {
                    binder.bind_expression(&item.expression)
                });
                let slot = if let ExpressionKind::Slot(slot) = expression.kind {
                    slot
                } else {
                    let name = ast::Name { text: item.name.clone(), span: Span::default() };
                    let slot = self.named_slot(&name);
                    computed.push((expression, slot));
                    slot
                };
                *place = Some(Column { name: item.name.clone(), slot, kind });
            }
        }
        if let Some(grouped) = &mut self.grouped {
            grouped.keys.extend(complex);
            for (item, column) in items.iter().zip(columns.iter().flatten()) {
                if has_aggregate(&item.expression) {
                    let expression = item.expression.clone().into_owned();
                    grouped.keys.push(Key { expression, slot: column.slot, kind: column.kind });
                }
            }
        }
    }

    /// Sets the scope that `ORDER BY` and the `WHERE` after it see: the new columns and, where every
    /// row still has its own, the variables from before.
    fn enter_order_scope(&mut self, columns: &[Column], before: &Scope, closed: bool) {
        self.scope = if closed { Scope::default() } else { before.clone() };
        for column in columns {
            self.scope.add(column.name.clone(), column.slot, column.kind);
        }
        if let Some(grouped) = &mut self.grouped {
            grouped.fence = 0;
            grouped.closed = true;
            grouped.keys.retain(|key| !is_shadowed(&key.expression, columns, before));
        }
    }

    fn bind_order(
        &mut self,
        projection: &ast::Projection,
        predicate: Option<&ast::Expression>,
        grouped: bool,
    ) -> (Vec<SortKey>, Option<Expression>) {
        let aggregation = if grouped { Aggregation::Allowed } else { Aggregation::Forbidden };
        let order = self.with_rules(aggregation, false, |binder| {
            let key = |item: &ast::SortItem| {
                if let Some(grouped) = &mut binder.grouped {
                    grouped.orders_by_aggregate = has_aggregate(&item.expression);
                }
                let expression = binder.bind_expression(&item.expression).0;
                SortKey { expression, descending: item.descending }
            };
            projection.order.iter().map(key).collect()
        });
        let predicate = predicate.map(|predicate| {
            self.with_rules(Aggregation::Forbidden, true, |binder| binder.bind_condition(predicate))
        });
        (order, predicate)
    }

    /// Binds the number after `SKIP` or `LIMIT`, which can't depend on rows.
    fn bind_count(&mut self, count: &ast::Expression, word: &str) -> Expression {
        let is_variable =
            &mut |one: &ast::Expression| matches!(one.kind, ast::ExpressionKind::Variable(_));
        let scope = std::mem::take(&mut self.scope);
        if any(count, is_variable) {
            let message = format!("the number after `{word}` can't depend on variables");
            self.fault(ErrorCode::NonConstantExpression, count.span, message);
            self.scope = scope;
            return Expression { kind: ExpressionKind::Constant(Value::Null), span: count.span };
        }
        let (expression, kind) = self.bind_plain(count);
        self.scope = scope;
        if is_negative(&expression) {
            let message = format!("the number after `{word}` can't be negative");
            self.fault(ErrorCode::NegativeIntegerArgument, count.span, message);
        } else if !kind.can_be(Kinds::INTEGER) {
            let message = format!("`{word}` takes an integer, but found {}", kind.kinds);
            self.fault(ErrorCode::InvalidArgumentType, count.span, message);
        }
        expression
    }
}

fn is_negative(expression: &Expression) -> bool {
    matches!(expression.kind, ExpressionKind::Constant(Value::Integer(number)) if number < 0)
}

/// Whether a variable of the expression means something else after the projection than before.
fn is_shadowed(expression: &ast::Expression, columns: &[Column], before: &Scope) -> bool {
    any(expression, &mut |one| {
        let ast::ExpressionKind::Variable(name) = &one.kind else { return false };
        let slot = before.get(&name.text).map(|variable| variable.slot);
        columns.iter().any(|column| column.name == name.text && Some(column.slot) != slot)
    })
}
