//! Our pictures in the hands of the real Graphviz, where it is installed.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use amur::render::{Look, find_rendering, render};
use amur::{Database, Parameters};

/// Names that have broken programs which write DOT.
const HOSTILE: &[&str] = &[
    "quote \" and \\ backslash",
    "ends in \\",
    "two\nlines\r\nand\ttab",
    "<b>bold</b> & &amp; &#65;",
    "{a|b}",
    "日本帝國 Те́рек 🇯🇵 नमस्ते مرحبا",
    "digraph } node [",
    "\\N \\G \\l \\n",
    "",
    " ",
    "null\u{0}byte \u{1b}[31m",
    "strict",
];

/// What Graphviz makes of a text; nothing if it is not installed.
fn dot(text: &[u8]) -> Option<Output> {
    let mut child = Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    input.write_all(text).ok()?;
    drop(input);
    child.wait_with_output().ok()
}

/// The picture of everything in a graph.
fn picture(database: &Database) -> Vec<u8> {
    let result = database
        .session()
        .run("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n, r", ())
        .expect("everything can be matched");
    let rendering = find_rendering("dot").expect("dot is a rendering");
    let mut text = Vec::new();
    render(&result, rendering, Look::default(), &mut text).expect("a vector takes everything");
    text
}

#[test]
fn any_name_can_be_drawn() {
    let database = Database::in_memory();
    let mut session = database.session();
    for name in HOSTILE {
        let label = name.replace('`', "``");
        let label = if label.is_empty() { "Empty".to_owned() } else { label };
        let statement = format!(
            "CREATE (a:`{label}` {{name: $name}})-[:`{label}` {{on: $name}}]->(:Other {{name: $name}})"
        );
        let parameters = Parameters::new().with("name", *name);
        session.run(&statement, &parameters).expect("any name is allowed");
    }
    let Some(output) = dot(&picture(&database)) else { return };
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaints}");
    assert!(!complaints.contains("rror"), "{complaints}");
    let svg = String::from_utf8_lossy(&output.stdout);
    assert!(svg.contains("日本帝國") && svg.contains("strict"), "{svg}");
}

#[test]
fn the_built_in_graph_can_be_drawn() {
    let Some(output) = dot(&picture(&Database::builtin())) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
