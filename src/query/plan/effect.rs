//! What the steps of a plan do: which slots they set, whether they read or change the graph.

use std::collections::BTreeSet;

use super::{LogicalPlan, Step};
use crate::query::bind::bound::{CreateItem, CreatePattern, Slot};

impl LogicalPlan {
    /// The slots that hold something in the rows of this plan and that it has set itself.
    #[must_use]
    pub fn slots(&self) -> BTreeSet<Slot> {
        let mut slots = self.step.own_slots();
        if !self.step.forgets() {
            for input in self.visible_inputs() {
                slots.extend(input.slots());
            }
        }
        slots
    }

    /// Whether this plan changes the graph.
    #[must_use]
    pub fn changes_graph(&self) -> bool {
        self.step.changes_graph() || self.inputs.iter().any(Self::changes_graph)
    }

    /// The inputs whose slots are still set above the step.
    fn visible_inputs(&self) -> &[Self] {
        let hidden = matches!(
            self.step,
            Step::SemiApply
                | Step::AntiSemiApply
                | Step::Foreach { .. }
                | Step::UnitApply
                | Step::Repeat(_)
        );
        if hidden { self.inputs.get(..1).unwrap_or_default() } else { &self.inputs }
    }
}

impl Step {
    /// Whether it changes the graph; what its second input does is not counted.
    #[must_use]
    pub fn changes_graph(&self) -> bool {
        matches!(
            self,
            Self::Create(_)
                | Self::Merge { .. }
                | Self::SetProperties(_)
                | Self::Remove(_)
                | Self::Delete { .. }
        )
    }

    /// Whether it looks for nodes or relationships.
    #[must_use]
    pub fn reads_graph(&self) -> bool {
        matches!(
            self,
            Self::AllNodesScan { .. }
                | Self::NodeByLabelScan { .. }
                | Self::NodeByIdSeek { .. }
                | Self::NodeIndexSeek { .. }
                | Self::Expand(_)
                | Self::CountMatches(_)
                | Self::Intersect(_)
                | Self::Reach(_)
                | Self::ReachAll(_)
                | Self::VarLengthExpand(_)
                | Self::ProjectEndpoints(_)
                | Self::ShortestPath(_)
                | Self::Repeat(_)
                | Self::SelectPaths(_)
                | Self::Merge { .. }
                | Self::ProcedureCall { .. }
        )
    }

    /// Whether it can yield more rows than it gets.
    #[must_use]
    pub fn multiplies(&self) -> bool {
        self.reads_graph()
            || matches!(self, Self::Unwind { .. } | Self::LoadCsv { .. } | Self::Union { .. })
    }

    /// Whether the slots of its input are lost above it.
    fn forgets(&self) -> bool {
        matches!(
            self,
            Self::Aggregation { .. }
                | Self::Sort { .. }
                | Self::Top { .. }
                | Self::Eager { .. }
                | Self::Batches { .. }
                | Self::Union { .. }
        )
    }

    /// The slots that it sets.
    fn own_slots(&self) -> BTreeSet<Slot> {
        match self {
            Self::Argument
            | Self::Nothing
            | Self::Filter(_)
            | Self::Apply
            | Self::SemiApply
            | Self::AntiSemiApply
            | Self::HashJoin { .. }
            | Self::CartesianProduct { .. }
            | Self::Distinct(_)
            | Self::Skip(_)
            | Self::Limit(_)
            | Self::SetProperties(_)
            | Self::Remove(_)
            | Self::Delete { .. }
            | Self::Foreach { .. }
            | Self::UnitApply
            | Self::ProduceResults(_)
            | Self::EmptyResult => BTreeSet::new(),
            Self::AllNodesScan { node }
            | Self::NodeByLabelScan { node, .. }
            | Self::NodeByIdSeek { node, .. }
            | Self::NodeIndexSeek { node, .. } => [*node].into(),
            Self::Reach(reach) => [reach.to()].into(),
            Self::ReachAll(expand) => [expand.to].into(),
            Self::Intersect(step) => [step.node, step.times].into(),
            Self::CountMatches(count) => [count.times].into(),
            Self::Expand(expand) => [expand.relationship, expand.to].into(),
            Self::VarLengthExpand(expand) => [expand.relationships, expand.to].into(),
            Self::ProjectEndpoints(ends) => [ends.from, ends.to].into(),
            Self::ShortestPath(shortest) => [shortest.expand.relationships].into(),
            Self::Repeat(repeat) => {
                repeat.groups.iter().map(|group| group.1).chain([repeat.to]).collect()
            }
            Self::SelectPaths(select) => select.live.iter().copied().collect(),
            Self::BuildPath(path) => [path.slot].into(),
            Self::OptionalApply { slots } => slots.iter().copied().collect(),
            Self::Projection(items) => items.iter().map(|item| item.1).collect(),
            Self::Aggregation { keys, aggregates, times: _ } => {
                let aggregates = aggregates.iter().map(|aggregate| aggregate.slot);
                keys.iter().map(|key| key.1).chain(aggregates).collect()
            }
            Self::Sort { live, .. }
            | Self::Top { live, .. }
            | Self::Eager { live }
            | Self::Batches { live, .. } => live.iter().copied().collect(),
            Self::Unwind { slot, .. } | Self::LoadCsv { slot, .. } => [*slot].into(),
            Self::Union { columns, .. } => columns.iter().copied().collect(),
            Self::Create(pattern) => created(pattern),
            Self::Merge { create, slots, .. } => {
                let mut all = created(create);
                all.extend(slots);
                all
            }
            Self::ProcedureCall { columns, .. } => columns.iter().map(|column| column.1).collect(),
        }
    }
}

/// The slots that making a pattern sets.
pub(super) fn created(pattern: &CreatePattern) -> BTreeSet<Slot> {
    let item = |item: &CreateItem| match item {
        CreateItem::Node { slot, .. } | CreateItem::Relationship { slot, .. } => *slot,
    };
    let paths = pattern.paths.iter().map(|path| path.slot);
    pattern.items.iter().map(item).chain(paths).collect()
}
