//! Results as people and programs read them: tables, records, delimited text, JSON, pictures.
//!
//! A [`Renderer`] takes columns, then rows, then the end, and writes to whatever it is given; width and
//! colour come from outside, and nobody here asks a terminal. Renderers of rows write as rows come;
//! renderers of pictures gather the [`Subgraph`] that the rows mention and write it at the end.
//!
//! To add one: one file here, and a row in [`RENDERERS`].

mod answer;
mod cell;
mod cypher;
mod delimited;
mod dot;
mod gather;
mod graph_file;
mod graphviz;
mod html;
mod json;
mod layout;
mod line;
mod literal;
mod markdown;
mod mermaid;
mod palette;
mod picture;
mod png;
mod save;
mod subgraph;
mod svg;
mod table;
mod terminal;
#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::sync::Arc;

pub use answer::{chain, flat, write_answer};
pub use cell::{dates, text, verb};
pub use save::save;
pub use subgraph::Subgraph;
pub use terminal::image::{ImageProtocol, write_image};
pub use terminal::write_drawing;

use gather::SubgraphRenderer;

use crate::database::{ResultSet, Row};

/// What writes a result.
pub trait Renderer {
    /// Begins a result with these columns.
    ///
    /// # Errors
    /// What the writer says.
    fn begin(&mut self, columns: &[Arc<str>]) -> io::Result<()>;

    /// Takes the next row.
    ///
    /// # Errors
    /// What the writer says.
    fn row(&mut self, row: Row<'_>) -> io::Result<()>;

    /// Ends the result.
    ///
    /// # Errors
    /// What the writer says.
    fn end(&mut self) -> io::Result<()>;
}

/// How a result is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The columns of the terminal; as wide as needed if it is not one.
    pub width: Option<u16>,
    /// Whether colours and weights are written.
    pub colour: bool,
    /// How many rows a table shows, half of them from the end; all if not said.
    pub rows: Option<usize>,
}

impl Default for Look {
    fn default() -> Self {
        Self { width: None, colour: false, rows: Some(40) }
    }
}

/// Makes a renderer on a writer.
pub type Maker = for<'w> fn(&'w mut dyn Write, Look) -> Box<dyn Renderer + 'w>;

/// What a rendering writes of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Its rows.
    Rows,
    /// The nodes and relationships that it mentions.
    Subgraph,
}

/// One way to write results.
#[derive(Debug)]
pub struct Rendering {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// The endings of files that it makes for `to FILE`; none if that goes through a file format.
    pub endings: &'static [&'static str],
    /// What it is, in one line.
    pub summary: &'static str,
    /// What of a result it writes.
    pub content: Content,
    /// What makes a renderer.
    pub make: Maker,
}

/// Every way to write results.
pub const RENDERERS: &[Rendering] = &[
    table::RENDERING,
    line::RENDERING,
    delimited::CSV,
    delimited::TSV,
    json::JSON,
    json::JSONL,
    markdown::RENDERING,
    cypher::RENDERING,
    dot::RENDERING,
    mermaid::RENDERING,
    svg::RENDERING,
    png::RENDERING,
    html::RENDERING,
    graph_file::PG,
    graph_file::PG_JSON,
    graph_file::PG_JSONL,
    graph_file::GRAPHML,
    graph_file::GEXF,
    graph_file::JSON_GRAPH,
    graph_file::NODE_LINK,
    graph_file::N_TRIPLES,
    graph_file::TURTLE,
];

/// The rendering of a name.
#[must_use]
pub fn find_rendering(name: &str) -> Option<&'static Rendering> {
    RENDERERS.iter().find(|rendering| rendering.name.eq_ignore_ascii_case(name))
}

/// Writes a whole result.
///
/// # Errors
/// What the writer says.
pub fn render(
    result: &ResultSet,
    rendering: &Rendering,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut renderer = (rendering.make)(out, look);
    renderer.begin(result.columns())?;
    for row in result {
        renderer.row(row)?;
    }
    renderer.end()
}
