//! Variables in scope, and what is known of their values.

use std::sync::Arc;

use super::bound::Slot;
use crate::value::Kinds;

/// What a value can be, as far as the text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Type {
    /// The kinds of the value.
    pub(super) kinds: Kinds,
    /// The kinds of its elements, if it is a list.
    pub(super) elements: Kinds,
}

impl Type {
    /// Anything.
    pub(super) const ANY: Self = Self { kinds: Kinds::ANY, elements: Kinds::ANY };
    /// A node.
    pub(super) const NODE: Self = Self::of(Kinds::NODE);
    /// A relationship.
    pub(super) const RELATIONSHIP: Self = Self::of(Kinds::RELATIONSHIP);
    /// A path.
    pub(super) const PATH: Self = Self::of(Kinds::PATH);
    /// A boolean.
    pub(super) const BOOLEAN: Self = Self::of(Kinds::BOOLEAN);

    /// A value of these kinds.
    pub(super) const fn of(kinds: Kinds) -> Self {
        Self { kinds, elements: Kinds::ANY }
    }

    /// A list of elements of these kinds.
    pub(super) const fn list_of(elements: Kinds) -> Self {
        Self { kinds: Kinds::LIST, elements }
    }

    /// An element of a list of this type.
    pub(super) fn element(self) -> Self {
        if self.kinds == Kinds::LIST { Self::of(self.elements) } else { Self::ANY }
    }

    /// Whether a value of this type can be of one of `kinds`; null can be of any.
    pub(super) fn can_be(self, kinds: Kinds) -> bool {
        self.kinds.is_none() || self.kinds.intersects(kinds)
    }

    /// What is one or the other.
    pub(super) fn or(self, other: Self) -> Self {
        Self { kinds: self.kinds | other.kinds, elements: self.elements | other.elements }
    }
}

/// A name in scope.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    /// The name.
    pub(super) name: Arc<str>,
    /// Its place in the row.
    pub(super) slot: Slot,
    /// What it can be.
    pub(super) kind: Type,
}

/// The names that a clause sees. Of two equal names the later one counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    variables: Vec<Variable>,
}

impl Scope {
    /// The variable of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().rev().find(|variable| &*variable.name == name)
    }

    /// Adds a variable.
    pub(super) fn add(&mut self, name: Arc<str>, slot: Slot, kind: Type) {
        self.variables.push(Variable { name, slot, kind });
    }

    /// The variables in the order in which they were bound.
    pub(super) fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// How many there are; [`Scope::truncate`] goes back to it.
    pub(super) fn len(&self) -> usize {
        self.variables.len()
    }

    /// Forgets all but the first `len` variables.
    pub(super) fn truncate(&mut self, len: usize) {
        self.variables.truncate(len);
    }
}
