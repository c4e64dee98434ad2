//! Looking up entities by the values of their keys.
//!
//! An index holds the entities of the base in the order of their values, which never changes, and a
//! tree of those that were made or changed since. What the base says of an entity holds until the
//! entity is touched for the first time.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, Range};
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::base::{Base, Keyed, Sorted};
use super::{Covered, IndexDefinition, PropertyKeyId};
use crate::value::Value;
use crate::value::compare::order;

/// An index: entities by the values of their keys.
#[derive(Clone, Debug)]
pub struct Index {
    /// Its name.
    pub name: Arc<str>,
    /// What it covers.
    pub covered: Covered,
    /// Its keys, in order.
    pub keys: Vec<PropertyKeyId>,
    /// Whether it belongs to a constraint of the same name.
    pub is_owned: bool,
    base: Arc<Base>,
    sorted: Arc<Sorted>,
    /// The entities for which `sorted` does not hold any more.
    superseded: RoaringBitmap,
    entries: BTreeMap<IndexKey, BTreeSet<u32>>,
}

/// Values in the total order of `ORDER BY`.
#[derive(Clone, Debug)]
struct IndexKey(Vec<Value>);

impl Ord for IndexKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let pairs = self.0.iter().zip(&other.0);
        let first = pairs.map(|(one, other)| order(one, other)).find(|order| order.is_ne());
        first.unwrap_or_else(|| self.0.len().cmp(&other.0.len()))
    }
}

impl PartialOrd for IndexKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for IndexKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for IndexKey {}

impl Index {
    /// An index of all that a base has; what is live is to be added.
    pub(super) fn of_base(definition: IndexDefinition, base: &Arc<Base>) -> Self {
        let known = base.sorted().iter().find(|sorted| sorted.definition == definition);
        let sorted = known.cloned().unwrap_or_else(|| Arc::new(base.sort(definition.clone())));
        let IndexDefinition { name, covered, keys, is_owned } = definition;
        let (base, superseded) = (base.clone(), RoaringBitmap::new());
        Self { name, covered, keys, is_owned, base, sorted, superseded, entries: BTreeMap::new() }
    }

    /// Its definition.
    #[must_use]
    pub fn definition(&self) -> IndexDefinition {
        let (name, keys) = (self.name.clone(), self.keys.clone());
        IndexDefinition { name, covered: self.covered, keys, is_owned: self.is_owned }
    }

    /// About how many different values it holds; exactly, if nothing has changed since the graph was
    /// frozen or the graph is not frozen.
    #[must_use]
    pub fn distinct_count(&self) -> usize {
        self.sorted.distinct as usize + self.entries.len()
    }

    /// The entities whose first key has this value.
    #[must_use]
    pub fn equal(&self, value: &Value) -> Vec<u32> {
        self.range(Bound::Included(value), Bound::Included(value))
    }

    /// The entities whose first key lies within bounds, in the order of the values.
    #[must_use]
    pub fn range(&self, from: Bound<&Value>, to: Bound<&Value>) -> Vec<u32> {
        let Some(keyed) = self.frozen() else { return self.live(from, to).map(second).collect() };
        let rows = self.rows(&keyed, from, to);
        let rows = rows.iter().copied().filter(|row| !self.is_superseded(keyed.entity(*row)));
        if self.entries.is_empty() {
            return rows.map(|row| keyed.entity(row)).collect();
        }
        merged(rows, self.live(from, to), &keyed)
    }

