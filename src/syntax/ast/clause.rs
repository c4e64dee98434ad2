//! Queries and their clauses.

use super::{Expression, Name, PathPattern, Pattern};
use crate::error::Span;

/// Single queries, joined by `UNION`.
#[derive(Clone, Debug)]
pub struct Query {
    /// The first query.
    pub first: SingleQuery,
    /// The further ones.
    pub unions: Vec<Union>,
    /// The whole query.
    pub span: Span,
}

/// `UNION [ALL]` and the query after it.
#[derive(Clone, Debug)]
pub struct Union {
    /// Whether duplicates stay.
    pub all: bool,
    /// The query.
    pub query: SingleQuery,
    /// The word `UNION` with its `ALL`.
    pub span: Span,
}

/// Clauses, each reading the rows of the one before.
#[derive(Clone, Debug)]
pub struct SingleQuery {
    /// The clauses in order.
    pub clauses: Vec<Clause>,
    /// All of them.
    pub span: Span,
}

/// One clause.
#[derive(Clone, Debug)]
pub enum Clause {
    /// `MATCH`, `OPTIONAL MATCH`.
    Match(Match),
    /// `UNWIND list AS name`.
    Unwind(Unwind),
    /// `WITH`.
    With(With),
    /// `RETURN`.
    Return(Projection),
    /// `CREATE`.
    Create(Create),
    /// `MERGE`.
    Merge(Merge),
    /// `SET`.
    Set(SetClause),
    /// `REMOVE`.
    Remove(Remove),
    /// `DELETE`, `DETACH DELETE`.
    Delete(Delete),
    /// `FOREACH (name IN list | …)`.
    Foreach(Foreach),
    /// `CALL procedure(…) YIELD …`.
    Call(Call),
    /// `CALL (…) { … }`.
    Subquery(Subquery),
    /// `LOAD CSV`.
    LoadCsv(LoadCsv),
    /// `USE graph`: refused by the binder, since there is one graph.
    Use {
        /// The name of the graph.
        name: Name,
        /// The whole clause.
        span: Span,
    },
    /// `FINISH`: the query returns nothing.
    Finish {
        /// The word.
        span: Span,
    },
}

/// `MATCH` with its `WHERE`.
#[derive(Clone, Debug)]
pub struct Match {
    /// Whether a row without a match stays, with nulls.
    pub optional: bool,
    /// What to find.
    pub pattern: Pattern,
    /// The condition.
    pub predicate: Option<Expression>,
    /// The whole clause.
    pub span: Span,
}

/// `UNWIND list AS name`.
#[derive(Clone, Debug)]
pub struct Unwind {
    /// The list.
    pub list: Expression,
    /// The name of each element.
    pub variable: Name,
    /// The whole clause.
    pub span: Span,
}

/// `WITH` and its `WHERE`.
#[derive(Clone, Debug, PartialEq)]
pub struct With {
    /// What goes on to the next clause.
    pub projection: Projection,
    /// The condition on it.
    pub predicate: Option<Expression>,
}

/// The body of `WITH` and `RETURN`.
#[derive(Clone, Debug)]
pub struct Projection {
    /// Whether equal rows become one.
    pub distinct: bool,
    /// Whether it begins with `*`: everything in scope.
    pub star: bool,
    /// The items after the star, or all of them.
    pub items: Vec<ProjectionItem>,
    /// `ORDER BY`.
    pub order: Vec<SortItem>,
    /// `SKIP`.
    pub skip: Option<Expression>,
    /// `LIMIT`.
    pub limit: Option<Expression>,
    /// The whole clause.
    pub span: Span,
}

/// An expression with its name.
#[derive(Clone, Debug)]
pub struct ProjectionItem {
    /// The expression.
    pub expression: Expression,
    /// The name after `AS`.
    pub alias: Option<Name>,
    /// The expression's text as it stands in the statement: the name of the column without an alias.
    pub text: String,
}

