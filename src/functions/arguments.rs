//! The arguments of a call as the Rust types that bodies work on.
//!
//! [`Function::call`](super::Function::call) has checked the kinds against the signature, so an error
//! from here says that a signature promises more than its body can take.

use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::value::arithmetic::to_float;
use crate::value::{Kinds, Map, NodeId, Path, Point, RelationshipId, Value};

/// The error for an argument of a kind that the body can't take.
pub(super) fn unexpected(place: usize, found: &Value, wanted: Kinds) -> Error {
    Error::new(
        ErrorCode::InvalidArgumentValue,
        format!("argument {} must be {wanted}, but is {}", place + 1, Kinds::of(found)),
    )
}

/// The argument at a place; null if it was left out.
pub(super) fn value(arguments: &[Value], place: usize) -> &Value {
    const ABSENT: &Value = &Value::Null;
    arguments.get(place).unwrap_or(ABSENT)
}

/// The text at a place.
pub(super) fn text(arguments: &[Value], place: usize) -> Result<&str> {
    let value = value(arguments, place);
    if let Value::String(text) = value {
        Ok(text)
    } else {
        Err(unexpected(place, value, Kinds::STRING))
    }
}

/// The text at a place, if it was given.
pub(super) fn optional_text(arguments: &[Value], place: usize) -> Result<Option<&str>> {
    if arguments.len() > place { text(arguments, place).map(Some) } else { Ok(None) }
}

/// The integer at a place.
pub(super) fn integer(arguments: &[Value], place: usize) -> Result<i64> {
    let value = value(arguments, place);
    if let Value::Integer(integer) = value {
        Ok(*integer)
    } else {
        Err(unexpected(place, value, Kinds::INTEGER))
    }
}

/// The count at a place, which must not be negative.
pub(super) fn count(arguments: &[Value], place: usize) -> Result<usize> {
    let integer = integer(arguments, place)?;
    usize::try_from(integer).map_err(|_| {
        Error::new(
            ErrorCode::NumberOutOfRange,
            format!("argument {} must not be negative, but is {integer}", place + 1),
        )
    })
}

/// The number at a place, an integer as a float.
pub(super) fn number(arguments: &[Value], place: usize) -> Result<f64> {
    to_float(value(arguments, place))
        .ok_or_else(|| unexpected(place, value(arguments, place), Kinds::NUMBER))
}

/// The list at a place.
pub(super) fn list(arguments: &[Value], place: usize) -> Result<&[Value]> {
    let value = value(arguments, place);
    if let Value::List(items) = value {
        Ok(items)
    } else {
        Err(unexpected(place, value, Kinds::LIST))
    }
}

/// The map at a place.
pub(super) fn map(arguments: &[Value], place: usize) -> Result<&Map> {
    let value = value(arguments, place);
    if let Value::Map(entries) = value {
        Ok(entries)
    } else {
        Err(unexpected(place, value, Kinds::MAP))
    }
}

/// The node at a place.
pub(super) fn node(arguments: &[Value], place: usize) -> Result<NodeId> {
    let value = value(arguments, place);
    if let Value::Node(node) = value {
        Ok(*node)
    } else {
        Err(unexpected(place, value, Kinds::NODE))
    }
}

/// The relationship at a place.
pub(super) fn relationship(arguments: &[Value], place: usize) -> Result<RelationshipId> {
    let value = value(arguments, place);
    if let Value::Relationship(relationship) = value {
        Ok(*relationship)
    } else {
        Err(unexpected(place, value, Kinds::RELATIONSHIP))
    }
}

/// The path at a place.
pub(super) fn path(arguments: &[Value], place: usize) -> Result<&Arc<Path>> {
    let value = value(arguments, place);
    if let Value::Path(path) = value {
        Ok(path)
    } else {
        Err(unexpected(place, value, Kinds::PATH))
    }
}

/// The point at a place.
pub(super) fn point(arguments: &[Value], place: usize) -> Result<&Point> {
    let value = value(arguments, place);
    if let Value::Point(point) = value {
        Ok(point)
    } else {
        Err(unexpected(place, value, Kinds::POINT))
    }
}

/// How many there are, as an integer of the language.
pub(super) fn length(items: usize) -> Value {
    Value::Integer(i64::try_from(items).unwrap_or(i64::MAX))
}
