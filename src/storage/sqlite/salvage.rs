//! Saving what can be saved of a damaged store.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::Connection;

use super::journal::checksum;
use super::{Mode, fault, file, lock, snapshot};
use crate::error::Result;
use crate::graph::{Base, BaseSource, ChunkKey, Graph, NameCounts};
use crate::storage::{codec, whole};

/// So many rows in a row may be unreadable before the end of a table is taken to be reached.
const LARGEST_GAP: i64 = 10_000;

/// The graph that can still be read from a store, and what of it is lost, in words.
///
/// Of the store only readable parts that are as they were written count; a change that needs a lost
/// one is lost too. The file is not changed.
///
/// # Errors
/// `FileAccess` if the file can't be opened, `FileFormat` if nothing of a store is left in it,
/// `StoreDamaged` if it is not damaged but newer than this version.
pub fn salvage(path: &Path) -> Result<(Graph, Vec<String>)> {
    let tell = |error| fault::told(path, error);
    let connection = connect(path).map_err(tell)?;
    match file::number(&connection, "user_version") {
        Ok(version) if version > file::VERSION => return Err(file::too_new(path, version)),
        Ok(_) => {}
        Err(error) => return Err(tell(error)),
    }
    let mut salvaged = Salvaged { graph: Graph::new(), lost: Vec::new() };
    let folded = "SELECT value FROM meta WHERE key = 'folded'";
    let folded = connection.query_row(folded, (), |row| row.get(0)).unwrap_or_else(|_| {
        salvaged.lost.push("where the journal begins can't be read".to_owned());
        first(&connection)
    });
    salvaged.take_snapshot(&connection, path, folded);
    salvaged.take_journal(&connection, folded + 1);
    let is_nothing = salvaged.graph.view().names().counts() == NameCounts::default();
    if is_nothing
        && !salvaged.lost.is_empty()
        && connection.prepare("SELECT id FROM journal").is_err()
    {
        return Err(fault::no_store(path));
    }
    Ok((salvaged.graph, salvaged.lost))
}

/// A connection that reads as far as it goes: also a file that has lost its end.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = file::connect_bare(path, Mode::Read)?;
    connection.pragma_update(None, "writable_schema", true)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// Before the first transaction that can be found, where it is lost up to which one they are folded.
fn first(connection: &Connection) -> i64 {
    let found = connection.query_row("SELECT min(id) FROM journal", (), |row| row.get(0));
    found.unwrap_or(None).map_or(0, |id: i64| id - 1)
}

/// The parts of a snapshot, of which those that are lost are remembered.
#[derive(Debug)]
struct Remains {
    path: PathBuf,
    version: i64,
    connection: Mutex<Connection>,
    lost: Mutex<Vec<String>>,
}

impl BaseSource for Remains {
    fn chunk(&self, key: &ChunkKey) -> Result<Vec<u8>> {
        let key = key.to_string();
        let chunk = snapshot::chunk(&lock(&self.connection), &self.path, &key, self.version);
        if chunk.is_err() {
            lock(&self.lost).push(format!("the part `{key}` can't be read"));
        }
        chunk
    }
}

/// What has been saved so far.
struct Salvaged {
    graph: Graph,
    lost: Vec<String>,
}

impl Salvaged {
    /// Takes what can be read of the snapshot up to `version`.
    fn take_snapshot(&mut self, connection: &Connection, path: &Path, version: i64) {
        if version == 0 {
            return;
        }
        match snapshot_of(connection, path, version) {
            Ok((graph, lost)) => {
                self.graph = graph;
                self.lost.extend(lost);
            }
            Err(error) => self.lost.push(format!("the snapshot: {}", error.message())),
        }
    }

    /// Takes every transaction from `first` on that can be read and is as it was written.
    fn take_journal(&mut self, connection: &Connection, first: i64) {
        let last = connection.query_row("SELECT max(id) FROM journal", (), |row| row.get(0));
        let end = last.map_or(i64::MAX, |last: Option<i64>| last.map_or(first, |last| last + 1));
        let (mut id, mut gap) = (first, 0);
        while id < end && gap < LARGEST_GAP {
            match row(connection, id) {
                Some(bytes) => {
                    self.forget_gap(id, gap);
                    gap = 0;
                    self.take_row(id, &bytes);
                }
                None => gap += 1,
            }
            id += 1;
        }
        if end < i64::MAX {
            self.forget_gap(id, gap);
        } else {
            self.lost.push(format!("what came after transaction {} can't be read", id - gap - 1));
        }
    }

    fn forget_gap(&mut self, id: i64, gap: i64) {
        match gap {
            0 => {}
            1 => self.lost.push(format!("transaction {} can't be read", id - 1)),
            _ => self.lost.push(format!("transactions {} to {} can't be read", id - gap, id - 1)),
        }
    }

    fn take_row(&mut self, id: i64, bytes: &[u8]) {
        match codec::decode_after_loss(bytes) {
            Ok(committed) => {
                let lost = committed.replay_what_can_be(&mut self.graph);
                self.graph.commit();
                if lost > 0 {
                    let reason = "they need something that is lost";
                    self.lost
                        .push(format!("transaction {id}: {lost} changes are left out, {reason}"));
                }
            }
            Err(error) => self.lost.push(format!("transaction {id}: {}", error.message())),
        }
    }
}

/// What is left of a snapshot as a graph in memory, and what of it is lost.
fn snapshot_of(connection: &Connection, path: &Path, version: i64) -> Result<(Graph, Vec<String>)> {
    let names = snapshot::names(connection, path, version)?;
    let header = snapshot::chunk(connection, path, &ChunkKey::Header.to_string(), version)?;
    let remains = Arc::new(Remains {
        path: path.to_owned(),
        version,
        connection: Mutex::new(connect(path).map_err(|error| fault::told(path, error))?),
        lost: Mutex::default(),
    });
    let base = Base::from_source(&header, remains.clone())?;
    let graph = whole::copy(Graph::open(names, base)?.view())?;
    let lost = std::mem::take(&mut *lock(&remains.lost));
    Ok((graph, lost))
}

/// The bytes of a transaction, if they are as they were written.
fn row(connection: &Connection, id: i64) -> Option<Vec<u8>> {
    let text = "SELECT changes, checksum FROM journal WHERE id = ?1";
    let mut statement = connection.prepare_cached(text).ok()?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?));
    let (bytes, kept) = statement.query_row([id], read).ok()?;
    (kept == checksum(id, &bytes)).then_some(bytes)
}
