//! A graph with its sessions: what a program holds in its hands.
//!
//! A [`Database`] is a graph behind a lock, with the functions and procedures that the program added
//! and the plans of recent statements. A [`Session`] runs statements and questions on it, one after
//! the other, inside of transactions; what it gives is a [`ResultSet`], which carries the entities
//! that its rows mention and so needs neither graph nor lock.
//!
//! This folder knows the stages of a query only by their entrances, and no terminal.

mod access;
mod answer;
pub mod convert;
mod counters;
mod emptiness;
mod entities;
mod files;
mod library;
mod limits;
mod parameters;
mod pipeline;
mod plan_cache;
mod plan_table;
mod result;
mod room;
mod schema;
mod script;
mod session;
mod store;
mod transaction;
mod undo;

use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Mutex, RwLock};

pub use answer::Answer;
pub use convert::{FromRow, from_value, to_value};
pub use counters::Counters;
pub use entities::{Entities, NodeRecord, RelationshipRecord};
pub use limits::{CancelHandle, Limits};
pub use parameters::{IntoParameters, Parameters};
pub use result::{ResultSet, Row};
pub use session::Session;
pub use transaction::Transaction;

pub use crate::query::bind::bound::Notification;

use crate::functions::Library;
use crate::graph::{Graph, GraphView};
use crate::query::ask::Vocabulary;
use crate::storage::{MemoryStore, Store};
use plan_cache::PlanCache;

/// How long a statement waits for another session that is writing.
const WAIT: Duration = Duration::from_secs(10);

/// A graph that sessions work on. Cloning it gives another handle to the same graph.
///
/// # Examples
/// ```
/// use amur::Database;
///
/// let database = Database::in_memory();
/// let graph_is_empty = database.read(|view| view.node_count() == 0);
/// assert!(graph_is_empty);
/// ```
#[derive(Clone, Debug)]
pub struct Database {
    shared: Arc<Shared>,
}

impl Default for Database {
    fn default() -> Self {
        Self::in_memory()
    }
}

/// What all handles and sessions of one database share.
#[derive(Debug)]
struct Shared {
    name: String,
    graph: Arc<RwLock<Graph>>,
    store: Arc<dyn Store>,
    library: RwLock<Arc<Library>>,
    plans: PlanCache,
    vocabulary: Mutex<Option<Arc<Vocabulary>>>,
}

impl Database {
    /// An empty graph that lives as long as its handles.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::with_graph("memory", Graph::new())
    }

    /// A database on a graph that was built elsewhere, whose open transaction is committed.
    #[must_use]
    pub fn with_graph(name: &str, mut graph: Graph) -> Self {
        graph.commit();
        Self::with_store(name, graph, Arc::new(MemoryStore))
    }

    /// A database on a graph whose changes are kept in a store.
    fn with_store(name: &str, graph: Graph, store: Arc<dyn Store>) -> Self {
        let shared = Shared {
            name: name.to_owned(),
            graph: Arc::new(RwLock::new(graph)),
            store,
            library: RwLock::default(),
            plans: PlanCache::default(),
            vocabulary: Mutex::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// What people call the graph: the name of its file, or `memory`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.shared.name
    }

    /// A session with no limits that may write.
    #[must_use]
    pub fn session(&self) -> Session {
        Session::new(self.clone())
    }

    /// Looks at the graph as it is committed; it does not change meanwhile.
    pub fn read<T>(&self, look: impl FnOnce(GraphView<'_>) -> T) -> T {
        look(self.shared.graph.read_recursive().view())
    }

    /// The functions and procedures that the program added.
    #[must_use]
    pub fn library(&self) -> Arc<Library> {
        self.shared.library.read().clone()
    }
}
