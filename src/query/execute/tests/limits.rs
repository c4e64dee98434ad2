//! Time, memory, rows, cancellation.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::{graph, run};
use crate::error::ErrorCode;
use crate::query::execute::Limits;

const PRODUCT: &str = "MATCH (a), (b), (c), (d) RETURN count(*)";
const THOUSAND: &str = "UNWIND range(1, 1000) AS x CREATE ({x: x})";

fn code(text: &str, limits: Limits) -> Option<ErrorCode> {
    run(&mut graph(THOUSAND), text, &[], limits).err().map(|error| error.code())
}

#[test]
fn runaway_statements_are_stopped() {
    let past = Limits { deadline: Some(Instant::now()), ..Limits::default() };
    assert_eq!(code(PRODUCT, past), Some(ErrorCode::TimeLimitExceeded));
    let flag = Arc::new(AtomicBool::new(true));
    let cancelled = Limits { cancelled: Some(flag), ..Limits::default() };
    assert_eq!(code(PRODUCT, cancelled), Some(ErrorCode::Cancelled));
}

#[test]
fn memory_is_counted() {
    let small = || Limits { memory: Some(1_000_000), ..Limits::default() };
    let texts = [
        "MATCH (a), (b) RETURN collect(a.x)",
        "MATCH (a), (b) RETURN a, b",
        "MATCH (a), (b) RETURN DISTINCT a.x, b.x",
        "MATCH (a), (b) WITH a, b ORDER BY a.x RETURN count(*)",
        "RETURN [x IN range(1, 1000000000) | x]",
        "RETURN COLLECT { UNWIND range(1, 1000000000) AS x RETURN x }",
    ];
    for text in texts {
        assert_eq!(code(text, small()), Some(ErrorCode::MemoryLimitExceeded), "{text}");
    }
    assert_eq!(code("MATCH (a), (b) RETURN count(*)", small()), None);
    let loops = "UNWIND range(1, 100000) AS x WITH count(x) AS c \
        RETURN reduce(s = 0, y IN range(1, c) | y)";
    assert_eq!(code(loops, small()), None);
}

#[test]
fn values_are_not_nested_without_end() {
    let nested = [
        "RETURN reduce(a = [], x IN range(1, 300000) | [a]) AS a",
        "RETURN reduce(a = {}, x IN range(1, 300000) | {x: x, a: a}) AS a",
        "RETURN reduce(a = [], x IN range(1, 300000) | [y IN [1] | a]) AS a",
    ];
    for text in nested {
        assert_eq!(code(text, Limits::default()), Some(ErrorCode::NestedTooDeeply), "{text}");
    }
}

#[test]
fn rows_are_left_out() {
    let two = Limits { rows: Some(2), ..Limits::default() };
    let execution = run(&mut graph(THOUSAND), "MATCH (a) RETURN a.x", &[], two);
    let execution = execution.expect("it may run");
    assert_eq!((execution.rows.len(), execution.is_truncated), (2, true));
}
