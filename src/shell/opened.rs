//! The graph that a shell works on, and where it comes from.

use std::path::{Path, PathBuf};

use crate::database::Database;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::GraphView;

/// What stands for an empty graph in the place of a file.
const MEMORY: &str = ":memory:";

/// A graph with its name and its origin.
#[derive(Debug)]
pub struct Opened {
    /// The graph.
    pub database: Database,
    /// What the prompt calls it.
    pub title: String,
    /// The one file that it was read from, and goes back to.
    pub path: Option<PathBuf>,
    /// Whether it is the graph that comes with the program.
    pub is_built_in: bool,
    /// Whether it is a store that was made just now.
    pub is_new: bool,
    /// The version of the graph that is in the file.
    saved: u64,
}

impl Opened {
    /// Reads files and merges them by the ids of their nodes; no file at all is the built-in graph. A
    /// store, which stands alone, is opened, and made if it is not there.
    ///
    /// # Errors
    /// `FileAccess` and `FileFormat`, with the file and the place in it; what keeps a store from being
    /// opened.
    pub fn files(files: &[PathBuf]) -> Result<Self> {
        Self::open(files, Database::open_store)
    }

    /// The same for somebody who only reads: a store is not made, nor changed.
    ///
    /// # Errors
    /// As [`files`](Self::files).
    pub fn files_to_read(files: &[PathBuf]) -> Result<Self> {
        Self::open(files, Database::open_store_read_only)
    }

    /// What can be saved of a damaged store, and what is lost, in words.
    ///
    /// # Errors
    /// As [`Database::salvage`].
    pub(super) fn salvaged(path: &Path) -> Result<(Self, Vec<String>)> {
        let (database, lost) = Database::salvage(path)?;
        Ok((Self::new(database, None, false), lost))
    }

    fn open(files: &[PathBuf], store: fn(PathBuf) -> Result<Database>) -> Result<Self> {
        if files.is_empty() {
            return Ok(Self::new(Database::builtin(), None, true));
        }
        if let [path] = files
            && Database::is_store(path)
        {
            let is_new = std::fs::metadata(path).map_or(true, |metadata| metadata.len() == 0);
            let opened = Self::new(store(path.clone())?, Some(path.clone()), false);
            return Ok(Self { is_new, ..opened });
        }
        if let Some(store) = files.iter().find(|file| Database::is_store(file)) {
            return Err(not_alone(store));
        }
        let real: Vec<&Path> =
            files.iter().map(PathBuf::as_path).filter(|file| !is_memory(file)).collect();
        if let Some(folder) = real.iter().find(|file| file.is_dir()) {
            let message = format!("`{}` is a folder, but a file is expected", folder.display());
            return Err(Error::new(ErrorCode::FileAccess, message));
        }
        let path = match real.as_slice() {
            [file] => Some(file.to_path_buf()),
            [] | [_, ..] => None,
        };
        let database =
            if real.is_empty() { Database::in_memory() } else { Database::open_all(&real)? };
        Ok(Self::new(database, path, false))
    }

    fn new(database: Database, path: Option<PathBuf>, is_built_in: bool) -> Self {
        let saved = version(&database);
        let title = database.name().to_owned();
        Self { database, title, path, is_built_in, is_new: false, saved }
    }

    /// Whether the graph has changed since it was read or saved.
    pub(super) fn has_unsaved_changes(&self) -> bool {
        !self.database.is_durable() && version(&self.database) != self.saved
    }

    /// Remembers that the graph as it is stands in a file.
    pub(super) fn was_saved(&mut self, path: &Path) {
        self.saved = version(&self.database);
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        self.title = stem.unwrap_or_default();
        self.path = Some(path.to_owned());
        self.is_built_in = false;
    }
}

/// How many commits the graph has seen.
fn version(database: &Database) -> u64 {
    database.read(|view: GraphView<'_>| view.version())
}

fn is_memory(file: &Path) -> bool {
    file.as_os_str() == MEMORY
}

/// A store has its own identities, so that nothing is merged into it by just opening files.
fn not_alone(store: &Path) -> Error {
    let message =
        format!("`{}` is a store, which can't be opened together with files", store.display());
    Error::new(ErrorCode::Usage, message)
        .with_help("open the store alone, then add each file to it by `:import FILE`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_graph_needs_no_file() {
        let opened = Opened::files(&[PathBuf::from(MEMORY)]).expect("nothing is read");
        assert!(opened.path.is_none());
        assert!(!opened.has_unsaved_changes());
    }

    #[test]
    fn a_store_is_opened_alone() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let path = folder.path().join("a.amur");
        let fault =
            Opened::files_to_read(std::slice::from_ref(&path)).expect_err("there is none yet");
        assert_eq!(fault.code(), ErrorCode::FileAccess);
        let opened = Opened::files(std::slice::from_ref(&path)).expect("there is room for one");
        assert!(opened.is_new && !opened.has_unsaved_changes());
        assert!(!Opened::files(std::slice::from_ref(&path)).expect("it is there").is_new);
        let fault = Opened::files(&[path, PathBuf::from("b.json")]).expect_err("they are two");
        assert_eq!(fault.code(), ErrorCode::Usage);
    }
}
