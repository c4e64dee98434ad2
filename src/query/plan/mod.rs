//! Bound query to logical plan: what is done, in which order.
//!
//! A plan is a tree of steps; rows climb it from the leaves to the root. `MATCH (a:Person)-[r:KNOWS]->(b)
//! WHERE a.age > 40 RETURN b.name ORDER BY b.name LIMIT 3` becomes
//!
//! ```text
//! ProduceResults   b.name
//!   Top            b.name, 3 rows
//!     Projection   b.name
//!       Expand(All)  (a)-[r:KNOWS]->(b)
//!         Filter     a.age > 40
//!           NodeByLabelScan  a:Person
//!             Argument
//! ```
//!
//! All steps write into the one row of slots: `Argument` yields it as it is, once; a scan or expansion
//! sets its slots for each row that its input yields. The second child of an `Apply` (and of all its
//! kin) runs anew for each row of the first, which it finds in its slots.

mod build;
mod cost;
mod counting;
mod describe;
mod effect;
mod explain;
mod expression;
mod intersect;
mod pattern;
mod reach;
mod seek;

use std::sync::Arc;

pub use build::{Plans, build};
pub use cost::Estimator;
pub use counting::{Branch, CountMatches};
pub use explain::{PlanLine, explain};
pub use intersect::{CountedEdge, Intersect};
pub use reach::{Reach, ReachHop};

use crate::error::Span;
use crate::functions::Procedure;
use crate::graph::Direction;
use crate::query::bind::bound::{
    AggregateCall, BoundColumn, BoundRemoveItem, BoundSetItem, CreatePattern, EachRelationship,
    Expression, KeyRef, LabelRef, LengthRange, NameTest, PathRestriction, PatternPath, Selection,
    Slot, SortKey, TypeRef,
};

/// A step with its inputs and the number of rows that it is expected to yield.
#[derive(Clone, Debug)]
pub struct LogicalPlan {
    /// What is done.
    pub step: Step,
    /// Where rows come from: none for leaves, one for most, two for applies, any number for unions.
    pub inputs: Vec<LogicalPlan>,
    /// The expected number of rows.
    pub rows: f64,
}

impl LogicalPlan {
    /// The leaf that yields the row as it is, once.
    #[must_use]
    pub fn argument() -> Self {
        Self { step: Step::Argument, inputs: Vec::new(), rows: 1.0 }
    }

    /// A step on top of this plan.
    #[must_use]
    pub fn then(self, step: Step, rows: f64) -> Self {
        Self { step, inputs: vec![self], rows }
    }

    /// A step with this plan as first input, which runs `inner` for each row.
    #[must_use]
    pub fn then_apply(self, step: Step, inner: Self, rows: f64) -> Self {
        Self { step, inputs: vec![self, inner], rows }
    }
}

