//! Whether a result is the expected one.

use std::collections::BTreeMap;

use crate::engine::Table;
use crate::expected::{Expected, ExpectedNode, ExpectedPath, ExpectedRelationship};
use crate::scenario::ExpectedRows;

/// Says how a result differs from what is expected.
pub(crate) fn compare(result: &Table, expected: &ExpectedRows) -> Result<(), String> {
    let Some((header, rows)) = expected.table.split_first() else {
        return Err("the expected table has no header".to_owned());
    };
    if result.columns != *header {
        return Err(format!("columns {:?} instead of {header:?}", result.columns));
    }
    let read = |row: &Vec<String>| row.iter().map(|cell| Expected::read(cell)).collect();
    let rows = rows.iter().map(read).collect::<Result<Vec<Vec<Expected>>, _>>()?;
    let actual = &result.rows;
    if actual.len() != rows.len() {
        return Err(format!("{} rows instead of {}: {}", actual.len(), rows.len(), shown(result)));
    }
    let matching = Matching { in_order: expected.lists_in_order };
    let same = if expected.in_order {
        actual.iter().zip(&rows).all(|(values, row)| matching.row(values, row))
    } else {
        is_permutation(actual, &rows, |values, row| matching.row(values, row))
    };
    if same { Ok(()) } else { Err(format!("other rows: {}", shown(result))) }
}

fn shown(result: &Table) -> String {
    let rows: Vec<_> = result.rows.iter().take(8).map(|row| format!("{row:?}")).collect();
    rows.join(" | ")
}

/// Whether each of `left` has a partner of its own in `right`; matching is an equivalence here, so
/// the first partner that is free will do.
fn is_permutation<T>(left: &[T], right: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let mut free: Vec<&T> = right.iter().collect();
    left.len() == right.len()
        && left.iter().all(|one| {
            let place = free.iter().position(|other| same(one, other));
            place.map(|place| free.swap_remove(place)).is_some()
        })
}

/// Values against expected ones.
struct Matching {
    in_order: bool,
}

impl Matching {
    fn row(&self, values: &[Expected], expected: &[Expected]) -> bool {
        values.len() == expected.len()
            && values.iter().zip(expected).all(|(value, cell)| self.value(value, cell))
    }

    fn value(&self, value: &Expected, expected: &Expected) -> bool {
        match (value, expected) {
            (Expected::Float(left), Expected::Float(right)) => same_float(*left, *right),
            (Expected::List(left), Expected::List(right)) => self.list(left, right),
            (Expected::Map(left), Expected::Map(right)) => self.map(left, right),
            (Expected::Node(left), Expected::Node(right)) => self.node(left, right),
            (Expected::Relationship(left), Expected::Relationship(right)) => {
                self.relationship(left, right)
            }
            (Expected::Path(left), Expected::Path(right)) => self.path(left, right),
            (left, right) => left == right,
        }
    }

    fn list(&self, left: &[Expected], right: &[Expected]) -> bool {
        if self.in_order {
            return self.row(left, right);
        }
        is_permutation(left, right, |value, expected| self.value(value, expected))
    }

    fn map(&self, left: &BTreeMap<String, Expected>, right: &BTreeMap<String, Expected>) -> bool {
        left.len() == right.len()
            && right.iter().all(|(key, expected)| {
                left.get(key).is_some_and(|value| self.value(value, expected))
            })
    }

    fn node(&self, left: &ExpectedNode, right: &ExpectedNode) -> bool {
        left.labels == right.labels && self.map(&left.properties, &right.properties)
    }

    fn relationship(&self, left: &ExpectedRelationship, right: &ExpectedRelationship) -> bool {
        left.kind == right.kind && self.map(&left.properties, &right.properties)
    }

    fn path(&self, left: &ExpectedPath, right: &ExpectedPath) -> bool {
        left.steps.len() == right.steps.len()
            && self.node(&left.start, &right.start)
            && left.steps.iter().zip(&right.steps).all(|(left, right)| {
                left.0 == right.0
                    && self.relationship(&left.1, &right.1)
                    && self.node(&left.2, &right.2)
            })
    }
}

#[expect(clippy::float_cmp, reason = "the suite expects exact floats")]
fn same_float(left: f64, right: f64) -> bool {
    left == right || (left.is_nan() && right.is_nan())
}
