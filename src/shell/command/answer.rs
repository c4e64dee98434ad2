//! Commands that ask: each is a question or statement under another name.

use super::super::input::{Language, language};
use super::super::run::Flow;
use super::super::state::{Last, Shell};
use super::missing;
use crate::error::{Error, ErrorCode, Result};

pub(super) fn schema(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    shell.run_question("schema")
}

pub(super) fn labels(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    shell.run_question("labels")
}

pub(super) fn types(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    shell.run_question("verbs")
}

pub(super) fn show(shell: &mut Shell, name: &str) -> Result<Flow> {
    if name.is_empty() {
        return Err(missing("show", "the name of an entity"));
    }
    shell.run_question(&format!("about {name}"))
}

pub(super) fn last(shell: &mut Shell, format: &str) -> Result<Flow> {
    let Some(last) = shell.last.take() else {
        return Err(Error::new(ErrorCode::Usage, "nothing has been answered yet"));
    };
    let before = shell.settings.clone();
    shell.settings.rows = usize::MAX;
    let known = if format.is_empty() { Ok(()) } else { shell.set("format", format) };
    let flow = known.and_then(|()| match &last {
        Last::Rows(result) => shell.show(result),
        Last::Answer(answer) => shell.show_answer(answer),
    });
    shell.settings = before;
    shell.last = Some(last);
    flow
}

pub(super) fn explain(shell: &mut Shell, text: &str) -> Result<Flow> {
    match language(text) {
        _ if text.is_empty() => Err(missing("explain", "a statement or question")),
        Language::Question => shell.run_question(&format!("explain {text}")),
        Language::Cypher => shell.run_statement(&format!("EXPLAIN {text}")),
        Language::Command => Err(missing("explain", "a statement or question")),
    }
}

pub(super) fn profile(shell: &mut Shell, text: &str) -> Result<Flow> {
    match language(text) {
        Language::Cypher => shell.run_statement(&format!("PROFILE {text}")),
        Language::Question | Language::Command => {
            Err(missing("profile", "a statement; `:explain` shows the one that a question becomes"))
        }
    }
}
