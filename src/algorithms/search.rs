//! Breadth-first search.

use super::{NONE, Pace, Projection, Route, Tick};
use crate::error::Result;
use crate::graph::RelationshipId;

/// What a search has reached, in the order in which it did.
#[derive(Clone, Debug)]
pub struct Reached {
    /// The nodes, the nearest first, where it began included.
    pub order: Vec<u32>,
    /// For each node the number of steps to it; [`NONE`] if it was not reached.
    pub depth: Vec<u32>,
    /// For each node the node before it and the relationship between them.
    before: Vec<(u32, RelationshipId)>,
}

impl Reached {
    /// The way to a node, if it was reached.
    #[must_use]
    pub fn route(&self, target: u32) -> Option<Route> {
        let depth = *self.depth.get(target as usize).filter(|depth| **depth != NONE)?;
        let mut route =
            Route { nodes: vec![target], relationships: Vec::new(), cost: f64::from(depth) };
        let mut node = target;
        for _ in 0..depth {
            let (previous, relationship) = self.before[node as usize];
            route.nodes.push(previous);
            route.relationships.push(relationship);
            node = previous;
        }
        route.nodes.reverse();
        route.relationships.reverse();
        Some(route)
    }
}

/// Searches from `sources` in steps of one relationship, up to `most` of them, until a node that
/// `is_target` is met. Linear in what it reaches.
///
/// # Errors
/// What the tick says.
pub fn breadth_first(
    projection: &Projection,
    sources: &[u32],
    most: u32,
    is_target: impl Fn(u32) -> bool,
    tick: Tick<'_>,
) -> Result<Reached> {
    let count = projection.count();
    let mut reached = Reached {
        order: Vec::new(),
        depth: vec![NONE; count],
        before: vec![(NONE, RelationshipId(NONE)); count],
    };
    for source in sources {
        if std::mem::replace(&mut reached.depth[*source as usize], 0) == NONE {
            reached.order.push(*source);
        }
    }
    let mut pace = Pace::new(tick);
    let mut next = 0;
    while let Some(&node) = reached.order.get(next) {
        next += 1;
        let depth = reached.depth[node as usize];
        if depth == most || is_target(node) {
            break;
        }
        pace.steps(projection.outgoing(node).len())?;
        for edge in projection.edges(node) {
            if reached.depth[edge.target as usize] == NONE {
                reached.depth[edge.target as usize] = depth + 1;
                reached.before[edge.target as usize] = (node, edge.relationship);
                reached.order.push(edge.target);
            }
        }
    }
    Ok(reached)
}
