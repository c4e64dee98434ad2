//! Tables of Markdown, as GitHub reads them.

use std::io::{self, Write};
use std::sync::Arc;

use super::{Content, Renderer, Rendering, text};
use crate::database::Row;

/// The row of the table of renderings.
pub(super) const RENDERING: Rendering = Rendering {
    name: "markdown",
    endings: &["md"],
    summary: "a table of Markdown",
    content: Content::Rows,
    make: |out, _look| Box::new(MarkdownRenderer { out }),
};

struct MarkdownRenderer<'w> {
    out: &'w mut dyn Write,
}

impl MarkdownRenderer<'_> {
    fn line(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        let cells: Vec<_> = cells.collect();
        writeln!(self.out, "| {} |", cells.join(" | "))
    }
}

impl Renderer for MarkdownRenderer<'_> {
    fn begin(&mut self, columns: &[Arc<str>]) -> io::Result<()> {
        if columns.is_empty() {
            return Ok(());
        }
        self.line(columns.iter().map(|name| escaped(name)))?;
        self.line(columns.iter().map(|_| "---".to_owned()))
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        let cell = |value: &crate::value::Value| {
            if value.is_null() { String::new() } else { escaped(&text(value, row.entities())) }
        };
        self.line(row.values().iter().map(cell))
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A cell in which nothing is taken for Markdown or HTML.
fn escaped(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len());
    for character in cell.chars() {
        match character {
            '\n' => escaped.push_str("<br>"),
            '\r' => {}
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
