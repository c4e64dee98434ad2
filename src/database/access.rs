//! The locks on the graph that a transaction holds.
//!
//! A transaction that may write holds an upgradable lock, beside which others read; only with its
//! first change does it lock them out. So there is one writer at a time, and no deadlock between two
//! that both want to become it. Where other processes share the graph, the same lock of the store goes
//! with it.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use parking_lot::{
    ArcRwLockReadGuard, ArcRwLockUpgradableReadGuard, ArcRwLockWriteGuard, RawRwLock,
};

use super::{CancelHandle, Counters, Shared};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Base, Graph};
use crate::query::execute::Committer;
use crate::storage::{Occasion, Store};

/// How long is waited before another process is asked again whether it has ended its transaction:
/// at first, and at most.
const PAUSES: (Duration, Duration) = (Duration::from_micros(100), Duration::from_millis(5));

/// A held lock. What it changed and did not commit is undone when it is dropped.
pub(super) struct Access {
    /// Empty only while one lock is exchanged for another, and at the end.
    guard: Option<Guard>,
    store: Arc<dyn Store>,
    /// What the graph stands on at the first change; something else once a whole graph was loaded.
    base: Option<Arc<Base>>,
    wait: Duration,
    began: SystemTime,
    cancel: CancelHandle,
    /// What has been committed already, where a statement commits while it runs.
    committed: Option<Counters>,
}

enum Guard {
    Read(ArcRwLockReadGuard<RawRwLock, Graph>),
    Intent(ArcRwLockUpgradableReadGuard<RawRwLock, Graph>),
    Write(ArcRwLockWriteGuard<RawRwLock, Graph>),
}

impl Access {
    /// Waits until the graph can be read.
    pub(super) fn read(shared: &Shared, wait: Duration) -> Result<Self> {
        let guard = shared.graph.try_read_arc_recursive_for(wait).ok_or_else(|| locked(wait))?;
        Ok(Self::new(Guard::Read(guard), shared, wait, CancelHandle::default()))
    }

    /// Waits until no other session is writing or may write, in this process or another, and takes in
    /// what those did.
    pub(super) fn intend(shared: &Shared, wait: Duration, cancel: &CancelHandle) -> Result<Self> {
        let deadline = Instant::now() + wait;
        let guard = shared.graph.try_upgradable_read_arc_for(wait).ok_or_else(|| locked(wait))?;
        begin(&*shared.store, deadline, wait, cancel)?;
        let mut access = Self::new(Guard::Intent(guard), shared, wait, cancel.clone());
        if shared.store.has_news()? {
            access.upgrade()?;
            access.take_news()?;
        }
        Ok(access)
    }

    fn new(guard: Guard, shared: &Shared, wait: Duration, cancel: CancelHandle) -> Self {
        let (store, began) = (shared.store.clone(), SystemTime::now());
        Self { guard: Some(guard), store, base: None, wait, began, cancel, committed: None }
    }

    /// The graph, for a statement that commits while it runs; waits until nobody reads it.
    pub(super) fn batches(&mut self) -> Result<&mut (dyn Committer + 'static)> {
        self.graph_mut()?;
        self.committed = Some(Counters::default());
        Ok(self)
    }

    /// What has been committed already, where a statement commits while it runs.
    pub(super) fn committed(&self) -> Option<&Counters> {
        self.committed.as_ref()
    }

    /// When the transaction began.
    pub(super) fn began(&self) -> SystemTime {
        self.began
    }

    /// The graph, to read.
    pub(super) fn graph(&self) -> &Graph {
        match self.guard.as_ref().expect("a lock is held between two calls") {
            Guard::Read(guard) => guard,
            Guard::Intent(guard) => guard,
            Guard::Write(guard) => guard,
        }
    }

    /// The graph, to change; waits until nobody reads it.
    pub(super) fn graph_mut(&mut self) -> Result<&mut Graph> {
        self.upgrade()?;
        if self.base.is_none() {
            self.base = Some(self.graph().base().clone());
        }
        match &mut self.guard {
            Some(Guard::Write(guard)) => Ok(guard),
            Some(Guard::Read(_) | Guard::Intent(_)) | None => {
                Err(Error::new(ErrorCode::ReadOnly, "the transaction may only read"))
            }
        }
    }

