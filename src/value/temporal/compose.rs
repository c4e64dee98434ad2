//! Dates and times from maps of their components, from other values, and from epochs.
//!
//! A map may name a value to begin with (`date`, `time`, `datetime`) and components that replace
//! its own. A day is given as year, month, day; year, week, day of the week; year, quarter, day of
//! the quarter; or year and day of the year. A component may only stand beneath the larger ones.

use super::calendar::{Civil, IsoWeek, quarter_of, quarter_start, week_of, weekday_of};
use super::date::check;
use super::fields::{DATE_FIELDS, EPOCH, Fields, TIME_FIELDS, ZONE, date_of, time_of, wrong_kind};
use super::zone::{Clock, Zone};
use super::{Date, DateTime, LocalDateTime, LocalTime, NANOS_PER_SECOND, Time, invalid};
use crate::error::{Error, Result};
use crate::value::{Map, Value};

/// One way to give a day: of the components, their year and a day to begin with.
type Form = fn(Fields<'_>, Option<i64>, Option<Date>) -> Result<Date>;

/// The day that components give, above a day to begin with.
pub(super) fn compose_date(fields: Fields<'_>, base: Option<Date>) -> Result<Date> {
    let year = fields.integer("year")?;
    let forms: [(&[&str], Form); 4] = [
        (&["week", "dayOfWeek"], week_date),
        (&["quarter", "dayOfQuarter"], quarter_date),
        (&["ordinalDay"], ordinal_date),
        (&["month", "day"], calendar_date),
    ];
    let mut given = forms.iter().filter(|form| fields.has_any(form.0));
    let form = given.next();
    if let (Some(form), Some(other)) = (form, given.next()) {
        let names = [form.0, other.0].concat().join("`, `");
        return Err(invalid(format!(
            "a day is given in one way, but there are several of `{names}`"
        )));
    }
    form.map_or(calendar_date as Form, |form| form.1)(fields, year, base)
}

/// The component that larger ones need to stand above.
fn missing(name: &str) -> Error {
    invalid(format!("`{name}` must be given"))
}

fn calendar_date(fields: Fields<'_>, year: Option<i64>, base: Option<Date>) -> Result<Date> {
    let base = base.map(Date::civil);
    let (month, day) = (fields.integer("month")?, fields.integer("day")?);
    let year = year.or(base.map(|base| base.year)).ok_or_else(|| missing("year"))?;
    if base.is_none() && month.is_none() && day.is_some() {
        return Err(missing("month"));
    }
    let month = month.or(base.map(|base| base.month)).unwrap_or(1);
    match (day, base) {
        (Some(day), _) => Date::new(year, month, day),
        (None, Some(base)) => Date::clamped(Civil { year, month, day: base.day }),
        (None, None) => Date::new(year, month, 1),
    }
}

fn week_date(fields: Fields<'_>, year: Option<i64>, base: Option<Date>) -> Result<Date> {
    let (week, day) = (fields.integer("week")?, fields.integer("dayOfWeek")?);
    let base_week = base.map(|base| week_of(base.0));
    let base_year = base_week.map(|IsoWeek { year, .. }| year);
    let year = year.or(base_year).ok_or_else(|| missing("year"))?;
    let week = week.or(base_week.map(|base| base.week)).ok_or_else(|| missing("week"))?;
    let day = day.or(base.map(|base| weekday_of(base.0))).unwrap_or(1);
    Date::of_week(year, week, day)
}

fn quarter_date(fields: Fields<'_>, year: Option<i64>, base: Option<Date>) -> Result<Date> {
    let (quarter, day) = (fields.integer("quarter")?, fields.integer("dayOfQuarter")?);
    let civil = base.map(Date::civil);
    let year = year.or(civil.map(|base| base.year)).ok_or_else(|| missing("year"))?;
    let base_quarter = civil.map(|base| quarter_of(base.month));
    let quarter = quarter.or(base_quarter).ok_or_else(|| missing("quarter"))?;
    let base_day = base
        .zip(civil)
        .map(|(date, civil)| date.0 - quarter_start(civil.year, quarter_of(civil.month)) + 1);
    Date::of_quarter(year, quarter, day.or(base_day).unwrap_or(1))
}

fn ordinal_date(fields: Fields<'_>, year: Option<i64>, base: Option<Date>) -> Result<Date> {
    let year = year.or(base.map(|base| base.civil().year)).ok_or_else(|| missing("year"))?;
    let day = fields.integer("ordinalDay")?.ok_or_else(|| missing("ordinalDay"))?;
    Date::of_ordinal(year, day)
}

/// The time that components give, above a time to begin with; midnight if there is nothing.
pub(super) fn compose_time(fields: Fields<'_>, base: Option<LocalTime>) -> Result<LocalTime> {
    let mut parts =
        [base.map(LocalTime::hour), base.map(LocalTime::minute), base.map(LocalTime::second)];
    let mut larger: Option<&str> = None;
    for (part, name) in parts.iter_mut().zip(["hour", "minute", "second"]) {
        if let Some(given) = fields.integer(name)? {
            *part = Some(given);
            if let Some(larger) = larger {
                return Err(missing(larger));
            }
        }
        if part.is_none() {
            larger = larger.or(Some(name));
        }
    }
    let nanosecond = match nanosecond(fields)? {
        Some(_) if parts[2].is_none() => return Err(missing(larger.unwrap_or("second"))),
        Some(given) => given,
        None => base.map_or(0, LocalTime::nanosecond),
    };
    let [hour, minute, second] = parts.map(Option::unwrap_or_default);
    LocalTime::new(hour, minute, second, nanosecond)
}

/// The nanosecond of the second of milli-, micro- and nanoseconds, each of which counts within the
/// next larger one that is given.
fn nanosecond(fields: Fields<'_>) -> Result<Option<i64>> {
    let mut total = None;
    let mut range = NANOS_PER_SECOND;
    for (name, unit) in [("millisecond", 1_000_000), ("microsecond", 1000), ("nanosecond", 1)] {
        if let Some(size) = fields.integer(name)? {
            check(name, size, &(0..=range / unit - 1))?;
            total = Some(total.unwrap_or(0) + size * unit);
            range = unit;
        }
    }
    Ok(total)
}

impl Date {
    /// A day of a text, of a map of components, or of a value that has a day.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if there is no such day; `TypeMismatch` or `InvalidArgument` if a
    /// component or the value is not one that a day can be made of.
    pub fn from_value(value: &Value, clock: &Clock) -> Result<Self> {
        if let Value::String(text) = value {
            return Self::parse(text);
        }
        if let Value::Map(map) = value {
            return Self::from_components(map, clock);
        }
        date_of(value).ok_or_else(|| wrong_kind("date", value))
    }

    /// A day of a map of components, such as `{year: 1918, month: 8}` or `{date: other, day: 1}`.
    ///
    /// # Errors
    /// As [`Date::from_value`].
    pub fn from_components(map: &Map, clock: &Clock) -> Result<Self> {
        let fields = Fields::new(map);
        fields.check("date", &[&["date", "datetime"], DATE_FIELDS, ZONE])?;
        if let Some(zone) = fields.only_zone()? {
            return clock.clone().in_zone(zone).today();
        }
        compose_date(fields, fields.date()?)
    }
}

impl LocalTime {
    /// A time of day of a text, of a map of components, or of a value that has a time.
    ///
    /// # Errors
    /// As [`Date::from_value`].
    pub fn from_value(value: &Value, clock: &Clock) -> Result<Self> {
        if let Value::String(text) = value {
            return Self::parse(text);
        }
        if let Value::Map(map) = value {
            return Self::from_components(map, clock);
        }
        time_of(value).map(|time| time.local).ok_or_else(|| wrong_kind("local time", value))
    }

    /// A time of day of a map of components, such as `{hour: 12, minute: 31}`.
    ///
    /// # Errors
    /// As [`Date::from_value`].
    pub fn from_components(map: &Map, clock: &Clock) -> Result<Self> {
        let fields = Fields::new(map);
        fields.check("local time", &[&["time", "datetime"], TIME_FIELDS, ZONE])?;
        if let Some(zone) = fields.only_zone()? {
            return clock.clone().in_zone(zone).time();
        }
        required_time(fields, fields.time()?.map(|base| base.local))
    }
}

fn required_time(fields: Fields<'_>, base: Option<LocalTime>) -> Result<LocalTime> {
    if base.is_none() && fields.get("hour").is_none() {
        return Err(missing("hour"));
    }
    compose_time(fields, base)
}

impl Time {
    /// A time of day with an offset of a text, of a map of components, or of a value that has a time;
    /// without an offset it is in the clock's zone.
    ///
    /// # Errors
    /// As [`Date::from_value`].
    pub fn from_value(value: &Value, clock: &Clock) -> Result<Self> {
        if let Value::String(text) = value {
            return Self::parse(text, clock);
        }
        if let Value::Map(map) = value {
            return Self::from_components(map, clock);
        }
        let base = time_of(value).ok_or_else(|| wrong_kind("time", value))?;
        let offset = base.offset.map_or_else(|| clock.offset(), Ok)?;
        Ok(Self { local: base.local, offset })
    }

    /// A time of day with an offset of a map of components. A `timezone` moves a time that has an
    /// offset already, so that it stays the same moment.
    ///
    /// # Errors
    /// As [`Date::from_value`].
    pub fn from_components(map: &Map, clock: &Clock) -> Result<Self> {
        let fields = Fields::new(map);
        fields.check("time", &[&["time", "datetime"], TIME_FIELDS, ZONE])?;
        if let Some(zone) = fields.only_zone()? {
            return Ok(clock.clone().in_zone(zone).now()?.time());
        }
        let base = fields.time()?;
        let local = required_time(fields, base.as_ref().map(|base| base.local))?;
        let given = match fields.zone()? {
            Some(zone) => Some(clock.clone().in_zone(zone).offset()?),
            None => None,
        };
        match (base.and_then(|base| base.offset), given) {
            (Some(offset), Some(given)) => Ok(Self { local, offset }.at_offset(given)),
            (Some(offset), None) | (None, Some(offset)) => Ok(Self { local, offset }),
            (None, None) => Ok(Self { local, offset: clock.offset()? }),
        }
    }
}

impl LocalDateTime {
    /// A day and time of a text, of a map of components, or of a value that has a day.
    ///
    /// # Errors
    /// As [`Date::from_value`].
    pub fn from_value(value: &Value, clock: &Clock) -> Result<Self> {
        if let Value::String(text) = value {
            return Self::parse(text);
        }
        if let Value::Map(map) = value {
            return Self::from_components(map, clock);
        }
        let date = date_of(value).ok_or_else(|| wrong_kind("local date and time", value))?;
        let time = time_of(value).map_or(LocalTime::MIDNIGHT, |time| time.local);
        Ok(Self::new(date, time))
    }

    /// A day and time of a map of components, such as `{date: other, time: another, second: 42}`.
    ///
    /// # Errors
    /// As [`Date::from_value`].
    pub fn from_components(map: &Map, clock: &Clock) -> Result<Self> {
        let fields = Fields::new(map);
        let bases = &["date", "time", "datetime"];
        fields.check("local date and time", &[bases, DATE_FIELDS, TIME_FIELDS, ZONE])?;
        if let Some(zone) = fields.only_zone()? {
            return Ok(clock.clone().in_zone(zone).now()?.local);
        }
        let date = compose_date(fields, fields.date()?)?;
        Ok(Self::new(date, compose_time(fields, fields.time()?.map(|base| base.local))?))
    }
}

impl DateTime {
    /// A day and time in a zone of a text, of a map of components, or of a value that has a day;
    /// without a zone it is in the clock's.
    ///
    /// # Errors
    /// As [`Date::from_value`].
    pub fn from_value(value: &Value, clock: &Clock) -> Result<Self> {
        if let Value::DateTime(time) = value {
            return Ok((**time).clone());
        }
        if let Value::String(text) = value {
            return Self::parse(text, clock);
        }
        if let Value::Map(map) = value {
            return Self::from_components(map, clock);
        }
        clock.zone.at_local(LocalDateTime::from_value(value, clock)?, None)
    }

    /// A day and time in a zone of a map of components, or of `{epochSeconds: …, nanosecond: …}` or
    /// `{epochMillis: …}`. A `timezone` moves a time that has a zone already, so that it stays the
    /// same moment.
    ///
    /// # Errors
    /// As [`Date::from_value`].
    pub fn from_components(map: &Map, clock: &Clock) -> Result<Self> {
        let fields = Fields::new(map);
        let bases = &["date", "time", "datetime"];
        fields.check("date and time", &[bases, DATE_FIELDS, TIME_FIELDS, ZONE, EPOCH])?;
        if let Some(zone) = fields.only_zone()? {
            return clock.clone().in_zone(zone).now();
        }
        if fields.has_any(EPOCH) {
            return of_epoch_fields(fields, clock);
        }
        let base = fields.time()?;
        let date = compose_date(fields, fields.date()?)?;
        let local = compose_time(fields, base.as_ref().map(|base| base.local))?;
        let (zone, offset) = base.map_or((None, None), |base| (base.zone, base.offset));
        zoned(LocalDateTime::new(date, local), (zone, offset), fields.zone()?, clock)
    }

    /// The moment so many seconds and nanoseconds after 1970-01-01T00:00Z, in UTC.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if it lies outside of the calendar.
    pub fn from_epoch(seconds: i64, nanoseconds: i64) -> Result<Self> {
        let start = LocalDateTime { seconds, nanoseconds: 0 };
        let rest = nanoseconds.rem_euclid(NANOS_PER_SECOND);
        let local = start.plus(nanoseconds.div_euclid(NANOS_PER_SECOND), rest)?;
        Zone::UTC.at_local(local, None)
    }

    /// The moment so many milliseconds after 1970-01-01T00:00Z, in UTC.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if it lies outside of the calendar.
    pub fn from_epoch_milliseconds(milliseconds: i64) -> Result<Self> {
        Self::from_epoch(milliseconds.div_euclid(1000), milliseconds.rem_euclid(1000) * 1_000_000)
    }
}

/// A local time in the zone it has and then moved to the one that is given.
fn zoned(
    local: LocalDateTime,
    (zone, offset): (Option<Zone>, Option<i32>),
    given: Option<Zone>,
    clock: &Clock,
) -> Result<DateTime> {
    match (zone, given) {
        (Some(zone), Some(given)) => zone.at_local(local, offset)?.in_zone(&given),
        (Some(zone), None) => zone.at_local(local, offset),
        (None, Some(given)) => given.at_local(local, None),
        (None, None) => clock.zone.at_local(local, None),
    }
}

fn of_epoch_fields(fields: Fields<'_>, clock: &Clock) -> Result<DateTime> {
    let nanosecond = nanosecond(fields)?.unwrap_or(0);
    let moment = match (fields.integer("epochSeconds")?, fields.integer("epochMillis")?) {
        (Some(seconds), None) => DateTime::from_epoch(seconds, nanosecond)?,
        (None, Some(milliseconds)) => {
            let moment = DateTime::from_epoch_milliseconds(milliseconds)?;
            let nanoseconds = i64::from(moment.local.nanoseconds) + nanosecond;
            DateTime::from_epoch(moment.local.seconds, nanoseconds)?
        }
        _ => {
            return Err(invalid("one of `epochSeconds` and `epochMillis` must be given, not both"));
        }
    };
    moment.in_zone(&fields.zone()?.unwrap_or_else(|| clock.zone.clone()))
}
