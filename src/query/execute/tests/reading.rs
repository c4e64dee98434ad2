//! Operators that read, and expressions.

use super::{error, graph, rows, sorted, value};
use crate::graph::Graph;

const PEOPLE: &str = "CREATE (a:Person {name: 'A', age: 30})-[:KNOWS {since: 1}]->(b:Person {name: 'B', age: 20}), \
    (b)-[:KNOWS {since: 2}]->(c:Person:Boss {name: 'C'}), (a)-[:LIKES]->(c), (c)-[:LIKES]->(c)";

#[test]
fn scans_and_expansions_find_what_is_there() {
    let mut graph = graph(PEOPLE);
    assert_eq!(sorted(&mut graph, "MATCH (n) RETURN n.name"), ["'A'", "'B'", "'C'"]);
    assert_eq!(rows(&mut graph, "MATCH (n:Boss) RETURN n.name, n.age"), ["'C' | null"]);
    assert_eq!(rows(&mut graph, "MATCH (n:Nobody) RETURN n"), [""; 0]);
    let found = sorted(&mut graph, "MATCH (a)-[r:KNOWS]->(b) RETURN a.name, r.since, b.name");
    assert_eq!(found, ["'A' | 1 | 'B'", "'B' | 2 | 'C'"]);
    let found = sorted(&mut graph, "MATCH (a {name: 'C'})-[r]-(b) RETURN type(r), b.name");
    assert_eq!(found, ["'KNOWS' | 'B'", "'LIKES' | 'A'", "'LIKES' | 'C'"]);
    assert_eq!(rows(&mut graph, "MATCH (a)-[:LIKES]->(a) RETURN a.name"), ["'C'"]);
    let found = rows(
        &mut graph,
        "MATCH (a)-[:KNOWS]->()-[:KNOWS]->(b), (a)-[:LIKES]->(b) RETURN a.name, b.name",
    );
    assert_eq!(found, ["'A' | 'C'"]);
}

#[test]
fn a_relationship_stands_for_one_of_a_pattern_only() {
    let mut graph = graph("CREATE ({n: 1})-[:R]->({n: 2})");
    assert_eq!(rows(&mut graph, "MATCH (a)-[]-(b)-[]-(c) RETURN a.n"), [""; 0]);
    assert_eq!(sorted(&mut graph, "MATCH (a)-[]-(b) MATCH (b)-[]-(c) RETURN a.n, c.n").len(), 2);
}

#[test]
fn optional_matches_leave_nulls() {
    let mut graph = graph(PEOPLE);
    let found =
        sorted(&mut graph, "MATCH (a) OPTIONAL MATCH (a)-[r:KNOWS]->(b) RETURN a.name, b.name");
    assert_eq!(found, ["'A' | 'B'", "'B' | 'C'", "'C' | null"]);
    let text = "OPTIONAL MATCH (a:None) WITH a MATCH (a)-->(b) RETURN b";
    assert_eq!(rows(&mut graph, text), [""; 0]);
}

#[test]
fn subqueries_see_the_row() {
    let mut graph = graph(PEOPLE);
    let text = "MATCH (a:Person) WHERE EXISTS { (a)-[:KNOWS]->(:Boss) } RETURN a.name";
    assert_eq!(rows(&mut graph, text), ["'B'"]);
    let text = "MATCH (a:Person) RETURN a.name, COUNT { (a)-->() } AS n, [(a)-[:KNOWS]->(b) | b.name] AS l ORDER BY a.name";
    assert_eq!(rows(&mut graph, text), ["'A' | 2 | ['B']", "'B' | 1 | ['C']", "'C' | 1 | []"]);
    let text = "MATCH (a:Person) CALL (a) { MATCH (a)-[r]->() RETURN count(r) AS n } RETURN a.name, n ORDER BY n, a.name";
    assert_eq!(rows(&mut graph, text), ["'B' | 1", "'C' | 1", "'A' | 2"]);
}

