//! The common neighbours of the nodes that seldom change.

use super::super::context::Context;
use super::super::evaluate::all_true;
use super::super::row::Row;
use super::neighbours::Neighbours;
use crate::error::Result;
use crate::graph::NodeId;
use crate::query::plan;
use crate::value::Value;

/// Common neighbours of some nodes, with the number of ways in which they are.
pub(super) struct Common<'p> {
    sides: Vec<Neighbours<'p>>,
    step: &'p plan::Intersect,
    /// The nodes for which the present state was found.
    nodes: Vec<NodeId>,
    /// The common neighbours in ascending order.
    found: Vec<(u32, u32)>,
    /// The number of ways by node; 0 for all that are not found.
    ways: Vec<u32>,
    /// Whether a node fulfils the conditions: 0 if that is not known, 1 if not, 2 if so.
    tested: Vec<u8>,
}

impl<'p> Common<'p> {
    pub(super) fn new(edges: &'p [plan::CountedEdge], step: &'p plan::Intersect) -> Self {
        Self {
            sides: edges.iter().map(Neighbours::new).collect(),
            step,
            nodes: Vec::new(),
            found: Vec::new(),
            ways: Vec::new(),
            tested: Vec::new(),
        }
    }

    pub(super) fn prepare(&mut self, context: &Context<'_>) {
        for side in &mut self.sides {
            side.prepare(context);
        }
        self.forget();
        let bound = context.view().node_bound() as usize;
        self.ways.resize(bound, 0);
        self.tested = vec![0; bound];
    }

    fn forget(&mut self) {
        self.nodes.clear();
        for (node, _) in self.found.drain(..) {
            if let Some(ways) = self.ways.get_mut(node as usize) {
                *ways = 0;
            }
        }
    }

    /// Finds the common neighbours for the present row, unless they are those of the last one.
    pub(super) fn find(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        let nodes: Option<Vec<_>> =
            self.sides.iter().map(|side| row.node(side.from())).collect::<Result<_>>()?;
        let Some(nodes) = nodes else {
            self.forget();
            return Ok(());
        };
        if nodes == self.nodes {
            return Ok(());
        }
        self.forget();
        let view = context.view();
        let mut found: Option<Vec<(u32, u32)>> = None;
        for (side, node) in self.sides.iter_mut().zip(&nodes) {
            let neighbours = side.of(*node, view);
            found = Some(match found {
                None => runs(neighbours).collect(),
                Some(found) => {
                    let meet = |(node, ways): (u32, u32)| {
                        let here = occurrences(node, neighbours);
                        (here > 0).then(|| (node, ways.saturating_mul(here)))
                    };
                    found.into_iter().filter_map(meet).collect()
                }
            });
        }
        for (node, ways) in found.unwrap_or_default() {
            if self.passes(node, context, row)?
                && let Some(place) = self.ways.get_mut(node as usize)
            {
                *place = ways;
                self.found.push((node, ways));
            }
        }
        self.nodes = nodes;
        Ok(())
    }

    /// Whether a node fulfils the conditions; each one is tested once.
    fn passes(&mut self, node: u32, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if self.step.node_conditions.is_empty() {
            return Ok(true);
        }
        let known = self.tested.get(node as usize).copied().unwrap_or(0);
        if known > 0 {
            return Ok(known == 2);
        }
        context.tick()?;
        row.set(self.step.node, Value::Node(NodeId(node)));
        let passes = all_true(&self.step.node_conditions, context, row)?;
        if let Some(place) = self.tested.get_mut(node as usize) {
            *place = if passes { 2 } else { 1 };
        }
        Ok(passes)
    }

    /// The number of ways for all nodes that are among further neighbours too.
    pub(super) fn sum(&self, neighbours: &[u32]) -> i128 {
        if self.is_rather_sought(neighbours) {
            let ways = |&(node, ways): &(u32, u32)| {
                u64::from(ways) * u64::from(occurrences(node, neighbours))
            };
            return self.found.iter().map(|one| i128::from(ways(one))).sum();
        }
        let ways = |node: &u32| u64::from(self.ways.get(*node as usize).copied().unwrap_or(0));
        i128::from(neighbours.iter().map(ways).sum::<u64>())
    }

    /// The nodes that are among further neighbours too, with the number of ways.
    pub(super) fn meet(&self, neighbours: &[u32]) -> Vec<(u32, u64)> {
        if self.is_rather_sought(neighbours) {
            let meet = |&(node, ways): &(u32, u32)| {
                let here = occurrences(node, neighbours);
                (here > 0).then(|| (node, u64::from(ways) * u64::from(here)))
            };
            return self.found.iter().filter_map(meet).collect();
        }
        let meet = |(node, here): (u32, u32)| {
            let ways = self.ways.get(node as usize).copied().unwrap_or(0);
            (ways > 0).then(|| (node, u64::from(ways) * u64::from(here)))
        };
        runs(neighbours).filter_map(meet).collect()
    }

    /// The number of ways for one node.
    pub(super) fn ways(&self, node: NodeId, neighbours: &[u32]) -> u64 {
        let ways = self.ways.get(node.0 as usize).copied().unwrap_or(0);
        if ways == 0 { 0 } else { u64::from(ways) * u64::from(occurrences(node.0, neighbours)) }
    }

    /// Whether it is less work to look for the nodes among the neighbours than to go through these.
    fn is_rather_sought(&self, neighbours: &[u32]) -> bool {
        let steps = usize::BITS - neighbours.len().leading_zeros();
        self.found.len() * steps as usize * 2 < neighbours.len()
    }
}

/// How often a node stands in a sorted list.
fn occurrences(node: u32, sorted: &[u32]) -> u32 {
    let from = sorted.partition_point(|one| *one < node);
    let rest = sorted.get(from..).unwrap_or_default();
    let count = rest.iter().take_while(|one| **one == node).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The nodes of a sorted list, with how often each stands there.
fn runs(sorted: &[u32]) -> impl Iterator<Item = (u32, u32)> + '_ {
    sorted
        .chunk_by(|one, other| one == other)
        .filter_map(|run| Some((*run.first()?, u32::try_from(run.len()).ok()?)))
}
