//! Quantified path patterns: one pattern, repeated from round to round.

use std::vec::IntoIter;

use super::super::context::Context;
use super::super::operator::{Input, Operator};
use super::super::row::{Row, Saved};
use super::trail::Trail;
use crate::error::Result;
use crate::graph::{NodeId, RelationshipId};
use crate::query::bind::bound::Slot;
use crate::query::plan;
use crate::value::Value;

/// One round, as the second input found it.
struct Round {
    /// What its variables held.
    values: Saved,
    relationships: Vec<RelationshipId>,
    end: NodeId,
    bytes: usize,
}

/// Each sequence of rounds from a node, depth first.
///
/// All rounds that begin at a node are found before the first of them is followed, since the second
/// input can only be at one place at a time.
pub(in super::super) struct Repeat<'p> {
    input: Input<'p>,
    inner: Input<'p>,
    step: &'p plan::Repeat,
    /// The variables of a round.
    variables: Vec<Slot>,
    /// For each depth, the rounds that are still to follow.
    pending: Vec<IntoIter<Round>>,
    /// The rounds that have been followed.
    followed: Vec<Round>,
    trail: Trail,
    target: Option<NodeId>,
}

impl<'p> Repeat<'p> {
    pub(in super::super) fn new(
        input: Input<'p>,
        inner: Input<'p>,
        step: &'p plan::Repeat,
    ) -> Self {
        Self {
            input,
            inner,
            step,
            variables: step.groups.iter().map(|group| group.0).collect(),
            pending: Vec::new(),
            followed: Vec::new(),
            trail: Trail::default(),
            target: None,
        }
    }

    /// Begins at the node of the present row; `true` if no round at all is a result.
    fn start(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        let Some(from) = row.node(self.step.from)? else { return Ok(false) };
        if self.step.into {
            self.target = row.node(self.step.to)?;
            if self.target.is_none() {
                return Ok(false);
            }
        }
        self.trail.restart(from);
        self.go_on(from, context, row)?;
        Ok(self.yields(from, row))
    }

    /// Finds the rounds that begin at a node, unless there are as many as there may be.
    fn go_on(&mut self, node: NodeId, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        let depth = self.followed.len() as u64;
        let mut rounds = Vec::new();
        if self.step.length.max.is_none_or(|max| depth < max) {
            row.set(self.step.inner_from, Value::Node(node));
            self.inner.open(context, row)?;
            while self.inner.next(context, row)? {
                context.tick()?;
                rounds.extend(self.round(context, row)?);
            }
        }
        self.pending.push(rounds.into_iter());
        Ok(())
    }

    /// The round in the present row.
    fn round(&self, context: &mut Context<'_>, row: &Row) -> Result<Option<Round>> {
        let Some(end) = row.node(self.step.inner_to)? else { return Ok(None) };
        let mut relationships = Vec::new();
        for slot in &self.step.relationships {
            collect(row.get(*slot), &mut relationships);
        }
        let is_endless = relationships.is_empty() && self.step.length.max.is_none();
        let enough = self.followed.len() as u64 >= self.step.length.min;
        let used = relationships.iter().any(|id| row.mentions(&self.step.unlike, *id));
        if used || (is_endless && enough) {
            return Ok(None);
        }
        let values = row.save(&self.variables);
        let bytes = context.watch.keep(&values)?;
        Ok(Some(Round { values, relationships, end, bytes }))
    }

    /// Adds a round to the trail; `false` if something would repeat that may not.
    fn follow(&mut self, round: &Round, context: &Context<'_>) -> bool {
        let mut from = self.trail.end();
        for (count, id) in round.relationships.iter().enumerate() {
            let end = far_end(*id, from, context).unwrap_or(round.end);
            if !self.trail.allows(self.step.mode, *id, end) {
                (0..count).for_each(|_| self.trail.pop());
                return false;
            }
            self.trail.push(*id, end);
            from = Some(end);
        }
        true
    }

    fn unfollow(&mut self, context: &mut Context<'_>) {
        if let Some(round) = self.followed.pop() {
            round.relationships.iter().for_each(|_| self.trail.pop());
            context.watch.release(round.bytes);
        }
    }

    /// Sets the slots, if the rounds so far are a result.
    fn yields(&self, end: NodeId, row: &mut Row) -> bool {
        if (self.followed.len() as u64) < self.step.length.min
            || self.target.is_some_and(|target| target != end)
        {
            return false;
        }
        if !self.step.into {
            row.set(self.step.to, Value::Node(end));
        }
        for (place, (_, list)) in self.step.groups.iter().enumerate() {
            let value = |round: &Round| round.values.get(place).cloned().unwrap_or_default();
            row.set(*list, Value::list(self.followed.iter().map(value).collect()));
        }
        true
    }

    fn advance(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while let Some(rounds) = self.pending.last_mut() {
            context.tick()?;
            let Some(round) = rounds.next() else {
                self.pending.pop();
                self.unfollow(context);
                continue;
            };
            if !self.follow(&round, context) {
                context.watch.release(round.bytes);
                continue;
            }
            let end = round.end;
            self.followed.push(round);
            self.go_on(end, context, row)?;
            if self.yields(end, row) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The relationships in a value, in order.
fn collect(value: &Value, relationships: &mut Vec<RelationshipId>) {
    if let Value::Relationship(id) = value {
        relationships.push(*id);
    }
    if let Value::List(items) = value {
        items.iter().for_each(|item| collect(item, relationships));
    }
}

/// Where a relationship leads from a node.
fn far_end(id: RelationshipId, from: Option<NodeId>, context: &Context<'_>) -> Option<NodeId> {
    let (start, end) = context.view().ends(id)?;
    Some(if Some(start) == from { end } else { start })
}

impl Operator for Repeat<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.pending.clear();
        while !self.followed.is_empty() {
            self.unfollow(context);
        }
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            if self.advance(context, row)? {
                return Ok(true);
            }
            context.tick()?;
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            if self.start(context, row)? {
                return Ok(true);
            }
        }
    }
}
