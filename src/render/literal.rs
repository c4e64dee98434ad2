//! Values as Cypher writes them.

use std::sync::Arc;

use crate::database::{Entities, NodeRecord, RelationshipRecord};
use crate::value::literal::text;
pub(super) use crate::value::literal::{name, quoted};
use crate::value::{Map, Value};

/// A value as a Cypher expression, or as close to one as it has; entities in the form of patterns.
pub(super) fn literal(value: &Value, entities: &Entities) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(|item| literal(item, entities)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => map(entries, entities),
        Value::Node(id) => entities.node(*id).map_or_else(String::new, node),
        Value::Relationship(id) => {
            entities.relationship(*id).map_or_else(String::new, relationship)
        }
        Value::Path(_) => super::text(value, entities),
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => value.to_string(),
    }
}

/// A map as Cypher writes it.
pub(super) fn map(entries: &Map, entities: &Entities) -> String {
    let entry =
        |(key, value): (&Arc<str>, &Value)| format!("{}: {}", name(key), literal(value, entities));
    format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
}

/// A node as a pattern: `(:Person {name: 'Otani'})`.
pub(super) fn node(node: &NodeRecord) -> String {
    format!("({})", pattern(&labels(node), &node.properties))
}

/// A relationship as a pattern: `[:SUPPORTED {on: '1918'}]`.
pub(super) fn relationship(relationship: &RelationshipRecord) -> String {
    let kind = format!(":{}", name(&relationship.kind));
    format!("[{}]", pattern(&kind, &relationship.properties))
}

/// The labels of a node with their colons.
pub(super) fn labels(node: &NodeRecord) -> String {
    node.labels.iter().flat_map(|label| [":".to_owned(), name(label)]).collect()
}

/// What stands in the brackets of a pattern.
pub(super) fn pattern(names: &str, properties: &Map) -> String {
    if properties.is_empty() {
        return names.to_owned();
    }
    let gap = if names.is_empty() { "" } else { " " };
    format!("{names}{gap}{}", map(properties, &Entities::default()))
}

/// A value that is neither text nor made of other values, as a reader wants it: without the function
/// that makes it.
pub(super) fn scalar(value: &Value) -> String {
    text(value).unwrap_or_else(|| value.to_string())
}
