//! The bound statement: what is left of a statement when its names are gone.
//!
//! All rows of a statement are one array of slots, shared by its operators and its subqueries. Each
//! variable has a slot of its own; a variable that a `WITH` only passes on keeps its slot. Labels,
//! types and keys are numbered within the statement ([`StatementNames`]) and meet the graph's own
//! numbers when the statement starts, so that a bound statement holds for any state of the graph.

use std::sync::Arc;

use crate::error::Span;
use crate::functions::{Aggregate, CustomFunction, Function, Procedure};
use crate::graph::Direction;
use crate::syntax::ast::{
    ArithmeticOperator, ComparisonOperator, Mode, QuantifierKind, Schema, TextOperator,
};
use crate::value::{Kinds, Value};

/// A place in the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(pub u32);

/// A label, by its place in [`StatementNames::labels`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LabelRef(pub u32);

/// A relationship type, by its place in [`StatementNames::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeRef(pub u32);

/// A property key, by its place in [`StatementNames::keys`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyRef(pub u32);

/// A parameter, by its place in [`BoundStatement::parameters`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParameterRef(pub u32);

/// A subquery of an expression, by its place in [`BoundStatement::subqueries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SubqueryRef(pub u32);

/// A statement whose names are bound.
#[derive(Clone, Debug)]
pub struct BoundStatement {
    /// Whether to run it, to show its plan, or both.
    pub mode: Mode,
    /// What it does.
    pub body: BoundBody,
    /// The variable of each slot; `None` for slots that the binder made up.
    pub slots: Vec<Option<Arc<str>>>,
    /// The labels, types and keys that it mentions.
    pub names: StatementNames,
    /// The parameters that it needs.
    pub parameters: Vec<Arc<str>>,
    /// The subqueries of its expressions.
    pub subqueries: Vec<BoundQuery>,
    /// Whether it may change the graph.
    pub writes: bool,
    /// What the user should know although it is no error.
    pub notifications: Vec<Notification>,
}

/// What a bound statement does.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one in a statement")]
pub enum BoundBody {
    /// Reads or changes the graph.
    Query(BoundQuery),
    /// Creates or drops an index or a constraint.
    Schema(Schema),
}

/// The labels, types and keys of a statement.
#[derive(Clone, Debug, Default)]
pub struct StatementNames {
    /// Labels.
    pub labels: Vec<Arc<str>>,
    /// Relationship types.
    pub types: Vec<Arc<str>>,
    /// Property keys.
    pub keys: Vec<Arc<str>>,
}

/// A remark about a statement that runs all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// What is remarkable.
    pub message: String,
    /// What may have been meant.
    pub help: Option<String>,
    /// The place in the text.
    pub span: Span,
}

/// Queries of equal columns, joined by `UNION`.
#[derive(Clone, Debug)]
pub struct BoundQuery {
    /// The queries; one without `UNION`.
    pub branches: Vec<BoundSingleQuery>,
    /// Whether duplicates stay (`UNION ALL`).
    pub all: bool,
    /// The columns of the result; with one branch, they are its own.
    pub columns: Vec<BoundColumn>,
    /// The slots of the surrounding query that it reads.
    pub inputs: Vec<Slot>,
}

/// A column of a result.
#[derive(Clone, Debug)]
pub struct BoundColumn {
    /// Its name.
    pub name: Arc<str>,
    /// Where its values stand.
    pub slot: Slot,
    /// What its values can be.
    pub kinds: Kinds,
}

/// Clauses in order.
#[derive(Clone, Debug)]
pub struct BoundSingleQuery {
    /// The clauses.
    pub clauses: Vec<BoundClause>,
    /// The slots of the result's columns in order; empty for a query that returns nothing.
    pub columns: Vec<Slot>,
}

