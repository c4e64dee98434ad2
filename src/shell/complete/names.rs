//! Names that are in the graph.

use super::{Candidate, MOST};
use crate::graph::GraphView;
use crate::render::verb;
use crate::value::Value;

/// How many nodes are looked at; beyond that, Tab would be felt.
const LOOKED_AT: usize = 200_000;

/// The names and aliases of nodes that begin like a text, whatever the case.
pub(super) fn entities(view: GraphView<'_>, typed: &str) -> Vec<Candidate> {
    let typed = typed.trim_start_matches(['"', '\'']).to_lowercase();
    let keys = ["name", "aliases"].map(|key| view.names().property_key(key));
    let mut found = Vec::new();
    for node in view.nodes().take(LOOKED_AT) {
        for key in keys.into_iter().flatten() {
            add_texts(&view.node_property(node, key), &typed, &mut found);
        }
        if found.len() > MOST {
            break;
        }
    }
    found.sort();
    found
}

fn add_texts(value: &Value, typed: &str, found: &mut Vec<Candidate>) {
    if let Value::String(name) = value
        && name.to_lowercase().starts_with(typed)
    {
        found.push(Candidate::new(name.as_ref()));
    }
    if let Value::List(items) = value {
        items.iter().for_each(|item| add_texts(item, typed, found));
    }
}

/// The relationship types that begin like a text, as verbs.
pub(super) fn verbs(view: GraphView<'_>, typed: &str) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    let mut found: Vec<(usize, String)> = view
        .names()
        .relationship_types()
        .map(|(kind, name)| (view.type_count(kind), verb(name)))
        .filter(|(count, verb)| *count > 0 && verb.starts_with(&typed))
        .collect();
    most_frequent(&mut found)
}

/// The labels that begin like a text.
pub(super) fn labels(view: GraphView<'_>, typed: &str) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    let mut found: Vec<(usize, String)> = view
        .names()
        .labels()
        .map(|(label, name)| (view.label_count(label), name.to_string()))
        .filter(|(count, name)| *count > 0 && name.to_lowercase().starts_with(&typed))
        .collect();
    most_frequent(&mut found)
}

/// The relationship types that begin like a text.
pub(super) fn types(view: GraphView<'_>, typed: &str) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    let mut found: Vec<(usize, String)> = view
        .names()
        .relationship_types()
        .map(|(kind, name)| (view.type_count(kind), name.to_string()))
        .filter(|(count, name)| *count > 0 && name.to_lowercase().starts_with(&typed))
        .collect();
    most_frequent(&mut found)
}

/// The property keys that begin like a text.
pub(super) fn keys(view: GraphView<'_>, typed: &str) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    let mut found: Vec<Candidate> = view
        .names()
        .property_keys()
        .filter(|(_, name)| name.to_lowercase().starts_with(&typed))
        .map(|(_, name)| Candidate::new(escaped(name)))
        .collect();
    found.sort();
    found
}

fn most_frequent(found: &mut [(usize, String)]) -> Vec<Candidate> {
    found.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    found.iter().map(|(_, name)| Candidate::shown_as(escaped(name), name)).collect()
}

/// A name as Cypher takes it: in backticks if it is not a word.
fn escaped(name: &str) -> String {
    let is_word = |name: &str| name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let is_phrase = name.contains(' ') && name.chars().all(|letter| !letter.is_uppercase());
    if is_word(name) || is_phrase {
        name.to_owned()
    } else {
        format!("`{}`", name.replace('`', "``"))
    }
}
