//! Graphs in files: one file per format, reader and writer together.
//!
//! A reader takes a file apart and hands nodes and relationships to a [`Loader`], which knows what
//! holds for every format: nodes are merged by their ids over several files, ends are looked up, and
//! either everything goes into the graph or nothing. A writer puts a graph into a file in one pass.
//! Nothing here knows queries, stores or terminals.
//!
//! To add a format: one file here with its reader, its writer or both, and a row in [`FORMATS`].

mod loader;
mod pg_json;
mod source;

use std::fs::File;
use std::io::Write;
use std::path::Path;

pub use loader::{FileNode, FileRelationship, Imported, Loader, OnFault, Rejected};
pub use source::{Place, Source};

use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Graph, GraphView};

/// Reads a file into a loader.
pub type Reader = fn(&mut Source<'_>, &mut Loader<'_>) -> Result<()>;

/// Writes a graph.
pub type Writer = fn(GraphView<'_>, &mut dyn Write) -> Result<Exported>;

/// A file format.
#[derive(Debug)]
pub struct Format {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// The endings of its files, without the dot.
    pub endings: &'static [&'static str],
    /// What it is, in one line.
    pub summary: &'static str,
    /// What reads it, if it can be read.
    pub read: Option<Reader>,
    /// What writes it, if it can be written.
    pub write: Option<Writer>,
}

/// What was written, and what of it does not come back as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Nodes written.
    pub nodes: usize,
    /// Relationships written.
    pub relationships: usize,
    /// What the format can't hold, each kind of loss once.
    pub warnings: Vec<String>,
}

impl Exported {
    fn warn(&mut self, warning: String) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// Every file format.
pub const FORMATS: &[Format] = &[pg_json::FORMAT];

/// The format of a name.
#[must_use]
pub fn find_format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name.eq_ignore_ascii_case(name))
}

/// The format that a file's ending tells.
///
/// # Errors
/// `FileFormat` if no format has this ending.
pub fn format_of(path: &Path) -> Result<&'static Format> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let has_it =
        |format: &&Format| format.endings.iter().any(|one| one.eq_ignore_ascii_case(ending));
    FORMATS.iter().find(has_it).ok_or_else(|| {
        let known: Vec<_> = FORMATS.iter().flat_map(|format| format.endings).copied().collect();
        Error::new(ErrorCode::FileFormat, format!("`{}` has no known ending", path.display()))
            .with_help(format!("the endings of graphs are .{}", known.join(", .")))
    })
}

/// Reads several files into a graph, all of them or nothing; the caller commits.
///
/// # Errors
/// `FileAccess` for a file that can't be opened or read, `FileFormat` with file, line and column for
/// what is wrong in it.
pub fn read_files(graph: &mut Graph, paths: &[&Path], on_fault: OnFault) -> Result<Imported> {
    load(graph, on_fault, |loader| {
        for path in paths {
            let read = reader(format_of(path)?)?;
            let mut source = Source::open(path)?;
            loader.begin_file(source.name());
            read(&mut source, loader)?;
        }
        Ok(())
    })
}

/// Reads a text into a graph, the whole of it or nothing; the caller commits.
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
    load(graph, on_fault, |loader| {
        let mut source = Source::new(name, text.as_bytes());
        loader.begin_file(name);
        reader(format)?(&mut source, loader)
    })
}

/// Writes a graph to a file whose ending tells the format.
///
/// The file is complete or not there: it is written beside its place and then renamed.
///
/// # Errors
/// `FileAccess` if the file can't be written, `FileFormat` if the format can only be read.
pub fn write_file(view: GraphView<'_>, path: &Path) -> Result<Exported> {
    let format = format_of(path)?;
    let write = format.write.ok_or_else(|| {
        Error::new(ErrorCode::FileFormat, format!("`{}` can be read but not written", format.name))
    })?;
    let beside = path.with_extension("partial");
    let failed = |error: std::io::Error| source::access_error(path, "written", &error);
    let mut file = std::io::BufWriter::new(File::create(&beside).map_err(failed)?);
    let exported = write(view, &mut file)?;
    file.flush().map_err(failed)?;
    std::fs::rename(&beside, path).map_err(failed)?;
    Ok(exported)
}

fn reader(format: &Format) -> Result<Reader> {
    format.read.ok_or_else(|| {
        Error::new(ErrorCode::FileFormat, format!("`{}` can be written but not read", format.name))
    })
}

fn load(
    graph: &mut Graph,
    on_fault: OnFault,
    read: impl FnOnce(&mut Loader<'_>) -> Result<()>,
) -> Result<Imported> {
    let before = graph.savepoint();
    let mut loader = Loader::new(graph, on_fault);
    let outcome = read(&mut loader).and_then(|()| loader.finish());
    if outcome.is_err() {
        graph.rollback_to(before);
    }
    outcome
}
