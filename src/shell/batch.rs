//! The command as a whole: from its arguments to how it ends.

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Read, Write, stderr, stdin, stdout};
use std::path::Path;

use clap::Parser;

use super::arguments::{Action, Arguments, Bounds, Color, Export, Work};
use super::opened::Opened;
use super::run::Flow;
use super::state::Shell;
use super::status::Status;
use super::terminal::{Terminal, is_colored};
use super::{interrupt, load, repl, store};
use crate::database::{Limits, Session};
use crate::error::{Error, ErrorCode, Result};

impl Arguments {
    /// Reads the command line of the process.
    ///
    /// # Errors
    /// How the command ends, once help, version or what is wrong with the arguments has been told.
    pub fn of_process() -> Result<Self, Status> {
        Self::try_parse().map_err(|fault| {
            let is_fault = fault.use_stderr();
            // Where help can't be written, there is nobody to tell.
            let _ = fault.print();
            if is_fault { Status::WrongUsage } else { Status::Fine }
        })
    }
}

/// Does what the command line says, and says how the command ends.
///
/// Requests that are answered as JSON are not the shell's: `Action::Serve` is wrong usage here.
#[must_use]
pub fn run(arguments: Arguments) -> Status {
    interrupt::install();
    let color = arguments.work.color;
    let outcome = match arguments.action {
        None => work(&arguments.work),
        Some(Action::Export(export)) => write_graph(&export),
        Some(Action::Completions { shell }) => written(stdout().write_all(&shell.script())),
        Some(Action::Import(import)) => load::import(&import),
        Some(Action::Check { store }) => store::check(&store),
        Some(Action::Serve(_)) => Err(Error::new(ErrorCode::Usage, "the shell does not serve")),
    };
    outcome.unwrap_or_else(|error| tell_with(&error, color))
}

/// Tells what keeps the command from its work, and says how it ends.
#[must_use]
pub fn tell(error: &Error) -> Status {
    tell_with(error, Color::Auto)
}

fn tell_with(error: &Error, color: Color) -> Status {
    let is_colored = is_colored(color, stderr().is_terminal());
    // Where this can't be written, there is nobody to tell.
    let _ = write!(stderr(), "{}", super::report::plain(error, is_colored));
    Status::of(error)
}

/// A session on the graphs in files, within bounds.
///
/// # Errors
/// As [`Opened::files`].
pub fn bounded_session(files: &[std::path::PathBuf], bounds: &Bounds) -> Result<Session> {
    let mut session = open(files, bounds)?.database.session();
    session.set_limits(limits(bounds));
    session.set_read_only(bounds.read_only);
    Ok(session)
}

fn open(files: &[std::path::PathBuf], bounds: &Bounds) -> Result<Opened> {
    if bounds.read_only { Opened::files_to_read(files) } else { Opened::files(files) }
}

fn limits(bounds: &Bounds) -> Limits {
    Limits { timeout: bounds.timeout, memory: bounds.memory, max_rows: bounds.max_rows }
}

/// Asks what is to be asked, wherever that comes from.
fn work(work: &Work) -> Result<Status> {
    let terminal = Terminal::look();
    let mut shell = shell(work, terminal)?;
    if !work.commands.is_empty() {
        for text in &work.commands {
            if shell.run_text(text, None) != Flow::Continue {
                break;
            }
        }
        return Ok(shell.status());
    }
    if !work.scripts.is_empty() {
        for path in &work.scripts {
            if shell.run_script(path)? != Flow::Continue {
                break;
            }
        }
        return Ok(shell.status());
    }
    if terminal.reads {
        return Ok(repl::run(shell, !work.no_init));
    }
    let text = read(&mut stdin(), "stdin")?;
    shell.run_text(&text, Some("stdin"));
    Ok(shell.status())
}

/// A shell as the command line wants it.
fn shell(work: &Work, terminal: Terminal) -> Result<Shell> {
    let opened = open(&work.files, &work.bounds)?;
    let output = Box::new(BufWriter::new(stdout()));
    let is_new = opened.is_new;
    let mut shell = Shell::new(opened, terminal, output, Box::new(stderr()));
    shell.bound(limits(&work.bounds), work.bounds.read_only);
    shell.terminal.colors = is_colored(work.color, terminal.shows);
    shell.settings.is_colored = shell.terminal.colors;
    shell.settings.notes_are_colored = is_colored(work.color, terminal.notes);
    shell.settings.keeps_going = work.keep_going;
    shell.settings.confirm = !work.yes;
    if work.quiet {
        shell.settings.notes = false;
        shell.settings.footer = false;
    }
    if is_new {
        let name = work.files.first().map_or_else(String::new, |file| file.display().to_string());
        shell.note(&format!("`{name}` is a new store"));
    }
    if let Some(format) = &work.format {
        shell.set("format", format)?;
    }
    for (name, value) in &work.parameters {
        shell.set_parameter(name, value).map_err(|error| {
            let usage = Error::new(ErrorCode::Usage, error.message());
            error
                .help()
                .map_or(usage, |help| Error::new(ErrorCode::Usage, error.message()).with_help(help))
        })?;
    }
    Ok(shell)
}

impl Shell {
    /// Runs everything in a file.
    ///
    /// # Errors
    /// `FileAccess` if the file can't be read, `FileFormat` if it is not UTF-8.
    pub fn run_script(&mut self, path: &Path) -> Result<Flow> {
        let name = path.display().to_string();
        let mut file = fs::File::open(path).map_err(|fault| unreadable(&name, &fault))?;
        let text = read(&mut file, &name)?;
        Ok(self.run_text(&text, Some(&name)))
    }
}

/// The text that a stream holds.
fn read(stream: &mut dyn Read, name: &str) -> Result<String> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(|fault| unreadable(name, &fault))?;
    String::from_utf8(bytes).map_err(|fault| {
        let good = fault.utf8_error().valid_up_to();
        let before = fault.as_bytes().get(..good).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column =
            String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count();
        let message = format!("{name}:{line}:{}: the text is not UTF-8", column + 1);
        Error::new(ErrorCode::FileFormat, message).with_help("convert the file to UTF-8 first")
    })
}

fn unreadable(name: &str, fault: &io::Error) -> Error {
    Error::new(
        ErrorCode::FileAccess,
        format!("`{name}` can't be read: {}", super::report::reason(fault)),
    )
}

/// Writes a whole graph in another format.
fn write_graph(export: &Export) -> Result<Status> {
    let (opened, status) = store::open_to_export(&export.files)?;
    let format = export.format.as_deref();
    if let Some(path) = &export.output {
        let (_, warnings) = super::show::write_graph_file(&opened.database, path, format)?;
        warn(&warnings);
        return Ok(status);
    }
    let mut output = BufWriter::new(stdout());
    match super::show::write_graph(&opened.database, format, &mut output) {
        Ok(warnings) => warn(&warnings),
        Err(error) if is_closed_pipe(&error) => return Ok(status),
        Err(error) => return Err(error),
    }
    written(output.flush()).map(|written| written.max(status))
}

/// Says what a format can't hold; where that can't be written, there is nobody to tell.
fn warn(warnings: &[String]) {
    for warning in warnings {
        let _ = writeln!(stderr(), "warning: {warning}");
    }
}

fn is_closed_pipe(error: &Error) -> bool {
    let cause =
        std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<io::Error>());
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// How the command ends after a write; a closed pipe is no fault.
fn written(result: io::Result<()>) -> Result<Status> {
    super::run::written(result).map(|_flow| Status::Fine)
}
