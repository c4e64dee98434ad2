//! Which language a text is in, and where one input ends and the next begins.
//!
//! Three languages share the prompt. What begins with `:` or `.` is a command of the shell; what
//! begins with a keyword of Cypher is Cypher; anything else is a question. Commands and questions
//! end with their line, Cypher with `;`, and a `;` ends all of them.

use std::ops::Range;

use crate::diagnostic::nearest;

/// The language of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A command of the shell, such as `:help`.
    Command,
    /// A statement of openCypher.
    Cypher,
    /// A question.
    Question,
}

/// One input in a text of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its language.
    pub language: Language,
    /// Where it stands, without blanks around it and without its `;`.
    pub place: Range<usize>,
    /// Whether a `;` or, outside of Cypher, the end of a line ended it.
    pub is_ended: bool,
}

/// The words that begin a statement and no question.
pub(super) const STATEMENT_WORDS: &[&str] = &[
    "match",
    "optional",
    "mandatory",
    "create",
    "merge",
    "return",
    "with",
    "unwind",
    "call",
    "foreach",
    "load",
    "show",
    "drop",
    "detach",
    "nodetach",
    "delete",
    "set",
    "remove",
    "use",
    "insert",
    "finish",
    "strictly",
    "begin",
    "commit",
    "rollback",
    "start",
    "as",
    "during",
    "alter",
];

/// Words that begin statements of other languages, whose writers want to be told the Cypher for them.
const FOREIGN_WORDS: &[&str] = &["select", "insert", "update", "truncate", "alter"];

/// Statements that are commands of the shell under their bare names.
const BARE_COMMANDS: &[&str] = &["begin", "commit", "rollback", "quit", "exit"];

/// The words that stand before a statement or a question.
const PREFIX_WORDS: &[&str] = &["explain", "profile"];

/// The language of an input by its beginning.
#[must_use]
pub fn language(text: &str) -> Language {
    let text = text.get(blank_end(text, 0)..).unwrap_or_default();
    if text.starts_with([':', '.']) {
        return Language::Command;
    }
    let word = first_word(text);
    let rest = text.get(word.len()..).unwrap_or_default();
    let is_one_of = |words: &[&str]| words.iter().any(|one| one.eq_ignore_ascii_case(word));
    if is_one_of(&["help"]) {
        return Language::Command;
    }
    if is_one_of(BARE_COMMANDS) && matches!(rest.trim(), "" | ";") {
        return Language::Command;
    }
    if is_one_of(PREFIX_WORDS) {
        return language(rest);
    }
    if is_one_of(STATEMENT_WORDS) || is_one_of(FOREIGN_WORDS) || looks_like_a_pattern(text, word) {
        return Language::Cypher;
    }
    Language::Question
}

/// Whether a text reads as Cypher whose first word is misspelt or left out, as `MTCH (n)` does.
fn looks_like_a_pattern(text: &str, word: &str) -> bool {
    let rest = text.get(word.len()..).unwrap_or_default().trim_start();
    let lower = word.to_lowercase();
    let is_near = || nearest(&lower, STATEMENT_WORDS.iter().copied()).into_iter().next().is_some();
    rest.starts_with(['(', '{', '[']) && (word.is_empty() || is_near())
}

fn first_word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// The inputs of a text, one after the other.
pub fn inputs(text: &str) -> impl Iterator<Item = Input> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let (input, next) = next_input(text, from)?;
        from = next;
        Some(input)
    })
}

/// The first input from a place on, and the place after it.
fn next_input(text: &str, from: usize) -> Option<(Input, usize)> {
    let mut start = blank_end(text, from);
    while text[start..].starts_with(';') {
        start = blank_end(text, start + 1);
    }
    if start == text.len() {
        return None;
    }
    let language = language(&text[start..]);
    let end = match language {
        Language::Cypher => statement_end(text, start),
        Language::Command | Language::Question => line_end(text, start),
    };
    let is_ended = end < text.len();
    let place = start..start + text[start..end].trim_end().len();
    Some((Input { language, place, is_ended }, (end + 1).min(text.len())))
}

/// The end of the blanks and comments that begin at a place.
fn blank_end(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}']).len();
        let comment = comment_length(&rest[blank..]).or_else(|| {
            let is_line_comment = rest[blank..].starts_with('#');
            is_line_comment.then(|| line_length(&rest[blank..]))
        });
        at += blank;
        match comment {
            Some(length) => at += length,
            None => return at,
        }
    }
}