/// What is done at one place of a plan.
#[derive(Clone, Debug)]
pub enum Step {
    /// Yields the row as it is, once.
    Argument,
    /// Yields nothing.
    Nothing,
    /// Each node of the graph.
    AllNodesScan {
        /// Where the node goes.
        node: Slot,
    },
    /// Each node with a label.
    NodeByLabelScan {
        /// Where the node goes.
        node: Slot,
        /// The label.
        label: LabelRef,
    },
    /// The node of an identity, if it is there.
    NodeByIdSeek {
        /// Where the node goes.
        node: Slot,
        /// The identity: an integer (`id`), or its text (`elementId`).
        id: Expression,
    },
    /// The nodes that an index finds.
    NodeIndexSeek {
        /// Where the node goes.
        node: Slot,
        /// The label of the index.
        label: LabelRef,
        /// The key of the index.
        key: KeyRef,
        /// What is sought.
        seek: Seek,
    },
    /// Each relationship of a node; with `into`, only those to the node that stands in `to`.
    Expand(Expand),
    /// Each chain of relationships from a node.
    VarLengthExpand(VarLengthExpand),
    /// The ends of a relationship that is bound already.
    ProjectEndpoints(ProjectEndpoints),
    /// The shortest chains between two nodes that are bound already.
    ShortestPath(ShortestPath),
    /// The second input, repeated from round to round.
    Repeat(Repeat),
    /// Keeps, of the second input's rows, the paths of the least lengths for each pair of ends.
    SelectPaths(SelectPaths),
    /// Builds a path.
    BuildPath(PatternPath),
    /// Rows for which every condition is true.
    Filter(Vec<Expression>),
    /// For each row of the first input, the rows of the second.
    Apply,
    /// The same; where the second has none, one row with nulls in `slots`.
    OptionalApply {
        /// The slots that the second input sets.
        slots: Vec<Slot>,
    },
    /// Rows of the first input for which the second has one.
    SemiApply,
    /// Rows of the first input for which the second has none.
    AntiSemiApply,
    /// Pairs of rows whose keys are equal; the second input does not see the first.
    HashJoin {
        /// Keys of the first input and of the second.
        keys: Vec<(Expression, Expression)>,
        /// The slots that the first input sets, which is kept in memory.
        build: Vec<Slot>,
        /// The slots that the second input sets.
        probe: Vec<Slot>,
    },
    /// Every pair of rows; the second input does not see the first and is run once.
    CartesianProduct {
        /// The slots that the second input sets, which is kept in memory.
        slots: Vec<Slot>,
    },
    /// Computes expressions.
    Projection(Vec<(Expression, Slot)>),
    /// Groups rows.
    Aggregation {
        /// The keys and where they go.
        keys: Vec<(Expression, Slot)>,
        /// The aggregates.
        aggregates: Vec<AggregateCall>,
        /// Where it stands how often a row counts; once, if nowhere.
        times: Option<Slot>,
    },
    /// The nodes at the end of a chain, once each; the second input lists the chains instead.
    Reach(Reach),
    /// The nodes at the ends of chains of variable length, once each.
    ReachAll(VarLengthExpand),
    /// The nodes that are adjacent to several nodes at once.
    Intersect(Intersect),
    /// How often a tree of relationships hangs on a node.
    CountMatches(CountMatches),
    /// Rows that differ in these slots.
    Distinct(Vec<Slot>),
    /// All rows in order.
    Sort {
        /// The keys.
        keys: Vec<SortKey>,
        /// The slots that are needed afterwards.
        live: Vec<Slot>,
    },
    /// The first rows in order, kept in a heap.
    Top {
        /// The keys.
        keys: Vec<SortKey>,
        /// The slots that are needed afterwards.
        live: Vec<Slot>,
        /// How many rows.
        count: Expression,
    },
    /// All rows but the first ones.
    Skip(Expression),
    /// The first rows.
    Limit(Expression),
    /// Each element of a list.
    Unwind {
        /// The list.
        list: Expression,
        /// Where the element goes.
        slot: Slot,
    },
    /// The rows of each input in turn.
    Union {
        /// For each input, the slots of its columns.
        inputs: Vec<Vec<Slot>>,
        /// Where they go.
        columns: Vec<Slot>,
    },
    /// Takes in all rows before it yields the first, so that what follows does not disturb what is read.
    Eager {
        /// The slots that are needed afterwards.
        live: Vec<Slot>,
    },
    /// Takes in all rows, and commits whenever so many of them have been worked on.
    Batches {
        /// How many.
        size: Expression,
        /// The slots that are needed afterwards.
        live: Vec<Slot>,
    },
    /// Makes nodes and relationships.
    Create(CreatePattern),
    /// Finds by the second input, or makes.
    Merge {
        /// What to make.
        create: CreatePattern,
        /// What to set when it was made.
        on_create: Vec<BoundSetItem>,
        /// What to set when it was found.
        on_match: Vec<BoundSetItem>,
        /// The slots that the second input sets.
        slots: Vec<Slot>,
    },
    /// Sets properties and labels.
    SetProperties(Vec<BoundSetItem>),
    /// Removes properties and labels.
    Remove(Vec<BoundRemoveItem>),
    /// Deletes.
    Delete {
        /// Whether the relationships of a node go with it.
        detach: bool,
        /// What to delete.
        targets: Vec<Expression>,
    },
    /// Runs the second input for each element, and yields its own row.
    Foreach {
        /// The list.
        list: Expression,
        /// Where the element goes.
        slot: Slot,
    },
    /// The rows of a procedure.
    ProcedureCall {
        /// The procedure.
        procedure: Arc<Procedure>,
        /// The arguments.
        arguments: Vec<Expression>,
        /// The columns that are wanted, by their place, and where they go.
        columns: Vec<(usize, Slot)>,
        /// The procedure's name in the text.
        span: Span,
    },
    /// Runs the second input for each row, and yields its own row once (a unit subquery).
    UnitApply,
    /// Lines of a delimited file.
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
    /// The result.
    ProduceResults(Vec<BoundColumn>),
    /// Runs its input to the end for its effects and yields nothing.
    EmptyResult,
}

