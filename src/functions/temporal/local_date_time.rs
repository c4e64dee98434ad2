//! Days and times without a zone.

use super::instant::{make, realtime, statement, transaction, truncate};
use super::{TEXT_OR_MAP, TRUNCATE_DAY, WITH_DAY, ZONE, row};
use crate::functions::{Function, Parameter};
use crate::value::{Kinds, LocalDateTime};

const INPUT: &[Parameter] = &[Parameter::optional("input", TEXT_OR_MAP.or(WITH_DAY))];

/// The rows of this type.
pub(in crate::functions) const FUNCTIONS: &[Function] = &[
    row("localdatetime", INPUT, Kinds::LOCAL_DATE_TIME, make::<LocalDateTime>).says(
        "a day and time without a zone of a text in ISO 8601, of a map of components, or of a value that has a day; now without input",
        &[("localdatetime('1918-W33-1T2140')", "localdatetime('1918-08-12T21:40')"), ("localdatetime({date: date('1918-08-12'), time: localtime('21:40')})", "localdatetime('1918-08-12T21:40')")],
    ),
    row("localdatetime.transaction", ZONE, Kinds::LOCAL_DATE_TIME, transaction::<LocalDateTime>)
        .says("when the transaction began, in UTC or the given zone", &[("localdatetime.transaction() = localdatetime.transaction()", "true")]),
    row("localdatetime.statement", ZONE, Kinds::LOCAL_DATE_TIME, statement::<LocalDateTime>)
        .says("when the statement began, in UTC or the given zone", &[("localdatetime.statement() = localdatetime.statement()", "true")]),
    row("localdatetime.realtime", ZONE, Kinds::LOCAL_DATE_TIME, realtime::<LocalDateTime>)
        .says("now, read anew by each call, in UTC or the given zone", &[("localdatetime.realtime() > localdatetime('2000-01-01')", "true")]),
    row("localdatetime.truncate", TRUNCATE_DAY, Kinds::LOCAL_DATE_TIME, truncate::<LocalDateTime>).says(
        "the beginning of the unit that a value lies in, with components replaced",
        &[("localdatetime.truncate('day', localdatetime('1918-08-12T21:40'))", "localdatetime('1918-08-12T00:00')")],
    ),
];