/// One clause.
#[derive(Clone, Debug)]
pub enum BoundClause {
    /// `MATCH`, `OPTIONAL MATCH` with the conjuncts of its `WHERE`.
    Match {
        /// Whether a row without a match stays, with nulls.
        optional: bool,
        /// What to find, with all conditions.
        graph: QueryGraph,
    },
    /// `UNWIND`.
    Unwind {
        /// The list.
        list: Expression,
        /// Where each element goes.
        slot: Slot,
    },
    /// `WITH` and `RETURN`.
    Project(BoundProjection),
    /// `CREATE`.
    Create(CreatePattern),
    /// `MERGE`.
    Merge(BoundMerge),
    /// `SET`.
    Set(Vec<BoundSetItem>),
    /// `REMOVE`.
    Remove(Vec<BoundRemoveItem>),
    /// `DELETE`.
    Delete {
        /// Whether the relationships of a node go with it.
        detach: bool,
        /// What to delete.
        targets: Vec<Expression>,
    },
    /// `FOREACH`.
    Foreach {
        /// The list.
        list: Expression,
        /// Where each element goes.
        slot: Slot,
        /// The changes for each.
        clauses: Vec<BoundClause>,
    },
    /// `CALL procedure`.
    Call {
        /// Whether a row without results stays, with nulls.
        optional: bool,
        /// The procedure.
        procedure: Arc<Procedure>,
        /// The arguments, as many as the procedure has or fewer.
        arguments: Vec<Expression>,
        /// The columns that are wanted, by their place, and where they go.
        columns: Vec<(usize, Slot)>,
        /// The condition after `YIELD`.
        predicate: Option<Expression>,
        /// The procedure's name in the text.
        span: Span,
    },
    /// `CALL { … }`.
    Subquery {
        /// Whether a row without results stays, with nulls.
        optional: bool,
        /// The query; the variables it imports keep their slots.
        query: Box<BoundQuery>,
        /// `IN TRANSACTIONS OF … ROWS`.
        batches: Option<Expression>,
    },
    /// `LOAD CSV`.
    LoadCsv {
        /// Whether rows are maps.
        headers: bool,
        /// The path or `file:` URL.
        url: Expression,
        /// The delimiter.
        delimiter: Option<Expression>,
        /// Where each row goes.
        slot: Slot,
    },
}

/// What `MATCH` finds: nodes and relationships that hold together, and conditions.
///
/// A node or relationship stands in it once, however often the text mentions it. No relationship may
/// stand for two of the pattern's.
#[derive(Clone, Debug, Default)]
pub struct QueryGraph {
    /// The nodes.
    pub nodes: Vec<PatternNode>,
    /// The relationships, those of variable length included.
    pub relationships: Vec<PatternRelationship>,
    /// Quantified path patterns.
    pub repetitions: Vec<PatternRepetition>,
    /// Shortest paths between two of the nodes.
    pub shortest: Vec<PatternShortest>,
    /// Paths to build once their parts are found.
    pub paths: Vec<PatternPath>,
    /// The conditions, all of which must be true: property maps, `WHERE` split at its `AND`s.
    pub predicates: Vec<Expression>,
}

/// A node of a pattern.
#[derive(Clone, Debug)]
pub struct PatternNode {
    /// Its slot.
    pub slot: Slot,
    /// Whether an earlier clause has bound it.
    pub bound: bool,
    /// The labels that it must have.
    pub labels: Option<NameTest<LabelRef>>,
}

/// A relationship of a pattern, or a chain of them.
#[derive(Clone, Debug)]
pub struct PatternRelationship {
    /// Its slot: a relationship, or the list of them where `length` is given.
    pub slot: Slot,
    /// Whether an earlier clause has bound it.
    pub bound: bool,
    /// The node to the left of it in the text.
    pub from: Slot,
    /// The node to the right of it in the text.
    pub to: Slot,
    /// The way from `from` to `to`.
    pub direction: Direction,
    /// The type that it must have; of each one where `length` is given.
    pub types: Option<NameTest<TypeRef>>,
    /// How many relationships there are in a row; `None` for exactly one, not in a list.
    pub length: Option<LengthRange>,
    /// A condition on each relationship of a chain.
    pub each: Option<EachRelationship>,
    /// What may repeat within the chain.
    pub mode: PathRestriction,
}

/// A condition on each relationship of a chain.
#[derive(Clone, Debug)]
pub struct EachRelationship {
    /// Where the relationship stands while the condition is tested.
    pub slot: Slot,
    /// The conditions, all of which must be true.
    pub predicates: Vec<Expression>,
}

/// What may repeat within a path (GQL, 16.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathRestriction {
    /// Anything.
    Walk,
    /// No relationship.
    #[default]
    Trail,
    /// No node.
    Acyclic,
    /// No node, but the last may be the first.
    Simple,
}

/// Bounds of a number of steps, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthRange {
    /// The least.
    pub min: u64,
    /// The largest, if there is one.
    pub max: Option<u64>,
}

