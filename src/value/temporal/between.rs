//! The time between two dates or times of any types.
//!
//! A side that lacks a day, a time or a zone borrows it: the day and the zone from the other side,
//! the time from midnight. Sides in different zones are compared in the zone of the first.

use super::calendar::Civil;
use super::fields::{date_of, time_of, wrong_kind};
use super::zone::Zone;
use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, NANOS_PER_SECOND};
use crate::error::Result;
use crate::value::Value;

/// Both sides in the zone of the first.
struct Span {
    from: DateTime,
    to: DateTime,
    /// Whether both sides have a day of their own, so that months and days can be counted.
    has_days: bool,
}

/// The duration between two dates or times in months, days and seconds.
///
/// # Errors
/// `TypeMismatch` if a side is not a date or time.
pub fn between(from: &Value, to: &Value) -> Result<Duration> {
    let span = Span::new(from, to)?;
    let months = span.months();
    let later = span.from.plus(&Duration { months, ..Duration::ZERO })?;
    let span = Span { from: later, ..span };
    let days = span.days();
    let later = span.from.plus(&Duration { days, ..Duration::ZERO })?;
    let span = Span { from: later, ..span };
    Duration::from_parts(i128::from(months), i128::from(days), span.nanoseconds())
}

/// The whole months between two dates or times.
///
/// # Errors
/// `TypeMismatch` if a side is not a date or time.
pub fn in_months(from: &Value, to: &Value) -> Result<Duration> {
    Ok(Duration { months: Span::new(from, to)?.months(), ..Duration::ZERO })
}

/// The whole days between two dates or times.
///
/// # Errors
/// `TypeMismatch` if a side is not a date or time.
pub fn in_days(from: &Value, to: &Value) -> Result<Duration> {
    Ok(Duration { days: Span::new(from, to)?.days(), ..Duration::ZERO })
}

/// The seconds between two dates or times, as they have passed on the time line.
///
/// # Errors
/// `TypeMismatch` if a side is not a date or time.
pub fn in_seconds(from: &Value, to: &Value) -> Result<Duration> {
    Duration::from_parts(0, 0, Span::new(from, to)?.nanoseconds())
}

impl Span {
    fn new(from: &Value, to: &Value) -> Result<Self> {
        let (from_date, to_date) = (date_of(from), date_of(to));
        let has_days = from_date.is_some() && to_date.is_some();
        let zone = |value: &Value| time_of(value).and_then(|time| time.zone);
        let side = |value: &Value, date: Option<Date>, other: &Value| {
            let time = time_of(value);
            if date.is_none() && time.is_none() {
                return Err(wrong_kind("span of time", value));
            }
            let date = date.or_else(|| date_of(other)).unwrap_or(Date(0));
            let local = time.as_ref().map_or(LocalTime::MIDNIGHT, |time| time.local);
            let offset = time.as_ref().and_then(|time| time.offset);
            let zone = time.and_then(|time| time.zone).or_else(|| zone(other));
            zone.unwrap_or(Zone::UTC).at_local(LocalDateTime::new(date, local), offset)
        };
        let (from, to) = (side(from, from_date, to)?, side(to, to_date, from)?);
        let to = to.in_zone(&from.zone())?;
        Ok(Self { from, to, has_days })
    }

    /// Whole days from the first side to the second, as the calendar of the zone counts them.
    fn days(&self) -> i64 {
        if !self.has_days {
            return 0;
        }
        self.end_date().0 - self.from.local.date().0
    }

    /// Whole months from the first side to the second.
    fn months(&self) -> i64 {
        if !self.has_days {
            return 0;
        }
        let place = |Civil { year, month, day }: Civil| (year * 12 + month) * 32 + day;
        (place(self.end_date().civil()) - place(self.from.local.date().civil())) / 32
    }

    /// The day of the second side, one nearer to the first if the time of day is not reached.
    fn end_date(&self) -> Date {
        let (start, end) = (self.from.local.date(), self.to.local.date());
        let (start_time, end_time) = (self.from.local.time(), self.to.local.time());
        if end > start && end_time < start_time {
            return Date(end.0 - 1);
        }
        if end < start && end_time > start_time { Date(end.0 + 1) } else { end }
    }

    fn nanoseconds(&self) -> i128 {
        let seconds = self.to.epoch_seconds() - self.from.epoch_seconds();
        let (from, to) = (self.from.local.nanoseconds, self.to.local.nanoseconds);
        i128::from(seconds) * i128::from(NANOS_PER_SECOND) + i128::from(to) - i128::from(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::temporal::{Clock, Time};
    use std::time::UNIX_EPOCH;

    fn value(text: &str) -> Value {
        let clock = Clock::new(UNIX_EPOCH);
        let local_time = || LocalTime::parse(text).map(Value::from);
        let local = || LocalDateTime::parse(text).map(Value::from);
        Date::parse(text)
            .map(Value::from)
            .or_else(|_| local_time())
            .or_else(|_| local())
            .or_else(|_| DateTime::parse(text, &clock).map(Value::from))
            .or_else(|_| Time::parse(text, &clock).map(Value::from))
            .unwrap_or_default()
    }

    #[test]
    fn sides_borrow_what_they_lack() {
        for (from, to, result) in [
            ("1984-10-11", "2015-06-24", "P30Y8M13D"),
            ("1984-10-11", "16:30", "PT16H30M"),
            ("14:30", "2015-06-24", "PT-14H-30M"),
            ("14:30Z", "2015-07-21T21:40:32.142+0100", "PT6H10M32.142S"),
            ("2015-07-21T21:40:32.142", "2015-06-24", "P-27DT-21H-40M-32.142S"),
            ("2014-07-21T21:40:36.143+0200", "2015-06-24", "P11M2DT2H19M23.857S"),
            ("2014-07-21T21:40:36.143+0200", "2015-07-21T21:40:32.142+0100", "P1YT59M55.999S"),
            ("2014-07-21T21:40:36.143+0200", "16:30+0100", "PT-4H-10M-36.143S"),
            ("-999999999-01-01", "+999999999-12-31", "P1999999998Y11M30D"),
        ] {
            let found = between(&value(from), &value(to)).map(|found| found.to_string());
            assert_eq!(found.ok().as_deref(), Some(result), "{from} {to}");
        }
    }

    #[test]
    fn days_may_have_25_hours() {
        for (from, to, result) in [
            ("2017-10-29T00:00[Europe/Stockholm]", "2017-10-29T04:00", "PT5H"),
            ("00:00", "2017-10-29T04:00[Europe/Stockholm]", "PT5H"),
            ("2017-10-29T00:00[Europe/Stockholm]", "2017-10-30", "PT25H"),
            ("12:44:54.7", "12:34:55.3", "PT-9M-59.4S"),
            ("-999999999-01-01", "+999999999-12-31T23:59:59", "PT17531639991215H59M59S"),
        ] {
            let found = in_seconds(&value(from), &value(to)).map(|found| found.to_string());
            assert_eq!(found.ok().as_deref(), Some(result), "{from} {to}");
        }
        let months = in_months(
            &value("2018-07-21T21:40:36.143+0500"),
            &value("1984-07-21T22:40:36.143+0200"),
        );
        assert_eq!(months.map(|found| found.to_string()).ok().as_deref(), Some("P-33Y-11M"));
    }
}
