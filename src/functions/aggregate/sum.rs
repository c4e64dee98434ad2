//! Sums and averages of numbers or of durations.

use std::sync::Arc;

use super::Accumulator;
use crate::error::{Error, ErrorCode, Result};
use crate::functions::arguments::value;
use crate::value::{Duration, Kinds, Value};

/// The sum of all numbers so far. Integers are added in 128 bits, so that only the result can
/// overflow; from the first float on the sum is a float.
#[derive(Debug, Default)]
struct Total {
    count: i64,
    integers: i128,
    floats: Option<f64>,
    durations: Option<Parts>,
}

/// A sum of durations: months, days, seconds and nanoseconds.
type Parts = [i128; 4];

impl Total {
    fn add(&mut self, value: &Value) -> Result<()> {
        if value.is_null() {
            return Ok(());
        }
        if let Value::Integer(number) = value {
            self.integers += i128::from(*number);
        } else if let Value::Float(number) = value {
            self.floats = Some(self.floats.unwrap_or_default() + number);
        } else if let Value::Duration(duration) = value {
            self.add_duration(duration);
        } else {
            return Err(mismatch(Kinds::of(value)));
        }
        self.count += 1;
        if self.durations.is_some() && (self.integers != 0 || self.floats.is_some()) {
            return Err(mismatch(Kinds::NUMBER | Kinds::DURATION));
        }
        Ok(())
    }

    fn add_duration(&mut self, duration: &Duration) {
        let sum = self.durations.get_or_insert_default();
        let parts = [
            i128::from(duration.months),
            i128::from(duration.days),
            i128::from(duration.seconds),
            i128::from(duration.nanoseconds),
        ];
        sum.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
    }

    #[expect(clippy::cast_precision_loss, reason = "as the language converts integers to floats")]
    fn as_float(&self) -> f64 {
        self.integers as f64 + self.floats.unwrap_or_default()
    }
}

fn mismatch(found: Kinds) -> Error {
    Error::new(
        ErrorCode::TypeMismatch,
        format!("either numbers or durations can be added up, but got {found}"),
    )
}

fn overflow() -> Error {
    Error::new(ErrorCode::ArithmeticOverflow, "the sum does not fit in an integer of 64 bits")
}

/// `sum(x)`; 0 if there is none.
#[derive(Debug, Default)]
pub(super) struct Sum(Total);

impl Accumulator for Sum {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        self.0.add(value(arguments, 0))
    }

    fn finish(&mut self) -> Result<Value> {
        if let Some(parts) = self.0.durations {
            return duration(parts);
        }
        if self.0.floats.is_some() {
            return Ok(Value::Float(self.0.as_float()));
        }
        i64::try_from(self.0.integers).map(Value::Integer).map_err(|_| overflow())
    }
}

/// `avg(x)`; null if there is none.
#[derive(Debug, Default)]
pub(super) struct Average(Total);

impl Accumulator for Average {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        self.0.add(value(arguments, 0))
    }

    #[expect(clippy::cast_precision_loss, reason = "as the language converts integers to floats")]
    fn finish(&mut self) -> Result<Value> {
        if self.0.count == 0 {
            return Ok(Value::Null);
        }
        match self.0.durations {
            Some(parts) => duration(divided(parts, i128::from(self.0.count))),
            None => Ok(Value::Float(self.0.as_float() / self.0.count as f64)),
        }
    }
}

/// A part that does not divide passes its rest on to the next: a month has 2 629 746 seconds on
/// average, a day 86 400.
fn divided([months, days, seconds, nanoseconds]: Parts, by: i128) -> Parts {
    let left = (months % by) * 2_629_746;
    let (left_days, left_seconds) = (left / 86_400 / by, left - left / 86_400 / by * 86_400 * by);
    let day_rest = (days % by) * 86_400;
    let seconds = seconds + left_seconds + day_rest;
    let nanoseconds = nanoseconds + (seconds % by) * 1_000_000_000;
    [months / by, days / by + left_days, seconds / by, nanoseconds / by]
}

/// The duration of these parts, its nanoseconds carried over into seconds.
fn duration([months, days, seconds, nanoseconds]: Parts) -> Result<Value> {
    let seconds = seconds + nanoseconds.div_euclid(1_000_000_000);
    let part = |part: i128| i64::try_from(part).map_err(|_| overflow());
    let nanoseconds = i32::try_from(nanoseconds.rem_euclid(1_000_000_000))
        .expect("a rest of the division by 10^9 has 32 bits");
    Ok(Value::Duration(Arc::new(Duration {
        months: part(months)?,
        days: part(days)?,
        seconds: part(seconds)?,
        nanoseconds,
    })))
}
