//! All relationships of one type.

use std::ops::Range;
use std::sync::OnceLock;

use super::chunk::Lazy;
use super::column::Column;
use super::offsets::Offsets;
use crate::error::Error;
use crate::graph::{PropertyKeyId, RelationshipId, RelationshipTypeId};
use crate::value::Value;

/// The relationships of one type, in compressed sparse rows both ways, and their properties.
///
/// A relationship's *place* is where it stands in the order of (start, end); columns go by place.
#[derive(Debug)]
pub(in crate::graph) struct Table {
    pub(super) kind: RelationshipTypeId,
    pub(super) count: u32,
    /// The first identity, where identities simply follow the places.
    pub(super) first: Option<u32>,
    pub(super) outgoing: Lazy<Outgoing>,
    pub(super) incoming: OnceLock<Incoming>,
    pub(super) columns: Vec<(PropertyKeyId, Lazy<Column>)>,
}

/// Relationships in the order of (start, end).
#[derive(Clone, Debug, Default)]
pub(super) struct Outgoing {
    pub(super) offsets: Offsets,
    pub(super) targets: Vec<u32>,
    /// The identities by place, unless they follow the places.
    pub(super) ids: Option<Vec<u32>>,
}

/// Relationships in the order of (end, start).
#[derive(Clone, Debug, Default)]
pub(super) struct Incoming {
    pub(super) offsets: Offsets,
    pub(super) sources: Vec<u32>,
    /// The place of each among the outgoing ones.
    pub(super) places: Vec<u32>,
}

/// The neighbours of one node by one type and direction, sorted, with their relationships.
#[derive(Clone, Copy, Debug)]
pub struct Row<'b> {
    /// The nodes at the other ends, in ascending order; one more than once if there are parallel
    /// relationships.
    pub nodes: &'b [u32],
    start: usize,
    places: Option<&'b [u32]>,
    ids: Ids<'b>,
}

/// The identities of a type's relationships by place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ids<'b> {
    From(u32),
    Listed(&'b [u32]),
}

impl Ids<'_> {
    pub(super) fn at(self, place: usize) -> RelationshipId {
        match self {
            Self::From(first) => RelationshipId(first.wrapping_add(number(place))),
            Self::Listed(ids) => RelationshipId(ids.get(place).copied().unwrap_or(u32::MAX)),
        }
    }
}

impl Row<'_> {
    /// No neighbours.
    pub(in crate::graph) const EMPTY: Self =
        Self { nodes: &[], start: 0, places: None, ids: Ids::From(0) };

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The place of the relationship to `nodes[index]` in the columns of its type.
    #[must_use]
    pub fn place(&self, index: usize) -> u32 {
        match self.places {
            Some(places) => places.get(index).copied().unwrap_or(u32::MAX),
            None => number(self.start + index),
        }
    }

    /// The relationship to `nodes[index]`.
    #[must_use]
    pub fn relationship(&self, index: usize) -> RelationshipId {
        self.ids.at(self.place(index) as usize)
    }
}

