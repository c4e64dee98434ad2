//! Saving what can be saved of a damaged store.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::journal::checksum;
use super::{fault, file};
use crate::error::Result;
use crate::graph::Graph;
use crate::storage::codec;

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
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(tell)?;
    // A file that has lost its end is read as far as it goes.
    connection.pragma_update(None, "writable_schema", true).map_err(tell)?;
    match file::number(&connection, "user_version") {
        Ok(version) if version > file::VERSION => return Err(file::too_new(path, version)),
        Ok(_) => {}
        Err(error) => return Err(tell(error)),
    }
    let mut salvaged = Salvaged { graph: Graph::new(), lost: Vec::new() };
    let parts = salvaged.meta(&connection, "parts");
    salvaged.take(&connection, &CHUNKS, 0, parts);
    let folded = salvaged.meta(&connection, "folded").unwrap_or_else(|| first(&connection));
    salvaged.take(&connection, &JOURNAL, folded + 1, None);
    if parts.is_none()
        && salvaged.graph.view().names().counts() == Graph::new().view().names().counts()
    {
        return Err(fault::no_store(path));
    }
    Ok((salvaged.graph, salvaged.lost))
}

/// Before the first transaction that can be found, where it is lost up to which one they are folded.
fn first(connection: &Connection) -> i64 {
    let found = connection.query_row("SELECT min(id) FROM journal", (), |row| row.get(0));
    found.unwrap_or(None).map_or(0, |id: i64| id - 1)
}

/// A table whose rows are numbered transactions.
struct Table {
    what: &'static str,
    last: &'static str,
    row: &'static str,
}

const CHUNKS: Table = Table {
    what: "part",
    last: "SELECT max(part) FROM chunk WHERE key = 'changes'",
    row: "SELECT bytes, checksum FROM chunk WHERE key = 'changes' AND part = ?1",
};

const JOURNAL: Table = Table {
    what: "transaction",
    last: "SELECT max(id) FROM journal",
    row: "SELECT changes, checksum FROM journal WHERE id = ?1",
};

/// What has been saved so far.
struct Salvaged {
    graph: Graph,
    lost: Vec<String>,
}

impl Salvaged {
    fn meta(&mut self, connection: &Connection, key: &str) -> Option<i64> {
        let text = "SELECT value FROM meta WHERE key = ?1";
        let found = connection.query_row(text, [key], |row| row.get(0)).ok();
        if found.is_none() {
            self.lost.push(format!("the number `{key}` can't be read"));
        }
        found
    }

    /// Takes every row from `first` on that can be read and is as it was written.
    fn take(&mut self, connection: &Connection, table: &Table, first: i64, count: Option<i64>) {
        let last = connection.query_row(table.last, (), |row| row.get::<_, Option<i64>>(0));
        let end = match (count, last) {
            (Some(count), _) => first + count,
            (None, Ok(last)) => last.map_or(first, |last| last + 1),
            (None, Err(_)) => i64::MAX,
        };
        let (mut id, mut gap) = (first, 0);
        while id < end && gap < LARGEST_GAP {
            match row(connection, table, id) {
                Some(bytes) => {
                    self.forget_gap(table, id, gap);
                    gap = 0;
                    self.take_row(table, id, &bytes);
                }
                None => gap += 1,
            }
            id += 1;
        }
        if end < i64::MAX {
            self.forget_gap(table, id, gap);
        } else {
            let last = id - gap - 1;
            self.lost.push(format!("what came after {} {last} can't be read", table.what));
        }
    }

    fn forget_gap(&mut self, table: &Table, id: i64, gap: i64) {
        match gap {
            0 => {}
            1 => self.lost.push(format!("{} {} can't be read", table.what, id - 1)),
            _ => {
                self.lost.push(format!("{}s {} to {} can't be read", table.what, id - gap, id - 1))
            }
        }
    }

    fn take_row(&mut self, table: &Table, id: i64, bytes: &[u8]) {
        let what = table.what;
        match codec::decode_after_loss(bytes) {
            Ok(committed) => {
                let lost = committed.replay_what_can_be(&mut self.graph);
                self.graph.commit();
                if lost > 0 {
                    let reason = "they need something that is lost";
                    self.lost.push(format!("{what} {id}: {lost} changes are left out, {reason}"));
                }
            }
            Err(error) => self.lost.push(format!("{what} {id}: {}", error.message())),
        }
    }
}

/// The bytes of a row, if they are as they were written.
fn row(connection: &Connection, table: &Table, id: i64) -> Option<Vec<u8>> {
    let mut statement = connection.prepare_cached(table.row).ok()?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?));
    let (bytes, kept) = statement.query_row([id], read).ok()?;
    (kept == checksum(id, &bytes)).then_some(bytes)
}
