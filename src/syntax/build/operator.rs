//! The ranks of operators: a flat list of terms and operators becomes a tree.
//!
//! From loosest to tightest: `OR`, `XOR`, `AND`, `NOT`, comparisons, tests (`IN`, `STARTS WITH`,
//! `IS NULL` …), `+ - ||`, `* / %`, `^`, signs. What stands behind a term (`.key`, `[index]`, `:Label`) is
//! tighter than all of them and part of the term.
//!
//! All terms are built before the first operator is looked at, so that a bracket in a bracket costs few
//! frames of the stack. Then one function per rank reads its operands from the next rank; operators of
//! one rank become one flat node.

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

/// A part of a flat expression; `T` is a term, first as it is parsed, then as it is built.
enum Item<'t, T> {
    /// An operator before a term.
    Sign(Rule, Span),
    /// An operator between terms.
    Operator(Rule, Span),
    /// An atom and what stands behind it.
    Term(T),
    /// A test without a second operand.
    Suffix(Node<'t>),
}

/// A term as it is parsed.
enum Term<'t> {
    /// A number with the minus before it: the least integer has no positive twin.
    Negative(Node<'t>, Span),
    /// Anything else.
    Other(Children<'t>, Span),
}

impl Builder {
    /// An expression, which may be a pattern that stands for its existence.
    pub(super) fn condition(&mut self, node: Node<'_>) -> Result<Expression> {
        let span = node.span();
        let items = flatten(node);
        let levels = 1 + nodes_above_terms(&items);
        self.descend(levels, span)?;
        let items = self.built(items);
        self.ascend(levels);
        Chain { items: items? }.or()
    }

    fn built<'t>(&mut self, items: Vec<Item<'t, Term<'t>>>) -> Result<Items<'t>> {
        let mut built = VecDeque::with_capacity(items.len());
        for item in items {
            built.push_back(match item {
                Item::Sign(rule, span) => Item::Sign(rule, span),
                Item::Operator(rule, span) => Item::Operator(rule, span),
                Item::Suffix(node) => Item::Suffix(node),
                Item::Term(Term::Other(children, span)) => Item::Term(self.term(children, span)?),
                Item::Term(Term::Negative(number, span)) => Item::Term(negative(&number, span)?),
            });
        }
        Ok(built)
    }
}

fn negative(number: &Node<'_>, span: Span) -> Result<Expression> {
    let literal = literal::number(number.text(), Sign::Minus, span)?;
    Ok(Expression { kind: ExpressionKind::Literal(literal), span })
}

/// The flat list of what an expression consists of.
fn flatten(node: Node<'_>) -> Vec<Item<'_, Term<'_>>> {
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

fn flatten_term<'t>(term: Node<'t>, items: &mut Vec<Item<'t, Term<'t>>>) {
    let whole = term.span();
    let mut children = term.children();
    while let Some(Rule::kw_not | Rule::minus | Rule::plus) = children.peek() {
        items.extend(children.next().map(|sign| Item::Sign(sign.rule(), sign.span())));
    }
    let span = Span::new(children.peek_span().start, whole.end);
    let number = only_number(&children);
    let minus = match items.last() {
        Some(Item::Sign(Rule::minus, sign)) => Some(*sign),
        _ => None,
    };
    let term = match (minus, number) {
        (Some(sign), Some(number)) => {
            items.pop();
            Term::Negative(number, sign.to(span))
        }
        _ => Term::Other(children, span),
    };
    items.push(Item::Term(term));
}

/// The number that is the whole of a term.
fn only_number<'t>(children: &Children<'t>) -> Option<Node<'t>> {
    if children.peek()? != Rule::number {
        return None;
    }
    let mut children = children.clone();
    children.next().filter(|_| children.peek().is_none())
}

