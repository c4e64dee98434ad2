//! Golden scripts: what is typed, and what the shell answers, kept as files under `tests/scripts`.
//!
//! ```text
//! # Variable length includes both bounds.
//! [graph=empty] [tsv]
//!
//! > CREATE (:A {name: 'a'})-[:R]->(:B {name: 'b'})
//! created 2 nodes, …
//!
//! > MATCH (:A)-[*1..2]->(x)
//! > RETURN x.name
//! x.name
//! b
//! ```
//!
//! The first line says what the script is for. Lines in brackets set options for the whole script;
//! brackets behind `>` set them for one input. Lines that begin with `> ` are one input, and what
//! follows up to the next one is what the shell printed. `# ` begins a remark.
//!
//! | option | meaning |
//! | --- | --- |
//! | `[graph=empty]`, `[graph=builtin]`, `[graph=FILE]` | the graph at the start; empty is the default; FILE is relative to the project |
//! | `[tsv]`, `[table]`, `[json]` … | the format of results; tsv is the default |
//! | `[plan]` | shows the plan before the answer |
//! | `[NAME=VALUE]` | any setting of the shell |
//!
//! `AMUR_UPDATE=1 cargo test --test scripts` rewrites the outputs; the difference is then reviewed as
//! code is. `AMUR_SCRIPT=union` runs only the scripts whose path holds that word.

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::{env, fs};

use amur::error::{ERROR_CODES, ErrorCode};
use amur::shell::{COMMANDS, Opened, Shell, Terminal};

/// A script, cut into what is kept and what is compared.
#[derive(Debug, Default, PartialEq, Eq)]
struct Script {
    /// The purpose and the options, as they stand in the file.
    head: Vec<String>,
    entries: Vec<Entry>,
}

/// An input with the remarks before it and the output after it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entry {
    remarks: Vec<String>,
    input: Vec<String>,
    output: String,
}

impl Script {
    /// Cuts a file into its parts.
    fn parse(text: &str) -> Self {
        let mut script = Self::default();
        let mut remarks = Vec::new();
        for line in text.lines() {
            if line.starts_with("> ") || line == ">" {
                script.input_line(line, &mut remarks);
            } else if line.starts_with("# ") {
                remarks.push(line.to_owned());
            } else if let Some(entry) = script.entries.last_mut().filter(|_| remarks.is_empty()) {
                entry.output.push_str(line.strip_prefix('\\').unwrap_or(line));
                entry.output.push('\n');
            } else if !line.is_empty() {
                remarks.push(line.to_owned());
            } else if script.head.is_empty() {
                script.head = std::mem::take(&mut remarks);
            }
        }
        for entry in &mut script.entries {
            entry.output = tidy(&entry.output);
        }
        script
    }

    fn input_line(&mut self, line: &str, remarks: &mut Vec<String>) {
        let goes_on = self.entries.last().is_some_and(|entry| entry.output.is_empty());
        if !goes_on || !remarks.is_empty() {
            self.entries.push(Entry { remarks: std::mem::take(remarks), ..Entry::default() });
        }
        if let Some(entry) = self.entries.last_mut() {
            entry.input.push(line.strip_prefix("> ").unwrap_or_default().to_owned());
        }
    }

    /// The file that has these parts.
    fn text(&self) -> String {
        let mut text = self.head.join("\n");
        for entry in &self.entries {
            text.push_str("\n\n");
            for remark in &entry.remarks {
                text.push_str(remark);
                text.push('\n');
            }
            let input: Vec<String> =
                entry.input.iter().map(|line| format!("> {line}").trim_end().to_owned()).collect();
            text.push_str(&input.join("\n"));
            for line in entry.output.lines() {
                let is_special = line.starts_with(['>', '\\']) || line.starts_with("# ");
                text.push_str(if is_special { "\n\\" } else { "\n" });
                text.push_str(line);
            }
        }
        text.push('\n');
        text
    }

    /// What the first line says, without its mark.
    fn purpose(&self) -> &str {
        self.head.first().and_then(|line| line.strip_prefix("# ")).unwrap_or_default()
    }

    /// The options for the whole script.
    fn options(&self) -> Vec<String> {
        self.head.iter().flat_map(|line| options(line).0).collect()
    }
}

