//! Cycles of a pattern, closed by intersecting the neighbours of several nodes.

use crate::graph::Direction;
use crate::query::bind::bound::{Expression, Slot, TypeRef};

/// The nodes that are adjacent to several nodes at once, with the number of ways in which they are.
///
/// This is the step of a worst-case optimal join (Ngo, Porat, Ré, Rudra 2012): the neighbours of all
/// nodes are intersected before a row is made, so that no row is made in vain. The relationships are
/// counted and not listed; the number of ways is exact also where nodes of the row are the same, and
/// relationships of the pattern could be.
#[derive(Clone, Debug)]
pub struct Intersect {
    /// Where the node goes.
    pub node: Slot,
    /// The relationships that lead to it; the one from the node that changes most often comes last.
    pub edges: Vec<CountedEdge>,
    /// Conditions on the node.
    pub node_conditions: Vec<Expression>,
    /// Where the number goes; what stands there already is multiplied with it.
    pub times: Slot,
    /// Relationships that are counted in the number that stands there already.
    pub earlier: Vec<CountedEdge>,
    /// The nodes of the pattern that stand in the row.
    pub bound: Vec<Slot>,
    /// The relationships of the pattern that stand in the row.
    pub listed: Vec<Slot>,
    /// Pairs of relationships that must differ.
    pub conflicts: Vec<(Slot, Slot)>,
    /// Whether only the number is wanted: one row for all nodes together.
    pub is_count: bool,
}

/// A relationship of which only the number is wanted.
#[derive(Clone, Debug)]
pub struct CountedEdge {
    /// Its slot, which stays empty.
    pub relationship: Slot,
    /// The node that stands in the row first.
    pub from: Slot,
    /// The other node.
    pub to: Slot,
    /// The way from the one to the other.
    pub direction: Direction,
    /// The types; `None` for any.
    pub types: Option<Vec<TypeRef>>,
}
