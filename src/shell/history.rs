//! The file that keeps what was typed.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use rustyline::history::{FileHistory, History as _};
use rustyline::{Config, Editor, Helper};

/// How many entries are kept.
const KEPT: usize = 10_000;

/// Where the history lies: `$AMUR_HISTORY`, else `amur/history` in the user's folder of states.
///
/// Nothing if `AMUR_HISTORY` is empty, which turns the history off, or if there is no home.
#[must_use]
pub(super) fn path() -> Option<PathBuf> {
    place(&|name| std::env::var_os(name))
}

fn place(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    if let Some(path) = variable("AMUR_HISTORY") {
        return (!path.is_empty()).then(|| path.into());
    }
    let folder = |name| variable(name).filter(|path| !path.is_empty()).map(PathBuf::from);
    let states = folder("XDG_STATE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".local/state")))?;
    Some(states.join("amur").join("history"))
}

/// The settings of the line editor that concern the history.
///
/// # Errors
/// None in practice: the numbers are constants.
pub(super) fn configure(
    builder: rustyline::config::Builder,
) -> rustyline::Result<rustyline::config::Builder> {
    let builder = builder.max_history_size(KEPT)?.history_ignore_dups(true)?;
    Ok(builder.history_ignore_space(true).auto_add_history(false))
}

/// An empty history by those settings.
pub(super) fn empty(config: &Config) -> FileHistory {
    FileHistory::with_config(config)
}

/// Reads the file into the editor; a missing file is an empty history.
pub(super) fn load<H: Helper>(editor: &mut Editor<H, FileHistory>, path: Option<&Path>) {
    if let Some(path) = path {
        // What can't be read is no reason not to start.
        let _ = editor.load_history(path);
    }
}

/// Adds an entry, and writes it at once, so that a crash loses nothing.
///
/// The line editor creates the file readable by its owner only.
pub(super) fn add<H: Helper>(
    editor: &mut Editor<H, FileHistory>,
    path: Option<&Path>,
    entry: &str,
) {
    let added = editor.history_mut().add(entry).unwrap_or(false);
    let Some(path) = path.filter(|_| added) else { return };
    if let Some(folder) = path.parent() {
        let _ = fs::create_dir_all(folder);
    }
    let _ = editor.append_history(path);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_with(variables: &[(&str, &str)]) -> Option<PathBuf> {
        place(&|name| {
            variables.iter().find(|(one, _)| *one == name).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_environment_says_where_the_history_lies() {
        let home = ("HOME", "/home/a");
        let under_home = place_with(&[home]).expect("there is a home");
        assert!(under_home.ends_with(".local/state/amur/history"));
        let state = place_with(&[home, ("XDG_STATE_HOME", "/s")]).expect("there is a state folder");
        assert!(state.starts_with("/s"));
        assert_eq!(place_with(&[home, ("AMUR_HISTORY", "/h")]), Some(PathBuf::from("/h")));
        assert_eq!(place_with(&[home, ("AMUR_HISTORY", "")]), None);
        assert_eq!(place_with(&[]), None);
    }
}
