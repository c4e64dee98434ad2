//! Committing while a statement runs.

use super::buffer::Buffer;
use super::context::Context;
use super::limit::count;
use super::operator::{Input, Operator};
use super::row::Row;
use crate::error::{Error, ErrorCode, Result};
use crate::query::bind::bound::{Expression, Slot};

/// Takes in all rows, and commits whenever so many of them have been worked on by what stands above.
pub(super) struct Batches<'p> {
    input: Input<'p>,
    size: &'p Expression,
    live: &'p [Slot],
    kept: Buffer,
    /// The size of a batch, once the rows have been taken in.
    whole: Option<usize>,
    /// How many rows of the present batch are left.
    left: usize,
}

impl<'p> Batches<'p> {
    pub(super) fn new(input: Input<'p>, size: &'p Expression, live: &'p [Slot]) -> Self {
        Self { input, size, live, kept: Buffer::default(), whole: None, left: 0 }
    }

    /// Takes in all rows, and the size of a batch.
    fn fill(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<usize> {
        let size = count(self.size, context, row)?;
        if size == 0 {
            let message = "a batch has at least one row";
            return Err(Error::new(ErrorCode::InvalidArgument, message).at(self.size.span));
        }
        while self.input.next(context, row)? {
            self.kept.keep(context, row, self.live)?;
        }
        Ok(size)
    }
}

impl Operator for Batches<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.kept.clear(context);
        self.whole = None;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        let whole = if let Some(whole) = self.whole {
            whole
        } else {
            let whole = self.fill(context, row)?;
            self.left = whole;
            *self.whole.insert(whole)
        };
        if self.left == 0 {
            context.commit()?;
            self.left = whole;
        }
        self.left -= 1;
        Ok(self.kept.take_next(row, self.live))
    }
}
