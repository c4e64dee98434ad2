//! Commands that draw the last answer: in the terminal, in a browser, to a file.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::super::run::{Flow, written};
use super::super::show;
use super::super::state::Shell;
use super::file::one_path;
use crate::database::ResultSet;
use crate::error::{Error, ErrorCode, Result};
use crate::render::{self, ImageProtocol, Look, Subgraph, find_rendering};

/// Where `:html` writes if it is not told.
const PAGE: &str = "graph.html";

pub(super) fn draw(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    let subgraph = Subgraph::of_result(&last(shell)?);
    let look = shell.appearance();
    shell.write(|output| render::write_drawing(&subgraph, look, output))
}

pub(super) fn dot(shell: &mut Shell, file: &str) -> Result<Flow> {
    if let Some(path) = one_path(file)? {
        return write_file(shell, &path, "dot");
    }
    let text = rendered(&last(shell)?, "dot")?;
    shell.write(|output| output.write_all(&text))
}

pub(super) fn html(shell: &mut Shell, file: &str) -> Result<Flow> {
    let path = one_path(file)?.unwrap_or_else(|| PathBuf::from(PAGE));
    write_file(shell, &path, "html")
}

pub(super) fn view(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    let result = last(shell)?;
    if !shell.terminal.shows {
        return Err(Error::new(ErrorCode::Usage, "`:view` needs a terminal")
            .with_help("`:dump FILE` writes a picture to a file"));
    }
    match ImageProtocol::of_terminal(&|name| std::env::var(name).ok()) {
        Some(protocol) => {
            let subgraph = Subgraph::of_result(&result);
            let columns = usize::from(shell.appearance().width.unwrap_or(80));
            // Not through the pager, which shows no pictures.
            let output = shell.output();
            let shown = render::write_image(&subgraph, protocol, columns, output);
            written(shown.and_then(|()| output.flush()))
        }
        None => open_page(shell, &rendered(&result, "html")?),
    }
}

/// The last result with the names of its sources, if it mentions something that can be drawn.
fn last(shell: &Shell) -> Result<ResultSet> {
    let Some(last) = &shell.last else {
        return Err(Error::new(ErrorCode::Usage, "nothing has been answered yet")
            .with_help("ask first, for instance `around NAME`"));
    };
    let result = show::with_source_names(&shell.session, last.result());
    if Subgraph::of_result(&result).is_empty() {
        let message = "the last answer mentions no node or relationship";
        return Err(Error::new(ErrorCode::Usage, message).with_help(
            "return the nodes and relationships themselves, not only their properties",
        ));
    }
    Ok(result)
}

/// A result in a rendering.
fn rendered(result: &ResultSet, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(rendering) = find_rendering(name) {
        written(render::render(result, rendering, Look::default(), &mut bytes))?;
    }
    Ok(bytes)
}

fn write_file(shell: &mut Shell, path: &Path, name: &str) -> Result<Flow> {
    let result = last(shell)?;
    std::fs::write(path, rendered(&result, name)?).map_err(|error| failed(path, &error))?;
    let told = show::told_file(&result, path);
    shell.note(&told);
    Ok(Flow::Continue)
}

/// Shows a page in the browser of whoever sits before the terminal.
fn open_page(shell: &mut Shell, page: &[u8]) -> Result<Flow> {
    let path = own_file(page)?;
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(&path).stdin(Stdio::null()).stdout(Stdio::null());
    // In a group of its own, it outlives this process and its terminal.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let is_opened = command.stderr(Stdio::null()).spawn().is_ok();
    let told = if is_opened { "opened in the browser" } else { "open it in a browser" };
    shell.note(&format!("`{}`: {told}", path.display()));
    Ok(Flow::Continue)
}

/// A new file among those that may be lost, which nobody else has put there.
fn own_file(bytes: &[u8]) -> Result<PathBuf> {
    let folder = std::env::temp_dir();
    for number in 1..1000 {
        let path = folder.join(format!("amur-{}-{number}.html", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(mut file) => {
                file.write_all(bytes).map_err(|error| failed(&path, &error))?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, &error)),
        }
    }
    Err(Error::new(ErrorCode::FileAccess, "there is no free name for a page")
        .with_help("`:html FILE` writes it where you say"))
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::new(ErrorCode::FileAccess, format!("`{}` can't be written: {error}", path.display()))
}
