//! Times of day with an offset from UTC.

use super::instant::{make, realtime, statement, transaction, truncate};
use super::{TEXT_OR_MAP, TRUNCATE_TIME, WITH_TIME, ZONE, row};
use crate::functions::{Function, Parameter};
use crate::value::{Kinds, Time};

const INPUT: &[Parameter] = &[Parameter::optional("input", TEXT_OR_MAP.or(WITH_TIME))];

/// The rows of this type.
pub(in crate::functions) const FUNCTIONS: &[Function] = &[
    row("time", INPUT, Kinds::TIME, make::<Time>).says(
        "a time of day with an offset from UTC of a text in ISO 8601, of a map of components, or of a value that has a time; now without input",
        &[("time('2140+0100')", "time('21:40+01:00')"), ("time({time: time('12:31+01:00'), timezone: '+05:00'})", "time('16:31+05:00')")],
    ),
    row("time.transaction", ZONE, Kinds::TIME, transaction::<Time>)
        .says("when the transaction began, in UTC or the given zone", &[("time.transaction() = time.transaction()", "true")]),
    row("time.statement", ZONE, Kinds::TIME, statement::<Time>)
        .says("when the statement began, in UTC or the given zone", &[("time.statement() = time.statement()", "true")]),
    row("time.realtime", ZONE, Kinds::TIME, realtime::<Time>)
        .says("now, read anew by each call, in UTC or the given zone", &[("time.realtime('+02:00').offset", "'+02:00'")]),
    row("time.truncate", TRUNCATE_TIME, Kinds::TIME, truncate::<Time>).says(
        "the beginning of the unit that a value lies in, with components replaced",
        &[("time.truncate('hour', time('21:40+01:00'))", "time('21:00+01:00')")],
    ),
];
