//! pest's failures in words: what was found, what was expected or meant.
//!
//! The place is the beginning of the word that the parser could not pass; what was expected there is
//! asked of [`expect`](super::expect). Names of rules never appear.

use pest::error::{Error as Failure, ErrorVariant, InputLocation};

use super::expect::{Wanted, farthest, wanted};
use super::grammar::Rule;
use super::hint;
use super::scan::nested_too_deeply;
use super::token::{Token, TokenKind, tokens};
use crate::diagnostic::nearest;
use crate::error::{Error, ErrorCode, Span};

/// How many expected things are named at most.
const EXPECTED_LIMIT: usize = 6;

/// The error that a failure of pest means.
pub(super) fn explain(text: &str, failure: &Failure<Rule>) -> Error {
    if let ErrorVariant::CustomError { .. } = failure.variant {
        return nested_too_deeply(Span::new(0, 0));
    }
    if text.len() > EXPLAINED_LENGTH {
        return explain_shortly(text, failure);
    }
    let tokens: Vec<Token> =
        tokens(text).into_iter().filter(|token| token.kind != TokenKind::Comment).collect();
    if tokens.is_empty() {
        return Error::new(ErrorCode::UnexpectedSyntax, "there is no statement")
            .with_help(STATEMENT);
    }
    let place = Place::new(text, &tokens, farthest(text).unwrap_or(0));
    if place.is_behind_the_end() {
        return place
            .error("behind the end of the statement")
            .with_help("one statement is read at a time");
    }
    explain_place(&place)
}

/// Statements longer than this are made by programs; what was expected in them is not searched for, since that
/// takes three times as long as to read them.
const EXPLAINED_LENGTH: usize = 1 << 16;

/// The word at which the first rule failed, and no more.
fn explain_shortly(text: &str, failure: &Failure<Rule>) -> Error {
    let start = match failure.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let rest: String = text.get(start..).unwrap_or_default().chars().take(100).collect();
    let tokens = tokens(&rest);
    let place = Place::new(&rest, &tokens, 0);
    let span = Span::new(start + place.span.start, start + place.span.end);
    place.error("").at(span)
}

/// What a user could begin with.
const STATEMENT: &str = "a statement is for instance `MATCH (n) RETURN n`";

fn explain_place(place: &Place<'_>) -> Error {
    let wanted = wanted(place.text_before());
    if let Some(error) = misread_keyword(place, &wanted) {
        return error;
    }
    let help = hint::special(place)
        .or_else(|| did_you_mean(place, &wanted))
        .or_else(|| hint::of_place(place, &wanted))
        .or_else(|| (place.at == 0).then(|| STATEMENT.to_owned()))
        .or_else(|| expectation(place, &wanted));
    let error = place.error("");
    match help {
        Some(help) => error.with_help(help),
        None => error,
    }
}

/// A misspelt keyword before a pattern is read as the name of a path, and then `=` is missing behind it.
fn misread_keyword(place: &Place<'_>, wanted_here: &Wanted) -> Option<Error> {
    let only_equals = wanted_here.signs == ["="] && wanted_here.kinds.is_empty();
    let before = place.at.checked_sub(1).filter(|_| only_equals)?;
    let earlier = Place { at: before, span: place.tokens.get(before)?.span, ..*place };
    let help = did_you_mean(&earlier, &wanted(earlier.text_before()))?;
    Some(earlier.error("").with_help(help))
}

/// Where a statement went wrong.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    text: &'t str,
    tokens: &'t [Token],
    /// Which of the tokens is wrong; their number at the end.
    at: usize,
    /// Where it stands.
    pub(super) span: Span,
}

impl<'t> Place<'t> {
    fn new(text: &'t str, tokens: &'t [Token], farthest: usize) -> Self {
        let at = tokens.partition_point(|token| token.span.end <= farthest);
        let end = tokens.last().map_or(0, |token| token.span.end);
        let span = tokens.get(at).map_or(Span::new(end, end), |token| token.span);
        Self { text, tokens, at, span }
    }

    /// The token so many places before or behind the wrong one; empty where there is none.
    pub(super) fn word(&self, offset: isize) -> &'t str {
        let token = self.at.checked_add_signed(offset).and_then(|at| self.tokens.get(at));
        token.and_then(|token| self.text.get(token.span.start..token.span.end)).unwrap_or_default()
    }

    /// What kind of token is wrong; `None` at the end.
    pub(super) fn kind(&self) -> Option<TokenKind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    /// Whether the wrong token is a word.
    pub(super) fn is_word(&self) -> bool {
        self.word(0).starts_with(|first: char| first.is_alphabetic() || first == '_')
    }

    fn is_behind_the_end(&self) -> bool {
        self.word(-1) == ";" && !self.word(0).is_empty()
    }

    /// The wrong token as a message shows it.
    fn shown(&self) -> String {
        const LONGEST: usize = 40;
        let word = self.word(0);
        if word.is_empty() {
            return "end of the statement".to_owned();
        }
        if word.chars().count() > LONGEST {
            let short: String = word.chars().take(LONGEST).collect();
            return format!("`{short}…`");
        }
        format!("`{word}`")
    }

    /// The text before it.
    fn text_before(&self) -> &'t str {
        self.text.get(..self.span.start).unwrap_or_default()
    }

    /// `unexpected …`, and where.
    fn error(&self, place: &str) -> Error {
        let message = format!("unexpected {} {place}", self.shown());
        let first = self.word(0).chars().next();
        let strange = first.is_some_and(|first| !first.is_ascii() && !first.is_alphanumeric());
        let code = if strange && self.kind() == Some(TokenKind::Unknown) {
            ErrorCode::InvalidUnicodeCharacter
        } else {
            ErrorCode::UnexpectedSyntax
        };
        Error::new(code, message.trim_end()).at(self.span)
    }
}

