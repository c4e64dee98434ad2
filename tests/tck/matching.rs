//! Whether a result is the expected one.

use std::collections::BTreeMap;

use amur::graph::{NodeId, RelationshipId};
use amur::value::{Map, Path};
use amur::{Entities, ResultSet, Value};

use crate::expected::{Expected, ExpectedNode, ExpectedPath, ExpectedRelationship};
use crate::scenario::ExpectedRows;

/// Says how a result differs from what is expected.
pub(crate) fn compare(result: &ResultSet, expected: &ExpectedRows) -> Result<(), String> {
    let Some((header, rows)) = expected.table.split_first() else {
        return Err("the expected table has no header".to_owned());
    };
    let columns: Vec<&str> = result.columns().iter().map(AsRef::as_ref).collect();
    if columns != header.iter().map(String::as_str).collect::<Vec<_>>() {
        return Err(format!("columns {columns:?} instead of {header:?}"));
    }
    let read = |row: &Vec<String>| row.iter().map(|cell| Expected::read(cell)).collect();
    let rows = rows.iter().map(read).collect::<Result<Vec<Vec<Expected>>, _>>()?;
    if result.len() != rows.len() {
        return Err(format!("{} rows instead of {}: {}", result.len(), rows.len(), shown(result)));
    }
    let matching = Matching { entities: result.entities(), in_order: expected.lists_in_order };
    let actual: Vec<&[Value]> = result.rows().map(amur::Row::values).collect();
    let same = if expected.in_order {
        actual.iter().zip(&rows).all(|(values, row)| matching.row(values, row))
    } else {
        is_permutation(&actual, &rows, |values, row| matching.row(values, row))
    };
    if same { Ok(()) } else { Err(format!("other rows: {}", shown(result))) }
}

fn shown(result: &ResultSet) -> String {
    let rows: Vec<_> = result.rows().take(8).map(|row| format!("{:?}", row.values())).collect();
    format!("{}; entities {:?}", rows.join(" | "), result.entities())
}

/// Whether each of `left` has a partner of its own in `right`; matching is an equivalence here, so
/// the first partner that is free will do.
fn is_permutation<L, R>(left: &[L], right: &[R], same: impl Fn(&L, &R) -> bool) -> bool {
    let mut free: Vec<&R> = right.iter().collect();
    left.len() == right.len()
        && left.iter().all(|one| {
            let place = free.iter().position(|other| same(one, other));
            place.map(|place| free.swap_remove(place)).is_some()
        })
}

/// Values against expected ones.
struct Matching<'a> {
    entities: &'a Entities,
    in_order: bool,
}

impl Matching<'_> {
    fn row(&self, values: &[Value], expected: &[Expected]) -> bool {
        values.len() == expected.len()
            && values.iter().zip(expected).all(|(value, cell)| self.value(value, cell))
    }

    fn value(&self, value: &Value, expected: &Expected) -> bool {
        match (value, expected) {
            (Value::Null, Expected::Null) => true,
            (Value::Boolean(left), Expected::Boolean(right)) => left == right,
            (Value::Integer(left), Expected::Integer(right)) => left == right,
            (Value::Float(left), Expected::Float(right)) => same_float(*left, *right),
            (Value::String(left), Expected::String(right)) => left.as_ref() == right,
            (Value::List(left), Expected::List(right)) => self.list(left, right),
            (Value::Map(left), Expected::Map(right)) => self.map(left, right),
            (Value::Node(id), Expected::Node(node)) => self.node(*id, node),
            (Value::Relationship(id), Expected::Relationship(one)) => self.relationship(*id, one),
            (Value::Path(left), Expected::Path(right)) => self.path(left, right),
            (
                Value::Date(_)
                | Value::LocalTime(_)
                | Value::Time(_)
                | Value::LocalDateTime(_)
                | Value::DateTime(_)
                | Value::Duration(_),
                Expected::String(text),
            ) => amur::from_value::<String>(value, self.entities).is_ok_and(|own| own == *text),
            _ => false,
        }
    }

    fn list(&self, left: &[Value], right: &[Expected]) -> bool {
        if self.in_order {
            return self.row(left, right);
        }
        is_permutation(left, right, |value, expected| self.value(value, expected))
    }

    fn map(&self, left: &Map, right: &BTreeMap<String, Expected>) -> bool {
        left.len() == right.len()
            && right.iter().all(|(key, expected)| {
                left.get(key.as_str()).is_some_and(|value| self.value(value, expected))
            })
    }

    fn node(&self, id: NodeId, expected: &ExpectedNode) -> bool {
        self.entities.node(id).is_some_and(|node| {
            let mut labels: Vec<&str> = node.labels.iter().map(AsRef::as_ref).collect();
            labels.sort_unstable();
            labels == expected.labels.iter().map(String::as_str).collect::<Vec<_>>()
                && self.map(&node.properties, &expected.properties)
        })
    }

    fn relationship(&self, id: RelationshipId, expected: &ExpectedRelationship) -> bool {
        self.entities.relationship(id).is_some_and(|one| {
            one.kind.as_ref() == expected.kind && self.map(&one.properties, &expected.properties)
        })
    }

    fn path(&self, path: &Path, expected: &ExpectedPath) -> bool {
        let starts = path.nodes();
        path.steps.len() == expected.steps.len()
            && self.node(path.start, &expected.start)
            && starts.zip(&path.steps).zip(&expected.steps).all(
                |((from, (id, to)), (forward, relationship, node))| {
                    let ends = if *forward { (from, *to) } else { (*to, from) };
                    self.relationship(*id, relationship)
                        && self.node(*to, node)
                        && self
                            .entities
                            .relationship(*id)
                            .is_some_and(|one| (one.start, one.end) == ends)
                },
            )
    }
}

#[expect(clippy::float_cmp, reason = "the suite expects exact floats")]
fn same_float(left: f64, right: f64) -> bool {
    left == right || (left.is_nan() && right.is_nan())
}
