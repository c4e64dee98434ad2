//! Conditions within a pattern, which are bound once all its variables are in scope.

use super::super::binder::{Aggregation, Binder};
use super::super::bound::{
    EachRelationship, Expression, ExpressionKind, PatternRelationship, QueryGraph, Slot,
};
use super::super::scope::Type;
use super::{GraphBuilder, Waiting};
use crate::error::{ErrorCode, Span};
use crate::syntax::ast;
use crate::syntax::ast::ComparisonOperator;
use crate::value::Value;

impl Binder<'_> {
    pub(super) fn bind_waiting(&mut self, condition: &Waiting<'_>, graph: &mut QueryGraph) {
        match *condition {
            Waiting::Properties(slot, properties) => {
                let conditions = self.property_conditions(slot, properties);
                graph.predicates.extend(conditions);
            }
            Waiting::Predicate(predicate) => {
                let bound = self.with_rules(Aggregation::Forbidden, true, |binder| {
                    binder.bind_condition(predicate)
                });
                split(bound, &mut graph.predicates);
            }
            Waiting::Each(chain, properties) => {
                let slot = self.each_slot(chain, graph);
                let conditions = self.property_conditions(slot, properties);
                add_each(chain, graph, slot, conditions);
            }
            Waiting::EachPredicate(chain, name, predicate) => {
                let slot = self.each_slot(chain, graph);
                let mut conditions = Vec::new();
                self.within_scope(|binder| {
                    if let Some(name) = name {
                        binder.scope.add(name.text.clone(), slot, Type::RELATIONSHIP);
                    }
                    let bound = binder.with_rules(Aggregation::Forbidden, true, |binder| {
                        binder.bind_condition(predicate)
                    });
                    split(bound, &mut conditions);
                });
                add_each(chain, graph, slot, conditions);
            }
        }
    }

    pub(super) fn each_slot(&mut self, chain: Slot, graph: &mut QueryGraph) -> Slot {
        let known = chain_of(chain, graph).and_then(|chain| chain.each.as_ref());
        known.map_or_else(|| self.anonymous_slot(), |each| each.slot)
    }

    /// The conditions that a property map sets for the entity in a slot.
    pub(super) fn property_conditions(
        &mut self,
        slot: Slot,
        properties: &ast::Expression,
    ) -> Vec<Expression> {
        let ast::ExpressionKind::Map(entries) = &properties.kind else {
            let message =
                "a pattern to match takes its properties from a map, not from a parameter";
            self.fault(ErrorCode::InvalidParameterUse, properties.span, message);
            return Vec::new();
        };
        let mut conditions = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let (value, _) = self.bind_plain(value);
            self.notice_key(key);
            let span = key.span.to(value.span);
            let entity = Expression { kind: ExpressionKind::Slot(slot), span: key.span };
            let property = ExpressionKind::Property(Box::new(entity), self.key(&key.text));
            let property = Box::new(Expression { kind: property, span: key.span });
            let kind =
                ExpressionKind::Comparison(ComparisonOperator::Equal, property, Box::new(value));
            conditions.push(Expression { kind, span });
        }
        conditions
    }
}

impl GraphBuilder<'_> {
    /// Lets a node that an earlier clause has bound match only if it is there: what an
    /// `OPTIONAL MATCH` has not found is null, and no node.
    pub(super) fn exclude_null(&mut self, slot: Slot, span: Span) {
        if self.graph.nodes.iter().any(|node| node.slot == slot && node.bound) {
            let node = Expression { kind: ExpressionKind::Slot(slot), span };
            let is_null = Expression { kind: ExpressionKind::IsNull(Box::new(node)), span };
            let kind = ExpressionKind::Not(Box::new(is_null));
            self.graph.predicates.push(Expression { kind, span });
        }
    }
}

/// The chain of a slot.
pub(super) fn chain_of(slot: Slot, graph: &mut QueryGraph) -> Option<&mut PatternRelationship> {
    let shortest = graph.shortest.iter_mut().map(|shortest| &mut shortest.relationship);
    graph.relationships.iter_mut().chain(shortest).find(|chain| chain.slot == slot)
}

/// Adds conditions on each relationship of a chain.
pub(super) fn add_each(
    chain: Slot,
    graph: &mut QueryGraph,
    slot: Slot,
    conditions: Vec<Expression>,
) {
    if let Some(chain) = chain_of(chain, graph) {
        let none = || EachRelationship { slot, predicates: Vec::new() };
        chain.each.get_or_insert_with(none).predicates.extend(conditions);
    }
}

/// Lets the conditions on each relationship of a chain wait.
pub(super) fn wait_for_chain<'p>(
    pattern: &'p ast::RelationshipPattern,
    chain: Slot,
    builder: &mut GraphBuilder<'p>,
) {
    if let Some(properties) = &pattern.properties {
        builder.waiting.push(Waiting::Each(chain, properties));
    }
    if let Some(predicate) = &pattern.predicate {
        let name = pattern.variable.as_ref();
        builder.waiting.push(Waiting::EachPredicate(chain, name, predicate));
    }
}

/// Splits a condition at its `AND`s.
pub(super) fn split(condition: Expression, conditions: &mut Vec<Expression>) {
    if let ExpressionKind::And(parts) = condition.kind {
        for part in parts {
            split(part, conditions);
        }
    } else if !matches!(condition.kind, ExpressionKind::Constant(Value::Boolean(true))) {
        conditions.push(condition);
    }
}
