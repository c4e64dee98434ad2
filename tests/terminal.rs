//! The shell in a pseudo-terminal: what is typed, what is drawn, what the keys do.
//!
//! Two visible states keep these tests from racing the shell. Before each prompt the shell writes a
//! mark (`OSC 133 ; A`), once, however often the editor draws the prompt; and keys are only sent while
//! the terminal is in raw mode, that is, while the editor has it.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{ControlCode, Eof, Expect, Session};

/// How long the terminal takes to settle in a new mode.
const SETTLING: Duration = Duration::from_millis(5);

/// How long the shell may take to draw something; a slow machine is no failure.
const PATIENCE: Duration = Duration::from_mins(1);

/// What the shell writes before each prompt, and nowhere else.
const PROMPT: &str = "\x1b]133;A\x07";

/// A shell in a terminal, with a home of its own.
struct Terminal {
    session: OsSession,
    home: tempfile::TempDir,
}

impl Terminal {
    /// Starts the shell and waits for its first prompt.
    fn start(arguments: &[&str]) -> Self {
        Self::start_at(folder(), arguments, &[]).0
    }

    /// The same in a home that is there already, with further variables; also what was drawn so far.
    fn start_at(
        home: tempfile::TempDir,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> (Self, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_amur"));
        command.args(arguments).current_dir(home.path());
        command.env("XDG_STATE_HOME", home.path()).env("XDG_CONFIG_HOME", home.path());
        command.env("TERM", "xterm-256color").env("NO_COLOR", "1").env("PAGER", "cat");
        for name in ["AMUR_HISTORY", "CLICOLOR_FORCE", "EDITOR", "VISUAL"] {
            command.env_remove(name);
        }
        command.envs(variables.iter().copied());
        let mut session = Session::spawn(command).expect("a terminal can be opened");
        session.set_expect_timeout(Some(PATIENCE));
        let mut terminal = Self { session, home };
        let drawn = terminal.prompts();
        (terminal, drawn)
    }

    /// Waits for the next prompt, and gives what was drawn before it.
    fn prompts(&mut self) -> String {
        self.sees(PROMPT)
    }

    /// Waits until something is drawn, and gives what was drawn before it.
    fn sees(&mut self, text: &str) -> String {
        let found = self.session.expect(text);
        assert!(found.is_ok(), "`{text}` was not drawn: {found:?}");
        found.map(|found| String::from_utf8_lossy(found.before()).into_owned()).unwrap_or_default()
    }

    /// Waits until the editor has the terminal, then sends keys.
    fn types(&mut self, keys: &str) -> &mut Self {
        let until = Instant::now() + PATIENCE;
        let is_cooked = |session: &OsSession| session.get_process().get_echo().unwrap_or(true);
        while is_cooked(&self.session) {
            assert!(Instant::now() < until, "the editor does not take the terminal");
            std::thread::yield_now();
        }
        // The new mode can be seen a moment before the kernel treats keys by it: one that comes in
        // between is lost.
        std::thread::sleep(SETTLING);
        self.session.send(keys).expect("the terminal takes keys");
        self
    }

    /// Types a line and Enter, and gives what is drawn until the next prompt.
    fn runs(&mut self, line: &str) -> String {
        self.types(&format!("{line}\r"));
        self.prompts()
    }

    /// Runs a line that must draw something.
    fn answers(&mut self, line: &str, text: &str) -> &mut Self {
        let drawn = self.runs(line);
        assert!(drawn.contains(text), "`{line}` did not draw `{text}`: {drawn}");
        self
    }

    /// Sends a signal key, to whoever has the terminal.
    fn presses(&mut self, key: ControlCode) -> &mut Self {
        self.session.send(key).expect("the terminal takes keys");
        self
    }

    fn resizes(&mut self, columns: u16, lines: u16) -> &mut Self {
        let resized = self.session.get_process_mut().set_window_size(columns, lines);
        resized.expect("the terminal can be resized");
        self
    }

    /// Presses Ctrl-D at the prompt, and gives how the shell ended.
    fn leaves(mut self) -> (i32, tempfile::TempDir) {
        self.types("\x04");
        self.session.expect(Eof).expect("the shell ends");
        let status = self.session.get_process().wait().expect("the shell ends");
        let WaitStatus::Exited(_, code) = status else { return (-1, self.home) };
        (code, self.home)
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("there is room for a folder")
}

fn empty() -> Terminal {
    Terminal::start(&[":memory:"])
}

/// A text without escape sequences, as lines.
fn lines(drawn: &str) -> Vec<String> {
    let plain = anstream::adapter::strip_str(drawn).to_string();
    plain.replace('\r', "").lines().map(str::to_owned).collect()
}

#[test]
fn the_first_start_shows_questions_to_try() {
    let (terminal, drawn) = Terminal::start_at(folder(), &[], &[]);
    assert!(drawn.contains("siberian-intervention: "), "{drawn}");
    assert!(drawn.contains("To begin with") && drawn.contains("path from Japan"), "{drawn}");
    let mut terminal = terminal;
    terminal.answers(":version", "amur 0");
    let (code, home) = terminal.leaves();
    assert_eq!(code, 0);
    let (_, drawn) = Terminal::start_at(home, &[], &[]);
    assert!(drawn.contains("Ask a question") && !drawn.contains("To begin with"), "{drawn}");
}

/// What the README shows in a block that begins like this.
fn block_of_readme(beginning: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(path).expect("there is a README");
    let start = text.find(beginning).expect("the README has the block");
    let block = &text[start + beginning.len()..];
    block.split("```").next().unwrap_or_default().to_owned()
}

#[test]
fn a_newcomer_gets_through_the_first_minute() {
    let home = folder();
    let mine = "ada :Person name:\"Ada\"\nbea :Person name:\"Bea\"\nada -> bea :ADMIRED\n";
    std::fs::write(home.path().join("mine.pg"), mine).expect("it can be written");
    let (mut terminal, drawn) = Terminal::start_at(home, &[], &[]);
    for line in block_of_readme("```console\n$ amur\n").lines() {
        assert!(drawn.contains(line), "the shell does not greet with `{line}`: {drawn}");
    }
    let drawn = terminal.runs("who supported Kolchak");
    assert!(drawn.contains("Empire of Japan") && drawn.contains("[1] "), "{drawn}");
    terminal.answers("around Kolchak to kolchak.svg", "kolchak.svg");
    terminal.answers(":help data", ":open FILE");
    terminal.answers(":open mine.pg", "mine: 2 nodes, 1 relationship");
    terminal.answers("who admired Bea", "Ada");
    let (code, home) = terminal.leaves();
    assert_eq!(code, 0);
    let picture = std::fs::read_to_string(home.path().join("kolchak.svg"));
    let picture = picture.expect("there is a picture");
    assert!(picture.contains("<svg") && picture.contains("Kolchak"), "{picture}");
}

#[test]
fn quiet_leaves_only_the_prompt() {
    let (_, drawn) = Terminal::start_at(folder(), &["--quiet", ":memory:"], &[]);
    assert!(!drawn.contains("amur"), "{drawn}");
}

#[test]
fn questions_run_on_enter_and_are_answered_in_tables() {
    let mut terminal = Terminal::start(&[]);
    terminal.answers("who supported Kolchak", "│").answers("who supported Kolchak", "row");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn cypher_goes_on_until_its_semicolon_on_marked_lines() {
    let mut terminal = empty();
    terminal.types("UNWIND [1, 2] AS x\r").sees("… ");
    let drawn = terminal.runs("RETURN x AS number;");
    assert!(drawn.contains("number") && drawn.contains("2 rows"), "{drawn}");
    assert_eq!(terminal.leaves().0, 0);
}

/// Enter is a line feed where it was pressed while the last input was still running.
#[test]
fn a_line_feed_is_enter() {
    let mut terminal = empty();
    terminal.types("RETURN 1\n").sees("… ");
    terminal.types("AS one;\n").sees("one");
    terminal.prompts();
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn backspace_joins_a_marked_line_to_the_one_before() {
    let mut terminal = empty();
    terminal.types("RETURN 1\r").sees("… ");
    terminal.types("\x7f\x7f").answers("2 AS joined;", "12");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn an_empty_line_runs_what_stands_there() {
    let mut terminal = empty();
    terminal.types("RETURN 42 AS answer\r").sees("… ");
    terminal.answers("", "answer");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn an_unclosed_quote_traps_nobody() {
    let mut terminal = empty();
    terminal.types("RETURN 'abc\r").sees("… ");
    terminal.types("\r").sees("… ");
    terminal.answers("", "closed");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn ctrl_c_clears_the_line_and_never_leaves() {
    let mut terminal = empty();
    terminal.types("RETURN 'half\x03").prompts();
    terminal.types("\x03");
    assert!(terminal.prompts().contains("Ctrl-D leaves"));
    terminal.answers("RETURN 7 AS n;", "7");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn ctrl_c_stops_a_statement_and_the_shell_lives() {
    let mut terminal = empty();
    let endless =
        "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b CREATE (:A) RETURN count(*);";
    terminal.types(&format!("{endless}\r"));
    assert!(terminal.sees("Ctrl-C stops it").contains("rows looked at"));
    terminal.presses(ControlCode::EndOfText).sees("cancelled after");
    terminal.prompts();
    terminal.answers("MATCH (n) RETURN 'left ' + count(n) AS left;", "left 0");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn ctrl_c_stops_what_is_printed() {
    let mut terminal = empty();
    terminal.runs(":format tsv");
    terminal.runs(":pager off");
    terminal.types("UNWIND range(1, 3000000) AS x RETURN x;\r").sees("\n1000\r");
    terminal.presses(ControlCode::EndOfText).sees("cancelled after");
    terminal.prompts();
    terminal.answers("RETURN 8 AS n;", "8");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn errors_leave_the_shell_alive() {
    let mut terminal = empty();
    terminal.answers("RETURN n;", "error").answers(":nonsense", "no command");
    terminal.answers(":verson", "did you mean `:version`?");
    terminal.answers("who supported Nobody", "error");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn tab_completes_what_fits() {
    let mut terminal = Terminal::start(&[]);
    terminal.answers(":vers\t", "amur 0");
    terminal.answers(":help keep\t", "goes on after a statement");
    terminal.types("about Otan\t").sees("Otani");
    terminal.types("\x03").prompts();
    terminal.types("MATCH (n:Person) RETURN n.na\t").sees("n.name");
    terminal.types("\x03").prompts();
    terminal.types("RETURN substr\t").sees("substring(");
    terminal.types("\x03").prompts();
    terminal.runs(":param year 1918");
    terminal.answers("RETURN $y\t AS wanted;", "1918");
    terminal.types("who supported Ata\t").sees("Ataman Semenov");
    terminal.types("\x03").prompts();
    terminal.types("about Kikzuo\t").sees("Kikuzo Otani");
    terminal.types("\x03").prompts();
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn history_is_kept_for_its_owner_only() {
    let mut terminal = empty();
    terminal.types("RETURN 1\r").sees("… ");
    terminal.runs("AS kept;");
    terminal.answers(" :version", "amur 0");
    terminal.runs(":labels");
    terminal.runs(":labels");
    let (_, home) = terminal.leaves();
    let path = home.path().join("amur/history");
    let text = std::fs::read_to_string(&path).expect("the history is written");
    assert!(text.contains("RETURN 1\\nAS kept;\n"), "{text}");
    assert!(!text.contains(":version"), "{text}");
    assert_eq!(text.matches(":labels").count(), 1, "{text}");
    let mode = std::fs::metadata(&path).expect("the history is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let (mut again, _) = Terminal::start_at(home, &[":memory:"], &[]);
    again.answers(":history 1", ":labels");
    again.types("\x12kept").sees("RETURN 1");
    again.types("\x07\x03").prompts();
    assert_eq!(again.leaves().0, 0);
}

#[test]
fn an_empty_variable_keeps_no_history() {
    let (mut terminal, _) = Terminal::start_at(folder(), &[":memory:"], &[("AMUR_HISTORY", "")]);
    terminal.runs(":labels");
    let (_, home) = terminal.leaves();
    assert!(!home.path().join("amur").exists());
}

#[test]
fn changes_are_not_lost_without_a_word() {
    let mut terminal = empty();
    terminal.answers("CREATE (:A);", "1 node created");
    terminal.answers(":quit", "unsaved: 1 node created").answers(":labels", "A");
    terminal.answers(":open", "unsaved: 1 node created");
    terminal.answers(":save kept.json", "1 node");
    terminal.answers(":demo", "siberian-intervention");
    let (code, home) = terminal.leaves();
    assert_eq!(code, 0);
    assert!(Path::new(&home.path().join("kept.json")).exists());
}

#[test]
fn undo_takes_the_last_statement_back() {
    let mut terminal = empty();
    terminal.answers("CREATE (:A {name: 'x'})-[:T]->(:B);", "2 nodes created");
    terminal.answers("MATCH (n) DETACH DELETE n;", "2 nodes deleted");
    terminal.answers(":undo", "undone: 2 nodes created, 1 relationship created");
    terminal.answers("MATCH (a:A)-[r:T]->(:B) RETURN a.name, type(r);", "x");
    terminal.answers(":undo", "undone").answers(":undo", "nothing to undo");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn a_statement_that_takes_much_away_asks_first() {
    let mut terminal = empty();
    terminal.runs("UNWIND range(1, 30) AS x CREATE (:A);");
    terminal.types("MATCH (n) DELETE n;\r").sees("30 nodes deleted; is that meant? [y/N] ");
    terminal.types("n\r");
    assert!(terminal.prompts().contains("nothing was changed"));
    terminal.types("MATCH (n) DELETE n;\r").sees("[y/N] ");
    terminal.types("\x03");
    assert!(terminal.prompts().contains("nothing was changed"));
    terminal.types("MATCH (n) DELETE n;\r").sees("[y/N] ");
    terminal.types("y\r");
    assert!(terminal.prompts().contains("30 nodes deleted"));
    terminal.runs(":undo");
    terminal.runs(":set confirm off");
    terminal.answers("MATCH (n) DELETE n;", "30 nodes deleted");
    terminal.runs(":quit");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn edit_brings_the_last_input_back_changed() {
    let (mut terminal, _) =
        Terminal::start_at(folder(), &[":memory:"], &[("EDITOR", "sed -i s/7/4242/")]);
    terminal.answers("RETURN 7 AS n;", "7");
    terminal.runs(":edit");
    terminal.answers("", "4242");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn long_results_go_through_the_pager() {
    let pager = [("PAGER", "sed s/^/paged:/")];
    let (mut terminal, _) = Terminal::start_at(folder(), &[":memory:"], &pager);
    terminal.resizes(80, 24);
    let long = "UNWIND range(1, 30) AS x RETURN x;";
    terminal.answers(long, "paged:");
    assert!(!terminal.runs("RETURN 1 AS x;").contains("paged:"));
    terminal.runs(":pager off");
    assert!(!terminal.runs(long).contains("paged:"));
    terminal.answers(":pager", "off");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn many_rows_show_the_first_and_the_last() {
    let mut terminal = empty();
    terminal.runs(":pager off");
    let drawn = terminal.runs("UNWIND range(1, 100) AS x RETURN x * 1000 AS x;");
    assert!(drawn.contains(" 20000 │") && drawn.contains(" 81000 │"), "{drawn}");
    assert!(!drawn.contains(" 21000 │") && drawn.contains("100 rows (40 shown)"), "{drawn}");
    terminal.answers(":last", " 21000 │");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn tables_follow_the_width_of_the_terminal() {
    let mut terminal = Terminal::start(&[]);
    for columns in [100, 60] {
        terminal.resizes(columns, 50);
        let drawn = terminal.runs("who supported Kolchak");
        let shown = lines(&drawn);
        assert!(shown.iter().any(|line| line.contains('╭')), "{drawn}");
        let drawing = shown.iter().filter(|line| line.contains(['│', '─']));
        let widest = drawing.map(|line| line.chars().count()).max();
        assert!(widest.is_some_and(|widest| widest <= usize::from(columns)), "{drawn}");
    }
    terminal.resizes(40, 50);
    let drawn = terminal.runs(
        "MATCH (p:Person) WITH p.name AS a RETURN a, a AS b, a AS c, a AS d, a AS e LIMIT 1;",
    );
    assert!(drawn.contains("Hara Takashi") && !drawn.contains('│'), "{drawn}");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn the_init_file_holds_commands() {
    let home = folder();
    std::fs::create_dir(home.path().join("amur")).expect("the folder can be written");
    std::fs::write(home.path().join("amur/init"), ":format line\n").expect("it can be written");
    let (mut terminal, _) = Terminal::start_at(home, &[":memory:"], &[]);
    terminal.answers(":format", "line");
    let (_, home) = terminal.leaves();
    let (mut terminal, _) = Terminal::start_at(home, &["--no-init", ":memory:"], &[]);
    terminal.answers(":format", "table");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn the_plain_mode_has_no_boxes_and_no_colours() {
    let colours = [("NO_COLOR", "")];
    let (mut terminal, _) = Terminal::start_at(folder(), &[], &colours);
    terminal.runs(":set plain on");
    let drawn = terminal.runs("who supported Kolchak");
    assert!(drawn.contains("Empire of Japan"), "{drawn}");
    assert!(!drawn.contains(['│', '─', '╭']) && !drawn.contains("\x1b[1m"), "{drawn}");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn colours_tell_what_is_typed() {
    let colours = [("NO_COLOR", "")];
    let (mut terminal, _) = Terminal::start_at(folder(), &[], &colours);
    terminal.runs("RETURN 1 AS known;");
    terminal.types("RETURN 1 AS kno").sees("\x1b[2mwn;\x1b[0m");
    terminal.types("\x1b[C").answers("", "known");
    terminal.types("MATCH (n:Persn").sees("\x1b[4m\x1b[35mPersn");
    terminal.types("\x03").prompts();
    terminal.types("who supported Kulchok").sees("\x1b[4m\x1b[35mKulchok");
    terminal.types("\x03").prompts();
    terminal.types("RETURN 'op").sees("\x1b[1m\x1b[31m'op");
    terminal.types("\x03").prompts();
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn no_color_means_none() {
    let mut terminal = Terminal::start(&[]);
    let drawn = terminal.runs("who supported Kolchak");
    let styles = drawn.match_indices("\x1b[").filter(|(at, _)| {
        let rest = &drawn[at + 2..];
        let end = rest.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(0);
        rest[end..].starts_with('m')
    });
    assert_eq!(styles.count(), 0, "{drawn}");
    assert_eq!(terminal.leaves().0, 0);
}

#[test]
fn a_dumb_terminal_gets_plain_text() {
    let home = folder();
    let mut command = Command::new(env!("CARGO_BIN_EXE_amur"));
    command.arg(":memory:").current_dir(home.path()).env("TERM", "dumb").env("AMUR_HISTORY", "");
    let mut session = Session::spawn(command).expect("a terminal can be opened");
    session.set_expect_timeout(Some(PATIENCE));
    session.expect("memory> ").expect("there is a prompt");
    session.send("RETURN 21 * 2 AS n;\n").expect("the terminal takes keys");
    let found = session.expect("memory> ").expect("there is a prompt");
    let drawn = String::from_utf8_lossy(found.before()).into_owned();
    assert!(drawn.contains("42") && !drawn.contains('\x1b'), "{drawn:?}");
    session.send("\x04").expect("the terminal takes keys");
    session.expect(Eof).expect("the shell ends");
}
