//! The frozen base: a graph in columns, which never changes.
//!
//! A large graph, and every stored one, is a base and what has changed since. The base keeps, for
//! each relationship type, compressed sparse rows by start and by end ([`Table`](table::Table)), for
//! each property a column of one type ([`Column`]), for each node the number of its set of labels,
//! and its indexes. A [`BaseBuilder`] makes one in a single pass; [`Base::chunks`] gives it away as
//! bytes, and [`Base::from_source`] opens it again, reading each part when it is first touched.
//!
//! A base knows nothing of what changed: `overlay.rs` and the live graph do, and only
//! [`GraphView`](super::GraphView) reads both.

mod builder;
mod chunk;
mod column;
mod column_builder;
mod encode;
mod located;
mod offsets;
mod order;
mod stored;
mod table;

use std::sync::{Arc, OnceLock};

pub use builder::{BaseBuilder, TableBuilder};
pub use chunk::{BaseSource, ChunkKey};
pub use column::{Column, Values};
pub use column_builder::ColumnBuilder;
pub(super) use order::{Keyed, Sorted};
pub use table::Row;
pub(super) use table::Table;

#[cfg(test)]
pub(super) use encode::framed as reframed;

use super::label_sets::{LabelSetId, LabelSets};
use super::{
    Constraint, Covered, IndexDefinition, Names, NodeId, PropertyKeyId, RelationshipId,
    RelationshipTypeId,
};
use crate::error::Error;
use crate::value::Value;
use chunk::Lazy;
use located::Located;

/// The set of labels of a node that is not there.
const NO_NODE: u32 = u32::MAX;

/// A graph in columns.
#[derive(Debug, Default)]
pub struct Base {
    sets: LabelSets,
    /// The set of labels by node.
    nodes: Vec<u32>,
    columns: Vec<(PropertyKeyId, Arc<Lazy<Column>>)>,
    /// By type, in the order of types.
    tables: Vec<Arc<Table>>,
    /// The identities of types where they follow the places: first, end, and which table.
    runs: Vec<(u32, u32, u32)>,
    /// Where to find the other ones.
    located: OnceLock<Located>,
    relationship_bound: u32,
    indexes: Vec<Arc<Sorted>>,
    constraints: Vec<Constraint>,
}

impl Base {
    fn assembled(
        sets: LabelSets,
        nodes: Vec<u32>,
        columns: Vec<(PropertyKeyId, Arc<Lazy<Column>>)>,
        tables: Vec<Arc<Table>>,
        relationship_bound: u32,
    ) -> Self {
        let mut runs = Vec::new();
        for (number, table) in (0..).zip(&tables) {
            if let Some(first) = table.first {
                runs.push((first, first.saturating_add(table.count), number));
            }
        }
        runs.sort_unstable();
        let located = OnceLock::new();
        Self { sets, nodes, columns, tables, runs, located, relationship_bound, ..Self::default() }
    }

    /// The same with a schema: its indexes are sorted.
    pub(super) fn with_schema(
        mut self,
        indexes: impl Iterator<Item = IndexDefinition>,
        constraints: Vec<Constraint>,
    ) -> Self {
        self.indexes = indexes.map(|definition| Arc::new(self.sort(definition))).collect();
        self.constraints = constraints;
        self
    }

    /// The constraints.
    pub(super) fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// One more than the largest identity of a node.
    #[must_use]
    pub fn node_bound(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(NO_NODE)
    }

    /// Identities of relationships from here on are not in the base.
    #[must_use]
    pub fn relationship_bound(&self) -> u32 {
        self.relationship_bound
    }

