//! Values in PG: its own are texts, numbers and booleans; the others stand in texts as Cypher literals.
//!
//! A text that begins with `=` and goes on as a literal is that literal's value:
//! `born:"=date('1874-11-16')"`, `tags:"=[]"`, `ratio:"=NaN"`. A text that only looks so has one more
//! `=` in front: the text `=1` is written `"==1"`. Any other text stands for itself, `"= 1"` too.

use crate::formats::literal::decode;
use crate::value::Value;
use crate::value::literal::{float, literal};

/// Keys whose values are lists even where they hold one element.
const LIST_KEYS: &[&str] = &["aliases"];

/// What stands before a literal in a text.
const MARK: char = '=';

/// A property as the values behind its key.
pub(super) fn write_values(key: &str, value: &Value) -> String {
    if let Value::List(items) = value
        && (items.len() > 1 || items.len() == 1 && LIST_KEYS.contains(&key))
    {
        return items.iter().map(write_value).collect::<Vec<_>>().join(",");
    }
    let is_bare = !matches!(value, Value::List(_)) && !LIST_KEYS.contains(&key);
    if is_bare { write_value(value) } else { marked(value) }
}

fn write_value(value: &Value) -> String {
    match value {
        Value::Boolean(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) if number.is_finite() => float(*number),
        Value::String(text) if looks_marked(text) => quoted(&format!("{MARK}{text}")),
        Value::String(text) => quoted(text),
        Value::Null
        | Value::Float(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => marked(value),
    }
}

fn marked(value: &Value) -> String {
    quoted(&format!("{MARK}{}", literal(value)))
}

/// Whether a text would be read as something else: marks, and then a literal.
fn looks_marked(text: &str) -> bool {
    let rest = text.trim_start_matches(MARK);
    rest.len() < text.len() && decode(rest).is_some()
}

/// A text in quotes; JSON's escapes are PG's.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// One value behind a key, and whether it says that it is all of the property.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) value: Value,
    pub(super) is_whole: bool,
}

/// The value of a text.
pub(super) fn read_text(text: &str) -> Read {
    let Some(rest) = text.strip_prefix(MARK) else {
        return Read { value: Value::from(text), is_whole: false };
    };
    if let Some(value) = decode(rest) {
        return Read { value, is_whole: true };
    }
    let shown = if looks_marked(rest) { rest } else { text };
    Read { value: Value::from(shown), is_whole: false }
}

/// The property that the values behind a key make.
pub(super) fn join(key: &str, mut values: Vec<Read>) -> Value {
    if values.len() == 1
        && let Some(one) = values.pop()
    {
        let is_list = LIST_KEYS.contains(&key) && !one.is_whole;
        return if is_list { Value::list(vec![one.value]) } else { one.value };
    }
    Value::list(values.into_iter().map(|one| one.value).collect())
}
