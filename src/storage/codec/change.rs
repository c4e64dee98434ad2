//! Changes as bytes: a tag, then what the kind of change needs.

use std::sync::Arc;

use crate::error::Result;
use crate::graph::{
    Change, Constraint, Covered, IndexDefinition, LabelId, NameCounts, NodeId, Properties,
    PropertyKeyId, RelationshipId, RelationshipTypeId, Requirement,
};
use crate::value::codec::{ROOM, Reader, Writer, damaged};

/// The first byte of each kind of change. The numbers are for ever.
mod tag {
    pub(super) const CREATE_NODE: u8 = 1;
    pub(super) const DELETE_NODE: u8 = 2;
    pub(super) const RESTORE_NODE: u8 = 3;
    pub(super) const CREATE_RELATIONSHIP: u8 = 4;
    pub(super) const DELETE_RELATIONSHIP: u8 = 5;
    pub(super) const RESTORE_RELATIONSHIP: u8 = 6;
    pub(super) const SET_NODE_PROPERTY: u8 = 7;
    pub(super) const SET_RELATIONSHIP_PROPERTY: u8 = 8;
    pub(super) const ADD_LABEL: u8 = 9;
    pub(super) const REMOVE_LABEL: u8 = 10;
    pub(super) const CREATE_INDEX: u8 = 11;
    pub(super) const DROP_INDEX: u8 = 12;
    pub(super) const CREATE_CONSTRAINT: u8 = 13;
    pub(super) const DROP_CONSTRAINT: u8 = 14;
}

impl Writer {
    /// Writes a change.
    ///
    /// # Errors
    /// As [`value`](Self::value).
    pub(super) fn change(&mut self, change: &Change) -> Result<()> {
        match change {
            Change::CreateNode { id, labels, properties } => {
                self.tagged(tag::CREATE_NODE, id.0);
                self.size(labels.len());
                for label in labels {
                    self.number(label.0.into());
                }
                self.properties(properties)?;
            }
            Change::DeleteNode(id) => self.tagged(tag::DELETE_NODE, id.0),
            Change::RestoreNode(id) => self.tagged(tag::RESTORE_NODE, id.0),
            Change::CreateRelationship { id, kind, start, end, properties } => {
                self.tagged(tag::CREATE_RELATIONSHIP, id.0);
                for id in [kind.0, start.0, end.0] {
                    self.number(id.into());
                }
                self.properties(properties)?;
            }
            Change::DeleteRelationship(id) => self.tagged(tag::DELETE_RELATIONSHIP, id.0),
            Change::RestoreRelationship(id) => self.tagged(tag::RESTORE_RELATIONSHIP, id.0),
            Change::SetNodeProperty(id, key, value) => {
                self.tagged(tag::SET_NODE_PROPERTY, id.0);
                self.number(key.0.into());
                self.value(value)?;
            }
            Change::SetRelationshipProperty(id, key, value) => {
                self.tagged(tag::SET_RELATIONSHIP_PROPERTY, id.0);
                self.number(key.0.into());
                self.value(value)?;
            }
            Change::AddLabel(id, label) => {
                self.tagged(tag::ADD_LABEL, id.0);
                self.number(label.0.into());
            }
            Change::RemoveLabel(id, label) => {
                self.tagged(tag::REMOVE_LABEL, id.0);
                self.number(label.0.into());
            }
            Change::CreateIndex(definition) => {
                self.named(tag::CREATE_INDEX, &definition.name);
                self.covered(definition.covered, &definition.keys);
                self.byte(definition.is_owned.into());
            }
            Change::DropIndex(name) => self.named(tag::DROP_INDEX, name),
            Change::CreateConstraint(constraint) => {
                self.named(tag::CREATE_CONSTRAINT, &constraint.name);
                self.covered(constraint.covered, &constraint.keys);
                self.byte(match constraint.requirement {
                    Requirement::Unique => 0,
                    Requirement::Existence => 1,
                    Requirement::Key => 2,
                });
            }
            Change::DropConstraint(name) => self.named(tag::DROP_CONSTRAINT, name),
        }
        Ok(())
    }

    fn tagged(&mut self, tag: u8, id: u32) {
        self.byte(tag);
        self.number(id.into());
    }

    fn named(&mut self, tag: u8, name: &str) {
        self.byte(tag);
        self.text(name);
    }

    fn properties(&mut self, properties: &Properties) -> Result<()> {
        self.size(properties.len());
        for (key, value) in properties.iter() {
            self.number(key.0.into());
            self.value(value)?;
        }
        Ok(())
    }

    fn covered(&mut self, covered: Covered, keys: &[PropertyKeyId]) {
        match covered {
            Covered::Nodes(label) => self.tagged(0, label.0),
            Covered::Relationships(kind) => self.tagged(1, kind.0),
        }
        self.size(keys.len());
        for key in keys {
            self.number(key.0.into());
        }
    }
}

