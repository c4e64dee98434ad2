//! Patterns to match.

use super::{Expression, LabelRef, Slot, TypeRef};
use crate::graph::Direction;

/// What `MATCH` finds: nodes and relationships that hold together, and conditions.
///
/// A node or relationship stands in it once, however often the text mentions it. No relationship may
/// stand for two of the pattern's.
#[derive(Clone, Debug, Default)]
pub struct QueryGraph {
    /// The nodes.
    pub nodes: Vec<PatternNode>,
    /// The relationships, those of variable length included.
    pub relationships: Vec<PatternRelationship>,
    /// Quantified path patterns.
    pub repetitions: Vec<PatternRepetition>,
    /// Shortest paths between two of the nodes.
    pub shortest: Vec<PatternShortest>,
    /// Paths to build once their parts are found.
    pub paths: Vec<PatternPath>,
    /// The conditions, all of which must be true: property maps, `WHERE` split at its `AND`s.
    pub predicates: Vec<Expression>,
}

/// A node of a pattern.
#[derive(Clone, Debug)]
pub struct PatternNode {
    /// Its slot.
    pub slot: Slot,
    /// Whether an earlier clause has bound it.
    pub bound: bool,
    /// The labels that it must have.
    pub labels: Option<NameTest<LabelRef>>,
}

/// A relationship of a pattern, or a chain of them.
#[derive(Clone, Debug)]
pub struct PatternRelationship {
    /// Its slot: a relationship, or the list of them where `length` is given.
    pub slot: Slot,
    /// Whether an earlier clause has bound it.
    pub bound: bool,
    /// The node to the left of it in the text.
    pub from: Slot,
    /// The node to the right of it in the text.
    pub to: Slot,
    /// The way from `from` to `to`.
    pub direction: Direction,
    /// The type that it must have; of each one where `length` is given.
    pub types: Option<NameTest<TypeRef>>,
    /// How many relationships there are in a row; `None` for exactly one, not in a list.
    pub length: Option<LengthRange>,
    /// A condition on each relationship of a chain.
    pub each: Option<EachRelationship>,
    /// What may repeat within the chain.
    pub mode: PathRestriction,
}

/// A condition on each relationship of a chain.
#[derive(Clone, Debug)]
pub struct EachRelationship {
    /// Where the relationship stands while the condition is tested.
    pub slot: Slot,
    /// The conditions, all of which must be true.
    pub predicates: Vec<Expression>,
}

/// What may repeat within a path (GQL, 16.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathRestriction {
    /// Anything.
    Walk,
    /// No relationship.
    #[default]
    Trail,
    /// No node.
    Acyclic,
    /// No node, but the last may be the first.
    Simple,
}

/// Bounds of a number of steps, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthRange {
    /// The least.
    pub min: u64,
    /// The largest, if there is one.
    pub max: Option<u64>,
}

/// A path pattern that repeats between two nodes.
#[derive(Clone, Debug)]
pub struct PatternRepetition {
    /// The node before it.
    pub from: Slot,
    /// The node after it.
    pub to: Slot,
    /// One round.
    pub inner: Box<QueryGraph>,
    /// The first node of a round, bound when the round begins.
    pub inner_from: Slot,
    /// The last node of a round, where the next one begins.
    pub inner_to: Slot,
    /// The variables of a round, and the lists of them outside.
    pub groups: Vec<(Slot, Slot)>,
    /// The relationships of a round in order, for uniqueness: slots of `inner`.
    pub relationships: Vec<Slot>,
    /// How many rounds.
    pub length: LengthRange,
    /// What may repeat within it.
    pub mode: PathRestriction,
}

/// Paths between two nodes, of which only the shortest are kept.
#[derive(Clone, Debug)]
pub struct PatternShortest {
    /// The chain along which paths are sought; its `slot` gets the list of relationships.
    ///
    /// Where the pattern is more than one chain, `general` holds it and this names only its ends.
    pub relationship: PatternRelationship,
    /// The pattern between the ends, if it is not just one chain.
    pub general: Option<Box<QueryGraph>>,
    /// The path of `general`, by which it is measured.
    pub general_path: Option<Slot>,
    /// Which paths are kept, for each pair of ends.
    pub selection: Selection,
    /// Whether conditions on the path are part of the search (`shortestPath`), not applied to what it
    /// found (`SHORTEST`).
    pub searches_conditions: bool,
}

/// Which paths between two nodes are kept.
#[derive(Clone, Debug)]
pub enum Selection {
    /// One of the shortest (`shortestPath`, `ANY SHORTEST`).
    One,
    /// All of the shortest (`allShortestPaths`, `ALL SHORTEST`).
    All,
    /// The first so many by length (`SHORTEST k`).
    First(Expression),
    /// All of the first so many lengths (`SHORTEST k GROUPS`).
    Groups(Expression),
    /// Any so many (`ANY k`).
    Any(Expression),
}

/// A path to build from the entities of a match.
#[derive(Clone, Debug)]
pub struct PatternPath {
    /// Where the path goes.
    pub slot: Slot,
    /// Its first node.
    pub start: Slot,
    /// What follows.
    pub steps: Vec<PathStep>,
    /// Whether each step must not lie before the last in time.
    pub in_time_order: bool,
    /// What may repeat on the whole path.
    pub restriction: PathRestriction,
}

/// A part of a path to build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// One relationship.
    Relationship(Slot),
    /// A list of relationships.
    Relationships(Slot),
    /// Lists of equal length, read in turn: the first of each, the second of each …
    Rounds(Vec<Slot>),
    /// A whole path, walked from where the path so far ends.
    Path(Slot),
}

/// A condition on names: the labels of a node, or the type of a relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameTest<T> {
    /// This one.
    Name(T),
    /// Any at all.
    Wildcard,
    /// Not so.
    Not(Box<NameTest<T>>),
    /// All of them.
    And(Vec<NameTest<T>>),
    /// At least one of them.
    Or(Vec<NameTest<T>>),
}

impl<T: Copy> NameTest<T> {
    /// The names if the test is true exactly for one of them: `A` and `A|B`.
    #[must_use]
    pub fn alternatives(&self) -> Option<Vec<T>> {
        match self {
            Self::Name(name) => Some(vec![*name]),
            Self::Or(tests) => {
                let parts: Option<Vec<_>> = tests.iter().map(Self::alternatives).collect();
                parts.map(|parts| parts.concat())
            }
            Self::Wildcard | Self::Not(_) | Self::And(_) => None,
        }
    }

    /// Whether the test is true for what has the names that `has` knows.
    pub fn holds(&self, has: &impl Fn(T) -> bool, any: bool) -> bool {
        match self {
            Self::Name(name) => has(*name),
            Self::Wildcard => any,
            Self::Not(test) => !test.holds(has, any),
            Self::And(tests) => tests.iter().all(|test| test.holds(has, any)),
            Self::Or(tests) => tests.iter().any(|test| test.holds(has, any)),
        }
    }
}
