//! Expressions to values.
//!
//! An expression is an enum that is walked by one function, [`evaluate`]; each kind of expression is a
//! small function of its own. An error gets the place of the innermost expression that raised it.

mod access;
mod branch;
mod call;
mod elements;
mod entity;
mod iterate;
mod logic;
mod nesting;
mod subquery;
mod text;

use std::borrow::Cow;
use std::sync::Arc;

pub(super) use elements::Elements;
pub(super) use entity::properties_of;
pub(super) use nesting::limited;

use super::context::Context;
use super::row::Row;
use super::values;
use crate::error::Result;
use crate::query::bind::bound::{Expression, ExpressionKind};
use crate::syntax::ast::{ArithmeticOperator, ComparisonOperator};
use crate::value::{Kinds, Map, Value, arithmetic};

/// The value of an expression for the present row.
///
/// The row is lent for writing because comprehensions put their elements into slots of their own.
pub(super) fn evaluate(
    expression: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    compute(&expression.kind, context, row).map_err(|error| error.or_at(expression.span))
}

fn compute(kind: &ExpressionKind, context: &mut Context<'_>, row: &mut Row) -> Result<Value> {
    match kind {
        ExpressionKind::Constant(value) => Ok(value.clone()),
        ExpressionKind::Slot(slot) => Ok(row.get(*slot).clone()),
        ExpressionKind::Parameter(parameter) => context.parameter(*parameter).cloned(),
        ExpressionKind::List(items) => list(items, context, row),
        ExpressionKind::Map(entries) => map(entries, context, row),
        ExpressionKind::Property(subject, key) => access::property(subject, *key, context, row),
        ExpressionKind::Index(subject, index) => access::index(subject, index, context, row),
        ExpressionKind::Slice(subject, from, to) => {
            access::slice(subject, from.as_deref(), to.as_deref(), context, row)
        }
        ExpressionKind::Not(operand) => logic::not(operand, context, row),
        ExpressionKind::Negate(operand) => arithmetic::negate(&evaluate(operand, context, row)?),
        ExpressionKind::Plus(operand) => arithmetic::affirm(&evaluate(operand, context, row)?),
        ExpressionKind::And(operands) => logic::and(operands, context, row),
        ExpressionKind::Or(operands) => logic::or(operands, context, row),
        ExpressionKind::Xor(operands) => logic::xor(operands, context, row),
        ExpressionKind::Arithmetic(operator, left, right) => {
            calculation(*operator, left, right, context, row)
        }
        ExpressionKind::Comparison(operator, left, right) => {
            comparison(*operator, left, right, context, row)
        }
        ExpressionKind::Text(operator, left, right) => {
            text::test(*operator, left, right, context, row)
        }
        ExpressionKind::In(element, list) => logic::is_in(element, list, context, row),
        ExpressionKind::IsNull(operand) => Ok(is_null(operand, context, row)?.into()),
        ExpressionKind::IsTyped(operand, kinds, not_null) => {
            let value = evaluate(operand, context, row)?;
            let fits = if value.is_null() { !not_null } else { kinds.contains(Kinds::of(&value)) };
            Ok(fits.into())
        }
        ExpressionKind::HasLabels(subject, labels, types) => {
            entity::has_names(subject, labels, types, context, row)
        }
        ExpressionKind::Call(function, arguments) => {
            call::function(function, arguments, context, row)
        }
        ExpressionKind::CustomCall(function, arguments) => {
            call::custom(function, arguments, context, row)
        }
        ExpressionKind::Case { subject, branches, otherwise } => {
            branch::case(subject.as_deref(), branches, otherwise.as_deref(), context, row)
        }
        ExpressionKind::ListComprehension { slot, list, predicate, result } => {
            let parts = (predicate.as_deref(), result.as_deref());
            iterate::comprehension(*slot, list, parts, context, row)
        }
        ExpressionKind::Quantifier { kind, slot, list, predicate } => {
            iterate::quantifier(*kind, *slot, list, predicate, context, row)
        }
        ExpressionKind::Reduce { accumulator, initial, slot, list, result } => {
            let initial = evaluate(initial, context, row)?;
            iterate::reduce((*accumulator, initial), *slot, list, result, context, row)
        }
        ExpressionKind::MapProjection { subject, items } => {
            entity::project(subject, items, context, row)
        }
        ExpressionKind::Subquery(kind, reference) => subquery::run(*kind, *reference, context, row),
    }
}

