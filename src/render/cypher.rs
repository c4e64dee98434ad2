//! The subgraph as a statement that makes it again.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::literal::{labels, name, pattern};
use super::{Content, Rendering, Subgraph, SubgraphRenderer};

/// The row of the table of renderings.
pub(super) const RENDERING: Rendering = Rendering {
    name: "cypher",
    endings: &["cypher", "cyp"],
    summary: "a CREATE statement for the nodes and relationships of the result",
    content: Content::Subgraph,
    make: |out, _look| SubgraphRenderer::boxed(out, write),
};

/// Writes the subgraph of a whole result.
fn write(subgraph: &Subgraph, out: &mut dyn Write) -> io::Result<()> {
    let mut variables = BTreeMap::new();
    let mut parts = Vec::new();
    for (place, (id, node)) in subgraph.nodes().enumerate() {
        let variable = format!("n{place}");
        parts.push(format!("({})", pattern(&(variable.clone() + &labels(node)), &node.properties)));
        variables.insert(id, variable);
    }
    for (_, one) in subgraph.relationships() {
        let (Some(start), Some(end)) = (variables.get(&one.start), variables.get(&one.end)) else {
            continue;
        };
        let kind = format!(":{}", name(&one.kind));
        parts.push(format!("({start})-[{}]->({end})", pattern(&kind, &one.properties)));
    }
    if parts.is_empty() {
        return Ok(());
    }
    writeln!(out, "CREATE\n  {};", parts.join(",\n  "))
}
