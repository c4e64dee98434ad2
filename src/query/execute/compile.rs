//! Plan to operators: one constructor for each step.

use super::aggregate::Aggregation;
use super::apply::{Apply, Foreach, SemiApply, UnitApply};
use super::batch::Batches;
use super::call::ProcedureCall;
use super::count::CountMatches;
use super::distinct::Distinct;
use super::eager::{Eager, Union};
use super::filter::Filter;
use super::intersect::Intersect;
use super::join::{CartesianProduct, HashJoin, JoinSides};
use super::limit::{Limit, Skip};
use super::load_csv::{CsvSource, LoadCsv};
use super::operator::{Argument, EmptyResult, Input, Nothing};
use super::profile::Profiled;
use super::project::{Projection, Unwind};
use super::reach::{Reach, ReachAll};
use super::read::{
    BuildPath, Expand, NodeByIdSeek, NodeIndexSeek, NodeScan, ProjectEndpoints, Repeat,
    SelectPaths, VarLengthExpand,
};
use super::shortest::ShortestPath;
use super::sort::Sort;
use super::write::{Create, Delete, Merge, MergeStep, Remove, SetProperties};
use crate::query::plan::{LogicalPlan, Step};

/// Compiles plans, and numbers their steps if they are to be measured.
pub(super) struct Compiler {
    next: Option<usize>,
}

impl Compiler {
    /// A compiler of operators that are not measured.
    pub(super) fn plain() -> Self {
        Self { next: None }
    }

    /// A compiler of operators that are measured.
    pub(super) fn measured() -> Self {
        Self { next: Some(0) }
    }

    /// The operators of a plan.
    pub(super) fn compile<'p>(&mut self, plan: &'p LogicalPlan) -> Input<'p> {
        let place = self.next;
        self.next = place.map(|place| place + 1);
        let mut inputs: Vec<_> = plan.inputs.iter().map(|input| self.compile(input)).collect();
        let operator = if let Step::Union { inputs: slots, columns } = &plan.step {
            let slots = slots.iter().map(AsRef::as_ref);
            Box::new(Union::new(inputs.into_iter().zip(slots).collect(), columns))
        } else {
            let second = if inputs.len() > 1 { inputs.pop() } else { None };
            let first = inputs.pop().unwrap_or_else(|| Box::new(Argument::default()));
            let second = second.unwrap_or_else(|| Box::new(Argument::default()));
            operator(plan, first, second)
        };
        match place {
            Some(place) => Box::new(Profiled::new(operator, place)),
            None => operator,
        }
    }
}

/// The operator of a step; most have one input only.
fn operator<'p>(plan: &'p LogicalPlan, input: Input<'p>, second: Input<'p>) -> Input<'p> {
    match &plan.step {
        Step::Argument | Step::ProduceResults(_) | Step::Union { .. } => input,
        Step::Nothing => Box::new(Nothing),
        Step::AllNodesScan { node } => Box::new(NodeScan::new(input, *node, None)),
        Step::NodeByLabelScan { node, label } => {
            Box::new(NodeScan::new(input, *node, Some(*label)))
        }
        Step::NodeByIdSeek { node, id } => Box::new(NodeByIdSeek::new(input, *node, id)),
        Step::NodeIndexSeek { node, label, key, seek } => {
            Box::new(NodeIndexSeek::new(input, *node, (*label, *key), seek))
        }
        Step::Expand(step) => Box::new(Expand::new(input, step)),
        Step::VarLengthExpand(step) => Box::new(VarLengthExpand::new(input, step)),
        Step::ProjectEndpoints(step) => Box::new(ProjectEndpoints::new(input, step)),
        Step::ShortestPath(step) => Box::new(ShortestPath::new(input, step)),
        Step::Repeat(step) => Box::new(Repeat::new(input, second, step)),
        Step::SelectPaths(step) => Box::new(SelectPaths::new(input, second, step)),
        Step::BuildPath(pattern) => Box::new(BuildPath::new(input, pattern)),
        Step::Filter(conditions) => Box::new(Filter::new(input, conditions)),
        Step::Apply => Box::new(Apply::new(input, second, None)),
        Step::OptionalApply { slots } => Box::new(Apply::new(input, second, Some(slots))),
        Step::SemiApply => Box::new(SemiApply::new(input, second, true)),
        Step::AntiSemiApply => Box::new(SemiApply::new(input, second, false)),
        Step::HashJoin { keys, build, probe: _ } => {
            Box::new(HashJoin::new(input, second, JoinSides { keys, build }))
        }
        Step::CartesianProduct { slots } => Box::new(CartesianProduct::new(input, second, slots)),
        Step::Projection(items) => Box::new(Projection::new(input, items)),
        Step::Aggregation { keys, aggregates, times } => {
            Box::new(Aggregation::new(input, keys, aggregates, *times))
        }
        Step::Reach(step) => Box::new(Reach::new(input, second, step)),
        Step::ReachAll(step) => Box::new(ReachAll::new(input, step)),
        Step::Intersect(step) => Box::new(Intersect::new(input, step)),
        Step::CountMatches(step) => Box::new(CountMatches::new(input, step)),
        Step::Distinct(slots) => Box::new(Distinct::new(input, slots)),
        Step::Sort { keys, live } => Box::new(Sort::new(input, keys, live, None)),
        Step::Top { keys, live, count } => Box::new(Sort::new(input, keys, live, Some(count))),
        Step::Skip(count) => Box::new(Skip::new(input, count)),
        Step::Limit(count) => Box::new(Limit::new(input, count, plan.changes_graph())),
        Step::Unwind { list, slot } => Box::new(Unwind::new(input, list, *slot)),
        Step::Eager { live } => Box::new(Eager::new(input, live)),
        Step::Batches { size, live } => Box::new(Batches::new(input, size, live)),
        Step::Create(pattern) => Box::new(Create::new(input, pattern)),
        Step::Merge { create, on_create, on_match, slots } => {
            Box::new(Merge::new(input, second, MergeStep { create, on_create, on_match, slots }))
        }
        Step::SetProperties(items) => Box::new(SetProperties::new(input, items)),
        Step::Remove(items) => Box::new(Remove::new(input, items)),
        Step::Delete { detach, targets } => Box::new(Delete::new(input, *detach, targets)),
        Step::Foreach { list, slot } => Box::new(Foreach::new(input, second, list, *slot)),
        Step::ProcedureCall { procedure, arguments, columns, span } => {
            Box::new(ProcedureCall::new(input, procedure, arguments, columns, *span))
        }
        Step::UnitApply => Box::new(UnitApply::new(input, second)),
        Step::LoadCsv { headers, url, delimiter, slot } => {
            let source = CsvSource { headers: *headers, url, delimiter: delimiter.as_ref() };
            Box::new(LoadCsv::new(input, source, *slot))
        }
        Step::EmptyResult => Box::new(EmptyResult::new(input)),
    }
}
