//! Indexes and constraints.
//!
//! An index covers the entities that have its label (or type) and all of its keys. A constraint that
//! needs look-ups has an index of the same name. Indexes follow every change at once; constraints are
//! checked at the end of a statement, so that a statement may pass through states that break them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{
    Base, Change, Graph, GraphView, Index, LabelId, NodeId, PropertyKeyId, RelationshipId,
    RelationshipTypeId, Savepoint,
};
use crate::error::{Error, ErrorCode, Result};
use crate::value::Value;

/// The entities that an index or a constraint speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Covered {
    /// The nodes with a label.
    Nodes(LabelId),
    /// The relationships of a type.
    Relationships(RelationshipTypeId),
}

/// What a constraint requires of the entities that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// No two have the same values.
    Unique,
    /// Each has the property.
    Existence,
    /// Both.
    Key,
}

/// A constraint.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// Its name.
    pub name: Arc<str>,
    /// What it covers.
    pub covered: Covered,
    /// Its keys, in order.
    pub keys: Vec<PropertyKeyId>,
    /// What it requires.
    pub requirement: Requirement,
}

/// All indexes and constraints of a graph.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    indexes: Vec<Index>,
    constraints: Vec<Constraint>,
}

impl Catalog {
    /// The indexes in the order of their creation.
    #[must_use]
    pub fn indexes(&self) -> &[Index] {
        &self.indexes
    }

    /// The constraints in the order of their creation.
    #[must_use]
    pub fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// Whether nothing has to follow changes.
    pub(super) fn is_empty(&self) -> bool {
        self.indexes.is_empty() && self.constraints.is_empty()
    }
}

impl<'a> GraphView<'a> {
    /// The indexes and constraints.
    #[must_use]
    pub fn catalog(self) -> &'a Catalog {
        &self.graph().catalog
    }

    /// The index on just `key` for the nodes with a label. One with further keys lacks the nodes that
    /// do not have them all.
    #[must_use]
    pub fn node_index(self, label: LabelId, key: PropertyKeyId) -> Option<&'a Index> {
        let fits = |index: &&Index| index.covered == Covered::Nodes(label) && index.keys == [key];
        self.catalog().indexes.iter().find(fits)
    }

    /// The values of an entity's keys, if it is covered and has them all.
    fn index_key(self, covered: Covered, keys: &[PropertyKeyId], id: u32) -> Option<Vec<Value>> {
        let values: Vec<_> = match covered {
            Covered::Nodes(label) => {
                let node = NodeId(id);
                if !self.has_node(node) || !self.has_label(node, label) {
                    return None;
                }
                keys.iter().map(|key| self.node_property(node, *key)).collect()
            }
            Covered::Relationships(kind) => {
                let relationship = RelationshipId(id);
                if !self.has_relationship(relationship)
                    || self.relationship_type(relationship) != Some(kind)
                {
                    return None;
                }
                keys.iter().map(|key| self.relationship_property(relationship, *key)).collect()
            }
        };
        (!values.iter().any(Value::is_null)).then_some(values)
    }

    /// The entities that are covered.
    fn covered(self, covered: Covered) -> Vec<u32> {
        match covered {
            Covered::Nodes(label) => self.nodes_with_label(label).map(|node| node.0).collect(),
            Covered::Relationships(kind) => self
                .relationships()
                .filter(|one| self.relationship_type(*one) == Some(kind))
                .map(|one| one.0)
                .collect(),
        }
    }
}

/// An entity that a change is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Touched {
    Node(NodeId),
    Relationship(RelationshipId),
}

impl Touched {
    fn of(change: &Change) -> Option<Self> {
        match change {
            Change::CreateNode { id, .. }
            | Change::DeleteNode(id)
            | Change::RestoreNode(id)
            | Change::SetNodeProperty(id, ..)
            | Change::AddLabel(id, _)
            | Change::RemoveLabel(id, _) => Some(Self::Node(*id)),
            Change::CreateRelationship { id, .. }
            | Change::DeleteRelationship(id)
            | Change::RestoreRelationship(id)
            | Change::SetRelationshipProperty(id, ..) => Some(Self::Relationship(*id)),
            Change::CreateIndex(_)
            | Change::DropIndex(_)
            | Change::CreateConstraint(_)
            | Change::DropConstraint(_) => None,
        }
    }

