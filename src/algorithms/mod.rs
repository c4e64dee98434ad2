//! Graph algorithms, on a dense part of a graph.
//!
//! A [`Projection`] takes the nodes and relationships that a [`Selection`] names out of a graph,
//! numbers the nodes from 0 and keeps both directions as compressed sparse rows. It implements
//! petgraph's visit traits, so that what petgraph does well runs on it; what it does in quadratic
//! time, by recursion or not at all is written here, and tested against petgraph on small graphs.
//!
//! An algorithm takes a projection and gives vectors over its nodes. It knows neither values nor
//! queries; `functions/procedures` turns its results into rows. Long work asks a [`Tick`] every few
//! thousand steps, which may end it.
//!
//! To add an algorithm: a file here, a row in `functions/procedures/algo.rs`.

mod betweenness;
mod centrality;
mod component;
mod connect;
mod dijkstra;
mod k_shortest;
mod label_propagation;
mod louvain;
mod page_rank;
mod parallel;
mod projection;
mod search;
mod tree;
mod triangle;
mod visit;

pub use betweenness::betweenness;
pub use centrality::{closeness, degree};
pub use component::{strong_components, weak_components};
pub use connect::connect;
pub use dijkstra::{Costs, cheapest};
pub use k_shortest::k_shortest;
pub use label_propagation::label_propagation;
pub use louvain::{Communities, louvain};
pub use page_rank::{PageRank, page_rank};
pub use projection::{Edge, Projection, Route, Selection};
pub use search::{Reached, breadth_first};
pub use tree::spanning_forest;
pub use triangle::{clustering, triangles};
pub use visit::{EdgeReference, Visited};

use crate::error::Result;

/// Asked every few thousand steps; an error from it ends the work.
pub type Tick<'a> = &'a dyn Fn() -> Result<()>;

/// The number of no node: not reached, not in the projection.
pub const NONE: u32 = u32::MAX;

/// Counts steps and asks the tick when it is time.
struct Pace<'a> {
    tick: Tick<'a>,
    steps: usize,
}

impl<'a> Pace<'a> {
    const STRIDE: usize = 8_192;

    fn new(tick: Tick<'a>) -> Self {
        Self { tick, steps: 0 }
    }

    /// Counts `steps` steps, and one more.
    fn steps(&mut self, steps: usize) -> Result<()> {
        self.steps += steps + 1;
        if self.steps < Self::STRIDE {
            return Ok(());
        }
        self.steps = 0;
        (self.tick)()
    }
}

/// The number of a node that is known to fit: a graph has fewer than 2^32 nodes.
fn number(index: usize) -> u32 {
    u32::try_from(index).expect("a graph has fewer than 2^32 nodes")
}

/// A count as a float.
#[expect(clippy::cast_precision_loss, reason = "no graph has 2^53 relationships")]
fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
