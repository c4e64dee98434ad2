//! Which format a file is in: by what is asked for, by its ending, by how it begins.
//!
//! An ending that only one format has decides, unless the file begins like one of another format. So
//! `.json` may be any of the formats in JSON, and a table that is called `.txt` is still a table.

use std::path::Path;

use super::{FORMATS, Format, Source, csv};
use crate::diagnostic::nearest;
use crate::error::{Error, ErrorCode, Result};

/// Endings of packed files, which stand behind the one that tells the format.
const PACKED: &[&str] = &["gz", "zst"];

/// What files begin with that are none of ours, and what they are.
const STRANGERS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ", "packed with xz"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
];

/// The format of a name.
#[must_use]
pub fn find_format(name: &str) -> Option<&'static Format> {
    let has_name = |format: &&Format| format.name.eq_ignore_ascii_case(name);
    FORMATS.iter().find(has_name).or_else(|| FORMATS.iter().find(|format| format.has_ending(name)))
}

/// The format of a name, to be read from.
///
/// # Errors
/// `Usage` if there is none, or it can only be written.
pub fn readable_format(name: &str) -> Result<&'static Format> {
    let readable = || FORMATS.iter().filter(|format| format.read.is_some());
    if let Some(format) = find_format(name) {
        let can_read = format.read.is_some();
        let message = || format!("`{}` can be written but not read", format.name);
        return if can_read { Ok(format) } else { Err(Error::new(ErrorCode::Usage, message())) };
    }
    let names: Vec<&str> = readable().map(|format| format.name).collect();
    let error = Error::new(ErrorCode::Usage, format!("there is no format `{name}` to read"));
    Err(error.with_help(match nearest(name, names.iter().copied()).first() {
        Some(best) => format!("did you mean `{best}`?"),
        None => format!("the formats are {}", names.join(", ")),
    }))
}

/// The format that a file's ending tells, to be written.
///
/// # Errors
/// `FileFormat` if no format has this ending.
pub fn format_of(path: &Path) -> Result<&'static Format> {
    let ending = ending(path);
    let fits = || FORMATS.iter().filter(|format| format.has_ending(&ending));
    let writable = fits().find(|format| format.write.is_some());
    writable.or_else(|| fits().next()).ok_or_else(|| unknown_ending(path))
}

/// The format that a file is to be read in.
///
/// # Errors
/// `FileFormat` if neither ending nor content tell one, what [`Source::head`] finds.
pub(super) fn detect(path: &Path, source: &mut Source<'_>) -> Result<&'static Format> {
    let name = source.name().to_owned();
    let head = source.head()?;
    if let Some((_, what)) = STRANGERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        let message = format!("`{name}` is {what}, which can't be read");
        return Err(Error::new(ErrorCode::FileFormat, message)
            .with_help("save it as a table in text (CSV), or unpack it first"));
    }
    let ending = ending(path);
    let text = String::from_utf8_lossy(head);
    let readable = || FORMATS.iter().filter(|format| format.read.is_some());
    let named = || readable().filter(|format| format.has_ending(&ending));
    let begins = |format: &&Format| format.sniff.is_some_and(|sniff| sniff(&text));
    // Any text with as many commas in each line looks like a table, so that an ending counts more.
    let is_free = named().next().is_none();
    let others = readable().filter(|format| is_free || format.name != csv::FORMAT.name);
    let found = named().find(begins).or_else(|| others.into_iter().find(begins));
    found.or_else(|| named().next()).ok_or_else(|| unknown_ending(path))
}

impl Format {
    /// Whether its files may end like this.
    #[must_use]
    pub fn has_ending(&self, ending: &str) -> bool {
        self.endings.iter().any(|one| one.eq_ignore_ascii_case(ending))
    }
}

/// The ending of a file without that of its packing, in lower case.
fn ending(path: &Path) -> String {
    let of = |path: &Path| {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        ending.unwrap_or_default()
    };
    let last = of(path);
    if PACKED.contains(&last.as_str()) { of(&path.with_extension("")) } else { last }
}

fn unknown_ending(path: &Path) -> Error {
    let mut known: Vec<&str> = Vec::new();
    for ending in FORMATS.iter().flat_map(|format| format.endings) {
        if !known.contains(ending) {
            known.push(ending);
        }
    }
    let message = format!("`{}` has no known ending", path.display());
    Error::new(ErrorCode::FileFormat, message)
        .with_help(format!("the endings of graphs are .{}", known.join(", .")))
}
