//! The smallest subgraph that connects given nodes: a Steiner tree in the graph, every relationship
//! counted as one.
//!
//! Two nodes are connected by a shortest way. For three the answer is exact: the smallest tree is
//! three shortest ways that meet in one node, and the best meeting node is found by three searches.
//! For more, the tree grows by the shortest way to the nearest node that is still missing (Takahashi
//! and Matsuyama, 1980), which is at most twice as large as the smallest.

use super::{NONE, Projection, Reached, Route, Tick, breadth_first};
use crate::error::Result;

/// The branches of a tree that connects `nodes`; none if they are not connected. The first branch
/// leads from the first node to another, each further one from the tree to one more.
///
/// # Errors
/// What the tick says.
pub fn connect(projection: &Projection, nodes: &[u32], tick: Tick<'_>) -> Result<Vec<Route>> {
    let mut wanted: Vec<u32> = Vec::new();
    for node in nodes {
        if !wanted.contains(node) {
            wanted.push(*node);
        }
    }
    match wanted[..] {
        [] => Ok(Vec::new()),
        [one] => Ok(vec![Route { nodes: vec![one], ..Route::default() }]),
        [one, two, three] => meeting(projection, [one, two, three], tick),
        _ => growing(projection, &wanted, tick),
    }
}

/// Three ways that meet in the node with the smallest sum of distances.
fn meeting(projection: &Projection, nodes: [u32; 3], tick: Tick<'_>) -> Result<Vec<Route>> {
    let mut searches = Vec::with_capacity(nodes.len());
    for node in nodes {
        searches.push(breadth_first(projection, &[node], NONE, |_| false, tick)?);
    }
    let sum = |node: u32| {
        let depths = searches.iter().map(|search| search.depth[node as usize]);
        depths.map(|depth| (depth != NONE).then_some(u64::from(depth))).sum::<Option<u64>>()
    };
    let best = projection.indexes().filter_map(|node| Some((sum(node)?, node))).min();
    let Some((_, centre)) = best else { return Ok(Vec::new()) };
    let mut ways = searches.iter().filter_map(|search| search.route(centre));
    let (Some(first), Some(second), Some(third)) = (ways.next(), ways.next(), ways.next()) else {
        return Ok(Vec::new());
    };
    let branches = [joined(first, turned(second)), turned(third)];
    Ok(branches.into_iter().filter(|way| !way.relationships.is_empty()).collect())
}

fn turned(mut route: Route) -> Route {
    route.nodes.reverse();
    route.relationships.reverse();
    route
}

/// Two ways, the second of which begins where the first ends.
fn joined(mut first: Route, second: Route) -> Route {
    first.nodes.extend(second.nodes.into_iter().skip(1));
    first.relationships.extend(second.relationships);
    first.cost += second.cost;
    first
}

fn growing(projection: &Projection, wanted: &[u32], tick: Tick<'_>) -> Result<Vec<Route>> {
    let Some((first, rest)) = wanted.split_first() else { return Ok(Vec::new()) };
    let (mut tree, mut missing) = (vec![*first], rest.to_vec());
    let mut branches = Vec::with_capacity(rest.len());
    while !missing.is_empty() {
        let is_missing = |node: u32| missing.contains(&node);
        let search: Reached = breadth_first(projection, &tree, NONE, is_missing, tick)?;
        let nearest = missing.iter().copied().min_by_key(|node| search.depth[*node as usize]);
        let Some(way) = nearest.and_then(|node| search.route(node)) else {
            return Ok(Vec::new());
        };
        missing.retain(|node| !way.nodes.contains(node));
        tree.extend(way.nodes.iter().skip(1));
        branches.push(way);
    }
    Ok(branches)
}
