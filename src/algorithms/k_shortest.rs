//! The k cheapest ways without loops (Yen, 1971, with Lawler's restriction of 1972).
//!
//! The costs of the cheapest ways *to* the target, found once by a backward search, bound what is
//! left from below in every later search (A*, Hart, Nilsson and Raphael, 1968), so that each of them
//! looks at little more than the way that it finds.

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};

use super::dijkstra::{Waiting, Way, explore};
use super::{Edge, Pace, Projection, Route, Tick};
use crate::error::Result;

/// The `most` cheapest ways from `source` to `target` that visit no node twice, the cheapest first;
/// of equal costs, the one with fewer relationships. Parallel relationships make different ways.
///
/// # Errors
/// `InvalidArgumentValue` if a weight is negative, and what the tick says.
pub fn k_shortest(
    projection: &Projection,
    source: u32,
    target: u32,
    most: usize,
    tick: Tick<'_>,
) -> Result<Vec<Route>> {
    let bounds = explore(projection, target, None, Way::Back, tick)?.cost;
    let mut search = Search::new(projection, target, &bounds, tick);
    let mut found: Vec<Candidate> = Vec::new();
    let mut candidates = BTreeSet::new();
    if let Some(first) = search.continued(source, &[], &BTreeSet::new())? {
        candidates.insert(Candidate::new(first, 0));
    }
    while found.len() < most
        && let Some(best) = candidates.pop_first()
    {
        if found.len() + 1 < most {
            search.deviations(source, &best, &found, &mut candidates)?;
        }
        found.push(best);
    }
    Ok(found.iter().map(|candidate| candidate.route(source)).collect())
}

/// A way by its edges, and the step at which it left the way that it was made from.
#[derive(Clone, Debug)]
struct Candidate {
    cost: f64,
    edges: Vec<Edge>,
    deviation: usize,
}

impl Candidate {
    fn new(edges: Vec<Edge>, deviation: usize) -> Self {
        Self { cost: edges.iter().map(|edge| edge.weight).sum(), edges, deviation }
    }

    fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.edges.iter().map(|edge| edge.place)
    }

    fn route(&self, source: u32) -> Route {
        let nodes = self.edges.iter().map(|edge| edge.target);
        Route {
            nodes: std::iter::once(source).chain(nodes).collect(),
            relationships: self.edges.iter().map(|edge| edge.relationship).collect(),
            cost: self.cost,
        }
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The same way has the same edges, so a set keeps it once.
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cost
            .total_cmp(&other.cost)
            .then_with(|| self.edges.len().cmp(&other.edges.len()))
            .then_with(|| self.places().cmp(other.places()))
    }
}

/// Searches to one target, whose memory is used again: a mark that is not the present one is old.
struct Search<'a> {
    projection: &'a Projection,
    target: u32,
    bounds: &'a [f64],
    marks: Vec<u32>,
    mark: u32,
    cost: Vec<f64>,
    by: Vec<Option<Edge>>,
    pace: Pace<'a>,
}

impl<'a> Search<'a> {
    fn new(projection: &'a Projection, target: u32, bounds: &'a [f64], tick: Tick<'a>) -> Self {
        let count = projection.count();
        Self {
            projection,
            target,
            bounds,
            marks: vec![0; count],
            mark: 0,
            cost: vec![0.0; count],
            by: vec![None; count],
            pace: Pace::new(tick),
        }
    }

    /// Adds the cheapest ways that leave `best` at each of its steps from its own deviation on, and
    /// are not found yet.
    fn deviations(
        &mut self,
        source: u32,
        best: &Candidate,
        found: &[Candidate],
        candidates: &mut BTreeSet<Candidate>,
    ) -> Result<()> {
        for step in best.deviation..best.edges.len() {
            let root = &best.edges[..step];
            let is_same_root = |other: &&Candidate| {
                other.edges.len() > step
                    && other.places().take(step).eq(root.iter().map(|e| e.place))
            };
            let known = found.iter().chain(std::iter::once(best)).filter(is_same_root);
            let banned: BTreeSet<usize> = known.map(|other| other.edges[step].place).collect();
            let from = root.last().map_or(source, |edge| edge.target);
            let visited: Vec<u32> =
                std::iter::once(source).chain(root.iter().map(|edge| edge.target)).collect();
            if let Some(rest) = self.continued(from, &visited, &banned)? {
                let edges = root.iter().copied().chain(rest).collect();
                candidates.insert(Candidate::new(edges, step));
            }
        }
        Ok(())
    }

    /// The cheapest way from a node to the target that avoids nodes and edges.
    fn continued(
        &mut self,
        from: u32,
        visited: &[u32],
        banned: &BTreeSet<usize>,
    ) -> Result<Option<Vec<Edge>>> {
        self.mark += 1;
        for node in visited {
            self.reach(*node, f64::NEG_INFINITY, None);
        }
        self.reach(from, 0.0, None);
        let bound = self.bounds[from as usize];
        let mut waiting = BinaryHeap::from([Waiting { cost: bound, node: from }]);
        while let Some(Waiting { cost, node }) = waiting.pop() {
            if node == self.target {
                return Ok(cost.is_finite().then(|| self.way(from)));
            }
            let so_far = self.cost[node as usize];
            if cost > so_far + self.bounds[node as usize] {
                continue;
            }
            self.pace.steps(self.projection.outgoing(node).len())?;
            for edge in self.projection.edges(node) {
                let (cost, end) = (so_far + edge.weight, edge.target as usize);
                let is_better = self.marks[end] != self.mark || cost < self.cost[end];
                let leads_on = self.bounds[end].is_finite();
                if is_better && leads_on && !(node == from && banned.contains(&edge.place)) {
                    self.reach(edge.target, cost, Some(edge));
                    waiting.push(Waiting { cost: cost + self.bounds[end], node: edge.target });
                }
            }
        }
        Ok(None)
    }

    fn reach(&mut self, node: u32, cost: f64, by: Option<Edge>) {
        self.marks[node as usize] = self.mark;
        self.cost[node as usize] = cost;
        self.by[node as usize] = by;
    }

    fn way(&self, from: u32) -> Vec<Edge> {
        let mut edges = Vec::new();
        let mut node = self.target;
        while node != from
            && let Some(edge) = self.by[node as usize]
        {
            edges.push(edge);
            node = edge.source;
        }
        edges.reverse();
        edges
    }
}
