//! Paths, drawn with arrows: on one line where that is wide enough, else a line for each fact.

use std::io::{self, Write};

use super::{faint, strong, width};
use crate::database::{Entities, ResultSet};
use crate::render::Look;
use crate::render::cell::{edtf, name, text, verb};
use crate::value::{Path, Value};

/// A fact of a path and where it leads.
struct Step {
    arrow: String,
    end: String,
}

/// Draws every path of a result.
pub(in super::super) fn write(
    result: &ResultSet,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    for row in result {
        for value in row.values() {
            if let Value::Path(path) = value {
                draw(path, row.entities(), look, out)?;
            }
        }
    }
    Ok(())
}

fn draw(path: &Path, entities: &Entities, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let (start, steps) = (short(path, entities, 0), steps(path, entities));
    let length = |step: &Step| width(&step.arrow) + width(&step.end) + 2;
    let whole = width(&start) + steps.iter().map(length).sum::<usize>();
    let fits = look.width.is_none_or(|columns| whole <= usize::from(columns));
    write!(out, "{}", strong(&start, look))?;
    let gap = if fits { " " } else { "\n    " };
    for Step { arrow, end } in &steps {
        write!(out, "{gap}{} {}", faint(arrow, look), strong(end, look))?;
    }
    writeln!(out)
}

fn steps(path: &Path, entities: &Entities) -> Vec<Step> {
    let mut before = path.start;
    let mut steps = Vec::new();
    for (place, (id, after)) in path.steps.iter().enumerate() {
        let record = entities.relationship(*id);
        let verb = record.map_or_else(String::new, |record| verb(&record.kind));
        let dates = record.and_then(|record| edtf(&record.properties));
        let fact = dates.map_or_else(|| verb.clone(), |dates| format!("{verb} ({dates})"));
        let is_forward = record.is_none_or(|record| record.start == before);
        steps.push(Step { arrow: arrow(&fact, is_forward), end: short(path, entities, place + 1) });
        before = *after;
    }
    steps
}

/// An arrow that bears a fact, towards the name behind it or away from it.
fn arrow(fact: &str, is_forward: bool) -> String {
    if is_forward { format!("──{fact}──▶") } else { format!("◀──{fact}──") }
}

/// The name of the node at a place of a path.
fn short(path: &Path, entities: &Entities, place: usize) -> String {
    let Some(id) = path.nodes().nth(place) else { return String::new() };
    let named = entities.node(id).and_then(name);
    named.unwrap_or_else(|| text(&Value::Node(id), entities))
}
