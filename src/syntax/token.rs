//! Words, numbers, brackets …: what colours and completion see in a text, however incomplete it is.
//!
//! The pieces come from the grammar's rule `token`, one at a time, and can't fail. What a word is depends on
//! its neighbours only: a name after `:` is a label, one before `(` a function.

use pest::Parser;

use super::grammar::{CypherGrammar, Rule};
use super::keyword::{is_among, is_reserved, keyword};
use crate::error::Span;

/// A piece of a text. Between pieces are blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A word of the language.
    Keyword,
    /// The name of a function, before its bracket.
    Function,
    /// The name of a procedure, after `CALL`.
    Procedure,
    /// A label.
    Label,
    /// The type of a relationship.
    Type,
    /// The key of a property or of a map.
    PropertyKey,
    /// A variable, or any other name.
    Variable,
    /// `$name`.
    Parameter,
    /// A text in quotes.
    String,
    /// A text, or a name in backticks, that is never closed.
    UnclosedString,
    /// A number.
    Number,
    /// An operator.
    Operator,
    /// `,`, `.`, `:`, `;`.
    Punctuation,
    /// A bracket that has its other half.
    Bracket,
    /// A bracket without its other half.
    UnclosedBracket,
    /// A comment.
    Comment,
    /// What can't be there: a word that is neither a keyword nor a name, a strange character.
    Unknown,
}

/// The pieces of a text, in order. Never fails.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut classifier =
        Classifier { text, raw: raw_tokens(text), tokens: Vec::new(), open: Vec::new() };
    for at in 0..classifier.raw.len() {
        let token = classifier.token(at);
        classifier.tokens.push(token);
    }
    for open in classifier.open {
        classifier.tokens[open.at].kind = TokenKind::UnclosedBracket;
    }
    classifier.tokens
}

/// A piece as the grammar sees it.
#[derive(Clone, Copy)]
struct Raw {
    rule: Rule,
    span: Span,
}

fn raw_tokens(text: &str) -> Vec<Raw> {
    let mut raw = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let blanks = rest.len() - rest.trim_start().len();
        if blanks > 0 {
            at += blanks;
            continue;
        }
        let pair = CypherGrammar::parse(Rule::token, rest).ok().and_then(|mut pairs| pairs.next());
        let (rule, length) = match pair {
            Some(pair) => (pair.as_rule(), pair.as_str().len()),
            None => (Rule::unknown_token, rest.len()),
        };
        raw.push(Raw { rule, span: Span::new(at, at + length) });
        at += length;
    }
    raw
}

/// A bracket that is open.
struct Open {
    at: usize,
    bracket: char,
}

/// Says of each piece what it is; those before it are known.
struct Classifier<'t> {
    text: &'t str,
    raw: Vec<Raw>,
    tokens: Vec<Token>,
    open: Vec<Open>,
}

/// After these words stands a value.
const BEFORE_A_VALUE: &[&str] = &[
    "RETURN", "WITH", "WHERE", "AND", "OR", "XOR", "NOT", "IN", "BY", "SKIP", "LIMIT", "OFFSET",
    "UNWIND", "DELETE", "SET", "REMOVE", "WHEN", "THEN", "ELSE", "CASE", "AS", "DISTINCT",
    "CONTAINS", "FROM", "YIELD",
];

/// These words say which paths are kept, if a bracket, a number or another of them follows.
const PATH_WORDS: &[&str] = &[
    "ACYCLIC", "ALL", "ANY", "GROUP", "GROUPS", "PATH", "PATHS", "SHORTEST", "SIMPLE", "TRAIL",
    "WALK",
];

/// These words are functions before a bracket.
const FUNCTION_WORDS: &[&str] = &[
    "ALL",
    "ANY",
    "NONE",
    "SINGLE",
    "EXISTS",
    "COUNT",
    "COLLECT",
    "REDUCE",
    "RANGE",
    "TIME",
    "SHORTESTPATH",
    "ALLSHORTESTPATHS",
    "TYPE",
    "KEY",
    "NODE",
    "TEXT",
];

