//! A page of its own: the graph with everything that is known of it, to be moved, searched and filtered
//! in any browser, without a network.
//!
//! The page is put together from the files in `page/` and from d3-force in `vendor/`, all of them
//! compiled in. [`data`] is what the page is about; it goes in as JSON in which no `<` is left, so that
//! no name can end the element that it stands in.

mod data;

use std::io::{self, Write};

use super::{Content, Rendering, Subgraph, SubgraphRenderer};

/// The row of the table of renderings.
pub(super) const RENDERING: Rendering = Rendering {
    name: "html",
    endings: &["html", "htm"],
    summary: "a page to explore in a browser, in one file",
    content: Content::Subgraph,
    make: |out, _look| SubgraphRenderer::boxed(out, write),
};

/// What stands in the page where something is to be put in.
const SLOT: &str = "<!--amur-->\n";
const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");

/// The scripts in the order in which they build on each other, the library first.
const SCRIPTS: &[&str] = &[
    include_str!("vendor/d3-force.js"),
    include_str!("page/model.js"),
    include_str!("page/layouts.js"),
    include_str!("page/draw.js"),
    include_str!("page/panel.js"),
    include_str!("page/hands.js"),
    include_str!("page/start.js"),
];

fn write(subgraph: &Subgraph, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string(&data::page(subgraph)).map_err(io::Error::other)?;
    let json = json.replace('<', "\\u003c");
    let mut parts = PAGE.split(SLOT);
    let mut part = || parts.next().unwrap_or_default().as_bytes();
    out.write_all(part())?;
    out.write_all(STYLE.as_bytes())?;
    let before_data = part();
    out.write_all(before_data)?;
    out.write_all(json.as_bytes())?;
    out.write_all(part())?;
    SCRIPTS.iter().try_for_each(|script| out.write_all(script.as_bytes()))?;
    out.write_all(part())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_a_place_for_style_data_and_scripts() {
        assert_eq!(PAGE.split(SLOT).count(), 4);
        assert!(SCRIPTS.iter().all(|script| !script.contains("</script")));
    }

    #[test]
    fn nothing_in_the_page_is_fetched() {
        let own = SCRIPTS.iter().skip(1).chain([&PAGE, &STYLE]);
        for text in own {
            assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
        }
    }
}
