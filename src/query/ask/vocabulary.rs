//! The words of a graph: its names and verbs.

use std::sync::Arc;

use super::names::NameIndex;
use super::verbs::{VerbIndex, VerbPhrase};
use crate::graph::GraphView;

/// The names and verbs by which questions find the things of a graph.
///
/// It holds for one version of the graph and is meant to be kept until that changes.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// The names and aliases of the nodes.
    pub(super) names: NameIndex,
    /// The phrases for the relationship types.
    pub(super) verbs: VerbIndex,
}

impl Vocabulary {
    /// Reads the words of a graph, in one pass over its nodes.
    #[must_use]
    pub fn new(view: GraphView<'_>) -> Self {
        Self { names: NameIndex::new(view), verbs: VerbIndex::new(view) }
    }

    /// The version of the graph that the words are those of.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.names.version()
    }

    /// The names and aliases of the nodes.
    #[must_use]
    pub fn names(&self) -> &NameIndex {
        &self.names
    }

    /// The relationship types that a verb means, in any tense and voice; each with whether the verb's
    /// subject is where such a relationship ends.
    #[must_use]
    pub fn types_of(&self, words: &[&str]) -> Vec<(Arc<str>, bool)> {
        let verb = VerbPhrase { words, auxiliary: None, has_object: true };
        let found = self.verbs.find(verb).map_or_else(Vec::new, |found| found.readings);
        found.into_iter().map(|reading| (reading.kind, reading.reversed)).collect()
    }

    /// The verbs, as people read them: `declared war on`.
    pub fn verbs(&self) -> impl Iterator<Item = &str> {
        self.verbs.phrases()
    }
}
