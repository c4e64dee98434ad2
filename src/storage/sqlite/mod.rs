//! The durable store: one `SQLite` file in write-ahead mode, with `synchronous = FULL`.
//!
//! A process has two connections to it. Through one it reads what others have committed; through the
//! other it writes, between `BEGIN IMMEDIATE`, which locks out other writers but no reader, and
//! `COMMIT`, which is one `fsync`. `SQLite` was taken since no other file is tested as well for being
//! killed, running out of room and being shared by processes, and since its format has been the same
//! since 2004.

mod check;
mod fault;
mod file;
mod journal;
mod salvage;
mod snapshot;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};

pub use check::{Checked, check};
pub use file::{Mode, begins_as_store};
pub use salvage::salvage;

use super::{Occasion, Store, codec};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Graph, NameCounts};
use journal::Tip;
use snapshot::Extent;

/// A store in a file.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    reader: Mutex<Reader>,
    /// Nothing where the file may only be read.
    writer: Option<Mutex<Connection>>,
    position: Mutex<Position>,
}

/// The connection that reads.
#[derive(Debug)]
struct Reader {
    connection: Connection,
    /// The state of the file, as `SQLite` counts them, in which there was no news; none at first.
    quiet: Option<i64>,
}

/// How far the graph of this process is.
#[derive(Clone, Copy, Debug, Default)]
struct Position {
    /// The last transaction that the graph has, and the last one in the snapshot when it was read.
    tip: Tip,
    /// The names of the graph.
    names: NameCounts,
    /// The bytes of the transactions since the snapshot, and of the snapshot.
    journal_bytes: u64,
    snapshot_bytes: u64,
    /// Whether this process has committed something since the snapshot.
    has_written: bool,
}

/// The journal is folded once it is larger than this and than a part of the snapshot: while the store
/// is in use, and at the end.
const FOLD_IN_USE: (u64, u64) = (4 << 20, 2);
const FOLD_AT_CLOSE: (u64, u64) = (256 << 10, 8);

impl SqliteStore {
    /// Opens the store in a file, which is made if it is not there, and the graph that it holds.
    ///
    /// # Errors
    /// `FileAccess` if the file can't be opened, `FileFormat` if it is something else, `StoreDamaged` if
    /// it is damaged or newer, `Locked` if another process keeps it to itself.
    pub fn open(path: &Path, mode: Mode) -> Result<(Self, Graph)> {
        let writer = match mode {
            Mode::Write => Some(file::open(path, mode)?)
                .filter(|writer| !writer.is_readonly("main").unwrap_or(false)),
            Mode::Read => None,
        };
        let reader = Reader { connection: file::reopen(path)?, quiet: None };
        let store = Self {
            path: path.to_owned(),
            reader: Mutex::new(reader),
            writer: writer.map(Mutex::new),
            position: Mutex::default(),
        };
        let graph = store.read_all(&mut lock(&store.reader).connection)?;
        Ok((store, graph))
    }

    /// Makes a new store that holds a graph, which is frozen for it.
    ///
    /// # Errors
    /// `FileAccess` if there is such a file already, or it can't be written; `TransactionState` if the
    /// graph has changes that are not committed.
    pub fn create(path: &Path, graph: &mut Graph) -> Result<()> {
        if path.exists() {
            let message = format!("`{}` is there already", path.display());
            return Err(Error::new(ErrorCode::FileAccess, message)
                .with_help("give another name, or open it and import the graph into it"));
        }
        file::require_folder(path)?;
        graph.freeze()?;
        // It comes to its name complete, or not at all.
        let beside = beside(path);
        remove(&beside);
        let made = Self::open(&beside, Mode::Write).and_then(|(store, _)| store.write_all(graph));
        let made = made.and_then(|()| {
            std::fs::rename(&beside, path).map_err(|error| {
                let message = format!("`{}` can't be made: {error}", path.display());
                Error::new(ErrorCode::FileAccess, message)
            })
        });
        if made.is_err() {
            remove(&beside);
        }
        made
    }

