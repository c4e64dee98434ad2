//! PG, the text of the Property Graph Exchange Format 1.0 (section 3): a graph for reading, comparing
//! and merging.
//!
//! It loses nothing: a statement a line, lines in order, and where PG lacks a kind of value the text of
//! a Cypher literal behind `=`, see [`value`]. Where its data model and ours differ:
//!
//! - A list of one is read as the value itself, but for the key `aliases`, unless it is written
//!   `"=[1]"`.
//! - An undirected edge is read as a relationship with the property `undirected: true`, and back.
//! - An edge without a label is of the type `RELATED_TO`; one with several is a fault.
//! - Statements of one node are joined; nodes that only edges speak of are made.

mod read;
mod statement;
mod value;
mod write;

use super::Format;
pub(super) use read::{append, items_of};

/// The property by which a relationship is written as an undirected edge.
const UNDIRECTED: &str = "undirected";

/// The type of a relationship that has no label in its file.
const NO_LABEL: &str = "RELATED_TO";

/// What stands between the ends of a directed and of an undirected edge.
const EDGE_MARKS: [&str; 2] = ["->", "--"];

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "pg",
    endings: &["pg"],
    summary: "PG, one fact a line, to be compared and merged",
    loses: "",
    sniff: Some(sniff),
    read: Some(read::read),
    write: Some(write::write),
};

/// An edge or a label where PG has them, in the first statements.
fn sniff(head: &str) -> bool {
    let mut lines = head.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.next().is_some_and(|line| {
        let mut words = line.split(' ').skip(1);
        words.next().is_some_and(|word| {
            matches!(word, "->" | "--")
                || word.starts_with(':') && word.len() > 1 && !word.contains(['"', '(', ')'])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::FORMAT;
    use crate::formats::{OnFault, read_text};
    use crate::graph::Graph;

    fn written(graph: &Graph) -> String {
        let mut out = Vec::new();
        let write = FORMAT.write.expect("the format can be written");
        let exported = write(graph.view(), &mut out).expect("memory can be written");
        assert_eq!(exported.warnings, [""; 0]);
        String::from_utf8(out).expect("PG is UTF-8")
    }

    fn read(text: &str) -> Graph {
        let mut graph = Graph::new();
        read_text(&mut graph, &FORMAT, "t.pg", text, OnFault::Stop).expect("the text is right");
        graph.commit();
        graph
    }

    /// A text, read and written.
    fn again(text: &str) -> String {
        let once = written(&read(text));
        assert_eq!(written(&read(&once)), once);
        once
    }

    #[test]
    fn statements_of_the_specification_are_read() {
        for (text, expected) in [
            ("id :label key:value\n", "id :label key:\"value\"\n"),
            ("\"node id with spaces\"", "\"node id with spaces\"\n"),
            ("a :x k:1 m:true\na :y k:2\n", "a :x :y k:1,2 m:true\n"),
            ("a -> b", "a\nb\na -> b :RELATED_TO\n"),
            ("a -- b :x", "a\nb\na -- b :x\n"),
            ("a--b", "a--b\n"),
            ("x::  a -> b :l\n\":\": a -> b :m", "a\nb\n\":\": a -> b :m\n\"x:\": a -> b :l\n"),
            ("a :b:c : http://e.org/#x", "a :\"b:c\" :\"http://e.org/#x\"\n"),
            ("n a:b:c", "n a:\"b:c\"\n"),
            ("n a:b: c", "n \"a:b\":\"c\"\n"),
            ("n key:\n  1  # one\n  ,\n  2", "n key:1,2\n"),
            (
                "n n: 1,-1,2e+3\n  b: true, false\n  s: hello,\"true\",\"\"",
                "n b:true,false n:1,-1,2000.0 s:\"hello\",\"true\",\"\"\n",
            ),
            ("a :x  # c\n  # d\n\n  :y  # e", "a :x :y\n"),
            ("a s:\"x\ny\" t:'it\\'s \\u000A \"'", "a s:\"x\\ny\" t:\"it's \\n \\\"\"\n"),
            ("a on:1918-02-03 n:-1 ~b:c", "a \"~b\":\"c\" n:-1 on:\"1918-02-03\"\n"),
        ] {
            assert_eq!(again(text), expected, "{text}");
        }
    }

    #[test]
    fn every_kind_of_value_comes_back() {
        let text = "a aliases:\"=[]\" b:\"=NaN\" d:\"=date('1874-11-16')\" e:\"==1\" f:\"= 1\" \
                    l:\"=[1]\" m:\"={a: [null]}\" n:\"=[1]\",2 x:\"=\"\n";
        assert_eq!(again(text), text);
        assert_eq!(again("a aliases:\"=7\"\nb aliases:7\n"), "a aliases:\"=7\"\nb aliases:7\n");
    }

    #[test]
    fn nodes_without_ids_are_numbered_by_their_lines() {
        assert_eq!(again("_:7 :B\n_:9 :A\n_:9 -> _:7 :R"), "_:1 :A\n_:2 :B\n_:1 -> _:2 :R\n");
    }

    #[test]
    fn faults_have_line_and_column_and_the_rest_counts() {
        let text = "a :x\nb key\nc k:\"\\q\"\nd -> e :A :B\n1 : a -> b\n  f\ng n:99999999999999999999\nh k:<\nz";
        let mut graph = Graph::new();
        let imported = read_text(&mut graph, &FORMAT, "t.pg", text, OnFault::Reject)
            .expect("faults are left out");
        let faults: Vec<_> = imported.rejected.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "t.pg:2:3: expected `->` or `--` or a label or a property or the end, but found `key`",
                "t.pg:3:5: expected a value, but found `\"\\q\"`",
                "t.pg:4:1: a relationship has one type, but found 2 labels",
                "t.pg:5:7: expected a label or a property or the end, but found `->`",
                "t.pg:7:1: `99999999999999999999` does not fit in the 64 bits of a number",
                "t.pg:8:5: expected a value, but found `<`",
            ]
        );
        assert_eq!(imported.nodes, 2);
    }
}