/// Reads changes that mention only names that are there.
#[derive(Debug)]
pub(super) struct ChangeReader<'r, 'b> {
    pub(super) bytes: &'r mut Reader<'b>,
    pub(super) names: NameCounts,
}

impl ChangeReader<'_, '_> {
    /// Reads a change.
    ///
    /// # Errors
    /// `StoreDamaged` if there is none, or none that could have been written.
    pub(super) fn change(&mut self) -> Result<Change> {
        Ok(match self.bytes.byte()? {
            tag::CREATE_NODE => Change::CreateNode {
                id: self.node()?,
                labels: self.labels()?,
                properties: self.properties()?,
            },
            tag::DELETE_NODE => Change::DeleteNode(self.node()?),
            tag::RESTORE_NODE => Change::RestoreNode(self.node()?),
            tag::CREATE_RELATIONSHIP => Change::CreateRelationship {
                id: self.relationship()?,
                kind: self.kind()?,
                start: self.node()?,
                end: self.node()?,
                properties: self.properties()?,
            },
            tag::DELETE_RELATIONSHIP => Change::DeleteRelationship(self.relationship()?),
            tag::RESTORE_RELATIONSHIP => Change::RestoreRelationship(self.relationship()?),
            tag::SET_NODE_PROPERTY => {
                Change::SetNodeProperty(self.node()?, self.key()?, self.bytes.value()?)
            }
            tag::SET_RELATIONSHIP_PROPERTY => Change::SetRelationshipProperty(
                self.relationship()?,
                self.key()?,
                self.bytes.value()?,
            ),
            tag::ADD_LABEL => Change::AddLabel(self.node()?, self.label()?),
            tag::REMOVE_LABEL => Change::RemoveLabel(self.node()?, self.label()?),
            tag::CREATE_INDEX => Change::CreateIndex(IndexDefinition {
                name: self.name()?,
                covered: self.covered()?,
                keys: self.keys()?,
                is_owned: self.bytes.flag()?,
            }),
            tag::DROP_INDEX => Change::DropIndex(self.name()?),
            tag::CREATE_CONSTRAINT => Change::CreateConstraint(Constraint {
                name: self.name()?,
                covered: self.covered()?,
                keys: self.keys()?,
                requirement: self.requirement()?,
            }),
            tag::DROP_CONSTRAINT => Change::DropConstraint(self.name()?),
            other => return Err(damaged(format!("{other} is no kind of change"))),
        })
    }

    fn node(&mut self) -> Result<NodeId> {
        self.bytes.small().map(NodeId)
    }

    fn relationship(&mut self) -> Result<RelationshipId> {
        self.bytes.small().map(RelationshipId)
    }

    fn label(&mut self) -> Result<LabelId> {
        self.known("label", self.names.labels).map(LabelId)
    }

    fn kind(&mut self) -> Result<RelationshipTypeId> {
        self.known("relationship type", self.names.relationship_types).map(RelationshipTypeId)
    }

    fn key(&mut self) -> Result<PropertyKeyId> {
        self.known("property key", self.names.property_keys).map(PropertyKeyId)
    }

    fn known(&mut self, what: &str, count: usize) -> Result<u32> {
        let number = self.bytes.small()?;
        if (number as usize) < count {
            return Ok(number);
        }
        Err(damaged(format!("there are {count} names of that kind, but {what} {number} is used")))
    }

    fn name(&mut self) -> Result<Arc<str>> {
        self.bytes.text().map(Into::into)
    }

    fn labels(&mut self) -> Result<Vec<LabelId>> {
        let count = self.bytes.count()?;
        let mut labels = Vec::with_capacity(count.min(ROOM));
        for _ in 0..count {
            labels.push(self.label()?);
        }
        Ok(labels)
    }

    fn keys(&mut self) -> Result<Vec<PropertyKeyId>> {
        let count = self.bytes.count()?;
        let mut keys = Vec::with_capacity(count.min(ROOM));
        for _ in 0..count {
            keys.push(self.key()?);
        }
        Ok(keys)
    }

    fn properties(&mut self) -> Result<Properties> {
        let mut properties = Properties::default();
        for _ in 0..self.bytes.count()? {
            let key = self.key()?;
            properties.set(key, self.bytes.value()?);
        }
        Ok(properties)
    }

    fn covered(&mut self) -> Result<Covered> {
        match self.bytes.byte()? {
            0 => self.label().map(Covered::Nodes),
            1 => self.kind().map(Covered::Relationships),
            other => Err(damaged(format!("{other} is no kind of entity"))),
        }
    }

    fn requirement(&mut self) -> Result<Requirement> {
        match self.bytes.byte()? {
            0 => Ok(Requirement::Unique),
            1 => Ok(Requirement::Existence),
            2 => Ok(Requirement::Key),
            other => Err(damaged(format!("{other} is no kind of constraint"))),
        }
    }
}
