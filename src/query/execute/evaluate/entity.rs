//! What nodes and relationships are asked for: properties, labels, types, projections.

use std::sync::Arc;

use super::super::context::Context;
use super::super::row::{Row, mismatch};
use super::{evaluate, limited};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{NodeId, PropertyKeyId, RelationshipId};
use crate::query::bind::bound::{Expression, KeyRef, LabelRef, MapItem, NameTest, TypeRef};
use crate::value::{Kinds, Map, Value};

/// A property of an entity; null where the graph does not know the key.
pub(super) fn property_of(
    entity: &Value,
    key: Option<PropertyKeyId>,
    context: &Context<'_>,
) -> Result<Value> {
    if let Value::Node(id) = entity {
        require_node(*id, context)?;
        return Ok(key.map(|key| context.view().node_property(*id, key)).unwrap_or_default());
    }
    if let Value::Relationship(id) = entity {
        require_relationship(*id, context)?;
        let property = key.map(|key| context.view().relationship_property(*id, key));
        return Ok(property.unwrap_or_default());
    }
    Err(mismatch(Kinds::ENTITY, entity))
}

/// All properties of an entity, or the entries of a map; `None` for what has neither.
pub(in super::super) fn properties_of(value: &Value, context: &Context<'_>) -> Result<Option<Map>> {
    let view = context.view();
    let named = |(key, value)| (view.names().property_key_name(key).clone(), value);
    if let Value::Map(entries) = value {
        return Ok(Some(entries.as_ref().clone()));
    }
    if let Value::Node(id) = value {
        require_node(*id, context)?;
        return Ok(Some(view.node_properties(*id).map(named).collect()));
    }
    if let Value::Relationship(id) = value {
        require_relationship(*id, context)?;
        return Ok(Some(view.relationship_properties(*id).map(named).collect()));
    }
    Ok(None)
}

/// Whether a node has labels, or a relationship a type.
pub(super) fn has_names(
    subject: &Expression,
    labels: &NameTest<LabelRef>,
    types: &NameTest<TypeRef>,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let value = evaluate(subject, context, row)?;
    if let Value::Node(id) = value {
        require_node(id, context)?;
        return Ok(has_labels(id, labels, context).into());
    }
    if let Value::Relationship(id) = value {
        require_relationship(id, context)?;
        return Ok(has_type(id, types, context).into());
    }
    if value.is_null() { Ok(Value::Null) } else { Err(mismatch(Kinds::ENTITY, &value)) }
}

fn has_labels(id: NodeId, test: &NameTest<LabelRef>, context: &Context<'_>) -> bool {
    let view = context.view();
    let has = |label| context.names.label(label).is_some_and(|label| view.has_label(id, label));
    test.holds(&has, !view.labels(id).is_empty())
}

/// Whether a relationship's type is as it should be.
fn has_type(id: RelationshipId, test: &NameTest<TypeRef>, context: &Context<'_>) -> bool {
    let own = context.view().relationship_type(id);
    let has = |kind| own.is_some() && context.names.kind(kind) == own;
    test.holds(&has, true)
}

/// `subject {.key, .*, key: value}`.
pub(super) fn project(
    subject: &Expression,
    items: &[MapItem],
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let value = evaluate(subject, context, row)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    let all = properties_of(&value, context)?;
    let Some(all) = all else { return Err(mismatch(Kinds::MAP | Kinds::ENTITY, &value)) };
    let mut map = Map::new();
    for item in items {
        match item {
            MapItem::All => map.extend(all.clone()),
            MapItem::Property(key) => {
                let (key, value) = entry(*key, &all, context);
                map.insert(key, value);
            }
            MapItem::Entry(key, expression) => {
                map.insert(key.clone(), evaluate(expression, context, row)?);
            }
        }
    }
    limited(Value::map(map))
}

fn entry(key: KeyRef, all: &Map, context: &Context<'_>) -> (Arc<str>, Value) {
    let key = context.names.key_text(key);
    (key.clone(), all.get(key).cloned().unwrap_or_default())
}

fn require_node(id: NodeId, context: &Context<'_>) -> Result<()> {
    if context.has_deleted && !context.view().has_node(id) {
        return Err(deleted("node"));
    }
    Ok(())
}

fn require_relationship(id: RelationshipId, context: &Context<'_>) -> Result<()> {
    if context.has_deleted && !context.view().has_relationship(id) {
        return Err(deleted("relationship"));
    }
    Ok(())
}

fn deleted(what: &str) -> Error {
    Error::new(ErrorCode::DeletedEntityAccess, format!("the {what} has been deleted"))
}
