//! Patterns, their selectors, lengths and label expressions.

use super::literal::{self, Sign};
use super::{Builder, Children, Node, name};
use crate::error::{Error, ErrorCode, Result, Span};
use crate::syntax::ast::{
    Direction, Expression, ExpressionKind, LabelExpression, Length, Literal, Name, NodePattern,
    PathElement, PathMode, PathPattern, Pattern, QuantifiedPath, RelationshipPattern, Repetition,
    Selector, ShortestFunction,
};
use crate::syntax::grammar::Rule;

impl Builder {
    pub(super) fn pattern(&mut self, node: Node<'_>) -> Result<Pattern> {
        let span = node.span();
        let paths = node.children().map(|path| self.path_pattern(path)).collect::<Result<_>>()?;
        Ok(Pattern { paths, span })
    }

    pub(super) fn path_pattern(&mut self, node: Node<'_>) -> Result<PathPattern> {
        let span = node.span();
        let mut children = node.children();
        let variable = children.optional(Rule::variable);
        let prefix = children.optional(Rule::path_prefix);
        let body = children.one()?;
        let mut path = match body.rule() {
            Rule::shortest_function => self.shortest_function(body)?,
            _ => self.path_of_elements(body)?,
        };
        path.span = span;
        path.variable = variable.map(|variable| name(&variable)).transpose()?;
        path.in_time_order = children.has(Rule::in_time_order);
        if let Some(prefix) = prefix {
            (path.selector, path.mode) = path_prefix(prefix)?;
        }
        Ok(path)
    }

    /// `shortestPath((a)-[*]-(b))`.
    pub(super) fn shortest_function(&mut self, node: Node<'_>) -> Result<PathPattern> {
        let span = node.span();
        let mut children = node.children();
        let function = match children.one()?.rule() {
            Rule::kw_shortest_path => ShortestFunction::One,
            _ => ShortestFunction::All,
        };
        let path = self.path_of_elements(children.expect(Rule::path_elements)?)?;
        Ok(PathPattern { function: Some(function), span, ..path })
    }

    /// A path pattern that is nothing but its parts.
    pub(super) fn path_of_elements(&mut self, node: Node<'_>) -> Result<PathPattern> {
        let span = node.span();
        let mut elements = Vec::new();
        for part in node.children() {
            let element = match part.rule() {
                Rule::node_pattern => PathElement::Node(self.node_pattern(part)?),
                Rule::relationship_pattern => {
                    PathElement::Relationship(self.relationship_pattern(part)?)
                }
                _ => PathElement::Quantified(self.quantified_path(part)?),
            };
            push_between_nodes(&mut elements, element);
        }
        close_with_node(&mut elements, span.end);
        Ok(PathPattern {
            variable: None,
            function: None,
            selector: None,
            mode: PathMode::default(),
            in_time_order: false,
            elements,
            span,
        })
    }

    fn quantified_path(&mut self, node: Node<'_>) -> Result<QuantifiedPath> {
        let span = node.span();
        self.deeper(1, span, |builder| {
            let mut children = node.children();
            Ok(QuantifiedPath {
                path: builder.path_pattern(children.expect(Rule::path_pattern)?)?,
                predicate: builder.predicate(&mut children)?,
                repetition: repetition(&mut children)?,
                span,
            })
        })
    }

    fn node_pattern(&mut self, node: Node<'_>) -> Result<NodePattern> {
        let span = node.span();
        let mut children = node.children();
        Ok(NodePattern {
            variable: optional_name(&mut children)?,
            labels: self.optional_labels(&mut children)?,
            properties: self.properties(&mut children)?,
            predicate: self.predicate(&mut children)?,
            span,
        })
    }

    fn relationship_pattern(&mut self, node: Node<'_>) -> Result<RelationshipPattern> {
        let span = node.span();
        let mut children = node.children();
        let left = children.has(Rule::left_arrow);
        let detail = children.optional(Rule::relationship_detail);
        let right = children.has(Rule::right_arrow);
        let mut inside = detail.map(Node::children);
        let inside = inside.as_mut();
        let (variable, types, length, properties, predicate) = match inside {
            Some(inside) => (
                optional_name(inside)?,
                self.optional_labels(inside)?,
                length(inside)?,
                self.properties(inside)?,
                self.predicate(inside)?,
            ),
            None => (None, None, None, None, None),
        };
        let direction = direction(left, right);
        let repetition = repetition(&mut children)?;
        Ok(RelationshipPattern {
            variable,
            types,
            properties,
            predicate,
            direction,
            length,
            repetition,
            span,
        })
    }