impl<'t> Classifier<'t> {
    fn token(&mut self, at: usize) -> Token {
        let Raw { rule, span } = self.raw[at];
        Token { kind: self.kind(at, rule), span }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "rules are pest's enum; the grammar's rule `token` says which come here"
    )]
    fn kind(&mut self, at: usize, rule: Rule) -> TokenKind {
        match rule {
            Rule::comment_token => TokenKind::Comment,
            Rule::string_token => TokenKind::String,
            Rule::unclosed_string_token | Rule::unclosed_escaped_token => TokenKind::UnclosedString,
            Rule::number_token => TokenKind::Number,
            Rule::parameter_token => TokenKind::Parameter,
            Rule::operator_token => TokenKind::Operator,
            Rule::punctuation_token => TokenKind::Punctuation,
            Rule::open_token => self.opening(at),
            Rule::close_token => self.closing(at),
            Rule::word_token | Rule::escaped_token => self.name(at),
            _ => TokenKind::Unknown,
        }
    }

    fn opening(&mut self, at: usize) -> TokenKind {
        let bracket = self.text_of(at).chars().next().unwrap_or('(');
        self.open.push(Open { at, bracket });
        TokenKind::Bracket
    }

    fn closing(&mut self, at: usize) -> TokenKind {
        let opening = match self.text_of(at) {
            ")" => '(',
            "]" => '[',
            _ => '{',
        };
        if self.open.last().is_none_or(|open| open.bracket != opening) {
            return TokenKind::UnclosedBracket;
        }
        self.open.pop();
        TokenKind::Bracket
    }

    /// What a word or a name in backticks is.
    fn name(&self, at: usize) -> TokenKind {
        let before = self.before(at);
        let kind = before.and_then(|before| self.kind_after(before));
        kind.or_else(|| self.kind_before(at)).unwrap_or_else(|| self.plain_word(at, before))
    }

    /// What the piece before says that a name is.
    fn kind_after(&self, before: usize) -> Option<TokenKind> {
        match self.text_of(before) {
            "." => Some(self.kind_after_dot(before)),
            "::" => Some(TokenKind::Keyword),
            ":" if self.is_after_map_key(before) => None,
            ":" => Some(self.label_or_type()),
            "|" | "&" | "!" => self.kind_in_label_expression(before),
            word if word.eq_ignore_ascii_case("CALL") => Some(TokenKind::Procedure),
            _ => None,
        }
    }

    fn kind_after_dot(&self, dot: usize) -> TokenKind {
        let subject = self.before(dot).map(|at| self.tokens[at].kind);
        match subject {
            Some(TokenKind::Procedure) => TokenKind::Procedure,
            _ if self.next_text(dot + 1) == "(" => TokenKind::Function,
            _ => TokenKind::PropertyKey,
        }
    }

    fn is_after_map_key(&self, colon: usize) -> bool {
        self.before(colon).is_some_and(|at| self.tokens[at].kind == TokenKind::PropertyKey)
            && self.open.last().is_some_and(|open| open.bracket == '{')
    }

    fn label_or_type(&self) -> TokenKind {
        match self.open.last() {
            Some(open) if open.bracket == '[' && self.is_relationship(open.at) => TokenKind::Type,
            Some(_) | None => TokenKind::Label,
        }
    }

    /// Whether a square bracket stands behind a dash.
    fn is_relationship(&self, bracket: usize) -> bool {
        self.before(bracket).is_some_and(|at| self.text_of(at) == "-")
    }

    /// `A|B`, `A&!B`: as the name before the operator, or as after the colon.
    fn kind_in_label_expression(&self, operator: usize) -> Option<TokenKind> {
        let mut before = self.before(operator)?;
        while matches!(self.text_of(before), "!" | "(" | "|" | "&" | ":" | "%") {
            if self.text_of(before) == ":" {
                return Some(self.label_or_type());
            }
            before = self.before(before)?;
        }
        let in_list = self
            .open
            .last()
            .is_some_and(|open| open.bracket == '[' && !self.is_relationship(open.at));
        let kind = self.tokens[before].kind;
        (matches!(kind, TokenKind::Label | TokenKind::Type) && !in_list).then_some(kind)
    }

    /// What the piece behind says that a name is: a key before `:` in a map, a function before `(`.
    fn kind_before(&self, at: usize) -> Option<TokenKind> {
        let in_map = self.open.last().is_some_and(|open| open.bracket == '{');
        match self.next_text(at) {
            ":" if in_map && matches!(self.text_before(at), "{" | ",") => {
                Some(TokenKind::PropertyKey)
            }
            "(" if self.is_function(at) => Some(TokenKind::Function),
            _ => None,
        }
    }

    fn is_function(&self, at: usize) -> bool {
        let word = self.text_of(at);
        let starts_a_path = matches!(self.text_before(at).to_ascii_uppercase().as_str(), "MATCH");
        match keyword(word) {
            Some(_) => is_among(word, FUNCTION_WORDS) && !starts_a_path,
            None => self.is_place_of_value(at),
        }
    }

    /// A keyword, a name, or nothing that could stand here.
    fn plain_word(&self, at: usize, before: Option<usize>) -> TokenKind {
        let word = self.text_of(at);
        let value = self.is_place_of_value(at);
        match keyword(word) {
            Some(_) if is_reserved(word) || !value || self.is_word_in_place(at) => {
                TokenKind::Keyword
            }
            _ if value || before.is_some_and(|at| self.tokens[at].kind == TokenKind::Keyword) => {
                TokenKind::Variable
            }
            _ => TokenKind::Unknown,
        }
    }

    /// Whether a value or a name may stand at `at`.
    fn is_place_of_value(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else {
            return false;
        };
        match self.tokens[before].kind {
            TokenKind::Operator | TokenKind::Punctuation => self.text_of(before) != ";",
            TokenKind::Bracket => matches!(self.text_of(before), "(" | "[" | "{"),
            TokenKind::Keyword => is_among(self.text_of(before), BEFORE_A_VALUE),
            TokenKind::Function
            | TokenKind::Procedure
            | TokenKind::Label
            | TokenKind::Type
            | TokenKind::PropertyKey
            | TokenKind::Variable
            | TokenKind::Parameter
            | TokenKind::String
            | TokenKind::UnclosedString
            | TokenKind::Number
            | TokenKind::UnclosedBracket
            | TokenKind::Comment
            | TokenKind::Unknown => false,
        }
    }

    /// Whether a word that could be a name is a keyword by what follows.
    fn is_word_in_place(&self, at: usize) -> bool {
        let (word, next) = (self.text_of(at), self.next_text(at));
        let starts_subquery = next == "{" && is_among(word, &["EXISTS", "COUNT", "COLLECT"]);
        let starts_period = is_among(word, &["OF"]) && self.next_is_text(at);
        let selects_paths = is_among(word, PATH_WORDS)
            && (next == "("
                || is_among(next, PATH_WORDS)
                || next.starts_with(|c: char| c.is_ascii_digit()));
        let starts_update = self.open.last().is_some_and(|open| open.bracket == '{')
            && is_among(word, &["USE", "LOAD", "FINISH"]);
        starts_subquery || starts_period || selects_paths || starts_update
    }

    fn next_is_text(&self, at: usize) -> bool {
        self.next_text(at).starts_with(['\'', '"', '$'])
    }

    fn text_of(&self, at: usize) -> &'t str {
        let span = self.raw[at].span;
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The piece before, comments left out.
    fn before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|at| self.raw[*at].rule != Rule::comment_token)
    }

    fn text_before(&self, at: usize) -> &'t str {
        self.before(at).map(|at| self.text_of(at)).unwrap_or_default()
    }

    /// The text of the piece behind, comments left out.
    fn next_text(&self, at: usize) -> &'t str {
        let next = (at + 1..self.raw.len()).find(|at| self.raw[*at].rule != Rule::comment_token);
        next.map(|at| self.text_of(at)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kind of each piece as one letter.
    fn letters(text: &str) -> String {
        let letter = |kind| match kind {
            TokenKind::Keyword => 'k',
            TokenKind::Function => 'f',
            TokenKind::Procedure => 'p',
            TokenKind::Label => 'L',
            TokenKind::Type => 'T',
            TokenKind::PropertyKey => 'y',
            TokenKind::Variable => 'v',
            TokenKind::Parameter => '$',
            TokenKind::String => 's',
            TokenKind::UnclosedString => 'S',
            TokenKind::Number => '1',
            TokenKind::Operator => '+',
            TokenKind::Punctuation => ',',
            TokenKind::Bracket => '(',
            TokenKind::UnclosedBracket => '!',
            TokenKind::Comment => '/',
            TokenKind::Unknown => '?',
        };
        tokens(text).into_iter().map(|token| letter(token.kind)).collect()
    }

    #[test]
    fn words_are_told_by_their_neighbours() {
        assert_eq!(letters("MATCH (n:Person {name: 'A'})"), "k(v,L(y,s((");
        assert_eq!(letters("-[r:KNOWS|LIKES*1..2]->"), "+(v,T+T+1+1(++");
        assert_eq!(letters("RETURN n.name, count(*) AS end"), "kv,y,f(+(kv");
        assert_eq!(letters("CALL db.labels() YIELD label"), "kp,p((kv");
        assert_eq!(letters("WHERE n:A&!B AND $x IN [1]"), "kv,L++Lk$k(1(");
        assert_eq!(letters("ORDER BY order"), "kkv");
        assert_eq!(letters("MATCH p = ANY SHORTEST (a)"), "kv+kk(v(");
        assert_eq!(letters("AS OF '1918' STRICTLY MATCH"), "kkskk");
        assert_eq!(letters("RETURN [x IN xs WHERE x:A | x]"), "k(vkvkv,L+v(");
        assert_eq!(letters("WHERE EXISTS { MATCH (n) }"), "kk(k(v((");
    }

    #[test]
    fn what_is_wrong_is_told_too() {
        assert_eq!(letters("MATCH (n) RETRUN n"), "k(v(??");
        assert_eq!(letters("RETURN [(1]"), "k!!1!");
        assert_eq!(letters("RETURN 'a"), "kS");
        assert_eq!(letters("RETURN `a"), "kS");
        assert_eq!(letters("RETURN § /* a"), "k?/");
    }

    #[test]
    fn pieces_and_blanks_are_the_whole_text() {
        for text in [
            "",
            " ",
            "a\u{3000}b",
            "日本 == '",
            "{[(\"\\",
            "/**/`x`.`y`",
            "\u{0}\u{1}",
            "1e5.x ..3",
        ] {
            let mut end = 0;
            for token in tokens(text) {
                assert!(text[end..token.span.start].chars().all(char::is_whitespace), "{text:?}");
                assert!(token.span.start < token.span.end, "{text:?}");
                end = token.span.end;
            }
            assert!(text[end..].trim().is_empty(), "{text:?}");
        }
    }
}
