//! Days and times in a zone, and moments counted from 1970.

use super::instant::{make, realtime, statement, transaction, truncate};
use super::{TEXT_OR_MAP, TRUNCATE_DAY, WITH_DAY, ZONE, row};
use crate::error::Result;
use crate::functions::arguments::integer;
use crate::functions::{Environment, Function, Parameter};
use crate::value::{DateTime, Kinds, Value};

const INPUT: &[Parameter] = &[Parameter::optional("input", TEXT_OR_MAP.or(WITH_DAY))];

/// The rows of this type.
pub(in crate::functions) const FUNCTIONS: &[Function] = &[
    row("datetime", INPUT, Kinds::DATE_TIME, make::<DateTime>).says(
        "a day and time in a zone of a text in ISO 8601, of a map of components, or of a value that has a day; now without input",
        &[("datetime('1918-08-12T21:40[Asia/Vladivostok]').offset", "'+08:47:31'"), ("datetime({year: 1984, timezone: '+01:00'})", "datetime('1984-01-01T00:00+01:00')"), ("datetime({datetime: datetime('1984-01-01T12:00Z'), timezone: 'Europe/Stockholm'}).hour", "13")],
    ),
    row("datetime.transaction", ZONE, Kinds::DATE_TIME, transaction::<DateTime>)
        .says("when the transaction began, in UTC or the given zone", &[("datetime.transaction() = datetime.transaction()", "true")]),
    row("datetime.statement", ZONE, Kinds::DATE_TIME, statement::<DateTime>)
        .says("when the statement began, in UTC or the given zone", &[("datetime.statement() = datetime.statement()", "true")]),
    row("datetime.realtime", ZONE, Kinds::DATE_TIME, realtime::<DateTime>)
        .says("now, read anew by each call, in UTC or the given zone", &[("datetime.realtime('Europe/Stockholm').timezone", "'Europe/Stockholm'")]),
    row("datetime.truncate", TRUNCATE_DAY, Kinds::DATE_TIME, truncate::<DateTime>).says(
        "the beginning of the unit that a value lies in, with components replaced",
        &[("datetime.truncate('year', datetime('1984-05-06T07:08+01:00'))", "datetime('1984-01-01T00:00+01:00')"), ("datetime.truncate('day', date('2017-08-08'), {timezone: 'Europe/Stockholm'}).offset", "'+02:00'")],
    ),
    row(
        "datetime.fromepoch",
        &[Parameter::one("seconds", Kinds::INTEGER), Parameter::one("nanoseconds", Kinds::INTEGER)],
        Kinds::DATE_TIME,
        from_epoch,
    )
    .says(
        "the moment so many seconds and nanoseconds after 1970-01-01T00:00Z",
        &[("datetime.fromepoch(416779, 999999999)", "datetime('1970-01-05T19:46:19.999999999Z')")],
    ),
    row(
        "datetime.fromepochmillis",
        &[Parameter::one("milliseconds", Kinds::INTEGER)],
        Kinds::DATE_TIME,
        from_epoch_milliseconds,
    )
    .says(
        "the moment so many milliseconds after 1970-01-01T00:00Z",
        &[("datetime.fromepochmillis(237821673987)", "datetime('1977-07-15T13:34:33.987Z')")],
    ),
];

fn from_epoch(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    DateTime::from_epoch(integer(arguments, 0)?, integer(arguments, 1)?).map(Value::from)
}

fn from_epoch_milliseconds(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    DateTime::from_epoch_milliseconds(integer(arguments, 0)?).map(Value::from)
}
