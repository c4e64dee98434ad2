//! Stores: where the changes of a graph stay when the process ends.
//!
//! A [`Store`] keeps the committed transactions of one graph. [`MemoryStore`] keeps nothing, for graphs
//! that live as long as their process; [`SqliteStore`] is a file that many processes share, of which
//! one writes at a time while the others read. `codec` turns transactions into bytes and back.
//!
//! A statement first [takes in](Store::take_news) what others have committed. One that may write
//! [begins](Store::begin), so that no other process writes; its changes stay with
//! [`commit`](Store::commit), which is durable when it returns. Now and then the journal is
//! [folded](Store::fold) into a snapshot, so that opening does not take longer and longer.
//!
//! This folder knows the graph only by its changes, and nothing of queries, sessions and locks on the
//! graph: the database holds those. To add a store: its file and an arm where a database is opened.

pub mod codec;
mod memory;
pub mod sqlite;
mod whole;

use std::fmt::Debug;

pub use memory::MemoryStore;
pub use sqlite::{Checked, SqliteStore, check, salvage};

use crate::error::Result;
use crate::graph::{Graph, NameCounts};

/// When a store is asked whether its journal should be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// After a commit, while the store is in use.
    Use,
    /// When the last handle of the database goes.
    Close,
}

/// Where the committed changes of a graph are kept. All its methods may be called from any thread;
/// whoever calls one that is given the graph holds the lock on it.
pub trait Store: Debug + Send + Sync {
    /// The names that are committed, if others share them; then no others may stay in the graph.
    fn names(&self) -> Option<NameCounts>;

    /// Whether nothing can be written.
    fn is_read_only(&self) -> bool;

    /// Whether another process has committed something since. Cheap, as each statement asks.
    ///
    /// # Errors
    /// If the store can't be read.
    fn has_news(&self) -> Result<bool>;

    /// Brings the graph, which has no changes of its own, to what is committed now.
    ///
    /// # Errors
    /// If the store can't be read or is damaged; the graph is then as some commit left it.
    fn take_news(&self, graph: &mut Graph) -> Result<()>;

    /// Becomes the only writer, if no other process is.
    ///
    /// # Errors
    /// If the store can't be written for another reason than that.
    fn begin(&self) -> Result<bool>;

    /// Keeps the changes of the graph's open transaction, all of them or none, and ends what
    /// [`begin`](Self::begin) began. They are durable when it returns.
    ///
    /// # Errors
    /// If they could not be kept; the store is as it was.
    fn commit(&self, graph: &Graph) -> Result<()>;

    /// As [`commit`](Self::commit), for a transaction that took in a whole graph, which is no list of
    /// changes: keeps its base, and the changes that were made to it since.
    ///
    /// # Errors
    /// As [`commit`](Self::commit).
    fn commit_whole(&self, graph: &Graph) -> Result<()>;

    /// Ends what [`begin`](Self::begin) began, without changes.
    fn rollback(&self);

    /// Whether folding is worth its time now.
    fn wants_fold(&self, occasion: Occasion) -> bool;

    /// Folds the journal into a snapshot of the graph, which has been frozen just now and has no open
    /// changes. Leaves that to another time if another process is writing.
    ///
    /// # Errors
    /// If that failed; nothing is lost then.
    fn fold(&self, graph: &Graph) -> Result<()>;
}
