//! Answers to questions as people read them.
//!
//! What a question gives are rows like any other, but people want to see the verdict first, paths as
//! chains, the card of a thing, and sources as short marks whose titles stand once below.

use std::io::{self, Write};

use super::cell::{edtf, verb};
use super::terminal::sources::Titles;
use super::terminal::{card, path, strong, timeline, tree};
use super::{Look, find_rendering, render, text};
use crate::database::{Answer, Entities, ResultSet, Row};
use crate::query::ask::AnswerKind;
use crate::value::{Path, Value};

/// What a yes-or-no question is answered with where the graph says neither.
const NOT_STATED: &str = "not stated";

/// The rows of an answer for text formats: lists without brackets, nothing for null, paths as chains.
#[must_use]
pub fn flat(answer: &Answer) -> ResultSet {
    if answer.kind == AnswerKind::Verdict && answer.result.is_empty() {
        return ResultSet::new(&["answer"], vec![vec![NOT_STATED.into()]]);
    }
    let readable = answer.readable();
    let columns: Vec<&str> = readable.columns().iter().map(AsRef::as_ref).collect();
    let row =
        |row: Row<'_>| row.values().iter().map(|value| plain(value, row.entities())).collect();
    ResultSet::new(&columns, readable.rows().map(row).collect())
}

/// A value without what only a language needs; numbers stay numbers.
fn plain(value: &Value, entities: &Entities) -> Value {
    match value {
        Value::Null => "".into(),
        Value::Path(path) => chain(path, entities).join(" ").into(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| text(item, entities)).collect();
            items.join("; ").into()
        }
        Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => value.clone(),
    }
}

/// A path as the facts that it consists of, each with the direction in which it stands: the first
/// item is a name, each further one a fact and the name that it leads to.
///
/// `Japan`, `-declared war on (1914-08-23)-> Germany`, `<-supported- Austria`.
#[must_use]
pub fn chain(path: &Path, entities: &Entities) -> Vec<String> {
    let name = |id| text(&Value::Node(id), entities);
    let short = |id| {
        let node = entities.node(id);
        node.and_then(super::cell::name).unwrap_or_else(|| name(id))
    };
    let mut links = vec![short(path.start)];
    let mut before = path.start;
    for (id, after) in &path.steps {
        let record = entities.relationship(*id);
        let verb = record.map_or_else(String::new, |record| verb(&record.kind));
        let dates = record.and_then(|record| edtf(&record.properties));
        let fact = dates.map_or_else(|| verb.clone(), |dates| format!("{verb} ({dates})"));
        let is_forward = record.is_none_or(|record| record.start == before);
        let arrow = if is_forward { format!("-{fact}->") } else { format!("<-{fact}-") };
        links.push(format!("{arrow} {}", short(*after)));
        before = *after;
    }
    links
}

/// Writes an answer for people.
///
/// # Errors
/// What the writer says.
pub fn write_answer(answer: &Answer, look: Look, out: &mut dyn Write) -> io::Result<()> {
    match answer.kind {
        AnswerKind::Verdict => write_verdict(answer, look, out),
        _ if answer.result.is_empty() => writeln!(out, "{}", nothing(&answer.kind)),
        AnswerKind::Paths | AnswerKind::Connection => path::write(&answer.result, look, out),
        AnswerKind::Card(node) => card::write(node, answer, look, out),
        AnswerKind::Timeline => timeline::write(answer, look, out),
        AnswerKind::Neighbourhood(centre) if tree::is_small(&answer.result) => {
            tree::write(centre, answer, look, out)
        }
        AnswerKind::Facts
        | AnswerKind::When
        | AnswerKind::Common
        | AnswerKind::Neighbourhood(_)
        | AnswerKind::Conflicts
        | AnswerKind::Changes
        | AnswerKind::Reasons
        | AnswerKind::List
        | AnswerKind::Count
        | AnswerKind::Inventory => write_rows(&flat(answer), look, out),
    }
}

/// What an answer without rows says.
fn nothing(kind: &AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Paths | AnswerKind::Connection => "no path",
        AnswerKind::List | AnswerKind::Count | AnswerKind::Inventory | AnswerKind::Common => "none",
        AnswerKind::Conflicts => "no conflicts",
        AnswerKind::Changes => "no changes",
        AnswerKind::Verdict
        | AnswerKind::Facts
        | AnswerKind::When
        | AnswerKind::Card(_)
        | AnswerKind::Neighbourhood(_)
        | AnswerKind::Timeline
        | AnswerKind::Reasons => NOT_STATED,
    }
}

/// Yes, no, both or neither; then the facts that say so.
fn write_verdict(answer: &Answer, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let flat = flat(answer);
    let says =
        |word| flat.rows().any(|row| row.get::<String>("answer").is_ok_and(|one| one == word));
    let verdict = match (says("yes"), says("no")) {
        (true, true) => "stated both ways",
        (true, false) => "yes",
        (false, true) => "no",
        (false, false) => NOT_STATED,
    };
    writeln!(out, "{}", strong(verdict, look))?;
    if verdict == NOT_STATED {
        return Ok(());
    }
    let rows = if verdict == "stated both ways" { flat } else { flat.without_column("answer") };
    write_rows(&rows, look, out)
}

/// A table in which each source is a mark and a locator, and below it what the marks mean.
fn write_rows(rows: &ResultSet, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut titles = Titles::default();
    let marked = titles.marked(rows);
    let table = find_rendering("table").unwrap_or(&super::RENDERERS[0]);
    render(&marked, table, look, out)?;
    titles.write(look, out)
}
