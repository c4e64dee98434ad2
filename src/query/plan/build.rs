//! Clauses to steps, one after the other.

use std::collections::BTreeSet;

use super::cost::Estimator;
use super::effect::created;
use super::pattern;
use super::{LogicalPlan, Step};
use crate::graph::GraphView;
use crate::query::bind::bound::{
    BoundBody, BoundClause, BoundMerge, BoundProjection, BoundQuery, BoundSingleQuery,
    BoundStatement, Expression, ExpressionKind, QueryGraph, Slot,
};
use crate::syntax::ast::ArithmeticOperator;

/// The plans of a statement.
#[derive(Clone, Debug)]
pub struct Plans {
    /// The statement's own plan; none for a change of the schema.
    pub main: Option<LogicalPlan>,
    /// The plans of the subqueries of its expressions, in the order of their references.
    pub subqueries: Vec<LogicalPlan>,
}

/// Plans a bound statement; `view` gives the counts by which plans are compared.
#[must_use]
pub fn build(statement: &BoundStatement, view: GraphView<'_>) -> Plans {
    let planner = Planner { statement, estimator: Estimator::new(statement, view) };
    let subqueries = statement.subqueries.iter().map(|query| planner.subquery(query)).collect();
    let main = match &statement.body {
        BoundBody::Query(query) => Some(planner.statement(query)),
        BoundBody::Schema(_) => None,
    };
    Plans { main, subqueries }
}

/// What planning looks at.
pub(super) struct Planner<'a> {
    pub(super) statement: &'a BoundStatement,
    pub(super) estimator: Estimator<'a>,
}

/// A plan while clauses are put on it, and the slots that are set in its rows.
pub(super) struct Partial {
    pub(super) plan: LogicalPlan,
    pub(super) available: BTreeSet<Slot>,
}

