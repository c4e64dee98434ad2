//! `SKIP` and `LIMIT`.

use super::context::Context;
use super::evaluate::evaluate;
use super::operator::{Input, Operator, drain};
use super::row::Row;
use crate::error::{Error, ErrorCode, Phase, Result};
use crate::query::bind::bound::Expression;
use crate::value::{Kinds, Value};

/// The number of rows that an expression stands for.
pub(super) fn count(
    expression: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<usize> {
    let value = evaluate(expression, context, row)?;
    let Value::Integer(number) = value else {
        let message = format!("a number of rows is an INTEGER, but found {}", Kinds::of(&value));
        return Err(refused(ErrorCode::InvalidArgumentType, message, expression));
    };
    usize::try_from(number).map_err(|_| {
        let message = format!("a number of rows can't be negative, but found {number}");
        refused(ErrorCode::NegativeIntegerArgument, message, expression)
    })
}

fn refused(code: ErrorCode, message: String, expression: &Expression) -> Error {
    Error::new(code, message).in_phase(Phase::Runtime).at(expression.span)
}

/// All rows but the first ones.
pub(super) struct Skip<'p> {
    input: Input<'p>,
    count: &'p Expression,
    left: usize,
}

impl<'p> Skip<'p> {
    pub(super) fn new(input: Input<'p>, count: &'p Expression) -> Self {
        Self { input, count, left: 0 }
    }
}

impl Operator for Skip<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.left = count(self.count, context, row)?;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while self.left > 0 {
            context.tick()?;
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            self.left -= 1;
        }
        self.input.next(context, row)
    }
}

/// The first rows. Where its input changes the graph, all of the changes are made nevertheless.
pub(super) struct Limit<'p> {
    input: Input<'p>,
    count: &'p Expression,
    left: usize,
    /// Whether the input must be run to its end.
    to_end: bool,
    is_done: bool,
}

impl<'p> Limit<'p> {
    pub(super) fn new(input: Input<'p>, count: &'p Expression, to_end: bool) -> Self {
        Self { input, count, left: 0, to_end, is_done: false }
    }
}

impl Operator for Limit<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.left = count(self.count, context, row)?;
        self.is_done = false;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if self.is_done {
            return Ok(false);
        }
        if self.left > 0 {
            self.left -= 1;
            self.is_done = !self.input.next(context, row)?;
            return Ok(!self.is_done);
        }
        self.is_done = true;
        if self.to_end {
            drain(&mut *self.input, context, row)?;
        }
        Ok(false)
    }
}
