//! Reads graphs in JSON as a stream: one node or edge is in memory at a time.
//!
//! Only edges whose ends are numbers wait, where they stand before the nodes: whether these are ids or
//! places in the list shows only there.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value as Json;

use super::element::{has_number, read_edge, read_node};
use crate::error::{Error, Result};
use crate::formats::identity::LOCAL;
use crate::formats::pg_json::read::{Element, translate};
use crate::formats::{Loader, Place, Source};

/// Reads a file into the loader.
pub(super) fn read(source: &mut Source<'_>, loader: &mut Loader<'_>) -> Result<()> {
    let mut document = Document {
        place: source.place(),
        loader,
        failure: None,
        found: false,
        is_directed: true,
        nodes: 0,
        are_numbered: false,
        waiting: Vec::new(),
    };
    let mut json = serde_json::Deserializer::from_reader(&mut *source);
    let outcome = Part { document: &mut document, kind: Kind::Graph };
    let outcome = outcome.deserialize(&mut json).and_then(|()| json.end());
    if outcome.is_ok() {
        document.load_waiting()?;
    }
    let Document { failure, found, .. } = document;
    match (failure, outcome) {
        (Some(failure), _) => Err(failure),
        (None, Err(error)) => Err(translate(source, &error)),
        (None, Ok(())) if !found => Err(source
            .error_at(Place::START, "there are neither `nodes` nor `edges`")
            .with_help("a graph in JSON is an object with `nodes` and `links` or `edges`")),
        (None, Ok(())) => Ok(()),
    }
}

/// The whole file.
struct Document<'l, 'g> {
    place: Rc<Cell<Place>>,
    loader: &'l mut Loader<'g>,
    /// What the loader complained of; serde's own error then only ends the reading.
    failure: Option<Error>,
    /// Whether there were nodes or edges at all, be it none.
    found: bool,
    is_directed: bool,
    /// How many nodes were read.
    nodes: usize,
    /// Whether there are nodes without ids, which edges name by their places.
    are_numbered: bool,
    waiting: Vec<(Json, Place)>,
}

impl Document<'_, '_> {
    fn node(&mut self, json: Json, key: Option<String>, place: Place) -> Result<()> {
        let number = self.nodes;
        self.nodes += 1;
        match read_node(json, key) {
            Ok(mut node) => {
                if node.id.is_empty() {
                    self.are_numbered = true;
                    node.id = format!("{LOCAL}{number}");
                }
                self.loader.node(node, place)
            }
            Err(reason) => self.loader.fault(place, reason),
        }
    }

    fn edge(&mut self, json: Json, place: Place) -> Result<()> {
        let are_numbers = has_number(&json);
        if are_numbers && self.nodes == 0 {
            self.waiting.push((json, place));
            return Ok(());
        }
        match read_edge(json, self.is_directed) {
            Ok(mut edge) => {
                if are_numbers && self.are_numbered {
                    edge.from = format!("{LOCAL}{}", edge.from);
                    edge.to = format!("{LOCAL}{}", edge.to);
                }
                self.loader.relationship(edge, place)
            }
            Err(reason) => self.loader.fault(place, reason),
        }
    }

    fn load_waiting(&mut self) -> Result<()> {
        // From here on nothing waits.
        self.nodes = self.nodes.max(1);
        let waiting = std::mem::take(&mut self.waiting);
        waiting.into_iter().try_for_each(|(json, place)| self.edge(json, place))
    }
}

/// What a part of the file is read as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A graph, or a list of graphs.
    Graph,
    /// Nodes, listed or by their ids.
    Nodes,
    /// A list of edges.
    Edges,
}

/// A part of the file.
struct Part<'d, 'l, 'g> {
    document: &'d mut Document<'l, 'g>,
    kind: Kind,
}

impl<'de> DeserializeSeed<'de> for Part<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Graph => "an object with `nodes` and `edges`",
            Kind::Nodes => "nodes, in a list or by their ids",
            Kind::Edges => "a list of edges",
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let Self { document, kind } = self;
        if kind == Kind::Graph {
            while elements.next_element_seed(Part { document, kind })?.is_some() {}
            return Ok(());
        }
        while let Some((place, json)) = elements.next_element_seed(Element(&document.place))? {
            let outcome = if kind == Kind::Nodes {
                document.node(json, None, place)
            } else {
                document.edge(json, place)
            };
            keep(document, outcome)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let Self { document, kind } = self;
        if kind == Kind::Edges {
            return Err(A::Error::custom("`edges` is a list, but found an object"));
        }
        while let Some(field) = fields.next_key::<String>()? {
            if kind == Kind::Nodes {
                let (place, json) = fields.next_value_seed(Element(&document.place))?;
                let outcome = document.node(json, Some(field), place);
                keep(document, outcome)?;
                continue;
            }
            let kind = match field.as_str() {
                "graph" | "graphs" => Kind::Graph,
                "nodes" => Kind::Nodes,
                "links" | "edges" => Kind::Edges,
                "directed" => {
                    document.is_directed = fields.next_value::<Json>()?.as_bool().unwrap_or(true);
                    continue;
                }
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            document.found |= kind != Kind::Graph;
            fields.next_value_seed(Part { document, kind })?;
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _value: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _value: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _value: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _value: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _value: &str) -> Result<(), E> {
        Ok(())
    }
}

/// Ends the reading by an error of the loader.
fn keep<E: serde::de::Error>(
    document: &mut Document<'_, '_>,
    outcome: Result<()>,
) -> Result<(), E> {
    outcome.map_err(|failure| {
        document.failure = Some(failure);
        E::custom("the element can't be loaded")
    })
}