/// Blanks at the ends of lines and empty lines at the end are no part of an output.
fn tidy(output: &str) -> String {
    let lines: Vec<&str> = output.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// The options in brackets that a line begins with, and the rest of the line.
fn options(line: &str) -> (Vec<String>, &str) {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((option, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        found.push(option.to_owned());
        rest = after.trim_start();
    }
    (found, rest)
}

/// Output that the runner can look at while the shell holds it.
#[derive(Clone, Default)]
struct Captured(Rc<RefCell<Vec<u8>>>);

impl Captured {
    fn take(&self) -> String {
        String::from_utf8_lossy(&self.0.take()).into_owned()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A shell that runs the inputs of one script.
struct Runner {
    shell: Shell,
    printed: Captured,
}

impl Runner {
    fn new(options: &[String]) -> Result<Self, String> {
        let graph = options.iter().find_map(|option| option.strip_prefix("graph="));
        let opened = match graph.unwrap_or("empty") {
            "builtin" => Opened::files(&[]),
            "empty" => Opened::files(&[PathBuf::from(":memory:")]),
            file => Opened::files(&[root().join(file)]),
        };
        let printed = Captured::default();
        let terminal =
            Terminal { reads: false, shows: false, notes: false, width: 100, colors: false };
        let opened = opened.map_err(|error| error.to_string())?;
        let output = Box::new(printed.clone());
        let shell = Shell::new(opened, terminal, output, Box::new(printed.clone()));
        let mut runner = Self { shell, printed };
        for option in options.iter().filter(|option| !option.starts_with("graph=")) {
            runner.set(option)?;
        }
        Ok(runner)
    }

    fn set(&mut self, option: &str) -> Result<(), String> {
        let (name, value) = option.split_once('=').unwrap_or(("format", option));
        self.shell.set(name, value).map_err(|error| format!("[{option}]: {error}"))
    }

    /// What the shell prints for one input.
    fn run(&mut self, input: &str) -> Result<String, String> {
        let (options, text) = options(input);
        let before = self.shell.setting("format").unwrap_or_default();
        for option in &options {
            match option.as_str() {
                "plan" => drop(self.shell.run_text(&format!(":explain {text}"), None)),
                option => self.set(option)?,
            }
        }
        self.shell.run_text(text, None);
        if !options.is_empty() {
            self.set(&format!("format={before}"))?;
        }
        Ok(tidy(&self.printed.take()))
    }
}

/// Runs a script, and gives it with the outputs that were found.
fn run(script: &Script) -> Result<Script, String> {
    if script.purpose().is_empty() {
        return Err("the first line is `# ` and the purpose of the script".to_owned());
    }
    let mut runner = Runner::new(&script.options())?;
    let mut entries = Vec::new();
    for entry in &script.entries {
        let output = runner.run(&entry.input.join("\n"))?;
        let (remarks, input) = (entry.remarks.clone(), entry.input.clone());
        entries.push(Entry { remarks, input, output });
    }
    Ok(Script { head: script.head.clone(), entries })
}

/// What is wrong with a script's file; nothing if it says what the shell prints.
fn check(path: &Path, updates: bool) -> Result<(), String> {
    let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
    let text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let found = run(&Script::parse(&text)).map_err(|fault| format!("{name}: {fault}"))?.text();
    if updates && found != text {
        return fs::write(path, found).map_err(|error| format!("{name}: {error}"));
    }
    match difference(&text, &found) {
        Some(difference) => Err(format!("{name}{difference}")),
        None => Ok(()),
    }
}

/// The first line in which two texts differ, with what was found after it.
fn difference(expected: &str, found: &str) -> Option<String> {
    if expected == found {
        return None;
    }
    let (expected, found): (Vec<_>, Vec<_>) = (expected.lines().collect(), found.lines().collect());
    let same = expected.iter().zip(&found).take_while(|(one, other)| one == other).count();
    let input = found.iter().take(same + 1).rfind(|line| line.starts_with('>')).unwrap_or(&"");
    let show = |mark: char, lines: &[&str]| {
        let shown = lines.iter().skip(same).take(8);
        shown.map(|line| format!("\n  {mark} {line}")).collect::<Vec<_>>().concat()
    };
    let (minus, plus) = (show('-', &expected), show('+', &found));
    Some(format!(":{}: after `{input}`{minus}{plus}", same + 1))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every script under a folder, in order of their paths.
fn scripts(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(scripts(&path));
        } else if path.extension().is_some_and(|ending| ending == "amur") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_script_prints_what_its_file_says() {
    let updates = env::var("AMUR_UPDATE").is_ok_and(|value| value == "1");
    let wanted = env::var("AMUR_SCRIPT").unwrap_or_default();
    let paths = scripts(&root().join("tests/scripts"));
    let paths = paths.iter().filter(|path| path.to_string_lossy().contains(&wanted));
    let faults: Vec<String> = paths.filter_map(|path| check(path, updates).err()).collect();
    assert!(faults.is_empty(), "{} scripts differ\n{}", faults.len(), faults.join("\n\n"));
}

/// Error codes that no script can bring about, and where they are tested instead.
const UNSCRIPTED: &[(ErrorCode, &str)] = &[
    (ErrorCode::NestedTooDeeply, "tests/cli.rs"),
    (ErrorCode::StatementTooLong, "tests/cli.rs"),
    (ErrorCode::Cancelled, "tests/terminal.rs"),
    (ErrorCode::Locked, "src/database"),
    (ErrorCode::GraphFull, "takes four thousand million nodes"),
    (ErrorCode::StoreDamaged, "there are no stores yet"),
    (ErrorCode::ProcedureFailed, "raised by procedures of a program only"),
    (ErrorCode::InvalidRelationshipPattern, "the grammar excludes it"),
];

#[test]
fn every_error_code_has_a_script() {
    let mut texts = String::new();
    for path in scripts(&root().join("tests/scripts/error")) {
        texts.push_str(&fs::read_to_string(path).expect("scripts can be read"));
    }
    for code in ERROR_CODES {
        let is_scripted = texts.contains(&format!("# {code:?}\n"));
        let is_excused = UNSCRIPTED.iter().any(|(one, _)| one == code);
        assert!(
            is_scripted != is_excused,
            "{code:?}: scripted {is_scripted}, excused {is_excused}"
        );
    }
}

#[test]
fn every_command_has_a_script() {
    let mut texts = String::new();
    for path in scripts(&root().join("tests/scripts")) {
        texts.push_str(&fs::read_to_string(path).expect("scripts can be read"));
    }
    for command in COMMANDS.iter().filter(|command| command.name != "quit") {
        assert!(texts.contains(&format!("> :{}", command.name)), ":{} has no script", command.name);
    }
}

#[test]
fn a_script_is_cut_into_parts_and_put_together_again() {
    let text =
        "# Purpose.\n[tsv]\n\n> RETURN 1,\n> 2\n1\t2\n\\> odd\n\n# Remark.\n> [json] RETURN 2\n2\n";
    let script = Script::parse(text);
    assert_eq!(script.purpose(), "Purpose.");
    assert_eq!(script.options(), ["tsv"]);
    assert_eq!(script.entries.len(), 2);
    assert_eq!(script.entries[0].input, ["RETURN 1,", "2"]);
    assert_eq!(script.entries[0].output, "1\t2\n> odd");
    assert_eq!(script.entries[1].remarks, ["# Remark."]);
    assert_eq!(options(&script.entries[1].input[0]), (vec!["json".to_owned()], "RETURN 2"));
    assert_eq!(script.text(), text);
}

#[test]
fn a_difference_names_line_and_input() {
    let difference = difference("> RETURN 1\n1\n", "> RETURN 1\n2\n").expect("the texts differ");
    assert_eq!(difference, ":2: after `> RETURN 1`\n  - 1\n  + 2");
}

#[test]
fn a_wrong_output_is_found_and_can_be_rewritten() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("wrong.amur");
    fs::write(&path, "# Wrong.\n\n> :set rows\nnonsense\n").expect("the folder can be written");
    assert!(check(&path, false).is_err());
    check(&path, true).expect("the file can be rewritten");
    check(&path, false).expect("the rewritten file is right");
}

#[test]
fn a_script_without_purpose_is_refused() {
    assert!(run(&Script::parse("> RETURN 1\n1\n")).is_err());
}
