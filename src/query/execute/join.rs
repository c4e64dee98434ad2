//! Rows of two inputs that do not see each other, brought together.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::buffer::Buffer;
use super::context::Context;
use super::evaluate::evaluate;
use super::operator::{Input, Operator};
use super::row::Row;
use super::values::{Key, equals};
use crate::error::Result;
use crate::query::bind::bound::{Expression, Slot};

/// Every pair of rows; those of the second input are kept in memory.
pub(super) struct CartesianProduct<'p> {
    input: Input<'p>,
    other: Input<'p>,
    slots: &'p [Slot],
    kept: Buffer,
    /// Whether the second input has been run.
    is_filled: bool,
    /// Whether there is a row of the first input.
    has_row: bool,
}

impl<'p> CartesianProduct<'p> {
    pub(super) fn new(input: Input<'p>, other: Input<'p>, slots: &'p [Slot]) -> Self {
        let kept = Buffer::default();
        Self { input, other, slots, kept, is_filled: false, has_row: false }
    }

    fn fill(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.is_filled = true;
        self.other.open(context, row)?;
        while self.other.next(context, row)? {
            self.kept.keep(context, row, self.slots)?;
        }
        Ok(())
    }
}

impl Operator for CartesianProduct<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.kept.clear(context);
        self.is_filled = false;
        self.has_row = false;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if !self.is_filled {
            self.fill(context, row)?;
        }
        loop {
            context.tick()?;
            if self.has_row && self.kept.copy_next(row, self.slots) {
                return Ok(true);
            }
            self.has_row = self.input.next(context, row)?;
            if !self.has_row {
                return Ok(false);
            }
            self.kept.rewind();
        }
    }
}

/// The slots and keys of a [`HashJoin`].
#[derive(Clone, Copy)]
pub(super) struct JoinSides<'p> {
    /// Keys of the first input and of the second.
    pub(super) keys: &'p [(Expression, Expression)],
    /// The slots that the first input sets.
    pub(super) build: &'p [Slot],
}

/// Pairs of rows whose keys are equal; those of the first input are kept in memory.
pub(super) struct HashJoin<'p> {
    first: Input<'p>,
    second: Input<'p>,
    sides: JoinSides<'p>,
    kept: Buffer,
    table: HashMap<Box<[Key]>, Vec<usize>, RandomState>,
    is_filled: bool,
    /// The keys of the present row of the second input, and how many of its partners were yielded.
    probe: Vec<Key>,
    place: usize,
}

impl<'p> HashJoin<'p> {
    pub(super) fn new(first: Input<'p>, second: Input<'p>, sides: JoinSides<'p>) -> Self {
        Self {
            first,
            second,
            sides,
            kept: Buffer::default(),
            table: HashMap::default(),
            is_filled: false,
            probe: Vec::new(),
            place: 0,
        }
    }

    fn fill(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.is_filled = true;
        let mut keys = Vec::new();
        self.first.open(context, row)?;
        while self.first.next(context, row)? {
            let expressions = self.sides.keys.iter().map(|pair| &pair.0);
            if compute(expressions, &mut keys, context, row)? {
                let place = self.kept.len();
                self.kept.keep(context, row, self.sides.build)?;
                match self.table.get_mut(keys.as_slice()) {
                    Some(places) => places.push(place),
                    None => {
                        self.table.insert(keys.as_slice().into(), vec![place]);
                    }
                }
            }
        }
        self.second.open(context, row)
    }
}

/// Computes keys; `false` if one of them is equal to nothing, not even to itself.
fn compute<'p>(
    expressions: impl Iterator<Item = &'p Expression>,
    keys: &mut Vec<Key>,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<bool> {
    keys.clear();
    for expression in expressions {
        let value = evaluate(expression, context, row)?;
        if equals(&value, &value) != Some(true) {
            return Ok(false);
        }
        keys.push(Key(value));
    }
    Ok(true)
}

impl Operator for HashJoin<'_> {
    fn open(&mut self, context: &mut Context<'_>, _row: &mut Row) -> Result<()> {
        self.kept.clear(context);
        self.table.clear();
        self.is_filled = false;
        self.probe.clear();
        self.place = usize::MAX;
        Ok(())
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if !self.is_filled {
            self.fill(context, row)?;
        }
        loop {
            context.tick()?;
            let partners = self.table.get(self.probe.as_slice());
            if let Some(place) = partners.and_then(|places| places.get(self.place)) {
                self.place += 1;
                self.kept.copy(*place, row, self.sides.build);
                return Ok(true);
            }
            self.place = 0;
            if !self.second.next(context, row)? {
                return Ok(false);
            }
            let expressions = self.sides.keys.iter().map(|pair| &pair.1);
            if !compute(expressions, &mut self.probe, context, row)? {
                self.place = usize::MAX;
            }
        }
    }
}
