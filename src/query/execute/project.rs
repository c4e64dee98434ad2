//! Computed slots.

use super::context::Context;
use super::evaluate::{Elements, evaluate};
use super::operator::{Input, Operator};
use super::row::Row;
use crate::error::Result;
use crate::query::bind::bound::{Expression, Slot};

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
    elements: Elements,
}

impl<'p> Unwind<'p> {
    pub(super) fn new(input: Input<'p>, list: &'p Expression, slot: Slot) -> Self {
        Self { input, list, slot, elements: Elements::none() }
    }
}

impl Operator for Unwind<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.elements = Elements::none();
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if let Some(element) = self.elements.next() {
                row.set(self.slot, element);
                return Ok(true);
            }
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            let elements = Elements::of_any(self.list, context, row)?;
            self.elements = elements.unwrap_or_else(Elements::none);
        }
    }
}
