//! Rows without those that come again.

use foldhash::fast::RandomState;
use hashbrown::HashSet;

use super::context::Context;
use super::operator::{Input, Operator};
use super::row::Row;
use super::values::Key;
use crate::error::Result;
use crate::query::bind::bound::Slot;
use crate::value::Value;

/// Combinations of values that were seen, counted against the statement's memory.
#[derive(Debug, Default)]
pub(super) struct Seen {
    keys: HashSet<Box<[Key]>, RandomState>,
    /// The present combination; kept to spare an allocation a row.
    present: Vec<Key>,
    bytes: usize,
}

impl Seen {
    /// Forgets all.
    pub(super) fn clear(&mut self, context: &mut Context<'_>) {
        self.keys.clear();
        context.watch.release(std::mem::take(&mut self.bytes));
    }

    /// Whether values come for the first time.
    pub(super) fn is_new<'v>(
        &mut self,
        values: impl Iterator<Item = &'v Value>,
        context: &mut Context<'_>,
    ) -> Result<bool> {
        self.present.clear();
        self.present.extend(values.map(|value| Key(value.clone())));
        if self.keys.contains(self.present.as_slice()) {
            return Ok(false);
        }
        self.bytes += context.watch.keep_each(self.present.iter().map(|key| &key.0))?;
        self.keys.insert(self.present.as_slice().into());
        Ok(true)
    }
}

/// Rows that differ in slots.
pub(super) struct Distinct<'p> {
    input: Input<'p>,
    slots: &'p [Slot],
    seen: Seen,
}

impl<'p> Distinct<'p> {
    pub(super) fn new(input: Input<'p>, slots: &'p [Slot]) -> Self {
        Self { input, slots, seen: Seen::default() }
    }
}

impl Operator for Distinct<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.seen.clear(context);
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while self.input.next(context, row)? {
            context.tick()?;
            if self.seen.is_new(self.slots.iter().map(|slot| row.get(*slot)), context)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
