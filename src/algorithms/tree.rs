//! Lightest spanning trees.

use petgraph::unionfind::UnionFind;

use super::{Edge, Pace, Projection, Tick};
use crate::error::Result;

/// The edges of a lightest tree of each weak component (Kruskal, 1956), the lightest first.
///
/// # Errors
/// What the tick says.
pub fn spanning_forest(projection: &Projection, tick: Tick<'_>) -> Result<Vec<Edge>> {
    let mut pace = Pace::new(tick);
    let mut edges: Vec<Edge> =
        projection.indexes().flat_map(|node| projection.edges(node)).collect();
    edges.sort_by(|one, other| {
        one.weight.total_cmp(&other.weight).then(one.relationship.cmp(&other.relationship))
    });
    let mut sets = UnionFind::<u32>::new(projection.count());
    let mut tree = Vec::new();
    for edge in edges {
        pace.steps(0)?;
        if sets.union(edge.source, edge.target) {
            tree.push(edge);
        }
    }
    Ok(tree)
}