/// One key of `ORDER BY`.
#[derive(Clone, Debug, PartialEq)]
pub struct SortItem {
    /// The key.
    pub expression: Expression,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// `CREATE`.
#[derive(Clone, Debug)]
pub struct Create {
    /// What to create.
    pub pattern: Pattern,
    /// The whole clause.
    pub span: Span,
}

/// `MERGE` with its actions.
#[derive(Clone, Debug)]
pub struct Merge {
    /// What to find or create.
    pub path: PathPattern,
    /// `ON CREATE SET`, `ON MATCH SET`.
    pub actions: Vec<MergeAction>,
    /// The whole clause.
    pub span: Span,
}

/// `ON CREATE SET …` or `ON MATCH SET …`.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeAction {
    /// When it is done.
    pub event: MergeEvent,
    /// What is done.
    pub items: Vec<SetItem>,
}

/// When an action of `MERGE` is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeEvent {
    /// The pattern was created.
    Create,
    /// The pattern was found.
    Match,
}

/// `SET`.
#[derive(Clone, Debug)]
pub struct SetClause {
    /// The items in order.
    pub items: Vec<SetItem>,
    /// The whole clause.
    pub span: Span,
}

/// One item of `SET`.
#[derive(Clone, Debug, PartialEq)]
pub enum SetItem {
    /// `entity.key = value`.
    Property {
        /// The entity.
        target: Expression,
        /// The key.
        key: Name,
        /// The value.
        value: Expression,
    },
    /// `entity[key] = value`.
    DynamicProperty {
        /// The entity.
        target: Expression,
        /// The key, a text.
        key: Expression,
        /// The value.
        value: Expression,
    },
    /// `entity = map`: all properties are replaced.
    Replace {
        /// The entity.
        variable: Name,
        /// The map, or an entity whose properties are taken.
        value: Expression,
    },
    /// `entity += map`: the properties of the map are set, the others stay.
    Merge {
        /// The entity.
        variable: Name,
        /// The map, or an entity whose properties are taken.
        value: Expression,
    },
    /// `node:Label:Other`.
    Labels {
        /// The node.
        variable: Name,
        /// The labels.
        labels: Vec<Name>,
    },
}

/// `REMOVE`.
#[derive(Clone, Debug)]
pub struct Remove {
    /// The items in order.
    pub items: Vec<RemoveItem>,
    /// The whole clause.
    pub span: Span,
}

/// One item of `REMOVE`.
#[derive(Clone, Debug, PartialEq)]
pub enum RemoveItem {
    /// `entity.key`.
    Property {
        /// The entity.
        target: Expression,
        /// The key.
        key: Name,
    },
    /// `entity[key]`.
    DynamicProperty {
        /// The entity.
        target: Expression,
        /// The key, a text.
        key: Expression,
    },
    /// `node:Label:Other`.
    Labels {
        /// The node.
        variable: Name,
        /// The labels.
        labels: Vec<Name>,
    },
}

/// `DELETE`.
#[derive(Clone, Debug)]
pub struct Delete {
    /// Whether the relationships of a node go with it.
    pub detach: bool,
    /// What to delete: nodes, relationships, paths.
    pub targets: Vec<Expression>,
    /// The whole clause.
    pub span: Span,
}

/// `FOREACH (variable IN list | clauses)`.
#[derive(Clone, Debug)]
pub struct Foreach {
    /// The name of each element.
    pub variable: Name,
    /// The list.
    pub list: Expression,
    /// The changes to make for each.
    pub clauses: Vec<Clause>,
    /// The whole clause.
    pub span: Span,
}

/// `CALL procedure(…) YIELD …`.
#[derive(Clone, Debug)]
pub struct Call {
    /// Whether a row without results stays, with nulls (`OPTIONAL CALL`).
    pub optional: bool,
    /// The procedure's name with its dots.
    pub procedure: Name,
    /// The arguments.
    pub arguments: CallArguments,
    /// `YIELD *`.
    pub yield_star: bool,
    /// `YIELD name [AS alias], …`; `None` without `YIELD`.
    pub yields: Option<Vec<YieldItem>>,
    /// `WHERE` after `YIELD`.
    pub predicate: Option<Expression>,
    /// The whole clause.
    pub span: Span,
}