#[test]
fn rows_are_grouped_ordered_and_cut() {
    let mut graph = graph("UNWIND range(1, 10) AS x CREATE ({x: x, half: x / 2})");
    let text = "MATCH (n) RETURN n.half AS half, count(*) AS c, collect(n.x) AS l ORDER BY half SKIP 1 LIMIT 2";
    assert_eq!(rows(&mut graph, text), ["1 | 2 | [2, 3]", "2 | 2 | [4, 5]"]);
    assert_eq!(
        rows(&mut graph, "MATCH (n) RETURN n.x ORDER BY n.half DESC, n.x LIMIT 2"),
        ["10", "8"]
    );
    assert_eq!(rows(&mut graph, "MATCH (n) RETURN count(DISTINCT n.half)"), ["6"]);
    assert_eq!(
        rows(&mut graph, "MATCH (n) WHERE n.x > 99 RETURN count(*), sum(n.x), max(n.x)"),
        ["0 | 0 | null"]
    );
    assert_eq!(rows(&mut graph, "UNWIND [1, null, 1, null] AS x RETURN DISTINCT x"), ["1", "null"]);
    assert_eq!(
        rows(&mut graph, "RETURN 1 AS x UNION RETURN 1 AS x UNION RETURN 2 AS x"),
        ["1", "2"]
    );
    assert_eq!(
        error(&mut graph, "UNWIND [1] AS x RETURN x LIMIT toInteger('-1')"),
        "SyntaxError: NegativeIntegerArgument"
    );
}

#[test]
fn logic_knows_three_values() {
    let cases = [
        ("true AND null", "null"),
        ("false AND null", "false"),
        ("true OR null", "true"),
        ("null OR false", "null"),
        ("true XOR null", "null"),
        ("NOT null", "null"),
        ("1 < 2 < 3", "true"),
        ("1 IN [2, null]", "null"),
        ("null IN []", "false"),
        ("3 IN [1, 2, 3, null]", "true"),
        ("[1, null] = [1, 2]", "null"),
        ("0.0 / 0.0 > 1", "false"),
        ("'a' < 1", "null"),
        ("any(x IN [null, false] WHERE x)", "null"),
        ("all(x IN [null, false] WHERE x)", "false"),
        ("none(x IN [] WHERE x)", "true"),
        ("single(x IN [true, null] WHERE x)", "null"),
    ];
    for (expression, expected) in cases {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn expressions_compute_what_they_say() {
    let cases = [
        ("[x IN range(1, 5) WHERE x % 2 = 1 | x * x]", "[1, 9, 25]"),
        ("reduce(s = 0, x IN [1, 2, 3] | s + x)", "6"),
        ("CASE 2 WHEN 1 THEN 'one' WHEN 2 THEN 'two' END", "'two'"),
        ("CASE WHEN null THEN 1 ELSE 2 END", "2"),
        ("{a: 1, b: [2, 3]}.b[1]", "3"),
        ("[1, 2, 3][0..2]", "[1, 2]"),
        ("'abc' =~ 'a.c'", "true"),
        ("'abcd' =~ 'a.c'", "false"),
        ("'abc' STARTS WITH 'ab' AND 'abc' ENDS WITH 'c' AND 'abc' CONTAINS 'b'", "true"),
        ("'abc' STARTS WITH 1", "null"),
        ("[1] || [2]", "[1, 2]"),
        ("1 IS :: INTEGER", "true"),
        ("[x IN range(5, 1, -2) | x]", "[5, 3, 1]"),
        ("[x IN range(3, 1) | x]", "[]"),
        ("[x IN range(9223372036854775806, 9223372036854775807) | 1]", "[1, 1]"),
        ("COLLECT { UNWIND [1, 2] AS x RETURN x * 2 }", "[2, 4]"),
    ];
    for (expression, expected) in cases {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn errors_have_their_codes() {
    let mut graph = Graph::new();
    let cases = [
        ("WITH 123 AS x RETURN x.num", "TypeError: InvalidArgumentType"),
        ("WITH {a: 1} AS m, 0 AS i RETURN m[i]", "TypeError: MapElementAccessByNonString"),
        ("WITH {a: 1} AS m RETURN NOT m.a", "TypeError: InvalidArgumentType"),
        ("UNWIND [9223372036854775807] AS x RETURN x + 1", "ArithmeticError: IntegerOverflow"),
    ];
    for (text, expected) in cases {
        assert_eq!(error(&mut graph, text), expected, "{text}");
    }
}
