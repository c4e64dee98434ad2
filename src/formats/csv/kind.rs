//! The types of columns: those that a header declares, and those that cells look like.

use crate::value::edtf::Edtf;
use crate::value::temporal::{Clock, Zone};
use crate::value::{Date, DateTime, Duration, LocalDateTime, LocalTime, Point, Time, Value};

/// What completes times that leave something out: nothing of the present.
const CLOCK: Clock = Clock { seconds: 0, nanoseconds: 0, zone: Zone::UTC };

/// The type of the values in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole number.
    Integer,
    /// A floating-point number.
    Float,
    /// True or false.
    Boolean,
    /// A text.
    Text,
    /// A day.
    Date,
    /// A time of day without a zone.
    LocalTime,
    /// A time of day with its offset.
    Time,
    /// A day and time without a zone.
    LocalDateTime,
    /// A day and time in a zone.
    DateTime,
    /// A length of time.
    Duration,
    /// A point.
    Point,
}

/// The types by the names that headers have for them; the first one of each is written.
const NAMES: &[(&str, Kind)] = &[
    ("int", Kind::Integer),
    ("float", Kind::Float),
    ("boolean", Kind::Boolean),
    ("string", Kind::Text),
    ("date", Kind::Date),
    ("localtime", Kind::LocalTime),
    ("time", Kind::Time),
    ("localdatetime", Kind::LocalDateTime),
    ("datetime", Kind::DateTime),
    ("duration", Kind::Duration),
    ("point", Kind::Point),
    ("integer", Kind::Integer),
    ("long", Kind::Integer),
    ("short", Kind::Integer),
    ("byte", Kind::Integer),
    ("double", Kind::Float),
    ("bool", Kind::Boolean),
    ("char", Kind::Text),
    ("text", Kind::Text),
];

impl Kind {
    /// The type of a name in a header.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind)
    }

    /// Its name in a header.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(_, kind)| *kind == self).map_or("string", |(name, _)| name)
    }

    /// The type that a value has in a header; nothing for what a cell can't hold.
    pub(super) fn of_value(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Integer(_) => Self::Integer,
            Value::Float(_) => Self::Float,
            Value::Boolean(_) => Self::Boolean,
            Value::String(_) => Self::Text,
            Value::Date(_) => Self::Date,
            Value::LocalTime(_) => Self::LocalTime,
            Value::Time(_) => Self::Time,
            Value::LocalDateTime(_) => Self::LocalDateTime,
            Value::DateTime(_) => Self::DateTime,
            Value::Duration(_) => Self::Duration,
            Value::Point(_) => Self::Point,
            Value::Null
            | Value::List(_)
            | Value::Map(_)
            | Value::Node(_)
            | Value::Relationship(_)
            | Value::Path(_) => return None,
        })
    }

    /// The value that a cell of this type says; nothing if it says none.
    pub(super) fn read(self, text: &str) -> Option<Value> {
        let trimmed = text.trim();
        match self {
            Self::Text => Some(Value::from(text)),
            Self::Integer => trimmed.parse().ok().map(Value::Integer),
            Self::Float => float(trimmed).map(Value::Float),
            Self::Boolean => boolean(trimmed).map(Value::Boolean),
            Self::Date => Date::parse(trimmed).ok().map(Value::Date),
            Self::LocalTime => LocalTime::parse(trimmed).ok().map(Value::LocalTime),
            Self::Time => Time::parse(trimmed, &CLOCK).ok().map(Value::Time),
            Self::LocalDateTime => local_date_time(trimmed).map(Value::LocalDateTime),
            Self::DateTime => date_time(trimmed).map(|time| Value::DateTime(time.into())),
            Self::Duration => {
                Duration::parse(trimmed).ok().map(|length| Value::Duration(length.into()))
            }
            Self::Point => point(trimmed).map(|point| Value::Point(point.into())),
        }
    }

    /// What a cell of this type is called in messages.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Integer => "a whole number",
            Self::Float => "a number",
            Self::Boolean => "true or false",
            Self::Text => "a text",
            Self::Date => "a date such as 1918-08-12",
            Self::LocalTime => "a time such as 12:30",
            Self::Time => "a time such as 12:30+09:00",
            Self::LocalDateTime => "a date and time such as 1918-08-12T12:30",
            Self::DateTime => "a date and time such as 1918-08-12T12:30+09:00",
            Self::Duration => "a duration such as P1Y2M",
            Self::Point => "a point such as {latitude: 43.1, longitude: 131.9}",
        }
    }
}

