//! Reads GEXF as a stream: one node or edge with its values is in memory at a time.

use hashbrown::HashMap;

use super::element::{Attribute, Open};
use crate::error::Result;
use crate::formats::column::Owner;
use crate::formats::xml::{Element, Token, Xml};
use crate::formats::{Loader, Place, Source};

/// Reads a file into the loader.
pub(super) fn read(source: &mut Source<'_>, loader: &mut Loader<'_>) -> Result<()> {
    let mut xml = Xml::new(source)?;
    let mut reader = Reader::new(loader);
    let mut is_inside = false;
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(element) if !is_inside && element.name != "gexf" => {
                let name = &element.name;
                return Err(
                    xml.error(&format!("this is no GEXF: expected `gexf`, but found `{name}`"))
                );
            }
            Token::Start(element) => {
                is_inside = true;
                reader.start(element, xml.place())?;
            }
            Token::Text(text) => reader.text(&text),
            Token::End(name) => reader.end(&name)?,
        }
    }
    if is_inside { Ok(()) } else { Err(xml.error("this is no GEXF: there is no element")) }
}

struct Reader<'l, 'g> {
    loader: &'l mut Loader<'g>,
    attributes: HashMap<(Owner, String), Attribute>,
    /// What the attributes belong to that are being declared.
    owner: Owner,
    declared: Option<(String, Attribute)>,
    default: Option<String>,
    /// The nodes and edges that have begun and not ended; nodes can hold nodes.
    open: Vec<Open>,
    is_undirected: bool,
}

impl<'l, 'g> Reader<'l, 'g> {
    fn new(loader: &'l mut Loader<'g>) -> Self {
        Self {
            loader,
            attributes: HashMap::new(),
            owner: Owner::Node,
            declared: None,
            default: None,
            open: Vec::new(),
            // The format's own default.
            is_undirected: true,
        }
    }

    fn start(&mut self, element: Element, place: Place) -> Result<()> {
        match element.name.as_str() {
            "graph" => {
                let default = element.attribute("defaultedgetype");
                self.is_undirected = !matches!(default, Some("directed" | "mutual"));
            }
            "attributes" => {
                let is_edge = element.attribute("class") == Some("edge");
                self.owner = if is_edge { Owner::Edge } else { Owner::Node };
            }
            "attribute" => {
                let id = element.attribute("id").unwrap_or_default().to_owned();
                self.declared = Some((id, Attribute::new(&element)));
            }
            "default" => self.default = Some(String::new()),
            "node" => {
                if !self.open.is_empty() {
                    self.loader.note("nested nodes are read as if they were not nested".to_owned());
                }
                self.open.push(Open::new(Owner::Node, element, place));
            }
            "edge" => self.open.push(Open::new(Owner::Edge, element, place)),
            "attvalue" => return self.value(&element, place),
            "spell" | "slice" => {
                if let Some(open) = self.open.last_mut() {
                    open.add_spell(&element);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(default) = &mut self.default {
            default.push_str(text);
        }
    }

    fn value(&mut self, element: &Element, place: Place) -> Result<()> {
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        let id = element.attribute("for").or_else(|| element.attribute("id")).unwrap_or_default();
        let Some(attribute) = self.attributes.get(&(open.owner, id.to_owned())) else {
            let reason = format!("the value is of the attribute `{id}`, which is nowhere defined");
            return self.loader.fault(place, reason);
        };
        if element.attribute("start").or_else(|| element.attribute("end")).is_some() {
            self.loader
                .note("values that change with time are read without their times".to_owned());
        }
        match attribute.read(element.attribute("value").unwrap_or_default()) {
            Ok(Some(value)) => {
                open.add(&attribute.title, value);
                Ok(())
            }
            Ok(None) => Ok(()),
            Err(reason) => {
                let reason = format!("`{}`: {reason}", attribute.title);
                self.loader.fault(place, reason)
            }
        }
    }

    fn end(&mut self, name: &str) -> Result<()> {
        match name {
            "attribute" => {
                let owner = self.owner;
                let declared = self.declared.take().map(|(id, one)| ((owner, id), one));
                self.attributes.extend(declared);
            }
            "default" => {
                let default = self.default.take();
                if let Some((_, attribute)) = &mut self.declared {
                    attribute.default = default;
                }
            }
            "node" | "edge" => return self.close(),
            _ => {}
        }
        Ok(())
    }

    /// Hands a node or edge over, with the defaults of what it does not say.
    fn close(&mut self) -> Result<()> {
        let Some(mut open) = self.open.pop() else { return Ok(()) };
        for ((owner, _), attribute) in &self.attributes {
            if let Some(default) = attribute.default.as_ref().filter(|_| *owner == open.owner)
                && !open.has(&attribute.title)
                && let Ok(Some(value)) = attribute.read(default)
            {
                open.add(&attribute.title, value);
            }
        }
        let place = open.place;
        let outcome = if open.owner == Owner::Node {
            open.node().map(|node| self.loader.node(node, place))
        } else {
            open.edge(self.is_undirected).map(|edge| self.loader.relationship(edge, place))
        };
        outcome.unwrap_or_else(|reason| self.loader.fault(place, reason))
    }
}
