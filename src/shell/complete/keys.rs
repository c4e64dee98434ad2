//! The keys of properties that what a variable stands for really has.

use std::collections::HashMap;

use super::Candidate;
use super::names::{keys, most_used};
use crate::graph::{GraphView, PropertyKeyId};
use crate::syntax::{TokenKind, tokens};

/// How many entities are looked at for the keys that they have.
const LOOKED_AT: usize = 500;

/// How many relationships are looked at for those of a type.
const PASSED: usize = 20_000;

/// The keys that fit what is typed behind `variable.`: those of the variable's labels or types where a
/// statement says which they are, the most used first; else all that there are.
pub(super) fn keys_of(
    view: GraphView<'_>,
    text: &str,
    variable: Option<&str>,
    typed: &str,
) -> Vec<Candidate> {
    let kinds = variable.map(|variable| kinds_of(text, variable)).unwrap_or_default();
    let counts = counted(view, &kinds);
    let names = view.names();
    let own =
        counts.into_iter().map(|(key, count)| (count, names.property_key_name(key).to_string()));
    let found = most_used(own, typed);
    if found.is_empty() { keys(view, typed) } else { found }
}

/// The labels and types that stand behind a variable, wherever it is named.
#[derive(Debug, Default, PartialEq, Eq)]
struct Kinds<'t> {
    labels: Vec<&'t str>,
    types: Vec<&'t str>,
}

fn kinds_of<'t>(text: &'t str, variable: &str) -> Kinds<'t> {
    let tokens = tokens(text);
    let word = |place: usize| -> &'t str {
        let span = tokens.get(place).map(|token| token.span);
        span.and_then(|span| text.get(span.start..span.end)).unwrap_or_default()
    };
    let mut kinds = Kinds::default();
    for (place, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Variable || word(place) != variable {
            continue;
        }
        for (next, token) in tokens.iter().enumerate().skip(place + 1) {
            if token.kind == TokenKind::Label {
                kinds.labels.push(word(next).trim_matches('`'));
            } else if token.kind == TokenKind::Type {
                kinds.types.push(word(next).trim_matches('`'));
            } else if !matches!(word(next), ":" | "|" | "&") {
                break;
            }
        }
    }
    kinds
}

/// The keys of some entities of these kinds, with how often they occur.
fn counted(view: GraphView<'_>, kinds: &Kinds<'_>) -> HashMap<PropertyKeyId, usize> {
    let mut counts = HashMap::new();
    for label in kinds.labels.iter().filter_map(|label| view.names().label(label)) {
        for node in view.nodes_with_label(label).take(LOOKED_AT) {
            view.node_properties(node).for_each(|(key, _)| *counts.entry(key).or_default() += 1);
        }
    }
    let types: Vec<_> =
        kinds.types.iter().filter_map(|name| view.names().relationship_type(name)).collect();
    if !types.is_empty() {
        let all = view.relationships().take(PASSED);
        let of_type =
            all.filter(|id| view.relationship_type(*id).is_some_and(|one| types.contains(&one)));
        for id in of_type.take(LOOKED_AT) {
            let properties = view.relationship_properties(id);
            properties.for_each(|(key, _)| *counts.entry(key).or_default() += 1);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_stand_behind_their_variable() {
        let text = "MATCH (n:Person|Ship)-[r:KNOWS]->(m:`Two words`) WHERE n:Old RETURN n.";
        assert_eq!(kinds_of(text, "n").labels, ["Person", "Ship", "Old"]);
        assert_eq!(kinds_of(text, "r").types, ["KNOWS"]);
        assert_eq!(kinds_of(text, "m").labels, ["Two words"]);
        assert_eq!(kinds_of(text, "x"), Kinds::default());
    }
}
