//! One step along a relationship.

use super::super::context::Context;
use super::super::operator::{Input, Operator};
use super::super::row::Row;
use super::TypeFilter;
use crate::error::Result;
use crate::graph::{Expansion, NodeId};
use crate::query::plan;
use crate::value::Value;

/// Each relationship of a node that leads to any node, or to the one that stands there already.
pub(in super::super) struct Expand<'p> {
    input: Input<'p>,
    step: &'p plan::Expand,
    types: TypeFilter<'p>,
    expansion: Option<Expansion>,
    target: Option<NodeId>,
}

impl<'p> Expand<'p> {
    pub(in super::super) fn new(input: Input<'p>, step: &'p plan::Expand) -> Self {
        let types = TypeFilter::new(step.types.as_ref(), None);
        Self { input, step, types, expansion: None, target: None }
    }

    /// Begins at the node of the present row.
    fn start(&mut self, context: &mut Context<'_>, row: &Row) -> Result<()> {
        self.types.prepare(context);
        let Some(from) = row.node(self.step.from)? else { return Ok(()) };
        if self.step.into {
            self.target = row.node(self.step.to)?;
            if self.target.is_none() {
                return Ok(());
            }
        }
        self.expansion = Some(context.view().expand(from, self.step.direction));
        Ok(())
    }

    /// Sets the next relationship, if there is one.
    fn advance(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        let Some(expansion) = &mut self.expansion else { return Ok(false) };
        while let Some(next) = expansion.next(context.view(), self.types.types()) {
            context.tick()?;
            if self.target.is_some_and(|target| target != next.node)
                || row.mentions(&self.step.unlike, next.relationship)
            {
                continue;
            }
            row.set(self.step.relationship, Value::Relationship(next.relationship));
            if self.target.is_none() {
                row.set(self.step.to, Value::Node(next.node));
            }
            return Ok(true);
        }
        self.expansion = None;
        Ok(false)
    }
}

impl Operator for Expand<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.expansion = None;
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
            self.start(context, row)?;
        }
    }
}
