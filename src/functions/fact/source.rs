//! The sources of a fact.

use std::sync::Arc;

use super::dates::property;
use crate::graph::{GraphView, NodeId};
use crate::value::Value;
use crate::value::compare::equivalent;

/// Each source once, as `name, locator`; a source that is no node is named by its identity.
pub(super) fn sources(view: GraphView<'_>, value: &Value) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for reference in references(view, value) {
        let shown = shown(view, &reference);
        if !found.contains(&shown) {
            found.push(shown);
        }
    }
    found
}

/// The references as they are written: `identity#locator`.
fn references(view: GraphView<'_>, value: &Value) -> Vec<Arc<str>> {
    if let Value::Path(path) = value {
        let parts = path.relationships().map(Value::Relationship);
        return parts.flat_map(|part| references(view, &part)).collect();
    }
    if let Some(reference) = text(value) {
        return vec![reference];
    }
    let stated = property(view, value, "source").unwrap_or_default();
    if let Value::List(items) = &stated {
        return items.iter().filter_map(text).collect();
    }
    text(&stated).into_iter().collect()
}

fn text(value: &Value) -> Option<Arc<str>> {
    if let Value::String(text) = value { Some(text.clone()) } else { None }
}

fn shown(view: GraphView<'_>, reference: &str) -> String {
    let (identity, locator) = reference.split_once('#').unwrap_or((reference, ""));
    let name = source_node(view, identity).and_then(|node| name(view, node));
    let name = name.as_deref().unwrap_or(identity);
    if locator.is_empty() { name.to_owned() } else { format!("{name}, {locator}") }
}

/// The `:Source` whose property `id` is `identity`, by an index if there is one.
fn source_node(view: GraphView<'_>, identity: &str) -> Option<NodeId> {
    let label = view.names().label("Source")?;
    let key = view.names().property_key("id")?;
    let wanted = Value::from(identity);
    if let Some(index) = view.node_index(label, key) {
        return index.equal(&wanted).first().copied().map(NodeId);
    }
    let mut nodes = view.nodes_with_label(label);
    nodes.find(|node| equivalent(&view.node_property(*node, key), &wanted))
}

fn name(view: GraphView<'_>, node: NodeId) -> Option<Arc<str>> {
    text(&view.node_property(node, view.names().property_key("name")?))
}
