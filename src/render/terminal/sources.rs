//! Sources as short marks whose titles stand once below.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::faint;
use crate::database::{ResultSet, Row};
use crate::render::Look;
use crate::value::Value;

/// The column of an answer that names its sources.
const SOURCE: &str = "source";

/// The titles of sources, numbered as they come.
#[derive(Default)]
pub(in super::super) struct Titles {
    numbers: BTreeMap<String, usize>,
}

impl Titles {
    /// The same rows, with marks in the column of sources, if there is one.
    pub(in super::super) fn marked(&mut self, rows: &ResultSet) -> ResultSet {
        match rows.columns().iter().position(|column| &**column == SOURCE) {
            Some(place) => self.mark(rows, place),
            None => rows.clone(),
        }
    }

    /// The marks of the sources of a row, one a line.
    pub(super) fn marks(&mut self, row: Row<'_>) -> String {
        let sources = row.get::<String>(SOURCE).unwrap_or_default();
        let mut marks: Vec<String> = sources.split("; ").map(|one| self.short(one)).collect();
        marks.dedup();
        marks.join("\n")
    }

    /// The same rows, with marks in the column at a place.
    fn mark(&mut self, rows: &ResultSet, place: usize) -> ResultSet {
        let columns: Vec<&str> = rows.columns().iter().map(AsRef::as_ref).collect();
        let row = |row: Row<'_>| {
            let mut values = row.values().to_vec();
            if let Some(Value::String(sources)) = values.get(place).cloned() {
                let mut marks: Vec<String> =
                    sources.split("; ").map(|one| self.short(one)).collect();
                marks.dedup();
                values[place] = marks.join("\n").into();
            }
            values
        };
        ResultSet::new(&columns, rows.rows().map(row).collect())
    }

    /// `Title, locator` as `[1] locator`.
    fn short(&mut self, source: &str) -> String {
        let Some((title, locator)) = source.rsplit_once(", ") else { return source.to_owned() };
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(title.to_owned()).or_insert(next);
        format!("[{number}] {locator}")
    }

    /// What the marks mean.
    pub(in super::super) fn write(&self, look: Look, out: &mut dyn Write) -> io::Result<()> {
        let mut titles: Vec<_> = self.numbers.iter().collect();
        titles.sort_by_key(|(_, number)| **number);
        for (title, number) in titles {
            writeln!(out, "{}", faint(&format!("[{number}] {title}"), look))?;
        }
        Ok(())
    }
}
