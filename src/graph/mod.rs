//! The property graph: nodes with labels, relationships with a type, both with properties.
//!
//! [`Graph`] owns a `petgraph::StableDiGraph`; with `algorithms/` this is the only folder that names
//! petgraph. All reading from above goes through [`GraphView`], all writing through [`Change`]: a
//! change is applied, and what it returns undoes it. This folder knows no query and no text.
//!
//! A deleted entity stays as a tombstone until [`Graph::commit`] or [`Graph::rollback`], so that undo
//! is exact, an access to it is noticed, and no identity is used twice within a transaction.
//!
//! A large graph is frozen: most of it stands in a [`Base`] of columns, which never changes, and the
//! live graph holds what has changed since ([`Graph::freeze`]). Identities are the same before and
//! after, and nobody above can tell which entity is where. A node's place in the live graph is empty
//! where it is as in the base; relationships below [`Base::relationship_bound`] are in the base, and
//! those above are edges of petgraph.
//!
//! To add a kind of change: a variant of [`Change`], its arm in [`Graph::apply`], its inverse.

mod adjacency;
mod base;
mod change;
mod columns;
mod derived;
mod entity;
mod freeze;
mod index;
mod label_sets;
mod names;
mod overlay;
mod properties;
mod schema;
#[cfg(test)]
mod tests;
mod undo;
mod view;

use std::sync::Arc;

use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use roaring::RoaringBitmap;

pub use adjacency::{Adjacent, Direction, Expansion};
pub use base::{
    Base, BaseBuilder, BaseSource, ChunkKey, Column, ColumnBuilder, Row, TableBuilder, Values,
};
pub use change::Change;
pub use columns::PropertyColumn;
pub use index::Index;
pub use names::{LabelId, NameCounts, Names, PropertyKeyId, RelationshipTypeId};
pub use properties::Properties;
pub use schema::{Catalog, Constraint, Covered, IndexDefinition, Requirement};
pub use undo::Renamed;
pub use view::GraphView;

pub use crate::value::{NodeId, RelationshipId};

use crate::error::{Error, ErrorCode, Result};
use entity::{Node, Place, Relationship};
use label_sets::LabelSets;
use overlay::Overlay;

/// A graph in memory, with the changes that are not yet committed.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    entities: StableDiGraph<Place, Relationship, u32>,
    base: Arc<Base>,
    overlay: Overlay,
    label_sets: LabelSets,
    names: Names,
    nodes_by_label: Vec<RoaringBitmap>,
    relationships_by_type: Vec<usize>,
    live_nodes: usize,
    live_relationships: usize,
    tombstones: Vec<Tombstone>,
    catalog: Catalog,
    done: Vec<Change>,
    inverses: Vec<Change>,
    version: u64,
    derived: derived::Derived,
}

/// An entity that is deleted but not yet gone.
#[derive(Clone, Copy, Debug)]
enum Tombstone {
    Node(NodeId),
    Relationship(RelationshipId),
}

/// A point in the history of a transaction, to which it can go back; by default its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Savepoint(usize);