    fn properties(&mut self, children: &mut Children<'_>) -> Result<Option<Expression>> {
        if let Some(node) = children.optional(Rule::map) {
            let span = node.span();
            return self.deeper(1, span, |builder| {
                Ok(Some(Expression { kind: ExpressionKind::Map(builder.map(node)?), span }))
            });
        }
        children.optional(Rule::parameter).map(parameter).transpose()
    }

    fn optional_labels(&mut self, children: &mut Children<'_>) -> Result<Option<LabelExpression>> {
        children.has(Rule::kw_is);
        let labels = children.optional(Rule::label_expression);
        labels.map(|labels| self.label_expression(labels)).transpose()
    }

    /// `A|B&!C`, `A:B`.
    pub(super) fn label_expression(&mut self, node: Node<'_>) -> Result<LabelExpression> {
        let span = node.span();
        self.deeper(1, span, |builder| {
            let parts: Result<Vec<_>> =
                node.children().map(|part| builder.label_and(part)).collect();
            Ok(one_or(parts?, LabelExpression::Or))
        })
    }

    fn label_and(&mut self, node: Node<'_>) -> Result<LabelExpression> {
        let parts: Result<Vec<_>> = node.children().map(|part| self.label_not(part)).collect();
        Ok(one_or(parts?, LabelExpression::And))
    }

    fn label_not(&mut self, node: Node<'_>) -> Result<LabelExpression> {
        let span = node.span();
        let mut children = node.children();
        let negations = children.many(Rule::label_negation).len();
        let label = self.deeper(negations, span, |builder| builder.label_atom(children.one()?))?;
        Ok((0..negations).fold(label, |label, _| LabelExpression::Not(Box::new(label))))
    }

    fn label_atom(&mut self, node: Node<'_>) -> Result<LabelExpression> {
        match node.rule() {
            Rule::label_wildcard => Ok(LabelExpression::Wildcard(node.span())),
            Rule::label_name => Ok(LabelExpression::Name(name(&node)?)),
            _ => self.label_expression(node),
        }
    }
}

/// The only part, or all of them joined.
fn one_or(
    mut parts: Vec<LabelExpression>,
    join: fn(Vec<LabelExpression>) -> LabelExpression,
) -> LabelExpression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

/// Adds a part of a path; between a quantified path and a relationship or another quantified path, and
/// before a quantified path that comes first, stands a node that the text may leave out.
fn push_between_nodes(elements: &mut Vec<PathElement>, element: PathElement) {
    let start = match &element {
        PathElement::Node(_) => return elements.push(element),
        PathElement::Relationship(relationship) => relationship.span.start,
        PathElement::Quantified(quantified) => quantified.span.start,
    };
    close_with_node(elements, start);
    elements.push(element);
}

/// Adds a node without conditions unless the last part is a node.
fn close_with_node(elements: &mut Vec<PathElement>, at: usize) {
    if !matches!(elements.last(), Some(PathElement::Node(_))) {
        elements.push(PathElement::Node(NodePattern {
            variable: None,
            labels: None,
            properties: None,
            predicate: None,
            span: Span::new(at, at),
        }));
    }
}

fn direction(left: bool, right: bool) -> Direction {
    match (left, right) {
        (true, false) => Direction::Incoming,
        (false, true) => Direction::Outgoing,
        (true, true) | (false, false) => Direction::Both,
    }
}

fn optional_name(children: &mut Children<'_>) -> Result<Option<Name>> {
    children.optional(Rule::variable).map(|variable| name(&variable)).transpose()
}

/// `$name`.
pub(super) fn parameter(node: Node<'_>) -> Result<Expression> {
    let span = node.span();
    Ok(Expression { kind: ExpressionKind::Parameter(name(&node.child()?)?), span })
}

fn bound(node: &Node<'_>) -> Result<u64> {
    literal::count(node.text(), node.span())
}

