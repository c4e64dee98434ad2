//! What hangs on one node of the tree.

use super::super::context::Context;
use super::super::evaluate::all_true;
use super::super::row::Row;
use super::block::Block;
use super::distinct::{Partition, partitions};
use super::memo::Memo;
use crate::error::Result;
use crate::graph::{Adjacent, NodeId, RelationshipId};
use crate::query::bind::bound::{Expression, ExpressionKind, LabelRef, NameTest, Slot};
use crate::query::plan;
use crate::value::Value;

/// A node, and relationships that what hangs on it must not use: their slots tell which branches
/// must differ from them.
#[derive(Clone, Copy)]
pub(super) struct Reached<'e> {
    pub(super) node: NodeId,
    pub(super) excluded: &'e [(Slot, RelationshipId)],
}

/// The branches at one node.
pub(super) struct Level<'p> {
    pub(super) branches: Vec<Limb<'p>>,
    /// Groups of branches that must not use the same relationship, as the partitions of each.
    groups: Vec<Vec<Partition>>,
    /// The sums that the partitions need.
    blocks: Vec<Block<'p>>,
}

/// A branch, and what it keeps.
pub(super) struct Limb<'p> {
    pub(super) step: &'p plan::Branch,
    pub(super) below: Level<'p>,
    /// Whether what hangs below must not use the branch's own relationship.
    excludes_own: bool,
    /// The weights of the nodes at its end, where they don't depend on how the node was reached.
    weights: Memo,
}

impl<'p> Level<'p> {
    pub(super) fn new(branches: &'p [plan::Branch]) -> Self {
        let limbs: Vec<_> = branches.iter().map(Limb::new).collect();
        let groups: Vec<_> = groups(branches).iter().map(|group| partitions(group)).collect();
        let mut masks: Vec<u32> =
            groups.iter().flatten().flat_map(|one| one.parts.iter().copied()).collect();
        masks.sort_unstable();
        masks.dedup();
        let blocks = masks.into_iter().map(|mask| Block::new(mask, branches)).collect();
        Self { branches: limbs, groups, blocks }
    }

    /// Looks names up and forgets what was computed.
    pub(super) fn prepare(&mut self, context: &Context<'_>) {
        for block in &mut self.blocks {
            block.prepare(context);
        }
        for limb in &mut self.branches {
            limb.weights.restart(context.view().node_bound());
            limb.below.prepare(context);
        }
    }

    /// The number of ways in which all branches can be matched.
    pub(super) fn count(
        &mut self,
        reached: Reached<'_>,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<i128> {
        let mut product = 1;
        for group in &self.groups {
            let mut sum = 0_i128;
            for partition in group {
                let mut term = partition.factor;
                for part in &partition.parts {
                    let block = self.blocks.iter_mut().find(|block| block.mask == *part);
                    let block = block.expect("each part of a partition has its block");
                    let count = block.count(&mut self.branches, reached, context, row)?;
                    term = term.saturating_mul(count);
                }
                sum = sum.saturating_add(term);
            }
            if sum == 0 {
                return Ok(0);
            }
            product = sum.saturating_mul(product);
        }
        Ok(product)
    }
}

impl<'p> Limb<'p> {
    fn new(step: &'p plan::Branch) -> Self {
        let excludes_own =
            step.branches.iter().any(|branch| branch.unlike.contains(&step.relationship));
        Self { step, below: Level::new(&step.branches), excludes_own, weights: Memo::default() }
    }

    /// Whether each relationship of the right types counts once, whatever it is and leads to.
    pub(super) fn is_bare(&self) -> bool {
        self.step.relationship_conditions.is_empty()
            && self.step.node_conditions.is_empty()
            && self.step.branches.is_empty()
    }

    /// The labels of the node at its end, if nothing else is asked for.
    pub(super) fn only_labels(&self) -> Option<Vec<LabelRef>> {
        if !self.step.relationship_conditions.is_empty() || !self.step.branches.is_empty() {
            return None;
        }
        self.step.node_conditions.iter().map(required_label).collect()
    }

    /// Whether the weight of a relationship is that of the node it leads to.
    pub(super) fn is_weight_of_node(&self) -> bool {
        self.step.relationship_conditions.is_empty() && !self.excludes_own
    }

    /// The weight of a node, if it is known.
    #[inline]
    pub(super) fn known(&self, node: NodeId) -> Option<i128> {
        self.weights.get(node)
    }

    /// In how many ways the branch can be matched along a relationship.
    pub(super) fn weight(
        &mut self,
        next: Adjacent,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<i128> {
        if !self.step.relationship_conditions.is_empty() {
            row.set(self.step.relationship, Value::Relationship(next.relationship));
            if !all_true(&self.step.relationship_conditions, context, row)? {
                return Ok(0);
            }
        }
        if !self.excludes_own
            && let Some(known) = self.weights.get(next.node)
        {
            return Ok(known);
        }
        let weight = self.weight_of_node(next, context, row)?;
        if !self.excludes_own {
            self.weights.keep(next.node, weight);
        }
        Ok(weight)
    }

    fn weight_of_node(
        &mut self,
        next: Adjacent,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<i128> {
        context.tick()?;
        if !self.step.node_conditions.is_empty() {
            row.set(self.step.node, Value::Node(next.node));
            if !all_true(&self.step.node_conditions, context, row)? {
                return Ok(0);
            }
        }
        let own = [(self.step.relationship, next.relationship)];
        let excluded = if self.excludes_own { &own[..] } else { &[] };
        self.below.count(Reached { node: next.node, excluded }, context, row)
    }
}

/// The one label that a condition asks for.
fn required_label(condition: &Expression) -> Option<LabelRef> {
    let ExpressionKind::HasLabels(_, NameTest::Name(label), _) = &condition.kind else {
        return None;
    };
    Some(*label)
}

/// The branches that must differ from each other, in groups.
fn groups(branches: &[plan::Branch]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let conflicts = |one: &plan::Branch, other: &plan::Branch| {
        one.unlike.contains(&other.relationship) || other.unlike.contains(&one.relationship)
    };
    for (place, branch) in branches.iter().enumerate() {
        let (joined, mut others): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| {
            group.iter().any(|other| branches.get(*other).is_some_and(|one| conflicts(one, branch)))
        });
        others.push(joined.into_iter().flatten().chain([place]).collect());
        groups = others;
    }
    groups
}