    /// Makes a snapshot of a graph the whole content of this new store.
    fn write_all(&self, graph: &Graph) -> Result<()> {
        let mut writer = lock(self.writer()?);
        let tell = |error| fault::told(&self.path, error);
        let transaction =
            writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(tell)?;
        snapshot::write(&transaction, &self.path, graph, (Extent::All, 1))?;
        set_folded(&transaction, 1).and_then(|()| transaction.commit()).map_err(tell)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn writer(&self) -> Result<&Mutex<Connection>> {
        self.writer.as_ref().ok_or_else(|| {
            let message = format!("`{}` may only be read", self.path.display());
            Error::new(ErrorCode::ReadOnly, message)
                .with_help("writing needs the right to write the file and its folder")
        })
    }

    fn position(&self) -> Position {
        *lock(&self.position)
    }

    /// The graph of the snapshot with all transactions since.
    fn read_all(&self, connection: &mut Connection) -> Result<Graph> {
        let tell = |error| fault::told(&self.path, error);
        let transaction = connection.transaction().map_err(tell)?;
        let tip = Tip::of(&transaction).map_err(tell)?;
        let snapshot_bytes = snapshot::size(&transaction).map_err(tell)?;
        let mut graph = snapshot::read(&transaction, &self.path, tip.folded)?;
        let journal_bytes =
            journal::replay(&transaction, &self.path, tip.folded, &mut graph, |_| ())?;
        let names = graph.view().names().counts();
        *lock(&self.position) =
            Position { tip, names, journal_bytes, snapshot_bytes, has_written: false };
        Ok(graph)
    }

    /// Reads what came since the last time, or everything anew if there is another snapshot: parts of
    /// the old one that have not been read yet will not be there for ever.
    fn take_new(&self, connection: &mut Connection, graph: &mut Graph) -> Result<()> {
        let tell = |error| fault::told(&self.path, error);
        let known = self.position().tip;
        let transaction = connection.transaction().map_err(tell)?;
        if Tip::of(&transaction).map_err(tell)?.folded != known.folded {
            drop(transaction);
            graph.become_graph(self.read_all(connection)?);
            return Ok(());
        }
        let mut reached = known.last;
        let replayed =
            journal::replay(&transaction, &self.path, known.last, graph, |id| reached = id);
        let mut position = lock(&self.position);
        position.tip.last = reached;
        position.names = graph.view().names().counts();
        position.journal_bytes += replayed?;
        Ok(())
    }

    fn add(&self, connection: &Connection, graph: &Graph) -> Result<()> {
        let position = self.position();
        let names = graph.view().names();
        let bytes = codec::encode(names, position.names, graph.changes())?;
        let id = position.tip.last + 1;
        journal::add(connection, id, &bytes)
            .and_then(|()| connection.prepare_cached("COMMIT")?.execute(()))
            .map_err(|error| fault::told(&self.path, error))?;
        let mut position = lock(&self.position);
        position.tip.last = id;
        position.names = names.counts();
        position.journal_bytes += bytes.len() as u64;
        position.has_written = true;
        Ok(())
    }

    /// Keeps a base that no transaction leads to, and the changes since; other processes have to read
    /// both anew.
    fn replace(&self, connection: &Connection, graph: &Graph) -> Result<()> {
        let tell = |error| fault::told(&self.path, error);
        let folded = self.position().tip.last + 1;
        let names = graph.view().names();
        let snapshot_bytes = snapshot::write(connection, &self.path, graph, (Extent::All, folded))?;
        set_folded(connection, folded)
            .and_then(|()| connection.execute("DELETE FROM journal", ()))
            .map_err(tell)?;
        let mut tip = Tip { last: folded, folded };
        if !graph.changes().is_empty() {
            tip.last += 1;
            let bytes = codec::encode(names, names.counts(), graph.changes())?;
            journal::add(connection, tip.last, &bytes).map_err(tell)?;
        }
        connection
            .prepare_cached("COMMIT")
            .and_then(|mut commit| commit.execute(()))
            .map_err(tell)?;
        *lock(&self.position) = Position {
            tip,
            names: names.counts(),
            journal_bytes: 0,
            snapshot_bytes,
            has_written: false,
        };
        Ok(())
    }

    fn fold_into(&self, connection: &mut Connection, graph: &Graph) -> Result<()> {
        let tell = |error| fault::told(&self.path, error);
        let position = self.position();
        connection.busy_timeout(std::time::Duration::ZERO).map_err(tell)?;
        let transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate)
        {
            Ok(transaction) => transaction,
            Err(fault) if is_busy(&fault) => return Ok(()),
            Err(fault) => return Err(tell(fault)),
        };
        let last = position.tip.last;
        // Only upon the snapshot that this process has read can the next one rest.
        let folded = Tip::of(&transaction).map_err(tell)?.folded;
        if folded != position.tip.folded || folded == last {
            return Ok(());
        }
        let extent = if folded == 0 { Extent::All } else { Extent::New };
        snapshot::write(&transaction, &self.path, graph, (extent, last))?;
        let snapshot_bytes = snapshot::size(&transaction).map_err(tell)?;
        set_folded(&transaction, last)
            .and_then(|()| transaction.execute("DELETE FROM journal WHERE id <= ?1", [last]))
            .and_then(|_| transaction.commit())
            .map_err(tell)?;
        let mut position = lock(&self.position);
        position.tip.folded = last;
        position.snapshot_bytes = snapshot_bytes;
        position.journal_bytes = 0;
        position.has_written = false;
        Ok(())
    }
}

