//! Parts of a pattern in brackets, and how often they repeat.

use super::super::binder::{Aggregation, Binder};
use super::super::bound::{LengthRange, PathStep, PatternRepetition, QueryGraph, Slot};
use super::super::scope::Type;
use super::condition::split;
use super::{GraphBuilder, PathBuilder, Waiting};
use crate::syntax::ast;

impl Binder<'_> {
    /// Adds what stands in mere brackets.
    pub(super) fn add_bracketed<'p>(
        &mut self,
        quantified: &'p ast::QuantifiedPath,
        path: &mut PathBuilder,
        builder: &mut GraphBuilder<'p>,
    ) {
        let Some(inner) =
            self.declare_elements(&quantified.path.elements, path.restriction, builder)
        else {
            return;
        };
        if path.steps.is_empty() {
            builder.graph.nodes.retain(|node| node.slot != path.start || node.bound);
            path.start = inner.start;
        }
        path.steps.extend(inner.steps);
        path.end = inner.end;
        if let Some(predicate) = &quantified.predicate {
            builder.waiting.push(Waiting::Predicate(predicate));
        }
    }

    /// Adds a quantified path; its variables are lists outside of it.
    pub(super) fn add_repetition(
        &mut self,
        quantified: &ast::QuantifiedPath,
        to: Slot,
        path: &mut PathBuilder,
        builder: &mut GraphBuilder<'_>,
    ) {
        let from = path.end;
        let fence = self.scope.len();
        let mut inner_builder =
            GraphBuilder { graph: QueryGraph::default(), fence, waiting: Vec::new() };
        let inner =
            self.declare_elements(&quantified.path.elements, path.restriction, &mut inner_builder);
        for condition in std::mem::take(&mut inner_builder.waiting) {
            self.bind_waiting(&condition, &mut inner_builder.graph);
        }
        if let Some(predicate) = &quantified.predicate {
            let bound = self.with_rules(Aggregation::Forbidden, true, |binder| {
                binder.bind_condition(predicate)
            });
            split(bound, &mut inner_builder.graph.predicates);
        }
        let own: Vec<_> = self.scope.variables().iter().skip(fence).cloned().collect();
        self.scope.truncate(fence);
        let Some(inner) = inner else { return };
        for node in &mut inner_builder.graph.nodes {
            node.bound = node.bound || node.slot == inner.start;
        }
        let mut groups = Vec::new();
        for variable in own {
            let name = ast::Name { text: variable.name, span: quantified.span };
            let list = self.declare(&name, Type::list_of(variable.kind.kinds));
            groups.push((variable.slot, list));
        }
        let (relationships, lists) = self.group_steps(&inner.steps, &mut groups);
        let repetition = quantified.repetition.as_ref();
        let length = LengthRange {
            min: repetition.map_or(1, |repetition| repetition.min),
            max: repetition.map_or(Some(1), |repetition| repetition.max),
        };
        path.steps.push(PathStep::Rounds(lists));
        path.end = to;
        builder.graph.repetitions.push(PatternRepetition {
            from,
            to,
            inner: Box::new(inner_builder.graph),
            inner_from: inner.start,
            inner_to: inner.end,
            groups,
            relationships,
            length,
            mode: path.restriction,
        });
    }

    /// The relationships of a round, and the lists in which they stand outside.
    pub(super) fn group_steps(
        &mut self,
        steps: &[PathStep],
        groups: &mut Vec<(Slot, Slot)>,
    ) -> (Vec<Slot>, Vec<Slot>) {
        let mut relationships = Vec::new();
        let mut lists = Vec::new();
        for step in steps {
            if let PathStep::Relationship(slot) | PathStep::Relationships(slot) = step {
                let known = groups.iter().find(|group| group.0 == *slot).map(|group| group.1);
                let list = known.unwrap_or_else(|| {
                    let list = self.anonymous_slot();
                    groups.push((*slot, list));
                    list
                });
                relationships.push(*slot);
                lists.push(list);
            }
        }
        (relationships, lists)
    }
}