impl Planner<'_> {
    fn statement(&self, query: &BoundQuery) -> LogicalPlan {
        let plan = self.query(query, &BTreeSet::new());
        let rows = plan.rows;
        if query.columns.is_empty() {
            plan.then(Step::EmptyResult, 0.0)
        } else {
            plan.then(Step::ProduceResults(query.columns.clone()), rows)
        }
    }

    fn subquery(&self, query: &BoundQuery) -> LogicalPlan {
        self.query(query, &query.inputs.iter().copied().collect())
    }

    /// Plans a query that finds the slots of `arguments` set.
    pub(super) fn query(&self, query: &BoundQuery, arguments: &BTreeSet<Slot>) -> LogicalPlan {
        let mut branches: Vec<_> =
            query.branches.iter().map(|branch| self.single(branch, arguments.clone())).collect();
        if branches.len() == 1
            && let Some(plan) = branches.pop()
        {
            return plan;
        }
        let rows = branches.iter().map(|plan| plan.rows).sum();
        let columns: Vec<_> = query.columns.iter().map(|column| column.slot).collect();
        let inputs = query.branches.iter().map(|branch| branch.columns.clone()).collect();
        let step = Step::Union { inputs, columns: columns.clone() };
        let union = LogicalPlan { step, inputs: branches, rows };
        if query.all { union } else { union.then(Step::Distinct(columns), rows) }
    }

    fn single(&self, query: &BoundSingleQuery, arguments: BTreeSet<Slot>) -> LogicalPlan {
        let mut partial = Partial { plan: LogicalPlan::argument(), available: arguments };
        for clause in &query.clauses {
            partial = self.clause(clause, partial);
        }
        partial.plan
    }

    fn clause(&self, clause: &BoundClause, partial: Partial) -> Partial {
        let rows = partial.plan.rows;
        match clause {
            BoundClause::Match { optional: false, graph } => pattern::solve(self, graph, partial),
            BoundClause::Match { optional: true, graph } => self.optional_match(graph, partial),
            BoundClause::Unwind { list, slot } => {
                let step = Step::Unwind { list: list.clone(), slot: *slot };
                partial.then(step, rows * 10.0).with([*slot])
            }
            BoundClause::Project(projection) => self.projection(projection, partial),
            BoundClause::Create(pattern) => {
                let slots = created(pattern);
                partial.then(Step::Create(pattern.clone()), rows).with(slots)
            }
            BoundClause::Merge(merge) => self.merge(merge, partial),
            BoundClause::Set(items) => partial.then(Step::SetProperties(items.clone()), rows),
            BoundClause::Remove(items) => partial.then(Step::Remove(items.clone()), rows),
            BoundClause::Delete { detach, targets } => {
                partial.then(Step::Delete { detach: *detach, targets: targets.clone() }, rows)
            }
            BoundClause::Foreach { list, slot, clauses } => {
                self.foreach(list, *slot, clauses, partial)
            }
            BoundClause::Call { .. } => call(clause, partial),
            BoundClause::Subquery { optional, query, batches } => {
                self.call_subquery(*optional, query, in_batches(batches.as_ref(), partial))
            }
            BoundClause::LoadCsv { headers, url, delimiter, slot } => {
                let (url, delimiter) = (url.clone(), delimiter.clone());
                let step = Step::LoadCsv { headers: *headers, url, delimiter, slot: *slot };
                partial.then(step, rows * 1000.0).with([*slot])
            }
        }
    }

    fn optional_match(&self, graph: &QueryGraph, partial: Partial) -> Partial {
        let inner = Partial { plan: LogicalPlan::argument(), available: partial.available.clone() };
        let inner = pattern::solve(self, graph, inner);
        let slots: Vec<_> = inner.available.difference(&partial.available).copied().collect();
        partial.apply(Step::OptionalApply { slots: slots.clone() }, inner.plan).with(slots)
    }

    fn projection(&self, projection: &BoundProjection, mut partial: Partial) -> Partial {
        if let Some(grouping) = &projection.grouping {
            let keys = grouping.keys.clone();
            let rows = if keys.is_empty() { 1.0 } else { partial.plan.rows.sqrt().max(1.0) };
            let aggregates = grouping.aggregates.clone();
            partial = partial.then(Step::Aggregation { keys, aggregates, times: None }, rows);
        }
        let rows = partial.plan.rows;
        if !projection.items.is_empty() {
            partial = partial.then(Step::Projection(projection.items.clone()), rows);
        }
        if projection.distinct {
            partial = partial.then(Step::Distinct(projection.columns.clone()), rows);
        }
        partial = self.order(projection, partial);
        if let Some(skip) = &projection.skip {
            partial = partial.then(Step::Skip(skip.clone()), rows);
        }
        if let Some(limit) = &projection.limit {
            let rows = rows.min(Estimator::count(limit));
            partial = partial.then(Step::Limit(limit.clone()), rows);
        }
        if let Some(predicate) = &projection.predicate {
            let rows = partial.plan.rows * 0.5;
            partial = partial.then(Step::Filter(vec![predicate.clone()]), rows);
        }
        partial.available = projection.columns.iter().copied().collect();
        partial
    }

    /// Sorts; where a limit follows, only as many rows are kept as it can need.
    fn order(&self, projection: &BoundProjection, partial: Partial) -> Partial {
        if projection.order.is_empty() {
            return partial;
        }
        let mut live: BTreeSet<_> = projection.columns.iter().copied().collect();
        if let Some(predicate) = &projection.predicate {
            live.extend(predicate.slots(&self.statement.subqueries));
        }
        let live = live.into_iter().collect();
        let keys = projection.order.clone();
        let rows = partial.plan.rows;
        let Some(limit) = &projection.limit else {
            return partial.then(Step::Sort { keys, live }, rows);
        };
        let count = match &projection.skip {
            Some(skip) => Expression {
                kind: ExpressionKind::Arithmetic(
                    ArithmeticOperator::Add,
                    Box::new(skip.clone()),
                    Box::new(limit.clone()),
                ),
                span: limit.span,
            },
            None => limit.clone(),
        };
        partial.then(Step::Top { keys, live, count }, rows)
    }

    fn merge(&self, merge: &BoundMerge, partial: Partial) -> Partial {
        let inner = Partial { plan: LogicalPlan::argument(), available: partial.available.clone() };
        let inner = pattern::solve(self, &merge.graph, inner);
        let mut slots: BTreeSet<_> =
            inner.available.difference(&partial.available).copied().collect();
        slots.extend(created(&merge.create));
        let step = Step::Merge {
            create: merge.create.clone(),
            on_create: merge.on_create.clone(),
            on_match: merge.on_match.clone(),
            slots: slots.iter().copied().collect(),
        };
        partial.apply(step, inner.plan).with(slots)
    }

    fn foreach(
        &self,
        list: &Expression,
        slot: Slot,
        clauses: &[BoundClause],
        partial: Partial,
    ) -> Partial {
        let mut inner =
            Partial { plan: LogicalPlan::argument(), available: partial.available.clone() };
        inner.available.insert(slot);
        for clause in clauses {
            inner = self.clause(clause, inner);
        }
        let rows = partial.plan.rows;
        let mut partial = partial.apply(Step::Foreach { list: list.clone(), slot }, inner.plan);
        partial.plan.rows = rows;
        partial
    }

    fn call_subquery(&self, optional: bool, query: &BoundQuery, partial: Partial) -> Partial {
        let inner = self.query(query, &partial.available);
        let slots: Vec<_> = query.columns.iter().map(|column| column.slot).collect();
        if slots.is_empty() {
            let rows = partial.plan.rows;
            let mut partial = partial.apply(Step::UnitApply, inner);
            partial.plan.rows = rows;
            return partial;
        }
        let step =
            if optional { Step::OptionalApply { slots: slots.clone() } } else { Step::Apply };
        partial.apply(step, inner).with(slots)
    }
}

