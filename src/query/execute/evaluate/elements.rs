//! The elements of a list, one after the other.

use std::sync::Arc;

use super::super::context::Context;
use super::super::row::{Row, mismatch};
use super::evaluate;
use crate::error::Result;
use crate::query::bind::bound::{Expression, ExpressionKind};
use crate::value::{Kinds, Value};

/// The elements of a list that are still to come.
///
/// Those of `range(…)` are counted, not kept: a loop over many numbers takes no memory.
#[derive(Debug)]
pub(in super::super) enum Elements {
    /// Of a list.
    List {
        /// The list.
        items: Arc<Vec<Value>>,
        /// Which of them comes next.
        place: usize,
    },
    /// Of an arithmetic progression.
    Range {
        /// Which number comes next; none behind the largest one there is.
        next: Option<i64>,
        /// The last one.
        end: i64,
        /// By how much they differ; not zero.
        step: i64,
    },
    /// A single value.
    One(Option<Value>),
}

impl Elements {
    /// No elements.
    pub(in super::super) fn none() -> Self {
        Self::One(None)
    }

    /// Those of the list that an expression yields; `None` if it is null.
    pub(in super::super) fn of(
        list: &Expression,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Option<Self>> {
        match Self::of_any(list, context, row)? {
            Some(Self::One(Some(value))) => Err(mismatch(Kinds::LIST, &value).at(list.span)),
            other => Ok(other),
        }
    }

    /// The same, but a value that is no list stands for itself.
    pub(in super::super) fn of_any(
        list: &Expression,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Option<Self>> {
        if let Some(range) = Self::of_range(list, context, row)? {
            return Ok(Some(range));
        }
        let value = evaluate(list, context, row)?;
        if let Value::List(items) = value {
            return Ok(Some(Self::List { items, place: 0 }));
        }
        Ok((!value.is_null()).then_some(Self::One(Some(value))))
    }

    /// Those of a call of `range` with integers; others are left to the function itself.
    fn of_range(
        list: &Expression,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Option<Self>> {
        let ExpressionKind::Call(function, arguments) = &list.kind else { return Ok(None) };
        let (start, end, step) = match arguments.as_slice() {
            [start, end] if function.name == "range" => (start, end, None),
            [start, end, step] if function.name == "range" => (start, end, Some(step)),
            _ => return Ok(None),
        };
        let start = evaluate(start, context, row)?;
        let end = evaluate(end, context, row)?;
        let step = step.map_or(Ok(Value::Integer(1)), |step| evaluate(step, context, row))?;
        let (Value::Integer(start), Value::Integer(end), Value::Integer(step)) = (start, end, step)
        else {
            return Ok(None);
        };
        Ok((step != 0).then_some(Self::Range { next: Some(start), end, step }))
    }
}

impl Iterator for Elements {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        match self {
            Self::List { items, place } => {
                let item = items.get(*place).cloned();
                *place += 1;
                item
            }
            Self::Range { next, end, step } => {
                let number =
                    next.filter(|next| if *step > 0 { next <= end } else { next >= end })?;
                *next = number.checked_add(*step);
                Some(Value::Integer(number))
            }
            Self::One(value) => value.take(),
        }
    }
}
