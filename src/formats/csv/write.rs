//! Writes one table whose header declares every column, nodes first.
//!
//! A property whose values have several types has a column for each, so that all come back as they
//! were. Ids are texts; a property `id` that is none has a column of its own.

use std::collections::BTreeMap;
use std::io::{self, Write};

use hashbrown::{HashMap, HashSet};

use super::column::{SEPARATOR, escaped};
use super::header::Declared;
use super::kind::Kind;
use crate::error::{Error, ErrorCode, Result};
use crate::formats::Exported;
use crate::formats::identity::{ID, LOCAL, choose_id};
use crate::graph::{GraphView, NodeId, PropertyKeyId, RelationshipId};
use crate::value::Value;
use crate::value::literal::text;

/// Writes a graph.
pub(super) fn write(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    let mut writer = Writer {
        view,
        out,
        id_key: view.names().property_key(ID),
        ids: HashMap::new(),
        exported: Exported::default(),
    };
    writer.write().map_err(|error| {
        let message = format!("the graph can't be written: {error}");
        Error::new(ErrorCode::FileAccess, message).caused_by(error)
    })?;
    Ok(writer.exported)
}

struct Writer<'g, 'o> {
    view: GraphView<'g>,
    out: &'o mut dyn Write,
    id_key: Option<PropertyKeyId>,
    ids: HashMap<NodeId, String>,
    exported: Exported,
}

/// A column of properties: its name, and its type as the header says it.
type Column = (String, String);

/// A cell: an empty text is something else than nothing.
type Cell = Option<String>;

/// The columns of properties, in their order, with their places.
type Columns = BTreeMap<Column, usize>;

impl Writer<'_, '_> {
    fn write(&mut self) -> io::Result<()> {
        let mut taken = HashSet::new();
        let mut omitted = HashSet::new();
        let mut node_columns = Columns::new();
        for node in self.view.nodes() {
            let kept =
                self.id_key.map(|key| self.view.node_property(node, key)).unwrap_or_default();
            let id = choose_id(&kept, &mut taken);
            if id.is_property {
                omitted.insert(node);
            }
            self.ids.insert(node, id.text.unwrap_or_else(|| format!("{LOCAL}{}", node.0)));
            let omit = self.id_key.filter(|_| omitted.contains(&node));
            self.collect(self.view.node_properties(node), omit, &mut node_columns);
        }
        let mut columns = Columns::new();
        for relationship in self.view.relationships() {
            self.collect(self.view.relationship_properties(relationship), None, &mut columns);
        }
        self.write_header(&mut node_columns, &mut columns)?;
        for node in self.view.nodes() {
            let omit = self.id_key.filter(|_| omitted.contains(&node));
            self.write_node(node, omit, &node_columns, columns.len())?;
        }
        for relationship in self.view.relationships() {
            self.write_relationship(relationship, node_columns.len(), &columns)?;
        }
        Ok(())
    }

    fn collect(
        &self,
        properties: impl Iterator<Item = (PropertyKeyId, Value)>,
        omit: Option<PropertyKeyId>,
        columns: &mut Columns,
    ) {
        for (key, value) in properties.filter(|(key, _)| Some(*key) != omit) {
            let name = self.view.names().property_key_name(key);
            columns.insert((name.to_string(), type_name(&value)), 0);
        }
    }

    fn write_header(&mut self, nodes: &mut Columns, relationships: &mut Columns) -> io::Result<()> {
        let mut cells = vec![Some(":ID{id-type:string}".to_owned()), Some(":LABEL".to_owned())];
        let mut number = |columns: &mut Columns| {
            for (place, ((name, kind), number)) in columns.iter_mut().enumerate() {
                *number = place;
                cells.push(Some(format!("{name}:{kind}")));
            }
            cells.len()
        };
        let ends = number(nodes);
        number(relationships);
        let names = [":START_ID{id-type:string}", ":END_ID{id-type:string}", ":TYPE"];
        let names = names.map(|name| Some(name.to_owned()));
        cells.splice(ends..ends, names);
        self.write_row(&cells)
    }

