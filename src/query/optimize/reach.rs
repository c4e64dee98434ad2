//! Nodes of which it does not matter how often they are found are found once.
//!
//! Under `DISTINCT`, or where all aggregates take equal values once, the number of paths to a node
//! means nothing. So a chain of relationships is followed from set to set of nodes (`Reach`), and a
//! chain of variable length is a breadth-first search (`ReachAll`), instead of listing every path.

use std::collections::BTreeSet;

use super::pattern::Pattern;
use crate::graph::Direction;
use crate::query::bind::bound::{AggregateCall, BoundQuery, Expression, PathRestriction, Slot};
use crate::query::plan::{Estimator, LogicalPlan, Reach, ReachHop, Step, VarLengthExpand};

/// Rewrites what stands under every step that takes equal rows once.
pub(super) fn narrow(mut plan: LogicalPlan, estimator: &Estimator<'_>) -> LogicalPlan {
    plan.inputs = plan.inputs.into_iter().map(|input| narrow(input, estimator)).collect();
    let subqueries = &estimator.statement().subqueries;
    if let Step::Aggregation { keys, aggregates, times: None } = &plan.step
        && aggregates.iter().all(takes_once)
    {
        let arguments = aggregates.iter().flat_map(|call| &call.arguments);
        let read = slots(keys.iter().map(|key| &key.0).chain(arguments), subqueries);
        narrow_input(&mut plan, &read, estimator);
    } else if let Step::Distinct(_) = &plan.step {
        narrow_projected(&mut plan, estimator);
    }
    plan
}

/// Rewrites what stands under `DISTINCT` and the projection before it.
fn narrow_projected(plan: &mut LogicalPlan, estimator: &Estimator<'_>) {
    let Step::Distinct(kept) = &plan.step else { return };
    let kept = kept.clone();
    let Some(projection) = plan.inputs.first_mut() else { return };
    let Step::Projection(items) = &projection.step else { return };
    let computed: BTreeSet<_> = items.iter().map(|item| item.1).collect();
    let mut read = slots(items.iter().map(|item| &item.0), &estimator.statement().subqueries);
    read.extend(kept.iter().filter(|slot| !computed.contains(slot)));
    narrow_input(projection, &read, estimator);
}

/// Whether equal arguments count once, or may count as often as they like.
fn takes_once(call: &AggregateCall) -> bool {
    call.aggregate.is_some_and(|aggregate| call.distinct || matches!(aggregate.name, "min" | "max"))
}

fn slots<'e>(
    expressions: impl Iterator<Item = &'e Expression>,
    subqueries: &[BoundQuery],
) -> BTreeSet<Slot> {
    expressions.flat_map(|expression| expression.slots(subqueries)).collect()
}

/// Rewrites the input of a plan, of which only some slots are read.
fn narrow_input(plan: &mut LogicalPlan, read: &BTreeSet<Slot>, estimator: &Estimator<'_>) {
    let Some(input) = plan.inputs.first_mut() else { return };
    if let Some(better) = chain(input, read, estimator) {
        *input = better;
    } else {
        search(input, read, &estimator.statement().subqueries);
    }
}

/// A chain of relationships as sets of nodes.
fn chain(
    plan: &LogicalPlan,
    read: &BTreeSet<Slot>,
    estimator: &Estimator<'_>,
) -> Option<LogicalPlan> {
    let pattern = Pattern::of(plan, &estimator.statement().subqueries)?;
    if !(2..=Reach::MOST).contains(&pattern.edges.len()) || !pattern.is_tree() {
        return None;
    }
    let from = pattern.nodes.first()?.slot;
    let reach = hops(&pattern, from)?;
    let own = pattern.own_slots();
    let (to, is_simple) =
        (reach.to(), pattern.others.iter().all(|(_, slots)| slots.is_subset(&[from].into())));
    let needed: BTreeSet<_> = own.intersection(read).copied().collect();
    if !is_simple || !needed.is_subset(&[from, to].into()) {
        return None;
    }
    let (below, above) = split(plan)?;
    let rows = plan.rows;
    let again = above
        .into_iter()
        .rev()
        .fold(LogicalPlan::argument(), |below, (step, rows)| below.then(step, rows));
    Some(LogicalPlan { step: Step::Reach(reach), inputs: vec![below, again], rows })
}

