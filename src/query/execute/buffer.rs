//! Rows that an operator keeps.

use super::context::Context;
use super::row::{Row, Saved};
use crate::error::Result;
use crate::query::bind::bound::Slot;
use crate::value::Value;

/// Copies of slots for many rows, counted against the statement's memory.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    rows: Vec<Saved>,
    bytes: usize,
    place: usize,
}

impl Buffer {
    /// Forgets all rows.
    pub(super) fn clear(&mut self, context: &mut Context<'_>) {
        self.rows.clear();
        self.place = 0;
        context.watch.release(std::mem::take(&mut self.bytes));
    }

    /// Keeps the slots of the present row.
    pub(super) fn keep(
        &mut self,
        context: &mut Context<'_>,
        row: &Row,
        slots: &[Slot],
    ) -> Result<()> {
        self.push(context, row.save(slots))
    }

    /// Keeps a copy that was made before.
    pub(super) fn push(&mut self, context: &mut Context<'_>, values: Saved) -> Result<()> {
        self.bytes += context.watch.keep(&values)?;
        self.rows.push(values);
        context.tick()
    }

    /// Puts the next row back, and forgets it.
    pub(super) fn take_next(&mut self, row: &mut Row, slots: &[Slot]) -> bool {
        let Some(values) = self.rows.get_mut(self.place) else { return false };
        self.place += 1;
        row.restore_owned(slots, std::mem::take(values));
        true
    }

    /// Puts the next row back; it is kept for another time.
    pub(super) fn copy_next(&mut self, row: &mut Row, slots: &[Slot]) -> bool {
        let Some(values) = self.rows.get(self.place) else { return false };
        self.place += 1;
        row.restore(slots, values);
        true
    }

    /// Goes back to the first row.
    pub(super) fn rewind(&mut self) {
        self.place = 0;
    }

    /// The values of a row.
    pub(super) fn row(&self, place: usize) -> &[Value] {
        self.rows.get(place).map_or(&[], AsRef::as_ref)
    }

    /// Puts a row back; it is kept for another time.
    pub(super) fn copy(&self, place: usize, row: &mut Row, slots: &[Slot]) {
        row.restore(slots, self.row(place));
    }

    /// Leaves only some of the rows, in this order.
    pub(super) fn pick(&mut self, places: &[usize]) {
        let mut rows = std::mem::take(&mut self.rows);
        let take = |place: &usize| rows.get_mut(*place).map(std::mem::take);
        self.rows = places.iter().filter_map(take).collect();
        self.place = 0;
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}
