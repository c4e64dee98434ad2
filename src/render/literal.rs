//! Values as Cypher writes them.

use std::sync::Arc;

use crate::database::{Entities, NodeRecord, RelationshipRecord};
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
        | Value::Point(_) => scalar(value),
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

/// A name, in backticks where it needs them.
pub(super) fn name(name: &str) -> String {
    let mut characters = name.chars();
    let starts_well = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    if starts_well && characters.all(|one| one.is_alphanumeric() || one == '_') {
        return name.to_owned();
    }
    format!("`{}`", name.replace('`', "``"))
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        match character {
            '\'' => quoted.push_str("\\'"),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(character),
        }
    }
    quoted.push('\'');
    quoted
}

/// A value that is neither text nor made of other values.
pub(super) fn scalar(value: &Value) -> String {
    if let Value::Integer(number) = value {
        return number.to_string();
    }
    if let Value::Boolean(value) = value {
        return value.to_string();
    }
    if value.is_null() { "null".to_owned() } else { format!("{value:?}") }
}
