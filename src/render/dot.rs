//! Pictures for Graphviz: boxes from left to right, coloured by label, facts on the arrows.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::cell::{dates, name, verb};
use super::palette::Palette;
use super::{Content, Rendering, Subgraph, SubgraphRenderer, literal};
use crate::database::{NodeRecord, RelationshipRecord};

/// The row of the table of renderings.
pub(super) const RENDERING: Rendering = Rendering {
    name: "dot",
    endings: &["dot", "gv"],
    summary: "a picture for Graphviz",
    content: Content::Subgraph,
    make: |out, _look| SubgraphRenderer::boxed(out, write),
};

const HEAD: &str = "digraph amur {
  graph [rankdir=LR, charset=\"UTF-8\", fontname=\"Helvetica\", nodesep=0.3, ranksep=0.8];
  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11, color=\"#666666\"];
  edge [fontname=\"Helvetica\", fontsize=9, color=\"#666666\", fontcolor=\"#333333\"];
";

/// Writes the subgraph of a whole result.
fn write(subgraph: &Subgraph, out: &mut dyn Write) -> io::Result<()> {
    let palette = Palette::of(subgraph);
    let mut handles = BTreeMap::new();
    out.write_all(HEAD.as_bytes())?;
    for (place, (id, node)) in subgraph.nodes().enumerate() {
        let handle = format!("n{place}");
        let (label, colour) = (node_label(node), palette.colour(node));
        writeln!(out, "  {handle} [label={label}, fillcolor=\"{colour}\"];")?;
        handles.insert(id, handle);
    }
    for (_, one) in subgraph.relationships() {
        if let (Some(start), Some(end)) = (handles.get(&one.start), handles.get(&one.end)) {
            writeln!(out, "  {start} -> {end} [label={}];", edge_label(one))?;
        }
    }
    write_legend(&palette, out)?;
    writeln!(out, "}}")
}

fn write_legend(palette: &Palette, out: &mut dyn Write) -> io::Result<()> {
    if palette.entries().next().is_none() {
        return Ok(());
    }
    // One node with a table takes a fraction of the room of a box for each label.
    write!(out, "  legend [shape=plaintext, style=\"\", fontsize=9, label=<")?;
    write!(out, "<table border=\"0\" cellborder=\"0\" cellpadding=\"3\">")?;
    for (label, colour) in palette.entries() {
        write!(out, "<tr><td bgcolor=\"{colour}\">{}</td></tr>", escaped(label))?;
    }
    writeln!(out, "</table>>];")
}

/// A text between the tags of a label.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            control if control.is_control() => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    // Graphviz refuses a cell without any text.
    if escaped.trim().is_empty() { "&#160;".to_owned() } else { escaped }
}

fn node_label(node: &NodeRecord) -> String {
    quoted(&name(node).unwrap_or_else(|| literal::node(node)))
}

fn edge_label(relationship: &RelationshipRecord) -> String {
    let verb = verb(&relationship.kind);
    match dates(&relationship.properties) {
        Some(dates) => quoted(&format!("{verb}\n{dates}")),
        None => quoted(&verb),
    }
}

/// A text in the quotes of DOT. Graphviz reads escapes and, even here, entities of HTML.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '&' => quoted.push_str("&amp;"),
            control if control.is_control() => quoted.push(' '),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
