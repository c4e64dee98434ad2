//! Commands that read and write files.

use std::path::{Path, PathBuf};

use super::super::greeting::counts;
use super::super::load;
use super::super::opened::Opened;
use super::super::run::Flow;
use super::super::show;
use super::super::state::Shell;
use super::{missing, words};
use crate::database::Database;
use crate::error::{Error, ErrorCode, Result};

pub(super) fn open(shell: &mut Shell, files: &str) -> Result<Flow> {
    shell.require_no_transaction()?;
    let paths = paths(files);
    let opened = if shell.session.is_set_read_only() {
        Opened::files_to_read(&paths)?
    } else {
        Opened::files(&paths)?
    };
    shell.require_saved("open")?;
    replace(shell, opened);
    Ok(Flow::Continue)
}

/// Goes on with another graph.
pub(super) fn replace(shell: &mut Shell, opened: Opened) {
    let what = if opened.is_new { "a new store" } else { &opened.title };
    let told = format!("{what}: {}", opened.database.read(counts));
    shell.replace_graph(opened);
    shell.note(&told);
}

pub(super) fn import(shell: &mut Shell, files: &str) -> Result<Flow> {
    let paths = paths(files);
    if paths.is_empty() {
        return Err(missing("import", "a file"));
    }
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let imported = shell.while_stoppable(|shell| {
        let reading = load::lenient(&shell.session);
        shell.session.import_as(&paths, reading)
    })?;
    for line in load::report(&imported, None) {
        shell.note(&line);
    }
    Ok(Flow::Continue)
}

pub(super) fn save(shell: &mut Shell, file: &str) -> Result<Flow> {
    let path = match one_path(file)? {
        Some(path) => path,
        None => shell.graph.path.clone().ok_or_else(|| missing("save", "a file"))?,
    };
    shell.require_no_transaction()?;
    if Database::is_store(&path) {
        return save_store(shell, &path);
    }
    shell.session.export(&path)?;
    shell.graph.was_saved(&path);
    shell.session.mark();
    let counts = shell.graph.database.read(counts);
    shell.note(&format!("`{}`: {counts}", path.display()));
    Ok(Flow::Continue)
}

/// Makes a store of the graph, and works on it from now on.
fn save_store(shell: &mut Shell, path: &Path) -> Result<Flow> {
    if shell.graph.database.is_durable() && shell.graph.path.as_deref() == Some(path) {
        shell.note(&format!("`{}`: every change is there already", path.display()));
        return Ok(Flow::Continue);
    }
    shell.graph.database.save_store(path)?;
    let opened = Opened::files(&[path.to_owned()])?;
    let told = format!("`{}`: {}", path.display(), opened.database.read(counts));
    shell.replace_graph(opened);
    shell.note(&told);
    Ok(Flow::Continue)
}

pub(super) fn export(shell: &mut Shell, file: &str) -> Result<Flow> {
    let path = one_path(file)?.ok_or_else(|| missing("export", "a file"))?;
    shell.require_no_transaction()?;
    let (told, warnings) = show::write_graph_file(&shell.graph.database, &path, None)?;
    shell.note(&told);
    for warning in warnings {
        shell.note(&format!("warning: {warning}"));
    }
    Ok(Flow::Continue)
}

pub(super) fn dump(shell: &mut Shell, file: &str) -> Result<Flow> {
    let path = one_path(file)?.ok_or_else(|| missing("dump", "a file"))?;
    let Some(last) = &shell.last else {
        return Err(Error::new(ErrorCode::Usage, "nothing has been answered yet")
            .with_help("`:export FILE` writes the whole graph"));
    };
    let told = show::write_result_file(&shell.session, last.result(), &path)?;
    shell.note(&told);
    Ok(Flow::Continue)
}

pub(super) fn source(shell: &mut Shell, file: &str) -> Result<Flow> {
    let path = one_path(file)?.ok_or_else(|| missing("source", "a file"))?;
    shell.deeper(|shell| shell.run_script(&path))
}

fn paths(text: &str) -> Vec<PathBuf> {
    words(text).iter().map(|word| home(word)).collect()
}

/// The one file that a command takes, if it is there.
pub(super) fn one_path(text: &str) -> Result<Option<PathBuf>> {
    match paths(text).as_slice() {
        [] => Ok(None),
        [path] => Ok(Some(path.clone())),
        [_, ..] => Err(Error::new(ErrorCode::Usage, "expected one file, but found several")
            .with_help("a name with blanks needs quotes")),
    }
}

/// A path whose leading `~/` stands for the user's folder.
fn home(path: &str) -> PathBuf {
    let under_home = path.strip_prefix("~/").zip(std::env::var_os("HOME"));
    under_home.map_or_else(|| PathBuf::from(path), |(rest, home)| PathBuf::from(home).join(rest))
}
