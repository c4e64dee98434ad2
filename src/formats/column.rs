//! Values as the typed attributes of XML formats: booleans, whole numbers, numbers, texts, and lists of
//! one of these. Other values become texts.

use serde_json::Value as Json;

use super::walk::Walk;
use super::{Exported, FileNode, FileRelationship};
use crate::value::literal::{float, literal, text};
use crate::value::{Kinds, Value};

/// The kind of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// True or false.
    Boolean,
    /// Whole numbers of 64 bits.
    Integer,
    /// Floating-point numbers of 64 bits.
    Float,
    /// Texts.
    Text,
}

/// What an attribute belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Owner {
    /// Nodes.
    Node,
    /// Edges.
    Edge,
}

/// An attribute: a property of one kind. A property that holds several kinds has several of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Column {
    /// What it belongs to.
    pub(super) owner: Owner,
    /// The property's key.
    pub(super) key: String,
    /// The kind of its values, or of their elements.
    pub(super) kind: Kind,
    /// Whether its values are lists.
    pub(super) is_list: bool,
}

impl Column {
    /// The attribute that a property is written in.
    pub(super) fn of(owner: Owner, key: &str, value: &Value) -> Self {
        let key = key.to_owned();
        let Value::List(items) = value else {
            return Self { owner, key, kind: kind_of(value).unwrap_or(Kind::Text), is_list: false };
        };
        match list_kind(items) {
            Some(kind) => Self { owner, key, kind, is_list: true },
            None => Self { owner, key, kind: Kind::Text, is_list: false },
        }
    }

    /// Every attribute of a graph, in order.
    pub(super) fn all(walk: &Walk<'_>) -> Vec<Self> {
        let mut columns = std::collections::BTreeSet::new();
        for FileNode { properties, .. } in walk.nodes() {
            columns.extend(properties.iter().map(|(key, value)| Self::of(Owner::Node, key, value)));
        }
        for FileRelationship { properties, .. } in walk.relationships() {
            columns.extend(properties.iter().map(|(key, value)| Self::of(Owner::Edge, key, value)));
        }
        columns.into_iter().collect()
    }

    /// Tells what a value loses in its attribute.
    pub(super) fn warn(value: &Value, key: &str, exported: &mut Exported) {
        let is_kept = if let Value::List(items) = value {
            list_kind(items).is_some()
        } else {
            kind_of(value).is_some()
        };
        if !is_kept {
            let kind = Kinds::of(value);
            exported.warn(format!("`{key}` holds {kind}, which is written as its text"));
        }
    }
}

fn kind_of(value: &Value) -> Option<Kind> {
    match value {
        Value::Boolean(_) => Some(Kind::Boolean),
        Value::Integer(_) => Some(Kind::Integer),
        Value::Float(_) => Some(Kind::Float),
        Value::String(_) => Some(Kind::Text),
        Value::Null
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => None,
    }
}

/// The kind that all elements of a list have; numbers that JSON can't write have none.
fn list_kind(items: &[Value]) -> Option<Kind> {
    let kind = items.first().map_or(Some(Kind::Text), kind_of)?;
    let fits = |item: &Value| {
        kind_of(item) == Some(kind) && !matches!(item, Value::Float(number) if !number.is_finite())
    };
    items.iter().all(fits).then_some(kind)
}

/// A value as text; numbers without end in the words of XML.
pub(super) fn value_text(value: &Value) -> String {
    let Value::Float(number) = value else {
        return text(value).unwrap_or_else(|| literal(value));
    };
    if number.is_infinite() {
        return if *number > 0.0 { "INF" } else { "-INF" }.to_owned();
    }
    float(*number)
}

/// A list of values of one kind in JSON.
fn json_list(items: &[Value]) -> String {
    let item = |value: &Value| {
        if let Value::String(text) = value {
            return Json::from(text.as_ref()).to_string();
        }
        value_text(value)
    };
    format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(","))
}

/// The text of a value in its attribute.
pub(super) fn column_text(column: &Column, value: &Value) -> String {
    match value {
        Value::List(items) if column.is_list => json_list(items),
        Value::List(_)
        | Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => value_text(value),
    }
}

impl Kind {
    /// The value that a text stands for, if it stands for any.
    pub(super) fn read(self, text: &str) -> Result<Option<Value>, String> {
        if self == Self::Text {
            return Ok(Some(Value::from(text)));
        }
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let value = match self {
            Self::Boolean => boolean(text).map(Value::Boolean),
            Self::Integer => integer(text).map(Value::Integer),
            Self::Float => number(text).map(Value::Float),
            Self::Text => Some(Value::from(text)),
        };
        let expected = match self {
            Self::Boolean => "true or false",
            Self::Integer => "a whole number of 64 bits",
            Self::Float => "a number",
            Self::Text => "a text",
        };
        value.map(Some).ok_or_else(|| format!("expected {expected}, but found `{text}`"))
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

/// A whole number, also where it is written as `12.0`.
fn integer(text: &str) -> Option<i64> {
    let digits = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|byte| byte == b'0'));
    digits.map_or(text, |(whole, _)| whole).parse().ok()
}

fn number(text: &str) -> Option<f64> {
    match text {
        "INF" | "Infinity" | "+INF" => Some(f64::INFINITY),
        "-INF" | "-Infinity" => Some(f64::NEG_INFINITY),
        _ => text.parse().ok(),
    }
}
