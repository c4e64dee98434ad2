//! Graphs from files and into files.

use std::path::Path;

use super::script::is_script;
use super::{Database, Session};
use crate::error::Result;
use crate::formats::{self, Exported, Imported, OnFault, Reading};
use crate::graph::Graph;

/// The graph of the Siberian Intervention.
const BUILT_IN: &str = include_str!("../../data/siberian-intervention.json");

/// What the built-in graph is called.
const BUILT_IN_NAME: &str = "siberian-intervention";

impl Database {
    /// The graph that comes with Amur: the Siberian Intervention of 1918 to 1922.
    ///
    /// Each call gives a graph of its own, which may be changed and is not kept.
    ///
    /// # Panics
    /// Never: the file is read by a test.
    #[must_use]
    pub fn builtin() -> Self {
        let mut graph = Graph::new();
        let name = format!("{BUILT_IN_NAME}.json");
        let format = formats::find_format("pg-json").expect("the native format is known");
        formats::read_text(&mut graph, format, &name, BUILT_IN, OnFault::Stop)
            .expect("the built-in graph is without faults");
        Self::with_graph(BUILT_IN_NAME, graph)
    }

    /// A durable store, if the file's ending is `.amur`; it is made if it is not there. Else a graph in
    /// memory with what the file holds, which itself is never changed.
    ///
    /// # Errors
    /// `FileAccess` if the file can't be read, `FileFormat` with line and column for what is wrong in it,
    /// and for stores the errors of [`open_store`](Self::open_store).
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if Self::is_store(path) { Self::open_store(path) } else { Self::open_all(&[path]) }
    }

    /// A graph in memory with what several files hold, merged by the ids of their nodes.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_all(paths: &[&Path]) -> Result<Self> {
        Self::load(paths, OnFault::Stop.into()).map(|(database, _imported)| database)
    }

    /// A graph in memory with what several files hold, and what was left out of them. This is the
    /// fastest way to load large tables. Cypher scripts are run after the other files are read.
    ///
    /// # Errors
    /// As [`open`](Self::open), and what the one who watches says.
    pub fn load(paths: &[&Path], reading: Reading) -> Result<(Self, Imported)> {
        let stems = paths.iter().filter_map(|path| path.file_stem());
        let names: Vec<_> = stems.map(|stem| stem.to_string_lossy()).collect();
        if paths.iter().any(|path| is_script(path)) {
            let database = Self::with_graph(&names.join("+"), Graph::new());
            let imported = database.session().import_as(paths, reading)?;
            return Ok((database, imported));
        }
        let (graph, imported) = formats::load_files(paths, reading)?;
        Ok((Self::with_graph(&names.join("+"), graph), imported))
    }
}

impl Session {
    /// Adds what files hold to the graph, all of it or nothing.
    ///
    /// # Errors
    /// As [`Database::open`]; `ReadOnly` if the session may only read.
    pub fn import(&mut self, paths: &[&Path], on_fault: OnFault) -> Result<Imported> {
        self.import_as(paths, on_fault.into())
    }

    /// Adds what files hold to the graph as `reading` says, or nothing of it. Cypher scripts are run after
    /// the other files are read.
    ///
    /// # Errors
    /// As [`import`](Self::import), and what the one who watches says.
    pub fn import_as(&mut self, paths: &[&Path], reading: Reading) -> Result<Imported> {
        let (scripts, files): (Vec<_>, Vec<_>) = paths.iter().partition(|path| is_script(path));
        if scripts.is_empty() {
            return self.change(|graph| formats::read_files(graph, paths, reading));
        }
        let is_own = !self.is_in_transaction();
        if is_own {
            self.begin()?;
        }
        let on_fault = reading.on_fault;
        let outcome = self.change(|graph| formats::read_files(graph, &files, reading));
        let outcome = outcome.and_then(|mut imported| {
            let run = |path: &&Path| self.run_script(path, on_fault, &mut imported);
            scripts.iter().try_for_each(run).map(|()| imported)
        });
        match (&outcome, is_own) {
            (Ok(_), true) => self.commit()?,
            (Err(_), true) => self.rollback()?,
            (_, false) => {}
        }
        outcome
    }

