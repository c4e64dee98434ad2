//! Names that are in the graph.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::index::{NameTable, Search};
use super::{Candidate, MOST};
use crate::diagnostic::nearest;
use crate::graph::{Direction, GraphView, NodeId};
use crate::render::verb;

/// How many relationships are looked at for what a verb is said of.
const LOOKED_AT: usize = 100_000;

/// The names and aliases of nodes with a word that begins like a text, whatever the case and accents:
/// those with the fewest slips first, then those in use most.
pub(super) fn entities(
    view: GraphView<'_>,
    table: &NameTable,
    typed: &str,
    search: Search,
) -> Vec<Candidate> {
    let typed = typed.trim_start_matches(['"', '\'']);
    let use_of = |node| view.degree(node, Direction::Both, None);
    let mut found: Vec<_> = table
        .find(typed, search)
        .into_iter()
        .filter_map(|fit| {
            let (name, node) = table.name(fit.name)?;
            Some((fit.slips, fit.is_inside, Reverse(use_of(node)), name))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(.., name)| Candidate::new(name)).collect()
}

/// The names of those of whom facts of some kinds are stated: where these end, or start if they are to
/// be read backwards; those with the most facts first.
pub(super) fn fitting(
    view: GraphView<'_>,
    table: &NameTable,
    kinds: &[(Arc<str>, bool)],
    typed: &str,
) -> Vec<Candidate> {
    let wanted: HashMap<_, bool> = kinds
        .iter()
        .filter_map(|(name, reversed)| Some((view.names().relationship_type(name)?, *reversed)))
        .collect();
    let mut counts: HashMap<NodeId, usize> = HashMap::new();
    for id in view.relationships().take(LOOKED_AT) {
        let reversed = view.relationship_type(id).and_then(|kind| wanted.get(&kind));
        if let Some((reversed, (start, end))) = reversed.zip(view.ends(id)) {
            *counts.entry(if *reversed { start } else { end }).or_default() += 1;
        }
    }
    let lower = typed.to_lowercase();
    let named = counts.into_iter().filter_map(|(node, count)| {
        let name = table.vocabulary().names().name(node)?;
        let fits = name.to_lowercase().split(' ').any(|word| word.starts_with(&lower))
            || name.to_lowercase().starts_with(&lower);
        fits.then(|| (Reverse(count), name.to_owned()))
    });
    let mut found: Vec<(Reverse<usize>, String)> = named.collect();
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(_, name)| Candidate::new(name)).collect()
}

/// The relationship types that begin like a text, as verbs.
pub(super) fn verbs(view: GraphView<'_>, typed: &str) -> Vec<Candidate> {
    let all = view.names().relationship_types();
    most_used(all.map(|(kind, name)| (view.type_count(kind), verb(name))), typed)
}

/// The labels that begin like a text.
pub(super) fn labels(view: GraphView<'_>, typed: &str) -> Vec<Candidate> {
    let labels = view.names().labels();
    most_used(labels.map(|(label, name)| (view.label_count(label), name.to_string())), typed)
}

/// The relationship types that begin like a text.
pub(super) fn types(view: GraphView<'_>, typed: &str) -> Vec<Candidate> {
    let all = view.names().relationship_types();
    most_used(all.map(|(kind, name)| (view.type_count(kind), name.to_string())), typed)
}

/// The property keys that begin like a text.
pub(super) fn keys(view: GraphView<'_>, typed: &str) -> Vec<Candidate> {
    most_used(view.names().property_keys().map(|(_, name)| (1, name.to_string())), typed)
}

/// Names in use that begin like a text, the most used first; else those that have a part that does so;
/// else those that are spelt nearly like it.
pub(super) fn most_used(all: impl Iterator<Item = (usize, String)>, typed: &str) -> Vec<Candidate> {
    let lower = typed.to_lowercase();
    let mut used: Vec<(usize, String)> = all.filter(|(count, _)| *count > 0).collect();
    used.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let begins = |name: &str| name.to_lowercase().starts_with(&lower);
    let has_part = |name: &str| parts(name).any(|part| part.to_lowercase().starts_with(&lower));
    let taken = |fits: &dyn Fn(&str) -> bool| -> Vec<Candidate> {
        let fitting = used.iter().filter(|(_, name)| fits(name));
        fitting.map(|(_, name)| Candidate::shown_as(escaped(name), name)).collect()
    };
    let mut found = taken(&begins);
    if found.is_empty() {
        found = taken(&has_part);
    }
    if found.is_empty() {
        let near = nearest(typed, used.iter().map(|(_, name)| name.as_str()));
        found = near.iter().map(|name| Candidate::shown_as(escaped(name), name)).collect();
    }
    found
}

/// The words that a name is made of: `DECLARED_WAR_ON`, `SiberianIntervention`, `declared war on`.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let is_hump = |at: usize, letter: char| {
        let before = name.get(..at).and_then(|before| before.chars().next_back());
        letter.is_uppercase() && before.is_some_and(char::is_lowercase)
    };
    let starts = name.char_indices().filter(move |(at, letter)| {
        let before = name.get(..*at).unwrap_or_default();
        *at > 0 && (before.ends_with(['_', ' ', '.']) || is_hump(*at, *letter))
    });
    starts.filter_map(|(at, _)| name.get(at..))
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