/// Whether every condition is true for the present row.
pub(super) fn all_true(
    conditions: &[Expression],
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<bool> {
    for condition in conditions {
        if !is_true(condition, context, row)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a condition is true, and not false or null.
pub(super) fn is_true(
    condition: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<bool> {
    let value = evaluate(condition, context, row)?;
    let truth = logic::truth(&value).map_err(|error| error.or_at(condition.span))?;
    Ok(truth == Some(true))
}

/// Two operands, borrowed where they stand ready.
fn operands<'v>(
    left: &'v Expression,
    right: &'v Expression,
    context: &'v mut Context<'_>,
    row: &'v mut Row,
) -> Result<(Cow<'v, Value>, Cow<'v, Value>)> {
    let computed_left = compute_unless_ready(left, context, row)?;
    let computed_right = compute_unless_ready(right, context, row)?;
    let (context, row) = (&*context, &*row);
    Ok((
        computed_left.map_or_else(|| ready(left, context, row), Cow::Owned),
        computed_right.map_or_else(|| ready(right, context, row), Cow::Owned),
    ))
}

/// One operand, borrowed where it stands ready.
fn operand<'v>(
    expression: &'v Expression,
    context: &'v mut Context<'_>,
    row: &'v mut Row,
) -> Result<Cow<'v, Value>> {
    match compute_unless_ready(expression, context, row)? {
        Some(value) => Ok(Cow::Owned(value)),
        None => Ok(ready(expression, context, row)),
    }
}

fn compute_unless_ready(
    expression: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Option<Value>> {
    if matches!(expression.kind, ExpressionKind::Constant(_) | ExpressionKind::Slot(_)) {
        return Ok(None);
    }
    if let ExpressionKind::Parameter(parameter) = expression.kind {
        context.parameter(parameter).map_err(|error| error.or_at(expression.span))?;
        return Ok(None);
    }
    evaluate(expression, context, row).map(Some)
}

/// What [`compute_unless_ready`] has not computed.
fn ready<'v>(expression: &'v Expression, context: &'v Context<'_>, row: &'v Row) -> Cow<'v, Value> {
    let value = if let ExpressionKind::Constant(value) = &expression.kind {
        Some(value)
    } else if let ExpressionKind::Slot(slot) = expression.kind {
        Some(row.get(slot))
    } else if let ExpressionKind::Parameter(parameter) = expression.kind {
        context.parameter(parameter).ok()
    } else {
        None
    };
    value.map_or(Cow::Owned(Value::Null), Cow::Borrowed)
}

fn is_null(operand: &Expression, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
    Ok(self::operand(operand, context, row)?.is_null())
}

fn list(items: &[Expression], context: &mut Context<'_>, row: &mut Row) -> Result<Value> {
    let values: Result<Vec<_>> = items.iter().map(|item| evaluate(item, context, row)).collect();
    limited(Value::list(values?))
}

fn map(
    entries: &[(Arc<str>, Expression)],
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let mut map = Map::new();
    for (key, value) in entries {
        map.insert(key.clone(), evaluate(value, context, row)?);
    }
    limited(Value::map(map))
}

fn calculation(
    operator: ArithmeticOperator,
    left: &Expression,
    right: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let (left, right) = operands(left, right, context, row)?;
    values::calculate(operator, &left, &right)
}

fn comparison(
    operator: ComparisonOperator,
    left: &Expression,
    right: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let (left, right) = operands(left, right, context, row)?;
    Ok(values::compare(operator, &left, &right).into())
}
