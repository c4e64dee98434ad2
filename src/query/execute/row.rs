//! The one row that all operators of a statement share.

use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::graph::{NodeId, RelationshipId};
use crate::query::bind::bound::Slot;
use crate::value::{Kinds, Value};

/// The slots of a statement. An operator sets its own and reads those of its inputs.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    slots: Vec<Value>,
}

/// Values of some slots, kept aside.
pub(super) type Saved = Box<[Value]>;

impl Row {
    /// A row of so many nulls.
    pub(super) fn new(count: usize) -> Self {
        Self { slots: vec![Value::Null; count] }
    }

    /// What stands in a slot.
    pub(super) fn get(&self, slot: Slot) -> &Value {
        self.slots.get(slot.0 as usize).expect("a slot of a plan is one of its statement")
    }

    /// Puts a value into a slot.
    pub(super) fn set(&mut self, slot: Slot, value: Value) {
        *self.slots.get_mut(slot.0 as usize).expect("a slot of a plan is one of its statement") =
            value;
    }

    /// Takes the value out of a slot and leaves null.
    pub(super) fn take(&mut self, slot: Slot) -> Value {
        let place = self.slots.get_mut(slot.0 as usize);
        std::mem::take(place.expect("a slot of a plan is one of its statement"))
    }

    /// Copies slots.
    pub(super) fn save(&self, slots: &[Slot]) -> Saved {
        slots.iter().map(|slot| self.get(*slot).clone()).collect()
    }

    /// Puts copied slots back.
    pub(super) fn restore(&mut self, slots: &[Slot], values: &[Value]) {
        for (slot, value) in slots.iter().zip(values) {
            self.set(*slot, value.clone());
        }
    }

    /// Puts copied slots back, for the last time.
    pub(super) fn restore_owned(&mut self, slots: &[Slot], values: Saved) {
        for (slot, value) in slots.iter().zip(values) {
            self.set(*slot, value);
        }
    }

    /// Sets slots to null.
    pub(super) fn clear(&mut self, slots: &[Slot]) {
        for slot in slots {
            self.set(*slot, Value::Null);
        }
    }

    /// The node in a slot; none if it is null.
    pub(super) fn node(&self, slot: Slot) -> Result<Option<NodeId>> {
        let value = self.get(slot);
        if let Value::Node(id) = value {
            return Ok(Some(*id));
        }
        if value.is_null() { Ok(None) } else { Err(mismatch(Kinds::NODE, value)) }
    }

    /// How often the row counts, as it stands in a slot.
    pub(super) fn times(&self, slot: Slot) -> u64 {
        let Value::Integer(times) = self.get(slot) else { return 1 };
        u64::try_from(*times).unwrap_or(0)
    }

    /// The relationship in a slot; none if it is null.
    pub(super) fn relationship(&self, slot: Slot) -> Result<Option<RelationshipId>> {
        let value = self.get(slot);
        if let Value::Relationship(id) = value {
            return Ok(Some(*id));
        }
        if value.is_null() { Ok(None) } else { Err(mismatch(Kinds::RELATIONSHIP, value)) }
    }

    /// Whether a relationship stands in one of the slots, alone or in a list.
    pub(super) fn mentions(&self, slots: &[Slot], id: RelationshipId) -> bool {
        slots.iter().any(|slot| mentions(self.get(*slot), id))
    }
}

/// Whether a value is a relationship, or a list that has it at any depth.
pub(super) fn mentions(value: &Value, id: RelationshipId) -> bool {
    if let Value::Relationship(other) = value {
        return *other == id;
    }
    if let Value::List(items) = value {
        return items.iter().any(|item| mentions(item, id));
    }
    false
}

/// The elements of a list; `None` if it is null.
pub(super) fn list_of(value: &Value) -> Result<Option<&Arc<Vec<Value>>>> {
    if let Value::List(items) = value {
        return Ok(Some(items));
    }
    if value.is_null() { Ok(None) } else { Err(mismatch(Kinds::LIST, value)) }
}

/// The text that a value is.
pub(super) fn text_of(value: &Value) -> Result<&Arc<str>> {
    if let Value::String(text) = value {
        return Ok(text);
    }
    Err(mismatch(Kinds::STRING, value))
}

/// The error of a value of the wrong kind.
pub(super) fn mismatch(expected: Kinds, found: &Value) -> Error {
    let message = format!("expected {expected}, but found {}", Kinds::of(found));
    Error::new(ErrorCode::TypeMismatch, message)
}
