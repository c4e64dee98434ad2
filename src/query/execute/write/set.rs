//! Properties and labels to set.

use super::super::context::Context;
use super::super::evaluate::evaluate;
use super::super::operator::{Input, Operator};
use super::super::row::{Row, mismatch, text_of};
use super::properties::{Entity, key_of, map_of, require_storable};
use crate::error::Result;
use crate::graph::{Change, NodeId};
use crate::query::bind::bound::{BoundSetItem, Expression, KeyRef, LabelRef};
use crate::value::{Kinds, Value};

/// Sets properties and labels for each row.
pub(in super::super) struct SetProperties<'p> {
    input: Input<'p>,
    items: &'p [BoundSetItem],
}

impl<'p> SetProperties<'p> {
    pub(in super::super) fn new(input: Input<'p>, items: &'p [BoundSetItem]) -> Self {
        Self { input, items }
    }
}

impl Operator for SetProperties<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        context.tick()?;
        if !self.input.next(context, row)? {
            return Ok(false);
        }
        set(self.items, context, row)?;
        Ok(true)
    }
}

/// Sets what the items say, for the present row. What is null stays as it is.
pub(super) fn set(items: &[BoundSetItem], context: &mut Context<'_>, row: &mut Row) -> Result<()> {
    for item in items {
        match item {
            BoundSetItem::Property { target, key, value } => {
                set_property(target, *key, value, context, row)?;
            }
            BoundSetItem::DynamicProperty { target, key, value } => {
                set_dynamic(target, key, value, context, row)?;
            }
            BoundSetItem::Replace { target, value } => replace(target, value, context, row)?,
            BoundSetItem::Merge { target, value } => {
                if let Some(entity) = Entity::of(target, context, row)? {
                    let map = map_of(value, context, row)?;
                    entity.set_all(map, context).map_err(|error| error.or_at(value.span))?;
                }
            }
            BoundSetItem::Labels { target, labels } => {
                if let Some(node) = labelled(target, context, row)? {
                    add_labels(node, labels, context).map_err(|error| error.or_at(target.span))?;
                }
            }
        }
    }
    Ok(())
}

fn set_property(
    target: &Expression,
    key: KeyRef,
    value: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<()> {
    let Some(entity) = Entity::of(target, context, row)? else { return Ok(()) };
    let new = evaluate(value, context, row)?;
    require_storable(&new, context.names.key_text(key)).map_err(|error| error.at(value.span))?;
    if new.is_null() && context.names.key(key).is_none() {
        return Ok(());
    }
    let (graph, names) = context.writer()?;
    let key = names.intern_key(key, graph);
    entity.set(key, new, context).map_err(|error| error.or_at(target.span))
}

fn set_dynamic(
    target: &Expression,
    key: &Expression,
    value: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<()> {
    let Some(entity) = Entity::of(target, context, row)? else { return Ok(()) };
    let name = evaluate(key, context, row)?;
    let text = text_of(&name).map_err(|error| error.at(key.span))?;
    let new = evaluate(value, context, row)?;
    require_storable(&new, text).map_err(|error| error.at(value.span))?;
    let key = key_of(text, context)?;
    entity.set(key, new, context).map_err(|error| error.or_at(target.span))
}

/// `SET n = map`: what the map does not name is removed.
fn replace(
    target: &Expression,
    value: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<()> {
    let Some(entity) = Entity::of(target, context, row)? else { return Ok(()) };
    let map = map_of(value, context, row)?;
    for key in entity.keys(context) {
        let name = context.view().names().property_key_name(key).clone();
        if !map.contains_key(&name) {
            entity.set(key, Value::Null, context).map_err(|error| error.or_at(target.span))?;
        }
    }
    entity.set_all(map, context).map_err(|error| error.or_at(value.span))
}

/// The node whose labels change; `None` if it is null.
pub(super) fn labelled(
    target: &Expression,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Option<NodeId>> {
    match Entity::of(target, context, row)? {
        Some(Entity::Node(id)) => Ok(Some(id)),
        Some(Entity::Relationship(id)) => {
            Err(mismatch(Kinds::NODE, &Value::Relationship(id)).at(target.span))
        }
        None => Ok(None),
    }
}

/// Gives a node the labels that it does not have yet.
fn add_labels(node: NodeId, labels: &[LabelRef], context: &mut Context<'_>) -> Result<()> {
    for label in labels {
        let (graph, names) = context.writer()?;
        let label = names.intern_label(*label, graph);
        if !graph.view().has_node(node) || !graph.view().has_label(node, label) {
            graph.apply(Change::AddLabel(node, label))?;
        }
    }
    Ok(())
}
