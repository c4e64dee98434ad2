//! The graph algorithms as procedures: options in, rows out.

use std::sync::Arc;

use super::options::{Options, invalid, nodes_of};
use super::{Procedure, Rows, row};
use crate::algorithms::{
    NONE, PageRank, Projection, Route, betweenness, breadth_first, cheapest, closeness, clustering,
    connect, degree, k_shortest, label_propagation, louvain, page_rank, spanning_forest,
    strong_components, triangles, weak_components,
};
use crate::error::Result;
use crate::functions::Environment;
use crate::graph::Direction;
use crate::value::{Kinds, NodeId, Value};

const OPTIONS: (&str, Kinds) = ("options", Kinds::MAP);
const NODE: (&str, Kinds) = ("node", Kinds::NODE);
const SOURCE: (&str, Kinds) = ("source", Kinds::NODE);
const TARGET: (&str, Kinds) = ("target", Kinds::NODE);
const PATH: (&str, Kinds) = ("path", Kinds::PATH);
const SCORE: [(&str, Kinds); 2] = [NODE, ("score", Kinds::FLOAT)];
const COMPONENT: [(&str, Kinds); 2] = [NODE, ("component", Kinds::INTEGER)];
const COMMUNITY: [(&str, Kinds); 2] = [NODE, ("community", Kinds::INTEGER)];
const COST: (&str, Kinds) = ("cost", Kinds::FLOAT);

/// The rows of `algo`.
pub(super) fn procedures() -> Vec<Procedure> {
    let mut all = per_node();
    all.extend(ways());
    all
}

/// One row for each node; all take only options.
fn per_node() -> Vec<Procedure> {
    let row = |name, columns: &[_], summary, body| row(name, &[OPTIONS], 0, columns, summary, body);
    let triangles = [NODE, ("triangles", Kinds::INTEGER)];
    let coefficient = [NODE, ("coefficient", Kinds::FLOAT)];
    vec![
        row("algo.pageRank", &SCORE, RANK, ranks),
        row("algo.wcc", &COMPONENT, "the weakly connected component of each node", weak),
        row("algo.scc", &COMPONENT, "the strongly connected component of each node", strong),
        row("algo.betweenness", &SCORE, "how many shortest ways lead through a node", between),
        row("algo.closeness", &SCORE, "how near a node is to those that it reaches", close),
        row("algo.degree", &SCORE, "how many relationships a node has, or their weight", degrees),
        row("algo.louvain", &COMMUNITY, "communities with many relationships inside", modules),
        row("algo.labelPropagation", &COMMUNITY, LABEL_PROPAGATION, propagated),
        row("algo.triangles", &triangles, "how many triangles a node is part of", triangle_counts),
        row("algo.lcc", &coefficient, "how closely the neighbours of a node are linked", clusters),
    ]
}

/// Ways between nodes, and trees.
fn ways() -> Vec<Procedure> {
    let reach = [NODE, ("depth", Kinds::INTEGER)];
    let numbered = [("index", Kinds::INTEGER), PATH, COST];
    let edge = [("relationship", Kinds::RELATIONSHIP), SOURCE, TARGET, ("weight", Kinds::FLOAT)];
    let nodes = ("nodes", Kinds::LIST);
    vec![
        row("algo.bfs", &[SOURCE, OPTIONS], 1, &reach, BREADTH_FIRST, reached),
        row("algo.dijkstra", &[SOURCE, TARGET, OPTIONS], 2, &[PATH, COST], DIJKSTRA, cheapest_way),
        row("algo.kShortestPaths", &[SOURCE, TARGET, OPTIONS], 2, &numbered, K_SHORTEST, shortest),
        row("algo.spanningTree", &[OPTIONS], 0, &edge, SPANNING, spanning),
        row("algo.connect", &[nodes, OPTIONS], 1, &[PATH], CONNECT, connected),
    ]
}

const RANK: &str = "how important nodes are by those that point to them; \
    options: `iterations` (20), `damping` (0.85), `tolerance` (1e-7)";
