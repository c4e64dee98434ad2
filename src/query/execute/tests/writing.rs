//! Operators that change the graph.

use super::{error, graph, rows, sorted};
use crate::graph::Graph;

#[test]
fn patterns_are_created() {
    let mut graph = Graph::new();
    let text = "CREATE p = (a:A {x: 1, y: null})-[r:R {z: [1, 2]}]->(b) RETURN labels(a), a, type(r), r.z, length(p)";
    assert_eq!(rows(&mut graph, text).len(), 1);
    assert_eq!(rows(&mut graph, "MATCH (a:A) RETURN properties(a)"), ["{x: 1}"]);
    assert_eq!(rows(&mut graph, "MATCH (a:A), (b) WHERE a <> b CREATE (b)-[:S]->(a)"), [""; 0]);
    assert_eq!(rows(&mut graph, "MATCH (a)-[:S]->(b)-[:R]->(a) RETURN count(*)"), ["1"]);
}

#[test]
fn merge_finds_or_makes() {
    let mut graph = Graph::new();
    let text = "UNWIND [1, 1, 2] AS x MERGE (n:N {x: x}) ON CREATE SET n.made = true ON MATCH SET n.found = true";
    rows(&mut graph, text);
    let found = sorted(&mut graph, "MATCH (n:N) RETURN n.x, n.made, n.found");
    assert_eq!(found, ["1 | true | true", "2 | true | null"]);
    rows(&mut graph, "MATCH (a:N {x: 1}), (b:N {x: 2}) MERGE (a)-[:R]-(b) MERGE (b)-[:R]-(a)");
    assert_eq!(rows(&mut graph, "MATCH ()-[r:R]->() RETURN count(r)"), ["1"]);
    assert_eq!(error(&mut graph, "MERGE ({x: null})"), "SemanticError: MergeReadOwnWrites");
}

#[test]
fn properties_and_labels_are_set_and_removed() {
    let mut graph = graph("CREATE (:A {x: 1, y: 2})");
    rows(&mut graph, "MATCH (n) SET n.x = n.x + 1, n.z = 'z', n:B");
    assert_eq!(rows(&mut graph, "MATCH (n:B) RETURN properties(n)"), ["{x: 2, y: 2, z: 'z'}"]);
    rows(&mut graph, "MATCH (n) SET n += {x: null, w: 1}");
    assert_eq!(rows(&mut graph, "MATCH (n) RETURN properties(n)"), ["{w: 1, y: 2, z: 'z'}"]);
    rows(&mut graph, "MATCH (n) SET n = {x: 1} REMOVE n:A:B");
    assert_eq!(rows(&mut graph, "MATCH (n) RETURN properties(n), labels(n)"), ["{x: 1} | []"]);
    rows(&mut graph, "MATCH (n) REMOVE n.x");
    assert_eq!(rows(&mut graph, "MATCH (n) RETURN n.x"), ["null"]);
    assert_eq!(rows(&mut graph, "OPTIONAL MATCH (n:None) SET n.x = 1 RETURN n"), ["null"]);
    assert_eq!(error(&mut graph, "MATCH (n) SET n.x = [{a: 1}]"), "TypeError: InvalidPropertyType");
}

#[test]
fn deletes_are_checked_at_the_end() {
    let mut graph = graph("CREATE (:A)-[:R]->(:B), (:C)");
    let text = "MATCH (a:A) DELETE a";
    assert_eq!(error(&mut graph, text), "ConstraintVerificationFailed: DeleteConnectedNode");
    assert_eq!(rows(&mut graph, "MATCH (a:A) RETURN count(a)"), ["1"]);
    let text = "MATCH (n:C) DELETE n RETURN n.x";
    assert_eq!(error(&mut graph, text), "EntityNotFound: DeletedEntityAccess");
    rows(&mut graph, "MATCH (a)-[r]-(b) DELETE r, a, b");
    assert_eq!(rows(&mut graph, "MATCH (n) RETURN labels(n)"), ["['C']"]);
}

#[test]
fn a_limit_does_not_hold_changes_back() {
    let mut graph = graph("UNWIND range(1, 5) AS x CREATE (:N)");
    assert_eq!(rows(&mut graph, "MATCH (n:N) DELETE n RETURN 1 AS one LIMIT 0"), [""; 0]);
    assert_eq!(rows(&mut graph, "MATCH (n) RETURN count(n)"), ["0"]);
}

#[test]
fn foreach_and_unit_subqueries_keep_their_rows() {
    let mut graph = Graph::new();
    let text = "UNWIND [1, 2] AS x FOREACH (y IN range(1, x) | CREATE (:N {x: x, y: y})) RETURN x";
    assert_eq!(rows(&mut graph, text), ["1", "2"]);
    let text = "UNWIND [1, 2] AS x CALL (x) { UNWIND [1, 2] AS y CREATE (:M) } RETURN x";
    assert_eq!(rows(&mut graph, text), ["1", "2"]);
    let text = "MATCH (n:N) WITH count(n) AS n MATCH (m:M) RETURN n, count(m)";
    assert_eq!(rows(&mut graph, text), ["3 | 4"]);
}

#[test]
fn a_failed_statement_leaves_no_trace() {
    let mut graph = graph("CREATE (:N {x: 1})");
    let text = "MATCH (n) SET n.x = 2, n:L CREATE (:M) WITH n UNWIND [1, 0] AS d RETURN 1 / d";
    assert_eq!(error(&mut graph, text), "ArithmeticError: DivisionByZero");
    assert_eq!(rows(&mut graph, "MATCH (n) RETURN n.x, labels(n)"), ["1 | ['N']"]);
}

#[test]
fn lines_of_files_are_rows() {
    let folder = std::env::temp_dir().join(format!("amur-csv-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    let file = folder.join("with space.csv");
    std::fs::write(&file, "name;year\nOtani;1918\nHorvat\n").expect("a file for the test");
    let path = file.display().to_string().replace(' ', "%20");
    let text = format!(
        "LOAD CSV WITH HEADERS FROM 'file://{path}' AS l FIELDTERMINATOR ';' RETURN l.name, l.year"
    );
    assert_eq!(rows(&mut Graph::new(), &text), ["'Otani' | '1918'", "'Horvat' | null"]);
    let text = format!("LOAD CSV FROM '{}' AS l RETURN l", file.display());
    assert_eq!(rows(&mut Graph::new(), &text).len(), 3);
    let text = "LOAD CSV FROM 'https://example.org/a.csv' AS l RETURN l";
    assert_eq!(error(&mut Graph::new(), text), "FileError: FileAccess");
    std::fs::remove_dir_all(&folder).expect("the folder of the test");
}