    /// How many relationships there are.
    #[must_use]
    pub fn relationship_count(&self) -> usize {
        self.tables.iter().map(|table| table.count()).sum()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// What went wrong while a part of it was read; what can't be read looks absent.
    #[must_use]
    pub fn fault(&self) -> Option<Error> {
        let columns = self.columns.iter().find_map(|(_, column)| column.fault());
        columns.or_else(|| self.tables.iter().find_map(|table| table.fault()))
    }

    /// The bytes that the parts take up which have been read or built.
    #[must_use]
    pub fn memory(&self) -> usize {
        let columns = self.columns.iter().filter_map(|(_, column)| column.loaded());
        let tables: usize = self.tables.iter().map(|table| table.memory()).sum();
        let located = self.located.get().map_or(0, Located::memory);
        self.nodes.len() * 4 + columns.map(Column::memory).sum::<usize>() + tables + located
    }

    /// Whether all names that are used have been given.
    pub(super) fn is_covered_by(&self, names: &Names) -> bool {
        let (labels, types) = (names.labels().count(), names.relationship_types().count());
        let keys = names.property_keys().count();
        let knows = |covered: Covered, used: &[PropertyKeyId]| {
            let is_known = match covered {
                Covered::Nodes(label) => (label.0 as usize) < labels,
                Covered::Relationships(kind) => (kind.0 as usize) < types,
            };
            is_known && used.iter().all(|key| (key.0 as usize) < keys)
        };
        let columns: Vec<_> = self.columns.iter().map(|column| column.0).collect();
        let of_tables = |table: &Arc<Table>| {
            let columns: Vec<_> = table.columns.iter().map(|column| column.0).collect();
            knows(Covered::Relationships(table.kind), &columns)
        };
        self.sets.iter().flatten().all(|label| knows(Covered::Nodes(*label), &columns))
            && columns.iter().all(|key| (key.0 as usize) < keys)
            && self.tables.iter().all(of_tables)
            && self.indexes.iter().all(|one| knows(one.definition.covered, &one.definition.keys))
            && self.constraints.iter().all(|one| knows(one.covered, &one.keys))
    }

    /// The sets of labels, by number.
    pub(super) fn sets(&self) -> &LabelSets {
        &self.sets
    }

    /// The set of labels of a node, if the base has it.
    pub(super) fn set_of(&self, node: NodeId) -> Option<LabelSetId> {
        let set = self.nodes.get(node.0 as usize).copied()?;
        (set != NO_NODE).then_some(LabelSetId(set))
    }

    /// Every node with its set of labels.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (NodeId, Option<LabelSetId>)> + '_ {
        (0..)
            .map(NodeId)
            .zip(&self.nodes)
            .map(|(node, set)| (node, (*set != NO_NODE).then_some(LabelSetId(*set))))
    }

    /// A property of all nodes.
    pub(super) fn column(&self, key: PropertyKeyId) -> Option<&Column> {
        let place = self.columns.binary_search_by_key(&key, |column| column.0).ok()?;
        self.columns.get(place).map(|column| column.1.get())
    }

    /// A property of a node, or null.
    pub(super) fn node_property(&self, node: NodeId, key: PropertyKeyId) -> Value {
        self.column(key).map(|column| column.get(node.0)).unwrap_or_default()
    }

    /// The properties of a node in the order of keys.
    pub(super) fn node_properties(
        &self,
        node: NodeId,
    ) -> impl Iterator<Item = (PropertyKeyId, Value)> + '_ {
        let values = self.columns.iter().map(move |(key, column)| (*key, column.get().get(node.0)));
        values.filter(|(_, value)| !value.is_null())
    }

    /// The types that there are, in their order.
    pub(super) fn tables(&self) -> &[Arc<Table>] {
        &self.tables
    }

    /// The relationships of one type.
    pub(super) fn table(&self, kind: RelationshipTypeId) -> Option<&Arc<Table>> {
        let place = self.tables.binary_search_by_key(&kind, |table| table.kind()).ok()?;
        self.tables.get(place)
    }

    /// Which type a relationship has, and its place there.
    pub(super) fn locate(&self, id: RelationshipId) -> Option<(&Table, u32)> {
        if id.0 >= self.relationship_bound {
            return None;
        }
        let after = self.runs.partition_point(|run| run.0 <= id.0);
        if let Some((first, end, number)) = self.runs.get(after.wrapping_sub(1))
            && id.0 < *end
        {
            return Some((self.tables.get(*number as usize)?, id.0 - first));
        }
        if self.runs.len() == self.tables.len() {
            return None;
        }
        let located = self.located.get_or_init(|| Located::new(&self.tables));
        let (number, place) = located.find(id.0)?;
        Some((self.tables.get(number)?, place))
    }
}
