//! The three-valued logic: true, false and unknown (null).

use super::super::context::Context;
use super::super::row::{Row, list_of, mismatch};
use super::super::values;
use super::{evaluate, operands};
use crate::error::Result;
use crate::query::bind::bound::Expression;
use crate::value::{Kinds, Value};

/// The truth of a value; `None` if it is unknown.
pub(super) fn truth(value: &Value) -> Result<Option<bool>> {
    if let Value::Boolean(truth) = value {
        return Ok(Some(*truth));
    }
    if value.is_null() { Ok(None) } else { Err(mismatch(Kinds::BOOLEAN, value)) }
}

fn operand(
    expression: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Option<bool>> {
    truth(&evaluate(expression, context, row)?).map_err(|error| error.or_at(expression.span))
}

pub(super) fn not(
    expression: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    Ok(operand(expression, context, row)?.map(|truth| !truth).into())
}

/// False as soon as one operand is; else unknown if one is.
pub(super) fn and(
    operands: &[Expression],
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    decide(operands, false, context, row)
}

/// True as soon as one operand is; else unknown if one is.
pub(super) fn or(
    operands: &[Expression],
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    decide(operands, true, context, row)
}

fn decide(
    operands: &[Expression],
    decisive: bool,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let mut result = Some(!decisive);
    for expression in operands {
        match operand(expression, context, row)? {
            Some(truth) if truth == decisive => return Ok(decisive.into()),
            Some(_) => {}
            None => result = None,
        }
    }
    Ok(result.into())
}

/// Whether an odd number of operands is true; unknown as soon as one is.
pub(super) fn xor(
    operands: &[Expression],
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let mut result = Some(false);
    for expression in operands {
        let truth = operand(expression, context, row)?;
        result = result.zip(truth).map(|(one, other)| one != other);
    }
    Ok(result.into())
}

/// `element IN list`.
pub(super) fn is_in(
    element: &Expression,
    list: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let (element, list) = operands(element, list, context, row)?;
    let Some(items) = list_of(&list)? else { return Ok(Value::Null) };
    let mut result = Some(false);
    for item in items.iter() {
        match values::equals(&element, item) {
            Some(true) => return Ok(true.into()),
            Some(false) => {}
            None => result = None,
        }
    }
    Ok(result.into())
}
