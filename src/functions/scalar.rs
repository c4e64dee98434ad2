//! Functions on values of any kind.

use std::time::UNIX_EPOCH;

use super::arguments::{length, list, value};
use super::{Environment, Family, Function, Parameter, random, value_type};
use crate::error::Result;
use crate::value::compare::equals;
use crate::value::{Kinds, Value};

const SIZED: Kinds = Kinds::STRING.or(Kinds::LIST);

/// The rows of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    row("coalesce", COALESCE, Kinds::ANY, |_, arguments| {
        Ok(arguments.iter().find(|value| !value.is_null()).cloned().unwrap_or_default())
    })
    .says("the first argument that is not null", &[("coalesce(null, 1, 2)", "1")])
    .handling_nulls(),
    row("nullIf", PAIR, Kinds::ANY, |_, arguments| {
        let (one, other) = (value(arguments, 0), value(arguments, 1));
        Ok(if equals(one, other) == Some(true) { Value::Null } else { one.clone() })
    })
    .says(
        "null if both are equal, else the first",
        &[("nullIf(4, 4)", "null"), ("nullIf('a', 'b')", "'a'")],
    )
    .handling_nulls(),
    row("size", &[Parameter::one("of", SIZED)], Kinds::INTEGER, size).says(
        "the number of elements of a list, or of characters of a text",
        &[("size([1, 2])", "2"), ("size('Katō')", "4")],
    ),
    row("isEmpty", &[Parameter::one("of", SIZED.or(Kinds::MAP))], Kinds::BOOLEAN, is_empty).says(
        "whether a list, map or text has nothing in it",
        &[("isEmpty([])", "true"), ("isEmpty('a')", "false"), ("isEmpty({})", "true")],
    ),
    row("valueType", &[Parameter::one("value", Kinds::ANY)], Kinds::STRING, |_, arguments| {
        Ok(Value::string(value_type::name_of(value(arguments, 0))))
    })
    .says(
        "the type of a value, as precisely as it can be named",
        &[
            ("valueType(1)", "'INTEGER NOT NULL'"),
            ("valueType(['a', null])", "'LIST<STRING> NOT NULL'"),
            ("valueType(null)", "'NULL'"),
        ],
    )
    .handling_nulls(),
    row("randomUUID", &[], Kinds::STRING, |_, _| Ok(Value::string(random::uuid())))
        .says("a random UUID", &[("size(randomUUID())", "36")]),
    row("timestamp", &[], Kinds::INTEGER, |environment, _| {
        let passed = environment.statement_time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(Value::Integer(i64::try_from(passed.as_millis()).unwrap_or(i64::MAX)))
    })
    .says(
        "the milliseconds from 1970 to the begin of the statement",
        &[("timestamp() = timestamp()", "true")],
    ),
];

const COALESCE: &[Parameter] =
    &[Parameter::one("value", Kinds::ANY), Parameter::many("others", Kinds::ANY)];

const PAIR: &[Parameter] =
    &[Parameter::one("value", Kinds::ANY), Parameter::one("other", Kinds::ANY)];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    result: Kinds,
    body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
) -> Function {
    Function::new(name, Family::Scalar, parameters, result, body)
}

fn size(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    if let Value::String(text) = value(arguments, 0) {
        return Ok(length(text.chars().count()));
    }
    Ok(length(list(arguments, 0)?.len()))
}

fn is_empty(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let holder = value(arguments, 0);
    if let Value::Map(entries) = holder {
        return Ok(Value::Boolean(entries.is_empty()));
    }
    if let Value::String(text) = holder {
        return Ok(Value::Boolean(text.is_empty()));
    }
    Ok(Value::Boolean(list(arguments, 0)?.is_empty()))
}
