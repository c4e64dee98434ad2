//! Amounts: exact fractions, as the parts of a duration are given.
//!
//! `1.5` of a unit is a fraction and not a float, so that `P0.1D` is exactly 2 hours and 24 minutes.
//! What a unit has beyond its whole part spills over into the next smaller one; a month counts
//! 2 629 746 seconds on average (30.436875 days), as openCypher prescribes.

use super::{Duration, NANOS_PER_DAY, NANOS_PER_SECOND, invalid};
use crate::error::{Error, Result};
use crate::value::Value;

/// An exact fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    numerator: i128,
    /// Above 0.
    denominator: i128,
}

/// Nanoseconds of an average month.
const NANOS_PER_MONTH: i128 = 2_629_746 * NANOS_PER_SECOND as i128;
/// How many digits after the point count.
const PRECISION_DIGITS: usize = 18;
/// Denominators up to this one, times a month, fit in 128 bits.
const LARGEST_DENOMINATOR: i128 = 10_000_000_000_000_000_000_000;

impl Amount {
    /// None.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self { numerator: i128::from(number), denominator: 1 }
    }

    /// A decimal number, given by the digits before and after its point; those after the 18th are
    /// dropped.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if it is too large.
    pub(super) fn decimal(is_negative: bool, whole: &str, fraction: &str) -> Result<Self> {
        let fraction = &fraction[..fraction.len().min(PRECISION_DIGITS)];
        let digits = format!("{whole}{fraction}");
        let numerator: i128 = digits.parse().map_err(|_| too_large())?;
        let denominator = fraction.bytes().fold(1, |product, _| product * 10);
        Ok(Self { numerator: if is_negative { -numerator } else { numerator }, denominator })
    }

    /// The number that a float's shortest decimal form says.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if it is not finite or too large.
    pub fn of_float(number: f64) -> Result<Self> {
        if !number.is_finite() {
            return Err(invalid(format!("{number} is not a finite number")));
        }
        let text = number.abs().to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        Self::decimal(number < 0.0, whole, fraction)
    }

    /// The number of a value; `None` if it is not one.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if it is a float that is not finite or too large.
    pub fn of_value(value: &Value) -> Result<Option<Self>> {
        if let Value::Integer(number) = value {
            return Ok(Some(Self::whole(*number)));
        }
        if let Value::Float(number) = value { Self::of_float(*number).map(Some) } else { Ok(None) }
    }

    /// So many times as much.
    pub(super) fn times(self, factor: i64) -> Result<Self> {
        let numerator = self.numerator.checked_mul(i128::from(factor)).ok_or_else(too_large)?;
        Ok(Self { numerator, ..self })
    }

    pub(super) fn plus(self, other: Self) -> Result<Self> {
        if self.denominator == other.denominator {
            let numerator = self.numerator.checked_add(other.numerator).ok_or_else(too_large)?;
            return Ok(Self { numerator, ..self });
        }
        let (high, low) =
            if self.denominator > other.denominator { (self, other) } else { (other, self) };
        let factor = high.denominator / low.denominator;
        let scaled = low.numerator.checked_mul(factor).ok_or_else(too_large)?;
        let numerator = scaled.checked_add(high.numerator).ok_or_else(too_large)?;
        Ok(Self { numerator, denominator: high.denominator })
    }

    /// One over this; `None` for 0.
    fn inverse(self) -> Option<Self> {
        let sign = self.numerator.signum();
        (sign != 0).then(|| Self {
            numerator: self.denominator * sign,
            denominator: self.numerator * sign,
        })
    }

    /// The whole part, and what is left in nanoseconds for a unit of the given length.
    fn split(self, unit: i128) -> (i128, i128) {
        let rest = self.numerator % self.denominator;
        // A denominator beyond the limit is far finer than a nanosecond of any unit.
        let excess = self.denominator / LARGEST_DENOMINATOR + 1;
        let rest = rest / excess * unit / (self.denominator / excess);
        (self.numerator / self.denominator, rest)
    }

    /// In nanoseconds, for a unit of the given length.
    fn in_nanoseconds(self, unit: i128) -> Result<i128> {
        let (whole, rest) = self.split(unit);
        whole.checked_mul(unit).and_then(|whole| whole.checked_add(rest)).ok_or_else(too_large)
    }
}

fn too_large() -> Error {
    invalid("the duration is too large")
}

