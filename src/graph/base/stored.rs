//! A base as chunks, and chunks as a base.

use std::sync::{Arc, OnceLock};

use super::chunk::{Decode, Lazy, Loader};
use super::encode::{
    Header, OutgoingShape, TableHeader, decode_labels, encode_column, encode_labels, encode_order,
    encode_outgoing,
};
use super::order::Sorted;
use super::table::Table;
use super::{Base, BaseSource, ChunkKey};
use crate::error::Result;
use crate::graph::{Covered, PropertyKeyId};

/// Which chunks are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    All,
    New,
}

impl Base {
    /// Every chunk with its bytes, one by one, the header first.
    ///
    /// An item is an error if a part of a stored base can't be read, or a value can't be kept; what
    /// was given before is of no use then.
    pub fn chunks(&self) -> impl Iterator<Item = Result<(ChunkKey, Vec<u8>)>> + '_ {
        self.encoded(Wanted::All)
    }

    /// As [`chunks`](Self::chunks), without those that were read from a store, or would be, and are
    /// as they were. The store that this base was opened from, or the base that was frozen into this
    /// one, has them under the same keys.
    pub fn new_chunks(&self) -> impl Iterator<Item = Result<(ChunkKey, Vec<u8>)>> + '_ {
        self.encoded(Wanted::New)
    }

    /// The keys of all chunks. A store may remove every other one.
    pub fn chunk_keys(&self) -> impl Iterator<Item = ChunkKey> + '_ {
        let columns = self.columns.iter().map(|(key, _)| ChunkKey::NodeColumn(*key));
        let tables = self.tables.iter().flat_map(|table| {
            let columns = table.columns.iter();
            let columns = columns.map(|(key, _)| ChunkKey::RelationshipColumn(table.kind, *key));
            std::iter::once(ChunkKey::Outgoing(table.kind)).chain(columns)
        });
        let names = self.indexes.iter().map(|index| index.definition.name.clone());
        [ChunkKey::Header, ChunkKey::Labels]
            .into_iter()
            .chain(columns)
            .chain(tables)
            .chain(names.map(ChunkKey::Index))
    }

    fn encoded(&self, wanted: Wanted) -> impl Iterator<Item = Result<(ChunkKey, Vec<u8>)>> + '_ {
        let is_wanted = move |is_stored: bool| wanted == Wanted::All || !is_stored;
        let columns = self.columns.iter().filter(move |(_, column)| is_wanted(column.is_stored()));
        let columns =
            columns.map(|(key, column)| keyed(ChunkKey::NodeColumn(*key), column, encode_column));
        let tables = self.tables.iter().flat_map(move |table| table.encoded(wanted));
        let indexes = self.indexes.iter().filter(move |one| is_wanted(one.order.is_stored()));
        let indexes = indexes.map(|one| {
            let key = ChunkKey::Index(one.definition.name.clone());
            keyed(key, &one.order, |order| Ok(encode_order(order)))
        });
        let labels = || Ok((ChunkKey::Labels, encode_labels(&self.sets, &self.nodes)));
        std::iter::once_with(|| Ok((ChunkKey::Header, self.header().encode())))
            .chain(std::iter::once_with(labels))
            .chain(columns)
            .chain(tables)
            .chain(indexes)
    }

    fn header(&self) -> Header {
        let table = |table: &Arc<Table>| TableHeader {
            kind: table.kind,
            count: table.count,
            first: table.first,
            columns: table.columns.iter().map(|column| column.0).collect(),
        };
        let indexes = self.indexes.iter().map(|one| (one.definition.clone(), one.distinct));
        Header {
            node_bound: self.node_bound(),
            relationship_bound: self.relationship_bound,
            columns: self.columns.iter().map(|column| column.0).collect(),
            tables: self.tables.iter().map(table).collect(),
            indexes: indexes.collect(),
            constraints: self.constraints.clone(),
        }
    }

    /// Opens a base from the bytes of its header. The labels are read at once, everything else when
    /// it is first touched.
    ///
    /// # Errors
    /// `StoreDamaged` if the bytes are not what was written, and what the source says.
    pub fn from_source(header: &[u8], source: Arc<dyn BaseSource>) -> Result<Self> {
        let header = Header::decode(header)?;
        let labels = source.chunk(&ChunkKey::Labels)?;
        let (sets, nodes) = decode_labels(&labels, header.node_bound)?;
        let loader = Arc::new(Loader::new(source));
        let column = |key: &PropertyKeyId| {
            let chunk = ChunkKey::NodeColumn(*key);
            (*key, Arc::new(Lazy::stored(&loader, chunk, header.node_bound)))
        };
        let columns = header.columns.iter().map(column).collect();
        let tables = header.tables.iter().map(|table| Arc::new(header.open_table(table, &loader)));
        let tables = tables.collect();
        let mut base = Self::assembled(sets, nodes, columns, tables, header.relationship_bound);
        for (definition, distinct) in header.indexes {
            let bound = match definition.covered {
                Covered::Nodes(_) => header.node_bound,
                Covered::Relationships(kind) => base.table(kind).map_or(0, |table| table.count),
            };
            let key = ChunkKey::Index(definition.name.clone());
            let order = Lazy::stored(&loader, key, bound);
            base.indexes.push(Arc::new(Sorted { definition, distinct, order }));
        }
        base.constraints = header.constraints;
        Ok(base)
    }
}

/// A part as a chunk, read if need be.
fn keyed<T: Decode>(
    key: ChunkKey,
    part: &Lazy<T>,
    encode: impl Fn(&T) -> Result<Vec<u8>>,
) -> Result<(ChunkKey, Vec<u8>)> {
    let bytes = encode(part.get())?;
    part.fault().map_or(Ok((key, bytes)), Err)
}

impl Table {
    fn encoded(&self, wanted: Wanted) -> impl Iterator<Item = Result<(ChunkKey, Vec<u8>)>> + '_ {
        let is_wanted = move |is_stored: bool| wanted == Wanted::All || !is_stored;
        let outgoing = Some(&self.outgoing).filter(|part| is_wanted(part.is_stored()));
        let outgoing = outgoing.into_iter().map(|part| {
            keyed(ChunkKey::Outgoing(self.kind), part, |part| Ok(encode_outgoing(part)))
        });
        let columns = self.columns.iter().filter(move |(_, column)| is_wanted(column.is_stored()));
        outgoing.chain(columns.map(|(key, column)| {
            keyed(ChunkKey::RelationshipColumn(self.kind, *key), column, encode_column)
        }))
    }
}

impl Header {
    fn open_table(&self, table: &TableHeader, loader: &Arc<Loader>) -> Table {
        let kind = table.kind;
        let shape = OutgoingShape {
            count: table.count,
            node_bound: self.node_bound,
            relationship_bound: self.relationship_bound,
            has_ids: table.first.is_none(),
        };
        let column = |key: &PropertyKeyId| {
            let chunk = ChunkKey::RelationshipColumn(kind, *key);
            (*key, Lazy::stored(loader, chunk, table.count))
        };
        Table {
            kind,
            count: table.count,
            first: table.first,
            outgoing: Lazy::stored(loader, ChunkKey::Outgoing(kind), shape),
            incoming: OnceLock::new(),
            columns: table.columns.iter().map(column).collect(),
        }
    }
}
