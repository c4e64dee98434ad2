//! Steps along chains of relationships.

use super::super::context::Context;
use super::super::evaluate::all_true;
use super::super::operator::{Input, Operator};
use super::super::row::{Row, mismatch};
use super::TypeFilter;
use super::trail::Trail;
use crate::error::Result;
use crate::graph::{Direction, Expansion, NodeId, RelationshipId};
use crate::query::bind::bound::Slot;
use crate::query::plan;
use crate::value::{Kinds, Value};

/// Whether a chain may go on along a relationship, be it of the right type or not.
pub(in super::super) fn follows(
    step: &plan::VarLengthExpand,
    types: &TypeFilter<'_>,
    id: RelationshipId,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<bool> {
    if !types.passes(id, context) || row.mentions(&step.unlike, id) {
        return Ok(false);
    }
    let Some(each) = &step.each else { return Ok(true) };
    row.set(each.slot, Value::Relationship(id));
    all_true(&each.predicates, context, row)
}

/// Each chain of relationships from a node, depth first.
pub(in super::super) struct VarLengthExpand<'p> {
    input: Input<'p>,
    step: &'p plan::VarLengthExpand,
    types: TypeFilter<'p>,
    /// For each node of the present chain, its relationships that are still to follow.
    expansions: Vec<Expansion>,
    trail: Trail,
    target: Option<NodeId>,
}

impl<'p> VarLengthExpand<'p> {
    pub(in super::super) fn new(input: Input<'p>, step: &'p plan::VarLengthExpand) -> Self {
        let types = TypeFilter::new(step.types.as_ref(), step.type_test.as_ref());
        let trail = Trail::default();
        Self { input, step, types, expansions: Vec::new(), trail, target: None }
    }

    /// Begins at the node of the present row; `true` if the empty chain is a result.
    fn start(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        self.types.prepare(context);
        let Some(from) = row.node(self.step.from)? else { return Ok(false) };
        if self.step.into {
            self.target = row.node(self.step.to)?;
            if self.target.is_none() {
                return Ok(false);
            }
        }
        if self.step.given {
            return self.walk_given(from, context, row);
        }
        self.trail.restart(from);
        self.go_on(from, context);
        Ok(self.yields(from, row))
    }

    /// Follows the relationships of a node next, unless the chain is as long as it may be.
    fn go_on(&mut self, node: NodeId, context: &Context<'_>) {
        if self.step.length.max.is_none_or(|max| (self.trail.len() as u64) < max) {
            self.expansions.push(context.view().expand(node, self.step.direction));
        }
    }

    /// Sets the slots, if the present chain is a result.
    fn yields(&self, end: NodeId, row: &mut Row) -> bool {
        if (self.trail.len() as u64) < self.step.length.min
            || self.target.is_some_and(|target| target != end)
        {
            return false;
        }
        if !self.step.into {
            row.set(self.step.to, Value::Node(end));
        }
        row.set(self.step.relationships, chain(self.trail.relationships(), self.step.reversed));
        true
    }

    /// Goes on to the next chain that is a result.
    fn advance(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while let Some(expansion) = self.expansions.last_mut() {
            context.tick()?;
            let Some(next) = expansion.next(context.view(), self.types.types()) else {
                self.step_back();
                continue;
            };
            if !self.trail.allows(self.step.mode, next.relationship, next.node)
                || !follows(self.step, &self.types, next.relationship, context, row)?
            {
                continue;
            }
            self.trail.push(next.relationship, next.node);
            let found = self.yields(next.node, row);
            let depth = self.expansions.len();
            self.go_on(next.node, context);
            if self.expansions.len() == depth {
                self.trail.pop();
            }
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn step_back(&mut self) {
        self.expansions.pop();
        if !self.expansions.is_empty() {
            self.trail.pop();
        }
    }

    /// Walks the chain that stands there already; `true` if the pattern allows it.
    fn walk_given(&self, from: NodeId, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        let Some(mut relationships) = given_chain(row, self.step.relationships)? else {
            return Ok(false);
        };
        if self.step.reversed {
            relationships.reverse();
        }
        let length = relationships.len() as u64;
        if length < self.step.length.min || self.step.length.max.is_some_and(|max| length > max) {
            return Ok(false);
        }
        let mut trail = Trail::default();
        trail.restart(from);
        let mut end = from;
        for id in relationships {
            let Some(node) = other_end(id, end, self.step.direction, context) else {
                return Ok(false);
            };
            if !self.types.accepts(id, context)
                || !trail.allows(self.step.mode, id, node)
                || !follows(self.step, &self.types, id, context, row)?
            {
                return Ok(false);
            }
            trail.push(id, node);
            end = node;
        }
        if self.target.is_some_and(|target| target != end) {
            return Ok(false);
        }
        if !self.step.into {
            row.set(self.step.to, Value::Node(end));
        }
        Ok(true)
    }
}

/// A chain as a value.
fn chain(relationships: &[RelationshipId], reversed: bool) -> Value {
    let value = |id: &RelationshipId| Value::Relationship(*id);
    if reversed {
        return Value::list(relationships.iter().rev().map(value).collect());
    }
    Value::list(relationships.iter().map(value).collect())
}

/// The relationships of a list; `None` if it is null.
fn given_chain(row: &Row, slot: Slot) -> Result<Option<Vec<RelationshipId>>> {
    let value = row.get(slot);
    if value.is_null() {
        return Ok(None);
    }
    let Value::List(items) = value else { return Err(mismatch(Kinds::LIST, value)) };
    let mut relationships = Vec::with_capacity(items.len());
    for item in items.iter() {
        let Value::Relationship(id) = item else { return Err(mismatch(Kinds::RELATIONSHIP, item)) };
        relationships.push(*id);
    }
    Ok(Some(relationships))
}

/// Where a relationship leads from a node, if it may be followed that way.
fn other_end(
    id: RelationshipId,
    from: NodeId,
    direction: Direction,
    context: &Context<'_>,
) -> Option<NodeId> {
    let (start, end) = context.view().ends(id)?;
    match direction {
        Direction::Outgoing => (start == from).then_some(end),
        Direction::Both if start == from => Some(end),
        Direction::Incoming | Direction::Both => (end == from).then_some(start),
    }
}

impl Operator for VarLengthExpand<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.expansions.clear();
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
