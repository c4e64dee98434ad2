//! Ctrl-C while something runs.
//!
//! At the prompt the line editor reads the key itself. While a statement runs or its rows are
//! printed, the signal sets the session's cancel handle, which the executor and the output look at.

use std::io::{self, Write};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::status::Status;
use crate::database::CancelHandle;

/// What the signal stops; nothing while nothing runs.
static RUNNING: Mutex<Option<CancelHandle>> = Mutex::new(None);

/// Whether the signal leaves the program while nothing runs.
static LEAVES: AtomicBool = AtomicBool::new(true);

/// How often what runs is stopped once more after the signal, before the program is left.
const ROUNDS: u32 = 250;

/// How long each of these rounds lasts.
const ROUND: Duration = Duration::from_millis(20);

/// Takes the signal from the system.
///
/// Unless the shell is [interactive](set_interactive), the signal leaves the program: at once if nothing
/// runs, else when what runs has been stopped, or after five seconds.
pub(super) fn install() {
    // A second handler in one process is refused; the first one then does the same.
    let _ = ctrlc::set_handler(handle);
}

/// Says that the signal must not leave the program.
pub(super) fn set_interactive() {
    LEAVES.store(false, Ordering::Relaxed);
}

fn handle() {
    let is_first = cancel();
    if !LEAVES.load(Ordering::Relaxed) {
        return;
    }
    if is_first {
        // The statement may have ended just now: the ones that follow must not run either.
        for _ in 0..ROUNDS {
            thread::sleep(ROUND);
            cancel();
        }
    }
    process::exit(i32::from(Status::Interrupted.code()));
}

/// Stops what runs; whether that was something that had not been stopped before.
fn cancel() -> bool {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let is_first = running.as_ref().is_some_and(|handle| !handle.is_cancelled());
    if let Some(handle) = running.as_ref() {
        handle.cancel();
    }
    is_first
}

/// As long as this lives, the signal stops the statement.
pub(super) struct Running(());

impl Running {
    /// Lets the signal stop what this handle stops.
    pub(super) fn start(handle: CancelHandle) -> Self {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = Some(handle);
        Self(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Output that ends as soon as the signal came, so that a million rows can be stopped too.
pub(super) struct Stoppable<'a> {
    output: &'a mut dyn Write,
    handle: CancelHandle,
}

impl<'a> Stoppable<'a> {
    pub(super) fn new(output: &'a mut dyn Write, handle: CancelHandle) -> Self {
        Self { output, handle }
    }
}

/// What a [`Stoppable`] output fails with; not `Interrupted`, after which writers try again.
pub(super) const STOPPED: io::ErrorKind = io::ErrorKind::TimedOut;

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.handle.is_cancelled() {
            return Err(STOPPED.into());
        }
        self.output.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
