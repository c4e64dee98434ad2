//! Values as a reader wants them: names instead of properties, no identities.

use std::sync::Arc;

use crate::database::{Entities, NodeRecord, RelationshipRecord};
use crate::graph::{NodeId, RelationshipId};
use crate::query::ask::NAME_KEYS;
use crate::value::{Map, Path, Value};

use super::literal;

/// A value for a reader: texts without quotes, entities by their names, paths as chains of facts.
///
/// A node reads `Alexander Kolchak :Person`, a relationship `[SUPPORTED 1918–1920]`, a path
/// `Japan ─[SUPPORTED 1918]→ Grigory Semyonov`.
#[must_use]
pub fn text(value: &Value, entities: &Entities) -> String {
    match value {
        Value::String(text) => text.to_string(),
        Value::Node(id) => node(*id, entities),
        Value::Relationship(id) => relationship(*id, entities),
        Value::Path(one) => path(one, entities),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(|item| nested(item, entities)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entry = |(key, value): (&Arc<str>, &Value)| {
                format!("{}: {}", literal::name(key), nested(value, entities))
            };
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
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
        | Value::Point(_) => literal::scalar(value),
    }
}

/// A value inside of another: texts are quoted there, or their ends could not be seen.
fn nested(value: &Value, entities: &Entities) -> String {
    if let Value::String(text) = value {
        return literal::quoted(text);
    }
    text(value, entities)
}

fn node(id: NodeId, entities: &Entities) -> String {
    let Some(node) = entities.node(id) else { return "()".to_owned() };
    match (name(node), node.labels.is_empty()) {
        (Some(name), true) => name,
        (Some(name), false) => format!("{name} :{}", node.labels.join(":")),
        (None, _) => literal::node(node),
    }
}

fn relationship(id: RelationshipId, entities: &Entities) -> String {
    entities.relationship(id).map_or_else(|| "[]".to_owned(), fact)
}

fn fact(relationship: &RelationshipRecord) -> String {
    match dates(&relationship.properties) {
        Some(dates) => format!("[{} {dates}]", relationship.kind),
        None => format!("[{}]", relationship.kind),
    }
}

fn path(path: &Path, entities: &Entities) -> String {
    let mut chain = short(path.start, entities);
    let mut before = path.start;
    for (id, after) in &path.steps {
        let record = entities.relationship(*id);
        let fact = record.map_or_else(|| "[]".to_owned(), fact);
        // A loop is drawn as it stands, forward.
        let forward = record.is_none_or(|one| one.start == before);
        let end = short(*after, entities);
        let (before_fact, after_fact) = if forward { (" ─", "→ ") } else { (" ←", "─ ") };
        chain.extend([before_fact, &fact, after_fact, &end]);
        before = *after;
    }
    chain
}

/// A node within a path: its name alone, if it has one.
fn short(id: NodeId, entities: &Entities) -> String {
    let Some(node) = entities.node(id) else { return "()".to_owned() };
    name(node).unwrap_or_else(|| literal::node(node))
}

/// What a reader calls a node, if it has a property that says so.
pub(super) fn name(node: &NodeRecord) -> Option<String> {
    let of_key = |key: &&str| {
        let value = node.properties.get(*key)?;
        let name = text(value, &Entities::default());
        (!name.trim().is_empty()).then_some(name)
    };
    NAME_KEYS.iter().find_map(of_key)
}

/// When a fact held, from its properties `on`, or `from` and `until`: `1918–1920`, `1918–`.
#[must_use]
pub fn dates(properties: &Map) -> Option<String> {
    let date = |key: &str| properties.get(key).map(|value| text(value, &Entities::default()));
    match (date("on"), date("from"), date("until")) {
        (Some(on), _, _) => Some(on),
        (None, Some(from), until) => Some(format!("{from}–{}", until.unwrap_or_default())),
        (None, None, Some(until)) => Some(format!("–{until}")),
        (None, None, None) => None,
    }
}

/// When a fact held, as one text in EDTF: `1918/1920`, `../1920`.
pub(super) fn edtf(properties: &Map) -> Option<String> {
    let date = |key: &str| properties.get(key).map(|value| text(value, &Entities::default()));
    let (from, until) = match (date("on"), date("from"), date("until")) {
        (Some(on), _, _) => return Some(on),
        (None, None, None) => return None,
        (None, from, until) => (from, until),
    };
    let end = |date: Option<String>| date.unwrap_or_else(|| "..".to_owned());
    Some(format!("{}/{}", end(from), end(until)))
}

/// A relationship type as a verb: `DECLARED_WAR_ON` reads `declared war on`.
#[must_use]
pub fn verb(kind: &str) -> String {
    kind.replace('_', " ").to_lowercase()
}

/// A text without what would disturb a terminal; line breaks stay if they are said to.
pub(super) fn harmless(text: &str, keep_lines: LineBreaks) -> String {
    let show = |character: char| match (character, keep_lines) {
        ('\n', LineBreaks::Keep) => '\n',
        ('\n' | '\t', _) => ' ',
        (other, _) if other.is_control() => '\u{fffd}',
        (other, _) => other,
    };
    text.chars().map(show).collect()
}

/// What becomes of line breaks in a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineBreaks {
    /// They stay.
    Keep,
    /// They become blanks.
    Blank,
}
