//! The `coll` functions on lists. They compare by equivalence and the total order, as `DISTINCT` and
//! `ORDER BY` do.

use foldhash::fast::RandomState;
use hashbrown::HashSet;

use super::arguments::{count, length, list, value};
use super::{Environment, Family, Function, Parameter};
use crate::error::{Error, ErrorCode, Result};
use crate::value::compare::{Key, equivalent, order};
use crate::value::{Kinds, Value};

const LIST: Parameter = Parameter::one("list", Kinds::LIST);
const VALUE: Parameter = Parameter::one("value", Kinds::ANY);
const PLACE: Parameter = Parameter::one("index", Kinds::INTEGER);

/// The rows of `coll`.
pub(super) const FUNCTIONS: &[Function] = &[
    row("coll.distinct", &[LIST], Kinds::LIST, distinct)
        .says("the list without repetitions", &[("coll.distinct([1, 2, 1])", "[1, 2]")]),
    row("coll.sort", &[LIST], Kinds::LIST, sort).says(
        "the list in the order of `ORDER BY`",
        &[("coll.sort([2, null, 1])", "[1, 2, null]")],
    ),
    row("coll.flatten", FLATTEN, Kinds::LIST, flatten).says(
        "the list with the elements of its lists in their place, so many levels deep",
        &[
            ("coll.flatten([1, [2, [3]]])", "[1, 2, [3]]"),
            ("coll.flatten([[1, [2]]], 2)", "[1, 2]"),
        ],
    ),
    row("coll.indexOf", &[LIST, VALUE], Kinds::INTEGER, index_of).says(
        "the place of a value in a list, counted from 0, or -1",
        &[("coll.indexOf(['a', 'b'], 'b')", "1"), ("coll.indexOf([1], 2)", "-1")],
    ),
    row("coll.insert", &[LIST, PLACE, VALUE], Kinds::LIST, insert)
        .says(
            "the list with a value put in at a place",
            &[("coll.insert([1, 3], 1, 2)", "[1, 2, 3]")],
        )
        .handling_nulls(),
    row("coll.remove", &[LIST, PLACE], Kinds::LIST, remove).says(
        "the list without the element at a place",
        &[("coll.remove([1, 2, 3], 1)", "[1, 3]")],
    ),
    row("coll.max", &[LIST], Kinds::ANY, |_, arguments| {
        let items = list(arguments, 0)?.iter().filter(|item| !item.is_null());
        Ok(items.max_by(|left, right| order(left, right)).cloned().unwrap_or_default())
    })
    .says("the largest element that is not null", &[("coll.max([1, 3, null, 2])", "3")]),
    row("coll.min", &[LIST], Kinds::ANY, |_, arguments| {
        let items = list(arguments, 0)?.iter().filter(|item| !item.is_null());
        Ok(items.min_by(|left, right| order(left, right)).cloned().unwrap_or_default())
    })
    .says("the smallest element that is not null", &[("coll.min([2, 1, null])", "1")]),
];

const FLATTEN: &[Parameter] = &[LIST, Parameter::optional("depth", Kinds::INTEGER)];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    result: Kinds,
    body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
) -> Function {
    Function::new(name, Family::List, parameters, result, body)
}

fn distinct(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let mut seen: HashSet<Key, RandomState> = HashSet::default();
    let items = list(arguments, 0)?.iter();
    Ok(Value::list(items.filter(|item| seen.insert(Key((*item).clone()))).cloned().collect()))
}

fn sort(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let mut items = list(arguments, 0)?.to_vec();
    items.sort_by(order);
    Ok(Value::list(items))
}

fn flatten(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let depth = if arguments.len() > 1 { count(arguments, 1)? } else { 1 };
    let mut items = list(arguments, 0)?.to_vec();
    for _ in 0..depth {
        if !items.iter().any(|item| matches!(item, Value::List(_))) {
            break;
        }
        items = items.into_iter().flat_map(unpacked).collect();
    }
    Ok(Value::list(items))
}

fn unpacked(item: Value) -> Vec<Value> {
    if let Value::List(items) = &item { items.to_vec() } else { vec![item] }
}

fn index_of(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let wanted = value(arguments, 1);
    let place = list(arguments, 0)?.iter().position(|item| equivalent(item, wanted));
    Ok(place.map_or(Value::Integer(-1), length))
}

fn insert(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    if value(arguments, 0).is_null() || value(arguments, 1).is_null() {
        return Ok(Value::Null);
    }
    let mut items = list(arguments, 0)?.to_vec();
    let place = inside(count(arguments, 1)?, items.len())?;
    items.insert(place, value(arguments, 2).clone());
    Ok(Value::list(items))
}

fn remove(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let mut items = list(arguments, 0)?.to_vec();
    let last = items.len().checked_sub(1).ok_or_else(|| outside(0, 0))?;
    items.remove(inside(count(arguments, 1)?, last)?);
    Ok(Value::list(items))
}

fn inside(place: usize, last: usize) -> Result<usize> {
    if place <= last { Ok(place) } else { Err(outside(place, last)) }
}

fn outside(place: usize, last: usize) -> Error {
    let message = format!("index {place} lies outside of the list, whose last is {last}");
    Error::new(ErrorCode::NumberOutOfRange, message)
}
