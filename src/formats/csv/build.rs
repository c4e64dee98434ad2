//! From tables to the graph: the nodes of all of them first, then the relationships.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::column::{Column, parts};
use super::header::{Field, Role};
use super::table::Table;
use crate::error::Result;
use crate::formats::Loader;
use crate::formats::identity::{LOCAL, id_text};
use crate::graph::{LabelId, NodeId, PropertyKeyId, RelationshipTypeId};
use crate::value::Value;

/// The label of nodes that are only known as ends of facts.
const END_LABEL: &str = "Entity";

/// The type of relationships that have none.
const NO_TYPE: &str = "RELATED_TO";

/// The property that says how a node is called.
const NAME: &str = "name";

/// An id: whole numbers are found without their texts.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) enum Key<'t> {
    /// A whole number.
    Number(i64),
    /// Any other text.
    Text(&'t str),
}

impl<'t> Key<'t> {
    /// The key of an id in a file.
    pub(in crate::formats) fn of(text: &'t str) -> Self {
        let number = text.parse::<i64>().ok().filter(|number| number.to_string() == text);
        number.map_or(Self::Text(text), Self::Number)
    }

    fn in_column(column: &'t Column, row: usize) -> Option<Self> {
        let number = column.integer(row).map(Self::Number);
        number.or_else(|| column.text(row).map(Self::of))
    }

    fn value(self) -> Value {
        match self {
            Self::Number(number) => Value::Integer(number),
            Self::Text(text) => Value::from(text),
        }
    }
}

impl std::fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

/// A node with the file that spoke of it last; 0 is what was in the graph before.
#[derive(Clone, Copy, Debug)]
struct Known {
    node: NodeId,
    file: usize,
}

/// The nodes of one space by their ids.
#[derive(Debug, Default)]
struct Space {
    numbers: HashMap<i64, Known, RandomState>,
    texts: HashMap<Box<str>, Known, RandomState>,
}

impl Space {
    fn get(&self, key: Key<'_>) -> Option<Known> {
        match key {
            Key::Number(number) => self.numbers.get(&number).copied(),
            Key::Text(text) => self.texts.get(text).copied(),
        }
    }

    fn set(&mut self, key: Key<'_>, known: Known) {
        match key {
            Key::Number(number) => self.numbers.insert(number, known),
            Key::Text(text) => self.texts.insert(text.into(), known),
        };
    }
}

/// The nodes of all spaces. The first space, without a name, is that of files that name none.
#[derive(Debug, Default)]
pub(in crate::formats) struct Spaces {
    names: Vec<String>,
    spaces: Vec<Space>,
}

impl Spaces {
    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.names.iter().position(|one| one == name) {
            return place;
        }
        self.names.push(name.to_owned());
        self.spaces.push(Space::default());
        self.names.len() - 1
    }

    /// The node of an id: in its own space, or the only one that has it in any space.
    pub(in crate::formats) fn find(&self, name: &str, key: Key<'_>) -> Option<NodeId> {
        let own = self.names.iter().position(|one| one == name);
        if let Some(known) = own.and_then(|place| self.spaces.get(place)?.get(key)) {
            return Some(known.node);
        }
        if !name.is_empty() && own.is_some() {
            return None;
        }
        let mut found =
            self.spaces.iter().filter_map(|space| space.get(key).map(|known| known.node));
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }
}

/// Puts tables into the graph.
pub(in crate::formats) fn load_tables(loader: &mut Loader<'_>, tables: &[Table]) -> Result<Spaces> {
    let mut spaces = known_spaces(loader, tables);
    for table in tables {
        Nodes::new(loader, table).load(loader, &mut spaces)?;
    }
    let defines_nodes = tables.iter().any(|table| {
        let is_verbs = table.header.default_name.as_deref() == Some("Verb");
        !is_verbs && !table.header.only_names && !table.header.has(Role::Start)
    });
    for table in
        tables.iter().filter(|table| table.header.has(Role::Start) || table.header.has(Role::End))
    {
        let makes_ends = table.header.makes_ends && !defines_nodes;
        Relationships::new(loader, table, makes_ends).load(loader, &mut spaces)?;
    }
    Ok(spaces)
}

/// The nodes that the graph has already, in the spaces that tables speak of.
fn known_spaces(loader: &mut Loader<'_>, tables: &[Table]) -> Spaces {
    let mut spaces = Spaces::default();
    spaces.place("");
    for (id, node, file) in loader.known_nodes() {
        spaces.spaces[0].set(Key::of(id), Known { node, file });
    }
    for field in tables.iter().flat_map(|table| &table.header.fields) {
        spaces.place(&field.space);
    }
    let view = loader.graph().view();
    let Some(key) = view.names().property_key("id") else { return spaces };
    for (label, name) in view.names().labels() {
        let place = spaces.names.iter().position(|space| *space == name.to_lowercase());
        let Some(space) =
            place.filter(|place| *place > 0).and_then(|place| spaces.spaces.get_mut(place))
        else {
            continue;
        };
        for node in view.nodes_with_label(label) {
            if let Some(id) = id_text(&view.node_property(node, key)) {
                space.set(Key::of(&id), Known { node, file: 0 });
            }
        }
    }
    spaces
}

