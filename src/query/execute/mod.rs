//! Plan to rows.
//!
//! Each step of a plan becomes an `operator`; operators pull rows from each other through one shared
//! `row` of slots, which each of them fills in part. `context` is what they all can reach: the
//! graph, names, parameters, limits. Expressions are computed by `evaluate`.
//!
//! An operator keeps no borrow of the graph between two rows, since the graph may change meanwhile.
//! Whatever keeps rows counts their bytes, and every loop ticks the `limits`. To add a step: a file
//! with its operator, and its arm in `compile`.

mod aggregate;
mod apply;
mod batch;
mod buffer;
mod call;
mod compile;
mod context;
mod count;
mod distinct;
mod eager;
mod evaluate;
mod filter;
mod intersect;
mod join;
mod limit;
mod limits;
mod load_csv;
mod names;
mod operator;
mod profile;
mod project;
mod reach;
mod read;
mod row;
mod shortest;
mod sort;
mod values;
mod write;

#[cfg(test)]
mod tests;

pub use context::{Committer, GraphAccess, Times};
pub use limits::Limits;
pub use profile::{Measure, Measures};

use compile::Compiler;
use context::Context;
use row::Row;
use write::check_deleted;

use crate::error::Result;
use crate::query::bind::bound::{BoundStatement, Slot};
use crate::query::plan::{LogicalPlan, Plans, Step};
use crate::syntax::ast::Mode;
use crate::value::Value;

/// What a statement gave.
#[derive(Clone, Debug, Default)]
pub struct Execution {
    /// The rows of the result, each as long as the statement's columns.
    pub rows: Vec<Vec<Value>>,
    /// Whether rows were left out because of the limit on them.
    pub is_truncated: bool,
    /// For `PROFILE`: what each step of the plan did.
    pub measures: Option<Measures>,
}

/// A statement that is ready to run.
#[derive(Clone, Copy, Debug)]
pub struct Executable<'a> {
    /// The statement.
    pub statement: &'a BoundStatement,
    /// Its plans.
    pub plans: &'a Plans,
    /// The values of its parameters, in its own order.
    pub parameters: &'a [Value],
}

/// Runs a statement to its end. If it fails, the graph is as it was before, or as the last batch left it.
///
/// # Errors
/// Every runtime error of openCypher, and the limits.
pub fn execute(
    executable: Executable<'_>,
    mut access: GraphAccess<'_>,
    limits: Limits,
    times: Times,
) -> Result<Execution> {
    let Some(plan) = &executable.plans.main else { return Ok(Execution::default()) };
    let Some(savepoint) = access.graph_mut().map(|graph| graph.savepoint()) else {
        return run(executable, plan, access, limits, times);
    };
    let result = run(executable, plan, access.reborrow(), limits, times)
        .and_then(|execution| access.graph().check_constraints(savepoint).map(|()| execution));
    if result.is_err()
        && let Some(graph) = access.graph_mut()
    {
        graph.rollback_to(savepoint);
    }
    result
}

fn run(
    executable: Executable<'_>,
    plan: &LogicalPlan,
    access: GraphAccess<'_>,
    limits: Limits,
    times: Times,
) -> Result<Execution> {
    let Executable { statement, plans, parameters } = executable;
    let most = limits.rows.unwrap_or(usize::MAX);
    let mut compiler =
        if statement.mode == Mode::Profile { Compiler::measured() } else { Compiler::plain() };
    let mut root = compiler.compile(plan);
    let mut context = Context::new(access, statement, plans, parameters, limits, times);
    let mut row = Row::new(statement.slots.len());
    root.open(&mut context, &mut row)?;
    let mut execution = Execution::default();
    let columns = columns(plan);
    while root.next(&mut context, &mut row)? {
        context.tick()?;
        if execution.rows.len() < most {
            let values = columns.iter().map(|slot| row.get(*slot).clone()).collect::<Vec<_>>();
            context.watch.keep(&values)?;
            execution.rows.push(values);
        } else {
            execution.is_truncated = true;
            if !statement.writes {
                break;
            }
        }
    }
    check_deleted(&context)?;
    execution.measures = context.measures.take();
    Ok(execution)
}

/// The slots of the result's columns.
fn columns(plan: &LogicalPlan) -> Vec<Slot> {
    if let Step::ProduceResults(columns) = &plan.step {
        return columns.iter().map(|column| column.slot).collect();
    }
    Vec::new()
}
