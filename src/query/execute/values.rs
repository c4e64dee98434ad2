//! The operators of the language on values.

use crate::error::{Error, ErrorCode, Result};
use crate::syntax::ast::{ArithmeticOperator, ComparisonOperator};
use crate::value::compare::{Comparison, compare as order_of};
use crate::value::{Kinds, Value, arithmetic};

pub(super) use crate::value::compare::{Key, equals, order};

/// `left operator right`; `None` if that is unknown.
pub(super) fn compare(operator: ComparisonOperator, left: &Value, right: &Value) -> Option<bool> {
    let ordering = match operator {
        ComparisonOperator::Equal => return equals(left, right),
        ComparisonOperator::NotEqual => return equals(left, right).map(|equal| !equal),
        ComparisonOperator::Less
        | ComparisonOperator::LessOrEqual
        | ComparisonOperator::Greater
        | ComparisonOperator::GreaterOrEqual => match order_of(left, right) {
            Comparison::Ordered(ordering) => ordering,
            Comparison::Unordered => return Some(false),
            Comparison::Unknown => return None,
        },
    };
    Some(match operator {
        ComparisonOperator::Less => ordering.is_lt(),
        ComparisonOperator::LessOrEqual => ordering.is_le(),
        ComparisonOperator::Greater => ordering.is_gt(),
        ComparisonOperator::GreaterOrEqual => ordering.is_ge(),
        ComparisonOperator::Equal => ordering.is_eq(),
        ComparisonOperator::NotEqual => ordering.is_ne(),
    })
}

/// `left operator right`.
pub(super) fn calculate(
    operator: ArithmeticOperator,
    left: &Value,
    right: &Value,
) -> Result<Value> {
    match operator {
        ArithmeticOperator::Add => arithmetic::add(left, right),
        ArithmeticOperator::Subtract => arithmetic::subtract(left, right),
        ArithmeticOperator::Multiply => arithmetic::multiply(left, right),
        ArithmeticOperator::Divide => arithmetic::divide(left, right),
        ArithmeticOperator::Modulo => arithmetic::modulo(left, right),
        ArithmeticOperator::Power => arithmetic::power(left, right),
        ArithmeticOperator::Concatenate => concatenate(left, right),
    }
}

/// `left || right`: texts or lists one after the other, and nothing else.
fn concatenate(left: &Value, right: &Value) -> Result<Value> {
    match (left, right) {
        (Value::Null, _)
        | (_, Value::Null)
        | (Value::String(_), Value::String(_))
        | (Value::List(_), Value::List(_)) => arithmetic::add(left, right),
        _ => {
            let (left, right) = (Kinds::of(left), Kinds::of(right));
            let message = format!("`||` takes two texts or two lists, but got {left} and {right}");
            Err(Error::new(ErrorCode::TypeMismatch, message))
        }
    }
}
