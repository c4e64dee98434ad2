//! The abstract syntax tree: what a text says, before any name is looked up.
//!
//! Every node has its [`Span`]. Chains of one operator are flat lists, so that the depth of a tree is
//! the depth of the brackets in the text. Nothing here knows the graph, functions or parameters.
//! Two trees are equal if they say the same, wherever in a text they stand.

/// Equality of structs apart from one field that says where they come from. A field that is left out is
/// an error of the compiler.
macro_rules! equality {
    ($($name:ident { $($field:ident),* } apart from $ignored:ident;)+) => {$(
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                let Self { $($field,)* $ignored: _ } = self;
                $(*$field == other.$field)&&*
            }
        }
    )+};
}

mod clause;
mod expression;
mod pattern;
pub mod question;
mod schema;

use std::sync::Arc;

pub use clause::{
    Call, CallArguments, Clause, Create, Delete, Foreach, LoadCsv, Match, Merge, MergeAction,
    MergeEvent, Projection, ProjectionItem, Query, Remove, RemoveItem, SetClause, SetItem,
    SingleQuery, SortItem, Subquery, SubqueryScope, TransactionBatches, Union, Unwind, With,
    YieldItem,
};
pub use expression::{
    ArithmeticOperator, Branch, ComparisonOperator, Expression, ExpressionKind, Literal,
    MapProjectionItem, QuantifierKind, TextOperator, UnaryOperator,
};
pub use pattern::{
    Direction, LabelExpression, Length, NodePattern, PathElement, PathMode, PathPattern, Pattern,
    QuantifiedPath, RelationshipPattern, Repetition, Selector, ShortestFunction,
};
pub use schema::{ConstraintKind, EntityPattern, Schema, Show, ShowKind};

use crate::error::Span;

/// A name as it stands in the text, without its backticks.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name itself.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// Names are the same if their texts are, wherever they stand.
impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Whether to run it, to show its plan, or to do both.
    pub mode: Mode,
    /// The time for which it is asked: `AS OF '1918-11'`, `DURING '1914/1918'`.
    pub period: Option<Period>,
    /// What it does.
    pub body: Body,
    /// The whole statement.
    pub span: Span,
}

/// What to do with a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Run it.
    Run,
    /// `EXPLAIN`: show its plan and run nothing.
    Explain,
    /// `PROFILE`: run it and show its plan with rows and time.
    Profile,
}

/// The time for which a whole statement is asked.
#[derive(Clone, Debug)]
pub struct Period {
    /// Whether facts must hold at a time (`AS OF`) or overlap a period (`DURING`).
    pub kind: PeriodKind,
    /// Whether undated facts are dropped (`STRICTLY`).
    pub strictly: bool,
    /// The date or interval, as EDTF text.
    pub date: Expression,
    /// The whole prefix.
    pub span: Span,
}

/// How a period restricts facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodKind {
    /// Facts that hold at the date.
    AsOf,
    /// Facts that overlap the interval.
    During,
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there is one in a statement")]
pub enum Body {
    /// Reads or changes the graph.
    Query(Query),
    /// Creates or drops an index or a constraint.
    Schema(Schema),
    /// Lists indexes, constraints, functions, procedures.
    Show(Show),
}

equality! {
    Statement { mode, period, body } apart from span;
    Period { kind, strictly, date } apart from span;
}
