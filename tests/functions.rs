//! Every example of the tables of functions and aggregates holds, and the reference is what the
//! tables say.

use std::{env, fs};

use amur::functions::{EXAMPLE_GRAPH, aggregates, functions, procedures, reference};
use amur::value::compare::equivalent;
use amur::{Database, Error, Value};

/// The one value that a statement gives on the graph of the examples.
fn value(statement: &str) -> Result<Value, Error> {
    let database = Database::in_memory();
    let mut session = database.session();
    session.run(EXAMPLE_GRAPH, ())?;
    let rows = session.run(statement, ())?;
    let values = rows.row(0).map(amur::Row::values);
    Ok(values.and_then(<[Value]>::first).cloned().unwrap_or_default())
}

#[test]
fn every_example_holds() {
    let calls = functions().flat_map(|function| function.examples);
    let calls = calls.map(|(call, result)| (format!("RETURN {call}"), *result));
    let queries = aggregates().flat_map(|aggregate| aggregate.examples);
    let queries = queries.map(|(query, result)| ((*query).to_owned(), *result));
    let mut failures = Vec::new();
    for (statement, result) in calls.chain(queries) {
        match (value(&statement), value(&format!("RETURN {result}"))) {
            (Ok(found), Ok(stated)) if equivalent(&found, &stated) => {}
            (Ok(found), _) => failures.push(format!("{statement}: {found}, not {result}")),
            (Err(error), _) => failures.push(format!("{statement}: {error}")),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_procedure_without_parameters_runs() {
    let database = Database::in_memory();
    for procedure in procedures().filter(|procedure| procedure.required == 0) {
        let result = database.session().run(&format!("CALL {}()", procedure.name), ());
        let rows = result.unwrap_or_else(|error| unreachable!("{}: {error}", procedure.name));
        assert_eq!(rows.columns().len(), procedure.columns.len(), "{}", procedure.name);
    }
}

/// `src/functions/reference.md` is written anew if `AMUR_WRITE_REFERENCE` is set.
#[test]
fn the_reference_is_what_the_tables_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/functions/reference.md");
    if env::var_os("AMUR_WRITE_REFERENCE").is_some() {
        fs::write(path, reference()).expect("the folder can be written to");
    }
    let written = fs::read_to_string(path).expect("the reference is there");
    assert!(written == reference(), "write it anew with AMUR_WRITE_REFERENCE=1");
}
