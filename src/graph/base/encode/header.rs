//! What a base says of itself, and the labels of its nodes.

use std::sync::Arc;

use super::packed::{read_below, write_small};
use super::{Reader, Writer, damaged, framed, unframed};
use crate::error::Result;
use crate::graph::base::NO_NODE;
use crate::graph::label_sets::LabelSets;
use crate::graph::{
    Constraint, Covered, IndexDefinition, LabelId, PropertyKeyId, RelationshipTypeId, Requirement,
};

/// What there is, how much of it, and the schema.
#[derive(Debug, Default)]
pub(in crate::graph::base) struct Header {
    pub(in crate::graph::base) node_bound: u32,
    pub(in crate::graph::base) relationship_bound: u32,
    pub(in crate::graph::base) columns: Vec<PropertyKeyId>,
    pub(in crate::graph::base) tables: Vec<TableHeader>,
    /// With the number of different values.
    pub(in crate::graph::base) indexes: Vec<(IndexDefinition, u32)>,
    pub(in crate::graph::base) constraints: Vec<Constraint>,
}

/// What there is of a type.
#[derive(Debug)]
pub(in crate::graph::base) struct TableHeader {
    pub(in crate::graph::base) kind: RelationshipTypeId,
    pub(in crate::graph::base) count: u32,
    pub(in crate::graph::base) first: Option<u32>,
    pub(in crate::graph::base) columns: Vec<PropertyKeyId>,
}

/// The kinds of requirements.
mod requirement {
    pub(super) const UNIQUE: u8 = 1;
    pub(super) const EXISTENCE: u8 = 2;
    pub(super) const KEY: u8 = 3;
}

impl Header {
    /// The chunk.
    pub(in crate::graph::base) fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(self.node_bound.into());
        writer.number(self.relationship_bound.into());
        write_keys(&self.columns, &mut writer);
        writer.size(self.tables.len());
        for table in &self.tables {
            writer.number(table.kind.0.into());
            writer.number(table.count.into());
            writer.number(table.first.map_or(0, |first| u64::from(first) + 1));
            write_keys(&table.columns, &mut writer);
        }
        writer.size(self.indexes.len());
        for (definition, distinct) in &self.indexes {
            write_covering(&definition.name, definition.covered, &definition.keys, &mut writer);
            writer.byte(definition.is_owned.into());
            writer.number((*distinct).into());
        }
        writer.size(self.constraints.len());
        for constraint in &self.constraints {
            write_covering(&constraint.name, constraint.covered, &constraint.keys, &mut writer);
            writer.byte(match constraint.requirement {
                Requirement::Unique => requirement::UNIQUE,
                Requirement::Existence => requirement::EXISTENCE,
                Requirement::Key => requirement::KEY,
            });
        }
        framed(&writer.into_bytes())
    }

    /// Reads the chunk.
    pub(in crate::graph::base) fn decode(bytes: &[u8]) -> Result<Self> {
        let mut reader = Reader::new(unframed(bytes)?);
        let (node_bound, relationship_bound) = (reader.small()?, reader.small()?);
        let columns = read_keys(&mut reader)?;
        let mut header = Self { node_bound, relationship_bound, columns, ..Self::default() };
        for _ in 0..reader.count()? {
            header.tables.push(header.read_table(&mut reader)?);
        }
        if !header.tables.is_sorted_by(|left, right| left.kind < right.kind) {
            return Err(damaged("relationship types are mixed up"));
        }
        for _ in 0..reader.count()? {
            let (name, covered, keys) = read_covering(&mut reader)?;
            let definition = IndexDefinition { name, covered, keys, is_owned: reader.flag()? };
            header.indexes.push((definition, reader.small()?));
        }
        for _ in 0..reader.count()? {
            let (name, covered, keys) = read_covering(&mut reader)?;
            let requirement = match reader.byte()? {
                requirement::UNIQUE => Requirement::Unique,
                requirement::EXISTENCE => Requirement::Existence,
                requirement::KEY => Requirement::Key,
                other => return Err(damaged(format!("{other} is no requirement"))),
            };
            header.constraints.push(Constraint { name, covered, keys, requirement });
        }
        reader.finish()?;
        Ok(header)
    }

    fn read_table(&self, reader: &mut Reader<'_>) -> Result<TableHeader> {
        let (kind, count) = (RelationshipTypeId(reader.small()?), reader.small()?);
        let first = match reader.number()? {
            0 => None,
            first => Some(u32::try_from(first - 1).map_err(|_| too_many())?),
        };
        let end = first.unwrap_or_default().checked_add(count);
        if end.is_none_or(|end| end > self.relationship_bound) {
            return Err(too_many());
        }
        Ok(TableHeader { kind, count, first, columns: read_keys(reader)? })
    }
}

