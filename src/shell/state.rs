//! What a shell knows between two inputs.

use std::io::Write;
use std::time::Duration;

use super::Opened;
use super::complete::NameCache;
use super::confirm::Ask;
use super::pager::Paging;
use super::progress::Telling;
use super::run::{Flow, written};
use super::setting::{self, Settings};
use super::show::changes;
use super::status::Status;
use super::terminal::Terminal;
use crate::database::{Answer, Limits, Parameters, ResultSet, Session};
use crate::error::{Error, ErrorCode, Result};
use crate::value::Value;

/// What was shown last.
#[derive(Clone, Debug)]
pub(super) enum Last {
    /// The rows of a statement.
    Rows(Box<ResultSet>),
    /// The answer to a question.
    Answer(Box<Answer>),
}

impl Last {
    /// The rows with everything that they rest on.
    pub(super) fn result(&self) -> &ResultSet {
        match self {
            Self::Rows(result) => result,
            Self::Answer(answer) => &answer.result,
        }
    }
}

/// How many rows a table shows if it is not told.
const ROWS: usize = 40;

/// How many statements can be undone.
const UNDONE: usize = 100;

/// How deeply scripts may run scripts.
const DEEPEST: usize = 16;

/// A session with the settings, the parameters and the last answer of whoever types.
///
/// It reads nothing and knows no line editor: text comes in by [`run_text`](Self::run_text), and
/// results go to one stream, everything else to another.
pub struct Shell {
    pub(super) session: Session,
    pub(super) graph: Opened,
    pub(super) settings: Settings,
    pub(super) parameters: Parameters,
    pub(super) terminal: Terminal,
    pub(super) last: Option<Last>,
    pub(super) typed: Vec<String>,
    /// The names of the graph, for completion and colours.
    pub(super) names: NameCache,
    pub(super) status: Status,
    /// What asks whoever types; nothing where nobody does.
    pub(super) ask: Option<Ask>,
    /// What the next prompt begins with.
    pub(super) prefill: Option<String>,
    /// How many lines the screen of whoever types has.
    pub(super) lines: Option<usize>,
    /// Whether it was told just now that changes would be lost.
    was_warned: bool,
    depth: usize,
    output: Box<dyn Write>,
    notes: Box<dyn Write>,
}

impl Shell {
    /// A shell on an opened graph: results go to `output`, everything else to `notes`.
    #[must_use]
    pub fn new(
        graph: Opened,
        terminal: Terminal,
        output: Box<dyn Write>,
        notes: Box<dyn Write>,
    ) -> Self {
        let settings = Settings {
            format: if terminal.shows { "table" } else { "tsv" }.to_owned(),
            is_colored: false,
            notes_are_colored: false,
            width: None,
            rows: ROWS,
            timing: terminal.shows,
            footer: terminal.shows,
            notes: true,
            keeps_going: false,
            pager: Paging::Auto,
            confirm: true,
            plain: false,
        };
        Self {
            session: session(&graph),
            graph,
            settings,
            parameters: Parameters::new(),
            terminal,
            last: None,
            typed: Vec::new(),
            names: NameCache::default(),
            status: Status::Fine,
            ask: None,
            prefill: None,
            lines: None,
            was_warned: false,
            depth: 0,
            output,
            notes,
        }
    }

    /// How the command ends if it ends now: as the first input that failed says.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// The value of a setting.
    ///
    /// # Errors
    /// `Usage` if there is no such setting.
    pub fn setting(&self, name: &str) -> Result<String> {
        Ok((setting::find(name)?.show)(self))
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// `Usage` if there is no such setting, or it can't have this value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<()> {
        (setting::find(name)?.set)(self, value)
    }

    /// Works on another graph from now on.
    pub(super) fn replace_graph(&mut self, graph: Opened) {
        let (limits, read_only) = (self.session.limits(), self.session.is_set_read_only());
        self.session = session(&graph);
        self.session.set_limits(limits);
        self.session.set_read_only(read_only);
        self.graph = graph;
        self.names = NameCache::default();
        self.last = None;
    }

    /// Whether the graph has changed since it was read or saved.
    pub(super) fn has_unsaved_changes(&self) -> bool {
        !self.session.is_in_transaction()
            && self.graph.has_unsaved_changes()
            && self.session.since_mark().is_some()
    }

    /// What would be lost if the graph went now, in words, unless that was said just before.
    pub(super) fn first_warning(&mut self) -> Option<String> {
        if !self.has_unsaved_changes() || std::mem::replace(&mut self.was_warned, true) {
            return None;
        }
        let counters = self.session.since_mark().unwrap_or_default();
        Some(if counters.is_empty() { "changes".to_owned() } else { changes(&counters) })
    }

