//! The three relations between values.
//!
//! * *Equality* ([`equals`]) is `=`: unknown (`None`) as soon as a null decides.
//! * *Equivalence* ([`equivalent`], [`Key`]) serves `DISTINCT` and grouping: null is equivalent to
//!   null, NaN to NaN, and 1 to 1.0.
//! * The *total order* ([`order`]) serves `ORDER BY`, `min` and `max`: values of different kinds stand
//!   in the order of their kinds, null comes last (openCypher 9, "Orderability").
//!
//! Besides, [`compare`] is `<`, `<=`, `>` and `>=`: values of different kinds can't be compared.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::{DateTime, Duration, Map, Point, Value};

/// What comparing two values with `<`, `<=`, `>` and `>=` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// They stand in this order.
    Ordered(Ordering),
    /// Both are numbers, but one is NaN: every comparison is false.
    Unordered,
    /// They can't be compared, or one is null: every comparison is unknown.
    Unknown,
}

impl Comparison {
    /// Whether the order is one of those that a predicate names; `None` if that is unknown.
    #[must_use]
    pub fn is(self, predicate: impl Fn(Ordering) -> bool) -> Option<bool> {
        match self {
            Self::Ordered(order) => Some(predicate(order)),
            Self::Unordered => Some(false),
            Self::Unknown => None,
        }
    }
}

/// Whether two values are equal (`=`); `None` if that is unknown.
///
/// Times of day and days with times that are the same moment, but in different zones, are not equal.
#[must_use]
pub fn equals(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
            Some(compare_numbers(left, right) == Some(Ordering::Equal))
        }
        (Value::List(left), Value::List(right)) => equal_lists(left, right),
        (Value::Map(left), Value::Map(right)) => equal_maps(left, right),
        (Value::Point(left), Value::Point(right)) => Some(left == right),
        _ => Some(equivalent(left, right)),
    }
}

/// Lists are equal if they are as long as each other and their elements are equal.
fn equal_lists(left: &[Value], right: &[Value]) -> Option<bool> {
    if left.len() != right.len() {
        return Some(false);
    }
    all_true(left.iter().zip(right).map(|(left, right)| equals(left, right)))
}

/// Maps are equal if they have the same keys and equal values.
fn equal_maps(left: &Map, right: &Map) -> Option<bool> {
    if !left.keys().eq(right.keys()) {
        return Some(false);
    }
    all_true(left.values().zip(right.values()).map(|(left, right)| equals(left, right)))
}

/// Three-valued conjunction.
fn all_true(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => result = None,
            Some(true) => {}
        }
    }
    result
}

/// Whether a list has an element equal to a value (`IN`); `None` if that is unknown.
#[must_use]
pub fn contains(list: &[Value], value: &Value) -> Option<bool> {
    let all_differ = all_true(list.iter().map(|item| equals(item, value).map(|equal| !equal)));
    all_differ.map(|differ| !differ)
}

/// Whether two values are the same for `DISTINCT` and grouping.
#[must_use]
pub fn equivalent(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Node(left), Value::Node(right)) => left == right,
        (Value::Relationship(left), Value::Relationship(right)) => left == right,
        (Value::Path(left), Value::Path(right)) => left == right,
        (Value::String(left), Value::String(right)) => left == right,
        _ => order(left, right).is_eq(),
    }
}

/// A value as a key of grouping: equal keys are equivalent values.
#[derive(Clone, Debug)]
pub struct Key(pub Value);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        equivalent(&self.0, &other.0)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash(&self.0, state);
    }
}

/// Feeds a value to a hasher so that equivalent values feed the same.
pub fn hash<H: Hasher>(value: &Value, state: &mut H) {
    state.write_u8(rank(value));
    match value {
        Value::Null => {}
        Value::Boolean(value) => value.hash(state),
        Value::Integer(number) => hash_integer(*number, state),
        Value::Float(number) => hash_float(*number, state),
        Value::String(text) => text.hash(state),
        Value::List(items) => {
            state.write_usize(items.len());
            items.iter().for_each(|item| hash(item, state));
        }
        Value::Map(entries) => {
            state.write_usize(entries.len());
            for (key, value) in entries.iter() {
                key.hash(state);
                hash(value, state);
            }
        }
        Value::Node(id) => id.hash(state),
        Value::Relationship(id) => id.hash(state),
        Value::Path(path) => path.hash(state),
        Value::Date(date) => date.hash(state),
        Value::LocalTime(time) => time.hash(state),
        Value::Time(time) => time.hash(state),
        Value::LocalDateTime(time) => time.hash(state),
        Value::DateTime(time) => time.hash(state),
        Value::Duration(duration) => duration.hash(state),
        Value::Point(point) => {
            point.srid.hash(state);
            hash_float(point.x, state);
            hash_float(point.y, state);
            hash_float(point.z.unwrap_or_default(), state);
        }
    }
}

