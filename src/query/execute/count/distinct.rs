//! Choices of one element from each of several sets such that no two are the same.
//!
//! Their number is a sum over the partitions of the sets: for each one, the product over its parts of
//! the number of elements that all sets of the part share, where a part of `n` sets counts
//! `(-1)^(n-1) (n-1)!` times (Möbius inversion on the lattice of partitions).

/// One partition of a group: how often it counts, and its parts as sets of bits.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Partition {
    pub(super) factor: i128,
    pub(super) parts: Vec<u32>,
}

/// All partitions of a group of branches, given by their places.
pub(super) fn partitions(members: &[usize]) -> Vec<Partition> {
    let mut all = vec![Vec::new()];
    for member in members {
        all = all.into_iter().flat_map(|parts| with(&parts, 1 << member)).collect();
    }
    all.into_iter()
        .map(|parts| Partition { factor: parts.iter().map(|part| factor(*part)).product(), parts })
        .collect()
}

/// A partition with one more member: in each of its parts, or in a part of its own.
fn with(parts: &[u32], member: u32) -> Vec<Vec<u32>> {
    let mut all: Vec<_> = (0..parts.len())
        .map(|joined| {
            let join =
                |(place, part): (usize, &u32)| part | if place == joined { member } else { 0 };
            parts.iter().enumerate().map(join).collect::<Vec<_>>()
        })
        .collect();
    all.push(parts.iter().copied().chain([member]).collect());
    all
}

fn factor(part: u32) -> i128 {
    let size = i128::from(part.count_ones());
    let sign = if size % 2 == 0 { -1 } else { 1 };
    sign * (1..size).product::<i128>()
}

#[cfg(test)]
mod tests {
    use super::partitions;

    #[test]
    fn choices_without_repetition_are_a_falling_factorial() {
        for size in 1..=4_usize {
            let members: Vec<_> = (0..size).collect();
            let sum: i128 = partitions(&members)
                .iter()
                .map(|one| one.factor * one.parts.iter().map(|_| 7_i128).product::<i128>())
                .sum();
            let expected: i128 = (0..size).map(|taken| 7 - taken as i128).product();
            assert_eq!(sum, expected, "{size} of 7");
        }
    }
}