    /// Refuses to go on with another graph the first time that somebody would lose changes by that.
    ///
    /// # Errors
    /// `Usage`, with what would be lost.
    pub(super) fn require_saved(&mut self, command: &str) -> Result<()> {
        if self.ask.is_none() {
            return Ok(());
        }
        let Some(what) = self.first_warning() else { return Ok(()) };
        Err(Error::new(ErrorCode::Usage, format!("unsaved: {what}"))
            .with_help(format!("`:save FILE` keeps the graph, `:{command}` once more drops it")))
    }

    /// Leaves without a further word.
    pub(super) fn give_up(&mut self) {
        self.was_warned = true;
    }

    /// Forgets that it was told that changes would be lost.
    pub(super) fn forget_warning(&mut self) {
        self.was_warned = false;
    }

    /// How many columns a result may take.
    pub(super) fn width(&self) -> usize {
        self.settings.width.unwrap_or(self.terminal.width)
    }

    /// How work that lasts is told.
    pub(super) fn telling(&self) -> Telling {
        match (self.terminal.notes && self.settings.notes, self.settings.plain) {
            (false, _) => Telling::Silent,
            (true, false) => Telling::Drawn,
            (true, true) => Telling::Once,
        }
    }

    /// Refuses what would wait for the open transaction for ever.
    pub(super) fn require_no_transaction(&self) -> Result<()> {
        if !self.session.is_in_transaction() {
            return Ok(());
        }
        Err(Error::new(ErrorCode::TransactionState, "a transaction is open")
            .with_help("end it with `:commit` or `:rollback` first"))
    }

    /// Runs a script out of a script, but not without end.
    pub(super) fn deeper(&mut self, run: impl FnOnce(&mut Self) -> Result<Flow>) -> Result<Flow> {
        if self.depth >= DEEPEST {
            return Err(Error::new(ErrorCode::Usage, "scripts run each other too deeply"));
        }
        self.depth += 1;
        let flow = run(self);
        self.depth -= 1;
        flow
    }

    /// Gives a parameter the value of an expression, usually a literal.
    ///
    /// # Errors
    /// What is wrong with the expression.
    pub fn set_parameter(&mut self, name: &str, expression: &str) -> Result<()> {
        let may_write = !self.session.is_set_read_only();
        self.session.set_read_only(true);
        let result = self.session.run(&format!("RETURN {expression}"), &self.parameters);
        self.session.set_read_only(!may_write);
        let result = result.map_err(|error| not_a_value(name, expression, &error))?;
        let value = result.row(0).and_then(|row| row.values().first().cloned());
        self.parameters.set(name, value.unwrap_or(Value::Null));
        Ok(())
    }

    /// Forgets a parameter.
    pub(super) fn forget_parameter(&mut self, name: &str) {
        let mut kept = self.parameters.as_map().clone();
        kept.remove(name);
        self.parameters = kept.into();
    }

    /// Says what each statement may use up, and whether it may write.
    pub(super) fn bound(&mut self, limits: Limits, read_only: bool) {
        self.session.set_limits(limits);
        self.session.set_read_only(read_only);
    }

    /// Writes a line of a result.
    pub(super) fn say(&mut self, text: &str) -> Result<Flow> {
        let output = self.output();
        written(writeln!(output, "{text}").and_then(|()| output.flush()))
    }

    /// Tells something that is no result, unless notes are off.
    pub(super) fn note(&mut self, text: &str) {
        if self.settings.notes {
            self.complain(text);
        }
    }

    /// Tells something that is no result; where it can't be written, there is nobody to tell.
    pub(super) fn complain(&mut self, text: &str) {
        let _ = writeln!(self.notes, "{text}").and_then(|()| self.notes.flush());
    }

    pub(super) fn output(&mut self) -> &mut dyn Write {
        &mut *self.output
    }
}

impl std::fmt::Debug for Shell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shell")
            .field("graph", &self.graph)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// A session that can undo.
fn session(graph: &Opened) -> Session {
    let mut session = graph.database.session();
    session.keep_undo(UNDONE);
    session
}

/// Why an expression is no value for a parameter; a text without quotes is the usual reason.
fn not_a_value(name: &str, expression: &str, error: &Error) -> Error {
    let message = format!("`{expression}` is no value for `${name}`: {}", error.message());
    let is_word =
        expression.chars().all(|letter| letter.is_alphanumeric() || " -_.".contains(letter));
    let help = if is_word {
        format!("a text needs quotes: `'{expression}'`")
    } else {
        "the value is a Cypher literal, such as 1918, 'Otani', [1, 2] or {a: 1}".to_owned()
    };
    Error::new(if is_word { ErrorCode::Usage } else { error.code() }, message).with_help(help)
}

/// A time as footers and notes tell it: `12 ms`, `3.2 s`.
pub(super) fn readable(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 0.001 => "under 1 ms".to_owned(),
        seconds if seconds < 1.0 => format!("{} ms", time.as_millis()),
        seconds => format!("{seconds:.1} s"),
    }
}
