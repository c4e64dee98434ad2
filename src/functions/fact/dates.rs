//! The dates that a fact states.

use crate::error::Result;
use crate::functions::graph::{present_node, present_relationship};
use crate::graph::GraphView;
use crate::value::edtf::{Edtf, Extent};
use crate::value::{Date, Value};

/// What one fact states of its time.
#[derive(Clone, Debug)]
pub(super) enum Dates {
    /// It happened on some day of this date.
    Happened(Edtf),
    /// It lasted from one date to another.
    Lasted(Option<Edtf>, Option<Edtf>),
    /// A date by itself: a moment, or an interval that lasts.
    Stated(Edtf),
}

impl Dates {
    /// Its place on the time line.
    pub(super) fn extent(&self) -> Extent {
        match self {
            Self::Happened(on) => Extent::of_event(on),
            Self::Lasted(from, until) => Extent::of_lasting(from.as_ref(), until.as_ref()),
            Self::Stated(date) => Extent::of_fact(date),
        }
    }

    /// The date as it is written.
    fn text(&self) -> String {
        let end =
            |end: &Option<Edtf>| end.as_ref().map_or_else(|| "..".to_owned(), Edtf::to_string);
        match self {
            Self::Happened(date) | Self::Stated(date) => date.to_string(),
            Self::Lasted(from, until) => format!("{}/{}", end(from), end(until)),
        }
    }

    /// The first day on which it may have begun.
    pub(super) fn earliest(&self) -> Option<Date> {
        match self {
            Self::Happened(date) | Self::Stated(date) => date.earliest(),
            Self::Lasted(from, _) => from.as_ref().and_then(Edtf::earliest),
        }
    }

    /// The last day on which it may have ended.
    pub(super) fn latest(&self) -> Option<Date> {
        match self {
            Self::Happened(date) | Self::Stated(date) => date.latest(),
            Self::Lasted(_, until) => until.as_ref().and_then(Edtf::latest),
        }
    }

    /// When it began or happened, as it is written.
    pub(super) fn began(&self) -> Option<String> {
        match self {
            Self::Happened(date) => Some(date.to_string()),
            Self::Lasted(from, _) => from.as_ref().map(Edtf::to_string),
            Self::Stated(date) => match date.to_string().split_once('/') {
                Some((start, _)) => known(start),
                None => Some(date.to_string()),
            },
        }
    }

    /// When it ended, as it is written.
    pub(super) fn ended(&self) -> Option<String> {
        match self {
            Self::Happened(_) => None,
            Self::Lasted(_, until) => until.as_ref().map(Edtf::to_string),
            Self::Stated(date) => date.to_string().split_once('/').and_then(|(_, end)| known(end)),
        }
    }
}

fn known(end: &str) -> Option<String> {
    (!end.is_empty() && end != "..").then(|| end.to_owned())
}

/// The text of one date, or the span from the first day of several to the last.
pub(super) fn text_of(all: &[Dates]) -> Option<String> {
    if let [] | [_] = all {
        return all.first().map(Dates::text);
    }
    let day = |day: Option<Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
    let first = all.iter().map(Dates::earliest).min().flatten();
    let last: Option<Vec<Date>> = all.iter().map(Dates::latest).collect();
    Some(format!("{}/{}", day(first), day(last.and_then(|days| days.into_iter().max()))))
}

/// The dates of a value: none, or one, or for a path those of its dated parts.
pub(super) fn dates_of(view: GraphView<'_>, value: &Value) -> Result<Vec<Dates>> {
    match value {
        Value::String(text) => Ok(vec![Dates::Stated(Edtf::parse(text)?)]),
        Value::Date(date) => Ok(vec![Dates::Stated(Edtf::parse(&date.to_string())?)]),
        Value::Node(_) | Value::Relationship(_) => entity(view, value),
        Value::Path(path) => {
            let nodes = path.nodes().map(Value::Node);
            let parts = nodes.chain(path.relationships().map(Value::Relationship));
            let found: Result<Vec<_>> = parts.map(|part| entity(view, &part)).collect();
            Ok(found?.into_iter().flatten().collect())
        }
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => Ok(Vec::new()),
    }
}

fn entity(view: GraphView<'_>, value: &Value) -> Result<Vec<Dates>> {
    let property =
        |key: &str| date_of(&property(view, value, key)?).map_or(Ok(None), |date| Ok(Some(date)));
    if let Some(on) = property("on")? {
        return Ok(vec![Dates::Happened(on)]);
    }
    let (from, until) = (property("from")?, property("until")?);
    let is_dated = from.is_some() || until.is_some();
    Ok(if is_dated { vec![Dates::Lasted(from, until)] } else { Vec::new() })
}

/// A property of a node or relationship; null for other values.
///
/// # Errors
/// `DeletedEntityAccess` if the entity is gone.
pub(super) fn property(view: GraphView<'_>, value: &Value, key: &str) -> Result<Value> {
    let Some(key) = view.names().property_key(key) else { return Ok(Value::Null) };
    match value {
        Value::Node(node) => Ok(view.node_property(present_node(view, *node)?, key)),
        Value::Relationship(relationship) => {
            let relationship = present_relationship(view, *relationship)?;
            Ok(view.relationship_property(relationship, key))
        }
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Path(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => Ok(Value::Null),
    }
}

/// The date that a property holds. One that is no date is unknown, so that a strange value somewhere
/// does not fail a question about everything.
fn date_of(property: &Value) -> Option<Edtf> {
    match property {
        Value::String(text) => Edtf::parse(text).ok(),
        Value::Date(date) => Edtf::parse(&date.to_string()).ok(),
        Value::Integer(year) => Edtf::parse(&format!("{year:04}")).ok(),
        Value::LocalDateTime(time) => Edtf::parse(&time.date().to_string()).ok(),
        Value::DateTime(time) => Edtf::parse(&time.local.date().to_string()).ok(),
        Value::List(items) if items.len() == 1 => items.first().and_then(date_of),
        Value::Null
        | Value::Boolean(_)
        | Value::Float(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::Duration(_)
        | Value::Point(_) => None,
    }
}
