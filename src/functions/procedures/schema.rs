//! The schema: indexes, constraints, and what labels, types and keys go together.

use std::collections::{BTreeMap, BTreeSet};

use super::db::given;
use super::{Procedure, Rows, row};
use crate::error::Result;
use crate::functions::Environment;
use crate::graph::{
    Constraint, Covered, GraphView, Index, LabelId, PropertyKeyId, RelationshipId, Requirement,
};
use crate::value::{Kinds, Map, Value};

/// The rows of schema.
pub(super) fn schema() -> Vec<Procedure> {
    let row = |name, columns: &[_], summary, body| row(name, &[], 0, columns, summary, body);
    let covered = [
        ("name", Kinds::STRING),
        ("type", Kinds::STRING),
        ("entityType", Kinds::STRING),
        ("labelsOrTypes", Kinds::LIST),
        ("properties", Kinds::LIST),
    ];
    let index = [&covered[..], &[("owningConstraint", Kinds::STRING)]].concat();
    let property = [
        ("propertyName", Kinds::STRING),
        ("propertyTypes", Kinds::LIST),
        ("mandatory", Kinds::BOOLEAN),
    ];
    let node = [("nodeType", Kinds::STRING), ("nodeLabels", Kinds::LIST)];
    let nodes = [&node[..], &property].concat();
    let relationships = [&[("relType", Kinds::STRING)][..], &property].concat();
    let picture = [("nodes", Kinds::LIST), ("relationships", Kinds::LIST)];
    vec![
        row("db.indexes", &index, "the indexes", |here, _| Ok(indexes(here.view))),
        row("db.constraints", &covered, "the constraints", |here, _| Ok(constraints(here.view))),
        row("db.schema.visualization", &picture, VISUALIZATION, visualization),
        row("db.schema.nodeTypeProperties", &nodes, "the keys of each set of labels", node_keys),
        row("db.schema.relTypeProperties", &relationships, "the keys of each type", type_keys),
    ]
}

const VISUALIZATION: &str = "the labels and which types link them, with counts, as maps";

fn indexes(view: GraphView<'_>) -> Rows {
    let row = |index: &Index| {
        let mut row = covered(view, &index.name, "RANGE", index.covered, &index.keys);
        row.push(if index.is_owned { Value::String(index.name.clone()) } else { Value::Null });
        row
    };
    given(view.catalog().indexes().iter().map(row).collect())
}

fn constraints(view: GraphView<'_>) -> Rows {
    let row = |one: &Constraint| {
        let kind = match (one.requirement, one.covered) {
            (Requirement::Unique, _) => "UNIQUENESS",
            (Requirement::Key, Covered::Nodes(_)) => "NODE_KEY",
            (Requirement::Key, Covered::Relationships(_)) => "RELATIONSHIP_KEY",
            (Requirement::Existence, Covered::Nodes(_)) => "NODE_PROPERTY_EXISTENCE",
            (Requirement::Existence, Covered::Relationships(_)) => {
                "RELATIONSHIP_PROPERTY_EXISTENCE"
            }
        };
        covered(view, &one.name, kind, one.covered, &one.keys)
    };
    given(view.catalog().constraints().iter().map(row).collect())
}

fn covered(
    view: GraphView<'_>,
    name: &str,
    kind: &str,
    covered: Covered,
    keys: &[PropertyKeyId],
) -> Vec<Value> {
    let (entity, of) = match covered {
        Covered::Nodes(label) => ("NODE", view.names().label_name(label)),
        Covered::Relationships(kind) => ("RELATIONSHIP", view.names().relationship_type_name(kind)),
    };
    let keys: Vec<_> = keys.iter().map(|key| &**view.names().property_key_name(*key)).collect();
    vec![
        Value::from(name),
        Value::from(kind),
        Value::from(entity),
        Value::from(vec![&**of]),
        Value::from(keys),
    ]
}

/// One row: the labels with their counts, and for each type the labels that it links.
fn visualization(environment: &Environment<'_>, _: &[Value]) -> Result<Rows> {
    let view = environment.view;
    let labels = view.names().labels().filter(|(label, _)| view.label_count(*label) > 0);
    let nodes = labels.map(|(label, name)| {
        let name = Value::String(name.clone());
        entries([("label", name), ("count", count(view.label_count(label)))])
    });
    let relationships = links(environment)?.into_iter().map(|((from, kind, to), links)| {
        entries([
            ("from", Value::from(from)),
            ("type", Value::from(kind)),
            ("to", Value::from(to)),
            ("count", count(links)),
        ])
    });
    Ok(given(vec![vec![Value::list(nodes.collect()), Value::list(relationships.collect())]]))
}

