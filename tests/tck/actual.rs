//! From results of the library to values by content, as the suite writes them.

use std::collections::BTreeMap;

use amur::graph::{NodeId, RelationshipId};
use amur::value::{Map, Path};
use amur::{Entities, ResultSet, Value};

use crate::engine::Table;
use crate::expected::{Expected, ExpectedNode, ExpectedPath, ExpectedRelationship};

/// The rows of a result.
pub(crate) fn table(result: &ResultSet) -> Table {
    let entities = result.entities();
    let row = |values: &[Value]| values.iter().map(|value| read(value, entities)).collect();
    Table {
        columns: result.columns().iter().map(ToString::to_string).collect(),
        rows: result.rows().map(|one| row(one.values())).collect(),
    }
}

fn read(value: &Value, entities: &Entities) -> Expected {
    match value {
        Value::Null => Expected::Null,
        Value::Boolean(truth) => Expected::Boolean(*truth),
        Value::Integer(number) => Expected::Integer(*number),
        Value::Float(number) => Expected::Float(*number),
        Value::String(text) => Expected::String(text.to_string()),
        Value::List(items) => {
            Expected::List(items.iter().map(|item| read(item, entities)).collect())
        }
        Value::Map(entries) => Expected::Map(map(entries, entities)),
        Value::Node(id) => Expected::Node(node(*id, entities)),
        Value::Relationship(id) => Expected::Relationship(relationship(*id, entities)),
        Value::Path(steps) => Expected::Path(path(steps, entities)),
        Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => {
            let text = amur::from_value::<String>(value, entities);
            Expected::String(text.unwrap_or_else(|_| format!("{value:?}")))
        }
    }
}

fn map(entries: &Map, entities: &Entities) -> BTreeMap<String, Expected> {
    entries.iter().map(|(key, value)| (key.to_string(), read(value, entities))).collect()
}

fn node(id: NodeId, entities: &Entities) -> ExpectedNode {
    let node = entities.node(id).expect("a result carries the nodes that it mentions");
    ExpectedNode {
        labels: node.labels.iter().map(ToString::to_string).collect(),
        properties: map(&node.properties, entities),
    }
}

fn relationship(id: RelationshipId, entities: &Entities) -> ExpectedRelationship {
    let one = entities.relationship(id).expect("a result carries the relationships it mentions");
    ExpectedRelationship { kind: one.kind.to_string(), properties: map(&one.properties, entities) }
}

fn path(path: &Path, entities: &Entities) -> ExpectedPath {
    let step = |(from, (id, to)): (NodeId, &(RelationshipId, NodeId))| {
        let one = entities.relationship(*id).expect("a result carries what its paths walk along");
        let forward = one.start == from && one.end == *to;
        assert!(forward || (one.start == *to && one.end == from), "a step leads elsewhere");
        (forward, relationship(*id, entities), node(*to, entities))
    };
    ExpectedPath {
        start: node(path.start, entities),
        steps: path.nodes().zip(&path.steps).map(step).collect(),
    }
}
