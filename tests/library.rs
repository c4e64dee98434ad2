//! The library as a program uses it: sessions, transactions, limits, rows as types of the program.

use std::time::{Duration, Instant};

use amur::functions::{Column, Procedure, Rows};
use amur::value::Kinds;
use amur::{Database, ErrorCode, Limits, Parameters, Result, Session, Value};
use serde::{Deserialize, Serialize};

fn people() -> Database {
    let database = Database::in_memory();
    let mut session = database.session();
    let text = "CREATE (a:Person {name: 'Otani', born: 1856, height: 1.6, aliases: ['Kikuzo']})
                CREATE (b:Person {name: 'Graves', born: 1865})
                CREATE (a)-[:MET {on: '1918-09'}]->(b)";
    session.run(text, ()).expect("the statement is right");
    database
}

fn count(session: &mut Session) -> i64 {
    let result = session.run("MATCH (n) RETURN count(n)", ()).expect("the statement is right");
    result.single().expect("it is a number")
}

#[derive(Debug, Deserialize, PartialEq)]
struct Person {
    name: String,
    born: u16,
    height: Option<f64>,
    #[serde(default)]
    aliases: Vec<String>,
}

#[test]
fn rows_become_types_of_the_program() -> Result<()> {
    let mut session = people().session();
    let query = "MATCH (p:Person) RETURN p ORDER BY p.born";
    let persons: Vec<Person> = session.run(query, ())?.deserialize()?;
    assert_eq!(persons.first().and_then(|person| person.height), Some(1.6));
    assert_eq!(persons.get(1).map(|person| person.aliases.len()), Some(0));

    let query =
        "MATCH (p:Person) RETURN p.name AS name, p.born AS born, p.height AS height ORDER BY name";
    let result = session.run(query, ())?;
    let tuples: Vec<(String, i64, Option<f64>)> = result.deserialize()?;
    assert_eq!(tuples, [("Graves".to_owned(), 1865, None), ("Otani".to_owned(), 1856, Some(1.6))]);
    let row = result.row(0).expect("there are two rows");
    assert_eq!(row.get::<String>("name")?, "Graves");
    assert_eq!(row.get::<Option<f64>>("height")?, None);
    let error = row.get::<bool>("name").expect_err("a text is no boolean");
    assert_eq!(error.code(), ErrorCode::TypeMismatch);
    assert!(error.message().starts_with("column `name`: "), "{error}");
    assert_eq!(
        row.get::<i64>("age").expect_err("none").help(),
        Some("the columns are name, born, height")
    );

    let path: Vec<serde_json::Value> =
        session.run("MATCH p = (:Person)-[:MET]->() RETURN p", ())?.single()?;
    assert_eq!(path.len(), 3);
    let date: String = session.run("RETURN date('1918-08-12')", ())?.single()?;
    assert_eq!(date, "1918-08-12");
    Ok(())
}

#[derive(Serialize)]
enum Rank {
    General,
}

#[derive(Serialize)]
struct Given<'a> {
    name: &'a str,
    born: Option<u32>,
    tags: Vec<&'a str>,
    rank: Rank,
}

#[test]
fn parameters_come_from_types_of_the_program() -> Result<()> {
    let mut session = Database::in_memory().session();
    let given = Given { name: "Ōi", born: None, tags: vec!["a", "b"], rank: Rank::General };
    let parameters = Parameters::from_serialize(&given)?;
    let query = "RETURN $name + $rank, $born IS NULL, size($tags)";
    let row: (String, bool, i64) = session.run(query, &parameters)?.single()?;
    assert_eq!(row, ("ŌiGeneral".to_owned(), true, 2));
    let json = serde_json::json!({"n": {"deep": [1, 2.5]}});
    let parameters = Parameters::from_serialize(&json)?;
    let sum: f64 = session.run("RETURN $n.deep[0] + $n.deep[1]", parameters)?.single()?;
    assert!((sum - 3.5).abs() < f64::EPSILON);
    let missing = session.run("RETURN $nothing", ()).expect_err("it is not given");
    assert_eq!(missing.code(), ErrorCode::MissingParameter);
    assert!(Parameters::from_serialize("text").is_err());
    Ok(())
}

