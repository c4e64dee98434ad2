//! What writers walk over: a graph's nodes and relationships with the ids that they get in a file.

use std::io;

use hashbrown::{HashMap, HashSet};

use super::identity::{ID, LOCAL, choose_id};
use super::{FileNode, FileRelationship};
use crate::error::{Error, ErrorCode};
use crate::graph::{GraphView, NodeId, PropertyKeyId, RelationshipId};
use crate::value::Value;

/// A graph on its way into a file.
pub(super) struct Walk<'g> {
    view: GraphView<'g>,
    id_key: Option<PropertyKeyId>,
    ids: HashMap<NodeId, Id>,
}

/// A node's id, and whether it says all that the property `id` holds.
struct Id {
    text: String,
    is_property: bool,
}

impl<'g> Walk<'g> {
    /// Gives every node its id.
    pub(super) fn new(view: GraphView<'g>) -> Self {
        let id_key = view.names().property_key(ID);
        let mut taken = HashSet::new();
        let ids = view.nodes().map(|node| {
            let kept = id_key.map(|key| view.node_property(node, key)).unwrap_or_default();
            let id = choose_id(&kept, &mut taken);
            let text = id.text.unwrap_or_else(|| format!("{LOCAL}{}", node.0));
            (node, Id { text, is_property: id.is_property })
        });
        Self { view, id_key, ids: ids.collect() }
    }

    /// The nodes, in the order of their identities. Nulls are left out.
    pub(super) fn nodes(&self) -> impl Iterator<Item = FileNode> + '_ {
        self.view.nodes().filter_map(|node| {
            let id = self.ids.get(&node)?;
            let omit = self.id_key.filter(|_| id.is_property);
            let names = self.view.names();
            let labels = self.view.labels(node).iter();
            Some(FileNode {
                id: id.text.clone(),
                labels: labels.map(|label| names.label_name(*label).to_string()).collect(),
                properties: self.named(self.view.node_properties(node), omit),
            })
        })
    }

    /// The relationships, in the order of their identities. Nulls are left out.
    pub(super) fn relationships(&self) -> impl Iterator<Item = FileRelationship> + '_ {
        let mut taken = HashSet::new();
        self.view.relationships().filter_map(move |one| self.relationship(one, &mut taken))
    }

    fn relationship(
        &self,
        one: RelationshipId,
        taken: &mut HashSet<String>,
    ) -> Option<FileRelationship> {
        let (start, end) = self.view.ends(one)?;
        let kept = self.id_key.map(|key| self.view.relationship_property(one, key));
        let id = choose_id(&kept.unwrap_or_default(), taken);
        let omit = self.id_key.filter(|_| id.is_property);
        Some(FileRelationship {
            id: id.text,
            kind: self.view.relationship_type_name(one)?.to_string(),
            from: self.ids.get(&start)?.text.clone(),
            to: self.ids.get(&end)?.text.clone(),
            properties: self.named(self.view.relationship_properties(one), omit),
        })
    }

    fn named(
        &self,
        properties: impl Iterator<Item = (PropertyKeyId, Value)>,
        omit: Option<PropertyKeyId>,
    ) -> Vec<(String, Value)> {
        let names = self.view.names();
        properties
            .filter(|(key, value)| Some(*key) != omit && !value.is_null())
            .map(|(key, value)| (names.property_key_name(key).to_string(), value))
            .collect()
    }
}

/// What is said where the system does not take what is written.
pub(super) fn unwritten(error: io::Error) -> Error {
    let message = format!("the graph can't be written: {error}");
    Error::new(ErrorCode::FileAccess, message).caused_by(error)
}
