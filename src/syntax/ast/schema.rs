//! Indexes, constraints, and the lists that `SHOW` gives.

use super::{Name, Projection};
use crate::error::Span;
use crate::syntax::ast::Expression;

/// A change of the schema.
#[derive(Clone, Debug)]
pub enum Schema {
    /// `CREATE INDEX name IF NOT EXISTS FOR (n:Label) ON (n.key, …)`.
    CreateIndex {
        /// The index's name.
        name: Option<Name>,
        /// Whether an index that is there already is no error.
        if_not_exists: bool,
        /// What is indexed.
        entity: EntityPattern,
        /// The keys.
        keys: Vec<Name>,
        /// The whole statement.
        span: Span,
    },
    /// `CREATE CONSTRAINT name IF NOT EXISTS FOR (n:Label) REQUIRE n.key IS UNIQUE`.
    CreateConstraint {
        /// The constraint's name.
        name: Option<Name>,
        /// Whether a constraint that is there already is no error.
        if_not_exists: bool,
        /// What is constrained.
        entity: EntityPattern,
        /// The keys.
        keys: Vec<Name>,
        /// What is required of them.
        kind: ConstraintKind,
        /// The whole statement.
        span: Span,
    },
    /// `DROP INDEX name IF EXISTS`.
    DropIndex {
        /// The index's name.
        name: Name,
        /// Whether an index that is not there is no error.
        if_exists: bool,
    },
    /// `DROP CONSTRAINT name IF EXISTS`.
    DropConstraint {
        /// The constraint's name.
        name: Name,
        /// Whether a constraint that is not there is no error.
        if_exists: bool,
    },
}

/// The entities that an index or constraint speaks of.
#[derive(Clone, Debug, PartialEq)]
pub enum EntityPattern {
    /// `(n:Label)`.
    Node(Name),
    /// `()-[r:TYPE]-()`.
    Relationship(Name),
}

/// What a constraint requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConstraintKind {
    /// No two entities have the same values.
    Unique,
    /// Every entity has the property.
    Existence,
    /// Both.
    Key,
}

/// `SHOW …`.
#[derive(Clone, Debug)]
pub struct Show {
    /// What is listed.
    pub kind: ShowKind,
    /// `YIELD …`, or nothing for every column.
    pub yields: Option<Projection>,
    /// `WHERE`.
    pub predicate: Option<Expression>,
    /// The whole statement.
    pub span: Span,
}

/// What `SHOW` lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShowKind {
    /// Indexes.
    Indexes,
    /// Constraints.
    Constraints,
    /// Functions.
    Functions,
    /// Procedures.
    Procedures,
}

equality! {
    Show { kind, yields, predicate } apart from span;
}

impl PartialEq for Schema {
    #[expect(clippy::many_single_char_names, reason = "the other's fields, beside their twins")]
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::CreateIndex { name, if_not_exists, entity, keys, span: _ },
                Self::CreateIndex { name: n, if_not_exists: i, entity: e, keys: k, span: _ },
            ) => (name, if_not_exists, entity, keys) == (n, i, e, k),
            (
                Self::CreateConstraint { name, if_not_exists, entity, keys, kind, span: _ },
                Self::CreateConstraint {
                    name: n,
                    if_not_exists: i,
                    entity: e,
                    keys: k,
                    kind: c,
                    span: _,
                },
            ) => (name, if_not_exists, entity, keys, kind) == (n, i, e, k, c),
            (Self::DropIndex { name, if_exists }, Self::DropIndex { name: n, if_exists: i })
            | (
                Self::DropConstraint { name, if_exists },
                Self::DropConstraint { name: n, if_exists: i },
            ) => (name, if_exists) == (n, i),
            _ => false,
        }
    }
}