    /// What the base has, if it has anything.
    fn frozen(&self) -> Option<Keyed<'_>> {
        if self.sorted.distinct == 0 {
            return None;
        }
        self.base.keyed(self.covered, &self.keys)
    }

    /// The rows of the base within bounds.
    fn rows(&self, keyed: &Keyed<'_>, from: Bound<&Value>, to: Bound<&Value>) -> &[u32] {
        let rows = self.sorted.rows();
        let order = |row: &u32, value: &Value| keyed.order(*row, std::slice::from_ref(value));
        let start = match from {
            Bound::Included(value) => rows.partition_point(|row| order(row, value).is_lt()),
            Bound::Excluded(value) => rows.partition_point(|row| order(row, value).is_le()),
            Bound::Unbounded => 0,
        };
        let rest = rows.get(start..).unwrap_or_default();
        let length = match to {
            Bound::Included(value) => few(rest, |row| order(row, value).is_le()),
            Bound::Excluded(value) => few(rest, |row| order(row, value).is_lt()),
            Bound::Unbounded => rest.len(),
        };
        rest.get(..length).unwrap_or_default()
    }

    fn live(
        &self,
        from: Bound<&Value>,
        to: Bound<&Value>,
    ) -> impl Iterator<Item = (&IndexKey, u32)> + '_ {
        let range = (!self.entries.is_empty()).then(|| {
            let start = match from {
                Bound::Included(value) | Bound::Excluded(value) => {
                    Bound::Included(IndexKey(vec![value.clone()]))
                }
                Bound::Unbounded => Bound::Unbounded,
            };
            self.entries.range((start, Bound::Unbounded))
        });
        let first = |key: &IndexKey, other: &Value| {
            key.0.first().map_or(Ordering::Greater, |value| order(value, other))
        };
        let (from, to) = (from.cloned(), to.cloned());
        let is_before = move |key: &IndexKey| match &from {
            Bound::Excluded(value) => first(key, value).is_eq(),
            Bound::Included(_) | Bound::Unbounded => false,
        };
        let is_within = move |key: &IndexKey| match &to {
            Bound::Included(value) => first(key, value).is_le(),
            Bound::Excluded(value) => first(key, value).is_lt(),
            Bound::Unbounded => true,
        };
        let entries = range.into_iter().flatten().skip_while(move |(key, _)| is_before(key));
        let entries = entries.take_while(move |(key, _)| is_within(key));
        entries.flat_map(|(key, ids)| ids.iter().map(move |id| (key, *id)))
    }

    /// How many entities have just these values.
    pub(super) fn holders(&self, values: &[Value]) -> usize {
        let live = if self.entries.is_empty() {
            0
        } else {
            self.entries.get(&IndexKey(values.to_vec())).map_or(0, BTreeSet::len)
        };
        let Some(keyed) = self.frozen() else { return live };
        let Range { start, end } = self.same(&keyed, values);
        let rows = self.sorted.rows().get(start..end).unwrap_or_default();
        let frozen = rows.iter().filter(|row| !self.is_superseded(keyed.entity(**row)));
        live + frozen.count()
    }

    fn same(&self, keyed: &Keyed<'_>, values: &[Value]) -> Range<usize> {
        let rows = self.sorted.rows();
        let start = rows.partition_point(|row| keyed.order(*row, values).is_lt());
        let end = rows.partition_point(|row| keyed.order(*row, values).is_le());
        start..end
    }

    fn is_superseded(&self, id: u32) -> bool {
        !self.superseded.is_empty() && self.superseded.contains(id)
    }

    /// From now on only what is added holds for an entity. Whether that is new for one of the base,
    /// which therefore has not been added.
    pub(super) fn supersede(&mut self, id: u32) -> bool {
        let bound = match self.covered {
            Covered::Nodes(_) => self.base.node_bound(),
            Covered::Relationships(_) => self.base.relationship_bound(),
        };
        id < bound && self.superseded.insert(id)
    }

    pub(super) fn insert(&mut self, key: Vec<Value>, id: u32) {
        self.entries.entry(IndexKey(key)).or_default().insert(id);
    }

    pub(super) fn remove(&mut self, key: Vec<Value>, id: u32) {
        let key = IndexKey(key);
        if let Some(ids) = self.entries.get_mut(&key) {
            ids.remove(&id);
            if ids.is_empty() {
                self.entries.remove(&key);
            }
        }
    }
}

/// How many of the rows, which begin with those that fit, fit: mostly few, so steps double.
fn few(rows: &[u32], fits: impl Fn(&u32) -> bool) -> usize {
    let mut step = 1;
    while rows.get(step - 1).is_some_and(&fits) {
        step *= 2;
    }
    let sure = step / 2;
    let rest = rows.get(sure..rows.len().min(step)).unwrap_or_default();
    sure + rest.partition_point(fits)
}

fn second(pair: (&IndexKey, u32)) -> u32 {
    pair.1
}

/// Both in the order of values, and of identities where values are the same.
fn merged<'k>(
    rows: impl Iterator<Item = u32>,
    live: impl Iterator<Item = (&'k IndexKey, u32)>,
    keyed: &Keyed<'_>,
) -> Vec<u32> {
    let (mut rows, mut live) = (rows.peekable(), live.peekable());
    let mut ids = Vec::new();
    while let (Some(row), Some((key, id))) = (rows.peek().copied(), live.peek().copied()) {
        let entity = keyed.entity(row);
        if keyed.order(row, &key.0).then(entity.cmp(&id)).is_lt() {
            ids.push(entity);
            rows.next();
        } else {
            ids.push(id);
            live.next();
        }
    }
    ids.extend(rows.map(|row| keyed.entity(row)));
    ids.extend(live.map(second));
    ids
}
