//! Values as Cypher literals in texts, for formats that lack their kinds.
//!
//! [`value::literal`](crate::value::literal::literal) writes them; [`decode`] reads back exactly what
//! that writes: numbers, texts in single quotes, lists, maps, `date('1918-08-12')` and its like,
//! `point({x: 1.0, y: 2.0, crs: 'cartesian'})`.

use crate::value::temporal::{Clock, Zone};
use crate::value::{Date, DateTime, Duration, LocalDateTime, LocalTime, Map, Point, Time, Value};

/// The deepest nesting of lists and maps that is read.
const NESTING_LIMIT: usize = 100;

/// The value that a whole text is the literal of, if it is one.
pub(super) fn decode(text: &str) -> Option<Value> {
    let mut scanner = Scanner { rest: text, depth: 0 };
    let value = scanner.value()?;
    scanner.rest.is_empty().then_some(value)
}

struct Scanner<'t> {
    rest: &'t str,
    depth: usize,
}

impl<'t> Scanner<'t> {
    fn take(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    fn has(&mut self, text: &str) -> bool {
        self.take(text).is_some()
    }

    /// What comes before the first character that does not belong to it.
    fn while_it(&mut self, belongs: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|one| !belongs(one)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn value(&mut self) -> Option<Value> {
        let first = self.rest.chars().next()?;
        if first == '\'' {
            return Some(Value::from(self.text()?));
        }
        if matches!(first, '[' | '{') {
            if self.depth >= NESTING_LIMIT {
                return None;
            }
            self.depth += 1;
            let value = if first == '[' { self.list() } else { self.map().map(Value::map) };
            self.depth -= 1;
            return value;
        }
        if first.is_ascii_digit() || first == '-' {
            return self.number();
        }
        let word = self.while_it(|one| one.is_ascii_alphabetic());
        match word {
            "null" => Some(Value::Null),
            "true" => Some(Value::Boolean(true)),
            "false" => Some(Value::Boolean(false)),
            "NaN" => Some(Value::Float(f64::NAN)),
            "Infinity" => Some(Value::Float(f64::INFINITY)),
            function => self.call(function),
        }
    }

    fn number(&mut self) -> Option<Value> {
        if self.has("-Infinity") {
            return Some(Value::Float(f64::NEG_INFINITY));
        }
        let word = self.while_it(|one| matches!(one, '0'..='9' | '-' | '+' | '.' | 'e'));
        if word.contains(['.', 'e']) {
            return word.parse().ok().map(Value::Float);
        }
        word.parse().ok().map(Value::Integer)
    }

    fn text(&mut self) -> Option<String> {
        self.take("'")?;
        let mut text = String::new();
        loop {
            text.push_str(self.while_it(|one| !matches!(one, '\'' | '\\')));
            if self.has("'") {
                return Some(text);
            }
            self.take("\\")?;
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        let mut rest = self.rest.chars();
        let escaped = match rest.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let digits = self.rest.get(1..5)?;
                self.rest = self.rest.get(5..)?;
                return char::from_u32(u32::from_str_radix(digits, 16).ok()?);
            }
            own @ ('\'' | '\\') => own,
            _ => return None,
        };
        self.rest = rest.as_str();
        Some(escaped)
    }

    fn list(&mut self) -> Option<Value> {
        self.take("[")?;
        let mut items = Vec::new();
        if self.has("]") {
            return Some(Value::list(items));
        }
        loop {
            items.push(self.value()?);
            if self.has("]") {
                return Some(Value::list(items));
            }
            self.take(", ")?;
        }
    }

    fn map(&mut self) -> Option<Map> {
        self.take("{")?;
        let mut entries = Map::new();
        if self.has("}") {
            return Some(entries);
        }
        loop {
            let key = self.name()?;
            self.take(": ")?;
            entries.insert(key.into(), self.value()?);
            if self.has("}") {
                return Some(entries);
            }
            self.take(", ")?;
        }
    }

    fn name(&mut self) -> Option<String> {
        if !self.has("`") {
            let name = self.while_it(|one| one.is_alphanumeric() || one == '_');
            return (!name.is_empty()).then(|| name.to_owned());
        }
        let mut name = String::new();
        loop {
            name.push_str(self.while_it(|one| one != '`'));
            self.take("`")?;
            if !self.has("`") {
                return Some(name);
            }
            name.push('`');
        }
    }

    fn call(&mut self, function: &str) -> Option<Value> {
        self.take("(")?;
        let value = if function == "point" {
            Value::from(point(&self.map()?)?)
        } else {
            temporal(function, &self.text()?)?
        };
        self.take(")")?;
        Some(value)
    }
}

impl From<Point> for Value {
    fn from(point: Point) -> Self {
        Self::Point(std::sync::Arc::new(point))
    }
}

/// The date, time or duration that a function makes of a text.
pub(super) fn temporal(function: &str, text: &str) -> Option<Value> {
    let clock = Clock { seconds: 0, nanoseconds: 0, zone: Zone::UTC };
    match function {
        "date" => Date::parse(text).ok().map(Value::from),
        "localtime" => LocalTime::parse(text).ok().map(Value::from),
        "time" => Time::parse(text, &clock).ok().map(Value::from),
        "localdatetime" => LocalDateTime::parse(text).ok().map(Value::from),
        "datetime" => DateTime::parse(text, &clock).ok().map(Value::from),
        "duration" => Duration::parse(text).ok().map(Value::from),
        _ => None,
    }
}

fn point(entries: &Map) -> Option<Point> {
    let number = |name: &str| match entries.get(name) {
        Some(Value::Float(number)) => Some(*number),
        Some(_) | None => None,
    };
    let Some(Value::String(system)) = entries.get("crs") else { return None };
    let srid = match system.as_ref() {
        "wgs-84" => 4326,
        "wgs-84-3d" => 4979,
        "cartesian" => 7203,
        "cartesian-3d" => 9157,
        _ => return None,
    };
    Some(Point { srid, x: number("x")?, y: number("y")?, z: number("z") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::literal::literal;

    #[test]
    fn what_is_written_is_read() {
        for text in [
            "null",
            "true",
            "-7",
            "1.0",
            "1e308",
            "NaN",
            "-Infinity",
            r"'it\'s\n\\ \u0001 ü'",
            "[]",
            "[1, ['a', {}]]",
            "{`a ``b`: [1, 2], c: null}",
            "date('-0044-03-15')",
            "localtime('12:30:00.000000001')",
            "time('12:30:00+01:00')",
            "localdatetime('1918-11-11T11:00:00')",
            "datetime('1984-07-06T05:04:03+02:00[Europe/Stockholm]')",
            "duration('P1Y2M-3DT4H5.000000001S')",
            "point({x: 1.0, y: -2.5, crs: 'cartesian'})",
            "point({x: 1.0, y: -2.5, z: 3.0, crs: 'wgs-84-3d'})",
        ] {
            let value = decode(text).map(|value| literal(&value));
            let expected = decode(text).map(|_| text.to_owned());
            assert!(value.is_some(), "{text}");
            assert_eq!(
                value.and_then(|text| decode(&text)).map(|v| literal(&v)),
                expected.and_then(|text| decode(&text)).map(|v| literal(&v))
            );
        }
    }

    #[test]
    fn anything_else_is_no_literal() {
        let deep = "[".repeat(100_000);
        for text in
            ["", "=", "1 ", "date('soon')", "date(1918)", "'a", "[1,2]", "nobody", "{a}", &deep]
        {
            assert!(decode(text).is_none(), "{text}");
        }
    }
}
