//! The stages of a query, in the order in which a session calls them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use super::access::Access;
use super::plan_cache::{Circumstances, PlanCache};
use super::room::with_room;
use super::session::Intent;
use super::{
    CancelHandle, Counters, Entities, Limits, Notification, Parameters, ResultSet, emptiness,
    plan_table, schema,
};
use crate::error::{Error, ErrorCode, Result};
use crate::functions::Library;
use crate::graph::{Graph, GraphView};
use crate::query::bind::bind;
use crate::query::bind::bound::{BoundBody, BoundStatement};
use crate::query::execute::{self, Executable, Execution, GraphAccess, Times, execute};
use crate::query::optimize::{complete, optimize};
use crate::query::plan::{self, Estimator, LogicalPlan, Plans, Step};
use crate::syntax::ast::{Mode, Schema, Statement};
use crate::value::Value;

/// A statement that is ready to run, as often as it is wanted.
#[derive(Debug)]
pub(super) struct Prepared {
    /// How many bytes its text has.
    length: usize,
    bound: BoundStatement,
    plans: Plans,
    /// Whether the plan commits while it runs.
    has_batches: bool,
}

impl Prepared {
    /// Whether it commits while it runs.
    pub(super) fn is_in_batches(&self) -> bool {
        self.has_batches && self.bound.mode != Mode::Explain
    }

    /// What it is going to do with the graph.
    pub(super) fn intent(&self) -> Intent {
        let writes = self.bound.writes && self.bound.mode != Mode::Explain;
        if writes { Intent::Change } else { Intent::Read }
    }
}

/// Whether one of its steps commits.
fn has_batches(plan: &LogicalPlan) -> bool {
    matches!(plan.step, Step::Batches { .. }) || plan.inputs.iter().any(has_batches)
}

/// What a statement may use up, and when it and its transaction began.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    pub(super) limits: Limits,
    pub(super) cancel: CancelHandle,
    pub(super) started: Instant,
    pub(super) statement: SystemTime,
    pub(super) transaction: SystemTime,
}

/// Binds, plans and optimizes a statement, and keeps the result for the next time.
pub(super) fn prepare(
    text: &str,
    statement: &Statement,
    parameters: &Parameters,
    view: GraphView<'_>,
    library: &Arc<Library>,
    cache: &PlanCache,
) -> Result<Arc<Prepared>> {
    let prepared = compile(text, statement, parameters, view, library, optimize)?;
    // A notification speaks of the graph as it is now, so it must be made anew.
    if prepared.bound.notifications.is_empty() {
        cache.keep(text, Circumstances::new(view, library, parameters), &prepared);
    }
    Ok(prepared)
}

/// The same with only the rules that a plan needs to be right, and kept nowhere.
pub(super) fn prepare_plainly(
    text: &str,
    statement: &Statement,
    parameters: &Parameters,
    view: GraphView<'_>,
    library: &Arc<Library>,
) -> Result<Arc<Prepared>> {
    compile(text, statement, parameters, view, library, complete)
}

