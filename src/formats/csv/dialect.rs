//! How a delimited file is written: its delimiter, and the rows by which its columns are judged.

use super::split::{Next, Splitter};

/// What may stand between two cells; the first of equals wins.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How many rows are judged by.
const JUDGED: usize = 200;

/// How a file is written.
#[derive(Debug)]
pub(super) struct Dialect {
    /// What stands between two cells.
    pub(super) delimiter: u8,
    /// How many bytes stand before the first row: remarks, and the line in which Excel tells the delimiter.
    pub(super) preamble: usize,
    /// The first rows.
    pub(super) rows: Vec<Vec<String>>,
}

impl Dialect {
    /// Judges the beginning of a file; `is_whole` says whether it is all of it.
    pub(super) fn of(head: &[u8], is_whole: bool) -> Self {
        let (preamble, told) = preamble(head);
        let head = head.get(preamble..).unwrap_or_default();
        let candidates = told.map_or(DELIMITERS.to_vec(), |told| vec![told]);
        let mut best: Option<(f64, Self)> = None;
        for delimiter in candidates {
            let rows = rows(head, delimiter, is_whole);
            let score = score(&rows);
            if best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, Self { delimiter, preamble, rows }));
            }
        }
        best.map_or(Self { delimiter: b',', preamble, rows: Vec::new() }, |(_, dialect)| dialect)
    }

    /// How many columns most rows have.
    pub(super) fn width(&self) -> usize {
        usual_width(&self.rows)
    }

    /// Whether this is a table beyond doubt: several columns, and as many in nearly every row.
    pub(super) fn is_table(&self) -> bool {
        let width = self.width();
        let alike = self.rows.iter().filter(|row| row.len() == width).count();
        width > 1 && self.rows.len() > 1 && alike * 10 >= self.rows.len() * 9
    }
}

/// How long the lines are that stand before the table, and the delimiter if one of them tells it.
fn preamble(head: &[u8]) -> (usize, Option<u8>) {
    let mut length = 0;
    let mut told = None;
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        match line {
            [b's', b'e', b'p', b'=', delimiter, ..] if length == 0 => told = Some(*delimiter),
            [b'#', b' ' | b'#' | b'\r' | b'\n', ..] => {}
            _ => break,
        }
        length += line.len();
    }
    (length, told)
}

/// The first rows; the last one only if it is complete.
fn rows(head: &[u8], delimiter: u8, is_whole: bool) -> Vec<Vec<String>> {
    let mut splitter = Splitter::new(head, delimiter);
    let mut rows = Vec::new();
    while let Ok(Some(next)) = splitter.next() {
        if let Next::Record(record) = next {
            let text =
                |cell| record.text(cell).map_or_else(String::new, |(text, _)| text.into_owned());
            rows.push((0..record.len()).map(text).collect());
        }
        if rows.len() > JUDGED {
            break;
        }
    }
    if !is_whole && rows.len() > 1 {
        rows.pop();
    }
    rows
}

/// More columns, as many in each row, and cells without blanks at their ends speak for a delimiter.
fn score(rows: &[Vec<String>]) -> f64 {
    let width = usual_width(rows);
    if width < 2 {
        return 0.0;
    }
    let share = |count: usize, of: usize| {
        f64::from(u32::try_from(count).unwrap_or(u32::MAX))
            / f64::from(u32::try_from(of.max(1)).unwrap_or(u32::MAX))
    };
    let alike = rows.iter().filter(|row| row.len() == width).count();
    // Sentences have blanks behind their commas.
    let cells = || rows.iter().flatten();
    let tight = cells().filter(|cell| !cell.starts_with(' ')).count();
    share(alike, rows.len()).powi(2)
        * share(tight, cells().count())
        * (1.0 + share(width.min(50), 50))
}

fn usual_width(rows: &[Vec<String>]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    widths.sort_unstable();
    let runs = widths.chunk_by(|one, two| one == two);
    let longest = runs.max_by_key(|run| run.len());
    longest.and_then(|run| run.first()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_rows_alike() {
        for (text, delimiter) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n1,5;2,5\n3,1;4\n", b';'),
            ("a\tb, c\n1\t2\n", b'\t'),
            ("a|b\nx, y|z\n", b'|'),
            ("sep=;\na;b\n", b';'),
            ("alone\nx\n", b','),
            ("", b','),
        ] {
            assert_eq!(Dialect::of(text.as_bytes(), true).delimiter, delimiter, "{text}");
        }
    }

    #[test]
    fn remarks_before_the_table_are_passed_over() {
        let dialect = Dialect::of(b"# Nodes: 4\n# From To\n1\t2\n1\t3\n", true);
        assert_eq!((dialect.preamble, dialect.rows.len(), dialect.delimiter), (21, 2, b'\t'));
    }
}
