//! Answers to questions as people read them.
//!
//! What a question gives are rows like any other, but people want to see the verdict first, paths as
//! chains, the card of a thing, and sources as short marks whose titles stand once below.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::cell::{edtf, verb};
use super::{Look, find_rendering, render, text};
use crate::database::{Answer, Entities, ResultSet, Row};
use crate::query::ask::AnswerKind;
use crate::value::{Path, Value};

/// The column of an answer that names its sources.
const SOURCE: &str = "source";

/// Keys of a card that stand in its head, or that nobody wants to read there.
const HIDDEN_KEYS: &[&str] = &["id", "name", "source"];

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
        AnswerKind::Paths | AnswerKind::Connection => write_paths(answer, look, out),
        AnswerKind::Card(_) => write_card(answer, look, out),
        AnswerKind::Facts
        | AnswerKind::When
        | AnswerKind::Common
        | AnswerKind::Neighbourhood
        | AnswerKind::Timeline
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
        | AnswerKind::Neighbourhood
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

/// Each path on lines of its own, broken at its nodes where it is too long.
fn write_paths(answer: &Answer, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for row in &answer.result {
        for value in row.values() {
            if let Value::Path(path) = value {
                write_chain(&chain(path, row.entities()), look, out)?;
            }
        }
    }
    Ok(())
}

fn write_chain(links: &[String], look: Look, out: &mut dyn Write) -> io::Result<()> {
    let most = look.width.map_or(usize::MAX, usize::from);
    let mut line = String::new();
    for link in links {
        let is_full = width(&line) + width(link) + 1 > most;
        if !line.is_empty() {
            line.push_str(if is_full { "\n    " } else { " " });
        }
        if is_full {
            write!(out, "{line}")?;
            line.clear();
        }
        line.push_str(link);
    }
    writeln!(out, "{line}")
}

fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// The name with its labels, the properties, and the facts as a table.
fn write_card(answer: &Answer, look: Look, out: &mut dyn Write) -> io::Result<()> {
    if let AnswerKind::Card(node) = answer.kind {
        let head = text(&Value::Node(node), answer.result.entities());
        writeln!(out, "{}", strong(&head, look))?;
    }
    let flat = flat(answer);
    let mut facts = Vec::new();
    for (row, shown) in answer.result.rows().zip(flat.rows()) {
        match row.values().last() {
            Some(Value::Node(_)) => write_property(shown, out)?,
            _ => facts.push(shown.values().to_vec()),
        }
    }
    if facts.is_empty() {
        return Ok(());
    }
    let columns: Vec<&str> = flat.columns().iter().map(AsRef::as_ref).collect();
    write_rows(&ResultSet::new(&columns, facts), look, out)
}

fn write_property(row: Row<'_>, out: &mut dyn Write) -> io::Result<()> {
    let shown =
        |column| row.value(column).map_or_else(String::new, |value| text(value, row.entities()));
    let key = shown("verb");
    if HIDDEN_KEYS.contains(&key.as_str()) {
        return Ok(());
    }
    writeln!(out, "  {key}: {}", shown("what"))
}

/// A table in which each source is a mark and a locator, and below it what the marks mean.
fn write_rows(rows: &ResultSet, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut titles = Titles::default();
    let marked = match rows.columns().iter().position(|column| &**column == SOURCE) {
        Some(place) => titles.mark(rows, place),
        None => rows.clone(),
    };
    let table = find_rendering("table").unwrap_or(&super::RENDERERS[0]);
    render(&marked, table, look, out)?;
    titles.write(look, out)
}

/// The titles of sources, numbered as they come.
#[derive(Default)]
struct Titles {
    numbers: BTreeMap<String, usize>,
}

impl Titles {
    /// The same rows, with marks in the column at a place.
    fn mark(&mut self, rows: &ResultSet, place: usize) -> ResultSet {
        let columns: Vec<&str> = rows.columns().iter().map(AsRef::as_ref).collect();
        let row = |row: Row<'_>| {
            let mut values = row.values().to_vec();
            if let Some(Value::String(sources)) = values.get(place).cloned() {
                let mut marks: Vec<String> =
                    sources.split("; ").map(|one| self.short(one)).collect();
                marks.dedup();
                values[place] = marks.join("\n").into();
            }
            values
        };
        ResultSet::new(&columns, rows.rows().map(row).collect())
    }

    /// `Title, locator` as `[1] locator`.
    fn short(&mut self, source: &str) -> String {
        let Some((title, locator)) = source.rsplit_once(", ") else { return source.to_owned() };
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(title.to_owned()).or_insert(next);
        format!("[{number}] {locator}")
    }

    fn write(&self, look: Look, out: &mut dyn Write) -> io::Result<()> {
        let mut titles: Vec<_> = self.numbers.iter().collect();
        titles.sort_by_key(|(_, number)| **number);
        for (title, number) in titles {
            writeln!(out, "{}", faint(&format!("[{number}] {title}"), look))?;
        }
        Ok(())
    }
}

fn strong(text: &str, look: Look) -> String {
    if look.colour { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
}

fn faint(text: &str, look: Look) -> String {
    if look.colour { format!("\x1b[2m{text}\x1b[0m") } else { text.to_owned() }
}
