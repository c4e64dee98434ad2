//! What the page is about: nodes and facts with everything that is shown of them.
//!
//! Texts are made here, so that the page has no formats to know, and spans of time are days, so that it
//! has no calendar to know.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::database::{NodeRecord, RelationshipRecord};
use crate::render::Subgraph;
use crate::render::cell::{dates, text, verb};
use crate::render::layout::{Point, Route};
use crate::render::palette::Palette;
use crate::render::picture::{NodeBox, Picture, arrow, node_box, node_name};
use crate::value::edtf::{Edtf, Extent};
use crate::value::{Map, Value};

/// Keys that a card shows in a form of its own, or not at all.
const SHOWN_APART: &[&str] = &["id", "name", "source"];

/// Keys of facts that are shown as dates.
const DATES: &[&str] = &["on", "from", "until"];

/// The first and the last day of a span, since 1970-01-01; open where there is none.
type Days = [Option<i64>; 2];

/// Everything in the page.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    title: String,
    nodes: Vec<Node>,
    facts: Vec<Fact>,
    labels: Vec<Label>,
    time: Option<[i64; 2]>,
}

#[derive(Debug, Serialize)]
struct Node {
    name: String,
    lines: Vec<String>,
    w: f64,
    h: f64,
    labels: Vec<String>,
    colour: &'static str,
    properties: Vec<(String, String)>,
    sources: Vec<String>,
    layer: Option<Layer>,
}

/// Where a box stands among layers, and how high it is there to have room for its arrows.
#[derive(Debug, Serialize)]
struct Layer {
    at: [f64; 2],
    h: f64,
}

#[derive(Debug, Serialize)]
struct Fact {
    from: usize,
    to: usize,
    verb: String,
    /// The verb as far as it fits an arrow.
    short: String,
    when: Option<String>,
    dated: bool,
    first: Option<i64>,
    last: Option<i64>,
    sure: Option<Days>,
    maybe: Option<Days>,
    properties: Vec<(String, String)>,
    sources: Vec<String>,
    route: Option<Vec<f64>>,
    middle: Option<[f64; 2]>,
}

#[derive(Debug, Serialize)]
struct Label {
    name: String,
    colour: &'static str,
    count: usize,
}

/// The page of a subgraph.
pub(super) fn page(subgraph: &Subgraph) -> Page {
    let palette = Palette::of(subgraph);
    // What is too large for a picture has no layers, and is laid out in the page alone.
    let picture = Picture::of(subgraph).ok();
    let nodes: Vec<Node> = subgraph
        .nodes()
        .enumerate()
        .map(|(place, (_, record))| {
            let layer = picture.as_ref().map(|one| Layer {
                at: pair(one.layout.boxes[place]),
                h: one.boxes[place].size.height,
            });
            node(record, palette.colour(record), layer, subgraph)
        })
        .collect();
    let facts = facts(subgraph, picture.as_ref());
    Page {
        title: title(&nodes, &facts),
        labels: labels(&nodes, &palette),
        time: time(&facts),
        nodes,
        facts,
    }
}

fn node(
    record: &NodeRecord,
    colour: &'static str,
    layer: Option<Layer>,
    subgraph: &Subgraph,
) -> Node {
    let NodeBox { lines, size, .. } = node_box(record, colour);
    Node {
        name: node_name(record),
        lines,
        w: size.width,
        h: size.height,
        labels: record.labels.iter().map(ToString::to_string).collect(),
        colour,
        properties: shown(&record.properties, &[]),
        sources: sources(&record.properties, subgraph),
        layer,
    }
}

fn facts(subgraph: &Subgraph, picture: Option<&Picture>) -> Vec<Fact> {
    let places: BTreeMap<_, _> =
        subgraph.nodes().enumerate().map(|(place, (id, _))| (id, place)).collect();
    let records = subgraph.relationships().filter_map(|(_, record)| {
        Some((places.get(&record.start).copied()?, places.get(&record.end).copied()?, record))
    });
    let facts = records.enumerate().map(|(place, (from, to, record))| {
        let course = picture.and_then(|one| one.layout.links.get(place));
        fact([from, to], record, course, subgraph)
    });
    facts.collect()
}

