//! Clauses take effect one after the other, although rows flow through all of them at once.
//!
//! Where a step changes the graph for many rows, the rows that it gets must have been read before the
//! first change, and what comes after it must see the last one. `Eager` takes in all rows in between.

use crate::query::plan::{LogicalPlan, Step};

/// What is done below a place of a plan.
#[derive(Clone, Copy, Default)]
struct Effects {
    /// The graph is read.
    reads: bool,
    /// The graph is changed.
    writes: bool,
    /// There can be more than one row.
    many: bool,
}

/// Inserts `Eager` where reading and writing would mix.
pub(super) fn insert(plan: LogicalPlan) -> LogicalPlan {
    rewrite(plan).0
}

fn rewrite(plan: LogicalPlan) -> (LogicalPlan, Effects) {
    let LogicalPlan { step, inputs, rows } = plan;
    let mut effects = Effects::default();
    let mut inner = Effects::default();
    let mut rewritten = Vec::with_capacity(inputs.len());
    for (place, input) in inputs.into_iter().enumerate() {
        let (input, below) = rewrite(input);
        if place == 0 {
            effects = below;
        } else {
            inner = inner.or(below);
        }
        rewritten.push(input);
    }
    let writes = step.changes_graph() || inner.writes;
    if let Some(input) = rewritten.first_mut()
        && !matches!(step, Step::Union { .. })
        && needs_eager(&step, input, writes, effects)
    {
        let live = input.slots().into_iter().collect();
        let below = std::mem::replace(input, LogicalPlan::argument());
        let rows = below.rows;
        *input = below.then(Step::Eager { live }, rows);
    }
    let effects = Effects {
        reads: effects.reads || inner.reads || step.reads_graph(),
        writes: effects.writes || writes,
        many: effects.many || inner.many || step.multiplies() || rewritten.len() > 2,
    };
    (LogicalPlan { step, inputs: rewritten, rows }, effects)
}

/// Whether a step must not begin before its input has ended.
fn needs_eager(step: &Step, input: &LogicalPlan, writes: bool, below: Effects) -> bool {
    if !below.many || takes_all(&input.step) {
        return false;
    }
    let before_change = writes && (below.reads || below.writes);
    let behind_change = writes_itself(input) && !takes_all(step) && !is_result(step);
    before_change || behind_change
}

fn writes_itself(plan: &LogicalPlan) -> bool {
    plan.step.changes_graph() || plan.inputs.iter().skip(1).any(contains_change)
}

fn contains_change(plan: &LogicalPlan) -> bool {
    plan.step.changes_graph() || plan.inputs.iter().any(contains_change)
}

/// Whether a step takes in all rows before it yields one.
fn takes_all(step: &Step) -> bool {
    matches!(
        step,
        Step::Eager { .. }
            | Step::Batches { .. }
            | Step::Sort { .. }
            | Step::Top { .. }
            | Step::Aggregation { .. }
    )
}

fn is_result(step: &Step) -> bool {
    matches!(step, Step::ProduceResults(_) | Step::EmptyResult)
}

impl Effects {
    fn or(self, other: Self) -> Self {
        Self {
            reads: self.reads || other.reads,
            writes: self.writes || other.writes,
            many: self.many || other.many,
        }
    }
}
