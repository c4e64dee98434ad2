//! Parts side by side: rows of about the same width, large parts first.

use super::{Point, Size};

/// The room between two parts.
const GAP: f64 = 36.0;

/// How much wider than high a picture of many parts becomes.
const ASPECT: f64 = 1.6;

/// The upper left corners of the parts, and the room that they take together.
pub(super) fn pack(sizes: &[Size]) -> (Vec<Point>, Size) {
    let area: f64 = sizes.iter().map(|size| (size.width + GAP) * (size.height + GAP)).sum();
    let widest = sizes.iter().map(|size| size.width).fold(0.0, f64::max);
    let limit = widest.max((area * ASPECT).sqrt());
    let mut corners = Vec::new();
    let mut whole = Size::default();
    let (mut corner, mut row) = (Point::default(), 0.0_f64);
    for size in sizes {
        if corner.x > 0.0 && corner.x + size.width > limit {
            corner = Point { x: 0.0, y: corner.y + row + GAP };
            row = 0.0;
        }
        corners.push(corner);
        row = row.max(size.height);
        whole.width = whole.width.max(corner.x + size.width);
        whole.height = whole.height.max(corner.y + size.height);
        corner.x += size.width + GAP;
    }
    (corners, whole)
}
