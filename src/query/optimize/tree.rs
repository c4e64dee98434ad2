//! A pattern seen from one of its nodes: what is listed, and what is counted.

use std::collections::BTreeSet;

use super::pattern::{Node, Pattern};
use crate::query::bind::bound::Slot;
use crate::query::plan::{Estimator, Step};

/// The cost of a row that is listed, in relationships that are counted.
const LISTED: f64 = 4.0;

/// A pattern with a root.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) root: Slot,
    /// The relationships that are listed, in an order in which they can be followed.
    pub(super) core: Vec<Hop>,
    /// The relationships that are counted, in such an order.
    pub(super) counted: Vec<Hop>,
}

/// A relationship as it is followed from the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hop {
    pub(super) slot: Slot,
    pub(super) near: Slot,
    pub(super) far: Slot,
}

impl Tree {
    /// The pattern from a node, of which the needed variables are to be listed.
    pub(super) fn new(pattern: &Pattern, root: Slot, needed: &BTreeSet<Slot>) -> Option<Self> {
        let hops = hops(pattern, root);
        if hops.len() != pattern.edges.len() {
            return None;
        }
        let mut listed: BTreeSet<_> = needed.clone();
        // From the leaves on: what leads to something that is listed is listed too.
        for hop in hops.iter().rev() {
            if listed.contains(&hop.far) || listed.contains(&hop.slot) {
                listed.extend([hop.slot, hop.near, hop.far]);
            }
        }
        let (core, counted) = hops.into_iter().partition(|hop| listed.contains(&hop.slot));
        Some(Self { root, core, counted })
    }

    pub(super) fn counts_anything(&self) -> bool {
        !self.counted.is_empty()
    }

    /// The nodes that are listed.
    pub(super) fn core_nodes(&self) -> Vec<Slot> {
        std::iter::once(self.root).chain(self.core.iter().map(|hop| hop.far)).collect()
    }

    fn is_core(&self, slot: Slot) -> bool {
        self.core.iter().any(|hop| hop.slot == slot)
    }

    /// Whether a relationship stands where a counted one can be held against it: beside it, before
    /// it, or in the row while the counted one hangs on the core.
    pub(super) fn is_beside(&self, hop: &Hop, other: Slot, reached: Option<Slot>) -> bool {
        if reached == Some(other) {
            return true;
        }
        if self.is_core(other) {
            return reached.is_none();
        }
        self.counted.iter().any(|one| one.slot == other && one.near == hop.near)
    }

    /// Whether all relationships that must differ stand where that can be told.
    pub(super) fn is_countable(&self, pattern: &Pattern, most: usize) -> bool {
        let core = self.core_nodes();
        let reached = |hop: &Hop| {
            let last = self.counted.iter().find(|one| one.far == hop.near);
            last.filter(|_| !core.contains(&hop.near)).map(|one| one.slot)
        };
        self.counted.iter().all(|hop| {
            let others = pattern.edges.iter().map(|edge| edge.slot);
            let conflicts: Vec<_> =
                others.filter(|other| pattern.conflict(hop.slot, *other)).collect();
            let is_seen = |other: &Slot| {
                let above = self.counted.iter().find(|one| one.slot == *other);
                self.is_beside(hop, *other, reached(hop))
                    || above.is_some_and(|one| self.is_beside(one, hop.slot, reached(one)))
            };
            conflicts.len() < most && conflicts.iter().all(is_seen)
        })
    }

    /// About how many relationships are looked at.
    pub(super) fn cost(&self, pattern: &Pattern, estimator: &Estimator<'_>) -> f64 {
        let Some(root) = pattern.node(self.root) else { return f64::INFINITY };
        let begins = pattern.scan.as_ref().filter(|(node, ..)| *node == root.slot);
        let scanned = match (begins, &pattern.scan) {
            (Some((_, _, rows)), _) => *rows,
            (None, Some(_)) => root.label_count(estimator),
            (None, None) => pattern.base.rows,
        };
        let is_sought = begins.is_some_and(|(_, step, _)| {
            matches!(step, Step::NodeByIdSeek { .. } | Step::NodeIndexSeek { .. })
        });
        let rows = if is_sought { scanned } else { scanned * root.selectivity(estimator) };
        let mut reached = vec![(self.root, rows)];
        let mut cost = scanned;
        for hop in self.core.iter().chain(&self.counted) {
            let Some((steps, rows)) = self.hop_cost(hop, &reached, pattern, estimator) else {
                continue;
            };
            cost += steps;
            reached.push((hop.far, rows));
        }
        cost
    }

    /// What it costs to follow a hop from all nodes that are reached, and how many it reaches.
    fn hop_cost(
        &self,
        hop: &Hop,
        reached: &[(Slot, f64)],
        pattern: &Pattern,
        estimator: &Estimator<'_>,
    ) -> Option<(f64, f64)> {
        let rows = reached.iter().find(|(slot, _)| *slot == hop.near)?.1;
        let edge = pattern.edge(hop.slot)?;
        let far = pattern.node(hop.far)?;
        let (_, direction) = edge.leads(hop.near)?;
        let degree = estimator.degree(edge.types.as_deref(), direction);
        if self.is_core(hop.slot) {
            let steps = rows * degree;
            return Some((LISTED * steps, steps * far.selectivity(estimator)));
        }
        let is_leaf = !self.counted.iter().any(|one| one.near == hop.far);
        if is_leaf && edge.conditions.is_empty() && far.has_only_label() {
            return Some((rows * 0.2, 0.0));
        }
        let steps = rows * degree;
        let nodes = estimator.nodes();
        let visited = steps.min(degree * nodes);
        Some((visited, (visited * far.selectivity(estimator)).min(nodes)))
    }
}

/// The relationships in the order in which they are met from a node.
fn hops(pattern: &Pattern, root: Slot) -> Vec<Hop> {
    let mut hops: Vec<Hop> = Vec::new();
    let mut nodes = vec![root];
    let mut next = 0;
    while let Some(near) = nodes.get(next).copied() {
        next += 1;
        for edge in &pattern.edges {
            if hops.iter().any(|hop| hop.slot == edge.slot) {
                continue;
            }
            if let Some((far, _)) = edge.leads(near) {
                hops.push(Hop { slot: edge.slot, near, far });
                nodes.push(far);
            }
        }
    }
    hops
}

impl Node {
    /// The part of all nodes with its label that pass its conditions.
    pub(super) fn selectivity(&self, estimator: &Estimator<'_>) -> f64 {
        self.conditions.iter().map(|one| estimator.selectivity(one)).product()
    }

    fn label_count(&self, estimator: &Estimator<'_>) -> f64 {
        let labels = self.conditions.iter().filter_map(Self::required_label);
        labels.map(|label| estimator.label(label)).fold(estimator.nodes(), f64::min)
    }

    /// Whether nothing is asked of it but a label, which its place in the graph often implies.
    fn has_only_label(&self) -> bool {
        self.conditions.iter().all(|one| Self::required_label(one).is_some())
    }
}