fn too_many() -> crate::error::Error {
    damaged("there are more relationships than identities")
}

fn write_keys(keys: &[PropertyKeyId], writer: &mut Writer) {
    writer.size(keys.len());
    for key in keys {
        writer.number(key.0.into());
    }
}

fn read_list<T>(reader: &mut Reader<'_>, make: impl Fn(u32) -> T) -> Result<Vec<T>> {
    (0..reader.count()?).map(|_| reader.small().map(&make)).collect()
}

/// Keys in ascending order.
fn read_keys(reader: &mut Reader<'_>) -> Result<Vec<PropertyKeyId>> {
    let keys = read_list(reader, PropertyKeyId)?;
    let is_sound = keys.is_sorted_by(|left, right| left < right);
    if is_sound { Ok(keys) } else { Err(damaged("property keys are mixed up")) }
}

fn write_covering(name: &str, covered: Covered, keys: &[PropertyKeyId], writer: &mut Writer) {
    writer.text(name);
    let (side, number) = match covered {
        Covered::Nodes(label) => (0, label.0),
        Covered::Relationships(kind) => (1, kind.0),
    };
    writer.byte(side);
    writer.number(number.into());
    write_keys(keys, writer);
}

fn read_covering(reader: &mut Reader<'_>) -> Result<(Arc<str>, Covered, Vec<PropertyKeyId>)> {
    let name = reader.text()?.into();
    let (of_relationships, number) = (reader.flag()?, reader.small()?);
    let covered = if of_relationships {
        Covered::Relationships(RelationshipTypeId(number))
    } else {
        Covered::Nodes(LabelId(number))
    };
    Ok((name, covered, read_list(reader, PropertyKeyId)?))
}

/// The chunk of the sets of labels and of the nodes that have them.
pub(in crate::graph::base) fn encode_labels(sets: &LabelSets, nodes: &[u32]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.size(sets.len());
    for labels in sets.iter() {
        writer.size(labels.len());
        for label in labels {
            writer.number(label.0.into());
        }
    }
    // A hole has the number after the last set, which is short.
    let hole = u32::try_from(sets.len()).unwrap_or(NO_NODE);
    let nodes: Vec<_> = nodes.iter().map(|set| (*set).min(hole)).collect();
    write_small(&nodes, &mut writer);
    framed(&writer.into_bytes())
}

/// Reads the chunk of labels: the sets, and the set of each node.
pub(in crate::graph::base) fn decode_labels(
    bytes: &[u8],
    node_bound: u32,
) -> Result<(LabelSets, Vec<u32>)> {
    let mut reader = Reader::new(unframed(bytes)?);
    let mut sets = LabelSets::default();
    let count = reader.count()?;
    for number in 0..count {
        let set = sets.intern(read_list(&mut reader, LabelId)?);
        if set.0 as usize != number {
            return Err(damaged("a set of labels is there twice"));
        }
    }
    let mut nodes = read_below(&mut reader, node_bound as usize, count as u64 + 1)?;
    let hole = u32::try_from(count).unwrap_or(NO_NODE);
    nodes.iter_mut().filter(|set| **set == hole).for_each(|set| *set = NO_NODE);
    reader.finish()?;
    Ok((sets, nodes))
}
