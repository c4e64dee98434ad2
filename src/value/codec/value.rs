//! Values as bytes: a tag, then what the kind of value needs.

use std::sync::Arc;

use super::bytes::{ROOM, Reader, Writer, damaged};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{
    Date, DateTime, Duration, LocalDateTime, LocalTime, Map, NodeId, Path, Point, RelationshipId,
    Time, Value,
};

/// So many levels a value may have, which is more than the language lets any have.
const LEVELS: usize = 300;

const NANOS_PER_SECOND: u32 = 1_000_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

/// The first byte of each kind of value. The numbers are for ever.
mod tag {
    pub(super) const NULL: u8 = 0;
    pub(super) const FALSE: u8 = 1;
    pub(super) const TRUE: u8 = 2;
    pub(super) const INTEGER: u8 = 3;
    pub(super) const FLOAT: u8 = 4;
    pub(super) const STRING: u8 = 5;
    pub(super) const LIST: u8 = 6;
    pub(super) const MAP: u8 = 7;
    pub(super) const NODE: u8 = 8;
    pub(super) const RELATIONSHIP: u8 = 9;
    pub(super) const PATH: u8 = 10;
    pub(super) const DATE: u8 = 11;
    pub(super) const LOCAL_TIME: u8 = 12;
    pub(super) const TIME: u8 = 13;
    pub(super) const LOCAL_DATE_TIME: u8 = 14;
    pub(super) const DATE_TIME: u8 = 15;
    pub(super) const DURATION: u8 = 16;
    pub(super) const POINT: u8 = 17;
}

impl Writer {
    /// Writes a value.
    ///
    /// # Errors
    /// `NestedTooDeeply` if it could not be read again.
    pub(crate) fn value(&mut self, value: &Value) -> Result<()> {
        self.value_at(value, 0)
    }

    fn value_at(&mut self, value: &Value, level: usize) -> Result<()> {
        if level > LEVELS {
            let message = format!("a value of more than {LEVELS} levels can't be stored");
            return Err(Error::new(ErrorCode::NestedTooDeeply, message));
        }
        match value {
            Value::Null => self.byte(tag::NULL),
            Value::Boolean(false) => self.byte(tag::FALSE),
            Value::Boolean(true) => self.byte(tag::TRUE),
            Value::Integer(number) => {
                self.byte(tag::INTEGER);
                self.signed(*number);
            }
            Value::Float(number) => {
                self.byte(tag::FLOAT);
                self.float(*number);
            }
            Value::String(text) => {
                self.byte(tag::STRING);
                self.text(text);
            }
            Value::List(items) => {
                self.byte(tag::LIST);
                self.size(items.len());
                return items.iter().try_for_each(|item| self.value_at(item, level + 1));
            }
            Value::Map(entries) => {
                self.byte(tag::MAP);
                self.size(entries.len());
                for (key, value) in entries.iter() {
                    self.text(key);
                    self.value_at(value, level + 1)?;
                }
            }
            Value::Node(id) => {
                self.byte(tag::NODE);
                self.number(id.0.into());
            }
            Value::Relationship(id) => {
                self.byte(tag::RELATIONSHIP);
                self.number(id.0.into());
            }
            Value::Path(path) => self.path(path),
            Value::Point(point) => self.point(point),
            Value::Date(_)
            | Value::LocalTime(_)
            | Value::Time(_)
            | Value::LocalDateTime(_)
            | Value::DateTime(_)
            | Value::Duration(_) => self.temporal(value),
        }
        Ok(())
    }

    fn path(&mut self, path: &Path) {
        self.byte(tag::PATH);
        self.number(path.start.0.into());
        self.size(path.steps.len());
        for (relationship, node) in &path.steps {
            self.number(relationship.0.into());
            self.number(node.0.into());
        }
    }

    fn point(&mut self, point: &Point) {
        self.byte(tag::POINT);
        self.number(point.srid.into());
        self.byte(if point.z.is_some() { 3 } else { 2 });
        self.float(point.x);
        self.float(point.y);
        if let Some(z) = point.z {
            self.float(z);
        }
    }

    /// Writes a value of calendar and clock; nothing of any other.
    fn temporal(&mut self, value: &Value) {
        if let Value::Date(date) = value {
            self.byte(tag::DATE);
            self.signed(date.0);
        }
        if let Value::LocalTime(time) = value {
            self.byte(tag::LOCAL_TIME);
            self.signed(time.0);
        }
        if let Value::Time(time) = value {
            self.byte(tag::TIME);
            self.signed(time.local.0);
            self.signed(time.offset.into());
        }
        if let Value::LocalDateTime(local) = value {
            self.byte(tag::LOCAL_DATE_TIME);
            self.local_date_time(*local);
        }
        if let Value::DateTime(moment) = value {
            self.byte(tag::DATE_TIME);
            self.local_date_time(moment.local);
            self.signed(moment.offset.into());
            self.byte(moment.zone.is_some().into());
            if let Some(zone) = &moment.zone {
                self.text(zone);
            }
        }
        if let Value::Duration(duration) = value {
            self.byte(tag::DURATION);
            self.signed(duration.months);
            self.signed(duration.days);
            self.signed(duration.seconds);
            self.signed(duration.nanoseconds.into());
        }
    }

