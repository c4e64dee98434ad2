//! What could be typed next.

use super::expect::{Wanted, wanted};
use super::split::{Ending, split};
use super::token::{Token, TokenKind, tokens};
use crate::error::Span;

/// What may stand at the end of a text that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Words of the language that may stand here, as they are shown.
    pub keywords: Vec<&'static str>,
    /// Kinds of names that may stand here.
    pub names: Vec<NameKind>,
    /// The beginning of the word that is there already, to be replaced.
    pub prefix: Span,
}

/// A kind of name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A label.
    Label,
    /// The type of a relationship.
    Type,
    /// The key of a property, of this variable where it is known.
    Key {
        /// The variable before the dot, or at the beginning of the pattern.
        of: Option<String>,
    },
    /// A function.
    Function,
    /// A variable in scope.
    Variable,
    /// A parameter; the prefix is behind the `$`.
    Parameter,
    /// A procedure.
    Procedure,
    /// A column of the procedure that is called.
    Column,
}

/// What may stand where `before` ends. A word that touches the end counts as not yet typed; in a text, a
/// comment, or behind a mistake nothing is expected.
#[must_use]
pub fn expected(before: &str) -> Expected {
    if before.len() > COMPLETED_LENGTH {
        return nothing(before);
    }
    let statement = match split(before).last() {
        Some(piece) if piece.end != Ending::Semicolon => piece.span.start,
        Some(_) | None => last_semicolon(before),
    };
    let text = before.get(statement..).unwrap_or_default();
    let tokens = tokens(text);
    let Some(prefix) = prefix(text, &tokens) else {
        return nothing(before);
    };
    let typed: Vec<Token> =
        tokens.into_iter().filter(|token| token.span.end <= prefix.start).collect();
    let wanted = wanted(text.get(..prefix.start).unwrap_or_default());
    let names = names(&wanted, &Place { text, typed });
    Expected {
        names,
        prefix: Span::new(prefix.start + statement, prefix.end + statement),
        keywords: wanted.keywords,
    }
}

/// Texts longer than this are not typed by hand.
const COMPLETED_LENGTH: usize = 1 << 16;

fn nothing(before: &str) -> Expected {
    let end = Span::new(before.len(), before.len());
    Expected { prefix: end, ..Expected::default() }
}

fn last_semicolon(text: &str) -> usize {
    let semicolon = tokens(text).into_iter().rev().find(|token| {
        token.kind == TokenKind::Punctuation
            && text.get(token.span.start..token.span.end) == Some(";")
    });
    semicolon.map_or(0, |token| token.span.end)
}

/// The word at the end; `None` inside of a text or comment.
fn prefix(text: &str, tokens: &[Token]) -> Option<Span> {
    let end = Span::new(text.len(), text.len());
    let Some(last) = tokens.last().filter(|token| token.span.end == text.len()) else {
        return Some(end);
    };
    let first = text.get(last.span.start..).and_then(|token| token.chars().next());
    match last.kind {
        TokenKind::Comment | TokenKind::Number => None,
        TokenKind::String => Some(end),
        TokenKind::UnclosedString if first != Some('`') => None,
        TokenKind::Parameter => Some(Span::new(last.span.start + 1, last.span.end)),
        TokenKind::Operator
        | TokenKind::Punctuation
        | TokenKind::Bracket
        | TokenKind::UnclosedBracket => Some(procedure(text, tokens).unwrap_or(end)),
        TokenKind::Keyword
        | TokenKind::Function
        | TokenKind::Procedure
        | TokenKind::Label
        | TokenKind::Type
        | TokenKind::PropertyKey
        | TokenKind::Variable
        | TokenKind::UnclosedString
        | TokenKind::Unknown => Some(procedure(text, tokens).unwrap_or(last.span)),
    }
}

/// The procedure's name at the end, of which only a part may be typed, with its dots.
fn procedure(text: &str, tokens: &[Token]) -> Option<Span> {
    let is_dot = |token: &Token| text.get(token.span.start..token.span.end) == Some(".");
    let parts = || {
        let parts = tokens.iter().rev();
        parts.take_while(|token| token.kind == TokenKind::Procedure || is_dot(token))
    };
    let first = parts().filter(|token| token.kind == TokenKind::Procedure).last()?;
    parts().next().map(|last| first.span.to(last.span))
}

/// What is typed already, before the prefix.
struct Place<'t> {
    text: &'t str,
    typed: Vec<Token>,
}

fn names(wanted: &Wanted, place: &Place<'_>) -> Vec<NameKind> {
    let mut names = Vec::new();
    for kind in &wanted.kinds {
        match kind.as_str() {
            "label" => names.extend(place.labels_or_types()),
            "key" => names.push(NameKind::Key { of: place.subject() }),
            "function" => names.push(NameKind::Function),
            "variable" => names.push(NameKind::Variable),
            "parameter" => names.push(NameKind::Parameter),
            "procedure" => names.push(NameKind::Procedure),
            "column" => names.push(NameKind::Column),
            _ => {}
        }
    }
    names
}

