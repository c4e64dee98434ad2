//! The ranks of operators: a flat list of terms and operators becomes a tree.
//!
//! From loosest to tightest: `OR`, `XOR`, `AND`, `NOT`, comparisons, tests (`IN`, `STARTS WITH`,
//! `IS NULL` …), `+ - ||`, `* / %`, `^`, signs. What stands behind a term (`.key`, `[index]`, `:Label`) is
//! tighter than all of them and part of the term. One function per rank reads its operands from the
//! next rank, so the depth of the recursion is the number of ranks; operators of one rank become one flat
//! node. Only tests nest to the left, so they are counted first.

use std::collections::VecDeque;

use super::expression::value;
use super::literal::{self, Sign};
use super::{Builder, Children, Node};
use crate::error::{Error, ErrorCode, Result, Span};
use crate::syntax::ast::{
    ArithmeticOperator, ComparisonOperator, Expression, ExpressionKind, Literal, TextOperator,
    UnaryOperator,
};
use crate::syntax::grammar::Rule;

/// A part of a flat expression.
enum Item<'t> {
    /// An operator, before or between terms.
    Operator(Rule, Span),
    /// An atom and what stands behind it.
    Term(Children<'t>, Span),
    /// A test without a second operand.
    Suffix(Node<'t>),
}

/// The parts of a flat expression, read from left to right.
struct Chain<'b, 't> {
    builder: &'b mut Builder,
    items: VecDeque<Item<'t>>,
}

impl Builder {
    /// An expression, which may be a pattern that stands for its existence.
    pub(super) fn condition(&mut self, node: Node<'_>) -> Result<Expression> {
        let span = node.span();
        self.deeper(1, span, |builder| Chain { builder, items: flatten(node).into() }.or())
    }
}

/// The flat list of what an expression consists of.
fn flatten(node: Node<'_>) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    for child in node.children() {
        match child.rule() {
            Rule::term | Rule::term_before_bar => flatten_term(child, &mut items),
            Rule::null_test | Rule::type_test => items.push(Item::Suffix(child)),
            rule => items.push(Item::Operator(rule, child.span())),
        }
    }
    items
}

fn flatten_term<'t>(term: Node<'t>, items: &mut Vec<Item<'t>>) {
    let end = term.span();
    let mut children = term.children();
    while let Some(Rule::kw_not | Rule::minus | Rule::plus) = children.peek() {
        items.extend(children.next().map(|sign| Item::Operator(sign.rule(), sign.span())));
    }
    let start = children.clone().next().map_or(end.start, |atom| atom.span().start);
    items.push(Item::Term(children, Span::new(start, end.end)));
}