/// The keyword that was meant, if a word is wrong.
fn did_you_mean(place: &Place<'_>, wanted: &Wanted) -> Option<String> {
    if !place.is_word() {
        return None;
    }
    let nearest = nearest(place.word(0), wanted.keywords.iter().copied());
    nearest.first().map(|word| format!("did you mean `{word}`?"))
}

/// `expected a value, a label or …`.
fn expectation(place: &Place<'_>, wanted: &Wanted) -> Option<String> {
    let mut things = friendly(place, wanted);
    things.truncate(EXPECTED_LIMIT);
    let last = things.pop()?;
    Some(if things.is_empty() {
        format!("expected {last}")
    } else {
        format!("expected {} or {last}", things.join(", "))
    })
}

/// The kinds that name many tokens at once, with the tokens that need not be named beside them.
const GROUPS: &[(&str, &[&str])] = &[
    ("value", VALUE_STARTS),
    ("operator", OPERATORS),
    ("clause", CLAUSE_STARTS),
    ("update", CLAUSE_STARTS),
    ("pattern", PATTERN_STARTS),
    ("label", &["!", "%", "(", ":"]),
    ("date", &["'", "\"", "$"]),
];
const VALUE_STARTS: &[&str] = &[
    "NOT",
    "CASE",
    "TRUE",
    "FALSE",
    "NULL",
    "ALL",
    "ANY",
    "NONE",
    "SINGLE",
    "EXISTS",
    "COUNT",
    "COLLECT",
    "REDUCE",
    "shortestPath",
    "allShortestPaths",
    "+",
    "-",
    "(",
    "[",
    "{",
    "$",
    "'",
    "\"",
    "`",
    ".",
];
const OPERATORS: &[&str] = &[
    "AND", "OR", "XOR", "IN", "IS", "STARTS", "ENDS", "CONTAINS", "=~", "=", "<", ">", "<=", ">=",
    "+", "-", "*", "/", "%", "^", "||", ".", "[", ":", "::", "{", "(",
];
const CLAUSE_STARTS: &[&str] = &[
    "MATCH", "OPTIONAL", "RETURN", "WITH", "UNWIND", "CREATE", "MERGE", "SET", "REMOVE", "DELETE",
    "DETACH", "NODETACH", "FOREACH", "CALL", "LOAD", "USE", "FINISH",
];
const PATTERN_STARTS: &[&str] = &[
    "(",
    "ALL",
    "ANY",
    "SHORTEST",
    "WALK",
    "TRAIL",
    "ACYCLIC",
    "SIMPLE",
    "shortestPath",
    "allShortestPaths",
];

fn friendly(place: &Place<'_>, wanted: &Wanted) -> Vec<String> {
    let groups: Vec<&[&str]> =
        GROUPS.iter().filter(|(kind, _)| wanted.has_kind(kind)).map(|(_, words)| *words).collect();
    let is_named_by_group = |word: &str| groups.iter().any(|words| words.contains(&word));
    let kinds = wanted.kinds.iter().filter_map(|kind| kind_in_words(kind, place, wanted));
    let signs = wanted.signs.iter().map(String::as_str).filter(|sign| *sign != "`" && *sign != ";");
    let words = wanted.keywords.iter().copied();
    let tokens = signs.chain(words).filter(|word| !is_named_by_group(word));
    kinds.chain(tokens.map(|token| format!("`{token}`"))).collect()
}

/// A kind of name as a message says it; `None` if another kind covers it.
fn kind_in_words(kind: &str, place: &Place<'_>, wanted: &Wanted) -> Option<String> {
    let is_value = wanted.has_kind("value");
    let words = match kind {
        "value" => "a value",
        "operator" => "an operator",
        "clause" => "a clause",
        "update" => "a clause that changes the graph",
        "pattern" => "a pattern",
        "variable" if wanted.has_kind("pattern") && !wanted.has_sign(":") => return None,
        "label" if place.is_in_relationship() => "a type",
        "label" => "a label",
        "key" => "a property key",
        "variable" | "function" if is_value => return None,
        "variable" => "a variable",
        "function" => "a function",
        "parameter" => "a parameter's name",
        "procedure" => "a procedure",
        "column" => "a column",
        "date" => "a date in quotes",
        "type" => "a type such as `INTEGER`",
        "graph" => "the name of a graph",
        _ => "a name",
    };
    Some(words.to_owned())
}

impl Place<'_> {
    /// Whether the innermost open bracket is that of a relationship.
    fn is_in_relationship(&self) -> bool {
        let before = self.tokens.get(..self.at).unwrap_or_default();
        let opening = before.iter().rposition(|token| {
            let text = self.text.get(token.span.start..token.span.end);
            matches!(text, Some("(" | "[" | "{"))
        });
        opening.is_some_and(|at| {
            let offset = |at: usize| {
                isize::try_from(at).unwrap_or(0) - isize::try_from(self.at).unwrap_or(0)
            };
            self.word(offset(at)) == "[" && self.word(offset(at) - 1) == "-"
        })
    }
}
