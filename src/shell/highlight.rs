//! Colours while somebody types.
//!
//! Of a half-typed text, the lexer tells what each word is; the graph tells whether a label, a type or
//! a key is one that it has. A name that it does not have is underlined, and what is not closed is red.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};

use super::complete::NameTable;
use super::continuation::{DRAWN, MARK};
use super::input::{Input, Language, inputs};
use super::state::Shell;
use crate::graph::Names;
use crate::syntax::{QUESTION_FORMS, Token, TokenKind, tokens};

const COMMAND: Style = AnsiColor::Cyan.on_default();
const KEYWORD: Style = AnsiColor::Blue.on_default().effects(Effects::BOLD);
const TEXT: Style = AnsiColor::Green.on_default();
const NUMBER: Style = AnsiColor::Yellow.on_default();
const NAME: Style = AnsiColor::Magenta.on_default();
const FUNCTION: Style = AnsiColor::Cyan.on_default();
const COMMENT: Style = Style::new().effects(Effects::DIMMED);
const FAULT: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
const PLAIN: Style = Style::new();

/// Longer lines are pasted, not typed, and stay as they are.
const LONGEST: usize = 16 * 1024;

/// Words of questions that are neither names nor verbs.
const QUESTION_WORDS: &[&str] = &[
    "from", "to", "and", "within", "through", "avoiding", "during", "before", "after", "as", "of",
    "between", "whom", "explain", "in", "common", "have", "do", "since",
];

/// A line with colours; it is as wide as without them.
pub(super) fn highlight(shell: &Shell, line: &str, at: usize) -> String {
    if line.len() > LONGEST {
        return line.to_owned();
    }
    let mut painted = Painted { line, at: 0, text: String::new() };
    for input in inputs(line) {
        let text = line.get(input.place.clone()).unwrap_or_default();
        let pieces = match input.language {
            Language::Command => command(text),
            Language::Question => question(text, shell.names.get(shell).as_deref()),
            Language::Cypher => shell.look(|view| cypher(text, view.names())).unwrap_or_default(),
        };
        painted.add(&input, pieces, matching_bracket(line, at));
    }
    painted.rest()
}

/// A part of an input with its style.
type Piece = (usize, usize, Style);

/// A line that is being painted from left to right.
struct Painted<'l> {
    line: &'l str,
    at: usize,
    text: String,
}

impl Painted<'_> {
    /// Paints the pieces of an input; the bracket at the cursor and its other half stand out.
    fn add(&mut self, input: &Input, pieces: Vec<Piece>, brackets: Option<(usize, usize)>) {
        for (start, end, style) in pieces {
            let (start, end) = (input.place.start + start, input.place.start + end);
            let is_matched = brackets.is_some_and(|(one, other)| start == one || start == other);
            let style = if is_matched { style.bold().underline() } else { style };
            self.plain_until(start);
            let piece = self.line.get(start..end).unwrap_or_default().replace(MARK, DRAWN);
            // Writing into a text can't fail.
            let _ = write!(self.text, "{style}{piece}{style:#}");
            self.at = end;
        }
    }

    fn plain_until(&mut self, end: usize) {
        let plain = self.line.get(self.at..end).unwrap_or_default();
        self.text.push_str(&plain.replace(MARK, &format!("\n{COMMENT}… {COMMENT:#}")));
        self.at = end.max(self.at);
    }

    fn rest(mut self) -> String {
        self.plain_until(self.line.len());
        self.text
    }
}

fn command(text: &str) -> Vec<Piece> {
    vec![(0, text.find(char::is_whitespace).unwrap_or(text.len()), COMMAND)]
}

/// The words of a question, those of the language apart from names, verbs, numbers and quoted texts;
/// a capitalised word that begins no word of a name is underlined.
fn question(text: &str, names: Option<&NameTable>) -> Vec<Piece> {
    let style = |place: usize, word: &str| {
        let lower = word.trim_matches([',', '?']).to_lowercase();
        let opens =
            || QUESTION_FORMS.iter().any(|form| form.opening.split(' ').any(|w| w == lower));
        match word.chars().next() {
            Some('"' | '\'' | '“' | '«' | '`') => TEXT,
            Some(letter) if letter.is_ascii_digit() => NUMBER,
            _ if QUESTION_WORDS.contains(&lower.as_str()) || (place == 0 && opens()) => KEYWORD,
            Some(letter) if letter.is_uppercase() => {
                let word = word.trim_matches([',', '?']).trim_end_matches("'s");
                let is_known = names.is_none_or(|names| names.knows(word));
                if is_known { NAME } else { NAME.underline() }
            }
            _ => PLAIN,
        }
    };
    words(text).map(|(start, end)| (start, end, style(start, &text[start..end]))).collect()
}

/// The words of a text; a quoted one may hold blanks.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(|letter: char| !letter.is_whitespace())?;
        let word = text.get(start..)?;
        let quoted = word
            .strip_prefix(['"', '\''])
            .and_then(|inside| inside.find(['"', '\'']))
            .map(|length| length + 2);
        let plain = || word.find(char::is_whitespace).unwrap_or(word.len());
        at = start + quoted.unwrap_or_else(plain);
        Some((start, at))
    })
}

