//! Renderers of pictures and statements: they gather what the rows mention, and write it at the end.

use std::io::{self, Write};
use std::sync::Arc;

use super::{Renderer, Subgraph};
use crate::database::Row;

/// Writes the subgraph that a whole result mentions.
pub(super) type WriteSubgraph = fn(&Subgraph, &mut dyn Write) -> io::Result<()>;

/// A renderer that is nothing but a way to write a subgraph.
pub(super) struct SubgraphRenderer<'w> {
    out: &'w mut dyn Write,
    subgraph: Subgraph,
    write: WriteSubgraph,
}

impl<'w> SubgraphRenderer<'w> {
    /// Makes one, as the table of renderings wants it.
    pub(super) fn boxed(out: &'w mut dyn Write, write: WriteSubgraph) -> Box<dyn Renderer + 'w> {
        Box::new(Self { out, subgraph: Subgraph::default(), write })
    }
}

impl Renderer for SubgraphRenderer<'_> {
    fn begin(&mut self, _columns: &[Arc<str>]) -> io::Result<()> {
        Ok(())
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        row.values().iter().for_each(|value| self.subgraph.add(value, row.entities()));
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        (self.write)(&self.subgraph, self.out)
    }
}
