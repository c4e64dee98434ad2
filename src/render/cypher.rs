//! The subgraph as a statement that makes it again.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use super::literal::{labels, name, pattern};
use super::{Renderer, Rendering, Subgraph};
use crate::database::Row;

/// The row of the table of renderings.
pub(super) const RENDERING: Rendering = Rendering {
    name: "cypher",
    endings: &["cypher", "cyp"],
    summary: "a CREATE statement for the nodes and relationships of the result",
    make: |out, _look| Box::new(CypherRenderer { out, subgraph: Subgraph::default() }),
};

struct CypherRenderer<'w> {
    out: &'w mut dyn Write,
    subgraph: Subgraph,
}

impl Renderer for CypherRenderer<'_> {
    fn begin(&mut self, _columns: &[Arc<str>]) -> io::Result<()> {
        Ok(())
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        row.values().iter().for_each(|value| self.subgraph.add(value, row.entities()));
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        write(&self.subgraph, self.out)
    }
}

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
