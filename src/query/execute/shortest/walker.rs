//! Steps of a search, and the conditions on each node and relationship.

use super::super::context::Context;
use super::super::evaluate::evaluate;
use super::super::read::{TypeFilter, follows};
use super::super::row::Row;
use crate::error::Result;
use crate::graph::{Adjacent, Direction, NodeId};
use crate::query::bind::bound::{Expression, ExpressionKind, Slot};
use crate::query::plan;
use crate::syntax::ast::QuantifierKind;
use crate::value::Value;

/// A condition on each node, or on each relationship, of a path.
struct EachOne<'p> {
    slot: Slot,
    predicate: &'p Expression,
    /// What the predicate must be.
    wanted: bool,
}

impl EachOne<'_> {
    fn holds(&self, value: Value, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        row.set(self.slot, value);
        let truth = evaluate(self.predicate, context, row)?;
        Ok(matches!(truth, Value::Boolean(truth) if truth == self.wanted))
    }
}

/// Follows relationships as a plan says.
pub(super) struct Walker<'p> {
    pub(super) step: &'p plan::VarLengthExpand,
    types: TypeFilter<'p>,
    nodes: Vec<EachOne<'p>>,
    relationships: Vec<EachOne<'p>>,
}

impl<'p> Walker<'p> {
    /// A walker that tests what can be tested on the way, and the conditions that are left.
    pub(super) fn new(plan: &'p plan::ShortestPath) -> (Self, Vec<&'p Expression>) {
        let step = &plan.expand;
        let types = TypeFilter::new(step.types.as_ref(), step.type_test.as_ref());
        let mut walker = Self { step, types, nodes: Vec::new(), relationships: Vec::new() };
        let rest = plan.predicates.iter().filter(|predicate| !walker.absorb(predicate, plan));
        let rest = rest.collect();
        (walker, rest)
    }

    /// Takes a condition over if it speaks of every node, or of every relationship, of the path.
    fn absorb(&mut self, condition: &'p Expression, plan: &plan::ShortestPath) -> bool {
        let (quantifier, negated) = if let ExpressionKind::Not(inner) = &condition.kind {
            (&inner.kind, true)
        } else {
            (&condition.kind, false)
        };
        let ExpressionKind::Quantifier { kind, slot, list, predicate } = quantifier else {
            return false;
        };
        let wanted = match (kind, negated) {
            (QuantifierKind::All, false) => true,
            (QuantifierKind::None, false) | (QuantifierKind::Any, true) => false,
            _ => return false,
        };
        if !stands_alone(predicate, plan) {
            return false;
        }
        let each = EachOne { slot: *slot, predicate, wanted };
        match elements_of(list, plan) {
            Some(Elements::Nodes) => self.nodes.push(each),
            Some(Elements::Relationships) => self.relationships.push(each),
            None => return false,
        }
        true
    }

    pub(super) fn prepare(&mut self, context: &Context<'_>) {
        self.types.prepare(context);
    }

    /// Whether a path may come through a node.
    pub(super) fn accepts_node(
        &self,
        node: NodeId,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<bool> {
        for each in &self.nodes {
            if !each.holds(Value::Node(node), context, row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Puts the steps that a path may take from a node into `steps`.
    pub(super) fn steps_from(
        &self,
        node: NodeId,
        direction: Direction,
        steps: &mut Vec<Adjacent>,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<()> {
        steps.clear();
        let mut expansion = context.view().expand(node, direction);
        while let Some(next) = expansion.next(context.view(), self.types.types()) {
            context.tick()?;
            if self.accepts(next, context, row)? {
                steps.push(next);
            }
        }
        Ok(())
    }

    fn accepts(&self, next: Adjacent, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if !follows(self.step, &self.types, next.relationship, context, row)? {
            return Ok(false);
        }
        for each in &self.relationships {
            if !each.holds(Value::Relationship(next.relationship), context, row)? {
                return Ok(false);
            }
        }
        self.accepts_node(next.node, context, row)
    }

    /// The greatest number of relationships.
    pub(super) fn max(&self) -> usize {
        self.step.length.max.map_or(usize::MAX, |max| usize::try_from(max).unwrap_or(usize::MAX))
    }

    /// The least number of relationships.
    pub(super) fn min(&self) -> usize {
        usize::try_from(self.step.length.min).unwrap_or(usize::MAX)
    }
}

/// What a quantifier goes over.
enum Elements {
    Nodes,
    Relationships,
}

/// Whether a list is all nodes, or all relationships, of the path that is sought.
fn elements_of(list: &Expression, plan: &plan::ShortestPath) -> Option<Elements> {
    let is_chain = |one: &Expression| matches!(one.kind, ExpressionKind::Slot(slot) if slot == plan.expand.relationships);
    if is_chain(list) {
        return Some(Elements::Relationships);
    }
    let ExpressionKind::Call(function, arguments) = &list.kind else { return None };
    let [path] = arguments.as_slice() else { return None };
    let ExpressionKind::Slot(path) = path.kind else { return None };
    if !plan.paths.iter().any(|one| one.slot == path) {
        return None;
    }
    match function.name {
        "nodes" => Some(Elements::Nodes),
        "relationships" => Some(Elements::Relationships),
        _ => None,
    }
}

/// Whether a condition can be tested before the whole path is known.
fn stands_alone(condition: &Expression, plan: &plan::ShortestPath) -> bool {
    if let ExpressionKind::Slot(slot) = condition.kind {
        return slot != plan.expand.relationships
            && plan.paths.iter().all(|path| path.slot != slot);
    }
    let is_subquery = matches!(condition.kind, ExpressionKind::Subquery(..));
    !is_subquery && condition.children().into_iter().all(|child| stands_alone(child, plan))
}
