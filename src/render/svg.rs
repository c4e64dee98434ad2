//! Pictures as SVG: text stays text, so that it can be searched, and any script shows in the viewer's
//! fonts.

use std::io::{self, Write};

use super::layout::{Point, Route};
use super::picture::text::width;
use super::picture::{Arrow, DATE_SIZE, LINE, NAME_SIZE, NodeBox, Picture, VERB_SIZE};
use super::{Content, Rendering, Subgraph, SubgraphRenderer};

/// The row of the table of renderings.
pub(super) const RENDERING: Rendering = Rendering {
    name: "svg",
    endings: &["svg"],
    summary: "a picture",
    content: Content::Subgraph,
    make: |out, _look| SubgraphRenderer::boxed(out, write),
};

/// The room around the picture, and between it and the legend.
const MARGIN: f64 = 16.0;

/// The height of a label in the legend with the room beneath it, and the room inside and beside it.
const LEGEND_LINE: f64 = 24.0;
const LEGEND_PADDING: f64 = 8.0;

/// How wide the legend becomes at least, if it has so much to say.
const LEGEND_WIDTH: f64 = 360.0;

/// How far the head of an arrow reaches back, and to each side.
const HEAD: (f64, f64) = (8.0, 3.5);

/// Fonts that have the scripts which the first ones lack are named for viewers that don't look further.
const STYLE: &str = "text{font-family:'Noto Sans','Helvetica Neue',Arial,'Noto Sans CJK JP','Noto Sans JP',\
                     'Hiragino Sans','Yu Gothic','Microsoft YaHei',sans-serif}";

fn write(subgraph: &Subgraph, out: &mut dyn Write) -> io::Result<()> {
    let picture = Picture::of(subgraph).map_err(io::Error::other)?;
    write_picture(&picture, out)
}

/// Writes a picture as a document of its own.
///
/// # Errors
/// What the writer says.
pub(super) fn write_picture(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    let (legend, legend_size) = legend(picture);
    let size = picture.layout.size;
    let width = (size.width.max(legend_size.0) + 2.0 * MARGIN).ceil();
    let gap = if legend.is_empty() { 0.0 } else { MARGIN };
    let height = (size.height + gap + legend_size.1 + 2.0 * MARGIN).ceil();
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">"
    )?;
    writeln!(out, "<style>{STYLE}</style>")?;
    writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>")?;
    writeln!(out, "<g transform=\"translate({MARGIN} {MARGIN})\">")?;
    let routes = || picture.arrows.iter().zip(&picture.layout.links);
    routes().try_for_each(|(_, route)| write_route(route, out))?;
    let boxes = picture.boxes.iter().zip(&picture.layout.boxes);
    boxes.into_iter().try_for_each(|(one, place)| write_box(one, *place, out))?;
    routes().try_for_each(|(arrow, route)| write_label(arrow, route, out))?;
    writeln!(out, "</g>")?;
    let below = MARGIN + size.height + gap;
    writeln!(out, "<g transform=\"translate({MARGIN} {below:.1})\">\n{legend}</g>\n</svg>")
}

fn write_route(route: &Route, out: &mut dyn Write) -> io::Result<()> {
    let (tip, before) = (route.end(), route.before_end());
    // The line ends where the head begins, or its end would show beside the tip.
    let vertical =
        (tip.x - before.x).abs() < 0.01 || (tip.y - before.y).abs() > (tip.x - before.x).abs();
    let back = if vertical {
        Point { x: 0.0, y: HEAD.0 * (before.y - tip.y).signum() }
    } else {
        Point { x: HEAD.0 * (before.x - tip.x).signum(), y: 0.0 }
    };
    let base = tip.moved(back);
    let mut path = format!("M{}", at(route.start));
    for (place, [one, other, end]) in route.curves.iter().enumerate() {
        let end = if place + 1 == route.curves.len() { base } else { *end };
        path.extend([" C", &at(*one), " ", &at(*other), " ", &at(end)]);
    }
    writeln!(out, "<path d=\"{path}\" fill=\"none\" stroke=\"#888888\" stroke-width=\"1.2\"/>")?;
    let aside = if vertical { Point { x: HEAD.1, y: 0.0 } } else { Point { x: 0.0, y: HEAD.1 } };
    let other = Point { x: base.x - aside.x, y: base.y - aside.y };
    writeln!(
        out,
        "<path d=\"M{} L{} L{} Z\" fill=\"#666666\"/>",
        at(tip),
        at(base.moved(aside)),
        at(other)
    )
}