fn count(count: usize) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// How many relationships lead from one label by one type to another.
type Links = BTreeMap<(String, String, String), usize>;

fn links(environment: &Environment<'_>) -> Result<Links> {
    let view = environment.view;
    let mut links = Links::new();
    for (step, relationship) in view.relationships().enumerate() {
        pause(environment, step)?;
        let Some((start, end)) = view.ends(relationship) else { continue };
        let kind = type_name(view, relationship);
        for from in label_names(view, view.labels(start)) {
            for to in label_names(view, view.labels(end)) {
                *links.entry((from.clone(), kind.clone(), to)).or_default() += 1;
            }
        }
    }
    Ok(links)
}

fn type_name(view: GraphView<'_>, relationship: RelationshipId) -> String {
    view.relationship_type_name(relationship).map(ToString::to_string).unwrap_or_default()
}

/// The names of a node's labels, or one empty name.
fn label_names(view: GraphView<'_>, labels: &[LabelId]) -> Vec<String> {
    let names = labels.iter().map(|label| view.names().label_name(*label).to_string());
    if labels.is_empty() { vec![String::new()] } else { names.collect() }
}

/// Asks from time to time whether to go on.
fn pause(environment: &Environment<'_>, step: usize) -> Result<()> {
    if step % 8_192 == 8_191 { (environment.tick)() } else { Ok(()) }
}

fn entries<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect::<Map>())
}

/// What the entities of one type have of each key.
#[derive(Default)]
struct Shape {
    entities: usize,
    keys: BTreeMap<String, (usize, BTreeSet<String>)>,
}

impl Shape {
    fn add(
        &mut self,
        view: GraphView<'_>,
        properties: impl Iterator<Item = (PropertyKeyId, Value)>,
    ) {
        self.entities += 1;
        for (key, value) in properties {
            let name = view.names().property_key_name(key).to_string();
            let (count, kinds) = self.keys.entry(name).or_default();
            *count += 1;
            kinds.insert(Kinds::of(&value).to_string());
        }
    }

    /// The name, the kinds, and whether every entity has it; for none, one row without a name.
    fn rows(self) -> Vec<Vec<Value>> {
        if self.keys.is_empty() {
            return vec![vec![Value::Null, Value::Null, Value::Boolean(false)]];
        }
        let row = |(name, (count, kinds)): (String, (usize, BTreeSet<String>))| {
            let kinds = Value::from(kinds.into_iter().collect::<Vec<_>>());
            vec![Value::from(name), kinds, Value::Boolean(count == self.entities)]
        };
        self.keys.into_iter().map(row).collect()
    }
}

fn node_keys(environment: &Environment<'_>, _: &[Value]) -> Result<Rows> {
    let view = environment.view;
    let mut shapes: BTreeMap<Vec<String>, Shape> = BTreeMap::new();
    for (step, node) in view.nodes().enumerate() {
        pause(environment, step)?;
        let mut labels: Vec<_> = view
            .labels(node)
            .iter()
            .map(|label| view.names().label_name(*label).to_string())
            .collect();
        labels.sort();
        shapes.entry(labels).or_default().add(view, view.node_properties(node));
    }
    let rows = shapes.into_iter().flat_map(|(labels, shape)| {
        let name: Vec<_> = labels.iter().map(|label| format!(":`{label}`")).collect();
        let ends = shape.rows().into_iter();
        ends.map(move |end| {
            [vec![Value::from(name.concat()), Value::from(labels.clone())], end].concat()
        })
    });
    Ok(given(rows.collect()))
}

fn type_keys(environment: &Environment<'_>, _: &[Value]) -> Result<Rows> {
    let view = environment.view;
    let mut shapes: BTreeMap<String, Shape> = BTreeMap::new();
    for (step, relationship) in view.relationships().enumerate() {
        pause(environment, step)?;
        let kind = type_name(view, relationship);
        let shape = shapes.entry(format!(":`{kind}`")).or_default();
        shape.add(view, view.relationship_properties(relationship));
    }
    let rows = shapes.into_iter().flat_map(|(kind, shape)| {
        let of = vec![Value::from(kind)];
        shape.rows().into_iter().map(move |end| [of.clone(), end].concat())
    });
    Ok(given(rows.collect()))
}
