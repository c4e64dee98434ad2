//! The number of ways to choose relationships where nodes of a row are the same.

use super::super::context::Context;
use super::super::row::Row;
use crate::error::Result;
use crate::graph::{NodeId, RelationshipId, RelationshipTypeId};
use crate::query::bind::bound::Slot;
use crate::query::plan;

/// Chooses a relationship for each one that is counted, so that those differ that must.
pub(super) struct Exact<'p> {
    step: &'p plan::Intersect,
    types: Vec<Option<Vec<RelationshipTypeId>>>,
}

impl<'p> Exact<'p> {
    pub(super) fn new(step: &'p plan::Intersect) -> Self {
        Self { step, types: Vec::new() }
    }

    fn edges(&self) -> impl Iterator<Item = &'p plan::CountedEdge> {
        self.step.earlier.iter().chain(&self.step.edges)
    }

    pub(super) fn prepare(&mut self, context: &Context<'_>) {
        let known = |edge: &plan::CountedEdge| {
            let types = edge.types.as_ref()?;
            Some(types.iter().filter_map(|kind| context.names.kind(*kind)).collect())
        };
        self.types = self.edges().map(known).collect();
    }

    /// The number of choices for all relationships that are counted, those before included.
    pub(super) fn count(&self, node: NodeId, context: &mut Context<'_>, row: &Row) -> Result<i128> {
        let mut choices = Vec::new();
        for (edge, types) in self.edges().zip(&self.types) {
            let end = |slot: Slot| {
                if slot == self.step.node { Ok(Some(node)) } else { row.node(slot) }
            };
            let (Some(from), Some(to)) = (end(edge.from)?, end(edge.to)?) else { return Ok(0) };
            let mut found = Vec::new();
            let (view, types) = (context.view(), types.as_deref());
            view.for_each_adjacent(from, edge.direction, types, |next| {
                if next.node == to {
                    found.push(next.relationship);
                }
            });
            choices.push((edge.relationship, found));
        }
        let mut chosen = Vec::new();
        for slot in &self.step.listed {
            if let Some(id) = row.relationship(*slot)? {
                chosen.push((*slot, id));
            }
        }
        self.choose(&choices, &mut chosen, context)
    }

    fn choose(
        &self,
        choices: &[(Slot, Vec<RelationshipId>)],
        chosen: &mut Vec<(Slot, RelationshipId)>,
        context: &mut Context<'_>,
    ) -> Result<i128> {
        let Some(((slot, ids), rest)) = choices.split_first() else { return Ok(1) };
        let mut sum = 0;
        for id in ids {
            context.tick()?;
            let is_taken =
                chosen.iter().any(|(other, taken)| taken == id && self.conflict(*slot, *other));
            if !is_taken {
                chosen.push((*slot, *id));
                sum += self.choose(rest, chosen, context)?;
                chosen.pop();
            }
        }
        Ok(sum)
    }

    fn conflict(&self, one: Slot, other: Slot) -> bool {
        let conflicts = &self.step.conflicts;
        conflicts.contains(&(one, other)) || conflicts.contains(&(other, one))
    }
}
