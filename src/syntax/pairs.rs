//! The one place that touches pest's pairs: a node of the parse tree, and its children one by one.
//!
//! A builder takes the children in the order of the grammar: [`Children::expect`] where the rule says
//! that there is one, [`Children::optional`] and [`Children::many`] where there may be.

use pest::RuleType;
use pest::iterators::{Pair, Pairs};

use crate::error::{Error, ErrorCode, Result, Span};

/// A piece of text that a rule has matched.
#[derive(Clone)]
pub(super) struct Node<'t, R: RuleType>(Pair<'t, R>);

impl<'t, R: RuleType> Node<'t, R> {
    /// The only node of a parse.
    pub(super) fn root(pairs: Pairs<'t, R>) -> Result<Self> {
        Children(pairs).next().ok_or_else(nothing)
    }

    /// The rule that matched.
    pub(super) fn rule(&self) -> R {
        self.0.as_rule()
    }

    /// What it matched, without the blanks that pest leaves at the end.
    pub(super) fn text(&self) -> &'t str {
        self.0.as_str().trim_end()
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Span {
        let start = self.0.as_span().start();
        Span::new(start, start + self.text().len())
    }

    /// The text between two places of the whole input.
    pub(super) fn source(&self, span: Span) -> &'t str {
        self.0.get_input().get(span.start..span.end).unwrap_or_default()
    }

    /// The nodes inside.
    pub(super) fn children(self) -> Children<'t, R> {
        Children(self.0.into_inner())
    }

    /// The only child, or the first one.
    pub(super) fn child(self) -> Result<Self> {
        self.children().next().ok_or_else(nothing)
    }

    /// The error for a node that has no place where it stands.
    pub(super) fn unexpected(&self) -> Error {
        let message = format!("unexpected `{}`", self.text());
        Error::new(ErrorCode::UnexpectedSyntax, message).at(self.span())
    }
}

/// The nodes inside of a node, in order.
#[derive(Clone)]
pub(super) struct Children<'t, R: RuleType>(Pairs<'t, R>);

impl<'t, R: RuleType> Children<'t, R> {
    /// The next node, which must be of this rule.
    pub(super) fn expect(&mut self, rule: R) -> Result<Node<'t, R>> {
        let node = self.one()?;
        if node.rule() == rule { Ok(node) } else { Err(node.unexpected()) }
    }

    /// The next node, of whatever rule.
    pub(super) fn one(&mut self) -> Result<Node<'t, R>> {
        self.next().ok_or_else(nothing)
    }

    /// The next node if it is of this rule.
    pub(super) fn optional(&mut self, rule: R) -> Option<Node<'t, R>> {
        (self.peek()? == rule).then(|| self.next()).flatten()
    }

    /// Whether the next node is of this rule; if so, it is taken.
    pub(super) fn has(&mut self, rule: R) -> bool {
        self.optional(rule).is_some()
    }

    /// The next nodes as long as they are of this rule.
    pub(super) fn many(&mut self, rule: R) -> Vec<Node<'t, R>> {
        std::iter::from_fn(|| self.optional(rule)).collect()
    }

    /// Where the next node stands.
    pub(super) fn peek_span(&self) -> Span {
        self.0.peek().map_or(Span::default(), |pair| Node(pair).span())
    }

    /// The rule of the next node.
    pub(super) fn peek(&self) -> Option<R> {
        self.0.peek().map(|pair| pair.as_rule())
    }
}

impl<'t, R: RuleType> Iterator for Children<'t, R> {
    type Item = Node<'t, R>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(Node)
    }
}

/// The error for a node that the grammar should have given; only a fault of ours can cause it.
fn nothing() -> Error {
    Error::new(ErrorCode::UnexpectedSyntax, "unexpected end of a part of the statement")
}
