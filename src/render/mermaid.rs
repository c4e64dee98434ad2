//! Flow charts of Mermaid, which code hosts draw in their pages.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::cell::{dates, name, verb};
use super::palette::Palette;
use super::{Content, Rendering, Subgraph, SubgraphRenderer, literal};

/// The row of the table of renderings.
pub(super) const RENDERING: Rendering = Rendering {
    name: "mermaid",
    endings: &["mmd", "mermaid"],
    summary: "a flow chart of Mermaid",
    content: Content::Subgraph,
    make: |out, _look| SubgraphRenderer::boxed(out, write),
};

/// Writes the subgraph of a whole result.
fn write(subgraph: &Subgraph, out: &mut dyn Write) -> io::Result<()> {
    let palette = Palette::of(subgraph);
    let mut handles = BTreeMap::new();
    writeln!(out, "flowchart LR")?;
    for (place, (id, node)) in subgraph.nodes().enumerate() {
        let handle = format!("n{place}");
        let label = quoted(&name(node).unwrap_or_else(|| literal::node(node)));
        writeln!(out, "  {handle}({label})")?;
        writeln!(out, "  style {handle} fill:{},color:#000", palette.colour(node))?;
        handles.insert(id, handle);
    }
    for (_, one) in subgraph.relationships() {
        let when = dates(&one.properties).map_or_else(String::new, |dates| format!("\n{dates}"));
        let label = quoted(&(verb(&one.kind) + &when));
        if let (Some(start), Some(end)) = (handles.get(&one.start), handles.get(&one.end)) {
            writeln!(out, "  {start} -->|{label}| {end}")?;
        }
    }
    Ok(())
}

/// A text in the quotes of Mermaid, which writes special characters as entities with `#`.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '\n' => quoted.push_str("<br>"),
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | ';' | '*' | '_' => {
                quoted.extend(["#", &u32::from(character).to_string(), ";"]);
            }
            control if control.is_control() => quoted.push(' '),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
