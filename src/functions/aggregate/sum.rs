//! Sums and averages of numbers or of durations.

use std::sync::Arc;

use super::Accumulator;
use crate::error::{Error, ErrorCode, Result};
use crate::functions::arguments::value;
use crate::value::temporal::Amount;
use crate::value::{Duration, Kinds, Value};

/// The sum of all numbers so far. Integers are added in 128 bits, so that only the result can
/// overflow; from the first float on the sum is a float.
#[derive(Debug, Default)]
struct Total {
    count: i64,
    integers: i128,
    floats: Option<f64>,
    durations: Option<Duration>,
}

impl Total {
    /// Adds a value so many times.
    #[expect(clippy::cast_precision_loss, reason = "as the language converts integers to floats")]
    fn add(&mut self, value: &Value, times: u64) -> Result<()> {
        if value.is_null() || times == 0 {
            return Ok(());
        }
        if let Value::Integer(number) = value {
            self.integers += i128::from(*number) * i128::from(times);
        } else if let Value::Float(number) = value {
            self.floats = Some(self.floats.unwrap_or_default() + number * times as f64);
        } else if let Value::Duration(duration) = value {
            for _ in 0..times {
                let sum = self.durations.unwrap_or(Duration::ZERO);
                self.durations = Some(sum.plus(duration)?);
            }
        } else {
            return Err(mismatch(Kinds::of(value)));
        }
        self.count = self.count.saturating_add_unsigned(times);
        if self.durations.is_some() && (self.integers != 0 || self.floats.is_some()) {
            return Err(mismatch(Kinds::NUMBER | Kinds::DURATION));
        }
        Ok(())
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
        self.add_times(arguments, 1)
    }

    fn add_times(&mut self, arguments: &[Value], times: u64) -> Result<()> {
        self.0.add(value(arguments, 0), times)
    }

    fn finish(&mut self) -> Result<Value> {
        if let Some(sum) = self.0.durations {
            return Ok(Value::Duration(Arc::new(sum)));
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
        self.add_times(arguments, 1)
    }

    fn add_times(&mut self, arguments: &[Value], times: u64) -> Result<()> {
        self.0.add(value(arguments, 0), times)
    }

    #[expect(clippy::cast_precision_loss, reason = "as the language converts integers to floats")]
    fn finish(&mut self) -> Result<Value> {
        if self.0.count == 0 {
            return Ok(Value::Null);
        }
        match self.0.durations {
            Some(sum) => {
                let share = sum.divided_by(Amount::whole(self.0.count))?;
                Ok(Value::Duration(Arc::new(share)))
            }
            None => Ok(Value::Float(self.0.as_float() / self.0.count as f64)),
        }
    }
}
