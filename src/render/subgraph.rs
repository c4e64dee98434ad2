//! The part of a graph that a result mentions.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::database::{Entities, NodeRecord, RelationshipRecord, ResultSet};
use crate::error::Result;
use crate::graph::{Graph, NodeId, Properties, RelationshipId};
use crate::value::{Entity, Map, Value};

/// Nodes and relationships with both of their ends, each once.
#[derive(Clone, Debug, Default)]
pub struct Subgraph {
    entities: Entities,
    nodes: BTreeSet<NodeId>,
    relationships: BTreeSet<RelationshipId>,
}

impl Subgraph {
    /// What the rows of a result mention.
    #[must_use]
    pub fn of_result(result: &ResultSet) -> Self {
        let mut subgraph = Self::default();
        for row in result {
            row.values().iter().for_each(|value| subgraph.add(value, row.entities()));
        }
        subgraph
    }

    /// Every entity of a collection.
    #[must_use]
    pub fn of_entities(entities: Entities) -> Self {
        let nodes = entities.nodes().map(|entry| entry.0).collect();
        let relationships = entities.relationships().map(|entry| entry.0).collect();
        Self { entities, nodes, relationships }
    }

    /// Adds what a value mentions.
    pub fn add(&mut self, value: &Value, entities: &Entities) {
        value.for_each_entity(&mut |entity| match entity {
            Entity::Node(id) => self.add_node(id, entities),
            Entity::Relationship(id) => self.add_relationship(id, entities),
        });
    }

    fn add_node(&mut self, id: NodeId, entities: &Entities) {
        if self.nodes.insert(id) {
            self.entities.copy_node(id, entities);
        }
    }

    fn add_relationship(&mut self, id: RelationshipId, entities: &Entities) {
        let Some(relationship) = entities.relationship(id) else { return };
        if self.relationships.insert(id) {
            self.add_node(relationship.start, entities);
            self.add_node(relationship.end, entities);
            self.entities.copy_relationship(id, entities);
        }
    }

    /// The nodes, in the order of identities.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &NodeRecord)> {
        self.nodes.iter().filter_map(|id| Some((*id, self.entities.node(*id)?)))
    }

    /// The relationships, in the order of identities.
    pub fn relationships(&self) -> impl Iterator<Item = (RelationshipId, &RelationshipRecord)> {
        self.relationships.iter().filter_map(|id| Some((*id, self.entities.relationship(*id)?)))
    }

    /// The records of the nodes and relationships.
    #[must_use]
    pub fn entities(&self) -> &Entities {
        &self.entities
    }

    /// A reference to a source as a reader wants it.
    #[must_use]
    pub fn source_text(&self, reference: &str) -> String {
        self.entities.source_text(reference)
    }

    /// Whether nothing was mentioned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// A graph of its own, for the file formats.
    ///
    /// # Errors
    /// `GraphFull` if it has more entities than a graph can hold.
    pub fn to_graph(&self) -> Result<Graph> {
        let mut graph = Graph::new();
        let mut places = std::collections::BTreeMap::new();
        for (id, node) in self.nodes() {
            let names = graph.names_mut();
            let labels = node.labels.iter().map(|label| names.intern_label(label)).collect();
            let properties = interned(&mut graph, &node.properties);
            places.insert(id, graph.create_node(labels, properties)?);
        }
        for (_, one) in self.relationships() {
            let kind = graph.names_mut().intern_relationship_type(&one.kind);
            let properties = interned(&mut graph, &one.properties);
            if let (Some(start), Some(end)) = (places.get(&one.start), places.get(&one.end)) {
                graph.create_relationship(kind, *start, *end, properties)?;
            }
        }
        graph.commit();
        Ok(graph)
    }
}

fn interned(graph: &mut Graph, properties: &Map) -> Properties {
    let names = graph.names_mut();
    let entry = |(key, value): (&Arc<str>, &Value)| (names.intern_property_key(key), value.clone());
    properties.iter().map(entry).collect()
}
