//! Relationships of a pattern, and chains of them.

use super::super::binder::Binder;
use super::super::bound::{
    EachRelationship, LengthRange, PathRestriction, PathStep, PatternRelationship, Slot,
};
use super::super::scope::Type;
use super::condition::wait_for_chain;
use super::{GraphBuilder, PathBuilder, Waiting};
use crate::error::ErrorCode;
use crate::graph::Direction;
use crate::syntax::ast;
use crate::value::Kinds;

impl Binder<'_> {
    pub(super) fn add_relationship<'p>(
        &mut self,
        pattern: &'p ast::RelationshipPattern,
        to: Slot,
        path: &mut PathBuilder,
        builder: &mut GraphBuilder<'p>,
    ) {
        let ends = (path.end, to);
        let relationship =
            self.declare_relationship(pattern, ends, path.restriction, builder, false);
        path.steps.push(if relationship.length.is_some() {
            PathStep::Relationships(relationship.slot)
        } else {
            PathStep::Relationship(relationship.slot)
        });
        path.end = to;
        builder.graph.relationships.push(relationship);
    }

    /// Declares a relationship. Conditions on a single one wait; those of a chain that is searched for
    /// (`searched`) are left to the caller.
    pub(super) fn declare_relationship<'p>(
        &mut self,
        pattern: &'p ast::RelationshipPattern,
        (from, to): (Slot, Slot),
        mode: PathRestriction,
        builder: &mut GraphBuilder<'p>,
        searched: bool,
    ) -> PatternRelationship {
        let length = length_of(pattern);
        let is_list = length.is_some() || searched;
        let (slot, bound) = self.relationship_slot(pattern, is_list, builder);
        let types = pattern.types.as_ref().map(|types| self.type_test(types));
        if length.is_none() && !searched {
            if let Some(properties) = &pattern.properties {
                builder.waiting.push(Waiting::Properties(slot, properties));
            }
            if let Some(predicate) = &pattern.predicate {
                builder.waiting.push(Waiting::Predicate(predicate));
            }
            if let Some(condition) = self.period_condition(slot) {
                builder.graph.predicates.push(condition);
            }
        }
        if length.is_some() && !searched {
            wait_for_chain(pattern, slot, builder);
        }
        let direction = direction_of(pattern.direction);
        let each = is_list.then(|| self.period_for_each()).flatten();
        PatternRelationship { slot, bound, from, to, direction, types, length, each, mode }
    }

    pub(super) fn period_for_each(&mut self) -> Option<EachRelationship> {
        self.period.as_ref()?;
        let slot = self.anonymous_slot();
        let predicates = self.period_condition(slot).into_iter().collect();
        Some(EachRelationship { slot, predicates })
    }

    /// The slot of a relationship, and whether an earlier clause has bound it.
    pub(super) fn relationship_slot(
        &mut self,
        pattern: &ast::RelationshipPattern,
        is_list: bool,
        builder: &GraphBuilder<'_>,
    ) -> (Slot, bool) {
        let kind = if is_list { Type::list_of(Kinds::RELATIONSHIP) } else { Type::RELATIONSHIP };
        let Some(name) = &pattern.variable else { return (self.anonymous_slot(), false) };
        let place = self.scope.variables().iter().rposition(|variable| variable.name == name.text);
        let Some(variable) = self.lookup(&name.text) else {
            return (self.declare(name, kind), false);
        };
        let fits = variable.kind.can_be(kind.kinds)
            && (!is_list || Type::of(variable.kind.elements).can_be(Kinds::RELATIONSHIP));
        if !fits {
            self.type_conflict(name, variable.kind, "a relationship");
        } else if place.is_some_and(|place| place >= builder.fence) {
            let message = format!("relationship `{}` stands twice in one pattern", name.text);
            self.fault(ErrorCode::RelationshipUniquenessViolation, name.span, message);
        }
        (variable.slot, place.is_some_and(|place| place < builder.fence))
    }
}

/// The bounds of a chain; a quantifier behind the arrow counts as they do.
pub(super) fn length_of(pattern: &ast::RelationshipPattern) -> Option<LengthRange> {
    if let Some(repetition) = &pattern.repetition {
        return Some(LengthRange { min: repetition.min, max: repetition.max });
    }
    let length = pattern.length.as_ref()?;
    Some(LengthRange { min: length.min.unwrap_or(1), max: length.max })
}

pub(super) fn direction_of(direction: ast::Direction) -> Direction {
    match direction {
        ast::Direction::Outgoing => Direction::Outgoing,
        ast::Direction::Incoming => Direction::Incoming,
        ast::Direction::Both => Direction::Both,
    }
}
