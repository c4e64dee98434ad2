//! The shell in a pseudo-terminal: what is typed, what is drawn, what the keys do.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{ControlCode, Eof, Expect, Session};

/// How long the shell may take to draw something; a slow machine is no failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// A shell in a terminal, with a home of its own.
struct Terminal {
    session: OsSession,
    home: tempfile::TempDir,
}

impl Terminal {
    fn start(arguments: &[&str]) -> Self {
        Self::start_at(tempfile::tempdir().expect("there is room for a folder"), arguments)
    }

    fn start_at(home: tempfile::TempDir, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_amur"));
        command.args(arguments).current_dir(home.path());
        command.env("XDG_STATE_HOME", home.path()).env("XDG_CONFIG_HOME", home.path());
        command.env("TERM", "xterm-256color").env("NO_COLOR", "1").env_remove("AMUR_HISTORY");
        let mut session = Session::spawn(command).expect("a terminal can be opened");
        session.set_expect_timeout(Some(PATIENCE));
        Self { session, home }
    }

    fn sees(&mut self, text: &str) -> &mut Self {
        let found = self.session.expect(text);
        assert!(found.is_ok(), "`{text}` was not drawn: {found:?}");
        self
    }

    fn types(&mut self, text: &str) -> &mut Self {
        self.session.send(text).expect("the terminal takes keys");
        self
    }

    /// Types a line and Enter.
    fn enters(&mut self, line: &str) -> &mut Self {
        self.types(line).types("\r")
    }

    fn presses(&mut self, key: ControlCode) -> &mut Self {
        self.session.send(key).expect("the terminal takes keys");
        self
    }

    /// Presses Ctrl-D, and gives how the shell ended.
    fn leaves(mut self) -> (i32, tempfile::TempDir) {
        // A key that comes between two prompts, when the terminal is not the editor's, is lost.
        let until = Instant::now() + PATIENCE;
        self.session.set_expect_timeout(Some(Duration::from_millis(300)));
        loop {
            let _ = self.session.send(ControlCode::EndOfTransmission);
            if self.session.expect(Eof).is_ok() {
                break;
            }
            assert!(Instant::now() < until, "the shell ends");
        }
        let status = self.session.get_process_mut().wait().expect("the shell ends");
        let WaitStatus::Exited(_, code) = status else { return (-1, self.home) };
        (code, self.home)
    }
}

/// Starts on an empty graph and waits for the prompt.
fn empty() -> Terminal {
    let mut terminal = Terminal::start(&[":memory:"]);
    terminal.sees("memory> ");
    terminal
}

#[test]
fn the_first_start_shows_questions_to_try() {
    let mut terminal = Terminal::start(&[]);
    terminal.sees("siberian-intervention: ").sees("To begin with").sees("path from Japan");
    terminal.sees("siberian-intervention> ").enters(":version").sees("amur 0");
    let (code, home) = terminal.leaves();
    assert_eq!(code, 0);
    let mut again = Terminal::start_at(home, &[]);
    again.sees("Ask a question");
    let before = again.session.expect("siberian-intervention> ").expect("there is a prompt");
    assert!(!String::from_utf8_lossy(before.before()).contains("To begin with"));
}

#[test]
fn quiet_leaves_only_the_prompt() {
    let mut terminal = Terminal::start(&["--quiet", ":memory:"]);
    let found = terminal.session.expect("memory> ").expect("there is a prompt");
    assert!(!String::from_utf8_lossy(found.before()).contains("amur"));
}

