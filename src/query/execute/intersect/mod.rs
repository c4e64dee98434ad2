//! The nodes that are adjacent to several nodes at once.
//!
//! The neighbours of all nodes but the last are intersected first and kept ([`common`]) while these
//! nodes stay the same, as they do while the last one changes. Where the nodes of the pattern are all
//! different, so are its relationships, and the number of ways is the product of the numbers of
//! parallel relationships. Where two are the same, it is found by trying ([`exact`]).

mod common;
mod exact;
mod neighbours;

use std::vec::IntoIter;

use common::Common;
use exact::Exact;
use neighbours::Neighbours;

use super::aggregate::too_many;
use super::context::Context;
use super::operator::{Input, Operator};
use super::row::Row;
use crate::error::Result;
use crate::graph::NodeId;
use crate::query::plan;
use crate::value::Value;

/// Sets a node that closes cycles, and the number of ways in which it does.
pub(super) struct Intersect<'p> {
    input: Input<'p>,
    step: &'p plan::Intersect,
    common: Common<'p>,
    last: Neighbours<'p>,
    exact: Exact<'p>,
    found: IntoIter<(u32, u64)>,
    /// The number of ways of the present row of the input.
    times: u64,
}

impl<'p> Intersect<'p> {
    pub(super) fn new(input: Input<'p>, step: &'p plan::Intersect) -> Self {
        let (last, others) = step.edges.split_last().expect("an intersection has two sides");
        Self {
            input,
            step,
            common: Common::new(others, step),
            last: Neighbours::new(last),
            exact: Exact::new(step),
            found: Vec::new().into_iter(),
            times: 1,
        }
    }

    /// The nodes of the pattern that stand in the row; none if one of them is null.
    fn bound(&self, row: &Row) -> Result<Option<Vec<NodeId>>> {
        self.step.bound.iter().map(|slot| row.node(*slot)).collect()
    }

    /// Finds what closes the cycles of the present row; the number for all nodes together, where
    /// only that is wanted.
    fn start(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<i128> {
        let Some(bound) = self.bound(row)? else { return Ok(0) };
        let Some(from) = row.node(self.last.from())? else { return Ok(0) };
        self.times = if self.step.earlier.is_empty() { 1 } else { row.times(self.step.times) };
        self.common.find(context, row)?;
        let has_same = (1..bound.len()).any(|one| {
            let (before, rest) = bound.split_at(one);
            rest.first().is_some_and(|node| before.contains(node))
        });
        if self.step.is_count && !has_same {
            return self.total(from, &bound, context, row);
        }
        let places = self.last.of(from, context.view());
        let found = self.common.meet(places);
        let mut rows = Vec::with_capacity(found.len());
        let mut sum = 0_i128;
        for (node, ways) in found {
            context.tick()?;
            let is_same = has_same || bound.contains(&NodeId(node));
            let ways = if is_same {
                self.exact.count(NodeId(node), context, row)?
            } else {
                i128::from(ways) * i128::from(self.times)
            };
            sum += ways;
            if ways > 0 && !self.step.is_count {
                rows.push((node, u64::try_from(ways).map_err(|_| too_many())?));
            }
        }
        self.found = rows.into_iter();
        Ok(sum)
    }

    /// The number of ways for all nodes together; those in the row are looked at by themselves.
    fn total(
        &mut self,
        from: NodeId,
        bound: &[NodeId],
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<i128> {
        let places = self.last.of(from, context.view());
        let mut same = Vec::new();
        let mut sum = self.common.sum(places);
        for node in bound {
            let ways = self.common.ways(*node, places);
            if ways > 0 {
                sum -= i128::from(ways);
                same.push(*node);
            }
        }
        sum *= i128::from(self.times);
        for node in same {
            sum += self.exact.count(node, context, row)?;
        }
        Ok(sum)
    }
}

impl Operator for Intersect<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.found = Vec::new().into_iter();
        self.common.prepare(context);
        self.last.prepare(context);
        self.exact.prepare(context);
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if let Some((node, times)) = self.found.next() {
                row.set(self.step.node, Value::Node(NodeId(node)));
                let times = i64::try_from(times).map_err(|_| too_many())?;
                row.set(self.step.times, Value::Integer(times));
                return Ok(true);
            }
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            let sum = self.start(context, row)?;
            if self.step.is_count && sum > 0 {
                let times = i64::try_from(sum).map_err(|_| too_many())?;
                row.set(self.step.times, Value::Integer(times));
                return Ok(true);
            }
        }
    }
}
