//! Statements from text to rows, on small graphs.

mod limits;
mod paths;
mod reading;
mod shortest;
mod writing;

use std::time::SystemTime;

use super::{Executable, Execution, GraphAccess, Limits, Times, execute};
use crate::error::Result;
use crate::functions::Library;
use crate::graph::Graph;
use crate::query::bind::bind;
use crate::query::optimize::optimize;
use crate::query::plan::{Estimator, Plans, build};
use crate::syntax::parse;
use crate::value::Value;

/// A graph that a statement has made.
fn graph(text: &str) -> Graph {
    let mut graph = Graph::new();
    run(&mut graph, text, &[], Limits::default()).expect("the graph of a test can be made");
    graph.commit();
    graph
}

/// Runs a statement with parameters, given in the order in which it names them.
fn run(graph: &mut Graph, text: &str, parameters: &[Value], limits: Limits) -> Result<Execution> {
    let parsed = parse(text)?;
    let statement = bind(&parsed, graph.view(), &Library::default(), None)?;
    let Plans { main, subqueries } = build(&statement, graph.view());
    let estimator = Estimator::new(&statement, graph.view());
    let improve = |plan| optimize(plan, &estimator);
    let plans = Plans {
        main: main.map(improve),
        subqueries: subqueries.into_iter().map(improve).collect(),
    };
    let now = SystemTime::now();
    let times = Times { transaction: now, statement: now };
    let executable = Executable { statement: &statement, plans: &plans, parameters };
    execute(executable, GraphAccess::Write(graph), limits, times)
}

/// The rows of a statement as text, one line each.
fn rows(graph: &mut Graph, text: &str) -> Vec<String> {
    let execution = run(graph, text, &[], Limits::default());
    let execution = execution.unwrap_or_else(|error| unreachable!("`{text}`: {error}"));
    let line = |row: &Vec<Value>| row.iter().map(Value::to_string).collect::<Vec<_>>().join(" | ");
    execution.rows.iter().map(line).collect()
}

/// The rows of a statement in no order.
fn sorted(graph: &mut Graph, text: &str) -> Vec<String> {
    let mut rows = rows(graph, text);
    rows.sort();
    rows
}

/// The one value of a statement that needs no graph.
fn value(expression: &str) -> String {
    rows(&mut Graph::new(), &format!("RETURN {expression}")).join("\n")
}

/// The class and detail of the error that a statement raises.
fn error(graph: &mut Graph, text: &str) -> String {
    match run(graph, text, &[], Limits::default()) {
        Ok(execution) => format!("{} rows", execution.rows.len()),
        Err(error) => format!("{}: {}", error.code().class(), error.code().detail()),
    }
}
