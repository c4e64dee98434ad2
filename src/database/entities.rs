//! The nodes and relationships that the rows of a result mention, as they were when it was made.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::graph::{GraphView, NodeId, PropertyKeyId, RelationshipId};
use crate::value::{Entity, Map, Value};

/// A node as a result carries it.
#[derive(Clone, Debug, Default)]
pub struct NodeRecord {
    /// Its labels.
    pub labels: Vec<Arc<str>>,
    /// Its properties.
    pub properties: Map,
}

/// A relationship as a result carries it.
#[derive(Clone, Debug)]
pub struct RelationshipRecord {
    /// Its type.
    pub kind: Arc<str>,
    /// Where it starts.
    pub start: NodeId,
    /// Where it ends.
    pub end: NodeId,
    /// Its properties.
    pub properties: Map,
}

/// Records of nodes and relationships, by identity.
///
/// A relationship never comes without the two nodes at its ends.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    nodes: BTreeMap<NodeId, NodeRecord>,
    relationships: BTreeMap<RelationshipId, RelationshipRecord>,
    /// What sources are called, by their identities; empty until somebody wants to know.
    sources: BTreeMap<Arc<str>, Arc<str>>,
}

impl Entities {
    /// Looks up what the graph calls its sources: the names of the nodes `:Source`, by their `id`.
    #[must_use]
    pub fn with_source_names(mut self, view: GraphView<'_>) -> Self {
        let names = view.names();
        let keys = (names.property_key("id"), names.property_key("name"));
        if let (Some(label), (Some(id), Some(name))) = (names.label("Source"), keys) {
            let entry = |node| match (view.node_property(node, id), view.node_property(node, name))
            {
                (Value::String(id), Value::String(name)) => Some((id, name)),
                _ => None,
            };
            self.sources = view.nodes_with_label(label).filter_map(entry).collect();
        }
        self
    }

    /// A reference `identity#locator` as `name, locator`, as far as the name of the source is known.
    #[must_use]
    pub fn source_text(&self, reference: &str) -> String {
        let (identity, locator) = reference.split_once('#').unwrap_or((reference, ""));
        let name = self.sources.get(identity).map_or(identity, |name| name.as_ref());
        if locator.is_empty() { name.to_owned() } else { format!("{name}, {locator}") }
    }

    /// The node of an identity.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&NodeRecord> {
        self.nodes.get(&id)
    }

    /// The relationship of an identity.
    #[must_use]
    pub fn relationship(&self, id: RelationshipId) -> Option<&RelationshipRecord> {
        self.relationships.get(&id)
    }

    /// Every node, in the order of identities.
    #[must_use]
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (NodeId, &NodeRecord)> {
        self.nodes.iter().map(|(id, node)| (*id, node))
    }

    /// Every relationship, in the order of identities.
    #[must_use]
    pub fn relationships(
        &self,
    ) -> impl ExactSizeIterator<Item = (RelationshipId, &RelationshipRecord)> {
        self.relationships.iter().map(|(id, relationship)| (*id, relationship))
    }

    /// Everything in a graph.
    #[must_use]
    pub fn of_graph(view: GraphView<'_>) -> Self {
        let mut entities = Self::default();
        view.nodes().for_each(|id| entities.add_node(id, view));
        view.relationships().for_each(|id| entities.add_relationship(id, view));
        entities
    }

    /// Adds whatever a value mentions, deleted entities included.
    pub fn add(&mut self, value: &Value, view: GraphView<'_>) {
        value.for_each_entity(&mut |entity| match entity {
            Entity::Node(id) => self.add_node(id, view),
            Entity::Relationship(id) => self.add_relationship(id, view),
        });
    }

    /// Takes over a node of another collection.
    pub fn copy_node(&mut self, id: NodeId, from: &Self) {
        if let Some(node) = from.node(id) {
            self.nodes.insert(id, node.clone());
            self.copy_source_names(from);
        }
    }

    /// Takes over a relationship of another collection; its ends must be taken over too.
    pub fn copy_relationship(&mut self, id: RelationshipId, from: &Self) {
        if let Some(relationship) = from.relationship(id) {
            self.relationships.insert(id, relationship.clone());
            self.copy_source_names(from);
        }
    }

    fn copy_source_names(&mut self, from: &Self) {
        if self.sources.is_empty() {
            self.sources.clone_from(&from.sources);
        }
    }

    fn add_node(&mut self, id: NodeId, view: GraphView<'_>) {
        self.nodes.entry(id).or_insert_with(|| {
            let label = |label: &_| view.names().label_name(*label).clone();
            NodeRecord {
                labels: view.labels(id).iter().map(label).collect(),
                properties: named(view.node_properties(id), view),
            }
        });
    }

    fn add_relationship(&mut self, id: RelationshipId, view: GraphView<'_>) {
        if self.relationships.contains_key(&id) {
            return;
        }
        let (Some((start, end)), Some(kind)) = (view.ends(id), view.relationship_type_name(id))
        else {
            return;
        };
        self.add_node(start, view);
        self.add_node(end, view);
        let properties = named(view.relationship_properties(id), view);
        let record = RelationshipRecord { kind: kind.clone(), start, end, properties };
        self.relationships.insert(id, record);
    }
}

fn named(properties: impl Iterator<Item = (PropertyKeyId, Value)>, view: GraphView<'_>) -> Map {
    properties.map(|(key, value)| (view.names().property_key_name(key).clone(), value)).collect()
}
