//! Errors on their way to the notes: message, line with caret, advice, and the place in a file.

use std::io;

use super::input::Input;
use super::state::Shell;
use crate::diagnostic::{Look, Source, report};
use crate::error::Error;

impl Shell {
    /// Tells an error in an input; `name` is the file that the input stands in.
    pub(super) fn report(&mut self, error: &Error, text: &str, input: &Input, name: Option<&str>) {
        let part = text.get(input.place.clone()).unwrap_or_default();
        let source = match name {
            Some(name) => Source::new(text).from_file(name).at(input.place.start),
            None => Source::new(part),
        };
        let look = Look { colour: self.settings.notes_are_colored, width: self.width() };
        let shown = report(error, source, look);
        self.complain(&shown);
    }
}

/// An error that has no text to point into.
pub(super) fn plain(error: &Error, is_colored: bool) -> String {
    let look = Look { colour: is_colored, ..Look::default() };
    format!("{}\n", report(error, Source::new(""), look))
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
