//! What undoes a transaction after it is committed, when its tombstones are gone.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::{Change, Graph, RelationshipId};
use crate::error::Result;

/// Relationships that had to be made anew under another identity.
#[derive(Clone, Debug, Default)]
pub struct Renamed(HashMap<RelationshipId, RelationshipId, RandomState>);

impl Graph {
    /// The changes that undo the open transaction once it is committed, in the order in which they are
    /// to be made by [`undo`](Self::undo). They hold until anything else changes.
    ///
    /// A tombstone that could be restored is gone after the commit, so what was deleted is created
    /// again, as it was.
    #[must_use]
    pub fn undoing(&self) -> Vec<Change> {
        self.inverses.iter().rev().map(|inverse| self.lasting(inverse)).collect()
    }

    /// Makes changes that undo a committed transaction. A relationship whose identity can't be used
    /// anew gets another one, which earlier changes must be [told](Renamed::rename) about.
    ///
    /// # Errors
    /// `DeletedEntityAccess` if the graph is not as the transaction left it.
    pub fn undo(&mut self, changes: Vec<Change>) -> Result<Renamed> {
        let mut renamed = Renamed::default();
        for mut change in changes {
            renamed.rename(&mut change);
            if let Change::CreateRelationship { id, kind, start, end, properties } = &change
                && self.edge_index(*id).is_none()
            {
                let new = self.create_relationship(*kind, *start, *end, properties.clone())?;
                renamed.0.insert(*id, new);
            } else {
                self.apply(change)?;
            }
        }
        Ok(renamed)
    }

    fn lasting(&self, inverse: &Change) -> Change {
        let view = self.view();
        let lasting = match inverse {
            Change::RestoreNode(id) => Some(Change::CreateNode {
                id: *id,
                labels: view.labels(*id).to_vec(),
                properties: view.node_properties(*id).collect(),
            }),
            Change::RestoreRelationship(id) => {
                let place = view.relationship_type(*id).zip(view.ends(*id));
                place.map(|(kind, (start, end))| Change::CreateRelationship {
                    id: *id,
                    kind,
                    start,
                    end,
                    properties: view.relationship_properties(*id).collect(),
                })
            }
            Change::CreateNode { .. }
            | Change::DeleteNode(_)
            | Change::CreateRelationship { .. }
            | Change::DeleteRelationship(_)
            | Change::SetNodeProperty(..)
            | Change::SetRelationshipProperty(..)
            | Change::AddLabel(..)
            | Change::RemoveLabel(..)
            | Change::CreateIndex(_)
            | Change::DropIndex(_)
            | Change::CreateConstraint(_)
            | Change::DropConstraint(_) => None,
        };
        lasting.unwrap_or_else(|| inverse.clone())
    }
}

impl Renamed {
    /// Puts the new identities into a change.
    pub fn rename(&self, change: &mut Change) {
        let renamed = |id: &mut RelationshipId| {
            if let Some(new) = self.0.get(id) {
                *id = *new;
            }
        };
        match change {
            Change::CreateRelationship { id, .. }
            | Change::DeleteRelationship(id)
            | Change::RestoreRelationship(id)
            | Change::SetRelationshipProperty(id, ..) => renamed(id),
            Change::CreateNode { .. }
            | Change::DeleteNode(_)
            | Change::RestoreNode(_)
            | Change::SetNodeProperty(..)
            | Change::AddLabel(..)
            | Change::RemoveLabel(..)
            | Change::CreateIndex(_)
            | Change::DropIndex(_)
            | Change::CreateConstraint(_)
            | Change::DropConstraint(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Properties;

    #[test]
    fn what_was_deleted_and_buried_comes_back() {
        let mut graph = Graph::new();
        let label = graph.names_mut().intern_label("A");
        let kind = graph.names_mut().intern_relationship_type("T");
        let a = graph.create_node(vec![label], Properties::default()).expect("room");
        let r = graph.create_relationship(kind, a, a, Properties::default()).expect("room");
        graph.commit();
        graph.apply(Change::DeleteRelationship(r)).expect("it is there");
        graph.apply(Change::DeleteNode(a)).expect("it is there");
        let undoing = graph.undoing();
        graph.commit();
        assert_eq!(graph.view().node_count(), 0);
        graph.undo(undoing).expect("it can be undone");
        graph.commit();
        assert!(graph.view().has_node(a) && graph.view().has_relationship(r));
        assert!(graph.view().has_label(a, label));
    }

    #[test]
    fn a_relationship_of_the_base_comes_back_under_another_identity() {
        let mut graph = Graph::new();
        let kind = graph.names_mut().intern_relationship_type("T");
        let key = graph.names_mut().intern_property_key("x");
        let a = graph.create_node(vec![], Properties::default()).expect("room");
        let r = graph.create_relationship(kind, a, a, Properties::default()).expect("room");
        graph.commit();
        graph.freeze().expect("nothing is open");
        graph.apply(Change::SetRelationshipProperty(r, key, 1.into())).expect("it is there");
        let mut earlier = graph.undoing();
        graph.commit();
        graph.apply(Change::DeleteRelationship(r)).expect("it is there");
        let undoing = graph.undoing();
        graph.commit();
        let renamed = graph.undo(undoing).expect("it can be undone");
        graph.commit();
        assert_eq!(graph.view().relationship_count(), 1);
        for change in &mut earlier {
            renamed.rename(change);
        }
        graph.undo(earlier).expect("it can be undone");
        let left = graph.view().relationships().next().expect("there is one");
        assert!(graph.view().relationship_property(left, key).is_null());
    }
}
