//! All shortest chains: a search by levels that notes every step by which a node is reached first.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::super::context::Context;
use super::super::row::Row;
use super::{Chain, Walker};
use crate::error::Result;
use crate::graph::{Adjacent, NodeId};

/// About how many bytes a step takes.
const BYTES: usize = 48;

/// The level of a node, and the steps that lead to it from the level before.
#[derive(Debug, Default)]
struct Reached {
    level: usize,
    steps: Vec<Adjacent>,
}

/// Lists the chains, walking from the last node back to the first.
#[derive(Debug, Default)]
pub(super) struct Predecessors {
    reached: HashMap<NodeId, Reached, RandomState>,
    /// The nodes of the present walk and, for each, which of its steps comes next.
    walk: Vec<(NodeId, usize)>,
    /// The relationships of the present walk.
    chain: Chain,
}

impl Predecessors {
    /// Searches until the level of `to` is complete.
    pub(super) fn search(
        walker: &Walker<'_>,
        from: NodeId,
        to: NodeId,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Self> {
        let mut found = Self::default();
        found.reached.insert(from, Reached::default());
        let mut frontier = vec![from];
        let mut level = 0;
        while !found.reached.contains_key(&to) && !frontier.is_empty() && level < walker.max() {
            level += 1;
            frontier = found.advance(&frontier, level, walker, context, row)?;
            context.watch.reserve(frontier.len() * BYTES)?;
        }
        context.watch.release(found.reached.len() * BYTES);
        if found.reached.contains_key(&to) {
            found.walk.push((to, 0));
        }
        Ok(found)
    }

    fn advance(
        &mut self,
        frontier: &[NodeId],
        level: usize,
        walker: &Walker<'_>,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Vec<NodeId>> {
        let mut next = Vec::new();
        let mut steps = Vec::new();
        for node in frontier {
            walker.steps_from(*node, walker.step.direction, &mut steps, context, row)?;
            for step in &steps {
                let reached = self.reached.entry(step.node).or_insert_with(|| {
                    next.push(step.node);
                    Reached { level, steps: Vec::new() }
                });
                if reached.level == level {
                    let back = Adjacent { relationship: step.relationship, node: *node };
                    reached.steps.push(back);
                }
            }
        }
        Ok(next)
    }

    /// The next chain.
    pub(super) fn next(&mut self, context: &mut Context<'_>) -> Result<Option<Chain>> {
        while let Some((node, place)) = self.walk.last_mut() {
            context.tick()?;
            let Some(reached) = self.reached.get(node) else { break };
            if reached.level == 0 {
                let chain = self.chain.iter().rev().copied().collect();
                self.step_back();
                return Ok(Some(chain));
            }
            let step = reached.steps.get(*place).copied();
            *place += 1;
            match step {
                Some(step) => {
                    self.chain.push(step.relationship);
                    self.walk.push((step.node, 0));
                }
                None => self.step_back(),
            }
        }
        Ok(None)
    }

    fn step_back(&mut self) {
        self.walk.pop();
        self.chain.pop();
    }
}
