//! Shortest paths between nodes that are found.

use std::collections::BTreeSet;

use super::super::build::Partial;
use super::super::{LogicalPlan, SelectPaths, ShortestPath, Step, VarLengthExpand};
use super::walk::type_list;
use super::{Search, solve};
use crate::query::bind::bound::{
    Expression, PathStep, PatternPath, PatternShortest, QueryGraph, Slot,
};

impl Search<'_> {
    /// Seeks the shortest paths between nodes that are there.
    pub(super) fn connect_shortest(&mut self) -> bool {
        let ready = |one: &&PatternShortest| {
            let chain = &one.relationship;
            one.general.is_some()
                || (self.available.contains(&chain.from) && self.available.contains(&chain.to))
        };
        let place = self.shortest.iter().position(ready);
        let Some(one) = place.map(|place| self.shortest.remove(place)) else { return false };
        if let (Some(general), Some(path)) = (&one.general, one.general_path) {
            self.select_paths(one, general, path);
        } else {
            self.shortest_chain(one);
        }
        true
    }

    pub(super) fn select_paths(&mut self, one: &PatternShortest, general: &QueryGraph, path: Slot) {
        let available = self.available.clone();
        let inner =
            solve(self.planner, general, Partial { plan: LogicalPlan::argument(), available });
        let live: Vec<_> = inner.available.difference(&self.available).copied().collect();
        let rows = self.rows * inner.plan.rows.sqrt().max(1.0);
        let selection = one.selection.clone();
        self.available.extend(live.iter().copied());
        self.push(Step::SelectPaths(SelectPaths { path, live, selection }), Some(inner.plan), rows);
    }

    pub(super) fn shortest_chain(&mut self, one: &PatternShortest) {
        let chain = &one.relationship;
        let (types, rest) = type_list(chain.types.as_ref());
        let (predicates, paths) = if one.searches_conditions {
            self.conditions_of_chain(chain.slot)
        } else {
            (Vec::new(), Vec::new())
        };
        let expand = VarLengthExpand {
            from: chain.from,
            relationships: chain.slot,
            to: chain.to,
            direction: chain.direction,
            type_test: rest.cloned(),
            types,
            length: chain.length.expect("a chain that is searched has bounds"),
            each: chain.each.clone(),
            mode: chain.mode,
            into: true,
            reversed: false,
            unlike: Vec::new(),
            given: false,
        };
        let selection = one.selection.clone();
        let rows = self.rows;
        self.push(
            Step::ShortestPath(ShortestPath {
                expand,
                selection,
                predicates,
                paths,
                allows_cycle: !one.searches_conditions,
            }),
            None,
            rows,
        );
        self.available.insert(chain.slot);
    }

    /// Takes out the conditions that speak of a chain, and the paths that they speak of.
    pub(super) fn conditions_of_chain(
        &mut self,
        chain: Slot,
    ) -> (Vec<Expression>, Vec<PatternPath>) {
        let of_chain = |path: &&PatternPath| path.steps.contains(&PathStep::Relationships(chain));
        let paths: Vec<_> = self.paths.iter().copied().filter(of_chain).cloned().collect();
        let mut own: BTreeSet<_> = paths.iter().map(|path| path.slot).collect();
        own.insert(chain);
        let known: BTreeSet<_> = self.available.union(&own).copied().collect();
        let (inside, outside): (Vec<_>, Vec<_>) = std::mem::take(&mut self.predicates)
            .into_iter()
            .partition(|(_, slots)| !slots.is_disjoint(&own) && slots.is_subset(&known));
        self.predicates = outside;
        (inside.into_iter().map(|(predicate, _)| predicate.clone()).collect(), paths)
    }
}
