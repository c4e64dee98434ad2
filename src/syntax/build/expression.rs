//! Atoms of expressions, and what may stand behind one.

use super::literal::{self, Sign};
use super::{Builder, Children, Node, name, syntax};
use crate::error::{Error, ErrorCode, Result, Span};
use crate::syntax::ast::{
    Branch, Expression, ExpressionKind, Literal, MapProjectionItem, Name, Pattern, QuantifierKind,
};
use crate::syntax::grammar::Rule;

/// Refuses a pattern where a value is needed: it can only be asked for, not computed with.
pub(super) fn value(expression: Expression) -> Result<Expression> {
    if let ExpressionKind::PatternPredicate(_) = expression.kind {
        let message = "unexpected pattern, expected a value";
        return Err(syntax(message, expression.span)
            .with_help("a pattern is a condition; its matches are counted by `COUNT { … }`"));
    }
    Ok(expression)
}

impl Builder {
    /// An expression that is a value.
    pub(super) fn expression(&mut self, node: Node<'_>) -> Result<Expression> {
        value(self.condition(node)?)
    }

    /// The value that comes next among `children`.
    pub(super) fn next_expression(&mut self, children: &mut Children<'_>) -> Result<Expression> {
        let node = children.one()?;
        match node.rule() {
            Rule::expression | Rule::expression_before_bar => self.expression(node),
            _ => Err(node.unexpected()),
        }
    }

    /// All the values that come next among `children`.
    pub(super) fn expressions(&mut self, children: &mut Children<'_>) -> Result<Vec<Expression>> {
        let nodes = children.many(Rule::expression);
        nodes.into_iter().map(|node| self.expression(node)).collect()
    }

    /// The condition after a `WHERE` that may come next among `children`.
    pub(super) fn predicate(&mut self, children: &mut Children<'_>) -> Result<Option<Expression>> {
        let optional = children
            .optional(Rule::where_clause)
            .or_else(|| children.optional(Rule::where_before_bar));
        let Some(node) = optional else {
            return Ok(None);
        };
        let mut children = node.children();
        children.expect(Rule::kw_where)?;
        self.condition(children.one()?).map(Some)
    }

    /// An atom and what stands behind it: `.key`, `[index]`, `:Label`.
    pub(super) fn term(&mut self, mut children: Children<'_>, span: Span) -> Result<Expression> {
        let atom = children.one()?;
        let projection = children.optional(Rule::map_projection);
        let steps: Vec<Node<'_>> = children.collect();
        let count = steps.len();
        let start = atom.span();
        self.descend(count, span)?;
        let built = match projection {
            Some(projection) => self.map_projection(&atom, projection),
            None => self.atom(atom),
        };
        self.ascend(count);
        steps.into_iter().try_fold(built?, |base, step| {
            let span = start.to(step.span());
            let kind = self.step(value(base)?, step)?;
            Ok(Expression { kind, span })
        })
    }

    fn step(&mut self, base: Expression, step: Node<'_>) -> Result<ExpressionKind> {
        let base = Box::new(base);
        match step.rule() {
            Rule::property_lookup => Ok(ExpressionKind::Property(base, name(&step.child()?)?)),
            Rule::subscript => self.subscript(base, step),
            _ => Ok(ExpressionKind::HasLabels(base, self.label_expression(step.child()?)?)),
        }
    }

    fn subscript(&mut self, base: Box<Expression>, step: Node<'_>) -> Result<ExpressionKind> {
        let mut children = step.children();
        let from = self.optional_expression(&mut children)?;
        if !children.has(Rule::range) {
            let index = from.ok_or_else(|| syntax("expected an index", base.span))?;
            return Ok(ExpressionKind::Index(base, index));
        }
        Ok(ExpressionKind::Slice(base, from, self.optional_expression(&mut children)?))
    }

    fn optional_expression(
        &mut self,
        children: &mut Children<'_>,
    ) -> Result<Option<Box<Expression>>> {
        let node = children.optional(Rule::expression);
        node.map(|node| self.expression(node).map(Box::new)).transpose()
    }

    fn atom(&mut self, node: Node<'_>) -> Result<Expression> {
        let span = node.span();
        let kind = match node.rule() {
            Rule::number => {
                ExpressionKind::Literal(literal::number(node.text(), Sign::Plus, span)?)
            }
            Rule::string => {
                ExpressionKind::Literal(Literal::String(literal::string(node.text(), span)?))
            }
            Rule::boolean => {
                let text = node.child()?;
                ExpressionKind::Literal(Literal::Boolean(text.rule() == Rule::kw_true))
            }
            Rule::null => ExpressionKind::Literal(Literal::Null),
            Rule::variable => ExpressionKind::Variable(name(&node)?),
            Rule::parameter => ExpressionKind::Parameter(name(&node.child()?)?),
            Rule::list => ExpressionKind::List(self.expressions(&mut node.children())?),
            Rule::map => ExpressionKind::Map(self.map(node)?),
            Rule::parenthesised => self.condition(node.child()?)?.kind,
            _ => self.compound(node)?,
        };
        Ok(Expression { kind, span })
    }

