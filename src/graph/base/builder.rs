//! Building a base in one pass.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::chunk::Lazy;
use super::column_builder::ColumnBuilder;
use super::offsets::Offsets;
use super::table::{Outgoing, Table};
use super::{Base, NO_NODE};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::label_sets::{LabelSetId, LabelSets};
use crate::graph::{LabelId, NodeId, PropertyKeyId, RelationshipTypeId};
use crate::value::Value;

/// Takes in nodes and relationships in any order, by rows or by columns, and makes a base of them.
///
/// Nodes get identities 0, 1, … as they come; relationships get theirs in the order of (type, start,
/// end). Nothing is checked for uniqueness, and an end need not exist yet when a relationship comes.
///
/// ```
/// use amur::graph::{BaseBuilder, Graph};
///
/// let mut graph = Graph::new();
/// let person = graph.names_mut().intern_label("Person");
/// let (name, since) = ["name", "since"].map(|key| graph.names_mut().intern_property_key(key)).into();
/// let follows = graph.names_mut().intern_relationship_type("FOLLOWS");
///
/// let mut builder = BaseBuilder::new();
/// // Many nodes with the same labels, their properties by column.
/// let first = builder.add_nodes(&[person], 2)?;
/// let names = builder.node_column(name);
/// names.push_text(first.0, "Ada");
/// names.push_text(first.0 + 1, "Bo");
/// // One node with its properties by row.
/// let third = builder.add_node(&[person], [(name, "Cy".into())])?;
/// // Relationships: what `add` returns is the row in the columns of the type.
/// let table = builder.relationships(follows);
/// let row = table.add(first, third)?;
/// table.column(since).push_integer(row, 2021);
///
/// graph.load(builder.finish()?)?;
/// assert_eq!((graph.view().node_count(), graph.view().relationship_count()), (3, 1));
/// # Ok::<(), amur::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct BaseBuilder {
    sets: LabelSets,
    nodes: Vec<u32>,
    columns: BTreeMap<PropertyKeyId, ColumnBuilder>,
    tables: BTreeMap<RelationshipTypeId, TableBuilder>,
    /// Types that are taken over from another base as they are.
    kept: Vec<Arc<Table>>,
    /// The least number of identities of relationships to be taken.
    bound: u32,
}

/// The relationships of one type that are being taken in.
#[derive(Debug, Default)]
pub struct TableBuilder {
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// The identities, where they are given.
    ids: Vec<u32>,
    columns: BTreeMap<PropertyKeyId, ColumnBuilder>,
}

impl TableBuilder {
    /// Adds a relationship; returns its row in the columns of the type.
    ///
    /// # Errors
    /// `GraphFull` if there are too many.
    pub fn add(&mut self, start: NodeId, end: NodeId) -> Result<u32> {
        let row = u32::try_from(self.starts.len()).ok().filter(|row| *row < u32::MAX - 1);
        let row = row.ok_or_else(|| full("relationships"))?;
        self.starts.push(start.0);
        self.ends.push(end.0);
        Ok(row)
    }

    /// Adds a relationship that has its identity already.
    pub(in crate::graph) fn add_known(
        &mut self,
        id: u32,
        start: NodeId,
        end: NodeId,
    ) -> Result<u32> {
        let row = self.add(start, end)?;
        self.ids.push(id);
        Ok(row)
    }

    /// A property, to be filled in the order of rows.
    pub fn column(&mut self, key: PropertyKeyId) -> &mut ColumnBuilder {
        self.columns.entry(key).or_default()
    }

    /// How many relationships there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Sorts by (start, end); identities are the given ones, or begin at `first`.
    fn finish(self, kind: RelationshipTypeId, first: u32, nodes: usize) -> Table {
        let order = sorted_order(&self.starts, &self.ends, nodes);
        let pick = |list: &[u32]| order.iter().map(|row| list[*row as usize]).collect::<Vec<_>>();
        let offsets = Offsets::of_sorted(order.iter().map(|row| self.starts[*row as usize]));
        let ids = (!self.ids.is_empty()).then(|| pick(&self.ids));
        let (first, ids) = match ids {
            None => (Some(first), None),
            Some(ids) if ids.windows(2).all(|pair| pair[1] == pair[0] + 1) => {
                (ids.first().copied(), None)
            }
            Some(ids) => (None, Some(ids)),
        };
        let outgoing = Outgoing { offsets, targets: pick(&self.ends), ids };
        let columns = self.columns.into_iter().filter(|(_, column)| !column.is_empty());
        let columns =
            columns.map(|(key, column)| (key, Lazy::present(column.finish_arranged(&order))));
        Table {
            kind,
            count: number(self.starts.len()),
            first,
            columns: columns.collect(),
            outgoing: Lazy::present(outgoing),
            incoming: OnceLock::new(),
        }
    }
}

impl BaseBuilder {
    /// One that has nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One for a graph whose sets of labels have numbers already.
    pub(in crate::graph) fn with_sets(sets: LabelSets, bound: u32) -> Self {
        Self { sets, bound, ..Self::default() }
    }

