//! The arithmetic operators `+ - * / % ^` on numbers, texts, lists, dates, times and durations.
//!
//! Null gives null. Integers are checked: what does not fit in 64 bits is an error, as is division
//! by zero; floats follow IEEE 754.

use super::literal::text;
use super::temporal::{self, Amount};
use super::{Kinds, Value};
use crate::error::{Error, ErrorCode, Result};

/// `left + right`: the sum of numbers or durations, a date or time later by a duration, texts or
/// lists one after the other.
///
/// # Errors
/// `TypeMismatch` for kinds that have no sum, `ArithmeticOverflow`, and `InvalidTemporalValue` for a
/// date outside of the calendar.
pub fn add(left: &Value, right: &Value) -> Result<Value> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(one), Value::Integer(other)) => {
            integer("+", left, right, one.checked_add(*other))
        }
        (Value::List(items), Value::List(others)) => {
            Ok(Value::list(items.iter().chain(others.iter()).cloned().collect()))
        }
        (Value::List(items), item) => {
            Ok(Value::list(items.iter().chain([item]).cloned().collect()))
        }
        (item, Value::List(items)) => {
            Ok(Value::list([item].into_iter().chain(items.iter()).cloned().collect()))
        }
        (Value::String(_), _) | (_, Value::String(_)) => concatenate(left, right),
        (Value::Duration(one), Value::Duration(other)) => one.plus(other).map(Value::from),
        (Value::Duration(duration), instant) | (instant, Value::Duration(duration)) => {
            temporal::plus(instant, duration)?.ok_or_else(|| mismatch("+", left, right))
        }
        _ => floats("+", left, right, |one, other| one + other),
    }
}

fn concatenate(left: &Value, right: &Value) -> Result<Value> {
    match (text(left), text(right)) {
        (Some(left), Some(right)) => Ok(Value::string(left + &right)),
        _ => Err(mismatch("+", left, right)),
    }
}

/// `left - right`: the difference of numbers or durations, a date or time earlier by a duration.
///
/// # Errors
/// `TypeMismatch` for kinds that have no difference, `ArithmeticOverflow`, and
/// `InvalidTemporalValue` for a date outside of the calendar.
pub fn subtract(left: &Value, right: &Value) -> Result<Value> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(one), Value::Integer(other)) => {
            integer("-", left, right, one.checked_sub(*other))
        }
        (Value::Duration(one), Value::Duration(other)) => one.minus(other).map(Value::from),
        (instant, Value::Duration(duration)) => {
            temporal::plus(instant, &duration.negated()?)?.ok_or_else(|| mismatch("-", left, right))
        }
        _ => floats("-", left, right, |one, other| one - other).map_err(|error| {
            if Kinds::INSTANT.contains(Kinds::of(left)) && Kinds::of(left) == Kinds::of(right) {
                return error.with_help("`duration.between(a, b)` gives the time from a to b");
            }
            error
        }),
    }
}

/// `left * right`: the product of numbers, or of a duration and a number.
///
/// # Errors
/// `TypeMismatch` for kinds that have no product, `ArithmeticOverflow`, and `InvalidTemporalValue`
/// for a duration that is too large.
pub fn multiply(left: &Value, right: &Value) -> Result<Value> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(one), Value::Integer(other)) => {
            integer("*", left, right, one.checked_mul(*other))
        }
        (Value::Duration(duration), factor) | (factor, Value::Duration(duration)) => {
            let factor = Amount::of_value(factor)?.ok_or_else(|| mismatch("*", left, right))?;
            duration.times(factor).map(Value::from)
        }
        _ => floats("*", left, right, |one, other| one * other),
    }
}

/// `left / right`: the quotient of numbers, of integers without its fraction, or of a duration and a
/// number.
///
/// # Errors
/// `DivisionByZero` for integers and durations, `TypeMismatch` for kinds that have no quotient,
/// `ArithmeticOverflow`, and `InvalidTemporalValue` for a duration that is too large.
pub fn divide(left: &Value, right: &Value) -> Result<Value> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(_), Value::Integer(0)) => Err(by_zero(left, "/")),
        (Value::Integer(one), Value::Integer(other)) => {
            integer("/", left, right, one.checked_div(*other))
        }
        (Value::Duration(duration), divisor) => {
            let divisor = Amount::of_value(divisor)?.ok_or_else(|| mismatch("/", left, right))?;
            duration.divided_by(divisor).map(Value::from)
        }
        _ => floats("/", left, right, |one, other| one / other),
    }
}

/// `left % right`: what is left of a division, with the sign of `left`.
///
/// # Errors
/// `DivisionByZero` for integers, and `TypeMismatch` for anything but numbers.
pub fn modulo(left: &Value, right: &Value) -> Result<Value> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(_), Value::Integer(0)) => Err(by_zero(left, "%")),
        // The one quotient that overflows, `i64::MIN / -1`, leaves nothing.
        (Value::Integer(one), Value::Integer(other)) => Ok(one.wrapping_rem(*other).into()),
        _ => floats("%", left, right, |one, other| one % other),
    }
}

