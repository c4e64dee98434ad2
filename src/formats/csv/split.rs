//! Records and cells of a delimited file, in the bytes of the file.
//!
//! This is not the `csv` library's, because a load has to say where a cell stands and whether it was
//! quoted (an empty text, and not none), and to go on behind a quote that is never closed. What people
//! write is read: quotes within a cell, text behind a closing quote, `\"`, line ends of all systems.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::WINDOWS_1252;

use crate::formats::Place;

/// How many bytes are read at once.
const CHUNK: usize = 1 << 18;

/// A quote that is not closed within so many bytes never is.
const LONGEST: usize = 1 << 24;

/// Cuts a file into records.
pub(super) struct Splitter<R> {
    bytes: R,
    delimiter: u8,
    buffer: Vec<u8>,
    /// Where the next record begins in the buffer.
    next: usize,
    is_at_end: bool,
    line: usize,
    /// Whether the file writes `\"` for a quote within quotes, and not `""`.
    has_backslashes: bool,
    cells: Vec<Cell>,
}

/// A cell of a record, by its place among the bytes of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    start: usize,
    end: usize,
    is_quoted: bool,
    /// Whether there are quotes in it that stand for themselves.
    is_escaped: bool,
}

/// What comes next in a file.
pub(super) enum Next<'s> {
    /// A record.
    Record(Record<'s>),
    /// A line with a quote that is never closed; the file goes on behind it.
    OpenQuote(Place),
}

/// A row as it stands in a file.
pub(super) struct Record<'s> {
    bytes: &'s [u8],
    cells: &'s [Cell],
    has_backslashes: bool,
    /// The line where it begins.
    pub(super) line: usize,
}

/// How cells are written.
#[derive(Clone, Copy)]
struct Style {
    delimiter: u8,
    has_backslashes: bool,
}

/// How the scan of a record ended.
enum Scanned {
    /// It has so many bytes and so many lines.
    Record(usize, usize),
    /// It may go on behind the bytes that were read.
    Unfinished,
    /// A quote in it is not closed.
    OpenQuote(usize),
}

impl<R: Read> Splitter<R> {
    /// A splitter at the beginning of a file.
    pub(super) fn new(bytes: R, delimiter: u8) -> Self {
        Self {
            bytes,
            delimiter,
            buffer: Vec::new(),
            next: 0,
            is_at_end: false,
            line: 1,
            has_backslashes: false,
            cells: Vec::new(),
        }
    }

    /// The next record that is not an empty line.
    pub(super) fn next(&mut self) -> io::Result<Option<Next<'_>>> {
        loop {
            let rest = self.buffer.get(self.next..).unwrap_or_default();
            if rest.is_empty() && self.is_at_end {
                return Ok(None);
            }
            let can_grow = !self.is_at_end && rest.len() < LONGEST;
            let style = Style { delimiter: self.delimiter, has_backslashes: self.has_backslashes };
            match scan(rest, style, can_grow, &mut self.cells) {
                Scanned::Unfinished => self.fill()?,
                Scanned::OpenQuote(_) if self.closes_with_backslashes() => {
                    self.has_backslashes = true;
                }
                Scanned::OpenQuote(start) => {
                    let rest = self.buffer.get(self.next..).unwrap_or_default();
                    let place = place(rest, start, self.line);
                    self.skip_line();
                    return Ok(Some(Next::OpenQuote(place)));
                }
                Scanned::Record(length, lines) => {
                    let (start, line) = (self.next, self.line);
                    self.next += length;
                    self.line += lines;
                    if !is_blank(&self.cells) {
                        let bytes = self.buffer.get(start..self.next).unwrap_or_default();
                        let has_backslashes = self.has_backslashes;
                        let record = Record { bytes, cells: &self.cells, has_backslashes, line };
                        return Ok(Some(Next::Record(record)));
                    }
                }
            }
        }
    }

    /// Whether the record has no open quote if backslashes stand before quotes.
    fn closes_with_backslashes(&mut self) -> bool {
        let rest = self.buffer.get(self.next..).unwrap_or_default();
        let style = Style { delimiter: self.delimiter, has_backslashes: true };
        let scanned = scan(rest, style, false, &mut self.cells);
        !self.has_backslashes && matches!(scanned, Scanned::Record(..))
    }

    fn skip_line(&mut self) {
        let rest = self.buffer.get(self.next..).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == b'\n');
        self.next += end.map_or(rest.len(), |end| end + 1);
        self.line += 1;
    }

    /// Reads on, and forgets what has been read.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.next);
        self.next = 0;
        let before = self.buffer.len();
        // What is twice as long each time is not scanned from its beginning too often.
        self.buffer.resize(before + CHUNK.max(before), 0);
        let mut filled = before;
        while let Some(target) = self.buffer.get_mut(filled..).filter(|target| !target.is_empty()) {
            let count = self.bytes.read(target)?;
            filled += count;
            if count == 0 {
                self.is_at_end = true;
                break;
            }
        }
        self.buffer.truncate(filled);
        Ok(())
    }
}