#[test]
fn a_transaction_holds_until_its_end() -> Result<()> {
    let database = people();
    let (mut one, mut other) = (database.session(), database.session());
    let mut transaction = one.transaction()?;
    transaction.run("MATCH (n) DETACH DELETE n", ())?;
    drop(transaction);
    assert_eq!(count(&mut one), 2, "a transaction that is dropped is rolled back");

    one.begin()?;
    assert_eq!(count(&mut other), 2, "others read while a transaction only reads");
    one.run("CREATE ()", ())?;
    assert_eq!(count(&mut one), 3, "a transaction sees its own changes");
    other.set_wait(Duration::from_millis(1));
    let locked = other.run("CREATE ()", ()).expect_err("there is one writer");
    assert_eq!(locked.code(), ErrorCode::Locked);
    one.commit()?;
    assert_eq!(count(&mut other), 3);
    assert_eq!(one.commit().expect_err("none is open").code(), ErrorCode::TransactionState);
    Ok(())
}

#[test]
fn a_failed_statement_leaves_no_trace() -> Result<()> {
    let mut session = people().session();
    let query = "UNWIND [1, 0] AS x CREATE (:Number {value: 1 / x})";
    let failed = session.run(query, ()).expect_err("it divides by zero");
    assert_eq!(failed.code(), ErrorCode::DivisionByZero);
    assert_eq!(count(&mut session), 2);

    session.begin()?;
    session.run("CREATE ()", ())?;
    assert!(session.run("RETURN nonsense", ()).is_err(), "it can't start, so it fails nothing");
    assert_eq!(count(&mut session), 3);
    assert!(session.run(query, ()).is_err());
    let after = session.run("RETURN 1", ()).expect_err("the transaction failed");
    assert_eq!(after.code(), ErrorCode::TransactionState);
    assert!(session.commit().is_err(), "half of a transaction can't be committed");
    assert_eq!(count(&mut session), 2);
    Ok(())
}

#[test]
fn a_reader_may_not_write() -> Result<()> {
    let mut session = people().session();
    session.set_read_only(true);
    let refused = session.run("CREATE ()", ()).expect_err("it writes");
    assert_eq!(refused.code(), ErrorCode::ReadOnly);
    session.begin()?;
    assert!(session.run("CREATE ()", ()).is_err());
    assert_eq!(count(&mut session), 2);
    session.rollback()
}

const ENDLESS: &str = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b \
                       UNWIND range(1, 100000) AS c RETURN count(a + b + c)";

#[test]
fn a_statement_ends_at_its_limits() -> Result<()> {
    let mut session = Database::in_memory().session();
    session.set_limits(Limits { timeout: Some(Duration::from_millis(50)), ..Limits::default() });
    let late = session.run(ENDLESS, ()).expect_err("it takes too long");
    assert_eq!(late.code(), ErrorCode::TimeLimitExceeded);

    session.set_limits(Limits { memory: Some(1 << 20), ..Limits::default() });
    let query = "UNWIND range(1, 1000000) AS a RETURN collect([a, a, a])";
    let large = session.run(query, ()).expect_err("it needs too much");
    assert_eq!(large.code(), ErrorCode::MemoryLimitExceeded);

    session.set_limits(Limits { max_rows: Some(3), ..Limits::default() });
    let result = session.run("UNWIND range(1, 9) AS a RETURN a", ())?;
    assert_eq!((result.len(), result.is_truncated()), (3, true));
    Ok(())
}

#[test]
fn a_statement_is_stopped_from_another_thread() {
    let mut session = Database::in_memory().session();
    let cancel = session.cancel_handle();
    let started = Instant::now();
    let stopper = std::thread::spawn(move || {
        while !cancel.is_cancelled() {
            std::thread::yield_now();
            // The statement may not have begun, and forgets what came before it.
            if started.elapsed() > Duration::from_millis(20) {
                cancel.cancel();
            }
        }
    });
    let outcome = session.run(ENDLESS, ()).expect_err("it is stopped");
    assert_eq!(outcome.code(), ErrorCode::Cancelled);
    stopper.join().expect("the thread ends");
    assert!(session.run("RETURN 1", ()).is_ok(), "the session lives on");
}