impl Place<'_> {
    fn text_at(&self, from_end: usize) -> &str {
        let token = self.typed.iter().rev().nth(from_end);
        token.and_then(|token| self.text.get(token.span.start..token.span.end)).unwrap_or_default()
    }

    /// How far from the end the innermost open bracket stands.
    fn open_bracket(&self) -> Option<usize> {
        let mut closed = 0;
        (0..self.typed.len()).find(|at| match self.text_at(*at) {
            ")" | "]" | "}" => {
                closed += 1;
                false
            }
            "(" | "[" | "{" if closed > 0 => {
                closed -= 1;
                false
            }
            "(" | "[" | "{" => true,
            _ => false,
        })
    }

    /// Types in the brackets of a relationship, labels in those of a node, either in a condition.
    fn labels_or_types(&self) -> Vec<NameKind> {
        let Some(bracket) = self.open_bracket() else {
            return vec![NameKind::Label, NameKind::Type];
        };
        match self.text_at(bracket) {
            "[" if self.text_at(bracket + 1) == "-" => vec![NameKind::Type],
            "(" if bracket <= 2 || !self.has_operator(bracket) => vec![NameKind::Label],
            _ => vec![NameKind::Label, NameKind::Type],
        }
    }

    /// Whether something other than names, `:` and label operators stands behind the bracket.
    fn has_operator(&self, bracket: usize) -> bool {
        (0..bracket).any(|at| {
            let first = self.text_at(at).chars().next().unwrap_or(':');
            !(first.is_alphabetic() || matches!(first, '_' | '`' | ':' | '|' | '&' | '!' | '%'))
        })
    }

    /// The variable whose key is to come: before the dot, or first in the pattern around the brace.
    fn subject(&self) -> Option<String> {
        let at = if self.text_at(0) == "." {
            1
        } else {
            let brace = self.open_bracket()?;
            let inside = Self {
                text: self.text,
                typed: self.typed.iter().rev().skip(brace + 1).rev().copied().collect(),
            };
            brace + inside.open_bracket()?
        };
        let token = self.typed.iter().rev().nth(at)?;
        (token.kind == TokenKind::Variable).then(|| self.text_at(at).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(before: &str) -> Vec<NameKind> {
        expected(before).names
    }

    fn key(of: &str) -> NameKind {
        NameKind::Key { of: Some(of.to_owned()) }
    }

    #[test]
    fn keywords_depend_on_the_place() {
        let start = expected("");
        assert!(start.keywords.contains(&"MATCH") && start.keywords.contains(&"AS"));
        let clause = expected("MATCH (n) RET");
        assert_eq!(clause.prefix, Span::new(10, 13));
        assert!(clause.keywords.contains(&"RETURN") && clause.keywords.contains(&"WHERE"));
        assert!(!clause.keywords.contains(&"BY"));
        assert_eq!(expected("MATCH (n) RETURN n ORDER ").keywords, ["BY"]);
        assert_eq!(expected("RETURN 1; MATCH (n) RETURN n ORDER b").keywords, ["BY"]);
    }

    #[test]
    fn kinds_of_names_depend_on_the_place() {
        assert_eq!(names("MATCH (n:"), [NameKind::Label]);
        assert_eq!(names("MATCH (n:Pers"), [NameKind::Label]);
        assert_eq!(names("MATCH (n:A|B&!"), [NameKind::Label]);
        assert_eq!(names("MATCH (n)-[:"), [NameKind::Type]);
        assert_eq!(names("MATCH (n)-[r:KNOWS|"), [NameKind::Type]);
        assert_eq!(names("MATCH (n) RETURN n."), [key("n")]);
        assert_eq!(names("MATCH (n) RETURN n.na"), [key("n")]);
        assert_eq!(names("MATCH (n:Person {"), [key("n")]);
        assert_eq!(names("CALL db."), [NameKind::Procedure]);
        assert_eq!(names("CALL "), [NameKind::Procedure]);
        assert_eq!(names("CALL db.labels() YIELD "), [NameKind::Column]);
        assert_eq!(names("RETURN $"), [NameKind::Parameter]);
        assert_eq!(names("MATCH (n) WHERE n:"), [NameKind::Label, NameKind::Type]);
        let values = names("MATCH (n) RETURN ");
        assert!(values.contains(&NameKind::Variable) && values.contains(&NameKind::Function));
    }

    #[test]
    fn nothing_is_expected_in_texts_and_behind_mistakes() {
        for before in ["RETURN 'a", "RETURN 1 // b", "MATCH (n) RETRUN ", "RETURN 12"] {
            let expected = expected(before);
            assert_eq!((expected.keywords.len(), expected.names.len()), (0, 0), "{before}");
        }
    }

    #[test]
    fn words_behind_a_procedure_are_one_prefix() {
        assert_eq!(expected("CALL db.lab").prefix, Span::new(5, 11));
        assert_eq!(expected("RETURN $na").prefix, Span::new(8, 10));
        assert_eq!(expected("MATCH (n:`Two wo").prefix, Span::new(9, 16));
    }
}
