//! The properties of one entity.

use super::PropertyKeyId;
use crate::value::Value;

/// Values by key, in the order of the keys' identities. A null is never kept.
///
/// Two words, and no room to spare behind them: an entity rarely has many properties, and rarely
/// gets more.
#[derive(Clone, Debug, Default)]
pub struct Properties(Box<[(PropertyKeyId, Value)]>);

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
            Ok(place) if value.is_null() => self.change(|entries| Some(entries.remove(place).1)),
            Ok(place) => self.0.get_mut(place).map(|entry| std::mem::replace(&mut entry.1, value)),
            Err(_) if value.is_null() => None,
            Err(place) => self.change(|entries| {
                entries.reserve_exact(1);
                entries.insert(place, (key, value));
                None
            }),
        }
    }

    fn change<T>(&mut self, edit: impl FnOnce(&mut Vec<(PropertyKeyId, Value)>) -> T) -> T {
        let mut entries = std::mem::take(&mut self.0).into_vec();
        let result = edit(&mut entries);
        self.0 = entries.into_boxed_slice();
        result
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

/// Where a key is given twice, the last value counts.
impl FromIterator<(PropertyKeyId, Value)> for Properties {
    fn from_iter<I: IntoIterator<Item = (PropertyKeyId, Value)>>(entries: I) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_key(|entry| entry.0);
        entries.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                std::mem::swap(later, kept);
            }
            is_same
        });
        entries.retain(|entry| !entry.1.is_null());
        Self(entries.into_boxed_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u32) -> PropertyKeyId {
        PropertyKeyId(number)
    }

    #[test]
    fn the_last_value_of_a_key_counts() {
        let given = [(2, Value::Null), (1, 1.into()), (2, 2.into()), (1, 3.into()), (3, 4.into())];
        let given = given.into_iter().chain([(3, Value::Null)]);
        let properties: Properties = given.map(|(one, value)| (key(one), value)).collect();
        let found: Vec<_> =
            properties.iter().map(|(one, value)| (one.0, value.to_string())).collect();
        assert_eq!(found, [(1, "3".to_owned()), (2, "2".to_owned())]);
    }

    #[test]
    fn a_null_removes() {
        let mut properties = Properties::default();
        assert!(properties.set(key(7), 1.into()).is_none());
        assert!(properties.set(key(3), 2.into()).is_none());
        assert_eq!((properties.len(), properties.get(key(3)).is_some()), (2, true));
        assert!(properties.set(key(3), Value::Null).is_some());
        assert!(properties.get(key(3)).is_none() && !properties.is_empty());
    }
}