impl<'t> Chain<'_, 't> {
    fn or(&mut self) -> Result<Expression> {
        self.logical(Rule::kw_or, Self::xor, ExpressionKind::Or)
    }

    fn xor(&mut self) -> Result<Expression> {
        self.logical(Rule::kw_xor, Self::and, ExpressionKind::Xor)
    }

    fn and(&mut self) -> Result<Expression> {
        self.logical(Rule::kw_and, Self::not, ExpressionKind::And)
    }

    /// Operands that one logical operator joins.
    fn logical(
        &mut self,
        operator: Rule,
        tighter: fn(&mut Self) -> Result<Expression>,
        kind: fn(Vec<Expression>) -> ExpressionKind,
    ) -> Result<Expression> {
        let first = tighter(self)?;
        if self.peek() != Some(operator) {
            return Ok(first);
        }
        let mut operands = vec![first];
        while self.take(operator).is_some() {
            operands.push(tighter(self)?);
        }
        Ok(join(kind, operands))
    }

    fn not(&mut self) -> Result<Expression> {
        let signs = self.signs(&[Rule::kw_not]);
        let Some((_, first)) = signs.first().copied() else {
            return self.comparison();
        };
        let operand = self.deeper(signs.len(), first, Self::comparison)?;
        Ok(wrap(signs, operand))
    }

    fn comparison(&mut self) -> Result<Expression> {
        let first = self.test()?;
        let mut rest = Vec::new();
        while let Some(operator) = self.take_any(comparison_operator) {
            rest.push((operator, value(self.test()?)?));
        }
        if rest.is_empty() { Ok(first) } else { chain(first, rest, ExpressionKind::Comparison) }
    }

    fn test(&mut self) -> Result<Expression> {
        let (tests, span) = self.tests_ahead();
        let mut tested = self.deeper(tests, span, Self::sum)?;
        for _ in 0..tests {
            tested = self.one_test(value(tested)?)?;
        }
        Ok(tested)
    }

    /// How many tests stand before the next looser operator, and where the first stands.
    fn tests_ahead(&self) -> (usize, Span) {
        let mut found = (0, Span::default());
        for item in &self.items {
            match item {
                Item::Operator(rule, _) if is_looser_than_tests(*rule) => break,
                Item::Operator(rule, span) if test_operator(*rule).is_some() => {
                    found = (found.0 + 1, *span);
                }
                Item::Suffix(node) => found = (found.0 + 1, node.span()),
                Item::Operator(..) | Item::Term(..) => {}
            }
        }
        found
    }

    fn one_test(&mut self, tested: Expression) -> Result<Expression> {
        if let Some(node) = self.take_suffix() {
            return suffix(tested, node);
        }
        let operator = self.take_any(test_operator);
        let operand = Box::new(value(self.sum()?)?);
        let span = tested.span.to(operand.span);
        let tested = Box::new(tested);
        let kind = match operator {
            Some(Some(operator)) => ExpressionKind::Text(operator, tested, operand),
            Some(None) | None => ExpressionKind::In(tested, operand),
        };
        Ok(Expression { kind, span })
    }

    fn sum(&mut self) -> Result<Expression> {
        let sum = self.arithmetic(Self::product, |rule| match rule {
            Rule::plus => Some(ArithmeticOperator::Add),
            Rule::minus => Some(ArithmeticOperator::Subtract),
            Rule::concatenate => Some(ArithmeticOperator::Concatenate),
            _ => None,
        })?;
        refuse_logic_in_concatenation(&sum)?;
        Ok(sum)
    }

    fn product(&mut self) -> Result<Expression> {
        self.arithmetic(Self::power, |rule| match rule {
            Rule::star => Some(ArithmeticOperator::Multiply),
            Rule::slash => Some(ArithmeticOperator::Divide),
            Rule::percent => Some(ArithmeticOperator::Modulo),
            _ => None,
        })
    }

    fn power(&mut self) -> Result<Expression> {
        self.arithmetic(Self::signed, |rule| {
            (rule == Rule::caret).then_some(ArithmeticOperator::Power)
        })
    }

    /// Operands that operators of one rank join.
    fn arithmetic(
        &mut self,
        tighter: fn(&mut Self) -> Result<Expression>,
        operator: fn(Rule) -> Option<ArithmeticOperator>,
    ) -> Result<Expression> {
        let first = tighter(self)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.take_any(operator) {
            rest.push((operator, value(tighter(self)?)?));
        }
        if rest.is_empty() { Ok(first) } else { chain(first, rest, ExpressionKind::Arithmetic) }
    }

    fn signed(&mut self) -> Result<Expression> {
        let mut signs = self.signs(&[Rule::minus, Rule::plus]);
        let Some((_, first)) = signs.first().copied() else {
            return self.term();
        };
        if let Some(number) = self.negative_number(&signs)? {
            signs.pop();
            return Ok(wrap(signs, number));
        }
        let operand = value(self.deeper(signs.len(), first, Self::term)?)?;
        Ok(wrap(signs, operand))
    }

    /// The number that follows, if the last of the signs is its minus.
    fn negative_number(&mut self, signs: &[(UnaryOperator, Span)]) -> Result<Option<Expression>> {
        let Some((UnaryOperator::Minus, sign)) = signs.last().copied() else {
            return Ok(None);
        };
        let Some(Item::Term(children, span)) = self.items.front() else {
            return Ok(None);
        };
        let mut children = children.clone();
        let (Some(number), None) = (children.optional(Rule::number), children.next()) else {
            return Ok(None);
        };
        let span = sign.to(*span);
        let literal = literal::number(number.text(), Sign::Minus, span)?;
        self.items.pop_front();
        let number = Expression { kind: ExpressionKind::Literal(literal), span };
        self.builder.deeper(signs.len() - 1, span, |_| Ok(Some(number)))
    }

    /// `NOT` where only something tighter may stand is read as if it were in brackets.
    fn term(&mut self) -> Result<Expression> {
        match self.items.pop_front() {
            Some(Item::Term(children, span)) => self.builder.term(children, span),
            Some(Item::Operator(rule, span)) => Err(misplaced(rule, span)),
            Some(Item::Suffix(node)) => Err(node.unexpected()),
            None => Err(super::syntax("expected a value", Span::default())),
        }
    }

    fn deeper(
        &mut self,
        levels: usize,
        span: Span,
        build: fn(&mut Self) -> Result<Expression>,
    ) -> Result<Expression> {
        self.builder.descend(levels, span)?;
        let result = build(self);
        self.builder.ascend(levels);
        result
    }

    /// The operator that comes next.
    fn peek(&self) -> Option<Rule> {
        match self.items.front()? {
            Item::Operator(rule, _) => Some(*rule),
            Item::Term(..) | Item::Suffix(_) => None,
        }
    }

    fn take(&mut self, operator: Rule) -> Option<Span> {
        if self.peek()? != operator {
            return None;
        }
        match self.items.pop_front()? {
            Item::Operator(_, span) => Some(span),
            Item::Term(..) | Item::Suffix(_) => None,
        }
    }

    fn take_any<T>(&mut self, operator: fn(Rule) -> Option<T>) -> Option<T> {
        let found = operator(self.peek()?)?;
        self.items.pop_front();
        Some(found)
    }

    fn take_suffix(&mut self) -> Option<Node<'t>> {
        match self.items.pop_front()? {
            Item::Suffix(node) => Some(node),
            other @ (Item::Operator(..) | Item::Term(..)) => {
                self.items.push_front(other);
                None
            }
        }
    }

    /// The operators before a term, of those that this rank has.
    fn signs(&mut self, rules: &[Rule]) -> Vec<(UnaryOperator, Span)> {
        let mut signs = Vec::new();
        while let Some(rule) = self.peek().filter(|rule| rules.contains(rule)) {
            let operator = match rule {
                Rule::kw_not => UnaryOperator::Not,
                Rule::minus => UnaryOperator::Minus,
                _ => UnaryOperator::Plus,
            };
            signs.extend(self.take(rule).map(|span| (operator, span)));
        }
        signs
    }
}

