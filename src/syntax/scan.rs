//! A look at a text that sees nothing but brackets, semicolons, quotes and comments.
//!
//! It is linear and can't fail, so it works on half-typed and on hostile text alike: scripts are split by
//! it, and what is nested too deeply or never closed is refused before the parser reads it.

use super::grammar::NESTING_LIMIT;
use crate::error::{Error, ErrorCode, Result, Span};

/// Something that the scanner stops at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    /// `;`.
    Semicolon,
    /// A whole comment.
    Comment,
    /// A whole string or name in backticks.
    Quoted,
    /// A quote, backtick or comment that is never closed; it reaches to the end.
    Unclosed(Quote),
    /// Any other run of characters without a blank.
    Other,
}

/// What may be left unclosed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    /// A string, opened by `'` or `"`.
    String,
    /// A name in backticks.
    Name,
    /// A comment that begins with `/*`.
    Comment,
}

/// The marks of a text with their places, blanks left out.
pub(super) struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Scanner<'t> {
    /// A scanner at the beginning of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0 }
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    /// The end of what begins at `start` and ends with `quote`; a backslash hides one character.
    fn string(&self, start: usize, quote: u8) -> (Mark, usize) {
        let mut at = start + 1;
        while let Some(byte) = self.text.get(at) {
            match byte {
                b'\\' => at += 2,
                byte if *byte == quote => return (Mark::Quoted, at + 1),
                _ => at += 1,
            }
        }
        (Mark::Unclosed(Quote::String), self.text.len())
    }

    fn escaped_name(&self, start: usize) -> (Mark, usize) {
        match self.text.iter().skip(start + 1).position(|byte| *byte == b'`') {
            Some(length) => (Mark::Quoted, start + length + 2),
            None => (Mark::Unclosed(Quote::Name), self.text.len()),
        }
    }

    fn line_comment(&self, start: usize) -> (Mark, usize) {
        let length = self.text.iter().skip(start).position(|byte| *byte == b'\n');
        (Mark::Comment, length.map_or(self.text.len(), |length| start + length))
    }

    fn block_comment(&self, start: usize) -> (Mark, usize) {
        let inside = self.text.get(start + 2..).unwrap_or_default();
        match inside.windows(2).position(|pair| pair == b"*/") {
            Some(length) => (Mark::Comment, start + length + 4),
            None => (Mark::Unclosed(Quote::Comment), self.text.len()),
        }
    }

    fn other(&self, start: usize) -> (Mark, usize) {
        let length = self
            .text
            .iter()
            .skip(start + 1)
            .position(|byte| byte.is_ascii_whitespace() || b"'\"`/()[]{};".contains(byte));
        (Mark::Other, length.map_or(self.text.len(), |length| start + 1 + length))
    }
}

impl Iterator for Scanner<'_> {
    type Item = (Mark, Span);

    fn next(&mut self) -> Option<Self::Item> {
        while self.text.get(self.at)?.is_ascii_whitespace() {
            self.at += 1;
        }
        let start = self.at;
        let (mark, end) = match self.byte(start) {
            quote @ (b'\'' | b'"') => self.string(start, quote),
            b'`' => self.escaped_name(start),
            b'/' if self.byte(start + 1) == b'/' => self.line_comment(start),
            b'/' if self.byte(start + 1) == b'*' => self.block_comment(start),
            bracket @ (b'(' | b'[' | b'{') => (Mark::Open(bracket), start + 1),
            bracket @ (b')' | b']' | b'}') => (Mark::Close(bracket), start + 1),
            b';' => (Mark::Semicolon, start + 1),
            _ => self.other(start),
        };
        self.at = end.min(self.text.len());
        Some((mark, Span::new(start, self.at)))
    }
}

/// Refuses a text whose brackets and quotes do not close each other, or are nested too deeply.
///
/// # Errors
///
/// `UnexpectedSyntax` at what is open or closes nothing, `NestedTooDeeply` at the first bracket that is
/// too deep.
pub(super) fn check_brackets(text: &str) -> Result<Depth> {
    let mut open: Vec<(u8, Span)> = Vec::new();
    let (mut deepest, mut cases) = (0, 0);
    for (mark, span) in Scanner::new(text) {
        match mark {
            Mark::Other if is_case(text, span) => cases += 1,
            Mark::Open(bracket) => {
                open.push((bracket, span));
                deepest = deepest.max(open.len());
            }
            Mark::Close(bracket) => close(&mut open, bracket, span)?,
            Mark::Unclosed(quote) => return Err(unclosed_quote(quote, span)),
            Mark::Semicolon | Mark::Comment | Mark::Quoted | Mark::Other => {}
        }
        if open.len() > NESTING_LIMIT {
            return Err(nested_too_deeply(span));
        }
    }
    match open.pop() {
        Some((bracket, span)) => Err(unclosed_bracket(bracket, span)),
        None if deepest + cases > FLAT_LIMIT => Ok(Depth::Deep),
        None => Ok(Depth::Flat),
    }
}

/// How deeply a text may be nested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// A few levels, as what people write.
    Flat,
    /// More: reading it may need a stack of its own.
    Deep,
}

/// The most brackets and `CASE`s in each other that any stack has room for.
const FLAT_LIMIT: usize = 10;

fn is_case(text: &str, span: Span) -> bool {
    let word = text.as_bytes().get(span.start..span.end).unwrap_or_default();
    word.windows(4).any(|part| part.eq_ignore_ascii_case(b"case"))
}

fn close(open: &mut Vec<(u8, Span)>, bracket: u8, span: Span) -> Result<()> {
    let found = char::from(bracket);
    match open.pop() {
        Some((opening, _)) if closing(opening) == found => Ok(()),
        Some((opening, _)) => {
            let message = format!("unexpected `{found}`, expected `{}`", closing(opening));
            let help = format!("the `{}` before it is still open", char::from(opening));
            Err(Error::new(ErrorCode::UnexpectedSyntax, message).at(span).with_help(help))
        }
        None => {
            let message = format!("unexpected `{found}`, which closes nothing");
            Err(Error::new(ErrorCode::UnexpectedSyntax, message).at(span))
        }
    }
}

/// The bracket that closes another.
pub(super) fn closing(opening: u8) -> char {
    match opening {
        b'(' => ')',
        b'[' => ']',
        _ => '}',
    }
}

fn unclosed_bracket(bracket: u8, span: Span) -> Error {
    let message = format!("`{}` is never closed", char::from(bracket));
    let help = format!("add `{}`", closing(bracket));
    Error::new(ErrorCode::UnexpectedSyntax, message).at(span).with_help(help)
}

fn unclosed_quote(quote: Quote, span: Span) -> Error {
    let (message, help, length) = match quote {
        Quote::String => ("the text is never closed", "add the quote that it begins with", 1),
        Quote::Name => ("the name in backticks is never closed", "add a backtick", 1),
        Quote::Comment => ("the comment is never closed", "add `*/`", 2),
    };
    let opening = Span::new(span.start, span.start + length);
    Error::new(ErrorCode::UnexpectedSyntax, message).at(opening).with_help(help)
}

/// The error for what is nested more deeply than is read.
pub(super) fn nested_too_deeply(span: Span) -> Error {
    let message = format!("nested too deeply: more than {NESTING_LIMIT} levels");
    Error::new(ErrorCode::NestedTooDeeply, message)
        .at(span)
        .with_help("split the statement by `WITH`")
}
