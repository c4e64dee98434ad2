//! Undoing what a session committed.

use super::session::Intent;
use super::{Counters, Session};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Change, Graph, Renamed};

/// A transaction of more changes than this is not kept, because it would take too much room.
const LARGEST: usize = 500_000;

/// How many transactions past a mark can't be undone any more.
const LOST: i64 = i64::MAX / 2;

/// The last transactions of a session, with what undoes them.
#[derive(Debug, Default)]
pub(super) struct UndoLog {
    /// How many are kept.
    most: usize,
    entries: Vec<Entry>,
    /// How many have been committed and not undone since the mark.
    since_mark: i64,
    /// What they changed.
    tally: Counters,
}

/// What undoes a transaction.
#[derive(Debug)]
pub(super) struct Entry {
    /// The graph's version when it was as this transaction left it.
    version: u64,
    /// What undoes it; nothing if that was too much to keep, or it was committed in batches.
    changes: Option<Vec<Change>>,
    counters: Counters,
}

impl UndoLog {
    /// What undoes the transaction that a graph is about to commit; nothing if it changes nothing.
    pub(super) fn undoing(&self, graph: &Graph) -> Option<Entry> {
        let changes = graph.changes();
        if self.most == 0 || changes.is_empty() {
            return None;
        }
        let undoing = (changes.len() <= LARGEST).then(|| graph.undoing());
        let version = graph.version() + 1;
        Some(Entry { version, changes: undoing, counters: Counters::of(changes) })
    }

    /// The same for a statement that has committed a part already: it can't be undone.
    pub(super) fn in_batches(&self, committed: &Counters, graph: &Graph) -> Option<Entry> {
        let rest = Counters::of(graph.changes());
        let version = graph.version() + u64::from(!rest.is_empty());
        let counters = committed.plus(&rest);
        (self.most > 0 && !counters.is_empty()).then_some(Entry {
            version,
            changes: None,
            counters,
        })
    }

    /// Notes what undoes a transaction that is committed.
    pub(super) fn remember(&mut self, undoing: Option<Entry>) {
        let Some(entry) = undoing else { return };
        if self.entries.len() >= self.most {
            self.entries.remove(0);
        }
        self.tally = self.tally.plus(&entry.counters);
        self.entries.push(entry);
        self.since_mark = if self.since_mark < 0 { LOST } else { self.since_mark + 1 };
    }

    /// The last transaction is undone; those before it have to know what is named anew.
    fn forget_last(&mut self, version: u64, renamed: &Renamed) {
        if let Some(entry) = self.entries.pop() {
            self.tally = self.tally.minus(&entry.counters);
        }
        self.since_mark -= 1;
        if let Some(entry) = self.entries.last_mut() {
            entry.version = version;
        }
        for change in self.entries.iter_mut().filter_map(|entry| entry.changes.as_mut()).flatten() {
            renamed.rename(change);
        }
    }
}

impl Session {
    /// Keeps what undoes the last transactions, so many of them; none are kept unless this is said.
    pub fn keep_undo(&mut self, transactions: usize) {
        self.undo_log.most = transactions;
    }

    /// Undoes the last transaction of this session that is not undone yet, and says what that changed.
    /// A statement outside of an explicit transaction is a transaction of its own.
    ///
    /// # Errors
    /// `TransactionState` if a transaction is open, if there is nothing to undo, or if the graph has been
    /// changed by somebody else since; `ReadOnly` and `Locked` as for any change.
    pub fn undo(&mut self) -> Result<Counters> {
        if self.is_in_transaction() {
            return Err(state("a transaction is open").with_help("`rollback` undoes all of it"));
        }
        let Some(entry) = self.undo_log.entries.last() else {
            return Err(state("there is nothing to undo"));
        };
        let Some(changes) = entry.changes.clone() else {
            return Err(state(
                "the last change was too large, or made in batches, and is not kept for undoing",
            ));
        };
        let version = entry.version;
        let (mut access, _) = self.enter(Intent::Change)?;
        let graph = access.graph_mut()?;
        if graph.version() != version {
            return Err(state("the graph has been changed by somebody else since"));
        }
        let renamed = graph.undo(changes)?;
        let counters = Counters::of(graph.changes());
        access.commit()?;
        #[expect(clippy::redundant_closure_for_method_calls, reason = "the lifetime is any one")]
        let version = self.look(|view| view.version())?;
        self.undo_log.forget_last(version, &renamed);
        Ok(counters)
    }

    /// Marks the graph as it is now: what is committed from now on is [counted](Self::since_mark).
    pub fn mark(&mut self) {
        self.undo_log.since_mark = 0;
        self.undo_log.tally = Counters::default();
    }

    /// What this session has committed and not undone since the [mark](Self::mark); nothing if the graph
    /// is as it was then. It is counted only while undo is [kept](Self::keep_undo).
    #[must_use]
    pub fn since_mark(&self) -> Option<Counters> {
        (self.undo_log.since_mark != 0).then_some(self.undo_log.tally)
    }
}

fn state(message: &str) -> Error {
    Error::new(ErrorCode::TransactionState, message)
}

#[cfg(test)]
mod tests {
    use crate::database::{Database, Session};

    fn count(session: &mut Session, pattern: &str) -> i64 {
        let text = format!("MATCH {pattern} RETURN count(*)");
        session.run(&text, ()).and_then(|result| result.single()).expect("it can be counted")
    }

    #[test]
    fn the_last_statements_are_undone_one_by_one() {
        let mut session = Database::in_memory().session();
        session.keep_undo(10);
        session.run("CREATE (:A {x: 1})-[:T {y: 2}]->(:B)", ()).expect("it runs");
        session.run("MATCH (a:A) SET a.x = 5, a:C REMOVE a:A", ()).expect("it runs");
        session.run("MATCH (n) DETACH DELETE n", ()).expect("it runs");
        session.run("CREATE (:D)", ()).expect("it runs");
        assert!(session.since_mark().is_some());
        session.undo().expect("it can be undone");
        assert_eq!(count(&mut session, "(n)"), 0);
        session.undo().expect("it can be undone");
        assert_eq!(count(&mut session, "(:C {x: 5})-[:T {y: 2}]->(:B)"), 1);
        session.undo().expect("it can be undone");
        assert_eq!(count(&mut session, "(:A {x: 1})-[:T {y: 2}]->(:B)"), 1);
        let counters = session.undo().expect("it can be undone");
        assert_eq!((counters.nodes_deleted, counters.relationships_deleted), (2, 1));
        assert!(session.undo().is_err());
        assert!(session.since_mark().is_none());
    }

    #[test]
    fn changes_of_others_are_not_undone() {
        let database = Database::in_memory();
        let (mut one, mut other) = (database.session(), database.session());
        one.keep_undo(1);
        one.run("CREATE (:A)", ()).expect("it runs");
        other.run("CREATE (:B)", ()).expect("it runs");
        assert!(one.undo().is_err());
        assert_eq!(count(&mut one, "(n)"), 2);
    }

    #[test]
    fn a_transaction_is_undone_as_a_whole() {
        let mut session = Database::in_memory().session();
        session.keep_undo(1);
        session.begin().expect("none is open");
        session.run("CREATE (:A)", ()).expect("it runs");
        session.run("CREATE (:B)", ()).expect("it runs");
        assert!(session.undo().is_err());
        session.commit().expect("one is open");
        session.undo().expect("it can be undone");
        assert_eq!(count(&mut session, "(n)"), 0);
    }
}
