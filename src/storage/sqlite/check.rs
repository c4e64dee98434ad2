//! Telling whether a store is as it should be.

use std::path::Path;

use super::{Mode, SqliteStore, file, salvage};
use crate::error::{ErrorCode, Result};
use crate::graph::Graph;

/// What was found in a store.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// How many nodes can be read.
    pub nodes: usize,
    /// How many relationships can be read.
    pub relationships: usize,
    /// The number of the last transaction.
    pub transactions: i64,
    /// The bytes of the file.
    pub bytes: u64,
    /// What is damaged, in words; nothing if the store is as it should be.
    pub damage: Vec<String>,
    /// What a graph of all that can be read lacks, in words.
    pub lost: Vec<String>,
}

/// At most so many things that are wrong with the file are told.
const MOST: usize = 20;

/// Reads everything in a store and looks whether it is as it was written.
///
/// # Errors
/// `FileAccess` and `FileFormat` if there is no store, `Locked` if it can't be read now, `StoreDamaged` if
/// it is newer than this version.
pub fn check(path: &Path) -> Result<Checked> {
    let bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let mut checked = Checked { bytes, ..Checked::default() };
    match SqliteStore::open(path, Mode::Read) {
        Ok((store, graph)) => {
            checked.transactions = store.position().tip.last;
            checked.count(&graph);
            // Opening reads only what is needed at once.
            let parts = graph.base().chunks().filter_map(Result::err);
            checked.damage.extend(parts.take(MOST).map(|error| error.message().to_owned()));
        }
        Err(error) if error.code() == ErrorCode::StoreDamaged => {
            checked.damage.push(error.message().to_owned());
        }
        Err(error) => return Err(error),
    }
    checked.damage.extend(faults_of_file(path));
    if !checked.damage.is_empty() {
        let (graph, lost) = salvage(path)?;
        checked.count(&graph);
        checked.lost = lost;
    }
    Ok(checked)
}

impl Checked {
    fn count(&mut self, graph: &Graph) {
        self.nodes = graph.view().node_count();
        self.relationships = graph.view().relationship_count();
    }
}

/// What `SQLite` itself finds wrong with the file.
fn faults_of_file(path: &Path) -> Vec<String> {
    let look = || {
        let connection = file::connect(path, Mode::Read)?;
        let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
        let lines = statement.query_map((), |row| row.get::<_, String>(0))?;
        lines.collect::<rusqlite::Result<Vec<_>>>()
    };
    match look() {
        Ok(lines) => lines
            .iter()
            .flat_map(|line| line.lines())
            .filter(|line| *line != "ok" && !line.starts_with("***"))
            .map(|line| format!("the file: {}", line.to_lowercase()))
            .collect(),
        Err(error) => vec![format!("the file: {}", error.to_string().to_lowercase())],
    }
}
