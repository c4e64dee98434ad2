//! Functions on nodes, relationships and paths.

use super::arguments::{length, map, node, path, relationship, unexpected, value};
use super::{Environment, Family, Function, Parameter};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Direction, GraphView, RelationshipTypeId};
use crate::value::{Kinds, Map, NodeId, RelationshipId, Value};

const NODE: Parameter = Parameter::one("node", Kinds::NODE);
const RELATIONSHIP: Parameter = Parameter::one("relationship", Kinds::RELATIONSHIP);
const ENTITY: Parameter = Parameter::one("entity", Kinds::ENTITY);
const HOLDER: Parameter = Parameter::one("entity", Kinds::ENTITY.or(Kinds::MAP));
const PATH: Parameter = Parameter::one("path", Kinds::PATH);
const TYPES: Parameter = Parameter::many("types", Kinds::STRING);

/// The rows of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    row("id", &[ENTITY], Kinds::INTEGER, id).says(
        "the number that identifies a node among nodes, or a relationship among relationships",
        &[("[(n:Person)-->() | id(n)]", "[1]")],
    ),
    row("elementId", &[ENTITY], Kinds::STRING, element_id).says(
        "the identity of a node or relationship as a text",
        &[("[(n:Person)-->() | elementId(n)]", "['1']")],
    ),
    row("labels", &[NODE], Kinds::LIST, labels)
        .says("the labels of a node", &[("[(n:Person)-->() | labels(n)]", "[['Person']]")]),
    row("type", &[RELATIONSHIP], Kinds::STRING, type_of)
        .says("the name of a relationship's type", &[("[()-[r]->() | type(r)]", "['ARRIVED_AT']")]),
    row("keys", &[HOLDER], Kinds::LIST, keys).says(
        "the names of the properties of a node or relationship, or of the entries of a map",
        &[("keys({b: 1, a: 2})", "['a', 'b']")],
    ),
    row("properties", &[HOLDER], Kinds::MAP, properties).says(
        "the properties of a node or relationship as a map",
        &[("[()-->(n:City) | properties(n)]", "[{name: 'Vladivostok'}]")],
    ),
    row("startNode", &[RELATIONSHIP], Kinds::NODE, |environment, arguments| {
        Ok(Value::Node(ends(environment.view, relationship(arguments, 0)?)?.0))
    })
    .says(
        "the node where a relationship starts",
        &[("[()-[r]->() | startNode(r).name]", "['Otani']")],
    ),
    row("endNode", &[RELATIONSHIP], Kinds::NODE, |environment, arguments| {
        Ok(Value::Node(ends(environment.view, relationship(arguments, 0)?)?.1))
    })
    .says(
        "the node where a relationship ends",
        &[("[()-[r]->() | endNode(r).name]", "['Vladivostok']")],
    ),
    row("nodes", &[PATH], Kinds::LIST, |_, arguments| {
        Ok(Value::list(path(arguments, 0)?.nodes().map(Value::Node).collect()))
    })
    .says("the nodes of a path in order", &[("[p = (:Person)-->() | size(nodes(p))]", "[2]")]),
    row("relationships", &[PATH], Kinds::LIST, |_, arguments| {
        let relationships = path(arguments, 0)?.relationships();
        Ok(Value::list(relationships.map(Value::Relationship).collect()))
    })
    .says(
        "the relationships of a path in order",
        &[("[p = (:Person)-->() | size(relationships(p))]", "[1]")],
    ),
    row("length", &[PATH], Kinds::INTEGER, path_length).says(
        "the number of relationships of a path",
        &[("[p = (:Person)-->() | length(p)]", "[1]")],
    ),
    row("path_length", &[PATH], Kinds::INTEGER, path_length)
        .says("another name of `length`", &[("[p = (:Person)-->() | path_length(p)]", "[1]")]),
    row("degree", &[NODE, TYPES], Kinds::INTEGER, |environment, arguments| {
        degree(environment.view, arguments, Direction::Both)
    })
    .says(
        "how many relationships a node has, of the given types if there are any given",
        &[("[(n:Person)-->() | degree(n, 'ARRIVED_AT')]", "[1]")],
    ),
    row("outDegree", &[NODE, TYPES], Kinds::INTEGER, |environment, arguments| {
        degree(environment.view, arguments, Direction::Outgoing)
    })
    .says("how many relationships start at a node", &[("[(n:Person)-->() | outDegree(n)]", "[1]")]),
    row("inDegree", &[NODE, TYPES], Kinds::INTEGER, |environment, arguments| {
        degree(environment.view, arguments, Direction::Incoming)
    })
    .says("how many relationships end at a node", &[("[(n:Person)-->() | inDegree(n)]", "[0]")]),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    result: Kinds,
    body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
) -> Function {
    Function::new(name, Family::Graph, parameters, result, body)
}

