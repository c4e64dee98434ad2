//! The one vocabulary of writes: statements, undo, journal, replay and import all use [`Change`].

use std::sync::Arc;

use super::entity::{Node, Relationship};
use super::view::Held;
use super::{
    Constraint, Graph, IndexDefinition, LabelId, NodeId, Properties, PropertyKeyId, RelationshipId,
    RelationshipTypeId, Tombstone, bits, node_index,
};
use crate::error::{Error, ErrorCode, Result};
use crate::value::Value;
use petgraph::stable_graph::EdgeIndex;
use roaring::RoaringBitmap;

/// One change of a graph.
#[derive(Clone, Debug)]
pub enum Change {
    /// A node comes to be.
    CreateNode {
        /// Its identity.
        id: NodeId,
        /// Its labels.
        labels: Vec<LabelId>,
        /// Its properties.
        properties: Properties,
    },
    /// A node, which has no relationships any more, is deleted.
    DeleteNode(NodeId),
    /// A deleted node is back, as it was.
    RestoreNode(NodeId),
    /// A relationship comes to be.
    CreateRelationship {
        /// Its identity.
        id: RelationshipId,
        /// Its type.
        kind: RelationshipTypeId,
        /// Where it starts.
        start: NodeId,
        /// Where it ends.
        end: NodeId,
        /// Its properties.
        properties: Properties,
    },
    /// A relationship is deleted.
    DeleteRelationship(RelationshipId),
    /// A deleted relationship is back, as it was.
    RestoreRelationship(RelationshipId),
    /// A property of a node is set, or removed by null.
    SetNodeProperty(NodeId, PropertyKeyId, Value),
    /// A property of a relationship is set, or removed by null.
    SetRelationshipProperty(RelationshipId, PropertyKeyId, Value),
    /// A node gets a label.
    AddLabel(NodeId, LabelId),
    /// A node loses a label.
    RemoveLabel(NodeId, LabelId),
    /// An index comes to be.
    CreateIndex(IndexDefinition),
    /// An index is dropped.
    DropIndex(Arc<str>),
    /// A constraint comes to be; its index, if it needs one, has come before.
    CreateConstraint(Constraint),
    /// A constraint is dropped; its index goes by a change of its own.
    DropConstraint(Arc<str>),
}

impl Graph {
    /// Makes a change and returns the one that undoes it.
    pub(super) fn perform(&mut self, change: Change) -> Result<Change> {
        match change {
            Change::CreateNode { id, labels, properties } => {
                self.place_node(id, labels, properties)?;
                Ok(Change::DeleteNode(id))
            }
            Change::DeleteNode(id) => {
                self.set_node_deleted(id, true)?;
                Ok(Change::RestoreNode(id))
            }
            Change::RestoreNode(id) => {
                self.set_node_deleted(id, false)?;
                Ok(Change::DeleteNode(id))
            }
            Change::CreateRelationship { id, kind, start, end, properties } => {
                self.place_relationship(id, kind, (start, end), properties)?;
                Ok(Change::DeleteRelationship(id))
            }
            Change::DeleteRelationship(id) => {
                self.set_relationship_deleted(id, true)?;
                Ok(Change::RestoreRelationship(id))
            }
            Change::RestoreRelationship(id) => {
                self.set_relationship_deleted(id, false)?;
                Ok(Change::DeleteRelationship(id))
            }
            Change::SetNodeProperty(id, key, value) => {
                let before = self.changed_node_mut(id)?.properties.set(key, value);
                Ok(Change::SetNodeProperty(id, key, before.unwrap_or_default()))
            }
            Change::SetRelationshipProperty(id, key, value) => {
                let before = self.changed_properties_mut(id)?.set(key, value);
                Ok(Change::SetRelationshipProperty(id, key, before.unwrap_or_default()))
            }
            Change::AddLabel(id, label) => {
                self.set_label(id, label, true)?;
                Ok(Change::RemoveLabel(id, label))
            }
            Change::RemoveLabel(id, label) => {
                self.set_label(id, label, false)?;
                Ok(Change::AddLabel(id, label))
            }
            Change::CreateIndex(definition) => Ok(self.add_index(definition)),
            Change::DropIndex(name) => self.remove_index(&name),
            Change::CreateConstraint(constraint) => Ok(self.add_constraint(constraint)),
            Change::DropConstraint(name) => self.remove_constraint(&name),
        }
    }

