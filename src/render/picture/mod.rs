//! A subgraph as boxes, arrows and a legend: what every drawing shows, whoever draws it.
//!
//! Names become lines of text and facts become labels, measured by [`text`] and placed by the layout.
//! How that is written down is left to the formats. A picture that nobody could read is refused here.

pub(super) mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cell::{LineBreaks, dates, harmless, name, verb};
use super::layout::{Layout, Link, Size, lay_out};
use super::palette::Palette;
use super::{Subgraph, literal};
use crate::database::{NodeRecord, RelationshipRecord};
use crate::error::{Error, ErrorCode, Result};

/// The sizes of the text in boxes, on arrows, and of the dates beneath these.
pub(super) const NAME_SIZE: f64 = 13.0;
pub(super) const VERB_SIZE: f64 = 11.0;
pub(super) const DATE_SIZE: f64 = 10.0;

/// The height of a line of a name.
pub(super) const LINE: f64 = 17.0;

/// How wide the lines of a name and of a label may become, and how many lines a name may have.
const NAME_WIDTH: f64 = 210.0;
const LABEL_WIDTH: f64 = 230.0;
const NAME_LINES: usize = 3;

/// The room around the text of a box and of a label.
const BOX_PADDING: Size = Size { width: 12.0, height: 6.0 };
const LABEL_PADDING: f64 = 8.0;

/// The height of a label: the verb above its arrow and the date beneath it.
const LABEL_HEIGHT: f64 = 30.0;

/// The height at the side of a box that an arrow needs for its head.
const ARROW_ROOM: f64 = 8.0;

/// Up to how many nodes and relationships a picture can be read.
const MOST_NODES: usize = 400;
const MOST_RELATIONSHIPS: usize = 600;

/// A node as it is drawn.
#[derive(Debug)]
pub(super) struct NodeBox {
    /// The name, broken and cut.
    pub(super) lines: Vec<String>,
    /// The whole name with its labels.
    pub(super) title: String,
    pub(super) colour: &'static str,
    pub(super) size: Size,
}

/// A relationship as it is drawn.
#[derive(Debug)]
pub(super) struct Arrow {
    pub(super) verb: String,
    pub(super) dates: Option<String>,
}

/// Everything that a drawing shows, in its place.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) boxes: Vec<NodeBox>,
    pub(super) arrows: Vec<Arrow>,
    /// Labels with their colours.
    pub(super) legend: Vec<(Arc<str>, &'static str)>,
    pub(super) layout: Layout,
}

impl Picture {
    /// The picture of a subgraph.
    ///
    /// # Errors
    /// `InvalidArgumentValue` for what is too large to be read.
    pub(super) fn of(subgraph: &Subgraph) -> Result<Self> {
        check_size(subgraph)?;
        let palette = Palette::of(subgraph);
        let places: BTreeMap<_, _> =
            subgraph.nodes().enumerate().map(|(place, (id, _))| (id, place)).collect();
        let mut boxes: Vec<NodeBox> =
            subgraph.nodes().map(|(_, node)| node_box(node, palette.colour(node))).collect();
        let mut arrows = Vec::new();
        let mut links = Vec::new();
        for (_, one) in subgraph.relationships() {
            if let (Some(from), Some(to)) = (places.get(&one.start), places.get(&one.end)) {
                let arrow = arrow(one);
                links.push(Link { from: *from, to: *to, label: arrow.size() });
                arrows.push(arrow);
            }
        }
        make_room_for_arrows(&mut boxes, &links);
        let sizes: Vec<Size> = boxes.iter().map(|one| one.size).collect();
        let legend = palette.entries().map(|(label, colour)| (label.clone(), colour)).collect();
        Ok(Self { layout: lay_out(&sizes, &links), boxes, arrows, legend })
    }
}

/// Makes boxes high enough for the arrows that begin or end at one of their sides.
fn make_room_for_arrows(boxes: &mut [NodeBox], links: &[Link]) {
    let mut counts = vec![[0_u32; 2]; boxes.len()];
    for link in links {
        counts[link.from][0] += 1;
        counts[link.to][1] += 1;
    }
    for (one, [out, into]) in boxes.iter_mut().zip(counts) {
        let needed = f64::from(out.max(into)) * ARROW_ROOM + 2.0 * BOX_PADDING.height;
        one.size.height = one.size.height.max(needed);
    }
}

/// Refuses what no picture shows so that it can be read.
///
/// # Errors
/// `InvalidArgumentValue`, with what else could be done.
pub(super) fn check_size(subgraph: &Subgraph) -> Result<()> {
    let (nodes, relationships) = (subgraph.nodes().count(), subgraph.relationships().count());
    let message = if nodes > MOST_NODES {
        format!("{nodes} nodes are more than the {MOST_NODES} that a picture can show")
    } else if relationships > MOST_RELATIONSHIPS {
        format!(
            "{relationships} relationships are more than the {MOST_RELATIONSHIPS} that a picture can show"
        )
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorCode::InvalidArgumentValue, message).with_help(
        "ask a narrower question, for instance with `through` or `during`, or write a `.html` file, \
         in which one can search and filter",
    ))
}

/// What a picture calls a node.
pub(super) fn node_name(node: &NodeRecord) -> String {
    harmless(&name(node).unwrap_or_else(|| literal::node(node)), LineBreaks::Keep)
}

/// A node in its box.
pub(super) fn node_box(node: &NodeRecord, colour: &'static str) -> NodeBox {
    let full = node_name(node);
    let mut lines = text::wrap(&full, NAME_SIZE, NAME_WIDTH, NAME_LINES);
    if lines.is_empty() {
        lines.push(" ".to_owned());
    }
    let widest = lines.iter().map(|line| text::width(line, NAME_SIZE)).fold(20.0, f64::max);
    let height = LINE * u32::try_from(lines.len()).map_or(1.0, f64::from);
    let size = Size {
        width: (widest + 2.0 * BOX_PADDING.width).ceil(),
        height: height + 2.0 * BOX_PADDING.height,
    };
    let labels: Vec<String> = node.labels.iter().map(|label| format!(" :{label}")).collect();
    NodeBox { lines, title: full + &labels.concat(), colour, size }
}

/// A relationship as its arrow is labelled.
pub(super) fn arrow(relationship: &RelationshipRecord) -> Arrow {
    let shown =
        |text: String, size| text::cut(&harmless(&text, LineBreaks::Blank), size, LABEL_WIDTH);
    Arrow {
        verb: shown(verb(&relationship.kind), VERB_SIZE),
        dates: dates(&relationship.properties).map(|dates| shown(dates, DATE_SIZE)),
    }
}

impl Arrow {
    fn size(&self) -> Size {
        let dates = self.dates.as_deref().unwrap_or_default();
        let widest = text::width(&self.verb, VERB_SIZE).max(text::width(dates, DATE_SIZE));
        Size { width: (widest + LABEL_PADDING).ceil(), height: LABEL_HEIGHT }
    }
}
