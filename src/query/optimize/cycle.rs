//! Patterns with cycles of which the relationships are only counted.
//!
//! Nodes are bound one after the other: one that is adjacent to a single node before it by `Expand`,
//! one that closes cycles by `Intersect`, which makes no row in vain.

use std::collections::BTreeSet;

use super::count::{Builder, counting, needed};
use super::pattern::Pattern;
use super::tree::Tree;
use crate::graph::Direction;
use crate::query::bind::bound::{AggregateCall, Expression, Slot};
use crate::query::plan::{CountedEdge, Estimator, Intersect, LogicalPlan, Step};

/// Rewrites every aggregation over a pattern with cycles.
pub(super) fn close(mut plan: LogicalPlan, estimator: &Estimator<'_>) -> LogicalPlan {
    plan.inputs = plan.inputs.into_iter().map(|input| close(input, estimator)).collect();
    let Step::Aggregation { keys, aggregates, times: None } = &plan.step else { return plan };
    closed(keys, aggregates, &plan, estimator).unwrap_or(plan)
}

fn closed(
    keys: &[(Expression, Slot)],
    aggregates: &[AggregateCall],
    plan: &LogicalPlan,
    estimator: &Estimator<'_>,
) -> Option<LogicalPlan> {
    let subqueries = &estimator.statement().subqueries;
    let pattern = Pattern::of(plan.inputs.first()?, subqueries)?;
    if pattern.is_tree() || !is_simple(&pattern) {
        return None;
    }
    let aggregates: Vec<_> = aggregates.iter().map(|call| counting(call, &pattern)).collect();
    let needed = needed(keys, &aggregates, &pattern, subqueries);
    if pattern.edges.iter().any(|edge| needed.contains(&edge.slot)) {
        return None;
    }
    let order = best_order(&pattern)?;
    let (input, times) = solve(&pattern, &order, &needed, estimator)?;
    let step = Step::Aggregation { keys: keys.to_vec(), aggregates, times: Some(times) };
    Some(input.then(step, plan.rows))
}

/// Whether no two relationships join the same nodes, none joins a node with itself, and none has
/// conditions of its own.
fn is_simple(pattern: &Pattern) -> bool {
    let ends = |place: usize| {
        pattern.edges.get(place).map(|edge| (edge.from.min(edge.to), edge.from.max(edge.to)))
    };
    let places = 0..pattern.edges.len();
    places.clone().all(|one| {
        ends(one).is_some_and(|(from, to)| from != to)
            && !places.clone().any(|other| other < one && ends(other) == ends(one))
    }) && pattern.edges.iter().all(|edge| edge.conditions.is_empty())
}

/// The order of nodes in which fewest rows are made: those that close most cycles come first, and
/// relationships are rather followed forwards, since hubs are found at their ends.
fn best_order(pattern: &Pattern) -> Option<Vec<Slot>> {
    let starts: Vec<_> = match &pattern.scan {
        Some((node, Step::NodeByLabelScan { .. } | Step::AllNodesScan { .. }, _)) => {
            let others = pattern.nodes.iter().map(|node| node.slot).filter(|slot| slot != node);
            std::iter::once(*node).chain(others).collect()
        }
        _ => pattern.nodes.iter().take(1).map(|node| node.slot).collect(),
    };
    let nodes = || pattern.nodes.iter().map(|node| node.slot);
    let joined = |one, other| pattern.edges.iter().any(|edge| edge.joins(one, other));
    let pairs = starts.into_iter().flat_map(|start| {
        nodes().filter(move |second| joined(start, *second)).map(move |second| [start, second])
    });
    pairs
        .filter_map(|begin| order_from(pattern, begin))
        .min_by_key(|(penalty, _)| *penalty)
        .map(|(_, order)| order)
}

