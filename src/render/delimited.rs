//! Delimited text: a header, then the rows; null is an empty field.

use std::io::{self, Write};
use std::sync::Arc;

use super::{Content, Renderer, Rendering, text};
use crate::database::{Entities, Row};
use crate::value::Value;

/// Comma-separated values as RFC 4180 has them, with lines that end in a line feed.
pub(super) const CSV: Rendering = Rendering {
    name: "csv",
    endings: &["csv"],
    summary: "comma-separated values with a header",
    content: Content::Rows,
    make: |out, _look| Box::new(CsvRenderer { out }),
};

/// Tab-separated values; tabs, line breaks and backslashes within are escaped.
pub(super) const TSV: Rendering = Rendering {
    name: "tsv",
    endings: &["tsv"],
    summary: "tab-separated values with a header, the default where there is no terminal",
    content: Content::Rows,
    make: |out, _look| Box::new(TsvRenderer { out }),
};

struct CsvRenderer<'w> {
    out: &'w mut dyn Write,
}

impl Renderer for CsvRenderer<'_> {
    fn begin(&mut self, columns: &[Arc<str>]) -> io::Result<()> {
        if columns.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = columns.iter().map(|name| quoted(name)).collect();
        writeln!(self.out, "{}", names.join(","))
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        let field = |value: &Value| {
            if value.is_null() { String::new() } else { quoted(&text(value, row.entities())) }
        };
        let fields: Vec<_> = row.values().iter().map(field).collect();
        writeln!(self.out, "{}", fields.join(","))
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A field, in quotes where it needs them; an empty text has them, so that it is not taken for null.
fn quoted(field: &str) -> String {
    let is_plain = !field.is_empty() && !field.contains([',', '"', '\n', '\r']);
    if is_plain { field.to_owned() } else { format!("\"{}\"", field.replace('"', "\"\"")) }
}

struct TsvRenderer<'w> {
    out: &'w mut dyn Write,
}

impl TsvRenderer<'_> {
    fn line(&mut self, fields: impl Iterator<Item = String>) -> io::Result<()> {
        let fields: Vec<_> = fields.map(|field| escaped(&field)).collect();
        writeln!(self.out, "{}", fields.join("\t"))
    }
}

impl Renderer for TsvRenderer<'_> {
    fn begin(&mut self, columns: &[Arc<str>]) -> io::Result<()> {
        if columns.is_empty() {
            return Ok(());
        }
        self.line(columns.iter().map(ToString::to_string))
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        self.line(row.values().iter().map(|value| field(value, row.entities())))
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn field(value: &Value, entities: &Entities) -> String {
    if value.is_null() { String::new() } else { text(value, entities) }
}

fn escaped(field: &str) -> String {
    if !field.contains(['\t', '\n', '\r', '\\']) {
        return field.to_owned();
    }
    let escaped = field.replace('\\', "\\\\").replace('\t', "\\t");
    escaped.replace('\n', "\\n").replace('\r', "\\r")
}