/// The steps of a chain that begins at a node; none if the pattern branches.
fn hops(pattern: &Pattern, from: Slot) -> Option<Reach> {
    let mut hops: Vec<ReachHop> = Vec::new();
    let mut near = from;
    while hops.len() < pattern.edges.len() {
        let unseen = |slot: Slot| !hops.iter().any(|hop| hop.relationship == slot);
        let mut next =
            pattern.edges.iter().filter(|edge| unseen(edge.slot) && edge.leads(near).is_some());
        let (edge, None) = (next.next()?, next.next()) else { return None };
        let (to, direction) = edge.leads(near)?;
        hops.push(ReachHop {
            relationship: edge.slot,
            to,
            direction,
            types: edge.types.clone(),
            relationship_conditions: edge.conditions.clone(),
            node_conditions: pattern.node(to)?.conditions.clone(),
        });
        near = to;
    }
    let own = pattern.own_slots();
    if !pattern.edges.iter().all(|edge| edge.unlike.is_subset(&own)) {
        return None;
    }
    let conflict = |one: usize, other: usize| {
        let slot = |place: usize| hops.get(place).map(|hop: &ReachHop| hop.relationship);
        let pair = slot(one).zip(slot(other))?;
        pattern.conflict(pair.0, pair.1).then_some((one, other))
    };
    let pairs = (0..hops.len()).flat_map(|other| (0..other).map(move |one| (one, other)));
    let conflicts = pairs.filter_map(|(one, other)| conflict(one, other)).collect();
    Some(Reach { from, hops, conflicts })
}

/// Cuts a plan below its first expansion: what finds the first node with its conditions, and the
/// steps above, the last one first.
fn split(plan: &LogicalPlan) -> Option<(LogicalPlan, Vec<(Step, f64)>)> {
    let mut above = Vec::new();
    let mut below = plan;
    loop {
        let is_first = is_expansion(below) && !has_expansion(below.inputs.first()?);
        above.push((below.step.clone(), below.rows));
        below = below.inputs.first()?;
        if is_first {
            return Some((below.clone(), above));
        }
    }
}

fn is_expansion(plan: &LogicalPlan) -> bool {
    matches!(plan.step, Step::Expand(_))
}

/// Whether there is an expansion at the top of a plan, below filters.
fn has_expansion(plan: &LogicalPlan) -> bool {
    let is_filter = matches!(plan.step, Step::Filter(_));
    is_expansion(plan) || (is_filter && plan.inputs.first().is_some_and(has_expansion))
}

/// Makes a chain of variable length at the top of a plan a search.
fn search(plan: &mut LogicalPlan, read: &BTreeSet<Slot>, subqueries: &[BoundQuery]) {
    let mut read = read.clone();
    let mut next = Some(plan);
    while let Some(plan) = next {
        if let Step::VarLengthExpand(expand) = &plan.step {
            if is_searchable(expand) && !read.contains(&expand.relationships) {
                plan.step = Step::ReachAll(expand.clone());
            }
            return;
        }
        let Step::Filter(conditions) = &plan.step else { return };
        read.extend(slots(conditions.iter(), subqueries));
        next = plan.inputs.first_mut();
    }
}

/// Whether the ends of all chains are the nodes that a breadth-first search finds. A shortest chain
/// repeats nothing, so no other chain need be looked at; only the way back to the first node, in a
/// pattern without direction, could be the way there.
fn is_searchable(expand: &VarLengthExpand) -> bool {
    let is_plain = !expand.into && !expand.given && expand.unlike.is_empty();
    let is_free = matches!(expand.mode, PathRestriction::Trail | PathRestriction::Walk);
    let min = expand.length.min;
    is_plain && is_free && (min == 0 || (min == 1 && expand.direction != Direction::Both))
}
