//! Cypher: what the grammar expects at the cursor.
use super::super::input::STATEMENT_WORDS;
use super::{Candidate, Offer, begun};
use crate::graph::GraphView;

pub(super) fn complete(_view: GraphView<'_>, text: &str) -> Offer {
    (text.len(), Vec::new())
}

/// The keywords that statements begin with.
pub(super) fn first_words(typed: &str) -> Vec<Candidate> {
    begun(&mut STATEMENT_WORDS.iter().copied(), typed)
        .into_iter()
        .map(|word| Candidate::new(word.text.to_uppercase()))
        .collect()
}
