//! Persons with their names and events.

use super::date::edtf_of;
use super::line::{Line, Part, Record};
use crate::formats::{FileNode, FileRelationship};
use crate::value::Value;

/// Events by their tags: the property that keeps the date, and the verb that leads to the place.
const EVENTS: &[(&str, &str, &str)] = &[
    ("BIRT", "born", "BORN_IN"),
    ("CHR", "christened", "CHRISTENED_IN"),
    ("BAPM", "baptized", "BAPTIZED_IN"),
    ("CONF", "confirmed", "CONFIRMED_IN"),
    ("DEAT", "died", "DIED_IN"),
    ("BURI", "buried", "BURIED_IN"),
    ("CREM", "cremated", "CREMATED_IN"),
    ("EMIG", "emigrated", "EMIGRATED_FROM"),
    ("IMMI", "immigrated", "IMMIGRATED_TO"),
    ("NATU", "naturalized", "NATURALIZED_IN"),
    ("GRAD", "graduated", "GRADUATED_IN"),
    ("RETI", "retired", "RETIRED_IN"),
    ("RESI", "resided", "LIVED_IN"),
    ("CENS", "counted", "COUNTED_IN"),
    ("WILL", "testament", "MADE_TESTAMENT_IN"),
    ("ADOP", "adopted", "ADOPTED_IN"),
];

/// Lines that are properties under names of their own.
const PROPERTIES: &[(&str, &str)] = &[
    ("SEX", "sex"),
    ("TITL", "title"),
    ("OCCU", "occupation"),
    ("EDUC", "education"),
    ("RELI", "religion"),
    ("NATI", "nationality"),
    ("NICK", "aliases"),
    ("REFN", "reference"),
];

/// Lines that are read elsewhere, or say nothing of the person.
const ELSEWHERE: &[&str] = &["FAMS", "FAMC", "CHAN", "OBJE", "SUBM", "RIN", "RESN"];

/// What a record says: a node, and what leads from it.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) node: FileNode,
    pub(super) relationships: Vec<FileRelationship>,
    /// The places that the relationships lead to.
    pub(super) places: Vec<FileNode>,
}

impl Told {
    /// The person of a record; `prefix` stands before the ids of the file.
    pub(super) fn person(record: &Record, prefix: &str) -> Self {
        let id = format!("{prefix}{}", record.head.id.as_deref().unwrap_or_default());
        let node = FileNode { id, labels: vec!["Person".to_owned()], ..FileNode::default() };
        let mut told = Self { node, ..Self::default() };
        for part in record.parts() {
            told.take(part, prefix);
        }
        told
    }

    fn take(&mut self, part: Part<'_>, prefix: &str) {
        for source in sources(part, prefix) {
            self.add("source", source);
        }
        let (tag, value) = (part.line.tag.as_str(), part.line.value.trim());
        if tag == "NAME" {
            self.name(part);
        } else if let Some((_, key, verb)) = EVENTS.iter().find(|event| event.0 == tag) {
            self.event(part, key, verb);
        } else if let Some((_, key)) = PROPERTIES.iter().find(|property| property.0 == tag) {
            self.add(key, value.to_owned());
        } else if tag == "NOTE" && part.line.pointer().is_some() {
            let to = format!("{prefix}{}", part.line.pointer().unwrap_or_default());
            self.lead("HAS_NOTE", to, Vec::new());
        } else if tag != "SOUR" && !ELSEWHERE.contains(&tag) && !value.is_empty() {
            self.add(&tag.to_lowercase(), part.line.value.clone());
        }
    }

