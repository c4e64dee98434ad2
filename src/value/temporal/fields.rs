//! The components that a map gives, and the values that it names to begin with.

use super::zone::Zone;
use super::{Date, LocalTime, Time};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{Kinds, Map, Value};

pub(super) const DATE_FIELDS: &[&str] =
    &["year", "quarter", "month", "week", "dayOfQuarter", "day", "ordinalDay", "dayOfWeek"];
pub(super) const TIME_FIELDS: &[&str] =
    &["hour", "minute", "second", "millisecond", "microsecond", "nanosecond"];
pub(super) const ZONE: &[&str] = &["timezone"];
pub(super) const EPOCH: &[&str] = &["epochSeconds", "epochMillis"];

/// The components of a map, by name in any case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a>(&'a Map);

impl<'a> Fields<'a> {
    pub(super) fn new(map: &'a Map) -> Self {
        Self(map)
    }

    /// Checks that a kind of value has components of these names.
    pub(super) fn check(self, kind: &str, groups: &[&[&str]]) -> Result<()> {
        let names = groups.concat();
        let is_known = |key: &str| names.iter().any(|name| name.eq_ignore_ascii_case(key));
        let Some(key) = self.0.keys().find(|key| !is_known(key)) else { return Ok(()) };
        let message = format!("a {kind} has no component `{key}`");
        Err(Error::new(ErrorCode::InvalidArgument, message)
            .with_help(format!("its components are {}", names.join(", "))))
    }

    pub(super) fn check_date(self) -> Result<()> {
        self.check("date", &[DATE_FIELDS])
    }

    pub(super) fn check_time(self) -> Result<()> {
        self.check("local time", &[TIME_FIELDS])
    }

    pub(super) fn check_zoned_time(self) -> Result<()> {
        self.check("time", &[TIME_FIELDS, ZONE])
    }

    pub(super) fn check_date_time(self) -> Result<()> {
        self.check("local date and time", &[DATE_FIELDS, TIME_FIELDS])
    }

    pub(super) fn check_zoned_date_time(self) -> Result<()> {
        self.check("date and time", &[DATE_FIELDS, TIME_FIELDS, ZONE])
    }

    pub(super) fn get(self, name: &str) -> Option<&'a Value> {
        let exact = self.0.get(name);
        let any_case = || self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        exact.or_else(|| any_case().map(|(_, value)| value))
    }

    pub(super) fn integer(self, name: &str) -> Result<Option<i64>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        if let Value::Integer(number) = value {
            return Ok(Some(*number));
        }
        let message = format!("`{name}` must be an INTEGER, but is {}", Kinds::of(value));
        Err(Error::new(ErrorCode::TypeMismatch, message))
    }

    pub(super) fn has_any(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.get(name).is_some())
    }

    pub(super) fn zone(self) -> Result<Option<Zone>> {
        let Some(value) = self.get("timezone") else { return Ok(None) };
        if let Value::String(text) = value {
            return Zone::parse(text).map(Some);
        }
        let message = format!("`timezone` must be a STRING, but is {}", Kinds::of(value));
        Err(Error::new(ErrorCode::TypeMismatch, message))
    }

    /// The zone of a map that has nothing else, which stands for the current time in it.
    pub(super) fn only_zone(self) -> Result<Option<Zone>> {
        if self.0.len() == 1 { self.zone() } else { Ok(None) }
    }

    pub(super) fn date(self) -> Result<Option<Date>> {
        let value = self.get("date").or_else(|| self.get("datetime"));
        value.map(|value| date_of(value).ok_or_else(|| wrong_kind("date", value))).transpose()
    }

    pub(super) fn time(self) -> Result<Option<BaseTime>> {
        let value = self.get("time").or_else(|| self.get("datetime"));
        value.map(|value| time_of(value).ok_or_else(|| wrong_kind("time", value))).transpose()
    }
}

pub(super) fn wrong_kind(target: &str, value: &Value) -> Error {
    let message = format!("a {target} can't be made of {}", Kinds::of(value));
    Error::new(ErrorCode::TypeMismatch, message)
}

/// A time of day to begin with, and its zone and offset if it has them.
#[derive(Clone, Debug)]
pub(super) struct BaseTime {
    pub(super) local: LocalTime,
    pub(super) zone: Option<Zone>,
    pub(super) offset: Option<i32>,
}

/// The day of a value that has one.
pub(super) fn date_of(value: &Value) -> Option<Date> {
    if let Value::Date(date) = value {
        return Some(*date);
    }
    if let Value::LocalDateTime(time) = value {
        return Some(time.date());
    }
    if let Value::DateTime(time) = value { Some(time.local.date()) } else { None }
}

/// The time of day of a value that has one.
pub(super) fn time_of(value: &Value) -> Option<BaseTime> {
    let local = |local| BaseTime { local, zone: None, offset: None };
    if let Value::LocalTime(time) = value {
        return Some(local(*time));
    }
    if let Value::LocalDateTime(time) = value {
        return Some(local(time.time()));
    }
    if let Value::Time(Time { local, offset }) = value {
        let zone = Some(Zone::Offset(*offset));
        return Some(BaseTime { local: *local, zone, offset: Some(*offset) });
    }
    let Value::DateTime(time) = value else { return None };
    let zone = Some(time.zone());
    Some(BaseTime { local: time.local.time(), zone, offset: Some(time.offset) })
}
