//! What every operator can do.

use super::context::Context;
use super::row::Row;
use crate::error::Result;

/// A step of a plan while it runs.
///
/// It holds no borrow of the graph between two calls, since the graph may change in between.
pub(super) trait Operator {
    /// Begins, or begins anew, for what stands in the row now.
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()>;

    /// Sets its slots to those of the next row; `false` if there is none.
    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool>;
}

/// An operator that borrows from its plan.
pub(super) type Input<'p> = Box<dyn Operator + 'p>;

/// Yields the row as it is, once.
#[derive(Debug, Default)]
pub(super) struct Argument {
    pending: bool,
}

impl Operator for Argument {
    fn open(&mut self, _context: &mut Context<'_>, _row: &mut Row) -> Result<()> {
        self.pending = true;
        Ok(())
    }

    fn next(&mut self, _context: &mut Context<'_>, _row: &mut Row) -> Result<bool> {
        Ok(std::mem::take(&mut self.pending))
    }
}

/// Yields nothing.
#[derive(Debug)]
pub(super) struct Nothing;

impl Operator for Nothing {
    fn open(&mut self, _context: &mut Context<'_>, _row: &mut Row) -> Result<()> {
        Ok(())
    }

    fn next(&mut self, _context: &mut Context<'_>, _row: &mut Row) -> Result<bool> {
        Ok(false)
    }
}

/// Runs an operator to its end.
pub(super) fn drain(
    operator: &mut dyn Operator,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<()> {
    while operator.next(context, row)? {
        context.tick()?;
    }
    Ok(())
}

/// Runs its input to the end for its effects and yields nothing.
pub(super) struct EmptyResult<'p> {
    input: Input<'p>,
}

impl<'p> EmptyResult<'p> {
    pub(super) fn new(input: Input<'p>) -> Self {
        Self { input }
    }
}

impl Operator for EmptyResult<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        drain(&mut *self.input, context, row)?;
        Ok(false)
    }
}
