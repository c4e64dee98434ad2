//! Plan to better plan.
//!
//! A rule is a name and a function from plan to plan. Rules run in the order of [`RULES`]; the first
//! ones make a plan correct, the others make it fast and never change what it yields. To add one: a
//! file, a row of [`RULES`], a script that shows a plan before and after.

mod count;
mod cycle;
mod eager;
mod pattern;
mod reach;
mod tree;

use crate::query::plan::{Estimator, LogicalPlan};

/// One rewriting of plans.
#[derive(Debug)]
pub struct Rule {
    /// Its name, as `EXPLAIN` shows it.
    pub name: &'static str,
    /// What it does and why, in one line.
    pub summary: &'static str,
    /// Whether a plan is wrong without it; if not, it only makes the plan fast.
    pub is_needed: bool,
    /// The rewriting.
    pub apply: fn(LogicalPlan, &Estimator<'_>) -> LogicalPlan,
}

/// All rules, in the order in which they run.
pub const RULES: &[Rule] = &[
    Rule {
        name: "eager",
        summary: "separates reading from writing, so that a clause does not see what it changes",
        is_needed: true,
        apply: |plan, _| eager::insert(plan),
    },
    Rule {
        name: "reach",
        summary: "finds nodes once, where it does not matter how many paths lead to them",
        is_needed: false,
        apply: reach::narrow,
    },
    Rule {
        name: "cycle",
        summary: "closes the cycles of a pattern by intersecting the neighbours of its nodes",
        is_needed: false,
        apply: cycle::close,
    },
    Rule {
        name: "count",
        summary: "counts the parts of a pattern of which only the number is wanted",
        is_needed: false,
        apply: count::fold,
    },
];

/// Applies every rule to a plan; `estimator` knows the statement and the counts of the graph.
#[must_use]
pub fn optimize(plan: LogicalPlan, estimator: &Estimator<'_>) -> LogicalPlan {
    RULES.iter().fold(plan, |plan, rule| (rule.apply)(plan, estimator))
}

/// Applies only the rules without which a plan is wrong; tests compare its rows with those of
/// [`optimize`].
#[must_use]
pub fn complete(plan: LogicalPlan, estimator: &Estimator<'_>) -> LogicalPlan {
    let needed = RULES.iter().filter(|rule| rule.is_needed);
    needed.fold(plan, |plan, rule| (rule.apply)(plan, estimator))
}
