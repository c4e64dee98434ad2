//! The only way in which everything above reads the graph.

use std::sync::Arc;

use super::{
    Graph, LabelId, Names, Node, NodeId, Properties, PropertyKeyId, Relationship, RelationshipId,
    RelationshipTypeId, bits, edge_index, node_index,
};
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
        self.node(id).is_some_and(|node| !node.deleted)
    }

    /// Whether the relationship is there and not deleted.
    #[must_use]
    pub fn has_relationship(self, id: RelationshipId) -> bool {
        self.relationship(id).is_some_and(|relationship| !relationship.deleted)
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
        let edges = self.0.entities.edge_indices().map(|edge| RelationshipId(bits(edge.index())));
        edges.filter(move |id| self.has_relationship(*id))
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
        self.node(id).map_or(&[], |node| &node.labels)
    }

    /// Whether a node has a label.
    #[must_use]
    pub fn has_label(self, id: NodeId, label: LabelId) -> bool {
        self.labels(id).binary_search(&label).is_ok()
    }

    /// The type of a relationship; of a deleted one too.
    #[must_use]
    pub fn relationship_type(self, id: RelationshipId) -> Option<RelationshipTypeId> {
        self.relationship(id).map(|relationship| relationship.kind)
    }

    /// The name of a relationship's type.
    #[must_use]
    pub fn relationship_type_name(self, id: RelationshipId) -> Option<&'a Arc<str>> {
        Some(self.names().relationship_type_name(self.relationship_type(id)?))
    }

    /// The value of a node's property, or null.
    #[must_use]
    pub fn node_property(self, id: NodeId, key: PropertyKeyId) -> Value {
        self.node(id).and_then(|node| node.properties.get(key)).cloned().unwrap_or_default()
    }

    /// The value of a relationship's property, or null.
    #[must_use]
    pub fn relationship_property(self, id: RelationshipId, key: PropertyKeyId) -> Value {
        let relationship = self.relationship(id);
        relationship.and_then(|one| one.properties.get(key)).cloned().unwrap_or_default()
    }

    /// The properties of a node.
    pub fn node_properties(self, id: NodeId) -> impl Iterator<Item = (PropertyKeyId, Value)> + 'a {
        self.node(id).map(|node| &node.properties).into_iter().flat_map(entries)
    }

    /// The properties of a relationship.
    pub fn relationship_properties(
        self,
        id: RelationshipId,
    ) -> impl Iterator<Item = (PropertyKeyId, Value)> + 'a {
        self.relationship(id).map(|one| &one.properties).into_iter().flat_map(entries)
    }

    fn node(self, id: NodeId) -> Option<&'a Node> {
        self.0.entities.node_weight(node_index(id))
    }

    fn relationship(self, id: RelationshipId) -> Option<&'a Relationship> {
        self.0.entities.edge_weight(edge_index(id))
    }
}

fn entries(properties: &Properties) -> impl Iterator<Item = (PropertyKeyId, Value)> + '_ {
    properties.iter().map(|(key, value)| (key, value.clone()))
}