/// What an index is asked for.
#[derive(Clone, Debug)]
pub enum Seek {
    /// Entities with exactly this value.
    Equal(Expression),
    /// Entities with one of the values of a list.
    In(Expression),
    /// Entities within bounds; `true` stands for an included bound.
    Range {
        /// The lower bound.
        from: Option<(Expression, bool)>,
        /// The upper bound.
        to: Option<(Expression, bool)>,
    },
    /// Texts that begin so.
    Prefix(Expression),
}

/// One step along a relationship.
#[derive(Clone, Debug)]
pub struct Expand {
    /// The node that stands there already.
    pub from: Slot,
    /// Where the relationship goes.
    pub relationship: Slot,
    /// Where the other node goes, or where it stands already.
    pub to: Slot,
    /// The way.
    pub direction: Direction,
    /// The types; `None` for any.
    pub types: Option<Vec<TypeRef>>,
    /// Whether `to` stands there already.
    pub into: bool,
    /// Relationships, or lists of them, that it must differ from.
    pub unlike: Vec<Slot>,
}

/// Steps along chains of relationships.
#[derive(Clone, Debug)]
pub struct VarLengthExpand {
    /// The node that stands there already.
    pub from: Slot,
    /// Where the list of relationships goes.
    pub relationships: Slot,
    /// Where the last node goes, or where it stands already.
    pub to: Slot,
    /// The way.
    pub direction: Direction,
    /// The types; `None` for any.
    pub types: Option<Vec<TypeRef>>,
    /// A further condition on each relationship's type.
    pub type_test: Option<NameTest<TypeRef>>,
    /// How many relationships.
    pub length: LengthRange,
    /// A condition on each relationship.
    pub each: Option<EachRelationship>,
    /// What may repeat.
    pub mode: PathRestriction,
    /// Whether `to` stands there already.
    pub into: bool,
    /// Whether the chain is walked from the end of the pattern, so that the list is reversed.
    pub reversed: bool,
    /// Relationships, or lists of them, that each one must differ from.
    pub unlike: Vec<Slot>,
    /// Whether `relationships` stands there already: then only that very chain is walked.
    pub given: bool,
}

/// The ends of a bound relationship.
#[derive(Clone, Debug)]
pub struct ProjectEndpoints {
    /// The relationship that stands there already.
    pub relationship: Slot,
    /// The node to the left in the text.
    pub from: Slot,
    /// The node to the right in the text.
    pub to: Slot,
    /// Whether `from` stands there already.
    pub from_bound: bool,
    /// Whether `to` stands there already.
    pub to_bound: bool,
    /// The way.
    pub direction: Direction,
    /// The types; `None` for any.
    pub types: Option<Vec<TypeRef>>,
    /// Relationships, or lists of them, that it must differ from.
    pub unlike: Vec<Slot>,
}

/// Shortest chains between two bound nodes.
#[derive(Clone, Debug)]
pub struct ShortestPath {
    /// The chain: from, to, list of relationships, types, bounds, condition on each.
    pub expand: VarLengthExpand,
    /// Which chains are kept.
    pub selection: Selection,
    /// Conditions on a whole chain, tested before it is kept; the list stands in its slot, and the
    /// paths here are built first.
    pub predicates: Vec<Expression>,
    /// Paths that the conditions need.
    pub paths: Vec<PatternPath>,
    /// Whether a path may lead back to the node where it begins; not so for `shortestPath`.
    pub allows_cycle: bool,
}

/// Rounds of a quantified path pattern; the second input is one round.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// The node that stands there already.
    pub from: Slot,
    /// Where the last node goes, or where it stands already.
    pub to: Slot,
    /// Whether `to` stands there already.
    pub into: bool,
    /// The first node of a round.
    pub inner_from: Slot,
    /// The last node of a round.
    pub inner_to: Slot,
    /// The variables of a round, and the lists of them outside.
    pub groups: Vec<(Slot, Slot)>,
    /// The relationships of a round, for uniqueness.
    pub relationships: Vec<Slot>,
    /// How many rounds.
    pub length: LengthRange,
    /// What may repeat.
    pub mode: PathRestriction,
    /// Relationships, or lists of them, that each one must differ from.
    pub unlike: Vec<Slot>,
}

/// Which of the second input's paths are kept.
#[derive(Clone, Debug)]
pub struct SelectPaths {
    /// The path by which rows are measured; its ends part them into groups.
    pub path: Slot,
    /// The slots that the second input sets.
    pub live: Vec<Slot>,
    /// Which paths are kept.
    pub selection: Selection,
}
