//! Writes GEXF 1.3: attributes first, then nodes, then edges, in two passes over the graph.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::UNDIRECTED;
use crate::error::Result;
use crate::formats::column::{Column, Kind, Owner, column_text, value_text};
use crate::formats::walk::{Walk, unwritten};
use crate::formats::xml::escaped;
use crate::formats::{Exported, FileNode, FileRelationship};
use crate::graph::GraphView;
use crate::value::Value;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">
<graph defaultedgetype=\"directed\" mode=\"static\">
";

/// Writes a graph.
pub(super) fn write(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    let walk = Walk::new(view);
    let more = [column(Owner::Node, "labels", true), column(Owner::Edge, "id", false)];
    let columns = Column::all(&walk).into_iter().chain(more);
    let columns: std::collections::BTreeSet<_> = columns.collect();
    let ids = columns.into_iter().enumerate().map(|(place, column)| (column, place)).collect();
    let mut writer = Writer { ids, out, exported: Exported::default() };
    writer.write(&walk).map_err(unwritten)?;
    Ok(writer.exported)
}

fn column(owner: Owner, key: &str, is_list: bool) -> Column {
    Column { owner, key: key.to_owned(), kind: Kind::Text, is_list }
}

struct Writer<'o> {
    ids: BTreeMap<Column, usize>,
    out: &'o mut dyn Write,
    exported: Exported,
}

impl Writer<'_> {
    fn write(&mut self, walk: &Walk<'_>) -> io::Result<()> {
        self.out.write_all(HEAD.as_bytes())?;
        self.write_attributes(Owner::Node, "node")?;
        self.write_attributes(Owner::Edge, "edge")?;
        self.out.write_all(b"<nodes>\n")?;
        walk.nodes().try_for_each(|node| self.write_node(node))?;
        self.out.write_all(b"</nodes>\n<edges>\n")?;
        walk.relationships().try_for_each(|one| self.write_edge(one))?;
        self.out.write_all(b"</edges>\n</graph>\n</gexf>\n")
    }

    fn write_attributes(&mut self, owner: Owner, class: &str) -> io::Result<()> {
        writeln!(self.out, "<attributes class=\"{class}\">")?;
        for (column, id) in self.ids.clone() {
            if column.owner != owner {
                continue;
            }
            let kind = match column.kind {
                Kind::Boolean => "boolean",
                Kind::Integer => "long",
                Kind::Float => "double",
                Kind::Text => "string",
            };
            let list = if column.is_list { "list" } else { "" };
            let title = self.escaped(&column.key);
            writeln!(self.out, "<attribute id=\"{id}\" title=\"{title}\" type=\"{list}{kind}\"/>")?;
        }
        writeln!(self.out, "</attributes>")
    }

    fn write_node(&mut self, mut node: FileNode) -> io::Result<()> {
        if node.properties.iter().any(|entry| entry.0 == "labels") {
            self.exported.warn("the property `labels` of nodes is read back as labels".to_owned());
        }
        let id = self.escaped(&node.id);
        write!(self.out, "<node id=\"{id}\"")?;
        // A name that is a text is what Gephi shows.
        let is_name =
            |entry: &(String, Value)| entry.0 == "name" && matches!(entry.1, Value::String(_));
        if let Some(place) = node.properties.iter().position(is_name) {
            let name = self.escaped(&value_text(&node.properties.remove(place).1));
            write!(self.out, " label=\"{name}\"")?;
        }
        if !node.labels.is_empty() {
            let labels = node.labels.into_iter().map(Value::from).collect();
            node.properties.insert(0, ("labels".to_owned(), Value::list(labels)));
        }
        self.exported.nodes += 1;
        self.write_values(Owner::Node, &node.properties, "node")
    }

    fn write_edge(&mut self, mut one: FileRelationship) -> io::Result<()> {
        let (from, to, kind) =
            (self.escaped(&one.from), self.escaped(&one.to), self.escaped(&one.kind));
        let is_undirected = |entry: &(String, Value)| {
            entry.0 == UNDIRECTED && matches!(entry.1, Value::Boolean(true))
        };
        let before = one.properties.len();
        one.properties.retain(|entry| !is_undirected(entry));
        let direction = if one.properties.len() < before { " type=\"undirected\"" } else { "" };
        let id = match one.id {
            Some(id) => {
                let escaped = self.escaped(&id);
                if !one.properties.iter().any(|entry| entry.0 == "id") {
                    one.properties.push(("id".to_owned(), Value::from(id)));
                }
                escaped
            }
            None => format!("_:{}", self.exported.relationships),
        };
        write!(
            self.out,
            "<edge id=\"{id}\" source=\"{from}\" target=\"{to}\" label=\"{kind}\"{direction}"
        )?;
        self.exported.relationships += 1;
        self.write_values(Owner::Edge, &one.properties, "edge")
    }

    fn write_values(
        &mut self,
        owner: Owner,
        properties: &[(String, Value)],
        element: &str,
    ) -> io::Result<()> {
        if properties.is_empty() {
            return writeln!(self.out, "/>");
        }
        write!(self.out, "><attvalues>")?;
        for (key, value) in properties {
            Column::warn(value, key, &mut self.exported);
            let column = Column::of(owner, key, value);
            let text = self.escaped(&column_text(&column, value));
            let id = self.ids.get(&column).copied().unwrap_or_default();
            write!(self.out, "<attvalue for=\"{id}\" value=\"{text}\"/>")?;
        }
        writeln!(self.out, "</attvalues></{element}>")
    }

    fn escaped(&mut self, text: &str) -> String {
        let (escaped, is_changed) = escaped(text);
        if is_changed {
            self.exported.warn("control characters, which XML can't hold, are replaced".to_owned());
        }
        escaped
    }
}
