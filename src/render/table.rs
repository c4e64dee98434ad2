//! Tables that share the width of a terminal.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::Arc;

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table,
    TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::cell::{LineBreaks, harmless};
use super::line::LineRenderer;
use super::{Content, Look, Renderer, Rendering, text};
use crate::database::Row;
use crate::value::{Kinds, Value};

/// The row of the table of renderings.
pub(super) const RENDERING: Rendering = Rendering {
    name: "table",
    endings: &[],
    summary: "a table, for people",
    content: Content::Rows,
    make: |out, look| Box::new(TableRenderer::new(out, look)),
};

/// Rounded corners, thin lines, no lines between rows.
const STYLE: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('╭', '─', '┬', '╮'))
    .header_lines(ContentLineStyle::new('│', '│', '│'))
    .header_separator(LineStyle::new('├', '─', '┼', '┤'))
    .content_lines(ContentLineStyle::new('│', '│', '│'))
    .bottom_border(LineStyle::new('╰', '─', '┴', '╯'));

/// How many lines of a cell are shown.
const LINES: usize = 3;

/// A word up to this width is not broken where it can be helped.
const LONGEST_WORD: u16 = 24;

/// The blanks at both sides of a cell.
const PADDING: u16 = 2;

/// How narrow columns may get on average before records are shown instead, borders included.
const NARROWEST: usize = 6;

/// Where not even words of this width fit beside each other, records are shown instead.
const READABLE: u16 = 10;

/// What stands for the first letter of `null`, so that it can be told from the text `null` when it
/// gets its weight; a character of private use, and one column wide.
const NULL_MARK: char = '\u{e000}';

struct TableRenderer<'w> {
    out: Option<&'w mut dyn Write>,
    look: Look,
    columns: Vec<Arc<str>>,
    /// Columns that have held nothing but numbers so far.
    numeric: Vec<bool>,
    first: Vec<Vec<String>>,
    last: VecDeque<Vec<String>>,
    count: usize,
    /// What shows the rows instead, where columns would get too narrow.
    records: Option<LineRenderer<'w>>,
}

impl<'w> TableRenderer<'w> {
    fn new(out: &'w mut dyn Write, look: Look) -> Self {
        Self {
            out: Some(out),
            look,
            columns: Vec::new(),
            numeric: Vec::new(),
            first: Vec::new(),
            last: VecDeque::new(),
            count: 0,
            records: None,
        }
    }

    /// How many rows are kept from the beginning and from the end.
    fn parts(&self) -> (usize, usize) {
        self.look.rows.map_or((usize::MAX, 0), |rows| (rows - rows / 2, rows / 2))
    }

    fn hidden(&self) -> usize {
        self.count - self.first.len() - self.last.len()
    }

    fn cells(&mut self, row: Row<'_>) -> Vec<String> {
        for (numeric, value) in self.numeric.iter_mut().zip(row.values()) {
            *numeric &= value.is_null() || Kinds::NUMBER.contains(Kinds::of(value));
        }
        row.values().iter().map(|value| cell(value, row)).collect()
    }

    /// Whether words would have to be broken into pieces that nobody can read.
    fn is_too_narrow(&self) -> bool {
        let column = |place| usize::from(self.longest_word(place).min(READABLE) + PADDING + 1);
        let needed = 1 + (0..self.columns.len()).map(column).sum::<usize>();
        self.look.width.is_some_and(|width| needed > usize::from(width))
    }

