//! The nodes and relationships that a value mentions.

use super::{NodeId, RelationshipId, Value};

/// A node or a relationship, by identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// A node.
    Node(NodeId),
    /// A relationship.
    Relationship(RelationshipId),
}

impl Value {
    /// Visits what the value mentions: itself, the parts of a path, the elements of lists and maps.
    /// The nodes of a path come before its relationships, and what is mentioned twice is visited twice.
    pub fn for_each_entity(&self, visit: &mut impl FnMut(Entity)) {
        match self {
            Self::Node(id) => visit(Entity::Node(*id)),
            Self::Relationship(id) => visit(Entity::Relationship(*id)),
            Self::Path(path) => {
                path.nodes().map(Entity::Node).for_each(&mut *visit);
                path.relationships().map(Entity::Relationship).for_each(visit);
            }
            Self::List(items) => items.iter().for_each(|item| item.for_each_entity(visit)),
            Self::Map(entries) => entries.values().for_each(|entry| entry.for_each_entity(visit)),
            Self::Null
            | Self::Boolean(_)
            | Self::Integer(_)
            | Self::Float(_)
            | Self::String(_)
            | Self::Date(_)
            | Self::LocalTime(_)
            | Self::Time(_)
            | Self::LocalDateTime(_)
            | Self::DateTime(_)
            | Self::Duration(_)
            | Self::Point(_) => {}
        }
    }
}
