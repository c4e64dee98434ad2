//! The connected parts of a graph.

use super::Link;

/// The numbers of the boxes and links of one connected part.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) boxes: Vec<usize>,
    pub(super) links: Vec<usize>,
}

/// Takes a graph apart: the part with most boxes comes first, then by the numbers of boxes.
pub(super) fn parts(boxes: usize, links: &[Link]) -> Vec<Part> {
    let mut leaders: Vec<usize> = (0..boxes).collect();
    for link in links {
        let (one, other) = (leader(&mut leaders, link.from), leader(&mut leaders, link.to));
        leaders[one.max(other)] = one.min(other);
    }
    let mut parts: Vec<Part> = (0..boxes).map(|_| Part::default()).collect();
    for number in 0..boxes {
        parts[leader(&mut leaders, number)].boxes.push(number);
    }
    for (number, link) in links.iter().enumerate() {
        parts[leader(&mut leaders, link.from)].links.push(number);
    }
    parts.retain(|part| !part.boxes.is_empty());
    parts.sort_by_key(|part| std::cmp::Reverse(part.boxes.len()));
    parts
}

/// The least number of the part that a box belongs to, as far as it is known.
fn leader(leaders: &mut [usize], mut number: usize) -> usize {
    while leaders[number] != number {
        leaders[number] = leaders[leaders[number]];
        number = leaders[number];
    }
    number
}
