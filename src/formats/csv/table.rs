//! Reads a delimited file into columns.
//!
//! The whole file is in memory once, in columns, before anything goes into the graph: a type is
//! inferred from all cells of its column, and relationships may stand before their nodes.

use std::borrow::Cow;

use super::column::{Column, Filling};
use super::dialect::Dialect;
use super::guess::guess;
use super::header::{Header, Role};
use super::split::{Next, Record, Splitter};
use crate::error::Result;
use crate::formats::{Loader, Place, Source};

/// A table that has been read.
#[derive(Debug)]
pub(in crate::formats) struct Table {
    /// What it is.
    pub(super) header: Header,
    /// Its columns, as the header has them.
    pub(super) columns: Vec<Column>,
    /// How many rows there are.
    pub(super) rows: usize,
    /// Which of the files it was, for messages.
    pub(super) file: usize,
    lines: Lines,
}

/// On which line each row begins.
#[derive(Debug, Default)]
struct Lines {
    /// Rows whose line is not the one behind that of the row before, with their lines.
    jumps: Vec<(usize, usize)>,
}

impl Lines {
    fn push(&mut self, row: usize, line: usize) {
        if self.of(row) != line {
            self.jumps.push((row, line));
        }
    }

    fn of(&self, row: usize) -> usize {
        let jump = self.jumps.partition_point(|(first, _)| *first <= row).checked_sub(1);
        let jump = jump.and_then(|place| self.jumps.get(place));
        jump.map_or(row + 1, |(first, line)| line + row - first)
    }
}

impl Table {
    /// How many rows there are.
    pub(in crate::formats) fn len(&self) -> usize {
        self.rows
    }

    /// Where a row begins.
    pub(super) fn place(&self, row: usize) -> Place {
        Place { line: self.lines.of(row), column: 1 }
    }

    /// The column of a role.
    pub(super) fn column(&self, role: Role) -> Option<&Column> {
        self.columns.get(self.header.place(role)?)
    }
}

/// Reads a file; the table goes to the loader.
pub(super) fn read(source: &mut Source<'_>, loader: &mut Loader<'_>) -> Result<()> {
    let stem = source.stem().to_owned();
    let total = source.distance().total;
    let head = source.head()?;
    let is_whole = total.is_some_and(|total| total <= head.len() as u64);
    let dialect = Dialect::of(head, is_whole || head.len() < Source::HEAD);
    let declared = dialect.rows.first().and_then(|names| Header::declared(names, &stem));
    let (header, has_header) = match declared {
        Some(header) => (header, true),
        None => guess(&dialect, &stem),
    };
    for note in &header.notes {
        loader.note(format!("{}: {note}", source.name()));
    }
    let mut reading = Reading::new(header, source.name());
    reading.read(source, &dialect, has_header, loader)?;
    let table = reading.finish(loader);
    loader.add_table(table);
    Ok(())
}

/// A table that is being read.
struct Reading {
    name: String,
    header: Header,
    columns: Vec<Filling>,
    rows: usize,
    short: usize,
    foreign: usize,
    lines: Lines,
}

impl Reading {
    fn new(header: Header, name: &str) -> Self {
        let filling = |field: &super::header::Field| match field.role {
            Role::Labels | Role::Type => Filling::texts(),
            Role::Ignored | Role::Id | Role::Start | Role::End | Role::Property => {
                Filling::new(field)
            }
        };
        let columns = header.fields.iter().map(filling).collect();
        Self {
            name: name.to_owned(),
            header,
            columns,
            rows: 0,
            short: 0,
            foreign: 0,
            lines: Lines::default(),
        }
    }

