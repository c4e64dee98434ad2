//! Marks that tell the terminal where a prompt and where an output begins.
//!
//! Terminals that know them (kitty, iTerm2, `WezTerm`, foot, tmux, Windows Terminal …) jump from prompt to
//! prompt, select the last output, and show which input failed; others show nothing of them. They are
//! the sequences `OSC 133` of `FinalTerm`.

use std::io::{Write, stdout};

/// Where something begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The prompt.
    Prompt,
    /// The output of what was typed.
    Output,
    /// What follows the output of something that went well or failed.
    End {
        /// Whether it failed.
        failed: bool,
    },
}

/// Writes marks, where there is somebody to see them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    are_written: bool,
}

impl Marks {
    /// Marks for the terminal of the process. A dumb one and the console of Linux would show them.
    pub(super) fn new(is_terminal: bool) -> Self {
        let kind = std::env::var("TERM").unwrap_or_default();
        Self {
            are_written: is_terminal && !matches!(kind.as_str(), "" | "dumb" | "linux" | "cons25"),
        }
    }

    /// Writes one; where that fails, there is nobody to tell.
    pub(super) fn write(self, mark: Mark) {
        if !self.are_written {
            return;
        }
        let code = match mark {
            Mark::Prompt => "A",
            Mark::Output => "C",
            Mark::End { failed: false } => "D;0",
            Mark::End { failed: true } => "D;1",
        };
        let mut terminal = stdout();
        let _ = write!(terminal, "\x1b]133;{code}\x07").and_then(|()| terminal.flush());
    }
}
