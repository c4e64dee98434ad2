//! The file: making it, opening it, and telling whether it is one of ours.
//!
//! The tables, which never change their meaning within a [`VERSION`]:
//!
//! | table | a row |
//! | --- | --- |
//! | `journal` | a committed transaction: its number, its bytes, their checksum |
//! | `chunk` | a part of a snapshot: its key, the transaction it goes up to, its bytes, their checksum |
//! | `meta` | `folded`: up to which transaction the snapshot goes |

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::fault;
use crate::error::{Error, ErrorCode, Result};

/// What every store has in its header: "Amur".
pub(super) const APPLICATION: i32 = 0x416d_7572;

/// The version of the tables.
pub(super) const VERSION: i32 = 1;

/// How long is waited for locks that others hold for moments only.
const WAIT: Duration = Duration::from_secs(10);

const TABLES: &str = "
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY,
        changes BLOB NOT NULL,
        checksum INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE chunk (
        key TEXT NOT NULL,
        version INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        checksum INTEGER NOT NULL,
        PRIMARY KEY (key, version)
    ) STRICT;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO meta VALUES ('folded', 0);
";

/// Whether a store may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It may, and is made if it is not there.
    Write,
    /// It may not.
    Read,
}

/// Whether a file begins as stores do. Closing the file that this reads gives up the locks that the
/// process holds on it (POSIX), so it is not for stores that are open already.
#[must_use]
pub fn begins_as_store(path: &Path) -> bool {
    let mut head = [0; 72];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok()
        && head.starts_with(b"SQLite format 3\0")
        && head.ends_with(&APPLICATION.to_be_bytes())
}

/// Opens a connection to a store that is there, or makes the store.
pub(super) fn open(path: &Path, mode: Mode) -> Result<Connection> {
    let is_new = is_new(path, mode)?;
    let connection = connect(path, mode).map_err(|error| fault::told(path, error))?;
    if is_new { create_tables(connection, path) } else { identified(connection, path) }
}

/// Opens a connection to a file, whatever is in it.
pub(super) fn connect(path: &Path, mode: Mode) -> rusqlite::Result<Connection> {
    let connection = connect_bare(path, mode)?;
    if mode == Mode::Read {
        connection.pragma_update(None, "query_only", true)?;
    }
    set_up(&connection)?;
    Ok(connection)
}

/// As [`connect`], without anything that reads the file, which may be damaged.
pub(super) fn connect_bare(path: &Path, mode: Mode) -> rusqlite::Result<Connection> {
    // Whoever is the last to close a store removes the files beside it, which needs the right to
    // write. If there are none yet, that changes nothing in the store itself.
    let leaves_nothing = mode == Mode::Read && !journal_path(path).exists();
    let flags = match mode {
        Mode::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Mode::Read if leaves_nothing => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Mode::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// Opens another connection to a store that is open, which only reads.
pub(super) fn reopen(path: &Path) -> Result<Connection> {
    open(path, Mode::Read)
}

/// Whether there is nothing in the file yet.
fn is_new(path: &Path, mode: Mode) -> Result<bool> {
    // The file is not opened here: closing it would take away the locks that this process has on it.
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(unopened(path, "it is a folder")),
        Ok(metadata) => Ok(metadata.len() == 0 && mode == Mode::Write),
        Err(error) if error.kind() == io::ErrorKind::NotFound && mode == Mode::Write => {
            require_folder(path).map(|()| true)
        }
        Err(error) => Err(unopened(path, &words(&error))),
    }
}

/// Checks that there is a folder that a file can be made in.
pub(super) fn require_folder(path: &Path) -> Result<()> {
    match path.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.is_dir()) {
        Some(parent) => Err(unopened(path, &format!("there is no folder `{}`", parent.display()))),
        None => Ok(()),
    }
}

fn unopened(path: &Path, reason: &str) -> Error {
    let message = format!("`{}` can't be opened: {reason}", path.display());
    Error::new(ErrorCode::FileAccess, message)
}