#[test]
fn a_program_adds_functions_and_procedures() -> Result<()> {
    let database = people();
    database.register_function("my.double", 1, |arguments| {
        let Some(Value::Integer(number)) = arguments.first() else { return Ok(Value::Null) };
        Ok(Value::Integer(number * 2))
    });
    database.register_procedure(Procedure {
        name: "my.count".into(),
        parameters: vec![Column::new("upTo", Kinds::INTEGER)],
        required: 1,
        columns: vec![Column::new("number", Kinds::INTEGER)],
        summary: "Counts.".into(),
        body: std::sync::Arc::new(|_environment, arguments| {
            let last = if let Some(Value::Integer(last)) = arguments.first() { *last } else { 0 };
            let rows: Rows = Box::new((1..=last).map(|number| Ok(vec![number.into()])));
            Ok(rows)
        }),
    });
    let mut session = database.session();
    let query = "CALL my.count(3) YIELD number RETURN sum(my.double(number))";
    assert_eq!(session.run(query, ())?.single::<i64>()?, 12);
    Ok(())
}

#[test]
fn a_plan_is_shown_and_measured() -> Result<()> {
    let mut session = people().session();
    let query = "MATCH (a:Person)-[r:MET]->(b) WHERE b.born > 1860 RETURN a.name";
    let plan = session.run(&format!("EXPLAIN {query}"), ())?;
    let lines: Vec<(String, String, i64)> = plan.deserialize()?;
    let has = |name: &str| lines.iter().any(|line| line.0.ends_with(name));
    assert!(has("ProduceResults") && has("Expand(All)") && has("Filter"), "{lines:#?}");
    assert!(lines.iter().any(|line| line.1 == "b.born > 1860"), "{lines:#?}");
    let profile = session.run(&format!("PROFILE {query}"), ())?;
    let lines: Vec<(String, String, i64, i64, f64)> = profile.deserialize()?;
    assert_eq!(lines.first().map(|line| line.3), Some(1), "{lines:#?}");
    assert!(session.run("PROFILE CREATE ()", ())?.counters().nodes_created == 1);
    assert!(session.run("EXPLAIN CREATE ()", ())?.counters().is_empty());
    Ok(())
}

#[test]
fn an_empty_answer_has_a_reason() -> Result<()> {
    let mut session = people().session();
    for (query, message) in [
        ("MATCH (a:Person) WHERE a.name = 'Otanni' RETURN a", "no row fulfils `a.name = 'Otanni'`"),
        (
            "MATCH (a:Person {name: 'Graves'})-[r:MET]->(b) RETURN b",
            "no relationship fits `(a)-[r:MET]->(b)`",
        ),
        ("UNWIND [] AS x RETURN x", "the list of `x IN []` is empty"),
    ] {
        let result = session.run(query, ())?;
        let messages: Vec<_> = result.notifications().iter().map(|one| &one.message).collect();
        assert_eq!(messages, [message], "{query}");
    }
    Ok(())
}

#[test]
fn a_kept_plan_follows_the_graph() -> Result<()> {
    let mut session = people().session();
    let query = "MATCH (n:New) RETURN count(n)";
    assert_eq!(session.run(query, ())?.notifications().len(), 1, "the label is unknown");
    session.run("CREATE (:New)", ())?;
    let result = session.run(query, ())?;
    assert_eq!((result.single::<i64>()?, result.notifications().len()), (1, 0));
    for _ in 0..3 {
        session.run("CREATE (:New)", ())?;
    }
    assert_eq!(session.run(query, ())?.single::<i64>()?, 4);
    Ok(())
}

#[test]
fn entities_come_with_the_result() -> Result<()> {
    let mut session = people().session();
    let result = session.run("MATCH (:Person {name: 'Otani'})-[r]->() DELETE r RETURN r", ())?;
    assert_eq!(result.counters().relationships_deleted, 1);
    let Some((_, fact)) = result.entities().relationships().next() else {
        unreachable!("the row mentions a relationship")
    };
    let start = result.entities().node(fact.start).map(|node| node.properties.get("name"));
    assert!(matches!(start, Some(Some(Value::String(name))) if name.as_ref() == "Otani"));
    Ok(())
}

#[test]
fn a_very_long_statement_runs_on_a_small_stack() {
    let run = || {
        let clauses = "CREATE (:N {n: 1})\n".repeat(3000);
        let mut session = Database::in_memory().session();
        session.run(&clauses, ()).map(|result| result.counters().nodes_created)
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run);
    let created = thread.expect("the system has threads").join().expect("it does not overflow");
    assert_eq!(created.expect("the statement is right"), 3000);
}
