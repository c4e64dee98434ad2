//! Writes PG-JSON, one node or edge a line, so that versions of a file can be compared.

use std::io::{self, Write};

use hashbrown::{HashMap, HashSet};
use serde_json::Value as Json;

use super::{LIST_KEYS, UNDIRECTED};
use crate::error::{Error, ErrorCode, Result};
use crate::formats::Exported;
use crate::formats::identity::{ID, LOCAL, choose_id};
use crate::graph::{GraphView, NodeId, PropertyKeyId, RelationshipId};
use crate::value::literal::text;
use crate::value::{Kinds, Value};

/// Writes a graph as one document.
pub(super) fn write(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    write_as(Layout::Document, view, out)
}

/// Writes a graph as an object a line, which says whether it is a node or an edge.
pub(super) fn write_lines(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    write_as(Layout::Lines, view, out)
}

/// How objects stand in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Document,
    Lines,
}

fn write_as(layout: Layout, view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    let mut writer = Writer {
        layout,
        view,
        out,
        id_key: view.names().property_key(ID),
        ids: HashMap::new(),
        exported: Exported::default(),
    };
    writer.write().map_err(|error| {
        let message = format!("the graph can't be written: {error}");
        Error::new(ErrorCode::FileAccess, message).caused_by(error)
    })?;
    Ok(writer.exported)
}

struct Writer<'g, 'o> {
    layout: Layout,
    view: GraphView<'g>,
    out: &'o mut dyn Write,
    id_key: Option<PropertyKeyId>,
    ids: HashMap<NodeId, String>,
    exported: Exported,
}

impl Writer<'_, '_> {
    fn write(&mut self) -> io::Result<()> {
        if self.layout == Layout::Lines {
            self.write_nodes()?;
            return self.write_edges();
        }
        self.out.write_all(b"{\"nodes\": [")?;
        self.write_nodes()?;
        self.out.write_all(b"\n],\n\"edges\": [")?;
        self.write_edges()?;
        self.out.write_all(b"\n]}\n")
    }

    fn write_nodes(&mut self) -> io::Result<()> {
        let mut taken = HashSet::new();
        for node in self.view.nodes() {
            self.begin_object(self.exported.nodes, "node")?;
            let kept =
                self.id_key.map(|key| self.view.node_property(node, key)).unwrap_or_default();
            let id = choose_id(&kept, &mut taken);
            let text = id.text.unwrap_or_else(|| format!("{LOCAL}{}", node.0));
            let names = self.view.names();
            let labels = self.view.labels(node).iter().map(|label| names.label_name(*label));
            let labels = labels.map(|label| Json::from(label.as_ref())).collect();
            let omit = id.is_property.then_some(self.id_key).flatten();
            let properties = self.properties(self.view.node_properties(node), omit);
            self.write_object(&[
                ("id", Json::from(text.as_str())),
                ("labels", Json::Array(labels)),
                ("properties", properties),
            ])?;
            self.ids.insert(node, text);
            self.exported.nodes += 1;
        }
        Ok(())
    }

    fn write_edges(&mut self) -> io::Result<()> {
        let mut taken = HashSet::new();
        for relationship in self.view.relationships() {
            self.write_edge(relationship, &mut taken)?;
        }
        Ok(())
    }

    fn write_edge(
        &mut self,
        relationship: RelationshipId,
        taken: &mut HashSet<String>,
    ) -> io::Result<()> {
        let Some((start, end)) = self.view.ends(relationship) else { return Ok(()) };
        self.begin_object(self.exported.relationships, "edge")?;
        let kept = |key| self.view.relationship_property(relationship, key);
        let id = choose_id(&self.id_key.map(kept).unwrap_or_default(), taken);
        let omit = id.is_property.then_some(self.id_key).flatten();
        let mut properties = self.properties(self.view.relationship_properties(relationship), omit);
        let undirected = take_undirected(&mut properties);
        let kind = self.view.relationship_type_name(relationship).map(AsRef::as_ref);
        let end_id = |node| Json::from(self.ids.get(&node).map_or("", String::as_str));
        let mut fields = vec![("from", end_id(start)), ("to", end_id(end))];
        fields.extend(undirected.then_some((UNDIRECTED, Json::Bool(true))));
        fields.push(("labels", Json::from(vec![kind.unwrap_or_default()])));
        fields.push(("properties", properties));
        fields.extend(id.text.map(|text| ("id", Json::from(text))));
        self.exported.relationships += 1;
        self.write_object(&fields)
    }

    fn begin_object(&mut self, written: usize, kind: &str) -> io::Result<()> {
        match (self.layout, written) {
            (Layout::Lines, _) => write!(self.out, "{{\"type\": \"{kind}\", "),
            (Layout::Document, 0) => self.out.write_all(b"\n{"),
            (Layout::Document, _) => self.out.write_all(b",\n{"),
        }
    }

    fn write_object(&mut self, fields: &[(&str, Json)]) -> io::Result<()> {
        for (place, (name, json)) in fields.iter().enumerate() {
            let before = if place == 0 { "" } else { ", " };
            write!(self.out, "{before}\"{name}\": {json}")?;
        }
        self.out.write_all(if self.layout == Layout::Lines { b"}\n" } else { b"}" })
    }

    fn properties(
        &mut self,
        properties: impl Iterator<Item = (PropertyKeyId, Value)>,
        omit: Option<PropertyKeyId>,
    ) -> Json {
        let mut object = serde_json::Map::new();
        for (key, value) in properties.filter(|property| Some(property.0) != omit) {
            let name = self.view.names().property_key_name(key);
            let values = self.values(name, &value);
            if !values.is_empty() {
                object.insert(name.to_string(), Json::Array(values));
            }
        }
        Json::Object(object)
    }

    fn values(&mut self, key: &str, value: &Value) -> Vec<Json> {
        let Value::List(items) = value else {
            if LIST_KEYS.contains(&key) {
                self.exported.warn(format!("`{key}` is read back as a list"));
            }
            return vec![self.scalar(key, value)];
        };
        match (items.len(), LIST_KEYS.contains(&key)) {
            (0, _) => self.exported.warn(format!("an empty list of `{key}` is left out")),
            (1, false) => {
                self.exported
                    .warn(format!("a list of one `{key}` is read back as the value itself"));
            }
            (_, _) => {}
        }
        items.iter().map(|item| self.scalar(key, item)).collect()
    }

    fn scalar(&mut self, key: &str, value: &Value) -> Json {
        match value {
            Value::Boolean(value) => return Json::Bool(*value),
            Value::Integer(value) => return Json::from(*value),
            Value::String(text) => return Json::from(text.as_ref()),
            Value::Float(value) if value.is_finite() => return Json::from(*value),
            Value::Null
            | Value::Float(_)
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
            | Value::Point(_) => {}
        }
        let kind = Kinds::of(value);
        self.exported.warn(format!("`{key}` holds {kind}, which is written as its text"));
        Json::from(text(value).unwrap_or_else(|| value.to_string()))
    }
}

/// Takes the property that stands for an undirected edge.
fn take_undirected(properties: &mut Json) -> bool {
    let is_undirected = properties.get(UNDIRECTED) == Some(&Json::from(vec![true]));
    if is_undirected && let Some(object) = properties.as_object_mut() {
        object.shift_remove(UNDIRECTED);
    }
    is_undirected
}
