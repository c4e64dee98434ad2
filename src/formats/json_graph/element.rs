//! What the objects of JSON graphs say: nodes and edges.

use std::sync::Arc;

use serde_json::{Map as Object, Value as Json};

use super::{NO_LABEL, UNDIRECTED};
use crate::formats::pg_json::element::kind_of;
use crate::formats::{FileNode, FileRelationship};
use crate::value::Value;

type Fields = Object<String, Json>;

/// The node that an object describes; `key` is its id where nodes are listed by id. Nodes without an
/// id have an empty one.
pub(super) fn read_node(json: Json, key: Option<String>) -> Result<FileNode, String> {
    let mut fields = fields_of(json, "a node")?;
    let own = if key.is_some() { None } else { take_id(&mut fields, "id")? };
    let id = key.or(own).unwrap_or_default();
    let mut metadata = take_object(&mut fields, "metadata");
    let labels = take_labels(&mut fields).or_else(|| take_labels(&mut metadata));
    let label = take_text(&mut fields, "label");
    let mut properties = Vec::new();
    if let Some(name) = label {
        let is_named = fields.contains_key("name") || metadata.contains_key("name");
        let key = if is_named { "label" } else { "name" };
        properties.push((key.to_owned(), Value::from(name)));
    }
    add_properties(&mut properties, [fields, metadata])?;
    Ok(FileNode { id, labels: labels.unwrap_or_default(), properties })
}

/// The relationship that an object describes; its ends are still to be looked up.
pub(super) fn read_edge(json: Json, is_directed: bool) -> Result<FileRelationship, String> {
    let mut fields = fields_of(json, "an edge")?;
    let from = take_id(&mut fields, "source")?.ok_or("the edge has no `source`")?;
    let to = take_id(&mut fields, "target")?.ok_or("the edge has no `target`")?;
    let id = take_id(&mut fields, "id")?;
    let metadata = take_object(&mut fields, "metadata");
    let kind = ["relation", "type", "label"].iter().find_map(|key| take_text(&mut fields, key));
    let kind = kind.filter(|kind| !kind.is_empty()).unwrap_or_else(|| NO_LABEL.to_owned());
    // The number by which NetworkX tells parallel edges apart.
    fields.remove("key");
    let is_directed = match fields.remove("directed") {
        Some(Json::Bool(own)) => own,
        Some(_) | None => is_directed,
    };
    let mut properties = Vec::new();
    add_properties(&mut properties, [fields, metadata])?;
    if !is_directed && !properties.iter().any(|entry| entry.0 == UNDIRECTED) {
        properties.push((UNDIRECTED.to_owned(), Value::Boolean(true)));
    }
    Ok(FileRelationship { id, kind, from, to, properties })
}

/// Whether an end of an edge may be the number of a node.
pub(super) fn has_number(json: &Json) -> bool {
    ["source", "target"].iter().any(|end| json.get(end).is_some_and(Json::is_number))
}

fn fields_of(json: Json, what: &str) -> Result<Fields, String> {
    if let Json::Object(fields) = json {
        return Ok(fields);
    }
    Err(format!("{what} is an object, but found {}", kind_of(&json)))
}

/// An id; numbers are taken for their texts, and what d3 has put in their place is an object.
fn take_id(fields: &mut Fields, field: &str) -> Result<Option<String>, String> {
    match fields.remove(field) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(id)) if !id.is_empty() => Ok(Some(id)),
        Some(Json::Number(id)) => Ok(Some(id.to_string())),
        Some(Json::String(_)) => Err(format!("`{field}` is an empty text")),
        Some(Json::Object(mut node)) if node.contains_key("id") => take_id(&mut node, "id"),
        Some(other) => {
            Err(format!("`{field}` is a text or a number, but found {}", kind_of(&other)))
        }
    }
}

fn take_text(fields: &mut Fields, field: &str) -> Option<String> {
    let text = fields.get(field)?.as_str()?.to_owned();
    fields.remove(field);
    Some(text)
}

fn take_object(fields: &mut Fields, field: &str) -> Fields {
    match fields.remove(field) {
        Some(Json::Object(object)) => object,
        Some(other) => {
            fields.insert(field.to_owned(), other);
            Fields::new()
        }
        None => Fields::new(),
    }
}

/// The labels, if the field is a list of texts.
fn take_labels(fields: &mut Fields) -> Option<Vec<String>> {
    let items = fields.get("labels")?.as_array()?;
    let labels: Option<Vec<String>> =
        items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
    fields.remove("labels").and(labels)
}

/// Takes all fields, and those of the objects `properties` within them.
fn add_properties(
    properties: &mut Vec<(String, Value)>,
    sources: [Fields; 2],
) -> Result<(), String> {
    for mut fields in sources {
        let more = take_object(&mut fields, "properties");
        for (key, json) in fields.into_iter().chain(more) {
            let value = value_of(json).map_err(|reason| format!("`{key}`: {reason}"))?;
            if !value.is_null() {
                properties.push((key, value));
            }
        }
    }
    Ok(())
}

fn value_of(json: Json) -> Result<Value, String> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Boolean(value),
        Json::String(text) => Value::from(text),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Value::Integer(integer),
            (None, Some(float)) if !number.is_u64() => Value::Float(float),
            (None, _) => {
                return Err(format!("`{number}` does not fit in the 64 bits of an integer"));
            }
        },
        Json::Array(items) => {
            Value::list(items.into_iter().map(value_of).collect::<Result<Vec<_>, _>>()?)
        }
        Json::Object(fields) => {
            let entry = |(key, json): (String, Json)| Ok((Arc::from(key), value_of(json)?));
            Value::map(fields.into_iter().map(entry).collect::<Result<_, String>>()?)
        }
    })
}
