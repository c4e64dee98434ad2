//! Nodes and relationships as the graph keeps them.

use super::{LabelId, Properties, RelationshipTypeId};

/// A node: its labels and properties.
#[derive(Clone, Debug)]
pub struct Node {
    /// The labels in the order of their identities.
    pub(super) labels: Vec<LabelId>,
    /// The properties.
    pub(super) properties: Properties,
    /// Whether it is a tombstone.
    pub(super) deleted: bool,
}

/// A relationship: its type and properties; petgraph keeps its ends.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// The type.
    pub(super) kind: RelationshipTypeId,
    /// The properties.
    pub(super) properties: Properties,
    /// Whether it is a tombstone.
    pub(super) deleted: bool,
}

impl Node {
    /// A place that is taken but empty.
    pub(super) fn tombstone() -> Self {
        Self { labels: Vec::new(), properties: Properties::default(), deleted: true }
    }
}

impl Relationship {
    /// A place that is taken but empty.
    pub(super) fn tombstone() -> Self {
        Self { kind: RelationshipTypeId(0), properties: Properties::default(), deleted: true }
    }
}
