//! Functions on lists.

use super::arguments::{list, value};
use super::{Environment, Family, Function, Parameter};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{Kinds, Value};

const LIST: &[Parameter] = &[Parameter::one("list", Kinds::LIST)];

/// What is made at once must fit in memory: 2^28 values take 6 GiB.
const MOST: usize = 1 << 28;

/// The rows of this family but for conversions and `coll`.
pub(super) const FUNCTIONS: &[Function] = &[
    row("range", RANGE, Kinds::LIST, range).says(
        "the integers from the first to the second, both included, with a step",
        &[("range(1, 4)", "[1, 2, 3, 4]"), ("range(10, 0, -5)", "[10, 5, 0]")],
    ),
    row("head", LIST, Kinds::ANY, |_, arguments| {
        Ok(list(arguments, 0)?.first().cloned().unwrap_or_default())
    })
    .says("the first element, or null", &[("head([1, 2])", "1"), ("head([])", "null")]),
    row("last", LIST, Kinds::ANY, |_, arguments| {
        Ok(list(arguments, 0)?.last().cloned().unwrap_or_default())
    })
    .says("the last element, or null", &[("last([1, 2])", "2")]),
    row("tail", LIST, Kinds::LIST, |_, arguments| {
        Ok(Value::list(list(arguments, 0)?.iter().skip(1).cloned().collect()))
    })
    .says("all elements but the first", &[("tail([1, 2, 3])", "[2, 3]")]),
    row("reverse", REVERSE, REVERSIBLE, reverse).says(
        "the list or text in reverse order",
        &[("reverse([1, 2])", "[2, 1]"), ("reverse('abc')", "'cba'")],
    ),
];

/// Wrong kinds are found when it runs, as the conformance suite asks.
const RANGE: &[Parameter] = &[
    Parameter::one("start", Kinds::ANY),
    Parameter::one("end", Kinds::ANY),
    Parameter::optional("step", Kinds::ANY),
];

const REVERSIBLE: Kinds = Kinds::LIST.or(Kinds::STRING);
const REVERSE: &[Parameter] = &[Parameter::one("of", REVERSIBLE)];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    result: Kinds,
    body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
) -> Function {
    Function::new(name, Family::List, parameters, result, body)
}

/// Whether so many values may be made at once.
pub(super) fn check_size(items: usize) -> Result<()> {
    if items <= MOST {
        return Ok(());
    }
    let message = format!("{items} elements are more than the {MOST} that are made at once");
    Err(Error::new(ErrorCode::MemoryLimitExceeded, message))
}

fn range(environment: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let (start, end) = (bound(arguments, 0)?, bound(arguments, 1)?);
    let step = if arguments.len() > 2 { bound(arguments, 2)? } else { 1 };
    if step == 0 {
        let message = "the step of `range` must not be 0";
        return Err(Error::new(ErrorCode::NumberOutOfRange, message));
    }
    let distance = (i128::from(end) - i128::from(start)) / i128::from(step);
    if (step > 0 && start > end) || (step < 0 && start < end) {
        return Ok(Value::list(Vec::new()));
    }
    check_size(usize::try_from(distance).unwrap_or(usize::MAX).saturating_add(1))?;
    let mut items = Vec::new();
    let mut next = Some(start);
    while let Some(number) = next.filter(|next| if step > 0 { *next <= end } else { *next >= end })
    {
        if items.len() % 65_536 == 65_535 {
            (environment.tick)()?;
        }
        items.push(Value::Integer(number));
        next = number.checked_add(step);
    }
    Ok(Value::list(items))
}

fn bound(arguments: &[Value], place: usize) -> Result<i64> {
    let bound = value(arguments, place);
    if let Value::Integer(number) = bound {
        return Ok(*number);
    }
    let message = format!("`range` takes integers, but got {}", Kinds::of(bound));
    Err(Error::new(ErrorCode::InvalidArgument, message))
}

fn reverse(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    if let Value::String(text) = value(arguments, 0) {
        return Ok(Value::string(text.chars().rev().collect::<String>()));
    }
    Ok(Value::list(list(arguments, 0)?.iter().rev().cloned().collect()))
}
