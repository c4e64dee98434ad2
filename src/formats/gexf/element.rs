//! What the elements of GEXF say: attributes, and nodes and edges with their values and times.

use serde_json::Value as Json;

use super::{NO_LABEL, UNDIRECTED};
use crate::formats::column::{Kind, Owner};
use crate::formats::graphml::element::repeated_id;
use crate::formats::xml::Element;
use crate::formats::{FileNode, FileRelationship, Place};
use crate::value::Value;

/// A declared attribute.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    /// The name of the property.
    pub(super) title: String,
    /// The default, as text.
    pub(super) default: Option<String>,
    kind: Kind,
    is_list: bool,
}

impl Attribute {
    /// The attribute that an element declares.
    pub(super) fn new(element: &Element) -> Self {
        let id = element.attribute("id").unwrap_or_default();
        let title = element.attribute("title").unwrap_or(id).to_owned();
        let kind = element.attribute("type").unwrap_or_default();
        let element_kind = kind.strip_prefix("list");
        let is_list = element_kind.is_some();
        let kind = match element_kind.unwrap_or(kind) {
            "boolean" => Kind::Boolean,
            "integer" | "long" | "short" | "byte" | "biginteger" => Kind::Integer,
            "double" | "float" | "bigdecimal" => Kind::Float,
            _ => Kind::Text,
        };
        Self { title, default: None, kind, is_list }
    }

    /// The value that a text stands for. Lists are in JSON, in brackets, or separated by `|`.
    pub(super) fn read(&self, text: &str) -> Result<Option<Value>, String> {
        if !self.is_list {
            return self.kind.read(text);
        }
        let items = match serde_json::from_str::<Vec<Json>>(text) {
            Ok(items) => items.iter().map(plain).collect(),
            Err(_) => split(text),
        };
        let values =
            items.iter().map(|item| self.kind.read(item)).collect::<Result<Vec<_>, _>>()?;
        Ok(Some(Value::list(values.into_iter().flatten().collect())))
    }
}

fn plain(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

/// The elements of Gephi's `[a, b]` or of the older `a|b`.
fn split(text: &str) -> Vec<String> {
    let inside = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let parts = inside.map_or_else(|| text.split('|'), |inside| inside.split('|'));
    let is_gephi = inside.is_some() && !text.contains('|');
    if is_gephi {
        return inside.unwrap_or_default().split(',').map(|part| part.trim().to_owned()).collect();
    }
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// A node or edge while its values are read.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) owner: Owner,
    pub(super) place: Place,
    pub(super) element: Element,
    pub(super) properties: Vec<(String, Value)>,
    spells: Vec<(Option<String>, Option<String>)>,
}

impl Open {
    pub(super) fn new(owner: Owner, element: Element, place: Place) -> Self {
        let mut open = Self { owner, place, element, properties: Vec::new(), spells: Vec::new() };
        let element = open.element.clone();
        open.add_spell(&element);
        open
    }

    /// Takes a time in which it is there, if the element has one.
    pub(super) fn add_spell(&mut self, element: &Element) {
        let time = |closed: &str, open: &str| {
            let time = element.attribute(closed).or_else(|| element.attribute(open));
            time.filter(|time| !time.is_empty()).map(str::to_owned)
        };
        let spell = (time("start", "startopen"), time("end", "endopen"));
        if spell != (None, None) {
            self.spells.push(spell);
        }
    }

    /// Adds a value; several of one attribute make a list.
    pub(super) fn add(&mut self, title: &str, value: Value) {
        match self.properties.iter_mut().find(|entry| entry.0 == title) {
            Some(entry) => {
                let before = std::mem::take(&mut entry.1);
                entry.1 = crate::formats::pg::append(before, value);
            }
            None => self.properties.push((title.to_owned(), value)),
        }
    }

    /// Whether a property is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.properties.iter().any(|entry| entry.0 == key)
    }

    fn finish(&mut self) {
        let first = self.spells.first().and_then(|spell| spell.0.clone());
        let last = self.spells.last().and_then(|spell| spell.1.clone());
        if self.has("on") || self.has("from") || self.has("until") {
            return;
        }
        for (key, time) in [("from", first), ("until", last)] {
            self.properties.extend(time.map(|time| (key.to_owned(), Value::from(time))));
        }
    }

    fn required(&self, attribute: &str) -> Result<String, String> {
        let what = if self.owner == Owner::Node { "node" } else { "edge" };
        let value = self.element.attribute(attribute).filter(|value| !value.is_empty());
        value.map(str::to_owned).ok_or_else(|| format!("the {what} has no `{attribute}`"))
    }

    /// The node that this is.
    pub(super) fn node(mut self) -> Result<FileNode, String> {
        let id = self.required("id")?;
        self.finish();
        let labels = match self.properties.iter().position(|entry| entry.0 == "labels") {
            Some(place) => texts(&self.properties.remove(place).1),
            None => Vec::new(),
        };
        if let Some(name) = self.element.attribute("label").filter(|_| !self.has("name")) {
            self.properties.push(("name".to_owned(), Value::from(name)));
        }
        Ok(FileNode { id, labels, properties: self.properties })
    }

    /// The relationship that this is.
    pub(super) fn edge(mut self, is_undirected: bool) -> Result<FileRelationship, String> {
        let (from, to) = (self.required("source")?, self.required("target")?);
        self.finish();
        let kind = self.element.attribute("label").filter(|label| !label.is_empty());
        let kind = kind.or_else(|| self.element.attribute("kind")).unwrap_or(NO_LABEL).to_owned();
        if let Some(weight) = self.element.attribute("weight").and_then(|text| text.parse().ok())
            && !self.has("weight")
            && f64::abs(weight - 1.0) > 0.0
        {
            self.properties.push(("weight".to_owned(), Value::Float(weight)));
        }
        let is_undirected = match self.element.attribute("type") {
            Some("directed" | "mutual") => false,
            Some("undirected") => true,
            Some(_) | None => is_undirected,
        };
        if is_undirected && !self.has(UNDIRECTED) {
            self.properties.push((UNDIRECTED.to_owned(), Value::Boolean(true)));
        }
        let id = repeated_id(self.element.attribute("id"), &self.properties);
        Ok(FileRelationship { id, kind, from, to, properties: self.properties })
    }
}

/// The labels in a list or a text.
fn texts(value: &Value) -> Vec<String> {
    if let Value::List(items) = value {
        return items.iter().map(plain_text).collect();
    }
    let text = plain_text(value);
    let labels = text.split([':', '|']).filter(|label| !label.is_empty());
    labels.map(str::to_owned).collect()
}

fn plain_text(value: &Value) -> String {
    crate::value::literal::text(value).unwrap_or_else(|| value.to_string())
}
