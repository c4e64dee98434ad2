//! Values as texts, and texts as numbers.
//!
//! [`literal`] writes a value as a Cypher expression that gives it back; [`text`] is what `toString`
//! and the concatenation of texts give.

use std::fmt;

use super::{Map, Path, Point, Value};

/// A value as a Cypher expression: `'it\'s'`, `[1, 2.0]`, `{name: 'Otani'}`, `date('1918-08-12')`.
///
/// Nodes, relationships and paths have no such form; their identities stand for them.
#[must_use]
pub fn literal(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => float(*number),
        Value::String(text) => quoted(text),
        Value::List(items) => {
            format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", "))
        }
        Value::Map(entries) => map(entries),
        Value::Node(id) => format!("(#{})", id.0),
        Value::Relationship(id) => format!("[#{}]", id.0),
        Value::Path(one) => path(one),
        Value::Date(date) => format!("date('{date}')"),
        Value::LocalTime(time) => format!("localtime('{time}')"),
        Value::Time(time) => format!("time('{time}')"),
        Value::LocalDateTime(time) => format!("localdatetime('{time}')"),
        Value::DateTime(time) => format!("datetime('{time}')"),
        Value::Duration(duration) => format!("duration('{duration}')"),
        Value::Point(point) => point.to_string(),
    }
}

fn map(entries: &Map) -> String {
    let entries = entries.iter().map(|(key, value)| format!("{}: {}", name(key), literal(value)));
    format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
}

fn path(path: &Path) -> String {
    let steps = path.steps.iter().map(|(by, to)| format!("-[#{}]-(#{})", by.0, to.0));
    format!("(#{}){}", path.start.0, steps.collect::<String>())
}

/// A value as `toString` gives it; `None` for null, lists, maps, nodes, relationships and paths.
#[must_use]
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        Value::Date(date) => Some(date.to_string()),
        Value::LocalTime(time) => Some(time.to_string()),
        Value::Time(time) => Some(time.to_string()),
        Value::LocalDateTime(time) => Some(time.to_string()),
        Value::DateTime(time) => Some(time.to_string()),
        Value::Duration(duration) => Some(duration.to_string()),
        Value::Boolean(_) | Value::Integer(_) | Value::Float(_) | Value::Point(_) => {
            Some(literal(value))
        }
        Value::Null
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_) => None,
    }
}

/// A float in the shortest form that gives it back, always with a point, an exponent or a name:
/// `1.0`, `1e308`, `NaN`, `-Infinity`.
#[must_use]
pub fn float(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    format!("{number:?}")
}

/// A text in single quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        match character {
            '\'' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            control if control.is_control() => {
                quoted.extend(format!("\\u{:04x}", u32::from(control)).chars());
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('\'');
    quoted
}

/// A name, in backticks where it needs them.
#[must_use]
pub fn name(name: &str) -> String {
    let mut characters = name.chars();
    let starts_well = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    if starts_well && characters.all(|one| one.is_alphanumeric() || one == '_') {
        return name.to_owned();
    }
    format!("`{}`", name.replace('`', "``"))
}

/// The integer that a text says, as `toInteger` reads it: a decimal number loses what stands after
/// its point. `None` if it is not a number, or too large.
#[must_use]
pub fn parse_integer(text: &str) -> Option<i64> {
    let text = text.trim();
    text.parse().ok().or_else(|| integer_of(parse_float(text)?))
}

/// The float that a text says, as `toFloat` reads it. `None` if it is not a number.
#[must_use]
pub fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_name = matches!(unsigned, "NaN" | "Infinity");
    (is_name || unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.'))
        .then(|| text.parse().ok())
        .flatten()
}

/// The whole part of a float; `None` if it does not fit in 64 bits.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "tested to be in range")]
pub fn integer_of(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (-LIMIT..LIMIT).contains(&number).then_some(number as i64)
}

/// The value as [`literal`] writes it.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&literal(self))
    }
}

/// `point({x: 1.0, y: 2.0, crs: 'cartesian'})`.
impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "point({{x: {}, y: {}", float(self.x), float(self.y))?;
        if let Some(z) = self.z {
            write!(f, ", z: {}", float(z))?;
        }
        write!(f, ", crs: '{}'}})", self.system())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_can_be_read_back() {
        assert_eq!(literal(&Value::Float(1.0)), "1.0");
        assert_eq!(literal(&Value::Float(1e308)), "1e308");
        assert_eq!(literal(&Value::from("it's\n\\")), r"'it\'s\n\\'");
        let entries =
            Map::from([("a b".into(), Value::from(vec![1, 2])), ("c".into(), Value::Null)]);
        assert_eq!(literal(&Value::map(entries)), "{`a b`: [1, 2], c: null}");
    }

    #[test]
    fn numbers_are_read_as_functions_need_them() {
        assert_eq!(parse_integer(" 42 "), Some(42));
        assert_eq!(parse_integer("2.9"), Some(2));
        assert_eq!(parse_integer("-2.9e1"), Some(-29));
        for text in ["", "foo", "NaN", "1e30", "inf", "0x1f"] {
            assert_eq!(parse_integer(text), None, "{text}");
        }
        assert_eq!(parse_float(".5"), Some(0.5));
        assert_eq!(parse_float("-Infinity"), Some(f64::NEG_INFINITY));
        assert_eq!(parse_float("infinity"), None);
    }
}
