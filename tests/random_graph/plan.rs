//! A graph in plain words, which a strategy makes and a test builds.

use std::collections::BTreeMap;

use amur::Value;
use amur::graph::{Graph, Properties};

/// Properties by name.
pub(crate) type Named = BTreeMap<String, Value>;

/// Labels and properties of nodes; ends, types and properties of relationships.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) nodes: Vec<(Vec<String>, Named)>,
    pub(crate) relationships: Vec<(usize, usize, String, Named)>,
}

fn interned(graph: &mut Graph, properties: &Named) -> Properties {
    let names = graph.names_mut();
    properties.iter().map(|(key, value)| (names.intern_property_key(key), value.clone())).collect()
}

/// The graph of a plan.
pub(crate) fn build(plan: &Plan) -> Graph {
    let mut graph = Graph::new();
    let mut ids = Vec::new();
    for (labels, properties) in &plan.nodes {
        let names = graph.names_mut();
        let labels = labels.iter().map(|label| names.intern_label(label)).collect();
        let properties = interned(&mut graph, properties);
        ids.push(graph.create_node(labels, properties).expect("there is room"));
    }
    for (start, end, kind, properties) in &plan.relationships {
        let kind = graph.names_mut().intern_relationship_type(kind);
        let properties = interned(&mut graph, properties);
        let ends = (ids.get(*start).copied(), ids.get(*end).copied());
        if let (Some(start), Some(end)) = ends {
            graph.create_relationship(kind, start, end, properties).expect("there is room");
        }
    }
    graph.commit();
    graph
}
