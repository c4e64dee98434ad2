//! Errors on their way to the notes: message, line with caret, advice, and the place in a file.

use std::io;

use super::input::Input;
use super::interim::{self as diagnostic, Origin};
use super::run::span_of;
use super::state::Shell;
use crate::error::Error;

impl Shell {
    /// Tells an error in an input; `name` is the file that the input stands in.
    pub(super) fn report(&mut self, error: &Error, text: &str, input: &Input, name: Option<&str>) {
        let _ = span_of(input);
        let shown = diagnostic::report(
            error,
            text,
            Origin { name, start: input.place.start },
            self.settings.notes_are_colored,
        );
        self.complain(shown.trim_end());
    }
}

/// An error that has no text to point into.
pub(super) fn plain(error: &Error, is_colored: bool) -> String {
    let shown = diagnostic::report(error, "", Origin { name: None, start: 0 }, is_colored);
    format!("{}\n", shown.trim_end())
}

/// Why a file can't be read or written, without the number that the system adds.
pub(super) fn reason(fault: &io::Error) -> String {
    let text = fault.to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    let mut reason = text.get(..end).unwrap_or(&text).to_owned();
    if let Some(first) = reason.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    reason
}
