//! PG-JSON and PG-JSONL, the JSON of the Property Graph Exchange Format 1.0 (sections 4 and 5), which are the native text
//! formats of graphs.
//!
//! Where its data model and ours differ:
//!
//! - Values are lists of texts, numbers and booleans. A list of one is read as the value itself, but
//!   for the keys in [`LIST_KEYS`], which always hold lists. A list of one elsewhere, a list of none,
//!   and values of other kinds, which are written as their texts, come back otherwise than they were;
//!   the writer says so.
//! - An undirected edge is read as a relationship with the property `undirected: true`, and back.
//! - An edge without a label is of the type `RELATED_TO`; one with several is a fault.
//! - In PG-JSONL several objects of one node are joined, and nodes that only edges speak of are made.
//! - Ids are kept as the property `id`, see [`Loader`](super::Loader).

pub(super) mod element;
mod lines;
pub(super) mod read;
mod write;

use super::Format;

/// Keys whose values are lists even where they hold one element.
const LIST_KEYS: &[&str] = &["aliases"];

/// The property by which a relationship is written as an undirected edge.
const UNDIRECTED: &str = "undirected";

/// The type of a relationship that has no label in its file.
const NO_LABEL: &str = "RELATED_TO";

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "pg-json",
    endings: &["json", "pgjson"],
    summary: "PG-JSON, the JSON of the Property Graph Exchange Format",
    loses: "dates, times, durations and points become texts; lists of one or none",
    sniff: Some(sniff),
    read: Some(read::read),
    write: Some(write::write),
};

/// The row of the table for PG-JSONL.
pub(super) const LINES: Format = Format {
    name: "pg-jsonl",
    endings: &["jsonl", "pgjsonl", "ndjson"],
    summary: "PG-JSONL, a node or edge in JSON a line",
    loses: FORMAT.loses,
    sniff: Some(lines::sniff),
    read: Some(lines::read),
    write: Some(write::write_lines),
};

/// An object that begins with a list of nodes or edges.
fn sniff(head: &str) -> bool {
    let object = head.trim_start().strip_prefix('{').map(str::trim_start);
    let rest = object.and_then(|object| {
        object.strip_prefix("\"nodes\"").or_else(|| object.strip_prefix("\"edges\""))
    });
    let list = rest.and_then(|rest| rest.trim_start().strip_prefix(':'));
    list.is_some_and(|list| list.trim_start().starts_with('['))
        && (head.contains("\"labels\"") || head.contains("\"properties\""))
}

#[cfg(test)]
mod tests {
    use super::FORMAT;
    use crate::error::Result;
    use crate::formats::{Imported, OnFault, read_text};
    use crate::graph::Graph;

    const PAIR: &str = r#"{"nodes": [
{"id": "a", "labels": ["Person"], "properties": {"aliases": ["A"], "born": [1861], "name": ["Ada"]}},
{"id": "b", "labels": [], "properties": {"id": ["own"], "ratio": [1.0], "tags": ["x", true]}}
],
"edges": [
{"from": "a", "to": "b", "undirected": true, "labels": ["KNOWS"], "properties": {"on": ["1918-02"]}, "id": "e"},
{"from": "b", "to": "b", "labels": ["KNOWS"], "properties": {}}
]}
"#;

    fn load(graph: &mut Graph, text: &str, on_fault: OnFault) -> Result<Imported> {
        read_text(graph, &FORMAT, "test.json", text, on_fault)
    }

    fn written(graph: &Graph) -> String {
        let mut out = Vec::new();
        let write = FORMAT.write.expect("the format can be written");
        write(graph.view(), &mut out).expect("memory can be written");
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    fn fault(text: &str) -> String {
        let mut graph = Graph::new();
        let error = load(&mut graph, text, OnFault::Stop).expect_err("the text is wrong");
        assert_eq!(graph.view().node_count(), 0, "nothing is loaded");
        error.message().to_owned()
    }

    #[test]
    fn what_is_read_is_written() {
        let mut graph = Graph::new();
        let imported = load(&mut graph, PAIR, OnFault::Stop).expect("the text is right");
        assert_eq!((imported.nodes, imported.relationships), (2, 2));
        let once = written(&graph);
        assert!(once.contains(r#""id": "_:1""#) || once.contains(r#""id": "own""#));
        let mut again = Graph::new();
        load(&mut again, &once, OnFault::Stop).expect("what is written can be read");
        assert_eq!(written(&again), once);
    }

    #[test]
    fn several_files_are_merged_by_id() {
        let mut graph = Graph::new();
        load(&mut graph, PAIR, OnFault::Stop).expect("the text is right");
        let more = r#"{"edges": [{"from": "c", "to": "a", "labels": ["KNOWS"], "properties": {}}],
            "nodes": [{"id": "a", "labels": ["Poet"], "properties": {}},
                      {"id": "c", "labels": [], "properties": {}}]}"#;
        let imported = load(&mut graph, more, OnFault::Stop).expect("the text is right");
        assert_eq!((imported.nodes, imported.relationships, imported.merged), (1, 1, 1));
        assert!(written(&graph).contains(r#""labels": ["Person","Poet"]"#));
    }

    #[test]
    fn faults_name_file_line_and_column() {
        for (text, message) in [
            (
                "{\"nodes\": [\n{\"id\": \"a\"",
                "test.json:2:10: the file ends in the middle of its JSON",
            ),
            (
                "{\"nodes\": [{\"id\": \"a\"},\n {\"id\": \"a\"}]}",
                "test.json:2:2: two nodes have the id `a`",
            ),
            (
                "{\"nodes\": [], \"edges\": [{\"from\": \"x\", \"to\": \"x\"}]}",
                "test.json:1:25: the relationship leads to the node `x`, which is nowhere defined",
            ),
            ("{\"nodes\": [7]}", "test.json:1:12: a node is an object, but found a number"),
            (
                "{\"nodes\": [{\"id\": \"a\", \"properties\": {\"k\": [{}]}}]}",
                "test.json:1:12: node `a`: `k`: a value is a text, a number, true or false, but found an object",
            ),
            ("{\"nodes\" []}", "test.json:1:10: this is no JSON: expected `:`"),
            (
                "[]",
                "test.json:1:1: invalid type: sequence, expected an object with `nodes` and `edges`",
            ),
            ("{}", "test.json:1:1: there are neither `nodes` nor `edges`"),
            ("", "test.json:1:1: the file ends in the middle of its JSON"),
        ] {
            assert_eq!(fault(text), message, "{text}");
        }
    }

    #[test]
    fn faults_can_be_left_out() {
        let mut graph = Graph::new();
        let text =
            "{\"nodes\": [{}, {\"id\": \"a\"}], \"edges\": [{\"from\": \"a\", \"to\": \"z\"}]}";
        let imported = load(&mut graph, text, OnFault::Reject).expect("faults are left out");
        let reasons: Vec<_> = imported.rejected.iter().map(ToString::to_string).collect();
        assert_eq!(
            reasons,
            [
                "test.json:1:12: the node has no `id`",
                "test.json:1:40: the relationship leads to the node `z`, which is nowhere defined",
            ]
        );
        assert_eq!(graph.view().node_count(), 1);
    }
}
