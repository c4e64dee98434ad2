//! Nodes that are wanted once, however many paths lead to them.

use crate::graph::Direction;
use crate::query::bind::bound::{Expression, Slot, TypeRef};

/// The nodes at the end of a chain of relationships, each of them once.
///
/// The chain is followed level by level, from set to set of nodes. Where a relationship could stand
/// for two steps of the chain, the second input lists all chains instead.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The node that stands there already.
    pub from: Slot,
    /// The steps; at most [`Reach::MOST`].
    pub hops: Vec<ReachHop>,
    /// Pairs of steps, by their places, that must not use the same relationship.
    pub conflicts: Vec<(usize, usize)>,
}

/// One step of a [`Reach`].
#[derive(Clone, Debug)]
pub struct ReachHop {
    /// Where the relationship stands while conditions are tested.
    pub relationship: Slot,
    /// Where the node stands while conditions are tested; of the last step, where it goes.
    pub to: Slot,
    /// The way.
    pub direction: Direction,
    /// The types; `None` for any.
    pub types: Option<Vec<TypeRef>>,
    /// Conditions on the relationship.
    pub relationship_conditions: Vec<Expression>,
    /// Conditions on the node.
    pub node_conditions: Vec<Expression>,
}

impl Reach {
    /// The longest chain: each node notes by one bit for each level that it belongs to it.
    pub const MOST: usize = 14;

    /// Where the last node goes.
    #[must_use]
    pub fn to(&self) -> Slot {
        self.hops.last().map_or(self.from, |hop| hop.to)
    }
}
