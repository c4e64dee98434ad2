//! Lines of GEDCOM, and the records that they make.

use crate::formats::Place;

/// A line: `2 DATE 24 MAY 1819`, `0 @I1@ INDI`.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) level: usize,
    /// The id that the record has in the file, without its signs.
    pub(super) id: Option<String>,
    pub(super) tag: String,
    /// What stands behind the tag; the lines that go on with it are joined to it.
    pub(super) value: String,
    pub(super) place: Place,
}

impl Line {
    /// Takes a line apart.
    pub(super) fn parse(text: &str, place: Place) -> Option<Self> {
        let (level, rest) = text.trim_start().split_once([' ', '\t'])?;
        let level = level.parse().ok()?;
        let mut rest = rest.trim_start();
        let mut id = None;
        if let Some(behind) = rest.strip_prefix('@') {
            let (own, after) = behind.split_once('@')?;
            id = Some(own.to_owned());
            rest = after.trim_start();
        }
        let (tag, value) = rest.split_once(' ').unwrap_or((rest, ""));
        let tag = tag.trim().to_uppercase();
        (!tag.is_empty()).then(|| Self { level, id, tag, value: value.to_owned(), place })
    }

    /// The id that the value points at.
    pub(super) fn pointer(&self) -> Option<&str> {
        pointer(&self.value)
    }
}

/// The id in `@I1@`.
fn pointer(value: &str) -> Option<&str> {
    let inside = value.trim().strip_prefix('@')?.strip_suffix('@')?;
    (!inside.is_empty() && !inside.starts_with('#')).then_some(inside)
}

/// A line of level 0 with all that stand below it.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) head: Line,
    pub(super) lines: Vec<Line>,
}

impl Record {
    /// The lines right below the head, each with those below it.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        parts(&self.lines, 1)
    }
}

/// A line and those below it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'r> {
    pub(super) line: &'r Line,
    below: &'r [Line],
}

impl<'r> Part<'r> {
    /// The value of the first line right below with a tag.
    pub(super) fn value(&self, tag: &str) -> Option<&'r str> {
        let found = parts(self.below, self.line.level + 1).find(|part| part.line.tag == tag);
        found.map(|part| part.line.value.trim())
    }

    /// The lines right below with a tag.
    pub(super) fn parts(&self, tag: &'r str) -> impl Iterator<Item = Part<'r>> {
        parts(self.below, self.line.level + 1).filter(move |part| part.line.tag == tag)
    }
}

fn parts(lines: &[Line], level: usize) -> impl Iterator<Item = Part<'_>> {
    let starts = lines.iter().enumerate().filter(move |(_, line)| line.level == level);
    starts.map(move |(start, line)| {
        let rest = lines.get(start + 1..).unwrap_or_default();
        let end = rest.iter().position(|one| one.level <= level).unwrap_or(rest.len());
        Part { line, below: rest.get(..end).unwrap_or_default() }
    })
}
