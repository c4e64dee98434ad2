//! Paths, built from what a pattern has found.

use std::sync::Arc;

use super::super::context::Context;
use super::super::operator::{Input, Operator};
use super::super::row::{Row, list_of, mismatch};
use super::trail::Trail;
use crate::error::Result;
use crate::functions::{Function, find_function};
use crate::graph::{NodeId, RelationshipId};
use crate::query::bind::bound::{PathRestriction, PathStep, PatternPath, Slot};
use crate::value::{Kinds, Path, Value};

/// Builds a path and sets its slot; drops rows whose path breaks its restriction.
pub(in super::super) struct BuildPath<'p> {
    input: Input<'p>,
    builder: PathBuilder<'p>,
}

impl<'p> BuildPath<'p> {
    pub(in super::super) fn new(input: Input<'p>, pattern: &'p PatternPath) -> Self {
        Self { input, builder: PathBuilder::new(pattern) }
    }
}

impl Operator for BuildPath<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while self.input.next(context, row)? {
            context.tick()?;
            if self.builder.build(context, row)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Builds one path of a pattern.
pub(in super::super) struct PathBuilder<'p> {
    pattern: &'p PatternPath,
    /// Tells whether a fact lies before another in time.
    before: Option<&'static Function>,
}

impl<'p> PathBuilder<'p> {
    pub(in super::super) fn new(pattern: &'p PatternPath) -> Self {
        let before = pattern.in_time_order.then(|| find_function("before")).flatten();
        Self { pattern, before }
    }

    /// Sets the path's slot; `false` if the path breaks its restriction.
    pub(in super::super) fn build(&self, context: &Context<'_>, row: &mut Row) -> Result<bool> {
        let Some(path) = self.path(context, row)? else {
            row.set(self.pattern.slot, Value::Null);
            return Ok(true);
        };
        if !is_allowed(&path, self.pattern.restriction) || !self.is_in_order(&path, context)? {
            return Ok(false);
        }
        row.set(self.pattern.slot, Value::Path(Arc::new(path)));
        Ok(true)
    }

    /// The path; `None` if a part of it is null.
    fn path(&self, context: &Context<'_>, row: &Row) -> Result<Option<Path>> {
        let Some(start) = row.node(self.pattern.start)? else { return Ok(None) };
        let mut path = Path { start, steps: Vec::new() };
        for step in &self.pattern.steps {
            let whole = match step {
                PathStep::Relationship(slot) | PathStep::Relationships(slot) => {
                    follow(&mut path, row.get(*slot), context)?
                }
                PathStep::Rounds(slots) => follow_rounds(&mut path, slots, context, row)?,
                PathStep::Path(slot) => append(&mut path, row.get(*slot)),
            };
            if !whole {
                return Ok(None);
            }
        }
        Ok(Some(path))
    }

    /// Whether no step surely lies before the one that leads to it.
    fn is_in_order(&self, path: &Path, context: &Context<'_>) -> Result<bool> {
        let Some(before) = self.before else { return Ok(true) };
        for (last, next) in path.relationships().zip(path.relationships().skip(1)) {
            let arguments = [Value::Relationship(next), Value::Relationship(last)];
            let result = before.call(&context.environment(), &arguments)?;
            if matches!(result, Value::Boolean(true)) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Goes on along a relationship, or along each one of a list; `false` if it is null.
fn follow(path: &mut Path, value: &Value, context: &Context<'_>) -> Result<bool> {
    if let Value::Relationship(id) = value {
        path.steps.push((*id, far_end(*id, path.end(), context)));
        return Ok(true);
    }
    if let Value::List(items) = value {
        for item in items.iter() {
            if !follow(path, item, context)? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    if value.is_null() { Ok(false) } else { Err(mismatch(Kinds::RELATIONSHIP, value)) }
}

/// Goes on along the first of each list, then along the second of each, and so on.
fn follow_rounds(
    path: &mut Path,
    slots: &[Slot],
    context: &Context<'_>,
    row: &Row,
) -> Result<bool> {
    let Some(first) = slots.first() else { return Ok(true) };
    let Some(rounds) = list_of(row.get(*first))?.map(|items| items.len()) else {
        return Ok(false);
    };
    for round in 0..rounds {
        for slot in slots {
            let Value::List(items) = row.get(*slot) else { return Ok(false) };
            let Some(item) = items.get(round) else { return Ok(false) };
            if !follow(path, item, context)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Goes on along a whole path; `false` if it is null.
fn append(path: &mut Path, value: &Value) -> bool {
    let Value::Path(other) = value else { return false };
    path.steps.extend(&other.steps);
    true
}

/// The node that a relationship leads to from a node.
fn far_end(id: RelationshipId, from: NodeId, context: &Context<'_>) -> NodeId {
    match context.view().ends(id) {
        Some((start, end)) if start == from => end,
        Some((start, _)) => start,
        None => from,
    }
}

/// Whether nothing repeats that may not. Relationships are kept apart while the pattern is matched.
fn is_allowed(path: &Path, restriction: PathRestriction) -> bool {
    match restriction {
        PathRestriction::Walk | PathRestriction::Trail => true,
        PathRestriction::Acyclic | PathRestriction::Simple => {
            let mut trail = Trail::default();
            trail.restart(path.start);
            path.steps.iter().all(|(relationship, node)| {
                let allowed = trail.allows(restriction, *relationship, *node);
                trail.push(*relationship, *node);
                allowed
            })
        }
    }
}
