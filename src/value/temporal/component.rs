//! Components: what `value.name` gives for dates, times, durations and points.

use super::calendar::{Civil, IsoWeek, ordinal_of, quarter_of, quarter_start, week_of, weekday_of};
use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, NANOS_PER_SECOND, Time, Zone};
use crate::value::{Point, Value};

const DATE: &[&str] = &[
    "year",
    "quarter",
    "month",
    "week",
    "weekYear",
    "dayOfQuarter",
    "quarterDay",
    "day",
    "ordinalDay",
    "weekDay",
    "dayOfWeek",
];
const TIME: &[&str] = &["hour", "minute", "second", "millisecond", "microsecond", "nanosecond"];
const OFFSET: &[&str] = &["timezone", "offset", "offsetMinutes", "offsetSeconds"];
const EPOCH: &[&str] = &["epochMillis", "epochSeconds"];
const DURATION: &[&str] = &[
    "years",
    "quarters",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "seconds",
    "milliseconds",
    "microseconds",
    "nanoseconds",
    "quartersOfYear",
    "monthsOfYear",
    "monthsOfQuarter",
    "daysOfWeek",
    "minutesOfHour",
    "secondsOfMinute",
    "millisecondsOfSecond",
    "microsecondsOfSecond",
    "nanosecondsOfSecond",
];
const POINT: &[&str] = &["x", "y", "z", "longitude", "latitude", "height", "crs", "srid"];

/// The names of the components that a value of this kind has; none for kinds without components.
#[must_use]
pub fn component_names(value: &Value) -> Vec<&'static str> {
    let groups: &[&[&str]] = match value {
        Value::Date(_) => &[DATE],
        Value::LocalTime(_) => &[TIME],
        Value::Time(_) => &[TIME, OFFSET],
        Value::LocalDateTime(_) => &[DATE, TIME],
        Value::DateTime(_) => &[DATE, TIME, OFFSET, EPOCH],
        Value::Duration(_) => &[DURATION],
        Value::Point(_) => &[POINT],
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_) => &[],
    };
    groups.concat()
}

/// A component of a date, time, duration or point by its name in any case; `None` if it has none of
/// this name.
#[must_use]
pub fn component(value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Date(date) => date.component(name),
        Value::LocalTime(time) => time.component(name),
        Value::Time(time) => time.component(name),
        Value::LocalDateTime(time) => time.component(name),
        Value::DateTime(time) => time.component(name),
        Value::Duration(duration) => duration.component(name),
        Value::Point(point) => point_component(point, name),
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_) => None,
    }
}

impl Date {
    /// A component by its name in any case, such as `year` or `ordinalDay`.
    #[must_use]
    pub fn component(self, name: &str) -> Option<Value> {
        let Civil { year, month, day } = self.civil();
        let IsoWeek { year: week_year, week } = week_of(self.0);
        let number = match name.to_ascii_lowercase().as_str() {
            "year" => year,
            "quarter" => quarter_of(month),
            "month" => month,
            "week" => week,
            "weekyear" => week_year,
            "dayofquarter" | "quarterday" => self.0 - quarter_start(year, quarter_of(month)) + 1,
            "day" => day,
            "ordinalday" => ordinal_of(self.0),
            "weekday" | "dayofweek" => weekday_of(self.0),
            _ => return None,
        };
        Some(number.into())
    }
}

impl LocalTime {
    /// A component by its name in any case, such as `hour` or `microsecond`.
    #[must_use]
    pub fn component(self, name: &str) -> Option<Value> {
        let number = match name.to_ascii_lowercase().as_str() {
            "hour" => self.hour(),
            "minute" => self.minute(),
            "second" => self.second(),
            "millisecond" => self.nanosecond() / 1_000_000,
            "microsecond" => self.nanosecond() / 1000,
            "nanosecond" => self.nanosecond(),
            _ => return None,
        };
        Some(number.into())
    }
}

