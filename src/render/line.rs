//! Records: one line for each value, for results with many columns or long texts.

use std::io::{self, Write};
use std::sync::Arc;

use unicode_width::UnicodeWidthStr;

use super::cell::{LineBreaks, harmless};
use super::{Content, Look, Renderer, Rendering, text};
use crate::database::Row;

/// The row of the table of renderings.
pub(super) const RENDERING: Rendering = Rendering {
    name: "line",
    endings: &[],
    summary: "one line for each value, for wide results",
    content: Content::Rows,
    make: |out, look| Box::new(LineRenderer::new(out, look)),
};

pub(super) struct LineRenderer<'w> {
    out: &'w mut dyn Write,
    look: Look,
    names: Vec<String>,
    count: usize,
}

impl<'w> LineRenderer<'w> {
    pub(super) fn new(out: &'w mut dyn Write, look: Look) -> Self {
        Self { out, look, names: Vec::new(), count: 0 }
    }

    /// Writes a record of texts.
    pub(super) fn record(&mut self, cells: &[String]) -> io::Result<()> {
        if self.count > 0 {
            writeln!(self.out)?;
        }
        self.count += 1;
        for (name, shown) in self.names.iter().zip(cells) {
            let indent = format!("\n{}", " ".repeat(name.width() + 2));
            writeln!(self.out, "{}  {}", self.strong(name), shown.replace('\n', &indent))?;
        }
        Ok(())
    }

    /// Writes a line about the records.
    pub(super) fn remark(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{text}")
    }

    fn strong(&self, part: &str) -> String {
        if self.look.colour { format!("\x1b[1m{part}\x1b[0m") } else { part.to_owned() }
    }
}

impl Renderer for LineRenderer<'_> {
    fn begin(&mut self, columns: &[Arc<str>]) -> io::Result<()> {
        let names = columns.iter().map(|name| harmless(name, LineBreaks::Blank));
        self.names = names.collect();
        let width = self.names.iter().map(|name| name.width()).max().unwrap_or(0);
        for name in &mut self.names {
            let gap = width - name.width();
            name.extend(std::iter::repeat_n(' ', gap));
        }
        Ok(())
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        let shown = |value| harmless(&text(value, row.entities()), LineBreaks::Keep);
        let cells: Vec<String> = row.values().iter().map(shown).collect();
        self.record(&cells)
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}