fn hash_integer<H: Hasher>(number: i64, state: &mut H) {
    state.write_i64(number);
}

/// A float that is a whole number is hashed as the integer, any NaN as one.
#[expect(clippy::cast_possible_truncation, reason = "tested to be a whole number in range")]
fn hash_float<H: Hasher>(number: f64, state: &mut H) {
    if number.is_nan() {
        state.write_u64(f64::NAN.to_bits());
    } else if number.fract() == 0.0 && (-LIMIT..LIMIT).contains(&number) {
        hash_integer(number as i64, state);
    } else {
        state.write_u64(number.to_bits());
    }
}

/// 2^63: floats below it, and at least its negative, have an integer part that fits in 64 bits.
const LIMIT: f64 = 9_223_372_036_854_775_808.0;

/// What `<`, `<=`, `>` and `>=` tell of two values.
#[must_use]
pub fn compare(left: &Value, right: &Value) -> Comparison {
    match (left, right) {
        (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
            compare_numbers(left, right).map_or(Comparison::Unordered, Comparison::Ordered)
        }
        (Value::String(_), Value::String(_))
        | (Value::Boolean(_), Value::Boolean(_))
        | (Value::Date(_), Value::Date(_))
        | (Value::LocalTime(_), Value::LocalTime(_))
        | (Value::Time(_), Value::Time(_))
        | (Value::LocalDateTime(_), Value::LocalDateTime(_))
        | (Value::DateTime(_), Value::DateTime(_)) => Comparison::Ordered(order(left, right)),
        (Value::List(left), Value::List(right)) => compare_lists(left, right),
        _ => Comparison::Unknown,
    }
}

fn compare_lists(left: &[Value], right: &[Value]) -> Comparison {
    for (left, right) in left.iter().zip(right) {
        let result = compare(left, right);
        if result != Comparison::Ordered(Ordering::Equal) {
            return result;
        }
    }
    Comparison::Ordered(left.len().cmp(&right.len()))
}

/// Compares numbers as what they are, without rounding; `None` if one is NaN.
fn compare_numbers(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(right)),
        (Value::Float(left), Value::Float(right)) => left.partial_cmp(right),
        (Value::Integer(left), Value::Float(right)) => compare_mixed(*left, *right),
        (Value::Float(left), Value::Integer(right)) => {
            compare_mixed(*right, *left).map(Ordering::reverse)
        }
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "tested to be in range")]
fn compare_mixed(integer: i64, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float >= LIMIT {
        return Some(Ordering::Less);
    }
    if float < -LIMIT {
        return Some(Ordering::Greater);
    }
    let whole = float.trunc();
    let by_whole = integer.cmp(&(whole as i64));
    by_whole.then_with(|| whole.partial_cmp(&float).unwrap_or(Ordering::Equal)).into()
}

/// The total order of all values.
#[must_use]
pub fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Boolean(left), Value::Boolean(right)) => left.cmp(right),
        (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
            compare_numbers(left, right).unwrap_or_else(|| is_nan(left).cmp(&is_nan(right)))
        }
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (Value::List(left), Value::List(right)) => order_all(left.iter(), right.iter()),
        (Value::Map(left), Value::Map(right)) => order_maps(left, right),
        (Value::Node(left), Value::Node(right)) => left.cmp(right),
        (Value::Relationship(left), Value::Relationship(right)) => left.cmp(right),
        (Value::Path(left), Value::Path(right)) => {
            (left.start, &left.steps).cmp(&(right.start, &right.steps))
        }
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::LocalTime(left), Value::LocalTime(right)) => left.cmp(right),
        (Value::Time(left), Value::Time(right)) => left
            .utc_nanoseconds()
            .cmp(&right.utc_nanoseconds())
            .then(left.offset.cmp(&right.offset)),
        (Value::LocalDateTime(left), Value::LocalDateTime(right)) => left.cmp(right),
        (Value::DateTime(left), Value::DateTime(right)) => instant(left)
            .cmp(&instant(right))
            .then(left.offset.cmp(&right.offset))
            .then_with(|| left.zone.cmp(&right.zone)),
        (Value::Duration(left), Value::Duration(right)) => order_durations(left, right),
        (Value::Point(left), Value::Point(right)) => order_points(left, right),
        _ => rank(left).cmp(&rank(right)),
    }
}