/// A component of an offset: `offset`, `offsetMinutes` or `offsetSeconds`.
fn offset_component(offset: i32, name: &str) -> Option<Value> {
    match name.to_ascii_lowercase().as_str() {
        "offset" => Some(Zone::Offset(offset).to_string().into()),
        "offsetminutes" => Some(i64::from(offset / 60).into()),
        "offsetseconds" => Some(i64::from(offset).into()),
        _ => None,
    }
}

impl Time {
    /// A component by its name in any case, such as `hour` or `offset`.
    #[must_use]
    pub fn component(self, name: &str) -> Option<Value> {
        if name.eq_ignore_ascii_case("timezone") {
            return Some(Zone::Offset(self.offset).to_string().into());
        }
        self.local.component(name).or_else(|| offset_component(self.offset, name))
    }
}

impl LocalDateTime {
    /// A component by its name in any case, such as `year` or `hour`.
    #[must_use]
    pub fn component(self, name: &str) -> Option<Value> {
        self.date().component(name).or_else(|| self.time().component(name))
    }
}

impl DateTime {
    /// A component by its name in any case, such as `year`, `timezone` or `epochMillis`.
    #[must_use]
    pub fn component(&self, name: &str) -> Option<Value> {
        let milliseconds = i64::from(self.local.nanoseconds / 1_000_000);
        match name.to_ascii_lowercase().as_str() {
            "timezone" => Some(self.zone().to_string().into()),
            "epochseconds" => Some(self.epoch_seconds().into()),
            "epochmillis" => Some((self.epoch_seconds() * 1000 + milliseconds).into()),
            _ => {
                let local = self.local.component(name);
                local.or_else(|| offset_component(self.offset, name))
            }
        }
    }
}

impl Duration {
    /// A component by its name in any case: a whole part, such as `months` or `minutes`, or what is
    /// left of it within a larger one, such as `monthsOfYear` or `minutesOfHour`.
    #[must_use]
    pub fn component(&self, name: &str) -> Option<Value> {
        let (seconds, nanoseconds) = self.signed_time();
        let fine = |per_second: i64| {
            let rest = nanoseconds / (NANOS_PER_SECOND / per_second);
            seconds.checked_mul(per_second).and_then(|whole| whole.checked_add(rest))
        };
        let number = match name.to_ascii_lowercase().as_str() {
            "years" => self.months / 12,
            "quarters" => self.months / 3,
            "months" => self.months,
            "weeks" => self.days / 7,
            "days" => self.days,
            "hours" => seconds / 3600,
            "minutes" => seconds / 60,
            "seconds" => seconds,
            "milliseconds" => fine(1000)?,
            "microseconds" => fine(1_000_000)?,
            "nanoseconds" => fine(NANOS_PER_SECOND)?,
            "quartersofyear" => self.months / 3 % 4,
            "monthsofyear" => self.months % 12,
            "monthsofquarter" => self.months % 3,
            "daysofweek" => self.days % 7,
            "minutesofhour" => seconds / 60 % 60,
            "secondsofminute" => seconds % 60,
            "millisecondsofsecond" => nanoseconds / 1_000_000,
            "microsecondsofsecond" => nanoseconds / 1000,
            "nanosecondsofsecond" => nanoseconds,
            _ => return None,
        };
        Some(number.into())
    }
}

fn point_component(point: &Point, name: &str) -> Option<Value> {
    let is_geographic = point.is_geographic();
    match name.to_ascii_lowercase().as_str() {
        "x" => Some(point.x.into()),
        "y" => Some(point.y.into()),
        "z" => point.z.map(Value::from),
        "longitude" if is_geographic => Some(point.x.into()),
        "latitude" if is_geographic => Some(point.y.into()),
        "height" if is_geographic => point.z.map(Value::from),
        "crs" => Some(point.system().into()),
        "srid" => Some(i64::from(point.srid).into()),
        _ => None,
    }
}
