//! Aggregates: functions of many rows.

use std::fmt::Debug;

use super::Parameter;
use crate::error::Result;
use crate::value::{Kinds, Value};

/// A built-in aggregate.
#[derive(Debug)]
pub struct Aggregate {
    /// Its name as it is written in the reference.
    pub name: &'static str,
    /// What it takes for each row.
    pub parameters: &'static [Parameter],
    /// What it gives.
    pub result: Kinds,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Whole queries and the value of their one row and column.
    pub examples: &'static [(&'static str, &'static str)],
    /// Begins a group.
    pub start: fn() -> Box<dyn Accumulator>,
}

/// A group's aggregate while its rows come in.
pub trait Accumulator: Debug {
    /// Takes the arguments of one row. `DISTINCT` has been applied already; nulls are still there.
    ///
    /// # Errors
    /// What the aggregate finds wrong with the arguments.
    fn add(&mut self, arguments: &[Value]) -> Result<()>;

    /// The result for the rows so far.
    ///
    /// # Errors
    /// What the aggregate finds wrong at the end.
    fn finish(&mut self) -> Result<Value>;

    /// About how many bytes it keeps, for the statement's memory limit.
    fn size(&self) -> usize {
        size_of::<Value>()
    }
}

const AGGREGATES: &[Aggregate] = &[];

/// Every built-in aggregate.
pub fn aggregates() -> impl Iterator<Item = &'static Aggregate> {
    AGGREGATES.iter()
}

/// The aggregate of a name in any case.
#[must_use]
pub fn find_aggregate(name: &str) -> Option<&'static Aggregate> {
    aggregates().find(|aggregate| aggregate.name.eq_ignore_ascii_case(name))
}
