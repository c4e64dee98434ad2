//! Expressions, with no more brackets than their ranks need.

use std::fmt::Write as _;

use super::{Needed, Text};
use crate::syntax::ast::{
    ArithmeticOperator, Branch, ComparisonOperator, Expression, ExpressionKind, LabelExpression,
    Literal, MapProjectionItem, Name, Pattern, QuantifierKind, Query, TextOperator, UnaryOperator,
};

/// How tightly an expression holds together; the order is the grammar's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Or,
    Xor,
    And,
    Not,
    Comparison,
    Test,
    Sum,
    Product,
    Power,
    Sign,
    Step,
    Atom,
}

impl Rank {
    /// The next tighter rank: what an operand of one flat node needs.
    fn tighter(self) -> Self {
        match self {
            Self::Or => Self::Xor,
            Self::Xor => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Comparison,
            Self::Comparison => Self::Test,
            Self::Test => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Power,
            Self::Power => Self::Sign,
            Self::Sign => Self::Step,
            Self::Step | Self::Atom => Self::Atom,
        }
    }
}

/// The rank of an expression as it is written.
fn rank(expression: &Expression) -> Rank {
    match &expression.kind {
        ExpressionKind::Or(_) => Rank::Or,
        ExpressionKind::Xor(_) => Rank::Xor,
        ExpressionKind::And(_) => Rank::And,
        ExpressionKind::Unary(UnaryOperator::Not, _) => Rank::Not,
        ExpressionKind::Comparison(..) => Rank::Comparison,
        ExpressionKind::Text(..)
        | ExpressionKind::In(..)
        | ExpressionKind::IsNull(..)
        | ExpressionKind::IsTyped(..) => Rank::Test,
        ExpressionKind::Arithmetic(_, rest) => rank_of_chain(rest),
        ExpressionKind::Unary(UnaryOperator::Minus | UnaryOperator::Plus, _) => Rank::Sign,
        ExpressionKind::Literal(literal) if is_negative(literal) => Rank::Sign,
        ExpressionKind::Property(..)
        | ExpressionKind::Index(..)
        | ExpressionKind::Slice(..)
        | ExpressionKind::HasLabels(..) => Rank::Step,
        ExpressionKind::Literal(_)
        | ExpressionKind::List(_)
        | ExpressionKind::Map(_)
        | ExpressionKind::Variable(_)
        | ExpressionKind::Parameter(_)
        | ExpressionKind::Call { .. }
        | ExpressionKind::CountStar
        | ExpressionKind::Case { .. }
        | ExpressionKind::ListComprehension { .. }
        | ExpressionKind::PatternComprehension { .. }
        | ExpressionKind::Quantifier { .. }
        | ExpressionKind::Reduce { .. }
        | ExpressionKind::MapProjection { .. }
        | ExpressionKind::PatternPredicate(_)
        | ExpressionKind::ShortestPath(_)
        | ExpressionKind::Exists(_)
        | ExpressionKind::ExistsPattern(..)
        | ExpressionKind::Count(_)
        | ExpressionKind::CountPattern(..)
        | ExpressionKind::Collect(_) => Rank::Atom,
    }
}

fn rank_of_chain(rest: &[(ArithmeticOperator, Expression)]) -> Rank {
    match rest.first().map(|(operator, _)| operator) {
        Some(
            ArithmeticOperator::Multiply | ArithmeticOperator::Divide | ArithmeticOperator::Modulo,
        ) => Rank::Product,
        Some(ArithmeticOperator::Power) => Rank::Power,
        Some(
            ArithmeticOperator::Add
            | ArithmeticOperator::Subtract
            | ArithmeticOperator::Concatenate,
        )
        | None => Rank::Sum,
    }
}

fn is_negative(literal: &Literal) -> bool {
    match literal {
        Literal::Integer(number) => *number < 0,
        Literal::Float(number) => number.is_sign_negative(),
        Literal::Null | Literal::Boolean(_) | Literal::String(_) => false,
    }
}

/// Writes what a step is taken from.
type WriteBase = fn(&mut Text, &Expression);

