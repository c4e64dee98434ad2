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
        let mut built = Vec::new();
        while let Some(node) = children.optional(Rule::expression) {
            built.push(self.expression(node)?);
        }
        Ok(built)
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
    pub(super) fn term(&mut self, children: Children<'_>, span: Span) -> Result<Expression> {
        let steps = children.clone().count() - 1;
        self.descend(steps, span)?;
        let built = self.atom_and_steps(children);
        self.ascend(steps);
        built
    }

    fn atom_and_steps(&mut self, mut children: Children<'_>) -> Result<Expression> {
        let atom = children.one()?;
        let start = atom.span();
        let mut built = match children.optional(Rule::map_projection) {
            Some(projection) => self.map_projection(&atom, projection)?,
            None => self.atom(atom)?,
        };
        for step in children {
            let span = start.to(step.span());
            let kind = self.step(value(built)?, step)?;
            built = Expression { kind, span };
        }
        Ok(built)
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
        match children.optional(Rule::expression) {
            Some(node) => Ok(Some(Box::new(self.expression(node)?))),
            None => Ok(None),
        }
    }

    /// One call only, whatever the atom, since this function stands on the stack once for each bracket.
    fn atom(&mut self, node: Node<'_>) -> Result<Expression> {
        let span = node.span();
        let build: fn(&mut Self, Node<'_>) -> Result<ExpressionKind> = match node.rule() {
            Rule::list => Self::list,
            Rule::map => Self::map_literal,
            Rule::parenthesised => Self::parenthesised,
            Rule::pattern_predicate => Self::pattern_predicate,
            Rule::shortest_function => Self::shortest_path,
            Rule::case => Self::case,
            Rule::exists_subquery => Self::exists,
            Rule::count_subquery => Self::count,
            Rule::collect_subquery => Self::collect,
            Rule::list_comprehension => Self::list_comprehension,
            Rule::pattern_comprehension => Self::pattern_comprehension,
            Rule::quantifier_call => Self::quantifier,
            Rule::reduce => Self::reduce,
            Rule::trim_call => Self::trim,
            Rule::function_call => Self::function_call,
            _ => Self::leaf,
        };
        let kind = build(self, node)?;
        Ok(Expression { kind, span })
    }

    /// An atom without expressions in it.
    #[expect(clippy::unused_self, reason = "one of the functions that build an atom")]
    fn leaf(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let span = node.span();
        Ok(match node.rule() {
            Rule::variable => ExpressionKind::Variable(name(&node)?),
            Rule::parameter => ExpressionKind::Parameter(name(&node.child()?)?),
            Rule::number => {
                ExpressionKind::Literal(literal::number(node.text(), Sign::Plus, span)?)
            }
            Rule::string => {
                ExpressionKind::Literal(Literal::String(literal::string(node.text(), span)?))
            }
            Rule::boolean => {
                let word = node.child()?;
                ExpressionKind::Literal(Literal::Boolean(word.rule() == Rule::kw_true))
            }
            Rule::null => ExpressionKind::Literal(Literal::Null),
            _ => return Err(node.unexpected()),
        })
    }

    fn list(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        self.expressions(&mut node.children()).map(ExpressionKind::List)
    }

    fn map_literal(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        self.map(node).map(ExpressionKind::Map)
    }

    fn parenthesised(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        Ok(self.condition(node.child()?)?.kind)
    }

    fn pattern_predicate(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        let path = self.path_of_elements(node.child()?)?;
        Ok(ExpressionKind::PatternPredicate(Box::new(path)))
    }

    fn shortest_path(&mut self, node: Node<'_>) -> Result<ExpressionKind> {
        Ok(ExpressionKind::ShortestPath(Box::new(self.shortest_function(node)?)))
    }

    /// `{key: value, …}`.
    pub(super) fn map(&mut self, node: Node<'_>) -> Result<Vec<(Name, Expression)>> {
        let mut entries = Vec::new();
        for entry in node.children() {
            entries.push(self.map_entry(entry)?);
        }
        Ok(entries)
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
        let mut branches = Vec::new();
        while let Some(branch) = children.optional(Rule::case_branch) {
            branches.push(self.branch(branch)?);
        }
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
