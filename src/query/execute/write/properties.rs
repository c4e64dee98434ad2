//! Values on their way into properties.

use std::sync::Arc;

use super::super::context::Context;
use super::super::evaluate::{evaluate, properties_of};
use super::super::row::{Row, mismatch};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Change, NodeId, Properties, PropertyKeyId, RelationshipId};
use crate::query::bind::bound::{Expression, PropertyMap};
use crate::value::{Kinds, Map, Value};

/// What has properties and labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entity {
    /// A node.
    Node(NodeId),
    /// A relationship.
    Relationship(RelationshipId),
}

impl Entity {
    /// The entity that an expression yields; `None` if it is null.
    pub(super) fn of(
        target: &Expression,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Option<Self>> {
        let value = evaluate(target, context, row)?;
        if let Value::Node(id) = value {
            return Ok(Some(Self::Node(id)));
        }
        if let Value::Relationship(id) = value {
            return Ok(Some(Self::Relationship(id)));
        }
        if value.is_null() {
            Ok(None)
        } else {
            Err(mismatch(Kinds::ENTITY, &value).at(target.span))
        }
    }

    /// Sets a property, or removes it if the value is null; one that is not there stays so.
    pub(super) fn set(
        self,
        key: PropertyKeyId,
        value: Value,
        context: &mut Context<'_>,
    ) -> Result<()> {
        if value.is_null() && self.property(key, context).is_null() {
            return Ok(());
        }
        let change = match self {
            Self::Node(id) => Change::SetNodeProperty(id, key, value),
            Self::Relationship(id) => Change::SetRelationshipProperty(id, key, value),
        };
        context.graph_mut()?.apply(change)
    }

    fn property(self, key: PropertyKeyId, context: &Context<'_>) -> Value {
        match self {
            Self::Node(id) => context.view().node_property(id, key),
            Self::Relationship(id) => context.view().relationship_property(id, key),
        }
    }

    /// The keys of its properties.
    pub(super) fn keys(self, context: &Context<'_>) -> Vec<PropertyKeyId> {
        match self {
            Self::Node(id) => context.view().node_properties(id).map(|one| one.0).collect(),
            Self::Relationship(id) => {
                context.view().relationship_properties(id).map(|one| one.0).collect()
            }
        }
    }

    /// Sets the properties of a map; those that it does not name stay.
    pub(super) fn set_all(self, map: Map, context: &mut Context<'_>) -> Result<()> {
        for (key, value) in map {
            require_storable(&value, &key)?;
            let key = key_of(&key, context)?;
            self.set(key, value, context)?;
        }
        Ok(())
    }
}

/// The identity of a key that is about to be written.
pub(super) fn key_of(key: &str, context: &mut Context<'_>) -> Result<PropertyKeyId> {
    let (graph, names) = context.writer()?;
    Ok(names.intern_text(key, graph))
}

/// The map that an expression yields, or the properties of an entity that it yields.
pub(super) fn map_of(value: &Expression, context: &mut Context<'_>, row: &mut Row) -> Result<Map> {
    let found = evaluate(value, context, row)?;
    let map = properties_of(&found, context)?;
    map.ok_or_else(|| mismatch(Kinds::MAP | Kinds::ENTITY, &found).at(value.span))
}

/// The properties that a pattern gives to what it makes.
pub(super) fn created(
    properties: &PropertyMap,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Properties> {
    let mut result = Properties::default();
    match properties {
        PropertyMap::Entries(entries) => {
            for (key, expression) in entries {
                let value = evaluate(expression, context, row)?;
                require_storable(&value, context.names.key_text(*key))
                    .map_err(|error| error.at(expression.span))?;
                let (graph, names) = context.writer()?;
                result.set(names.intern_key(*key, graph), value);
            }
        }
        PropertyMap::Map(expression) => {
            for (key, value) in map_of(expression, context, row)? {
                require_storable(&value, &key).map_err(|error| error.at(expression.span))?;
                result.set(key_of(&key, context)?, value);
            }
        }
    }
    Ok(result)
}

/// Checks that a property can hold a value.
pub(super) fn require_storable(value: &Value, key: &Arc<str>) -> Result<()> {
    let message = if let Value::List(items) = value {
        if items.iter().all(is_scalar) {
            return Ok(());
        }
        format!("`{key}` can hold a list only of plain values")
    } else if value.is_null() || is_scalar(value) {
        return Ok(());
    } else {
        format!("`{key}` can't hold a value of type {}", Kinds::of(value))
    };
    Err(Error::new(ErrorCode::InvalidPropertyType, message)
        .with_help("properties are booleans, numbers, texts, dates, points and lists of these"))
}

fn is_scalar(value: &Value) -> bool {
    let compound = Kinds::LIST | Kinds::MAP | Kinds::ENTITY | Kinds::PATH;
    !value.is_null() && !compound.intersects(Kinds::of(value))
}
