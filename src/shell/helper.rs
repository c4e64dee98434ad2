//! What the line editor asks while somebody types: completion, colours, hints, and whether it is done.
//!
//! Each answer is a function over a text and a shell, in a file of its own; here they meet the
//! traits of the line editor.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Context, Helper, Result};

use super::complete::complete;
use super::continuation::{DRAWN, MARK};
use super::greeting::dim;
use super::highlight::{highlight, matching_bracket};
use super::hint::{Hint, hint};
use super::state::Shell;
use super::validate::is_finished;

/// The line editor's view of a shell, which is never borrowed while a line is read.
pub(super) struct ShellHelper {
    shell: Rc<RefCell<Shell>>,
}

impl ShellHelper {
    pub(super) fn new(shell: Rc<RefCell<Shell>>) -> Self {
        Self { shell }
    }

    fn uses_colors(&self) -> bool {
        self.shell.borrow().settings.notes_are_colored
    }
}

impl Helper for ShellHelper {}

impl Completer for ShellHelper {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        let (start, candidates) = complete(&self.shell.borrow(), line, at);
        let pairs = candidates
            .into_iter()
            .map(|candidate| Pair { display: candidate.shown, replacement: candidate.text });
        Ok((start, pairs.collect()))
    }
}

impl Highlighter for ShellHelper {
    fn highlight<'l>(&self, line: &'l str, at: usize) -> Cow<'l, str> {
        if !self.uses_colors() {
            return Cow::Owned(line.replace(MARK, DRAWN));
        }
        Cow::Owned(highlight(&self.shell.borrow(), line, at))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.uses_colors() { Cow::Owned(dim(hint)) } else { Cow::Borrowed(hint) }
    }

    fn highlight_candidate<'c>(&self, shown: &'c str, _: CompletionType) -> Cow<'c, str> {
        Cow::Borrowed(shown)
    }

    fn highlight_char(&self, line: &str, at: usize, kind: CmdKind) -> bool {
        match kind {
            CmdKind::MoveCursor => matching_bracket(line, at).is_some(),
            CmdKind::Other | CmdKind::ForcedRefresh => self.uses_colors(),
        }
    }
}

impl Hinter for ShellHelper {
    type Hint = Hint;

    fn hint(&self, line: &str, at: usize, context: &Context<'_>) -> Option<Hint> {
        if at < line.len() || self.shell.borrow().settings.plain {
            return None;
        }
        hint(line, context.history())
    }
}

impl Validator for ShellHelper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> Result<ValidationResult> {
        let is_finished = is_finished(context.input());
        Ok(if is_finished { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}