impl Text {
    pub(super) fn expression(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Or(operands) => self.operands(operands, " OR ", Rank::Or),
            ExpressionKind::Xor(operands) => self.operands(operands, " XOR ", Rank::Xor),
            ExpressionKind::And(operands) => self.operands(operands, " AND ", Rank::And),
            ExpressionKind::Unary(operator, operand) => self.unary(*operator, operand),
            ExpressionKind::Comparison(first, rest) => self.comparison(first, rest),
            ExpressionKind::Arithmetic(first, rest) => self.arithmetic(first, rest),
            ExpressionKind::Text(operator, one, two) => {
                self.test(one, text_operator(*operator), two);
            }
            ExpressionKind::In(tested, list) => self.test(tested, " IN ", list),
            ExpressionKind::IsNull(tested, negated) => self.null_test(tested, *negated),
            ExpressionKind::IsTyped(tested, name, negated) => {
                self.type_test(tested, name, *negated);
            }
            ExpressionKind::Property(base, key) => self.property(base, key, Self::base),
            ExpressionKind::Index(base, index) => self.index(base, index, Self::base),
            ExpressionKind::Slice(base, from, to) => {
                self.slice(base, from.as_deref(), to.as_deref(), Self::base);
            }
            ExpressionKind::HasLabels(base, labels) => self.has_labels(base, labels),
            ExpressionKind::Literal(literal) => self.literal(literal),
            ExpressionKind::List(items) => self.list_literal(items),
            ExpressionKind::Map(entries) => self.map(entries),
            ExpressionKind::Variable(name) => self.variable(name),
            ExpressionKind::Parameter(name) => self.parameter(name),
            ExpressionKind::Call { function, distinct, arguments } => {
                self.call(function, *distinct, arguments);
            }
            ExpressionKind::CountStar => self.push("count(*)"),
            ExpressionKind::Case { subject, branches, otherwise } => {
                self.case(subject.as_deref(), branches, otherwise.as_deref());
            }
            ExpressionKind::ListComprehension { variable, list, predicate, result } => {
                self.push("[");
                self.iteration(variable, list, predicate.as_deref());
                self.result(result.as_deref());
                self.push("]");
            }
            ExpressionKind::PatternComprehension { path, predicate, result } => {
                self.push("[");
                self.path(path);
                self.predicate(predicate.as_deref());
                self.result(Some(result));
                self.push("]");
            }
            ExpressionKind::Quantifier { kind, variable, list, predicate } => {
                self.push(quantifier(*kind));
                self.iteration(variable, list, predicate.as_deref());
                self.push(")");
            }
            ExpressionKind::Reduce { accumulator, initial, variable, list, result } => {
                self.reduce(accumulator, initial);
                self.iteration(variable, list, None);
                self.result(Some(result));
                self.push(")");
            }
            ExpressionKind::MapProjection { subject, items } => self.map_projection(subject, items),
            ExpressionKind::PatternPredicate(path) | ExpressionKind::ShortestPath(path) => {
                self.path(path);
            }
            ExpressionKind::Exists(query) => self.subquery_of("EXISTS ", query),
            ExpressionKind::Count(query) => self.subquery_of("COUNT ", query),
            ExpressionKind::Collect(query) => self.subquery_of("COLLECT ", query),
            ExpressionKind::ExistsPattern(pattern, predicate) => {
                self.pattern_of("EXISTS { ", pattern, predicate.as_deref());
            }
            ExpressionKind::CountPattern(pattern, predicate) => {
                self.pattern_of("COUNT { ", pattern, predicate.as_deref());
            }
        }
    }

    /// It, in brackets if it is looser than `least`.
    fn operand(&mut self, expression: &Expression, least: Rank) {
        let needed = Needed::from(rank(expression) < least);
        self.bracketed(needed, |text| text.expression(expression));
    }

    fn operands(&mut self, operands: &[Expression], between: &str, rank: Rank) {
        self.joined(operands, between, |text, operand| text.operand(operand, rank.tighter()));
    }

    /// `-x` stays apart from the number that `-` would be read with, `- -x` from an arrow, and `-[…]` from a
    /// relationship.
    fn unary(&mut self, operator: UnaryOperator, operand: &Expression) {
        if operator == UnaryOperator::Not {
            self.push("NOT ");
            return self.operand(operand, Rank::Not);
        }
        self.push(if operator == UnaryOperator::Minus { "-" } else { "+" });
        let is_number =
            matches!(&operand.kind, ExpressionKind::Literal(literal) if is_number(literal));
        if rank(operand) == Rank::Sign {
            self.push(" ");
            return self.expression(operand);
        }
        let needed = rank(operand) < Rank::Sign || is_number || begins_with_square(operand);
        self.bracketed(needed.into(), |text| text.expression(operand));
    }

    fn comparison(&mut self, first: &Expression, rest: &[(ComparisonOperator, Expression)]) {
        self.operand(first, Rank::Test);
        for (operator, operand) in rest {
            self.push(match operator {
                ComparisonOperator::Equal => " = ",
                ComparisonOperator::NotEqual => " <> ",
                ComparisonOperator::Less => " < ",
                ComparisonOperator::LessOrEqual => " <= ",
                ComparisonOperator::Greater => " > ",
                ComparisonOperator::GreaterOrEqual => " >= ",
            });
            self.operand(operand, Rank::Test);
        }
    }

    /// A list behind a minus stands in brackets, or `(a) - [b] - c` would be read as a pattern.
    fn arithmetic(&mut self, first: &Expression, rest: &[(ArithmeticOperator, Expression)]) {
        let least = rank_of_chain(rest).tighter();
        self.operand(first, least);
        for (operator, operand) in rest {
            self.push(match operator {
                ArithmeticOperator::Add => " + ",
                ArithmeticOperator::Subtract => " - ",
                ArithmeticOperator::Multiply => " * ",
                ArithmeticOperator::Divide => " / ",
                ArithmeticOperator::Modulo => " % ",
                ArithmeticOperator::Power => " ^ ",
                ArithmeticOperator::Concatenate => " || ",
            });
            let is_read_as_arrow =
                *operator == ArithmeticOperator::Subtract && begins_with_square(operand);
            let needed = is_read_as_arrow || rank(operand) < least;
            self.bracketed(needed.into(), |text| text.expression(operand));
        }
    }

    fn test(&mut self, tested: &Expression, operator: &str, operand: &Expression) {
        self.operand(tested, Rank::Test);
        self.push(operator);
        self.operand(operand, Rank::Sum);
    }

    fn null_test(&mut self, tested: &Expression, negated: bool) {
        self.operand(tested, Rank::Test);
        self.push(if negated { " IS NOT NULL" } else { " IS NULL" });
    }

    fn type_test(&mut self, tested: &Expression, name: &str, negated: bool) {
        self.operand(tested, Rank::Test);
        self.push(if negated { " IS NOT :: " } else { " IS :: " });
        self.push(name);
    }

    /// What stands before `.key`, `[index]` and `:Label`.
    fn base(&mut self, base: &Expression) {
        self.operand(base, Rank::Step);
    }

    fn property(&mut self, base: &Expression, key: &Name, write_base: WriteBase) {
        write_base(self, base);
        self.push(".");
        self.name(key);
    }

    fn index(&mut self, base: &Expression, index: &Expression, write_base: WriteBase) {
        write_base(self, base);
        self.push("[");
        self.expression(index);
        self.push("]");
    }

    fn slice(
        &mut self,
        base: &Expression,
        from: Option<&Expression>,
        to: Option<&Expression>,
        write_base: WriteBase,
    ) {
        write_base(self, base);
        self.push("[");
        if let Some(from) = from {
            self.expression(from);
        }
        self.push("..");
        if let Some(to) = to {
            self.expression(to);
        }
        self.push("]");
    }

    /// `n:A:B` is one test of two labels, and in a comprehension `|` begins the result.
    fn has_labels(&mut self, base: &Expression, labels: &LabelExpression) {
        let is_label_test = matches!(base.kind, ExpressionKind::HasLabels(..));
        let needed = is_label_test || rank(base) < Rank::Step;
        self.bracketed(needed.into(), |text| text.expression(base));
        self.push(":");
        let is_or = matches!(labels, LabelExpression::Or(_));
        self.bracketed(is_or.into(), |text| text.labels(labels));
    }

    /// The entity whose property is set or removed; the grammar allows fewer things there.
    pub(super) fn target(&mut self, target: &Expression) {
        if let ExpressionKind::Property(base, key) = &target.kind {
            self.property(base, key, Self::target);
        } else if let ExpressionKind::Index(base, index) = &target.kind {
            self.index(base, index, Self::target);
        } else if let ExpressionKind::Slice(base, from, to) = &target.kind {
            self.slice(base, from.as_deref(), to.as_deref(), Self::target);
        } else {
            let is_allowed =
                matches!(target.kind, ExpressionKind::Variable(_) | ExpressionKind::Call { .. });
            self.bracketed((!is_allowed).into(), |text| text.expression(target));
        }
    }

    fn call(&mut self, function: &Name, distinct: bool, arguments: &[Expression]) {
        self.function(function);
        self.push(if distinct { "(DISTINCT " } else { "(" });
        self.list(arguments, Self::expression);
        self.push(")");
    }

    /// `reduce(` up to the iteration.
    fn reduce(&mut self, accumulator: &Name, initial: &Expression) {
        self.push("reduce(");
        self.variable(accumulator);
        self.push(" = ");
        self.expression(initial);
        self.push(", ");
    }

    fn map_projection(&mut self, subject: &Name, items: &[MapProjectionItem]) {
        self.variable(subject);
        self.push(" {");
        self.list(items, Self::projected);
        self.push("}");
    }

    fn subquery_of(&mut self, word: &str, query: &Query) {
        self.push(word);
        self.subquery(query);
    }

    fn pattern_of(&mut self, word: &str, pattern: &Pattern, predicate: Option<&Expression>) {
        self.push(word);
        self.pattern(pattern);
        self.predicate(predicate);
        self.push(" }");
    }

    /// `x IN list WHERE condition`.
    pub(super) fn iteration(
        &mut self,
        variable: &Name,
        list: &Expression,
        predicate: Option<&Expression>,
    ) {
        self.variable(variable);
        self.push(" IN ");
        self.expression(list);
        self.predicate(predicate);
    }

    fn result(&mut self, result: Option<&Expression>) {
        if let Some(result) = result {
            self.push(" | ");
            self.expression(result);
        }
    }

    /// ` WHERE condition`.
    pub(super) fn predicate(&mut self, predicate: Option<&Expression>) {
        if let Some(predicate) = predicate {
            self.push(" WHERE ");
            self.expression(predicate);
        }
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::Null => self.push("null"),
            Literal::Boolean(true) => self.push("true"),
            Literal::Boolean(false) => self.push("false"),
            Literal::Integer(number) => {
                write!(self.written, "{number}").expect("a string takes all that is written");
            }
            Literal::Float(number) => {
                write!(self.written, "{number:?}").expect("a string takes all that is written");
            }
            Literal::String(text) => self.text_literal(text),
        }
    }

    /// `[x IN list]` is a comprehension; where it is a list of one test, that stands in brackets.
    fn list_literal(&mut self, items: &[Expression]) {
        let start = self.written.len() + 1;
        self.push("[");
        self.list(items, Self::expression);
        self.push("]");
        let Some(first) = items.first() else {
            return;
        };
        if is_read_as_comprehension(self.written.get(start..).unwrap_or_default()) {
            self.written.truncate(start);
            self.bracketed(Needed::Yes, |text| text.expression(first));
            for item in items.iter().skip(1) {
                self.push(", ");
                self.expression(item);
            }
            self.push("]");
        }
    }

    pub(super) fn map(&mut self, entries: &[(Name, Expression)]) {
        self.push("{");
        self.list(entries, |text, (key, value)| text.entry(key, value));
        self.push("}");
    }

    fn entry(&mut self, key: &Name, value: &Expression) {
        self.name(key);
        self.push(": ");
        self.expression(value);
    }

    fn projected(&mut self, item: &MapProjectionItem) {
        match item {
            MapProjectionItem::Property(key) => {
                self.push(".");
                self.name(key);
            }
            MapProjectionItem::AllProperties(_) => self.push(".*"),
            MapProjectionItem::Entry(key, value) => self.entry(key, value),
            MapProjectionItem::Variable(name) => self.variable(name),
        }
    }

    fn case(
        &mut self,
        subject: Option<&Expression>,
        branches: &[Branch],
        otherwise: Option<&Expression>,
    ) {
        self.push("CASE");
        if let Some(subject) = subject {
            self.push(" ");
            self.expression(subject);
        }
        for branch in branches {
            self.push(" WHEN ");
            self.expression(&branch.condition);
            self.push(" THEN ");
            self.expression(&branch.result);
        }
        if let Some(otherwise) = otherwise {
            self.push(" ELSE ");
            self.expression(otherwise);
        }
        self.push(" END");
    }
}

