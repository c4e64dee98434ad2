//! Databases on stores: opened, kept up with other processes, folded at the end.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::{Database, Shared, WAIT};
use crate::error::{Error, ErrorCode, Result};
use crate::storage::sqlite::Mode;
use crate::storage::{self, Occasion, SqliteStore};

/// The ending of stores.
const ENDING: &str = "amur";

/// How long a statement that reads waits for those before it to end, so that it can take in what
/// other processes did; if they take longer, it reads what they read.
const PATIENCE: Duration = Duration::from_millis(50);

impl Database {
    /// Whether a file is a durable store: by its ending, or without one by how it begins.
    #[must_use]
    pub fn is_store(path: &Path) -> bool {
        match path.extension() {
            Some(ending) => ending.eq_ignore_ascii_case(ENDING),
            None => storage::sqlite::begins_as_store(path),
        }
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
    /// `FileAccess` if there is such a file already, or it can't be written; `Locked` if a transaction is
    /// open.
    pub fn save_store(&self, path: impl AsRef<Path>) -> Result<()> {
        let mut graph = self.shared.graph.try_write_for(WAIT).ok_or_else(|| {
            Error::new(ErrorCode::Locked, "a session is using the graph")
                .with_help("end its transaction, then try again")
        })?;
        SqliteStore::create(path.as_ref(), &mut graph)
    }

    /// Reads every part of a store that has not been read yet, as queries do only when they need it.
    ///
    /// # Errors
    /// `StoreDamaged` for the first part that can't be read.
    pub fn verify(&self) -> Result<()> {
        if !self.is_durable() {
            return Ok(());
        }
        let base = self.shared.graph.read_recursive().base().clone();
        base.chunks().try_for_each(|chunk| chunk.map(drop))
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
            && let Some(mut graph) = self.graph.try_write()
            && graph.freeze().is_ok()
        {
            // The journal stays as long as it is if it can't be folded; nothing is lost by that.
            let _ = self.store.fold(&graph);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::database::Session;
    use crate::graph::BaseBuilder;

    fn place() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let path = folder.path().join("a.amur");
        (folder, path)
    }

    fn open(path: &Path) -> Session {
        Database::open(path).expect("the store can be opened").session()
    }

    fn count(session: &mut Session) -> i64 {
        let result = session.run("MATCH (n) RETURN count(n)", ()).expect("it can be read");
        result.deserialize::<i64>().expect("it is a number").remove(0)
    }

    #[test]
    fn processes_see_each_other_at_their_next_statement() {
        let (_folder, path) = place();
        let (mut one, mut other) = (open(&path), open(&path));
        one.run("CREATE (:A {name: 'x'})", ()).expect("it can be written");
        assert_eq!(count(&mut other), 1);
        other.begin().expect("nobody else writes");
        other.run("CREATE (:B)", ()).expect("it can be written");
        assert_eq!((count(&mut one), count(&mut other)), (1, 2));
        one.set_wait(Duration::from_millis(20));
        let error = one.run("CREATE (:C)", ()).expect_err("the other one is writing");
        assert_eq!(error.code(), ErrorCode::Locked);
        other.commit().expect("it can be written");
        one.run("CREATE (:C)", ()).expect("nobody else writes");
        assert_eq!((count(&mut one), count(&mut other)), (3, 3));
    }

    #[test]
    fn a_reader_sees_one_state_until_its_transaction_ends() {
        let (_folder, path) = place();
        let (mut one, mut other) = (open(&path), open(&path));
        other.set_read_only(true);
        other.begin().expect("reading needs no lock");
        one.run("CREATE (:A)", ()).expect("it can be written");
        assert_eq!(count(&mut other), 0);
        other.rollback().expect("it is open");
        assert_eq!(count(&mut other), 1);
    }

    #[test]
    fn names_of_a_transaction_that_is_undone_are_forgotten() {
        let (_folder, path) = place();
        let (mut one, mut other) = (open(&path), open(&path));
        one.begin().expect("nobody else writes");
        one.run("CREATE (:Lost {lost: 1})", ()).expect("it can be written");
        assert_eq!(one.run("MATCH (n:Lost) RETURN n", ()).expect("it is there").len(), 1);
        one.rollback().expect("it is open");
        other.run("CREATE (:Kept {kept: 2})", ()).expect("it can be written");
        assert_eq!(one.run("MATCH (n:Lost) RETURN n", ()).expect("it can run").len(), 0);
        one.run("MATCH (n:Kept) SET n:Lost, n.lost = 3", ()).expect("it can be written");
        drop((one, other));
        let result = open(&path).run("MATCH (n:Lost) RETURN n.lost + n.kept, labels(n)", ());
        let rows: Vec<(i64, Vec<String>)> =
            result.and_then(|result| result.deserialize()).expect("both names are right");
        assert_eq!(rows, [(5, vec!["Kept".to_owned(), "Lost".to_owned()])]);
    }

    #[test]
    fn constraints_hold_in_every_process() {
        let (_folder, path) = place();
        let (mut one, mut other) = (open(&path), open(&path));
        let unique = "CREATE CONSTRAINT c FOR (n:A) REQUIRE n.k IS UNIQUE";
        one.run(unique, ()).expect("it can be written");
        one.run("CREATE (:A {k: 1})", ()).expect("there is no such node yet");
        let error = other.run("CREATE (:A {k: 1})", ()).expect_err("there is one already");
        assert_eq!(error.code(), ErrorCode::ConstraintViolated);
        drop((one, other));
        let error = open(&path).run("CREATE (:A {k: 1})", ()).expect_err("it is there still");
        assert_eq!(error.code(), ErrorCode::ConstraintViolated);
    }

    #[test]
    fn a_graph_that_is_loaded_as_a_whole_is_kept_or_undone_as_a_whole() {
        let (_folder, path) = place();
        let (mut one, mut other) = (open(&path), open(&path));
        let load = |graph: &mut crate::graph::Graph| {
            let label = graph.names_mut().intern_label("Many");
            let mut builder = BaseBuilder::new();
            builder.add_nodes(&[label], 1000)?;
            graph.load(builder.finish()?)
        };
        let failed = one.change(|graph| {
            load(graph)?;
            Err::<(), _>(Error::new(ErrorCode::FileFormat, "a later line is wrong"))
        });
        assert!(failed.is_err());
        assert_eq!((count(&mut one), count(&mut other)), (0, 0));
        one.change(load).expect("there is room");
        assert_eq!((count(&mut one), count(&mut other)), (1000, 1000));
        other.run("CREATE (:More)", ()).expect("it can be written");
        assert_eq!(count(&mut one), 1001);
        drop((one, other));
        assert_eq!(count(&mut open(&path)), 1001);
    }

    #[test]
    fn a_new_store_of_a_graph_has_all_of_it() {
        let (_folder, path) = place();
        let built_in = Database::builtin();
        built_in.save_store(&path).expect("there is room");
        let numbers = |database: &Database| {
            database.read(|view| (view.node_count(), view.relationship_count()))
        };
        let stored = Database::open(&path).expect("it was written");
        assert_eq!(numbers(&stored), numbers(&built_in));
        assert!(stored.is_durable() && !built_in.is_durable());
        let read_only = Database::open_store_read_only(&path).expect("it is there");
        let error = read_only.session().run("CREATE (:A)", ()).expect_err("it may not");
        assert_eq!(error.code(), ErrorCode::ReadOnly);
    }
}
