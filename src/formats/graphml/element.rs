//! What the elements of `GraphML` say: keys, and nodes and edges with their data.

use serde_json::Value as Json;

use super::{NO_LABEL, UNDIRECTED};
use crate::formats::column::{Kind, Owner};
use crate::formats::identity::{ID, id_text};
use crate::formats::xml::Element;
use crate::formats::{FileNode, FileRelationship, Place};
use crate::value::Value;
use crate::value::literal::text;

/// A declared attribute.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// The name of the property, if it has one.
    pub(super) name: Option<String>,
    /// What it belongs to, if not to everything.
    pub(super) owner: Option<Owner>,
    /// Its default, as text.
    pub(super) default: Option<String>,
    kind: Kind,
    is_list: bool,
}

impl Key {
    /// The key that an element declares; those of yEd's drawings have no name.
    pub(super) fn new(element: &Element) -> Self {
        let own = element.attribute("amur.name").or_else(|| element.attribute("attr.name"));
        let name = own.or_else(|| {
            element.attribute("id").filter(|_| element.attribute("yfiles.type").is_none())
        });
        let owner = match element.attribute("for") {
            Some("node") => Some(Owner::Node),
            Some("edge") => Some(Owner::Edge),
            Some(_) | None => None,
        };
        let kind = match element.attribute("attr.list").or_else(|| element.attribute("attr.type")) {
            Some("boolean") => Kind::Boolean,
            Some("int" | "integer" | "long" | "short" | "byte") => Kind::Integer,
            Some("float" | "double") => Kind::Float,
            Some(_) | None => Kind::Text,
        };
        let is_list = element.attribute("attr.list").is_some();
        Self { name: name.map(str::to_owned), owner, default: None, kind, is_list }
    }

    /// The value that a text stands for.
    pub(super) fn read(&self, text: &str) -> Result<Option<Value>, String> {
        if !self.is_list {
            return self.kind.read(text);
        }
        let items: Vec<Json> = serde_json::from_str(text)
            .map_err(|_| format!("expected a list in JSON, but found `{text}`"))?;
        let item = |json: Json| match (json, self.kind) {
            (Json::String(text), _) => self.kind.read(&text),
            (Json::Number(number), Kind::Float) => Ok(number.as_f64().map(Value::Float)),
            (other, _) => self.kind.read(&other.to_string()),
        };
        let values = items.into_iter().map(item).collect::<Result<Vec<_>, _>>()?;
        Ok(Some(Value::list(values.into_iter().flatten().collect())))
    }
}

/// A node or edge while its data are read.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) owner: Owner,
    pub(super) place: Place,
    /// The key and property of each of its data, as they stand in the file.
    pub(super) data: Vec<(String, Value)>,
    /// The label that yEd draws.
    pub(super) drawn: Option<String>,
    element: Element,
    is_undirected: bool,
}

impl Open {
    pub(super) fn new(owner: Owner, element: Element, place: Place, is_undirected: bool) -> Self {
        let is_undirected = match element.attribute("directed") {
            Some("true") => false,
            Some("false") => true,
            Some(_) | None => is_undirected,
        };
        Self { owner, place, data: Vec::new(), drawn: None, element, is_undirected }
    }

    /// Takes the first of these data that holds a text.
    fn take_text(&mut self, keys: &[&str]) -> Option<String> {
        let holds = |entry: &(String, Value), key: &str| {
            entry.0 == key && matches!(entry.1, Value::String(_))
        };
        let find = |key: &&str| self.data.iter().position(|entry| holds(entry, key));
        let place = keys.iter().find_map(find)?;
        text(&self.data.remove(place).1)
    }

    /// The attribute that Neo4j writes beside the data that repeat it; those are taken.
    fn take_repeated(&mut self, attribute: &str) -> Option<String> {
        let text = self.element.attribute(attribute)?.to_owned();
        let repeats = |entry: &(String, Value)| {
            entry.0 == attribute && matches!(&entry.1, Value::String(one) if **one == *text)
        };
        if let Some(place) = self.data.iter().position(repeats) {
            self.data.remove(place);
        }
        Some(text)
    }

    fn required(&self, attribute: &str) -> Result<String, String> {
        let what = if self.owner == Owner::Node { "node" } else { "edge" };
        let value = self.element.attribute(attribute).filter(|value| !value.is_empty());
        value.map(str::to_owned).ok_or_else(|| format!("the {what} has no `{attribute}`"))
    }

    /// The node that this is.
    pub(super) fn node(mut self) -> Result<FileNode, String> {
        let id = self.required("id")?;
        let labels = self.take_repeated("labels").or_else(|| {
            let labels = self.take_text(&["labels", "labelV"]);
            self.name_drawn();
            labels
        });
        let labels = labels.map(|labels| split_labels(&labels)).unwrap_or_default();
        Ok(FileNode { id, labels, properties: self.data })
    }

    /// Makes what is drawn at a node its name, unless it has one.
    fn name_drawn(&mut self) {
        if self.data.iter().any(|entry| entry.0 == "name") {
            return;
        }
        let drawn = self.drawn.take().filter(|drawn| !drawn.is_empty());
        if let Some(name) = drawn.or_else(|| self.take_text(&["label"])) {
            self.data.push(("name".to_owned(), Value::from(name)));
        }
    }

    /// The relationship that this is.
    pub(super) fn edge(mut self) -> Result<FileRelationship, String> {
        let (from, to) = (self.required("source")?, self.required("target")?);
        let drawn = self.drawn.take().filter(|drawn| !drawn.is_empty());
        let kind = self.take_repeated("label").or(drawn).or_else(|| {
            self.take_text(&["label", "labelE", "Edge Label", "edgelabel", "type", "relation"])
        });
        let kind = kind.filter(|kind| !kind.is_empty()).unwrap_or_else(|| NO_LABEL.to_owned());
        let id = repeated_id(self.element.attribute("id"), &self.data);
        if self.is_undirected && !self.data.iter().any(|entry| entry.0 == UNDIRECTED) {
            self.data.push((UNDIRECTED.to_owned(), Value::Boolean(true)));
        }
        Ok(FileRelationship { id, kind, from, to, properties: self.data })
    }
}

/// The id of an edge, if its property `id` repeats it.
pub(in crate::formats) fn repeated_id(
    id: Option<&str>,
    properties: &[(String, Value)],
) -> Option<String> {
    let kept = properties.iter().find(|entry| entry.0 == ID).and_then(|entry| id_text(&entry.1));
    kept.filter(|kept| id == Some(kept))
}

/// The labels in `:Person:General`, or the only one in `Person`.
fn split_labels(text: &str) -> Vec<String> {
    let labels =
        text.strip_prefix(':').map_or_else(|| vec![text], |rest| rest.split(':').collect());
    labels.into_iter().filter(|label| !label.is_empty()).map(str::to_owned).collect()
}
