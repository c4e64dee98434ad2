//! `CASE`.

use super::super::context::Context;
use super::super::row::Row;
use super::super::values;
use super::{evaluate, is_true};
use crate::error::Result;
use crate::query::bind::bound::Expression;
use crate::value::Value;

/// The result of the first branch whose condition is true, or equals the subject.
pub(super) fn case(
    subject: Option<&Expression>,
    branches: &[(Expression, Expression)],
    otherwise: Option<&Expression>,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let subject = subject.map(|subject| evaluate(subject, context, row)).transpose()?;
    for (condition, result) in branches {
        let taken = match &subject {
            Some(subject) => {
                let value = evaluate(condition, context, row)?;
                values::equals(subject, &value) == Some(true)
            }
            None => is_true(condition, context, row)?,
        };
        if taken {
            return evaluate(result, context, row);
        }
    }
    otherwise.map_or(Ok(Value::Null), |otherwise| evaluate(otherwise, context, row))
}