    /// Adds `count` nodes with the same labels; returns the identity of the first one, which the
    /// others follow.
    ///
    /// # Errors
    /// `GraphFull` if there are too many.
    pub fn add_nodes(&mut self, labels: &[LabelId], count: u32) -> Result<NodeId> {
        let first = number(self.nodes.len());
        if first.checked_add(count).is_none_or(|end| end == NO_NODE) {
            return Err(full("nodes"));
        }
        let set = self.sets.intern(labels.to_vec());
        self.nodes.resize(self.nodes.len() + count as usize, set.0);
        Ok(NodeId(first))
    }

    /// Adds a node with its properties.
    ///
    /// # Errors
    /// `GraphFull` if there are too many.
    pub fn add_node(
        &mut self,
        labels: &[LabelId],
        properties: impl IntoIterator<Item = (PropertyKeyId, Value)>,
    ) -> Result<NodeId> {
        let id = self.add_nodes(labels, 1)?;
        for (key, value) in properties {
            self.node_column(key).push(id.0, value);
        }
        Ok(id)
    }

    /// Adds a node that has its identity and its set of labels already.
    pub(in crate::graph) fn add_known_node(&mut self, id: NodeId, set: LabelSetId) {
        self.nodes.resize(id.0 as usize, NO_NODE);
        self.nodes.push(set.0);
    }

    /// A property of nodes, to be filled in the order of their identities.
    pub fn node_column(&mut self, key: PropertyKeyId) -> &mut ColumnBuilder {
        self.columns.entry(key).or_default()
    }

    /// The relationships of a type, to be added to.
    pub fn relationships(&mut self, kind: RelationshipTypeId) -> &mut TableBuilder {
        self.tables.entry(kind).or_default()
    }

    /// Takes over a type as it is.
    pub(in crate::graph) fn keep(&mut self, table: Arc<Table>) {
        self.kept.push(table);
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// The base.
    ///
    /// # Errors
    /// `GraphFull` if there are too many relationships, `DeletedEntityAccess` if one has an end that
    /// there is not.
    pub fn finish(self) -> Result<Base> {
        let (nodes, bound) = (self.nodes, self.bound);
        let mut tables = self.kept;
        let mut first = bound;
        for (kind, table) in self.tables {
            check_ends(&nodes, &table)?;
            let next = first.checked_add(number(table.len())).filter(|next| *next < u32::MAX);
            let next = next.ok_or_else(|| full("relationships"))?;
            let is_known = !table.ids.is_empty();
            if !table.is_empty() {
                tables.push(Arc::new(table.finish(kind, first, nodes.len())));
            }
            first = if is_known { first } else { next };
        }
        tables.sort_by_key(|table| table.kind);
        let columns = self.columns.into_iter().filter(|(_, column)| !column.is_empty());
        let columns =
            columns.map(|(key, column)| (key, Arc::new(Lazy::present(column.finish())))).collect();
        Ok(Base::assembled(self.sets, nodes, columns, tables, first))
    }
}

fn check_ends(nodes: &[u32], table: &TableBuilder) -> Result<()> {
    let is_there = |node: &u32| nodes.get(*node as usize).is_some_and(|set| *set != NO_NODE);
    if table.starts.iter().all(is_there) && table.ends.iter().all(is_there) {
        return Ok(());
    }
    let message = "a relationship leads to a node that is not there";
    Err(Error::new(ErrorCode::DeletedEntityAccess, message))
}

/// The rows in the order of (start, end): two stable counting sorts, or nothing to do.
fn sorted_order(starts: &[u32], ends: &[u32], nodes: usize) -> Vec<u32> {
    let rows: Vec<u32> = (0..number(starts.len())).collect();
    let key = |row: &u32| (starts[*row as usize], ends[*row as usize]);
    if rows.is_sorted_by_key(key) {
        return rows;
    }
    if nodes > starts.len().saturating_mul(4) {
        let mut rows = rows;
        rows.sort_by_key(key);
        return rows;
    }
    let by_end = counting_sort(&rows, ends, nodes);
    counting_sort(&by_end, starts, nodes)
}

/// The rows in the order of their keys, which are below `bound`; rows of one key keep their order.
fn counting_sort(rows: &[u32], keys: &[u32], bound: usize) -> Vec<u32> {
    let mut next = vec![0_u32; bound + 1];
    for key in keys {
        next[*key as usize + 1] += 1;
    }
    for index in 1..next.len() {
        next[index] += next[index - 1];
    }
    let mut sorted = vec![0; rows.len()];
    for row in rows {
        let free = &mut next[keys[*row as usize] as usize];
        sorted[*free as usize] = *row;
        *free += 1;
    }
    sorted
}

/// What has been counted before fits.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn full(what: &str) -> Error {
    Error::new(ErrorCode::GraphFull, format!("the graph can hold no more {what}"))
}
