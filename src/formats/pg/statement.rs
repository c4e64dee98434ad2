//! One statement of PG, parsed by `grammar/pg.pest`: a node or an edge.

use pest::Parser;
use pest::error::{Error as PestError, ErrorVariant, LineColLocation};
use pest::iterators::{Pair, Pairs};
use pest_derive::Parser;

use super::value::{Read, join, read_text};
use super::{EDGE_MARKS, NO_LABEL, UNDIRECTED};
use crate::formats::{FileNode, FileRelationship};
use crate::value::Value;

/// The grammar of PG; its rules are the variants of [`Rule`].
#[derive(Parser)]
#[grammar = "grammar/pg.pest"]
struct PgGrammar;

/// What a statement says.
#[derive(Debug)]
pub(super) enum Statement {
    /// There is a node.
    Node(FileNode),
    /// There is an edge.
    Edge(FileRelationship),
}

/// What is wrong with a statement, and where in it.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) reason: String,
}

/// Labels and properties, which nodes and edges have alike.
#[derive(Default)]
struct Description {
    labels: Vec<String>,
    properties: Vec<(String, Vec<Read>)>,
}

/// Reads a statement with all of its lines.
pub(super) fn parse(text: &str) -> Result<Statement, Fault> {
    let mut pairs = PgGrammar::parse(Rule::statement, text).map_err(|error| told(text, &error))?;
    let inner = pairs.next().and_then(|statement| statement.into_inner().next());
    let inner = inner.expect("a statement is a node or an edge");
    let is_node = inner.as_rule() == Rule::node;
    let here = inner.line_col();
    let read = if is_node { node(inner.into_inner()) } else { edge(inner.into_inner()) };
    read.map_err(|reason| Fault { line: here.0, column: here.1, reason })
}

fn node(parts: Pairs<'_, Rule>) -> Result<Statement, String> {
    let mut id = String::new();
    let mut description = Description::default();
    for part in parts {
        if part.as_rule() == Rule::identifier {
            id = identifier(part)?;
        } else {
            description.take(part)?;
        }
    }
    let labels = std::mem::take(&mut description.labels);
    Ok(Statement::Node(FileNode { id, labels, properties: description.joined() }))
}

fn edge(parts: Pairs<'_, Rule>) -> Result<Statement, String> {
    let mut edge = FileRelationship::default();
    let mut ends = Vec::new();
    let mut is_undirected = false;
    let mut description = Description::default();
    for part in parts {
        let rule = part.as_rule();
        if rule == Rule::edge_id {
            edge.id = Some(identifier(part)?);
        } else if rule == Rule::identifier {
            ends.push(identifier(part)?);
        } else if rule == Rule::direction {
            is_undirected = part.as_str() == EDGE_MARKS[1];
        } else {
            description.take(part)?;
        }
    }
    edge.to = ends.pop().unwrap_or_default();
    edge.from = ends.pop().unwrap_or_default();
    edge.kind = description.kind()?;
    edge.properties = description.joined();
    if is_undirected {
        edge.properties.push((UNDIRECTED.to_owned(), Value::Boolean(true)));
    }
    Ok(Statement::Edge(edge))
}

impl Description {
    fn take(&mut self, part: Pair<'_, Rule>) -> Result<(), String> {
        if part.as_rule() == Rule::label {
            let label = part.into_inner().next().map(identifier).transpose()?.unwrap_or_default();
            if !self.labels.contains(&label) {
                self.labels.push(label);
            }
            return Ok(());
        }
        if part.as_rule() == Rule::property {
            let mut parts = part.into_inner();
            let key = parts.next().map(identifier).transpose()?.unwrap_or_default();
            let values = parts.map(value).collect::<Result<Vec<_>, _>>()?;
            match self.properties.iter_mut().find(|known| known.0 == key) {
                Some(known) => known.1.extend(values),
                None => self.properties.push((key, values)),
            }
        }
        Ok(())
    }

    fn kind(&mut self) -> Result<String, String> {
        match (self.labels.pop(), self.labels.len()) {
            (Some(label), 0) => Ok(label),
            (None, _) => Ok(NO_LABEL.to_owned()),
            (Some(_), others) => {
                Err(format!("a relationship has one type, but found {} labels", others + 1))
            }
        }
    }

