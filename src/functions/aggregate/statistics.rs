//! Standard deviations and percentiles.

use super::Accumulator;
use crate::error::{Error, ErrorCode, Result};
use crate::functions::arguments::{unexpected, value};
use crate::value::arithmetic::to_float;
use crate::value::compare::order;
use crate::value::{Kinds, Value};

/// The standard deviation in one pass (Welford, 1962); 0 for fewer values than it needs.
#[derive(Debug)]
pub(super) struct Deviation {
    /// 1 for a sample, 0 for the whole population.
    fewer: f64,
    count: f64,
    mean: f64,
    squares: f64,
}

impl Deviation {
    pub(super) fn of_sample() -> Self {
        Self { fewer: 1.0, count: 0.0, mean: 0.0, squares: 0.0 }
    }

    pub(super) fn of_population() -> Self {
        Self { fewer: 0.0, ..Self::of_sample() }
    }
}

impl Accumulator for Deviation {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let Some(number) = number(arguments, 0)? else { return Ok(()) };
        self.count += 1.0;
        let distance = number - self.mean;
        self.mean += distance / self.count;
        self.squares += distance * (number - self.mean);
        Ok(())
    }

    fn finish(&mut self) -> Result<Value> {
        let divisor = self.count - self.fewer;
        Ok(Value::Float(if divisor > 0.0 { (self.squares / divisor).sqrt() } else { 0.0 }))
    }
}

/// The number at a place, if it is not null.
fn number(arguments: &[Value], place: usize) -> Result<Option<f64>> {
    let value = value(arguments, place);
    if value.is_null() {
        return Ok(None);
    }
    to_float(value).map(Some).ok_or_else(|| unexpected(place, value, Kinds::NUMBER))
}

/// A percentile: between the two nearest values, or one of the values.
#[derive(Debug)]
pub(super) struct Percentile {
    pick: fn(&[Value], f64) -> Value,
    values: Vec<Value>,
    share: f64,
}

impl Percentile {
    pub(super) fn continuous() -> Self {
        Self { pick: interpolated, values: Vec::new(), share: 0.0 }
    }

    pub(super) fn discrete() -> Self {
        Self { pick: nearest, values: Vec::new(), share: 0.0 }
    }
}

impl Accumulator for Percentile {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let share =
            number(arguments, 1)?.ok_or_else(|| unexpected(1, &Value::Null, Kinds::NUMBER))?;
        if !(0.0..=1.0).contains(&share) {
            let message = format!("a percentile lies between 0.0 and 1.0, but got {share}");
            return Err(Error::new(ErrorCode::NumberOutOfRange, message));
        }
        self.share = share;
        if number(arguments, 0)?.is_some() {
            self.values.push(value(arguments, 0).clone());
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Value> {
        self.values.sort_by(order);
        Ok((self.pick)(&self.values, self.share))
    }

    fn size(&self) -> usize {
        self.values.len() * size_of::<Value>()
    }
}

/// Between the two neighbours of the place, in proportion.
fn interpolated(values: &[Value], share: f64) -> Value {
    let Some(last) = values.len().checked_sub(1) else { return Value::Null };
    let place = share * as_float(last);
    let at = |place: f64| values.get(as_place(place)).and_then(to_float).unwrap_or_default();
    let (low, high) = (at(place.floor()), at(place.ceil()));
    let part = place.fract();
    Value::Float(if part > 0.0 { low * (1.0 - part) + high * part } else { low })
}

/// The first value such that this share of all values is not above it.
fn nearest(values: &[Value], share: f64) -> Value {
    let place = (share * as_float(values.len())).ceil() - 1.0;
    values.get(as_place(place.max(0.0))).cloned().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "no list has 2^53 elements")]
fn as_float(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a list is neither negative nor larger than the list"
)]
fn as_place(place: f64) -> usize {
    place as usize
}
