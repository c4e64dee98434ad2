//! Days of the calendar.

use super::instant::{make, realtime, statement, transaction, truncate};
use super::{TEXT_OR_MAP, TRUNCATE_DAY, WITH_DAY, ZONE, row};
use crate::functions::{Function, Parameter};
use crate::value::{Date, Kinds};

const INPUT: &[Parameter] = &[Parameter::optional("input", TEXT_OR_MAP.or(WITH_DAY))];

/// The rows of this type.
pub(in crate::functions) const FUNCTIONS: &[Function] = &[
    row("date", INPUT, Kinds::DATE, make::<Date>).says(
        "a day of a text in ISO 8601, of a map of components, or of a value that has a day; now without input",
        &[("date('1918-W33-1')", "date('1918-08-12')"), ("date({year: 1918, month: 8})", "date('1918-08-01')"), ("date({date: date('1918-08-12'), day: 1})", "date('1918-08-01')")],
    ),
    row("date.transaction", ZONE, Kinds::DATE, transaction::<Date>)
        .says("when the transaction began, in UTC or the given zone", &[("date.transaction() = date.transaction()", "true")]),
    row("date.statement", ZONE, Kinds::DATE, statement::<Date>)
        .says("when the statement began, in UTC or the given zone", &[("date.statement() = date.statement()", "true")]),
    row("date.realtime", ZONE, Kinds::DATE, realtime::<Date>)
        .says("now, read anew by each call, in UTC or the given zone", &[("date.realtime() > date('2000-01-01')", "true")]),
    row("date.truncate", TRUNCATE_DAY, Kinds::DATE, truncate::<Date>).says(
        "the beginning of the unit that a value lies in, with components replaced",
        &[("date.truncate('month', date('1918-08-12'))", "date('1918-08-01')"), ("date.truncate('week', date('1918-08-15'), {dayOfWeek: 2})", "date('1918-08-13')")],
    ),
];