    fn is_covered_by(self, covered: Covered) -> Option<u32> {
        match (self, covered) {
            (Self::Node(id), Covered::Nodes(_)) => Some(id.0),
            (Self::Relationship(id), Covered::Relationships(_)) => Some(id.0),
            (Self::Node(_), Covered::Relationships(_))
            | (Self::Relationship(_), Covered::Nodes(_)) => None,
        }
    }
}

/// The definition of an index, as a change carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexDefinition {
    /// Its name.
    pub name: Arc<str>,
    /// What it covers.
    pub covered: Covered,
    /// Its keys, in order.
    pub keys: Vec<PropertyKeyId>,
    /// Whether it belongs to a constraint of the same name.
    pub is_owned: bool,
}

impl Graph {
    /// Makes a change and lets the indexes follow it.
    pub(super) fn perform_indexed(&mut self, change: Change) -> Result<Change> {
        self.derived.clear();
        let touched = Touched::of(&change).filter(|_| !self.catalog.is_empty());
        let Some(touched) = touched else { return self.perform(change) };
        self.unindex(touched);
        let result = self.perform(change);
        self.reindex(touched);
        result
    }

    fn unindex(&mut self, touched: Touched) {
        let mut indexes = std::mem::take(&mut self.catalog.indexes);
        for index in &mut indexes {
            if let Some(id) = touched.is_covered_by(index.covered)
                && !index.supersede(id)
                && let Some(key) = self.view().index_key(index.covered, &index.keys, id)
            {
                index.remove(key, id);
            }
        }
        self.catalog.indexes = indexes;
    }

    fn reindex(&mut self, touched: Touched) {
        let mut indexes = std::mem::take(&mut self.catalog.indexes);
        for index in &mut indexes {
            if let Some(id) = touched.is_covered_by(index.covered)
                && let Some(key) = self.view().index_key(index.covered, &index.keys, id)
            {
                index.insert(key, id);
            }
        }
        self.catalog.indexes = indexes;
    }

    /// Fills a new index: from the base, and with what has changed since.
    pub(super) fn add_index(&mut self, definition: IndexDefinition) -> Change {
        let (name, covered) = (definition.name.clone(), definition.covered);
        let mut index = Index::of_base(definition, &self.base);
        let view = self.view();
        for id in self.changed_entities(covered) {
            index.supersede(id);
            if let Some(key) = view.index_key(covered, &index.keys, id) {
                index.insert(key, id);
            }
        }
        self.catalog.indexes.push(index);
        Change::DropIndex(name)
    }

    /// The entities that are not as in the base.
    fn changed_entities(&self, covered: Covered) -> Vec<u32> {
        let overlay = &self.overlay;
        match covered {
            Covered::Nodes(_) => {
                let live = self.base.node_bound()..self.view().node_bound();
                overlay.nodes.iter().chain(live).collect()
            }
            Covered::Relationships(_) => {
                let edges = self.entities.edge_indices();
                let live = edges.filter_map(|edge| self.relationship_at(edge)).map(|id| id.0);
                let changed = overlay.properties.keys().copied();
                let ids: BTreeSet<_> = overlay.deleted.iter().chain(changed).chain(live).collect();
                ids.into_iter().collect()
            }
        }
    }

    /// Fills every index anew, now that the graph stands on another base.
    pub(super) fn refill_indexes(&mut self) {
        for index in std::mem::take(&mut self.catalog.indexes) {
            self.add_index(index.definition());
        }
    }