/// A path pattern that repeats between two nodes.
#[derive(Clone, Debug)]
pub struct PatternRepetition {
    /// The node before it.
    pub from: Slot,
    /// The node after it.
    pub to: Slot,
    /// One round.
    pub inner: Box<QueryGraph>,
    /// The first node of a round, bound when the round begins.
    pub inner_from: Slot,
    /// The last node of a round, where the next one begins.
    pub inner_to: Slot,
    /// The variables of a round, and the lists of them outside.
    pub groups: Vec<(Slot, Slot)>,
    /// The relationships of a round in order, for uniqueness: slots of `inner`.
    pub relationships: Vec<Slot>,
    /// How many rounds.
    pub length: LengthRange,
    /// What may repeat within it.
    pub mode: PathRestriction,
}

/// Paths between two nodes, of which only the shortest are kept.
#[derive(Clone, Debug)]
pub struct PatternShortest {
    /// The chain along which paths are sought; its `slot` gets the list of relationships.
    ///
    /// Where the pattern is more than one chain, `general` holds it and this names only its ends.
    pub relationship: PatternRelationship,
    /// The pattern between the ends, if it is not just one chain.
    pub general: Option<Box<QueryGraph>>,
    /// The path of `general`, by which it is measured.
    pub general_path: Option<Slot>,
    /// Which paths are kept, for each pair of ends.
    pub selection: Selection,
    /// Whether conditions on the path are part of the search (`shortestPath`), not applied to what it
    /// found (`SHORTEST`).
    pub searches_conditions: bool,
}

/// Which paths between two nodes are kept.
#[derive(Clone, Debug)]
pub enum Selection {
    /// One of the shortest (`shortestPath`, `ANY SHORTEST`).
    One,
    /// All of the shortest (`allShortestPaths`, `ALL SHORTEST`).
    All,
    /// The first so many by length (`SHORTEST k`).
    First(Expression),
    /// All of the first so many lengths (`SHORTEST k GROUPS`).
    Groups(Expression),
    /// Any so many (`ANY k`).
    Any(Expression),
}

/// A path to build from the entities of a match.
#[derive(Clone, Debug)]
pub struct PatternPath {
    /// Where the path goes.
    pub slot: Slot,
    /// Its first node.
    pub start: Slot,
    /// What follows.
    pub steps: Vec<PathStep>,
    /// Whether each step must not lie before the last in time.
    pub in_time_order: bool,
    /// What may repeat on the whole path.
    pub restriction: PathRestriction,
}

/// A part of a path to build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// One relationship.
    Relationship(Slot),
    /// A list of relationships.
    Relationships(Slot),
    /// Lists of equal length, read in turn: the first of each, the second of each …
    Rounds(Vec<Slot>),
    /// A whole path, walked from where the path so far ends.
    Path(Slot),
}

/// A condition on names: the labels of a node, or the type of a relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameTest<T> {
    /// This one.
    Name(T),
    /// Any at all.
    Wildcard,
    /// Not so.
    Not(Box<NameTest<T>>),
    /// All of them.
    And(Vec<NameTest<T>>),
    /// At least one of them.
    Or(Vec<NameTest<T>>),
}

impl<T: Copy> NameTest<T> {
    /// The names if the test is true exactly for one of them: `A` and `A|B`.
    #[must_use]
    pub fn alternatives(&self) -> Option<Vec<T>> {
        match self {
            Self::Name(name) => Some(vec![*name]),
            Self::Or(tests) => {
                let parts: Option<Vec<_>> = tests.iter().map(Self::alternatives).collect();
                parts.map(|parts| parts.concat())
            }
            Self::Wildcard | Self::Not(_) | Self::And(_) => None,
        }
    }

    /// Whether the test is true for what has the names that `has` knows.
    pub fn holds(&self, has: &impl Fn(T) -> bool, any: bool) -> bool {
        match self {
            Self::Name(name) => has(*name),
            Self::Wildcard => any,
            Self::Not(test) => !test.holds(has, any),
            Self::And(tests) => tests.iter().all(|test| test.holds(has, any)),
            Self::Or(tests) => tests.iter().any(|test| test.holds(has, any)),
        }
    }
}

