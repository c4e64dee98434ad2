//! The snapshot: the frozen base of the graph as of some transaction, in chunks of columns.
//!
//! A chunk is written with the number of the transaction up to which its snapshot goes. One that did
//! not change from one snapshot to the next stays as it is, so the chunk of a snapshot is the latest
//! one with that key that is not later than the snapshot. Chunks that were replaced stay until the
//! next time, for processes whose statements began before.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, OptionalExtension};

use super::{fault, file, lock};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Base, BaseSource, ChunkKey, Graph, NameCounts, Names};
use crate::storage::codec;

/// The key of the names, as a transaction without changes.
pub(super) const NAMES: &str = "names";

/// Which chunks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All, and nothing else stays in the store.
    All,
    /// Those that are not in the snapshot before, on which this one rests.
    New,
}

/// Writes the base of a graph as the snapshot up to a transaction; gives the bytes written.
pub(super) fn write(
    connection: &Connection,
    path: &Path,
    graph: &Graph,
    (extent, version): (Extent, i64),
) -> Result<u64> {
    let tell = |error| fault::told(path, error);
    let base = graph.base();
    match extent {
        Extent::All => connection.execute("DELETE FROM chunk", ()).map(|_| ()).map_err(tell)?,
        Extent::New => remove_replaced(connection, base).map_err(tell)?,
    }
    let names = codec::encode(graph.view().names(), NameCounts::default(), &[])?;
    let mut written = names.len() as u64;
    insert(connection, NAMES, version, &names).map_err(tell)?;
    let mut add = |chunk: Result<(ChunkKey, Vec<u8>)>| {
        let (key, bytes) = chunk?;
        written += bytes.len() as u64;
        insert(connection, &key.to_string(), version, &bytes).map_err(tell)
    };
    match extent {
        Extent::All => base.chunks().try_for_each(&mut add)?,
        Extent::New => base.new_chunks().try_for_each(&mut add)?,
    }
    Ok(written)
}

fn insert(connection: &Connection, key: &str, version: i64, bytes: &[u8]) -> rusqlite::Result<()> {
    let text =
        "INSERT OR REPLACE INTO chunk (key, version, bytes, checksum) VALUES (?1, ?2, ?3, ?4)";
    let checksum = checksum(key, version, bytes);
    connection.prepare_cached(text)?.execute((key, version, bytes, checksum))?;
    Ok(())
}

/// Removes the chunks that were replaced before the present snapshot, and those of parts that are no
/// more.
fn remove_replaced(connection: &Connection, base: &Base) -> rusqlite::Result<()> {
    let text = "DELETE FROM chunk WHERE EXISTS (SELECT 1 FROM chunk AS newer \
                WHERE newer.key = chunk.key AND newer.version > chunk.version)";
    connection.execute(text, ())?;
    let mut keys: Vec<String> = base.chunk_keys().map(|key| key.to_string()).collect();
    keys.push(NAMES.to_owned());
    let mut statement = connection.prepare("SELECT DISTINCT key FROM chunk")?;
    let known = statement.query_map((), |row| row.get::<_, String>(0))?;
    for key in known.collect::<rusqlite::Result<Vec<_>>>()? {
        if !keys.contains(&key) {
            connection.execute("DELETE FROM chunk WHERE key = ?1", [key])?;
        }
    }
    Ok(())
}

/// The checksum of a chunk, which is wrong under any other key.
fn checksum(key: &str, version: i64, bytes: &[u8]) -> i64 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(key.as_bytes());
    hasher.update(&version.to_le_bytes());
    hasher.update(bytes);
    hasher.finalize().into()
}

/// The bytes of a chunk of the snapshot up to `version`.
pub(super) fn chunk(
    connection: &Connection,
    path: &Path,
    key: &str,
    version: i64,
) -> Result<Vec<u8>> {
    let text = "SELECT bytes, checksum, version FROM chunk WHERE key = ?1 AND version <= ?2 \
                ORDER BY version DESC LIMIT 1";
    let read = || {
        connection
            .prepare_cached(text)?
            .query_row((key, version), |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
            })
            .optional()
    };
    match read().map_err(|error| fault::told(path, error))? {
        Some((bytes, kept, of)) if kept == checksum(key, of, &bytes) => Ok(bytes),
        Some(_) => Err(fault::damaged(path, &format!("the part `{key}` is not as it was written"))),
        None if is_folded_anew(connection, version) => Err(moved_on(path)),
        None => Err(fault::damaged(path, &format!("the part `{key}` is missing"))),
    }
}

fn is_folded_anew(connection: &Connection, version: i64) -> bool {
    let folded = "SELECT value FROM meta WHERE key = 'folded'";
    connection.query_row(folded, (), |row| row.get::<_, i64>(0)).is_ok_and(|now| now > version)
}

/// Another process has written two snapshots since; what was read before them is no more.
fn moved_on(path: &Path) -> Error {
    let message = format!("`{}` has been rewritten by another process", path.display());
    Error::new(ErrorCode::Locked, message).with_help("run the statement again")
}

/// The graph of the snapshot up to `version`.
pub(super) fn read(connection: &Connection, path: &Path, version: i64) -> Result<Graph> {
    if version == 0 {
        return Ok(Graph::new());
    }
    let names = names(connection, path, version)?;
    let header = chunk(connection, path, &ChunkKey::Header.to_string(), version)?;
    let source = StoredBase { path: path.to_owned(), version, connection: Mutex::default() };
    Base::from_source(&header, Arc::new(source))
        .and_then(|base| Graph::open(names, base))
        .map_err(|error| fault::in_part(path, "the snapshot", error))
}

/// The names of the snapshot up to `version`.
pub(super) fn names(connection: &Connection, path: &Path, version: i64) -> Result<Names> {
    let bytes = chunk(connection, path, NAMES, version)?;
    let mut graph = Graph::new();
    codec::decode(&bytes, NameCounts::default())
        .and_then(|names| names.replay(&mut graph))
        .map_err(|error| fault::in_part(path, "the names", error))?;
    Ok(graph.view().names().clone())
}

/// How many bytes the snapshot has.
pub(super) fn size(connection: &Connection) -> rusqlite::Result<u64> {
    let text = "SELECT coalesce(sum(length(bytes)), 0) FROM chunk";
    connection.query_row(text, (), |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
}

/// Where a base that is read bit by bit gets its chunks.
#[derive(Debug)]
struct StoredBase {
    path: PathBuf,
    version: i64,
    /// A connection of its own, opened when it is first needed, as queries read while others look
    /// for news.
    connection: Mutex<Option<Connection>>,
}

impl BaseSource for StoredBase {
    fn chunk(&self, key: &ChunkKey) -> Result<Vec<u8>> {
        let mut connection = lock(&self.connection);
        let connection = match &mut *connection {
            Some(connection) => connection,
            none => none.insert(file::reopen(&self.path)?),
        };
        chunk(connection, &self.path, &key.to_string(), self.version)
    }
}
