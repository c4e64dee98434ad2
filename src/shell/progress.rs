//! The line that says that a statement still runs, and how far it is.

use std::io::{Write, stderr};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::greeting::grouped;
use crate::database::CancelHandle;

/// How long a statement may run in silence.
const SILENCE: Duration = Duration::from_secs(1);

/// How often the line is drawn again.
const STEP: Duration = Duration::from_millis(100);

/// How the line is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// Not at all: nobody looks at a terminal.
    Silent,
    /// Drawn again and again, and taken away at the end.
    Drawn,
    /// Told once, as a line that stays, for who listens to the terminal.
    Once,
}

/// Tells of a statement until it is dropped.
pub(super) struct Progress {
    telling: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait.
    pub(super) fn start(telling: Telling, statement: CancelHandle) -> Self {
        if telling == Telling::Silent {
            return Self { telling: None };
        }
        let (end, ended) = channel();
        let thread = thread::spawn(move || {
            let started = Instant::now();
            let pause = |pause| ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout);
            if !pause(SILENCE) {
                return;
            }
            if telling == Telling::Once {
                tell("still running, Ctrl-C stops it\n");
                return;
            }
            draw(&line(started, &statement));
            while pause(STEP) {
                draw(&line(started, &statement));
            }
            draw("");
        });
        Self { telling: Some((end, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.telling.take() {
            drop(end);
            let _ = thread.join();
        }
    }
}

fn line(started: Instant, statement: &CancelHandle) -> String {
    let steps = usize::try_from(statement.steps()).unwrap_or(usize::MAX);
    let seconds = started.elapsed().as_secs_f64();
    format!("{seconds:.1} s, {} rows looked at … Ctrl-C stops it", grouped(steps))
}

/// Replaces the current line of the terminal.
fn draw(text: &str) {
    tell(&format!("\r\x1b[K{text}"));
}

/// Where this fails, there is nobody to tell.
fn tell(text: &str) {
    let mut terminal = stderr();
    let _ = write!(terminal, "{text}").and_then(|()| terminal.flush());
}
