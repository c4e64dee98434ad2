//! Numbers of nodes that are computed once.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use crate::graph::NodeId;

/// So many numbers are kept in a table; where there are more, there is a place for each node.
const FEW: usize = 512;

/// A number for each node of a graph, as far as it is known.
#[derive(Debug, Default)]
pub(super) struct Memo {
    few: HashMap<u32, u64, RandomState>,
    /// The number plus one; nothing is known where it is zero.
    many: Vec<u64>,
    bound: usize,
}

impl Memo {
    /// Forgets everything; the graph has so many nodes.
    pub(super) fn restart(&mut self, bound: u32) {
        self.few.clear();
        self.many = Vec::new();
        self.bound = bound as usize;
    }

    /// The number of a node, if it is known.
    #[inline]
    pub(super) fn get(&self, node: NodeId) -> Option<i128> {
        if self.many.is_empty() {
            return self.few.get(&node.0).copied().map(i128::from);
        }
        let number = self.many.get(node.0 as usize)?;
        number.checked_sub(1).map(i128::from)
    }

    /// Keeps the number of a node; one that is too large is computed anew each time.
    pub(super) fn keep(&mut self, node: NodeId, number: i128) {
        let Ok(number) = u64::try_from(number) else { return };
        if number == u64::MAX {
            return;
        }
        if self.many.is_empty() && self.few.len() < FEW {
            self.few.insert(node.0, number);
            return;
        }
        if self.many.is_empty() {
            self.spread();
        }
        if let Some(place) = self.many.get_mut(node.0 as usize) {
            *place = number + 1;
        }
    }

    /// Gives each node its place.
    fn spread(&mut self) {
        self.many = vec![0; self.bound];
        for (node, number) in self.few.drain() {
            if let Some(place) = self.many.get_mut(node as usize) {
                *place = number + 1;
            }
        }
    }
}
