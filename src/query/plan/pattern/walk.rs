//! Steps along relationships.

use super::super::build::Partial;
use super::super::cost::Estimator;
use super::super::{Expand, LogicalPlan, ProjectEndpoints, Repeat, Step, VarLengthExpand};
use super::{Search, name_condition, solve};
use crate::query::bind::bound::{
    Expression, NameTest, PathRestriction, PatternRelationship, Slot, TypeRef,
};

impl<'a> Search<'a> {
    /// Reads the nodes at the ends of a relationship that is bound.
    pub(super) fn project_endpoints(&mut self) -> bool {
        let place = self
            .relationships
            .iter()
            .position(|one| one.length.is_none() && self.available.contains(&one.slot));
        let Some(one) = place.map(|place| self.relationships.remove(place)) else { return false };
        let (types, rest) = type_list(one.types.as_ref());
        let step = ProjectEndpoints {
            relationship: one.slot,
            from: one.from,
            to: one.to,
            from_bound: self.has(one.from),
            to_bound: self.has(one.to),
            direction: one.direction,
            unlike: self.unlike(one, types.as_deref()),
            types,
        };
        let rows = self.rows;
        self.push(Step::ProjectEndpoints(step), None, rows);
        self.finish_relationship(one, rest);
        true
    }

    /// Notes that a relationship is solved, and tests of its type what the step did not.
    pub(super) fn finish_relationship(
        &mut self,
        one: &'a PatternRelationship,
        rest: Option<&NameTest<TypeRef>>,
    ) {
        self.available.extend([one.slot, one.from, one.to]);
        if one.mode != PathRestriction::Walk {
            self.solved.push((one.slot, type_list(one.types.as_ref()).0));
        }
        if let Some(test) = rest.filter(|_| one.length.is_none()) {
            let rows = self.rows;
            self.push(Step::Filter(vec![has_type(one.slot, test)]), None, rows);
        }
    }

    /// The relationships that one must differ from: those solved before it that could be the same.
    pub(super) fn unlike(&self, one: &PatternRelationship, types: Option<&[TypeRef]>) -> Vec<Slot> {
        if one.mode == PathRestriction::Walk {
            return Vec::new();
        }
        let may_equal = |other: &Option<Vec<TypeRef>>| match (types, other) {
            (Some(types), Some(other)) => types.iter().any(|kind| other.contains(kind)),
            _ => true,
        };
        let solved = self.solved.iter().filter(|(_, types)| may_equal(types));
        solved.map(|(slot, _)| *slot).collect()
    }

    /// Follows the relationship, or chain of them, that leaves the fewest rows.
    pub(super) fn expand(&mut self) -> bool {
        let candidates = self.relationships.iter().enumerate();
        let best = candidates
            .filter(|(_, one)| self.has(one.from) || self.has(one.to))
            .map(|(place, one)| (place, self.expansion_factor(one)))
            .min_by(|one, other| one.1.total_cmp(&other.1));
        let Some((place, factor)) = best else { return false };
        let one = self.relationships.remove(place);
        let rows = self.rows * factor;
        self.follow(one, rows);
        true
    }

    /// By how much the rows grow when a relationship is followed; less where its far end is tested.
    pub(super) fn expansion_factor(&self, one: &PatternRelationship) -> f64 {
        let (types, _) = type_list(one.types.as_ref());
        let estimator = &self.planner.estimator;
        let degree = estimator.degree(types.as_deref(), one.direction);
        let factor = one.length.map_or(degree, |length| Estimator::chains(degree, length));
        if self.has(one.from) && self.has(one.to) {
            return factor / estimator.nodes();
        }
        factor
    }

    pub(super) fn follow(&mut self, one: &'a PatternRelationship, rows: f64) {
        let into = self.has(one.from) && self.has(one.to);
        let backwards = !self.has(one.from);
        let (from, to) = if backwards { (one.to, one.from) } else { (one.from, one.to) };
        let direction = if backwards { one.direction.reversed() } else { one.direction };
        let (types, rest) = type_list(one.types.as_ref());
        let unlike = self.unlike(one, types.as_deref());
        let Some(length) = one.length else {
            let relationship = one.slot;
            let step = Expand { from, relationship, to, direction, types, into, unlike };
            self.push(Step::Expand(step), None, rows);
            return self.finish_relationship(one, rest);
        };
        let bound_list = self.has(one.slot);
        let relationships = one.slot;
        let step = VarLengthExpand {
            from,
            relationships,
            to,
            direction,
            types,
            type_test: rest.cloned(),
            length,
            each: one.each.clone(),
            mode: one.mode,
            into,
            reversed: backwards,
            unlike,
            given: bound_list,
        };
        self.push(Step::VarLengthExpand(step), None, rows);
        self.finish_relationship(one, None);
    }

    /// Walks a quantified path from its first node.
    pub(super) fn repeat(&mut self) -> bool {
        let place = self.repetitions.iter().position(|one| self.available.contains(&one.from));
        let Some(one) = place.map(|place| self.repetitions.remove(place)) else { return false };
        let mut available = self.available.clone();
        available.insert(one.inner_from);
        let inner = Partial { plan: LogicalPlan::argument(), available };
        let inner = solve(self.planner, &one.inner, inner).plan;
        let rows = self.rows * Estimator::chains(inner.rows, one.length);
        let unlike = if one.mode == PathRestriction::Walk {
            Vec::new()
        } else {
            self.solved.iter().map(|(slot, _)| *slot).collect()
        };
        let step = Repeat {
            from: one.from,
            to: one.to,
            into: self.has(one.to),
            inner_from: one.inner_from,
            inner_to: one.inner_to,
            groups: one.groups.clone(),
            relationships: one.relationships.clone(),
            length: one.length,
            mode: one.mode,
            unlike,
        };
        self.push(Step::Repeat(step), Some(inner), rows);
        self.available.insert(one.to);
        self.available.extend(one.groups.iter().map(|group| group.1));
        if one.mode != PathRestriction::Walk {
            let lists = one.groups.iter().filter(|group| one.relationships.contains(&group.0));
            self.solved.extend(lists.map(|group| (group.1, None)));
        }
        true
    }
}

/// The types by which relationships are selected while they are followed, and the test that is left.
pub(super) fn type_list(
    test: Option<&NameTest<TypeRef>>,
) -> (Option<Vec<TypeRef>>, Option<&NameTest<TypeRef>>) {
    match test.map(|test| (test.alternatives(), test)) {
        None => (None, None),
        Some((Some(types), _)) => (Some(types), None),
        Some((None, test)) => (None, Some(test)),
    }
}

pub(super) fn has_type(slot: Slot, types: &NameTest<TypeRef>) -> Expression {
    name_condition(slot, NameTest::Wildcard, types.clone())
}