    fn place_node(
        &mut self,
        id: NodeId,
        labels: Vec<LabelId>,
        properties: Properties,
    ) -> Result<()> {
        self.make_node_place(id)?;
        let labels = self.label_sets.intern(labels);
        match self.entities.node_weight_mut(node_index(id)) {
            Some(Some(node)) => **node = Node { labels, deleted: true, properties },
            // What is as in the base is there already.
            Some(None) | None => return Err(deleted_node()),
        }
        self.note_changed_node(id);
        self.set_node_deleted(id, false)
    }

    /// Adds places up to the wanted one, as replay needs it, and gives back those in between.
    fn make_node_place(&mut self, id: NodeId) -> Result<()> {
        let mut between = Vec::new();
        while !self.entities.contains_node(node_index(id)) {
            let added = self.entities.try_add_node(Some(Node::tombstone())).map_err(|_| full())?;
            between.push(added);
        }
        if between.pop().is_some() {
            self.tombstones.push(Tombstone::Node(id));
        }
        for index in between {
            self.entities.remove_node(index);
        }
        Ok(())
    }

    fn place_relationship(
        &mut self,
        id: RelationshipId,
        kind: RelationshipTypeId,
        (start, end): (NodeId, NodeId),
        properties: Properties,
    ) -> Result<()> {
        self.require_node(start)?;
        self.require_node(end)?;
        let edge = match self.edge_index(id) {
            Some(edge) if edge != EdgeIndex::end() => {
                self.make_usual_place(id, edge, start, end)?
            }
            None if !self.overlay.is_gone(id) && self.base.locate(id).is_some() => {
                return Err(deleted_relationship());
            }
            Some(_) | None => self.make_other_place(id, start, end)?,
        };
        let place = self.entities.edge_weight_mut(edge).ok_or_else(deleted_relationship)?;
        *place = Relationship { kind, deleted: true, properties };
        self.set_relationship_deleted(id, false)
    }

    /// Adds places up to the wanted one, as replay needs it, and gives back those in between.
    fn make_usual_place(
        &mut self,
        id: RelationshipId,
        edge: EdgeIndex<u32>,
        start: NodeId,
        end: NodeId,
    ) -> Result<EdgeIndex<u32>> {
        let mut between = Vec::new();
        while self.entities.edge_weight(edge).is_none() {
            between.push(self.add_edge(start, end)?);
        }
        if between.pop().is_some() {
            self.tombstones.push(Tombstone::Relationship(id));
        }
        for index in between {
            self.entities.remove_edge(index);
        }
        Ok(edge)
    }

    /// Takes any place, and notes it.
    fn make_other_place(
        &mut self,
        id: RelationshipId,
        start: NodeId,
        end: NodeId,
    ) -> Result<EdgeIndex<u32>> {
        let edge = self.add_edge(start, end)?;
        self.overlay.place(id, bits(edge.index()));
        self.tombstones.push(Tombstone::Relationship(id));
        Ok(edge)
    }

    fn add_edge(&mut self, start: NodeId, end: NodeId) -> Result<EdgeIndex<u32>> {
        let ends = (node_index(start), node_index(end));
        let added = self.entities.try_add_edge(ends.0, ends.1, Relationship::tombstone());
        added.map_err(|_| full())
    }

    fn set_node_deleted(&mut self, id: NodeId, deleted: bool) -> Result<()> {
        if !self.entities.contains_node(node_index(id)) {
            return Err(deleted_node());
        }
        let node = self.own_node_mut(id)?;
        if node.deleted == deleted {
            return Err(deleted_node());
        }
        node.deleted = deleted;
        let set = node.labels;
        let labels = self.label_sets.labels(set).to_vec();
        for label in labels {
            self.index_label(id, label, !deleted);
        }
        if deleted {
            self.live_nodes -= 1;
            self.tombstones.push(Tombstone::Node(id));
        } else {
            self.live_nodes += 1;
        }
        Ok(())
    }

    fn set_relationship_deleted(&mut self, id: RelationshipId, deleted: bool) -> Result<()> {
        let kind = self.mark_relationship(id, deleted)?;
        self.overlay.touch(kind);
        let place = kind.0 as usize;
        if self.relationships_by_type.len() <= place {
            self.relationships_by_type.resize(place + 1, 0);
        }
        if let Some(count) = self.relationships_by_type.get_mut(place) {
            *count = if deleted { *count - 1 } else { *count + 1 };
        }
        if deleted {
            self.live_relationships -= 1;
            self.tombstones.push(Tombstone::Relationship(id));
        } else {
            self.live_relationships += 1;
        }
        Ok(())
    }

