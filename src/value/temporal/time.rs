//! Times of day, and days with times: making them and taking them apart.

use super::date::{check, out_of_range};
use super::zone::Zone;
use super::{
    Date, DateTime, LocalDateTime, LocalTime, NANOS_PER_DAY, NANOS_PER_SECOND, SECONDS_PER_DAY,
    Time,
};
use crate::error::Result;

impl LocalTime {
    /// The beginning of a day.
    pub const MIDNIGHT: Self = Self(0);

    /// The time of an hour, minute, second and nanosecond of the second.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if one of them is outside of its range.
    pub fn new(hour: i64, minute: i64, second: i64, nanosecond: i64) -> Result<Self> {
        check("hour", hour, &(0..=23))?;
        check("minute", minute, &(0..=59))?;
        check("second", second, &(0..=59))?;
        check("nanosecond", nanosecond, &(0..=NANOS_PER_SECOND - 1))?;
        Ok(Self(((hour * 60 + minute) * 60 + second) * NANOS_PER_SECOND + nanosecond))
    }

    /// The time that is so many nanoseconds after midnight of any day.
    #[must_use]
    pub fn wrapping(nanoseconds: i128) -> Self {
        let within = nanoseconds.rem_euclid(i128::from(NANOS_PER_DAY));
        Self(i64::try_from(within).unwrap_or_default())
    }

    /// The hour, from 0 to 23.
    #[must_use]
    pub fn hour(self) -> i64 {
        self.0 / (3600 * NANOS_PER_SECOND)
    }

    /// The minute of the hour.
    #[must_use]
    pub fn minute(self) -> i64 {
        self.0 / (60 * NANOS_PER_SECOND) % 60
    }

    /// The second of the minute.
    #[must_use]
    pub fn second(self) -> i64 {
        self.0 / NANOS_PER_SECOND % 60
    }

    /// The nanosecond of the second.
    #[must_use]
    pub fn nanosecond(self) -> i64 {
        self.0 % NANOS_PER_SECOND
    }
}

impl Time {
    /// Nanoseconds since midnight in UTC; below 0 or beyond a day where the offset leads there.
    #[must_use]
    pub fn utc_nanoseconds(self) -> i64 {
        self.local.0 - i64::from(self.offset) * NANOS_PER_SECOND
    }

    /// The same moment at another offset.
    #[must_use]
    pub fn at_offset(self, offset: i32) -> Self {
        let shift = i64::from(offset) - i64::from(self.offset);
        let local = i128::from(self.local.0) + i128::from(shift) * i128::from(NANOS_PER_SECOND);
        Self { local: LocalTime::wrapping(local), offset }
    }
}

impl LocalDateTime {
    /// A day and a time of it.
    #[must_use]
    pub fn new(date: Date, time: LocalTime) -> Self {
        let nanoseconds = u32::try_from(time.nanosecond()).unwrap_or_default();
        Self { seconds: date.0 * SECONDS_PER_DAY + time.0 / NANOS_PER_SECOND, nanoseconds }
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.seconds.div_euclid(SECONDS_PER_DAY))
    }

    /// The time of the day.
    #[must_use]
    pub fn time(self) -> LocalTime {
        let second = self.seconds.rem_euclid(SECONDS_PER_DAY);
        LocalTime(second * NANOS_PER_SECOND + i64::from(self.nanoseconds))
    }

    /// The day and time so many seconds and nanoseconds later.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if that lies outside of the calendar.
    pub fn plus(self, seconds: i64, nanoseconds: i64) -> Result<Self> {
        let nanoseconds = i64::from(self.nanoseconds) + nanoseconds;
        let seconds = self.seconds.checked_add(seconds).ok_or_else(out_of_range)?;
        let seconds = seconds
            .checked_add(nanoseconds.div_euclid(NANOS_PER_SECOND))
            .ok_or_else(out_of_range)?;
        let nanoseconds = nanoseconds.rem_euclid(NANOS_PER_SECOND);
        let result = Self { seconds, nanoseconds: u32::try_from(nanoseconds).unwrap_or_default() };
        Date::from_days(result.date().0).map(|_| result)
    }

    /// Nanoseconds since 1970-01-01T00:00.
    #[must_use]
    pub fn total_nanoseconds(self) -> i128 {
        i128::from(self.seconds) * i128::from(NANOS_PER_SECOND) + i128::from(self.nanoseconds)
    }
}

impl DateTime {
    /// Seconds since 1970-01-01T00:00 in UTC.
    #[must_use]
    pub fn epoch_seconds(&self) -> i64 {
        self.local.seconds - i64::from(self.offset)
    }

    /// The zone, by its name if it has one.
    #[must_use]
    pub fn zone(&self) -> Zone {
        match &self.zone {
            Some(name) => Zone::Named(name.clone()),
            None => Zone::Offset(self.offset),
        }
    }

    /// The same moment in another zone.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if no zone has this name, or the day there lies outside of the calendar.
    pub fn in_zone(&self, zone: &Zone) -> Result<Self> {
        zone.at_instant(self.epoch_seconds(), self.local.nanoseconds)
    }

    /// The time of the day with its offset.
    #[must_use]
    pub fn time(&self) -> Time {
        Time { local: self.local.time(), offset: self.offset }
    }
}
