//! What a load brought into the graph, and what it left out.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;

use super::Place;
use crate::error::{Error, ErrorCode, Result};

/// How many rejected lines are kept in full.
const KEPT: usize = 100;

/// What a load brought into the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New nodes.
    pub nodes: usize,
    /// New relationships.
    pub relationships: usize,
    /// Nodes and relationships that were known and got what the file says of them.
    pub merged: usize,
    /// What was left out.
    pub rejected: Rejections,
    /// What was taken otherwise than it stands in a file, each kind once.
    pub notes: Vec<String>,
}

impl Imported {
    /// Remembers something to tell, unless it has been said.
    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// What was left out: the first ones in full, all of them by their reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejections {
    first: Vec<Rejected>,
    reasons: BTreeMap<String, usize>,
    total: usize,
}

impl Rejections {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.total
    }

    /// Whether nothing was left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// The first ones, of which there are at most a hundred.
    pub fn iter(&self) -> impl Iterator<Item = &Rejected> + '_ {
        self.first.iter()
    }

    /// The reasons without the names in them, and how often each was given; the most frequent first.
    #[must_use]
    pub fn reasons(&self) -> Vec<(&str, usize)> {
        let mut reasons: Vec<_> =
            self.reasons.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        reasons
    }

    /// Adds one.
    pub fn push(&mut self, rejected: Rejected) {
        self.total += 1;
        *self.reasons.entry(kind_of(&rejected.reason)).or_default() += 1;
        if self.first.len() < KEPT {
            self.first.push(rejected);
        }
    }
}

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The file.
    pub file: String,
    /// Where it stands there.
    pub place: Place,
    /// Why.
    pub reason: String,
}

impl Rejected {
    /// Writes the head of the table with tabs that [`write_row`](Self::write_row) goes on with.
    pub(super) fn write_header(out: &mut dyn Write) -> Result<()> {
        writeln!(out, "file\tline\tcolumn\treason").map_err(|error| unwritten(&error))
    }

    /// Writes it as a row.
    pub(super) fn write_row(&self, out: &mut dyn Write) -> Result<()> {
        let Self { file, place, reason } = self;
        let reason = reason.replace(['\t', '\n', '\r'], " ");
        writeln!(out, "{file}\t{}\t{}\t{reason}", place.line, place.column)
            .map_err(|error| unwritten(&error))
    }
}

fn unwritten(error: &std::io::Error) -> Error {
    let message = format!("the rejected lines can't be written: {error}");
    Error::new(ErrorCode::FileAccess, message)
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.place, self.reason)
    }
}

/// A reason without what stands in backticks or is a number, so that alike ones can be counted.
fn kind_of(reason: &str) -> String {
    let mut kind = String::new();
    for (place, part) in reason.split('`').enumerate() {
        if place % 2 == 1 {
            kind.push('…');
        } else {
            kind.push_str(part);
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_reasons_are_counted_together() {
        let mut rejections = Rejections::default();
        for line in 1..=300 {
            let reason = format!("two nodes have the id `{line}`");
            rejections.push(Rejected {
                file: "x".to_owned(),
                place: Place { line, column: 1 },
                reason,
            });
        }
        assert_eq!((rejections.len(), rejections.iter().count()), (300, KEPT));
        assert_eq!(rejections.reasons(), [("two nodes have the id …", 300)]);
    }
}
