//! What the tests of several formats need.

use super::{Format, OnFault, pg, read_text};
use crate::graph::Graph;

/// The graph of a text without faults.
pub(super) fn read(format: &Format, text: &str) -> Graph {
    let mut graph = Graph::new();
    read_text(&mut graph, format, "t", text, OnFault::Stop).expect("it is right");
    graph.commit();
    graph
}

/// A graph in PG, which loses nothing.
pub(super) fn as_pg(graph: &Graph) -> String {
    let mut out = Vec::new();
    pg::FORMAT.write.expect("PG is written")(graph.view(), &mut out).expect("memory has room");
    String::from_utf8(out).expect("PG is UTF-8")
}
