//! What is computed from the whole graph and kept until the graph changes.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

use super::GraphView;
use crate::error::Result;

/// Things derived from a graph, by name; the oldest goes first where there are too many.
#[derive(Debug, Default)]
pub(super) struct Derived(Mutex<Vec<(String, Arc<dyn Any + Send + Sync>)>>);

/// A copy of a graph begins with nothing derived.
impl Clone for Derived {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Derived {
    /// How many things are kept.
    const MOST: usize = 4;

    /// Forgets everything, as the graph is about to change.
    pub(super) fn clear(&mut self) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn get(&self, name: &str) -> Option<Arc<dyn Any + Send + Sync>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == name).map(|(_, thing)| thing.clone())
    }

    fn keep(&self, name: &str, thing: Arc<dyn Any + Send + Sync>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= Self::MOST {
            kept.remove(0);
        }
        kept.push((name.to_owned(), thing));
    }
}

impl GraphView<'_> {
    /// What `build` makes of the graph as it is now: kept under `name` until the graph changes.
    ///
    /// # Errors
    /// What `build` finds wrong; nothing is kept then.
    pub fn derived<T: Any + Send + Sync>(
        self,
        name: &str,
        build: impl FnOnce() -> Result<T>,
    ) -> Result<Arc<T>> {
        let derived = &self.graph().derived;
        if let Some(known) = derived.get(name).and_then(|thing| thing.downcast::<T>().ok()) {
            return Ok(known);
        }
        let made = Arc::new(build()?);
        derived.keep(name, made.clone());
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::{Graph, Properties};

    #[test]
    fn a_change_makes_it_new() {
        let mut graph = Graph::new();
        let count = |graph: &Graph| {
            let view = graph.view();
            *view.derived("count", || Ok(view.node_count())).expect("counting can't fail")
        };
        assert_eq!((count(&graph), count(&graph)), (0, 0));
        graph.create_node(Vec::new(), Properties::default()).expect("room for a node");
        assert_eq!(count(&graph), 1);
        graph.rollback();
        assert_eq!(count(&graph), 0);
    }
}
