//! Answers drawn with the characters of a terminal: paths with arrows, cards, time lines, trees.
//!
//! Each drawing takes an answer and a look, and knows neither the terminal nor the graph. All widths are
//! those that a terminal gives to characters.

pub(super) mod card;
pub(super) mod image;
pub(super) mod path;
mod sheet;
pub(super) mod sources;
pub(super) mod timeline;
pub(super) mod tree;

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Look, Subgraph};
use crate::error::{Error, ErrorCode};

/// A text with weight, where there are colours.
pub(super) fn strong(text: &str, look: Look) -> String {
    if look.colour { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
}

/// A text that steps back, where there are colours.
fn faint(text: &str, look: Look) -> String {
    if look.colour { format!("\x1b[2m{text}\x1b[0m") } else { text.to_owned() }
}

/// The columns that a text takes.
fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Draws a small subgraph as a tree, or as several.
///
/// # Errors
/// What the writer says; `InvalidArgumentValue` within it for what is too large to be taken in.
pub fn write_drawing(subgraph: &Subgraph, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let nodes = subgraph.nodes().count();
    if nodes > tree::MOST {
        let message = format!(
            "{nodes} nodes are more than the {} that a drawing in the terminal can show",
            tree::MOST
        );
        let error = Error::new(ErrorCode::InvalidArgumentValue, message);
        let help = "`:view` shows a picture, `:html` writes a page to explore";
        return Err(io::Error::other(error.with_help(help)));
    }
    tree::write_forest(subgraph, look, out)
}