/// The body of `WITH` and `RETURN`. Done in this order: grouping, items, distinct, order, skip,
/// limit, predicate.
#[derive(Clone, Debug)]
pub struct BoundProjection {
    /// Keys and aggregates, if there is any aggregate.
    pub grouping: Option<Grouping>,
    /// Expressions and where they go; items that only pass a slot on are not among them.
    pub items: Vec<(Expression, Slot)>,
    /// The slots that are in scope afterwards, in the order of the columns.
    pub columns: Vec<Slot>,
    /// Whether equal rows become one.
    pub distinct: bool,
    /// The keys of the order.
    pub order: Vec<SortKey>,
    /// How many rows to leave out.
    pub skip: Option<Expression>,
    /// How many rows to keep.
    pub limit: Option<Expression>,
    /// The condition after `WITH`.
    pub predicate: Option<Expression>,
}

/// Grouping keys and aggregates.
#[derive(Clone, Debug, Default)]
pub struct Grouping {
    /// The keys and where they go.
    pub keys: Vec<(Expression, Slot)>,
    /// The aggregates.
    pub aggregates: Vec<AggregateCall>,
}

/// An aggregate with its arguments.
#[derive(Clone, Debug)]
pub struct AggregateCall {
    /// Which one; `None` is `count(*)`.
    pub aggregate: Option<&'static Aggregate>,
    /// Whether equal arguments count once.
    pub distinct: bool,
    /// The arguments.
    pub arguments: Vec<Expression>,
    /// Where the result goes.
    pub slot: Slot,
    /// The call in the text.
    pub span: Span,
}

/// One key of an order.
#[derive(Clone, Debug)]
pub struct SortKey {
    /// The key.
    pub expression: Expression,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// What `CREATE` and `MERGE` make, in the order in which it is made.
#[derive(Clone, Debug, Default)]
pub struct CreatePattern {
    /// The nodes and relationships that are new.
    pub items: Vec<CreateItem>,
    /// Paths to build afterwards.
    pub paths: Vec<PatternPath>,
}

/// One entity to make.
#[derive(Clone, Debug)]
pub enum CreateItem {
    /// A node.
    Node {
        /// Where it goes.
        slot: Slot,
        /// Its labels.
        labels: Vec<LabelRef>,
        /// Its properties.
        properties: PropertyMap,
        /// The pattern in the text.
        span: Span,
    },
    /// A relationship.
    Relationship {
        /// Where it goes.
        slot: Slot,
        /// Its type.
        kind: TypeRef,
        /// Where it starts.
        start: Slot,
        /// Where it ends.
        end: Slot,
        /// Its properties.
        properties: PropertyMap,
        /// The pattern in the text.
        span: Span,
    },
}

/// Properties to give.
#[derive(Clone, Debug)]
pub enum PropertyMap {
    /// Keys and expressions.
    Entries(Vec<(KeyRef, Expression)>),
    /// An expression that yields a map.
    Map(Expression),
}

/// `MERGE`.
#[derive(Clone, Debug)]
pub struct BoundMerge {
    /// What to find.
    pub graph: QueryGraph,
    /// What to make if it is not found.
    pub create: CreatePattern,
    /// What to set when it was made.
    pub on_create: Vec<BoundSetItem>,
    /// What to set when it was found.
    pub on_match: Vec<BoundSetItem>,
}

/// One item of `SET`.
#[derive(Clone, Debug)]
pub enum BoundSetItem {
    /// A property.
    Property {
        /// The entity.
        target: Expression,
        /// The key.
        key: KeyRef,
        /// The value.
        value: Expression,
    },
    /// A property whose key is computed.
    DynamicProperty {
        /// The entity.
        target: Expression,
        /// The key.
        key: Expression,
        /// The value.
        value: Expression,
    },
    /// All properties.
    Replace {
        /// The entity.
        target: Expression,
        /// A map or an entity.
        value: Expression,
    },
    /// Some properties.
    Merge {
        /// The entity.
        target: Expression,
        /// A map or an entity.
        value: Expression,
    },
    /// Labels.
    Labels {
        /// The node.
        target: Expression,
        /// The labels.
        labels: Vec<LabelRef>,
    },
}

/// One item of `REMOVE`.
#[derive(Clone, Debug)]
pub enum BoundRemoveItem {
    /// A property.
    Property {
        /// The entity.
        target: Expression,
        /// The key.
        key: KeyRef,
    },
    /// A property whose key is computed.
    DynamicProperty {
        /// The entity.
        target: Expression,
        /// The key.
        key: Expression,
    },
    /// Labels.
    Labels {
        /// The node.
        target: Expression,
        /// The labels.
        labels: Vec<LabelRef>,
    },
}

/// An expression and its place in the text.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it computes.
    pub kind: ExpressionKind,
    /// Where it stands.
    pub span: Span,
}

