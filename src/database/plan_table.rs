//! Plans as results: what `EXPLAIN` and `PROFILE` give.

use super::ResultSet;
use crate::query::bind::bound::BoundStatement;
use crate::query::execute::Measure;
use crate::query::plan::{self, PlanLine, Plans};
use crate::value::Value;

/// The plan with the rows that are expected.
pub(super) fn explained(bound: &BoundStatement, plans: &Plans) -> ResultSet {
    let lines = plan::explain(bound, plans);
    ResultSet::new(&["operator", "details", "estimated rows"], lines.iter().map(expected).collect())
}

/// The plan with the rows and the time that each step really had.
pub(super) fn profiled(bound: &BoundStatement, plans: &Plans, measures: &[Measure]) -> ResultSet {
    let row = |line: &PlanLine| {
        let measure = line.place.and_then(|place| measures.get(place));
        let rows = measure.map(|measure| i64::try_from(measure.rows).unwrap_or(i64::MAX));
        let time = measure.map(|measure| (measure.time.as_secs_f64() * 1e6).round() / 1e3);
        let mut row = expected(line);
        row.extend([Value::from(rows), Value::from(time)]);
        row
    };
    let lines = plan::explain(bound, plans);
    ResultSet::new(
        &["operator", "details", "estimated rows", "rows", "time (ms)"],
        lines.iter().map(row).collect(),
    )
}

fn expected(line: &PlanLine) -> Vec<Value> {
    vec![line.operator.as_str().into(), line.details.as_str().into(), rounded(line.estimated)]
}

/// An estimate of many rows is no better than its first digits.
#[expect(clippy::cast_possible_truncation, reason = "the number is clamped to what fits")]
fn rounded(rows: f64) -> Value {
    Value::Integer(rows.ceil().clamp(0.0, 1e18) as i64)
}
