//! What we write, in the hands of other people's programs: the same counts must come out.
//!
//! A judge that is not installed is passed over with a word. Python is looked for in the folder that
//! `AMUR_JUDGES` names, an environment with `networkx`, `igraph`, `rdflib`, `pgformat` and `jsonschema`, and else
//! on the path; `pgraphs`, `mermaid` and `jsdom` in the `node_modules` of `AMUR_JUDGES_NODE`.

#![expect(clippy::print_stdout, reason = "what is skipped is said")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use amur::Database;
use tempfile::TempDir;

/// Names that have broken programs.
const HOSTILE: &str = "CREATE (a:`A b` {id: 'quote \" \\\\ <&>', name: '日本 {a|b}', text: 'two\\nlines', x: 1.5, \
    list: ['a', 'b'], d: date('1918-11-18')}), (b {id: 'b#1, c', empty: ''}), (:C {flag: true, n: -7}), \
    (a)-[:`KNOWS \"well\"` {source: 's#1', on: '1918-02~'}]->(b), (a)-[:R]->(b), (a)-[:R]->(b), (b)-[:R]->(b)";

/// The graphs that are judged: the built-in one, and one of hostile names.
fn graphs() -> Vec<Database> {
    let hostile = Database::in_memory();
    hostile.session().run(HOSTILE, ()).expect("it can be made");
    vec![Database::builtin(), hostile]
}

fn python() -> PathBuf {
    match std::env::var_os("AMUR_JUDGES") {
        Some(folder) => Path::new(&folder).join("bin/python"),
        None => PathBuf::from("python3"),
    }
}

/// What a program says; nothing, and a word, if it is not there.
fn ask(program: &mut Command, judge: &str) -> Option<Output> {
    let output = program.output().ok().filter(|output| output.status.code() != Some(77));
    if output.is_none() {
        println!("skipped: {judge} is not installed");
    }
    output
}

/// Writes each graph to a file and asks a judge how many nodes and edges it has.
fn counts_are_the_same(judge: &str, file: &str) {
    counts_of(graphs(), judge, file);
}

fn counts_of(graphs: Vec<Database>, judge: &str, file: &str) {
    for database in graphs {
        let folder = TempDir::new().expect("there is room");
        let path = folder.path().join(file);
        let exported = database.session().export(&path).expect("it can be written");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/count.py");
        let mut program = Command::new(python());
        let Some(output) = ask(program.arg(script).arg(judge).arg(&path), judge) else { return };
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{judge}: {error}");
        let expected = format!("{} {}", exported.nodes, exported.relationships);
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), expected, "{judge} on {file}");
    }
}

#[test]
fn networkx_opens_graphml_gexf_and_node_link() {
    counts_are_the_same("networkx", "x.graphml");
    counts_are_the_same("networkx", "x.gexf");
    counts_are_the_same("node-link", "x.node-link");
}

#[test]
fn igraph_opens_graphml() {
    counts_are_the_same("igraph", "x.graphml");
}

#[test]
fn rdflib_opens_n_triples_and_turtle() {
    counts_are_the_same("rdflib", "x.nt");
    counts_are_the_same("rdflib", "x.ttl");
}

/// Its parser takes minutes for the built-in graph.
#[test]
fn pgformat_opens_pg() {
    let hostile = graphs().pop().into_iter().collect();
    counts_of(hostile, "pgformat", "x.pg");
}

#[test]
fn pg_json_is_valid() {
    counts_are_the_same("schema", "x.pgjson");
}

/// What a script says that Node runs with the packages in `AMUR_JUDGES_NODE`.
fn node(script: &str, file: &Path) -> Option<Output> {
    let Some(modules) = std::env::var_os("AMUR_JUDGES_NODE") else {
        println!("skipped: `AMUR_JUDGES_NODE` names no folder");
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges").join(script);
    ask(Command::new("node").arg(script).arg(modules).arg(file), "node")
}

/// `pgraph` knows no ids of edges yet; there are none in these graphs.
#[test]
fn pgraph_opens_pg() {
    for database in graphs() {
        let folder = TempDir::new().expect("there is room");
        let path = folder.path().join("x.pg");
        let exported = database.session().export(&path).expect("it can be written");
        let Some(output) = node("pg.mjs", &path) else { return };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let expected = format!("{} {}", exported.nodes, exported.relationships);
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), expected);
    }
}

#[test]
fn mermaid_parses_flow_charts() {
    for database in graphs() {
        let folder = TempDir::new().expect("there is room");
        let path = folder.path().join("x.mmd");
        let all = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n, r";
        let result = database.session().run(all, ()).expect("everything can be matched");
        amur::render::save(&result, &path).expect("it can be written");
        let Some(output) = node("mermaid.mjs", &path) else { return };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
