//! What the functions of every type of dates and times do.

use std::time::SystemTime;

use crate::error::Result;
use crate::functions::Environment;
use crate::functions::arguments::{text, value};
use crate::value::temporal::{Clock, Unit, Zone};
use crate::value::{Date, DateTime, LocalDateTime, LocalTime, Map, Time, Value};

/// A type of dates or times.
pub(super) trait Instant: Into<Value> {
    /// What a moment is in this type.
    fn of_moment(moment: &DateTime) -> Self;

    /// The value that a text, a map or another value gives.
    fn from_value(value: &Value, clock: &Clock) -> Result<Self>;

    /// The beginning of the unit that a value lies in.
    fn truncate(unit: Unit, value: &Value, fields: &Map, clock: &Clock) -> Result<Self>;
}

impl Instant for Date {
    fn of_moment(moment: &DateTime) -> Self {
        moment.local.date()
    }

    fn from_value(value: &Value, clock: &Clock) -> Result<Self> {
        Self::from_value(value, clock)
    }

    fn truncate(unit: Unit, value: &Value, fields: &Map, _: &Clock) -> Result<Self> {
        Self::truncate(unit, value, fields)
    }
}

impl Instant for LocalTime {
    fn of_moment(moment: &DateTime) -> Self {
        moment.local.time()
    }

    fn from_value(value: &Value, clock: &Clock) -> Result<Self> {
        Self::from_value(value, clock)
    }

    fn truncate(unit: Unit, value: &Value, fields: &Map, _: &Clock) -> Result<Self> {
        Self::truncate(unit, value, fields)
    }
}

impl Instant for Time {
    fn of_moment(moment: &DateTime) -> Self {
        moment.time()
    }

    fn from_value(value: &Value, clock: &Clock) -> Result<Self> {
        Self::from_value(value, clock)
    }

    fn truncate(unit: Unit, value: &Value, fields: &Map, clock: &Clock) -> Result<Self> {
        Self::truncate(unit, value, fields, clock)
    }
}

impl Instant for LocalDateTime {
    fn of_moment(moment: &DateTime) -> Self {
        moment.local
    }

    fn from_value(value: &Value, clock: &Clock) -> Result<Self> {
        Self::from_value(value, clock)
    }

    fn truncate(unit: Unit, value: &Value, fields: &Map, _: &Clock) -> Result<Self> {
        Self::truncate(unit, value, fields)
    }
}

impl Instant for DateTime {
    fn of_moment(moment: &DateTime) -> Self {
        moment.clone()
    }

    fn from_value(value: &Value, clock: &Clock) -> Result<Self> {
        Self::from_value(value, clock)
    }

    fn truncate(unit: Unit, value: &Value, fields: &Map, clock: &Clock) -> Result<Self> {
        Self::truncate(unit, value, fields, clock)
    }
}

/// `date(input)`: a value of a text, a map or another value; without input the statement's time.
pub(super) fn make<T: Instant>(
    environment: &Environment<'_>,
    arguments: &[Value],
) -> Result<Value> {
    let clock = Clock::new(environment.statement_time);
    match arguments.first() {
        Some(input) => T::from_value(input, &clock).map(Into::into),
        None => Ok(T::of_moment(&clock.now()?).into()),
    }
}

/// `date.transaction(timezone)`: when the transaction began.
pub(super) fn transaction<T: Instant>(
    environment: &Environment<'_>,
    arguments: &[Value],
) -> Result<Value> {
    read_clock::<T>(environment.transaction_time, arguments)
}

/// `date.statement(timezone)`: when the statement began.
pub(super) fn statement<T: Instant>(
    environment: &Environment<'_>,
    arguments: &[Value],
) -> Result<Value> {
    read_clock::<T>(environment.statement_time, arguments)
}

/// `date.realtime(timezone)`: now, each time it is asked.
pub(super) fn realtime<T: Instant>(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    read_clock::<T>(SystemTime::now(), arguments)
}

fn read_clock<T: Instant>(time: SystemTime, arguments: &[Value]) -> Result<Value> {
    let clock = Clock::new(time);
    let clock = match arguments.first() {
        Some(Value::String(name)) => clock.in_zone(Zone::parse(name)?),
        Some(map) => return T::from_value(map, &clock).map(Into::into),
        None => clock,
    };
    Ok(T::of_moment(&clock.now()?).into())
}

/// `date.truncate(unit, value, components)`: the beginning of a unit; without a value that of the
/// statement's time.
pub(super) fn truncate<T: Instant>(
    environment: &Environment<'_>,
    arguments: &[Value],
) -> Result<Value> {
    let unit: Unit = text(arguments, 0)?.parse()?;
    let clock = Clock::new(environment.statement_time);
    let now;
    let instant = if arguments.len() > 1 {
        value(arguments, 1)
    } else {
        now = clock.now()?.into();
        &now
    };
    let none = Map::new();
    let fields = if let Value::Map(fields) = value(arguments, 2) { fields } else { &none };
    T::truncate(unit, instant, fields, &clock).map(Into::into)
}
