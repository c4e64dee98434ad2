//! The ids that entities have in files.
//!
//! A writer gives each node an id. Where the property `id` holds a text or whole number that no other
//! node has, it is that one; otherwise it begins with `_:`, and means something within its file only.

use hashbrown::HashSet;

use crate::value::{Kinds, Value};

/// The property that keeps an entity's id in files.
pub(super) const ID: &str = "id";

/// What ids begin with that mean something within their file only.
pub(super) const LOCAL: &str = "_:";

/// The id that a property `id` stands for in files.
pub(super) fn id_text(value: &Value) -> Option<String> {
    if let Value::Integer(number) = value {
        return Some(number.to_string());
    }
    if let Value::String(text) = value
        && !text.is_empty()
        && !text.starts_with(LOCAL)
    {
        return Some(text.to_string());
    }
    None
}

/// An entity's id in the file, and whether it says all that the property `id` holds.
pub(super) struct Id {
    /// The id, if the property can be one and nothing else has it.
    pub(super) text: Option<String>,
    /// Whether the property need not be written beside it.
    pub(super) is_property: bool,
}

/// The id under which an entity with this property `id` is written; the first one keeps its own.
pub(super) fn choose_id(kept: &Value, taken: &mut HashSet<String>) -> Id {
    let text = id_text(kept).filter(|id| taken.insert(id.clone()));
    let is_property = text.is_some() && Kinds::of(kept) == Kinds::STRING;
    Id { text, is_property }
}
