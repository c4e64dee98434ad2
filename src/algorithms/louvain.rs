//! Communities of high modularity (Blondel, Guillaume, Lambiotte and Lefebvre, 2008).
//!
//! Nodes are visited in their order and ties go to the lowest community, so that the result is the
//! same each time.

use super::{NONE, Pace, Projection, Tick, number};
use crate::error::Result;

/// A partition of the nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Communities {
    /// For each node the lowest node of its community.
    pub of: Vec<u32>,
    /// How many more edges lie within communities than chance would put there: at most 1.
    pub modularity: f64,
}

/// Finds communities; relationships count whichever way they point.
///
/// # Errors
/// What the tick says.
pub fn louvain(projection: &Projection, tick: Tick<'_>) -> Result<Communities> {
    let mut pace = Pace::new(tick);
    let mut network = Network::of(projection);
    let mut of: Vec<u32> = projection.indexes().collect();
    loop {
        let mut level = Level::new(&network);
        if !level.settle(&mut pace)? {
            break;
        }
        let communities = renumbered(&level.community);
        for community in &mut of {
            *community = communities[*community as usize];
        }
        network = network.merged(&communities);
    }
    let modularity = Level::new(&network).modularity();
    Ok(Communities { of: named_by_lowest(&of), modularity })
}

/// A weighted graph that is followed both ways: for each node its neighbours, without itself.
struct Network {
    neighbours: Vec<Vec<(u32, f64)>>,
    /// For each node twice the weight of its loops.
    loops: Vec<f64>,
}

impl Network {
    fn of(projection: &Projection) -> Self {
        let mut network =
            Self { neighbours: Vec::with_capacity(projection.count()), loops: Vec::new() };
        let twice = if projection.is_symmetric() { 2.0 } else { 1.0 };
        for node in projection.indexes() {
            let mut neighbours = Vec::new();
            let mut own = 0.0;
            for edge in projection.edges_both(node) {
                if edge.target == node {
                    own += edge.weight * twice;
                } else {
                    neighbours.push((edge.target, edge.weight));
                }
            }
            network.neighbours.push(summed(neighbours));
            network.loops.push(own);
        }
        network
    }

    /// The network of communities: an edge is the sum of those between their members.
    fn merged(&self, communities: &[u32]) -> Self {
        let count = communities.iter().max().map_or(0, |most| *most as usize + 1);
        let mut merged = Self { neighbours: vec![Vec::new(); count], loops: vec![0.0; count] };
        for (node, neighbours) in self.neighbours.iter().enumerate() {
            let own = communities[node];
            merged.loops[own as usize] += self.loops[node];
            for (other, weight) in neighbours {
                let other = communities[*other as usize];
                if other == own {
                    merged.loops[own as usize] += weight;
                } else {
                    merged.neighbours[own as usize].push((other, *weight));
                }
            }
        }
        merged.neighbours = merged.neighbours.into_iter().map(summed).collect();
        merged
    }
}

/// One entry a neighbour.
fn summed(mut neighbours: Vec<(u32, f64)>) -> Vec<(u32, f64)> {
    neighbours.sort_by_key(|(node, _)| *node);
    neighbours.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        kept.1 += if is_same { next.1 } else { 0.0 };
        is_same
    });
    neighbours
}

/// One pass over a network: nodes move to the community of a neighbour while that gains modularity.
struct Level<'a> {
    network: &'a Network,
    community: Vec<u32>,
    /// The weight of each node, loops included.
    degree: Vec<f64>,
    /// The weight of each community.
    total: Vec<f64>,
    /// Twice the weight of all edges.
    whole: f64,
    /// The weight from the node at hand to each community.
    links: Vec<f64>,
}

impl<'a> Level<'a> {
    /// The least gain that counts, so that rounding can't make nodes move for ever.
    const LEAST: f64 = 1e-12;

    fn new(network: &'a Network) -> Self {
        let sum = |neighbours: &Vec<(u32, f64)>| neighbours.iter().map(|one| one.1).sum::<f64>();
        let degree: Vec<f64> = network
            .neighbours
            .iter()
            .zip(&network.loops)
            .map(|(all, own)| sum(all) + own)
            .collect();
        Self {
            network,
            community: (0..number(degree.len())).collect(),
            total: degree.clone(),
            whole: degree.iter().sum(),
            links: vec![0.0; degree.len()],
            degree,
        }
    }

    /// Moves nodes until none gains; whether any moved.
    fn settle(&mut self, pace: &mut Pace<'_>) -> Result<bool> {
        let mut has_moved = false;
        let mut moves = usize::from(self.whole > 0.0);
        while moves > 0 {
            moves = 0;
            for node in 0..number(self.degree.len()) {
                pace.steps(self.network.neighbours[node as usize].len())?;
                moves += usize::from(self.move_node(node));
            }
            has_moved |= moves > 0;
        }
        Ok(has_moved)
    }

    fn move_node(&mut self, node: u32) -> bool {
        let neighbours = &self.network.neighbours[node as usize];
        let (own, degree) = (self.community[node as usize], self.degree[node as usize]);
        self.total[own as usize] -= degree;
        for (other, weight) in neighbours {
            self.links[self.community[*other as usize] as usize] += weight;
        }
        let gain = |level: &Self, community: u32| {
            let total = level.total[community as usize];
            level.links[community as usize] - total * degree / level.whole
        };
        let (mut best, mut most) = (own, gain(self, own));
        for (other, _) in neighbours {
            let community = self.community[*other as usize];
            let gain = gain(self, community);
            let is_tie_below =
                (gain - most).abs() <= Self::LEAST && best != own && community < best;
            if gain > most + Self::LEAST || is_tie_below {
                (best, most) = (community, gain);
            }
        }
        for (other, _) in neighbours {
            self.links[self.community[*other as usize] as usize] = 0.0;
        }
        self.total[best as usize] += degree;
        self.community[node as usize] = best;
        best != own
    }

    /// The modularity of the network with each node a community of its own.
    fn modularity(&self) -> f64 {
        if self.whole <= 0.0 {
            return 0.0;
        }
        let part = |(own, degree): (&f64, &f64)| own / self.whole - (degree / self.whole).powi(2);
        self.network.loops.iter().zip(&self.degree).map(part).sum()
    }
}

/// The same communities, numbered from 0 in the order of their first nodes.
fn renumbered(communities: &[u32]) -> Vec<u32> {
    let mut numbers = vec![NONE; communities.len()];
    let mut next = 0;
    let number = |community: &u32| {
        let place = &mut numbers[*community as usize];
        if *place == NONE {
            *place = next;
            next += 1;
        }
        *place
    };
    communities.iter().map(number).collect()
}

fn named_by_lowest(communities: &[u32]) -> Vec<u32> {
    let mut first = vec![NONE; communities.len()];
    for (node, community) in communities.iter().enumerate() {
        let first = &mut first[*community as usize];
        *first = (*first).min(number(node));
    }
    communities.iter().map(|community| first[*community as usize]).collect()
}
