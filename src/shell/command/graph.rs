//! Commands that look into the graph, or take back what was done to it.

use super::super::find::find;
use super::super::opened::Opened;
use super::super::run::Flow;
use super::super::show::changes;
use super::super::state::{Last, Shell};
use super::{file, missing, words};
use crate::error::{Error, ErrorCode, Result};

pub(super) fn find_text(shell: &mut Shell, text: &str) -> Result<Flow> {
    let text = text.trim_matches(['"', '\'']);
    if text.trim().is_empty() {
        return Err(missing("find", "a text"));
    }
    shell.while_stoppable(|shell| {
        let cancel = shell.session.cancel_handle();
        let found = shell.session.look(|view| find(view, text, &cancel))??;
        if found.is_empty() {
            shell.note(&format!("no name and no other text has `{text}`"));
        }
        let flow = shell.show(&found);
        shell.last = Some(Last::Rows(Box::new(found)));
        flow
    })
}

pub(super) fn path(shell: &mut Shell, names: &str) -> Result<Flow> {
    let lower = names.to_lowercase();
    if lower.contains(" to ") {
        let from = if lower.starts_with("from ") { "" } else { "from " };
        return shell.run_question(&format!("path {from}{names}"));
    }
    match words(names).as_slice() {
        [from, to] => shell.run_question(&format!("path from \"{from}\" to \"{to}\"")),
        [] | [_] => Err(missing("path", "two names")),
        [_, _, ..] => Err(Error::new(ErrorCode::Usage, "expected two names, but found more words")
            .with_help("put names with blanks in quotes, or `to` between them")),
    }
}

pub(super) fn demo(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    shell.require_no_transaction()?;
    shell.require_saved("demo")?;
    file::replace(shell, Opened::files(&[])?);
    Ok(Flow::Continue)
}

pub(super) fn undo(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    let counters = shell.session.undo()?;
    shell.note(&format!("undone: {}", changes(&counters)));
    Ok(Flow::Continue)
}