    /// Takes over the indexes and constraints of a base.
    pub(super) fn adopt_schema(&mut self, base: &Arc<Base>) {
        let definitions = base.sorted().iter().map(|sorted| sorted.definition.clone());
        let indexes = definitions.map(|definition| Index::of_base(definition, base)).collect();
        self.catalog = Catalog { indexes, constraints: base.constraints().to_vec() };
    }

    /// Removes an index; what undoes that fills it anew.
    pub(super) fn remove_index(&mut self, name: &str) -> Result<Change> {
        let place = self.catalog.indexes.iter().position(|index| &*index.name == name);
        let place = place.ok_or_else(|| missing("index", name))?;
        Ok(Change::CreateIndex(self.catalog.indexes.remove(place).definition()))
    }

    /// Adds a constraint; its index has been added before.
    pub(super) fn add_constraint(&mut self, constraint: Constraint) -> Change {
        let name = constraint.name.clone();
        self.catalog.constraints.push(constraint);
        Change::DropConstraint(name)
    }

    /// Removes a constraint; its index stays.
    pub(super) fn remove_constraint(&mut self, name: &str) -> Result<Change> {
        let place = self.catalog.constraints.iter().position(|one| &*one.name == name);
        let place = place.ok_or_else(|| missing("constraint", name))?;
        Ok(Change::CreateConstraint(self.catalog.constraints.remove(place)))
    }

    /// Checks every constraint for what has changed since `savepoint`.
    ///
    /// # Errors
    /// `ConstraintViolated`, naming the constraint and the values.
    pub fn check_constraints(&self, savepoint: Savepoint) -> Result<()> {
        if self.catalog.constraints.is_empty() {
            return Ok(());
        }
        let changes = self.done.get(savepoint.0..).unwrap_or_default();
        let touched: BTreeSet<_> = changes.iter().filter_map(Touched::of).collect();
        for constraint in &self.catalog.constraints {
            let new = changes.iter().any(|change| {
                matches!(change, Change::CreateConstraint(one) if one.name == constraint.name)
            });
            let ids: Vec<_> = if new {
                self.view().covered(constraint.covered)
            } else {
                touched.iter().filter_map(|one| one.is_covered_by(constraint.covered)).collect()
            };
            for id in ids {
                self.check_constraint(constraint, id)?;
            }
        }
        Ok(())
    }

    fn check_constraint(&self, constraint: &Constraint, id: u32) -> Result<()> {
        let view = self.view();
        let is_covered = match constraint.covered {
            Covered::Nodes(label) => view.has_node(NodeId(id)) && view.has_label(NodeId(id), label),
            Covered::Relationships(kind) => {
                let relationship = RelationshipId(id);
                view.has_relationship(relationship)
                    && view.relationship_type(relationship) == Some(kind)
            }
        };
        if !is_covered {
            return Ok(());
        }
        let values = view.index_key(constraint.covered, &constraint.keys, id);
        let names: Vec<_> =
            constraint.keys.iter().map(|key| view.names().property_key_name(*key)).collect();
        let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match (constraint.requirement, values) {
            (Requirement::Existence | Requirement::Key, None) => {
                Err(violated(constraint, &format!("every entity it covers must have {names}")))
            }
            (Requirement::Unique | Requirement::Key, Some(values))
                if self.holders(constraint, &values) > 1 =>
            {
                Err(violated(constraint, &format!("two entities have the same {names}")))
            }
            _ => Ok(()),
        }
    }

    /// How many entities have these values.
    fn holders(&self, constraint: &Constraint, values: &[Value]) -> usize {
        let indexes = &self.catalog.indexes;
        let index = indexes.iter().find(|index| index.is_owned && index.name == constraint.name);
        index.map_or(0, |index| index.holders(values))
    }
}

fn missing(what: &str, name: &str) -> Error {
    Error::new(ErrorCode::SchemaConflict, format!("there is no {what} `{name}`"))
}

fn violated(constraint: &Constraint, rule: &str) -> Error {
    let message = format!("constraint `{}` does not hold: {rule}", constraint.name);
    Error::new(ErrorCode::ConstraintViolated, message)
}
