//! Durations, and the time between two dates or times.

use super::{TEXT_OR_MAP, row};
use crate::error::Result;
use crate::functions::arguments::value;
use crate::functions::{Environment, Function, Parameter};
use crate::value::temporal::{between, in_days, in_months, in_seconds};
use crate::value::{Duration, Kinds, Value};

const INPUT: &[Parameter] = &[Parameter::one("input", TEXT_OR_MAP.or(Kinds::DURATION))];
const ENDS: &[Parameter] =
    &[Parameter::one("from", Kinds::INSTANT), Parameter::one("to", Kinds::INSTANT)];

/// The rows of this type.
pub(in crate::functions) const FUNCTIONS: &[Function] = &[
    row("duration", INPUT, Kinds::DURATION, make).says(
        "a duration of a text in ISO 8601 or of a map of parts; fractions spill over into smaller units",
        &[
            ("duration('P1Y2M10DT2H30M')", "duration({months: 14, days: 10, minutes: 150})"),
            ("duration({days: 1.5}) = duration('P1DT12H')", "true"),
        ],
    ),
    row("duration.between", ENDS, Kinds::DURATION, |_, ends| measure(between, ends)).says(
        "the time from one date or time to another, in months, days and seconds",
        &[("duration.between(date('1984-10-11'), date('2015-06-24'))", "duration('P30Y8M13D')")],
    ),
    row("duration.inMonths", ENDS, Kinds::DURATION, |_, ends| measure(in_months, ends)).says(
        "the whole months from one date or time to another",
        &[("duration.inMonths(date('1984-10-11'), date('2015-06-24')).months", "368")],
    ),
    row("duration.inDays", ENDS, Kinds::DURATION, |_, ends| measure(in_days, ends)).says(
        "the whole days from one date or time to another",
        &[("duration.inDays(date('1984-10-11'), date('2015-06-24')).days", "11213")],
    ),
    row("duration.inSeconds", ENDS, Kinds::DURATION, |_, ends| measure(in_seconds, ends)).says(
        "the seconds from one date or time to another, as they pass where clocks change too",
        &[("duration.inSeconds(localtime('12:34:54.7'), localtime('12:34:55.3'))", "duration('PT0.6S')")],
    ),
];

fn make(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    Duration::from_value(value(arguments, 0)).map(Value::from)
}

fn measure(by: fn(&Value, &Value) -> Result<Duration>, ends: &[Value]) -> Result<Value> {
    by(value(ends, 0), value(ends, 1)).map(Value::from)
}
