//! What a statement may use up, and how to stop it from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// What each statement of a session may use up; nothing is limited unless it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The time it may run; beyond it the statement fails with `TimeLimitExceeded`.
    pub timeout: Option<Duration>,
    /// The bytes its rows may take; beyond them it fails with `MemoryLimitExceeded`.
    pub memory: Option<usize>,
    /// The rows it may give; further ones are left out, and the result says so.
    pub max_rows: Option<usize>,
}

/// Stops the running statement of a session, from any thread or a signal handler, and tells how far
/// it is.
#[derive(Clone, Debug, Default)]
pub struct CancelHandle {
    stop: Arc<AtomicBool>,
    steps: Arc<AtomicU64>,
}

impl CancelHandle {
    /// Stops the statement that runs now; it fails with `Cancelled` and leaves no trace.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the statement that runs now is to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// About how many rows the statement has looked at so far, those in between included.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// The flag itself, as the executor reads it.
    pub(super) fn flag(&self) -> &Arc<AtomicBool> {
        &self.stop
    }

    /// The count itself, as the executor adds to it.
    pub(super) fn counter(&self) -> &Arc<AtomicU64> {
        &self.steps
    }

    /// Forgets a wish to stop that came while nothing ran.
    pub(super) fn reset(&self) {
        self.stop.store(false, Ordering::Relaxed);
        self.steps.store(0, Ordering::Relaxed);
    }
}
