//! Writes JSON Graph and node-link, one node or edge a line.

use std::io::{self, Write};

use serde_json::{Map as Object, Value as Json};

use super::UNDIRECTED;
use crate::error::Result;
use crate::formats::walk::{Walk, unwritten};
use crate::formats::{Exported, FileNode, FileRelationship};
use crate::graph::GraphView;
use crate::value::literal::{literal, text};
use crate::value::{Kinds, Value};

type Fields = Object<String, Json>;

/// The names that mean something in the metadata of a node or edge of JSON Graph.
const METADATA: &[&str] = &["labels", "properties"];

/// The names that mean something in a node and in an edge of node-link.
const NODE: &[&str] = &["id", "labels", "label", "metadata", "properties"];
const EDGE: &[&str] = &[
    "id",
    "source",
    "target",
    "key",
    "type",
    "relation",
    "label",
    "directed",
    "metadata",
    "properties",
];

/// Writes a graph as JSON Graph 2.
pub(super) fn write_json_graph(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    let mut writer = Writer { out, exported: Exported::default() };
    writer.write_json_graph(&Walk::new(view)).map_err(unwritten)?;
    Ok(writer.exported)
}

/// Writes a graph as node-link.
pub(super) fn write_node_link(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    let mut writer = Writer { out, exported: Exported::default() };
    writer.write_node_link(&Walk::new(view)).map_err(unwritten)?;
    Ok(writer.exported)
}

struct Writer<'o> {
    out: &'o mut dyn Write,
    exported: Exported,
}

impl Writer<'_> {
    fn write_json_graph(&mut self, walk: &Walk<'_>) -> io::Result<()> {
        self.out.write_all(b"{\"graph\": {\"directed\": true, \"nodes\": {")?;
        for node in walk.nodes() {
            self.separate(self.exported.nodes)?;
            self.exported.nodes += 1;
            let id = Json::from(node.id.as_str());
            let node = Json::Object(self.graph_node(node));
            write!(self.out, "{id}: {node}")?;
        }
        self.out.write_all(b"\n}, \"edges\": [")?;
        for one in walk.relationships() {
            self.separate(self.exported.relationships)?;
            self.exported.relationships += 1;
            let edge = Json::Object(self.graph_edge(one));
            write!(self.out, "{edge}")?;
        }
        self.out.write_all(b"\n]}}\n")
    }

    fn write_node_link(&mut self, walk: &Walk<'_>) -> io::Result<()> {
        let head = b"{\"directed\": true, \"multigraph\": true, \"graph\": {}, \"nodes\": [";
        self.out.write_all(head)?;
        for node in walk.nodes() {
            self.separate(self.exported.nodes)?;
            self.exported.nodes += 1;
            let mut fields = Fields::from_iter([("id".to_owned(), Json::from(node.id))]);
            add_labels(&mut fields, node.labels);
            self.add(&mut fields, node.properties, NODE);
            write!(self.out, "{}", Json::Object(fields))?;
        }
        self.out.write_all(b"\n], \"edges\": [")?;
        for one in walk.relationships() {
            self.separate(self.exported.relationships)?;
            self.exported.relationships += 1;
            let mut fields = ends(&one, "type");
            self.add(&mut fields, one.properties, EDGE);
            write!(self.out, "{}", Json::Object(fields))?;
        }
        self.out.write_all(b"\n]}\n")
    }

    fn separate(&mut self, written: usize) -> io::Result<()> {
        self.out.write_all(if written == 0 { b"\n" } else { b",\n" })
    }

    fn graph_node(&mut self, mut node: FileNode) -> Fields {
        let mut fields = Fields::new();
        let is_name =
            |entry: &(String, Value)| entry.0 == "name" && matches!(entry.1, Value::String(_));
        if let Some(place) = node.properties.iter().position(is_name) {
            let (_, name) = node.properties.remove(place);
            fields.insert("label".to_owned(), self.json("name", &name));
        }
        let mut metadata = Fields::new();
        add_labels(&mut metadata, node.labels);
        self.add(&mut metadata, node.properties, METADATA);
        if !metadata.is_empty() {
            fields.insert("metadata".to_owned(), Json::Object(metadata));
        }
        fields
    }

    fn graph_edge(&mut self, mut one: FileRelationship) -> Fields {
        let mut fields = ends(&one, "relation");
        let before = one.properties.len();
        one.properties
            .retain(|(key, value)| key != UNDIRECTED || !matches!(value, Value::Boolean(true)));
        if one.properties.len() < before {
            fields.insert("directed".to_owned(), Json::Bool(false));
        }
        let mut metadata = Fields::new();
        self.add(&mut metadata, one.properties, METADATA);
        if !metadata.is_empty() {
            fields.insert("metadata".to_owned(), Json::Object(metadata));
        }
        fields
    }

    /// Adds properties; those with names that mean something else here stand in an object of their own.
    fn add(&mut self, fields: &mut Fields, properties: Vec<(String, Value)>, taken: &[&str]) {
        let mut others = Fields::new();
        for (key, value) in properties {
            let json = self.json(&key, &value);
            let target = if taken.contains(&key.as_str()) { &mut others } else { &mut *fields };
            target.insert(key, json);
        }
        if !others.is_empty() {
            fields.insert("properties".to_owned(), Json::Object(others));
        }
    }

    fn json(&mut self, key: &str, value: &Value) -> Json {
        match value {
            Value::Null => return Json::Null,
            Value::Boolean(value) => return Json::Bool(*value),
            Value::Integer(number) => return Json::from(*number),
            Value::Float(number) if number.is_finite() => return Json::from(*number),
            Value::String(text) => return Json::from(text.as_ref()),
            Value::List(items) => return items.iter().map(|item| self.json(key, item)).collect(),
            Value::Map(entries) => {
                let entry = |(name, value): (&std::sync::Arc<str>, &Value)| {
                    (name.to_string(), self.json(key, value))
                };
                return Json::Object(entries.iter().map(entry).collect());
            }
            Value::Float(_)
            | Value::Node(_)
            | Value::Relationship(_)
            | Value::Path(_)
            | Value::Date(_)
            | Value::LocalTime(_)
            | Value::Time(_)
            | Value::LocalDateTime(_)
            | Value::DateTime(_)
            | Value::Duration(_)
            | Value::Point(_) => {}
        }
        let kind = Kinds::of(value);
        self.exported.warn(format!("`{key}` holds {kind}, which is written as its text"));
        Json::from(text(value).unwrap_or_else(|| literal(value)))
    }
}

fn add_labels(fields: &mut Fields, labels: Vec<String>) {
    if !labels.is_empty() {
        fields.insert("labels".to_owned(), Json::from(labels));
    }
}

fn ends(one: &FileRelationship, kind: &str) -> Fields {
    let id = one.id.as_ref().map(|id| ("id", id));
    let others = [("source", &one.from), ("target", &one.to), (kind, &one.kind)];
    let entries = id.into_iter().chain(others);
    entries.map(|(key, text)| (key.to_owned(), Json::from(text.as_str()))).collect()
}
