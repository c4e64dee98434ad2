//! Delimited text: a header, then the rows; null is an empty field.

use std::io::{self, Write};
use std::sync::Arc;

use super::{Renderer, Rendering, text};
use crate::database::{Entities, Row};
use crate::value::Value;

/// Comma-separated values as RFC 4180 has them, with lines that end in a line feed.
pub(super) const CSV: Rendering = Rendering {
    name: "csv",
    endings: &["csv"],
    summary: "comma-separated values with a header",
    make: |out, _look| Box::new(CsvRenderer { out: csv::Writer::from_writer(out) }),
};

/// Tab-separated values; tabs, line breaks and backslashes within are escaped.
pub(super) const TSV: Rendering = Rendering {
    name: "tsv",
    endings: &["tsv"],
    summary: "tab-separated values with a header, the default where there is no terminal",
    make: |out, _look| Box::new(TsvRenderer { out }),
};

struct CsvRenderer<'w> {
    out: csv::Writer<&'w mut dyn Write>,
}

impl Renderer for CsvRenderer<'_> {
    fn begin(&mut self, columns: &[Arc<str>]) -> io::Result<()> {
        if columns.is_empty() {
            return Ok(());
        }
        Ok(self.out.write_record(columns.iter().map(|name| name.as_bytes()))?)
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        let fields = row.values().iter().map(|value| field(value, row.entities()));
        Ok(self.out.write_record(fields)?)
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
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
