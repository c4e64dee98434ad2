//! Sums over the relationships of a node that can stand for several branches at once.

use super::super::context::Context;
use super::super::row::Row;
use super::level::{Limb, Reached};
use super::memo::Memo;
use crate::error::Result;
use crate::graph::{Adjacent, Direction, NodeId, RelationshipId, RelationshipTypeId};
use crate::query::bind::bound::{LabelRef, Slot, TypeRef};
use crate::query::plan;

/// A proof about the labels of all nodes is worth it once so many of them have been asked for: one of
/// every sixteen.
const WORTH_A_PROOF: usize = 16;

/// Branches that one relationship stands for together; most often just one.
pub(super) struct Block<'p> {
    /// The places of the branches, as bits.
    pub(super) mask: u32,
    members: Vec<usize>,
    direction: Direction,
    /// Whether only relationships from a node to itself can stand for all of them.
    is_loop: bool,
    wanted: Option<Vec<TypeRef>>,
    types: Option<Vec<RelationshipTypeId>>,
    /// The relationships outside that one of the branches must differ from.
    unlike: Vec<&'p [Slot]>,
    /// The sums that are known, for a node that is reached in different ways.
    sums: Memo,
    /// Whether only the number of relationships matters, as far as that is known.
    is_bare: Option<bool>,
    /// How many nodes were asked for before it was known.
    asked: usize,
    /// The relationships of a node, kept to spare allocations.
    found: Vec<Adjacent>,
}

impl<'p> Block<'p> {
    pub(super) fn new(mask: u32, branches: &'p [plan::Branch]) -> Self {
        let members: Vec<usize> =
            (0..branches.len()).filter(|place| mask & (1 << place) != 0).collect();
        let own = || members.iter().filter_map(|place| branches.get(*place));
        let has = |direction| own().any(|branch| branch.direction == direction);
        let (outgoing, incoming) = (has(Direction::Outgoing), has(Direction::Incoming));
        let direction = match (outgoing, incoming) {
            (true, _) => Direction::Outgoing,
            (false, true) => Direction::Incoming,
            (false, false) => Direction::Both,
        };
        let wanted = own().map(|branch| branch.types.clone()).reduce(common).flatten();
        let unlike = own().map(|branch| branch.unlike.as_slice()).collect();
        Self {
            mask,
            direction,
            is_loop: outgoing && incoming,
            wanted,
            types: None,
            unlike,
            members,
            sums: Memo::default(),
            is_bare: None,
            asked: 0,
            found: Vec::new(),
        }
    }

    pub(super) fn prepare(&mut self, context: &Context<'_>) {
        let known = |wanted: &Vec<TypeRef>| {
            wanted.iter().filter_map(|kind| context.names.kind(*kind)).collect()
        };
        self.types = self.wanted.as_ref().map(known);
        self.sums.restart(context.view().node_bound());
        (self.is_bare, self.asked) = (None, 0);
    }

