//! The body of `WITH` and `RETURN`.

use super::{Expression, Slot};
use crate::error::Span;
use crate::functions::Aggregate;

/// The body of `WITH` and `RETURN`. Done in this order: grouping, items, distinct, order, skip,
/// limit, predicate.
#[derive(Clone, Debug)]
pub struct BoundProjection {
    /// Keys and aggregates, if there is any aggregate.
    pub grouping: Option<Grouping>,
    /// Expressions and where they go; items that only pass a slot on are not among them.
    pub items: Vec<(Expression, Slot)>,
    /// The slots that are in scope afterwards, in the order of the columns.
    pub columns: Vec<Slot>,
    /// Whether equal rows become one.
    pub distinct: bool,
    /// The keys of the order.
    pub order: Vec<SortKey>,
    /// How many rows to leave out.
    pub skip: Option<Expression>,
    /// How many rows to keep.
    pub limit: Option<Expression>,
    /// The condition after `WITH`.
    pub predicate: Option<Expression>,
}

/// Grouping keys and aggregates.
#[derive(Clone, Debug, Default)]
pub struct Grouping {
    /// The keys and where they go.
    pub keys: Vec<(Expression, Slot)>,
    /// The aggregates.
    pub aggregates: Vec<AggregateCall>,
}

/// An aggregate with its arguments.
#[derive(Clone, Debug)]
pub struct AggregateCall {
    /// Which one; `None` is `count(*)`.
    pub aggregate: Option<&'static Aggregate>,
    /// Whether equal arguments count once.
    pub distinct: bool,
    /// The arguments.
    pub arguments: Vec<Expression>,
    /// Where the result goes.
    pub slot: Slot,
    /// The call in the text.
    pub span: Span,
}

/// One key of an order.
#[derive(Clone, Debug)]
pub struct SortKey {
    /// The key.
    pub expression: Expression,
    /// Whether the largest comes first.
    pub descending: bool,
}
