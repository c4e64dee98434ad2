//! Properties and labels to remove.

use super::super::context::Context;
use super::super::evaluate::evaluate;
use super::super::operator::{Input, Operator};
use super::super::row::{Row, text_of};
use super::properties::Entity;
use super::set::labelled;
use crate::error::Result;
use crate::graph::{Change, NodeId};
use crate::query::bind::bound::{BoundRemoveItem, Expression, LabelRef};
use crate::value::Value;

/// Removes properties and labels for each row. What is not there stays so.
pub(in super::super) struct Remove<'p> {
    input: Input<'p>,
    items: &'p [BoundRemoveItem],
}

impl<'p> Remove<'p> {
    pub(in super::super) fn new(input: Input<'p>, items: &'p [BoundRemoveItem]) -> Self {
        Self { input, items }
    }
}

impl Operator for Remove<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        context.tick()?;
        if !self.input.next(context, row)? {
            return Ok(false);
        }
        for item in self.items {
            remove(item, context, row)?;
        }
        Ok(true)
    }
}

fn remove(item: &BoundRemoveItem, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
    match item {
        BoundRemoveItem::Property { target, key } => {
            let Some(entity) = Entity::of(target, context, row)? else { return Ok(()) };
            let Some(key) = context.names.key(*key) else { return Ok(()) };
            entity.set(key, Value::Null, context).map_err(|error| error.or_at(target.span))
        }
        BoundRemoveItem::DynamicProperty { target, key } => {
            remove_dynamic(target, key, context, row)
        }
        BoundRemoveItem::Labels { target, labels } => match labelled(target, context, row)? {
            Some(node) => {
                remove_labels(node, labels, context).map_err(|error| error.or_at(target.span))
            }
            None => Ok(()),
        },
    }
}

fn remove_dynamic(
    target: &Expression,
    key: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<()> {
    let Some(entity) = Entity::of(target, context, row)? else { return Ok(()) };
    let name = evaluate(key, context, row)?;
    let text = text_of(&name).map_err(|error| error.at(key.span))?;
    let Some(key) = context.view().names().property_key(text) else { return Ok(()) };
    entity.set(key, Value::Null, context).map_err(|error| error.or_at(target.span))
}

fn remove_labels(node: NodeId, labels: &[LabelRef], context: &mut Context<'_>) -> Result<()> {
    for label in labels {
        let Some(label) = context.names.label(*label) else { continue };
        let graph = context.graph_mut()?;
        if !graph.view().has_node(node) || graph.view().has_label(node, label) {
            graph.apply(Change::RemoveLabel(node, label))?;
        }
    }
    Ok(())
}