impl Graph {
    /// An empty graph.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything that can be read.
    #[must_use]
    pub fn view(&self) -> GraphView<'_> {
        GraphView::new(self)
    }

    /// The names in use, to add to.
    pub fn names_mut(&mut self) -> &mut Names {
        &mut self.names
    }

    /// Counts the commits; answers that hold for a version hold until it changes.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Creates a node.
    ///
    /// # Errors
    /// `GraphFull` if there is no identity left.
    pub fn create_node(&mut self, labels: Vec<LabelId>, properties: Properties) -> Result<NodeId> {
        let id = self.free_node()?;
        self.apply(Change::CreateNode { id, labels, properties })?;
        Ok(id)
    }

    /// Creates a relationship from `start` to `end`.
    ///
    /// # Errors
    /// `GraphFull` if there is no identity left, `DeletedEntityAccess` if an end is gone.
    pub fn create_relationship(
        &mut self,
        kind: RelationshipTypeId,
        start: NodeId,
        end: NodeId,
        properties: Properties,
    ) -> Result<RelationshipId> {
        let id = self.free_relationship(start, end)?;
        self.apply(Change::CreateRelationship { id, kind, start, end, properties })?;
        Ok(id)
    }

    /// Makes one change and remembers how to undo it.
    ///
    /// # Errors
    /// `DeletedEntityAccess` if the change is about an entity that is gone.
    pub fn apply(&mut self, change: Change) -> Result<()> {
        let inverse = self.perform_indexed(change.clone())?;
        self.done.push(change);
        self.inverses.push(inverse);
        Ok(())
    }

    /// The present point of the transaction.
    #[must_use]
    pub fn savepoint(&self) -> Savepoint {
        Savepoint(self.done.len())
    }

    /// The changes since the transaction began.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.done
    }

    /// Undoes every change since `savepoint`.
    ///
    /// # Panics
    /// Never: an inverse finds what its change left.
    pub fn rollback_to(&mut self, savepoint: Savepoint) {
        while self.done.len() > savepoint.0 {
            self.done.pop();
            let inverse = self.inverses.pop().expect("each change has its inverse");
            self.perform_indexed(inverse).expect("an inverse finds what its change left");
        }
    }

    /// Undoes the whole transaction.
    pub fn rollback(&mut self) {
        self.rollback_to(Savepoint(0));
        self.bury();
    }

    /// Ends the transaction: its changes stay, and what it deleted is gone. Returns the changes.
    pub fn commit(&mut self) -> Vec<Change> {
        self.inverses.clear();
        self.bury();
        let changes = std::mem::take(&mut self.done);
        self.version += u64::from(!changes.is_empty());
        self.overlay.changes += changes.len();
        self.freeze_if_grown();
        changes
    }

    /// Forgets the names that were never committed, after a [`rollback`](Self::rollback): the graph
    /// of a store has a name only by a commit, so that it has one number in every process.
    pub fn forget_names_since(&mut self, counts: NameCounts) {
        if self.names.counts() != counts {
            self.names.truncate(counts);
            self.derived.clear();
            self.version += 1;
        }
    }

    /// Becomes another graph, as a later version of itself.
    pub fn become_graph(&mut self, other: Self) {
        let version = self.version.max(other.version) + 1;
        *self = Self { version, ..other };
    }

    /// Removes for good what is still a tombstone.
    fn bury(&mut self) {
        let mut nodes = Vec::new();
        for tombstone in std::mem::take(&mut self.tombstones) {
            match tombstone {
                Tombstone::Relationship(id) => self.bury_relationship(id),
                Tombstone::Node(id) => nodes.push(id),
            }
        }
        for id in nodes {
            let index = node_index(id);
            if matches!(self.entities.node_weight(index), Some(Some(one)) if one.deleted) {
                self.entities.remove_node(index);
            }
        }
    }

    fn bury_relationship(&mut self, id: RelationshipId) {
        match self.edge_index(id) {
            Some(edge) if self.entities.edge_weight(edge).is_some_and(|one| one.deleted) => {
                self.entities.remove_edge(edge);
                self.overlay.give_back(id);
            }
            None if self.overlay.is_deleted(id) => {
                self.overlay.gone.insert(id.0);
                self.overlay.properties.remove(&id.0);
            }
            Some(_) | None => {}
        }
    }

    fn free_node(&mut self) -> Result<NodeId> {
        let index = self
            .entities
            .try_add_node(Some(Node::tombstone()))
            .map_err(|_| Error::new(ErrorCode::GraphFull, "the graph can hold no more nodes"))?;
        let id = NodeId(bits(index.index()));
        self.tombstones.push(Tombstone::Node(id));
        Ok(id)
    }

    fn free_relationship(&mut self, start: NodeId, end: NodeId) -> Result<RelationshipId> {
        self.require_node(start)?;
        self.require_node(end)?;
        let (mut taken, ends) = (Vec::new(), (node_index(start), node_index(end)));
        let id = loop {
            let added = self.entities.try_add_edge(ends.0, ends.1, Relationship::tombstone());
            let edge = added.map_err(|_| no_more_relationships())?;
            let id = self.relationship_at(edge).filter(|id| id.0 < u32::MAX);
            match id {
                // The identity that belongs to this place is in use at another one.
                Some(id) if self.overlay.places.contains_key(&id.0) => taken.push(edge),
                Some(id) => break Some(id),
                None => {
                    taken.push(edge);
                    break None;
                }
            }
        };
        for edge in taken {
            self.entities.remove_edge(edge);
        }
        let id = id.ok_or_else(no_more_relationships)?;
        self.tombstones.push(Tombstone::Relationship(id));
        Ok(id)
    }

    fn require_node(&self, id: NodeId) -> Result<()> {
        if self.view().has_node(id) {
            return Ok(());
        }
        Err(Error::new(ErrorCode::DeletedEntityAccess, "the node has been deleted"))
    }

    /// The place of a relationship in the live graph; nothing if it belongs to the base.
    ///
    /// Usually that is what lies between its identity and those of the base. But another process, or
    /// a journal, may use the identity of a deleted relationship anew that still stands in the base
    /// here; it gets any place then, which is noted.
    fn edge_index(&self, id: RelationshipId) -> Option<EdgeIndex<u32>> {
        let overlay = &self.overlay;
        if !overlay.places.is_empty()
            && let Some(place) = overlay.places.get(&id.0)
        {
            return Some(EdgeIndex::from(*place));
        }
        let place = id.0.checked_sub(self.base.relationship_bound())?;
        let is_taken = !overlay.placed.is_empty() && overlay.placed.contains_key(&place);
        Some(if is_taken { EdgeIndex::end() } else { EdgeIndex::from(place) })
    }

    /// The identity of the relationship at a place in the live graph.
    fn relationship_at(&self, edge: EdgeIndex<u32>) -> Option<RelationshipId> {
        let place = bits(edge.index());
        if !self.overlay.placed.is_empty()
            && let Some(id) = self.overlay.placed.get(&place)
        {
            return Some(RelationshipId(*id));
        }
        place.checked_add(self.base.relationship_bound()).map(RelationshipId)
    }
}

fn no_more_relationships() -> Error {
    Error::new(ErrorCode::GraphFull, "the graph can hold no more relationships")
}

fn node_index(id: NodeId) -> NodeIndex<u32> {
    NodeIndex::from(id.0)
}

/// petgraph's indices are 32 bits wide here, whatever their accessor says.
fn bits(index: usize) -> u32 {
    u32::try_from(index).expect("an index of this graph has 32 bits")
}
