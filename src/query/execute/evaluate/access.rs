//! Parts of values: properties, entries, elements, slices.

use super::super::context::Context;
use super::super::row::Row;
use super::entity::{node_property, property_of_text, relationship_property};
use super::{evaluate, operand, operands};
use crate::error::{Error, ErrorCode, Result};
use crate::query::bind::bound::{Expression, KeyRef};
use crate::value::{Kinds, Value, access};

/// `subject.key`.
pub(super) fn property(
    subject: &Expression,
    key: KeyRef,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let value = match &*operand(subject, context, row)? {
        Value::Map(entries) => {
            let entries = entries.clone();
            let text = context.names.key_text(key);
            return Ok(entries.get(text).cloned().unwrap_or_default());
        }
        other => other.clone(),
    };
    match value {
        Value::Node(id) => node_property(id, context.names.key(key), context),
        Value::Relationship(id) => relationship_property(id, context.names.key(key), context),
        Value::Null => Ok(Value::Null),
        other => access::property(&other, context.names.key_text(key)),
    }
}

/// `subject[index]`.
pub(super) fn index(
    subject: &Expression,
    index: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let (entity, key) = {
        let (subject, index) = operands(subject, index, context, row)?;
        if !Kinds::ENTITY.intersects(Kinds::of(&subject)) {
            return access::element(&subject, &index);
        }
        (subject.into_owned(), index.into_owned())
    };
    match key {
        Value::String(key) => property_of_text(&entity, &key, context),
        Value::Null => Ok(Value::Null),
        other => Err(Error::new(
            ErrorCode::MapElementAccessByNonString,
            format!("a property is accessed by a STRING, but found {}", Kinds::of(&other)),
        )),
    }
}

/// `subject[from..to]`.
pub(super) fn slice(
    subject: &Expression,
    from: Option<&Expression>,
    to: Option<&Expression>,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let list = evaluate(subject, context, row)?;
    let from = from.map(|from| evaluate(from, context, row)).transpose()?;
    let to = to.map(|to| evaluate(to, context, row)).transpose()?;
    access::slice(&list, from.as_ref(), to.as_ref())
}
