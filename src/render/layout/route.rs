//! The courses of arrows: they leave and enter boxes at ports of their own, run level through the
//! columns of boxes and labels, and curve only between the columns. So no line touches what it does not
//! belong to.

use super::columns::Columns;
use super::{Point, Route, Size};

/// What is known of an arrow before its course is drawn.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The places between the layers through which it goes.
    pub(super) bends: Vec<Point>,
    pub(super) label_place: Point,
    pub(super) label: Size,
}

impl Course {
    fn is_loop(&self) -> bool {
        self.from == self.to
    }
}

/// The two sides of a box at which arrows end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
}

/// The two ends of an arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tip {
    Start,
    End,
}

/// An end of an arrow at a box.
#[derive(Clone, Copy, Debug)]
struct Port {
    at: (usize, Side),
    /// The height at which the arrow comes or goes on.
    towards: f64,
    course: usize,
    tip: Tip,
}

/// The widest gap between two ports of one side.
const PORT_GAP: f64 = 12.0;

/// What stays free above the first and below the last port.
const PORT_MARGIN: f64 = 5.0;

/// How far a loop keeps from its label at each side.
const LOOP_MARGIN: f64 = 6.0;

/// The routes of all arrows of one part.
pub(super) fn routes(places: &[Point], sizes: &[Size], courses: &[Course]) -> Vec<Route> {
    let mut ends = vec![[Point::default(); 2]; courses.len()];
    for (port, place) in placed_ports(places, sizes, courses) {
        ends[port.course][usize::from(port.tip == Tip::End)] = place;
    }
    let columns = Columns::of(places, sizes, courses);
    let routes = courses.iter().zip(ends).map(|(course, [start, end])| {
        if course.is_loop() {
            return loop_route(course, places[course.from], sizes[course.from]);
        }
        let middles = [places[course.from].x, places[course.to].x];
        route(course, [start, end], middles, &columns)
    });
    routes.collect()
}

/// Every port with its place: those of one side from top to bottom as their arrows go on.
fn placed_ports(places: &[Point], sizes: &[Size], courses: &[Course]) -> Vec<(Port, Point)> {
    let straight = courses.iter().enumerate().filter(|(_, course)| !course.is_loop());
    let mut tips: Vec<Port> =
        straight.flat_map(|(number, course)| ports_of(number, course, places)).collect();
    tips.sort_by(|one, other| {
        let by_box = one.at.cmp(&other.at);
        by_box.then(one.towards.total_cmp(&other.towards)).then(one.course.cmp(&other.course))
    });
    let mut found = Vec::new();
    for side in tips.chunk_by(|one, other| one.at == other.at) {
        let (number, which) = side[0].at;
        let (middle, size) = (places[number], sizes[number]);
        let count = u32::try_from(side.len()).map_or(f64::MAX, f64::from);
        let gap = PORT_GAP.min((size.height - 2.0 * PORT_MARGIN) / count);
        let x = match which {
            Side::Left => middle.x - size.width / 2.0,
            Side::Right => middle.x + size.width / 2.0,
        };
        let mut y = middle.y - gap * (count - 1.0) / 2.0;
        for port in side {
            found.push((*port, Point { x, y }));
            y += gap;
        }
    }
    found
}

fn ports_of(number: usize, course: &Course, places: &[Point]) -> [Port; 2] {
    let port = |own: usize, other: usize, next: Option<&Point>, tip| {
        let next = next.copied().unwrap_or(places[other]);
        let side = if next.x < places[own].x { Side::Left } else { Side::Right };
        Port { at: (own, side), towards: next.y, course: number, tip }
    };
    [
        port(course.from, course.to, course.bends.first(), Tip::Start),
        port(course.to, course.from, course.bends.last(), Tip::End),
    ]
}

/// A course through all bends, level from one edge of each column to the other.
fn route(
    course: &Course,
    [start, end]: [Point; 2],
    [first, last]: [f64; 2],
    columns: &Columns,
) -> Route {
    let forward = if start.x <= end.x { 1.0 } else { -1.0 };
    let edge = |middle: f64, towards: f64| middle + towards * columns.half_width(middle);
    let mut points = vec![Point { x: edge(first, (start.x - first).signum()), y: start.y }];
    for bend in &course.bends {
        points.push(Point { x: edge(bend.x, -forward), y: bend.y });
        points.push(Point { x: edge(bend.x, forward), y: bend.y });
    }
    points.push(Point { x: edge(last, (end.x - last).signum()), y: end.y });
    points.push(end);
    let mut before = start;
    let mut curves = Vec::new();
    for point in points {
        if before != point {
            curves.push(level_curve(before, point));
        }
        before = point;
    }
    Route { start, curves, label: course.label_place }
}

/// A curve that leaves and arrives level.
fn level_curve(from: Point, to: Point) -> [Point; 3] {
    let middle = f64::midpoint(from.x, to.x);
    [Point { x: middle, y: from.y }, Point { x: middle, y: to.y }, to]
}

/// A course that leaves a box below, runs through its label, and comes back.
fn loop_route(course: &Course, middle: Point, size: Size) -> Route {
    let label = Point { x: middle.x, y: course.label_place.y };
    let bottom = middle.y + size.height / 2.0;
    let reach = course.label.width / 2.0 + LOOP_MARGIN;
    let port = reach.min(size.width / 2.0 - LOOP_MARGIN);
    let at = |x: f64, y: f64| Point { x: middle.x + x, y };
    let half = course.label.width / 4.0;
    let curves = vec![
        [at(reach, bottom + 4.0), at(reach, label.y), at(half, label.y)],
        [at(half, label.y), at(-half, label.y), at(-half, label.y)],
        [at(-reach, label.y), at(-port, bottom + 8.0), at(-port, bottom)],
    ];
    Route { start: at(port, bottom), curves, label }
}
