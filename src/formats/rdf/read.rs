//! Reads triples as a stream; of what was read, only names and what joins triples stay in memory.

use std::hash::BuildHasher;
use std::io;

use foldhash::fast::RandomState;
use hashbrown::{HashMap, HashSet};
use oxrdf::{Literal, NamedOrBlankNode, Term, Triple};
use oxttl::{NTriplesParser, TurtleParseError, TurtleParser};

use super::name::{Names, Space, last_part};
use super::term::value_of;
use super::{RDF, RDFS_LABEL, RDFS_RESOURCE};
use crate::error::Result;
use crate::formats::identity::LOCAL;
use crate::formats::pg::items_of;
use crate::formats::{FileNode, FileRelationship, Loader, Place, Source};
use crate::value::Value;

/// Reads N-Triples into the loader.
pub(super) fn read_n_triples(source: &mut Source<'_>, loader: &mut Loader<'_>) -> Result<()> {
    let triples = NTriplesParser::new().lenient().for_reader(&mut *source);
    let failure = Reader::new(loader).read(triples)?;
    failure.map_or(Ok(()), |error| Err(source.broken(&error)))
}

/// Reads Turtle into the loader.
pub(super) fn read_turtle(source: &mut Source<'_>, loader: &mut Loader<'_>) -> Result<()> {
    let triples = TurtleParser::new().lenient().for_reader(&mut *source);
    let failure = Reader::new(loader).read(triples)?;
    failure.map_or(Ok(()), |error| Err(source.broken(&error)))
}

struct Reader<'l, 'g> {
    loader: &'l mut Loader<'g>,
    names: Names,
    /// How each node may be called.
    nodes: HashMap<String, Naming>,
    /// The fingerprints of the relationships that there are, since triples are a set.
    seen: HashSet<u64, RandomState>,
    hasher: RandomState,
    /// The statements about triples that are being read.
    statements: HashMap<String, Reified>,
    /// The statement that the last triple was of.
    current: Option<String>,
}

/// What a node can be called.
#[derive(Default)]
struct Naming {
    is_named: bool,
    /// Whether the IRI is one of ours, which says nothing.
    is_own: bool,
    /// Labels in a language.
    label: Option<(String, String)>,
}

/// A statement about a triple, which is a relationship with properties.
#[derive(Default)]
struct Reified {
    from: Option<String>,
    kind: Option<String>,
    to: Option<String>,
    properties: Vec<(String, Value)>,
}

impl<'l, 'g> Reader<'l, 'g> {
    fn new(loader: &'l mut Loader<'g>) -> Self {
        Self {
            loader,
            names: Names::default(),
            nodes: HashMap::new(),
            seen: HashSet::default(),
            hasher: RandomState::default(),
            statements: HashMap::new(),
            current: None,
        }
    }