    /// An atom that has parts of its own.
    fn compound(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        match node.rule() {
            Rule::pattern_predicate => {
                let path = self.path_of_elements(node.child()?)?;
                Ok(ExpressionKind::PatternPredicate(Box::new(path)))
            }
            Rule::shortest_function => {
                Ok(ExpressionKind::ShortestPath(Box::new(self.shortest_function(node)?)))
            }
            Rule::case => self.case(node),
            Rule::exists_subquery => self.exists(node),
            Rule::count_subquery => self.count(node),
            Rule::collect_subquery => self.collect(node),
            Rule::list_comprehension => self.list_comprehension(node),
            Rule::pattern_comprehension => self.pattern_comprehension(node),
            Rule::quantifier_call => self.quantifier(node),
            Rule::reduce => self.reduce(node),
            Rule::trim_call => self.trim(node),
            Rule::function_call => self.function_call(node),
            _ => Err(node.unexpected()),
        }
    }

    /// `{key: value, …}`.
    pub(super) fn map(&mut self, node: Node<'_>) -> Result<Vec<(Name, Expression)>> {
        node.children().map(|entry| self.map_entry(entry)).collect()
    }

    fn map_entry(&mut self, entry: Node<'_>) -> Result<(Name, Expression)> {
        let mut children = entry.children();
        let key = name(&children.expect(Rule::property_key)?)?;
        Ok((key, self.next_expression(&mut children)?))
    }

    fn map_projection(&mut self, subject: &Node<'_>, node: Node<'_>) -> Result<Expression> {
        let span = subject.span().to(node.span());
        let subject = name(subject)?;
        let items = node.children().map(|item| self.projected(item)).collect::<Result<_>>()?;
        Ok(Expression { kind: ExpressionKind::MapProjection { subject, items }, span })
    }

    fn projected(&mut self, item: Node<'_>) -> Result<MapProjectionItem> {
        Ok(match item.rule() {
            Rule::projected_all => MapProjectionItem::AllProperties(item.span()),
            Rule::projected_key => MapProjectionItem::Property(name(&item.child()?)?),
            Rule::map_entry => {
                let (key, value) = self.map_entry(item)?;
                MapProjectionItem::Entry(key, value)
            }
            _ => MapProjectionItem::Variable(name(&item)?),
        })
    }

    fn case(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let mut children = node.children();
        children.expect(Rule::kw_case)?;
        let subject = self.optional_expression(&mut children)?;
        let branches = children
            .many(Rule::case_branch)
            .into_iter()
            .map(|branch| self.branch(branch))
            .collect::<Result<_>>()?;
        let otherwise = match children.optional(Rule::case_else) {
            Some(node) => Some(Box::new(self.second_expression(node)?)),
            None => None,
        };
        Ok(ExpressionKind::Case { subject, branches, otherwise })
    }

    fn branch(&mut self, node: Node<'_>) -> Result<Branch> {
        let mut children = node.children();
        children.expect(Rule::kw_when)?;
        let condition = self.condition(children.expect(Rule::expression)?)?;
        children.expect(Rule::kw_then)?;
        Ok(Branch { condition, result: self.next_expression(&mut children)? })
    }

    /// The expression behind one word.
    pub(super) fn second_expression(&mut self, node: Node<'_>) -> Result<Expression> {
        let mut children = node.children();
        children.one()?;
        self.next_expression(&mut children)
    }

    fn exists(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let mut children = node.children();
        children.expect(Rule::kw_exists)?;
        if let Some(query) = children.optional(Rule::query) {
            return Ok(ExpressionKind::Exists(Box::new(self.query(query)?)));
        }
        let pattern = Box::new(self.pattern(children.expect(Rule::pattern)?)?);
        let predicate = self.predicate(&mut children)?.map(Box::new);
        Ok(ExpressionKind::ExistsPattern(pattern, predicate))
    }

    fn count(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let mut children = node.children();
        children.expect(Rule::kw_count)?;
        if let Some(query) = children.optional(Rule::query) {
            return Ok(ExpressionKind::Count(Box::new(self.query(query)?)));
        }
        let pattern = Box::new(self.pattern(children.expect(Rule::pattern)?)?);
        let predicate = self.predicate(&mut children)?.map(Box::new);
        Ok(ExpressionKind::CountPattern(pattern, predicate))
    }

    fn collect(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let mut children = node.children();
        children.expect(Rule::kw_collect)?;
        Ok(ExpressionKind::Collect(Box::new(self.query(children.expect(Rule::query)?)?)))
    }

    fn list_comprehension(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let mut children = node.children();
        let variable = name(&children.expect(Rule::variable)?)?;
        children.expect(Rule::kw_in)?;
        let list = Box::new(self.next_expression(&mut children)?);
        let predicate = self.predicate(&mut children)?.map(Box::new);
        let result = self.optional_expression(&mut children)?;
        Ok(ExpressionKind::ListComprehension { variable, list, predicate, result })
    }

