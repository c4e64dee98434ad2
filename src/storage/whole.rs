//! A graph as the changes that make it from nothing.

use crate::error::Result;
use crate::graph::{
    Change, Graph, GraphView, IndexDefinition, NodeId, Properties, RelationshipId,
    RelationshipTypeId,
};

/// So many changes are made before they are committed.
const CHUNK: usize = 64 * 1024;

/// A graph in memory with the same names, entities, identities and schema.
///
/// Identities that are free in between are taken too and given back in the end, so that every entity
/// comes to its own at once.
///
/// # Errors
/// `GraphFull` if there is no room.
pub(super) fn copy(view: GraphView<'_>) -> Result<Graph> {
    let mut copy = Graph::new();
    let names = copy.names_mut();
    for (_, name) in view.names().labels() {
        names.intern_label(name);
    }
    for (_, name) in view.names().relationship_types() {
        names.intern_relationship_type(name);
    }
    for (_, name) in view.names().property_keys() {
        names.intern_property_key(name);
    }
    let mut copying = Copying { view, copy };
    copying.nodes()?;
    copying.relationships()?;
    copying.gaps()?;
    copying.schema()?;
    copying.copy.commit();
    Ok(copying.copy)
}

struct Copying<'g> {
    view: GraphView<'g>,
    copy: Graph,
}

impl Copying<'_> {
    fn add(&mut self, change: Change) -> Result<()> {
        self.copy.apply(change)?;
        if self.copy.changes().len() >= CHUNK {
            self.copy.commit();
        }
        Ok(())
    }

    fn node_end(&self) -> u32 {
        let is_there = |id: &u32| self.view.has_node(NodeId(*id));
        (0..self.view.node_bound()).rev().find(is_there).map_or(0, |id| id + 1)
    }

    fn relationship_end(&self) -> u32 {
        self.view.relationships().map(|id| id.0 + 1).max().unwrap_or(0)
    }

    fn nodes(&mut self) -> Result<()> {
        for id in (0..self.node_end()).map(NodeId) {
            let properties = self.view.node_properties(id).collect();
            let labels = self.view.labels(id).to_vec();
            self.add(if self.view.has_node(id) {
                Change::CreateNode { id, labels, properties }
            } else {
                Change::CreateNode { id, labels: Vec::new(), properties: Properties::default() }
            })?;
        }
        Ok(())
    }

    fn relationships(&mut self) -> Result<()> {
        let Some(any) = self.view.nodes().next() else { return Ok(()) };
        for id in (0..self.relationship_end()).map(RelationshipId) {
            let known = self.view.ends(id).zip(self.view.relationship_type(id));
            self.add(match known.filter(|_| self.view.has_relationship(id)) {
                Some(((start, end), kind)) => {
                    let properties = self.view.relationship_properties(id).collect();
                    Change::CreateRelationship { id, kind, start, end, properties }
                }
                None => Change::CreateRelationship {
                    id,
                    kind: RelationshipTypeId(0),
                    start: any,
                    end: any,
                    properties: Properties::default(),
                },
            })?;
        }
        Ok(())
    }

    fn gaps(&mut self) -> Result<()> {
        for id in (0..self.relationship_end()).map(RelationshipId) {
            if !self.view.has_relationship(id) {
                self.add(Change::DeleteRelationship(id))?;
            }
        }
        for id in (0..self.node_end()).map(NodeId) {
            if !self.view.has_node(id) {
                self.add(Change::DeleteNode(id))?;
            }
        }
        Ok(())
    }

    fn schema(&mut self) -> Result<()> {
        for index in self.view.catalog().indexes() {
            self.add(Change::CreateIndex(IndexDefinition {
                name: index.name.clone(),
                covered: index.covered,
                keys: index.keys.clone(),
                is_owned: index.is_owned,
            }))?;
        }
        for constraint in self.view.catalog().constraints() {
            self.add(Change::CreateConstraint(constraint.clone()))?;
        }
        Ok(())
    }
}
