//! One node or edge as a JSON object.

use serde_json::{Map as Object, Value as Json};

use super::{LIST_KEYS, NO_LABEL, UNDIRECTED};
use crate::formats::loader::{FileNode, FileRelationship};
use crate::value::Value;

/// The node that an object describes, or what is wrong with it.
pub(super) fn read_node(json: Json) -> Result<FileNode, String> {
    let mut object = object_of(json, "a node")?;
    let id = take_id(&mut object, "id")?.ok_or("the node has no `id`")?;
    let labels = take_labels(&mut object).map_err(|reason| format!("node `{id}`: {reason}"))?;
    let properties =
        take_properties(&mut object).map_err(|reason| format!("node `{id}`: {reason}"))?;
    Ok(FileNode { id, labels, properties })
}

/// The relationship that an object describes, or what is wrong with it.
pub(super) fn read_edge(json: Json) -> Result<FileRelationship, String> {
    let mut object = object_of(json, "an edge")?;
    let id = take_id(&mut object, "id")?;
    let from = take_id(&mut object, "from")?.ok_or("the edge has no `from`")?;
    let to = take_id(&mut object, "to")?.ok_or("the edge has no `to`")?;
    let within = |reason: String| format!("edge from `{from}` to `{to}`: {reason}");
    let kind = one_label(take_labels(&mut object).map_err(within)?).map_err(within)?;
    let mut properties = take_properties(&mut object).map_err(within)?;
    if take_undirected(&mut object).map_err(within)? {
        properties.push((UNDIRECTED.to_owned(), Value::Boolean(true)));
    }
    Ok(FileRelationship { id, kind, from, to, properties })
}

fn object_of(json: Json, what: &str) -> Result<Object<String, Json>, String> {
    if let Json::Object(object) = json {
        return Ok(object);
    }
    Err(format!("{what} is an object, but found {}", kind_of(&json)))
}

/// An id; numbers are taken for their texts, as the format's robustness principle allows.
fn take_id(object: &mut Object<String, Json>, field: &str) -> Result<Option<String>, String> {
    match object.remove(field) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(id)) if !id.is_empty() => Ok(Some(id)),
        Some(Json::Number(id)) => Ok(Some(id.to_string())),
        Some(Json::String(_)) => Err(format!("`{field}` is an empty text")),
        Some(other) => Err(format!("`{field}` is a text, but found {}", kind_of(&other))),
    }
}

fn take_labels(object: &mut Object<String, Json>) -> Result<Vec<String>, String> {
    let labels = match object.remove("labels") {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(labels)) => labels,
        Some(other) => return Err(format!("`labels` is a list, but found {}", kind_of(&other))),
    };
    labels.into_iter().map(read_label).collect()
}

fn read_label(json: Json) -> Result<String, String> {
    if let Json::String(label) = json {
        return if label.is_empty() { Err("a label is empty".to_owned()) } else { Ok(label) };
    }
    Err(format!("a label is a text, but found {}", kind_of(&json)))
}

fn one_label(mut labels: Vec<String>) -> Result<String, String> {
    match (labels.pop(), labels.len()) {
        (Some(label), 0) => Ok(label),
        (None, _) => Ok(NO_LABEL.to_owned()),
        (Some(_), others) => {
            Err(format!("a relationship has one type, but found {} labels", others + 1))
        }
    }
}

fn take_undirected(object: &mut Object<String, Json>) -> Result<bool, String> {
    match object.remove(UNDIRECTED) {
        None | Some(Json::Null) => Ok(false),
        Some(Json::Bool(undirected)) => Ok(undirected),
        Some(other) => Err(format!("`undirected` is true or false, but found {}", kind_of(&other))),
    }
}

fn take_properties(object: &mut Object<String, Json>) -> Result<Vec<(String, Value)>, String> {
    let properties = match object.remove("properties") {
        None | Some(Json::Null) => Object::new(),
        Some(Json::Object(properties)) => properties,
        Some(other) => {
            return Err(format!("`properties` is an object, but found {}", kind_of(&other)));
        }
    };
    let property = |(key, json): (String, Json)| {
        let value = read_property(&key, json).map_err(|reason| format!("`{key}`: {reason}"))?;
        Ok((key, value))
    };
    properties.into_iter().map(property).collect()
}

fn read_property(key: &str, json: Json) -> Result<Value, String> {
    let Json::Array(items) = json else { return read_scalar(json) };
    let mut values = items.into_iter().map(read_scalar).collect::<Result<Vec<_>, _>>()?;
    values.retain(|value| !value.is_null());
    match <[Value; 1]>::try_from(values) {
        Ok([value]) if !LIST_KEYS.contains(&key) => Ok(value),
        Ok([value]) => Ok(Value::list(vec![value])),
        Err(values) => Ok(Value::list(values)),
    }
}

/// A value; null stands for none at all.
fn read_scalar(json: Json) -> Result<Value, String> {
    match json {
        Json::Null => Ok(Value::Null),
        Json::Bool(value) => Ok(Value::Boolean(value)),
        Json::String(text) => Ok(Value::from(text)),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Ok(Value::Integer(integer)),
            (None, Some(_)) if number.is_u64() => {
                Err(format!("`{number}` does not fit in the 64 bits of an integer"))
            }
            (None, Some(float)) => Ok(Value::Float(float)),
            (None, None) => Err(format!("`{number}` is no number that can be kept")),
        },
        Json::Array(_) | Json::Object(_) => {
            Err(format!("a value is a text, a number, true or false, but found {}", kind_of(&json)))
        }
    }
}

pub(in crate::formats) fn kind_of(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}
