//! The labels, types and keys of a statement, as the graph knows them.

use std::sync::Arc;

use crate::graph::{Graph, GraphView, LabelId, Names, PropertyKeyId, RelationshipTypeId};
use crate::query::bind::bound::{KeyRef, LabelRef, StatementNames, TypeRef};

/// The graph's identity for each name of a statement; `None` where the graph does not know the name.
#[derive(Debug)]
pub(super) struct ResolvedNames<'a> {
    names: &'a StatementNames,
    labels: Vec<Option<LabelId>>,
    types: Vec<Option<RelationshipTypeId>>,
    keys: Vec<Option<PropertyKeyId>>,
    /// Grows with each name that is new to the graph.
    version: u32,
}

impl<'a> ResolvedNames<'a> {
    pub(super) fn new(names: &'a StatementNames, view: GraphView<'_>) -> Self {
        let mut resolved =
            Self { names, labels: Vec::new(), types: Vec::new(), keys: Vec::new(), version: 0 };
        resolved.refresh(view.names());
        resolved
    }

    fn refresh(&mut self, known: &Names) {
        self.labels = self.names.labels.iter().map(|name| known.label(name)).collect();
        self.types = self.names.types.iter().map(|name| known.relationship_type(name)).collect();
        self.keys = self.names.keys.iter().map(|name| known.property_key(name)).collect();
        self.version += 1;
    }

    /// The label, if any node ever had it.
    pub(super) fn label(&self, label: LabelRef) -> Option<LabelId> {
        self.labels.get(label.0 as usize).copied().flatten()
    }

    /// The type, if any relationship ever had it.
    pub(super) fn kind(&self, kind: TypeRef) -> Option<RelationshipTypeId> {
        self.types.get(kind.0 as usize).copied().flatten()
    }

    /// The key, if any entity ever had it.
    pub(super) fn key(&self, key: KeyRef) -> Option<PropertyKeyId> {
        self.keys.get(key.0 as usize).copied().flatten()
    }

    /// The key's text.
    pub(super) fn key_text(&self, key: KeyRef) -> &'a Arc<str> {
        self.names.keys.get(key.0 as usize).expect("a key of a plan is one of its statement")
    }

    /// A number that changes when names become known.
    pub(super) fn version(&self) -> u32 {
        self.version
    }

    /// The label, made known to the graph.
    pub(super) fn intern_label(&mut self, label: LabelRef, graph: &mut Graph) -> LabelId {
        if let Some(id) = self.label(label) {
            return id;
        }
        let name = self.names.labels.get(label.0 as usize);
        let name = name.expect("a label of a plan is one of its statement");
        let id = graph.names_mut().intern_label(name);
        self.refresh(graph.view().names());
        id
    }

    /// The type, made known to the graph.
    pub(super) fn intern_kind(&mut self, kind: TypeRef, graph: &mut Graph) -> RelationshipTypeId {
        if let Some(id) = self.kind(kind) {
            return id;
        }
        let name = self.names.types.get(kind.0 as usize);
        let name = name.expect("a type of a plan is one of its statement");
        let id = graph.names_mut().intern_relationship_type(name);
        self.refresh(graph.view().names());
        id
    }

    /// The key, made known to the graph.
    pub(super) fn intern_key(&mut self, key: KeyRef, graph: &mut Graph) -> PropertyKeyId {
        match self.key(key) {
            Some(id) => id,
            None => self.intern_text(self.key_text(key), graph),
        }
    }

    /// The key of a text, made known to the graph.
    pub(super) fn intern_text(&mut self, key: &str, graph: &mut Graph) -> PropertyKeyId {
        if let Some(id) = graph.view().names().property_key(key) {
            return id;
        }
        let id = graph.names_mut().intern_property_key(key);
        self.refresh(graph.view().names());
        id
    }
}
