//! Parts of a pattern of which only the number of matches is wanted are counted, not listed.
//!
//! `MATCH (a)-->(b)-->(c) RETURN b, count(*)` needs `b` only. The rule picks a node as the root of
//! the pattern, lists the part that joins the variables which are needed (the core), and leaves what
//! hangs on it to `CountMatches`, so that each row of the core stands for many. Aggregates take in
//! such a row as often as it counts.

use std::collections::BTreeSet;

use super::pattern::{Edge, Node, Pattern};
use super::tree::Tree;
use crate::query::bind::bound::{AggregateCall, BoundQuery, Expression, ExpressionKind, Slot};
use crate::query::plan::{Branch, CountMatches, Estimator, Expand, LogicalPlan, Step};

/// Branches at one node that must all differ; the terms of their count grow like Bell's numbers.
const MOST_CONFLICTS: usize = 4;

/// Rewrites every aggregation over a pattern that is a tree.
pub(super) fn fold(mut plan: LogicalPlan, estimator: &Estimator<'_>) -> LogicalPlan {
    plan.inputs = plan.inputs.into_iter().map(|input| fold(input, estimator)).collect();
    let Step::Aggregation { keys, aggregates, times: None } = &plan.step else { return plan };
    counted(keys, aggregates, &plan, estimator).unwrap_or(plan)
}

fn counted(
    keys: &[(Expression, Slot)],
    aggregates: &[AggregateCall],
    plan: &LogicalPlan,
    estimator: &Estimator<'_>,
) -> Option<LogicalPlan> {
    let subqueries = &estimator.statement().subqueries;
    let pattern = Pattern::of(plan.inputs.first()?, subqueries)?;
    if !pattern.is_tree() {
        return None;
    }
    let aggregates: Vec<_> = aggregates.iter().map(|call| counting(call, &pattern)).collect();
    let needed = needed(keys, &aggregates, &pattern, subqueries);
    let tree = best_tree(&pattern, &needed, estimator)?;
    let (input, times) = Builder { pattern: &pattern, tree: &tree, estimator }.build()?;
    let step = Step::Aggregation { keys: keys.to_vec(), aggregates, times: Some(times) };
    Some(input.then(step, plan.rows))
}

/// `count(a)` of a variable of the pattern, which is never null, counts rows.
pub(super) fn counting(call: &AggregateCall, pattern: &Pattern) -> AggregateCall {
    let mut call = call.clone();
    let is_count = call.aggregate.is_some_and(|aggregate| aggregate.name == "count");
    let is_own = matches!(call.arguments.as_slice(), [Expression { kind: ExpressionKind::Slot(slot), .. }]
        if pattern.own_slots().contains(slot));
    if is_count && is_own && !call.distinct {
        call.aggregate = None;
        call.arguments.clear();
    }
    call
}

/// The variables of the pattern that are needed for more than their number.
pub(super) fn needed(
    keys: &[(Expression, Slot)],
    aggregates: &[AggregateCall],
    pattern: &Pattern,
    subqueries: &[BoundQuery],
) -> BTreeSet<Slot> {
    let own = pattern.own_slots();
    let arguments = aggregates.iter().flat_map(|call| &call.arguments);
    let expressions = keys.iter().map(|key| &key.0).chain(arguments);
    let mut needed: BTreeSet<_> =
        expressions.flat_map(|expression| expression.slots(subqueries)).collect();
    needed.extend(pattern.others.iter().flat_map(|(_, slots)| slots.iter().copied()));
    let foreign = |edge: &&Edge| !edge.unlike.is_subset(&own);
    needed.extend(pattern.edges.iter().filter(foreign).map(|edge| edge.slot));
    needed.intersection(&own).copied().collect()
}

/// The cheapest root, if a part of the pattern is counted from it; none if to list all is cheaper.
fn best_tree(
    pattern: &Pattern,
    needed: &BTreeSet<Slot>,
    estimator: &Estimator<'_>,
) -> Option<Tree> {
    let roots: Vec<_> = match &pattern.scan {
        Some(_) => pattern.nodes.iter().map(|node| node.slot).collect(),
        None => pattern.nodes.iter().take(1).map(|node| node.slot).collect(),
    };
    roots
        .into_iter()
        .filter_map(|root| Tree::new(pattern, root, needed))
        .filter(|tree| tree.is_countable(pattern, MOST_CONFLICTS))
        .map(|tree| (tree.cost(pattern, estimator), tree))
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, tree)| tree)
        .filter(Tree::counts_anything)
}

/// Puts the core and the counts on the base.
pub(super) struct Builder<'a> {
    pub(super) pattern: &'a Pattern,
    pub(super) tree: &'a Tree,
    pub(super) estimator: &'a Estimator<'a>,
}