fn cypher(text: &str, names: &Names) -> Vec<Piece> {
    let style = |token: &Token| {
        let word = text.get(token.span.start..token.span.end).unwrap_or_default();
        let style = style_of(token.kind);
        if is_unknown(token.kind, word, names) { style.underline() } else { style }
    };
    let piece = |token: &Token| (token.span.start, token.span.end, style(token));
    tokens(text).iter().map(piece).collect()
}

fn style_of(kind: TokenKind) -> Style {
    match kind {
        TokenKind::Keyword => KEYWORD,
        TokenKind::Function | TokenKind::Procedure => FUNCTION,
        TokenKind::Label | TokenKind::Type => NAME,
        TokenKind::Parameter | TokenKind::Number => NUMBER,
        TokenKind::String => TEXT,
        TokenKind::Comment => COMMENT,
        TokenKind::UnclosedString | TokenKind::UnclosedBracket | TokenKind::Unknown => FAULT,
        TokenKind::PropertyKey
        | TokenKind::Variable
        | TokenKind::Operator
        | TokenKind::Punctuation
        | TokenKind::Bracket => PLAIN,
    }
}

/// Whether a name is of a kind that the graph keeps, and not one of those it has.
fn is_unknown(kind: TokenKind, word: &str, names: &Names) -> bool {
    let name = word.trim_matches('`');
    match kind {
        TokenKind::Label => names.label(name).is_none(),
        TokenKind::Type => names.relationship_type(name).is_none(),
        TokenKind::PropertyKey => names.property_key(name).is_none(),
        TokenKind::Keyword
        | TokenKind::Function
        | TokenKind::Procedure
        | TokenKind::Variable
        | TokenKind::Parameter
        | TokenKind::String
        | TokenKind::UnclosedString
        | TokenKind::Number
        | TokenKind::Operator
        | TokenKind::Punctuation
        | TokenKind::Bracket
        | TokenKind::UnclosedBracket
        | TokenKind::Comment
        | TokenKind::Unknown => false,
    }
}

/// The bracket under or before the cursor, and its other half.
pub(super) fn matching_bracket(line: &str, at: usize) -> Option<(usize, usize)> {
    if line.len() > LONGEST {
        return None;
    }
    let mut open = Vec::new();
    let is_here = |start: usize| start == at || start + 1 == at;
    for token in tokens(line).iter().filter(|token| token.kind == TokenKind::Bracket) {
        let start = token.span.start;
        let opens = line.get(start..).is_some_and(|rest| rest.starts_with(['(', '[', '{']));
        if opens {
            open.push(start);
        } else if let Some(other) = open.pop().filter(|other| is_here(*other) || is_here(start)) {
            return Some((other, start));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Opened, Terminal};

    fn shell() -> Shell {
        let terminal =
            Terminal { reads: false, shows: false, notes: false, width: 80, colors: false };
        let opened = Opened::files(&[]).expect("the built-in graph is there");
        Shell::new(opened, terminal, Box::new(std::io::sink()), Box::new(std::io::sink()))
    }

    /// The words of a painted line that have a style.
    fn styled(line: &str, style: Style) -> Vec<String> {
        let painted = highlight(&shell(), line, usize::MAX);
        let (begin, end) = (style.render().to_string(), style.render_reset().to_string());
        let parts = painted.split(&begin).skip(1);
        parts.filter_map(|part| part.split(&end).next().map(str::to_owned)).collect()
    }

    #[test]
    fn a_painted_line_says_the_same() {
        for line in ["MATCH (n:Person {name: 'Otani'}) RETURN n // x", "about Otani 2", ":help x"] {
            let painted = highlight(&shell(), line, 7);
            assert_eq!(anstream::adapter::strip_str(&painted).to_string(), line);
        }
    }

    #[test]
    fn words_have_the_style_of_what_they_are() {
        let line = "MATCH (n:Person) RETURN 'a', 12";
        assert_eq!(styled(line, KEYWORD), ["MATCH", "RETURN"]);
        assert_eq!(styled(line, TEXT), ["'a'"]);
        assert_eq!(styled(line, NUMBER), ["12"]);
        assert_eq!(styled(line, NAME), ["Person"]);
        assert_eq!(styled("path from Japan to \"the sea\"", KEYWORD), ["path", "from", "to"]);
    }

    #[test]
    fn unknown_names_are_underlined_and_what_is_open_is_red() {
        assert_eq!(styled("MATCH (n:Persn) RETURN n", NAME.underline()), ["Persn"]);
        assert_eq!(styled("who supported Kolch", NAME), ["Kolch"]);
        assert_eq!(styled("who supported Kulchok", NAME.underline()), ["Kulchok"]);
        assert_eq!(styled("RETURN 'abc", FAULT), ["'abc"]);
        assert_eq!(styled("MATCH (n", FAULT), ["("]);
    }

    #[test]
    fn brackets_find_each_other() {
        assert_eq!(matching_bracket("f(a[1])", 1), Some((1, 6)));
        assert_eq!(matching_bracket("f(a[1])", 7), Some((1, 6)));
        assert_eq!(matching_bracket("f(a[1])", 3), Some((3, 5)));
        assert_eq!(matching_bracket("f(a", 1), None);
    }
}
