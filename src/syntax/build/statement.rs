//! Statements, queries and the chain of clauses in them.

use super::literal;
use super::pattern::parameter;
use super::{Builder, Node, syntax};
use crate::error::{Result, Span};
use crate::syntax::ast::{
    Body, Clause, Expression, ExpressionKind, Literal, Mode, Period, PeriodKind, Query,
    SingleQuery, Statement, Union,
};
use crate::syntax::grammar::Rule;

/// A query in a query stands four nodes of the tree deeper.
const QUERY_LEVELS: usize = 4;

impl Builder {
    pub(super) fn statement(&mut self, node: Node<'_>) -> Result<Statement> {
        let mut children = node.children();
        let start = children.peek_span().start;
        let mode = match children.optional(Rule::mode) {
            Some(node) if node.clone().child()?.rule() == Rule::kw_explain => Mode::Explain,
            Some(_) => Mode::Profile,
            None => Mode::Run,
        };
        let period = children.optional(Rule::period).map(period).transpose()?;
        let body = children.one()?;
        let span = Span::new(start, body.span().end);
        let body = match body.rule() {
            Rule::query => Body::Query(self.query(body)?),
            Rule::show => Body::Show(self.show(body)?),
            _ => Body::Schema(super::schema::schema(body)?),
        };
        Ok(Statement { mode, period, body, span })
    }

    pub(super) fn query(&mut self, node: Node<'_>) -> Result<Query> {
        let span = node.span();
        self.deeper(QUERY_LEVELS, span, |builder| {
            let mut children = node.children();
            let first = builder.single_query(children.expect(Rule::single_query)?)?;
            let mut unions = Vec::new();
            while let Some(node) = children.optional(Rule::union) {
                let span = node.span();
                let all = node.children().any(|word| word.rule() == Rule::kw_all);
                let query = builder.single_query(children.expect(Rule::single_query)?)?;
                unions.push(Union { all, query, span });
            }
            Ok(Query { first, unions, span })
        })
    }

    fn single_query(&mut self, node: Node<'_>) -> Result<SingleQuery> {
        let span = node.span();
        let mut clauses = Vec::new();
        for clause in node.children() {
            clauses.push(self.clause(clause)?);
        }
        refuse_yield_star_in_query(&clauses)?;
        Ok(SingleQuery { clauses, span })
    }
}

/// `YIELD *` names no variable, so nothing could follow it.
fn refuse_yield_star_in_query(clauses: &[Clause]) -> Result<()> {
    let mut stars = clauses.iter().filter_map(|clause| match clause {
        Clause::Call(call) if call.yield_star => Some(call.span),
        _ => None,
    });
    match stars.next_back() {
        Some(span) if clauses.len() > 1 => {
            let message = "unexpected `YIELD *` in a call that does not stand alone";
            Err(syntax(message, span).with_help("name the columns: `YIELD name, …`"))
        }
        Some(_) | None => Ok(()),
    }
}

/// `AS OF '1918'`, `DURING '1914/1918' STRICTLY`.
fn period(node: Node<'_>) -> Result<Period> {
    let span = node.span();
    let mut children = node.children();
    let before = children.has(Rule::kw_strictly);
    let kind = match children.expect(Rule::period_kind)?.child()?.rule() {
        Rule::kw_as => PeriodKind::AsOf,
        _ => PeriodKind::During,
    };
    let date = period_date(children.expect(Rule::period_date)?.child()?)?;
    let after = children.has(Rule::kw_strictly);
    Ok(Period { kind, strictly: before || after, date, span })
}

fn period_date(node: Node<'_>) -> Result<Expression> {
    if node.rule() == Rule::parameter {
        return parameter(node);
    }
    let span = node.span();
    let text = Literal::String(literal::string(node.text(), span)?);
    Ok(Expression { kind: ExpressionKind::Literal(text), span })
}
