//! How deeply values may be nested.
//!
//! Whatever walks over a value (comparing, printing, dropping it) needs stack for each level, and
//! `reduce(a = [], x IN range(1, 1000000) | [a])` would make a million of them.

use crate::error::{Error, ErrorCode, Phase, Result};
use crate::value::Value;

/// So many levels a value may have; more than the brackets of a text can have.
const LEVELS: usize = 250;

/// At most so many values are looked at, so that large values cost no more than small ones.
const LOOKS: usize = 4096;

/// Of a list or map, so many elements are looked at from its beginning, and from its end.
const SAMPLE: usize = 4;

/// The value, unless it is nested too deeply.
///
/// Only a sample is looked at: it catches what loops make, not every tree that somebody builds with
/// great care.
pub(in super::super) fn limited(value: Value) -> Result<Value> {
    let mut waiting = Vec::new();
    push_nested(&value, 1, &mut waiting);
    for _ in 0..LOOKS {
        let Some((next, level)) = waiting.pop() else { break };
        if level > LEVELS {
            let message = format!("a value can't be nested more deeply than {LEVELS} levels");
            return Err(Error::new(ErrorCode::NestedTooDeeply, message).in_phase(Phase::Runtime));
        }
        push_nested(next, level + 1, &mut waiting);
    }
    Ok(value)
}

/// Notes the nested elements of a list or map, with their level.
fn push_nested<'v>(value: &'v Value, level: usize, waiting: &mut Vec<(&'v Value, usize)>) {
    if let Value::List(items) = value {
        waiting.extend(sample(items.iter()).map(|item| (item, level)));
    }
    if let Value::Map(entries) = value {
        waiting.extend(sample(entries.values()).map(|item| (item, level)));
    }
}

/// The nested ones among the first and last elements.
fn sample<'v>(
    items: impl DoubleEndedIterator<Item = &'v Value> + Clone,
) -> impl Iterator<Item = &'v Value> {
    let nested = |value: &&Value| matches!(value, Value::List(_) | Value::Map(_));
    items.clone().take(SAMPLE).chain(items.rev().take(SAMPLE)).filter(nested)
}
