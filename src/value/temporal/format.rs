//! Temporal values as ISO 8601 writes them, in the shortest form without loss.

use std::fmt;

use super::calendar::Civil;
use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, NANOS_PER_SECOND, Time};

/// `2015-07-21`; years beyond 9999 have a plus sign, those before 0 a minus sign.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Civil { year, month, day } = self.civil();
        write_year(f, year)?;
        write!(f, "-{month:02}-{day:02}")
    }
}

pub(crate) fn write_year(f: &mut impl fmt::Write, year: i64) -> fmt::Result {
    let sign = match year {
        ..0 => "-",
        0..=9999 => "",
        10_000.. => "+",
    };
    write!(f, "{sign}{:04}", year.abs())
}

/// `21:40`, `21:40:32` or `21:40:32.142`.
impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())?;
        let (second, nanosecond) = (self.second(), self.nanosecond());
        if second != 0 || nanosecond != 0 {
            write!(f, ":{second:02}")?;
        }
        write_fraction(f, nanosecond, 3)
    }
}

/// A fraction of a second with its point, in digits by the `group`; nothing for 0.
fn write_fraction(f: &mut fmt::Formatter<'_>, nanoseconds: i64, group: usize) -> fmt::Result {
    if nanoseconds == 0 {
        return Ok(());
    }
    let digits = format!("{nanoseconds:09}");
    let needed = digits.trim_end_matches('0').len().next_multiple_of(group);
    write!(f, ".{}", &digits[..needed])
}

/// `21:40:32.142+01:00`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.local.fmt(f)?;
        write_offset(f, self.offset)
    }
}

/// `Z`, `+01:00` or `+00:53:28`.
pub(super) fn write_offset(f: &mut fmt::Formatter<'_>, offset: i32) -> fmt::Result {
    if offset == 0 {
        return f.write_str("Z");
    }
    let sign = if offset < 0 { '-' } else { '+' };
    let size = offset.abs();
    write!(f, "{sign}{:02}:{:02}", size / 3600, size / 60 % 60)?;
    if size % 60 == 0 { Ok(()) } else { write!(f, ":{:02}", size % 60) }
}

/// `2015-07-21T21:40:32.142`.
impl fmt::Display for LocalDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date(), self.time())
    }
}

/// `2015-07-21T21:40:32.142+02:00[Europe/Stockholm]`.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.local.fmt(f)?;
        write_offset(f, self.offset)?;
        self.zone.as_ref().map_or(Ok(()), |name| write!(f, "[{name}]"))
    }
}

/// `P12Y5M14DT16H13M10.000000001S`; every part has its own sign.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, nanoseconds) = self.signed_time();
        let parts = [(self.months / 12, 'Y'), (self.months % 12, 'M'), (self.days, 'D')];
        if parts.iter().all(|part| part.0 == 0) && seconds == 0 && nanoseconds == 0 {
            return f.write_str("PT0S");
        }
        f.write_str("P")?;
        write_parts(f, &parts)?;
        if seconds == 0 && nanoseconds == 0 {
            return Ok(());
        }
        f.write_str("T")?;
        write_parts(f, &[(seconds / 3600, 'H'), (seconds / 60 % 60, 'M')])?;
        write_seconds(f, seconds % 60, nanoseconds)
    }
}

fn write_parts(f: &mut fmt::Formatter<'_>, parts: &[(i64, char)]) -> fmt::Result {
    for (size, unit) in parts.iter().filter(|part| part.0 != 0) {
        write!(f, "{size}{unit}")?;
    }
    Ok(())
}

fn write_seconds(f: &mut fmt::Formatter<'_>, seconds: i64, nanoseconds: i64) -> fmt::Result {
    if seconds == 0 && nanoseconds == 0 {
        return Ok(());
    }
    let sign = if seconds < 0 || nanoseconds < 0 { "-" } else { "" };
    write!(f, "{sign}{}", seconds.abs())?;
    write_fraction(f, nanoseconds.abs(), 1)?;
    f.write_str("S")
}

impl Duration {
    /// Seconds and nanoseconds of the time part with one sign for both.
    pub(super) fn signed_time(&self) -> (i64, i64) {
        let nanoseconds = i64::from(self.nanoseconds);
        if self.seconds < 0 && nanoseconds > 0 {
            return (self.seconds + 1, nanoseconds - NANOS_PER_SECOND);
        }
        (self.seconds, nanoseconds)
    }
}
