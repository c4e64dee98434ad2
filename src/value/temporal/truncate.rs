//! Truncation: the beginning of the year, week, hour … that a value lies in, with components that
//! replace its own afterwards.

use std::str::FromStr;

use super::calendar::{
    Civil, days_of, first_monday, quarter_of, quarter_start, week_of, weekday_of,
};
use super::compose::{compose_date, compose_time};
use super::fields::{Fields, date_of, time_of, wrong_kind};
use super::zone::Clock;
use super::{Date, DateTime, LocalDateTime, LocalTime, NANOS_PER_DAY, NANOS_PER_SECOND, Time};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{Map, Value};

/// A unit to truncate to, from the largest to the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// 1000 years.
    Millennium,
    /// 100 years.
    Century,
    /// 10 years.
    Decade,
    /// A year of the calendar.
    Year,
    /// A year of ISO weeks.
    WeekYear,
    /// Three months.
    Quarter,
    /// A month of the calendar.
    Month,
    /// A week that begins on Monday.
    Week,
    /// A day.
    Day,
    /// An hour.
    Hour,
    /// A minute.
    Minute,
    /// A second.
    Second,
    /// A thousandth of a second.
    Millisecond,
    /// A millionth of a second.
    Microsecond,
}

const UNITS: &[(&str, Unit)] = &[
    ("millennium", Unit::Millennium),
    ("century", Unit::Century),
    ("decade", Unit::Decade),
    ("year", Unit::Year),
    ("weekYear", Unit::WeekYear),
    ("quarter", Unit::Quarter),
    ("month", Unit::Month),
    ("week", Unit::Week),
    ("day", Unit::Day),
    ("hour", Unit::Hour),
    ("minute", Unit::Minute),
    ("second", Unit::Second),
    ("millisecond", Unit::Millisecond),
    ("microsecond", Unit::Microsecond),
];

/// By its name in any case.
impl FromStr for Unit {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let known = UNITS.iter().find(|unit| unit.0.eq_ignore_ascii_case(name));
        known.map(|unit| unit.1).ok_or_else(|| {
            let names: Vec<_> = UNITS.iter().map(|unit| unit.0).collect();
            let message = format!("`{name}` is not a unit to truncate to");
            Error::new(ErrorCode::InvalidArgument, message)
                .with_help(format!("the units are {}", names.join(", ")))
        })
    }
}

impl Unit {
    fn name(self) -> &'static str {
        UNITS.iter().find(|unit| unit.1 == self).map_or("", |unit| unit.0)
    }

    fn unfit(self, target: &str) -> Error {
        let message = format!("a {target} can't be truncated to `{}`", self.name());
        Error::new(ErrorCode::InvalidArgument, message)
    }
}

/// The first day of the unit that a day lies in.
fn truncate_date(date: Date, unit: Unit) -> Result<Date> {
    let Civil { year, month, .. } = date.civil();
    let of_years = |count: i64| Date::new(year.div_euclid(count) * count, 1, 1);
    match unit {
        Unit::Millennium => of_years(1000),
        Unit::Century => of_years(100),
        Unit::Decade => of_years(10),
        Unit::Year => of_years(1),
        Unit::WeekYear => Date::from_days(first_monday(week_of(date.0).year)),
        Unit::Quarter => Ok(Date(quarter_start(year, quarter_of(month)))),
        Unit::Month => Ok(Date(days_of(year, month, 1))),
        Unit::Week => Date::from_days(date.0 - weekday_of(date.0) + 1),
        Unit::Day
        | Unit::Hour
        | Unit::Minute
        | Unit::Second
        | Unit::Millisecond
        | Unit::Microsecond => Ok(date),
    }
}

/// The beginning of the unit that a time lies in; midnight for a day and what is longer.
fn truncate_time(time: LocalTime, unit: Unit) -> LocalTime {
    let length = match unit {
        Unit::Millennium
        | Unit::Century
        | Unit::Decade
        | Unit::Year
        | Unit::WeekYear
        | Unit::Quarter
        | Unit::Month
        | Unit::Week
        | Unit::Day => NANOS_PER_DAY,
        Unit::Hour => 3600 * NANOS_PER_SECOND,
        Unit::Minute => 60 * NANOS_PER_SECOND,
        Unit::Second => NANOS_PER_SECOND,
        Unit::Millisecond => 1_000_000,
        Unit::Microsecond => 1000,
    };
    LocalTime(time.0 - time.0 % length)
}