    fn joined(self) -> Vec<(String, Value)> {
        let one = |(key, values): (String, Vec<Read>)| {
            let value = join(&key, values);
            (key, value)
        };
        self.properties.into_iter().map(one).collect()
    }
}

/// The name in an identifier, key or edge id.
fn identifier(pair: Pair<'_, Rule>) -> Result<String, String> {
    let inner = pair.into_inner().next().expect("a name is quoted or not");
    if inner.as_rule() == Rule::quoted {
        unquoted(inner.as_str())
    } else {
        Ok(inner.as_str().to_owned())
    }
}

fn value(pair: Pair<'_, Rule>) -> Result<Read, String> {
    let inner = pair.into_inner().next().expect("a value is of one kind");
    let text = inner.as_str();
    let whole = |value| Read { value, is_whole: false };
    let rule = inner.as_rule();
    if rule == Rule::number {
        return number(text).map(whole);
    }
    if rule == Rule::boolean {
        return Ok(whole(Value::Boolean(text == "true")));
    }
    Ok(if rule == Rule::quoted { read_text(&unquoted(text)?) } else { read_text(text) })
}

fn number(text: &str) -> Result<Value, String> {
    let does_not_fit = || format!("`{text}` does not fit in the 64 bits of a number");
    if text.contains(['.', 'e', 'E']) {
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        return number.map(Value::Float).ok_or_else(does_not_fit);
    }
    text.parse().map(Value::Integer).map_err(|_| does_not_fit())
}

/// What stands in quotes, whose escapes the grammar has checked.
fn unquoted(text: &str) -> Result<String, String> {
    let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    if !inside.contains('\\') {
        return Ok(inside.to_owned());
    }
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    let mut characters = inside.chars();
    while let Some(one) = characters.next() {
        match one {
            '\\' => match characters.next() {
                Some('\'') => json.push('\''),
                Some(escaped) => json.extend(['\\', escaped]),
                None => {}
            },
            '"' => json.push_str("\\\""),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            _ => json.push(one),
        }
    }
    json.push('"');
    serde_json::from_str(&json)
        .map_err(|_| format!("{text} has half of a character in its escapes"))
}

/// A fault in the grammar, in words.
fn told(text: &str, error: &PestError<Rule>) -> Fault {
    let (line, column) = match error.line_col {
        LineColLocation::Pos(place) | LineColLocation::Span(place, _) => place,
    };
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return Fault { line, column, reason: "the statement can't be parsed".to_owned() };
    };
    let mut expected: Vec<&str> = positives.iter().filter_map(|rule| named(*rule)).collect();
    expected.sort_unstable();
    expected.dedup();
    let found = text.lines().nth(line - 1).and_then(|line| {
        line.chars().skip(column - 1).take_while(|one| !one.is_whitespace()).reduce_to_word()
    });
    let found = found.map_or_else(|| "the end of the line".to_owned(), |word| format!("`{word}`"));
    let expected = if expected.is_empty() { "a blank".to_owned() } else { expected.join(" or ") };
    Fault { line, column, reason: format!("expected {expected}, but found {found}") }
}

/// Joins characters to a word that is short enough for a message.
trait ReduceToWord {
    fn reduce_to_word(self) -> Option<String>;
}

impl<I: Iterator<Item = char>> ReduceToWord for I {
    fn reduce_to_word(self) -> Option<String> {
        let word: String = self.take(20).collect();
        (!word.is_empty()).then_some(word)
    }
}

fn named(rule: Rule) -> Option<&'static str> {
    match rule {
        Rule::statement | Rule::node | Rule::edge => Some("a node or edge"),
        Rule::identifier | Rule::name | Rule::wide_name | Rule::narrow_name => Some("a name"),
        Rule::edge_id => Some("an id"),
        Rule::direction => Some("`->` or `--`"),
        Rule::label => Some("a label"),
        Rule::property | Rule::key => Some("a property"),
        Rule::value | Rule::word | Rule::number | Rule::boolean => Some("a value"),
        Rule::quoted => Some("a text in quotes"),
        Rule::escape => Some("an escape such as `\\n`"),
        Rule::EOI => Some("the end"),
        Rule::start
        | Rule::char
        | Rule::word_char
        | Rule::forbidden
        | Rule::gap
        | Rule::empty
        | Rule::blank
        | Rule::spaces
        | Rule::comment
        | Rule::newline => None,
    }
}