fn deleted(what: &str) -> Error {
    Error::new(ErrorCode::DeletedEntityAccess, format!("the {what} has been deleted"))
}

/// The node, if it still is there.
pub(super) fn present_node(view: GraphView<'_>, node: NodeId) -> Result<NodeId> {
    if view.has_node(node) { Ok(node) } else { Err(deleted("node")) }
}

/// The relationship, if it still is there.
pub(super) fn present_relationship(
    view: GraphView<'_>,
    relationship: RelationshipId,
) -> Result<RelationshipId> {
    if view.has_relationship(relationship) {
        Ok(relationship)
    } else {
        Err(deleted("relationship"))
    }
}

fn id(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    identity(arguments).map(|identity| Value::Integer(i64::from(identity)))
}

fn element_id(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    identity(arguments).map(|identity| Value::string(identity.to_string()))
}

fn identity(arguments: &[Value]) -> Result<u32> {
    let entity = value(arguments, 0);
    if let Value::Node(node) = entity {
        return Ok(node.0);
    }
    if let Value::Relationship(relationship) = entity {
        return Ok(relationship.0);
    }
    Err(unexpected(0, entity, Kinds::ENTITY))
}

fn labels(environment: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let view = environment.view;
    let node = present_node(view, node(arguments, 0)?)?;
    let name = |label: &_| Value::String(view.names().label_name(*label).clone());
    Ok(Value::list(view.labels(node).iter().map(name).collect()))
}

/// The type is known of a deleted relationship too, as a conformance scenario asks.
fn type_of(environment: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let name = environment.view.relationship_type_name(relationship(arguments, 0)?);
    name.cloned().map(Value::String).ok_or_else(|| deleted("relationship"))
}

fn keys(environment: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let entries = entries(environment.view, arguments)?;
    Ok(Value::list(entries.into_keys().map(Value::String).collect()))
}

fn properties(environment: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(Value::map(entries(environment.view, arguments)?))
}

fn entries(view: GraphView<'_>, arguments: &[Value]) -> Result<Map> {
    let named = |(key, value)| (view.names().property_key_name(key).clone(), value);
    let holder = value(arguments, 0);
    if let Value::Node(node) = holder {
        return Ok(view.node_properties(present_node(view, *node)?).map(named).collect());
    }
    if let Value::Relationship(relationship) = holder {
        let relationship = present_relationship(view, *relationship)?;
        return Ok(view.relationship_properties(relationship).map(named).collect());
    }
    map(arguments, 0).cloned()
}

fn ends(view: GraphView<'_>, relationship: RelationshipId) -> Result<(NodeId, NodeId)> {
    view.ends(relationship).ok_or_else(|| deleted("relationship"))
}

fn path_length(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(length(path(arguments, 0)?.steps.len()))
}

fn degree(view: GraphView<'_>, arguments: &[Value], direction: Direction) -> Result<Value> {
    let node = present_node(view, node(arguments, 0)?)?;
    let names = arguments.get(1..).unwrap_or_default();
    let types: Vec<RelationshipTypeId> = names
        .iter()
        .filter_map(|name| if let Value::String(name) = name { Some(name) } else { None })
        .filter_map(|name| view.names().relationship_type(name))
        .collect();
    let types = (!names.is_empty()).then_some(&types[..]);
    Ok(length(view.degree(node, direction, types)))
}
