//! The colours of labels in pictures.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Subgraph;
use crate::database::NodeRecord;

/// Light colours on which black text can be read, also by people who see fewer of them.
const COLOURS: &[&str] = &[
    "#a6cee3", "#fdbf6f", "#b2df8a", "#fb9a99", "#cab2d6", "#ffff99", "#8dd3c7", "#d9d9d9",
    "#fccde5", "#bebada", "#ccebc5", "#ffed6f", "#f4a582", "#92c5de", "#c7e9b4", "#e6c9a8",
    "#d4b9da", "#a1d9d4", "#f6c1c1", "#c9d97b", "#b8c4e8", "#e9e2b6",
];

/// The colour of nodes without a label.
const PLAIN: &str = "#f2f2f2";

/// A colour for each label of a subgraph that decides one: the first label of a node.
#[derive(Debug)]
pub(super) struct Palette(BTreeMap<Arc<str>, &'static str>);

impl Palette {
    /// Chooses colours so that a label keeps its own from picture to picture, and gives way to
    /// another only where two labels of one picture want the same.
    pub(super) fn of(subgraph: &Subgraph) -> Self {
        let mut palette = BTreeMap::new();
        let labels: std::collections::BTreeSet<_> =
            subgraph.nodes().filter_map(|(_, node)| node.labels.first()).collect();
        for label in labels {
            let wanted = COLOURS.iter().cycle().skip(number(label) % COLOURS.len());
            let mut wanted = wanted.take(COLOURS.len());
            let first = wanted.clone().next();
            let free = wanted.find(|colour| !palette.values().any(|taken| taken == *colour));
            palette.insert(label.clone(), free.or(first).copied().unwrap_or(PLAIN));
        }
        Self(palette)
    }

    /// The colour of a node.
    pub(super) fn colour(&self, node: &NodeRecord) -> &'static str {
        node.labels.first().map_or(PLAIN, |label| self.of_label(label))
    }

    /// The colour of a label; that of nodes without one if it decides none.
    pub(super) fn of_label(&self, label: &str) -> &'static str {
        self.0.get(label).copied().unwrap_or(PLAIN)
    }

    /// Labels and their colours, in the order of the labels.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&Arc<str>, &'static str)> {
        self.0.iter().map(|(label, colour)| (label, *colour))
    }
}

/// A number that depends on nothing but the text (FNV-1a).
fn number(text: &str) -> usize {
    let hash = text
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    usize::try_from(hash).unwrap_or(0)
}
