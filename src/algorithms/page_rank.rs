//! Page rank (Page, Brin, Motwani and Winograd, 1998), by iteration; each is linear in the edges.

use super::{Pace, Projection, Tick, float};
use crate::error::Result;

/// How page rank is computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageRank {
    /// The chance to follow a relationship rather than to jump to any node.
    pub damping: f64,
    /// The most iterations.
    pub iterations: usize,
    /// It ends when all ranks together change by less than this.
    pub tolerance: f64,
}

impl Default for PageRank {
    fn default() -> Self {
        Self { damping: 0.85, iterations: 20, tolerance: 1e-7 }
    }
}

/// The rank of each node; all together are 1. A node without edges hands its rank to all nodes alike.
/// With weights, a node's rank goes along its edges in their proportion.
///
/// # Errors
/// What the tick says.
pub fn page_rank(projection: &Projection, how: PageRank, tick: Tick<'_>) -> Result<Vec<f64>> {
    let count = float(projection.count());
    let given = out_weights(projection);
    let mut ranks = vec![1.0 / count; projection.count()];
    let mut shares = vec![0.0; projection.count()];
    let mut pace = Pace::new(tick);
    for _ in 0..how.iterations {
        let mut idle = 0.0;
        for ((share, rank), given) in shares.iter_mut().zip(&ranks).zip(&given) {
            *share = if *given > 0.0 { rank / given } else { 0.0 };
            idle += if *given > 0.0 { 0.0 } else { *rank };
        }
        let base = (1.0 - how.damping + how.damping * idle) / count;
        let mut change = 0.0;
        for node in projection.indexes() {
            pace.steps(projection.incoming(node).len())?;
            let rank = base + how.damping * received(projection, node, &shares);
            change += (rank - ranks[node as usize]).abs();
            ranks[node as usize] = rank;
        }
        if change < how.tolerance {
            break;
        }
    }
    Ok(ranks)
}

fn out_weights(projection: &Projection) -> Vec<f64> {
    let of = |node: u32| {
        if projection.is_weighted() {
            projection.edges(node).map(|edge| edge.weight.max(0.0)).sum()
        } else {
            float(projection.outgoing(node).len())
        }
    };
    projection.indexes().map(of).collect()
}

fn received(projection: &Projection, node: u32, shares: &[f64]) -> f64 {
    if projection.is_weighted() {
        let edges = projection.edges_back(node);
        return edges.map(|edge| shares[edge.target as usize] * edge.weight.max(0.0)).sum();
    }
    projection.incoming(node).iter().map(|source| shares[*source as usize]).sum()
}
