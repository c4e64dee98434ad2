//! Dates, times and durations.
//!
//! The five types of dates and times have the same six functions, whose bodies stand once in
//! `instant.rs`; one file per type has their rows. To add a function of one type: a row in its file.

pub(super) mod date;
pub(super) mod date_time;
pub(super) mod duration;
mod instant;
pub(super) mod local_date_time;
pub(super) mod local_time;
pub(super) mod time;

use super::{Environment, Family, Function, Parameter};
use crate::error::Result;
use crate::value::{Kinds, Value};

/// What a date or time can be made of, besides values that have a day or a time.
const TEXT_OR_MAP: Kinds = Kinds::STRING.or(Kinds::MAP);
/// The zone for a clock: a name or offset, or a map with `timezone`.
const ZONE: &[Parameter] = &[Parameter::optional("timezone", TEXT_OR_MAP)];
const UNIT: Parameter = Parameter::one("unit", Kinds::STRING);
const FIELDS: Parameter = Parameter::optional("components", Kinds::MAP);
/// The values that have a day, and those that have a time.
const WITH_DAY: Kinds = Kinds::DATE.or(Kinds::LOCAL_DATE_TIME).or(Kinds::DATE_TIME);
const WITH_TIME: Kinds =
    Kinds::LOCAL_TIME.or(Kinds::TIME).or(Kinds::LOCAL_DATE_TIME).or(Kinds::DATE_TIME);
const TRUNCATE_DAY: &[Parameter] = &[UNIT, Parameter::optional("value", WITH_DAY), FIELDS];
const TRUNCATE_TIME: &[Parameter] = &[UNIT, Parameter::optional("value", WITH_TIME), FIELDS];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    result: Kinds,
    body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
) -> Function {
    Function::new(name, Family::Temporal, parameters, result, body)
}
