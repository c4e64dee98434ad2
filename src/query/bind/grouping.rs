//! What an expression beside aggregates may mention: grouping keys, and nothing else of the rows.

use super::binder::{Aggregation, Binder};
use super::bound::{AggregateCall, Slot};
use super::scope::{Scope, Type};
use super::walk::{any, has_aggregate};
use crate::error::{Error, ErrorCode, Span};
use crate::syntax::ast;

/// What an expression that is computed after a projection sees of what was before it.
pub(super) struct Grouped {
    /// Expressions whose values stand in slots already.
    pub(super) keys: Vec<Key>,
    /// The aggregates that were met, as they stand in the text.
    pub(super) calls: Vec<(ast::Expression, AggregateCall, Type)>,
    /// The variables that arguments of aggregates see.
    pub(super) before: Scope,
    /// Variables below this place in the scope can be used only through keys.
    pub(super) fence: usize,
    /// Whether the projection is complete, so that no further aggregate can join it.
    pub(super) closed: bool,
    /// Whether an item of `ORDER BY` with an aggregate is being bound.
    pub(super) orders_by_aggregate: bool,
}

/// An expression whose value stands in a slot.
pub(super) struct Key {
    pub(super) expression: ast::Expression,
    pub(super) slot: Slot,
    pub(super) kind: Type,
}

impl Binder<'_> {
    /// Whether a variable can be used only through a grouping key.
    pub(super) fn is_fenced(&self, name: &str) -> bool {
        let Some(grouped) = &self.grouped else { return false };
        let place = self.scope.variables().iter().rposition(|variable| &*variable.name == name);
        place.is_some_and(|place| place < grouped.fence) && self.aggregation != Aggregation::Nested
    }

    /// Whether a variable is gone, but a part of a grouping key that is more than a property: an order
    /// by aggregates could use that key only as a whole.
    pub(super) fn is_hidden_in_key(&self, name: &str) -> bool {
        let Some(grouped) = &self.grouped else { return false };
        let mut is_it = |one: &ast::Expression| matches!(&one.kind, ast::ExpressionKind::Variable(known) if &*known.text == name);
        grouped.orders_by_aggregate
            && self.aggregation == Aggregation::Allowed
            && grouped
                .keys
                .iter()
                .map(|key| &key.expression)
                .any(|key| !is_simple(key) && !has_aggregate(key) && any(key, &mut is_it))
    }

    /// Checks that a subquery beside aggregates reads only grouping keys of the rows.
    pub(super) fn check_grouped_inputs(&mut self, inputs: &[Slot], span: Span) {
        let Some(grouped) = &self.grouped else { return };
        if self.aggregation == Aggregation::Nested {
            return;
        }
        let is_key = |slot: Slot| grouped.keys.iter().any(|key| key.slot == slot);
        let hidden = self
            .scope
            .variables()
            .iter()
            .take(grouped.fence)
            .find(|variable| inputs.contains(&variable.slot) && !is_key(variable.slot));
        if let Some(name) = hidden.map(|variable| variable.name.clone()) {
            self.ambiguous(&name, span);
        }
    }

    /// Notes that a variable has no one value in a group of rows.
    pub(super) fn ambiguous(&mut self, name: &str, span: Span) {
        let message = format!(
            "`{name}` is neither a grouping key nor within an aggregate, so it has no one value here"
        );
        let help = format!("return `{name}` as a column of its own, or aggregate it");
        let error = Error::new(ErrorCode::AmbiguousAggregationExpression, message);
        self.report(error.at(span).with_help(help));
    }
}

/// Whether a grouping key may be a part of an expression with aggregates: a variable or a property.
pub(super) fn is_simple(expression: &ast::Expression) -> bool {
    if let ast::ExpressionKind::Property(subject, _) = &expression.kind {
        return is_simple(subject);
    }
    matches!(expression.kind, ast::ExpressionKind::Variable(_))
}
