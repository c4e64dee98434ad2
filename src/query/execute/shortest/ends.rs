//! One shortest chain, sought from both of its ends at once.
//!
//! The two searches take turns, the one with fewer nodes first, and go a whole level at a time. So the
//! first node that both have reached lies on a shortest chain.

use foldhash::fast::RandomState;
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::super::context::Context;
use super::super::row::Row;
use super::{Chain, Walker};
use crate::error::Result;
use crate::graph::{Adjacent, Direction, NodeId};

/// About how many bytes a node that was reached takes.
const BYTES: usize = 40;

/// The search from one end.
struct Side {
    direction: Direction,
    /// The nodes of the outermost level.
    frontier: Vec<NodeId>,
    /// For each node that was reached, the step that led to it and where that began.
    reached: HashMap<NodeId, Option<Adjacent>, RandomState>,
}

impl Side {
    fn new(start: NodeId, direction: Direction) -> Self {
        let mut reached = HashMap::default();
        reached.insert(start, None);
        Self { direction, frontier: vec![start], reached }
    }

    /// Goes one level further; returns the node where it meets the other side.
    fn advance(
        &mut self,
        other: &Self,
        walker: &Walker<'_>,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Option<NodeId>> {
        let mut steps = Vec::new();
        for node in std::mem::take(&mut self.frontier) {
            walker.steps_from(node, self.direction, &mut steps, context, row)?;
            for step in &steps {
                let Entry::Vacant(entry) = self.reached.entry(step.node) else { continue };
                entry.insert(Some(Adjacent { relationship: step.relationship, node }));
                if other.reached.contains_key(&step.node) {
                    return Ok(Some(step.node));
                }
                self.frontier.push(step.node);
            }
        }
        context.watch.reserve(self.frontier.len() * BYTES)?;
        Ok(None)
    }

    /// The relationships from a node back to where the search began.
    fn way_back(&self, mut node: NodeId) -> Chain {
        let mut chain = Chain::new();
        while let Some(Some(step)) = self.reached.get(&node) {
            chain.push(step.relationship);
            node = step.node;
        }
        chain
    }
}

/// Seeks one shortest chain.
pub(super) fn search(
    walker: &Walker<'_>,
    from: NodeId,
    to: NodeId,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Option<Chain>> {
    if from == to {
        return Ok(Some(Chain::new()));
    }
    let mut forward = Side::new(from, walker.step.direction);
    let mut backward = Side::new(to, walker.step.direction.reversed());
    let mut meeting = None;
    for _ in 0..walker.max() {
        let (side, other) = if forward.frontier.len() <= backward.frontier.len() {
            (&mut forward, &backward)
        } else {
            (&mut backward, &forward)
        };
        meeting = side.advance(other, walker, context, row)?;
        if meeting.is_some() || side.frontier.is_empty() {
            break;
        }
    }
    context.watch.release((forward.reached.len() + backward.reached.len()) * BYTES);
    Ok(meeting.map(|node| {
        let mut chain = forward.way_back(node);
        chain.reverse();
        chain.extend(backward.way_back(node));
        chain
    }))
}
