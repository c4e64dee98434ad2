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
    /// The version of the graph that is in the file.
    saved: u64,
}

impl Opened {
    /// Reads files and merges them by the ids of their nodes; no file at all is the built-in graph.
    ///
    /// # Errors
    /// `FileAccess` and `FileFormat`, with the file and the place in it.
    pub fn files(files: &[PathBuf]) -> Result<Self> {
        if files.is_empty() {
            return Ok(Self::new(Database::builtin(), None, true));
        }
        if let Some(store) = files.iter().find(|file| is_store(file)) {
            return Err(no_stores(store));
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
        Self { database, title, path, is_built_in, saved }
    }

    /// Whether the graph has changed since it was read or saved.
    pub(super) fn has_unsaved_changes(&self) -> bool {
        version(&self.database) != self.saved
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

pub(super) fn is_store(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("amur"))
}

/// Durable stores are not in this version; to open a file that will be lost would be worse.
pub(super) fn no_stores(file: &Path) -> Error {
    let message = format!("`{}`: this version has no stores on disk", file.display());
    Error::new(ErrorCode::FileAccess, message).with_help(
        "open graphs in text formats such as `.json`, and keep changes with `:save FILE`",
    )
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
    fn a_store_is_refused() {
        let fault = Opened::files(&[PathBuf::from("a.amur")]).expect_err("there are no stores");
        assert_eq!(fault.code(), ErrorCode::FileAccess);
    }
}