    fn local_date_time(&mut self, local: LocalDateTime) {
        self.signed(local.seconds);
        self.number(local.nanoseconds.into());
    }
}

impl Reader<'_> {
    /// Reads a value.
    ///
    /// # Errors
    /// `StoreDamaged` if there is none, or none that could have been written.
    pub(crate) fn value(&mut self) -> Result<Value> {
        self.value_at(0)
    }

    fn value_at(&mut self, level: usize) -> Result<Value> {
        if level > LEVELS {
            return Err(damaged("a value is nested too deeply"));
        }
        Ok(match self.byte()? {
            tag::NULL => Value::Null,
            tag::FALSE => Value::Boolean(false),
            tag::TRUE => Value::Boolean(true),
            tag::INTEGER => Value::Integer(self.signed()?),
            tag::FLOAT => Value::Float(self.float()?),
            tag::STRING => Value::string(self.text()?),
            tag::LIST => self.list(level)?,
            tag::MAP => self.map(level)?,
            tag::NODE => Value::Node(NodeId(self.small()?)),
            tag::RELATIONSHIP => Value::Relationship(RelationshipId(self.small()?)),
            tag::PATH => self.path()?,
            tag::DATE => Value::Date(self.date()?),
            tag::LOCAL_TIME => Value::LocalTime(self.local_time()?),
            tag::TIME => Value::Time(Time { local: self.local_time()?, offset: self.offset()? }),
            tag::LOCAL_DATE_TIME => Value::LocalDateTime(self.local_date_time()?),
            tag::DATE_TIME => self.date_time()?,
            tag::DURATION => self.duration()?,
            tag::POINT => self.point()?,
            other => return Err(damaged(format!("{other} is no kind of value"))),
        })
    }

    fn list(&mut self, level: usize) -> Result<Value> {
        let count = self.count()?;
        let mut items = Vec::with_capacity(count.min(ROOM));
        for _ in 0..count {
            items.push(self.value_at(level + 1)?);
        }
        Ok(Value::list(items))
    }

    fn map(&mut self, level: usize) -> Result<Value> {
        let mut entries = Map::new();
        for _ in 0..self.count()? {
            let key = self.text()?.into();
            entries.insert(key, self.value_at(level + 1)?);
        }
        Ok(Value::map(entries))
    }

    fn path(&mut self) -> Result<Value> {
        let start = NodeId(self.small()?);
        let count = self.count()?;
        let mut steps = Vec::with_capacity(count.min(ROOM));
        for _ in 0..count {
            steps.push((RelationshipId(self.small()?), NodeId(self.small()?)));
        }
        Ok(Value::Path(Arc::new(Path { start, steps })))
    }

    fn date(&mut self) -> Result<Date> {
        Date::from_days(self.signed()?).map_err(|_| damaged("a date lies outside of the calendar"))
    }

    fn local_time(&mut self) -> Result<LocalTime> {
        let time = self.signed()?;
        if (0..SECONDS_PER_DAY * i64::from(NANOS_PER_SECOND)).contains(&time) {
            return Ok(LocalTime(time));
        }
        Err(damaged("a time lies outside of the day"))
    }

    fn offset(&mut self) -> Result<i32> {
        let offset = i32::try_from(self.signed()?).ok();
        let offset = offset.filter(|offset| i64::from(offset.unsigned_abs()) <= SECONDS_PER_DAY);
        offset.ok_or_else(|| damaged("an offset from UTC is longer than a day"))
    }

    fn local_date_time(&mut self) -> Result<LocalDateTime> {
        let local = LocalDateTime { seconds: self.signed()?, nanoseconds: self.small()? };
        let is_known = (Date::MIN..=Date::MAX).contains(&local.date());
        if is_known && local.nanoseconds < NANOS_PER_SECOND {
            return Ok(local);
        }
        Err(damaged("a date and time lies outside of the calendar"))
    }

    fn date_time(&mut self) -> Result<Value> {
        let (local, offset) = (self.local_date_time()?, self.offset()?);
        let zone = if self.flag()? { Some(self.text()?.into()) } else { None };
        Ok(Value::DateTime(Arc::new(DateTime { local, offset, zone })))
    }

    fn duration(&mut self) -> Result<Value> {
        let (months, days, seconds) = (self.signed()?, self.signed()?, self.signed()?);
        let nanoseconds = i32::try_from(self.signed()?).unwrap_or(-1);
        if nanoseconds < 0 || nanoseconds.unsigned_abs() >= NANOS_PER_SECOND {
            return Err(damaged("a duration has nanoseconds outside of the second"));
        }
        Ok(Value::Duration(Arc::new(Duration { months, days, seconds, nanoseconds })))
    }

    fn point(&mut self) -> Result<Value> {
        let srid = self.small()?;
        let dimensions = self.byte()?;
        let (x, y) = (self.float()?, self.float()?);
        let z = match dimensions {
            2 => None,
            3 => Some(self.float()?),
            other => return Err(damaged(format!("a point has {other} dimensions"))),
        };
        Ok(Value::Point(Arc::new(Point { srid, x, y, z })))
    }
}
