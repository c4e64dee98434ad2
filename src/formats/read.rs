//! Files into a graph: all that can be kept, or nothing.

use std::io::Write;
use std::path::Path;

use super::detect::detect;
use super::{Distance, Format, Imported, Loader, Reader, Source};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::Graph;

/// What to do with a node or relationship that can't be loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnFault {
    /// Load nothing at all, and say why.
    #[default]
    Stop,
    /// Leave it out, go on, and report it.
    Reject,
}

/// How far a load has come.
#[derive(Clone, Debug)]
pub struct Advance {
    /// The file that is being read.
    pub file: String,
    /// How far it has been read.
    pub distance: Distance,
    /// The nodes and relationships that all files gave so far.
    pub rows: usize,
}

/// Looks at a load from time to time, and ends it by an error.
pub type Watch = Box<dyn FnMut(&Advance) -> Result<()>>;

/// How files are to be read.
#[derive(Default)]
pub struct Reading {
    /// What to do with what can't be loaded.
    pub on_fault: OnFault,
    /// The format, if it is not to be found out.
    pub format: Option<&'static Format>,
    /// Where each rejected line goes, besides the report.
    pub rejected: Option<Box<dyn Write>>,
    /// Who looks on.
    pub watch: Option<Watch>,
}

impl From<OnFault> for Reading {
    fn from(on_fault: OnFault) -> Self {
        Self { on_fault, ..Self::default() }
    }
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading")
            .field("on_fault", &self.on_fault)
            .field("format", &self.format.map(|format| format.name))
            .finish_non_exhaustive()
    }
}

/// Reads several files into a graph, or nothing of any of them; the caller commits. The path `-` is
/// standard input.
///
/// # Errors
/// `FileAccess` for a file that can't be opened or read, `FileFormat` with file, line and column for
/// what is wrong in it, and what the one who watches says.
pub fn read_files(
    graph: &mut Graph,
    paths: &[&Path],
    reading: impl Into<Reading>,
) -> Result<Imported> {
    let reading = reading.into();
    load(graph, reading, |loader| read_all(loader, paths))
}

/// Reads several files into a new graph. Large tables are built in columns, and not node by node.
///
/// # Errors
/// As [`read_files`].
pub fn load_files(paths: &[&Path], reading: Reading) -> Result<(Graph, Imported)> {
    let mut graph = Graph::new();
    let imported = load(&mut graph, reading, |loader| {
        loader.build_in_columns();
        read_all(loader, paths)
    })?;
    Ok((graph, imported))
}

fn read_all(loader: &mut Loader<'_>, paths: &[&Path]) -> Result<()> {
    let wished = loader.wished_format();
    for path in paths {
        let mut source = Source::open(path)?;
        let format = wished.map_or_else(|| detect(path, &mut source), Ok)?;
        let read = reader(format)?;
        loader.begin_file(&source);
        read(&mut source, loader)?;
    }
    Ok(())
}

/// Reads a text into a graph, or nothing of it; the caller commits.
///
/// # Errors
/// `FileFormat` with name, line and column for what is wrong in it.
pub fn read_text(
    graph: &mut Graph,
    format: &Format,
    name: &str,
    text: &str,
    on_fault: OnFault,
) -> Result<Imported> {
    load(graph, on_fault.into(), |loader| {
        let mut source = Source::new(name, text.as_bytes());
        loader.begin_file(&source);
        reader(format)?(&mut source, loader)
    })
}

fn reader(format: &Format) -> Result<Reader> {
    format.read.ok_or_else(|| {
        Error::new(ErrorCode::FileFormat, format!("`{}` can be written but not read", format.name))
    })
}

fn load(
    graph: &mut Graph,
    reading: Reading,
    read: impl FnOnce(&mut Loader<'_>) -> Result<()>,
) -> Result<Imported> {
    let before = graph.savepoint();
    let mut loader = Loader::new(graph, reading)?;
    let outcome = read(&mut loader).and_then(|()| loader.finish());
    if outcome.is_err() {
        graph.rollback_to(before);
    }
    outcome
}