/// What an expression computes.
#[derive(Clone, Debug)]
pub enum ExpressionKind {
    /// A value.
    Constant(Value),
    /// What stands in a slot.
    Slot(Slot),
    /// A parameter's value.
    Parameter(ParameterRef),
    /// A list.
    List(Vec<Expression>),
    /// A map.
    Map(Vec<(Arc<str>, Expression)>),
    /// A property of an entity, an entry of a map, a part of a date.
    Property(Box<Expression>, KeyRef),
    /// An element of a list, an entry of a map, a property.
    Index(Box<Expression>, Box<Expression>),
    /// A part of a list.
    Slice(Box<Expression>, Option<Box<Expression>>, Option<Box<Expression>>),
    /// Three-valued negation.
    Not(Box<Expression>),
    /// `-x`.
    Negate(Box<Expression>),
    /// `+x`: the number itself.
    Plus(Box<Expression>),
    /// Three-valued conjunction.
    And(Vec<Expression>),
    /// Three-valued disjunction.
    Or(Vec<Expression>),
    /// Three-valued exclusive disjunction.
    Xor(Vec<Expression>),
    /// Arithmetic.
    Arithmetic(ArithmeticOperator, Box<Expression>, Box<Expression>),
    /// Comparison of two values.
    Comparison(ComparisonOperator, Box<Expression>, Box<Expression>),
    /// An operator on texts.
    Text(TextOperator, Box<Expression>, Box<Expression>),
    /// Whether a list has an element.
    In(Box<Expression>, Box<Expression>),
    /// Whether it is null.
    IsNull(Box<Expression>),
    /// Whether the value is of one of the kinds; null is, unless it is said to be `NOT NULL`.
    IsTyped(Box<Expression>, Kinds, bool),
    /// Whether a node has labels; the same names as types, for a relationship.
    HasLabels(Box<Expression>, NameTest<LabelRef>, NameTest<TypeRef>),
    /// A call of a built-in function.
    Call(&'static Function, Vec<Expression>),
    /// A call of a program's own function.
    CustomCall(Arc<CustomFunction>, Vec<Expression>),
    /// The first branch whose condition is true, or is equal to the subject.
    Case {
        /// What conditions are compared with.
        subject: Option<Box<Expression>>,
        /// Conditions and results.
        branches: Vec<(Expression, Expression)>,
        /// The result without a branch; null if left out.
        otherwise: Option<Box<Expression>>,
    },
    /// `[x IN list WHERE predicate | result]`.
    ListComprehension {
        /// Where each element goes.
        slot: Slot,
        /// The list.
        list: Box<Expression>,
        /// The condition.
        predicate: Option<Box<Expression>>,
        /// The result, or the element.
        result: Option<Box<Expression>>,
    },
    /// `all(x IN list WHERE predicate)` …
    Quantifier {
        /// Which elements must fulfil the condition.
        kind: QuantifierKind,
        /// Where each element goes.
        slot: Slot,
        /// The list.
        list: Box<Expression>,
        /// The condition.
        predicate: Box<Expression>,
    },
    /// `reduce(…)`.
    Reduce {
        /// Where the result so far stands.
        accumulator: Slot,
        /// What it begins with.
        initial: Box<Expression>,
        /// Where each element goes.
        slot: Slot,
        /// The list.
        list: Box<Expression>,
        /// The next result.
        result: Box<Expression>,
    },
    /// `n {.name, .*, key: value}`.
    MapProjection {
        /// The entity or map.
        subject: Box<Expression>,
        /// What the result has, later items over earlier ones.
        items: Vec<MapItem>,
    },
    /// A subquery over the row.
    Subquery(SubqueryKind, SubqueryRef),
}

/// One item of a map projection.
#[derive(Clone, Debug)]
pub enum MapItem {
    /// All entries of the subject.
    All,
    /// An entry of the subject.
    Property(KeyRef),
    /// An entry that is computed.
    Entry(Arc<str>, Expression),
}

/// What becomes of a subquery's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubqueryKind {
    /// Whether there is one.
    Exists,
    /// How many there are.
    Count,
    /// The list of their one column.
    Collect,
    /// The one column of the first row, or null.
    First,
}