/// The length of the comment that a text begins with.
fn comment_length(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(line_length(text));
    }
    text.starts_with("/*").then(|| text.find("*/").map_or(text.len(), |end| end + 2))
}

fn line_length(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The place of the `;` that ends the statement that starts at a place, or the end of the text.
fn statement_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b';' => return at,
            b'\'' | b'"' | b'`' => at = quoted_end(bytes, at),
            b'/' => at += comment_length(&text[at..]).unwrap_or(1),
            _ => at += 1,
        }
    }
    text.len()
}

/// The place after the quoted text that starts at a place; `` ` `` knows no escapes.
fn quoted_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote != b'`' => at += 2,
            _ if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The place of the line break or `;` that ends the command or question that starts at a place.
///
/// A `'` inside of a word is an apostrophe, and a quote that is not closed on its line quotes nothing.
fn line_end(text: &str, start: usize) -> usize {
    let line = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let bytes = &text.as_bytes()[..line];
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        let begins_word = at == start || !bytes[at - 1].is_ascii_alphanumeric();
        match byte {
            b';' => return at,
            b'"' | b'`' => at = closed_end(bytes, at),
            b'\'' if begins_word => at = closed_end(bytes, at),
            _ => at += 1,
        }
    }
    line
}

fn closed_end(bytes: &[u8], start: usize) -> usize {
    let end = quoted_end(bytes, start);
    let is_closed = end > start + 1 && bytes.get(end - 1) == bytes.get(start);
    if is_closed { end } else { start + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(Language, &str)> {
        inputs(text).map(|input| (input.language, &text[input.place])).collect()
    }

    #[test]
    fn the_first_word_tells_the_language() {
        assert_eq!(language(":help"), Language::Command);
        assert_eq!(language("  .help"), Language::Command);
        assert_eq!(language("// why\nmatch (n) return n"), Language::Cypher);
        assert_eq!(language("explain MATCH (n) RETURN n"), Language::Cypher);
        assert_eq!(language("explain who supported Kolchak"), Language::Question);
        assert_eq!(language("who supported Kolchak"), Language::Question);
        assert_eq!(language("Matchless deeds of Otani"), Language::Question);
        assert_eq!(language("MTCH (n) RETURN n"), Language::Cypher);
        assert_eq!(language("(n) RETURN n"), Language::Cypher);
        assert_eq!(language("SELECT * FROM people"), Language::Cypher);
        assert_eq!(language("commit;"), Language::Command);
        assert_eq!(language("exit"), Language::Command);
        assert_eq!(language(""), Language::Question);
    }

    #[test]
    fn semicolons_separate_the_three_languages() {
        let text = "who supported Kolchak; :labels; RETURN ';' // ;\n, 1; RETURN 2";
        let expected = [
            (Language::Question, "who supported Kolchak"),
            (Language::Command, ":labels"),
            (Language::Cypher, "RETURN ';' // ;\n, 1"),
            (Language::Cypher, "RETURN 2"),
        ];
        assert_eq!(parts(text), expected);
    }

    #[test]
    fn lines_end_questions_and_commands_but_not_cypher() {
        let text = "about Otani\n:labels\nMATCH (n)\n\nRETURN n;\n\nwhy\n";
        let expected = [
            (Language::Question, "about Otani"),
            (Language::Command, ":labels"),
            (Language::Cypher, "MATCH (n)\n\nRETURN n"),
            (Language::Question, "why"),
        ];
        assert_eq!(parts(text), expected);
    }

    #[test]
    fn quotes_hide_semicolons_and_apostrophes_do_not() {
        assert_eq!(parts("about 'a;b'").len(), 1);
        assert_eq!(parts("about Kolchak's men; why").len(), 2);
        assert_eq!(parts("about \"open; why").len(), 2);
        assert_eq!(parts("RETURN 'it\\'s; so'; RETURN `a;b`").len(), 2);
    }

    #[test]
    fn an_unfinished_statement_is_told_apart() {
        let ended = |text| inputs(text).last().map(|input| input.is_ended);
        assert_eq!(ended("RETURN 1"), Some(false));
        assert_eq!(ended("RETURN 1;"), Some(true));
        assert_eq!(ended("RETURN ';"), Some(false));
        assert_eq!(ended(" ;; // nothing"), None);
    }

    #[test]
    fn comments_and_a_first_line_for_the_system_are_no_input() {
        assert_eq!(parts("#!/usr/bin/amur\n# a\n/* b */ why // c").len(), 1);
        assert!(parts("/* open").is_empty());
    }
}
