//! Laws of file formats on random graphs: what is written can be read, and is the same again.

#[path = "random_graph/plan.rs"]
mod plan;

use std::collections::BTreeMap;

use amur::Value;
use amur::formats::{OnFault, find_format, read_files, read_text};
use amur::graph::{Graph, GraphView};
use plan::{Plan, build};
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::Config as ProptestConfig;
use proptest::{prop_assert_eq, proptest};

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        any::<f64>().prop_filter("JSON has no others", |x| x.is_finite()).prop_map(Value::Float),
        ".*".prop_map(|text: String| Value::from(text)),
    ]
}

fn properties() -> impl Strategy<Value = BTreeMap<String, Value>> {
    let list = vec(scalar(), 2..5).prop_map(Value::list);
    let aliases = vec(scalar(), 1..3).prop_map(Value::list);
    let id = prop_oneof![Just(Value::Null), scalar()];
    let others = btree_map("[a-h]{1,2}", prop_oneof![scalar(), list], 0..4);
    (others, aliases, id).prop_map(|(mut properties, aliases, id)| {
        properties.insert("aliases".to_owned(), aliases);
        properties.insert("id".to_owned(), id);
        properties
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    let nodes = vec((vec("[A-C]", 0..3), properties()), 1..8);
    nodes.prop_flat_map(|nodes| {
        let count = nodes.len();
        let relationship = (0..count, 0..count, "[R-T]", properties());
        let relationships = vec(relationship, 0..10);
        relationships.prop_map(move |relationships| Plan { nodes: nodes.clone(), relationships })
    })
}

/// Everything in a graph, in the order in which it was made, with names instead of identities.
fn told(view: GraphView<'_>) -> Vec<String> {
    let names = view.names();
    let properties_of = |properties: Vec<_>| {
        let entry = |(key, value)| (names.property_key_name(key).clone(), format!("{value:?}"));
        format!("{:?}", properties.into_iter().map(entry).collect::<BTreeMap<_, _>>())
    };
    let nodes = view.nodes().map(|id| {
        let labels = view.labels(id).iter().map(|label| names.label_name(*label).to_string());
        let labels: std::collections::BTreeSet<_> = labels.collect();
        format!("{id:?} {labels:?} {}", properties_of(view.node_properties(id).collect()))
    });
    let relationships = view.relationships().map(|id| {
        let (ends, kind) = (view.ends(id), view.relationship_type_name(id));
        format!("{ends:?} {kind:?} {}", properties_of(view.relationship_properties(id).collect()))
    });
    nodes.chain(relationships).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn pg_json_brings_back_what_it_was_given(plan in plan()) {
        let format = find_format("pg-json").expect("it is there");
        let graph = build(&plan);
        let mut file = Vec::new();
        let write = format.write.expect("it can be written");
        write(graph.view(), &mut file).expect("memory can be written");
        let text = String::from_utf8(file).expect("JSON is UTF-8");
        let mut copy = Graph::new();
        read_text(&mut copy, format, "copy.json", &text, OnFault::Stop).expect("it can be read");
        prop_assert_eq!(told(copy.view()), told(graph.view()));
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in ".*", middle in "[\\[\\]{}\",:0-9a-z ]*") {
        for format in amur::formats::FORMATS.iter().filter(|format| format.read.is_some()) {
            for text in [&text, &format!("{{\"nodes\": [{middle}")] {
                let mut graph = Graph::new();
                let before = graph.view().node_count();
                if read_text(&mut graph, format, "any", text, OnFault::Stop).is_err() {
                    prop_assert_eq!(graph.view().node_count(), before);
                }
            }
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("bad.json");
    std::fs::write(&path, b"{\"nodes\": [{\"id\": \"\xff\"}]}").expect("there is room");
    let error = read_files(&mut Graph::new(), &[&path], OnFault::Stop).expect_err("it is no UTF-8");
    assert!(error.message().contains("bad.json:1:"), "{error}");
    let deep = "{\"nodes\": ".to_owned() + &"[".repeat(100_000);
    std::fs::write(&path, deep).expect("there is room");
    let error = read_files(&mut Graph::new(), &[&path], OnFault::Stop).expect_err("it is too deep");
    assert!(error.message().contains("bad.json:1:"), "{error}");
}
