//! Writes triples: of each node its labels and properties, then the relationships.

use std::hash::BuildHasher;
use std::io::{self, Write};

use foldhash::fast::RandomState;
use hashbrown::HashSet;
use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use oxttl::TurtleSerializer;
use oxttl::turtle::WriterTurtleSerializer;

use super::name::Space;
use super::term::literals_of;
use super::{BASE, RDF, RDFS_LABEL, RDFS_RESOURCE, XSD};
use crate::error::{Error, ErrorCode, Result};
use crate::formats::identity::LOCAL;
use crate::formats::walk::{Walk, unwritten};
use crate::formats::{Exported, FileNode, FileRelationship};
use crate::graph::GraphView;
use crate::value::Value;

/// Writes a graph as N-Triples.
pub(super) fn write_n_triples(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    let mut sink = out;
    write(view, &mut sink)
}

/// Writes a graph as Turtle.
pub(super) fn write_turtle(view: GraphView<'_>, out: &mut dyn Write) -> Result<Exported> {
    let mut serializer = TurtleSerializer::new();
    let rdfs = RDFS_LABEL.trim_end_matches("label");
    let own = [Space::Node, Space::Relationship, Space::Label, Space::Type, Space::Key];
    let own = own.map(|space| (space.word(), space.prefix()));
    let others = [("rdf", RDF), ("rdfs", rdfs), ("xsd", XSD), ("amur", BASE)];
    for (word, prefix) in others.map(|(word, iri)| (word, iri.to_owned())).into_iter().chain(own) {
        serializer = serializer.with_prefix(word, prefix).map_err(|error| {
            Error::new(ErrorCode::FileFormat, format!("the prefix `{word}` is no IRI: {error}"))
        })?;
    }
    let mut sink = serializer.for_writer(out);
    let exported = write(view, &mut sink)?;
    sink.finish().map_err(unwritten)?;
    Ok(exported)
}

/// What takes triples.
trait Sink {
    fn triple(&mut self, triple: &Triple) -> io::Result<()>;
}

impl Sink for &mut dyn Write {
    fn triple(&mut self, triple: &Triple) -> io::Result<()> {
        writeln!(self, "{triple} .")
    }
}

impl<W: Write> Sink for WriterTurtleSerializer<W> {
    fn triple(&mut self, triple: &Triple) -> io::Result<()> {
        self.serialize_triple(triple.as_ref())
    }
}

fn write(view: GraphView<'_>, sink: &mut dyn Sink) -> Result<Exported> {
    let walk = Walk::new(view);
    let mut writer = Writer {
        sink,
        seen: HashSet::default(),
        repeated: HashSet::default(),
        hasher: RandomState::default(),
        exported: Exported::default(),
    };
    writer.find_repeated(&walk);
    writer.write(&walk).map_err(unwritten)?;
    Ok(writer.exported)
}

struct Writer<'s> {
    sink: &'s mut dyn Sink,
    /// The fingerprints of the relationships that have been written.
    seen: HashSet<u64, RandomState>,
    /// Those of relationships that there are several of.
    repeated: HashSet<u64, RandomState>,
    hasher: RandomState,
    exported: Exported,
}

impl Writer<'_> {
    fn fingerprint(&self, one: &FileRelationship) -> u64 {
        self.hasher.hash_one((&one.from, &one.kind, &one.to))
    }

    fn find_repeated(&mut self, walk: &Walk<'_>) {
        for one in walk.relationships() {
            let print = self.fingerprint(&one);
            if !self.seen.insert(print) {
                self.repeated.insert(print);
            }
        }
        self.seen.clear();
    }

    fn write(&mut self, walk: &Walk<'_>) -> io::Result<()> {
        walk.nodes().try_for_each(|node| self.write_node(&node))?;
        walk.relationships().try_for_each(|one| self.write_relationship(&one))
    }

    fn write_node(&mut self, node: &FileNode) -> io::Result<()> {
        let subject = resource(&node.id);
        self.exported.nodes += 1;
        for label in &node.labels {
            self.put(&subject, rdf("type"), Space::Label.iri(label))?;
        }
        let is_bare = node.labels.is_empty() && node.properties.is_empty();
        if is_bare {
            self.put(&subject, rdf("type"), NamedNode::new_unchecked(RDFS_RESOURCE))?;
        }
        for (key, value) in &node.properties {
            self.write_property(&subject, key, value)?;
        }
        Ok(())
    }

    fn write_property(
        &mut self,
        subject: &NamedOrBlankNode,
        key: &str,
        value: &Value,
    ) -> io::Result<()> {
        if let Value::String(text) = value {
            if key == "name" {
                return self.put(subject, label(), Literal::new_simple_literal(text.to_string()));
            }
            if let Some((key, literal)) = in_language(key, text) {
                let predicate = if key == "name" { label() } else { Space::Key.iri(key) };
                return self.put(subject, predicate, literal);
            }
        }
        for literal in literals_of(value) {
            self.put(subject, Space::Key.iri(key), literal)?;
        }
        Ok(())
    }

    fn write_relationship(&mut self, one: &FileRelationship) -> io::Result<()> {
        let (from, to) = (resource(&one.from), resource(&one.to));
        let predicate = Space::Type.iri(&one.kind);
        let print = self.fingerprint(one);
        let is_repeated = self.repeated.contains(&print);
        let is_first = self.seen.insert(print);
        let number = self.exported.relationships;
        self.exported.relationships += 1;
        if is_repeated || !one.properties.is_empty() || one.id.is_some() {
            let statement = match &one.id {
                Some(id) => NamedOrBlankNode::from(Space::Relationship.iri(id)),
                None => BlankNode::new_unchecked(format!("r{number}")).into(),
            };
            self.put(&statement, rdf("type"), rdf("Statement"))?;
            self.put(&statement, rdf("subject"), from.clone())?;
            self.put(&statement, rdf("predicate"), predicate.clone())?;
            self.put(&statement, rdf("object"), to.clone())?;
            for (key, value) in &one.properties {
                for literal in literals_of(value) {
                    self.put(&statement, Space::Key.iri(key), literal)?;
                }
            }
        }
        if is_first { self.put(&from, predicate, to) } else { Ok(()) }
    }

    fn put(
        &mut self,
        subject: &NamedOrBlankNode,
        predicate: NamedNode,
        object: impl Into<Term>,
    ) -> io::Result<()> {
        self.sink.triple(&Triple::new(subject.clone(), predicate, object))
    }
}

fn rdf(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{RDF}{name}"))
}

fn label() -> NamedNode {
    NamedNode::new_unchecked(RDFS_LABEL)
}

/// A node: its own IRI if its id is one of the web, a blank node, or an IRI of ours.
fn resource(id: &str) -> NamedOrBlankNode {
    if let Some(number) = id.strip_prefix(LOCAL) {
        return BlankNode::new_unchecked(format!("n{number}")).into();
    }
    let own = id.contains("://").then(|| NamedNode::new(id).ok()).flatten();
    own.unwrap_or_else(|| Space::Node.iri(id)).into()
}

/// The key and literal of a text whose key ends in a language, such as `motto@fr`.
fn in_language<'k>(key: &'k str, text: &str) -> Option<(&'k str, Literal)> {
    let (key, language) = key.rsplit_once('@').filter(|(key, _)| !key.is_empty())?;
    let literal = Literal::new_language_tagged_literal(text, language).ok()?;
    (literal.language() == Some(language)).then_some((key, literal))
}