    /// The rows that would be in the table as records.
    fn write_records(&mut self) -> io::Result<()> {
        let Some(out) = self.out.take() else { return Ok(()) };
        let hidden = self.hidden();
        let mut records = LineRenderer::new(out, self.look);
        records.begin(&self.columns)?;
        let plain = |cells: &Vec<String>| -> Vec<String> {
            cells.iter().map(|cell| cell.replace(NULL_MARK, "n")).collect()
        };
        for cells in self.first.iter().chain(&self.last).map(plain) {
            records.record(&cells)?;
        }
        records.end()?;
        if hidden > 0 {
            records.remark(&format!("{} rows ({} shown)", self.count, self.count - hidden))?;
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table = Table::new();
        table.load_style(STYLE).set_truncation_indicator("…");
        if let Some(width) = self.look.width {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        table.set_header(self.columns.iter().map(|name| harmless(name, LineBreaks::Blank)));
        self.first.iter().for_each(|cells| add(&mut table, cells));
        if self.hidden() > 0 {
            let gap = (0..self.columns.len()).map(|_| Cell::new("·"));
            table.add_row(gap.collect::<Vec<_>>());
        }
        self.last.iter().for_each(|cells| add(&mut table, cells));
        for (place, numeric) in self.numeric.iter().enumerate() {
            if let Some(column) = table.column_mut(place).filter(|_| *numeric && self.count > 0) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        self.keep_words(&mut table);
        table
    }

    /// Where cells must be wrapped, keeps columns wide enough for their longest word, if there is room
    /// for that in all of them.
    fn keep_words(&self, table: &mut Table) {
        let Some(width) = self.look.width else { return };
        let natural: usize =
            table.column_max_content_widths().iter().map(|one| usize::from(*one) + 3).sum();
        if natural < usize::from(width) {
            return;
        }
        let words: Vec<u16> =
            (0..self.columns.len()).map(|place| self.longest_word(place)).collect();
        let needed: u16 = words.iter().map(|word| word + PADDING + 1).sum();
        if needed >= width {
            return;
        }
        for (place, word) in words.into_iter().enumerate() {
            if let Some(column) = table.column_mut(place) {
                column
                    .set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(word + PADDING)));
            }
        }
    }

    /// The width of the longest word of a column, as far as a column should be kept wide for one.
    fn longest_word(&self, place: usize) -> u16 {
        let cells = self.first.iter().chain(&self.last).filter_map(|cells| cells.get(place));
        let words = cells.flat_map(|cell| cell.split_whitespace());
        let longest = words.map(UnicodeWidthStr::width).max().unwrap_or(0);
        u16::try_from(longest).unwrap_or(u16::MAX).min(LONGEST_WORD)
    }

    /// A line of the table with its weights.
    fn styled(&self, place: usize, line: &str) -> String {
        let plain = |line: &str| line.replace(NULL_MARK, "n");
        if !self.look.colour {
            return plain(line);
        }
        if place == 1 {
            let bold = |part: &str| format!("\x1b[1m{part}\x1b[0m");
            return line.split('│').map(bold).collect::<Vec<_>>().join("│");
        }
        plain(&line.replace(&format!("{NULL_MARK}ull"), "\x1b[2mnull\x1b[0m"))
    }
}

fn cell(value: &Value, row: Row<'_>) -> String {
    if value.is_null() {
        return format!("{NULL_MARK}ull");
    }
    harmless(&text(value, row.entities()), LineBreaks::Keep)
}

fn add(table: &mut Table, cells: &[String]) {
    let mut row = comfy_table::Row::from(cells);
    row.max_height(LINES);
    table.add_row(row);
}

impl Renderer for TableRenderer<'_> {
    fn begin(&mut self, columns: &[Arc<str>]) -> io::Result<()> {
        columns.clone_into(&mut self.columns);
        self.numeric = vec![true; columns.len()];
        let too_narrow = |width: u16| columns.len() * NARROWEST > usize::from(width);
        if self.look.width.is_some_and(too_narrow)
            && let Some(out) = self.out.take()
        {
            let mut records = LineRenderer::new(out, self.look);
            records.begin(columns)?;
            self.records = Some(records);
        }
        Ok(())
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        if let Some(records) = &mut self.records {
            return records.row(row);
        }
        let cells = self.cells(row);
        let (first, last) = self.parts();
        self.count += 1;
        if self.first.len() < first {
            self.first.push(cells);
            return Ok(());
        }
        self.last.push_back(cells);
        if self.last.len() > last {
            self.last.pop_front();
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        if let Some(records) = &mut self.records {
            return records.end();
        }
        if self.columns.is_empty() {
            return Ok(());
        }
        if self.is_too_narrow() {
            return self.write_records();
        }
        let lines: Vec<_> = self.table().lines().collect();
        let hidden = self.hidden();
        let lines: Vec<_> =
            lines.iter().enumerate().map(|(place, line)| self.styled(place, line)).collect();
        let Some(out) = &mut self.out else { return Ok(()) };
        for line in lines {
            writeln!(out, "{line}")?;
        }
        if hidden > 0 {
            writeln!(out, "{} rows ({} shown)", self.count, self.count - hidden)?;
        }
        Ok(())
    }
}
