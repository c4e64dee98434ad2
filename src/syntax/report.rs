//! pest's failures in words.

use pest::error::{Error as Failure, InputLocation};

use super::grammar::Rule;
use crate::error::{Error, ErrorCode, Span};

/// The error that a failure of pest means.
pub(super) fn explain(text: &str, failure: &Failure<Rule>) -> Error {
    let start = match failure.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let rest = text.get(start..).unwrap_or_default();
    let found: String = rest.chars().take_while(|character| !character.is_whitespace()).collect();
    let strange = found.chars().next().is_some_and(|c| !c.is_ascii() && !c.is_alphanumeric());
    let code =
        if strange { ErrorCode::InvalidUnicodeCharacter } else { ErrorCode::UnexpectedSyntax };
    Error::new(code, format!("unexpected `{found}`")).at(Span::new(start, start + found.len()))
}
