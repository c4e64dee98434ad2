//! `… to FILE`: the answer goes to a file, whose ending tells what kind it is.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::{Content, Look, RENDERERS, Rendering, Subgraph, graphviz, render};
use crate::database::ResultSet;
use crate::error::{Error, ErrorCode, Result};
use crate::formats;

/// Writes a result to a file: its subgraph as a picture or in a file format, or its rows as text.
///
/// # Errors
/// `FileFormat` if nothing makes files of this ending, `FileAccess` if the file can't be written.
pub fn save(result: &ResultSet, path: &Path) -> Result<()> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if let Some(picture) = graphviz::ENDINGS.iter().find(|one| one.eq_ignore_ascii_case(ending)) {
        return graphviz::draw(result, path, picture);
    }
    let has_it = |one: &&Rendering| one.endings.iter().any(|own| own.eq_ignore_ascii_case(ending));
    let rendering = RENDERERS.iter().find(has_it);
    let subgraph = Subgraph::of_result(result);
    // Rows of values are text; where there is a graph, files that can hold one do.
    let is_graph = subgraph.nodes().next().is_some() && formats::format_of(path).is_ok();
    let Some(rendering) = rendering.filter(|_| !is_graph) else {
        let graph = subgraph.to_graph()?;
        return formats::write_file(graph.view(), path).map(|_| ()).map_err(with_all_endings);
    };
    if rendering.content == Content::Subgraph {
        // What is refused must not leave an empty file, or take the place of one that was there.
        let mut bytes = Vec::new();
        render(result, rendering, Look::default(), &mut bytes)
            .map_err(|error| failed(path, error))?;
        return std::fs::write(path, bytes).map_err(|error| failed(path, error));
    }
    let file = File::create(path).map_err(|error| failed(path, error))?;
    let mut file = BufWriter::new(file);
    let outcome = render(result, rendering, Look::default(), &mut file).and_then(|()| file.flush());
    outcome.map_err(|error| failed(path, error))
}

/// What went wrong on the way to a file: a picture may have been refused, or the file.
fn failed(path: &Path, error: std::io::Error) -> Error {
    let error = match error.downcast::<Error>() {
        Ok(error) => return error,
        Err(error) => error,
    };
    let message = format!("`{}` can't be written: {error}", path.display());
    Error::new(ErrorCode::FileAccess, message)
}

fn with_all_endings(error: Error) -> Error {
    if error.code() != ErrorCode::FileFormat {
        return error;
    }
    let texts = RENDERERS.iter().flat_map(|rendering| rendering.endings).copied();
    let pictures = texts.chain(graphviz::ENDINGS.iter().copied());
    let files = formats::FORMATS.iter().filter(|format| format.write.is_some());
    let mut endings: Vec<_> = pictures.collect();
    for ending in files.flat_map(|format| format.endings) {
        if !endings.contains(ending) {
            endings.push(ending);
        }
    }
    error
        .with_help(format!("the endings of files that can be written are .{}", endings.join(", .")))
}
