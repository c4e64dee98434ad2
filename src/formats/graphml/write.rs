//! Writes `GraphML`: keys first, then nodes, then edges, in two passes over the graph.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Write};

use super::UNDIRECTED;
use crate::error::Result;
use crate::formats::column::{Column, Kind, Owner, column_text};
use crate::formats::walk::{Walk, unwritten};
use crate::formats::xml::escaped;
use crate::formats::{Exported, FileNode, FileRelationship};
use crate::graph::GraphView;
use crate::value::Value;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">
<key id=\"labels\" for=\"node\" attr.name=\"labels\" attr.type=\"string\"/>
<key id=\"label\" for=\"edge\" attr.name=\"label\" attr.type=\"string\"/>
";

/// Writes a graph.
pub(super) fn write(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    let walk = Walk::new(view);
    let columns: BTreeSet<_> = Column::all(&walk).into_iter().chain([id_column()]).collect();
    let keys = columns.into_iter().enumerate();
    let keys = keys.map(|(place, column)| (column, format!("d{place}"))).collect();
    let mut writer = Writer { keys, out, exported: Exported::default() };
    writer.write(&walk).map_err(unwritten)?;
    Ok(writer.exported)
}

/// The data that keep a relationship's id, since the ids of edges are often mere numbers of lines.
fn id_column() -> Column {
    Column { owner: Owner::Edge, key: "id".to_owned(), kind: Kind::Text, is_list: false }
}

struct Writer<'o> {
    keys: BTreeMap<Column, String>,
    out: &'o mut dyn Write,
    exported: Exported,
}

impl Writer<'_> {
    fn write(&mut self, walk: &Walk<'_>) -> io::Result<()> {
        self.out.write_all(HEAD.as_bytes())?;
        let mut taken =
            HashSet::from([(Owner::Node, "labels".to_owned()), (Owner::Edge, "label".to_owned())]);
        for (column, id) in std::mem::take(&mut self.keys) {
            let is_first = taken.insert((column.owner, column.key.clone()));
            self.write_key(&column, &id, is_first)?;
            self.keys.insert(column, id);
        }
        // Some programs refuse a graph with edges of both kinds, so it is either the one or the other.
        let mut relationships = walk.relationships().peekable();
        let has_any = relationships.peek().is_some();
        let is_undirected = has_any && relationships.all(|one| is_undirected(&one));
        let default = if is_undirected { "undirected" } else { "directed" };
        writeln!(self.out, "<graph id=\"G\" edgedefault=\"{default}\">")?;
        for node in walk.nodes() {
            self.write_node(&node)?;
        }
        for mut one in walk.relationships() {
            if is_undirected {
                one.properties.retain(|entry| entry.0 != UNDIRECTED);
            }
            self.write_edge(one)?;
        }
        self.out.write_all(b"</graph>\n</graphml>\n")
    }

    /// Declares an attribute. Some programs want every name but once, so a property of several kinds
    /// has its kinds in the names of all attributes but the first, and its own name beside them.
    fn write_key(&mut self, column: &Column, id: &str, is_first: bool) -> io::Result<()> {
        let owner = if column.owner == Owner::Node { "node" } else { "edge" };
        let kind = match column.kind {
            Kind::Boolean => "boolean",
            Kind::Integer => "long",
            Kind::Float => "double",
            Kind::Text => "string",
        };
        let mut name = self.escaped(&column.key);
        if !is_first {
            let list = if column.is_list { " list" } else { "" };
            name = format!("{name} ({kind}{list})\" amur.name=\"{name}");
        }
        let kinds = if column.is_list {
            format!("attr.type=\"string\" attr.list=\"{kind}\"")
        } else {
            format!("attr.type=\"{kind}\"")
        };
        writeln!(self.out, "<key id=\"{id}\" for=\"{owner}\" attr.name=\"{name}\" {kinds}/>")
    }

    fn write_node(&mut self, node: &FileNode) -> io::Result<()> {
        if node.labels.iter().any(|label| label.contains(':')) {
            self.exported.warn("a label with a colon is read back as several".to_owned());
        }
        let mut labels = String::new();
        node.labels.iter().for_each(|label| labels.extend([":", label]));
        let (id, labels) = (self.escaped(&node.id), self.escaped(&labels));
        write!(self.out, "<node id=\"{id}\" labels=\"{labels}\">")?;
        if !labels.is_empty() {
            write!(self.out, "<data key=\"labels\">{labels}</data>")?;
        }
        self.write_data(Owner::Node, &node.properties)?;
        self.exported.nodes += 1;
        writeln!(self.out, "</node>")
    }

    fn write_edge(&mut self, mut one: FileRelationship) -> io::Result<()> {
        let (from, to) = (self.escaped(&one.from), self.escaped(&one.to));
        let kind = self.escaped(&one.kind);
        let id = one.id.as_ref().map(|id| format!(" id=\"{}\"", self.escaped(id)));
        let id = id.unwrap_or_default();
        write!(self.out, "<edge{id} source=\"{from}\" target=\"{to}\" label=\"{kind}\">")?;
        write!(self.out, "<data key=\"label\">{kind}</data>")?;
        if let Some(id) = one.id.filter(|_| !one.properties.iter().any(|entry| entry.0 == "id")) {
            one.properties.push(("id".to_owned(), Value::from(id)));
        }
        self.write_data(Owner::Edge, &one.properties)?;
        self.exported.relationships += 1;
        writeln!(self.out, "</edge>")
    }

    fn write_data(&mut self, owner: Owner, properties: &[(String, Value)]) -> io::Result<()> {
        for (key, value) in properties {
            Column::warn(value, key, &mut self.exported);
            let column = Column::of(owner, key, value);
            let text = self.escaped(&column_text(&column, value));
            let id = self.keys.get(&column).map(String::as_str).unwrap_or_default();
            write!(self.out, "<data key=\"{id}\">{text}</data>")?;
        }
        Ok(())
    }

    fn escaped(&mut self, text: &str) -> String {
        let (escaped, is_changed) = escaped(text);
        if is_changed {
            self.exported.warn("control characters, which XML can't hold, are replaced".to_owned());
        }
        escaped
    }
}

fn is_undirected(one: &FileRelationship) -> bool {
    one.properties
        .iter()
        .any(|(key, value)| key == UNDIRECTED && matches!(value, Value::Boolean(true)))
}