/// The properties of a table: each with its key in the graph and its column.
fn properties<'t>(loader: &mut Loader<'_>, table: &'t Table) -> Vec<(PropertyKeyId, &'t Column)> {
    let mut found = Vec::new();
    for (field, column) in table.header.fields.iter().zip(&table.columns) {
        let is_property = matches!(field.role, Role::Property);
        if let Some(key) = field.key.as_deref().filter(|_| is_property) {
            found.push((loader.graph().names_mut().intern_property_key(key), column));
        }
    }
    found
}

/// The nodes of a table.
struct Nodes<'t> {
    table: &'t Table,
    id: Option<(&'t Field, &'t Column)>,
    id_key: Option<PropertyKeyId>,
    label: Option<LabelId>,
    labels: Option<&'t Column>,
    ends: [Option<&'t Column>; 2],
    properties: Vec<(PropertyKeyId, &'t Column)>,
    name: Option<(PropertyKeyId, &'t Column)>,
    known_labels: HashMap<String, Vec<LabelId>, RandomState>,
}

impl<'t> Nodes<'t> {
    fn new(loader: &mut Loader<'_>, table: &'t Table) -> Self {
        let header = &table.header;
        let id = header.place(Role::Id);
        let id = id.and_then(|place| header.fields.get(place).zip(table.columns.get(place)));
        let labels = table.column(Role::Labels);
        let names = loader.graph().names_mut();
        let label = header.default_name.as_deref().filter(|_| labels.is_none());
        let name = header.name.and_then(|place| table.columns.get(place));
        Self {
            table,
            id,
            id_key: id
                .and_then(|(field, _)| field.key.as_deref())
                .map(|key| names.intern_property_key(key)),
            label: label
                .filter(|_| !header.has(Role::Start))
                .map(|label| names.intern_label(label)),
            labels,
            ends: [table.column(Role::Start), table.column(Role::End)],
            name: name.map(|column| (names.intern_property_key(NAME), column)),
            properties: properties(loader, table),
            known_labels: HashMap::default(),
        }
    }

    fn load(mut self, loader: &mut Loader<'_>, spaces: &mut Spaces) -> Result<()> {
        let is_edges = self.ends.iter().any(Option::is_some);
        if is_edges && self.id.is_none() {
            return Ok(());
        }
        let space = self.id.map_or("", |(field, _)| field.space.as_str());
        let (space, local) =
            (spaces.place(space), spaces.place(&format!("{LOCAL}{}", self.table.file)));
        for row in 0..self.table.rows {
            // A row of a joined table that has an end is a relationship.
            if self.ends.iter().flatten().any(|end| end.is_filled(row)) {
                continue;
            }
            let Some(key) = self.key(row) else {
                self.load_nameless(loader, row)?;
                continue;
            };
            let is_local = matches!(key, Key::Text(text) if text.starts_with(LOCAL));
            let place = if is_local { local } else { space };
            self.load_row(loader, &mut spaces.spaces[place], row, (key, is_local))?;
        }
        Ok(())
    }

    fn key(&self, row: usize) -> Option<Key<'t>> {
        self.id.and_then(|(_, column)| Key::in_column(column, row))
    }

    fn load_nameless(&mut self, loader: &mut Loader<'_>, row: usize) -> Result<()> {
        if self.id.is_some() {
            return loader.fault_in(
                self.table.file,
                self.table.place(row),
                "the node has no id".to_owned(),
            );
        }
        let labels = self.labels(loader, row);
        let properties = self.values(row, None);
        loader.add_node(&labels, properties).map(|_node| ())
    }

    fn load_row(
        &mut self,
        loader: &mut Loader<'_>,
        space: &mut Space,
        row: usize,
        (key, is_local): (Key<'_>, bool),
    ) -> Result<()> {
        let file = self.table.file;
        let labels = self.labels(loader, row);
        match space.get(key) {
            Some(known) if known.file == file => {
                let reason = format!("two nodes have the id `{key}`");
                loader.fault_in(file, self.table.place(row), reason)
            }
            Some(Known { node, .. }) => {
                space.set(key, Known { node, file });
                let labels = if self.table.header.only_names { Vec::new() } else { labels };
                loader.extend(node, labels, self.values(row, None))
            }
            None => {
                let id =
                    if is_local { None } else { self.id_key.map(|id| (id, self.id_value(row))) };
                let node = loader.add_node(&labels, self.values(row, id))?;
                space.set(key, Known { node, file });
                Ok(())
            }
        }
    }

    fn id_value(&self, row: usize) -> Value {
        self.id.map(|(_, column)| column.value(row)).unwrap_or_default()
    }

    /// The properties of a row; an id that the row itself gives as a property wins.
    fn values(
        &self,
        row: usize,
        id: Option<(PropertyKeyId, Value)>,
    ) -> Vec<(PropertyKeyId, Value)> {
        let columns = self.name.iter().chain(&self.properties);
        let values = columns.filter(|(_, column)| column.is_filled(row));
        id.into_iter().chain(values.map(|(key, column)| (*key, column.value(row)))).collect()
    }

    fn labels(&mut self, loader: &mut Loader<'_>, row: usize) -> Vec<LabelId> {
        let Some(column) = self.labels else { return self.label.into_iter().collect() };
        let Some(text) = column.text(row) else { return Vec::new() };
        if let Some(labels) = self.known_labels.get(text) {
            return labels.clone();
        }
        let names = loader.graph().names_mut();
        let parts = parts(text);
        let labels: Vec<LabelId> = parts
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| names.intern_label(part))
            .collect();
        self.known_labels.insert(text.to_owned(), labels.clone());
        labels
    }
}

/// The relationships of a table.
struct Relationships<'t> {
    table: &'t Table,
    ends: [Option<(&'t Field, &'t Column)>; 2],
    types: Option<&'t Column>,
    default: RelationshipTypeId,
    known_types: HashMap<&'t str, RelationshipTypeId, RandomState>,
    properties: Vec<(PropertyKeyId, &'t Column)>,
    /// The label, id and name of ends that get a node when they are met.
    made: Option<(LabelId, PropertyKeyId, PropertyKeyId)>,
}

impl<'t> Relationships<'t> {
    fn new(loader: &mut Loader<'_>, table: &'t Table, makes_ends: bool) -> Self {
        let header = &table.header;
        let end = |role| {
            let place = header.place(role)?;
            header.fields.get(place).zip(table.columns.get(place))
        };
        let properties = properties(loader, table);
        let names = loader.graph().names_mut();
        let default = header.default_name.as_deref().unwrap_or(NO_TYPE);
        let made = makes_ends.then(|| {
            let keys = ["id", NAME].map(|key| names.intern_property_key(key));
            (names.intern_label(END_LABEL), keys[0], keys[1])
        });
        Self {
            table,
            ends: [end(Role::Start), end(Role::End)],
            types: table.column(Role::Type),
            default: names.intern_relationship_type(default),
            known_types: HashMap::default(),
            properties,
            made,
        }
    }

    fn load(mut self, loader: &mut Loader<'_>, spaces: &mut Spaces) -> Result<()> {
        let is_joined = self.table.header.has(Role::Id);
        for row in 0..self.table.rows {
            let ends = self.ends.map(|end| end.and_then(|(_, column)| Key::in_column(column, row)));
            match ends {
                [None, None] if is_joined => {}
                [Some(start), Some(end)] => self.load_row(loader, spaces, row, (start, end))?,
                [_, None] | [None, _] => {
                    let reason = "the relationship has no start or no end".to_owned();
                    loader.fault_in(self.table.file, self.table.place(row), reason)?;
                }
            }
        }
        Ok(())
    }

    fn load_row(
        &mut self,
        loader: &mut Loader<'_>,
        spaces: &mut Spaces,
        row: usize,
        (start, end): (Key<'_>, Key<'_>),
    ) -> Result<()> {
        let mut nodes = [None, None];
        for (place, key) in [start, end].into_iter().enumerate() {
            let Some(node) = self.end(loader, spaces, place, key)? else {
                let reason =
                    format!("the relationship leads to the node `{key}`, which is nowhere defined");
                return loader.fault_in(self.table.file, self.table.place(row), reason);
            };
            nodes[place] = Some(node);
        }
        let [Some(start), Some(end)] = nodes else { return Ok(()) };
        let kind = self.kind(loader, row);
        let filled = self.properties.iter().filter(|(_, column)| column.is_filled(row));
        let properties = filled.map(|(key, column)| (*key, column.value(row)));
        loader.add_relationship(kind, (start, end), properties)
    }

    /// The node at an end, which is made if it may be.
    fn end(
        &self,
        loader: &mut Loader<'_>,
        spaces: &mut Spaces,
        place: usize,
        key: Key<'_>,
    ) -> Result<Option<NodeId>> {
        let space = self.ends[place].map_or("", |(field, _)| field.space.as_str());
        let local = format!("{LOCAL}{}", self.table.file);
        let is_local = matches!(key, Key::Text(text) if text.starts_with(LOCAL));
        let space = if is_local { local.as_str() } else { space };
        if let Some(node) = spaces.find(space, key) {
            return Ok(Some(node));
        }
        let Some((label, id, name)) = self.made else { return Ok(None) };
        let mut properties = vec![(id, key.value())];
        if let Key::Text(text) = key {
            properties.push((name, Value::from(text)));
        }
        let node = loader.add_node(&[label], properties)?;
        let place = spaces.place(space);
        spaces.spaces[place].set(key, Known { node, file: self.table.file });
        Ok(Some(node))
    }

    fn kind(&mut self, loader: &mut Loader<'_>, row: usize) -> RelationshipTypeId {
        let Some(text) = self.types.and_then(|column| column.text(row)) else {
            return self.default;
        };
        if let Some(kind) = self.known_types.get(text) {
            return *kind;
        }
        let kind = loader.graph().names_mut().intern_relationship_type(text);
        self.known_types.insert(text, kind);
        kind
    }
}
