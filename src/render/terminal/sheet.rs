//! Rows of cells without lines between them, in columns that share a width.

use comfy_table::{Cell, ContentArrangement, Table, TableStyle};

use super::width;
use crate::render::cell::{LineBreaks, harmless};

/// The blanks behind a column.
const GAP: u16 = 2;

/// The lines of rows in columns; a column in which nothing stands takes no room.
pub(super) fn lines(rows: &[Vec<String>], limit: Option<u16>) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let is_used = |place: &usize| {
        rows.iter().any(|row| row.get(*place).is_some_and(|cell| !cell.trim().is_empty()))
    };
    let used: Vec<usize> = (0..columns).filter(is_used).collect();
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    if let Some(limit) = limit {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(limit);
    }
    for row in rows {
        let cell = |place: &usize| {
            Cell::new(harmless(row.get(*place).map_or("", String::as_str), LineBreaks::Keep))
        };
        table.add_row(used.iter().map(cell).collect::<Vec<_>>());
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, GAP));
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Blocks of lines in a frame with a title, and a line between the blocks.
pub(super) fn framed(title: &str, blocks: &[Vec<String>]) -> Vec<String> {
    let widest = blocks.iter().flatten().map(|line| width(line)).max().unwrap_or(0);
    let inside = widest.max(width(title) + 2) + 2;
    let bar = |count: usize| "─".repeat(count);
    let mut lines = vec![format!("╭─ {title} {}╮", bar(inside - width(title) - 3))];
    for (place, block) in blocks.iter().filter(|block| !block.is_empty()).enumerate() {
        if place > 0 {
            lines.push(format!("├{}┤", bar(inside)));
        }
        for line in block {
            lines.push(format!("│ {line}{} │", " ".repeat(inside - 2 - width(line))));
        }
    }
    lines.push(format!("╰{}╯", bar(inside)));
    lines
}
