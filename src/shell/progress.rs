//! The line that says that a statement still runs.

use std::io::{Write, stderr};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long a statement may run in silence.
const SILENCE: Duration = Duration::from_secs(1);

/// How often the line is drawn again.
const STEP: Duration = Duration::from_millis(100);

/// Draws the line on the terminal until it is dropped; it leaves nothing behind.
pub(super) struct Progress {
    drawing: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait, if notes go to a terminal.
    pub(super) fn start(is_terminal: bool) -> Self {
        let drawing = is_terminal.then(|| {
            let (end, ended) = channel();
            let thread = thread::spawn(move || {
                let started = Instant::now();
                let mut pause = SILENCE;
                let mut is_drawn = false;
                while ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                    draw(&format!("{:.1} s … Ctrl-C stops it", started.elapsed().as_secs_f64()));
                    is_drawn = true;
                    pause = STEP;
                }
                if is_drawn {
                    draw("");
                }
            });
            (end, thread)
        });
        Self { drawing }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.drawing.take() {
            drop(end);
            let _ = thread.join();
        }
    }
}

/// Replaces the current line of the terminal; where that fails, there is nobody to tell.
fn draw(text: &str) {
    let mut terminal = stderr();
    let _ = write!(terminal, "\r\x1b[K{text}").and_then(|()| terminal.flush());
}