/// An empty line has one cell, in which there is nothing.
fn is_blank(cells: &[Cell]) -> bool {
    matches!(cells, [only] if only.start == only.end && !only.is_quoted)
}

/// Finds the cells of the record that `bytes` begin with.
fn scan(bytes: &[u8], style: Style, can_grow: bool, cells: &mut Vec<Cell>) -> Scanned {
    let delimiter = style.delimiter;
    cells.clear();
    let (mut at, mut lines) = (0, 1);
    loop {
        let cell = if bytes.get(at) == Some(&b'"') {
            match quoted(bytes, at, style, &mut lines) {
                Ok(cell) => cell,
                Err(Open::AtEnd) if can_grow => return Scanned::Unfinished,
                Err(Open::Doubtful) if can_grow && bytes.len() < CHUNK => {
                    return Scanned::Unfinished;
                }
                Err(_) => return Scanned::OpenQuote(at),
            }
        } else {
            Cell {
                start: at,
                end: plain_end(bytes, at, delimiter),
                is_quoted: false,
                is_escaped: false,
            }
        };
        let end = if cell.is_quoted { plain_end(bytes, cell.end + 1, delimiter) } else { cell.end };
        cells.push(cell);
        match bytes.get(end) {
            Some(byte) if *byte == delimiter => at = end + 1,
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => {
                return Scanned::Record(end + 2, lines);
            }
            // A carriage return may be half of a line end.
            Some(b'\r') if end + 1 == bytes.len() && can_grow => return Scanned::Unfinished,
            Some(_) => return Scanned::Record(end + 1, lines),
            None if can_grow => return Scanned::Unfinished,
            None => return Scanned::Record(end, lines),
        }
    }
}

/// Where a cell without quotes ends.
fn plain_end(bytes: &[u8], at: usize, delimiter: u8) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let is_end = |byte: &u8| *byte == delimiter || *byte == b'\n' || *byte == b'\r';
    rest.iter().position(is_end).map_or(bytes.len(), |end| at + end)
}

/// Why a quote is not closed.
enum Open {
    /// There are no more bytes.
    AtEnd,
    /// The quote that should close it stands behind a backslash, and within a text.
    Doubtful,
}

/// The cell whose quote opens at `open`.
fn quoted(bytes: &[u8], open: usize, style: Style, lines: &mut usize) -> Result<Cell, Open> {
    let (mut at, mut is_escaped) = (open + 1, false);
    loop {
        match *bytes.get(at).ok_or(Open::AtEnd)? {
            b'\\' if style.has_backslashes && bytes.get(at + 1) == Some(&b'"') => {
                is_escaped = true;
                at += 1;
            }
            b'"' if bytes.get(at + 1) == Some(&b'"') => {
                is_escaped = true;
                at += 1;
            }
            b'"' => {
                let is_within = bytes
                    .get(at + 1)
                    .is_some_and(|next| *next != style.delimiter && !matches!(next, b'\n' | b'\r'));
                if is_within && !style.has_backslashes && bytes.get(at - 1) == Some(&b'\\') {
                    return Err(Open::Doubtful);
                }
                return Ok(Cell { start: open + 1, end: at, is_quoted: true, is_escaped });
            }
            b'\n' => *lines += 1,
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => *lines += 1,
            _ => {}
        }
        at += 1;
    }
}

