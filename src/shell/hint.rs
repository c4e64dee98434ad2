//! The grey text behind the cursor: how a line went on before, or what a function takes.

use rustyline::history::{History, SearchDirection};

use super::continuation::without_marks;
use super::input::{Language, inputs};
use super::validate::is_finished;
use crate::functions::find_function;

/// A grey text, and what the right arrow key makes of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hint {
    shown: String,
    is_accepted: bool,
}

impl rustyline::hint::Hint for Hint {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.is_accepted.then_some(self.shown.as_str())
    }
}

/// The hint behind a line whose end the cursor has reached.
pub(super) fn hint(line: &str, history: &dyn History) -> Option<Hint> {
    let line = &*without_marks(line);
    if line.trim().is_empty() {
        return None;
    }
    let remark = |shown: String| Hint { shown, is_accepted: false };
    from_history(line, history)
        .map(|shown| Hint { shown, is_accepted: true })
        .or_else(|| signature(line).map(remark))
        .or_else(|| how_to_end(line).map(remark))
}

/// The rest of the newest entry that begins like the line.
fn from_history(line: &str, history: &dyn History) -> Option<String> {
    let newest = history.len().checked_sub(1)?;
    let found = history.starts_with(line, newest, SearchDirection::Reverse).ok()??;
    found.entry.get(line.len()..).filter(|rest| !rest.is_empty()).map(str::to_owned)
}

/// The parameters of the function whose bracket has just been opened.
fn signature(line: &str) -> Option<String> {
    let before = line.strip_suffix('(')?;
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
    let start = before.rfind(|letter| !is_part(letter)).map_or(0, |at| at + 1);
    let name = before.get(start..).filter(|name| !name.is_empty())?;
    find_function(name)?.signature().split_once('(').map(|(_, rest)| rest.to_owned())
}

/// How a statement of several lines is ended, once its line is empty.
fn how_to_end(line: &str) -> Option<String> {
    let is_cypher = inputs(line).last().is_some_and(|last| last.language == Language::Cypher);
    let waits = is_cypher && line.ends_with('\n') && !line.ends_with("\n\n");
    let end = if is_finished(line) { "Enter runs it" } else { "… `;` ends it" };
    waits.then(|| end.to_owned())
}
