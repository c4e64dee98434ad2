//! Reads PG-JSON as a stream: one node or edge is in memory at a time.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value as Json;
use serde_json::error::Category;

use super::element::{read_edge, read_node};
use crate::error::{Error, ErrorCode, Result};
use crate::formats::{Loader, Place, Source};

/// Reads a file into the loader.
pub(super) fn read(source: &mut Source<'_>, loader: &mut Loader<'_>) -> Result<()> {
    let place = source.place();
    let mut document = Document { loader, place, failure: None, found: false };
    let mut json = serde_json::Deserializer::from_reader(&mut *source);
    let outcome = document.deserialize(&mut json).and_then(|()| json.end());
    let Document { failure, found, .. } = document;
    match (failure, outcome) {
        (Some(failure), _) => Err(failure),
        (None, Err(error)) => Err(translate(source, &error)),
        (None, Ok(())) if !found => Err(source
            .error_at(Place::START, "there are neither `nodes` nor `edges`")
            .with_help("a graph in PG-JSON is an object {\"nodes\": [...], \"edges\": [...]}")),
        (None, Ok(())) => Ok(()),
    }
}

/// The whole file.
struct Document<'l, 'g> {
    loader: &'l mut Loader<'g>,
    place: Rc<Cell<Place>>,
    /// What the loader complained of; serde's own error then only ends the reading.
    failure: Option<Error>,
    /// Whether there were nodes or edges at all, be it none.
    found: bool,
}

impl<'de> DeserializeSeed<'de> for &mut Document<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Document<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `nodes` and `edges`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(field) = fields.next_key::<String>()? {
            match field.as_str() {
                "nodes" => fields.next_value_seed(Elements { document: self, kind: Kind::Node })?,
                "edges" => fields.next_value_seed(Elements { document: self, kind: Kind::Edge })?,
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                    continue;
                }
            }
            self.found = true;
        }
        Ok(())
    }
}

/// What a list holds.
#[derive(Clone, Copy)]
enum Kind {
    Node,
    Edge,
}

/// The list of all nodes, or of all edges.
struct Elements<'d, 'l, 'g> {
    document: &'d mut Document<'l, 'g>,
    kind: Kind,
}

impl<'de> DeserializeSeed<'de> for Elements<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Node => "a list of nodes",
            Kind::Edge => "a list of edges",
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let Self { document, kind } = self;
        while let Some((place, json)) = elements.next_element_seed(Element(&document.place))? {
            if let Err(failure) = document.load(json, kind, place) {
                document.failure = Some(failure);
                return Err(A::Error::custom("the element can't be loaded"));
            }
        }
        Ok(())
    }
}

impl Document<'_, '_> {
    fn load(&mut self, json: Json, kind: Kind, place: Place) -> Result<()> {
        let outcome = match kind {
            Kind::Node => read_node(json).map(|node| self.loader.node(node, place)),
            Kind::Edge => read_edge(json).map(|edge| self.loader.relationship(edge, place)),
        };
        outcome.unwrap_or_else(|reason| self.loader.fault(place, reason))
    }
}

/// One element, with the place where it begins.
pub(in crate::formats) struct Element<'p>(pub(in crate::formats) &'p Cell<Place>);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = (Place, Json);

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        // The first byte of the element has been looked at, but no more.
        let after = self.0.get();
        let place = Place { column: after.column.saturating_sub(1).max(1), ..after };
        let element = serde::Deserialize::deserialize(json)?;
        Ok((place, element))
    }
}

/// Says in our words what is wrong with the JSON.
pub(in crate::formats) fn translate(source: &Source<'_>, error: &serde_json::Error) -> Error {
    let place = Place { line: error.line().max(1), column: error.column().max(1) };
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |parts| parts.0);
    match error.classify() {
        Category::Io => Error::new(
            ErrorCode::FileAccess,
            format!("`{}` can't be read: {}", source.name(), reason.to_lowercase()),
        ),
        Category::Eof => source
            .error_at(place, "the file ends in the middle of its JSON")
            .with_help("it has been cut off, or a bracket or quote is not closed"),
        Category::Syntax => source.error_at(place, &format!("this is no JSON: {reason}")),
        Category::Data => source.error_at(place, reason),
    }
}
