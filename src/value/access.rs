//! Elements of values: `list[index]`, `list[from..to]`, `map.key`, `date.year`.
//!
//! What entities hold is asked of the graph; these functions know only values that hold their parts.

use super::temporal::{component, component_names};
use super::{Kinds, Value};
use crate::error::{Error, ErrorCode, Result};

/// What `container[index]` gives for a list or map: null where there is no such element or one side
/// is null. A negative index counts from the end.
///
/// # Errors
/// `ListElementAccessByNonInteger` and `MapElementAccessByNonString` for an index of another kind,
/// `InvalidElementAccess` for a container of another kind.
pub fn element(container: &Value, index: &Value) -> Result<Value> {
    match (container, index) {
        (Value::Null, _) | (Value::List(_) | Value::Map(_), Value::Null) => Ok(Value::Null),
        (Value::List(items), Value::Integer(index)) => {
            let place = place(*index, items.len());
            Ok(place.and_then(|place| items.get(place)).cloned().unwrap_or_default())
        }
        (Value::Map(entries), Value::String(key)) => {
            Ok(entries.get(key).cloned().unwrap_or_default())
        }
        (Value::List(_), _) => Err(wrong_index(
            ErrorCode::ListElementAccessByNonInteger,
            "a list is indexed by an INTEGER",
            index,
        )),
        (Value::Map(_), _) => Err(wrong_index(
            ErrorCode::MapElementAccessByNonString,
            "a map is indexed by a STRING",
            index,
        )),
        (_, Value::String(name)) if Kinds::COMPONENTS.contains(Kinds::of(container)) => {
            property(container, name)
        }
        _ => Err(Error::new(
            ErrorCode::TypeMismatch,
            format!("`[…]` takes a LIST or MAP, but got {}", Kinds::of(container)),
        )),
    }
}

fn wrong_index(code: ErrorCode, rule: &str, index: &Value) -> Error {
    Error::new(code, format!("{rule}, but got {}", Kinds::of(index)))
}

/// The place of an index that may count from the end.
fn place(index: i64, length: usize) -> Option<usize> {
    if index >= 0 {
        return usize::try_from(index).ok();
    }
    length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)
}

/// What `list[from..to]` gives: the elements from `from` up to but not including `to`, as far as
/// there are any; null where a side is null. A missing bound is an end of the list.
///
/// # Errors
/// `ListElementAccessByNonInteger` for a bound of another kind, `TypeMismatch` for something that
/// is not a list.
pub fn slice(list: &Value, from: Option<&Value>, to: Option<&Value>) -> Result<Value> {
    if list.is_null() || [from, to].into_iter().flatten().any(Value::is_null) {
        return Ok(Value::Null);
    }
    let Value::List(items) = list else {
        return Err(Error::new(
            ErrorCode::TypeMismatch,
            format!("`[..]` takes a LIST, but got {}", Kinds::of(list)),
        ));
    };
    let from = from.map_or(Ok(0), |from| bound(from, items.len()))?;
    let to = to.map_or(Ok(items.len()), |to| bound(to, items.len()))?;
    Ok(Value::list(items.get(from..to).map(<[Value]>::to_vec).unwrap_or_default()))
}

/// A bound of a slice, within the list.
fn bound(bound: &Value, length: usize) -> Result<usize> {
    let Value::Integer(index) = bound else {
        let code = ErrorCode::ListElementAccessByNonInteger;
        return Err(wrong_index(code, "the bounds of a slice are INTEGERs", bound));
    };
    let past_end = if *index < 0 { 0 } else { length };
    Ok(place(*index, length).unwrap_or(past_end).min(length))
}

/// What `value.name` gives for a map, date, time, duration or point; null for null and for keys that
/// a map does not have.
///
/// # Errors
/// `InvalidArgument` for a component that a date, time, duration or point does not have,
/// `TypeMismatch` for values that have neither keys nor components.
pub fn property(value: &Value, name: &str) -> Result<Value> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Map(entries) => Ok(entries.get(name).cloned().unwrap_or_default()),
        Value::Point(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_) => component(value, name).map_or_else(|| missing(value, name), Ok),
        Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::List(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_) => Err(Error::new(
            ErrorCode::TypeMismatch,
            format!("`.{name}` takes a MAP, NODE or RELATIONSHIP, but got {}", Kinds::of(value)),
        )),
    }
}

/// A component that is not there: null if other values of the kind have it, as `z` of a flat point.
fn missing(value: &Value, name: &str) -> Result<Value> {
    let names = component_names(value);
    if names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(Value::Null);
    }
    let message = format!("a {} has no component `{name}`", Kinds::of(value));
    Err(Error::new(ErrorCode::InvalidArgument, message)
        .with_help(format!("its components are {}", names.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(items: &[i64]) -> Value {
        items.to_vec().into()
    }

    #[test]
    fn negative_indexes_count_from_the_end() {
        let list = numbers(&[1, 2, 3]);
        let at = |index: i64| element(&list, &Value::Integer(index)).map(|value| value.to_string());
        let found: Vec<_> = [0, 2, 3, -1, -3, -4].map(|index| at(index).unwrap_or_default()).into();
        assert_eq!(found, ["1", "3", "null", "3", "1", "null"]);
        let error = element(&list, &Value::Float(1.0)).map_err(|error| error.code());
        assert_eq!(error.err(), Some(ErrorCode::ListElementAccessByNonInteger));
    }

    #[test]
    fn slices_are_cut_to_the_list() {
        let list = numbers(&[1, 2, 3]);
        let cut = |from: Option<i64>, to: Option<i64>| {
            let (from, to) = (from.map(Value::Integer), to.map(Value::Integer));
            slice(&list, from.as_ref(), to.as_ref())
                .map(|value| value.to_string())
                .unwrap_or_default()
        };
        assert_eq!(cut(Some(1), Some(3)), "[2, 3]");
        assert_eq!(cut(None, Some(2)), "[1, 2]");
        assert_eq!(cut(Some(-3), Some(-1)), "[1, 2]");
        assert_eq!(cut(Some(3), Some(1)), "[]");
        assert_eq!(cut(Some(-5), Some(5)), "[1, 2, 3]");
        assert_eq!(cut(Some(-1), None), "[3]");
        assert_eq!(cut(Some(i64::MIN), Some(i64::MAX)), "[1, 2, 3]");
    }
}