/// Binds and plans a statement, and gives its plans to `improve`.
fn compile(
    text: &str,
    statement: &Statement,
    parameters: &Parameters,
    view: GraphView<'_>,
    library: &Arc<Library>,
    improve: fn(LogicalPlan, &Estimator<'_>) -> LogicalPlan,
) -> Result<Arc<Prepared>> {
    let given: BTreeSet<String> = parameters.iter().map(|(name, _)| name.to_string()).collect();
    with_room(text.len(), || {
        let bound = bind(statement, view, library, Some(&given))?;
        let Plans { main, subqueries } = plan::build(&bound, view);
        let estimator = Estimator::new(&bound, view);
        let improve = |plan| improve(plan, &estimator);
        let subqueries = subqueries.into_iter().map(improve).collect();
        let plans = Plans { main: main.map(improve), subqueries };
        let has_batches = plans.main.as_ref().is_some_and(has_batches);
        Ok(Arc::new(Prepared { length: text.len(), bound, plans, has_batches }))
    })
}

/// Runs a statement, or shows its plan, and gathers what its rows mention.
pub(super) fn perform(
    prepared: &Prepared,
    parameters: &Parameters,
    access: &mut Access,
    bounds: &Bounds,
) -> Result<ResultSet> {
    let Prepared { bound, plans, .. } = prepared;
    let before = access.graph().changes().len();
    let mut result = match bound.mode {
        Mode::Explain => plan_table::explained(bound, plans),
        Mode::Run => {
            let values = values(bound, parameters)?;
            let execution = run(prepared, &values, access, bounds)?;
            let mut result = gather(bound, execution, access.graph().view());
            result.notifications.extend(emptiness(prepared, &result, &values, access, bounds));
            result
        }
        Mode::Profile => {
            let execution = run(prepared, &values(bound, parameters)?, access, bounds)?;
            plan_table::profiled(bound, plans, execution.measures.as_deref().unwrap_or_default())
        }
    };
    // What could not be read from a store looked absent.
    if let Some(fault) = access.graph().view().fault() {
        return Err(fault);
    }
    result.counters = counters(access, before);
    result.notifications.extend(bound.notifications.iter().cloned());
    Ok(result)
}

/// What has changed since there were so many changes; batches begin with none.
fn counters(access: &Access, before: usize) -> Counters {
    let changes = Counters::of(access.graph().changes().get(before..).unwrap_or_default());
    access.committed().map_or(changes, |committed| committed.plus(&changes))
}

/// The values of the parameters that a statement needs, in its own order.
fn values(bound: &BoundStatement, given: &Parameters) -> Result<Vec<Value>> {
    let value = |name: &Arc<str>| {
        given.get(name).cloned().ok_or_else(|| {
            let message = format!("parameter `{name}` was not given");
            Error::new(ErrorCode::MissingParameter, message)
        })
    };
    bound.parameters.iter().map(value).collect()
}

fn run(
    prepared: &Prepared,
    parameters: &[Value],
    access: &mut Access,
    bounds: &Bounds,
) -> Result<Execution> {
    let intent = prepared.intent();
    let access = match intent {
        Intent::Read => GraphAccess::Read(access.graph()),
        Intent::Change if prepared.is_in_batches() => GraphAccess::Batches(access.batches()?),
        Intent::Change => GraphAccess::Write(access.graph_mut()?),
    };
    match (&prepared.bound.body, access) {
        (BoundBody::Schema(change), GraphAccess::Write(graph)) => change_schema(change, graph),
        (BoundBody::Schema(_) | BoundBody::Query(_), access) => {
            let Prepared { bound: statement, plans, length, .. } = prepared;
            let executable = Executable { statement, plans, parameters };
            with_room(*length, || execute(executable, access, bounds.limits(), bounds.times()))
        }
    }
}

fn change_schema(change: &Schema, graph: &mut Graph) -> Result<Execution> {
    let savepoint = graph.savepoint();
    schema::apply(change, graph)?;
    graph.check_constraints(savepoint)?;
    Ok(Execution::default())
}

/// The rows with the entities that they mention.
fn gather(bound: &BoundStatement, execution: Execution, view: GraphView<'_>) -> ResultSet {
    let columns = match &bound.body {
        BoundBody::Query(query) => query.columns.iter().map(|column| column.name.clone()).collect(),
        BoundBody::Schema(_) => Vec::new(),
    };
    let mut entities = Entities::default();
    for value in execution.rows.iter().flatten() {
        entities.add(value, view);
    }
    let mut result = ResultSet::of(columns, execution.rows).with_entities(entities);
    result.truncated = execution.is_truncated;
    result
}

/// Why there are no rows, where that can be told by reading once more and nothing else has been
/// remarked already.
fn emptiness(
    prepared: &Prepared,
    result: &ResultSet,
    parameters: &[Value],
    access: &mut Access,
    bounds: &Bounds,
) -> Option<Notification> {
    let Prepared { bound, plans, length, .. } = prepared;
    let is_worth_it = result.is_empty()
        && !bound.writes
        && !result.columns().is_empty()
        && bound.notifications.is_empty()
        && bounds.started.elapsed() < emptiness::PATIENCE;
    if !is_worth_it {
        return None;
    }
    let statement = &BoundStatement { mode: Mode::Profile, ..bound.clone() };
    let executable = Executable { statement, plans, parameters };
    let access = GraphAccess::Read(access.graph());
    let deadline = Some(Instant::now() + emptiness::PATIENCE);
    let limits = execute::Limits { deadline, ..bounds.limits() };
    // The answer stands already: if no reason can be found, it just stays without one.
    let again = with_room(*length, || execute(executable, access, limits, bounds.times()));
    let measures = again.ok()?.measures?;
    emptiness::reason(bound, plans, &measures)
}

impl Bounds {
    fn limits(&self) -> execute::Limits {
        execute::Limits {
            cancelled: Some(self.cancel.flag().clone()),
            steps: Some(self.cancel.counter().clone()),
            deadline: self.limits.timeout.and_then(|timeout| self.started.checked_add(timeout)),
            memory: self.limits.memory,
            rows: self.limits.max_rows,
        }
    }

    fn times(&self) -> Times {
        Times { transaction: self.transaction, statement: self.statement }
    }
}