/// `min`, and `max` if a range or comma stands before it; without that, both are the one bound.
fn bounds(children: &mut Children<'_>, between: Rule) -> Result<(Option<u64>, Option<u64>)> {
    let min = children.optional(Rule::bound).map(|node| bound(&node)).transpose()?;
    if !children.has(between) {
        return Ok((min, min));
    }
    let max = children.optional(Rule::bound).map(|node| bound(&node)).transpose()?;
    Ok((min, max))
}

fn length(children: &mut Children<'_>) -> Result<Option<Length>> {
    if let Some(node) = children.optional(Rule::malformed_length) {
        return Err(malformed_length(&node));
    }
    let Some(node) = children.optional(Rule::length) else {
        return Ok(None);
    };
    let span = node.span();
    let (min, max) = bounds(&mut node.children(), Rule::range)?;
    Ok(Some(Length { min, max, span }))
}

fn malformed_length(node: &Node<'_>) -> Error {
    let (message, help) = if node.text().starts_with('*') {
        ("a relationship can't be followed a negative number of times", "bounds begin at `0`")
    } else {
        ("unexpected `..` without a `*` before it", "a variable length is written `*1..3`")
    };
    Error::new(ErrorCode::InvalidRelationshipPattern, message).at(node.span()).with_help(help)
}

fn repetition(children: &mut Children<'_>) -> Result<Option<Repetition>> {
    let Some(node) = children.optional(Rule::quantifier) else {
        return Ok(None);
    };
    let span = node.span();
    let (min, max) = match node.text() {
        "+" => (1, None),
        "*" => (0, None),
        _ => {
            let (min, max) = bounds(&mut node.children(), Rule::range_comma)?;
            (min.unwrap_or(0), max)
        }
    };
    Ok(Some(Repetition { min, max, span }))
}

/// `ANY SHORTEST`, `SHORTEST 2 GROUPS`, `ALL TRAIL` …
fn path_prefix(node: Node<'_>) -> Result<(Option<Selector>, PathMode)> {
    let span = node.span();
    let mut children = node.children();
    let search = children.optional(Rule::path_search);
    let mode = children.optional(Rule::path_mode).map(path_mode).transpose()?.unwrap_or_default();
    children.has(Rule::kw_paths);
    let groups = children.has(Rule::kw_groups);
    let selector = search.map(path_search).transpose()?;
    let selector = match (selector, groups) {
        (Some(Selector::Shortest(count)), true) => Some(Selector::ShortestGroups(count)),
        (_, true) => {
            let message = "unexpected `GROUPS` without `SHORTEST` and a number before it";
            return Err(super::syntax(message, span));
        }
        (selector, false) => selector,
    };
    Ok((selector, mode))
}

fn path_mode(node: Node<'_>) -> Result<PathMode> {
    Ok(match node.child()?.rule() {
        Rule::kw_walk => PathMode::Walk,
        Rule::kw_trail => PathMode::Trail,
        Rule::kw_acyclic => PathMode::Acyclic,
        _ => PathMode::Simple,
    })
}

fn path_search(node: Node<'_>) -> Result<Selector> {
    let span = node.span();
    let mut children = node.children();
    let word = children.one()?.rule();
    if children.has(Rule::kw_shortest) {
        return Ok(if word == Rule::kw_all {
            Selector::AllShortest
        } else {
            Selector::Shortest(one(span))
        });
    }
    let count = children.optional(Rule::path_count).map(path_count).transpose()?;
    let count = count.unwrap_or_else(|| one(span));
    Ok(match word {
        Rule::kw_all => Selector::All,
        Rule::kw_any => Selector::Any(count),
        _ => Selector::Shortest(count),
    })
}

fn one(span: Span) -> Expression {
    Expression { kind: ExpressionKind::Literal(Literal::Integer(1)), span }
}

#[expect(clippy::needless_pass_by_value, reason = "every rule takes its node as its own")]
fn path_count(node: Node<'_>) -> Result<Expression> {
    let (child, span) = (node.clone().child()?, node.span());
    if child.rule() == Rule::parameter {
        return parameter(child);
    }
    let literal = literal::number(child.text(), Sign::Plus, span)?;
    Ok(Expression { kind: ExpressionKind::Literal(literal), span })
}
