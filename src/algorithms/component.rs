//! Components: weak ones by union and find, strong ones by Tarjan's algorithm without recursion.

use petgraph::unionfind::UnionFind;

use super::{NONE, Pace, Projection, Tick, number};
use crate::error::Result;

/// For each node the lowest node that it is connected with, whichever way relationships point.
///
/// # Errors
/// What the tick says.
pub fn weak_components(projection: &Projection, tick: Tick<'_>) -> Result<Vec<u32>> {
    let mut sets = UnionFind::<u32>::new(projection.count());
    let mut pace = Pace::new(tick);
    for node in projection.indexes() {
        pace.steps(projection.outgoing(node).len())?;
        for target in projection.outgoing(node) {
            sets.union(node, *target);
        }
    }
    Ok(lowest_of(&sets.into_labeling()))
}

/// Names each set by its lowest member.
fn lowest_of(sets: &[u32]) -> Vec<u32> {
    let mut lowest = vec![NONE; sets.len()];
    for (index, set) in sets.iter().enumerate() {
        let first = &mut lowest[*set as usize];
        *first = (*first).min(number(index));
    }
    sets.iter().map(|set| lowest[*set as usize]).collect()
}

/// For each node the lowest node of its strong component: those from which it can be reached and
/// which can be reached from it (Tarjan, 1972; the call stack is a list, so that long chains do not
/// overflow it).
///
/// # Errors
/// What the tick says.
pub fn strong_components(projection: &Projection, tick: Tick<'_>) -> Result<Vec<u32>> {
    let mut tarjan = Tarjan::new(projection.count());
    let mut pace = Pace::new(tick);
    for root in projection.indexes() {
        if tarjan.entered[root as usize] == NONE {
            tarjan.enter(root);
            while let Some((node, edge)) = tarjan.calls.pop() {
                pace.steps(0)?;
                tarjan.advance(projection, node, edge);
            }
        }
    }
    Ok(lowest_of(&tarjan.component))
}

struct Tarjan {
    /// When each node was entered.
    entered: Vec<u32>,
    /// The earliest entered node that each can reach through its descendants.
    low: Vec<u32>,
    /// The component of each finished node.
    component: Vec<u32>,
    stack: Vec<u32>,
    /// Nodes under way with their next edge.
    calls: Vec<(u32, usize)>,
    clock: u32,
}

impl Tarjan {
    fn new(count: usize) -> Self {
        let none = vec![NONE; count];
        Self {
            entered: none.clone(),
            low: none.clone(),
            component: none,
            stack: Vec::new(),
            calls: Vec::new(),
            clock: 0,
        }
    }

    fn enter(&mut self, node: u32) {
        self.entered[node as usize] = self.clock;
        self.low[node as usize] = self.clock;
        self.clock += 1;
        self.stack.push(node);
        self.calls.push((node, 0));
    }

    /// Follows edges of `node` from the given one on until one leads to a new node, or there is none.
    fn advance(&mut self, projection: &Projection, node: u32, first: usize) {
        let targets = projection.outgoing(node);
        for (edge, &target) in targets.iter().enumerate().skip(first) {
            if self.entered[target as usize] == NONE {
                self.calls.push((node, edge + 1));
                self.enter(target);
                return;
            }
            if self.component[target as usize] == NONE {
                self.low[node as usize] =
                    self.low[node as usize].min(self.entered[target as usize]);
            }
        }
        self.leave(node);
    }

    fn leave(&mut self, node: u32) {
        let low = self.low[node as usize];
        if let Some((caller, _)) = self.calls.last() {
            let caller = &mut self.low[*caller as usize];
            *caller = low.min(*caller);
        }
        if low == self.entered[node as usize] {
            while let Some(member) = self.stack.pop() {
                self.component[member as usize] = node;
                if member == node {
                    break;
                }
            }
        }
    }
}
