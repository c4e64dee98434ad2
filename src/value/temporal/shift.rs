//! Moving dates and times by a duration: months first, then days, then seconds.

use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, NANOS_PER_DAY, Time};
use crate::error::Result;
use crate::value::Value;

impl Date {
    /// The day that is a duration later; of its seconds only whole days count.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if that lies outside of the calendar.
    pub fn plus(self, duration: &Duration) -> Result<Self> {
        let days = duration.time_nanoseconds() / i128::from(NANOS_PER_DAY);
        let days = i64::try_from(days).unwrap_or(i64::MAX);
        self.plus_months(duration.months)?.plus_days(duration.days)?.plus_days(days)
    }
}

impl LocalTime {
    /// The time that is a duration later on some day; its months and days do not count.
    #[must_use]
    pub fn plus(self, duration: &Duration) -> Self {
        Self::wrapping(i128::from(self.0) + duration.time_nanoseconds())
    }
}

impl Time {
    /// The time that is a duration later on some day; its months and days do not count.
    #[must_use]
    pub fn plus(self, duration: &Duration) -> Self {
        Self { local: self.local.plus(duration), ..self }
    }
}

impl LocalDateTime {
    /// The day and time that is a duration later.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if that lies outside of the calendar.
    pub fn plus_duration(self, duration: &Duration) -> Result<Self> {
        self.plus_calendar(duration)?.plus(duration.seconds, i64::from(duration.nanoseconds))
    }

    /// Moves by the months and days alone.
    fn plus_calendar(self, duration: &Duration) -> Result<Self> {
        let date = self.date().plus_months(duration.months)?.plus_days(duration.days)?;
        Ok(Self::new(date, self.time()))
    }
}

impl DateTime {
    /// The day and time that is a duration later. Months and days move on the calendar of the zone,
    /// seconds on the time line, so that a day may have 23 or 25 hours.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if that lies outside of the calendar.
    pub fn plus(&self, duration: &Duration) -> Result<Self> {
        let zone = self.zone();
        let moved = match (duration.months, duration.days) {
            (0, 0) => self.clone(),
            _ => zone.at_local(self.local.plus_calendar(duration)?, Some(self.offset))?,
        };
        let later =
            LocalDateTime { seconds: moved.epoch_seconds(), nanoseconds: moved.local.nanoseconds }
                .plus(duration.seconds, i64::from(duration.nanoseconds))?;
        zone.at_instant(later.seconds, later.nanoseconds)
    }
}

/// A date or time that is a duration later; `None` if the value is not one.
///
/// # Errors
/// `InvalidTemporalValue` if that lies outside of the calendar.
pub fn plus(instant: &Value, duration: &Duration) -> Result<Option<Value>> {
    Ok(Some(match instant {
        Value::Date(date) => date.plus(duration)?.into(),
        Value::LocalTime(time) => time.plus(duration).into(),
        Value::Time(time) => time.plus(duration).into(),
        Value::LocalDateTime(time) => time.plus_duration(duration)?.into(),
        Value::DateTime(time) => time.plus(duration)?.into(),
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_)
        | Value::Duration(_)
        | Value::Point(_) => return Ok(None),
    }))
}
