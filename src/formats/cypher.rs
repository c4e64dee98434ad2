//! Cypher scripts: statements that make a graph, a node or relationship each, for Amur and Neo4j.
//!
//! Only written here. A script is read by running its statements, which takes a session; that is
//! above this folder, in `database`.
//!
//! Nodes are found again by a label and a key that nothing else in the graph has, which the last
//! statements take away.

use std::io::{self, Write};

use hashbrown::HashMap;

use super::walk::{Walk, unwritten};
use super::{Exported, FileNode, FileRelationship, Format};
use crate::error::Result;
use crate::graph::GraphView;
use crate::value::literal::{float, literal, name};
use crate::value::{Kinds, Value};

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "cypher",
    endings: &["cypher", "cyp", "cql"],
    summary: "a script of CREATE statements",
    loses: "maps, and lists with lists, maps or nulls in them, become texts",
    sniff: None,
    read: None,
    write: Some(write),
};

/// Writes a graph.
fn write(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    let walk = Walk::new(view);
    let names = view.names();
    let mut mark = "_Import".to_owned();
    while names.label(&mark).is_some() || names.property_key(&mark).is_some() {
        mark.push('_');
    }
    let mark = name(&mark);
    let mut writer = Writer { out, mark, numbers: HashMap::new(), exported: Exported::default() };
    writer.write(&walk).map_err(unwritten)?;
    Ok(writer.exported)
}

struct Writer<'o> {
    out: &'o mut dyn Write,
    /// The label and key by which nodes are found again.
    mark: String,
    numbers: HashMap<String, usize>,
    exported: Exported,
}

impl Writer<'_> {
    fn write(&mut self, walk: &Walk<'_>) -> io::Result<()> {
        let mark = self.mark.clone();
        writeln!(self.out, "CREATE INDEX amur_import IF NOT EXISTS FOR (n:{mark}) ON (n.{mark});")?;
        walk.nodes().try_for_each(|node| self.write_node(node))?;
        walk.relationships().try_for_each(|one| self.write_relationship(one))?;
        writeln!(self.out, "MATCH (n:{mark}) REMOVE n:{mark}, n.{mark};")?;
        writeln!(self.out, "DROP INDEX amur_import IF EXISTS;")
    }

    fn write_node(&mut self, node: FileNode) -> io::Result<()> {
        let number = self.exported.nodes;
        self.exported.nodes += 1;
        let labels: Vec<_> = node.labels.iter().map(|label| name(label)).collect();
        let labels = labels.iter().fold(String::new(), |all, label| all + ":" + label);
        let properties = self.properties(with_id(Some(&node.id), node.properties));
        let mark = &self.mark;
        let separator = if properties.is_empty() { "" } else { ", " };
        writeln!(
            self.out,
            "CREATE ({labels}:{mark} {{{mark}: {number}{separator}{properties}}});"
        )?;
        self.numbers.insert(node.id, number);
        Ok(())
    }

    fn write_relationship(&mut self, one: FileRelationship) -> io::Result<()> {
        self.exported.relationships += 1;
        let number = |id: &str| self.numbers.get(id).copied().unwrap_or_default();
        let (from, to) = (number(&one.from), number(&one.to));
        let kind = name(&one.kind);
        let properties = self.properties(with_id(one.id.as_deref(), one.properties));
        let properties =
            if properties.is_empty() { properties } else { format!(" {{{properties}}}") };
        let mark = &self.mark;
        writeln!(
            self.out,
            "MATCH (a:{mark} {{{mark}: {from}}}), (b:{mark} {{{mark}: {to}}}) \
             CREATE (a)-[:{kind}{properties}]->(b);"
        )
    }

    fn properties(&mut self, properties: Vec<(String, Value)>) -> String {
        let one =
            |(key, value): (String, Value)| format!("{}: {}", name(&key), self.value(&key, &value));
        properties.into_iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn value(&mut self, key: &str, value: &Value) -> String {
        if let Value::List(items) = value {
            let items: Vec<_> = items.iter().collect();
            if !items
                .iter()
                .any(|item| matches!(item, Value::List(_) | Value::Map(_) | Value::Null))
            {
                let items: Vec<_> = items.into_iter().map(|item| self.value(key, item)).collect();
                return format!("[{}]", items.join(", "));
            }
        }
        match value {
            // There are no literals for these numbers.
            Value::Float(number) if !number.is_finite() => format!("toFloat('{}')", float(*number)),
            Value::List(_) | Value::Map(_) => {
                let kind = Kinds::of(value);
                self.exported.warn(format!("`{key}` holds {kind}, which is written as its text"));
                literal(&Value::from(literal(value)))
            }
            Value::Null
            | Value::Boolean(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::String(_)
            | Value::Node(_)
            | Value::Relationship(_)
            | Value::Path(_)
            | Value::Date(_)
            | Value::LocalTime(_)
            | Value::Time(_)
            | Value::LocalDateTime(_)
            | Value::DateTime(_)
            | Value::Duration(_)
            | Value::Point(_) => literal(value),
        }
    }
}

/// The properties with the id, where it stands for the property `id`.
fn with_id(id: Option<&str>, mut properties: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let id = id.filter(|id| !id.starts_with(super::identity::LOCAL));
    if let Some(id) = id.filter(|_| !properties.iter().any(|entry| entry.0 == super::identity::ID))
    {
        properties.insert(0, (super::identity::ID.to_owned(), Value::from(id)));
    }
    properties
}
