//! What clauses make, set and remove.

use super::{Expression, KeyRef, LabelRef, PatternPath, QueryGraph, Slot, TypeRef};
use crate::error::Span;

/// What `CREATE` and `MERGE` make, in the order in which it is made.
#[derive(Clone, Debug, Default)]
pub struct CreatePattern {
    /// The nodes and relationships that are new.
    pub items: Vec<CreateItem>,
    /// Paths to build afterwards.
    pub paths: Vec<PatternPath>,
}

/// One entity to make.
#[derive(Clone, Debug)]
pub enum CreateItem {
    /// A node.
    Node {
        /// Where it goes.
        slot: Slot,
        /// Its labels.
        labels: Vec<LabelRef>,
        /// Its properties.
        properties: PropertyMap,
        /// The pattern in the text.
        span: Span,
    },
    /// A relationship.
    Relationship {
        /// Where it goes.
        slot: Slot,
        /// Its type.
        kind: TypeRef,
        /// Where it starts.
        start: Slot,
        /// Where it ends.
        end: Slot,
        /// Its properties.
        properties: PropertyMap,
        /// The pattern in the text.
        span: Span,
    },
}

/// Properties to give.
#[derive(Clone, Debug)]
pub enum PropertyMap {
    /// Keys and expressions.
    Entries(Vec<(KeyRef, Expression)>),
    /// An expression that yields a map.
    Map(Expression),
}

/// `MERGE`.
#[derive(Clone, Debug)]
pub struct BoundMerge {
    /// What to find.
    pub graph: QueryGraph,
    /// What to make if it is not found.
    pub create: CreatePattern,
    /// What to set when it was made.
    pub on_create: Vec<BoundSetItem>,
    /// What to set when it was found.
    pub on_match: Vec<BoundSetItem>,
}

/// One item of `SET`.
#[derive(Clone, Debug)]
pub enum BoundSetItem {
    /// A property.
    Property {
        /// The entity.
        target: Expression,
        /// The key.
        key: KeyRef,
        /// The value.
        value: Expression,
    },
    /// A property whose key is computed.
    DynamicProperty {
        /// The entity.
        target: Expression,
        /// The key.
        key: Expression,
        /// The value.
        value: Expression,
    },
    /// All properties.
    Replace {
        /// The entity.
        target: Expression,
        /// A map or an entity.
        value: Expression,
    },
    /// Some properties.
    Merge {
        /// The entity.
        target: Expression,
        /// A map or an entity.
        value: Expression,
    },
    /// Labels.
    Labels {
        /// The node.
        target: Expression,
        /// The labels.
        labels: Vec<LabelRef>,
    },
}

/// One item of `REMOVE`.
#[derive(Clone, Debug)]
pub enum BoundRemoveItem {
    /// A property.
    Property {
        /// The entity.
        target: Expression,
        /// The key.
        key: KeyRef,
    },
    /// A property whose key is computed.
    DynamicProperty {
        /// The entity.
        target: Expression,
        /// The key.
        key: Expression,
    },
    /// Labels.
    Labels {
        /// The node.
        target: Expression,
        /// The labels.
        labels: Vec<LabelRef>,
    },
}
