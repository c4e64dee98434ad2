//! `GraphML`, as Gephi, yEd, `NetworkX`, igraph, Neo4j (APOC) and `TinkerPop` write it.
//!
//! - **Labels** of a node stand in its attribute `labels` (`:Person:General`), as in Neo4j's exports; in
//!   other files in the data `labels` or `labelV`. A relationship's type stands in the attribute
//!   `label`, or in the data `label`, `labelE`, `Edge Label`, `type` or `relation`; without any of them
//!   it is `RELATED_TO`.
//! - **Names**: yEd's labels of shapes, and Gephi's data `label` of nodes, become the property `name`.
//! - **Lists** have `attr.list` at their key and are JSON in the data, as in Neo4j's exports.
//! - Ids of edges mean something in their file only, unless the data `id` repeats them.
//! - An undirected edge has the property `undirected: true`.
//! - Nested graphs are read as if they were not nested; ports are passed over; hyperedges are faults.

pub(super) mod element;
mod read;
mod write;

use super::Format;

/// The property of a relationship that stands for an edge without direction.
const UNDIRECTED: &str = "undirected";

/// The type of a relationship that has none in its file.
const NO_LABEL: &str = "RELATED_TO";

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "graphml",
    endings: &["graphml", "xml"],
    summary: "GraphML, for Gephi, yEd, NetworkX, igraph",
    loses: "dates, times, durations, points, maps and mixed lists become texts",
    sniff: Some(|head| head.trim_start().starts_with('<') && head.contains("<graphml")),
    read: Some(read::read),
    write: Some(write::write),
};

#[cfg(test)]
mod tests {
    use super::FORMAT;
    use crate::formats::testing::{self, as_pg};
    use crate::formats::{OnFault, pg, read_text};
    use crate::graph::Graph;

    fn read(text: &str) -> Graph {
        testing::read(&FORMAT, text)
    }

    fn document(keys: &str, content: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">{keys}<graph edgedefault=\"directed\">{content}</graph></graphml>"
        )
    }

    #[test]
    fn files_of_other_programs_are_read() {
        for (keys, content, expected) in [
            (
                // NetworkX
                "<key id=\"d0\" for=\"node\" attr.name=\"age\" attr.type=\"long\"><default>7</default></key>\
                 <key id=\"d1\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>",
                "<node id=\"a\"><data key=\"d0\">9</data></node><node id=\"b\"/>\
                 <edge source=\"a\" target=\"b\" id=\"0\"><data key=\"d1\">0.5</data></edge>",
                "a age:9\nb age:7\na -> b :RELATED_TO weight:0.5\n",
            ),
            (
                // Neo4j
                "<key id=\"tags\" for=\"node\" attr.name=\"tags\" attr.list=\"string\" attr.type=\"string\"/>",
                "<node id=\"n0\" labels=\":A:B\"><data key=\"labels\">:A:B</data><data key=\"tags\">[\"x\"]</data></node>\
                 <edge id=\"e0\" source=\"n0\" target=\"n0\" label=\"KNOWS\"><data key=\"label\">KNOWS</data></edge>",
                "n0 :A :B tags:\"=['x']\"\nn0 -> n0 :KNOWS\n",
            ),
            (
                // yEd
                "<key for=\"node\" id=\"d6\" yfiles.type=\"nodegraphics\"/><key for=\"edge\" id=\"d9\" yfiles.type=\"edgegraphics\"/>",
                "<node id=\"n0\"><data key=\"d6\"><y:ShapeNode><y:Fill color=\"#FF\"/><y:NodeLabel> Omsk\n <y:Model/></y:NodeLabel></y:ShapeNode></data>\
                 <graph edgedefault=\"undirected\"><node id=\"n0::n1\"/><edge source=\"n0\" target=\"n0::n1\"><data key=\"d9\"><y:PolyLineEdge><y:EdgeLabel>near</y:EdgeLabel></y:PolyLineEdge></data></edge></graph></node>",
                "n0 name:\"Omsk\"\n\"n0::n1\"\nn0 -- \"n0::n1\" :near\n",
            ),
            (
                // TinkerPop, Gephi
                "<key id=\"labelV\" for=\"node\" attr.name=\"labelV\" attr.type=\"string\"/><key attr.name=\"label\" attr.type=\"string\" for=\"all\" id=\"label\"/>",
                "<node id=\"1\"><data key=\"labelV\">airport</data><data key=\"label\">A &amp; &#66;<![CDATA[<]]></data></node>",
                "1 :airport name:\"A & B<\"\n",
            ),
        ] {
            let graph = read(&document(keys, content));
            let mut lines: Vec<_> = expected.lines().collect();
            let pg = as_pg(&graph);
            let mut found: Vec<_> = pg.lines().collect();
            lines.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, lines, "{content}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = "a :A :\"B C\" aliases:\"x\" label:\"l\" name:\"<&\\\"\\n\\r\\t>\" tags:\"=['x']\" t:true\n\
                    b :labels empty:\"\" labels:\"own\" n:1.0,2.5 none:\"=[]\" z:-7\n\
                    x: a -> b :KNOWS label:\"l\" n:1.0 source:\"s#1\"\na -> b :KNOWS n:\"one\"\na -- b :R\n";
        let mut graph = Graph::new();
        read_text(&mut graph, &pg::FORMAT, "t.pg", text, OnFault::Stop).expect("it is right");
        graph.commit();
        let mut out = Vec::new();
        let exported =
            FORMAT.write.expect("it is written")(graph.view(), &mut out).expect("memory has room");
        assert_eq!(exported.warnings, [""; 0]);
        let xml = String::from_utf8(out).expect("it is UTF-8");
        assert_eq!(as_pg(&read(&xml)), as_pg(&graph), "{xml}");
    }

    #[test]
    fn faults_have_their_places_and_the_rest_counts() {
        let keys = "<key id=\"k\" attr.name=\"n\" attr.type=\"int\" for=\"node\"/>";
        let content = "\n<node/>\n<node id=\"a\"><data key=\"k\">one</data><data key=\"q\">1</data></node>\n\
                       <edge source=\"a\"/>\n<edge source=\"a\" target=\"z\"/>\n<hyperedge/>\n";
        let mut graph = Graph::new();
        let text = document(keys, content);
        let imported = read_text(&mut graph, &FORMAT, "t.graphml", &text, OnFault::Reject)
            .expect("faults are left out");
        let faults: Vec<_> = imported.rejected.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "t.graphml:2:1: the node has no `id`",
                "t.graphml:3:14: `n`: expected a whole number of 64 bits, but found `one`",
                "t.graphml:3:38: the data are of the key `q`, which is nowhere defined",
                "t.graphml:4:1: the edge has no `target`",
                "t.graphml:6:1: a hyperedge joins more than two nodes, which can't be kept",
                "t.graphml:5:1: the relationship leads to the node `z`, which is nowhere defined",
            ]
        );
        for (text, message) in [
            ("<graphml><graph>", "t.graphml:1:17: the file ends in the middle of its XML"),
            (
                "<graphml><graph></node>",
                "t.graphml:1:17: this is no XML: ill-formed document: expected `</graph>`, but `</node>` was found",
            ),
            ("<gexf/>", "t.graphml:1:1: this is no GraphML: expected `graphml`, but found `gexf`"),
        ] {
            let error = read_text(&mut Graph::new(), &FORMAT, "t.graphml", text, OnFault::Reject)
                .expect_err("it is wrong");
            assert_eq!(error.message(), message);
        }
    }
}
