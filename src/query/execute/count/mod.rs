//! How often a tree of relationships hangs on a node, without listing it.
//!
//! The weight of a node in the tree is the number of ways in which the branches below it can be
//! matched: the product over its branches of the sums of the weights at their other ends. A weight
//! is computed once for each node and kept ([`memo`]), so that a relationship of the graph is looked
//! at once for each branch, however many paths lead to it.
//!
//! That no relationship may be matched twice is accounted for exactly ([`distinct`]): for branches
//! beside each other by inclusion and exclusion, for a branch below another one by leaving out what
//! the one relationship through which the node was reached would contribute.

mod block;
mod distinct;
mod level;
mod memo;

use level::{Level, Reached};

use super::aggregate::too_many;
use super::context::Context;
use super::operator::{Input, Operator};
use super::row::Row;
use crate::error::Result;
use crate::graph::RelationshipId;
use crate::query::bind::bound::Slot;
use crate::query::plan;
use crate::value::Value;

/// Sets how often a tree hangs on a node, and drops rows on whose node it does not.
pub(super) struct CountMatches<'p> {
    input: Input<'p>,
    step: &'p plan::CountMatches,
    level: Level<'p>,
    /// The relationships in the row that the branches at the root must differ from.
    outer: Vec<Slot>,
}

impl<'p> CountMatches<'p> {
    pub(super) fn new(input: Input<'p>, step: &'p plan::CountMatches) -> Self {
        let level = Level::new(&step.branches);
        let own: Vec<_> = step.branches.iter().map(|branch| branch.relationship).collect();
        let mut outer: Vec<_> =
            step.branches.iter().flat_map(|branch| branch.unlike.iter().copied()).collect();
        outer.retain(|slot| !own.contains(slot));
        outer.sort_unstable();
        outer.dedup();
        Self { input, step, level, outer }
    }

    /// The relationships in the row that branches must differ from, with their slots.
    fn excluded(&self, row: &Row) -> Result<Vec<(Slot, RelationshipId)>> {
        let mut excluded = Vec::new();
        for slot in &self.outer {
            if let Some(id) = row.relationship(*slot)? {
                excluded.push((*slot, id));
            }
        }
        Ok(excluded)
    }

    /// The number for the node of the present row.
    fn count(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<i128> {
        let Some(node) = row.node(self.step.root)? else { return Ok(0) };
        let excluded = self.excluded(row)?;
        let count = self.level.count(Reached { node, excluded: &excluded }, context, row)?;
        if self.step.multiplies && count > 0 {
            let times = i128::from(row.times(self.step.times));
            return count.checked_mul(times).ok_or_else(too_many);
        }
        Ok(count)
    }
}

impl Operator for CountMatches<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.level.prepare(context);
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while self.input.next(context, row)? {
            context.tick()?;
            let count = self.count(context, row)?;
            if count > 0 {
                let count = i64::try_from(count).map_err(|_| too_many())?;
                row.set(self.step.times, Value::Integer(count));
                return Ok(true);
            }
        }
        Ok(false)
    }
}
