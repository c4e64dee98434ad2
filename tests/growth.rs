//! The work of a plan grows as it should: not seconds are counted, but the rows of its operators, on
//! graphs of which the larger one is four times the smaller one.

use amur::value::Value;
use amur::{Database, Session};

/// A graph of so many persons: each follows the next ten, all live in one of ten cities.
fn graph(persons: i64) -> Session {
    let mut session = Database::in_memory().session();
    let statements = [
        "UNWIND range(1, 10) AS x CREATE (:City {id: x})",
        "UNWIND range(0, $persons - 1) AS x CREATE (:Person {id: x, age: x % 80})",
        "MATCH (p:Person), (c:City) WHERE c.id = p.id % 10 + 1 CREATE (p)-[:LIVES_IN]->(c)",
        "CREATE INDEX FOR (p:Person) ON (p.id)",
        "MATCH (p:Person) UNWIND range(1, 10) AS x MATCH (q:Person {id: (p.id + x) % $persons}) \
         CREATE (p)-[:FOLLOWS]->(q)",
    ];
    for statement in statements {
        session.run(statement, [("persons", persons)]).expect("the graph can be made");
    }
    session
}

/// The rows of all operators of a statement together.
fn work(session: &mut Session, text: &str) -> i64 {
    let result = session.run(&format!("PROFILE {text}"), ()).expect("the query runs");
    let rows = result.rows().filter_map(|row| row.value("rows").cloned());
    rows.map(|rows| if let Value::Integer(rows) = rows { rows } else { 0 }).sum()
}

#[test]
fn work_grows_with_the_graph_and_not_with_its_square() {
    let (mut small, mut large) = (graph(60), graph(240));
    // How often the work may be done for four times the graph.
    let queries = [
        (1, "MATCH (p:Person {id: 7}) RETURN p.age"),
        (1, "MATCH (p:Person {id: 7})-[:FOLLOWS]->(q:Person) RETURN q.id"),
        (1, "MATCH (p:Person {id: 7})-[:FOLLOWS]->()-[:FOLLOWS]->(q) RETURN count(DISTINCT q.id)"),
        (1, "MATCH (p:Person {id: 7})-[:FOLLOWS*1..3]->(q) RETURN count(DISTINCT q)"),
        (4, "MATCH (a:Person)-[:FOLLOWS]->(b) RETURN b.id, count(a) AS n ORDER BY n DESC LIMIT 3"),
        (4, "MATCH (a:Person)-[:FOLLOWS]->(b)-[:FOLLOWS]->(c) RETURN count(*)"),
        (
            4,
            "MATCH (a:Person)-[:FOLLOWS]->(b)-[:FOLLOWS]->(c), (a)-[:FOLLOWS]->(c) RETURN count(*)",
        ),
        (4, "MATCH (p:Person)-[:LIVES_IN]->(c:City) RETURN c.id, avg(p.age)"),
        (4, "MATCH (p:Person) WHERE p.age > 40 RETURN p.age, count(*)"),
    ];
    for (times, text) in queries {
        let (before, after) = (work(&mut small, text), work(&mut large, text));
        assert!(before > 0, "`{text}` did nothing");
        assert!(after <= before * times + times, "`{text}`: {before} rows, then {after}");
    }
}

#[test]
fn counting_makes_no_row_for_each_match() {
    let mut session = graph(100);
    let text = "MATCH (a:Person)-[:FOLLOWS]->(b:Person)-[:FOLLOWS]->(c:Person) RETURN count(*)";
    let fast = work(&mut session, text);
    session.set_optimizing(false);
    let plain = work(&mut session, text);
    assert!(fast * 20 < plain, "{fast} rows, {plain} without the rule");
}