/// Places are 32 bits wide, as there are no more identities.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl Table {
    /// How many relationships it has.
    pub(in crate::graph) fn count(&self) -> usize {
        self.count as usize
    }

    /// The type.
    pub(in crate::graph) fn kind(&self) -> RelationshipTypeId {
        self.kind
    }

    fn ids(&self) -> Ids<'_> {
        match self.first {
            Some(first) => Ids::From(first),
            None => Ids::Listed(self.outgoing.get().ids.as_deref().unwrap_or_default()),
        }
    }

    /// The identity of the relationship at a place.
    pub(in crate::graph) fn id(&self, place: u32) -> RelationshipId {
        self.ids().at(place as usize)
    }

    /// The identities of all relationships in the order of places.
    pub(in crate::graph) fn all_ids(&self) -> impl Iterator<Item = RelationshipId> + '_ {
        let ids = self.ids();
        (0..self.count()).map(move |place| ids.at(place))
    }

    /// The relationships that start at a node.
    pub(in crate::graph) fn outgoing(&self, node: u32) -> Row<'_> {
        let outgoing = self.outgoing.get();
        let range = outgoing.offsets.range(node);
        let start = range.start;
        let Some(nodes) = outgoing.targets.get(range) else { return Row::EMPTY };
        Row { nodes, start, places: None, ids: self.ids() }
    }

    /// The relationships that end at a node.
    pub(in crate::graph) fn incoming(&self, node: u32) -> Row<'_> {
        let incoming = self.reverse();
        let range = incoming.offsets.range(node);
        let nodes = incoming.sources.get(range.clone()).unwrap_or_default();
        let Some(places) = incoming.places.get(range) else { return Row::EMPTY };
        Row { nodes, start: 0, places: Some(places), ids: self.ids() }
    }

    /// How many relationships start, or end, at a node.
    pub(in crate::graph) fn degree(&self, node: u32, is_outgoing: bool) -> usize {
        let offsets =
            if is_outgoing { &self.outgoing.get().offsets } else { &self.reverse().offsets };
        offsets.range(node).len()
    }

    /// Every node at which relationships start (or end), and they.
    pub(in crate::graph) fn rows(
        &self,
        is_outgoing: bool,
    ) -> impl Iterator<Item = (u32, Row<'_>)> + '_ {
        let offsets =
            if is_outgoing { &self.outgoing.get().offsets } else { &self.reverse().offsets };
        let ids = self.ids();
        offsets.iter().map(move |(node, range)| (node, self.row(range, is_outgoing, ids)))
    }

    fn row<'b>(&'b self, range: Range<usize>, is_outgoing: bool, ids: Ids<'b>) -> Row<'b> {
        let start = range.start;
        if is_outgoing {
            let nodes = self.outgoing.get().targets.get(range).unwrap_or_default();
            return Row { nodes, start, places: None, ids };
        }
        let incoming = self.reverse();
        let nodes = incoming.sources.get(range.clone()).unwrap_or_default();
        Row { nodes, start, places: incoming.places.get(range), ids }
    }

    /// The start and the end of the relationship at a place.
    pub(in crate::graph) fn ends(&self, place: u32) -> Option<(u32, u32)> {
        let outgoing = self.outgoing.get();
        let target = outgoing.targets.get(place as usize)?;
        Some((outgoing.offsets.node_at(place), *target))
    }

    /// The relationships by their end: sorted when they are first asked for.
    fn reverse(&self) -> &Incoming {
        self.incoming.get_or_init(|| self.outgoing.get().reversed())
    }

    /// A property of all relationships of the type.
    pub(in crate::graph) fn column(&self, key: PropertyKeyId) -> Option<&Column> {
        let place = self.columns.binary_search_by_key(&key, |column| column.0).ok()?;
        self.columns.get(place).map(|column| column.1.get())
    }

    /// The properties of the relationship at a place, in the order of keys.
    pub(in crate::graph) fn properties(
        &self,
        place: u32,
    ) -> impl Iterator<Item = (PropertyKeyId, Value)> + '_ {
        let values = self.columns.iter().map(move |(key, column)| (*key, column.get().get(place)));
        values.filter(|(_, value)| !value.is_null())
    }

    /// What went wrong while it was read.
    pub(super) fn fault(&self) -> Option<Error> {
        let columns = self.columns.iter().find_map(|(_, column)| column.fault());
        self.outgoing.fault().or(columns)
    }

    /// The bytes that it takes up in memory now.
    pub(super) fn memory(&self) -> usize {
        let outgoing = self.outgoing.loaded().map_or(0, |one| {
            one.offsets.memory() + 4 * (one.targets.len() + one.ids.as_ref().map_or(0, Vec::len))
        });
        let incoming = self
            .incoming
            .get()
            .map_or(0, |one| one.offsets.memory() + 4 * (one.sources.len() + one.places.len()));
        let columns = self.columns.iter().filter_map(|(_, column)| column.loaded());
        outgoing + incoming + columns.map(Column::memory).sum::<usize>()
    }
}

impl Outgoing {
    /// Sorts by end without comparing; the order of starts within an end is kept.
    fn reversed(&self) -> Incoming {
        let Some(last) = self.targets.iter().max() else { return Incoming::default() };
        let first = self.targets.iter().min().copied().unwrap_or_default();
        let mut next = vec![0_u32; (last - first) as usize + 2];
        for target in &self.targets {
            next[(target - first) as usize + 1] += 1;
        }
        for index in 1..next.len() {
            next[index] += next[index - 1];
        }
        let counts: Vec<_> = (first..)
            .zip(next.windows(2).map(|pair| pair[1] - pair[0]))
            .filter(|(_, count)| *count > 0)
            .collect();
        let offsets = Offsets::from_counts(&counts);
        let (mut sources, mut places) = (vec![0; self.targets.len()], vec![0; self.targets.len()]);
        for (source, range) in self.offsets.iter() {
            for (place, target) in (number(range.start)..).zip(&self.targets[range]) {
                let free = &mut next[(target - first) as usize];
                sources[*free as usize] = source;
                places[*free as usize] = place;
                *free += 1;
            }
        }
        Incoming { offsets, sources, places }
    }
}