/// The arguments of a procedure.
#[derive(Clone, Debug, PartialEq)]
pub enum CallArguments {
    /// In brackets.
    Explicit(Vec<Expression>),
    /// No brackets: the parameters of the statement with the names of the procedure's arguments.
    Implicit,
}

/// One column of a procedure, under the name it gets.
#[derive(Clone, Debug, PartialEq)]
pub struct YieldItem {
    /// The column.
    pub column: Name,
    /// The name after `AS`.
    pub alias: Option<Name>,
}

/// `CALL (a, b) { … } [IN TRANSACTIONS …]`.
#[derive(Clone, Debug)]
pub struct Subquery {
    /// Whether a row without results stays, with nulls.
    pub optional: bool,
    /// The variables that it sees.
    pub scope: SubqueryScope,
    /// The query.
    pub query: Query,
    /// `IN TRANSACTIONS`.
    pub batches: Option<TransactionBatches>,
    /// The whole clause.
    pub span: Span,
}

/// The variables that a `CALL` subquery sees.
#[derive(Clone, Debug, PartialEq)]
pub enum SubqueryScope {
    /// No brackets: those that its first `WITH` names.
    Importing,
    /// `CALL (*)`.
    All,
    /// `CALL (a, b)`.
    Names(Vec<Name>),
}

/// `IN TRANSACTIONS OF n ROWS`.
#[derive(Clone, Debug)]
pub struct TransactionBatches {
    /// The rows of one batch.
    pub rows: Option<Expression>,
    /// The words.
    pub span: Span,
}

/// `LOAD CSV [WITH HEADERS] FROM url AS row [FIELDTERMINATOR ';']`.
#[derive(Clone, Debug)]
pub struct LoadCsv {
    /// Whether rows are maps by the names in the first line.
    pub headers: bool,
    /// The path or `file:` URL.
    pub url: Expression,
    /// The name of each row.
    pub variable: Name,
    /// The delimiter.
    pub delimiter: Option<Expression>,
    /// The whole clause.
    pub span: Span,
}

equality! {
    Query { first, unions } apart from span;
    Union { all, query } apart from span;
    SingleQuery { clauses } apart from span;
    Match { optional, pattern, predicate } apart from span;
    Unwind { list, variable } apart from span;
    Projection { distinct, star, items, order, skip, limit } apart from span;
    ProjectionItem { expression, alias } apart from text;
    Create { pattern } apart from span;
    Merge { path, actions } apart from span;
    SetClause { items } apart from span;
    Remove { items } apart from span;
    Delete { detach, targets } apart from span;
    Foreach { variable, list, clauses } apart from span;
    Call { optional, procedure, arguments, yield_star, yields, predicate } apart from span;
    Subquery { optional, scope, query, batches } apart from span;
    TransactionBatches { rows } apart from span;
    LoadCsv { headers, url, variable, delimiter } apart from span;
}

impl PartialEq for Clause {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Match(one), Self::Match(two)) => one == two,
            (Self::Unwind(one), Self::Unwind(two)) => one == two,
            (Self::With(one), Self::With(two)) => one == two,
            (Self::Return(one), Self::Return(two)) => one == two,
            (Self::Create(one), Self::Create(two)) => one == two,
            (Self::Merge(one), Self::Merge(two)) => one == two,
            (Self::Set(one), Self::Set(two)) => one == two,
            (Self::Remove(one), Self::Remove(two)) => one == two,
            (Self::Delete(one), Self::Delete(two)) => one == two,
            (Self::Foreach(one), Self::Foreach(two)) => one == two,
            (Self::Call(one), Self::Call(two)) => one == two,
            (Self::Subquery(one), Self::Subquery(two)) => one == two,
            (Self::LoadCsv(one), Self::LoadCsv(two)) => one == two,
            (Self::Use { name: one, .. }, Self::Use { name: two, .. }) => one == two,
            (one, two) => {
                matches!((one, two), (Self::Finish { .. }, Self::Finish { .. }))
            }
        }
    }
}
