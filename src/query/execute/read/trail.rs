//! Which relationships and nodes a path has used up.

use std::hash::Hash;

use foldhash::fast::RandomState;
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use crate::graph::{NodeId, RelationshipId};
use crate::query::bind::bound::PathRestriction;

/// Up to this length a path is searched element by element; beyond, a table is quicker.
const SHORT: usize = 16;

/// How often something stands on a path.
type Counts<T> = HashMap<T, u32, RandomState>;

/// A path on which something may not repeat.
#[derive(Debug, Default)]
pub(super) struct Trail {
    relationships: Vec<RelationshipId>,
    nodes: Vec<NodeId>,
    /// The same in tables, filled only while the path is long.
    used: Counts<RelationshipId>,
    visited: Counts<NodeId>,
}

impl Trail {
    /// Begins anew at a node.
    pub(super) fn restart(&mut self, start: NodeId) {
        self.relationships.clear();
        self.used.clear();
        self.visited.clear();
        self.nodes.clear();
        self.nodes.push(start);
    }

    /// The relationships so far.
    pub(super) fn relationships(&self) -> &[RelationshipId] {
        &self.relationships
    }

    /// How many relationships there are.
    pub(super) fn len(&self) -> usize {
        self.relationships.len()
    }

    /// Where the path ends.
    pub(super) fn end(&self) -> Option<NodeId> {
        self.nodes.last().copied()
    }

    /// Whether the path may go on along a relationship to a node.
    pub(super) fn allows(
        &self,
        restriction: PathRestriction,
        relationship: RelationshipId,
        node: NodeId,
    ) -> bool {
        match restriction {
            PathRestriction::Walk => true,
            PathRestriction::Trail => !self.has_used(relationship),
            PathRestriction::Acyclic => !self.has_visited(node),
            PathRestriction::Simple => {
                let closes = self.nodes.first() == Some(&node) && !self.has_used(relationship);
                !self.is_closed() && (closes || !self.has_visited(node))
            }
        }
    }

    /// Goes on.
    pub(super) fn push(&mut self, relationship: RelationshipId, node: NodeId) {
        self.relationships.push(relationship);
        self.nodes.push(node);
        if self.relationships.len() == SHORT {
            self.relationships.iter().for_each(|one| *self.used.entry(*one).or_default() += 1);
            self.nodes.iter().for_each(|one| *self.visited.entry(*one).or_default() += 1);
        } else if self.relationships.len() > SHORT {
            *self.used.entry(relationship).or_default() += 1;
            *self.visited.entry(node).or_default() += 1;
        }
    }

    /// Goes one step back.
    pub(super) fn pop(&mut self) {
        let relationship = self.relationships.pop();
        let node = self.nodes.pop();
        if self.relationships.len() < SHORT {
            self.used.clear();
            self.visited.clear();
            return;
        }
        decrement(&mut self.used, relationship);
        decrement(&mut self.visited, node);
    }

    fn is_closed(&self) -> bool {
        self.nodes.len() > 1 && self.nodes.first() == self.nodes.last()
    }

    fn has_used(&self, relationship: RelationshipId) -> bool {
        if self.used.is_empty() {
            return self.relationships.contains(&relationship);
        }
        self.used.contains_key(&relationship)
    }

    fn has_visited(&self, node: NodeId) -> bool {
        if self.visited.is_empty() {
            return self.nodes.contains(&node);
        }
        self.visited.contains_key(&node)
    }
}

fn decrement<T: Hash + Eq>(counts: &mut Counts<T>, key: Option<T>) {
    if let Some(Entry::Occupied(mut entry)) = key.map(|key| counts.entry(key)) {
        if *entry.get() > 1 {
            *entry.get_mut() -= 1;
        } else {
            entry.remove();
        }
    }
}
