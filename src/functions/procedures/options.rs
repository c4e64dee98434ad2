//! The map of options that algorithms take.

use std::sync::Arc;

use crate::algorithms::{Projection, Selection};
use crate::diagnostic::nearest;
use crate::error::{Error, ErrorCode, Result};
use crate::functions::Environment;
use crate::graph::{Direction, GraphView, NodeId, RelationshipId};
use crate::value::arithmetic::to_float;
use crate::value::{Kinds, Map, Value};

/// The options of every algorithm; `types` is the same as `relTypes`.
const SELECTING: [&str; 5] = ["labels", "relTypes", "types", "direction", "weight"];

/// The options of one call.
pub(super) struct Options<'a> {
    entries: Option<&'a Map>,
}

impl<'a> Options<'a> {
    /// The options in an argument, which may be left out: those that select a part of the graph, and
    /// `own` ones of the procedure.
    ///
    /// # Errors
    /// `InvalidArgumentValue` if it is not a map, or has an option that there is not.
    pub(super) fn new(arguments: &'a [Value], place: usize, own: &[&str]) -> Result<Self> {
        let Some(argument) = arguments.get(place).filter(|argument| !argument.is_null()) else {
            return Ok(Self { entries: None });
        };
        let Value::Map(entries) = argument else {
            return Err(invalid(format!("options are a MAP, but got {}", Kinds::of(argument))));
        };
        let known: Vec<&str> = SELECTING.iter().chain(own).copied().collect();
        match entries.keys().find(|name| !known.contains(&&***name)) {
            Some(name) => Err(unknown("option", name, &known)),
            None => Ok(Self { entries: Some(entries) }),
        }
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.entries?.get(name).filter(|value| !value.is_null())
    }

    /// A whole number of at least `least`.
    pub(super) fn count(&self, name: &str, least: usize, default: usize) -> Result<usize> {
        let Some(value) = self.get(name) else { return Ok(default) };
        let count =
            if let Value::Integer(number) = value { usize::try_from(*number).ok() } else { None };
        count.filter(|count| *count >= least).ok_or_else(|| {
            let message = format!("`{name}` is an INTEGER of at least {least}, but got `{value}`");
            Error::new(ErrorCode::NumberOutOfRange, message)
        })
    }

    /// A number from 0 to 1.
    pub(super) fn share(&self, name: &str, default: f64) -> Result<f64> {
        let Some(value) = self.get(name) else { return Ok(default) };
        to_float(value).filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| {
            let message = format!("`{name}` is a number from 0 to 1, but got `{value}`");
            Error::new(ErrorCode::NumberOutOfRange, message)
        })
    }

    /// The nodes of a list.
    pub(super) fn nodes(&self, name: &str) -> Result<Vec<NodeId>> {
        self.get(name).map_or_else(|| Ok(Vec::new()), |value| nodes_of(name, value))
    }

    /// The relationships of a list, in the order of their identities.
    fn relationships(&self, name: &str) -> Result<Option<Vec<RelationshipId>>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let Value::List(items) = value else {
            let found = Kinds::of(value);
            return Err(invalid(format!("`{name}` is a LIST of relationships, but got {found}")));
        };
        let one = |item: &Value| {
            if let Value::Relationship(relationship) = item {
                return Ok(*relationship);
            }
            Err(invalid(format!("`{name}` takes relationships, but got {}", Kinds::of(item))))
        };
        let mut found = items.iter().map(one).collect::<Result<Vec<_>>>()?;
        found.sort_unstable();
        Ok(Some(found))
    }

    /// The part of the graph that the options name.
    ///
    /// # Errors
    /// `InvalidArgumentValue` for a label, type or key that the graph does not have.
    pub(super) fn selection(&self, view: GraphView<'_>, direction: Direction) -> Result<Selection> {
        let names = view.names();
        let labels = self.resolved(
            "labels",
            "label",
            |name| names.label(name),
            || names.labels().map(|(_, name)| &**name).collect(),
        )?;
        let wanted = if self.get("types").is_some() { "types" } else { "relTypes" };
        let types = self.resolved(
            wanted,
            "relationship type",
            |name| names.relationship_type(name),
            || names.relationship_types().map(|(_, name)| &**name).collect(),
        )?;
        let weight = self.resolved(
            "weight",
            "property key",
            |name| names.property_key(name),
            || names.property_keys().map(|(_, name)| &**name).collect(),
        )?;
        Ok(Selection {
            labels,
            types,
            direction: self.direction(direction)?,
            weight: weight.and_then(|keys| keys.first().copied()),
            without: Vec::new(),
            only: None,
        })
    }

    /// The projection of what the options name; one without exceptions is kept until the graph changes.
    pub(super) fn projection(
        &self,
        environment: &Environment<'_>,
        direction: Direction,
    ) -> Result<Arc<Projection>> {
        let view = environment.view;
        let mut selection = self.selection(view, direction)?;
        selection.without = self.nodes("avoid")?;
        selection.only = self.relationships("relationships")?;
        let build = || Projection::build(view, &selection, environment.tick);
        if selection.without.is_empty() && selection.only.is_none() {
            view.derived(&format!("{selection:?}"), build)
        } else {
            build().map(Arc::new)
        }
    }

    fn direction(&self, default: Direction) -> Result<Direction> {
        let Some(value) = self.get("direction") else { return Ok(default) };
        let name =
            if let Value::String(name) = value { name.to_uppercase() } else { String::new() };
        match name.as_str() {
            "OUTGOING" | "NATURAL" => Ok(Direction::Outgoing),
            "INCOMING" | "REVERSE" => Ok(Direction::Incoming),
            "BOTH" | "UNDIRECTED" => Ok(Direction::Both),
            _ => Err(invalid(format!("there is no direction `{value}`"))
                .with_help("use `OUTGOING`, `INCOMING` or `BOTH`")),
        }
    }

    /// The identities of a name or a list of names.
    fn resolved<'n, I>(
        &self,
        option: &str,
        what: &str,
        find: impl Fn(&str) -> Option<I>,
        all: impl FnOnce() -> Vec<&'n str>,
    ) -> Result<Option<Vec<I>>> {
        let Some(value) = self.get(option) else { return Ok(None) };
        let one = std::slice::from_ref(value);
        let names = if let Value::List(names) = value { names.as_slice() } else { one };
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            let Value::String(name) = name else {
                return Err(invalid(format!("`{option}` takes names, but got `{name}`")));
            };
            match find(name) {
                Some(identity) => found.push(identity),
                None => return Err(unknown(what, name, &all())),
            }
        }
        Ok((!found.is_empty()).then_some(found))
    }
}

/// The nodes of a list that stands for `name`.
pub(super) fn nodes_of(name: &str, value: &Value) -> Result<Vec<NodeId>> {
    let Value::List(items) = value else {
        return Err(invalid(format!("`{name}` is a LIST of nodes, but got {}", Kinds::of(value))));
    };
    let node = |item: &Value| {
        if let Value::Node(node) = item {
            return Ok(*node);
        }
        Err(invalid(format!("`{name}` takes nodes, but got {}", Kinds::of(item))))
    };
    items.iter().filter(|item| !item.is_null()).map(node).collect()
}

pub(super) fn invalid(message: String) -> Error {
    Error::new(ErrorCode::InvalidArgumentValue, message)
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Error {
    let error = invalid(format!("there is no {what} `{name}`"));
    match nearest(name, known.iter().copied()).first() {
        Some(best) => error.with_help(format!("did you mean `{best}`?")),
        None if known.is_empty() => error,
        None => error.with_help(format!("there are `{}`", known.join("`, `"))),
    }
}
