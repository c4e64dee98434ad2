//! From the nodes and relationships of files to the graph, whatever the format.
//!
//! A node has an id in its file. It becomes the node's property `id`, by which later files and later
//! loads find it, unless the file gives it a property `id` of its own, or the id begins with `_:`: such
//! ids are names within one file. What a later file says of a known node is added: labels are united,
//! properties replaced. Relationships with an id are merged likewise.

use std::fmt;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::csv::Table;
use super::csv::build::{Key, Spaces, load_tables};
use super::identity::{ID, LOCAL, id_text};
use super::{Advance, Distance, Format, Imported, OnFault, Place, Reading, Rejected, Source};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{
    BaseBuilder, Change, Graph, LabelId, NodeId, Properties, PropertyKeyId, RelationshipId,
    RelationshipTypeId,
};
use crate::value::Value;

/// After how many entities the one who watches is asked.
const WATCHED: usize = 4096;

/// A node as a file gives it.
#[derive(Clone, Debug, Default)]
pub struct FileNode {
    /// Its id, which is not empty.
    pub id: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// Its properties.
    pub properties: Vec<(String, Value)>,
}

/// A relationship as a file gives it.
#[derive(Clone, Debug, Default)]
pub struct FileRelationship {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Its type.
    pub kind: String,
    /// The id of the node where it starts.
    pub from: String,
    /// The id of the node where it ends.
    pub to: String,
    /// Its properties.
    pub properties: Vec<(String, Value)>,
}

/// From how many rows on a graph is built in columns.
const MANY: usize = 20_000;

/// Takes in what readers find.
pub struct Loader<'g> {
    graph: &'g mut Graph,
    reading: Reading,
    files: Vec<String>,
    advance: Advance,
    nodes: HashMap<String, Known<NodeId>, RandomState>,
    relationships: HashMap<String, Known<RelationshipId>, RandomState>,
    waiting: Vec<Waiting>,
    tables: Vec<Table>,
    columns: Columns,
    imported: Imported,
}

/// Whether the graph is built in columns, which is fast, but can only fill an empty graph.
#[derive(Debug, Default)]
enum Columns {
    /// It is not: changes are made one by one, and can be undone.
    #[default]
    No,
    /// It may be, if tables are all that there is.
    Wished,
    /// It is.
    Built(Box<BaseBuilder>, Vec<Addition>),
}

/// What a later table says of a node that is being built.
#[derive(Debug)]
struct Addition {
    node: NodeId,
    labels: Vec<LabelId>,
    properties: Vec<(PropertyKeyId, Value)>,
}

/// An entity with an id, and the file that spoke of it last: its place in the list, or none if it
/// was in the graph before.
#[derive(Clone, Copy, Debug)]
struct Known<T> {
    entity: T,
    file: usize,
}

/// A relationship whose ends have not all been met yet.
#[derive(Debug)]
struct Waiting {
    relationship: FileRelationship,
    place: Place,
    file: usize,
}

impl<'g> Loader<'g> {
    pub(super) fn new(graph: &'g mut Graph, mut reading: Reading) -> Result<Self> {
        if let Some(out) = &mut reading.rejected {
            Rejected::write_header(out)?;
        }
        let mut loader = Self {
            graph,
            reading,
            files: Vec::new(),
            advance: Advance { file: String::new(), distance: Distance::default(), rows: 0 },
            nodes: HashMap::default(),
            relationships: HashMap::default(),
            waiting: Vec::new(),
            tables: Vec::new(),
            columns: Columns::No,
            imported: Imported::default(),
        };
        loader.learn_ids();
        Ok(loader)
    }

    /// Finds what is in the graph already.
    fn learn_ids(&mut self) {
        let view = self.graph.view();
        let Some(key) = view.names().property_key(ID) else { return };
        for entity in view.nodes() {
            if let Some(id) = id_text(&view.node_property(entity, key)) {
                self.nodes.entry(id).or_insert(Known { entity, file: 0 });
            }
        }
        for entity in view.relationships() {
            if let Some(id) = id_text(&view.relationship_property(entity, key)) {
                self.relationships.entry(id).or_insert(Known { entity, file: 0 });
            }
        }
    }

