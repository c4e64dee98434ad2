//! The shell on a terminal: read a line, run it, again.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rustyline::error::ReadlineError;
use rustyline::history::{FileHistory, MemHistory};
use rustyline::{ColorMode, CompletionType, Config, Editor};

use super::confirm::Ask;
use super::continuation::{bindings, without_marks};
use super::helper::ShellHelper;
use super::input::{Language, inputs};
use super::marks::{Mark, Marks};
use super::run::Flow;
use super::state::Shell;
use super::status::Status;
use super::{greeting, history, interrupt};
use crate::error::{Error, ErrorCode};

/// A list of more candidates is asked for before it is drawn.
const LISTED: usize = 60;

/// The line editor with the shell that it works for.
struct Repl {
    shell: Rc<RefCell<Shell>>,
    editor: Editor<ShellHelper, FileHistory>,
    history: Option<PathBuf>,
    marks: Marks,
    /// Whether the last thing that happened was a Ctrl-C at the prompt.
    was_interrupted: bool,
}

/// Reads and runs what is typed, until Ctrl-D or `:quit`.
pub(super) fn run(mut shell: Shell, reads_init: bool) -> Status {
    interrupt::set_interactive();
    let history = history::path();
    let is_first_start = history.as_ref().is_some_and(|path| !path.exists());
    shell.ask = Some(asking());
    if reads_init {
        run_init(&mut shell);
    }
    greeting::greet(&mut shell, is_first_start);
    match Repl::new(shell, history) {
        Ok(mut repl) => repl.run(),
        Err(_no_terminal) => Status::FileFault,
    }
}

impl Repl {
    fn new(shell: Shell, history: Option<PathBuf>) -> rustyline::Result<Self> {
        let config = history::configure(Config::builder())?
            .completion_type(CompletionType::List)
            .completion_show_all_if_ambiguous(true)
            .completion_prompt_limit(LISTED)
            // The helper decides about colours, and draws the marks of lines without any too.
            .color_mode(ColorMode::Forced)
            .build();
        let mut editor = {
            let entries = history::empty(&config);
            Editor::with_history(config, entries)?
        };
        for (key, handler) in bindings() {
            editor.bind_sequence(key, handler);
        }
        let marks = Marks::new(shell.terminal.shows && !shell.settings.plain);
        let shell = Rc::new(RefCell::new(shell));
        editor.set_helper(Some(ShellHelper::new(Rc::clone(&shell))));
        history::load(&mut editor, history.as_deref());
        {
            let shell = shell.borrow();
            shell.names.prepare(&shell);
        }
        shell.borrow_mut().typed = editor.history().iter().cloned().collect();
        Ok(Self { shell, editor, history, marks, was_interrupted: false })
    }

    fn run(&mut self) -> Status {
        loop {
            self.measure();
            let prompt = greeting::prompt(&self.shell.borrow());
            let begun = self.shell.borrow_mut().prefill.take().unwrap_or_default();
            self.marks.write(Mark::Prompt);
            let flow = match self.editor.readline_with_initial(&prompt, (&begun, "")) {
                Ok(text) => self.take(&without_marks(&text)),
                Err(ReadlineError::Interrupted) => self.interrupted(),
                Err(ReadlineError::Eof) => Flow::Leave,
                Err(error) => self.broken(&error),
            };
            if flow == Flow::Leave && self.may_leave() {
                return Status::Fine;
            }
        }
    }

    /// Looks how large the terminal is now: it may have been resized.
    fn measure(&mut self) {
        if let Some((columns, lines)) = self.editor.dimensions() {
            let mut shell = self.shell.borrow_mut();
            shell.terminal.width = usize::from(columns).max(20);
            shell.lines = Some(usize::from(lines)).filter(|lines| *lines > 1);
        }
    }

    /// Runs what was typed, once it stands in the history.
    fn take(&mut self, text: &str) -> Flow {
        self.was_interrupted = false;
        let entry = text.trim_end();
        history::add(&mut self.editor, self.history.as_deref(), entry);
        self.measure();
        let mut shell = self.shell.borrow_mut();
        if !entry.is_empty() && !entry.starts_with(' ') {
            shell.typed.push(entry.to_owned());
        }
        self.marks.write(Mark::Output);
        shell.status = Status::Fine;
        let flow = shell.run_text(text, None);
        self.marks.write(Mark::End { failed: shell.status != Status::Fine });
        flow
    }

    /// Ctrl-C cleared the line; a second one wants to leave and is told how.
    fn interrupted(&mut self) -> Flow {
        if std::mem::replace(&mut self.was_interrupted, true) {
            self.shell.borrow_mut().complain("Ctrl-D leaves");
        }
        Flow::Continue
    }

    /// A line that can't be read, for instance because it is not UTF-8; without a terminal, it ends.
    fn broken(&mut self, error: &ReadlineError) -> Flow {
        let mut shell = self.shell.borrow_mut();
        shell.complain(&format!("error: the line can't be read: {error}"));
        let ReadlineError::Io(fault) = error else { return Flow::Continue };
        if fault.kind() == std::io::ErrorKind::InvalidData {
            return Flow::Continue;
        }
        shell.give_up();
        Flow::Leave
    }

    /// Whether nothing would be lost, or it has been told just before.
    fn may_leave(&mut self) -> bool {
        let mut shell = self.shell.borrow_mut();
        let Some(what) = shell.first_warning() else { return true };
        shell.complain(&format!(
            "unsaved: {what}; `:save FILE` keeps the graph, or leave once more"
        ));
        false
    }
}

/// Asks yes or no below the output, in an editor that keeps no history.
fn asking() -> Ask {
    Box::new(|question| {
        let config = Config::builder().build();
        let Ok(mut editor) = Editor::<(), _>::with_history(config, MemHistory::new()) else {
            return false;
        };
        let answer = editor.readline(&format!("{question} [y/N] ")).unwrap_or_default();
        matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
    })
}

/// Runs the commands of the init file, if there is one; it is never made unasked.
fn run_init(shell: &mut Shell) {
    let Some(path) = init_path().filter(|path| path.exists()) else { return };
    let Ok(text) = fs::read_to_string(&path) else {
        return shell.complain(&format!("error: `{}` can't be read", path.display()));
    };
    if inputs(&text).any(|input| input.language != Language::Command) {
        let error = Error::new(ErrorCode::Usage, "the init file may hold only commands");
        return shell.complain(&format!("error: {}: {error}", path.display()));
    }
    shell.run_text(&text, path.to_str());
}

fn init_path() -> Option<PathBuf> {
    let folder = |name| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
    let home = || folder("HOME").map(|home| home.join(".config"));
    folder("XDG_CONFIG_HOME").or_else(home).map(|path| path.join(Path::new("amur/init")))
}
