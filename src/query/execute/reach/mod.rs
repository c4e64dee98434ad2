//! Nodes that are found once, however many paths lead to them.

mod all;
mod levels;

pub(super) use all::ReachAll;

use std::vec::IntoIter;

use levels::Levels;

use super::context::Context;
use super::operator::{Input, Operator};
use super::row::Row;
use crate::error::Result;
use crate::graph::NodeId;
use crate::query::plan;
use crate::value::Value;

/// The nodes at the end of a chain of relationships, each of them once.
pub(super) struct Reach<'p> {
    input: Input<'p>,
    /// Lists the chains, where a relationship could stand for two steps.
    chains: Input<'p>,
    step: &'p plan::Reach,
    levels: Levels<'p>,
    found: IntoIter<NodeId>,
    /// Whether the chains of the present row are listed.
    is_listing: bool,
}

impl<'p> Reach<'p> {
    pub(super) fn new(input: Input<'p>, chains: Input<'p>, step: &'p plan::Reach) -> Self {
        let levels = Levels::new(step);
        Self { input, chains, step, levels, found: Vec::new().into_iter(), is_listing: false }
    }

    fn start(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        let Some(from) = row.node(self.step.from)? else { return Ok(()) };
        if let Some(found) = self.levels.search(from, context, row)? {
            self.found = found.into_iter();
            return Ok(());
        }
        self.is_listing = true;
        self.chains.open(context, row)
    }
}

impl Operator for Reach<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.found = Vec::new().into_iter();
        self.is_listing = false;
        self.levels.prepare(context);
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if let Some(node) = self.found.next() {
                row.set(self.step.to(), Value::Node(node));
                return Ok(true);
            }
            if self.is_listing {
                if self.chains.next(context, row)? {
                    return Ok(true);
                }
                self.is_listing = false;
            }
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            self.start(context, row)?;
        }
    }
}
