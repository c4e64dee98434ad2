//! The ends of a relationship that is bound already.

use super::super::context::Context;
use super::super::operator::{Input, Operator};
use super::super::row::Row;
use super::TypeFilter;
use crate::error::Result;
use crate::graph::{Direction, NodeId, RelationshipId};
use crate::query::plan;
use crate::value::Value;

/// Sets, or checks, the nodes at the ends of a relationship.
pub(in super::super) struct ProjectEndpoints<'p> {
    input: Input<'p>,
    step: &'p plan::ProjectEndpoints,
    types: TypeFilter<'p>,
    /// The ends seen the other way round, for the next row.
    turned: Option<(NodeId, NodeId)>,
}

impl<'p> ProjectEndpoints<'p> {
    pub(in super::super) fn new(input: Input<'p>, step: &'p plan::ProjectEndpoints) -> Self {
        let types = TypeFilter::new(step.types.as_ref(), None);
        Self { input, step, types, turned: None }
    }

    /// The ends as the direction of the pattern asks for them; without one, both ways in turn.
    fn ends(
        &mut self,
        id: RelationshipId,
        context: &Context<'_>,
        row: &Row,
    ) -> Option<(NodeId, NodeId)> {
        self.types.prepare(context);
        if !self.types.accepts(id, context) || row.mentions(&self.step.unlike, id) {
            return None;
        }
        let (start, end) = context.view().ends(id)?;
        match self.step.direction {
            Direction::Outgoing => Some((start, end)),
            Direction::Incoming => Some((end, start)),
            Direction::Both => {
                self.turned = (start != end).then_some((end, start));
                Some((start, end))
            }
        }
    }

    /// Sets both ends; `false` if one of them stands there already and is another.
    fn set(&self, (from, to): (NodeId, NodeId), row: &mut Row) -> Result<bool> {
        let differs = (self.step.from_bound && row.node(self.step.from)? != Some(from))
            || (self.step.to_bound && row.node(self.step.to)? != Some(to))
            || (self.step.from == self.step.to && from != to);
        if differs {
            return Ok(false);
        }
        if !self.step.from_bound {
            row.set(self.step.from, Value::Node(from));
        }
        if !self.step.to_bound {
            row.set(self.step.to, Value::Node(to));
        }
        Ok(true)
    }
}

impl Operator for ProjectEndpoints<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.turned = None;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if let Some(ends) = self.turned.take()
                && self.set(ends, row)?
            {
                return Ok(true);
            }
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            let Some(id) = row.relationship(self.step.relationship)? else { continue };
            if let Some(ends) = self.ends(id, context, row)
                && self.set(ends, row)?
            {
                return Ok(true);
            }
        }
    }
}