fn at(point: Point) -> String {
    format!("{:.1} {:.1}", point.x, point.y)
}

fn write_box(one: &NodeBox, place: Point, out: &mut dyn Write) -> io::Result<()> {
    let (width, height) = (one.size.width, one.size.height);
    let (left, top) = (place.x - width / 2.0, place.y - height / 2.0);
    writeln!(out, "<g><title>{}</title>", escaped(&one.title))?;
    writeln!(
        out,
        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"7\" \
         fill=\"{}\" stroke=\"#555555\" stroke-width=\"0.8\"/>",
        one.colour
    )?;
    let lines = u32::try_from(one.lines.len()).map_or(1.0, f64::from);
    let mut base = place.y - LINE * (lines - 1.0) / 2.0 + NAME_SIZE * 0.36;
    for line in &one.lines {
        write_text(line, Point { x: place.x, y: base }, (NAME_SIZE, "#111111"), out)?;
        base += LINE;
    }
    writeln!(out, "</g>")
}

/// The verb above its arrow, and the date beneath it.
fn write_label(arrow: &Arrow, route: &Route, out: &mut dyn Write) -> io::Result<()> {
    let middle = route.label;
    let above = Point { x: middle.x, y: middle.y - 4.0 };
    write_text(&arrow.verb, above, (VERB_SIZE, "#222222"), out)?;
    let Some(dates) = &arrow.dates else { return Ok(()) };
    let beneath = Point { x: middle.x, y: middle.y + DATE_SIZE + 2.0 };
    write_text(dates, beneath, (DATE_SIZE, "#777777"), out)
}

/// A text around the middle of its base line; a white edge keeps it apart from lines behind it.
fn write_text(
    text: &str,
    place: Point,
    (size, colour): (f64, &str),
    out: &mut dyn Write,
) -> io::Result<()> {
    let halo = if size < NAME_SIZE {
        " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
    } else {
        ""
    };
    writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size}\" text-anchor=\"middle\" fill=\"{colour}\"{halo}>{}</text>",
        place.x,
        place.y,
        escaped(text)
    )
}

/// The labels in their colours, in rows as wide as the picture, and the room that they take.
fn legend(picture: &Picture) -> (String, (f64, f64)) {
    let limit = picture.layout.size.width.max(LEGEND_WIDTH);
    let mut text = String::new();
    let (mut x, mut y, mut widest) = (0.0_f64, 0.0_f64, 0.0_f64);
    for (label, colour) in &picture.legend {
        let chip = width(label, VERB_SIZE) + 2.0 * LEGEND_PADDING;
        if x > 0.0 && x + chip > limit {
            (x, y) = (0.0, y + LEGEND_LINE);
        }
        let (middle, base) = (x + chip / 2.0, y + 13.0);
        let entry = format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{chip:.1}\" height=\"18\" rx=\"4\" fill=\"{colour}\"/>\n\
             <text x=\"{middle:.1}\" y=\"{base:.1}\" font-size=\"{VERB_SIZE}\" text-anchor=\"middle\" \
             fill=\"#111111\">{}</text>\n",
            escaped(label)
        );
        text.push_str(&entry);
        x += chip + LEGEND_PADDING;
        widest = widest.max(x - LEGEND_PADDING);
    }
    let height = if picture.legend.is_empty() { 0.0 } else { y + LEGEND_LINE };
    (text, (widest, height))
}

/// A text between tags, without the characters that no document of XML may have.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            control if control.is_control() => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    escaped
}
