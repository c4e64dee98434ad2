//! Cards: what is known of one thing, framed, its facts by verb.

use std::io::{self, Write};

use super::sheet::{framed, lines};
use super::sources::Titles;
use super::strong;
use crate::database::{Answer, Row};
use crate::graph::NodeId;
use crate::render::{Look, flat, text};
use crate::value::Value;

/// Keys that stand in the title, or that nobody wants to read.
const HIDDEN_KEYS: &[&str] = &["id", "name", "source"];

/// The columns that the frame takes.
const FRAME: u16 = 4;

/// Draws the card of a node.
pub(in super::super) fn write(
    node: NodeId,
    answer: &Answer,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut titles = Titles::default();
    let (mut properties, mut facts) = (Vec::new(), Vec::<Vec<String>>::new());
    let mut group = String::new();
    for (row, shown) in answer.result.rows().zip(flat(answer).rows()) {
        if let Some(Value::Node(_)) = row.values().last() {
            properties.extend(property(shown));
            continue;
        }
        let mut cells = fact(node, row, shown);
        cells.push(titles.marks(shown));
        // A verb is said once for all of its facts.
        let verb = cells[0].clone() + &cells[1];
        if verb == group {
            cells[0].clear();
        }
        group = verb;
        facts.push(cells);
    }
    let title = text(&Value::Node(node), answer.result.entities());
    let limit = look.width.map(|width| width.saturating_sub(FRAME));
    let card = framed(&title, &[lines(&properties, limit), lines(&facts, limit)]);
    for (place, line) in card.iter().enumerate() {
        let line =
            if place == 0 { line.replacen(&title, &strong(&title, look), 1) } else { line.clone() };
        writeln!(out, "{line}")?;
    }
    titles.write(look, out)
}

fn property(row: Row<'_>) -> Option<Vec<String>> {
    let key = row.get::<String>("verb").ok()?;
    let value = row.value("what").map_or_else(String::new, |value| text(value, row.entities()));
    (!HIDDEN_KEYS.contains(&key.as_str())).then(|| vec![key, value])
}

/// The verb, the direction, the thing at the other end, and when.
fn fact(node: NodeId, row: Row<'_>, shown: Row<'_>) -> Vec<String> {
    let is_outgoing = match row.values().last() {
        Some(Value::Relationship(id)) => {
            row.entities().relationship(*id).is_none_or(|record| record.start == node)
        }
        _ => true,
    };
    let cell = |column| shown.get::<String>(column).unwrap_or_default();
    let (arrow, other) = if is_outgoing { ("→", cell("what")) } else { ("←", cell("who")) };
    vec![cell("verb"), arrow.to_owned(), other, cell("when")]
}
