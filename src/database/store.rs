//! Databases on stores: opened, kept up with other processes, folded at the end.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::{Database, Shared};
use crate::error::Result;
use crate::storage::sqlite::Mode;
use crate::storage::{self, Occasion, SqliteStore};

/// The ending of stores.
const ENDING: &str = "amur";

/// How long a statement that reads waits for those before it to end, so that it can take in what
/// other processes did; if they take longer, it reads what they read.
const PATIENCE: Duration = Duration::from_millis(50);

impl Database {
    /// Whether a file's ending says that it is a durable store.
    #[must_use]
    pub fn is_store(path: &Path) -> bool {
        path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
    }

    /// The graph of a durable store, which is made if it is not there. Commits stay.
    ///
    /// # Errors
    /// `FileAccess` if the file can't be opened, `FileFormat` if it is something else, `StoreDamaged` if
    /// it is damaged or of a newer version, `Locked` if another process keeps it to itself.
    pub fn open_store(path: impl AsRef<Path>) -> Result<Self> {
        Self::opened(path.as_ref(), Mode::Write)
    }

    /// The graph of a durable store, which is not changed, nor made if it is not there.
    ///
    /// # Errors
    /// As [`open_store`](Self::open_store).
    pub fn open_store_read_only(path: impl AsRef<Path>) -> Result<Self> {
        Self::opened(path.as_ref(), Mode::Read)
    }

    fn opened(path: &Path, mode: Mode) -> Result<Self> {
        let (store, graph) = SqliteStore::open(path, mode)?;
        let name = path.file_stem().map(|stem| stem.to_string_lossy());
        Ok(Self::with_store(&name.unwrap_or_default(), graph, Arc::new(store)))
    }

    /// Makes a new store of the graph as it is committed now. The database itself goes on as before.
    ///
    /// # Errors
    /// `FileAccess` if there is such a file already, or it can't be written.
    pub fn save_store(&self, path: impl AsRef<Path>) -> Result<()> {
        SqliteStore::create(path.as_ref(), &self.shared.graph.read_recursive())
    }

    /// A graph in memory of what can still be read of a damaged store, and what of it is lost, in words.
    ///
    /// # Errors
    /// `FileAccess` and `FileFormat` if there is no store, or nothing is left of it.
    pub fn salvage(path: impl AsRef<Path>) -> Result<(Self, Vec<String>)> {
        let path = path.as_ref();
        let (graph, lost) = storage::salvage(path)?;
        let name = path.file_stem().map(|stem| stem.to_string_lossy());
        Ok((Self::with_graph(&name.unwrap_or_default(), graph), lost))
    }

    /// Whether commits stay when the process ends.
    #[must_use]
    pub fn is_durable(&self) -> bool {
        self.shared.store.names().is_some()
    }

    /// Whether nothing can be changed, whatever a session may do.
    pub(super) fn is_read_only(&self) -> bool {
        self.shared.store.is_read_only()
    }

    /// Takes in what other processes have committed, unless statements of this one go on reading
    /// what they began with.
    pub(super) fn refresh(&self) -> Result<()> {
        let Shared { graph, store, .. } = &*self.shared;
        if !store.has_news()? {
            return Ok(());
        }
        match graph.try_write_for(PATIENCE) {
            Some(mut graph) => store.take_news(&mut graph),
            None => Ok(()),
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if self.store.wants_fold(Occasion::Close)
            && let Some(graph) = self.graph.try_read()
        {
            // The journal stays as long as it is if it can't be folded; nothing is lost by that.
            let _ = self.store.fold(&graph);
        }
    }
}