/// The components with the milli- or microsecond that truncation has kept, so that smaller ones are
/// counted within it.
fn with_kept(fields: &Map, unit: Unit, time: LocalTime) -> Map {
    let mut fields = fields.clone();
    let has = |name: &str| fields.keys().any(|key| key.eq_ignore_ascii_case(name));
    let kept = if unit == Unit::Millisecond && (has("microsecond") || has("nanosecond")) {
        Some(("millisecond", time.nanosecond() / 1_000_000))
    } else if unit == Unit::Microsecond && has("nanosecond") {
        Some(("microsecond", time.nanosecond() / 1000))
    } else {
        None
    };
    if let Some((name, size)) = kept.filter(|kept| !has(kept.0)) {
        fields.insert(name.into(), size.into());
    }
    fields
}

impl Date {
    /// The first day of the unit that a value's day lies in, with components replaced.
    ///
    /// # Errors
    /// `InvalidArgument` for a unit shorter than a day, `TypeMismatch` for a value without a day, and
    /// what components can be wrong with.
    pub fn truncate(unit: Unit, value: &Value, fields: &Map) -> Result<Self> {
        if unit > Unit::Day {
            return Err(unit.unfit("date"));
        }
        let date = date_of(value).ok_or_else(|| wrong_kind("date", value))?;
        let fields = Fields::new(fields);
        fields.check_date()?;
        compose_date(fields, Some(truncate_date(date, unit)?))
    }
}

impl LocalTime {
    /// The beginning of the unit that a value's time lies in, with components replaced.
    ///
    /// # Errors
    /// `InvalidArgument` for a unit longer than a day, `TypeMismatch` for a value without a time, and
    /// what components can be wrong with.
    pub fn truncate(unit: Unit, value: &Value, fields: &Map) -> Result<Self> {
        if unit < Unit::Day {
            return Err(unit.unfit("local time"));
        }
        Fields::new(fields).check_time()?;
        let time = time_of(value).ok_or_else(|| wrong_kind("local time", value))?.local;
        let time = truncate_time(time, unit);
        compose_time(Fields::new(&with_kept(fields, unit, time)), Some(time))
    }
}

impl Time {
    /// The beginning of the unit that a value's time lies in, with components replaced; a `timezone`
    /// replaces the offset and leaves the time on the wall.
    ///
    /// # Errors
    /// As [`LocalTime::truncate`].
    pub fn truncate(unit: Unit, value: &Value, fields: &Map, clock: &Clock) -> Result<Self> {
        if unit < Unit::Day {
            return Err(unit.unfit("time"));
        }
        Fields::new(fields).check_zoned_time()?;
        let base = time_of(value).ok_or_else(|| wrong_kind("time", value))?;
        let time = truncate_time(base.local, unit);
        let local = compose_time(Fields::new(&with_kept(fields, unit, time)), Some(time))?;
        let offset = match (Fields::new(fields).zone()?, base.offset) {
            (Some(zone), _) => clock.clone().in_zone(zone).offset()?,
            (None, Some(offset)) => offset,
            (None, None) => clock.offset()?,
        };
        Ok(Self { local, offset })
    }
}

impl LocalDateTime {
    /// The beginning of the unit that a value lies in, with components replaced.
    ///
    /// # Errors
    /// `TypeMismatch` for a value without a day, and what components can be wrong with.
    pub fn truncate(unit: Unit, value: &Value, fields: &Map) -> Result<Self> {
        Fields::new(fields).check_date_time()?;
        truncate_local(unit, value, fields)
    }
}

fn truncate_local(unit: Unit, value: &Value, fields: &Map) -> Result<LocalDateTime> {
    let date = date_of(value).ok_or_else(|| wrong_kind("date and time", value))?;
    let time = time_of(value).map_or(LocalTime::MIDNIGHT, |time| time.local);
    let (date, time) = (truncate_date(date, unit)?, truncate_time(time, unit));
    let fields = with_kept(fields, unit, time);
    let fields = Fields::new(&fields);
    Ok(LocalDateTime::new(compose_date(fields, Some(date))?, compose_time(fields, Some(time))?))
}

impl DateTime {
    /// The beginning of the unit that a value lies in, with components replaced; a `timezone`
    /// replaces the zone and leaves the time on the wall.
    ///
    /// # Errors
    /// As [`LocalDateTime::truncate`].
    pub fn truncate(unit: Unit, value: &Value, fields: &Map, clock: &Clock) -> Result<Self> {
        Fields::new(fields).check_zoned_date_time()?;
        let local = truncate_local(unit, value, fields)?;
        let base = time_of(value);
        let offset = base.as_ref().and_then(|base| base.offset);
        let zone = Fields::new(fields).zone()?.or_else(|| base.and_then(|base| base.zone));
        zone.unwrap_or_else(|| clock.zone.clone()).at_local(local, offset)
    }
}
