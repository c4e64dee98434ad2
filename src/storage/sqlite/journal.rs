//! The rows of the journal: one for each committed transaction.

use std::path::Path;

use rusqlite::Connection;

use super::fault;
use crate::error::Result;
use crate::graph::Graph;
use crate::storage::codec;

/// How far a graph has come in the history of its store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tip {
    /// The last transaction.
    pub(super) last: i64,
    /// The last transaction that is part of the snapshot.
    pub(super) folded: i64,
}

impl Tip {
    /// Where the store is now.
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let text = "SELECT (SELECT value FROM meta WHERE key = 'folded'), \
                    (SELECT max(id) FROM journal)";
        connection.prepare_cached(text)?.query_row((), |row| {
            let folded: i64 = row.get(0)?;
            let last: Option<i64> = row.get(1)?;
            Ok(Self { last: last.unwrap_or(folded).max(folded), folded })
        })
    }
}

/// The checksum of the bytes that stand at a place; they are wrong at any other.
pub(super) fn checksum(place: i64, bytes: &[u8]) -> i64 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&place.to_le_bytes());
    hasher.update(bytes);
    hasher.finalize().into()
}

/// Adds a transaction to the journal.
pub(super) fn add(connection: &Connection, id: i64, bytes: &[u8]) -> rusqlite::Result<()> {
    let text = "INSERT INTO journal (id, changes, checksum) VALUES (?1, ?2, ?3)";
    connection.prepare_cached(text)?.execute((id, bytes, checksum(id, bytes)))?;
    Ok(())
}

/// Makes every transaction after `last` on a graph, each of them committed; gives the bytes read.
/// `seen` is told each number once the graph has got so far.
pub(super) fn replay(
    connection: &Connection,
    path: &Path,
    last: i64,
    graph: &mut Graph,
    mut seen: impl FnMut(i64),
) -> Result<u64> {
    let tell = |error| fault::told(path, error);
    let text = "SELECT id, changes, checksum FROM journal WHERE id > ?1 ORDER BY id";
    let mut statement = connection.prepare_cached(text).map_err(tell)?;
    let mut rows = statement.query([last]).map_err(tell)?;
    let (mut expected, mut read) = (last + 1, 0);
    while let Some(row) = rows.next().map_err(tell)? {
        let id: i64 = row.get(0).map_err(tell)?;
        let bytes = row.get_ref(1).map_err(tell)?.as_blob();
        let bytes = bytes.map_err(|error| fault::told(path, error.into()))?;
        let kept: i64 = row.get(2).map_err(tell)?;
        if id != expected {
            return Err(fault::damaged(path, &format!("transaction {expected} is missing")));
        }
        if kept != checksum(id, bytes) {
            let reason = format!("transaction {id} is not as it was written");
            return Err(fault::damaged(path, &reason));
        }
        let part = format!("transaction {id}");
        replay_one(bytes, graph).map_err(|error| fault::in_part(path, &part, error))?;
        seen(id);
        read += bytes.len() as u64;
        expected += 1;
    }
    Ok(read)
}

/// Makes one transaction on a graph, or leaves the graph as it is.
pub(super) fn replay_one(bytes: &[u8], graph: &mut Graph) -> Result<()> {
    let known = graph.view().names().counts();
    let outcome = codec::decode(bytes, known).and_then(|committed| committed.replay(graph));
    if outcome.is_ok() {
        graph.commit();
    } else {
        graph.rollback();
        graph.forget_names_since(known);
    }
    outcome
}
