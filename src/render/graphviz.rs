//! Pictures that Graphviz draws, where it is installed.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Look, Subgraph, dot, render};
use crate::database::ResultSet;
use crate::error::{Error, ErrorCode, Result};

/// The endings of pictures, which are also Graphviz's names for them.
pub(super) const ENDINGS: &[&str] = &["svg", "png", "pdf"];

/// Up to how many nodes are laid out in ranks; beyond, ranks take minutes.
const RANKED: usize = 200;

/// Up to how many nodes a picture is worth drawing.
const DRAWN: usize = 600;

/// Draws what a result mentions to a file of one of [`ENDINGS`].
///
/// # Errors
/// `FileAccess` if Graphviz is not installed or fails, `InvalidArgumentValue` for what is too large to
/// be seen.
pub(super) fn draw(result: &ResultSet, path: &Path, ending: &str) -> Result<()> {
    let nodes = Subgraph::of_result(result).nodes().count();
    if nodes > DRAWN {
        let message = format!("{nodes} nodes are more than the {DRAWN} that a picture can show");
        return Err(Error::new(ErrorCode::InvalidArgumentValue, message).with_help(
            "ask for less, for instance with `through`, or write a `.dot` or `.json` file",
        ));
    }
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
        "Graphviz, which draws the picture, is not installed".to_owned()
    } else {
        format!("Graphviz can't be started: {error}")
    };
    Error::new(ErrorCode::FileAccess, message)
        .with_help("install it, or write a `.dot` file and have it drawn elsewhere")
}
