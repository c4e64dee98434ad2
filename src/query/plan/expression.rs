//! Expressions of a bound statement as text, close to how they were written.

use super::describe::{Describer, name_test};
use crate::query::bind::bound::{Expression, ExpressionKind, MapItem, SubqueryKind};
use crate::syntax::ast::{ArithmeticOperator, ComparisonOperator, QuantifierKind, TextOperator};

impl Describer<'_> {
    /// An expression as text.
    pub(super) fn expression(self, expression: &Expression) -> String {
        match &expression.kind {
            ExpressionKind::Constant(value) => value.to_string(),
            ExpressionKind::Slot(slot) => self.slot(*slot),
            ExpressionKind::Parameter(parameter) => {
                let name = self.statement.parameters.get(parameter.0 as usize);
                format!("${}", name.map_or("", AsRef::as_ref))
            }
            ExpressionKind::List(items) => format!("[{}]", self.expressions(items, ", ")),
            ExpressionKind::Map(entries) => {
                let entry = |(key, value): &(_, _)| format!("{key}: {}", self.expression(value));
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            ExpressionKind::Property(subject, key) => {
                format!("{}.{}", self.operand(subject), self.key(*key))
            }
            ExpressionKind::Index(subject, index) => {
                format!("{}[{}]", self.operand(subject), self.expression(index))
            }
            ExpressionKind::Slice(subject, from, to) => {
                let (from, to) = (self.part("", from.as_deref()), self.part("", to.as_deref()));
                format!("{}[{from}..{to}]", self.operand(subject))
            }
            ExpressionKind::Not(operand) => format!("NOT {}", self.operand(operand)),
            ExpressionKind::Negate(operand) => format!("-{}", self.operand(operand)),
            ExpressionKind::Plus(operand) => format!("+{}", self.operand(operand)),
            ExpressionKind::And(operands) => self.operands(operands, " AND "),
            ExpressionKind::Or(operands) => self.operands(operands, " OR "),
            ExpressionKind::Xor(operands) => self.operands(operands, " XOR "),
            ExpressionKind::Arithmetic(operator, left, right) => {
                self.infix(left, arithmetic(*operator), right)
            }
            ExpressionKind::Comparison(operator, left, right) => {
                self.infix(left, comparison(*operator), right)
            }
            ExpressionKind::Text(operator, left, right) => self.infix(left, text(*operator), right),
            ExpressionKind::In(element, list) => self.infix(element, "IN", list),
            ExpressionKind::IsNull(operand) => format!("{} IS NULL", self.operand(operand)),
            ExpressionKind::IsTyped(operand, kinds, not_null) => {
                let ending = if *not_null { " NOT NULL" } else { "" };
                format!("{} IS :: {kinds}{ending}", self.operand(operand))
            }
            ExpressionKind::HasLabels(operand, labels, _) => {
                let labels = name_test(labels, &|label| self.label(label));
                format!("{}:{labels}", self.operand(operand))
            }
            ExpressionKind::Call(function, arguments) => {
                format!("{}({})", function.name, self.expressions(arguments, ", "))
            }
            ExpressionKind::CustomCall(function, arguments) => {
                format!("{}({})", function.name, self.expressions(arguments, ", "))
            }
            ExpressionKind::Case { subject, branches, otherwise } => {
                self.case(subject.as_deref(), branches, otherwise.as_deref())
            }
            ExpressionKind::ListComprehension { slot, list, predicate, result } => {
                let (predicate, result) = (predicate.as_deref(), result.as_deref());
                let endings = self.part(" WHERE ", predicate) + &self.part(" | ", result);
                format!("[{} IN {}{endings}]", self.slot(*slot), self.expression(list))
            }
            ExpressionKind::Quantifier { kind, slot, list, predicate } => {
                let (list, predicate) = (self.expression(list), self.expression(predicate));
                let slot = self.slot(*slot);
                format!("{}({slot} IN {list} WHERE {predicate})", quantifier(*kind))
            }
            ExpressionKind::Reduce { accumulator, initial, slot, list, result } => {
                let initial = format!("{} = {}", self.slot(*accumulator), self.expression(initial));
                let element = format!("{} IN {}", self.slot(*slot), self.expression(list));
                format!("reduce({initial}, {element} | {})", self.expression(result))
            }
            ExpressionKind::MapProjection { subject, items } => {
                let items: Vec<_> = items.iter().map(|item| self.map_item(item)).collect();
                format!("{} {{{}}}", self.operand(subject), items.join(", "))
            }
            ExpressionKind::Subquery(kind, subquery) => {
                format!("{} {{ subquery {} }}", subquery_kind(*kind), subquery.0 + 1)
            }
        }
    }

    /// A part that may be left out, with what goes before it.
    fn part(self, before: &str, part: Option<&Expression>) -> String {
        part.map_or_else(String::new, |part| format!("{before}{}", self.expression(part)))
    }

    fn case(
        self,
        subject: Option<&Expression>,
        branches: &[(Expression, Expression)],
        otherwise: Option<&Expression>,
    ) -> String {
        let mut text = "CASE".to_owned();
        if let Some(subject) = subject {
            text.extend([" ", &self.expression(subject)]);
        }
        for (condition, result) in branches {
            let (condition, result) = (self.expression(condition), self.expression(result));
            text.extend([" WHEN ", &condition, " THEN ", &result]);
        }
        if let Some(otherwise) = otherwise {
            text.extend([" ELSE ", &self.expression(otherwise)]);
        }
        text + " END"
    }

    fn map_item(self, item: &MapItem) -> String {
        match item {
            MapItem::All => ".*".to_owned(),
            MapItem::Property(key) => format!(".{}", self.key(*key)),
            MapItem::Entry(key, value) => format!("{key}: {}", self.expression(value)),
        }
    }

    fn infix(self, left: &Expression, operator: &str, right: &Expression) -> String {
        format!("{} {operator} {}", self.operand(left), self.operand(right))
    }

    fn operands(self, operands: &[Expression], operator: &str) -> String {
        operands.iter().map(|one| self.operand(one)).collect::<Vec<_>>().join(operator)
    }

    /// An expression within another, in brackets where it consists of several parts.
    fn operand(self, expression: &Expression) -> String {
        let text = self.expression(expression);
        match &expression.kind {
            ExpressionKind::Not(_)
            | ExpressionKind::Negate(_)
            | ExpressionKind::Plus(_)
            | ExpressionKind::And(_)
            | ExpressionKind::Or(_)
            | ExpressionKind::Xor(_)
            | ExpressionKind::Arithmetic(..)
            | ExpressionKind::Comparison(..)
            | ExpressionKind::Text(..)
            | ExpressionKind::In(..)
            | ExpressionKind::IsNull(_)
            | ExpressionKind::IsTyped(..) => format!("({text})"),
            ExpressionKind::Constant(_)
            | ExpressionKind::Slot(_)
            | ExpressionKind::Parameter(_)
            | ExpressionKind::List(_)
            | ExpressionKind::Map(_)
            | ExpressionKind::Property(..)
            | ExpressionKind::Index(..)
            | ExpressionKind::Slice(..)
            | ExpressionKind::HasLabels(..)
            | ExpressionKind::Call(..)
            | ExpressionKind::CustomCall(..)
            | ExpressionKind::Case { .. }
            | ExpressionKind::ListComprehension { .. }
            | ExpressionKind::Quantifier { .. }
            | ExpressionKind::Reduce { .. }
            | ExpressionKind::MapProjection { .. }
            | ExpressionKind::Subquery(..) => text,
        }
    }
}

