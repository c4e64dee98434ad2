//! Betweenness: how many shortest ways lead through a node (Brandes, 2001).

use super::parallel::for_each_node;
use super::{NONE, Projection, Tick};
use crate::error::Result;

/// For each node the sum, over all pairs of other nodes, of the part of their shortest ways that lead
/// through it. Weights do not count, and parallel relationships are one. Each pair counts once where
/// relationships are followed both ways.
///
/// Takes the time of a search from each node; memory is linear for each core.
///
/// # Errors
/// What the tick says.
pub fn betweenness(projection: &Projection, tick: Tick<'_>) -> Result<Vec<f64>> {
    let count = projection.count();
    let start = || Brandes::new(count);
    let work = |state: &mut Brandes, node| state.add(projection, node);
    let states = for_each_node(count, start, work, tick)?;
    let share = if projection.is_symmetric() { 0.5 } else { 1.0 };
    let sum = |node: usize| states.iter().map(|state| state.scores[node]).sum::<f64>() * share;
    Ok((0..count).map(sum).collect())
}

/// The scores so far, and the memory of one search.
struct Brandes {
    scores: Vec<f64>,
    depth: Vec<u32>,
    ways: Vec<f64>,
    dependency: Vec<f64>,
    order: Vec<u32>,
}

impl Brandes {
    fn new(count: usize) -> Self {
        Self {
            scores: vec![0.0; count],
            depth: vec![NONE; count],
            ways: vec![0.0; count],
            dependency: vec![0.0; count],
            order: Vec::with_capacity(count),
        }
    }

    /// Adds what the ways from `source` contribute; returns the steps that it took.
    fn add(&mut self, projection: &Projection, source: u32) -> usize {
        let steps = self.search(projection, source);
        for &node in self.order.iter().rev() {
            let place = node as usize;
            let share = (1.0 + self.dependency[place]) / self.ways[place];
            for before in distinct(projection.incoming(node)) {
                let before = before as usize;
                if self.depth[before] != NONE && self.depth[before] + 1 == self.depth[place] {
                    self.dependency[before] += self.ways[before] * share;
                }
            }
            if node != source {
                self.scores[place] += self.dependency[place];
            }
        }
        for node in self.order.drain(..) {
            let node = node as usize;
            (self.depth[node], self.ways[node], self.dependency[node]) = (NONE, 0.0, 0.0);
        }
        steps
    }

    /// Counts the shortest ways from `source` to every node.
    fn search(&mut self, projection: &Projection, source: u32) -> usize {
        self.depth[source as usize] = 0;
        self.ways[source as usize] = 1.0;
        self.order.push(source);
        let (mut next, mut steps) = (0, 0);
        while let Some(&node) = self.order.get(next) {
            next += 1;
            let (depth, ways) = (self.depth[node as usize] + 1, self.ways[node as usize]);
            steps += projection.outgoing(node).len();
            for target in distinct(projection.outgoing(node)) {
                let place = target as usize;
                if self.depth[place] == NONE {
                    self.depth[place] = depth;
                    self.order.push(target);
                }
                if self.depth[place] == depth {
                    self.ways[place] += ways;
                }
            }
        }
        steps
    }
}

/// Sorted neighbours without repetitions.
fn distinct(neighbours: &[u32]) -> impl Iterator<Item = u32> + '_ {
    let mut last = NONE;
    neighbours.iter().copied().filter(move |node| std::mem::replace(&mut last, *node) != *node)
}

#[cfg(test)]
mod tests {
    use super::super::float;
    use super::*;

    #[test]
    fn the_middle_of_a_star_lies_between_all_others() {
        let edges = [(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (0, 3, 1.0)];
        let star = Projection::from_edges(4, &edges, true);
        let scores = betweenness(&star, &|| Ok(())).expect("it is not interrupted");
        assert!((scores[0] - 3.0).abs() < 1e-12);
        assert!(scores[1..].iter().all(|score| score.abs() < 1e-12));
    }

    #[test]
    fn many_cores_find_what_one_does() {
        let count = 1_000;
        let edges: Vec<_> = (1..count).map(|node| (node - 1, node, 1.0)).collect();
        let chain = Projection::from_edges(count, &edges, true);
        let scores = betweenness(&chain, &|| Ok(())).expect("it is not interrupted");
        for (node, score) in scores.iter().enumerate() {
            let pairs = node * (scores.len() - 1 - node);
            assert!((score - float(pairs)).abs() < 1e-6);
        }
    }
}
