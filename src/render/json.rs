//! JSON for programs: one object a row, entities with all their properties.
//!
//! A node is `{"labels": […], "properties": {…}}`, a relationship `{"type", "start", "end", "properties"}`
//! where the ends are the nodes' ids in files or their names, a path `{"nodes": […],
//! "relationships": […]}`. Temporal values and points are texts.

use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Map as Object, Value as Json, json};

use super::cell::name;
use super::{Content, Renderer, Rendering, literal};
use crate::database::{Entities, Row};
use crate::graph::{NodeId, RelationshipId};
use crate::value::{Map, Path, Value};

/// One array of all rows.
pub(super) const JSON: Rendering = Rendering {
    name: "json",
    endings: &[],
    summary: "a JSON array with one object for each row",
    content: Content::Rows,
    make: |out, _look| Box::new(JsonRenderer::new(out, Framing::Array)),
};

/// One object a line.
pub(super) const JSONL: Rendering = Rendering {
    name: "jsonl",
    endings: &["jsonl", "ndjson"],
    summary: "one JSON object a line for each row",
    content: Content::Rows,
    make: |out, _look| Box::new(JsonRenderer::new(out, Framing::Lines)),
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Framing {
    Array,
    Lines,
}

struct JsonRenderer<'w> {
    out: &'w mut dyn Write,
    framing: Framing,
    columns: Vec<Arc<str>>,
    count: usize,
}

impl<'w> JsonRenderer<'w> {
    fn new(out: &'w mut dyn Write, framing: Framing) -> Self {
        Self { out, framing, columns: Vec::new(), count: 0 }
    }
}

impl Renderer for JsonRenderer<'_> {
    fn begin(&mut self, columns: &[Arc<str>]) -> io::Result<()> {
        columns.clone_into(&mut self.columns);
        match self.framing {
            Framing::Array => self.out.write_all(b"["),
            Framing::Lines => Ok(()),
        }
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        let names = self.columns.iter().map(ToString::to_string);
        let values = row.values().iter().map(|value| to_json(value, row.entities()));
        let object = Json::Object(names.zip(values).collect());
        let before = match (self.framing, self.count) {
            (Framing::Array, 0) => "\n",
            (Framing::Array, _) => ",\n",
            (Framing::Lines, _) => "",
        };
        self.count += 1;
        write!(self.out, "{before}{object}")?;
        if self.framing == Framing::Lines { writeln!(self.out) } else { Ok(()) }
    }

    fn end(&mut self) -> io::Result<()> {
        match (self.framing, self.count) {
            (Framing::Array, 0) => writeln!(self.out, "]"),
            (Framing::Array, _) => writeln!(self.out, "\n]"),
            (Framing::Lines, _) => Ok(()),
        }
    }
}

/// A value as plain JSON.
fn to_json(value: &Value, entities: &Entities) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => Json::Bool(*value),
        Value::Integer(value) => Json::from(*value),
        Value::Float(value) if value.is_finite() => Json::from(*value),
        Value::String(text) => Json::from(text.as_ref()),
        Value::List(items) => items.iter().map(|item| to_json(item, entities)).collect(),
        Value::Map(entries) => object(entries, entities),
        Value::Node(id) => node(*id, entities),
        Value::Relationship(id) => relationship(*id, entities),
        Value::Path(one) => path(one, entities),
        Value::Float(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => Json::from(literal::scalar(value)),
    }
}

fn object(entries: &Map, entities: &Entities) -> Json {
    let entry = |(key, value): (&Arc<str>, &Value)| (key.to_string(), to_json(value, entities));
    Json::Object(entries.iter().map(entry).collect::<Object<_, _>>())
}

fn node(id: NodeId, entities: &Entities) -> Json {
    let Some(node) = entities.node(id) else { return Json::Null };
    let labels: Vec<&str> = node.labels.iter().map(AsRef::as_ref).collect();
    json!({"labels": labels, "properties": object(&node.properties, entities)})
}

fn relationship(id: RelationshipId, entities: &Entities) -> Json {
    let Some(one) = entities.relationship(id) else { return Json::Null };
    json!({
        "type": one.kind.as_ref(),
        "start": end_name(one.start, entities),
        "end": end_name(one.end, entities),
        "properties": object(&one.properties, entities),
    })
}

/// How the end of a relationship is told: by its id in files, else by its name.
fn end_name(id: NodeId, entities: &Entities) -> Json {
    let Some(node) = entities.node(id) else { return Json::Null };
    match node.properties.get("id") {
        Some(id) => to_json(id, entities),
        None => name(node).map_or(Json::Null, Json::from),
    }
}

fn path(path: &Path, entities: &Entities) -> Json {
    let nodes: Json = path.nodes().map(|id| node(id, entities)).collect();
    let relationships: Json = path.relationships().map(|id| relationship(id, entities)).collect();
    json!({"nodes": nodes, "relationships": relationships})
}