impl Builder<'_> {
    /// The plan, and the slot where it stands how often a row counts.
    fn build(&self) -> Option<(LogicalPlan, Slot)> {
        let mut available = BTreeSet::new();
        let mut plan = self.pattern.base.clone();
        plan = self.filter(plan, Vec::new(), &[], &available);
        plan = self.begin(plan, &mut available)?;
        for edge in &self.tree.core {
            plan = self.expand(plan, self.pattern.edge(edge.slot)?, edge.near, &mut available)?;
        }
        let times = self.tree.counted.first()?.slot;
        let mut multiplies = false;
        for root in self.tree.core_nodes() {
            let branches = self.branches(root, None);
            if !branches.is_empty() {
                let step = CountMatches { root, branches, times, multiplies };
                plan = plan.then_same(Step::CountMatches(step));
                multiplies = true;
            }
        }
        Some((plan, times))
    }

    /// Finds the root.
    pub(super) fn begin(
        &self,
        plan: LogicalPlan,
        available: &mut BTreeSet<Slot>,
    ) -> Option<LogicalPlan> {
        let root = self.pattern.node(self.tree.root)?;
        let mut conditions = root.conditions.clone();
        let plan = match &self.pattern.scan {
            None => plan,
            Some((node, step, rows)) if *node == root.slot => {
                let rows = *rows;
                plan.then(step.clone(), rows)
            }
            Some(_) => {
                let (step, rows) = scan(root, self.estimator);
                plan.then(step, rows)
            }
        };
        if let Step::NodeByLabelScan { .. } = &plan.step {
            remove_scanned(&plan.step, &mut conditions);
        }
        available.insert(root.slot);
        Some(self.filter(plan, conditions, &[root.slot], available))
    }

    pub(super) fn expand(
        &self,
        plan: LogicalPlan,
        edge: &Edge,
        near: Slot,
        available: &mut BTreeSet<Slot>,
    ) -> Option<LogicalPlan> {
        let (to, direction) = edge.leads(near)?;
        let own = self.pattern.own_slots();
        let before =
            |slot: &Slot| available.contains(slot) && self.pattern.conflict(edge.slot, *slot);
        let unlike = own.iter().copied().filter(before);
        let foreign = edge.unlike.iter().copied().filter(|slot| !own.contains(slot));
        let step = Expand {
            from: near,
            relationship: edge.slot,
            to,
            direction,
            types: edge.types.clone(),
            into: false,
            unlike: unlike.chain(foreign).collect(),
        };
        let rows = plan.rows * self.estimator.degree(edge.types.as_deref(), direction);
        let node = self.pattern.node(to)?;
        let conditions = edge.conditions.iter().chain(&node.conditions).cloned().collect();
        available.extend([edge.slot, to]);
        let plan = plan.then(Step::Expand(step), rows);
        Some(self.filter(plan, conditions, &[edge.slot, to], available))
    }

    /// Tests conditions, and those on several variables of which the newest has just been found.
    pub(super) fn filter(
        &self,
        plan: LogicalPlan,
        mut conditions: Vec<Expression>,
        newest: &[Slot],
        available: &BTreeSet<Slot>,
    ) -> LogicalPlan {
        for (condition, slots) in &self.pattern.others {
            let is_new = match newest {
                [] => slots.is_empty(),
                _ => newest.iter().any(|slot| slots.contains(slot)),
            };
            if is_new && slots.is_subset(available) {
                conditions.push(condition.clone());
            }
        }
        if conditions.is_empty() {
            return plan;
        }
        let share: f64 = conditions.iter().map(|one| self.estimator.selectivity(one)).product();
        let rows = plan.rows * share;
        plan.then(Step::Filter(conditions), rows)
    }

    /// What is counted at a node that was reached along an edge.
    fn branches(&self, near: Slot, reached: Option<Slot>) -> Vec<Branch> {
        let here = self.tree.counted.iter().filter(|edge| edge.near == near);
        here.filter_map(|hop| {
            let edge = self.pattern.edge(hop.slot)?;
            let (node, direction) = edge.leads(near)?;
            let unlike = |slot: &Slot| {
                self.pattern.conflict(edge.slot, *slot) && self.tree.is_beside(hop, *slot, reached)
            };
            Some(Branch {
                relationship: edge.slot,
                node,
                direction,
                types: edge.types.clone(),
                relationship_conditions: edge.conditions.clone(),
                node_conditions: self.pattern.node(node)?.conditions.clone(),
                branches: self.branches(node, Some(edge.slot)),
                unlike: self.pattern.edges.iter().map(|one| one.slot).filter(unlike).collect(),
            })
        })
        .collect()
    }
}

/// How a node is found that the plan did not begin with.
fn scan(node: &Node, estimator: &Estimator<'_>) -> (Step, f64) {
    let labels = node.conditions.iter().filter_map(Node::required_label);
    let best =
        labels.min_by(|one, other| estimator.label(*one).total_cmp(&estimator.label(*other)));
    match best {
        Some(label) => (Step::NodeByLabelScan { node: node.slot, label }, estimator.label(label)),
        None => (Step::AllNodesScan { node: node.slot }, estimator.nodes()),
    }
}

/// Removes the condition that a scan has tested.
fn remove_scanned(step: &Step, conditions: &mut Vec<Expression>) {
    if let Step::NodeByLabelScan { label, .. } = step {
        conditions.retain(|one| Node::required_label(one) != Some(*label));
    }
}
