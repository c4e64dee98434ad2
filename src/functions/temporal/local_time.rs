//! Times of day without a zone.

use super::instant::{make, realtime, statement, transaction, truncate};
use super::{TEXT_OR_MAP, TRUNCATE_TIME, WITH_TIME, ZONE, row};
use crate::functions::{Function, Parameter};
use crate::value::{Kinds, LocalTime};

const INPUT: &[Parameter] = &[Parameter::optional("input", TEXT_OR_MAP.or(WITH_TIME))];

/// The rows of this type.
pub(in crate::functions) const FUNCTIONS: &[Function] = &[
    row("localtime", INPUT, Kinds::LOCAL_TIME, make::<LocalTime>).says(
        "a time of day without a zone of a text in ISO 8601, of a map of components, or of a value that has a time; now without input",
        &[("localtime('214032.142')", "localtime('21:40:32.142')"), ("localtime({hour: 12, minute: 31})", "localtime('12:31')")],
    ),
    row("localtime.transaction", ZONE, Kinds::LOCAL_TIME, transaction::<LocalTime>)
        .says("when the transaction began, in UTC or the given zone", &[("localtime.transaction() = localtime.transaction()", "true")]),
    row("localtime.statement", ZONE, Kinds::LOCAL_TIME, statement::<LocalTime>)
        .says("when the statement began, in UTC or the given zone", &[("localtime.statement() = localtime.statement()", "true")]),
    row("localtime.realtime", ZONE, Kinds::LOCAL_TIME, realtime::<LocalTime>)
        .says("now, read anew by each call, in UTC or the given zone", &[("localtime.realtime() >= localtime('00:00')", "true")]),
    row("localtime.truncate", TRUNCATE_TIME, Kinds::LOCAL_TIME, truncate::<LocalTime>).says(
        "the beginning of the unit that a value lies in, with components replaced",
        &[("localtime.truncate('hour', localtime('21:40'))", "localtime('21:00')"), ("localtime.truncate('millisecond', localtime('21:40:32.142857'), {nanosecond: 2})", "localtime('21:40:32.142000002')")],
    ),
];
