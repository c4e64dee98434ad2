//! Values as literals of RDF.

use oxrdf::{Literal, NamedNode};

use super::{VALUE, XSD};
use crate::formats::column::{Kind, value_text};
use crate::formats::literal::{decode, temporal};
use crate::value::Value;
use crate::value::literal::literal;

/// The literals that stand for the property: several for a list whose elements are distinct.
pub(super) fn literals_of(value: &Value) -> Vec<Literal> {
    let Value::List(items) = value else { return vec![literal_of(value)] };
    let literals: Vec<_> = items.iter().map(literal_of).collect();
    let is_distinct = (1..literals.len()).all(|place| {
        literals
            .get(place)
            .is_some_and(|one| !literals.iter().take(place).any(|other| other == one))
    });
    if literals.len() > 1 && literals.len() <= 100 && is_distinct {
        literals
    } else {
        vec![in_cypher(value)]
    }
}

fn literal_of(value: &Value) -> Literal {
    let typed = |name: &str| Literal::new_typed_literal(value_text(value), datatype(name));
    match value {
        Value::String(text) => Literal::new_simple_literal(text.to_string()),
        Value::Boolean(_) => typed("boolean"),
        Value::Integer(_) => typed("integer"),
        Value::Float(_) => typed("double"),
        Value::Date(_) if value_text(value).len() == 10 => typed("date"),
        Value::LocalTime(_) | Value::Time(_) if has_seconds(&value_text(value)) => typed("time"),
        Value::LocalDateTime(_) | Value::DateTime(_) if is_date_time(&value_text(value)) => {
            typed("dateTime")
        }
        Value::Duration(_) if !value_text(value).contains('-') => typed("duration"),
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
        | Value::Point(_) => in_cypher(value),
    }
}

fn datatype(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{XSD}{name}"))
}

fn in_cypher(value: &Value) -> Literal {
    Literal::new_typed_literal(literal(value), NamedNode::new_unchecked(VALUE))
}

/// Whether a time has the seconds that XML asks for.
fn has_seconds(time: &str) -> bool {
    time.split(['+', '-', 'Z']).next().is_some_and(|time| time.matches(':').count() == 2)
}

/// Whether a day and time is one of XML: a year of four digits, seconds, no name of a zone.
fn is_date_time(text: &str) -> bool {
    let parts = text.split_once('T');
    parts.is_some_and(|(date, time)| date.len() == 10 && has_seconds(time)) && !text.contains('[')
}

/// The value that a literal stands for. What does not fit its datatype stays a text.
pub(super) fn value_of(literal: &Literal) -> Value {
    let (text, datatype) = (literal.value(), literal.datatype());
    let datatype = datatype.as_str();
    let read = if datatype == VALUE {
        decode(text)
    } else {
        datatype.strip_prefix(XSD).and_then(|name| read_as(name, text))
    };
    read.unwrap_or_else(|| Value::from(text))
}

fn read_as(datatype: &str, text: &str) -> Option<Value> {
    let has_zone = || {
        let time = text.split_once('T').map_or(text, |parts| parts.1);
        time.contains(['+', '-', 'Z'])
    };
    match datatype {
        "boolean" => Kind::Boolean.read(text).ok().flatten(),
        "double" | "float" | "decimal" => Kind::Float.read(text).ok().flatten(),
        "integer" | "int" | "long" | "short" | "byte" | "nonNegativeInteger"
        | "positiveInteger" | "nonPositiveInteger" | "negativeInteger" | "unsignedInt"
        | "unsignedLong" | "unsignedShort" | "unsignedByte" => {
            Kind::Integer.read(text).ok().flatten()
        }
        "date" => temporal("date", text),
        "time" => temporal(if has_zone() { "time" } else { "localtime" }, text),
        "dateTime" | "dateTimeStamp" => {
            temporal(if has_zone() { "datetime" } else { "localdatetime" }, text)
        }
        "duration" | "dayTimeDuration" | "yearMonthDuration" => temporal("duration", text),
        _ => None,
    }
}