    /// Makes a relationship deleted or not, which it must not be already; returns its type.
    fn mark_relationship(
        &mut self,
        id: RelationshipId,
        deleted: bool,
    ) -> Result<RelationshipTypeId> {
        if let Some(edge) = self.edge_index(id) {
            let place = self.entities.edge_weight_mut(edge).ok_or_else(deleted_relationship)?;
            if place.deleted == deleted {
                return Err(deleted_relationship());
            }
            place.deleted = deleted;
            return Ok(place.kind);
        }
        let view = self.view();
        let kind = view.relationship_type(id).ok_or_else(deleted_relationship)?;
        let ends = view.ends(id).ok_or_else(deleted_relationship)?;
        let is_new =
            if deleted { self.overlay.delete(id, ends) } else { self.overlay.deleted.remove(id.0) };
        if is_new { Ok(kind) } else { Err(deleted_relationship()) }
    }

    fn set_label(&mut self, id: NodeId, label: LabelId, present: bool) -> Result<()> {
        let set = self.changed_node_mut(id)?.labels;
        let mut labels = self.label_sets.labels(set).to_vec();
        match (labels.binary_search(&label), present) {
            (Ok(place), false) => {
                labels.remove(place);
            }
            (Err(_), true) => labels.push(label),
            (Ok(_), true) | (Err(_), false) => {}
        }
        let set = self.label_sets.intern(labels);
        self.changed_node_mut(id)?.labels = set;
        self.index_label(id, label, present);
        Ok(())
    }

    fn index_label(&mut self, id: NodeId, label: LabelId, present: bool) {
        let place = label.0 as usize;
        if self.nodes_by_label.len() <= place {
            self.nodes_by_label.resize_with(place + 1, RoaringBitmap::new);
        }
        if let Some(nodes) = self.nodes_by_label.get_mut(place) {
            if present {
                nodes.insert(id.0);
            } else {
                nodes.remove(id.0);
            }
        }
    }

    /// A node that is not deleted, to be changed.
    fn changed_node_mut(&mut self, id: NodeId) -> Result<&mut Node> {
        if !self.view().has_node(id) {
            return Err(deleted_node());
        }
        self.own_node_mut(id)
    }

    /// A node in its own place, copied there from the base if need be.
    fn own_node_mut(&mut self, id: NodeId) -> Result<&mut Node> {
        if matches!(self.entities.node_weight(node_index(id)), Some(None)) {
            let labels = self.base.set_of(id).ok_or_else(deleted_node)?;
            let properties = self.base.node_properties(id).collect();
            let copy = Box::new(Node { labels, deleted: false, properties });
            if let Some(place) = self.entities.node_weight_mut(node_index(id)) {
                *place = Some(copy);
            }
            self.note_changed_node(id);
        }
        let node = self.entities.node_weight_mut(node_index(id)).and_then(Option::as_deref_mut);
        node.ok_or_else(deleted_node)
    }

    fn note_changed_node(&mut self, id: NodeId) {
        if id.0 < self.base.node_bound() {
            self.overlay.nodes.insert(id.0);
        }
    }

    /// The properties of a relationship that is not deleted, to be changed.
    fn changed_properties_mut(&mut self, id: RelationshipId) -> Result<&mut Properties> {
        if !self.view().has_relationship(id) {
            return Err(deleted_relationship());
        }
        if let Some(edge) = self.edge_index(id) {
            let relationship = self.entities.edge_weight_mut(edge);
            return relationship.map(|one| &mut one.properties).ok_or_else(deleted_relationship);
        }
        if self.overlay.properties_of(id).is_none() {
            let Some(Held::Base(table, place)) = self.view().relationship(id) else {
                return Err(deleted_relationship());
            };
            let copy = table.properties(place).collect();
            self.overlay.properties.insert(id.0, copy);
        }
        self.overlay.properties.get_mut(&id.0).ok_or_else(deleted_relationship)
    }
}

fn deleted_node() -> Error {
    Error::new(ErrorCode::DeletedEntityAccess, "the node has been deleted")
}

fn deleted_relationship() -> Error {
    Error::new(ErrorCode::DeletedEntityAccess, "the relationship has been deleted")
}

fn full() -> Error {
    Error::new(
        ErrorCode::GraphFull,
        format!("the graph can hold no more than {} entities", bits(u32::MAX as usize)),
    )
}
