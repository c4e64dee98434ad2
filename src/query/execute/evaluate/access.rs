//! Parts of values: properties, entries, elements, slices.

use super::super::context::Context;
use super::super::row::Row;
use super::entity::property_of;
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
    let text = context.names.key_text(key);
    let entity = {
        let value = operand(subject, context, row)?;
        if !Kinds::ENTITY.intersects(Kinds::of(&value)) {
            return access::property(&value, text);
        }
        value.into_owned()
    };
    property_of(&entity, context.names.key(key), context)
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
    if let Value::String(key) = &key {
        let known = context.view().names().property_key(key);
        return property_of(&entity, known, context);
    }
    if key.is_null() {
        return Ok(Value::Null);
    }
    let message = format!("a property is accessed by a STRING, but found {}", Kinds::of(&key));
    Err(Error::new(ErrorCode::MapElementAccessByNonString, message))
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
