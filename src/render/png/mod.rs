//! Pictures as PNG: the SVG, drawn here, so that nothing else needs to be installed.
//!
//! A font with the Latin, Greek and Cyrillic letters is compiled in, so that most pictures are the same
//! everywhere; other scripts come from the fonts of the system.

use std::io::{self, Write};
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::picture::Picture;
use super::{Content, Rendering, Subgraph, SubgraphRenderer, svg};

/// The row of the table of renderings.
pub(super) const RENDERING: Rendering = Rendering {
    name: "png",
    endings: &["png"],
    summary: "a picture in pixels",
    content: Content::Subgraph,
    make: |out, _look| SubgraphRenderer::boxed(out, write),
};

/// Noto Sans with the letters of Latin, Greek and Cyrillic scripts; its licence lies beside it.
const FONT: &[u8] = include_bytes!("NotoSans-subset.ttf");

/// How many pixels a picture has for each of its units, if that does not become too many.
const SCALE: f64 = 2.0;

/// The most pixels of a picture.
const PIXELS: f64 = 40_000_000.0;

/// Writes the picture of a subgraph.
///
/// # Errors
/// What the writer says, and that the subgraph is too large for a picture.
pub(super) fn write(subgraph: &Subgraph, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&pixels(subgraph, None)?.file()?)
}

/// A picture that is drawn.
pub(super) struct Pixels {
    map: Pixmap,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Pixels {
    /// The picture as the bytes of a file.
    pub(super) fn file(&self) -> io::Result<Vec<u8>> {
        self.map.encode_png().map_err(io::Error::other)
    }

    /// The red, green and blue of a pixel; white outside of the picture.
    pub(super) fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let pixel = self.map.pixels().get(y * self.width + x);
        pixel.map_or([255; 3], |pixel| [pixel.red(), pixel.green(), pixel.blue()])
    }
}

/// Draws a subgraph, not wider than so many pixels.
///
/// # Errors
/// That the subgraph is too large for a picture.
pub(super) fn pixels(subgraph: &Subgraph, widest: Option<u32>) -> io::Result<Pixels> {
    let picture = Picture::of(subgraph).map_err(io::Error::other)?;
    let mut text = Vec::new();
    svg::write_picture(&picture, &mut text)?;
    let text = String::from_utf8(text).map_err(io::Error::other)?;
    let options = Options { fontdb: Arc::new(fonts(&text)), ..Options::default() };
    let tree = Tree::from_str(&text, &options).map_err(io::Error::other)?;
    drawn(&tree, widest)
}

/// The fonts that a text needs: those of the system only where ours lacks a script.
fn fonts(text: &str) -> Database {
    let mut fonts = Database::new();
    fonts.load_font_data(FONT.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    let is_ours = |letter: char| letter < '\u{530}' || ('\u{1e00}'..'\u{2200}').contains(&letter);
    if !text.chars().all(is_ours) {
        fonts.load_system_fonts();
    }
    fonts
}

fn drawn(tree: &Tree, widest: Option<u32>) -> io::Result<Pixels> {
    let (width, height) = (tree.size().width(), tree.size().height());
    let most = (PIXELS / f64::from(width) / f64::from(height)).sqrt();
    let most = widest.map_or(most, |widest| most.min(f64::from(widest) / f64::from(width)));
    #[expect(clippy::cast_possible_truncation, reason = "a factor between 0 and 2")]
    let scale = SCALE.min(most) as f32;
    let size = tree.size().to_int_size().scale_by(scale);
    let map = size.and_then(|size| Pixmap::new(size.width(), size.height()));
    let mut map = map.ok_or_else(|| io::Error::other("there is no room for the picture"))?;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut map.as_mut());
    let size = |pixels: u32| usize::try_from(pixels).map_err(io::Error::other);
    Ok(Pixels { width: size(map.width())?, height: size(map.height())?, map })
}
