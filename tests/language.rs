//! Corners of the language that took a bug to be noticed, each with a query of its own.
//!
//! A table has what is run before, the query, and what it gives: rows as literals, or the class,
//! phase and detail of its error.

use amur::value::literal::literal;
use amur::{Database, Parameters, Result, ResultSet};

/// What is run before, the query, what it gives.
type Case = (&'static str, &'static str, Expected);

/// What a query gives.
enum Expected {
    /// These rows, in any order, each as its literals with ` | ` between them.
    Rows(&'static [&'static str]),
    /// An error of this class, phase and detail.
    Error(&'static str, &'static str, &'static str),
}

use Expected::{Error, Rows};

/// A path `(:P {x: 1})-[:T]->(:P {x: 2})`.
const PAIR: &str = "CREATE (:P {x: 1})-[:T]->(:P {x: 2})";

/// Runs a query on a fresh graph on which `before` was run.
fn run(before: &str, query: &str) -> Result<ResultSet> {
    let mut session = Database::in_memory().session();
    if !before.is_empty() {
        session.run(before, Parameters::new())?;
    }
    session.run(query, Parameters::new())
}

/// The rows of a result as texts, sorted; one text for an error.
fn found(result: Result<ResultSet>) -> Vec<String> {
    let row = |row: amur::Row<'_>| row.values().iter().map(literal).collect::<Vec<_>>().join(" | ");
    let mut found = match result {
        Ok(result) => result.rows().map(row).collect(),
        Err(error) => {
            let code = error.code();
            vec![format!("{} at {}: {}", code.class(), error.phase(), code.detail())]
        }
    };
    found.sort();
    found
}

fn check(cases: &[Case]) {
    for (before, query, expected) in cases {
        let wanted = match expected {
            Rows(rows) => rows.iter().map(|row| (*row).to_owned()).collect(),
            Error(class, phase, detail) => vec![format!("{class} at {phase}: {detail}")],
        };
        assert_eq!(found(run(before, query)), wanted, "{query}");
    }
}

#[test]
fn a_null_is_no_node_to_match() {
    check(&[
        ("", "OPTIONAL MATCH (a:None) MATCH (a) RETURN a", Rows(&[])),
        ("", "WITH null AS a MATCH (a) RETURN a", Rows(&[])),
        (PAIR, "OPTIONAL MATCH (a:None) MATCH (a), (b) RETURN a, b", Rows(&[])),
        ("", "OPTIONAL MATCH (a:None) OPTIONAL MATCH p = (a) RETURN a, p", Rows(&["null | null"])),
        (PAIR, "MATCH (a) MATCH (a) RETURN a.x", Rows(&["1", "2"])),
        (PAIR, "MATCH (a {x: 1}) OPTIONAL MATCH (a), (b {x: 2}) RETURN b.x", Rows(&["2"])),
    ]);
}

#[test]
fn a_list_is_indexed_by_an_integer() {
    const WRONG: Expected = Error("TypeError", "compile", "InvalidArgumentType");
    check(&[
        ("", "WITH ['a', 'b'] AS list, 1.5 AS place RETURN list[place]", WRONG),
        ("", "RETURN [1, 2][true]", WRONG),
        ("", "RETURN [1, 2]['1']", WRONG),
        ("", "WITH [1] AS list, [0] AS place RETURN list[place]", WRONG),
        ("", "WITH [1] AS list, {x: 0} AS place RETURN list[place]", WRONG),
        ("", "WITH [1] AS list RETURN list[null], list[size(list) - 1]", Rows(&["null | 1"])),
        (
            "",
            "UNWIND [0, 'a'] AS place RETURN [1][place]",
            Error("TypeError", "runtime", "ListElementAccessByNonInteger"),
        ),
    ]);
}

#[test]
fn an_order_by_aggregates_uses_keys_as_a_whole() {
    const AMBIGUOUS: Expected = Error("SyntaxError", "compile", "AmbiguousAggregationExpression");
    const UNDEFINED: Expected = Error("SyntaxError", "compile", "UndefinedVariable");
    check(&[
        (
            PAIR,
            "MATCH (n)--(m) RETURN n.x + m.x, count(*) ORDER BY n.x + m.x + count(*)",
            AMBIGUOUS,
        ),
        (
            PAIR,
            "MATCH (n) WITH n.x * 2 AS k, count(*) AS c ORDER BY n.x + count(*) RETURN k",
            AMBIGUOUS,
        ),
        (PAIR, "MATCH (n) RETURN count(n.x) AS c ORDER BY n.x + count(n.x)", UNDEFINED),
        (PAIR, "MATCH (n) RETURN n.x * 2 AS k, count(*) AS c ORDER BY n.x", UNDEFINED),
        (
            PAIR,
            "MATCH (n) RETURN n.x AS k, count(*) AS c ORDER BY n.x + count(*)",
            Rows(&["1 | 1", "2 | 1"]),
        ),
    ]);
}

#[test]
fn a_subquery_beside_aggregates_reads_only_keys() {
    const AMBIGUOUS: Expected = Error("SyntaxError", "compile", "AmbiguousAggregationExpression");
    check(&[
        (PAIR, "MATCH (n) RETURN count(*) + size([(n)-->() | 1])", AMBIGUOUS),
        (PAIR, "MATCH (n) RETURN n.x, count(*) + COUNT { (n)-->() }", AMBIGUOUS),
        (
            PAIR,
            "MATCH (n) RETURN n.x, count(*) + size([(n)-->() | 1]), n",
            Rows(&["1 | 2 | (#0)", "2 | 1 | (#1)"]),
        ),
        (PAIR, "MATCH (n) RETURN sum(size([(n)-->() | 1]))", Rows(&["1"])),
        (PAIR, "MATCH (n) RETURN count(*) + size([(m)-->() | 1])", Rows(&["3"])),
    ]);
}