/// How many nodes of the tree stand at most above a term of this list: one for each rank that occurs, and one
/// for each sign and test in a row.
fn nodes_above_terms(items: &[Item<'_, Term<'_>>]) -> usize {
    let mut ranks = [false; TEST_RANK + 4];
    let (mut signs, mut tests) = (Run::default(), Run::default());
    for item in items {
        match item {
            Item::Sign(..) => signs.go_on(),
            Item::Suffix(_) => tests.go_on(),
            Item::Term(_) => signs.end(),
            Item::Operator(rule, _) => match rank(*rule) {
                TEST_RANK => tests.go_on(),
                rank => {
                    ranks[rank] = true;
                    if rank < TEST_RANK {
                        tests.end();
                    }
                }
            },
        }
    }
    ranks.into_iter().filter(|occurs| *occurs).count() + signs.longest + tests.longest
}

/// The length of the longest run of something.
#[derive(Default)]
struct Run {
    current: usize,
    longest: usize,
}

impl Run {
    fn go_on(&mut self) {
        self.current += 1;
        self.longest = self.longest.max(self.current);
    }

    fn end(&mut self) {
        self.current = 0;
    }
}

/// The rank of tests among operators between terms.
const TEST_RANK: usize = 4;

/// The rank of an operator between terms, from the loosest on.
fn rank(operator: Rule) -> usize {
    match operator {
        Rule::kw_or => 0,
        Rule::kw_xor => 1,
        Rule::kw_and => 2,
        Rule::plus | Rule::minus | Rule::concatenate => 5,
        Rule::star | Rule::slash | Rule::percent => 6,
        Rule::caret => 7,
        operator if comparison_operator(operator).is_some() => 3,
        _ => TEST_RANK,
    }
}

type Items<'t> = VecDeque<Item<'t, Expression>>;

/// The parts of a flat expression, read from left to right.
struct Chain<'t> {
    items: Items<'t>,
}

impl<'t> Chain<'t> {
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
        Ok(wrap(signs, self.comparison()?))
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
        let mut tested = self.sum()?;
        while self.has_test() {
            tested = self.one_test(value(tested)?)?;
        }
        Ok(tested)
    }

    fn has_test(&self) -> bool {
        match self.items.front() {
            Some(Item::Suffix(_)) => true,
            Some(Item::Operator(rule, _)) => test_operator(*rule).is_some(),
            Some(Item::Sign(..) | Item::Term(_)) | None => false,
        }
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
        let signs = self.signs(&[Rule::minus, Rule::plus]);
        let operand = self.term()?;
        if signs.is_empty() {
            return Ok(operand);
        }
        Ok(wrap(signs, value(operand)?))
    }

    fn term(&mut self) -> Result<Expression> {
        match self.items.pop_front() {
            Some(Item::Term(term)) => Ok(term),
            Some(Item::Sign(rule, span) | Item::Operator(rule, span)) => Err(misplaced(rule, span)),
            Some(Item::Suffix(node)) => Err(node.unexpected()),
            None => Err(super::syntax("expected a value", Span::default())),
        }
    }

    /// The operator that comes next.
    fn peek(&self) -> Option<Rule> {
        match self.items.front()? {
            Item::Operator(rule, _) => Some(*rule),
            Item::Sign(..) | Item::Term(_) | Item::Suffix(_) => None,
        }
    }

    fn take(&mut self, operator: Rule) -> Option<Span> {
        if self.peek()? != operator {
            return None;
        }
        match self.items.pop_front()? {
            Item::Operator(_, span) => Some(span),
            Item::Sign(..) | Item::Term(_) | Item::Suffix(_) => None,
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
            other @ (Item::Sign(..) | Item::Operator(..) | Item::Term(_)) => {
                self.items.push_front(other);
                None
            }
        }
    }

    /// The operators before a term, of those that this rank has.
    fn signs(&mut self, rules: &[Rule]) -> Vec<(UnaryOperator, Span)> {
        let mut signs = Vec::new();
        while let Some(Item::Sign(rule, span)) = self.items.front() {
            if !rules.contains(rule) {
                break;
            }
            let operator = match rule {
                Rule::kw_not => UnaryOperator::Not,
                Rule::minus => UnaryOperator::Minus,
                _ => UnaryOperator::Plus,
            };
            signs.push((operator, *span));
            self.items.pop_front();
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