    pub(super) fn begin_file(&mut self, source: &Source<'_>) {
        self.nodes.retain(|id, _| !id.starts_with(LOCAL));
        self.files.push(source.name().to_owned());
        source.name().clone_into(&mut self.advance.file);
        self.advance.distance = source.distance().clone();
    }

    /// Counts an entity, and lets the one who watches look from time to time.
    pub(super) fn count(&mut self) -> Result<()> {
        self.advance.rows += 1;
        match &mut self.reading.watch {
            Some(watch) if self.advance.rows.is_multiple_of(WATCHED) => watch(&self.advance),
            Some(_) | None => Ok(()),
        }
    }

    /// The format that all files are in, if it was given.
    pub(super) fn wished_format(&self) -> Option<&'static Format> {
        self.reading.format
    }

    /// Remembers something that was taken otherwise than it stands in a file, to be told once.
    pub fn note(&mut self, note: String) {
        self.imported.note(note);
    }

    /// Adds a node, or what is new about one that is known.
    ///
    /// # Errors
    /// `FileFormat` if the same file has the node already and faults are not just reported,
    /// `GraphFull` if there is no room.
    pub fn node(&mut self, node: FileNode, place: Place) -> Result<()> {
        self.count()?;
        let file = self.files.len();
        match self.nodes.get_mut(&node.id) {
            Some(known) if known.file == file => {
                let reason = format!("two nodes have the id `{}`", node.id);
                self.fault(place, reason)
            }
            Some(known) => {
                known.file = file;
                let entity = known.entity;
                self.imported.merged += 1;
                self.extend_node(entity, node)
            }
            None => self.create_node(node, file),
        }
    }

    /// Whether a node with this id has been met.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.nodes.contains_key(id)
    }

    /// Adds a node, or what is said of it in another place of the same file; `join` makes one value of
    /// those of the same key.
    ///
    /// # Errors
    /// `GraphFull` if there is no room.
    pub fn add_to_node(
        &mut self,
        mut node: FileNode,
        place: Place,
        join: fn(Value, Value) -> Value,
    ) -> Result<()> {
        let file = self.files.len();
        let Some(known) = self.nodes.get(&node.id).filter(|known| known.file == file) else {
            return self.node(node, place);
        };
        let entity = known.entity;
        self.count()?;
        for (key, value) in &mut node.properties {
            let key = self.graph.names_mut().intern_property_key(key);
            let before = self.graph.view().node_property(entity, key);
            if !before.is_null() {
                *value = join(before, std::mem::take(value));
            }
        }
        self.extend_node(entity, node)
    }

    fn create_node(&mut self, node: FileNode, file: usize) -> Result<()> {
        let names = self.graph.names_mut();
        let labels = node.labels.iter().map(|label| names.intern_label(label)).collect();
        let properties = self.properties(Some(&node.id), node.properties);
        let entity = self.graph.create_node(labels, properties)?;
        self.nodes.insert(node.id, Known { entity, file });
        self.imported.nodes += 1;
        Ok(())
    }

    fn extend_node(&mut self, entity: NodeId, node: FileNode) -> Result<()> {
        for label in &node.labels {
            let label = self.graph.names_mut().intern_label(label);
            if !self.graph.view().has_label(entity, label) {
                self.graph.apply(Change::AddLabel(entity, label))?;
            }
        }
        for (key, value) in node.properties {
            let key = self.graph.names_mut().intern_property_key(&key);
            self.graph.apply(Change::SetNodeProperty(entity, key, value))?;
        }
        Ok(())
    }

    /// Adds a relationship; its ends may come later.
    ///
    /// # Errors
    /// `FileFormat` if the same file has the relationship already and faults are not just reported,
    /// `GraphFull` if there is no room.
    pub fn relationship(&mut self, relationship: FileRelationship, place: Place) -> Result<()> {
        self.count()?;
        let file = self.files.len();
        let from = self.nodes.get(&relationship.from).map(|known| known.entity);
        let to = self.nodes.get(&relationship.to).map(|known| known.entity);
        if let (Some(from), Some(to)) = (from, to) {
            return self.connect(relationship, (from, to), file, place);
        }
        self.waiting.push(Waiting { relationship, place, file });
        Ok(())
    }

    fn connect(
        &mut self,
        relationship: FileRelationship,
        ends: (NodeId, NodeId),
        file: usize,
        place: Place,
    ) -> Result<()> {
        let known = relationship.id.as_ref().and_then(|id| self.relationships.get_mut(id));
        match known {
            Some(known) if known.file == file => {
                let id = relationship.id.unwrap_or_default();
                self.fault_in(file, place, format!("two relationships have the id `{id}`"))
            }
            Some(known) => {
                known.file = file;
                let entity = known.entity;
                self.extend_relationship(entity, relationship, ends, (file, place))
            }
            None => self.create_relationship(relationship, ends, file),
        }
    }

    fn create_relationship(
        &mut self,
        relationship: FileRelationship,
        (start, end): (NodeId, NodeId),
        file: usize,
    ) -> Result<()> {
        let kind = self.graph.names_mut().intern_relationship_type(&relationship.kind);
        let properties = self.properties(relationship.id.as_deref(), relationship.properties);
        let entity = self.graph.create_relationship(kind, start, end, properties)?;
        if let Some(id) = relationship.id {
            self.relationships.insert(id, Known { entity, file });
        }
        self.imported.relationships += 1;
        Ok(())
    }

    fn extend_relationship(
        &mut self,
        entity: RelationshipId,
        relationship: FileRelationship,
        ends: (NodeId, NodeId),
        (file, place): (usize, Place),
    ) -> Result<()> {
        let view = self.graph.view();
        let same_kind =
            view.relationship_type_name(entity).is_some_and(|kind| **kind == *relationship.kind);
        if view.ends(entity) != Some(ends) || !same_kind {
            let id = relationship.id.unwrap_or_default();
            let reason =
                format!("the relationship `{id}` is known with other ends or another type");
            return self.fault_in(file, place, reason);
        }
        self.imported.merged += 1;
        for (key, value) in relationship.properties {
            let key = self.graph.names_mut().intern_property_key(&key);
            self.graph.apply(Change::SetRelationshipProperty(entity, key, value))?;
        }
        Ok(())
    }

    fn properties(&mut self, id: Option<&str>, entries: Vec<(String, Value)>) -> Properties {
        let names = self.graph.names_mut();
        let mut properties = Properties::default();
        if let Some(id) = id.filter(|id| !id.starts_with(LOCAL)) {
            properties.set(names.intern_property_key(ID), Value::string(id));
        }
        for (key, value) in entries {
            properties.set(names.intern_property_key(&key), value);
        }
        properties
    }

    /// Says that something in the present file can't be loaded.
    ///
    /// # Errors
    /// `FileFormat`, unless faults are just reported.
    pub fn fault(&mut self, place: Place, reason: String) -> Result<()> {
        self.fault_in(self.files.len(), place, reason)
    }

    pub(super) fn fault_in(&mut self, file: usize, place: Place, reason: String) -> Result<()> {
        let file = self.files.get(file.wrapping_sub(1)).cloned().unwrap_or_default();
        let rejected = Rejected { file, place, reason };
        match self.reading.on_fault {
            OnFault::Stop => Err(Error::new(ErrorCode::FileFormat, rejected.to_string())),
            OnFault::Reject => {
                if let Some(out) = &mut self.reading.rejected {
                    rejected.write_row(out)?;
                }
                self.imported.rejected.push(rejected);
                Ok(())
            }
        }
    }

    /// Loads the tables, and connects what was waiting, now that every node is known.
    pub(super) fn finish(mut self) -> Result<Imported> {
        let tables = std::mem::take(&mut self.tables);
        self.begin_columns(&tables);
        let spaces = load_tables(&mut self, &tables)?;
        self.end_columns()?;
        for Waiting { relationship, place, file } in std::mem::take(&mut self.waiting) {
            let from = self.find(&relationship.from, &spaces);
            let to = self.find(&relationship.to, &spaces);
            match (from, to) {
                (Some(from), Some(to)) => self.connect(relationship, (from, to), file, place)?,
                (None, _) => self.fault_in(file, place, unknown_end(&relationship.from))?,
                (_, None) => self.fault_in(file, place, unknown_end(&relationship.to))?,
            }
        }
        Ok(self.imported)
    }

    fn find(&self, id: &str, spaces: &Spaces) -> Option<NodeId> {
        let known = self.nodes.get(id).map(|known| known.entity);
        known.or_else(|| spaces.find("", Key::of(id)))
    }
}

