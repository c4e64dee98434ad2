//! The properties of one entity.

use super::PropertyKeyId;
use crate::value::Value;

/// Values by key, in the order of the keys' identities. A null is never kept.
#[derive(Clone, Debug, Default)]
pub struct Properties(Vec<(PropertyKeyId, Value)>);

impl Properties {
    /// The value of `key`.
    #[must_use]
    pub fn get(&self, key: PropertyKeyId) -> Option<&Value> {
        let place = self.0.binary_search_by_key(&key, |entry| entry.0).ok()?;
        self.0.get(place).map(|entry| &entry.1)
    }

    /// Sets `key` to `value`, or removes it if `value` is null; returns what it was.
    pub fn set(&mut self, key: PropertyKeyId, value: Value) -> Option<Value> {
        match self.0.binary_search_by_key(&key, |entry| entry.0) {
            Ok(place) if value.is_null() => Some(self.0.remove(place).1),
            Ok(place) => self.0.get_mut(place).map(|entry| std::mem::replace(&mut entry.1, value)),
            Err(_) if value.is_null() => None,
            Err(place) => {
                self.0.insert(place, (key, value));
                None
            }
        }
    }

    /// The keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (PropertyKeyId, &Value)> + '_ {
        self.0.iter().map(|(key, value)| (*key, value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(PropertyKeyId, Value)> for Properties {
    fn from_iter<I: IntoIterator<Item = (PropertyKeyId, Value)>>(entries: I) -> Self {
        let mut properties = Self::default();
        for (key, value) in entries {
            properties.set(key, value);
        }
        properties
    }
}
