//! A chain of relationships, followed from one set of nodes to the next.
//!
//! The sets are those of all walks. A walk that uses a relationship for two steps, which must not
//! be, passes the same nodes twice: so where the sets of the levels that would have to meet have no
//! node in common, every walk is as it should be.

use super::super::context::Context;
use super::super::evaluate::all_true;
use super::super::read::TypeFilter;
use super::super::row::Row;
use crate::error::Result;
use crate::graph::{Adjacent, Direction, NodeId};
use crate::query::plan;
use crate::value::Value;

/// The levels of a chain.
pub(super) struct Levels<'p> {
    step: &'p plan::Reach,
    types: Vec<TypeFilter<'p>>,
    /// For each node, the levels that it belongs to, as bits.
    member: Vec<u16>,
    sets: Vec<Vec<NodeId>>,
    scratch: Vec<Adjacent>,
}

impl<'p> Levels<'p> {
    pub(super) fn new(step: &'p plan::Reach) -> Self {
        let types = step.hops.iter().map(|hop| TypeFilter::new(hop.types.as_ref(), None)).collect();
        let sets = vec![Vec::new(); step.hops.len() + 1];
        Self { step, types, member: Vec::new(), sets, scratch: Vec::new() }
    }

    pub(super) fn prepare(&mut self, context: &Context<'_>) {
        for types in &mut self.types {
            types.prepare(context);
        }
        self.forget();
        let bound = context.view().node_bound() as usize;
        if self.member.len() != bound {
            self.member = vec![0; bound];
        }
    }

    /// Empties the levels.
    fn forget(&mut self) {
        for level in &mut self.sets {
            for node in level.drain(..) {
                if let Some(member) = self.member.get_mut(node.0 as usize) {
                    *member = 0;
                }
            }
        }
    }

    /// The nodes of the last level; none if a relationship might have been used twice.
    pub(super) fn search(
        &mut self,
        from: NodeId,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Option<Vec<NodeId>>> {
        self.forget();
        self.enter(0, from);
        for place in 0..self.step.hops.len() {
            self.follow(place, context, row)?;
            if self.has_danger(place) {
                return Ok(None);
            }
        }
        Ok(self.sets.last().cloned())
    }

    /// Adds a node to a level, if it is new there.
    fn enter(&mut self, level: usize, node: NodeId) {
        let Some(member) = self.member.get_mut(node.0 as usize) else { return };
        if *member & (1 << level) == 0 {
            *member |= 1 << level;
            if let Some(nodes) = self.sets.get_mut(level) {
                nodes.push(node);
            }
        }
    }

    /// Finds the level behind a step.
    fn follow(&mut self, place: usize, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        let Some(hop) = self.step.hops.get(place) else { return Ok(()) };
        let nodes = self.sets.get_mut(place).map(std::mem::take).unwrap_or_default();
        for node in &nodes {
            context.tick()?;
            self.expand(place, *node, context);
            let scratch = std::mem::take(&mut self.scratch);
            for next in &scratch {
                if passes(hop, *next, context, row)? {
                    self.enter(place + 1, next.node);
                }
            }
            self.scratch = scratch;
        }
        if let Some(level) = self.sets.get_mut(place) {
            *level = nodes;
        }
        self.test_nodes(place + 1, hop, context, row)
    }

    /// Gathers the relationships of a node that a step may follow.
    fn expand(&mut self, place: usize, node: NodeId, context: &Context<'_>) {
        self.scratch.clear();
        let (Some(hop), Some(types)) = (self.step.hops.get(place), self.types.get(place)) else {
            return;
        };
        let view = context.view();
        view.for_each_adjacent(node, hop.direction, types.types(), |next| self.scratch.push(next));
    }

    /// Leaves in a level only the nodes that fulfil the conditions.
    fn test_nodes(
        &mut self,
        level: usize,
        hop: &plan::ReachHop,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<()> {
        if hop.node_conditions.is_empty() {
            return Ok(());
        }
        let nodes = self.sets.get_mut(level).map(std::mem::take).unwrap_or_default();
        let mut kept = Vec::with_capacity(nodes.len());
        for node in nodes {
            context.tick()?;
            row.set(hop.to, Value::Node(node));
            if all_true(&hop.node_conditions, context, row)? {
                kept.push(node);
            } else if let Some(member) = self.member.get_mut(node.0 as usize) {
                *member &= !(1 << level);
            }
        }
        if let Some(nodes) = self.sets.get_mut(level) {
            *nodes = kept;
        }
        Ok(())
    }

    /// Whether the step might use the relationship of one before it.
    fn has_danger(&self, place: usize) -> bool {
        let conflicts = self.step.conflicts.iter().filter(|pair| pair.1 == place);
        conflicts.into_iter().any(|(one, other)| {
            let (one_from, one_to) = (*one, one + 1);
            let (from, to) = (*other, other + 1);
            let same = self.meet(one_from, from) && self.meet(one_to, to);
            let turned = self.meet(one_from, to) && self.meet(one_to, from);
            match (self.direction(*one), self.direction(*other)) {
                (Direction::Both, _) | (_, Direction::Both) => same || turned,
                (first, second) if first == second => same,
                _ => turned,
            }
        })
    }

    fn direction(&self, place: usize) -> Direction {
        self.step.hops.get(place).map_or(Direction::Both, |hop| hop.direction)
    }

    /// Whether two levels have a node in common.
    fn meet(&self, one: usize, other: usize) -> bool {
        if one == other {
            return true;
        }
        let nodes = self.sets.get(other).map(Vec::as_slice).unwrap_or_default();
        nodes.iter().any(|node| {
            self.member.get(node.0 as usize).is_some_and(|member| member & (1 << one) != 0)
        })
    }
}

/// Whether a relationship fulfils the conditions of a step.
fn passes(
    hop: &plan::ReachHop,
    next: Adjacent,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<bool> {
    if hop.relationship_conditions.is_empty() {
        return Ok(true);
    }
    row.set(hop.relationship, Value::Relationship(next.relationship));
    all_true(&hop.relationship_conditions, context, row)
}
