//! What is deleted.

use super::super::context::Context;
use super::super::evaluate::evaluate;
use super::super::operator::{Input, Operator};
use super::super::row::{Row, mismatch};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Change, Direction, NodeId, RelationshipId};
use crate::query::bind::bound::Expression;
use crate::value::{Kinds, Value};

/// Deletes nodes, relationships and paths for each row. What is deleted already stays so.
pub(in super::super) struct Delete<'p> {
    input: Input<'p>,
    detach: bool,
    targets: &'p [Expression],
}

impl<'p> Delete<'p> {
    pub(in super::super) fn new(input: Input<'p>, detach: bool, targets: &'p [Expression]) -> Self {
        Self { input, detach, targets }
    }

    fn delete(&self, value: &Value, context: &mut Context<'_>) -> Result<()> {
        if let Value::Node(id) = value {
            return self.delete_node(*id, context);
        }
        if let Value::Relationship(id) = value {
            return delete_relationship(*id, context);
        }
        if let Value::Path(path) = value {
            path.relationships().try_for_each(|id| delete_relationship(id, context))?;
            return path.nodes().try_for_each(|id| self.delete_node(id, context));
        }
        if value.is_null() { Ok(()) } else { Err(mismatch(Kinds::ENTITY | Kinds::PATH, value)) }
    }

    fn delete_node(&self, id: NodeId, context: &mut Context<'_>) -> Result<()> {
        if !context.view().has_node(id) {
            return Ok(());
        }
        if self.detach {
            let view = context.view();
            let mut expansion = view.expand(id, Direction::Both);
            let next = std::iter::from_fn(|| expansion.next(view, None));
            let relationships: Vec<_> = next.map(|one| one.relationship).collect();
            for relationship in relationships {
                delete_relationship(relationship, context)?;
            }
        } else {
            context.deleted.push(id);
        }
        context.graph_mut()?.apply(Change::DeleteNode(id))
    }
}

fn delete_relationship(id: RelationshipId, context: &mut Context<'_>) -> Result<()> {
    if !context.view().has_relationship(id) {
        return Ok(());
    }
    context.graph_mut()?.apply(Change::DeleteRelationship(id))
}

/// Checks that no node that was deleted without `DETACH` has relationships.
pub(in super::super) fn check_deleted(context: &Context<'_>) -> Result<()> {
    let view = context.view();
    let has_relationships =
        |id: &&NodeId| view.expand(**id, Direction::Both).next(view, None).is_some();
    if context.deleted.iter().any(|id| has_relationships(&id)) {
        let message = "a node that still has relationships can't be deleted";
        return Err(Error::new(ErrorCode::DeleteConnectedNode, message)
            .with_help("delete its relationships too, or write `DETACH DELETE`"));
    }
    Ok(())
}

impl Operator for Delete<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        context.tick()?;
        if !self.input.next(context, row)? {
            return Ok(false);
        }
        context.has_deleted = true;
        for target in self.targets {
            let value = evaluate(target, context, row)?;
            self.delete(&value, context).map_err(|error| error.or_at(target.span))?;
        }
        Ok(true)
    }
}