    fn pattern_comprehension(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let mut children = node.children();
        let variable = children.optional(Rule::variable);
        let mut path = self.path_of_elements(children.expect(Rule::path_elements)?)?;
        if let Some(variable) = variable {
            path.span = path.span.to(variable.span());
            path.variable = Some(name(&variable)?);
        }
        let predicate = self.predicate(&mut children)?.map(Box::new);
        let result = Box::new(self.next_expression(&mut children)?);
        Ok(ExpressionKind::PatternComprehension { path: Box::new(path), predicate, result })
    }

    fn quantifier(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let mut children = node.children();
        let kind = match children.expect(Rule::quantifier_kind)?.child()?.rule() {
            Rule::kw_all => QuantifierKind::All,
            Rule::kw_any => QuantifierKind::Any,
            Rule::kw_none => QuantifierKind::None,
            _ => QuantifierKind::Single,
        };
        let variable = name(&children.expect(Rule::variable)?)?;
        children.expect(Rule::kw_in)?;
        let list = Box::new(self.next_expression(&mut children)?);
        let predicate = self.predicate(&mut children)?.map(Box::new);
        Ok(ExpressionKind::Quantifier { kind, variable, list, predicate })
    }

    fn reduce(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let mut children = node.children();
        children.expect(Rule::kw_reduce)?;
        let accumulator = name(&children.expect(Rule::variable)?)?;
        let initial = Box::new(self.next_expression(&mut children)?);
        let variable = name(&children.expect(Rule::variable)?)?;
        children.expect(Rule::kw_in)?;
        let list = Box::new(self.next_expression(&mut children)?);
        let result = Box::new(self.next_expression(&mut children)?);
        Ok(ExpressionKind::Reduce { accumulator, initial, variable, list, result })
    }

    /// `trim(LEADING 'x' FROM text)` is `ltrim(text, 'x')`.
    fn trim(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let mut children = node.children();
        let span = children.expect(Rule::trim_name)?.span();
        let text = match children.expect(Rule::trim_side)?.child()?.rule() {
            Rule::kw_leading => "ltrim",
            Rule::kw_trailing => "rtrim",
            _ => "btrim",
        };
        let characters = if children.has(Rule::kw_from) {
            None
        } else {
            Some(self.next_expression(&mut children)?)
        };
        if characters.is_some() {
            children.expect(Rule::kw_from)?;
        }
        let mut arguments = vec![self.next_expression(&mut children)?];
        arguments.extend(characters);
        let function = Name { text: text.into(), span };
        Ok(ExpressionKind::Call { function, distinct: false, arguments })
    }

    fn function_call(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let mut children = node.children();
        let function = name(&children.expect(Rule::function_name)?)?;
        if let Some(star) = children.optional(Rule::star) {
            let is_count = function.text.eq_ignore_ascii_case("count");
            return if is_count {
                Ok(ExpressionKind::CountStar)
            } else {
                Err(star_outside_of_count(star.span()))
            };
        }
        let distinct = children.has(Rule::kw_distinct);
        if function.text.eq_ignore_ascii_case("exists") {
            return self.exists_call(function, distinct, children);
        }
        let mut arguments = self.expressions(&mut children)?;
        if function.text.eq_ignore_ascii_case("normalize") {
            arguments.iter_mut().skip(1).for_each(name_normal_form);
        }
        Ok(ExpressionKind::Call { function, distinct, arguments })
    }

    /// `exists((a)-->(b))`, the older form of `EXISTS { (a)-->(b) }`; `exists(n.key)` is a function.
    fn exists_call(
        &mut self,
        function: Name,
        distinct: bool,
        children: Children<'_>,
    ) -> Result<ExpressionKind> {
        let mut arguments =
            children.map(|node| self.condition(node)).collect::<Result<Vec<Expression>>>()?;
        if arguments.len() != 1 {
            return Ok(ExpressionKind::Call { function, distinct, arguments });
        }
        match arguments.remove(0) {
            Expression { kind: ExpressionKind::PatternPredicate(path), span } => Ok(
                ExpressionKind::ExistsPattern(Box::new(Pattern { paths: vec![*path], span }), None),
            ),
            argument => Ok(ExpressionKind::Call { function, distinct, arguments: vec![argument] }),
        }
    }
}

/// The normal form in `normalize(text, NFD)` is a word of the language, not a variable.
fn name_normal_form(argument: &mut Expression) {
    let ExpressionKind::Variable(name) = &argument.kind else { return };
    if ["NFC", "NFD", "NFKC", "NFKD"].iter().any(|form| name.text.eq_ignore_ascii_case(form)) {
        argument.kind = ExpressionKind::Literal(Literal::String(name.text.to_uppercase()));
    }
}

fn star_outside_of_count(span: Span) -> Error {
    Error::new(ErrorCode::UnexpectedSyntax, "unexpected `*`, expected a value")
        .at(span)
        .with_help("only `count(*)` takes a star")
}
