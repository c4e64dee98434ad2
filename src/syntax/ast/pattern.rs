//! Patterns: what `MATCH` finds and what `CREATE` and `MERGE` make.

use super::{Expression, Name};
use crate::error::Span;

/// Path patterns that hold together.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The path patterns in order.
    pub paths: Vec<PathPattern>,
    /// All of them.
    pub span: Span,
}

/// One path pattern.
#[derive(Clone, Debug)]
pub struct PathPattern {
    /// The name of the path.
    pub variable: Option<Name>,
    /// `shortestPath(…)` or `allShortestPaths(…)` around it.
    pub function: Option<ShortestFunction>,
    /// `ANY SHORTEST`, `SHORTEST 3` … before it.
    pub selector: Option<Selector>,
    /// What may repeat on it.
    pub mode: PathMode,
    /// Whether each step must not lie before the last (`IN TIME ORDER`).
    pub in_time_order: bool,
    /// Its parts in order: nodes and relationships in turn; a quantified path stands between nodes.
    pub elements: Vec<PathElement>,
    /// The whole pattern.
    pub span: Span,
}

/// The openCypher functions around a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortestFunction {
    /// `shortestPath`.
    One,
    /// `allShortestPaths`.
    All,
}

/// Which of the matching paths between two nodes are kept (GQL, 16.6).
#[derive(Clone, Debug, PartialEq)]
pub enum Selector {
    /// `ALL`: every one.
    All,
    /// `ANY k`: any `k` of them.
    Any(Expression),
    /// `SHORTEST k`, `ANY SHORTEST`: the first `k` by length.
    Shortest(Expression),
    /// `ALL SHORTEST`: all of the least length.
    AllShortest,
    /// `SHORTEST k GROUPS`: all of the `k` least lengths.
    ShortestGroups(Expression),
}

/// What may repeat on a path (GQL, 16.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathMode {
    /// Anything may.
    Walk,
    /// No relationship may; the rule of Cypher, for a whole `MATCH`.
    #[default]
    Trail,
    /// No node may.
    Acyclic,
    /// No node may, but the last may be the first.
    Simple,
}

/// A part of a path pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum PathElement {
    /// `(a:Label {…} WHERE …)`.
    Node(NodePattern),
    /// `-[r:TYPE*1..3 {…}]->`.
    Relationship(RelationshipPattern),
    /// `((a)-[r]->(b) WHERE …){1,3}`.
    Quantified(QuantifiedPath),
}

/// A node of a pattern.
#[derive(Clone, Debug)]
pub struct NodePattern {
    /// Its name.
    pub variable: Option<Name>,
    /// The labels it must have.
    pub labels: Option<LabelExpression>,
    /// The properties it must have: a map or a parameter.
    pub properties: Option<Expression>,
    /// `WHERE` inside of the brackets.
    pub predicate: Option<Expression>,
    /// The whole pattern.
    pub span: Span,
}

/// A relationship of a pattern.
#[derive(Clone, Debug)]
pub struct RelationshipPattern {
    /// Its name.
    pub variable: Option<Name>,
    /// The types it may have.
    pub types: Option<LabelExpression>,
    /// The properties it must have: a map or a parameter.
    pub properties: Option<Expression>,
    /// `WHERE` inside of the brackets.
    pub predicate: Option<Expression>,
    /// The way it points.
    pub direction: Direction,
    /// `*`, `*2`, `*1..3` inside of the brackets: the variable is a list.
    pub length: Option<Length>,
    /// `+`, `*`, `{1,3}` behind the arrow: the variable is a list too.
    pub repetition: Option<Repetition>,
    /// The whole pattern.
    pub span: Span,
}

/// The way a relationship points, as the text reads from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// `-->`.
    Outgoing,
    /// `<--`.
    Incoming,
    /// `--` and `<-->`: either way.
    Both,
}

/// `*min..max`; without `min` it is 1, without `max` there is none.
#[derive(Clone, Debug)]
pub struct Length {
    /// The least number of relationships.
    pub min: Option<u64>,
    /// The largest number of relationships.
    pub max: Option<u64>,
    /// The star and its bounds.
    pub span: Span,
}

/// `{min,max}`, `+` (1 and more), `*` (0 and more).
#[derive(Clone, Debug)]
pub struct Repetition {
    /// The least number of rounds.
    pub min: u64,
    /// The largest number of rounds.
    pub max: Option<u64>,
    /// The quantifier.
    pub span: Span,
}

/// A path pattern that repeats; its variables are lists outside of it.
#[derive(Clone, Debug)]
pub struct QuantifiedPath {
    /// What repeats; it begins and ends with a node.
    pub path: PathPattern,
    /// `WHERE` inside of the brackets.
    pub predicate: Option<Expression>,
    /// How often; a mere pair of brackets is once.
    pub repetition: Option<Repetition>,
    /// The whole pattern.
    pub span: Span,
}

/// A condition on labels, or on the type of a relationship.
#[derive(Clone, Debug)]
pub enum LabelExpression {
    /// `Label`.
    Name(Name),
    /// `%`: any.
    Wildcard(Span),
    /// `!a`.
    Not(Box<LabelExpression>),
    /// `a&b` and `:a:b`.
    And(Vec<LabelExpression>),
    /// `a|b`.
    Or(Vec<LabelExpression>),
}

equality! {
    Pattern { paths } apart from span;
    PathPattern { variable, function, selector, mode, in_time_order, elements } apart from span;
    NodePattern { variable, labels, properties, predicate } apart from span;
    RelationshipPattern { variable, types, properties, predicate, direction, length, repetition } apart from span;
    Length { min, max } apart from span;
    Repetition { min, max } apart from span;
    QuantifiedPath { path, predicate, repetition } apart from span;
}

impl Eq for Length {}
impl Eq for Repetition {}

impl PartialEq for LabelExpression {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Name(one), Self::Name(two)) => one == two,
            (Self::Not(one), Self::Not(two)) => one == two,
            (Self::And(one), Self::And(two)) | (Self::Or(one), Self::Or(two)) => one == two,
            (one, two) => matches!((one, two), (Self::Wildcard(_), Self::Wildcard(_))),
        }
    }
}
