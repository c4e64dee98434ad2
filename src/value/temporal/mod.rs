//! Dates, times and durations of the calendar that reaches from year -999 999 999 to 999 999 999.
//!
//! Arithmetic of the calendar is our own, since years reach so far; only the offsets of named zones
//! come from a library, and only `zone.rs` names it. Nothing here reads a clock: what depends on the
//! current time takes a [`Clock`].
//!
//! Each type has `parse` (ISO 8601), `from_components` (a map), `from_value`, `component`,
//! `truncate` and `Display`, in the file of that name. To add a component: its row in `component.rs`
//! and, if it can be given, in `compose.rs`.

mod amount;
mod between;
mod calendar;
mod component;
mod compose;
mod date;
mod duration;
mod fields;
mod format;
mod parse;
mod scan;
mod shift;
mod time;
mod truncate;
mod zone;

use std::sync::Arc;

use super::Value;
use crate::error::{Error, ErrorCode};

pub use amount::Amount;
pub use between::{between, in_days, in_months, in_seconds};
pub use calendar::{Civil, days_in_month, is_leap_year};
pub use component::{component, component_names};
pub use shift::plus;
pub use truncate::Unit;
pub use zone::{Clock, Zone};

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(pub i64);

/// A time of day without a zone, as nanoseconds since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalTime(pub i64);

/// A time of day with its offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// The time on the wall.
    pub local: LocalTime,
    /// Seconds east of UTC.
    pub offset: i32,
}

/// A day and time without a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalDateTime {
    /// Seconds since 1970-01-01T00:00.
    pub seconds: i64,
    /// Nanoseconds within the second, below 1 000 000 000.
    pub nanoseconds: u32,
}

/// A day and time in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// The day and time on the wall.
    pub local: LocalDateTime,
    /// Seconds east of UTC.
    pub offset: i32,
    /// The name of the zone in the IANA database, where it was given.
    pub zone: Option<Arc<str>>,
}

/// A length of time; its four parts are independent, as a month has no fixed number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Months.
    pub months: i64,
    /// Days.
    pub days: i64,
    /// Seconds.
    pub seconds: i64,
    /// Nanoseconds, from 0 up to 999 999 999; the sign stands in the seconds.
    pub nanoseconds: i32,
}

/// The first and the last year of the calendar.
pub const YEARS: std::ops::RangeInclusive<i64> = -999_999_999..=999_999_999;

pub(crate) const SECONDS_PER_DAY: i64 = 86_400;
pub(crate) const NANOS_PER_SECOND: i64 = 1_000_000_000;
pub(crate) const NANOS_PER_DAY: i64 = SECONDS_PER_DAY * NANOS_PER_SECOND;

/// A temporal value that can't be read or does not exist.
fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidTemporalValue, message)
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<LocalTime> for Value {
    fn from(time: LocalTime) -> Self {
        Self::LocalTime(time)
    }
}

impl From<Time> for Value {
    fn from(time: Time) -> Self {
        Self::Time(time)
    }
}

impl From<LocalDateTime> for Value {
    fn from(time: LocalDateTime) -> Self {
        Self::LocalDateTime(time)
    }
}

impl From<DateTime> for Value {
    fn from(time: DateTime) -> Self {
        Self::DateTime(Arc::new(time))
    }
}

impl From<Duration> for Value {
    fn from(duration: Duration) -> Self {
        Self::Duration(Arc::new(duration))
    }
}
