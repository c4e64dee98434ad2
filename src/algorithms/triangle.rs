//! Triangles, and how closely the neighbours of a node are linked.

use super::parallel::for_each_node;
use super::{NONE, Projection, Tick, float, number};
use crate::error::Result;

/// For each node how many triangles it is part of, whichever way relationships point; parallel
/// relationships are one.
///
/// Each triangle is found once, from its node of the lowest degree (Schank and Wagner, 2005), in
/// O(m^1.5).
///
/// # Errors
/// What the tick says.
pub fn triangles(projection: &Projection, tick: Tick<'_>) -> Result<Vec<u64>> {
    let neighbours = Neighbours::of(projection);
    let forward = neighbours.forward();
    let count = projection.count();
    let start = || Counter { found: vec![0; count], marks: vec![NONE; count] };
    let work = |state: &mut Counter, node| state.add(&forward, node);
    let states = for_each_node(count, start, work, tick)?;
    Ok((0..count).map(|node| states.iter().map(|state| state.found[node]).sum()).collect())
}

/// For each node the local clustering coefficient (Watts and Strogatz, 1998): how many of the edges
/// that could link its neighbours are there. Where relationships have a direction, two neighbours can
/// be linked by two of them.
///
/// # Errors
/// What the tick says.
pub fn clustering(projection: &Projection, tick: Tick<'_>) -> Result<Vec<f64>> {
    let neighbours = Neighbours::of(projection);
    let count = projection.count();
    let start = || (vec![0.0; count], vec![NONE; count]);
    let work = |(scores, marks): &mut (Vec<f64>, Vec<u32>), node: u32| {
        let around = neighbours.of_node(node);
        for neighbour in around {
            marks[*neighbour as usize] = node;
        }
        let (mut links, mut steps) = (0, 0);
        for neighbour in around {
            steps += projection.outgoing(*neighbour).len();
            let mut last = NONE;
            links += projection
                .outgoing(*neighbour)
                .iter()
                .filter(|end| std::mem::replace(&mut last, **end) != **end)
                .filter(|end| *end != neighbour && marks[**end as usize] == node)
                .count();
        }
        let possible = float(around.len()) * (float(around.len()) - 1.0);
        scores[node as usize] = if possible > 0.0 { float(links) / possible } else { 0.0 };
        steps
    };
    let states = for_each_node(count, start, work, tick)?;
    Ok((0..count).map(|node| states.iter().map(|state| state.0[node]).sum()).collect())
}

/// For each node its neighbours in either direction, sorted, each once, without itself.
struct Neighbours {
    offsets: Vec<usize>,
    ends: Vec<u32>,
}

impl Neighbours {
    fn of(projection: &Projection) -> Self {
        let mut all = Self { offsets: vec![0], ends: Vec::with_capacity(projection.edge_count()) };
        let mut around = Vec::new();
        for node in projection.indexes() {
            around.clear();
            around.extend(projection.edges_both(node).map(|edge| edge.target));
            around.sort_unstable();
            around.dedup();
            all.ends.extend(around.iter().filter(|end| **end != node));
            all.offsets.push(all.ends.len());
        }
        all
    }

    fn of_node(&self, node: u32) -> &[u32] {
        &self.ends[self.offsets[node as usize]..self.offsets[node as usize + 1]]
    }

    /// Only the neighbours of higher degree; of equal degrees, those of a higher number.
    fn forward(&self) -> Self {
        let rank = |node: u32| (self.of_node(node).len(), node);
        let mut forward = Self { offsets: vec![0], ends: Vec::with_capacity(self.ends.len() / 2) };
        for node in 0..number(self.offsets.len() - 1) {
            let higher = self.of_node(node).iter().filter(|end| rank(**end) > rank(node));
            forward.ends.extend(higher);
            forward.offsets.push(forward.ends.len());
        }
        forward
    }
}

struct Counter {
    found: Vec<u64>,
    marks: Vec<u32>,
}

impl Counter {
    /// Counts the triangles of which `node` has the lowest degree.
    fn add(&mut self, forward: &Neighbours, node: u32) -> usize {
        let ends = forward.of_node(node);
        for end in ends {
            self.marks[*end as usize] = node;
        }
        let mut steps = 0;
        for &middle in ends {
            steps += forward.of_node(middle).len();
            for &last in forward.of_node(middle) {
                if self.marks[last as usize] == node {
                    for corner in [node, middle, last] {
                        self.found[corner as usize] += 1;
                    }
                }
            }
        }
        steps
    }
}
