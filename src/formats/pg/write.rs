//! Writes PG: nodes, then edges, each on a line of its own, in the order of their texts.
//!
//! So two versions of a graph differ in the lines of the facts that differ, and their files can be
//! compared and merged line by line. Nodes without an id of their own are numbered in the order of
//! their lines, and keep their numbers when the graph is read and written again.

use std::io::{self, Write};

use hashbrown::HashMap;

use super::value::{quoted, write_values};
use super::{EDGE_MARKS, UNDIRECTED};
use crate::error::Result;
use crate::formats::identity::LOCAL;
use crate::formats::walk::{Walk, unwritten};
use crate::formats::{Exported, FileNode, FileRelationship};
use crate::graph::GraphView;
use crate::value::Value;

/// Writes a graph.
pub(super) fn write(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    write_lines(&Walk::new(view), out).map_err(unwritten)
}

fn write_lines(walk: &Walk<'_>, out: &mut dyn Write) -> io::Result<Exported> {
    let (mut named, mut others): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    for node in walk.nodes() {
        let rest = node_rest(&node);
        if node.id.starts_with(LOCAL) {
            others.push((rest, node.id));
        } else {
            named.push(identifier(&node.id) + &rest);
        }
    }
    others.sort();
    let others = others.into_iter().enumerate();
    let mut numbers = HashMap::new();
    for (place, (rest, id)) in others {
        let number = format!("{LOCAL}{}", place + 1);
        named.push(identifier(&number) + &rest);
        numbers.insert(id, number);
    }
    let mut edges: Vec<String> = walk.relationships().map(|one| edge(&one, &numbers)).collect();
    named.sort();
    edges.sort();
    for line in named.iter().chain(&edges) {
        writeln!(out, "{line}")?;
    }
    Ok(Exported { nodes: named.len(), relationships: edges.len(), ..Exported::default() })
}

fn node_rest(node: &FileNode) -> String {
    let mut labels: Vec<_> =
        node.labels.iter().map(|label| format!(" :{}", identifier(label))).collect();
    labels.sort();
    labels.concat() + &properties(&node.properties)
}

fn edge(one: &FileRelationship, numbers: &HashMap<String, String>) -> String {
    let end = |id: &String| identifier(numbers.get(id).unwrap_or(id));
    let is_undirected = |property: &(String, Value)| {
        property.0 == UNDIRECTED && matches!(property.1, Value::Boolean(true))
    };
    let mut rest = one.properties.clone();
    rest.retain(|property| !is_undirected(property));
    let [directed, undirected] = EDGE_MARKS;
    let mark = if rest.len() < one.properties.len() { undirected } else { directed };
    let id = one.id.as_ref().map(|id| identifier(id) + ": ").unwrap_or_default();
    let (from, to, kind) = (end(&one.from), end(&one.to), identifier(&one.kind));
    format!("{id}{from} {mark} {to} :{kind}{}", properties(&rest))
}

fn properties(properties: &[(String, Value)]) -> String {
    let one = |(key, value): &(String, Value)| {
        format!(" {}:{}", identifier(key), write_values(key, value))
    };
    let mut properties: Vec<_> = properties.iter().map(one).collect();
    properties.sort();
    properties.concat()
}

/// A name without quotes where it is nothing but letters, digits and the like.
fn identifier(name: &str) -> String {
    let rest = name.strip_prefix(LOCAL).unwrap_or(name);
    let mut characters = rest.chars();
    let starts_well = characters.next().is_some_and(|one| one.is_alphanumeric() || one == '_');
    let is_plain = |one: char| one.is_alphanumeric() || matches!(one, '_' | '-' | '.' | '/');
    if starts_well && characters.all(is_plain) { name.to_owned() } else { quoted(name) }
}