/// `a AND b AND c`.
fn join(kind: fn(Vec<Expression>) -> ExpressionKind, operands: Vec<Expression>) -> Expression {
    let span = operands.iter().fold(operands[0].span, |span, operand| span.to(operand.span));
    Expression { kind: kind(operands), span }
}

/// `a + b - c`.
fn chain<T>(
    first: Expression,
    rest: Vec<(T, Expression)>,
    kind: fn(Box<Expression>, Vec<(T, Expression)>) -> ExpressionKind,
) -> Result<Expression> {
    let first = value(first)?;
    let span = rest.last().map_or(first.span, |(_, last)| first.span.to(last.span));
    Ok(Expression { kind: kind(Box::new(first), rest), span })
}

/// The operand with its signs around it, the last one innermost.
fn wrap(signs: Vec<(UnaryOperator, Span)>, operand: Expression) -> Expression {
    signs.into_iter().rev().fold(operand, |operand, (operator, span)| Expression {
        span: span.to(operand.span),
        kind: ExpressionKind::Unary(operator, Box::new(operand)),
    })
}

/// `IS NULL`, `IS NOT NULL`, `IS :: TYPE`, `:: TYPE`.
fn suffix(tested: Expression, node: Node<'_>) -> Result<Expression> {
    let span = tested.span.to(node.span());
    let tested = Box::new(tested);
    let rule = node.rule();
    let mut children = node.children();
    children.has(Rule::kw_is);
    let negated = children.has(Rule::kw_not);
    let kind = if rule == Rule::type_test {
        let words = children.expect(Rule::type_words)?;
        ExpressionKind::IsTyped(tested, type_name(words.text()), negated)
    } else {
        ExpressionKind::IsNull(tested, negated)
    };
    Ok(Expression { kind, span })
}

/// The name of a type in upper case, its words one blank apart.
fn type_name(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_uppercase).collect();
    words.join(" ").replace(" <", "<").replace("< ", "<").replace(" >", ">")
}

fn comparison_operator(rule: Rule) -> Option<ComparisonOperator> {
    match rule {
        Rule::equal => Some(ComparisonOperator::Equal),
        Rule::not_equal => Some(ComparisonOperator::NotEqual),
        Rule::less => Some(ComparisonOperator::Less),
        Rule::less_or_equal => Some(ComparisonOperator::LessOrEqual),
        Rule::greater => Some(ComparisonOperator::Greater),
        Rule::greater_or_equal => Some(ComparisonOperator::GreaterOrEqual),
        _ => None,
    }
}

/// The operator of a test on texts; `Some(None)` for `IN`.
#[expect(clippy::option_option, reason = "`IN` is a test, but none on texts")]
fn test_operator(rule: Rule) -> Option<Option<TextOperator>> {
    match rule {
        Rule::starts_with => Some(Some(TextOperator::StartsWith)),
        Rule::ends_with => Some(Some(TextOperator::EndsWith)),
        Rule::kw_contains => Some(Some(TextOperator::Contains)),
        Rule::matches => Some(Some(TextOperator::Matches)),
        Rule::kw_in => Some(None),
        _ => None,
    }
}

fn is_looser_than_tests(rule: Rule) -> bool {
    matches!(rule, Rule::kw_or | Rule::kw_xor | Rule::kw_and) || comparison_operator(rule).is_some()
}

/// `||` between things that are no texts and no lists was meant as `OR`.
fn refuse_logic_in_concatenation(sum: &Expression) -> Result<()> {
    let ExpressionKind::Arithmetic(first, rest) = &sum.kind else {
        return Ok(());
    };
    let mut left = &**first;
    for (operator, right) in rest {
        let wrong = [left, right].into_iter().find(|operand| is_number_or_truth(operand));
        if let (ArithmeticOperator::Concatenate, Some(operand)) = (operator, wrong) {
            return Err(Error::new(ErrorCode::InvalidArgumentType, "`||` joins texts and lists")
                .at(operand.span)
                .with_help("for logic write `OR`"));
        }
        left = right;
    }
    Ok(())
}

fn is_number_or_truth(operand: &Expression) -> bool {
    matches!(
        operand.kind,
        ExpressionKind::Literal(Literal::Integer(_) | Literal::Float(_) | Literal::Boolean(_))
    )
}

fn misplaced(rule: Rule, span: Span) -> Error {
    let error = super::syntax("unexpected operator", span);
    if rule == Rule::kw_not {
        let message = "unexpected `NOT` after an operator that binds its operand first";
        return super::syntax(message, span).with_help("put brackets around `NOT …`");
    }
    error
}
