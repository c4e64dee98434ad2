//! One connected part in layers: dagre finds the places, and the routes join them.

use dagre::graph::{Graph, GraphOptions};
use dagre::layout::layout;
use dagre::layout::types::{Acyclicer, EdgeLabel, LabelPos, LayoutOptions, NodeLabel, RankDir};

use super::parts::Part;
use super::route::{Course, routes};
use super::{Layout, Link, Point, Size};

/// The room between two boxes of one layer, between two arrows, and between two layers.
const OPTIONS: LayoutOptions = LayoutOptions {
    rankdir: RankDir::LR,
    align: None,
    nodesep: 16.0,
    edgesep: 8.0,
    ranksep: 72.0,
    marginx: 0.0,
    marginy: 0.0,
    acyclicer: Some(Acyclicer::Greedy),
    ranker: dagre::layout::types::Ranker::NetworkSimplex,
    rank_align: dagre::layout::types::RankAlign::Center,
    tie_keep_first: false,
};

type Layers = Graph<NodeLabel, EdgeLabel>;

/// Lays out a part; its boxes and links stand in the result in the order in which the part has them.
pub(super) fn lay_out_part(part: &Part, boxes: &[Size], links: &[Link]) -> Layout {
    let mut graph = described(part, boxes, links);
    layout(&mut graph, Some(OPTIONS));
    let places: Vec<Point> = part.boxes.iter().map(|number| place(&graph, *number)).collect();
    let sizes: Vec<Size> = part.boxes.iter().map(|number| boxes[*number]).collect();
    let courses: Vec<Course> =
        part.links.iter().map(|number| course(&graph, part, *number, links)).collect();
    let routes = routes(&places, &sizes, &courses);
    let mut layout = Layout { boxes: places, links: routes, size: Size::default() };
    fit(&mut layout, &sizes, &courses);
    layout
}

/// The part as dagre wants it: nodes and edges called by their numbers.
fn described(part: &Part, boxes: &[Size], links: &[Link]) -> Layers {
    let options = GraphOptions { directed: true, multigraph: true, compound: false };
    let mut graph = Graph::with_options(options);
    for number in &part.boxes {
        let Size { width, height } = boxes[*number];
        graph.set_node(
            number.to_string(),
            Some(NodeLabel { width, height, ..NodeLabel::default() }),
        );
    }
    for number in &part.links {
        let Link { from, to, label: Size { width, height } } = links[*number];
        let labelpos = LabelPos::Center;
        let edge = EdgeLabel { width, height, labelpos, ..EdgeLabel::default() };
        let name = number.to_string();
        graph.set_edge(from.to_string(), to.to_string(), Some(edge), Some(&name));
    }
    graph
}

fn place(graph: &Layers, number: usize) -> Point {
    let node = graph.node(&number.to_string());
    let (x, y) = node.map_or((None, None), |node| (node.x, node.y));
    Point { x: x.unwrap_or_default(), y: y.unwrap_or_default() }
}

/// What dagre found for an arrow: the places of its bends, and of its label among them.
fn course(graph: &Layers, part: &Part, number: usize, links: &[Link]) -> Course {
    let Link { from, to, label } = links[number];
    let edge = graph.edge(&from.to_string(), &to.to_string(), Some(&number.to_string()));
    let points = edge.map_or(&[][..], |edge| &edge.points);
    // The first and the last one lie at the boxes, where the routes choose places of their own.
    let inner = points.get(1..points.len().saturating_sub(1)).unwrap_or_default();
    let bends: Vec<Point> = inner.iter().map(|point| Point { x: point.x, y: point.y }).collect();
    let middle = bends.get(bends.len() / 2).copied().unwrap_or_default();
    let (x, y) = edge.map_or((None, None), |edge| (edge.x, edge.y));
    let label_place = Point { x: x.unwrap_or(middle.x), y: y.unwrap_or(middle.y) };
    // The boxes of a part stand in the order of their numbers.
    let local = |number: usize| part.boxes.binary_search(&number).unwrap_or_default();
    Course { from: local(from), to: local(to), bends, label_place, label }
}

/// Moves everything so that nothing lies left of or above the corner, and notes the room it takes.
fn fit(layout: &mut Layout, sizes: &[Size], courses: &[Course]) {
    let labels =
        layout.links.iter().zip(courses).map(|(route, course)| (route.label, course.label));
    let areas = layout.boxes.iter().copied().zip(sizes.iter().copied()).chain(labels);
    let points = layout.links.iter().flat_map(|route| route.curves.iter().flatten().copied());
    let areas = areas.chain(points.map(|point| (point, Size::default())));
    let (mut least, mut most) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    for (place, size) in areas {
        let (half_width, half_height) = (size.width / 2.0, size.height / 2.0);
        least = (least.0.min(place.x - half_width), least.1.min(place.y - half_height));
        most = (most.0.max(place.x + half_width), most.1.max(place.y + half_height));
    }
    let by = Point { x: -least.0, y: -least.1 };
    layout.boxes.iter_mut().for_each(|place| *place = place.moved(by));
    layout.links.iter_mut().for_each(|route| route.shift(by));
    layout.size = Size { width: most.0 - least.0, height: most.1 - least.1 };
}
