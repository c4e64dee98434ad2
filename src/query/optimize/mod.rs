//! Plan to better plan.
//!
//! A rule is a name and a function from plan to plan. Rules run in the order of [`RULES`]; the first
//! ones make a plan correct, the others make it fast and never change what it yields. To add one: a
//! file, a row of [`RULES`], a script that shows a plan before and after.

mod eager;

use crate::query::plan::LogicalPlan;

/// One rewriting of plans.
#[derive(Debug)]
pub struct Rule {
    /// Its name, as `EXPLAIN` shows it.
    pub name: &'static str,
    /// What it does and why, in one line.
    pub summary: &'static str,
    /// The rewriting.
    pub apply: fn(LogicalPlan) -> LogicalPlan,
}

/// All rules, in the order in which they run.
pub const RULES: &[Rule] = &[Rule {
    name: "eager",
    summary: "separates reading from writing, so that a clause does not see what it changes itself",
    apply: eager::insert,
}];

/// Applies every rule to a plan.
#[must_use]
pub fn optimize(plan: LogicalPlan) -> LogicalPlan {
    RULES.iter().fold(plan, |plan, rule| (rule.apply)(plan))
}
