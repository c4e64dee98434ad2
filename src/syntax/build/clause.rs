//! Clauses that read, project and call.

use super::{Builder, Children, Node, name};
use crate::error::Result;
use crate::syntax::ast::{
    Call, CallArguments, Clause, LoadCsv, Match, Name, Projection, ProjectionItem, SortItem,
    Subquery, SubqueryScope, TransactionBatches, Unwind, With, YieldItem,
};
use crate::syntax::grammar::Rule;

impl Builder {
    pub(super) fn clause(&mut self, node: Node<'_>) -> Result<Clause> {
        match node.rule() {
            Rule::match_clause => self.match_clause(node).map(Clause::Match),
            Rule::return_clause => self.return_clause(node).map(Clause::Return),
            Rule::with_clause => self.with_clause(node).map(Clause::With),
            Rule::unwind_clause => self.unwind_clause(node).map(Clause::Unwind),
            Rule::call_clause => self.call_clause(node).map(Clause::Call),
            Rule::subquery_clause => self.subquery_clause(node).map(Clause::Subquery),
            Rule::load_csv_clause => self.load_csv_clause(node).map(Clause::LoadCsv),
            Rule::use_clause => {
                let span = node.span();
                Ok(Clause::Use { name: second_name(node)?, span })
            }
            Rule::finish_clause => Ok(Clause::Finish { span: node.span() }),
            _ => self.updating_clause(node),
        }
    }

    fn match_clause(&mut self, node: Node<'_>) -> Result<Match> {
        let span = node.span();
        let mut children = node.children();
        let optional = children.has(Rule::kw_optional);
        children.expect(Rule::kw_match)?;
        let pattern = self.pattern(children.expect(Rule::pattern)?)?;
        let predicate = self.predicate(&mut children)?;
        Ok(Match { optional, pattern, predicate, span })
    }

    fn return_clause(&mut self, node: Node<'_>) -> Result<Projection> {
        let span = node.span();
        let mut children = node.children();
        children.expect(Rule::kw_return)?;
        let projection = self.projection(children.expect(Rule::projection)?)?;
        Ok(Projection { span, ..projection })
    }

    fn with_clause(&mut self, node: Node<'_>) -> Result<With> {
        let span = node.span();
        let mut children = node.children();
        children.expect(Rule::kw_with)?;
        let projection = self.projection(children.expect(Rule::projection)?)?;
        let predicate = self.predicate(&mut children)?;
        Ok(With { projection: Projection { span, ..projection }, predicate })
    }

    /// What `RETURN`, `WITH` and `YIELD` have behind the word.
    pub(super) fn projection(&mut self, node: Node<'_>) -> Result<Projection> {
        let span = node.span();
        let mut children = node.children();
        let distinct = children.has(Rule::kw_distinct);
        let star = children.has(Rule::star);
        let items = children.many(Rule::projection_item);
        let items =
            items.into_iter().map(|item| self.projection_item(item)).collect::<Result<_>>()?;
        let order = self.order_by(&mut children)?;
        let skip = children.optional(Rule::skip_part);
        let skip = skip.map(|node| self.second_expression(node)).transpose()?;
        let limit = children.optional(Rule::limit_part);
        let limit = limit.map(|node| self.second_expression(node)).transpose()?;
        Ok(Projection { distinct, star, items, order, skip, limit, span })
    }

    #[expect(clippy::needless_pass_by_value, reason = "every rule takes its node as its own")]
    fn projection_item(&mut self, node: Node<'_>) -> Result<ProjectionItem> {
        let mut children = node.clone().children();
        let expression = self.next_expression(&mut children)?;
        let alias = aliased(&mut children)?;
        let text = node.source(expression.span).to_owned();
        Ok(ProjectionItem { expression, alias, text })
    }

    fn order_by(&mut self, children: &mut Children<'_>) -> Result<Vec<SortItem>> {
        let Some(node) = children.optional(Rule::order_by) else {
            return Ok(Vec::new());
        };
        let mut children = node.children();
        children.expect(Rule::kw_order)?;
        children.expect(Rule::kw_by)?;
        children.map(|item| self.sort_item(item)).collect()
    }

    fn sort_item(&mut self, node: Node<'_>) -> Result<SortItem> {
        let mut children = node.children();
        let expression = self.next_expression(&mut children)?;
        Ok(SortItem { expression, descending: children.has(Rule::kw_descending) })
    }