fn words(error: &io::Error) -> String {
    let kind = error.kind();
    if kind == io::ErrorKind::NotFound {
        "there is no such file".to_owned()
    } else if kind == io::ErrorKind::PermissionDenied {
        "it is not allowed".to_owned()
    } else {
        error.to_string().to_lowercase()
    }
}

/// What holds for a connection and is not kept in the file.
fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(WAIT)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "journal_size_limit", 16 << 20)
}

fn create_tables(mut connection: Connection, path: &Path) -> Result<Connection> {
    let tell = |error| fault::told(path, error);
    let journal_mode = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    connection.query_row("PRAGMA journal_mode = WAL", (), journal_mode).map_err(tell)?;
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(tell)?;
    // Another process may have been faster.
    if number(&transaction, "application_id").map_err(tell)? == 0 {
        transaction.execute_batch(TABLES).map_err(tell)?;
        transaction.pragma_update(None, "application_id", APPLICATION).map_err(tell)?;
        transaction.pragma_update(None, "user_version", VERSION).map_err(tell)?;
    }
    transaction.commit().map_err(tell)?;
    // What tells whose file it is stands in the file itself from now on, not only in its journal.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(())).map_err(tell)?;
    identified(connection, path)
}

/// The connection, if it leads to a store that this version can read.
fn identified(connection: Connection, path: &Path) -> Result<Connection> {
    let look = || {
        let tables = "SELECT count(*) FROM sqlite_schema";
        let tables: i64 = connection.query_row(tables, (), |row| row.get(0))?;
        Ok((number(&connection, "application_id")?, number(&connection, "user_version")?, tables))
    };
    match look() {
        Ok((APPLICATION, VERSION, _)) => Ok(connection),
        Ok((APPLICATION, newer, _)) if newer > VERSION => Err(too_new(path, newer)),
        Ok((0, 0, 0)) if may_write(&connection) => create_tables(connection, path),
        Ok((APPLICATION, other, _)) => {
            Err(fault::damaged(path, &format!("there is no version {other} of stores")))
        }
        Ok(_) => Err(fault::no_store(path)),
        Err(error) => match immutable(path, &error) {
            Some(connection) => identified(connection, path),
            None => Err(fault::told(path, error)),
        },
    }
}

fn may_write(connection: &Connection) -> bool {
    let is_read_only = connection.is_readonly("main").unwrap_or(true);
    !is_read_only && number(connection, "query_only").is_ok_and(|query_only| query_only == 0)
}

/// The store is good, but not for this version.
pub(super) fn too_new(path: &Path, version: i32) -> Error {
    let shown = path.display();
    let message = format!(
        "`{shown}` was written by a newer Amur: its version is {version}, this one reads {VERSION}"
    );
    Error::new(ErrorCode::StoreDamaged, message)
        .with_help("open it with the newer Amur; nothing has been changed")
}

/// A connection to a store of which neither file nor folder can be written, so that no process can
/// be writing here; without that, the files by which processes agree would have to be made.
fn immutable(path: &Path, error: &rusqlite::Error) -> Option<Connection> {
    use rusqlite::ffi::ErrorCode::{CannotOpen, ReadOnly};
    if !matches!(error.sqlite_error_code(), Some(CannotOpen | ReadOnly)) {
        return None;
    }
    let has_journal = journal_path(path).metadata().is_ok_and(|journal| journal.len() > 0);
    let path = path.canonicalize().ok().filter(|_| !has_journal)?;
    let mut uri = "file:".to_owned();
    for byte in path.to_str()?.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.extend([byte >> 4, byte & 15].map(|digit| HEX[usize::from(digit)]));
        }
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(format!("{uri}?immutable=1"), flags).ok()?;
    number(&connection, "user_version").ok().map(|_| connection)
}

/// The digits of escapes in addresses.
const HEX: [char; 16] =
    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

/// The file beside a store in which `SQLite` keeps what is not yet in the store itself.
pub(super) fn journal_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// A number that the file or the connection has under a name.
pub(super) fn number(connection: &Connection, pragma: &str) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, pragma, |row| row.get(0))
}