/// The parts of a duration before what they have beyond whole units has spilt over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amounts {
    pub(super) months: Amount,
    pub(super) days: Amount,
    pub(super) seconds: Amount,
    pub(super) nanoseconds: Amount,
}

impl Amounts {
    pub(super) const ZERO: Self = Self {
        months: Amount::ZERO,
        days: Amount::ZERO,
        seconds: Amount::ZERO,
        nanoseconds: Amount::ZERO,
    };

    /// The duration.
    pub(super) fn to_duration(self) -> Result<Duration> {
        let (months, month_rest) = self.months.split(NANOS_PER_MONTH);
        let days = self.days.in_nanoseconds(i128::from(NANOS_PER_DAY))?;
        let days = days.checked_add(month_rest).ok_or_else(too_large)?;
        let day = i128::from(NANOS_PER_DAY);
        let time = self.seconds.in_nanoseconds(i128::from(NANOS_PER_SECOND))?;
        let time = time
            .checked_add(self.nanoseconds.in_nanoseconds(1)?)
            .and_then(|time| time.checked_add(days % day))
            .ok_or_else(too_large)?;
        Duration::from_parts(months, days / day, time)
    }
}

impl Duration {
    /// No time.
    pub const ZERO: Self = Self { months: 0, days: 0, seconds: 0, nanoseconds: 0 };

    /// Months, days, seconds and nanoseconds of any size and sign.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if a part does not fit in 64 bits.
    pub fn new(months: i64, days: i64, seconds: i64, nanoseconds: i64) -> Result<Self> {
        let time = i128::from(seconds) * i128::from(NANOS_PER_SECOND) + i128::from(nanoseconds);
        Self::from_parts(i128::from(months), i128::from(days), time)
    }

    pub(super) fn from_parts(months: i128, days: i128, nanoseconds: i128) -> Result<Self> {
        let second = i128::from(NANOS_PER_SECOND);
        let part = |size: i128| i64::try_from(size).map_err(|_| too_large());
        Ok(Self {
            months: part(months)?,
            days: part(days)?,
            seconds: part(nanoseconds.div_euclid(second))?,
            nanoseconds: i32::try_from(nanoseconds.rem_euclid(second)).unwrap_or_default(),
        })
    }

    /// Seconds and nanoseconds in nanoseconds.
    pub(super) fn time_nanoseconds(&self) -> i128 {
        i128::from(self.seconds) * i128::from(NANOS_PER_SECOND) + i128::from(self.nanoseconds)
    }

    /// Each part so many times as long.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if a part does not fit in 64 bits.
    pub fn times(&self, factor: Amount) -> Result<Self> {
        let part = |size: i128| {
            let numerator = size.checked_mul(factor.numerator).ok_or_else(too_large)?;
            Ok::<_, Error>(Amount { numerator, ..factor })
        };
        let (seconds, nanoseconds) = match part(self.time_nanoseconds()) {
            Ok(nanoseconds) => (Amount::ZERO, nanoseconds),
            Err(_) => (part(i128::from(self.seconds))?, part(i128::from(self.nanoseconds))?),
        };
        let (months, days) = (part(i128::from(self.months))?, part(i128::from(self.days))?);
        Amounts { months, days, seconds, nanoseconds }.to_duration()
    }

    /// Each part divided.
    ///
    /// # Errors
    /// `DivisionByZero`, or `InvalidTemporalValue` if a part does not fit in 64 bits.
    pub fn divided_by(&self, divisor: Amount) -> Result<Self> {
        let Some(factor) = divisor.inverse() else {
            let code = crate::error::ErrorCode::DivisionByZero;
            return Err(Error::new(code, "a duration is divided by zero"));
        };
        self.times(factor)
    }

    /// The opposite.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if a part does not fit in 64 bits.
    pub fn negated(&self) -> Result<Self> {
        self.times(Amount::whole(-1))
    }

    /// Part by part.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if a part does not fit in 64 bits.
    pub fn plus(&self, other: &Self) -> Result<Self> {
        Self::from_parts(
            i128::from(self.months) + i128::from(other.months),
            i128::from(self.days) + i128::from(other.days),
            self.time_nanoseconds() + other.time_nanoseconds(),
        )
    }

    /// Part by part.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if a part does not fit in 64 bits.
    pub fn minus(&self, other: &Self) -> Result<Self> {
        Self::from_parts(
            i128::from(self.months) - i128::from(other.months),
            i128::from(self.days) - i128::from(other.days),
            self.time_nanoseconds() - other.time_nanoseconds(),
        )
    }
}
