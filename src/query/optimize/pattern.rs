//! The pattern that a row of steps matches: what scans, expansions and filters say together.

use std::collections::BTreeSet;

use crate::error::Span;
use crate::graph::Direction;
use crate::query::bind::bound::{
    BoundQuery, Expression, ExpressionKind, LabelRef, NameTest, Slot, TypeRef,
};
use crate::query::plan::{Expand, LogicalPlan, Step};
use crate::syntax::ast::TextOperator;
use crate::value::Value;

/// A connected pattern, and the plan that it stands on.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// What gives the rows with which the pattern begins.
    pub(super) base: LogicalPlan,
    /// How the first node is found; none if it is bound by `base`.
    pub(super) scan: Option<(Slot, Step, f64)>,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    /// Conditions that mention none of its nodes and relationships, or several of them.
    pub(super) others: Vec<(Expression, BTreeSet<Slot>)>,
}

/// A node of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) slot: Slot,
    pub(super) conditions: Vec<Expression>,
}

/// A relationship of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) slot: Slot,
    pub(super) from: Slot,
    pub(super) to: Slot,
    pub(super) direction: Direction,
    pub(super) types: Option<Vec<TypeRef>>,
    pub(super) conditions: Vec<Expression>,
    /// The relationships that it must differ from.
    pub(super) unlike: BTreeSet<Slot>,
}

impl Pattern {
    /// The pattern at the top of a plan; none if there is no step along a relationship, or if a
    /// condition could raise an error, so that it must be tested where it stands.
    pub(super) fn of(plan: &LogicalPlan, subqueries: &[BoundQuery]) -> Option<Self> {
        let mut conditions = Vec::new();
        let mut expands = Vec::new();
        let mut scan = None;
        let mut below = plan;
        while scan.is_none() {
            if let Step::Filter(predicates) = &below.step {
                conditions.extend(predicates.iter().cloned());
            } else if let Step::Expand(expand) = &below.step {
                expands.push(expand.clone());
            } else if let Some(node) = scanned(&below.step) {
                scan = Some((node, below.step.clone(), below.rows));
            } else {
                break;
            }
            below = below.inputs.first()?;
        }
        if expands.is_empty() || !conditions.iter().all(is_total) {
            return None;
        }
        expands.reverse();
        let mut pattern = Self {
            base: below.clone(),
            scan,
            nodes: Vec::new(),
            edges: Vec::new(),
            others: Vec::new(),
        };
        pattern.take_expands(&expands)?;
        pattern.take_conditions(conditions, subqueries);
        Some(pattern)
    }

    /// Takes over nodes and relationships; none if there are several unconnected parts.
    fn take_expands(&mut self, expands: &[Expand]) -> Option<()> {
        let label = self.scan.as_ref().and_then(|(node, step, _)| scan_condition(*node, step));
        let first = match &self.scan {
            Some((node, ..)) => *node,
            None => expands.first()?.from,
        };
        self.nodes.push(Node { slot: first, conditions: label.into_iter().collect() });
        for expand in expands {
            self.node(expand.from)?;
            if self.node(expand.to).is_none() {
                if expand.into {
                    return None;
                }
                self.nodes.push(Node { slot: expand.to, conditions: Vec::new() });
            }
            self.edges.push(Edge {
                slot: expand.relationship,
                from: expand.from,
                to: expand.to,
                direction: expand.direction,
                types: expand.types.clone(),
                conditions: Vec::new(),
                unlike: expand.unlike.iter().copied().collect(),
            });
        }
        Some(())
    }

    fn take_conditions(&mut self, conditions: Vec<Expression>, subqueries: &[BoundQuery]) {
        let own = self.own_slots();
        let given = self.base.slots();
        for condition in conditions {
            let slots = condition.slots(subqueries);
            let mentioned: BTreeSet<_> = slots.intersection(&own).copied().collect();
            let varies = !slots.is_disjoint(&given) && !mentioned.is_empty();
            let only =
                (mentioned.len() == 1 && !varies).then(|| mentioned.first().copied()).flatten();
            let node = self.nodes.iter_mut().find(|node| Some(node.slot) == only);
            let edge = self.edges.iter_mut().find(|edge| Some(edge.slot) == only);
            match (node, edge) {
                (Some(node), _) => node.conditions.push(condition),
                (None, Some(edge)) => edge.conditions.push(condition),
                (None, None) => self.others.push((condition, mentioned)),
            }
        }
    }

    pub(super) fn node(&self, slot: Slot) -> Option<&Node> {
        self.nodes.iter().find(|node| node.slot == slot)
    }

    pub(super) fn edge(&self, slot: Slot) -> Option<&Edge> {
        self.edges.iter().find(|edge| edge.slot == slot)
    }

