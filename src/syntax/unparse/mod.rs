//! Syntax tree to text: readable Cypher, which parses to the same tree.
//!
//! One file per part of the language; each function writes one node. Brackets stand where the ranks of
//! operators need them, backticks where a name would be read as something else. A query has a line for each
//! of its clauses, a subquery stands in one line.

mod clause;
mod expression;
mod name;
mod pattern;
mod schema;

use std::fmt::Write as _;

use super::ast::{Body, Expression, Mode, PeriodKind, Query, SingleQuery, Statement};

/// The statement as text.
#[must_use]
pub fn unparse(statement: &Statement) -> String {
    let mut text = Text::default();
    text.statement(statement);
    text.written
}

/// The expression as text.
#[must_use]
pub fn unparse_expression(expression: &Expression) -> String {
    let mut text = Text::default();
    text.expression(expression);
    text.written
}

/// The text that is being written.
#[derive(Default)]
struct Text {
    written: String,
    subqueries: usize,
}

impl Text {
    fn push(&mut self, text: &str) {
        self.written.push_str(text);
    }

    fn number(&mut self, number: u64) {
        write!(self.written, "{number}").expect("a string takes all that is written");
    }

    /// All of them, with `between` between them.
    fn joined<T>(&mut self, items: &[T], between: &str, write: impl Fn(&mut Self, &T)) {
        for (number, item) in items.iter().enumerate() {
            if number > 0 {
                self.push(between);
            }
            write(self, item);
        }
    }

    /// All of them, with commas between them.
    fn list<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T)) {
        self.joined(items, ", ", write);
    }

    /// It, with brackets around it if `needed`.
    fn bracketed(&mut self, needed: Needed, write: impl FnOnce(&mut Self)) {
        if needed == Needed::Yes {
            self.push("(");
        }
        write(self);
        if needed == Needed::Yes {
            self.push(")");
        }
    }

    fn statement(&mut self, statement: &Statement) {
        self.push(match statement.mode {
            Mode::Run => "",
            Mode::Explain => "EXPLAIN ",
            Mode::Profile => "PROFILE ",
        });
        if let Some(period) = &statement.period {
            self.push(match period.kind {
                PeriodKind::AsOf => "AS OF ",
                PeriodKind::During => "DURING ",
            });
            self.expression(&period.date);
            self.push(if period.strictly { " STRICTLY\n" } else { "\n" });
        }
        match &statement.body {
            Body::Query(query) => self.query(query),
            Body::Schema(schema) => self.schema(schema),
            Body::Show(show) => self.show(show),
        }
    }

    fn query(&mut self, query: &Query) {
        self.single_query(&query.first);
        for union in &query.unions {
            self.end_of_clause();
            self.push(if union.all { "UNION ALL" } else { "UNION" });
            self.end_of_clause();
            self.single_query(&union.query);
        }
    }

    fn single_query(&mut self, query: &SingleQuery) {
        let between = self.between_clauses();
        self.joined(&query.clauses, between, Self::clause);
    }

    /// A query in curly brackets.
    fn subquery(&mut self, query: &Query) {
        self.subqueries += 1;
        self.push("{ ");
        self.query(query);
        self.push(" }");
        self.subqueries -= 1;
    }

    fn between_clauses(&self) -> &'static str {
        if self.subqueries == 0 { "\n" } else { " " }
    }

    fn end_of_clause(&mut self) {
        self.push(self.between_clauses());
    }
}

/// Whether something is needed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needed {
    Yes,
    No,
}

impl From<bool> for Needed {
    fn from(needed: bool) -> Self {
        if needed { Self::Yes } else { Self::No }
    }
}
