//! Which of the paths between two nodes are kept.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::super::buffer::Buffer;
use super::super::context::Context;
use super::super::limit::count;
use super::super::operator::{Input, Operator};
use super::super::row::Row;
use crate::error::Result;
use crate::graph::NodeId;
use crate::query::bind::bound::Selection;
use crate::query::plan;
use crate::value::Value;

/// How many paths are kept, by their lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Quota {
    /// So many paths.
    Paths(usize),
    /// All paths of so many lengths.
    Lengths(usize),
}

impl Quota {
    /// What a selection asks for.
    pub(in super::super) fn of(
        selection: &Selection,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Self> {
        match selection {
            Selection::One => Ok(Self::Paths(1)),
            Selection::All => Ok(Self::Lengths(1)),
            Selection::First(number) | Selection::Any(number) => {
                Ok(Self::Paths(count(number, context, row)?))
            }
            Selection::Groups(number) => Ok(Self::Lengths(count(number, context, row)?)),
        }
    }
}

/// How much of a quota is used up, while paths come in by increasing length.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Remaining {
    quota: Quota,
    length: Option<usize>,
}

impl Remaining {
    pub(in super::super) fn new(quota: Quota) -> Self {
        Self { quota, length: None }
    }

    /// Whether no further path of this length, or of a greater one, can be kept.
    pub(in super::super) fn is_used_up(&self, length: usize) -> bool {
        match self.quota {
            Quota::Paths(left) => left == 0,
            Quota::Lengths(left) => left == 0 && self.length != Some(length),
        }
    }

    /// Takes a path of this length; `false` if it is not kept.
    pub(in super::super) fn take(&mut self, length: usize) -> bool {
        if self.is_used_up(length) {
            return false;
        }
        match &mut self.quota {
            Quota::Paths(left) => *left -= 1,
            Quota::Lengths(left) if self.length != Some(length) => *left -= 1,
            Quota::Lengths(_) => {}
        }
        self.length = Some(length);
        true
    }
}

/// Keeps, of the second input's rows, the paths of the least lengths for each pair of ends.
pub(in super::super) struct SelectPaths<'p> {
    input: Input<'p>,
    inner: Input<'p>,
    step: &'p plan::SelectPaths,
    found: Buffer,
}

impl<'p> SelectPaths<'p> {
    pub(in super::super) fn new(
        input: Input<'p>,
        inner: Input<'p>,
        step: &'p plan::SelectPaths,
    ) -> Self {
        Self { input, inner, step, found: Buffer::default() }
    }

    fn search(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        let quota = Quota::of(&self.step.selection, context, row)?;
        self.found.clear(context);
        let mut lengths = Vec::new();
        self.inner.open(context, row)?;
        while self.inner.next(context, row)? {
            context.tick()?;
            let Value::Path(path) = row.get(self.step.path) else { continue };
            lengths.push((path.steps.len(), (path.start, path.end())));
            self.found.keep(context, row, &self.step.live)?;
        }
        self.select(&lengths, quota);
        Ok(())
    }

    /// Leaves only the rows that are kept, in the order of their lengths.
    fn select(&mut self, lengths: &[(usize, (NodeId, NodeId))], quota: Quota) {
        let mut order: Vec<usize> = (0..lengths.len()).collect();
        let length = |place: usize| lengths.get(place).map_or(0, |one| one.0);
        order.sort_by_key(|place| length(*place));
        let mut groups: HashMap<(NodeId, NodeId), Remaining, RandomState> = HashMap::default();
        order.retain(|place| {
            let Some((length, ends)) = lengths.get(*place) else { return false };
            groups.entry(*ends).or_insert_with(|| Remaining::new(quota)).take(*length)
        });
        self.found.pick(&order);
    }
}

impl Operator for SelectPaths<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.found.clear(context);
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while !self.found.take_next(row, &self.step.live) {
            context.tick()?;
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            self.search(context, row)?;
        }
        Ok(true)
    }
}
