//! Reads `GraphML` as a stream: one node or edge with its data is in memory at a time.

use hashbrown::HashMap;

use super::element::{Key, Open};
use crate::error::Result;
use crate::formats::column::Owner;
use crate::formats::xml::{Element, Token, Xml};
use crate::formats::{Loader, Place, Source};
use crate::value::Value;

/// Reads a file into the loader.
pub(super) fn read(source: &mut Source<'_>, loader: &mut Loader<'_>) -> Result<()> {
    let mut xml = Xml::new(source)?;
    let mut reader = Reader::new(loader);
    let mut is_inside = false;
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(element) if !is_inside && element.name != "graphml" => {
                let name = &element.name;
                let reason = format!("this is no GraphML: expected `graphml`, but found `{name}`");
                return Err(xml.error(&reason));
            }
            Token::Start(element) => {
                is_inside = true;
                reader.start(element, xml.place())?;
            }
            Token::Text(text) => reader.text(&text),
            Token::End(name) => reader.end(&name)?,
        }
    }
    if is_inside { Ok(()) } else { Err(xml.error("this is no GraphML: there is no element")) }
}

struct Reader<'l, 'g> {
    loader: &'l mut Loader<'g>,
    keys: HashMap<String, Key>,
    /// The key whose declaration is being read.
    declared: Option<(String, Key)>,
    /// The nodes and edges that have begun and not ended; nodes can hold graphs of nodes.
    open: Vec<Open>,
    /// Whether the edges of each graph that has begun are undirected.
    graphs: Vec<bool>,
    /// The data that are being read: their key and place, and what element their text stands in.
    data: Option<(String, Place)>,
    gathered: Option<(Gathered, String)>,
}

/// What a text is wanted for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gathered {
    Data,
    Default,
    Drawn,
    Description,
}

impl<'l, 'g> Reader<'l, 'g> {
    fn new(loader: &'l mut Loader<'g>) -> Self {
        Self {
            loader,
            keys: HashMap::new(),
            declared: None,
            open: Vec::new(),
            graphs: Vec::new(),
            data: None,
            gathered: None,
        }
    }

    fn start(&mut self, element: Element, place: Place) -> Result<()> {
        match element.name.as_str() {
            "key" => {
                let id = element.attribute("id").unwrap_or_default().to_owned();
                self.declared = Some((id, Key::new(&element)));
            }
            "default" => self.gather(Gathered::Default),
            "graph" => {
                if !self.open.is_empty() {
                    self.loader
                        .note("nested graphs are read as if they were not nested".to_owned());
                }
                self.graphs.push(element.attribute("edgedefault") == Some("undirected"));
            }
            "node" => self.open.push(Open::new(Owner::Node, element, place, false)),
            "edge" => {
                let is_undirected = self.graphs.last().copied().unwrap_or(false);
                self.open.push(Open::new(Owner::Edge, element, place, is_undirected));
            }
            "data" => {
                let key = element.attribute("key").unwrap_or_default().to_owned();
                self.data = Some((key, place));
                self.gather(Gathered::Data);
            }
            "NodeLabel" | "EdgeLabel" => self.gather(Gathered::Drawn),
            "desc" if self.data.is_none() => self.gather(Gathered::Description),
            "hyperedge" => {
                let reason = "a hyperedge joins more than two nodes, which can't be kept";
                self.loader.fault(place, reason.to_owned())?;
            }
            _ => {}
        }
        Ok(())
    }

    fn gather(&mut self, what: Gathered) {
        self.gathered = Some((what, String::new()));
    }

    fn text(&mut self, text: &str) {
        if let Some((_, gathered)) = &mut self.gathered {
            gathered.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<()> {
        match name {
            "key" => self.keys.extend(self.declared.take()),
            "default" => {
                let text = self.take(Gathered::Default);
                if let Some((_, key)) = &mut self.declared {
                    key.default = text;
                }
            }
            "graph" => drop(self.graphs.pop()),
            "node" | "edge" => return self.close(),
            "data" => return self.end_data(),
            "NodeLabel" | "EdgeLabel" => {
                let text = self.take(Gathered::Drawn);
                if let Some(open) = self.open.last_mut().filter(|open| open.drawn.is_none()) {
                    open.drawn = text.map(|text| text.trim().to_owned());
                }
            }
            "desc" => {
                let text = self.take(Gathered::Description);
                if let (Some(open), Some(text)) = (self.open.last_mut(), text) {
                    open.data.push(("description".to_owned(), Value::from(text.trim())));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn take(&mut self, what: Gathered) -> Option<String> {
        let gathered = self.gathered.take_if(|gathered| gathered.0 == what);
        gathered.map(|gathered| gathered.1)
    }

    fn end_data(&mut self) -> Result<()> {
        let Some((id, place)) = self.data.take() else { return Ok(()) };
        let text = self.take(Gathered::Data);
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        let Some(key) = self.keys.get(&id) else {
            // Neo4j declares neither of them.
            if matches!(id.as_str(), "labels" | "label") {
                open.data.push((id, Value::from(text.unwrap_or_default())));
                return Ok(());
            }
            let reason = format!("the data are of the key `{id}`, which is nowhere defined");
            return self.loader.fault(place, reason);
        };
        let (Some(name), Some(text)) = (&key.name, text) else { return Ok(()) };
        match key.read(&text) {
            Ok(value) => {
                open.data.extend(value.map(|value| (name.clone(), value)));
                Ok(())
            }
            Err(reason) => {
                let reason = format!("`{name}`: {reason}");
                self.loader.fault(place, reason)
            }
        }
    }

    /// Hands a node or edge over, with the defaults of what it does not say.
    fn close(&mut self) -> Result<()> {
        let Some(mut open) = self.open.pop() else { return Ok(()) };
        for key in self.keys.values() {
            let belongs = key.owner.is_none_or(|owner| owner == open.owner);
            let (Some(name), Some(default), true) = (&key.name, &key.default, belongs) else {
                continue;
            };
            if !open.data.iter().any(|entry| entry.0 == *name)
                && let Ok(Some(value)) = key.read(default)
            {
                open.data.push((name.clone(), value));
            }
        }
        let place = open.place;
        let outcome = if open.owner == Owner::Node {
            open.node().map(|node| self.loader.node(node, place))
        } else {
            open.edge().map(|edge| self.loader.relationship(edge, place))
        };
        outcome.unwrap_or_else(|reason| self.loader.fault(place, reason))
    }
}
