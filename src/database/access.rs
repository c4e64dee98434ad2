//! The locks on the graph that a transaction holds.
//!
//! A transaction that may write holds an upgradable lock, beside which others read; only with its
//! first change does it lock them out. So there is one writer at a time, and no deadlock between two
//! that both want to become it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use parking_lot::{
    ArcRwLockReadGuard, ArcRwLockUpgradableReadGuard, ArcRwLockWriteGuard, RawRwLock, RwLock,
};

use crate::error::{Error, ErrorCode, Result};
use crate::graph::Graph;

/// A held lock. What it changed and did not commit is undone when it is dropped.
pub(super) struct Access {
    /// Empty only while one lock is exchanged for another.
    guard: Option<Guard>,
    wait: Duration,
    began: SystemTime,
}

enum Guard {
    Read(ArcRwLockReadGuard<RawRwLock, Graph>),
    Intent(ArcRwLockUpgradableReadGuard<RawRwLock, Graph>),
    Write(ArcRwLockWriteGuard<RawRwLock, Graph>),
}

impl Access {
    /// Waits until the graph can be read.
    pub(super) fn read(graph: &Arc<RwLock<Graph>>, wait: Duration) -> Result<Self> {
        let guard = graph.try_read_arc_recursive_for(wait).ok_or_else(|| locked(wait))?;
        Ok(Self { guard: Some(Guard::Read(guard)), wait, began: SystemTime::now() })
    }

    /// Waits until no other session is writing or may write.
    pub(super) fn intend(graph: &Arc<RwLock<Graph>>, wait: Duration) -> Result<Self> {
        let guard = graph.try_upgradable_read_arc_for(wait).ok_or_else(|| locked(wait))?;
        Ok(Self { guard: Some(Guard::Intent(guard)), wait, began: SystemTime::now() })
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
        match &mut self.guard {
            Some(Guard::Write(guard)) => Ok(guard),
            Some(Guard::Read(_) | Guard::Intent(_)) | None => {
                Err(Error::new(ErrorCode::ReadOnly, "the transaction may only read"))
            }
        }
    }

    /// Makes the changes stay, and gives the lock back.
    pub(super) fn commit(mut self) {
        if let Some(Guard::Write(graph)) = &mut self.guard {
            graph.commit();
        }
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

impl Drop for Access {
    fn drop(&mut self) {
        if let Some(Guard::Write(graph)) = &mut self.guard {
            graph.rollback();
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

fn locked(wait: Duration) -> Error {
    Error::new(ErrorCode::Locked, format!("another session held the graph for {wait:?}"))
        .with_help("end the other transaction, then try again")
}
