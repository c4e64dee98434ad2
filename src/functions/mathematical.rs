//! Functions on numbers.

use super::arguments::{count, integer, number, optional_text, value};
use super::rounding::{self, Mode};
use super::{Environment, Family, Function, Parameter, random};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{Kinds, Value};

const NUMBER: &[Parameter] = &[Parameter::one("number", Kinds::NUMBER)];

/// The rows of this family but for trigonometry.
pub(super) const FUNCTIONS: &[Function] = &[
    row("abs", NUMBER, Kinds::NUMBER, abs)
        .says("the number without its sign", &[("abs(-3)", "3"), ("abs(-2.5)", "2.5")]),
    row("ceil", NUMBER, Kinds::FLOAT, |_, arguments| float(arguments, f64::ceil))
        .says("the least whole number not below", &[("ceil(0.1)", "1.0")]),
    row("ceiling", NUMBER, Kinds::FLOAT, |_, arguments| float(arguments, f64::ceil))
        .says("another name of `ceil`", &[("ceiling(0.1)", "1.0")]),
    row("floor", NUMBER, Kinds::FLOAT, |_, arguments| float(arguments, f64::floor))
        .says("the greatest whole number not above", &[("floor(0.9)", "0.0")]),
    row("round", ROUND, Kinds::FLOAT, round).says(
        "the nearest whole number, or with so many decimal places and in the given way",
        &[
            ("round(3.5)", "4.0"),
            ("round(-1.5)", "-1.0"),
            ("round(3.14159, 3)", "3.142"),
            ("round(1.25, 1, 'HALF_EVEN')", "1.2"),
        ],
    ),
    row("sign", NUMBER, Kinds::INTEGER, sign)
        .says("-1, 0 or 1, as the number is below, at or above 0", &[("sign(-0.2)", "-1")]),
    row("isNaN", NUMBER, Kinds::BOOLEAN, |_, arguments| {
        Ok(Value::Boolean(number(arguments, 0)?.is_nan()))
    })
    .says("whether it is the float that is not a number", &[("isNaN(0.0 / 0.0)", "true")]),
    row("sqrt", NUMBER, Kinds::FLOAT, |_, arguments| float(arguments, f64::sqrt))
        .says("the square root", &[("sqrt(9)", "3.0")]),
    row("exp", NUMBER, Kinds::FLOAT, |_, arguments| float(arguments, f64::exp))
        .says("e to the power of the number", &[("exp(0)", "1.0")]),
    row("log", NUMBER, Kinds::FLOAT, |_, arguments| float(arguments, f64::ln))
        .says("the natural logarithm", &[("log(e())", "1.0")]),
    row("ln", NUMBER, Kinds::FLOAT, |_, arguments| float(arguments, f64::ln))
        .says("another name of `log`", &[("ln(1)", "0.0")]),
    row("log10", NUMBER, Kinds::FLOAT, |_, arguments| float(arguments, f64::log10))
        .says("the logarithm to base 10", &[("log10(1000)", "3.0")]),
    row("power", POWER, Kinds::FLOAT, |_, arguments| {
        Ok(Value::Float(number(arguments, 0)?.powf(number(arguments, 1)?)))
    })
    .says("the base to the power of the exponent", &[("power(2, 10)", "1024.0")]),
    row("e", &[], Kinds::FLOAT, |_, _| Ok(Value::Float(std::f64::consts::E)))
        .says("the base of natural logarithms", &[("round(e(), 4)", "2.7183")]),
    row("rand", &[], Kinds::FLOAT, |_, _| Ok(Value::Float(random::unit())))
        .says("a random number from 0 up to, but not including, 1", &[("0 <= rand() < 1", "true")]),
];

const ROUND: &[Parameter] = &[
    Parameter::one("number", Kinds::NUMBER),
    Parameter::optional("precision", Kinds::INTEGER),
    Parameter::optional("mode", Kinds::STRING),
];

const POWER: &[Parameter] =
    &[Parameter::one("base", Kinds::NUMBER), Parameter::one("exponent", Kinds::NUMBER)];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    result: Kinds,
    body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
) -> Function {
    Function::new(name, Family::Mathematical, parameters, result, body)
}

fn float(arguments: &[Value], body: fn(f64) -> f64) -> Result<Value> {
    Ok(Value::Float(body(number(arguments, 0)?)))
}

fn abs(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    if let Value::Float(float) = value(arguments, 0) {
        return Ok(Value::Float(float.abs()));
    }
    let integer = integer(arguments, 0)?;
    integer.checked_abs().map(Value::Integer).ok_or_else(|| {
        Error::new(
            ErrorCode::ArithmeticOverflow,
            format!("`abs({integer})` is not an integer of 64 bits"),
        )
    })
}

fn sign(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let number = number(arguments, 0)?;
    Ok(Value::Integer(i64::from(number > 0.0) - i64::from(number < 0.0)))
}

/// Without a precision, ties go towards positive infinity; with one, away from zero.
fn round(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let number = number(arguments, 0)?;
    if arguments.len() == 1 {
        let is_tie = number.fract().abs().total_cmp(&0.5).is_eq();
        return Ok(Value::Float(if is_tie { number.ceil() } else { number.round() }));
    }
    let mode = optional_text(arguments, 2)?.map_or(Ok(Mode::HalfUp), Mode::named)?;
    Ok(Value::Float(rounding::round(number, count(arguments, 1)?, mode)))
}