fn fact(
    [from, to]: [usize; 2],
    record: &RelationshipRecord,
    course: Option<&Route>,
    subgraph: &Subgraph,
) -> Fact {
    let extent = extent(&record.properties);
    let [first, last] = extent.map_or([None; 2], Extent::reach);
    Fact {
        from,
        to,
        verb: verb(&record.kind),
        short: arrow(record).verb,
        when: dates(&record.properties),
        dated: extent.is_some(),
        first,
        last,
        sure: extent.and_then(Extent::certain),
        maybe: extent.and_then(Extent::possible),
        properties: shown(&record.properties, DATES),
        sources: sources(&record.properties, subgraph),
        route: course.map(points),
        middle: course.map(|course| pair(course.label)),
    }
}

/// The points of a course one after the other.
fn points(course: &Route) -> Vec<f64> {
    let points = std::iter::once(&course.start).chain(course.curves.iter().flatten());
    points.flat_map(|point| pair(*point)).collect()
}

/// A point in tenths of pixels, which is as exact as anybody can see.
fn pair(point: Point) -> [f64; 2] {
    [(point.x * 10.0).round() / 10.0, (point.y * 10.0).round() / 10.0]
}

/// Properties as they are read, but for those that are shown otherwise.
fn shown(properties: &Map, apart: &[&str]) -> Vec<(String, String)> {
    let is_shown = |key: &str| !SHOWN_APART.contains(&key) && !apart.contains(&key);
    let entries = properties.iter().filter(|(key, _)| is_shown(key));
    entries.map(|(key, value)| (key.to_string(), texts(value).join("; "))).collect()
}

/// The texts of the items of a list, or of a value that is none.
fn texts(value: &Value) -> Vec<String> {
    let plain = |value: &Value| text(value, &crate::database::Entities::default());
    if let Value::List(items) = value {
        return items.iter().map(plain).collect();
    }
    vec![plain(value)]
}

fn sources(properties: &Map, subgraph: &Subgraph) -> Vec<String> {
    let references = properties.get("source").map(texts).unwrap_or_default();
    references.iter().map(|reference| subgraph.source_text(reference)).collect()
}

/// The time that a fact takes, if it says so in a date that can be read.
fn extent(properties: &Map) -> Option<Extent> {
    let date = |key: &str| {
        let value = properties.get(key)?;
        Edtf::parse(texts(value).first()?).ok()
    };
    if let Some(on) = date("on") {
        return Some(Extent::of_event(&on));
    }
    let (from, until) = (date("from"), date("until"));
    let is_dated = from.is_some() || until.is_some();
    is_dated.then(|| Extent::of_lasting(from.as_ref(), until.as_ref()))
}

/// The first and the last day of all facts.
fn time(facts: &[Fact]) -> Option<[i64; 2]> {
    let days = || facts.iter().flat_map(|fact| [fact.first, fact.last]).flatten();
    Some([days().min()?, days().max()?])
}

/// What the page is called: the node that most is known of.
fn title(nodes: &[Node], facts: &[Fact]) -> String {
    let mut counts = vec![0_usize; nodes.len()];
    for fact in facts {
        counts[fact.from] += 1;
        counts[fact.to] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let first = counts.iter().position(|count| *count == most).and_then(|place| nodes.get(place));
    match (first, nodes.len()) {
        (None, _) => "nothing".to_owned(),
        (Some(node), 1) => node.name.clone(),
        (Some(node), count) => format!("{} and {} more", node.name, count - 1),
    }
}

/// Every label with its colour and the number of its nodes; one that decides no colour has that of nodes
/// without a label.
fn labels(nodes: &[Node], palette: &Palette) -> Vec<Label> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in nodes.iter().flat_map(|node| &node.labels) {
        *counts.entry(label).or_default() += 1;
    }
    let entry = |(name, count): (&str, usize)| Label {
        name: name.to_owned(),
        colour: palette.of_label(name),
        count,
    };
    counts.into_iter().map(entry).collect()
}