/// An order that begins with two nodes, and how many intersected relationships are followed backwards; none if a
/// node has to be reached by a single relationship after the first cycle was closed.
fn order_from(pattern: &Pattern, begin: [Slot; 2]) -> Option<(usize, Vec<Slot>)> {
    let mut order = begin.to_vec();
    let (mut penalty, mut closes) = (0, false);
    while order.len() < pattern.nodes.len() {
        // The last of several equal ones is taken, so the first one of the pattern stands last.
        let nodes = pattern.nodes.iter().rev().map(|node| node.slot);
        let left = nodes.filter(|slot| !order.contains(slot));
        let next = left
            .map(|slot| (slot, connections(pattern, slot, &order)))
            .max_by_key(|(_, (count, backwards))| (*count, usize::MAX - backwards))?;
        let (slot, (count, backwards)) = next;
        if count == 0 || (count == 1 && closes) {
            return None;
        }
        if count > 1 {
            closes = true;
            penalty += backwards;
        }
        order.push(slot);
    }
    Some((penalty, order))
}

/// How many relationships join a node with some others, and how many of them lead backwards.
fn connections(pattern: &Pattern, node: Slot, others: &[Slot]) -> (usize, usize) {
    let edges = others.iter().flat_map(|other| {
        let joins = move |edge: &&super::pattern::Edge| edge.joins(*other, node);
        pattern.edges.iter().filter(joins).filter_map(|edge| edge.leads(*other))
    });
    edges.fold((0, 0), |(count, backwards), (_, direction)| {
        (count + 1, backwards + usize::from(direction != Direction::Outgoing))
    })
}

fn solve(
    pattern: &Pattern,
    order: &[Slot],
    needed: &BTreeSet<Slot>,
    estimator: &Estimator<'_>,
) -> Option<(LogicalPlan, Slot)> {
    let root = *order.first()?;
    let tree = Tree { root, core: Vec::new(), counted: Vec::new() };
    let builder = Builder { pattern, tree: &tree, estimator };
    let mut available = BTreeSet::new();
    let mut plan = builder.filter(pattern.base.clone(), Vec::new(), &[], &available);
    plan = builder.begin(plan, &mut available)?;
    let mut earlier: Vec<CountedEdge> = Vec::new();
    let mut times = None;
    for (place, node) in order.iter().enumerate().skip(1) {
        let bound = order.get(..place)?;
        let edges = edges_to(pattern, *node, bound);
        if let [edge] = edges.as_slice() {
            let known = pattern.edge(edge.relationship)?;
            plan = builder.expand(plan, known, edge.from, &mut available)?;
            continue;
        }
        let times = *times.get_or_insert(edges.first()?.relationship);
        let is_last = place + 1 == order.len();
        let is_used = needed.contains(node);
        let rows = plan.rows;
        let step = Intersect {
            node: *node,
            edges: edges.clone(),
            node_conditions: pattern.node(*node)?.conditions.clone(),
            times,
            earlier: earlier.clone(),
            bound: bound.to_vec(),
            listed: pattern
                .edges
                .iter()
                .map(|edge| edge.slot)
                .filter(|slot| available.contains(slot))
                .collect(),
            conflicts: pattern.conflicts(),
            is_count: is_last && !is_used,
        };
        earlier.extend(edges);
        available.insert(*node);
        plan = builder.filter(
            plan.then(Step::Intersect(step), rows),
            Vec::new(),
            &[*node],
            &available,
        );
    }
    Some((plan, times?))
}

/// The relationships that join a node with those before it, in their order.
fn edges_to(pattern: &Pattern, node: Slot, bound: &[Slot]) -> Vec<CountedEdge> {
    let joining = |from: &Slot| {
        let from = *from;
        pattern.edges.iter().filter(move |edge| edge.joins(from, node)).filter_map(move |edge| {
            let (to, direction) = edge.leads(from)?;
            let types = edge.types.clone();
            Some(CountedEdge { relationship: edge.slot, from, to, direction, types })
        })
    };
    bound.iter().flat_map(joining).collect()
}
