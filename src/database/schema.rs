//! Changes of the schema: indexes and constraints.

use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::graph::{
    Change, Constraint, Covered, Graph, IndexDefinition, PropertyKeyId, Requirement,
};
use crate::syntax::ast::{ConstraintKind, EntityPattern, Name, Schema};

/// Makes a change of the schema. Whether the graph keeps to a new constraint is checked afterwards,
/// with everything else that the statement did.
///
/// # Errors
/// `SchemaConflict` if what is to be made is there already, or what is to be dropped is not.
pub(super) fn apply(schema: &Schema, graph: &mut Graph) -> Result<()> {
    match schema {
        Schema::CreateIndex { name, if_not_exists, entity, keys, .. } => {
            let (covered, keys) = resolve(entity, keys, graph);
            let name = given_or_made(name.as_ref(), "index", entity, &keys, graph);
            if let Some(other) = known_index(graph, &name, covered, &keys) {
                return conflict(&other, "index", *if_not_exists);
            }
            graph.apply(Change::CreateIndex(IndexDefinition {
                name,
                covered,
                keys,
                is_owned: false,
            }))
        }
        Schema::CreateConstraint { name, if_not_exists, entity, keys, kind, .. } => {
            let (covered, keys) = resolve(entity, keys, graph);
            let name = given_or_made(name.as_ref(), "constraint", entity, &keys, graph);
            let requirement = requirement(*kind);
            let same = |one: &&Constraint| {
                one.name == name
                    || (one.covered == covered
                        && one.keys == keys
                        && one.requirement == requirement)
            };
            let known = graph.view().catalog().constraints().iter().find(same);
            if let Some(other) = known.map(|one| one.name.clone()) {
                return conflict(&other, "constraint", *if_not_exists);
            }
            create_constraint(graph, Constraint { name, covered, keys, requirement })
        }
        Schema::DropIndex { name, if_exists } => drop_index(graph, name, *if_exists),
        Schema::DropConstraint { name, if_exists } => drop_constraint(graph, name, *if_exists),
    }
}

fn create_constraint(graph: &mut Graph, constraint: Constraint) -> Result<()> {
    if constraint.requirement != Requirement::Existence {
        graph.apply(Change::CreateIndex(IndexDefinition {
            name: constraint.name.clone(),
            covered: constraint.covered,
            keys: constraint.keys.clone(),
            is_owned: true,
        }))?;
    }
    graph.apply(Change::CreateConstraint(constraint))
}

fn drop_index(graph: &mut Graph, name: &Name, if_exists: bool) -> Result<()> {
    let known = graph.view().catalog().indexes().iter().find(|index| index.name == name.text);
    match known.map(|index| index.is_owned) {
        Some(false) => graph.apply(Change::DropIndex(name.text.clone())),
        Some(true) => {
            let message = format!("index `{}` belongs to a constraint", name.text);
            let help = format!("drop it by `DROP CONSTRAINT {}`", name.text);
            Err(Error::new(ErrorCode::SchemaConflict, message).at(name.span).with_help(help))
        }
        None if if_exists => Ok(()),
        None => Err(missing("index", name)),
    }
}

fn drop_constraint(graph: &mut Graph, name: &Name, if_exists: bool) -> Result<()> {
    let catalog = graph.view().catalog();
    if !catalog.constraints().iter().any(|one| one.name == name.text) {
        return if if_exists { Ok(()) } else { Err(missing("constraint", name)) };
    }
    let has_index = catalog.indexes().iter().any(|one| one.is_owned && one.name == name.text);
    graph.apply(Change::DropConstraint(name.text.clone()))?;
    if has_index {
        graph.apply(Change::DropIndex(name.text.clone()))?;
    }
    Ok(())
}

fn requirement(kind: ConstraintKind) -> Requirement {
    match kind {
        ConstraintKind::Unique => Requirement::Unique,
        ConstraintKind::Existence => Requirement::Existence,
        ConstraintKind::Key => Requirement::Key,
    }
}

fn resolve(
    entity: &EntityPattern,
    keys: &[Name],
    graph: &mut Graph,
) -> (Covered, Vec<PropertyKeyId>) {
    let names = graph.names_mut();
    let covered = match entity {
        EntityPattern::Node(label) => Covered::Nodes(names.intern_label(&label.text)),
        EntityPattern::Relationship(kind) => {
            Covered::Relationships(names.intern_relationship_type(&kind.text))
        }
    };
    (covered, keys.iter().map(|key| names.intern_property_key(&key.text)).collect())
}

/// The name that the statement gives, or one made of what it is about.
fn given_or_made(
    given: Option<&Name>,
    what: &str,
    entity: &EntityPattern,
    keys: &[PropertyKeyId],
    graph: &Graph,
) -> Arc<str> {
    if let Some(given) = given {
        return given.text.clone();
    }
    let (EntityPattern::Node(entity) | EntityPattern::Relationship(entity)) = entity;
    let names = graph.view().names();
    let keys: Vec<&str> = keys.iter().map(|key| &**names.property_key_name(*key)).collect();
    format!("{what}_{}_{}", entity.text, keys.join("_")).into()
}

fn known_index(
    graph: &Graph,
    name: &Arc<str>,
    covered: Covered,
    keys: &[PropertyKeyId],
) -> Option<Arc<str>> {
    let indexes = graph.view().catalog().indexes();
    let same = indexes
        .iter()
        .find(|one| one.name == *name || (one.covered == covered && one.keys == keys));
    same.map(|index| index.name.clone())
}

fn conflict(name: &str, what: &str, is_allowed: bool) -> Result<()> {
    if is_allowed {
        return Ok(());
    }
    let message = format!("{what} `{name}` is there already");
    Err(Error::new(ErrorCode::SchemaConflict, message)
        .with_help("`IF NOT EXISTS` leaves it as it is"))
}

fn missing(what: &str, name: &Name) -> Error {
    let message = format!("there is no {what} `{}`", name.text);
    let help = format!(
        "`SHOW {}` lists those there are",
        if what == "index" { "INDEXES" } else { "CONSTRAINTS" }
    );
    Error::new(ErrorCode::SchemaConflict, message).at(name.span).with_help(help)
}
