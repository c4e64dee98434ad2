//! Which types of relationships are followed.

use super::super::context::Context;
use crate::graph::{RelationshipId, RelationshipTypeId};
use crate::query::bind::bound::{NameTest, TypeRef};

/// The types of a pattern, in the graph's own numbers. They are looked up again only when a name has
/// become known meanwhile.
#[derive(Debug)]
pub(in super::super) struct TypeFilter<'p> {
    wanted: Option<&'p [TypeRef]>,
    test: Option<&'p NameTest<TypeRef>>,
    known: Option<Vec<RelationshipTypeId>>,
    version: u32,
}

impl<'p> TypeFilter<'p> {
    pub(in super::super) fn new(
        wanted: Option<&'p Vec<TypeRef>>,
        test: Option<&'p NameTest<TypeRef>>,
    ) -> Self {
        Self { wanted: wanted.map(AsRef::as_ref), test, known: None, version: 0 }
    }

    /// Looks the types up.
    pub(in super::super) fn prepare(&mut self, context: &Context<'_>) {
        if self.version == context.names.version() {
            return;
        }
        self.version = context.names.version();
        let known = |wanted: &[TypeRef]| {
            wanted.iter().filter_map(|kind| context.names.kind(*kind)).collect()
        };
        self.known = self.wanted.map(known);
    }

    /// The types to follow; `None` for any.
    pub(in super::super) fn types(&self) -> Option<&[RelationshipTypeId]> {
        self.known.as_deref()
    }

    /// Whether a relationship that has one of the types passes the further condition.
    pub(in super::super) fn passes(&self, id: RelationshipId, context: &Context<'_>) -> bool {
        let Some(test) = self.test else { return true };
        let own = context.view().relationship_type(id);
        test.holds(&|kind| own.is_some() && context.names.kind(kind) == own, true)
    }

    /// Whether a relationship is of the right type.
    pub(in super::super) fn accepts(&self, id: RelationshipId, context: &Context<'_>) -> bool {
        let own = context.view().relationship_type(id);
        let listed = |types: &[RelationshipTypeId]| own.is_some_and(|own| types.contains(&own));
        self.types().is_none_or(listed) && self.passes(id, context)
    }
}