#[test]
fn questions_run_on_enter_and_are_answered_in_tables() {
    let mut terminal = Terminal::start(&[]);
    terminal.sees("intervention> ").enters("who supported Kolchak").sees("│").sees("row");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn cypher_goes_on_until_its_semicolon() {
    let mut terminal = empty();
    terminal.enters("UNWIND [1, 2] AS x").enters("RETURN x AS number;").sees("number");
    terminal.sees("2 rows").sees("memory> ");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn an_empty_line_runs_what_stands_there() {
    let mut terminal = empty();
    terminal.enters("RETURN 42 AS answer").enters("").sees("answer").sees("42").sees("memory> ");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn an_unclosed_quote_traps_nobody() {
    let mut terminal = empty();
    terminal.enters("RETURN 'abc").enters("").enters("").sees("closed").sees("memory> ");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn ctrl_c_clears_the_line_and_never_leaves() {
    let mut terminal = empty();
    terminal.types("RETURN 'half").presses(ControlCode::EndOfText).sees("memory> ");
    terminal.presses(ControlCode::EndOfText).sees("Ctrl-D leaves").sees("memory> ");
    terminal.enters("RETURN 7 AS n;").sees("7").sees("memory> ");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn ctrl_c_stops_a_statement_and_the_shell_lives() {
    let mut terminal = empty();
    let endless =
        "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(a + b);";
    terminal.enters(endless).sees("Ctrl-C stops it");
    let pressed = Instant::now();
    terminal.presses(ControlCode::EndOfText).sees("cancelled after");
    assert!(pressed.elapsed() < PATIENCE);
    terminal.sees("memory> ").enters("RETURN 8 AS n;").sees("8").sees("memory> ");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn errors_leave_the_shell_alive() {
    let mut terminal = empty();
    terminal.enters("RETURN n;").sees("error").sees("memory> ");
    terminal.enters(":nonsense").sees("no command").sees("memory> ");
    terminal.enters("who supported Nobody").sees("error").sees("memory> ");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn tab_completes_what_fits() {
    let mut terminal = Terminal::start(&[]);
    terminal.sees("intervention> ").types(":vers\t").types("\r").sees("amur 0").sees("> ");
    terminal.types(":help keep\t\r").sees("goes on after a statement").sees("> ");
    terminal.types("about Otan\t").sees("Otani").presses(ControlCode::EndOfText).sees("> ");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn history_is_kept_for_its_owner_only() {
    let mut terminal = empty();
    terminal.enters("RETURN 1").enters("AS kept;").sees("memory> ");
    terminal.enters(" :version").sees("amur 0").sees("memory> ");
    terminal.enters(":labels").sees("memory> ").enters(":labels").sees("memory> ");
    let (_, home) = terminal.leaves();
    let path = home.path().join("amur/history");
    let text = std::fs::read_to_string(&path).expect("the history is written");
    assert!(text.contains("RETURN 1\\nAS kept;\n"), "{text}");
    assert!(!text.contains(":version"), "{text}");
    assert_eq!(text.matches(":labels").count(), 1, "{text}");
    let mode = std::fs::metadata(&path).expect("the history is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let mut again = Terminal::start_at(home, &[":memory:"]);
    again.sees("memory> ").enters(":history 1").sees(":labels").sees("memory> ");
    assert_eq!(again.leaves().0, 0);
}

#[test]
fn changes_are_not_lost_without_a_word() {
    let mut terminal = empty();
    terminal.enters("CREATE (:A);").sees("1 node created").sees("memory> ");
    terminal.enters(":quit").sees("not saved").sees("memory> ");
    terminal.enters(":save kept.json").sees("kept> ");
    let (code, home) = terminal.leaves();
    assert_eq!(code, 0);
    assert!(Path::new(&home.path().join("kept.json")).exists());
}

#[test]
fn the_init_file_holds_commands() {
    let home = tempfile::tempdir().expect("there is room for a folder");
    std::fs::create_dir(home.path().join("amur")).expect("the folder can be written");
    std::fs::write(home.path().join("amur/init"), ":format line\n").expect("it can be written");
    let mut terminal = Terminal::start_at(home, &[":memory:"]);
    terminal.sees("memory> ").enters(":format").sees("line").sees("memory> ");
    let (_, home) = terminal.leaves();
    let mut terminal = Terminal::start_at(home, &["--no-init", ":memory:"]);
    terminal.sees("memory> ").enters(":format").sees("table").sees("memory> ");
    assert_eq!(terminal.leaves().0, 0);
}
