//! Conversions between kinds: `toX` fails on what can't be one, `toXOrNull` gives null for it, and
//! `toXList` gives null in its place.

use super::arguments::{list, value};
use super::{Family, Function, Parameter};
use crate::error::{Error, ErrorCode, Result};
use crate::value::literal::{self, integer_of, parse_float, parse_integer};
use crate::value::{Kinds, Value, arithmetic};

const BOOLEANS: Kinds = Kinds::BOOLEAN.or(Kinds::STRING).or(Kinds::INTEGER);
const INTEGERS: Kinds = Kinds::NUMBER.or(Kinds::BOOLEAN).or(Kinds::STRING);
const FLOATS: Kinds = Kinds::NUMBER.or(Kinds::STRING);
const STRINGS: Kinds = INTEGERS.or(Kinds::TEMPORAL).or(Kinds::POINT);
const LIST: &[Parameter] = &[Parameter::one("list", Kinds::LIST)];

/// What a value becomes; null if it has no such form.
type Conversion = fn(&Value) -> Result<Value>;

macro_rules! rows {
    ($($name:literal, $or_null:literal, $of_list:literal, $from:ident => $to:ident by $conversion:ident,
       $what:literal, [$($example:expr),+], $list_example:expr;)+) => {
        &[$(
            Function::new(
                $name,
                Family::Scalar,
                &[Parameter::one("value", $from)],
                Kinds::$to,
                |_, arguments| $conversion(value(arguments, 0)),
            )
            .says(concat!("the value as ", $what, ", or null if its text is none"), &[$($example),+]),
            Function::new(
                $or_null,
                Family::Scalar,
                &[Parameter::one("value", Kinds::ANY)],
                Kinds::$to,
                |_, arguments| Ok(or_null(value(arguments, 0), $from, $conversion)),
            )
            .says(
                concat!("the value as ", $what, ", or null if it can't be one"),
                &[(concat!($or_null, "({a: 1})"), "null")],
            ),
            Function::new($of_list, Family::List, LIST, Kinds::LIST, |_, arguments| {
                let items = list(arguments, 0)?.iter();
                Ok(Value::list(items.map(|item| or_null(item, $from, $conversion)).collect()))
            })
            .says(concat!("each element as ", $what, ", or null"), &[$list_example]),
        )+]
    };
}

/// The rows of conversion.
pub(super) const FUNCTIONS: &[Function] = rows! {
    "toBoolean", "toBooleanOrNull", "toBooleanList", BOOLEANS => BOOLEAN by to_boolean, "a boolean",
        [("toBoolean('True')", "true"), ("toBoolean('yes')", "null"), ("toBoolean(0)", "false")],
        ("toBooleanList(['true', 'a', 1])", "[true, null, true]");
    "toInteger", "toIntegerOrNull", "toIntegerList", INTEGERS => INTEGER by to_integer, "an integer",
        [("toInteger('42')", "42"), ("toInteger(2.9)", "2"), ("toInteger('a')", "null")],
        ("toIntegerList(['1', 2.5, 'a'])", "[1, 2, null]");
    "toFloat", "toFloatOrNull", "toFloatList", FLOATS => FLOAT by to_float, "a float",
        [("toFloat('2.5')", "2.5"), ("toFloat(3)", "3.0"), ("toFloat('a')", "null")],
        ("toFloatList(['1', 2, true])", "[1.0, 2.0, null]");
    "toString", "toStringOrNull", "toStringList", STRINGS => STRING by to_text, "a text",
        [("toString(42)", "'42'"), ("toString(1.5)", "'1.5'"), ("toString(true)", "'true'")],
        ("toStringList([1, 'a', {}])", "['1', 'a', null]");
};

fn or_null(value: &Value, from: Kinds, conversion: Conversion) -> Value {
    if value.is_null() || !from.contains(Kinds::of(value)) {
        return Value::Null;
    }
    conversion(value).unwrap_or_default()
}

fn impossible(value: &Value, to: Kinds) -> Error {
    Error::new(
        ErrorCode::InvalidArgumentValue,
        format!("{} can't be converted to {to}", Kinds::of(value)),
    )
}

fn to_boolean(value: &Value) -> Result<Value> {
    if let Value::Integer(number) = value {
        return Ok(Value::Boolean(*number != 0));
    }
    if let Value::String(text) = value {
        let is = |word: &str| text.eq_ignore_ascii_case(word);
        return Ok(Value::from((is("true") || is("false")).then(|| is("true"))));
    }
    let is_boolean = matches!(value, Value::Boolean(_));
    if is_boolean { Ok(value.clone()) } else { Err(impossible(value, Kinds::BOOLEAN)) }
}

fn to_integer(value: &Value) -> Result<Value> {
    if let Value::Float(number) = value {
        return integer_of(*number).map(Value::Integer).ok_or_else(|| {
            let message = format!("`{number}` is outside of the range of integers");
            Error::new(ErrorCode::ArithmeticOverflow, message)
        });
    }
    if let Value::String(text) = value {
        return Ok(Value::from(parse_integer(text)));
    }
    if let Value::Boolean(truth) = value {
        return Ok(Value::Integer(i64::from(*truth)));
    }
    let is_integer = matches!(value, Value::Integer(_));
    if is_integer { Ok(value.clone()) } else { Err(impossible(value, Kinds::INTEGER)) }
}

fn to_float(value: &Value) -> Result<Value> {
    if let Value::String(text) = value {
        return Ok(Value::from(parse_float(text)));
    }
    arithmetic::to_float(value).map(Value::Float).ok_or_else(|| impossible(value, Kinds::FLOAT))
}

fn to_text(value: &Value) -> Result<Value> {
    if let Value::String(_) = value {
        return Ok(value.clone());
    }
    literal::text(value).map(Value::from).ok_or_else(|| impossible(value, Kinds::STRING))
}
