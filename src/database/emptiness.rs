//! Why a statement has no rows: the step that had some and let none through.
//!
//! An empty answer looks like an answer, and most of them are misspelt values or directions turned
//! round. So a statement that finds nothing runs a second time, measured, and what it tells is where
//! its rows were lost.

use std::time::Duration;

use super::Notification;
use crate::error::Span;
use crate::query::bind::bound::BoundStatement;
use crate::query::execute::Measure;
use crate::query::plan::{self, LogicalPlan, Plans, Step};

/// How long the second run may take; an answer that took longer stays without a reason.
pub(super) const PATIENCE: Duration = Duration::from_secs(1);

/// Says which step of a statement without rows lost the last one.
pub(super) fn reason(
    bound: &BoundStatement,
    plans: &Plans,
    measures: &[Measure],
) -> Option<Notification> {
    let main = plans.main.as_ref()?;
    let (culprit, place) = find(main, 0, measures)?;
    let lines = plan::explain(bound, plans);
    let details = &lines.iter().find(|line| line.place == Some(place))?.details;
    let message = told(&culprit.step, details)?;
    Some(Notification { message, help: None, span: span(&culprit.step) })
}

/// The step without rows of which no input is without rows, and its place.
fn find<'p>(
    plan: &'p LogicalPlan,
    place: usize,
    measures: &[Measure],
) -> Option<(&'p LogicalPlan, usize)> {
    if measures.get(place)?.rows > 0 {
        return None;
    }
    let mut next = place + 1;
    for input in &plan.inputs {
        if let Some(found) = find(input, next, measures) {
            return Some(found);
        }
        next += input.size();
    }
    Some((plan, place))
}

/// What happened at a step, in words; nothing for steps that lose rows on purpose.
fn told(step: &Step, details: &str) -> Option<String> {
    Some(match step {
        Step::Filter(_) => format!("no row fulfils `{details}`"),
        Step::AllNodesScan { .. } => "the graph has no nodes".to_owned(),
        Step::NodeByLabelScan { .. } => format!("no node fits `({details})`"),
        Step::NodeByIdSeek { .. } | Step::NodeIndexSeek { .. } => {
            format!("no node is found by `{details}`")
        }
        Step::Expand(_)
        | Step::CountMatches(_)
        | Step::Intersect(_)
        | Step::Reach(_)
        | Step::ReachAll(_)
        | Step::VarLengthExpand(_)
        | Step::ProjectEndpoints(_) => {
            format!("no relationship fits `{details}`")
        }
        Step::ShortestPath(_) | Step::Repeat(_) | Step::SelectPaths(_) => {
            format!("no path fits `{details}`")
        }
        Step::SemiApply => "no row fulfils the condition on a pattern".to_owned(),
        Step::AntiSemiApply => "every row has the pattern that it must not have".to_owned(),
        Step::HashJoin { .. } => format!("no two rows agree in `{details}`"),
        Step::Unwind { .. } => format!("the list of `{details}` is empty"),
        Step::ProcedureCall { .. } => format!("`{details}` yields nothing"),
        Step::LoadCsv { .. } => format!("`{details}` has no lines"),
        Step::Skip(_) | Step::Limit(_) | Step::Top { .. } => {
            format!("`{}` leaves no row", step.name())
        }
        Step::Argument
        | Step::Nothing
        | Step::BuildPath(_)
        | Step::Apply
        | Step::OptionalApply { .. }
        | Step::CartesianProduct { .. }
        | Step::Projection(_)
        | Step::Aggregation { .. }
        | Step::Distinct(_)
        | Step::Sort { .. }
        | Step::Union { .. }
        | Step::Eager { .. }
        | Step::Batches { .. }
        | Step::Create(_)
        | Step::Merge { .. }
        | Step::SetProperties(_)
        | Step::Remove(_)
        | Step::Delete { .. }
        | Step::Foreach { .. }
        | Step::UnitApply
        | Step::ProduceResults(_)
        | Step::EmptyResult => return None,
    })
}

/// Where the step's condition stands in the text.
fn span(step: &Step) -> Span {
    if let Step::Filter(predicates) = step {
        let spans = predicates.iter().map(|predicate| predicate.span);
        return spans.reduce(Span::to).unwrap_or_default();
    }
    Span::default()
}