    /// The nodes and relationships.
    pub(super) fn own_slots(&self) -> BTreeSet<Slot> {
        let nodes = self.nodes.iter().map(|node| node.slot);
        nodes.chain(self.edges.iter().map(|edge| edge.slot)).collect()
    }

    /// Whether there is but one way from each node to each other.
    pub(super) fn is_tree(&self) -> bool {
        self.edges.len() + 1 == self.nodes.len()
    }

    /// The pairs of relationships that must differ.
    pub(super) fn conflicts(&self) -> Vec<(Slot, Slot)> {
        let pairs =
            self.edges.iter().flat_map(|edge| edge.unlike.iter().map(|other| (edge.slot, *other)));
        pairs.collect()
    }

    /// Whether two relationships must differ.
    pub(super) fn conflict(&self, one: Slot, other: Slot) -> bool {
        let names = |one, other| self.edge(one).is_some_and(|edge| edge.unlike.contains(&other));
        names(one, other) || names(other, one)
    }
}

impl Node {
    /// The one label that a condition asks for.
    pub(super) fn required_label(condition: &Expression) -> Option<LabelRef> {
        let ExpressionKind::HasLabels(_, NameTest::Name(label), _) = &condition.kind else {
            return None;
        };
        Some(*label)
    }
}

impl Edge {
    /// Whether it joins two nodes.
    pub(super) fn joins(&self, one: Slot, other: Slot) -> bool {
        (self.from, self.to) == (one, other) || (self.to, self.from) == (one, other)
    }

    /// The node at the other end, and the way to it; none if the edge does not touch the node.
    pub(super) fn leads(&self, from: Slot) -> Option<(Slot, Direction)> {
        if self.from == from {
            return Some((self.to, self.direction));
        }
        (self.to == from).then_some((self.from, self.direction.reversed()))
    }
}

/// The node that a step looks for.
fn scanned(step: &Step) -> Option<Slot> {
    if let Step::AllNodesScan { node }
    | Step::NodeByLabelScan { node, .. }
    | Step::NodeByIdSeek { node, .. }
    | Step::NodeIndexSeek { node, .. } = step
    {
        return Some(*node);
    }
    None
}

/// What a scan tests that no filter repeats; what a look-up finds is always tested again.
fn scan_condition(node: Slot, step: &Step) -> Option<Expression> {
    let Step::NodeByLabelScan { label, .. } = step else { return None };
    let span = Span::default();
    let subject = Box::new(Expression { kind: ExpressionKind::Slot(node), span });
    let kind = ExpressionKind::HasLabels(subject, NameTest::Name(*label), NameTest::Wildcard);
    Some(Expression { kind, span })
}

/// Whether a condition gives true, false or null for any row and never an error, so that it may be
/// tested for more rows or for fewer.
fn is_total(condition: &Expression) -> bool {
    if let ExpressionKind::And(parts) | ExpressionKind::Or(parts) | ExpressionKind::Xor(parts) =
        &condition.kind
    {
        return parts.iter().all(is_total);
    }
    if let ExpressionKind::Not(inner) = &condition.kind {
        return is_total(inner);
    }
    if let ExpressionKind::Comparison(_, left, right) = &condition.kind {
        return is_harmless(left) && is_harmless(right);
    }
    if let ExpressionKind::Text(operator, left, right) = &condition.kind {
        return *operator != TextOperator::Matches && is_harmless(left) && is_harmless(right);
    }
    if let ExpressionKind::IsNull(operand) | ExpressionKind::IsTyped(operand, ..) = &condition.kind
    {
        return is_harmless(operand);
    }
    if let ExpressionKind::In(element, list) = &condition.kind {
        let ExpressionKind::List(items) = &list.kind else { return false };
        return is_harmless(element) && items.iter().all(is_harmless);
    }
    if let ExpressionKind::HasLabels(operand, ..) = &condition.kind {
        return is_slot(operand);
    }
    matches!(condition.kind, ExpressionKind::Constant(Value::Boolean(_)))
}

/// Whether a value can be computed for any row.
fn is_harmless(expression: &Expression) -> bool {
    if let ExpressionKind::Property(subject, _) = &expression.kind {
        return is_slot(subject);
    }
    if let ExpressionKind::Call(function, arguments) = &expression.kind {
        return matches!(function.name, "id" | "elementId") && arguments.iter().all(is_slot);
    }
    matches!(
        expression.kind,
        ExpressionKind::Constant(_) | ExpressionKind::Slot(_) | ExpressionKind::Parameter(_)
    )
}

fn is_slot(expression: &Expression) -> bool {
    matches!(expression.kind, ExpressionKind::Slot(_))
}