fn is_nan(value: &Value) -> bool {
    matches!(value, Value::Float(number) if number.is_nan())
}

fn order_all<'v>(
    left: impl Iterator<Item = &'v Value>,
    mut right: impl Iterator<Item = &'v Value>,
) -> Ordering {
    for left in left {
        let Some(right) = right.next() else { return Ordering::Greater };
        let result = order(left, right);
        if result.is_ne() {
            return result;
        }
    }
    if right.next().is_some() { Ordering::Less } else { Ordering::Equal }
}

/// Maps are ordered by size, then by keys, then by values.
fn order_maps(left: &Map, right: &Map) -> Ordering {
    left.len()
        .cmp(&right.len())
        .then_with(|| left.keys().cmp(right.keys()))
        .then_with(|| order_all(left.values(), right.values()))
}

/// Seconds and nanoseconds since 1970 in UTC.
fn instant(time: &DateTime) -> (i64, u32) {
    (time.epoch_seconds(), time.local.nanoseconds)
}

/// Durations are ordered by their average length: a month has 30.436875 days.
fn order_durations(left: &Duration, right: &Duration) -> Ordering {
    let length = |one: &Duration| {
        let seconds = i128::from(one.months) * 2_629_746
            + i128::from(one.days) * 86_400
            + i128::from(one.seconds);
        (seconds, one.nanoseconds)
    };
    let parts = |one: &Duration| (one.months, one.days, one.seconds, one.nanoseconds);
    length(left).cmp(&length(right)).then_with(|| parts(left).cmp(&parts(right)))
}

fn order_points(left: &Point, right: &Point) -> Ordering {
    // As for numbers, 0.0 and -0.0 are the same, and NaN comes last.
    let coordinate = |one: f64, other: f64| {
        one.partial_cmp(&other).unwrap_or_else(|| one.is_nan().cmp(&other.is_nan()))
    };
    left.srid
        .cmp(&right.srid)
        .then_with(|| coordinate(left.x, right.x))
        .then_with(|| coordinate(left.y, right.y))
        .then_with(|| coordinate(left.z.unwrap_or_default(), right.z.unwrap_or_default()))
}

/// The place of a value's kind in the total order.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Map(_) => 0,
        Value::Node(_) => 1,
        Value::Relationship(_) => 2,
        Value::List(_) => 3,
        Value::Path(_) => 4,
        Value::DateTime(_) => 5,
        Value::LocalDateTime(_) => 6,
        Value::Date(_) => 7,
        Value::Time(_) => 8,
        Value::LocalTime(_) => 9,
        Value::Duration(_) => 10,
        Value::Point(_) => 11,
        Value::String(_) => 12,
        Value::Boolean(_) => 13,
        Value::Integer(_) | Value::Float(_) => 14,
        Value::Null => 15,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_without_rounding() {
        let big = Value::Integer(9_007_199_254_740_993);
        let near = Value::Float(9_007_199_254_740_992.0);
        assert_eq!(equals(&big, &near), Some(false));
        assert_eq!(order(&big, &near), Ordering::Greater);
        assert_eq!(order(&Value::Integer(i64::MAX), &Value::Float(LIMIT)), Ordering::Less);
        assert_eq!(order(&Value::Integer(-1), &Value::Float(-1.5)), Ordering::Greater);
    }

    #[test]
    fn equality_is_unknown_where_a_null_decides() {
        let list = |items: Vec<Value>| Value::list(items);
        let one = list(vec![Value::Integer(1), Value::Null]);
        assert_eq!(equals(&one, &list(vec![Value::Integer(1), Value::Integer(2)])), None);
        assert_eq!(equals(&one, &list(vec![Value::Integer(3), Value::Integer(2)])), Some(false));
        assert!(equivalent(&one, &one));
    }

    #[test]
    fn nan_is_equivalent_to_itself_and_comes_after_all_numbers() {
        let nan = Value::Float(f64::NAN);
        assert_eq!(equals(&nan, &nan), Some(false));
        assert!(equivalent(&nan, &nan));
        assert_eq!(order(&Value::Float(f64::INFINITY), &nan), Ordering::Less);
        assert_eq!(compare(&nan, &Value::Integer(1)), Comparison::Unordered);
    }
}
