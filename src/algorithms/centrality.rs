//! Degree and closeness.

use super::parallel::for_each_node;
use super::{NONE, Projection, Tick, float};
use crate::error::Result;

/// For each node the number of its edges, or with weights their sum.
#[must_use]
pub fn degree(projection: &Projection) -> Vec<f64> {
    let of = |node: u32| {
        if projection.is_weighted() {
            projection.edges(node).map(|edge| edge.weight).sum()
        } else {
            float(projection.outgoing(node).len())
        }
    };
    projection.indexes().map(of).collect()
}

/// For each node how near it is to the nodes that it reaches: the share of other nodes that it
/// reaches, divided by the mean number of steps to them (Wasserman and Faust, 1994). 0 if it reaches
/// none.
///
/// Takes the time of a search from each node.
///
/// # Errors
/// What the tick says.
pub fn closeness(projection: &Projection, tick: Tick<'_>) -> Result<Vec<f64>> {
    let count = projection.count();
    let start = || Search { depth: vec![NONE; count], order: Vec::new(), scores: Vec::new() };
    let work = |state: &mut Search, node| state.add(projection, node);
    let mut scores = vec![0.0; count];
    for state in for_each_node(count, start, work, tick)? {
        for (node, score) in state.scores {
            scores[node as usize] = score;
        }
    }
    Ok(scores)
}

struct Search {
    depth: Vec<u32>,
    order: Vec<u32>,
    scores: Vec<(u32, f64)>,
}

impl Search {
    fn add(&mut self, projection: &Projection, source: u32) -> usize {
        self.depth[source as usize] = 0;
        self.order.push(source);
        let (mut next, mut steps, mut sum) = (0, 0, 0.0);
        while let Some(&node) = self.order.get(next) {
            next += 1;
            let depth = self.depth[node as usize];
            sum += f64::from(depth);
            steps += projection.outgoing(node).len();
            for &target in projection.outgoing(node) {
                if self.depth[target as usize] == NONE {
                    self.depth[target as usize] = depth + 1;
                    self.order.push(target);
                }
            }
        }
        let (reached, others) = (float(next - 1), float(projection.count() - 1));
        let score = if sum > 0.0 { reached / sum * (reached / others) } else { 0.0 };
        self.scores.push((source, score));
        for node in self.order.drain(..) {
            self.depth[node as usize] = NONE;
        }
        steps
    }
}
