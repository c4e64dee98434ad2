//! From a text to what it does: each input goes to the session or to its command.

use std::io;
use std::path::Path;
use std::time::Instant;

use super::input::{Input, Language, inputs};
use super::interrupt::{Running, STOPPED};
use super::progress::Progress;
use super::state::{Last, Shell, readable};
use super::status::Status;
use super::{command, show};
use crate::error::{Error, ErrorCode, Result};

/// What happens after an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// The next one.
    Continue,
    /// Nothing: the input failed, and those after it are left out.
    Stop,
    /// Nothing: the shell ends.
    Leave,
}

impl Shell {
    /// Runs everything in a text; `name` is the file that it comes from, which errors then mention.
    ///
    /// After an input that failed, the others are left out unless the setting `keep-going` is on.
    pub fn run_text(&mut self, text: &str, name: Option<&str>) -> Flow {
        for input in inputs(text) {
            let started = Instant::now();
            let flow = self.run_input(text, &input).unwrap_or_else(|error| {
                let error = told(error, started);
                self.fail(&error);
                self.report(&error, text, &input, name);
                self.after(&error)
            });
            if flow != Flow::Continue {
                return flow;
            }
        }
        Flow::Continue
    }

    fn run_input(&mut self, text: &str, input: &Input) -> Result<Flow> {
        let Some(part) = text.get(input.place.clone()) else { return Ok(Flow::Continue) };
        if input.language != Language::Command {
            self.forget_warning();
        }
        match input.language {
            Language::Command => command::run(self, part),
            Language::Cypher => self.run_statement(part),
            Language::Question => self.run_question(part),
        }
    }

    /// Runs a statement of Cypher, and shows what it gives.
    pub(super) fn run_statement(&mut self, text: &str) -> Result<Flow> {
        let mut confirmed = None;
        if self.is_to_be_confirmed(text) {
            confirmed = self.run_confirmed(text)?;
            if confirmed.is_none() {
                return Ok(Flow::Continue);
            }
        }
        self.while_stoppable(|shell| {
            let result = match confirmed {
                Some(result) => result,
                None => shell.session.run(text, &shell.parameters)?,
            };
            let flow = shell.show(&result);
            shell.last = Some(Last::Rows(Box::new(result)));
            flow
        })
    }

    /// Answers a question, and shows the answer or writes it to the file that it is to go to.
    pub(super) fn run_question(&mut self, text: &str) -> Result<Flow> {
        self.while_stoppable(|shell| {
            let answer = shell.session.ask(text)?;
            for note in &answer.notes {
                shell.note(&format!("note: {note}"));
            }
            if answer.explain {
                return shell.say(&answer.cypher);
            }
            let flow = match &answer.file {
                Some(file) => {
                    let file = Path::new(file.as_ref());
                    let told = show::write_result_file(&shell.session, &answer.result, file)?;
                    shell.note(&told);
                    Ok(Flow::Continue)
                }
                None => shell.show_answer(&answer),
            };
            shell.last = Some(Last::Answer(Box::new(answer)));
            flow
        })
    }

    /// Does something that Ctrl-C can stop, with a line that says that it still runs.
    pub(super) fn while_stoppable<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let handle = self.session.cancel_handle();
        let _running = Running::start(handle.clone());
        let _progress = Progress::start(self.telling(), handle);
        work(self)
    }

    /// Remembers how the command ends, by the first failure.
    pub(super) fn fail(&mut self, error: &Error) {
        let status = Status::of(error);
        if self.status == Status::Fine {
            self.status = if status == Status::WrongUsage { Status::Failed } else { status };
        }
    }

    fn after(&self, error: &Error) -> Flow {
        let goes_on = self.settings.keeps_going && error.code() != ErrorCode::Cancelled;
        if goes_on { Flow::Continue } else { Flow::Stop }
    }
}

/// An error as it is told: one of Ctrl-C says when it came.
fn told(error: Error, started: Instant) -> Error {
    if error.code() != ErrorCode::Cancelled {
        return error;
    }
    let message = format!("cancelled after {}", readable(started.elapsed()));
    Error::new(ErrorCode::Cancelled, message)
}

/// What a write to the output means: nobody listens any more, or Ctrl-C came, or a fault.
pub(super) fn written(result: io::Result<()>) -> Result<Flow> {
    match result {
        Ok(()) => Ok(Flow::Continue),
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => Ok(Flow::Leave),
        Err(fault) if fault.kind() == STOPPED => Err(Error::new(ErrorCode::Cancelled, "cancelled")),
        Err(fault) => Err(fault.downcast::<Error>().unwrap_or_else(|fault| {
            Error::new(ErrorCode::FileAccess, format!("the output can't be written: {fault}"))
        })),
    }
}
