//! The snapshot: the whole graph as of some transaction, as changes that make it from nothing.
//!
//! It stands in chunks, so that neither writing nor reading it takes all of it at once. Identities
//! that are free in between are made too and deleted in the end, so that every entity comes to its
//! own at once.

use std::path::Path;

use rusqlite::Connection;

use super::fault;
use super::journal::{self, checksum};
use crate::error::Result;
use crate::graph::{
    Change, Graph, GraphView, IndexDefinition, NameCounts, NodeId, Properties, RelationshipId,
    RelationshipTypeId,
};
use crate::storage::codec;

/// The key of the chunks.
const KEY: &str = "changes";

/// So many changes make a chunk.
const CHUNK: usize = 16 * 1024;

/// Replaces the snapshot by one of `graph`; gives the bytes that it has.
pub(super) fn write(connection: &Connection, path: &Path, graph: &Graph) -> Result<u64> {
    let tell = |error| fault::told(path, error);
    connection.execute("DELETE FROM chunk", ()).map_err(tell)?;
    let mut chunks = Chunks {
        connection,
        path,
        graph,
        known: NameCounts::default(),
        waiting: Vec::new(),
        parts: 0,
        bytes: 0,
    };
    chunks.add_all(graph.view())?;
    chunks.flush()?;
    let text = "UPDATE meta SET value = ?1 WHERE key = 'parts'";
    connection.execute(text, [chunks.parts]).map_err(tell)?;
    Ok(chunks.bytes)
}

/// Chunks on their way to the store.
struct Chunks<'c> {
    connection: &'c Connection,
    path: &'c Path,
    graph: &'c Graph,
    /// The names that stand in the chunks before.
    known: NameCounts,
    waiting: Vec<Change>,
    parts: i64,
    bytes: u64,
}

impl Chunks<'_> {
    fn add_all(&mut self, view: GraphView<'_>) -> Result<()> {
        self.add_nodes(view)?;
        self.add_relationships(view)?;
        for id in free_relationships(view) {
            self.add(Change::DeleteRelationship(id))?;
        }
        for id in free_nodes(view) {
            self.add(Change::DeleteNode(id))?;
        }
        self.add_schema(view)
    }

    fn add_nodes(&mut self, view: GraphView<'_>) -> Result<()> {
        for id in (0..node_end(view)).map(NodeId) {
            let change = if view.has_node(id) {
                let labels = view.labels(id).to_vec();
                Change::CreateNode { id, labels, properties: view.node_properties(id).collect() }
            } else {
                Change::CreateNode { id, labels: Vec::new(), properties: Properties::default() }
            };
            self.add(change)?;
        }
        Ok(())
    }

    fn add_relationships(&mut self, view: GraphView<'_>) -> Result<()> {
        let Some(any) = view.nodes().next() else { return Ok(()) };
        for id in (0..relationship_end(view)).map(RelationshipId) {
            let known = view.ends(id).zip(view.relationship_type(id));
            let ((start, end), kind) = known
                .filter(|_| view.has_relationship(id))
                .unwrap_or(((any, any), RelationshipTypeId(0)));
            let properties = if view.has_relationship(id) {
                view.relationship_properties(id).collect()
            } else {
                Properties::default()
            };
            self.add(Change::CreateRelationship { id, kind, start, end, properties })?;
        }
        Ok(())
    }

    fn add_schema(&mut self, view: GraphView<'_>) -> Result<()> {
        for index in view.catalog().indexes() {
            self.add(Change::CreateIndex(IndexDefinition {
                name: index.name.clone(),
                covered: index.covered,
                keys: index.keys.clone(),
                is_owned: index.is_owned,
            }))?;
        }
        for constraint in view.catalog().constraints() {
            self.add(Change::CreateConstraint(constraint.clone()))?;
        }
        Ok(())
    }

    fn add(&mut self, change: Change) -> Result<()> {
        self.waiting.push(change);
        if self.waiting.len() < CHUNK { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<()> {
        let names = self.graph.view().names();
        let bytes = codec::encode(names, self.known, &self.waiting)?;
        self.known = names.counts();
        self.waiting.clear();
        let text = "INSERT INTO chunk (key, part, bytes, checksum) VALUES (?1, ?2, ?3, ?4)";
        let part = self.parts;
        let insert = || {
            let mut statement = self.connection.prepare_cached(text)?;
            statement.execute((KEY, part, bytes.as_slice(), checksum(part, &bytes)))
        };
        insert().map_err(|error| fault::told(self.path, error))?;
        self.parts += 1;
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}

/// One more than the identity of the last node.
fn node_end(view: GraphView<'_>) -> u32 {
    (0..view.node_bound()).rev().find(|id| view.has_node(NodeId(*id))).map_or(0, |id| id + 1)
}

/// One more than the identity of the last relationship.
fn relationship_end(view: GraphView<'_>) -> u32 {
    view.relationships().map(|id| id.0 + 1).max().unwrap_or(0)
}

fn free_nodes(view: GraphView<'_>) -> impl Iterator<Item = NodeId> + '_ {
    (0..node_end(view)).map(NodeId).filter(move |id| !view.has_node(*id))
}

fn free_relationships(view: GraphView<'_>) -> impl Iterator<Item = RelationshipId> + '_ {
    (0..relationship_end(view)).map(RelationshipId).filter(move |id| !view.has_relationship(*id))
}

/// Makes the graph of the snapshot; gives the bytes that it has.
pub(super) fn read(connection: &Connection, path: &Path, graph: &mut Graph) -> Result<u64> {
    let tell = |error| fault::told(path, error);
    let parts = "SELECT value FROM meta WHERE key = 'parts'";
    let parts: i64 = connection.query_row(parts, (), |row| row.get(0)).map_err(tell)?;
    let text = "SELECT part, bytes, checksum FROM chunk WHERE key = ?1 ORDER BY part";
    let mut statement = connection.prepare(text).map_err(tell)?;
    let mut rows = statement.query([KEY]).map_err(tell)?;
    let (mut expected, mut read) = (0, 0);
    while let Some(row) = rows.next().map_err(tell)? {
        let part: i64 = row.get(0).map_err(tell)?;
        let bytes = row.get_ref(1).map_err(tell)?.as_blob();
        let bytes = bytes.map_err(|error| fault::told(path, error.into()))?;
        let kept: i64 = row.get(2).map_err(tell)?;
        if part != expected || kept != checksum(part, bytes) {
            let reason = format!("part {expected} of {parts} is not as it was written");
            return Err(fault::damaged(path, &reason));
        }
        let place = format!("part {part} of {parts}");
        journal::replay_one(bytes, graph).map_err(|error| fault::in_part(path, &place, error))?;
        read += bytes.len() as u64;
        expected += 1;
    }
    if expected == parts {
        return Ok(read);
    }
    Err(fault::damaged(path, &format!("it has {parts} parts, but only {expected} are there")))
}
