//! The columns of boxes and labels that the layers are.

use super::route::Course;
use super::{Point, Size};

/// How wide each column is, by its middle. All that stands in a layer has the same middle.
pub(super) struct Columns(Vec<(f64, f64)>);

/// How far two middles of one column may differ by rounding.
const NEAR: f64 = 0.5;

impl Columns {
    /// The columns of boxes and of the labels between them.
    pub(super) fn of(places: &[Point], sizes: &[Size], courses: &[Course]) -> Self {
        let boxes = places.iter().zip(sizes).map(|(place, size)| (place.x, size.width / 2.0));
        let labels = courses.iter().map(|course| (course.label_place.x, course.label.width / 2.0));
        let mut columns: Vec<(f64, f64)> = boxes.chain(labels).collect();
        columns.sort_by(|one, other| one.0.total_cmp(&other.0));
        columns.dedup_by(|next, kept| {
            let is_same = next.0 - kept.0 < NEAR;
            if is_same {
                kept.1 = kept.1.max(next.1);
            }
            is_same
        });
        Self(columns)
    }

    /// Half of the width of the column with a middle; nothing where there is none.
    pub(super) fn half_width(&self, middle: f64) -> f64 {
        let place = self.0.partition_point(|(x, _)| *x < middle - NEAR);
        let found = self.0.get(place).filter(|(x, _)| (x - middle).abs() <= NEAR);
        found.map_or(0.0, |(_, half)| *half)
    }
}
