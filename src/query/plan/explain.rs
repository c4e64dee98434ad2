//! Plans as text: one line for each step, as `EXPLAIN` and `PROFILE` show them.
//!
//! Steps that follow each other stand below each other, the last one on top. What runs for each row
//! of a step, or beside it, stands indented beneath it:
//!
//! ```text
//! ProduceResults      b
//! OptionalApply
//! │ Expand(All)       (a)-[:KNOWS]->(b)
//! │ Argument
//! NodeByLabelScan     a:Person
//! Argument
//! ```

use super::describe::Describer;
use super::{LogicalPlan, Plans};
use crate::query::bind::bound::BoundStatement;

/// One line of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanLine {
    /// The name of the step, indented.
    pub operator: String,
    /// What it works on, with the names of the statement.
    pub details: String,
    /// The expected number of rows.
    pub estimated: f64,
    /// The step's place in the main plan, where a step comes before its inputs, which follow in
    /// their order; none for what belongs to a subquery.
    pub place: Option<usize>,
}

/// The lines of a statement's plan, those of the subqueries of its expressions behind them.
#[must_use]
pub fn explain(statement: &BoundStatement, plans: &Plans) -> Vec<PlanLine> {
    let mut explainer = Explainer { describer: Describer::new(statement), lines: Vec::new() };
    if let Some(main) = &plans.main {
        explainer.lines_of(main, "", Some(0));
    }
    for (number, plan) in plans.subqueries.iter().enumerate() {
        explainer.lines.push(PlanLine {
            operator: format!("Subquery {}", number + 1),
            details: String::new(),
            estimated: plan.rows,
            place: None,
        });
        explainer.lines_of(plan, "│ ", None);
    }
    explainer.lines
}

struct Explainer<'a> {
    describer: Describer<'a>,
    lines: Vec<PlanLine>,
}

impl Explainer<'_> {
    fn lines_of(&mut self, plan: &LogicalPlan, indent: &str, place: Option<usize>) {
        self.lines.push(PlanLine {
            operator: format!("{indent}{}", plan.step.name()),
            details: self.describer.step(&plan.step),
            estimated: plan.rows,
            place,
        });
        let Some((first, others)) = plan.inputs.split_first() else { return };
        let mut next = place.map(|place| place + 1 + first.size());
        for other in others {
            self.lines_of(other, &format!("{indent}│ "), next);
            next = next.map(|next| next + other.size());
        }
        self.lines_of(first, indent, place.map(|place| place + 1));
    }
}

impl LogicalPlan {
    /// How many steps there are.
    #[must_use]
    pub fn size(&self) -> usize {
        1 + self.inputs.iter().map(Self::size).sum::<usize>()
    }
}