    /// Reads all triples; gives the error that the system ended it with.
    fn read(
        mut self,
        triples: impl Iterator<Item = Result<Triple, TurtleParseError>>,
    ) -> Result<Option<io::Error>> {
        for triple in triples {
            match triple {
                Ok(triple) => self.triple(triple)?,
                Err(TurtleParseError::Io(error)) => return Ok(Some(error)),
                Err(TurtleParseError::Syntax(error)) => {
                    let start = error.location().start;
                    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX - 1) + 1;
                    let place = Place { line: count(start.line), column: count(start.column) };
                    self.loader.fault(place, error.message().to_lowercase())?;
                }
            }
        }
        self.finish()?;
        Ok(None)
    }

    fn triple(&mut self, triple: Triple) -> Result<()> {
        let subject = match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
            NamedOrBlankNode::BlankNode(node) => format!("{LOCAL}{}", node.as_str()),
        };
        if self.current.as_ref().is_some_and(|current| *current != subject) {
            self.end_statement()?;
        }
        let predicate = triple.predicate.as_str();
        let part = predicate.strip_prefix(RDF);
        if part == Some("type") && is_statement(&triple.object)
            || self.statements.contains_key(&subject)
        {
            return self.statement(subject, predicate, triple.object);
        }
        let id = self.node(&subject)?;
        match triple.object {
            Term::NamedNode(class) if part == Some("type") && class.as_str() == RDFS_RESOURCE => {
                Ok(())
            }
            Term::NamedNode(label) if part == Some("type") => {
                let label = self.names.short(Space::Label, label.as_str());
                self.add(FileNode { id, labels: vec![label], ..FileNode::default() })
            }
            Term::NamedNode(node) => self.connect(id, predicate, node.as_str()),
            Term::BlankNode(node) => {
                self.connect(id, predicate, &format!("{LOCAL}{}", node.as_str()))
            }
            Term::Literal(literal) => self.property(id, predicate, &literal),
        }
    }

    /// The id of a node, which is made if it is new.
    fn node(&mut self, iri: &str) -> Result<String> {
        let own = Space::Node.name(iri);
        let is_own = own.is_some();
        let id = own.unwrap_or_else(|| iri.to_owned());
        if !self.nodes.contains_key(&id) {
            let naming = Naming { is_own, ..Naming::default() };
            self.nodes.insert(id.clone(), naming);
            self.add(FileNode { id: id.clone(), ..FileNode::default() })?;
        }
        Ok(id)
    }

    fn add(&mut self, node: FileNode) -> Result<()> {
        self.loader.add_to_node(node, Place::START, unite)
    }

    fn property(&mut self, id: String, predicate: &str, literal: &Literal) -> Result<()> {
        let is_label = predicate == RDFS_LABEL;
        let short =
            if is_label { "name".to_owned() } else { self.names.short(Space::Key, predicate) };
        let naming = self.nodes.entry(id.clone()).or_default();
        let (key, value) = if let Some(language) = literal.language() {
            let label = naming.label.as_ref();
            let is_better = label.is_none_or(|(known, _)| known != "en" && language == "en");
            if is_label && is_better {
                naming.label = Some((language.to_owned(), literal.value().to_owned()));
            }
            (format!("{short}@{language}"), Value::from(literal.value()))
        } else {
            naming.is_named |= short == "name";
            (short, value_of(literal))
        };
        self.add(FileNode { id, properties: vec![(key, value)], ..FileNode::default() })
    }

    fn connect(&mut self, from: String, predicate: &str, to: &str) -> Result<()> {
        let to = self.node(to)?;
        let kind = self.names.short(Space::Type, predicate);
        if !self.seen.insert(self.hasher.hash_one((&from, &kind, &to))) {
            return Ok(());
        }
        let relationship = FileRelationship { kind, from, to, ..FileRelationship::default() };
        self.loader.relationship(relationship, Place::START)
    }

    /// Takes a triple of a statement about a triple.
    fn statement(&mut self, subject: String, predicate: &str, object: Term) -> Result<()> {
        let resource = match &object {
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            Term::BlankNode(node) => Some(format!("{LOCAL}{}", node.as_str())),
            Term::Literal(_) => None,
        };
        let part = predicate.strip_prefix(RDF);
        let end = match (part, &resource) {
            (Some("subject" | "object"), Some(iri)) => Some(self.node(iri)?),
            (Some("predicate"), Some(iri)) => Some(self.names.short(Space::Type, iri)),
            (_, _) => None,
        };
        let key = self.names.short(Space::Key, predicate);
        self.current = Some(subject.clone());
        let reified = self.statements.entry(subject).or_default();
        match (part, object) {
            (Some("subject"), _) => reified.from = end,
            (Some("object"), _) => reified.to = end,
            (Some("predicate"), _) => reified.kind = end,
            (Some("type"), _) => {}
            (_, Term::Literal(literal)) => {
                let value = value_of(&literal);
                match reified.properties.iter_mut().find(|entry| entry.0 == key) {
                    Some(entry) => entry.1 = unite(std::mem::take(&mut entry.1), value),
                    None => reified.properties.push((key, value)),
                }
            }
            (_, Term::NamedNode(_) | Term::BlankNode(_)) => {
                let value = Value::from(resource.unwrap_or_default());
                reified.properties.push((key, value));
            }
        }
        Ok(())
    }

    /// Makes the relationship of the statement whose triples have ended, if they said what it is.
    fn end_statement(&mut self) -> Result<()> {
        let Some(subject) = self.current.take() else { return Ok(()) };
        let Some(reified) = self.statements.get_mut(&subject) else { return Ok(()) };
        if reified.from.is_none() || reified.to.is_none() || reified.kind.is_none() {
            return Ok(());
        }
        let Reified { from, kind, to, properties } = std::mem::take(reified);
        self.statements.remove(&subject);
        let (from, kind, to) =
            (from.unwrap_or_default(), kind.unwrap_or_default(), to.unwrap_or_default());
        self.seen.insert(self.hasher.hash_one((&from, &kind, &to)));
        let id = Space::Relationship.name(&subject);
        let relationship = FileRelationship { id, kind, from, to, properties };
        self.loader.relationship(relationship, Place::START)
    }

    /// Ends what has begun, and names the nodes that have no name.
    fn finish(mut self) -> Result<()> {
        self.end_statement()?;
        if !self.statements.is_empty() {
            let count = self.statements.len();
            self.loader.note(format!("{count} statements about triples are incomplete"));
        }
        let mut nodes: Vec<_> = std::mem::take(&mut self.nodes).into_iter().collect();
        nodes.sort_by(|one, other| one.0.cmp(&other.0));
        for (id, naming) in nodes {
            if naming.is_named || naming.is_own {
                continue;
            }
            let label = naming.label.map(|label| label.1);
            let last = || (!id.starts_with(LOCAL)).then(|| last_part(&id).replace('_', " "));
            let Some(name) = label.or_else(last) else { continue };
            let properties = vec![("name".to_owned(), Value::from(name))];
            self.add(FileNode { id, properties, ..FileNode::default() })?;
        }
        Ok(())
    }
}

fn is_statement(object: &Term) -> bool {
    matches!(object, Term::NamedNode(node) if node.as_str().strip_prefix(RDF) == Some("Statement"))
}

/// The values of one key, each once.
fn unite(before: Value, more: Value) -> Value {
    let mut items = items_of(before);
    let text = more.to_string();
    if items.iter().any(|item| item.to_string() == text) && items.len() > 1 {
        return Value::list(items);
    }
    if items.len() == 1 && items.first().is_some_and(|item| item.to_string() == text) {
        return more;
    }
    items.push(more);
    Value::list(items)
}
