//! Cheapest ways from one node (Dijkstra, 1959, with a binary heap).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{Edge, NONE, Pace, Projection, Route, Tick};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::RelationshipId;

/// The costs of the cheapest ways from one node.
#[derive(Clone, Debug)]
pub struct Costs {
    /// For each node the cost of the way to it; infinite if it was not reached.
    pub cost: Vec<f64>,
    before: Vec<(u32, RelationshipId)>,
}

impl Costs {
    /// The way to a node, if it was reached.
    #[must_use]
    pub fn route(&self, target: u32) -> Option<Route> {
        let cost = *self.cost.get(target as usize).filter(|cost| cost.is_finite())?;
        let mut route = Route { nodes: vec![target], relationships: Vec::new(), cost };
        let mut node = target;
        while let Some(&(previous, relationship)) =
            self.before.get(node as usize).filter(|before| before.0 != NONE)
        {
            route.nodes.push(previous);
            route.relationships.push(relationship);
            node = previous;
        }
        route.nodes.reverse();
        route.relationships.reverse();
        Some(route)
    }
}

/// A node to look at, the cheapest first; of equally cheap ones the lowest number.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Waiting {
    pub(super) cost: f64,
    pub(super) node: u32,
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        other.cost.total_cmp(&self.cost).then_with(|| other.node.cmp(&self.node))
    }
}

/// Which way edges are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Along,
    Back,
}

/// The cheapest ways from `source`, until `target` is reached if there is one.
///
/// # Errors
/// `InvalidArgumentValue` if a weight on the way is negative, and what the tick says.
pub fn cheapest(
    projection: &Projection,
    source: u32,
    target: Option<u32>,
    tick: Tick<'_>,
) -> Result<Costs> {
    explore(projection, source, target, Way::Along, tick)
}

pub(super) fn explore(
    projection: &Projection,
    source: u32,
    target: Option<u32>,
    way: Way,
    tick: Tick<'_>,
) -> Result<Costs> {
    let count = projection.count();
    let mut costs = Costs {
        cost: vec![f64::INFINITY; count],
        before: vec![(NONE, RelationshipId(NONE)); count],
    };
    costs.cost[source as usize] = 0.0;
    let mut waiting = BinaryHeap::from([Waiting { cost: 0.0, node: source }]);
    let mut pace = Pace::new(tick);
    while let Some(Waiting { cost, node }) = waiting.pop() {
        if target == Some(node) {
            break;
        }
        if cost > costs.cost[node as usize] {
            continue;
        }
        match way {
            Way::Along => relax(&mut costs, &mut waiting, projection.edges(node), &mut pace)?,
            Way::Back => relax(&mut costs, &mut waiting, projection.edges_back(node), &mut pace)?,
        }
    }
    Ok(costs)
}

fn relax(
    costs: &mut Costs,
    waiting: &mut BinaryHeap<Waiting>,
    edges: impl Iterator<Item = Edge>,
    pace: &mut Pace<'_>,
) -> Result<()> {
    for edge in edges {
        pace.steps(0)?;
        let cost = costs.cost[edge.source as usize] + checked(edge.weight)?;
        if cost < costs.cost[edge.target as usize] {
            costs.cost[edge.target as usize] = cost;
            costs.before[edge.target as usize] = (edge.source, edge.relationship);
            waiting.push(Waiting { cost, node: edge.target });
        }
    }
    Ok(())
}

/// A weight that the algorithm can take.
pub(super) fn checked(weight: f64) -> Result<f64> {
    if weight >= 0.0 {
        return Ok(weight);
    }
    let message = format!("cheapest ways need weights that are not negative, but one is {weight}");
    Err(Error::new(ErrorCode::InvalidArgumentValue, message))
}
