//! Rows in order: all of them, or only the first ones.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::context::Context;
use super::evaluate::evaluate;
use super::limit::count;
use super::operator::{Input, Operator};
use super::row::{Row, Saved};
use super::values::order;
use crate::error::{ErrorCode, Result};
use crate::query::bind::bound::{Expression, Slot, SortKey};
use crate::value::Value;

/// What is kept of a row that is put in order.
struct Entry<'p> {
    keys: &'p [SortKey],
    /// The values of the keys, then those of the slots.
    values: Saved,
    /// The place among the rows that came in, so that equal ones stay in their order.
    number: usize,
    bytes: usize,
}

impl Entry<'_> {
    fn compare_keys(&self, other: &Self) -> Ordering {
        let pairs = self.keys.iter().zip(self.values.iter().zip(&other.values));
        for (key, (one, other)) in pairs {
            let ordering = order(one, other);
            if ordering.is_ne() {
                return if key.descending { ordering.reverse() } else { ordering };
            }
        }
        Ordering::Equal
    }

    fn restore(&self, slots: &[Slot], row: &mut Row) {
        row.restore(slots, self.values.get(self.keys.len()..).unwrap_or_default());
    }
}

impl PartialEq for Entry<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry<'_> {}

impl PartialOrd for Entry<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare_keys(other).then(self.number.cmp(&other.number))
    }
}

/// Takes in all rows, then yields them in order; with `count`, only the first ones, of which no more
/// are kept at any time.
pub(super) struct Sort<'p> {
    input: Input<'p>,
    keys: &'p [SortKey],
    live: &'p [Slot],
    count: Option<&'p Expression>,
    sorted: std::vec::IntoIter<Entry<'p>>,
    is_filled: bool,
    /// How many rows are wanted.
    wanted: usize,
    bytes: usize,
}

impl<'p> Sort<'p> {
    pub(super) fn new(
        input: Input<'p>,
        keys: &'p [SortKey],
        live: &'p [Slot],
        count: Option<&'p Expression>,
    ) -> Self {
        let sorted = Vec::new().into_iter();
        Self { input, keys, live, count, sorted, is_filled: false, wanted: 0, bytes: 0 }
    }

    fn entry(
        &mut self,
        number: usize,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Entry<'p>> {
        let mut values = Vec::with_capacity(self.keys.len() + self.live.len());
        for key in self.keys {
            values.push(evaluate(&key.expression, context, row)?);
        }
        values.extend(self.live.iter().map(|slot| row.get(*slot).clone()));
        let values: Box<[Value]> = values.into();
        let bytes = context.watch.keep(&values)?;
        self.bytes += bytes;
        Ok(Entry { keys: self.keys, values, number, bytes })
    }

    fn fill(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.is_filled = true;
        let mut entries = BinaryHeap::new();
        let mut all = Vec::new();
        let mut number = 0;
        while self.input.next(context, row)? {
            context.tick()?;
            number += 1;
            let entry = self.entry(number, context, row)?;
            if self.count.is_none() {
                all.push(entry);
                continue;
            }
            entries.push(entry);
            if entries.len() > self.wanted
                && let Some(last) = entries.pop()
            {
                self.bytes -= last.bytes;
                context.watch.release(last.bytes);
            }
        }
        if self.count.is_some() {
            all = entries.into_sorted_vec();
        } else {
            all.sort();
        }
        self.sorted = all.into_iter();
        Ok(())
    }
}

/// How many rows are to be kept; a sum of `SKIP` and `LIMIT` that is too large stands for all rows.
fn wanted(expression: &Expression, context: &mut Context<'_>, row: &mut Row) -> Result<usize> {
    match count(expression, context, row) {
        Err(error) if error.code() == ErrorCode::ArithmeticOverflow => Ok(usize::MAX),
        other => other,
    }
}

impl Operator for Sort<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.sorted = Vec::new().into_iter();
        self.is_filled = false;
        context.watch.release(std::mem::take(&mut self.bytes));
        if let Some(count) = self.count {
            self.wanted = wanted(count, context, row)?;
        }
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if !self.is_filled {
            self.fill(context, row)?;
        }
        let Some(entry) = self.sorted.next() else { return Ok(false) };
        entry.restore(self.live, row);
        Ok(true)
    }
}
