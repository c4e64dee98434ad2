//! Rows for which conditions are true.

use super::context::Context;
use super::evaluate::all_true;
use super::operator::{Input, Operator};
use super::row::Row;
use crate::error::Result;
use crate::query::bind::bound::Expression;

/// Rows for which every condition is true.
pub(super) struct Filter<'p> {
    input: Input<'p>,
    conditions: &'p [Expression],
}

impl<'p> Filter<'p> {
    pub(super) fn new(input: Input<'p>, conditions: &'p [Expression]) -> Self {
        Self { input, conditions }
    }
}

impl Operator for Filter<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while self.input.next(context, row)? {
            context.tick()?;
            if all_true(self.conditions, context, row)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
