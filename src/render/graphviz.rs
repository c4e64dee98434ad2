//! Pages that Graphviz draws, where it is installed: Amur draws no PDF.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::picture::check_size;
use super::{Look, Subgraph, dot, render};
use crate::database::ResultSet;
use crate::error::{Error, ErrorCode, Result};

/// The endings of pictures, which are also Graphviz's names for them.
pub(super) const ENDINGS: &[&str] = &["pdf"];

/// Up to how many nodes are laid out in ranks; beyond, ranks take minutes.
const RANKED: usize = 200;

/// Draws what a result mentions to a file of one of [`ENDINGS`].
///
/// # Errors
/// `FileAccess` if Graphviz is not installed or fails, `InvalidArgumentValue` for what is too large to
/// be seen.
pub(super) fn draw(result: &ResultSet, path: &Path, ending: &str) -> Result<()> {
    let subgraph = Subgraph::of_result(result);
    check_size(&subgraph)?;
    let nodes = subgraph.nodes().count();
    let mut text = Vec::new();
    let fault = |message: String| Error::new(ErrorCode::FileAccess, message);
    render(result, &dot::RENDERING, Look::default(), &mut text)
        .map_err(|error| fault(format!("the picture can't be described: {error}")))?;
    let program = if nodes > RANKED { "sfdp" } else { "dot" };
    let mut child = Command::new(program)
        .arg(format!("-T{ending}"))
        .arg("-o")
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(&error))?;
    let written = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(&text));
    let output = child.wait_with_output().map_err(|error| fault(error.to_string()))?;
    if output.status.success() && written.is_ok() {
        return Ok(());
    }
    let reason = String::from_utf8_lossy(&output.stderr);
    let reason = reason.lines().next().unwrap_or("it did not finish");
    Err(fault(format!("Graphviz can't write `{}`: {reason}", path.display())))
}

fn not_started(error: &std::io::Error) -> Error {
    let message = if error.kind() == ErrorKind::NotFound {
        "Graphviz, which makes PDF, is not installed".to_owned()
    } else {
        format!("Graphviz can't be started: {error}")
    };
    Error::new(ErrorCode::FileAccess, message).with_help("install it, or write an `.svg` file")
}
