//! The mark at the beginning of each further line of an input.
//!
//! The line editor has no prompt for further lines and places its cursor by the text alone, so the mark
//! is in the text: Enter adds two blanks, of which the first is one that nobody types, and the
//! highlighter draws them as `… `. What reads the text takes them for blanks, and
//! [`without_marks`] takes them out before it runs or is kept.

use std::borrow::Cow;

use rustyline::{
    Cmd, ConditionalEventHandler, Event, EventContext, EventHandler, KeyCode, KeyEvent, Modifiers,
    Movement, RepeatCount,
};

use super::validate::is_finished;

/// A line break with the mark of the line that it begins: an en space and a blank.
pub(super) const MARK: &str = "\n\u{2002} ";

/// What is drawn for it, which is as wide.
pub(super) const DRAWN: &str = "\n… ";

/// A text as it was meant.
pub(super) fn without_marks(text: &str) -> Cow<'_, str> {
    if text.contains(MARK) { Cow::Owned(text.replace(MARK, "\n")) } else { Cow::Borrowed(text) }
}

/// Enter, which begins a marked line where the text is not finished.
#[derive(Clone, Copy)]
struct Enter;

impl ConditionalEventHandler for Enter {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, at: &EventContext) -> Option<Cmd> {
        (!is_finished(at.line())).then(|| Cmd::Insert(1, MARK.to_owned()))
    }
}

/// Backspace, which takes the mark away as a whole; the next one joins the lines.
#[derive(Clone, Copy)]
struct Backspace;

impl ConditionalEventHandler for Backspace {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, at: &EventContext) -> Option<Cmd> {
        let before = at.line().get(..at.pos()).unwrap_or_default();
        before.ends_with(MARK).then_some(Cmd::Kill(Movement::BeginningOfLine))
    }
}

/// The keys that know of marks, with what they do.
pub(super) fn bindings() -> [(KeyEvent, EventHandler); 3] {
    let key = |code| KeyEvent(code, Modifiers::NONE);
    [
        (key(KeyCode::Enter), EventHandler::Conditional(Box::new(Enter))),
        // What Enter becomes where it was pressed while the last input was still running.
        (KeyEvent::ctrl('J'), EventHandler::Conditional(Box::new(Enter))),
        (key(KeyCode::Backspace), EventHandler::Conditional(Box::new(Backspace))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    #[test]
    fn a_mark_is_blank_to_everybody() {
        let text = format!("MATCH (n){MARK}RETURN n{MARK}");
        assert!(parse(&text).is_ok());
        assert!(is_finished(&text) && !is_finished(text.trim_end()));
        assert_eq!(without_marks(&text), "MATCH (n)\nRETURN n\n");
        assert_eq!(MARK.chars().count(), DRAWN.chars().count());
    }
}
