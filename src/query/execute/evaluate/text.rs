//! Operators on texts; null where an operand is no text.

use super::super::context::Context;
use super::super::row::Row;
use super::evaluate;
use crate::error::Result;
use crate::query::bind::bound::Expression;
use crate::syntax::ast::TextOperator;
use crate::value::Value;

/// `left STARTS WITH right` and its kin.
pub(super) fn test(
    operator: TextOperator,
    left: &Expression,
    right: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let left = evaluate(left, context, row)?;
    let right = evaluate(right, context, row)?;
    let (Value::String(text), Value::String(pattern)) = (&left, &right) else {
        return Ok(Value::Null);
    };
    let result = match operator {
        TextOperator::StartsWith => text.starts_with(&**pattern),
        TextOperator::EndsWith => text.ends_with(&**pattern),
        TextOperator::Contains => text.contains(&**pattern),
        TextOperator::Matches => context.pattern(pattern)?.is_match(text),
    };
    Ok(result.into())
}
