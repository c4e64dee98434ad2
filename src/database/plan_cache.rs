//! Statements that have been bound and planned, kept for the next time.

use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashMap;
use parking_lot::Mutex;

use super::Parameters;
use super::pipeline::Prepared;
use crate::functions::Library;
use crate::graph::GraphView;

/// So many statements are kept; then the cache begins anew.
const CAPACITY: usize = 256;

/// Prepared statements by their texts.
#[derive(Debug, Default)]
pub(super) struct PlanCache(Mutex<HashMap<String, Entry, RandomState>>);

#[derive(Debug)]
struct Entry {
    circumstances: Circumstances,
    prepared: Arc<Prepared>,
}

/// All that a plan depends on besides its text.
///
/// Counts are compared by their orders of magnitude only: a plan that was good for a thousand nodes
/// is good for a few more, and most commits would else throw away every plan.
#[derive(Clone, Debug)]
pub(super) struct Circumstances {
    library: Arc<Library>,
    parameters: Vec<Arc<str>>,
    magnitudes: [u32; 2],
    names: [usize; 3],
    generation: u64,
    schema: Vec<Arc<str>>,
}

impl Circumstances {
    pub(super) fn new(view: GraphView<'_>, library: &Arc<Library>, given: &Parameters) -> Self {
        Self {
            library: library.clone(),
            parameters: given.iter().map(|(name, _)| name.clone()).collect(),
            magnitudes: magnitudes(view),
            names: name_counts(view),
            generation: view.names().generation(),
            schema: schema(view).cloned().collect(),
        }
    }

    /// Whether they are the same now. This stands before every statement, so it allocates nothing.
    fn hold(&self, view: GraphView<'_>, library: &Arc<Library>, given: &Parameters) -> bool {
        Arc::ptr_eq(&self.library, library)
            && self.magnitudes == magnitudes(view)
            && self.names == name_counts(view)
            && self.generation == view.names().generation()
            && self.schema.iter().eq(schema(view))
            && self.parameters.iter().eq(given.iter().map(|(name, _)| name))
    }
}

fn magnitudes(view: GraphView<'_>) -> [u32; 2] {
    let magnitude = |count: usize| usize::BITS - count.leading_zeros();
    [view.node_count(), view.relationship_count()].map(magnitude)
}

fn name_counts(view: GraphView<'_>) -> [usize; 3] {
    let names = view.names();
    [names.labels().count(), names.relationship_types().count(), names.property_keys().count()]
}

/// The names of the indexes and constraints.
fn schema(view: GraphView<'_>) -> impl Iterator<Item = &Arc<str>> {
    let catalog = view.catalog();
    let indexes = catalog.indexes().iter().map(|index| &index.name);
    indexes.chain(catalog.constraints().iter().map(|one| &one.name))
}

impl PlanCache {
    /// What was prepared for a text under the same circumstances.
    pub(super) fn get(
        &self,
        text: &str,
        view: GraphView<'_>,
        library: &Arc<Library>,
        given: &Parameters,
    ) -> Option<Arc<Prepared>> {
        let entries = self.0.lock();
        let entry = entries.get(text)?;
        if !entry.circumstances.hold(view, library, given) {
            return None;
        }
        Some(entry.prepared.clone())
    }

    /// Keeps what was prepared for a text.
    pub(super) fn keep(&self, text: &str, circumstances: Circumstances, prepared: &Arc<Prepared>) {
        let mut entries = self.0.lock();
        if entries.len() >= CAPACITY {
            entries.clear();
        }
        entries.insert(text.to_owned(), Entry { circumstances, prepared: prepared.clone() });
    }
}
