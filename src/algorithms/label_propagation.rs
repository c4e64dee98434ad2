//! Communities by label propagation (Raghavan, Albert and Kumara, 2007), in the deterministic form of
//! LDBC Graphalytics: all nodes change at once, and of equally frequent labels the lowest wins.

use super::{Pace, Projection, Tick};
use crate::error::Result;

/// For each node the label that it has after so many rounds, or fewer if nothing changes any more.
/// At first a node's label is its own number; then it is the most frequent one (or the heaviest, with
/// weights) among its neighbours, whichever way relationships point. A neighbour in both directions
/// counts twice.
///
/// # Errors
/// What the tick says.
pub fn label_propagation(
    projection: &Projection,
    rounds: usize,
    tick: Tick<'_>,
) -> Result<Vec<u32>> {
    let mut labels: Vec<u32> = projection.indexes().collect();
    let mut pace = Pace::new(tick);
    let mut heard: Vec<(u32, f64)> = Vec::new();
    for _ in 0..rounds {
        let mut next = labels.clone();
        for node in projection.indexes() {
            heard.clear();
            heard.extend(
                projection.edges_both(node).map(|edge| (labels[edge.target as usize], edge.weight)),
            );
            pace.steps(heard.len())?;
            if let Some(label) = heaviest(&mut heard) {
                next[node as usize] = label;
            }
        }
        if next == labels {
            break;
        }
        labels = next;
    }
    Ok(labels)
}

/// The label with the largest sum of weights; of equal ones the lowest.
fn heaviest(heard: &mut [(u32, f64)]) -> Option<u32> {
    heard.sort_unstable_by_key(|(label, _)| *label);
    let mut best: Option<(u32, f64)> = None;
    for group in heard.chunk_by(|one, other| one.0 == other.0) {
        let sum: f64 = group.iter().map(|(_, weight)| weight).sum();
        if best.is_none_or(|(_, most)| sum > most) {
            best = group.first().map(|(label, _)| (*label, sum));
        }
    }
    best.map(|(label, _)| label)
}
