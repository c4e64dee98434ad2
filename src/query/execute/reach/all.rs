//! The ends of chains of variable length, by a breadth-first search.

use super::super::context::Context;
use super::super::operator::{Input, Operator};
use super::super::read::{TypeFilter, follows};
use super::super::row::Row;
use crate::error::Result;
use crate::graph::{Adjacent, NodeId};
use crate::query::plan;
use crate::value::Value;

/// Each node at the end of a chain, once.
pub(in super::super) struct ReachAll<'p> {
    input: Input<'p>,
    step: &'p plan::VarLengthExpand,
    types: TypeFilter<'p>,
    is_seen: Vec<bool>,
    /// The nodes in the order in which they are found, the first one included.
    queue: Vec<NodeId>,
    /// Where the nodes begin that are as far as the search is.
    level: usize,
    /// The next node to follow, and the next one to yield.
    next: usize,
    place: usize,
    depth: u64,
    /// Whether the first node is the end of a chain, and has not been yielded.
    yields_first: bool,
    /// Whether a chain has led back to the first node.
    is_closed: bool,
    scratch: Vec<Adjacent>,
}

impl<'p> ReachAll<'p> {
    pub(in super::super) fn new(input: Input<'p>, step: &'p plan::VarLengthExpand) -> Self {
        Self {
            input,
            step,
            types: TypeFilter::new(step.types.as_ref(), step.type_test.as_ref()),
            is_seen: Vec::new(),
            queue: Vec::new(),
            level: 0,
            next: 0,
            place: 1,
            depth: 0,
            yields_first: false,
            is_closed: false,
            scratch: Vec::new(),
        }
    }

    fn start(&mut self, context: &mut Context<'_>, row: &Row) -> Result<()> {
        self.types.prepare(context);
        self.forget();
        self.is_seen.resize(context.view().node_bound() as usize, false);
        let Some(from) = row.node(self.step.from)? else { return Ok(()) };
        self.yields_first = self.step.length.min == 0;
        self.is_closed = self.yields_first;
        self.see(from);
        self.level = 1;
        Ok(())
    }

    fn forget(&mut self) {
        for node in self.queue.drain(..) {
            if let Some(seen) = self.is_seen.get_mut(node.0 as usize) {
                *seen = false;
            }
        }
        (self.level, self.next, self.place, self.depth) = (0, 0, 1, 0);
        (self.yields_first, self.is_closed) = (false, false);
    }

    fn see(&mut self, node: NodeId) {
        if let Some(seen) = self.is_seen.get_mut(node.0 as usize)
            && !std::mem::replace(seen, true)
        {
            self.queue.push(node);
        }
    }

    /// Follows the relationships of one more node; `false` if there is nothing left to follow.
    fn go_on(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if self.next == self.level {
            self.depth += 1;
            self.level = self.queue.len();
        }
        let is_within = self.step.length.max.is_none_or(|max| self.depth < max);
        let Some(node) = self.queue.get(self.next).copied().filter(|_| is_within) else {
            return Ok(false);
        };
        self.next += 1;
        self.scratch.clear();
        let view = context.view();
        let types = self.types.types();
        view.for_each_adjacent(node, self.step.direction, types, |next| self.scratch.push(next));
        let scratch = std::mem::take(&mut self.scratch);
        for next in &scratch {
            context.tick()?;
            if follows(self.step, &self.types, next.relationship, context, row)? {
                self.note_closed(next.node);
                self.see(next.node);
            }
        }
        self.scratch = scratch;
        Ok(true)
    }

    /// Notes the first chain that leads back to where it began.
    fn note_closed(&mut self, node: NodeId) {
        if !self.is_closed && self.queue.first() == Some(&node) {
            self.is_closed = true;
            self.yields_first = true;
        }
    }

    /// The next end.
    fn advance(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<Option<NodeId>> {
        loop {
            if std::mem::take(&mut self.yields_first) {
                return Ok(self.queue.first().copied());
            }
            if let Some(node) = self.queue.get(self.place) {
                self.place += 1;
                return Ok(Some(*node));
            }
            if !self.go_on(context, row)? {
                return Ok(None);
            }
        }
    }
}

impl Operator for ReachAll<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.forget();
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if let Some(node) = self.advance(context, row)? {
                row.set(self.step.to, Value::Node(node));
                return Ok(true);
            }
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            self.start(context, row)?;
        }
    }
}
