//! Names, with backticks where the grammar needs them, and texts in quotes.

use std::fmt::Write as _;

use pest::unicode::{CONNECTOR_PUNCTUATION, CURRENCY_SYMBOL, XID_CONTINUE, XID_START};

use super::Text;
use crate::syntax::ast::Name;
use crate::syntax::keyword::{is_among, is_reserved};

/// A subquery would begin with these words, or a whole one would end.
const READ_AS_A_CLAUSE: &[&str] = &["COUNT", "EXISTS", "COLLECT", "FINISH"];

/// Before a bracket these words begin something other than a call.
const READ_AS_A_FORM: &[&str] =
    &["ALL", "ANY", "NONE", "SINGLE", "REDUCE", "SHORTESTPATH", "ALLSHORTESTPATHS"];

/// Behind `INDEX` and `CONSTRAINT` these words begin the next part.
const READ_AS_A_PART: &[&str] = &["IF", "FOR", "ON"];

impl Text {
    /// A label, a type, a key: every word may stand there.
    pub(super) fn name(&mut self, name: &Name) {
        self.quoted_if(&name.text, !is_plain(&name.text));
    }

    /// A variable.
    pub(super) fn variable(&mut self, name: &Name) {
        let text = &name.text;
        let is_misread = is_reserved(text) || is_among(text, READ_AS_A_CLAUSE);
        self.quoted_if(text, !is_plain(text) || is_misread);
    }

    /// The name of an index or a constraint.
    pub(super) fn schema_name(&mut self, name: &Name) {
        let text = &name.text;
        self.quoted_if(text, !is_plain(text) || is_among(text, READ_AS_A_PART));
    }

    /// `$name`.
    pub(super) fn parameter(&mut self, name: &Name) {
        self.push("$");
        let is_number =
            !name.text.is_empty() && name.text.bytes().all(|byte| byte.is_ascii_digit());
        self.quoted_if(&name.text, !is_plain(&name.text) && !is_number);
    }

    /// The name of a function.
    pub(super) fn function(&mut self, name: &Name) {
        let text = &name.text;
        if is_reserved(text) || is_among(text, READ_AS_A_FORM) {
            return self.quoted_if(text, true);
        }
        self.dotted(name);
    }

    /// A name whose parts are joined by dots.
    pub(super) fn dotted(&mut self, name: &Name) {
        for (number, part) in name.text.split('.').enumerate() {
            if number > 0 {
                self.push(".");
            }
            self.quoted_if(part, !is_plain(part) || (number == 0 && is_reserved(part)));
        }
    }

    fn quoted_if(&mut self, name: &str, needed: bool) {
        if needed {
            self.push("`");
            self.push(&name.replace('`', "``"));
            self.push("`");
        } else {
            self.push(name);
        }
    }

    /// A text in quotes, with escapes for what can't be seen.
    pub(super) fn text_literal(&mut self, text: &str) {
        self.push("'");
        for character in text.chars() {
            match character {
                '\'' => self.push("\\'"),
                '\\' => self.push("\\\\"),
                '\n' => self.push("\\n"),
                '\r' => self.push("\\r"),
                '\t' => self.push("\\t"),
                hidden if hidden.is_control() => {
                    write!(self.written, "\\u{:04X}", u32::from(hidden))
                        .expect("a string takes all that is written");
                }
                shown => self.written.push(shown),
            }
        }
        self.push("'");
    }
}

/// Whether a name needs no backticks for its letters.
fn is_plain(name: &str) -> bool {
    let mut characters = name.chars();
    let starts = characters
        .next()
        .is_some_and(|first| first == '_' || XID_START(first) || CONNECTOR_PUNCTUATION(first));
    starts && characters.all(|character| XID_CONTINUE(character) || CURRENCY_SYMBOL(character))
}
