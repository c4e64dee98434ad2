//! Computed slots.

use std::sync::Arc;

use super::context::Context;
use super::evaluate::{elements, evaluate};
use super::operator::{Input, Operator};
use super::row::Row;
use crate::error::Result;
use crate::query::bind::bound::{Expression, Slot};
use crate::value::Value;

/// Computes expressions.
pub(super) struct Projection<'p> {
    input: Input<'p>,
    items: &'p [(Expression, Slot)],
}

impl<'p> Projection<'p> {
    pub(super) fn new(input: Input<'p>, items: &'p [(Expression, Slot)]) -> Self {
        Self { input, items }
    }
}

impl Operator for Projection<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if !self.input.next(context, row)? {
            return Ok(false);
        }
        for (expression, slot) in self.items {
            let value = evaluate(expression, context, row)?;
            row.set(*slot, value);
        }
        Ok(true)
    }
}

/// Each element of a list.
pub(super) struct Unwind<'p> {
    input: Input<'p>,
    list: &'p Expression,
    slot: Slot,
    items: Arc<Vec<Value>>,
    place: usize,
}

impl<'p> Unwind<'p> {
    pub(super) fn new(input: Input<'p>, list: &'p Expression, slot: Slot) -> Self {
        Self { input, list, slot, items: Arc::default(), place: 0 }
    }
}

impl Operator for Unwind<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.items = Arc::default();
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if let Some(item) = self.items.get(self.place) {
                self.place += 1;
                row.set(self.slot, item.clone());
                return Ok(true);
            }
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            self.items = elements(self.list, context, row)?;
            self.place = 0;
        }
    }
}
