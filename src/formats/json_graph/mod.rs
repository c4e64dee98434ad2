//! JSON Graph (jsongraphformat.info, versions 1 and 2) and node-link, the JSON of `NetworkX` and d3.
//!
//! One reader reads both, since they tell themselves apart: JSON Graph has its nodes within `graph` or
//! `graphs`, by ids or as a list, with `relation` and `metadata`; node-link has lists of `nodes` and
//! `links` (or `edges`), whose `source` and `target` are ids, or numbers of nodes that have no ids.
//!
//! - A node's `labels`, or else its `label` as its name; an edge's `relation`, `type` or `label` as its
//!   type, else `RELATED_TO`; everything else in it, in its `metadata` or its `properties`, are
//!   properties. Lists and maps are kept.
//! - Node-link writes properties whose names mean something else there, such as the `source` of a
//!   fact, within an object `properties`.
//! - An edge of an undirected graph has the property `undirected: true`.

mod element;
mod read;
mod write;

use super::Format;

/// The property of a relationship that stands for an edge without direction.
const UNDIRECTED: &str = "undirected";

/// The type of a relationship that has none in its file.
const NO_LABEL: &str = "RELATED_TO";

/// The row of the table for JSON Graph.
pub(super) const JSON_GRAPH: Format = Format {
    name: "json-graph",
    endings: &["jgf", "json"],
    summary: "JSON Graph, version 2",
    loses: LOSES,
    sniff: Some(|head| is_object(head) && (has(head, "graph") || has(head, "graphs"))),
    read: Some(read::read),
    write: Some(write::write_json_graph),
};

/// The row of the table for node-link.
pub(super) const NODE_LINK: Format = Format {
    name: "node-link",
    endings: &["node-link", "json"],
    summary: "node-link, the JSON of NetworkX and d3",
    loses: LOSES,
    sniff: Some(|head| {
        let is_known = ["links", "source", "multigraph"].iter().any(|word| has(head, word));
        is_object(head) && (is_known || has(head, "nodes"))
    }),
    read: Some(read::read),
    write: Some(write::write_node_link),
};

const LOSES: &str = "dates, times, durations, points and infinite numbers become texts";

fn is_object(head: &str) -> bool {
    head.trim_start().starts_with('{')
}

fn has(head: &str, key: &str) -> bool {
    head.contains(&format!("\"{key}\""))
}

#[cfg(test)]
mod tests {
    use super::{JSON_GRAPH, NODE_LINK};
    use crate::formats::testing::{self, as_pg};
    use crate::formats::{OnFault, pg, read_text};
    use crate::graph::Graph;

    fn read(text: &str) -> Graph {
        testing::read(&NODE_LINK, text)
    }

    #[test]
    fn files_of_other_programs_are_read() {
        for (text, expected) in [
            (
                // NetworkX up to 3.3
                r#"{"directed": true, "multigraph": false, "graph": {"name": "g"}, "nodes": [{"age": 7, "id": 1}, {"id": 2}], "links": [{"weight": 0.5, "source": 1, "target": 2}]}"#,
                "1 age:7\n2\n1 -> 2 :RELATED_TO weight:0.5\n",
            ),
            (
                // NetworkX from 3.4 on
                r#"{"directed": false, "multigraph": true, "graph": {}, "nodes": [{"id": "a"}, {"id": "b"}], "edges": [{"type": "R", "source": "a", "target": "b", "key": 0}]}"#,
                "a\nb\na -- b :R\n",
            ),
            (
                // d3
                r#"{"links": [{"source": 0, "target": 1, "value": 3}], "nodes": [{"name": "x"}, {"name": "y", "group": 2}]}"#,
                "_:1 group:2 name:\"y\"\n_:2 name:\"x\"\n_:2 -> _:1 :RELATED_TO value:3\n",
            ),
            (
                // JSON Graph 2
                r#"{"graph": {"directed": true, "nodes": {"a": {"label": "A", "metadata": {"n": [1]}}, "b": {}}, "edges": [{"source": "a", "target": "b", "relation": "R", "metadata": {"on": "1918"}}, {"source": "b", "target": "a", "directed": false}]}}"#,
                "a n:\"=[1]\" name:\"A\"\nb\na -> b :R on:\"1918\"\nb -- a :RELATED_TO\n",
            ),
            (
                // JSON Graph 1, several
                r#"{"graphs": [{"nodes": [{"id": "a", "label": "A"}]}, {"nodes": [{"id": "b", "metadata": {"x": {"y": 1}}}], "edges": [{"source": "a", "target": "b"}]}]}"#,
                "a name:\"A\"\nb x:\"={y: 1}\"\na -> b :RELATED_TO\n",
            ),
        ] {
            assert_eq!(as_pg(&read(text)), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = "a :A :\"B C\" aliases:\"x\" label:\"l\" m:\"={a: [1, null]}\" metadata:1 name:\"<&\\\"\\n\" tags:\"=['x']\" t:true\n\
                    b :labels labels:\"own\" n:1.0,\"x\" none:\"=[]\" properties:7 z:-7\n_:1 id:7.5\n\
                    5: a -> b :KNOWS id:5 n:\"one\"\na -- b :R key:1 label:\"l\" relation:\"r\" type:\"t\"\nx: a -> b :KNOWS directed:true label:\"l\" source:\"s#1\" target:1\n";
        let mut graph = Graph::new();
        read_text(&mut graph, &pg::FORMAT, "t.pg", text, OnFault::Stop).expect("it is right");
        graph.commit();
        for format in [&JSON_GRAPH, &NODE_LINK] {
            let mut out = Vec::new();
            let exported = format.write.expect("it is written")(graph.view(), &mut out)
                .expect("memory has room");
            assert_eq!(exported.warnings, [""; 0]);
            let json = String::from_utf8(out).expect("it is UTF-8");
            assert_eq!(as_pg(&read(&json)), as_pg(&graph), "{json}");
        }
    }

    #[test]
    fn faults_have_their_places_and_the_rest_counts() {
        let text = "{\"nodes\": [7,\n {\"id\": []},\n {\"id\": \"a\"}],\n \"links\": [{\"source\": \"a\"},\n {\"source\": \"a\", \"target\": 9}]}";
        let mut graph = Graph::new();
        let imported = read_text(&mut graph, &NODE_LINK, "t.json", text, OnFault::Reject)
            .expect("faults are left out");
        let faults: Vec<_> = imported.rejected.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "t.json:1:12: a node is an object, but found a number",
                "t.json:2:2: `id` is a text or a number, but found a list",
                "t.json:4:12: the edge has no `target`",
                "t.json:5:2: the relationship leads to the node `9`, which is nowhere defined",
            ]
        );
        for (text, message) in [
            ("{\"nodes\": [", "t.json:1:11: the file ends in the middle of its JSON"),
            ("{\"a\": 1}", "t.json:1:1: there are neither `nodes` nor `edges`"),
        ] {
            let error = read_text(&mut Graph::new(), &NODE_LINK, "t.json", text, OnFault::Reject)
                .expect_err("it is wrong");
            assert_eq!(error.message(), message);
        }
    }
}
