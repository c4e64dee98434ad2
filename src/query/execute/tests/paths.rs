//! Chains of relationships, quantified patterns, paths.

use super::{graph, rows, sorted};

const RING: &str = "CREATE (a {n: 1})-[:R]->(b {n: 2})-[:R]->(c {n: 3})-[:R]->(a)";

#[test]
fn chains_have_the_lengths_that_are_asked_for() {
    let mut graph = graph(RING);
    let from_one = |rest: &str| format!("MATCH (a {{n: 1}}){rest} RETURN b.n");
    assert_eq!(rows(&mut graph, &from_one("-[*1..2]->(b)")), ["2", "3"]);
    assert_eq!(rows(&mut graph, &from_one("-[*0..1]->(b)")), ["1", "2"]);
    assert_eq!(rows(&mut graph, &from_one("-[*]->(b)")), ["2", "3", "1"]);
    assert_eq!(rows(&mut graph, &from_one("<-[*2]-(b)")), ["2"]);
    assert_eq!(rows(&mut graph, &from_one("-[*..0]->(b)")), [""; 0]);
    assert_eq!(rows(&mut graph, &from_one("-[*0..0]->(b)")), ["1"]);
    assert_eq!(
        rows(
            &mut graph,
            "MATCH (a {n: 1}), (b {n: 3}) MATCH (a)-[r*]-(b) RETURN size(r) ORDER BY size(r)"
        ),
        ["1", "2"]
    );
    assert_eq!(
        rows(&mut graph, "MATCH (a {n: 1})-[r*2]->(b) MATCH (x)-[r*2]->(y) RETURN x.n, y.n"),
        ["1 | 3"]
    );
}

#[test]
fn modes_say_what_may_repeat() {
    let mut graph = graph(RING);
    let ends = |mode: &str, length: &str| {
        format!("MATCH {mode} (a {{n: 1}})-[:R]->{length}(b) RETURN b.n")
    };
    assert_eq!(rows(&mut graph, &ends("WALK", "{1,4}")), ["2", "3", "1", "2"]);
    assert_eq!(rows(&mut graph, &ends("TRAIL", "+")), ["2", "3", "1"]);
    assert_eq!(rows(&mut graph, &ends("ACYCLIC", "+")), ["2", "3"]);
    assert_eq!(rows(&mut graph, &ends("SIMPLE", "+")), ["2", "3", "1"]);
}

#[test]
fn quantified_patterns_gather_lists() {
    let mut graph = graph(RING);
    let text =
        "MATCH (a {n: 1}) ((x)-[r:R]->(y)){1,2} (b) RETURN b.n, [i IN x | i.n] AS xs, size(r) AS s";
    assert_eq!(rows(&mut graph, text), ["2 | [1] | 1", "3 | [1, 2] | 2"]);
    let text = "MATCH p = (a {n: 1}) ((x)-[:R]->(y)-[:R]->(z) WHERE y.n > 1)+ (b) RETURN [n IN nodes(p) | n.n]";
    assert_eq!(rows(&mut graph, text), ["[1, 2, 3]"]);
    let text = "MATCH (a {n: 1}) ((x)-[:R]->(y))* (b) RETURN b.n";
    assert_eq!(rows(&mut graph, text), ["1", "2", "3", "1"]);
}

#[test]
fn paths_hold_nodes_and_relationships() {
    let mut graph = graph(RING);
    let text = "MATCH p = (a {n: 2})<-[*2]-(b) RETURN [n IN nodes(p) | n.n], length(p)";
    assert_eq!(rows(&mut graph, text), ["[2, 1, 3] | 2"]);
    let text = "MATCH p = (a)-[*1..2]->({n: 3}) RETURN [n IN nodes(p) | n.n]";
    assert_eq!(sorted(&mut graph, text), ["[1, 2, 3]", "[2, 3]"]);
    assert_eq!(rows(&mut graph, "OPTIONAL MATCH p = (a {n: 9})-->() RETURN p"), ["null"]);
}

#[test]
fn long_chains_do_not_overflow() {
    let mut graph = graph("UNWIND range(0, 3000) AS i CREATE ({i: i})");
    rows(&mut graph, "MATCH (a), (b) WHERE b.i = a.i + 1 AND a.i < 20 CREATE (a)-[:N]->(b)");
    assert_eq!(rows(&mut graph, "MATCH (a {i: 0})-[r:N*]->(b) RETURN max(size(r))"), ["20"]);
}