fn set_folded(connection: &Connection, last: i64) -> rusqlite::Result<()> {
    connection.execute("UPDATE meta SET value = ?1 WHERE key = 'folded'", [last]).map(|_| ())
}

impl Store for SqliteStore {
    fn names(&self) -> Option<NameCounts> {
        Some(self.position().names)
    }

    fn is_read_only(&self) -> bool {
        self.writer.is_none()
    }

    fn has_news(&self) -> Result<bool> {
        let mut reader = lock(&self.reader);
        let look = |reader: &Reader| {
            let state: i64 = reader
                .connection
                .prepare_cached("PRAGMA data_version")?
                .query_row((), |row| row.get(0))?;
            if reader.quiet == Some(state) {
                return Ok((state, false));
            }
            Ok((state, Tip::of(&reader.connection)? != self.position().tip))
        };
        let (state, is_news) = look(&reader).map_err(|error| fault::told(&self.path, error))?;
        reader.quiet = (!is_news).then_some(state);
        Ok(is_news)
    }

    fn take_news(&self, graph: &mut Graph) -> Result<()> {
        let mut reader = lock(&self.reader);
        let connection = &mut reader.connection;
        let tip = Tip::of(connection).map_err(|error| fault::told(&self.path, error))?;
        if tip == self.position().tip {
            return Ok(());
        }
        self.take_new(connection, graph)
    }

    fn begin(&self) -> Result<bool> {
        let writer = lock(self.writer()?);
        let begin = || {
            writer.busy_timeout(std::time::Duration::ZERO)?;
            writer.prepare_cached("BEGIN IMMEDIATE")?.execute(())
        };
        match begin() {
            Ok(_) => Ok(true),
            Err(fault) if is_busy(&fault) => Ok(false),
            Err(fault) => Err(fault::told(&self.path, fault)),
        }
    }

    fn commit(&self, graph: &Graph) -> Result<()> {
        let writer = lock(self.writer()?);
        let outcome = self.add(&writer, graph);
        if outcome.is_err() {
            undo(&writer);
        }
        outcome
    }

    fn commit_whole(&self, graph: &Graph) -> Result<()> {
        let writer = lock(self.writer()?);
        let outcome = self.replace(&writer, graph);
        if outcome.is_err() {
            undo(&writer);
        }
        outcome
    }

    fn rollback(&self) {
        if let Some(writer) = &self.writer {
            undo(&lock(writer));
        }
    }

    fn wants_fold(&self, occasion: Occasion) -> bool {
        let position = self.position();
        let (least, part) = match occasion {
            Occasion::Use => FOLD_IN_USE,
            Occasion::Close => FOLD_AT_CLOSE,
        };
        position.has_written && position.journal_bytes > least.max(position.snapshot_bytes / part)
    }

    fn fold(&self, graph: &Graph) -> Result<()> {
        let mut writer = lock(self.writer()?);
        self.fold_into(&mut writer, graph)
    }
}

/// Ends a transaction that was not committed, if `SQLite` has not done so itself. That can't fail in
/// a way that matters: what has not been committed does not stay.
fn undo(connection: &Connection) {
    if !connection.is_autocommit() {
        let _ = connection.execute("ROLLBACK", ());
    }
}

fn is_busy(fault: &rusqlite::Error) -> bool {
    use rusqlite::ffi::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(fault.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
}

/// Nobody panics while holding one of the locks; if somebody did, `SQLite` keeps the file right.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a store is made before it gets its name.
fn beside(path: &Path) -> PathBuf {
    path.with_extension("amur-partial")
}

/// Removes a store that was not completed, if there is one, with the files beside it.
fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        // It is the usual case that there is none.
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
}