/// Floats as people and as Neo4j write them.
fn float(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => text.parse().ok().filter(|number: &f64| number.is_finite()),
    }
}

fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") || text == "1" {
        return Some(true);
    }
    (text.eq_ignore_ascii_case("false") || text == "0").then_some(false)
}

/// A day and time, between which a blank may stand for the `T`.
fn local_date_time(text: &str) -> Option<LocalDateTime> {
    LocalDateTime::parse(&with_t(text)).ok()
}

fn date_time(text: &str) -> Option<DateTime> {
    DateTime::parse(&with_t(text), &CLOCK).ok()
}

fn with_t(text: &str) -> String {
    match text.split_once(' ') {
        Some((day, time)) => format!("{day}T{}", time.trim_start().replacen(' ', "", 1)),
        None => text.to_owned(),
    }
}

/// A point as a map of its coordinates, with braces or without: `{x: 1, y: 2, crs: cartesian}`.
fn point(text: &str) -> Option<Point> {
    let inner = text.strip_prefix("point(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
    let inner = inner.trim_start_matches('{').trim_end_matches('}');
    let (mut coordinates, mut system) = ([None; 3], None);
    for part in inner.split(',') {
        let (name, value) = part.split_once(':')?;
        let value = value.trim().trim_matches(['\'', '"']);
        match name.trim() {
            "x" | "longitude" => coordinates[0] = value.parse().ok(),
            "y" | "latitude" => coordinates[1] = value.parse().ok(),
            "z" | "height" => coordinates[2] = value.parse().ok(),
            "crs" => system = Some(value.to_ascii_lowercase()),
            "srid" => system = Some(value.to_owned()),
            _ => return None,
        }
    }
    let [Some(x), Some(y), z] = coordinates else { return None };
    let is_geographic = inner.contains("itude") || system.as_deref().is_some_and(is_earthly);
    let srid = match (is_geographic, z) {
        (true, None) => 4326,
        (true, Some(_)) => 4979,
        (false, None) => 7203,
        (false, Some(_)) => 9157,
    };
    Some(Point { srid, x, y, z })
}

fn is_earthly(system: &str) -> bool {
    system.starts_with("wgs-84") || matches!(system, "4326" | "4979")
}

/// What the cells of a column look like that no header declares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Guess {
    /// There is none yet.
    #[default]
    Nothing,
    /// Whole numbers, written as we write them: neither `007` nor `+7`.
    Integer,
    /// Numbers.
    Float,
    /// True and false.
    Boolean,
    /// Days.
    Date,
    /// Days and times.
    LocalDateTime,
    /// Days and times in zones.
    DateTime,
    /// Something else.
    Text,
}

