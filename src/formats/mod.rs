//! Graphs in files: one file per format, reader and writer together.
//!
//! A reader takes a file apart and hands nodes and relationships to a [`Loader`], which knows what
//! holds for every format: nodes are merged by their ids over several files, ends are looked up, what
//! can't be kept is reported, and a load that fails leaves nothing behind. A writer puts a graph into
//! a file in one pass, and says what of it the format can't hold. Nothing here knows queries, stores
//! or terminals.
//!
//! To add a format: one file here with its reader, its writer or both, and a row in [`FORMATS`]. A
//! reader gets a [`Source`], which is plain UTF-8 wherever it came from. A fault in one entity goes to
//! [`Loader::fault`], with its place, and the reader goes on behind it; an error is returned only
//! where the rest of the file can't be read either. Ids of written entities come from `identity`.

mod column;
mod csv;
mod cypher;
mod detect;
mod gedcom;
mod gexf;
mod graphml;
mod identity;
mod json_graph;
mod literal;
mod loader;
mod pg;
mod pg_json;
mod rdf;
mod read;
mod report;
mod source;
#[cfg(test)]
mod testing;
mod unpack;
mod walk;
mod write;
mod xml;

use std::io::Write;

pub use detect::{find_format, format_of, readable_format};
pub use loader::{FileNode, FileRelationship, Loader};
pub use read::{Advance, OnFault, Reading, Watch, load_files, read_files, read_text};
pub use report::{Imported, Rejected, Rejections};
pub use source::{Distance, Place, Source};
pub use write::{Exported, write_file, write_to};

use crate::error::Result;
use crate::graph::GraphView;

/// Reads a file into a loader.
pub type Reader = fn(&mut Source<'_>, &mut Loader<'_>) -> Result<()>;

/// Writes a graph.
pub type Writer = fn(GraphView<'_>, &mut dyn Write) -> Result<Exported>;

/// Whether a file that begins with this text is one of the format. It is some thousand bytes long and
/// may end in the middle of a word.
pub type Sniff = fn(&str) -> bool;

/// A file format.
#[derive(Debug)]
pub struct Format {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// The endings of its files, without the dot.
    pub endings: &'static [&'static str],
    /// What it is, in one line.
    pub summary: &'static str,
    /// What a graph loses in it, in one line; nothing if it loses nothing.
    pub loses: &'static str,
    /// How a file of it is known by its content, if it can be.
    pub sniff: Option<Sniff>,
    /// What reads it, if it can be read.
    pub read: Option<Reader>,
    /// What writes it, if it can be written.
    pub write: Option<Writer>,
}

/// Every file format. A content that fits several is of the first one.
pub const FORMATS: &[Format] = &[
    pg_json::FORMAT,
    pg_json::LINES,
    pg::FORMAT,
    graphml::FORMAT,
    gexf::FORMAT,
    json_graph::JSON_GRAPH,
    json_graph::NODE_LINK,
    rdf::N_TRIPLES,
    rdf::TURTLE,
    gedcom::FORMAT,
    cypher::FORMAT,
    csv::FORMAT,
];
