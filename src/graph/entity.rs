//! Nodes and relationships as the live graph keeps them.

use super::label_sets::LabelSetId;
use super::{Properties, RelationshipTypeId};

/// A node's place in the live graph, one word wide: nothing where the node is as in the base.
pub(super) type Place = Option<Box<Node>>;

/// A node that is not, or no longer, as in the base.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The labels.
    pub(super) labels: LabelSetId,
    /// Whether it is a tombstone.
    pub(super) deleted: bool,
    /// The properties.
    pub(super) properties: Properties,
}

/// A relationship that is not in the base: its type and properties; petgraph keeps its ends.
#[derive(Clone, Debug)]
pub(super) struct Relationship {
    /// The type.
    pub(super) kind: RelationshipTypeId,
    /// Whether it is a tombstone.
    pub(super) deleted: bool,
    /// The properties.
    pub(super) properties: Properties,
}

impl Node {
    /// A place that is taken but empty.
    #[expect(clippy::unnecessary_box_returns, reason = "the graph keeps nodes in boxes")]
    pub(super) fn tombstone() -> Box<Self> {
        let labels = LabelSetId::default();
        Box::new(Self { labels, properties: Properties::default(), deleted: true })
    }
}

impl Relationship {
    /// A place that is taken but empty.
    pub(super) fn tombstone() -> Self {
        Self { kind: RelationshipTypeId(0), properties: Properties::default(), deleted: true }
    }
}