    /// The first name is the name; slashes mark the surname, and some programs write `_` for a blank.
    fn name(&mut self, part: Part<'_>) {
        let words = |text: &str| {
            text.split([' ', '_', '/'])
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let name = words(&part.line.value);
        if name.is_empty() {
            return;
        }
        if self.node.properties.iter().any(|entry| entry.0 == "name") {
            self.add("aliases", name);
            return;
        }
        self.add("name", name);
        let surname = part.line.value.split('/').nth(1).map(words).filter(|name| !name.is_empty());
        self.node.properties.extend(surname.map(|name| ("surname".to_owned(), Value::from(name))));
        if let Some(nick) = part.value("NICK") {
            self.add("aliases", nick.to_owned());
        }
    }

    fn event(&mut self, part: Part<'_>, key: &str, verb: &str) {
        let date = part.value("DATE").filter(|date| !date.is_empty());
        let date = date.map(|date| edtf_of(date).unwrap_or_else(|| date.to_owned()));
        let own = Some(part.line.value.trim()).filter(|value| !value.is_empty());
        if let Some(known) = date.clone().or_else(|| own.map(str::to_owned)) {
            self.add(key, known);
        }
        if let Some(place) = part.value("PLAC").and_then(place) {
            let mut properties = Vec::new();
            properties.extend(date.map(|date| ("on".to_owned(), Value::from(date))));
            properties.extend(note(part));
            self.lead(verb, place.id.clone(), properties);
            self.places.push(place);
        }
    }

    fn lead(&mut self, verb: &str, to: String, properties: Vec<(String, Value)>) {
        let from = self.node.id.clone();
        let kind = verb.to_owned();
        self.relationships.push(FileRelationship { id: None, kind, from, to, properties });
    }

    /// Adds a property; aliases are always a list, others from the second on.
    fn add(&mut self, key: &str, text: String) {
        let value = Value::from(text);
        if let Some(entry) = self.node.properties.iter_mut().find(|entry| entry.0 == key) {
            let before = std::mem::take(&mut entry.1);
            entry.1 = crate::formats::pg::append(before, value);
            return;
        }
        let value = if key == "aliases" { Value::list(vec![value]) } else { value };
        self.node.properties.push((key.to_owned(), value));
    }
}

/// The place of a text such as `Kensington,London,England`.
fn place(text: &str) -> Option<FileNode> {
    let parts: Vec<_> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let name = parts.join(", ");
    (!name.is_empty()).then(|| FileNode {
        id: format!("place:{name}"),
        labels: vec!["Place".to_owned()],
        properties: vec![("name".to_owned(), Value::from(name))],
    })
}

fn note(part: Part<'_>) -> Option<(String, Value)> {
    let note = part.value("NOTE").filter(|note| !note.is_empty() && !note.starts_with('@'))?;
    Some(("note".to_owned(), Value::from(note)))
}

/// The sources of a line, each with the page.
fn sources(part: Part<'_>, prefix: &str) -> Vec<String> {
    let own = (part.line.tag == "SOUR").then_some(part);
    let cited = own.into_iter().chain(part.parts("SOUR"));
    let told = cited.map(|source| {
        let Line { value, .. } = source.line;
        let name =
            source.line.pointer().map_or_else(|| value.clone(), |id| format!("{prefix}{id}"));
        source.value("PAGE").map_or_else(|| name.clone(), |page| format!("{name}#{page}"))
    });
    told.filter(|source| !source.is_empty()).collect()
}

/// The properties of an event between two persons.
pub(super) fn circumstances(part: Part<'_>, prefix: &str) -> Vec<(String, Value)> {
    let mut properties = Vec::new();
    let mut add = |key: &str, text: String| properties.push((key.to_owned(), Value::from(text)));
    if let Some(date) = part.value("DATE").filter(|date| !date.is_empty()) {
        add("on", edtf_of(date).unwrap_or_else(|| date.to_owned()));
    }
    if let Some(place) = part.value("PLAC").and_then(place) {
        add("place", place.id.trim_start_matches("place:").to_owned());
    }
    if let Some(source) = sources(part, prefix).into_iter().next() {
        add("source", source);
    }
    properties.extend(note(part));
    properties
}