    /// The sum over the relationships of a node but those that are excluded.
    pub(super) fn count(
        &mut self,
        limbs: &mut [Limb<'p>],
        reached: Reached<'_>,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<i128> {
        let mut sum = self.whole(limbs, reached.node, context, row)?;
        let mut left_out: Vec<RelationshipId> = Vec::new();
        for (slot, id) in reached.excluded {
            let concerns = self.unlike.iter().any(|unlike| unlike.contains(slot));
            if !concerns || left_out.contains(id) {
                continue;
            }
            left_out.push(*id);
            if let Some(next) = self.candidate(reached.node, *id, context) {
                sum -= self.weight(limbs, next, context, row)?;
            }
        }
        Ok(sum)
    }

    /// The relationship as it leaves the node, if it can stand for the branches.
    fn candidate(
        &self,
        node: NodeId,
        id: RelationshipId,
        context: &Context<'_>,
    ) -> Option<Adjacent> {
        let view = context.view();
        let kind = view.relationship_type(id)?;
        let (start, end) = view.ends(id)?;
        let fits = self.types.as_ref().is_none_or(|types| types.contains(&kind))
            && (!self.is_loop || start == end);
        let other = match self.direction {
            Direction::Outgoing => (start == node).then_some(end),
            Direction::Both if start == node => Some(end),
            Direction::Incoming | Direction::Both => (end == node).then_some(start),
        };
        other.filter(|_| fits).map(|other| Adjacent { relationship: id, node: other })
    }

    /// The sum over all relationships of a node.
    fn whole(
        &mut self,
        limbs: &mut [Limb<'p>],
        node: NodeId,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<i128> {
        if !self.is_loop && self.is_bare(limbs, context) {
            let degree = context.view().degree(node, self.direction, self.types.as_deref());
            return Ok(i128::try_from(degree).unwrap_or(i128::MAX));
        }
        if let Some(known) = self.sums.get(node) {
            return Ok(known);
        }
        let sum = self.sum(limbs, node, context, row)?;
        self.sums.keep(node, sum);
        Ok(sum)
    }

    /// Whether only the number of relationships matters: where nothing is asked of what they lead to,
    /// or only labels that all such nodes have. To prove that costs a look at each node without the
    /// label, so it is done only when about as much has been done already.
    fn is_bare(&mut self, limbs: &[Limb<'p>], context: &Context<'_>) -> bool {
        if let Some(known) = self.is_bare {
            return known;
        }
        let own: Vec<_> = self.members.iter().filter_map(|place| limbs.get(*place)).collect();
        if own.iter().all(|limb| limb.is_bare()) {
            return *self.is_bare.insert(true);
        }
        let labels: Option<Vec<Vec<_>>> = own.iter().map(|limb| limb.only_labels()).collect();
        let Some(labels) = labels else { return *self.is_bare.insert(false) };
        self.asked += 1;
        if self.asked * WORTH_A_PROOF < context.view().node_count() {
            return false;
        }
        let is_implied = labels.into_iter().flatten().all(|label| self.implies(label, context));
        *self.is_bare.insert(is_implied)
    }

    /// Whether no relationship leads to a node without a label.
    fn implies(&self, label: LabelRef, context: &Context<'_>) -> bool {
        let view = context.view();
        let Some(label) = context.names.label(label) else { return false };
        let (back, types) = (self.direction.reversed(), self.types.as_deref());
        view.nodes()
            .filter(|node| !view.has_label(*node, label))
            .all(|node| view.degree(node, back, types) == 0)
    }

    fn sum(
        &mut self,
        limbs: &mut [Limb<'p>],
        node: NodeId,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<i128> {
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        let mut sum = self.known_part(limbs, node, context, &mut found);
        for next in &found {
            context.tick()?;
            sum = sum.saturating_add(self.weight(limbs, *next, context, row)?);
        }
        self.found = found;
        Ok(sum)
    }

    /// The sum over the relationships whose weights are known, in one go; the others go to `rest`.
    fn known_part(
        &self,
        limbs: &[Limb<'p>],
        node: NodeId,
        context: &Context<'_>,
        rest: &mut Vec<Adjacent>,
    ) -> i128 {
        let view = context.view();
        let types = self.types.as_deref();
        let single = match self.members.as_slice() {
            [one] => limbs.get(*one).filter(|limb| limb.is_weight_of_node()),
            _ => None,
        };
        let mut sum = 0_i128;
        view.for_each_adjacent(node, self.direction, types, |next| {
            if self.is_loop && next.node != node {
                return;
            }
            match single.and_then(|limb| limb.known(next.node)) {
                Some(weight) => sum = sum.saturating_add(weight),
                None => rest.push(next),
            }
        });
        sum
    }

    /// In how many ways the branches can be matched together along a relationship.
    fn weight(
        &self,
        limbs: &mut [Limb<'p>],
        next: Adjacent,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<i128> {
        let mut product = 1_i128;
        for place in &self.members {
            let Some(limb) = limbs.get_mut(*place) else { continue };
            product = product.saturating_mul(limb.weight(next, context, row)?);
            if product == 0 {
                break;
            }
        }
        Ok(product)
    }
}

/// The types that two branches have in common; `None` for any.
fn common(one: Option<Vec<TypeRef>>, other: Option<Vec<TypeRef>>) -> Option<Vec<TypeRef>> {
    match (one, other) {
        (None, types) | (types, None) => types,
        (Some(one), Some(other)) => {
            Some(one.into_iter().filter(|kind| other.contains(kind)).collect())
        }
    }
}