fn is_number(literal: &Literal) -> bool {
    match literal {
        Literal::Integer(_) | Literal::Float(_) => true,
        Literal::Null | Literal::Boolean(_) | Literal::String(_) => false,
    }
}

/// Whether the text of an operand begins with `[`.
fn begins_with_square(operand: &Expression) -> bool {
    let mut text = Text::default();
    text.expression(operand);
    text.written.starts_with('[')
}

/// Whether the inside of a list begins with a name and `IN`.
fn is_read_as_comprehension(inside: &str) -> bool {
    let rest = match inside.strip_prefix('`') {
        Some(quoted) => quoted.split_once('`').map(|(_, rest)| rest),
        None => inside.find(' ').and_then(|end| inside.get(end..)),
    };
    let begins_with_name =
        inside.starts_with(|first: char| first == '`' || first == '_' || first.is_alphabetic());
    begins_with_name && rest.is_some_and(|rest| rest.starts_with(" IN "))
}

fn text_operator(operator: TextOperator) -> &'static str {
    match operator {
        TextOperator::StartsWith => " STARTS WITH ",
        TextOperator::EndsWith => " ENDS WITH ",
        TextOperator::Contains => " CONTAINS ",
        TextOperator::Matches => " =~ ",
    }
}

fn quantifier(kind: QuantifierKind) -> &'static str {
    match kind {
        QuantifierKind::All => "all(",
        QuantifierKind::Any => "any(",
        QuantifierKind::None => "none(",
        QuantifierKind::Single => "single(",
    }
}
