//! `:edit`: an input in the user's own editor.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use super::super::report::reason;
use super::super::run::Flow;
use super::super::state::Shell;
use crate::error::{Error, ErrorCode, Result};

/// The editor of those who have not chosen one.
const DEFAULT: &str = "vi";

pub(super) fn edit(shell: &mut Shell, text: &str) -> Result<Flow> {
    if shell.ask.is_none() {
        return Err(Error::new(ErrorCode::Usage, "`:edit` needs a terminal to type in"));
    }
    let before = if text.is_empty() { last_input(shell) } else { text };
    let path = draft(before).map_err(|fault| fault_of("a draft can't be written", &fault))?;
    let edited = run_editor(&path).and_then(|()| {
        fs::read_to_string(&path).map_err(|fault| fault_of("the draft can't be read", &fault))
    });
    // What is left behind lies in the folder for what may be left behind.
    let _ = fs::remove_file(&path);
    shell.prefill = Some(edited?.trim_end().to_owned());
    Ok(Flow::Continue)
}

/// What was typed before this command.
fn last_input(shell: &Shell) -> &str {
    let is_edit = |text: &str| text.trim_start_matches([':', '.']).starts_with("edit");
    let last = shell.typed.iter().rev().find(|text| !is_edit(text));
    last.map_or("", String::as_str)
}

/// A file that only its owner can read.
fn draft(text: &str) -> io::Result<PathBuf> {
    let path = std::env::temp_dir().join(format!("amur-{}.cypher", process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    writeln!(options.open(&path)?, "{text}")?;
    Ok(path)
}

fn run_editor(path: &Path) -> Result<()> {
    let chosen = |name| std::env::var(name).ok().filter(|line| !line.trim().is_empty());
    let line = chosen("VISUAL").or_else(|| chosen("EDITOR")).unwrap_or_else(|| DEFAULT.to_owned());
    let mut words = line.split_whitespace();
    let program = words.next().unwrap_or(DEFAULT);
    let status = Command::new(program).args(words).arg(path).status().map_err(|fault| {
        fault_of(&format!("the editor `{program}` can't be run"), &fault)
            .with_help("`EDITOR` says which one to use")
    })?;
    if status.success() {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Usage, format!("the editor `{program}` gave up, so nothing is run")))
}

fn fault_of(what: &str, fault: &io::Error) -> Error {
    Error::new(ErrorCode::FileAccess, format!("{what}: {}", reason(fault)))
}