/// `left ^ right`, always a float.
///
/// # Errors
/// `TypeMismatch` for anything but numbers.
pub fn power(left: &Value, right: &Value) -> Result<Value> {
    if left.is_null() || right.is_null() {
        return Ok(Value::Null);
    }
    floats("^", left, right, f64::powf)
}

/// `-value` of a number or duration.
///
/// # Errors
/// `TypeMismatch` for other kinds, and `ArithmeticOverflow` for the smallest integer.
pub fn negate(value: &Value) -> Result<Value> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Integer(number) => number.checked_neg().map(Value::from).ok_or_else(|| {
            Error::new(
                ErrorCode::ArithmeticOverflow,
                format!("`-({number})` does not fit in 64 bits"),
            )
        }),
        Value::Float(number) => Ok((-number).into()),
        Value::Duration(duration) => duration.negated().map(Value::from),
        Value::Boolean(_)
        | Value::String(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Point(_) => Err(not_a_number("-", value)),
    }
}

/// `+value` of a number or duration.
///
/// # Errors
/// `TypeMismatch` for other kinds.
pub fn affirm(value: &Value) -> Result<Value> {
    let kind = Kinds::of(value);
    if (Kinds::NUMBER | Kinds::DURATION).contains(kind) {
        return Ok(value.clone());
    }
    Err(not_a_number("+", value))
}

fn not_a_number(operator: &str, value: &Value) -> Error {
    let message = format!("`{operator}` takes a NUMBER or DURATION, but got {}", Kinds::of(value));
    Error::new(ErrorCode::TypeMismatch, message)
}

/// A number as a float; `None` if the value is not a number.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "mixed arithmetic rounds the integer, as IEEE 754 does"
)]
pub fn to_float(value: &Value) -> Option<f64> {
    if let Value::Integer(number) = value {
        return Some(*number as f64);
    }
    if let Value::Float(number) = value { Some(*number) } else { None }
}

fn floats(
    operator: &str,
    left: &Value,
    right: &Value,
    compute: impl Fn(f64, f64) -> f64,
) -> Result<Value> {
    match (to_float(left), to_float(right)) {
        (Some(left), Some(right)) => Ok(compute(left, right).into()),
        _ => Err(mismatch(operator, left, right)),
    }
}

fn integer(operator: &str, left: &Value, right: &Value, result: Option<i64>) -> Result<Value> {
    result.map(Value::from).ok_or_else(|| {
        let message = format!("`{left} {operator} {right}` does not fit in 64 bits");
        Error::new(ErrorCode::ArithmeticOverflow, message)
            .with_help("`toFloat` turns an operand into a float, which rounds instead")
    })
}

fn by_zero(left: &Value, operator: &str) -> Error {
    let message = format!("`{left} {operator} 0` divides an integer by zero");
    Error::new(ErrorCode::DivisionByZero, message)
}

fn mismatch(operator: &str, left: &Value, right: &Value) -> Error {
    let (left, right) = (Kinds::of(left), Kinds::of(right));
    let message = format!("`{operator}` can't be applied to {left} and {right}");
    Error::new(ErrorCode::TypeMismatch, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(result: Result<Value>) -> String {
        result.map_or_else(|error| error.code().detail().to_owned(), |value| value.to_string())
    }

    #[test]
    fn integers_are_checked_and_floats_are_not() {
        let (one, zero, max) = (Value::Integer(1), Value::Integer(0), Value::Integer(i64::MAX));
        assert_eq!(shown(add(&max, &one)), "IntegerOverflow");
        assert_eq!(shown(subtract(&Value::Integer(-2), &max)), "IntegerOverflow");
        assert_eq!(shown(divide(&one, &zero)), "DivisionByZero");
        assert_eq!(shown(modulo(&one, &zero)), "DivisionByZero");
        assert_eq!(shown(divide(&one, &Value::Float(0.0))), "Infinity");
        assert_eq!(shown(divide(&Value::Integer(-7), &Value::Integer(2))), "-3");
        assert_eq!(shown(modulo(&Value::Integer(-7), &Value::Integer(2))), "-1");
        assert_eq!(shown(modulo(&Value::Integer(i64::MIN), &Value::Integer(-1))), "0");
        assert_eq!(shown(power(&Value::Integer(2), &Value::Integer(3))), "8.0");
        assert_eq!(shown(negate(&Value::Integer(i64::MIN))), "IntegerOverflow");
    }

    #[test]
    fn sums_join_texts_and_lists() {
        let (list, text) = (Value::from(vec![1, 2]), Value::from("a"));
        assert_eq!(shown(add(&list, &list)), "[1, 2, 1, 2]");
        assert_eq!(shown(add(&text, &list)), "['a', 1, 2]");
        assert_eq!(shown(add(&list, &Value::Null)), "null");
        assert_eq!(shown(add(&text, &Value::Float(1.0))), "'a1.0'");
        assert_eq!(shown(add(&Value::from(true), &Value::Integer(1))), "InvalidArgumentType");
    }
}
