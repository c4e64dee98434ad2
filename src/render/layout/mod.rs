//! Where boxes and arrows go: from sizes to coordinates, and nothing of what stands in them.
//!
//! Each connected part is laid out in layers from left to right (Sugiyama's method, as dagre does it),
//! its arrows become curves that touch boxes only at their ends, and the parts are packed side by side.
//! The same input gives the same picture. Nothing here knows names, colours or files.

mod columns;
mod layered;
mod pack;
mod parts;
mod route;

use layered::lay_out_part;
use parts::parts;

/// A width and a height, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A place, in pixels from the left and from the top.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    /// The place that lies so much further right and down.
    pub(super) fn moved(self, by: Self) -> Self {
        Self { x: self.x + by.x, y: self.y + by.y }
    }
}

/// An arrow between two boxes, by their numbers, with the room that its label needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Size,
}

/// The course of an arrow: cubic curves one after the other, the last of which ends at its tip.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    pub(super) start: Point,
    /// Two points of control and an end each.
    pub(super) curves: Vec<[Point; 3]>,
    /// Where the label has its middle; the course runs through it from side to side.
    pub(super) label: Point,
}

impl Route {
    /// Where the arrow ends.
    pub(super) fn end(&self) -> Point {
        self.curves.last().map_or(self.start, |curve| curve[2])
    }

    /// From where the arrow comes in at its end.
    pub(super) fn before_end(&self) -> Point {
        self.curves.last().map_or(self.start, |curve| curve[1])
    }

    fn shift(&mut self, by: Point) {
        self.start = self.start.moved(by);
        self.label = self.label.moved(by);
        for point in self.curves.iter_mut().flatten() {
            *point = point.moved(by);
        }
    }
}

/// Where everything is.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// The middles of the boxes.
    pub(super) boxes: Vec<Point>,
    /// The courses of the links.
    pub(super) links: Vec<Route>,
    /// The room that all of it takes.
    pub(super) size: Size,
}

/// Finds a place for every box and a course for every link.
pub(super) fn lay_out(boxes: &[Size], links: &[Link]) -> Layout {
    let mut layout = Layout {
        boxes: vec![Point::default(); boxes.len()],
        links: vec![Route::default(); links.len()],
        size: Size::default(),
    };
    let parts = parts(boxes.len(), links);
    let drawn: Vec<_> = parts.iter().map(|part| lay_out_part(part, boxes, links)).collect();
    let sizes: Vec<_> = drawn.iter().map(|part| part.size).collect();
    let (corners, size) = pack::pack(&sizes);
    layout.size = size;
    for ((part, mut drawn), corner) in parts.iter().zip(drawn).zip(corners) {
        for (number, place) in part.boxes.iter().zip(drawn.boxes) {
            layout.boxes[*number] = place.moved(corner);
        }
        for (number, mut route) in part.links.iter().zip(drawn.links.drain(..)) {
            route.shift(corner);
            layout.links[*number] = route;
        }
    }
    layout
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Size = Size { width: 80.0, height: 30.0 };
    const LABEL: Size = Size { width: 50.0, height: 28.0 };

    fn links(ends: &[(usize, usize)]) -> Vec<Link> {
        ends.iter().map(|(from, to)| Link { from: *from, to: *to, label: LABEL }).collect()
    }

    fn overlap(one: Point, one_size: Size, other: Point, other_size: Size) -> bool {
        let slack = 0.01;
        (one.x - other.x).abs() + slack < f64::midpoint(one_size.width, other_size.width)
            && (one.y - other.y).abs() + slack < f64::midpoint(one_size.height, other_size.height)
    }

    /// A graph with cycles, loops, parallel links and two parts.
    fn mixed() -> Vec<Link> {
        links(&[(0, 1), (0, 1), (1, 0), (1, 2), (2, 2), (2, 3), (0, 3), (3, 0), (1, 1), (5, 6)])
    }

    #[test]
    fn boxes_and_labels_keep_apart() {
        let links = mixed();
        let layout = lay_out(&[BOX; 8], &links);
        let mut areas: Vec<_> = layout.boxes.iter().map(|place| (*place, BOX)).collect();
        areas.extend(layout.links.iter().map(|route| (route.label, LABEL)));
        for (number, one) in areas.iter().enumerate() {
            for other in &areas[..number] {
                assert!(!overlap(one.0, one.1, other.0, other.1), "{one:?} and {other:?}");
            }
            assert!(one.0.x - one.1.width / 2.0 > -0.01 && one.0.y - one.1.height / 2.0 > -0.01);
            assert!(one.0.x + one.1.width / 2.0 < layout.size.width + 0.01);
            assert!(one.0.y + one.1.height / 2.0 < layout.size.height + 0.01);
        }
    }

    #[test]
    fn links_end_at_the_sides_of_their_boxes() {
        let links = links(&[(0, 1), (1, 2), (2, 0), (0, 2)]);
        let layout = lay_out(&[BOX; 3], &links);
        for (link, route) in links.iter().zip(&layout.links) {
            for (place, number) in [(route.start, link.from), (route.end(), link.to)] {
                let middle = layout.boxes[number];
                assert!(((place.x - middle.x).abs() - BOX.width / 2.0).abs() < 0.01);
                assert!((place.y - middle.y).abs() <= BOX.height / 2.0);
            }
        }
    }

    #[test]
    fn parallel_links_take_courses_of_their_own() {
        let layout = lay_out(&[BOX; 2], &links(&[(0, 1), (0, 1), (1, 0)]));
        let mut heights: Vec<_> = layout.links.iter().map(|route| route.label.y).collect();
        heights.sort_by(f64::total_cmp);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= LABEL.height), "{heights:?}");
    }

    #[test]
    fn the_same_graph_has_the_same_layout() {
        let links = mixed();
        let first = format!("{:?}", lay_out(&[BOX; 8], &links));
        assert_eq!(first, format!("{:?}", lay_out(&[BOX; 8], &links)));
    }

    #[test]
    fn nothing_takes_no_room() {
        assert_eq!(lay_out(&[], &[]).size, Size::default());
    }
}
