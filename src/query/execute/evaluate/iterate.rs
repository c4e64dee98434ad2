//! Expressions that go over the elements of a list.

use super::super::context::Context;
use super::super::row::Row;
use super::logic::truth;
use super::{Elements, evaluate, is_true, limited};
use crate::error::Result;
use crate::query::bind::bound::{Expression, Slot};
use crate::syntax::ast::QuantifierKind;
use crate::value::Value;

/// `[x IN list WHERE predicate | result]`.
pub(super) fn comprehension(
    slot: Slot,
    list: &Expression,
    (predicate, result): (Option<&Expression>, Option<&Expression>),
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let Some(items) = Elements::of(list, context, row)? else { return Ok(Value::Null) };
    let mut values = Vec::new();
    let mut bytes = 0;
    for item in items {
        context.tick()?;
        row.set(slot, item.clone());
        let kept = match predicate {
            Some(predicate) => is_true(predicate, context, row)?,
            None => true,
        };
        if kept {
            let value = match result {
                Some(result) => evaluate(result, context, row)?,
                None => item,
            };
            bytes += context.watch.keep(std::slice::from_ref(&value))?;
            values.push(value);
        }
    }
    context.watch.release(bytes);
    limited(Value::list(values))
}

/// How many elements fulfil a condition, do not, or may.
#[derive(Default)]
struct Tally {
    yes: usize,
    no: usize,
    unknown: usize,
}

impl Tally {
    /// Whether further elements can't change the result.
    fn is_decided(&self, kind: QuantifierKind) -> bool {
        match kind {
            QuantifierKind::All => self.no > 0,
            QuantifierKind::Any | QuantifierKind::None => self.yes > 0,
            QuantifierKind::Single => self.yes > 1,
        }
    }

    fn result(&self, kind: QuantifierKind) -> Option<bool> {
        let decided = self.is_decided(kind);
        if !decided && self.unknown > 0 {
            return None;
        }
        Some(match kind {
            QuantifierKind::All | QuantifierKind::None => !decided,
            QuantifierKind::Any => decided,
            QuantifierKind::Single => self.yes == 1,
        })
    }
}

/// `all(x IN list WHERE predicate)` and its kin.
pub(super) fn quantifier(
    kind: QuantifierKind,
    slot: Slot,
    list: &Expression,
    predicate: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let Some(items) = Elements::of(list, context, row)? else { return Ok(Value::Null) };
    let mut tally = Tally::default();
    for item in items {
        context.tick()?;
        row.set(slot, item);
        let value = evaluate(predicate, context, row)?;
        match truth(&value).map_err(|error| error.or_at(predicate.span))? {
            Some(true) => tally.yes += 1,
            Some(false) => tally.no += 1,
            None => tally.unknown += 1,
        }
        if tally.is_decided(kind) {
            break;
        }
    }
    Ok(tally.result(kind).into())
}

/// `reduce(accumulator = initial, x IN list | result)`.
pub(super) fn reduce(
    (accumulator, initial): (Slot, Value),
    slot: Slot,
    list: &Expression,
    result: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let Some(items) = Elements::of(list, context, row)? else { return Ok(Value::Null) };
    row.set(accumulator, initial);
    for item in items {
        context.tick()?;
        row.set(slot, item);
        let value = evaluate(result, context, row)?;
        row.set(accumulator, value);
    }
    Ok(row.take(accumulator))
}
