//! Time lines: what happened, from the first date to the last.

use std::io::{self, Write};

use super::sheet::lines;
use super::sources::Titles;
use crate::database::{Answer, Row};
use crate::render::{Look, flat};

/// What stands beside a moment, and beside what lasted.
const MOMENT: &str = "●";
const SPAN: &str = "┃";

/// Draws dated facts in their order; a date is said once for all that happened then.
pub(in super::super) fn write(answer: &Answer, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut titles = Titles::default();
    let mut before = String::new();
    let mut events = Vec::new();
    let flat = flat(answer);
    let (first, last) = look.rows.map_or((usize::MAX, 0), |rows| (rows - rows / 2, rows / 2));
    let hidden = flat.len().saturating_sub(first.saturating_add(last));
    for (place, row) in flat.rows().enumerate() {
        if hidden > 0 && place >= first && place < first + hidden {
            if place == first {
                events.push(vec!["⋮".to_owned(), "⋮".to_owned(), format!("{hidden} more")]);
            }
            continue;
        }
        let when = row.get::<String>("when").unwrap_or_default();
        let mark = if when.contains('/') { SPAN } else { MOMENT };
        let said = if when == before { String::new() } else { when.clone() };
        before = when;
        events.push(vec![said, mark.to_owned(), sentence(row), titles.marks(row)]);
    }
    for line in lines(&events, look.width) {
        writeln!(out, "{line}")?;
    }
    titles.write(look, out)
}

fn sentence(row: Row<'_>) -> String {
    let words = ["who", "verb", "what"].map(|column| row.get::<String>(column).unwrap_or_default());
    words.join(" ")
}
