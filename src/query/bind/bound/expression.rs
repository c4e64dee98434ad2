//! Expressions whose names are bound.

use std::sync::Arc;

use super::{KeyRef, LabelRef, NameTest, ParameterRef, Slot, SubqueryRef, TypeRef};
use crate::error::Span;
use crate::functions::{CustomFunction, Function};
use crate::syntax::ast::{ArithmeticOperator, ComparisonOperator, QuantifierKind, TextOperator};
use crate::value::{Kinds, Value};

/// An expression and its place in the text.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it computes.
    pub kind: ExpressionKind,
    /// Where it stands.
    pub span: Span,
}

/// What an expression computes.
#[derive(Clone, Debug)]
pub enum ExpressionKind {
    /// A value.
    Constant(Value),
    /// What stands in a slot.
    Slot(Slot),
    /// A parameter's value.
    Parameter(ParameterRef),
    /// A list.
    List(Vec<Expression>),
    /// A map.
    Map(Vec<(Arc<str>, Expression)>),
    /// A property of an entity, an entry of a map, a part of a date.
    Property(Box<Expression>, KeyRef),
    /// An element of a list, an entry of a map, a property.
    Index(Box<Expression>, Box<Expression>),
    /// A part of a list.
    Slice(Box<Expression>, Option<Box<Expression>>, Option<Box<Expression>>),
    /// Three-valued negation.
    Not(Box<Expression>),
    /// `-x`.
    Negate(Box<Expression>),
    /// `+x`: the number itself.
    Plus(Box<Expression>),
    /// Three-valued conjunction.
    And(Vec<Expression>),
    /// Three-valued disjunction.
    Or(Vec<Expression>),
    /// Three-valued exclusive disjunction.
    Xor(Vec<Expression>),
    /// Arithmetic.
    Arithmetic(ArithmeticOperator, Box<Expression>, Box<Expression>),
    /// Comparison of two values.
    Comparison(ComparisonOperator, Box<Expression>, Box<Expression>),
    /// An operator on texts.
    Text(TextOperator, Box<Expression>, Box<Expression>),
    /// Whether a list has an element.
    In(Box<Expression>, Box<Expression>),
    /// Whether it is null.
    IsNull(Box<Expression>),
    /// Whether the value is of one of the kinds; null is, unless it is said to be `NOT NULL`.
    IsTyped(Box<Expression>, Kinds, bool),
    /// Whether a node has labels; the same names as types, for a relationship.
    HasLabels(Box<Expression>, NameTest<LabelRef>, NameTest<TypeRef>),
    /// A call of a built-in function.
    Call(&'static Function, Vec<Expression>),
    /// A call of a program's own function.
    CustomCall(Arc<CustomFunction>, Vec<Expression>),
    /// The first branch whose condition is true, or is equal to the subject.
    Case {
        /// What conditions are compared with.
        subject: Option<Box<Expression>>,
        /// Conditions and results.
        branches: Vec<(Expression, Expression)>,
        /// The result without a branch; null if left out.
        otherwise: Option<Box<Expression>>,
    },
    /// `[x IN list WHERE predicate | result]`.
    ListComprehension {
        /// Where each element goes.
        slot: Slot,
        /// The list.
        list: Box<Expression>,
        /// The condition.
        predicate: Option<Box<Expression>>,
        /// The result, or the element.
        result: Option<Box<Expression>>,
    },
    /// `all(x IN list WHERE predicate)` …
    Quantifier {
        /// Which elements must fulfil the condition.
        kind: QuantifierKind,
        /// Where each element goes.
        slot: Slot,
        /// The list.
        list: Box<Expression>,
        /// The condition.
        predicate: Box<Expression>,
    },
    /// `reduce(…)`.
    Reduce {
        /// Where the result so far stands.
        accumulator: Slot,
        /// What it begins with.
        initial: Box<Expression>,
        /// Where each element goes.
        slot: Slot,
        /// The list.
        list: Box<Expression>,
        /// The next result.
        result: Box<Expression>,
    },
    /// `n {.name, .*, key: value}`.
    MapProjection {
        /// The entity or map.
        subject: Box<Expression>,
        /// What the result has, later items over earlier ones.
        items: Vec<MapItem>,
    },
    /// A subquery over the row.
    Subquery(SubqueryKind, SubqueryRef),
}

/// One item of a map projection.
#[derive(Clone, Debug)]
pub enum MapItem {
    /// All entries of the subject.
    All,
    /// An entry of the subject.
    Property(KeyRef),
    /// An entry that is computed.
    Entry(Arc<str>, Expression),
}

/// What becomes of a subquery's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubqueryKind {
    /// Whether there is one.
    Exists,
    /// How many there are.
    Count,
    /// The list of their one column.
    Collect,
    /// The one column of the first row, or null.
    First,
}