    /// Makes the changes stay, and gives the lock back.
    ///
    /// # Errors
    /// If the store could not keep them; they are undone then.
    pub(super) fn commit(mut self) -> Result<()> {
        let is_loaded = self.has_loaded();
        let Some(Guard::Write(graph)) = &mut self.guard else { return Ok(()) };
        if is_loaded {
            self.store.commit_whole(graph)?;
        } else if graph.changes().is_empty() {
            return Ok(());
        } else {
            self.store.commit(graph)?;
        }
        graph.commit();
        if let Some(Guard::Write(mut graph)) = self.guard.take()
            && self.store.wants_fold(Occasion::Use)
            && graph.freeze().is_ok()
        {
            let graph = ArcRwLockWriteGuard::downgrade(graph);
            // The journal stays as long as it is if it can't be folded; the changes are safe.
            let _ = self.store.fold(&graph);
        }
        Ok(())
    }

    /// Whether a whole graph was taken in at once, which is no list of changes.
    fn has_loaded(&self) -> bool {
        self.base.as_ref().is_some_and(|base| !Arc::ptr_eq(base, self.graph().base()))
    }

    /// Takes in what other processes have committed, and lets others read again.
    fn take_news(&mut self) -> Result<()> {
        if let Some(Guard::Write(mut graph)) = self.guard.take() {
            let outcome = self.store.take_news(&mut graph);
            let guard = ArcRwLockWriteGuard::downgrade_to_upgradable(graph);
            self.guard = Some(Guard::Intent(guard));
            outcome?;
        }
        Ok(())
    }

    fn upgrade(&mut self) -> Result<()> {
        let guard = match self.guard.take() {
            Some(Guard::Intent(guard)) => guard,
            other => {
                self.guard = other;
                return Ok(());
            }
        };
        match ArcRwLockUpgradableReadGuard::try_upgrade_for(guard, self.wait) {
            Ok(guard) => self.guard = Some(Guard::Write(guard)),
            Err(guard) => {
                self.guard = Some(Guard::Intent(guard));
                return Err(locked(self.wait));
            }
        }
        Ok(())
    }
}

impl Committer for Access {
    fn graph(&self) -> &Graph {
        Self::graph(self)
    }

    fn graph_mut(&mut self) -> &mut Graph {
        Self::graph_mut(self).expect("who commits in batches holds the lock for writing")
    }

    /// Other processes may write between two batches; what they did is taken in.
    fn commit(&mut self) -> Result<()> {
        let (store, wait) = (self.store.clone(), self.wait);
        let graph = Self::graph_mut(self)?;
        if graph.changes().is_empty() {
            return Ok(());
        }
        let counters = Counters::of(graph.changes());
        store.commit(graph)?;
        graph.commit();
        self.committed = self.committed.map(|committed| committed.plus(&counters));
        begin(&*store, Instant::now() + wait, wait, &self.cancel)?;
        if store.has_news()? {
            store.take_news(Self::graph_mut(self)?)?;
        }
        // Neither was a graph loaded: what it stands on now is where the next batch begins.
        self.base = Some(Self::graph(self).base().clone());
        Ok(())
    }
}

impl Drop for Access {
    fn drop(&mut self) {
        let is_loaded = self.guard.is_some() && self.has_loaded();
        if let Some(Guard::Write(graph)) = &mut self.guard {
            graph.rollback();
            if is_loaded {
                // An empty graph has room for nothing.
                let _ = graph.unload();
            }
            if let Some(names) = self.store.names() {
                graph.forget_names_since(names);
            }
        }
        if let Some(Guard::Write(_) | Guard::Intent(_)) = &self.guard {
            self.store.rollback();
        }
    }
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.guard {
            Some(Guard::Read(_)) => "Read",
            Some(Guard::Intent(_)) => "Intent",
            Some(Guard::Write(_)) => "Write",
            None => "None",
        })
    }
}

/// Waits until no other process is writing.
fn begin(
    store: &dyn Store,
    deadline: Instant,
    wait: Duration,
    cancel: &CancelHandle,
) -> Result<()> {
    let (mut pause, longest) = PAUSES;
    while !store.begin()? {
        if cancel.is_cancelled() {
            return Err(Error::new(ErrorCode::Cancelled, "cancelled"));
        }
        if Instant::now() >= deadline {
            let message = format!("another process was writing to the store for {wait:?}");
            return Err(Error::new(ErrorCode::Locked, message)
                .with_help("end its transaction, then try again"));
        }
        std::thread::sleep(pause);
        pause = longest.min(pause * 2);
    }
    Ok(())
}

fn locked(wait: Duration) -> Error {
    Error::new(ErrorCode::Locked, format!("another session held the graph for {wait:?}"))
        .with_help("end the other transaction, then try again")
}
