//! Where the relationships of each node begin and end in a list sorted by node.

use std::ops::Range;

/// Ranges of places by node.
#[derive(Clone, Debug)]
pub(super) enum Offsets {
    /// Of the nodes from `first` on, one after the other: there is one more offset than nodes.
    Dense { first: u32, offsets: Vec<u32> },
    /// Of these nodes, in ascending order: for a type that few nodes have.
    Sparse { nodes: Vec<u32>, offsets: Vec<u32> },
}

impl Default for Offsets {
    fn default() -> Self {
        Self::Sparse { nodes: Vec::new(), offsets: Vec::new() }
    }
}

impl Offsets {
    /// From the nodes and how many places each has, in ascending order of nodes.
    pub(super) fn from_counts(counts: &[(u32, u32)]) -> Self {
        let (Some(first), Some(last)) = (counts.first(), counts.last()) else {
            return Self::default();
        };
        let (first, span) = (first.0, (last.0 - first.0) as usize + 1);
        let mut offset = 0;
        if span > counts.len() * 2 + 64 {
            let mut offsets = vec![0];
            for (_, count) in counts {
                offset += count;
                offsets.push(offset);
            }
            return Self::Sparse { nodes: counts.iter().map(|one| one.0).collect(), offsets };
        }
        let mut offsets = Vec::with_capacity(span + 1);
        for (node, count) in counts {
            offsets.resize((node - first) as usize + 1, offset);
            offset += count;
        }
        offsets.push(offset);
        Self::Dense { first, offsets }
    }

    /// From a list of nodes that is sorted.
    pub(super) fn of_sorted(nodes: impl Iterator<Item = u32>) -> Self {
        let mut counts: Vec<(u32, u32)> = Vec::new();
        for node in nodes {
            match counts.last_mut() {
                Some((last, count)) if *last == node => *count += 1,
                _ => counts.push((node, 1)),
            }
        }
        Self::from_counts(&counts)
    }

    /// The places of a node.
    pub(super) fn range(&self, node: u32) -> Range<usize> {
        let (offsets, place) = match self {
            Self::Dense { first, offsets } => match node.checked_sub(*first) {
                Some(place) => (offsets, place as usize),
                None => return 0..0,
            },
            Self::Sparse { nodes, offsets } => match nodes.binary_search(&node) {
                Ok(place) => (offsets, place),
                Err(_) => return 0..0,
            },
        };
        match offsets.get(place..place + 2) {
            Some(&[start, end]) => start as usize..end as usize,
            Some(_) | None => 0..0,
        }
    }

    /// The node to which a place belongs.
    pub(super) fn node_at(&self, place: u32) -> u32 {
        match self {
            Self::Dense { first, offsets } => {
                let after = offsets.partition_point(|offset| *offset <= place);
                first + u32::try_from(after).map_or(0, |after| after.saturating_sub(1))
            }
            Self::Sparse { nodes, offsets } => {
                let after = offsets.partition_point(|offset| *offset <= place);
                nodes.get(after.wrapping_sub(1)).copied().unwrap_or_default()
            }
        }
    }

    /// Every node that may have places, with them, in ascending order.
    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = (u32, Range<usize>)> + '_> {
        let ranges = |offsets: &'_ [u32]| {
            offsets.windows(2).map(|pair| pair[0] as usize..pair[1] as usize).collect::<Vec<_>>()
        };
        match self {
            Self::Dense { first, offsets } => Box::new(
                (*first..)
                    .zip(offsets.windows(2))
                    .map(|(node, pair)| (node, pair[0] as usize..pair[1] as usize)),
            ),
            Self::Sparse { nodes, offsets } => Box::new(nodes.iter().copied().zip(ranges(offsets))),
        }
    }

    /// The bytes it takes up in memory.
    pub(super) fn memory(&self) -> usize {
        match self {
            Self::Dense { offsets, .. } => offsets.len() * 4,
            Self::Sparse { nodes, offsets } => (nodes.len() + offsets.len()) * 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_nodes_agree() {
        let far = vec![(5, 2), (900, 1), (5000, 3)];
        let near = vec![(5, 2), (6, 1), (9, 3)];
        for counts in [far, near, Vec::new()] {
            let offsets = Offsets::from_counts(&counts);
            let mut place = 0_u32;
            for node in 0..6000 {
                let count = counts.iter().find(|one| one.0 == node).map_or(0, |one| one.1);
                let range = offsets.range(node);
                assert_eq!(range.len(), count as usize, "node {node}");
                for wanted in place..place + count {
                    assert!(range.contains(&(wanted as usize)));
                    assert_eq!(offsets.node_at(wanted), node);
                }
                place += count;
            }
            assert_eq!(offsets.range(u32::MAX), 0..0);
            let total: usize = offsets.iter().map(|(_, range)| range.len()).sum();
            assert_eq!(total, place as usize);
        }
    }
}
