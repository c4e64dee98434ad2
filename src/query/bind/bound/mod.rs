//! The bound statement: what is left of a statement when its names are gone.
//!
//! All rows of a statement are one array of slots, shared by its operators and its subqueries. Each
//! variable has a slot of its own; a variable that a `WITH` only passes on keeps its slot. Labels,
//! types and keys are numbered within the statement ([`StatementNames`]) and meet the graph's own
//! numbers when the statement starts, so that a bound statement holds for any state of the graph.

mod expression;
mod pattern;
mod projection;
mod reference;
mod update;

use std::sync::Arc;

pub use expression::{Expression, ExpressionKind, MapItem, SubqueryKind};
pub use pattern::{
    EachRelationship, LengthRange, NameTest, PathRestriction, PathStep, PatternNode, PatternPath,
    PatternRelationship, PatternRepetition, PatternShortest, QueryGraph, Selection,
};
pub use projection::{AggregateCall, BoundProjection, Grouping, SortKey};
pub use reference::{KeyRef, LabelRef, ParameterRef, Slot, SubqueryRef, TypeRef};
pub use update::{
    BoundMerge, BoundRemoveItem, BoundSetItem, CreateItem, CreatePattern, PropertyMap,
};

use crate::error::Span;
use crate::functions::Procedure;
use crate::syntax::ast::{Mode, Schema};
use crate::value::Kinds;

/// A statement whose names are bound.
#[derive(Clone, Debug)]
pub struct BoundStatement {
    /// Whether to run it, to show its plan, or both.
    pub mode: Mode,
    /// What it does.
    pub body: BoundBody,
    /// The variable of each slot; `None` for slots that the binder made up.
    pub slots: Vec<Option<Arc<str>>>,
    /// The labels, types and keys that it mentions.
    pub names: StatementNames,
    /// The parameters that it needs.
    pub parameters: Vec<Arc<str>>,
    /// The subqueries of its expressions.
    pub subqueries: Vec<BoundQuery>,
    /// Whether it may change the graph.
    pub writes: bool,
    /// What the user should know although it is no error.
    pub notifications: Vec<Notification>,
}

/// What a bound statement does.
#[derive(Clone, Debug)]
pub enum BoundBody {
    /// Reads or changes the graph.
    Query(BoundQuery),
    /// Creates or drops an index or a constraint.
    Schema(Schema),
}

/// The labels, types and keys of a statement.
#[derive(Clone, Debug, Default)]
pub struct StatementNames {
    /// Labels.
    pub labels: Vec<Arc<str>>,
    /// Relationship types.
    pub types: Vec<Arc<str>>,
    /// Property keys.
    pub keys: Vec<Arc<str>>,
}

/// A remark about a statement that runs all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// What is remarkable.
    pub message: String,
    /// What may have been meant.
    pub help: Option<String>,
    /// The place in the text.
    pub span: Span,
}

/// Queries of equal columns, joined by `UNION`.
#[derive(Clone, Debug)]
pub struct BoundQuery {
    /// The queries; one without `UNION`.
    pub branches: Vec<BoundSingleQuery>,
    /// Whether duplicates stay (`UNION ALL`).
    pub all: bool,
    /// The columns of the result; with one branch, they are its own.
    pub columns: Vec<BoundColumn>,
    /// The slots of the surrounding query that it reads.
    pub inputs: Vec<Slot>,
}

/// A column of a result.
#[derive(Clone, Debug)]
pub struct BoundColumn {
    /// Its name.
    pub name: Arc<str>,
    /// Where its values stand.
    pub slot: Slot,
    /// What its values can be.
    pub kinds: Kinds,
}

/// Clauses in order.
#[derive(Clone, Debug)]
pub struct BoundSingleQuery {
    /// The clauses.
    pub clauses: Vec<BoundClause>,
    /// The slots of the result's columns in order; empty for a query that returns nothing.
    pub columns: Vec<Slot>,
}

/// One clause.
#[derive(Clone, Debug)]
pub enum BoundClause {
    /// `MATCH`, `OPTIONAL MATCH` with the conjuncts of its `WHERE`.
    Match {
        /// Whether a row without a match stays, with nulls.
        optional: bool,
        /// What to find, with all conditions.
        graph: QueryGraph,
    },
    /// `UNWIND`.
    Unwind {
        /// The list.
        list: Expression,
        /// Where each element goes.
        slot: Slot,
    },
    /// `WITH` and `RETURN`.
    Project(BoundProjection),
    /// `CREATE`.
    Create(CreatePattern),
    /// `MERGE`.
    Merge(BoundMerge),
    /// `SET`.
    Set(Vec<BoundSetItem>),
    /// `REMOVE`.
    Remove(Vec<BoundRemoveItem>),
    /// `DELETE`.
    Delete {
        /// Whether the relationships of a node go with it.
        detach: bool,
        /// What to delete.
        targets: Vec<Expression>,
    },
    /// `FOREACH`.
    Foreach {
        /// The list.
        list: Expression,
        /// Where each element goes.
        slot: Slot,
        /// The changes for each.
        clauses: Vec<BoundClause>,
    },
    /// `CALL procedure`.
    Call {
        /// Whether a row without results stays, with nulls.
        optional: bool,
        /// The procedure.
        procedure: Arc<Procedure>,
        /// The arguments, as many as the procedure has or fewer.
        arguments: Vec<Expression>,
        /// The columns that are wanted, by their place, and where they go.
        columns: Vec<(usize, Slot)>,
        /// The condition after `YIELD`.
        predicate: Option<Expression>,
        /// The procedure's name in the text.
        span: Span,
    },
    /// `CALL { … }`.
    Subquery {
        /// Whether a row without results stays, with nulls.
        optional: bool,
        /// The query; the variables it imports keep their slots.
        query: Box<BoundQuery>,
        /// `IN TRANSACTIONS OF … ROWS`.
        batches: Option<Expression>,
    },
    /// `LOAD CSV`.
    LoadCsv {
        /// Whether rows are maps.
        headers: bool,
        /// The path or `file:` URL.
        url: Expression,
        /// The delimiter.
        delimiter: Option<Expression>,
        /// Where each row goes.
        slot: Slot,
    },
}
