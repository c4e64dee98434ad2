//! Procedures on a small graph: two ways from `a` to `c`, a dear one and a cheap one.

use std::collections::BTreeSet;

use super::{find_procedure, procedures};
use crate::error::Result;
use crate::functions::Environment;
use crate::graph::{Graph, NodeId, Properties};
use crate::value::{Map, Value};

/// `a -[1]-> b -[1]-> c`, `a -[5]-> c`, and `d` by itself.
fn graph() -> Graph {
    let mut graph = Graph::new();
    let label = graph.names_mut().intern_label("Person");
    let kind = graph.names_mut().intern_relationship_type("KNOWS");
    let weight = graph.names_mut().intern_property_key("weight");
    for _ in 0..4 {
        graph.create_node(vec![label], Properties::default()).expect("room for a node");
    }
    for (from, to, cost) in [(0, 1, 1), (1, 2, 1), (0, 2, 5)] {
        let properties = Properties::from_iter([(weight, Value::Integer(cost))]);
        let made = graph.create_relationship(kind, NodeId(from), NodeId(to), properties);
        made.expect("room for a relationship");
    }
    graph
}

fn call(graph: &Graph, name: &str, arguments: &[Value]) -> Result<Vec<Vec<Value>>> {
    let procedure = find_procedure(name).expect("the test names a procedure of the table");
    let rows: Result<Vec<_>> =
        (procedure.body)(&Environment::new(graph.view()), arguments)?.collect();
    let rows = rows?;
    assert!(rows.iter().all(|row| row.len() == procedure.columns.len()));
    Ok(rows)
}

fn options(entries: &[(&str, Value)]) -> Value {
    Value::map(entries.iter().map(|(key, value)| ((*key).into(), value.clone())).collect::<Map>())
}

fn texts(rows: &[Vec<Value>], column: usize) -> Vec<String> {
    rows.iter().map(|row| row[column].to_string()).collect()
}

#[test]
fn every_procedure_is_documented_and_named_once() {
    let mut names = BTreeSet::new();
    for procedure in procedures() {
        assert!(names.insert(procedure.name.to_lowercase()), "{procedure:?}");
        assert!(!procedure.summary.is_empty(), "{procedure:?}");
        assert!(procedure.required <= procedure.parameters.len(), "{procedure:?}");
    }
}

#[test]
fn every_procedure_of_options_gives_a_row_for_each_node() {
    let graph = graph();
    let per_node = procedures().filter(|one| {
        one.name.starts_with("algo.") && one.required == 0 && one.columns[0].name == "node"
    });
    for procedure in per_node {
        let rows = call(&graph, &procedure.name, &[]).expect("it runs");
        assert_eq!(rows.len(), 4, "{procedure:?}");
    }
}

#[test]
fn weights_decide_the_cheapest_way() {
    let graph = graph();
    let ends = |options: Value| [Value::Node(NodeId(0)), Value::Node(NodeId(2)), options];
    let plain = call(&graph, "algo.dijkstra", &ends(Value::Null)).expect("it runs");
    assert_eq!(texts(&plain, 1), ["1.0"]);
    let weighted = ends(options(&[("weight", Value::from("weight"))]));
    let rows = call(&graph, "algo.dijkstra", &weighted).expect("it runs");
    assert_eq!(
        (texts(&rows, 0), texts(&rows, 1)),
        (vec!["(#0)-[#0]-(#1)-[#1]-(#2)".into()], vec!["2.0".into()])
    );
    let rows = call(&graph, "algo.kShortestPaths", &weighted).expect("it runs");
    assert_eq!(
        (texts(&rows, 0), texts(&rows, 2)),
        (vec!["0".into(), "1".into()], vec!["2.0".to_owned(), "5.0".into()])
    );
}

#[test]
fn nodes_are_connected_around_those_to_avoid() {
    let graph = graph();
    let nodes = Value::list(vec![Value::Node(NodeId(2)), Value::Node(NodeId(0))]);
    let rows = call(&graph, "algo.connect", std::slice::from_ref(&nodes)).expect("it runs");
    assert_eq!(texts(&rows, 0), ["(#2)-[#2]-(#0)"]);
    let apart = Value::list(vec![Value::Node(NodeId(1)), Value::Node(NodeId(3))]);
    assert!(call(&graph, "algo.connect", &[apart]).expect("it runs").is_empty());
    let avoid = options(&[("avoid", Value::list(vec![Value::Node(NodeId(0))]))]);
    let nodes = Value::list(vec![Value::Node(NodeId(1)), Value::Node(NodeId(2))]);
    let rows = call(&graph, "algo.connect", &[nodes, avoid]).expect("it runs");
    assert_eq!(texts(&rows, 0), ["(#1)-[#1]-(#2)"]);
}

#[test]
fn what_is_unknown_is_an_error_with_the_nearest_name() {
    let graph = graph();
    let help = |entry: (&str, Value)| {
        let error = call(&graph, "algo.pageRank", &[options(&[entry])]).expect_err("it fails");
        error.help().unwrap_or_default().to_owned()
    };
    assert_eq!(help(("iteration", Value::Integer(3))), "did you mean `iterations`?");
    assert_eq!(help(("labels", Value::from("Persn"))), "did you mean `Person`?");
    assert_eq!(help(("relTypes", Value::from(vec!["KNOW"]))), "did you mean `KNOWS`?");
}

#[test]
fn a_change_is_seen_at_once() {
    let mut graph = graph();
    let count = |graph: &Graph| call(graph, "algo.wcc", &[]).expect("it runs").len();
    assert_eq!(count(&graph), 4);
    graph.create_node(Vec::new(), Properties::default()).expect("room for a node");
    assert_eq!(count(&graph), 5);
}

#[test]
fn the_schema_tells_what_there_is() {
    let graph = graph();
    let rows = |name: &str| call(&graph, name, &[]).expect("it runs");
    assert_eq!(texts(&rows("db.labels"), 0), ["'Person'"]);
    assert_eq!(texts(&rows("db.relationshipTypes"), 0), ["'KNOWS'"]);
    let shown = rows("db.schema.visualization");
    let link = "[{count: 3, from: 'Person', to: 'Person', type: 'KNOWS'}]";
    assert_eq!(texts(&shown, 1), [link]);
    let keys = rows("db.schema.relTypeProperties");
    assert_eq!((texts(&keys, 1), texts(&keys, 3)), (vec!["'weight'".into()], vec!["true".into()]));
    assert_eq!(texts(&rows("db.schema.nodeTypeProperties"), 2), ["null"]);
    assert!(rows("dbms.functions").len() > 100);
}
