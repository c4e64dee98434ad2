//! What has happened to the entities of the base since it was built.
//!
//! A base never changes, so a deleted relationship stands here as deleted, and a changed one with
//! all its properties. Changed and deleted nodes stand in the live graph; here are just their
//! numbers, so that a reader of columns knows which rows to leave alone.

use foldhash::fast::RandomState;
use hashbrown::HashMap;
use roaring::RoaringBitmap;

use super::{NodeId, Properties, RelationshipId, RelationshipTypeId};

/// The differences between a base and the graph, for entities of the base.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlay {
    /// Relationships of the base that are deleted.
    pub(super) deleted: RoaringBitmap,
    /// Those of them whose deletion is committed, so that nobody can read them any more.
    pub(super) gone: RoaringBitmap,
    /// Nodes of the base that are changed or deleted, or whose identity is used anew.
    pub(super) nodes: RoaringBitmap,
    /// Nodes of which a relationship of the base is or was deleted.
    pub(super) disturbed: RoaringBitmap,
    /// Types of which a relationship was created or deleted.
    pub(super) types: RoaringBitmap,
    /// The properties of the relationships of the base that were changed.
    pub(super) properties: HashMap<u32, Properties, RandomState>,
    /// Relationships whose identity does not tell their place in the live graph: their identity was
    /// that of a relationship of the base, or the place was taken.
    pub(super) places: HashMap<u32, u32, RandomState>,
    /// The same by place.
    pub(super) placed: HashMap<u32, u32, RandomState>,
    /// How many changes there were.
    pub(super) changes: usize,
}

impl Overlay {
    /// Whether the relationships of the base at a node are all still there.
    pub(super) fn is_undisturbed(&self, node: NodeId) -> bool {
        self.disturbed.is_empty() || !self.disturbed.contains(node.0)
    }

    /// Whether a relationship of the base is deleted.
    pub(super) fn is_deleted(&self, id: RelationshipId) -> bool {
        !self.deleted.is_empty() && self.deleted.contains(id.0)
    }

    /// Whether a relationship of the base is deleted for good.
    pub(super) fn is_gone(&self, id: RelationshipId) -> bool {
        !self.gone.is_empty() && self.gone.contains(id.0)
    }

    /// The properties of a relationship of the base, if they were ever changed.
    pub(super) fn properties_of(&self, id: RelationshipId) -> Option<&Properties> {
        if self.properties.is_empty() { None } else { self.properties.get(&id.0) }
    }

    /// Remembers that a relationship of the base is deleted.
    pub(super) fn delete(&mut self, id: RelationshipId, (start, end): (NodeId, NodeId)) -> bool {
        self.disturbed.insert(start.0);
        self.disturbed.insert(end.0);
        self.deleted.insert(id.0)
    }

    /// Gives a relationship a place in the live graph that is not the usual one.
    pub(super) fn place(&mut self, id: RelationshipId, place: u32) {
        self.places.insert(id.0, place);
        self.placed.insert(place, id.0);
    }

    /// Forgets such a place.
    pub(super) fn give_back(&mut self, id: RelationshipId) {
        if let Some(place) = self.places.remove(&id.0) {
            self.placed.remove(&place);
        }
    }

    /// Remembers that relationships of a type have changed.
    pub(super) fn touch(&mut self, kind: RelationshipTypeId) {
        self.types.insert(kind.0);
    }
}
