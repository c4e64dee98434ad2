//! A graph into a file, which is complete or not there.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::detect::format_of;
use super::source::access_error;
use super::{Format, Writer};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::GraphView;

/// What was written, and what of it does not come back as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Nodes written.
    pub nodes: usize,
    /// Relationships written.
    pub relationships: usize,
    /// What the format can't hold, each kind of loss once.
    pub warnings: Vec<String>,
}

impl Exported {
    /// Remembers a loss, unless it has been told.
    pub(super) fn warn(&mut self, warning: String) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// Writes a graph to a file whose ending tells the format; `.gz` behind it packs it.
///
/// The file is complete or not there: it is written beside its place and then renamed.
///
/// # Errors
/// `FileAccess` if the file can't be written, `FileFormat` if the format can only be read.
pub fn write_file(view: GraphView<'_>, path: &Path) -> Result<Exported> {
    write_to(view, path, format_of(path)?)
}

/// Writes a graph to a file in a format.
///
/// # Errors
/// As [`write_file`].
pub fn write_to(view: GraphView<'_>, path: &Path, format: &Format) -> Result<Exported> {
    let write = format.write.ok_or_else(|| {
        Error::new(ErrorCode::FileFormat, format!("`{}` can be read but not written", format.name))
    })?;
    let failed = |error: std::io::Error| access_error(path, "written", &error);
    let beside = path.with_extension("partial");
    let outcome = File::create(&beside).map_err(failed).and_then(|file| {
        let exported = write_packed(view, write, file, path)?;
        std::fs::rename(&beside, path).map_err(failed)?;
        Ok(exported)
    });
    if outcome.is_err() {
        // What is half written is of no use; where it can't be removed, it was not there.
        let _ = std::fs::remove_file(&beside);
    }
    outcome
}

fn write_packed(view: GraphView<'_>, write: Writer, file: File, path: &Path) -> Result<Exported> {
    let failed = |error: std::io::Error| access_error(path, "written", &error);
    let is_packed = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    let mut file = BufWriter::new(file);
    let exported = if is_packed {
        let mut packed = GzEncoder::new(&mut file, Compression::default());
        let exported = write(view, &mut packed)?;
        packed.finish().map_err(failed)?;
        exported
    } else {
        write(view, &mut file)?
    };
    file.flush().map_err(failed)?;
    Ok(exported)
}