    fn read(
        &mut self,
        source: &mut Source<'_>,
        dialect: &Dialect,
        has_header: bool,
        loader: &mut Loader<'_>,
    ) -> Result<()> {
        let preamble = source.skip(dialect.preamble)?;
        let mut splitter = Splitter::new(source.untracked(), dialect.delimiter);
        let mut is_first = has_header;
        loop {
            let next = splitter.next();
            let next =
                next.map_err(|error| Source::new(&self.name, std::io::empty()).broken(&error))?;
            let shifted = |place: Place| Place { line: place.line + preamble, ..place };
            match next {
                None => return Ok(()),
                Some(_) if std::mem::take(&mut is_first) => {}
                Some(Next::OpenQuote(place)) => {
                    loader.fault(
                        shifted(place),
                        "a quote is opened here and never closed".to_owned(),
                    )?;
                }
                Some(Next::Record(record)) => {
                    self.add(&record, preamble, loader)?;
                    loader.count()?;
                }
            }
        }
    }

    fn add(&mut self, record: &Record<'_>, preamble: usize, loader: &mut Loader<'_>) -> Result<()> {
        let width = self.columns.len();
        let extra = (width..record.len()).find(|cell| record.bytes(*cell).is_some());
        let place = |cell| {
            let place = record.place(cell);
            Place { line: place.line + preamble, ..place }
        };
        if let Some(extra) = extra {
            let found = record.len();
            let reason = format!("the row has `{found}` cells, but the header has `{width}`");
            return loader.fault(place(extra), reason);
        }
        self.short += usize::from(record.len() < width);
        for (cell, column) in self.columns.iter_mut().enumerate() {
            let text = record.text(cell);
            self.foreign += usize::from(text.as_ref().is_some_and(|(_, is_foreign)| *is_foreign));
            let text = text.map(|(text, _)| text);
            if let Some(expected) = column.push(text.as_deref()) {
                let found = text.unwrap_or(Cow::Borrowed(""));
                let title = self.header.fields.get(cell).and_then(|field| field.key.as_deref());
                let reason = format!(
                    "`{}` expects {expected}, but found `{}`; the row is kept without it",
                    title.unwrap_or("id"),
                    shortened(&found)
                );
                loader.fault(place(cell), reason)?;
            }
        }
        self.lines.push(self.rows, record.line + preamble);
        self.rows += 1;
        Ok(())
    }

    fn finish(mut self, loader: &mut Loader<'_>) -> Table {
        self.tell(loader);
        let mut columns = Vec::new();
        for (field, filling) in self.header.fields.iter_mut().zip(self.columns) {
            if field.dated.is_none() {
                columns.push(filling.finish());
                continue;
            }
            let (column, strange) = filling.finish_dates();
            columns.push(column);
            if strange > 0 {
                let title = field.dated.as_deref().unwrap_or_default();
                let what = format!("{strange} cells of `{title}` are no dates and stay texts");
                loader.note(format!("{}: {what}", self.name));
            }
        }
        let mut table = Table {
            header: self.header,
            columns,
            rows: self.rows,
            file: loader.file_number(),
            lines: self.lines,
        };
        table.forget_wrong_id(&self.name, loader);
        table
    }

    /// Says what was done with cells that are not as they should be.
    fn tell(&self, loader: &mut Loader<'_>) {
        if self.short > 0 {
            let rows =
                if self.short == 1 { "1 row is" } else { &format!("{} rows are", self.short) };
            loader
                .note(format!("{}: {rows} shorter than the header; what lacks is null", self.name));
        }
        if self.foreign > 0 {
            let cells = if self.foreign == 1 {
                "1 cell is"
            } else {
                &format!("{} cells are", self.foreign)
            };
            loader.note(format!("{}: {cells} not UTF-8; read as Windows-1252", self.name));
        }
    }
}

impl Table {
    /// A column that was only supposed to hold ids is none if ids come twice.
    fn forget_wrong_id(&mut self, name: &str, loader: &mut Loader<'_>) {
        let place = self.header.place(Role::Id).filter(|_| self.header.is_id_guessed);
        let Some(place) = place else { return };
        if self.columns.get(place).is_none_or(Column::is_unique) {
            return;
        }
        if let Some(field) = self.header.fields.get_mut(place) {
            field.role = Role::Property;
            let title = field.key.as_deref().unwrap_or_default();
            loader.note(format!(
                "{name}: `{title}` is not unique, so it is no id; each row is a node"
            ));
        }
    }
}

/// A cell as messages show it.
fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(40).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