impl Guess {
    /// What one cell looks like.
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim();
        match text.as_bytes() {
            [b'-' | b'0'..=b'9', ..] => Self::of_number(text),
            [b't' | b'T' | b'f' | b'F', ..]
                if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") =>
            {
                Self::Boolean
            }
            _ => Self::Text,
        }
    }

    fn of_number(text: &str) -> Self {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let whole = digits.bytes().take_while(u8::is_ascii_digit).count();
        let has_zeros = whole > 1 && digits.starts_with('0');
        if whole == digits.len() {
            let fits = !has_zeros && text != "-0" && text.parse::<i64>().is_ok();
            return if fits { Self::Integer } else { Self::Text };
        }
        if is_day(digits.get(..10).unwrap_or_default()) {
            return Self::of_instant(text);
        }
        let is_decimal = digits
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'-' | b'+'));
        let is_float = is_decimal && whole > 0 && !has_zeros && float(text).is_some();
        if is_float { Self::Float } else { Self::Text }
    }

    fn of_instant(text: &str) -> Self {
        if text.len() == 10 {
            return if Date::parse(text).is_ok() { Self::Date } else { Self::Text };
        }
        if !matches!(text.as_bytes().get(10), Some(b'T' | b' ')) {
            return Self::Text;
        }
        if local_date_time(text).is_some() {
            return Self::LocalDateTime;
        }
        let is_zoned = date_time(text).is_some();
        if is_zoned { Self::DateTime } else { Self::Text }
    }

    /// What both this and another are.
    pub(super) fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, one) | (one, Self::Nothing) => one,
            (one, two) if one == two => one,
            (Self::Integer, Self::Float) | (Self::Float, Self::Integer) => Self::Float,
            (_, _) => Self::Text,
        }
    }

    /// The type that a column gets which looks like this.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Nothing | Self::Text => Kind::Text,
            Self::Integer => Kind::Integer,
            Self::Float => Kind::Float,
            Self::Boolean => Kind::Boolean,
            Self::Date => Kind::Date,
            Self::LocalDateTime => Kind::LocalDateTime,
            Self::DateTime => Kind::DateTime,
        }
    }
}

/// Whether a text is like `1918-08-12`.
fn is_day(text: &str) -> bool {
    let is_right = |(place, byte): (usize, u8)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(is_right)
}

/// A date as precisely as a cell tells it, in EDTF: years get four digits.
pub(super) fn edtf(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let year = digits.bytes().take_while(u8::is_ascii_digit).count();
    let padded = match year {
        1..=3
            if year == digits.len()
                || matches!(digits.as_bytes().get(year), Some(b'?' | b'~' | b'%')) =>
        {
            let sign = if digits.len() < text.len() { "-" } else { "" };
            format!("{sign}{digits:0>width$}", width = digits.len() + 4 - year)
        }
        _ => text.to_owned(),
    };
    Edtf::parse(&padded).is_ok().then_some(padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_look_like_what_they_are() {
        for (text, guess) in [
            ("7", Guess::Integer),
            ("-12", Guess::Integer),
            ("007", Guess::Text),
            ("99999999999999999999", Guess::Text),
            ("1.50", Guess::Float),
            ("1e3", Guess::Float),
            ("1.2.3", Guess::Text),
            ("TRUE", Guess::Boolean),
            ("1918-08-12", Guess::Date),
            ("1918-02-30", Guess::Text),
            ("1918-08", Guess::Text),
            ("2011-01-01 10:20:30", Guess::LocalDateTime),
            ("2011-01-01T10:20:30Z", Guess::DateTime),
            ("2011-01-01T10:20:30+01:00", Guess::DateTime),
            ("", Guess::Text),
            ("é", Guess::Text),
        ] {
            assert_eq!(Guess::of(text), guess, "{text}");
        }
    }

    #[test]
    fn dates_get_four_digits_and_keep_their_doubts() {
        for (text, date) in [
            ("19", Some("0019")),
            ("778?", Some("0778?")),
            ("-52", Some("-0052")),
            ("0778", Some("0778")),
            ("1490-01-01~", Some("1490-01-01~")),
            ("1918-02", Some("1918-02")),
            ("soon", None),
        ] {
            assert_eq!(edtf(text).as_deref(), date, "{text}");
        }
    }

    #[test]
    fn points_come_back_from_their_texts() {
        for text in [
            "{x: 1.0, y: 2.0}",
            "point({longitude: 1.0, latitude: 2.0})",
            "{x: 1, y: 2, crs: wgs-84}",
        ] {
            let Some(Value::Point(read)) = Kind::Point.read(text) else {
                unreachable!("{text} is a point")
            };
            assert!((read.x, read.y) == (1.0, 2.0), "{text}");
        }
        assert!(Kind::Point.read("1,2").is_none());
    }
}