impl Partial {
    /// Puts a step on the plan.
    pub(super) fn then(self, step: Step, rows: f64) -> Self {
        Self { plan: self.plan.then(step, rows), available: self.available }
    }

    /// Puts a step on the plan that runs `inner` for each row.
    pub(super) fn apply(self, step: Step, inner: LogicalPlan) -> Self {
        let rows = self.plan.rows * inner.rows.max(1.0);
        Self { plan: self.plan.then_apply(step, inner, rows), available: self.available }
    }

    /// Notes that slots are set from here on.
    pub(super) fn with(mut self, slots: impl IntoIterator<Item = Slot>) -> Self {
        self.available.extend(slots);
        self
    }
}

/// Parts the rows into batches, if that is wanted.
fn in_batches(size: Option<&Expression>, partial: Partial) -> Partial {
    let Some(size) = size else { return partial };
    let live = partial.available.iter().copied().collect();
    let rows = partial.plan.rows;
    partial.then(Step::Batches { size: size.clone(), live }, rows)
}

fn call(clause: &BoundClause, partial: Partial) -> Partial {
    let BoundClause::Call { optional, procedure, arguments, columns, predicate, span } = clause
    else {
        return partial;
    };
    let step = Step::ProcedureCall {
        procedure: procedure.clone(),
        arguments: arguments.clone(),
        columns: columns.clone(),
        span: *span,
    };
    let filter = predicate.as_ref().map(|predicate| Step::Filter(vec![predicate.clone()]));
    let slots: Vec<_> = columns.iter().map(|column| column.1).collect();
    let rows = if slots.is_empty() { 1.0 } else { 10.0 };
    if *optional {
        let mut inner = LogicalPlan::argument().then(step, rows);
        if let Some(filter) = filter {
            inner = inner.then(filter, rows);
        }
        return partial.apply(Step::OptionalApply { slots: slots.clone() }, inner).with(slots);
    }
    let rows = partial.plan.rows * rows;
    let partial = partial.then(step, rows).with(slots);
    match filter {
        Some(filter) => partial.then(filter, rows * 0.5),
        None => partial,
    }
}