/// What tables need, whose nodes are found by other means than their ids alone.
impl Loader<'_> {
    pub(super) fn add_table(&mut self, table: Table) {
        self.tables.push(table);
    }

    /// The number of the present file.
    pub(super) fn file_number(&self) -> usize {
        self.files.len()
    }

    pub(super) fn graph(&mut self) -> &mut Graph {
        self.graph
    }

    /// Every node that has an id so far, with the file that spoke of it last.
    pub(super) fn known_nodes(&self) -> impl Iterator<Item = (&str, NodeId, usize)> {
        self.nodes.iter().map(|(id, known)| (id.as_str(), known.entity, known.file))
    }

    pub(super) fn add_node(
        &mut self,
        labels: &[LabelId],
        properties: Vec<(PropertyKeyId, Value)>,
    ) -> Result<NodeId> {
        self.imported.nodes += 1;
        match &mut self.columns {
            Columns::Built(builder, _) => {
                let properties: Properties = properties.into_iter().collect();
                let entries = properties.iter().map(|(key, value)| (key, value.clone()));
                builder.add_node(labels, entries)
            }
            Columns::No | Columns::Wished => {
                self.graph.create_node(labels.to_vec(), properties.into_iter().collect())
            }
        }
    }

    /// Adds to a node what another file says of it.
    pub(super) fn extend(
        &mut self,
        node: NodeId,
        labels: Vec<LabelId>,
        properties: Vec<(PropertyKeyId, Value)>,
    ) -> Result<()> {
        self.imported.merged += 1;
        let addition = Addition { node, labels, properties };
        match &mut self.columns {
            Columns::Built(_, additions) => additions.push(addition),
            Columns::No | Columns::Wished => return self.apply(addition),
        }
        Ok(())
    }

    fn apply(&mut self, Addition { node, labels, properties }: Addition) -> Result<()> {
        for label in labels {
            if !self.graph.view().has_label(node, label) {
                self.graph.apply(Change::AddLabel(node, label))?;
            }
        }
        for (key, value) in properties {
            self.graph.apply(Change::SetNodeProperty(node, key, value))?;
        }
        Ok(())
    }

    pub(super) fn add_relationship(
        &mut self,
        kind: RelationshipTypeId,
        (start, end): (NodeId, NodeId),
        properties: impl Iterator<Item = (PropertyKeyId, Value)>,
    ) -> Result<()> {
        self.imported.relationships += 1;
        if let Columns::Built(builder, _) = &mut self.columns {
            let table = builder.relationships(kind);
            let row = table.add(start, end)?;
            for (key, value) in properties {
                table.column(key).push(row, value);
            }
            return Ok(());
        }
        self.graph.create_relationship(kind, start, end, properties.collect()).map(|_id| ())
    }
}

/// Building in columns.
impl Loader<'_> {
    /// Fills an empty graph in columns if large tables are all that there is.
    pub(super) fn build_in_columns(&mut self) {
        self.columns = Columns::Wished;
    }

    fn begin_columns(&mut self, tables: &[Table]) {
        let rows: usize = tables.iter().map(Table::len).sum();
        let is_empty = self.graph.view().node_count() == 0 && self.waiting.is_empty();
        if matches!(self.columns, Columns::Wished) && is_empty && rows >= MANY {
            self.columns = Columns::Built(Box::default(), Vec::new());
        }
    }

    fn end_columns(&mut self) -> Result<()> {
        if let Columns::Built(builder, additions) = std::mem::take(&mut self.columns) {
            self.graph.load(builder.finish()?)?;
            additions.into_iter().try_for_each(|addition| self.apply(addition))?;
        }
        Ok(())
    }
}

fn unknown_end(id: &str) -> String {
    format!("the relationship leads to the node `{id}`, which is nowhere defined")
}

impl fmt::Debug for Loader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loader")
            .field("reading", &self.reading)
            .field("imported", &self.imported)
            .finish_non_exhaustive()
    }
}