const LABEL_PROPAGATION: &str =
    "communities by the most frequent label among neighbours; option: `iterations` (10)";
const BREADTH_FIRST: &str = "the nodes that can be reached, the nearest first; option: `maxDepth`";
const DIJKSTRA: &str = "the cheapest way, by the property that `weight` names";
const K_SHORTEST: &str = "the cheapest ways without loops, in order; option: `k` (3)";
const SPANNING: &str = "the lightest relationships that keep connected what is connected";
const CONNECT: &str = "the smallest subgraph that connects nodes, one row for each branch; \
    options: `avoid`, a list of nodes, and `relationships`, the only ones to follow";

fn projection(
    environment: &Environment<'_>,
    arguments: &[Value],
    direction: Direction,
) -> Result<Arc<Projection>> {
    Options::new(arguments, 0, &[])?.projection(environment, direction)
}

/// A row for each node with what was found for it.
fn per<T: Send + 'static>(
    projection: Arc<Projection>,
    found: Vec<T>,
    value: fn(T) -> Value,
) -> Rows {
    let rows = (0..).zip(found);
    Box::new(
        rows.map(move |(index, found)| Ok(vec![Value::Node(projection.node(index)), value(found)])),
    )
}

/// A row for each node with the identity of its group's lowest node.
fn grouped(projection: Arc<Projection>, lowest: Vec<u32>) -> Rows {
    let identity = projection.clone();
    let rows = (0..).zip(lowest).map(move |(index, lowest)| {
        let group = Value::Integer(i64::from(identity.node(lowest).0));
        Ok(vec![Value::Node(projection.node(index)), group])
    });
    Box::new(rows)
}

fn weak(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let projection = projection(environment, arguments, Direction::Outgoing)?;
    let lowest = weak_components(&projection, environment.tick)?;
    Ok(grouped(projection, lowest))
}

fn strong(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let projection = projection(environment, arguments, Direction::Outgoing)?;
    let lowest = strong_components(&projection, environment.tick)?;
    Ok(grouped(projection, lowest))
}

fn modules(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let projection = projection(environment, arguments, Direction::Both)?;
    let communities = louvain(&projection, environment.tick)?;
    Ok(grouped(projection, communities.of))
}

fn between(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let projection = projection(environment, arguments, Direction::Outgoing)?;
    let scores = betweenness(&projection, environment.tick)?;
    Ok(per(projection, scores, Value::Float))
}

fn close(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let projection = projection(environment, arguments, Direction::Outgoing)?;
    let scores = closeness(&projection, environment.tick)?;
    Ok(per(projection, scores, Value::Float))
}

fn degrees(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let projection = projection(environment, arguments, Direction::Outgoing)?;
    let scores = degree(&projection);
    Ok(per(projection, scores, Value::Float))
}

fn triangle_counts(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let projection = projection(environment, arguments, Direction::Both)?;
    let counts = triangles(&projection, environment.tick)?;
    let integer = |count| Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    Ok(per(projection, counts, integer))
}

fn clusters(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let projection = projection(environment, arguments, Direction::Both)?;
    let scores = clustering(&projection, environment.tick)?;
    Ok(per(projection, scores, Value::Float))
}

fn ranks(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let options = Options::new(arguments, 0, &["iterations", "damping", "tolerance"])?;
    let usual = PageRank::default();
    let how = PageRank {
        iterations: options.count("iterations", 1, usual.iterations)?,
        damping: options.share("damping", usual.damping)?,
        tolerance: options.share("tolerance", usual.tolerance)?,
    };
    let projection = options.projection(environment, Direction::Outgoing)?;
    let scores = page_rank(&projection, how, environment.tick)?;
    Ok(per(projection, scores, Value::Float))
}

fn propagated(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let options = Options::new(arguments, 0, &["iterations"])?;
    let rounds = options.count("iterations", 1, 10)?;
    let projection = options.projection(environment, Direction::Both)?;
    let labels = label_propagation(&projection, rounds, environment.tick)?;
    Ok(grouped(projection, labels))
}