fn arithmetic(operator: ArithmeticOperator) -> &'static str {
    match operator {
        ArithmeticOperator::Add => "+",
        ArithmeticOperator::Subtract => "-",
        ArithmeticOperator::Multiply => "*",
        ArithmeticOperator::Divide => "/",
        ArithmeticOperator::Modulo => "%",
        ArithmeticOperator::Power => "^",
        ArithmeticOperator::Concatenate => "||",
    }
}

fn comparison(operator: ComparisonOperator) -> &'static str {
    match operator {
        ComparisonOperator::Equal => "=",
        ComparisonOperator::NotEqual => "<>",
        ComparisonOperator::Less => "<",
        ComparisonOperator::LessOrEqual => "<=",
        ComparisonOperator::Greater => ">",
        ComparisonOperator::GreaterOrEqual => ">=",
    }
}

fn text(operator: TextOperator) -> &'static str {
    match operator {
        TextOperator::StartsWith => "STARTS WITH",
        TextOperator::EndsWith => "ENDS WITH",
        TextOperator::Contains => "CONTAINS",
        TextOperator::Matches => "=~",
    }
}

fn quantifier(kind: QuantifierKind) -> &'static str {
    match kind {
        QuantifierKind::All => "all",
        QuantifierKind::Any => "any",
        QuantifierKind::None => "none",
        QuantifierKind::Single => "single",
    }
}

fn subquery_kind(kind: SubqueryKind) -> &'static str {
    match kind {
        SubqueryKind::Exists => "EXISTS",
        SubqueryKind::Count => "COUNT",
        SubqueryKind::Collect => "COLLECT",
        SubqueryKind::First => "FIRST",
    }
}
