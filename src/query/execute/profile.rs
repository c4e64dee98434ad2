//! How many rows each step yields and how long it takes, for `PROFILE`.

use std::time::{Duration, Instant};

use super::context::Context;
use super::operator::{Input, Operator};
use super::row::Row;
use crate::error::Result;

/// What a step did while the statement ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// The rows that it yielded.
    pub rows: u64,
    /// The time that it took, that of its inputs included.
    pub time: Duration,
}

/// The measures of a plan's steps: a step comes before its inputs, which follow in their order.
pub type Measures = Vec<Measure>;

/// An operator that is watched.
pub(super) struct Profiled<'p> {
    operator: Input<'p>,
    place: usize,
}

impl<'p> Profiled<'p> {
    pub(super) fn new(operator: Input<'p>, place: usize) -> Self {
        Self { operator, place }
    }

    fn note(&self, context: &mut Context<'_>, started: Instant, rows: u64) {
        let measures = context.measures.get_or_insert_default();
        if measures.len() <= self.place {
            measures.resize(self.place + 1, Measure::default());
        }
        if let Some(measure) = measures.get_mut(self.place) {
            measure.rows += rows;
            measure.time += started.elapsed();
        }
    }
}

impl Operator for Profiled<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        let started = Instant::now();
        let result = self.operator.open(context, row);
        self.note(context, started, 0);
        result
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        let started = Instant::now();
        let found = self.operator.next(context, row)?;
        self.note(context, started, u64::from(found));
        Ok(found)
    }
}
