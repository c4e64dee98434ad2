//! Indexes, constraints and lists of what there is.

use super::{Builder, Children, Node, name};
use crate::error::{Error, ErrorCode, Result};
use crate::syntax::ast::{ConstraintKind, EntityPattern, Name, Schema, Show, ShowKind};
use crate::syntax::grammar::Rule;

impl Builder {
    pub(super) fn show(&mut self, node: Node<'_>) -> Result<Show> {
        let span = node.span();
        let mut children = node.children();
        children.expect(Rule::kw_show)?;
        children.has(Rule::kw_all);
        let kind = match children.expect(Rule::show_kind)?.child()?.rule() {
            Rule::kw_indexes => ShowKind::Indexes,
            Rule::kw_constraints => ShowKind::Constraints,
            Rule::kw_functions => ShowKind::Functions,
            _ => ShowKind::Procedures,
        };
        children.has(Rule::kw_yield);
        let yields = children.optional(Rule::projection);
        let yields = yields.map(|node| self.projection(node)).transpose()?;
        let predicate = self.predicate(&mut children)?;
        Ok(Show { kind, yields, predicate, span })
    }
}

/// A statement that changes the schema.
pub(super) fn schema(node: Node<'_>) -> Result<Schema> {
    match node.rule() {
        Rule::create_index => create_index(node),
        Rule::create_constraint => create_constraint(node),
        Rule::drop_index => {
            let (name, if_exists) = dropped(node)?;
            Ok(Schema::DropIndex { name, if_exists })
        }
        _ => {
            let (name, if_exists) = dropped(node)?;
            Ok(Schema::DropConstraint { name, if_exists })
        }
    }
}

fn create_index(node: Node<'_>) -> Result<Schema> {
    let span = node.span();
    let mut children = node.children();
    while children.peek().is_some_and(is_word_before_the_name) {
        children.next();
    }
    if let Some(old) = children.optional(Rule::old_index) {
        let mut parts = old.children();
        let entity = EntityPattern::Node(name(&parts.expect(Rule::label_name)?)?);
        let keys = parts.map(|key| name(&key)).collect::<Result<_>>()?;
        return Ok(Schema::CreateIndex { name: None, if_not_exists: false, entity, keys, span });
    }
    let name = optional_schema_name(&mut children)?;
    let if_not_exists = children.has(Rule::if_not_exists);
    children.expect(Rule::kw_for)?;
    let (variable, entity) = entity_pattern(children.one()?)?;
    children.expect(Rule::kw_on)?;
    let keys = keys(children.one()?, &variable)?;
    Ok(Schema::CreateIndex { name, if_not_exists, entity, keys, span })
}

fn is_word_before_the_name(rule: Rule) -> bool {
    matches!(rule, Rule::kw_create | Rule::kw_range | Rule::kw_text | Rule::kw_index | Rule::kw_on)
}

fn create_constraint(node: Node<'_>) -> Result<Schema> {
    let span = node.span();
    let mut children = node.children();
    children.expect(Rule::kw_create)?;
    children.expect(Rule::kw_constraint)?;
    let name = optional_schema_name(&mut children)?;
    let if_not_exists = children.has(Rule::if_not_exists);
    children.one()?;
    let (variable, entity) = entity_pattern(children.one()?)?;
    children.one()?;
    let keys = keys(children.one()?, &variable)?;
    children.expect(Rule::kw_is)?;
    let kind = match children.expect(Rule::requirement)?.child()?.rule() {
        Rule::required_key => ConstraintKind::Key,
        Rule::required_unique => ConstraintKind::Unique,
        _ => ConstraintKind::Existence,
    };
    Ok(Schema::CreateConstraint { name, if_not_exists, entity, keys, kind, span })
}

fn optional_schema_name(children: &mut Children<'_>) -> Result<Option<Name>> {
    children.optional(Rule::schema_name).map(|node| name(&node)).transpose()
}

/// The variable of a pattern and the entities that it stands for.
fn entity_pattern(node: Node<'_>) -> Result<(Name, EntityPattern)> {
    let rule = node.rule();
    let mut children = node.children();
    children.has(Rule::left_arrow);
    let variable = name(&children.expect(Rule::variable)?)?;
    let label = name(&children.expect(Rule::label_name)?)?;
    Ok(match rule {
        Rule::indexed_node => (variable, EntityPattern::Node(label)),
        _ => (variable, EntityPattern::Relationship(label)),
    })
}

/// The keys of `(n.a, n.b)` or `n.a`, which must all be the pattern's.
fn keys(node: Node<'_>, variable: &Name) -> Result<Vec<Name>> {
    match node.rule() {
        Rule::key_list => node.children().map(|key| self::key(key, variable)).collect(),
        _ => Ok(vec![key(node, variable)?]),
    }
}

fn key(node: Node<'_>, variable: &Name) -> Result<Name> {
    let mut children = node.children();
    let entity = name(&children.expect(Rule::variable)?)?;
    if entity != *variable {
        let message = format!("`{}` is not defined", entity.text);
        return Err(Error::new(ErrorCode::UndefinedVariable, message)
            .at(entity.span)
            .with_help(format!("the pattern names `{}`", variable.text)));
    }
    name(&children.expect(Rule::property_key)?)
}

fn dropped(node: Node<'_>) -> Result<(Name, bool)> {
    let mut children = node.children();
    children.one()?;
    children.one()?;
    let name = name(&children.expect(Rule::schema_name)?)?;
    Ok((name, children.has(Rule::if_exists)))
}
