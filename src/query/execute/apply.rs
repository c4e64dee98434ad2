//! Operators that run their second input for each row of the first.

use super::context::Context;
use super::evaluate::Elements;
use super::operator::{Input, Operator, drain};
use super::row::Row;
use crate::error::Result;
use crate::query::bind::bound::{Expression, Slot};

/// For each row of the first input, the rows of the second; where `optional` names slots and the
/// second has no row, one row with nulls in them.
pub(super) struct Apply<'p> {
    input: Input<'p>,
    inner: Input<'p>,
    optional: Option<&'p [Slot]>,
    state: State,
}

/// Where an [`Apply`] stands in a row of the first input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It has none.
    Between,
    /// The second input has not yielded a row for it.
    Empty,
    /// The second input has yielded a row for it.
    Found,
}

impl<'p> Apply<'p> {
    pub(super) fn new(input: Input<'p>, inner: Input<'p>, optional: Option<&'p [Slot]>) -> Self {
        Self { input, inner, optional, state: State::Between }
    }
}

impl Operator for Apply<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.state = State::Between;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if self.state == State::Between {
                if !self.input.next(context, row)? {
                    return Ok(false);
                }
                self.inner.open(context, row)?;
                self.state = State::Empty;
            }
            if self.inner.next(context, row)? {
                self.state = State::Found;
                return Ok(true);
            }
            let empty = std::mem::replace(&mut self.state, State::Between) == State::Empty;
            if let Some(slots) = self.optional.filter(|_| empty) {
                row.clear(slots);
                return Ok(true);
            }
        }
    }
}

/// Rows of the first input for which the second has one, or for which it has none.
pub(super) struct SemiApply<'p> {
    input: Input<'p>,
    inner: Input<'p>,
    wanted: bool,
}

impl<'p> SemiApply<'p> {
    pub(super) fn new(input: Input<'p>, inner: Input<'p>, wanted: bool) -> Self {
        Self { input, inner, wanted }
    }
}

impl Operator for SemiApply<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while self.input.next(context, row)? {
            context.tick()?;
            self.inner.open(context, row)?;
            if self.inner.next(context, row)? == self.wanted {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Runs the second input to its end for each row of the first, which stays one row.
pub(super) struct UnitApply<'p> {
    input: Input<'p>,
    inner: Input<'p>,
}

impl<'p> UnitApply<'p> {
    pub(super) fn new(input: Input<'p>, inner: Input<'p>) -> Self {
        Self { input, inner }
    }
}

impl Operator for UnitApply<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if !self.input.next(context, row)? {
            return Ok(false);
        }
        self.inner.open(context, row)?;
        drain(&mut *self.inner, context, row)?;
        Ok(true)
    }
}

/// Runs the second input to its end for each element of a list.
pub(super) struct Foreach<'p> {
    input: Input<'p>,
    inner: Input<'p>,
    list: &'p Expression,
    slot: Slot,
}

impl<'p> Foreach<'p> {
    pub(super) fn new(
        input: Input<'p>,
        inner: Input<'p>,
        list: &'p Expression,
        slot: Slot,
    ) -> Self {
        Self { input, inner, list, slot }
    }
}

impl Operator for Foreach<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if !self.input.next(context, row)? {
            return Ok(false);
        }
        for element in Elements::of(self.list, context, row)?.into_iter().flatten() {
            context.tick()?;
            row.set(self.slot, element);
            self.inner.open(context, row)?;
            drain(&mut *self.inner, context, row)?;
        }
        Ok(true)
    }
}
