//! The entities of an index in the order of their values.

use std::cmp::Ordering;
use std::sync::Arc;

use super::chunk::Lazy;
use super::column::{Column, Values};
use super::{Base, Table};
use crate::graph::{Covered, IndexDefinition, PropertyKeyId};
use crate::value::Value;

/// The rows of an index, sorted by their values and then by identity.
#[derive(Debug, Default)]
pub(in crate::graph) struct Order {
    pub(in crate::graph) rows: Vec<u32>,
}

/// An index of a base.
#[derive(Debug)]
pub(in crate::graph) struct Sorted {
    pub(in crate::graph) definition: IndexDefinition,
    /// How many different values there are.
    pub(in crate::graph) distinct: u32,
    pub(super) order: Lazy<Order>,
}

/// The columns of an index's keys, and what their rows are.
pub(in crate::graph) struct Keyed<'b> {
    columns: Vec<&'b Column>,
    table: Option<&'b Table>,
}

impl Sorted {
    /// The rows in their order.
    pub(in crate::graph) fn rows(&self) -> &[u32] {
        &self.order.get().rows
    }
}

impl Keyed<'_> {
    /// The entity that a row stands for.
    pub(in crate::graph) fn entity(&self, row: u32) -> u32 {
        self.table.map_or(row, |table| table.id(row).0)
    }

    /// How the values of a row stand to as many others as are given.
    pub(in crate::graph) fn order(&self, row: u32, values: &[Value]) -> Ordering {
        let pairs = self.columns.iter().zip(values);
        let mut orders = pairs.map(|(column, value)| column.order(row, value));
        orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    fn order_rows(&self, left: u32, right: u32) -> Ordering {
        let order = |column: &&Column| column.order_rows(left, right);
        let mut orders = self.columns.iter().map(order);
        orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    fn has_all(&self, row: u32) -> bool {
        self.columns.iter().all(|column| column.place(row).is_some())
    }

    fn sort(&self, rows: &mut [u32]) {
        if let [column] = self.columns[..]
            && let (Values::Integer(values), Some(range)) = (column.values(), column.dense_rows())
            && self.table.is_none()
        {
            let value = |row: &u32| values.get((row - range.start) as usize).copied();
            rows.sort_by_key(value);
            return;
        }
        rows.sort_by(|left, right| {
            let by_values = self.order_rows(*left, *right);
            by_values.then_with(|| self.entity(*left).cmp(&self.entity(*right)))
        });
    }
}

impl Base {
    /// The indexes.
    pub(in crate::graph) fn sorted(&self) -> &[Arc<Sorted>] {
        &self.indexes
    }

    /// The columns of the keys of an index, if every one is there.
    pub(in crate::graph) fn keyed(
        &self,
        covered: Covered,
        keys: &[PropertyKeyId],
    ) -> Option<Keyed<'_>> {
        let table = match covered {
            Covered::Nodes(_) => None,
            Covered::Relationships(kind) => Some(&**self.table(kind)?),
        };
        let column = |key: &PropertyKeyId| match table {
            None => self.column(*key),
            Some(table) => table.column(*key),
        };
        let columns = keys.iter().map(column).collect::<Option<Vec<_>>>()?;
        Some(Keyed { columns, table })
    }

    /// Sorts what an index covers.
    pub(in crate::graph) fn sort(&self, definition: IndexDefinition) -> Sorted {
        let keyed = self.keyed(definition.covered, &definition.keys);
        let Some(keyed) = keyed else {
            return Sorted { definition, distinct: 0, order: Lazy::present(Order::default()) };
        };
        let mut rows: Vec<u32> = match definition.covered {
            Covered::Nodes(label) => {
                let has: Vec<_> = self.sets.iter().map(|set| set.contains(&label)).collect();
                let nodes = (0..).zip(&self.nodes);
                let nodes =
                    nodes.filter(|(_, set)| has.get(**set as usize).is_some_and(|has| *has));
                nodes.map(|(node, _)| node).filter(|row| keyed.has_all(*row)).collect()
            }
            Covered::Relationships(_) => {
                let count = keyed.table.map_or(0, |table| table.count);
                (0..count).filter(|row| keyed.has_all(*row)).collect()
            }
        };
        keyed.sort(&mut rows);
        let steps = rows.windows(2).filter(|pair| keyed.order_rows(pair[0], pair[1]).is_ne());
        let distinct = steps.count() + usize::from(!rows.is_empty());
        let distinct = u32::try_from(distinct).unwrap_or(u32::MAX);
        Sorted { definition, distinct, order: Lazy::present(Order { rows }) }
    }
}