/// The node at a place; `None` for null, which no way leads to.
fn node(arguments: &[Value], place: usize) -> Result<Option<NodeId>> {
    match arguments.get(place) {
        Some(Value::Node(node)) => Ok(Some(*node)),
        Some(other) if !other.is_null() => Err(invalid(format!(
            "argument {} must be NODE, but is {}",
            place + 1,
            Kinds::of(other)
        ))),
        _ => Ok(None),
    }
}

fn nothing() -> Rows {
    Box::new(std::iter::empty())
}

fn reached(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let options = Options::new(arguments, 1, &["maxDepth"])?;
    let most = u32::try_from(options.count("maxDepth", 0, NONE as usize)?).unwrap_or(NONE);
    let projection = options.projection(environment, Direction::Outgoing)?;
    let Some(source) = node(arguments, 0)?.and_then(|node| projection.index_of(node)) else {
        return Ok(nothing());
    };
    let found = breadth_first(&projection, &[source], most, |_| false, environment.tick)?;
    let rows = found.order.into_iter().map(move |index| {
        let depth = i64::from(found.depth[index as usize]);
        Ok(vec![Value::Node(projection.node(index)), Value::Integer(depth)])
    });
    Ok(Box::new(rows))
}

/// The projection of a call from one node to another, and their numbers, if both are part of it.
fn pair(
    environment: &Environment<'_>,
    arguments: &[Value],
    options: &Options<'_>,
) -> Result<Option<(Arc<Projection>, u32, u32)>> {
    let (Some(source), Some(target)) = (node(arguments, 0)?, node(arguments, 1)?) else {
        return Ok(None);
    };
    let projection = options.projection(environment, Direction::Outgoing)?;
    let found = projection.index_of(source).zip(projection.index_of(target));
    Ok(found.map(|(source, target)| (projection, source, target)))
}

fn cheapest_way(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let options = Options::new(arguments, 2, &[])?;
    let Some((projection, source, target)) = pair(environment, arguments, &options)? else {
        return Ok(nothing());
    };
    let costs = cheapest(&projection, source, Some(target), environment.tick)?;
    let way = costs.route(target);
    Ok(Box::new(
        way.into_iter().map(move |way| Ok(vec![path(&projection, &way), Value::Float(way.cost)])),
    ))
}

fn shortest(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let options = Options::new(arguments, 2, &["k"])?;
    let most = options.count("k", 1, 3)?;
    let Some((projection, source, target)) = pair(environment, arguments, &options)? else {
        return Ok(nothing());
    };
    let ways = k_shortest(&projection, source, target, most, environment.tick)?;
    Ok(Box::new((0..).zip(ways).map(move |(index, way)| {
        Ok(vec![Value::Integer(index), path(&projection, &way), Value::Float(way.cost)])
    })))
}

fn path(projection: &Projection, way: &Route) -> Value {
    Value::Path(Arc::new(projection.path(way)))
}

fn spanning(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let projection = projection(environment, arguments, Direction::Outgoing)?;
    let tree = spanning_forest(&projection, environment.tick)?;
    let rows = tree.into_iter().map(move |edge| {
        Ok(vec![
            Value::Relationship(edge.relationship),
            Value::Node(projection.node(edge.source)),
            Value::Node(projection.node(edge.target)),
            Value::Float(edge.weight),
        ])
    });
    Ok(Box::new(rows))
}

fn connected(environment: &Environment<'_>, arguments: &[Value]) -> Result<Rows> {
    let options = Options::new(arguments, 1, &["avoid", "relationships"])?;
    let Some(list) = arguments.first().filter(|list| !list.is_null()) else { return Ok(nothing()) };
    let nodes = nodes_of("nodes", list)?;
    let projection = options.projection(environment, Direction::Both)?;
    let found: Option<Vec<u32>> = nodes.iter().map(|node| projection.index_of(*node)).collect();
    let Some(found) = found else { return Ok(nothing()) };
    let ways = connect(&projection, &found, environment.tick)?;
    Ok(Box::new(ways.into_iter().map(move |way| Ok(vec![path(&projection, &way)]))))
}
