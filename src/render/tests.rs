//! Results in every rendering.

use std::sync::Arc;

use super::{Look, find_rendering, render};
use crate::database::{Entities, ResultSet};
use crate::graph::{Graph, NodeId, Properties, RelationshipId};
use crate::value::{Path, Value};

/// Two persons and a fact; the second person's name is hostile.
fn graph() -> Graph {
    let mut graph = Graph::new();
    let names = graph.names_mut();
    let person = names.intern_label("Person");
    let (name, on) = (names.intern_property_key("name"), names.intern_property_key("on"));
    let kind = names.intern_relationship_type("DECLARED_WAR_ON");
    let mut node = |text: &str| {
        let properties = Properties::from_iter([(name, Value::from(text))]);
        graph.create_node(vec![person], properties).expect("there is room")
    };
    let (start, end) = (node("Те́рек 日本"), node("\"a\\b\"\n<c> & |d|"));
    let properties = Properties::from_iter([(on, Value::from("1918-02"))]);
    graph.create_relationship(kind, start, end, properties).expect("there is room");
    graph.commit();
    graph
}

fn result() -> ResultSet {
    let path = Path { start: NodeId(1), steps: vec![(RelationshipId(0), NodeId(0))] };
    let columns = ["who", "fact", "path", "number"];
    let row = vec![
        Value::Node(NodeId(0)),
        Value::Relationship(RelationshipId(0)),
        Value::Path(Arc::new(path)),
        Value::Integer(7),
    ];
    let nothing =
        vec![Value::Null, Value::from("a\tb"), Value::list(vec!["c".into()]), Value::Null];
    let entities = Entities::of_graph(graph().view());
    ResultSet::new(&columns, vec![row, nothing]).with_entities(entities)
}

fn shown(result: &ResultSet, name: &str, look: Look) -> String {
    let mut out = Vec::new();
    let rendering = find_rendering(name).expect("the rendering is there");
    render(result, rendering, look, &mut out).expect("memory can be written");
    String::from_utf8(out).expect("text is UTF-8")
}

#[test]
fn a_table_fits_its_width_in_every_script() {
    let table = shown(&result(), "table", Look { width: Some(60), ..Look::default() });
    let widths: Vec<_> = table.lines().map(unicode_width::UnicodeWidthStr::width).collect();
    assert!(widths.iter().all(|width| *width == widths[0] && *width <= 60), "{table}");
    assert!(table.contains("日本") && table.contains("null"), "{table}");
}

#[test]
fn a_narrow_table_shows_records_and_drops_nothing() {
    let table = shown(&result(), "table", Look { width: Some(20), ..Look::default() });
    assert!(table.starts_with("who     Те́рек 日本 :Person\n"), "{table}");
    assert!(table.contains("number  7"), "{table}");
}

#[test]
fn a_long_table_shows_both_ends() {
    let rows = (0..100).map(|number| vec![Value::Integer(number)]).collect();
    let table = shown(&ResultSet::new(&["n"], rows), "table", Look::default());
    assert_eq!(table.lines().count(), 3 + 41 + 1 + 1, "{table}");
    assert!(table.contains("│ 19 │\n│  · │\n│ 80 │"), "{table}");
    assert!(table.ends_with("100 rows (40 shown)\n"), "{table}");
}

#[test]
fn escape_codes_do_not_reach_the_terminal() {
    let result = ResultSet::new(&["t"], vec![vec!["\x1b[31mred".into()]]);
    assert!(!shown(&result, "table", Look::default()).contains('\x1b'));
    let coloured = shown(&result, "table", Look { colour: true, ..Look::default() });
    assert!(!coloured.contains("\x1b[31m"), "{coloured}");
}

#[test]
fn delimited_text_escapes_what_delimits() {
    let tsv = shown(&result(), "tsv", Look::default());
    assert_eq!(tsv.lines().count(), 3, "{tsv}");
    assert!(tsv.ends_with("\n\ta\\tb\t['c']\t\n"), "{tsv}");
    let csv = shown(&result(), "csv", Look::default());
    assert!(
        csv.starts_with("who,fact,path,number\nТе́рек 日本 :Person,[DECLARED_WAR_ON 1918-02],"),
        "{csv}"
    );
    assert!(csv.contains("←[DECLARED_WAR_ON 1918-02]─ Те́рек 日本\",7"), "{csv}");
}

#[test]
fn json_has_all_properties() {
    let text = shown(&result(), "json", Look::default());
    let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(json[0]["who"]["properties"]["name"], "Те́рек 日本");
    assert_eq!(json[0]["fact"]["start"], "Те́рек 日本");
    assert_eq!(json[0]["path"]["nodes"].as_array().map(Vec::len), Some(2));
    assert!(json[1]["who"].is_null());
    assert_eq!(shown(&result(), "jsonl", Look::default()).lines().count(), 2);
    assert_eq!(shown(&ResultSet::new(&["x"], vec![]), "json", Look::default()), "[]\n");
}

#[test]
fn cypher_makes_the_subgraph_again() {
    assert_eq!(
        shown(&result(), "cypher", Look::default()),
        "CREATE\n  (n0:Person {name: 'Те́рек 日本'}),\n  (n1:Person {name: '\"a\\\\b\"\\n<c> & |d|'}),\n  \
         (n0)-[:DECLARED_WAR_ON {on: '1918-02'}]->(n1);\n"
    );
}

#[test]
fn pictures_bear_any_name() {
    let dot = shown(&result(), "dot", Look::default());
    assert!(dot.contains(r#"n1 [label="\"a\\b\"\n<c> &amp; |d|""#), "{dot}");
    assert!(dot.contains(r#"n0 -> n1 [label="declared war on\n1918-02"];"#), "{dot}");
    let mermaid = shown(&result(), "mermaid", Look::default());
    assert!(mermaid.contains("n0 -->|\"declared war on<br>1918-02\"| n1"), "{mermaid}");
}

#[test]
fn markdown_keeps_its_cells_apart() {
    let markdown = shown(&result(), "markdown", Look::default());
    assert_eq!(markdown.lines().count(), 4, "{markdown}");
    assert!(markdown.contains(r"&lt;c&gt; &amp; \|d\|"), "{markdown}");
}
