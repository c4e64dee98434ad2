//! The tables are sound, and bodies do what their families say. That every example holds is tested
//! with the whole engine, in `tests/functions.rs`.

use std::collections::BTreeSet;

use super::{Count, Environment, aggregates, find_aggregate, find_function, functions};
use crate::error::{ErrorCode, Result};
use crate::graph::Graph;
use crate::value::Value;
use crate::value::compare::equivalent;

fn call(name: &str, arguments: &[Value]) -> Result<Value> {
    let graph = Graph::new();
    let function = find_function(name).expect("the test names a function of the table");
    function.call(&Environment::new(graph.view()), arguments)
}

fn aggregate(name: &str, rows: &[Value], more: &[Value]) -> Result<Value> {
    let mut group = (find_aggregate(name).expect("the test names an aggregate").start)();
    for row in rows {
        let arguments: Vec<_> = std::iter::once(row).chain(more).cloned().collect();
        group.add(&arguments)?;
    }
    group.finish()
}

fn assert_is(found: Result<Value>, expected: &Value) {
    let found = found.expect("the call succeeds");
    assert!(equivalent(&found, expected), "found {found:?}, expected {expected:?}");
}

fn code(found: Result<Value>) -> ErrorCode {
    found.expect_err("the call fails").code()
}

#[test]
fn every_row_is_documented_and_named_once() {
    let mut names = BTreeSet::new();
    let rows = functions().map(|row| (row.name, row.summary, row.examples));
    for (name, summary, examples) in
        rows.chain(aggregates().map(|a| (a.name, a.summary, a.examples)))
    {
        assert!(names.insert(name.to_lowercase()), "`{name}` stands in the table twice");
        assert!(!summary.is_empty(), "`{name}` has no summary");
        assert!(!examples.is_empty(), "`{name}` has no example");
    }
}

#[test]
fn optional_parameters_come_last() {
    for function in functions() {
        let counts: Vec<_> = function.parameters.iter().map(|one| one.count).collect();
        let required = counts.iter().take_while(|count| **count == Count::One).count();
        let rest = &counts[required..];
        assert!(rest.iter().all(|count| *count != Count::One), "{}", function.signature());
    }
}

#[test]
fn null_is_passed_on() {
    assert_is(call("toUpper", &[Value::Null]), &Value::Null);
    assert_is(call("coalesce", &[Value::Null, Value::Integer(2)]), &Value::Integer(2));
}

#[test]
fn kinds_are_checked_when_it_runs() {
    assert_eq!(
        code(call("toInteger", &[Value::list(Vec::new())])),
        ErrorCode::InvalidArgumentValue
    );
    assert_eq!(code(call("toBoolean", &[Value::Float(1.0)])), ErrorCode::InvalidArgumentValue);
    let bounds = [Value::from(true), Value::Integer(1)];
    assert_eq!(code(call("range", &bounds)), ErrorCode::InvalidArgument);
}

#[test]
fn ranges_end_at_the_largest_integer_and_are_not_endless() {
    let ends = |start: i64, end: i64, step: i64| [start, end, step].map(Value::Integer);
    let last = Value::from(vec![i64::MAX - 1, i64::MAX]);
    assert_is(call("range", &ends(i64::MAX - 1, i64::MAX, 1)), &last);
    assert_is(call("range", &ends(0, -10, -3)), &Value::from(vec![0, -3, -6, -9]));
    assert_is(call("range", &ends(0, 1, -1)), &Value::list(Vec::new()));
    assert_eq!(code(call("range", &ends(2, 8, 0))), ErrorCode::NumberOutOfRange);
    let endless = ends(i64::MIN, i64::MAX, 1);
    assert_eq!(code(call("range", &endless)), ErrorCode::MemoryLimitExceeded);
}

#[test]
fn texts_are_counted_in_characters() {
    let text = Value::from("Katō Kanji");
    assert_is(call("left", &[text.clone(), Value::Integer(4)]), &Value::from("Katō"));
    assert_is(call("right", &[text.clone(), Value::Integer(5)]), &Value::from("Kanji"));
    let part = [text.clone(), Value::Integer(3), Value::Integer(2)];
    assert_is(call("substring", &part), &Value::from("ō "));
    assert_is(call("reverse", std::slice::from_ref(&text)), &Value::from("ijnaK ōtaK"));
    assert_eq!(code(call("left", &[text, Value::Integer(-1)])), ErrorCode::NumberOutOfRange);
}

#[test]
fn sums_overflow_only_in_the_end() {
    let rows = [i64::MAX, 1, -1].map(Value::Integer);
    assert_is(aggregate("sum", &rows, &[]), &Value::Integer(i64::MAX));
    let rows = [i64::MAX, 1].map(Value::Integer);
    assert_eq!(code(aggregate("sum", &rows, &[])), ErrorCode::ArithmeticOverflow);
    assert_is(aggregate("sum", &[Value::Null], &[]), &Value::Integer(0));
    assert_is(aggregate("avg", &[Value::Null], &[]), &Value::Null);
}

#[test]
fn percentiles_check_their_share() {
    let rows = [10.0, 20.0, 30.0].map(Value::Float);
    let at = |share: f64| aggregate("percentileCont", &rows, &[Value::Float(share)]);
    assert_is(at(0.5), &Value::Float(20.0));
    assert_is(at(1.0), &Value::Float(30.0));
    assert_is(at(0.25), &Value::Float(15.0));
    assert_eq!(code(at(1.1)), ErrorCode::NumberOutOfRange);
    let disc = |share: f64| aggregate("percentileDisc", &rows, &[Value::Float(share)]);
    assert_is(disc(0.0), &Value::Float(10.0));
    assert_is(disc(0.34), &Value::Float(20.0));
}

#[test]
fn extremes_follow_the_total_order() {
    let rows = [Value::Integer(1), Value::from("a"), Value::Null, Value::list(Vec::new())];
    assert_is(aggregate("max", &rows, &[]), &Value::Integer(1));
    assert_is(aggregate("min", &rows, &[]), &Value::list(Vec::new()));
}
