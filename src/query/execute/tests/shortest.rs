//! Shortest paths.

use super::{graph, rows, sorted};

/// Two ways of two steps from 1 to 4, and one of three.
const DIAMOND: &str = "CREATE (a {n: 1})-[:R]->(b {n: 2})-[:R]->(d {n: 4}), (a)-[:R]->(c {n: 3})-[:R]->(d), \
    (a)-[:S]->(e {n: 5})-[:R]->(f {n: 6})-[:R]->(d), (g {n: 7})";

fn between(function: &str, pattern: &str, rest: &str) -> String {
    format!(
        "MATCH (a {{n: 1}}), (b {{n: 4}}) MATCH p = {function}((a){pattern}(b)) {rest} RETURN [n IN nodes(p) | n.n] AS ns"
    )
}

#[test]
fn one_or_all_of_the_shortest_are_found() {
    let mut graph = graph(DIAMOND);
    assert_eq!(rows(&mut graph, &between("shortestPath", "-[*]->", "")).len(), 1);
    let all = sorted(&mut graph, &between("allShortestPaths", "-[*]->", ""));
    assert_eq!(all, ["[1, 2, 4]", "[1, 3, 4]"]);
    let undirected = sorted(&mut graph, &between("allShortestPaths", "-[*]-", ""));
    assert_eq!(undirected, ["[1, 2, 4]", "[1, 3, 4]"]);
    assert_eq!(rows(&mut graph, &between("shortestPath", "<-[*]-", "")), [""; 0]);
    assert_eq!(rows(&mut graph, &between("shortestPath", "-[*..1]-", "")), [""; 0]);
    assert_eq!(
        rows(&mut graph, &between("shortestPath", "-[:R*]->", "WHERE length(p) = 2")).len(),
        1
    );
}

#[test]
fn conditions_are_part_of_the_search() {
    let mut graph = graph(DIAMOND);
    let avoid = "WHERE none(x IN nodes(p) WHERE x.n IN [2, 3])";
    assert_eq!(rows(&mut graph, &between("shortestPath", "-[*]->", avoid)), ["[1, 5, 6, 4]"]);
    let through = "WHERE any(x IN nodes(p) WHERE x.n = 6)";
    assert_eq!(rows(&mut graph, &between("shortestPath", "-[*]->", through)), ["[1, 5, 6, 4]"]);
    let typed = "WHERE all(r IN relationships(p) WHERE type(r) = 'R') AND length(p) > 2";
    assert_eq!(rows(&mut graph, &between("shortestPath", "-[*]->", typed)), [""; 0]);
}

#[test]
fn selectors_keep_the_first_by_length() {
    let mut graph = graph(DIAMOND);
    let select = |selector: &str| {
        format!("MATCH p = {selector} (a {{n: 1}})-->+(b {{n: 4}}) RETURN length(p) AS l")
    };
    assert_eq!(rows(&mut graph, &select("ANY SHORTEST")), ["2"]);
    assert_eq!(rows(&mut graph, &select("ALL SHORTEST")), ["2", "2"]);
    assert_eq!(rows(&mut graph, &select("SHORTEST 3")), ["2", "2", "3"]);
    assert_eq!(rows(&mut graph, &select("SHORTEST 2 GROUPS")), ["2", "2", "3"]);
    assert_eq!(rows(&mut graph, &select("SHORTEST 1 GROUP")), ["2", "2"]);
    let text = "MATCH p = SHORTEST 1 (a {n: 1}) ((x)-->(y))+ (b {n: 4}) RETURN length(p)";
    assert_eq!(rows(&mut graph, text), ["2"]);
}

#[test]
fn a_node_is_no_steps_from_itself() {
    let mut graph = graph(DIAMOND);
    let text = "MATCH (a {n: 1}) MATCH p = shortestPath((a)-[*0..]->(a)) RETURN length(p)";
    assert_eq!(rows(&mut graph, text), ["0"]);
    let ring = "MATCH (f {n: 4}), (t {n: 1}) CREATE (f)-[:R]->(t)";
    rows(&mut graph, ring);
    let text = "MATCH p = ANY SHORTEST (a {n: 1})-->+(a) RETURN length(p)";
    assert_eq!(rows(&mut graph, text), ["3"]);
    let text = "MATCH (a {n: 1}) MATCH p = shortestPath((a)-[*]->(a)) RETURN length(p)";
    assert_eq!(rows(&mut graph, text), [""; 0]);
    let text = "MATCH (a {n: 1}), (g {n: 7}) RETURN shortestPath((a)-[*]-(g)) AS p";
    assert_eq!(rows(&mut graph, text), ["null"]);
}
