//! Scripts into statements, and whether a text that is being typed is complete.

use super::scan::{Mark, Quote, Scanner, closing};
use crate::error::Span;

/// One statement of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its text, without the `;` and the blanks and comments around it.
    pub span: Span,
    /// How it ends.
    pub end: Ending,
}

/// How a statement of a script ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a `;`.
    Semicolon,
    /// With the text; it may be whole.
    Text,
    /// With the text, while a bracket is open that only this one closes.
    OpenBracket(char),
    /// With the text, in the middle of a text, of a name in backticks, or of a comment.
    OpenQuote,
}

/// The statements of a script: what stands between `;`, except for those in texts, names and comments. What
/// is empty or only a comment is left out.
///
/// A `;` ends a statement also where a bracket is open, so that a forgotten bracket costs one statement
/// and not the rest of the script.
#[must_use]
pub fn split(script: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut current = Current::default();
    for (mark, span) in Scanner::new(script) {
        match mark {
            Mark::Semicolon => {
                pieces.extend(current.piece(Ending::Semicolon));
                current = Current::default();
            }
            Mark::Comment => {}
            Mark::Unclosed(Quote::Comment) => current.open_quote = true,
            Mark::Unclosed(Quote::String | Quote::Name) => {
                current.open_quote = true;
                current.add(span);
            }
            Mark::Open(bracket) => {
                current.open.push(closing(bracket));
                current.add(span);
            }
            Mark::Close(_) => {
                current.open.pop();
                current.add(span);
            }
            Mark::Quoted | Mark::Other => current.add(span),
        }
    }
    let end = current.end();
    pieces.extend(current.piece(end));
    pieces
}

/// Whether the text is whole: every statement in it ends with `;`, or there is none.
///
/// What ends without `;` may be whole too; whether it is, [`parse`](super::parse) knows.
#[must_use]
pub fn is_complete(text: &str) -> bool {
    let open_comment = Scanner::new(text).any(|(mark, _)| mark == Mark::Unclosed(Quote::Comment));
    !open_comment && split(text).last().is_none_or(|piece| piece.end == Ending::Semicolon)
}

/// The statement that is being read.
#[derive(Default)]
struct Current {
    span: Option<Span>,
    open: Vec<char>,
    open_quote: bool,
}

impl Current {
    fn add(&mut self, span: Span) {
        self.span = Some(self.span.map_or(span, |so_far| so_far.to(span)));
    }

    fn piece(&self, end: Ending) -> Option<Piece> {
        self.span.map(|span| Piece { span, end })
    }

    /// How it ends if the text ends here.
    fn end(&self) -> Ending {
        match self.open.last() {
            _ if self.open_quote => Ending::OpenQuote,
            Some(bracket) => Ending::OpenBracket(*bracket),
            None => Ending::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(script: &str) -> Vec<&str> {
        split(script).into_iter().map(|piece| &script[piece.span.start..piece.span.end]).collect()
    }

    #[test]
    fn semicolons_split_outside_of_quotes_and_comments() {
        let script = "RETURN ';' ; // no; \n RETURN `a;b` /* ; */;;\n RETURN \"\\\";\"";
        assert_eq!(texts(script), ["RETURN ';'", "RETURN `a;b`", "RETURN \"\\\";\""]);
    }

    #[test]
    fn the_last_piece_says_what_is_open() {
        let end = |script| split(script).last().map(|piece| piece.end);
        assert_eq!(end("RETURN 1;"), Some(Ending::Semicolon));
        assert_eq!(end("RETURN 1"), Some(Ending::Text));
        assert_eq!(end("RETURN [(1"), Some(Ending::OpenBracket(')')));
        assert_eq!(end("RETURN 'a;"), Some(Ending::OpenQuote));
        assert_eq!(end("RETURN `a;"), Some(Ending::OpenQuote));
        assert_eq!(end("RETURN 1 /* ;"), Some(Ending::OpenQuote));
        assert_eq!(end(" // nothing"), None);
    }

    #[test]
    fn a_forgotten_bracket_costs_one_statement() {
        assert_eq!(texts("MATCH (n RETURN n; RETURN 1"), ["MATCH (n RETURN n", "RETURN 1"]);
    }

    #[test]
    fn a_text_is_complete_when_its_last_statement_is_ended() {
        for complete in ["", "RETURN 1;", "RETURN 1; // and so on", "  \n"] {
            assert!(is_complete(complete), "{complete}");
        }
        for open in ["RETURN 1", "RETURN 'a;", "RETURN 1; RETURN", "/* ;"] {
            assert!(!is_complete(open), "{open}");
        }
    }

    #[test]
    fn large_scripts_are_split_in_one_pass() {
        let script = "CREATE (n {name: 'a;b'});\n".repeat(200_000);
        assert_eq!(split(&script).len(), 200_000);
    }
}
