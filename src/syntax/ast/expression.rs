//! Expressions.

use super::{LabelExpression, Name, PathPattern, Pattern, Query};
use crate::error::Span;

/// An expression and its place.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Where it stands.
    pub span: Span,
}

/// Expressions are the same if they say the same, wherever they stand.
impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    /// A literal that is no list and no map.
    Literal(Literal),
    /// `[a, b]`.
    List(Vec<Expression>),
    /// `{key: value}`.
    Map(Vec<(Name, Expression)>),
    /// A variable.
    Variable(Name),
    /// `$name`.
    Parameter(Name),
    /// `expression.key`.
    Property(Box<Expression>, Name),
    /// `expression[index]`.
    Index(Box<Expression>, Box<Expression>),
    /// `expression[from..to]`.
    Slice(Box<Expression>, Option<Box<Expression>>, Option<Box<Expression>>),
    /// `NOT x`, `-x`, `+x`.
    Unary(UnaryOperator, Box<Expression>),
    /// `a AND b AND c`.
    And(Vec<Expression>),
    /// `a OR b OR c`.
    Or(Vec<Expression>),
    /// `a XOR b XOR c`.
    Xor(Vec<Expression>),
    /// `a + b - c`, `a * b / c`, `a ^ b ^ c`: operators of one rank, from left to right.
    Arithmetic(Box<Expression>, Vec<(ArithmeticOperator, Expression)>),
    /// `a < b <= c`: each neighbouring pair is compared.
    Comparison(Box<Expression>, Vec<(ComparisonOperator, Expression)>),
    /// `a STARTS WITH b`, `a =~ b` …
    Text(TextOperator, Box<Expression>, Box<Expression>),
    /// `a IN list`.
    In(Box<Expression>, Box<Expression>),
    /// `a IS NULL`; with `true`: `a IS NOT NULL`.
    IsNull(Box<Expression>, bool),
    /// `a IS :: TYPE`; with `true`: `a IS NOT :: TYPE`. The type is written as in the text, upper case.
    IsTyped(Box<Expression>, String, bool),
    /// `n:Label|Other`, and the same of a relationship's types.
    HasLabels(Box<Expression>, LabelExpression),
    /// `function(DISTINCT a, b)`.
    Call {
        /// The function with its dots.
        function: Name,
        /// Whether equal arguments count once.
        distinct: bool,
        /// The arguments.
        arguments: Vec<Expression>,
    },
    /// `count(*)`.
    CountStar,
    /// `CASE [subject] WHEN … THEN … [ELSE …] END`.
    Case {
        /// What each `WHEN` is compared with; without it each is a condition.
        subject: Option<Box<Expression>>,
        /// The branches.
        branches: Vec<Branch>,
        /// `ELSE`.
        otherwise: Option<Box<Expression>>,
    },
    /// `[x IN list WHERE condition | result]`.
    ListComprehension {
        /// The name of each element.
        variable: Name,
        /// The list.
        list: Box<Expression>,
        /// The condition.
        predicate: Option<Box<Expression>>,
        /// The result for each element, or the element itself.
        result: Option<Box<Expression>>,
    },
    /// `[p = (a)-->(b) WHERE condition | result]`.
    PatternComprehension {
        /// The pattern, with the name of the path.
        path: Box<PathPattern>,
        /// The condition.
        predicate: Option<Box<Expression>>,
        /// The result for each match.
        result: Box<Expression>,
    },
    /// `all(x IN list WHERE condition)` …
    Quantifier {
        /// Which of the elements must fulfil the condition.
        kind: QuantifierKind,
        /// The name of each element.
        variable: Name,
        /// The list.
        list: Box<Expression>,
        /// The condition; without it each element must be true itself.
        predicate: Option<Box<Expression>>,
    },
    /// `reduce(sum = 0, x IN list | sum + x)`.
    Reduce {
        /// The name of the result so far.
        accumulator: Name,
        /// What it begins with.
        initial: Box<Expression>,
        /// The name of each element.
        variable: Name,
        /// The list.
        list: Box<Expression>,
        /// The next result.
        result: Box<Expression>,
    },
    /// `n {.name, .*, key: value, other}`.
    MapProjection {
        /// The entity or map.
        subject: Name,
        /// What is taken from it and added to it.
        items: Vec<MapProjectionItem>,
    },
    /// A pattern as a condition: `(a)-->(b)`.
    PatternPredicate(Box<PathPattern>),
    /// `shortestPath(…)` as an expression.
    ShortestPath(Box<PathPattern>),
    /// `EXISTS { MATCH … }`.
    Exists(Box<Query>),
    /// `EXISTS { pattern WHERE … }`.
    ExistsPattern(Box<Pattern>, Option<Box<Expression>>),
    /// `COUNT { MATCH … }`.
    Count(Box<Query>),
    /// `COUNT { pattern WHERE … }`.
    CountPattern(Box<Pattern>, Option<Box<Expression>>),
    /// `COLLECT { MATCH … RETURN x }`.
    Collect(Box<Query>),
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true`, `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A floating-point number.
    Float(f64),
    /// A text, without quotes and escapes.
    String(String),
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `NOT`.
    Not,
    /// `-`.
    Minus,
    /// `+`.
    Plus,
}

/// An operator of arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithmeticOperator {
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `%`.
    Modulo,
    /// `^`.
    Power,
    /// `||`: lists and texts only.
    Concatenate,
}

/// An operator of comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ComparisonOperator {
    /// `=`.
    Equal,
    /// `<>`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

/// An operator on texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextOperator {
    /// `STARTS WITH`.
    StartsWith,
    /// `ENDS WITH`.
    EndsWith,
    /// `CONTAINS`.
    Contains,
    /// `=~`: the whole text matches a regular expression.
    Matches,
}

/// `WHEN condition THEN result`.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The condition, or what the subject is compared with.
    pub condition: Expression,
    /// The result.
    pub result: Expression,
}

/// Which elements of a list must fulfil a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuantifierKind {
    /// Every one.
    All,
    /// At least one.
    Any,
    /// Not one.
    None,
    /// Exactly one.
    Single,
}

/// One item of a map projection.
#[derive(Clone, Debug)]
pub enum MapProjectionItem {
    /// `.key`.
    Property(Name),
    /// `.*`.
    AllProperties(Span),
    /// `key: value`.
    Entry(Name, Expression),
    /// `variable`.
    Variable(Name),
}

impl PartialEq for MapProjectionItem {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Property(one), Self::Property(two))
            | (Self::Variable(one), Self::Variable(two)) => one == two,
            (Self::Entry(key, value), Self::Entry(other_key, other_value)) => {
                key == other_key && value == other_value
            }
            (one, two) => matches!((one, two), (Self::AllProperties(_), Self::AllProperties(_))),
        }
    }
}
