//! The only way in which everything above reads the graph.

use std::sync::Arc;

use super::base::{Base, Table};
use super::entity::Relationship;
use super::label_sets::LabelSetId;
use super::{
    Graph, LabelId, Names, NodeId, Properties, PropertyKeyId, RelationshipId, RelationshipTypeId,
    bits, node_index,
};
use crate::error::Error;
use crate::value::Value;

/// A view of a graph. Copying it is free.
#[derive(Clone, Copy, Debug)]
pub struct GraphView<'a>(&'a Graph);

impl<'a> GraphView<'a> {
    pub(super) fn new(graph: &'a Graph) -> Self {
        Self(graph)
    }

    pub(super) fn graph(self) -> &'a Graph {
        self.0
    }

    /// The names of labels, types and keys.
    #[must_use]
    pub fn names(self) -> &'a Names {
        &self.0.names
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(self) -> usize {
        self.0.live_nodes
    }

    /// How many relationships there are.
    #[must_use]
    pub fn relationship_count(self) -> usize {
        self.0.live_relationships
    }

    /// How many nodes have a label.
    #[must_use]
    pub fn label_count(self, label: LabelId) -> usize {
        let nodes = self.0.nodes_by_label.get(label.0 as usize);
        nodes.map_or(0, |nodes| usize::try_from(nodes.len()).unwrap_or(usize::MAX))
    }

    /// How many relationships have a type.
    #[must_use]
    pub fn type_count(self, kind: RelationshipTypeId) -> usize {
        self.0.relationships_by_type.get(kind.0 as usize).copied().unwrap_or(0)
    }

    /// Counts the commits; what is derived from the graph holds until it changes.
    #[must_use]
    pub fn version(self) -> u64 {
        self.0.version
    }

    /// Whether the node is there and not deleted.
    #[must_use]
    pub fn has_node(self, id: NodeId) -> bool {
        match self.0.entities.node_weight(node_index(id)) {
            Some(Some(node)) => !node.deleted,
            Some(None) => true,
            None => false,
        }
    }

    /// Whether the relationship is there and not deleted.
    #[must_use]
    pub fn has_relationship(self, id: RelationshipId) -> bool {
        match self.relationship(id) {
            Some(Held::Live(relationship)) => !relationship.deleted,
            Some(Held::Base(..)) => !self.0.overlay.is_deleted(id),
            None => false,
        }
    }

    /// The nodes from identity `from` on, in the order of identities.
    pub fn nodes_from(self, from: NodeId) -> impl Iterator<Item = NodeId> + 'a {
        let end = self.node_bound();
        (from.0..end).map(NodeId).filter(move |id| self.has_node(*id))
    }

    /// Every node, in the order of identities.
    pub fn nodes(self) -> impl Iterator<Item = NodeId> + 'a {
        self.nodes_from(NodeId(0))
    }

    /// The nodes with a label from identity `from` on, in the order of identities.
    pub fn nodes_with_label_from(
        self,
        label: LabelId,
        from: NodeId,
    ) -> impl Iterator<Item = NodeId> + 'a {
        let nodes = self.0.nodes_by_label.get(label.0 as usize);
        nodes.into_iter().flat_map(move |nodes| nodes.range(from.0..)).map(NodeId)
    }

    /// The nodes with a label, in the order of identities.
    pub fn nodes_with_label(self, label: LabelId) -> impl Iterator<Item = NodeId> + 'a {
        self.nodes_with_label_from(label, NodeId(0))
    }

    /// Every relationship, in the order of identities.
    pub fn relationships(self) -> impl Iterator<Item = RelationshipId> + 'a {
        let (graph, bound) = (self.0, self.base().relationship_bound());
        let edges = graph.entities.edge_indices();
        let live = edges.filter_map(move |edge| graph.relationship_at(edge));
        // Identities below the bound come from the base's side, wherever they are now.
        let (usual, sorted) = if graph.overlay.placed.is_empty() {
            (Some(live), Vec::new())
        } else {
            let mut sorted: Vec<_> = live.filter(|id| id.0 >= bound).collect();
            sorted.sort_unstable();
            (None, sorted)
        };
        let frozen = (0..bound).map(RelationshipId);
        let all = frozen.chain(usual.into_iter().flatten()).chain(sorted);
        all.filter(move |id| self.has_relationship(*id))
    }

    /// One more than the largest identity of a node.
    #[must_use]
    pub fn node_bound(self) -> u32 {
        use petgraph::visit::NodeIndexable;
        bits(self.0.entities.node_bound())
    }

    /// The labels of a node in the order of their identities; of a deleted one too.
    #[must_use]
    pub fn labels(self, id: NodeId) -> &'a [LabelId] {
        self.label_set(id).map_or(&[], |set| self.0.label_sets.labels(set))
    }

    /// Whether a node has a label.
    #[must_use]
    pub fn has_label(self, id: NodeId, label: LabelId) -> bool {
        self.labels(id).binary_search(&label).is_ok()
    }

    /// The type of a relationship; of a deleted one too.
    #[must_use]
    pub fn relationship_type(self, id: RelationshipId) -> Option<RelationshipTypeId> {
        self.relationship(id).map(|held| match held {
            Held::Live(relationship) => relationship.kind,
            Held::Base(table, _) => table.kind(),
        })
    }

    /// The name of a relationship's type.
    #[must_use]
    pub fn relationship_type_name(self, id: RelationshipId) -> Option<&'a Arc<str>> {
        Some(self.names().relationship_type_name(self.relationship_type(id)?))
    }

    /// The value of a node's property, or null.
    #[must_use]
    pub fn node_property(self, id: NodeId, key: PropertyKeyId) -> Value {
        match self.0.entities.node_weight(node_index(id)) {
            Some(Some(node)) => node.properties.get(key).cloned().unwrap_or_default(),
            Some(None) => self.base().node_property(id, key),
            None => Value::Null,
        }
    }

    /// The value of a relationship's property, or null.
    #[must_use]
    pub fn relationship_property(self, id: RelationshipId, key: PropertyKeyId) -> Value {
        match self.relationship(id) {
            Some(Held::Live(one)) => one.properties.get(key).cloned().unwrap_or_default(),
            Some(Held::Base(table, place)) => match self.0.overlay.properties_of(id) {
                Some(changed) => changed.get(key).cloned().unwrap_or_default(),
                None => table.column(key).map(|column| column.get(place)).unwrap_or_default(),
            },
            None => Value::Null,
        }
    }

    /// The properties of a node.
    pub fn node_properties(self, id: NodeId) -> impl Iterator<Item = (PropertyKeyId, Value)> + 'a {
        let (live, frozen) = match self.0.entities.node_weight(node_index(id)) {
            Some(Some(node)) => (Some(&node.properties), None),
            Some(None) => (None, Some(self.base().node_properties(id))),
            None => (None, None),
        };
        live.into_iter().flat_map(entries).chain(frozen.into_iter().flatten())
    }

    /// The properties of a relationship.
    pub fn relationship_properties(
        self,
        id: RelationshipId,
    ) -> impl Iterator<Item = (PropertyKeyId, Value)> + 'a {
        let (live, frozen) = match self.relationship(id) {
            Some(Held::Live(one)) => (Some(&one.properties), None),
            Some(Held::Base(table, place)) => match self.0.overlay.properties_of(id) {
                Some(changed) => (Some(changed), None),
                None => (None, Some(table.properties(place))),
            },
            None => (None, None),
        };
        live.into_iter().flat_map(entries).chain(frozen.into_iter().flatten())
    }

    /// What went wrong while a part of the graph was read from its store. What can't be read looks
    /// absent, so nothing that was read since may be answered or committed.
    #[must_use]
    pub fn fault(self) -> Option<Error> {
        self.base().fault()
    }

    /// What does not change.
    pub(super) fn base(self) -> &'a Base {
        &self.0.base
    }

    /// The number of a node's set of labels; of a deleted one too.
    pub(super) fn label_set(self, id: NodeId) -> Option<LabelSetId> {
        match self.0.entities.node_weight(node_index(id))? {
            Some(node) => Some(node.labels),
            None => self.base().set_of(id),
        }
    }

    /// Where a relationship is; a deleted one too.
    pub(super) fn relationship(self, id: RelationshipId) -> Option<Held<'a>> {
        if let Some(edge) = self.0.edge_index(id) {
            return self.0.entities.edge_weight(edge).map(Held::Live);
        }
        let (table, place) = self.base().locate(id)?;
        (!self.0.overlay.is_gone(id)).then_some(Held::Base(table, place))
    }
}

/// Where a relationship is kept.
#[derive(Clone, Copy)]
pub(super) enum Held<'a> {
    /// In the live graph.
    Live(&'a Relationship),
    /// In the base, at this place of its type.
    Base(&'a Table, u32),
}

fn entries(properties: &Properties) -> impl Iterator<Item = (PropertyKeyId, Value)> + '_ {
    properties.iter().map(|(key, value)| (key, value.clone()))
}
