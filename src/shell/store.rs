//! The commands that are about a store as a whole: check it, save what is left.

use std::io::{self, Write, stderr, stdout};
use std::path::{Path, PathBuf};

use super::greeting::counted;
use super::opened::Opened;
use super::status::Status;
use crate::error::{ErrorCode, Result};
use crate::storage::{self, Checked};

/// At most so many lines tell what is wrong, of each kind.
const MOST: usize = 50;

/// Reads all of a store and says what is wrong with it.
pub(super) fn check(path: &Path) -> Result<Status> {
    let checked = storage::check(path)?;
    super::run::written(report(path, &checked, &mut stdout().lock()))?;
    Ok(if checked.damage.is_empty() { Status::Fine } else { Status::StoreFault })
}

fn report(path: &Path, checked: &Checked, output: &mut dyn Write) -> io::Result<()> {
    let shown = path.display();
    let found = format!(
        "{}, {}",
        counted(checked.nodes, "node"),
        counted(checked.relationships, "relationship")
    );
    if checked.damage.is_empty() {
        let transactions = usize::try_from(checked.transactions).unwrap_or_default();
        let transactions = counted(transactions, "transaction");
        return writeln!(output, "`{shown}` is good: {found}, {transactions}");
    }
    writeln!(output, "`{shown}` is damaged")?;
    list(&checked.damage, output)?;
    if checked.lost.is_empty() {
        writeln!(output, "nothing is lost: {found} can be read")?;
    } else {
        writeln!(output, "what can be read: {found}; what is lost:")?;
        list(&checked.lost, output)?;
    }
    writeln!(output, "`amur export {shown} -o rescued.json` saves what can be read")
}

fn list(lines: &[String], output: &mut dyn Write) -> io::Result<()> {
    for line in lines.iter().take(MOST) {
        writeln!(output, "  {line}")?;
    }
    match lines.len().checked_sub(MOST) {
        None | Some(0) => Ok(()),
        Some(more) => writeln!(output, "  and {more} more"),
    }
}

/// The graph in files, to read it; of a damaged store, what can be saved, which is told.
pub(super) fn open_to_export(files: &[PathBuf]) -> Result<(Opened, Status)> {
    let opened =
        Opened::files_to_read(files).and_then(|opened| opened.database.verify().map(|()| opened));
    match (opened, files) {
        (Err(error), [path]) if error.code() == ErrorCode::StoreDamaged => {
            let (opened, lost) = Opened::salvaged(path)?;
            tell(&format!("{}; what can be read is written", error.message()));
            lost.iter().take(MOST).for_each(|line| tell(&format!("lost: {line}")));
            Ok((opened, Status::StoreFault))
        }
        (opened, _) => Ok((opened?, Status::Fine)),
    }
}

/// Tells something; where that can't be written, there is nobody to tell.
fn tell(text: &str) {
    let _ = writeln!(stderr(), "{text}");
}