    fn write_node(
        &mut self,
        node: NodeId,
        omit: Option<PropertyKeyId>,
        columns: &Columns,
        others: usize,
    ) -> io::Result<()> {
        let names = self.view.names();
        let labels = self.view.labels(node).iter().map(|label| escaped(names.label_name(*label)));
        let labels: Vec<String> = labels.collect();
        let labels = (!labels.is_empty()).then(|| labels.join(&SEPARATOR.to_string()));
        let mut cells = vec![self.ids.get(&node).cloned(), labels];
        cells.extend(self.cells(self.view.node_properties(node), omit, columns));
        cells.extend(std::iter::repeat_n(None, 3 + others));
        self.exported.nodes += 1;
        self.write_row(&cells)
    }

    fn write_relationship(
        &mut self,
        relationship: RelationshipId,
        others: usize,
        columns: &Columns,
    ) -> io::Result<()> {
        let Some((start, end)) = self.view.ends(relationship) else { return Ok(()) };
        let mut cells = vec![None; 2 + others];
        cells.extend([start, end].map(|node| self.ids.get(&node).cloned()));
        cells.push(self.view.relationship_type_name(relationship).map(ToString::to_string));
        cells.extend(self.cells(self.view.relationship_properties(relationship), None, columns));
        self.exported.relationships += 1;
        self.write_row(&cells)
    }

    fn cells(
        &mut self,
        properties: impl Iterator<Item = (PropertyKeyId, Value)>,
        omit: Option<PropertyKeyId>,
        columns: &Columns,
    ) -> Vec<Cell> {
        let mut cells = vec![None; columns.len()];
        for (key, value) in properties.filter(|(key, _)| Some(*key) != omit) {
            let name = self.view.names().property_key_name(key).to_string();
            let cell = self.cell(&name, &value);
            let place = columns.get(&(name, type_name(&value))).copied();
            if let Some(target) = place.and_then(|place| cells.get_mut(place)) {
                *target = Some(cell);
            }
        }
        cells
    }

    fn cell(&mut self, key: &str, value: &Value) -> String {
        let Value::List(items) = value else {
            if Kind::of_value(value).is_none() {
                self.exported.warn(format!("`{key}` holds maps, which are written as texts"));
            }
            return cell_text(value);
        };
        if kind_of_items(items).is_none() && !items.is_empty() {
            self.exported.warn(format!("lists of `{key}` become lists of texts"));
        }
        let parts: Vec<String> = items.iter().map(|item| escaped(&cell_text(item))).collect();
        if matches!(parts.as_slice(), [only] if only.is_empty()) {
            self.exported
                .warn(format!("a list of one empty text in `{key}` becomes an empty list"));
        }
        parts.join(&SEPARATOR.to_string())
    }

    fn write_row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.out.write_all(b",")?;
            }
            if let Some(cell) = cell {
                write_cell(self.out, cell)?;
            }
        }
        self.out.write_all(b"\n")
    }
}

/// Writes a cell, in quotes if it could be taken for something else.
fn write_cell(out: &mut dyn Write, cell: &str) -> io::Result<()> {
    let is_plain = !cell.is_empty()
        && !cell.contains([',', '"', '\n', '\r'])
        && !cell.starts_with([' ', '\u{feff}', '#'])
        && !cell.ends_with('\\');
    if is_plain {
        out.write_all(cell.as_bytes())
    } else {
        write!(out, "\"{}\"", cell.replace('"', "\"\""))
    }
}

/// The type that the header gives to a value.
fn type_name(value: &Value) -> String {
    let Value::List(items) = value else {
        return Kind::of_value(value).unwrap_or(Kind::Text).name().to_owned();
    };
    let declared = Declared { kind: kind_of_items(items).unwrap_or(Kind::Text), is_list: true };
    format!("{}[]", declared.kind.name())
}

/// The type of all items, if they have one.
fn kind_of_items(items: &[Value]) -> Option<Kind> {
    let mut kinds = items.iter().map(Kind::of_value);
    let first = kinds.next()??;
    kinds.all(|kind| kind == Some(first)).then_some(first)
}

fn cell_text(value: &Value) -> String {
    text(value).unwrap_or_else(|| value.to_string())
}