    fn unwind_clause(&mut self, node: Node<'_>) -> Result<Unwind> {
        let span = node.span();
        let mut children = node.children();
        children.expect(Rule::kw_unwind)?;
        let list = self.next_expression(&mut children)?;
        children.expect(Rule::kw_as)?;
        Ok(Unwind { list, variable: name(&children.expect(Rule::variable)?)?, span })
    }

    fn call_clause(&mut self, node: Node<'_>) -> Result<Call> {
        let span = node.span();
        let mut children = node.children();
        let optional = children.has(Rule::kw_optional);
        children.expect(Rule::kw_call)?;
        let procedure = name(&children.expect(Rule::procedure_name)?)?;
        let arguments = match children.optional(Rule::arguments) {
            Some(node) => CallArguments::Explicit(self.expressions(&mut node.children())?),
            None => CallArguments::Implicit,
        };
        let mut call = Call {
            optional,
            procedure,
            arguments,
            yield_star: false,
            yields: None,
            predicate: None,
            span,
        };
        if let Some(node) = children.optional(Rule::yield_part) {
            self.yield_part(node, &mut call)?;
        }
        Ok(call)
    }

    fn yield_part(&mut self, node: Node<'_>, call: &mut Call) -> Result<()> {
        let mut children = node.children();
        children.expect(Rule::kw_yield)?;
        call.yield_star = children.has(Rule::star);
        let items = children.many(Rule::yield_item);
        if !call.yield_star {
            call.yields = Some(items.into_iter().map(yield_item).collect::<Result<_>>()?);
        }
        call.predicate = self.predicate(&mut children)?;
        Ok(())
    }

    fn subquery_clause(&mut self, node: Node<'_>) -> Result<Subquery> {
        let span = node.span();
        let mut children = node.children();
        let optional = children.has(Rule::kw_optional);
        children.expect(Rule::kw_call)?;
        let scope = children.optional(Rule::subquery_scope).map(subquery_scope).transpose()?;
        let scope = scope.unwrap_or(SubqueryScope::Importing);
        let query = self.query(children.expect(Rule::query)?)?;
        let batches = children.optional(Rule::batches);
        let batches = batches.map(|node| self.batches(node)).transpose()?;
        Ok(Subquery { optional, scope, query, batches, span })
    }

    fn batches(&mut self, node: Node<'_>) -> Result<TransactionBatches> {
        let span = node.span();
        let rows = node.children().find(|child| child.rule() == Rule::expression);
        let rows = rows.map(|rows| self.expression(rows)).transpose()?;
        Ok(TransactionBatches { rows, span })
    }

    fn load_csv_clause(&mut self, node: Node<'_>) -> Result<LoadCsv> {
        let span = node.span();
        let mut children = node.children();
        children.expect(Rule::kw_load)?;
        children.expect(Rule::kw_csv)?;
        let headers = children.has(Rule::csv_headers);
        children.expect(Rule::kw_from)?;
        let url = self.next_expression(&mut children)?;
        children.expect(Rule::kw_as)?;
        let variable = name(&children.expect(Rule::variable)?)?;
        let delimiter = children.optional(Rule::field_terminator);
        let delimiter = delimiter.map(|node| self.second_expression(node)).transpose()?;
        Ok(LoadCsv { headers, url, variable, delimiter, span })
    }
}

/// The name after an `AS` that may come next.
fn aliased(children: &mut Children<'_>) -> Result<Option<Name>> {
    if !children.has(Rule::kw_as) {
        return Ok(None);
    }
    name(&children.expect(Rule::variable)?).map(Some)
}

/// The name behind one word.
fn second_name(node: Node<'_>) -> Result<Name> {
    let mut children = node.children();
    children.one()?;
    name(&children.one()?)
}

fn yield_item(node: Node<'_>) -> Result<YieldItem> {
    let mut children = node.children();
    let column = name(&children.expect(Rule::column_name)?)?;
    Ok(YieldItem { column, alias: aliased(&mut children)? })
}

fn subquery_scope(node: Node<'_>) -> Result<SubqueryScope> {
    let mut children = node.children();
    if children.has(Rule::star) {
        return Ok(SubqueryScope::All);
    }
    let names = children.map(|variable| name(&variable)).collect::<Result<_>>()?;
    Ok(SubqueryScope::Names(names))
}
