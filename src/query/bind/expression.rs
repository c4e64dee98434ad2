//! Expressions: names become slots, operators get operands of kinds they can take.

use super::binder::{Aggregation, Binder};
use super::bound::{Expression, ExpressionKind, MapItem, SubqueryKind};
use super::scope::Type;
use super::static_types;
use crate::diagnostic::nearest;
use crate::error::{Error, ErrorCode, Phase, Span};
use crate::syntax::ast;
use crate::syntax::ast::{
    ArithmeticOperator, ComparisonOperator, Literal, MapProjectionItem, UnaryOperator,
};
use crate::value::{Kinds, Map, Value};

/// What may have properties or parts.
const WITH_PARTS: Kinds = Kinds::MAP.or(Kinds::ENTITY).or(Kinds::TEMPORAL).or(Kinds::POINT);

/// A bound expression without its place, and what it can be.
type Bound = (ExpressionKind, Type);

impl Binder<'_> {
    /// Binds an expression and infers what it can be.
    pub(super) fn bind_expression(&mut self, expression: &ast::Expression) -> (Expression, Type) {
        let span = expression.span;
        if let Some((slot, kind)) = self.key_slot(expression) {
            self.capture(slot);
            return (Expression { kind: ExpressionKind::Slot(slot), span }, kind);
        }
        let (kind, inferred) = self.bind_kind(expression);
        (Expression { kind, span }, inferred)
    }

    /// The slot where the expression's value stands already, as grouping keys do.
    fn key_slot(&self, expression: &ast::Expression) -> Option<(super::bound::Slot, Type)> {
        let keys = &self.grouped.as_ref()?.keys;
        let key = keys.iter().find(|key| key.expression == *expression)?;
        Some((key.slot, key.kind))
    }

    fn bind_kind(&mut self, expression: &ast::Expression) -> Bound {
        use ast::ExpressionKind as Kind;
        let span = expression.span;
        match &expression.kind {
            Kind::Literal(literal) => bind_literal(literal),
            Kind::List(items) => self.bind_list(items),
            Kind::Map(entries) => self.bind_map(entries),
            Kind::Variable(name) => self.bind_variable(name),
            Kind::Parameter(name) => (ExpressionKind::Parameter(self.parameter(name)), Type::ANY),
            Kind::Property(subject, key) => self.bind_property(subject, key),
            Kind::Index(subject, index) => self.bind_index(subject, index),
            Kind::Slice(subject, from, to) => {
                self.bind_slice(subject, from.as_deref(), to.as_deref())
            }
            Kind::Unary(operator, operand) => self.bind_unary(*operator, operand),
            Kind::And(operands) => self.bind_logical(operands, ExpressionKind::And),
            Kind::Or(operands) => self.bind_logical(operands, ExpressionKind::Or),
            Kind::Xor(operands) => self.bind_logical(operands, ExpressionKind::Xor),
            Kind::Arithmetic(first, rest) => self.bind_arithmetic(first, rest),
            Kind::Comparison(first, rest) => self.bind_comparison(first, rest),
            Kind::Text(operator, left, right) => {
                let [left, right] = self.bind_pair(left, right);
                (ExpressionKind::Text(*operator, left, right), Type::BOOLEAN)
            }
            Kind::In(element, list) => self.bind_in(element, list),
            Kind::IsNull(operand, negated) => self.bind_is_null(operand, *negated, span),
            Kind::IsTyped(operand, name, negated) => {
                self.bind_is_typed(operand, name, *negated, span)
            }
            Kind::HasLabels(subject, labels) => self.bind_has_labels(subject, labels),
            Kind::Call { function, distinct, arguments } => {
                self.bind_function(expression, function, *distinct, arguments)
            }
            Kind::CountStar => self.bind_aggregate(expression, None, false, &[]),
            Kind::Case { subject, branches, otherwise } => {
                self.bind_case(subject.as_deref(), branches, otherwise.as_deref())
            }
            Kind::ListComprehension { variable, list, predicate, result } => self
                .bind_list_comprehension(variable, list, predicate.as_deref(), result.as_deref()),
            Kind::Quantifier { kind, variable, list, predicate } => {
                self.bind_quantifier(*kind, variable, list, predicate.as_deref())
            }
            Kind::Reduce { accumulator, initial, variable, list, result } => {
                self.bind_reduce((accumulator, initial), (variable, list), result)
            }
            Kind::MapProjection { subject, items } => self.bind_map_projection(subject, items),
            Kind::PatternComprehension { path, predicate, result } => {
                self.bind_pattern_comprehension(path, predicate.as_deref(), result, span)
            }
            Kind::PatternPredicate(path) => self.bind_pattern_predicate(path, span),
            Kind::ShortestPath(path) => self.bind_shortest_expression(path, span),
            Kind::Exists(query) => self.bind_subquery(SubqueryKind::Exists, query, span),
            Kind::Count(query) => self.bind_subquery(SubqueryKind::Count, query, span),
            Kind::Collect(query) => self.bind_subquery(SubqueryKind::Collect, query, span),
            Kind::ExistsPattern(pattern, predicate) => self.bind_pattern_subquery(
                SubqueryKind::Exists,
                pattern,
                predicate.as_deref(),
                span,
            ),
            Kind::CountPattern(pattern, predicate) => {
                self.bind_pattern_subquery(SubqueryKind::Count, pattern, predicate.as_deref(), span)
            }
        }
    }

    /// Binds an expression that is only a part of a value: no pattern may stand in it.
    pub(super) fn bind_operand(&mut self, expression: &ast::Expression) -> (Expression, Type) {
        let allowed = std::mem::replace(&mut self.patterns_allowed, false);
        let result = self.bind_expression(expression);
        self.patterns_allowed = allowed;
        result
    }

    fn bind_pair(
        &mut self,
        left: &ast::Expression,
        right: &ast::Expression,
    ) -> [Box<Expression>; 2] {
        [Box::new(self.bind_operand(left).0), Box::new(self.bind_operand(right).0)]
    }

    /// Binds a condition: it must be able to be true.
    pub(super) fn bind_condition(&mut self, expression: &ast::Expression) -> Expression {
        let (bound, kind) = self.bind_expression(expression);
        self.require(kind, Kinds::BOOLEAN, expression.span, "a condition must be a BOOLEAN");
        bound
    }

    /// Notes an error if a value of this type can't be of one of these kinds.
    pub(super) fn require(&mut self, found: Type, wanted: Kinds, span: Span, rule: &str) {
        if !found.can_be(wanted) {
            let message = format!("{rule}, but found {}", found.kinds);
            self.fault(ErrorCode::InvalidArgumentType, span, message);
        }
    }

    fn bind_list(&mut self, items: &[ast::Expression]) -> Bound {
        let (items, kinds): (Vec<_>, Vec<_>) =
            items.iter().map(|item| self.bind_operand(item)).unzip();
        let elements = kinds.iter().fold(Kinds::NONE, |all, one| all | one.kinds);
        let kind = match constants(&items) {
            Some(values) => ExpressionKind::Constant(Value::list(values)),
            None => ExpressionKind::List(items),
        };
        (kind, Type::list_of(elements))
    }

    fn bind_map(&mut self, entries: &[(ast::Name, ast::Expression)]) -> Bound {
        let (names, values): (Vec<_>, Vec<_>) = entries
            .iter()
            .map(|(name, value)| (name.text.clone(), self.bind_operand(value).0))
            .unzip();
        let kind = match constants(&values) {
            Some(values) => {
                ExpressionKind::Constant(Value::map(names.into_iter().zip(values).collect::<Map>()))
            }
            None => ExpressionKind::Map(names.into_iter().zip(values).collect()),
        };
        (kind, Type::of(Kinds::MAP))
    }

    fn bind_variable(&mut self, name: &ast::Name) -> Bound {
        let Some(variable) = self.lookup(&name.text) else {
            if self.is_hidden_in_key(&name.text) {
                self.ambiguous(&name.text, name.span);
            } else {
                self.undefined(name);
            }
            return unknown();
        };
        if self.is_fenced(&name.text) {
            self.ambiguous(&name.text, name.span);
        }
        (ExpressionKind::Slot(variable.slot), variable.kind)
    }

    /// Notes that a variable is not defined, with the nearest one that is.
    pub(super) fn undefined(&mut self, name: &ast::Name) {
        let mut error = Error::new(
            ErrorCode::UndefinedVariable,
            format!("variable `{}` is not defined", name.text),
        );
        let known: Vec<_> =
            self.scope.variables().iter().map(|variable| variable.name.clone()).collect();
        if let Some(best) = nearest(&name.text, known.iter().map(|name| &**name)).into_iter().next()
        {
            error = error.with_help(format!("did you mean `{best}`?"));
        }
        self.report(error.at(name.span));
    }

    fn bind_property(&mut self, subject: &ast::Expression, key: &ast::Name) -> Bound {
        let (bound, kind) = self.bind_operand(subject);
        if !kind.can_be(WITH_PARTS) {
            let message = format!("a value of type {} has no properties", kind.kinds);
            let code = if kind.kinds == Kinds::PATH {
                ErrorCode::InvalidArgumentType
            } else {
                ErrorCode::TypeMismatch
            };
            self.report(Error::new(code, message).at(subject.span).in_phase(Phase::Compile));
        }
        if (kind.kinds & Kinds::ENTITY) == kind.kinds && !kind.kinds.is_none() {
            self.notice_key(key);
        }
        (ExpressionKind::Property(Box::new(bound), self.key(&key.text)), Type::ANY)
    }

    fn bind_index(&mut self, subject: &ast::Expression, index: &ast::Expression) -> Bound {
        let (bound, kind) = self.bind_operand(subject);
        let (place, place_kind) = self.bind_operand(index);
        if kind.kinds == Kinds::LIST && !place_kind.can_be(Kinds::INTEGER) {
            let message = format!("a list is indexed by an INTEGER, but got {}", place_kind.kinds);
            let error = Error::new(ErrorCode::TypeMismatch, message);
            self.report(error.at(index.span).in_phase(Phase::Compile));
        }
        let index = Box::new(place);
        let element = if kind.kinds == Kinds::LIST { kind.element() } else { Type::ANY };
        (ExpressionKind::Index(Box::new(bound), index), element)
    }

    fn bind_slice(
        &mut self,
        subject: &ast::Expression,
        from: Option<&ast::Expression>,
        to: Option<&ast::Expression>,
    ) -> Bound {
        let (bound, kind) = self.bind_operand(subject);
        let from = from.map(|from| Box::new(self.bind_operand(from).0));
        let to = to.map(|to| Box::new(self.bind_operand(to).0));
        (ExpressionKind::Slice(Box::new(bound), from, to), kind)
    }

    fn bind_unary(&mut self, operator: UnaryOperator, operand: &ast::Expression) -> Bound {
        if operator == UnaryOperator::Not {
            let (bound, kind) = self.bind_expression(operand);
            self.require(kind, Kinds::BOOLEAN, operand.span, "`NOT` takes a BOOLEAN");
            return (ExpressionKind::Not(Box::new(bound)), Type::BOOLEAN);
        }
        let (bound, kind) = self.bind_operand(operand);
        let numbers = Kinds::NUMBER | Kinds::DURATION;
        self.require(kind, numbers, operand.span, "a sign stands before a NUMBER");
        let bound = match (operator, bound.kind) {
            (UnaryOperator::Minus, ExpressionKind::Constant(Value::Integer(number)))
                if number != i64::MIN =>
            {
                ExpressionKind::Constant(Value::Integer(-number))
            }
            (UnaryOperator::Minus, ExpressionKind::Constant(Value::Float(number))) => {
                ExpressionKind::Constant(Value::Float(-number))
            }
            (UnaryOperator::Minus, kind) => {
                ExpressionKind::Negate(Box::new(Expression { kind, span: bound.span }))
            }
            (UnaryOperator::Plus | UnaryOperator::Not, kind) => {
                ExpressionKind::Plus(Box::new(Expression { kind, span: bound.span }))
            }
        };
        (bound, Type::of(kind.kinds & numbers))
    }

    fn bind_logical(
        &mut self,
        operands: &[ast::Expression],
        make: fn(Vec<Expression>) -> ExpressionKind,
    ) -> Bound {
        let mut bound = Vec::with_capacity(operands.len());
        for operand in operands {
            let (expression, kind) = self.bind_expression(operand);
            let rule = "`AND`, `OR` and `XOR` take BOOLEANs";
            self.require(kind, Kinds::BOOLEAN, operand.span, rule);
            bound.push(expression);
        }
        (make(bound), Type::BOOLEAN)
    }

    fn bind_arithmetic(
        &mut self,
        first: &ast::Expression,
        rest: &[(ArithmeticOperator, ast::Expression)],
    ) -> Bound {
        let (mut left, mut kind) = self.bind_operand(first);
        for (operator, operand) in rest {
            let (right, other) = self.bind_operand(operand);
            let result = static_types::arithmetic(*operator, kind, other);
            let span = left.span.to(right.span);
            let unknown = kind.kinds.is_none() || other.kinds.is_none();
            if result.kinds.is_none() && !unknown {
                let message =
                    format!("there is no arithmetic of {} and {}", kind.kinds, other.kinds);
                self.fault(ErrorCode::InvalidArgumentType, span, message);
            }
            kind = if result.kinds.is_none() && !unknown { Type::ANY } else { result };
            let arithmetic = ExpressionKind::Arithmetic(*operator, Box::new(left), Box::new(right));
            left = Expression { kind: arithmetic, span };
        }
        (left.kind, kind)
    }

    /// `a < b <= c` is `a < b AND b <= c`.
    fn bind_comparison(
        &mut self,
        first: &ast::Expression,
        rest: &[(ComparisonOperator, ast::Expression)],
    ) -> Bound {
        let mut left = self.bind_operand(first).0;
        let mut pairs = Vec::with_capacity(rest.len());
        for (operator, operand) in rest {
            let right = self.bind_operand(operand).0;
            let span = left.span.to(right.span);
            let pair =
                ExpressionKind::Comparison(*operator, Box::new(left), Box::new(right.clone()));
            pairs.push(Expression { kind: pair, span });
            left = right;
        }
        if pairs.len() > 1 {
            return (ExpressionKind::And(pairs), Type::BOOLEAN);
        }
        (pairs.pop().map_or(left.kind, |pair| pair.kind), Type::BOOLEAN)
    }

    fn bind_in(&mut self, element: &ast::Expression, list: &ast::Expression) -> Bound {
        let element = Box::new(self.bind_operand(element).0);
        let (bound, kind) = self.bind_operand(list);
        self.require(kind, Kinds::LIST, list.span, "`IN` takes a LIST on its right");
        (ExpressionKind::In(element, Box::new(bound)), Type::BOOLEAN)
    }

    fn bind_is_null(&mut self, operand: &ast::Expression, negated: bool, span: Span) -> Bound {
        let bound = self.bind_operand(operand).0;
        (negate_if(negated, ExpressionKind::IsNull(Box::new(bound)), span), Type::BOOLEAN)
    }

    fn bind_is_typed(
        &mut self,
        operand: &ast::Expression,
        name: &str,
        negated: bool,
        span: Span,
    ) -> Bound {
        let bound = Box::new(self.bind_operand(operand).0);
        let (name, not_null) =
            name.strip_suffix(" NOT NULL").map_or((name, false), |name| (name, true));
        let Some(kinds) = Kinds::named(name) else {
            self.fault(ErrorCode::UnexpectedSyntax, span, format!("there is no type `{name}`"));
            return unknown();
        };
        (negate_if(negated, ExpressionKind::IsTyped(bound, kinds, not_null), span), Type::BOOLEAN)
    }

    fn bind_has_labels(
        &mut self,
        subject: &ast::Expression,
        labels: &ast::LabelExpression,
    ) -> Bound {
        let (bound, kind) = self.bind_operand(subject);
        self.require(kind, Kinds::ENTITY, subject.span, "labels belong to a NODE");
        let (labels, types) = self.label_or_type_test(labels);
        (ExpressionKind::HasLabels(Box::new(bound), labels, types), Type::BOOLEAN)
    }

    fn bind_case(
        &mut self,
        subject: Option<&ast::Expression>,
        branches: &[ast::Branch],
        otherwise: Option<&ast::Expression>,
    ) -> Bound {
        let is_simple = subject.is_some();
        let subject = subject.map(|subject| Box::new(self.bind_operand(subject).0));
        let mut kind = Type { kinds: Kinds::NONE, elements: Kinds::NONE };
        let mut bound = Vec::with_capacity(branches.len());
        for branch in branches {
            let condition = if is_simple {
                self.bind_operand(&branch.condition).0
            } else {
                self.with_rules(self.aggregation, true, |one| one.bind_condition(&branch.condition))
            };
            let (result, other) = self.bind_operand(&branch.result);
            kind = kind.or(other);
            bound.push((condition, result));
        }
        let otherwise = otherwise.map(|otherwise| {
            let (result, other) = self.bind_operand(otherwise);
            kind = kind.or(other);
            Box::new(result)
        });
        (ExpressionKind::Case { subject, branches: bound, otherwise }, kind)
    }

    /// Binds a list and a variable for its elements, which `inside` sees.
    fn over_list<T>(
        &mut self,
        variable: &ast::Name,
        list: &ast::Expression,
        inside: impl FnOnce(&mut Self, Type) -> T,
    ) -> (super::bound::Slot, Box<Expression>, Type, T) {
        let (bound, kind) = self.bind_operand(list);
        self.require(kind, Kinds::LIST, list.span, "elements are taken from a LIST");
        let element = if kind.kinds == Kinds::LIST { kind.element() } else { Type::ANY };
        let (slot, result) = self.within_scope(|binder| {
            let slot = binder.declare(variable, element);
            let forbidden = Aggregation::Forbidden;
            let result = binder.with_rules(forbidden, true, |binder| inside(binder, element));
            (slot, result)
        });
        (slot, Box::new(bound), kind, result)
    }

    fn bind_list_comprehension(
        &mut self,
        variable: &ast::Name,
        list: &ast::Expression,
        predicate: Option<&ast::Expression>,
        result: Option<&ast::Expression>,
    ) -> Bound {
        let (slot, list, _, (predicate, result, elements)) =
            self.over_list(variable, list, |binder, element| {
                let predicate =
                    predicate.map(|predicate| Box::new(binder.bind_condition(predicate)));
                let result = result.map(|result| binder.bind_operand(result));
                let elements = result.as_ref().map_or(element.kinds, |(_, kind)| kind.kinds);
                (predicate, result.map(|(result, _)| Box::new(result)), elements)
            });
        let kind = ExpressionKind::ListComprehension { slot, list, predicate, result };
        (kind, Type::list_of(elements))
    }

    fn bind_quantifier(
        &mut self,
        kind: ast::QuantifierKind,
        variable: &ast::Name,
        list: &ast::Expression,
        predicate: Option<&ast::Expression>,
    ) -> Bound {
        let (slot, list, _, predicate) = self.over_list(variable, list, |binder, _| {
            if let Some(predicate) = predicate {
                return binder.bind_condition(predicate);
            }
            let (kind, _) = binder.bind_variable(variable);
            Expression { kind, span: variable.span }
        });
        let predicate = Box::new(predicate);
        (ExpressionKind::Quantifier { kind, slot, list, predicate }, Type::BOOLEAN)
    }

    fn bind_reduce(
        &mut self,
        (accumulator, initial): (&ast::Name, &ast::Expression),
        (variable, list): (&ast::Name, &ast::Expression),
        result: &ast::Expression,
    ) -> Bound {
        let initial = Box::new(self.bind_operand(initial).0);
        let (slot, list, _, (accumulator, result)) = self.over_list(variable, list, |binder, _| {
            let accumulator = binder.declare(accumulator, Type::ANY);
            (accumulator, Box::new(binder.bind_operand(result).0))
        });
        (ExpressionKind::Reduce { accumulator, initial, slot, list, result }, Type::ANY)
    }

    fn bind_map_projection(&mut self, subject: &ast::Name, items: &[MapProjectionItem]) -> Bound {
        let (kind, found) = self.bind_variable(subject);
        let wanted = Kinds::MAP | Kinds::ENTITY;
        self.require(found, wanted, subject.span, "a map is projected from a MAP or an entity");
        let mut bound = Vec::with_capacity(items.len());
        for item in items {
            bound.push(match item {
                MapProjectionItem::Property(key) => MapItem::Property(self.key(&key.text)),
                MapProjectionItem::AllProperties(_) => MapItem::All,
                MapProjectionItem::Entry(key, value) => {
                    MapItem::Entry(key.text.clone(), self.bind_operand(value).0)
                }
                MapProjectionItem::Variable(name) => {
                    let (kind, _) = self.bind_variable(name);
                    MapItem::Entry(name.text.clone(), Expression { kind, span: name.span })
                }
            });
        }
        let subject = Box::new(Expression { kind, span: subject.span });
        (ExpressionKind::MapProjection { subject, items: bound }, Type::of(Kinds::MAP))
    }
}

/// What stands for an expression that could not be bound; the error has been noted.
pub(super) fn unknown() -> Bound {
    (ExpressionKind::Constant(Value::Null), Type::ANY)
}

fn negate_if(negated: bool, kind: ExpressionKind, span: Span) -> ExpressionKind {
    if negated { ExpressionKind::Not(Box::new(Expression { kind, span })) } else { kind }
}

fn bind_literal(literal: &Literal) -> Bound {
    let value = match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(value) => Value::Boolean(*value),
        Literal::Integer(value) => Value::Integer(*value),
        Literal::Float(value) => Value::Float(*value),
        Literal::String(value) => Value::string(value.as_str()),
    };
    let kinds = Kinds::of(&value);
    (ExpressionKind::Constant(value), Type::of(kinds))
}

/// The values of expressions that are all constants.
fn constants(expressions: &[Expression]) -> Option<Vec<Value>> {
    let value = |expression: &Expression| {
        let ExpressionKind::Constant(value) = &expression.kind else { return None };
        Some(value.clone())
    };
    expressions.iter().map(value).collect()
}