impl<'s> Record<'s> {
    /// How many cells it has.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The bytes of a cell, if there is something in it; an empty text in quotes is something.
    pub(super) fn bytes(&self, cell: usize) -> Option<Cow<'s, [u8]>> {
        let cell = self.cells.get(cell)?;
        let bytes = self.bytes.get(cell.start..cell.end)?;
        if bytes.is_empty() && !cell.is_quoted {
            return None;
        }
        let tail = if cell.is_quoted { self.tail(*cell) } else { &[] };
        if !cell.is_escaped && tail.is_empty() {
            return Some(Cow::Borrowed(bytes));
        }
        let mut plain = without_escapes(bytes, self.has_backslashes);
        plain.extend_from_slice(tail);
        Some(Cow::Owned(plain))
    }

    /// What stands between a closing quote and the end of its cell.
    fn tail(&self, cell: Cell) -> &'s [u8] {
        let next = self.cells.iter().find(|other| other.start > cell.end);
        let end = next.map_or(self.bytes.len(), |next| {
            next.start.saturating_sub(1 + usize::from(next.is_quoted))
        });
        let tail = self.bytes.get(cell.end + 1..end).unwrap_or_default();
        let line_end = tail.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        tail.get(..line_end.unwrap_or(tail.len())).unwrap_or_default()
    }

    /// The text of a cell, and whether its bytes were no UTF-8, so that Windows-1252 was supposed.
    pub(super) fn text(&self, cell: usize) -> Option<(Cow<'s, str>, bool)> {
        Some(match self.bytes(cell)? {
            Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => (Cow::Borrowed(text), false),
                Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, true),
            },
            Cow::Owned(bytes) => match String::from_utf8(bytes) {
                Ok(text) => (Cow::Owned(text), false),
                Err(error) => {
                    let text = WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0;
                    (Cow::Owned(text.into_owned()), true)
                }
            },
        })
    }

    /// Where a cell begins; behind the last one, where the record ends.
    pub(super) fn place(&self, cell: usize) -> Place {
        let cell = self.cells.get(cell).or(self.cells.last());
        place(self.bytes, cell.map_or(0, |cell| cell.start), self.line)
    }
}

fn without_escapes(bytes: &[u8], has_backslashes: bool) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        let escapes = byte == b'"' || (has_backslashes && byte == b'\\');
        if escapes && rest.peek() == Some(&b'"') {
            rest.next();
            plain.push(b'"');
        } else {
            plain.push(byte);
        }
    }
    plain
}

/// The place of a byte of a record that begins in `line`.
fn place(record: &[u8], byte: usize, line: usize) -> Place {
    let before = record.get(..byte).unwrap_or_default();
    let lines = before.split(|byte| *byte == b'\n').count() - 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let column = String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count();
    Place { line: line + lines, column: column + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records as texts, `∅` for no value; reading goes byte by byte to try every seam.
    fn split(text: &str) -> Vec<String> {
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let count = buffer.len().min(1);
                self.0.read(buffer.get_mut(..count).unwrap_or_default())
            }
        }
        let mut splitter = Splitter::new(Slow(text.as_bytes()), b',');
        let mut found = Vec::new();
        while let Some(next) = splitter.next().expect("memory can be read") {
            found.push(match next {
                Next::OpenQuote(place) => format!("open quote at {place}"),
                Next::Record(record) => {
                    let cell = |cell| record.text(cell).map_or("∅".into(), |(text, _)| text);
                    let cells: Vec<_> = (0..record.len()).map(cell).collect();
                    format!("{}: {}", record.line, cells.join("|"))
                }
            });
        }
        found
    }

    #[test]
    fn records_end_with_lines_of_all_systems() {
        assert_eq!(split("a,b\r\n1,2\n\n3,4\r5,6"), ["1: a|b", "2: 1|2", "4: 3|4", "5: 5|6"]);
    }

    #[test]
    fn quotes_hold_delimiters_lines_and_quotes() {
        assert_eq!(
            split("\"a,1\",\"x\ny\"\n\"say \"\"hi\"\"\",z"),
            ["1: a,1|x\ny", "3: say \"hi\"|z"]
        );
        assert_eq!(split("\"say \\\"hi\\\"\",z\n"), ["1: say \"hi\"|z"]);
        assert_eq!(split("\"C:\\\",z\n"), ["1: C:\\|z"]);
        assert_eq!(split("\"a\\\"\"b\",z\n"), ["1: a\\\"b|z"]);
        assert_eq!(split("\"\",,a"), ["1: |∅|a"]);
        assert_eq!(split("a\"b,c\n\"d\"e,f"), ["1: a\"b|c", "2: de|f"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_one_line() {
        assert_eq!(split("a,b\n1,\"x\n2,y\n"), ["1: a|b", "open quote at 2:3", "3: 2|y"]);
    }

    #[test]
    fn places_count_from_the_line_of_the_cell() {
        let mut splitter = Splitter::new("é,\"x\ny\",z".as_bytes(), b',');
        let Ok(Some(Next::Record(record))) = splitter.next() else {
            unreachable!("there is a record")
        };
        let places: Vec<_> = (0..3).map(|cell| record.place(cell).to_string()).collect();
        assert_eq!(places, ["1:1", "1:4", "2:4"]);
    }
}
