//! Time zones: offsets, named zones with their history, and the clock of a statement.
//!
//! The bundled IANA database serves the years -9999 to 9999. Before them a zone has its first
//! offset; after them its rules go on, found in a year of the same form, since the calendar repeats
//! after 400 years.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::calendar::{Civil, days_of};
use super::scan::Scanner;
use super::{Date, DateTime, LocalDateTime, LocalTime, SECONDS_PER_DAY, YEARS, invalid};
use crate::error::Result;

/// A time zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// A fixed offset in seconds east of UTC.
    Offset(i32),
    /// A zone of the IANA database, such as `Europe/Stockholm`.
    Named(Arc<str>),
}

/// The moment that `date()`, `datetime()` and their like answer, and the zone that is meant where
/// none is given.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Seconds since 1970-01-01T00:00 in UTC.
    pub seconds: i64,
    /// Nanoseconds within the second.
    pub nanoseconds: u32,
    /// The default zone.
    pub zone: Zone,
}

/// The first and last year of which the library knows the offsets, less a margin for its edges.
const KNOWN_YEARS: std::ops::RangeInclusive<i64> = -9990..=9990;
/// The years after which the calendar repeats, and their seconds.
const CYCLE: i64 = 400;
const CYCLE_SECONDS: i64 = 146_097 * SECONDS_PER_DAY;

impl Zone {
    /// UTC.
    pub const UTC: Self = Self::Offset(0);

    /// The zone of an offset, such as `+01:00` or `Z`, or of a name, such as `Europe/Stockholm`.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if it is neither.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.starts_with(['+', '-']) || text.eq_ignore_ascii_case("z") {
            let mut scanner = Scanner::new(text, "time zone");
            let offset = scanner.offset()?;
            scanner.end()?;
            return Ok(Self::Offset(offset));
        }
        let zone = database(text)?;
        Ok(Self::Named(zone.iana_name().unwrap_or(text).into()))
    }

    /// A day and time in this zone. In an hour that occurs twice it is the first one, unless
    /// `preferred` is the second one's offset; one that does not occur is put off by the gap.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if no zone has this name.
    pub fn at_local(&self, local: LocalDateTime, preferred: Option<i32>) -> Result<DateTime> {
        let name = match self {
            Self::Offset(offset) => return Ok(DateTime { local, offset: *offset, zone: None }),
            Self::Named(name) => name,
        };
        let zone = Some(name.clone());
        let (first, second) = offsets(&database(name)?, local);
        let Some(second) = second else { return Ok(DateTime { local, offset: first, zone }) };
        if second > first {
            let local = local.plus(i64::from(second - first), 0)?;
            return Ok(DateTime { local, offset: second, zone });
        }
        let offset = if preferred == Some(second) { second } else { first };
        Ok(DateTime { local, offset, zone })
    }

    /// A moment, given in UTC, as it is in this zone.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if no zone has this name, or the day lies outside of the calendar.
    pub fn at_instant(&self, seconds: i64, nanoseconds: u32) -> Result<DateTime> {
        let (offset, zone) = match self {
            Self::Offset(offset) => (*offset, None),
            Self::Named(name) => (offset_at(&database(name)?, seconds), Some(name.clone())),
        };
        let local = LocalDateTime { seconds, nanoseconds }.plus(i64::from(offset), 0)?;
        Ok(DateTime { local, offset, zone })
    }
}

/// The offset, or `Z`, or the name.
impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(offset) => super::format::write_offset(f, *offset),
            Self::Named(name) => f.write_str(name),
        }
    }
}

fn database(name: &str) -> Result<TimeZone> {
    TimeZone::get(name).map_err(|_| {
        invalid(format!("no time zone has the name `{name}`"))
            .with_help("a zone is an offset such as `+01:00` or a name such as `Europe/Stockholm`")
    })
}

/// The offset of a local time; two where it does not exist or occurs twice, the earlier one first.
fn offsets(zone: &TimeZone, local: LocalDateTime) -> (i32, Option<i32>) {
    match zone.to_ambiguous_timestamp(to_civil(local)).offset() {
        AmbiguousOffset::Unambiguous { offset } => (offset.seconds(), None),
        AmbiguousOffset::Gap { before, after } | AmbiguousOffset::Fold { before, after } => {
            (before.seconds(), Some(after.seconds()))
        }
    }
}

/// A day and time in the library's form, moved into the years that it knows.
fn to_civil(local: LocalDateTime) -> civil::DateTime {
    let Civil { year, month, day } = local.date().civil();
    let (first, last) = (*KNOWN_YEARS.start(), *KNOWN_YEARS.end());
    let (year, month, day) = if year < first {
        (first, 1, 1)
    } else if year > last {
        (last - (last - year).rem_euclid(CYCLE), month, day)
    } else {
        (year, month, day)
    };
    let time = local.time();
    let small = |number: i64| i8::try_from(number).unwrap_or_default();
    civil::DateTime::constant(
        i16::try_from(year).unwrap_or_default(),
        small(month),
        small(day),
        small(time.hour()),
        small(time.minute()),
        small(time.second()),
        0,
    )
}

fn offset_at(zone: &TimeZone, seconds: i64) -> i32 {
    let first = days_of(*KNOWN_YEARS.start(), 1, 1) * SECONDS_PER_DAY;
    let last = days_of(*KNOWN_YEARS.end(), 1, 1) * SECONDS_PER_DAY;
    let known =
        if seconds > last { last - (last - seconds).rem_euclid(CYCLE_SECONDS) } else { seconds };
    let timestamp = Timestamp::from_second(known.max(first)).unwrap_or_default();
    zone.to_offset(timestamp).seconds()
}

impl Clock {
    /// A clock that stands at a moment, in UTC.
    #[must_use]
    pub fn new(time: SystemTime) -> Self {
        let (seconds, nanoseconds) = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => (i64::try_from(since.as_secs()).unwrap_or_default(), since.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                let seconds = i64::try_from(before.as_secs()).unwrap_or_default();
                match before.subsec_nanos() {
                    0 => (-seconds, 0),
                    nanoseconds => (-seconds - 1, 1_000_000_000 - nanoseconds),
                }
            }
        };
        Self { seconds, nanoseconds, zone: Zone::UTC }
    }

    /// The same moment where another zone is the default.
    #[must_use]
    pub fn in_zone(mut self, zone: Zone) -> Self {
        self.zone = zone;
        self
    }

    /// The moment in the default zone.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the zone does not exist.
    pub fn now(&self) -> Result<DateTime> {
        self.zone.at_instant(self.seconds, self.nanoseconds)
    }

    /// The day in the default zone.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the zone does not exist.
    pub fn today(&self) -> Result<Date> {
        Ok(self.now()?.local.date())
    }

    /// The offset that the default zone has now.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the zone does not exist.
    pub fn offset(&self) -> Result<i32> {
        Ok(self.now()?.offset)
    }

    /// The time of day in the default zone.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the zone does not exist.
    pub fn time(&self) -> Result<LocalTime> {
        Ok(self.now()?.local.time())
    }
}

const _: () = assert!(*YEARS.end() < 1_000_000_000, "days and seconds of a date fit in 64 bits");
