//! Parse tree to syntax tree.
//!
//! One file per part of the grammar; each function takes the node of one rule and returns the node of
//! the syntax tree that it means. What the grammar lets through so that the error can be told well
//! (a number with letters in it, `*-2`, a pattern as a value) is refused here.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "rules are pest's enum; which of them can stand at a place is said by the grammar"
)]

mod clause;
mod expression;
mod literal;
mod operator;
mod pattern;
mod schema;
mod statement;
mod update;

use super::ast::{Name, Statement};
use super::grammar::{NESTING_LIMIT, Rule};
use super::pairs;
use super::scan::nested_too_deeply;
use crate::error::{Error, ErrorCode, Result, Span};

/// A node of the parse tree of Cypher.
type Node<'t> = pairs::Node<'t, Rule>;

/// The nodes inside of one.
type Children<'t> = pairs::Children<'t, Rule>;

/// Builds the statement of a whole parse tree.
///
/// # Errors
///
/// What the text alone shows to be wrong, though it fits the grammar.
pub(super) fn statement(node: Node<'_>) -> Result<Statement> {
    Builder { depth: 0 }.statement(node)
}

/// Builds nodes of the syntax tree, and keeps the depth of what it is in: everything that later walks the
/// tree, its destructor included, may recurse because of this limit.
struct Builder {
    depth: usize,
}

impl Builder {
    /// Does `build` some levels deeper.
    fn deeper<T>(
        &mut self,
        levels: usize,
        span: Span,
        build: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        self.descend(levels, span)?;
        let result = build(self);
        self.ascend(levels);
        result
    }

    fn descend(&mut self, levels: usize, span: Span) -> Result<()> {
        if self.depth + levels > NESTING_LIMIT {
            return Err(nested_too_deeply(span));
        }
        self.depth += levels;
        Ok(())
    }

    fn ascend(&mut self, levels: usize) {
        self.depth -= levels;
    }
}

/// The name that a node is, freed of its backticks.
fn name(node: &Node<'_>) -> Result<Name> {
    let (text, span) = (node.text(), node.span());
    if !text.contains('`') {
        return Ok(Name { text: text.into(), span });
    }
    let unquoted = unquote(text);
    if unquoted.is_empty() {
        return Err(syntax("a name in backticks is empty", span));
    }
    Ok(Name { text: unquoted.into(), span })
}

/// The text of a name, dotted or not, without the backticks around its parts.
fn unquote(text: &str) -> String {
    let mut unquoted = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut inside = false;
    while let Some(character) = characters.next() {
        if character != '`' {
            unquoted.push(character);
        } else if inside && characters.next_if_eq(&'`').is_some() {
            unquoted.push('`');
        } else {
            inside = !inside;
        }
    }
    unquoted
}

/// An `UnexpectedSyntax` at `span`.
fn syntax(message: impl Into<String>, span: Span) -> Error {
    Error::new(ErrorCode::UnexpectedSyntax, message).at(span)
}
