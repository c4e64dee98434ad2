//! Operators that bring rows through unchanged.

use super::buffer::Buffer;
use super::context::Context;
use super::operator::{Input, Operator};
use super::row::Row;
use crate::error::Result;
use crate::query::bind::bound::Slot;

/// Takes in all rows before it yields the first.
pub(super) struct Eager<'p> {
    input: Input<'p>,
    live: &'p [Slot],
    kept: Buffer,
    is_filled: bool,
}

impl<'p> Eager<'p> {
    pub(super) fn new(input: Input<'p>, live: &'p [Slot]) -> Self {
        Self { input, live, kept: Buffer::default(), is_filled: false }
    }
}

impl Operator for Eager<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.kept.clear(context);
        self.is_filled = false;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if !self.is_filled {
            self.is_filled = true;
            while self.input.next(context, row)? {
                self.kept.keep(context, row, self.live)?;
            }
        }
        Ok(self.kept.take_next(row, self.live))
    }
}

/// The rows of each input in turn.
pub(super) struct Union<'p> {
    inputs: Vec<(Input<'p>, &'p [Slot])>,
    columns: &'p [Slot],
    place: usize,
}

impl<'p> Union<'p> {
    pub(super) fn new(inputs: Vec<(Input<'p>, &'p [Slot])>, columns: &'p [Slot]) -> Self {
        Self { inputs, columns, place: 0 }
    }

    fn open_present(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        match self.inputs.get_mut(self.place) {
            Some((input, _)) => input.open(context, row),
            None => Ok(()),
        }
    }
}

impl Operator for Union<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.place = 0;
        self.open_present(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while let Some((input, slots)) = self.inputs.get_mut(self.place) {
            if input.next(context, row)? {
                for (from, to) in slots.iter().zip(self.columns) {
                    let value = row.get(*from).clone();
                    row.set(*to, value);
                }
                return Ok(true);
            }
            self.place += 1;
            self.open_present(context, row)?;
        }
        Ok(false)
    }
}