    /// Writes the graph to a file, whose ending tells the format.
    ///
    /// # Errors
    /// `FileAccess` if the file can't be written, `FileFormat` if no format has its ending.
    pub fn export(&self, path: impl AsRef<Path>) -> Result<Exported> {
        self.look(|view| {
            let exported = formats::write_file(view, path.as_ref())?;
            // What could not be read from a store looked absent.
            view.fault().map_or(Ok(exported), Err)
        })?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::redundant_closure_for_method_calls, reason = "the lifetime is any one")]
    fn nodes(database: &Database) -> usize {
        database.read(|view| view.node_count())
    }

    #[test]
    fn the_built_in_graph_is_read_and_comes_back_from_a_file() {
        let database = Database::builtin();
        assert!(database.read(|view| view.node_count() > 100 && view.relationship_count() > 100));
        let folder = tempfile::tempdir().expect("there is room for a file");
        let path = folder.path().join("copy.json");
        let exported = database.session().export(&path).expect("the file can be written");
        let copy = Database::open(&path).expect("what is written can be read");
        assert_eq!(copy.name(), "copy");
        assert_eq!(nodes(&copy), exported.nodes);
        assert_eq!(exported.warnings, Vec::<String>::new());
        let again = folder.path().join("again.json");
        copy.session().export(&again).expect("the file can be written");
        let texts = [&path, &again].map(|path| std::fs::read_to_string(path).unwrap_or_default());
        assert!(texts[0] == texts[1], "a copy of a copy is the same");
    }

    #[test]
    fn a_script_is_written_and_run_in_one_transaction() {
        let folder = tempfile::tempdir().expect("there is room for a file");
        let database = Database::in_memory();
        let text = "CREATE (a:`A b` {id: 'a', l: [1.5, 2], d: date('1918-01-01'), n: 'it\\'s'})-[:R {on: '1918'}]->(:B {f: 0.0 / 0.0}), (a)-[:R]->(a)";
        database.session().run(text, ()).expect("it can be made");
        let [script, before, after] =
            ["x.cypher", "before.pg", "after.pg"].map(|name| folder.path().join(name));
        let exported = database.session().export(&script).expect("it can be written");
        assert_eq!((exported.nodes, exported.relationships), (2, 2));
        database.session().export(&before).expect("it can be written");
        let copy = Database::open(&script).expect("it can be run");
        copy.session().export(&after).expect("it can be written");
        let [before, after] =
            [before, after].map(|path| std::fs::read_to_string(path).unwrap_or_default());
        assert_eq!(before, after);

        let bad =
            "CREATE (:C);\n:begin\nCREATE (:D;\nMATCH (n) DELETE n;\nCREATE (:E {x: 1 / 0});\n";
        std::fs::write(&script, bad).expect("there is room");
        let mut session = copy.session();
        let error = session.import(&[&script], OnFault::Stop).expect_err("it is wrong");
        assert!(error.message().contains("x.cypher:3:"), "{error}");
        let error =
            session.import(&[&script], OnFault::Reject).expect_err("it fails while it runs");
        assert!(error.message().contains("x.cypher:5:"), "{error}");
        assert_eq!(nodes(&copy), 2);
    }

    #[test]
    fn what_is_no_file_is_told() {
        let missing = Database::open("no/such/file.json").expect_err("there is none");
        assert_eq!(missing.message(), "`no/such/file.json` can't be opened: there is no such file");
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("x.json");
        std::fs::create_dir(&path).expect("there is room");
        let error = Database::open(&path).expect_err("it is a folder");
        assert!(error.message().ends_with("is a folder, but a file is expected"), "{error}");
        let error = Database::open("x.unknown").expect_err("there is none");
        assert_eq!(error.message(), "`x.unknown` can't be opened: there is no such file");
    }

    #[test]
    fn an_import_that_fails_changes_nothing() {
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("bad.json");
        let text = "{\"nodes\": [{\"id\": \"a\"}, {\"id\": \"a\"}]}";
        std::fs::write(&path, text).expect("there is room");
        let database = Database::in_memory();
        let mut session = database.session();
        assert!(session.import(&[&path], OnFault::Stop).is_err());
        assert_eq!(nodes(&database), 0);
        let imported = session.import(&[&path], OnFault::Reject).expect("faults are left out");
        assert_eq!((imported.nodes, imported.rejected.len()), (1, 1));
        assert_eq!(nodes(&database), 1);
    }
}
