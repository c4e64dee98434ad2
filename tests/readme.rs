//! The transcripts in the README are what the shell prints.
//!
//! `AMUR_UPDATE=1 cargo test --test readme` writes them anew.

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::{env, fs};

use amur::shell::{Opened, Shell, Terminal};

/// Output that can be looked at while the shell holds it.
#[derive(Clone, Default)]
struct Captured(Rc<RefCell<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The prompts of transcripts, with the files that the shell is started on.
const PROMPTS: [(&str, &[&str]); 2] =
    [("siberian-intervention> ", &[]), ("memory> ", &[":memory:"])];

/// A shell as somebody has it on a terminal, without the times that differ from run to run.
fn shell(files: &[&str]) -> (Shell, Captured) {
    let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let opened = Opened::files(&files).expect("the graph can be opened");
    let terminal = Terminal { reads: true, shows: true, notes: false, width: 110, colors: false };
    let printed = Captured::default();
    let output = Box::new(printed.clone());
    let mut shell = Shell::new(opened, terminal, output, Box::new(printed.clone()));
    shell.set("timing", "off").expect("timing is a setting");
    (shell, printed)
}

/// A transcript with the outputs that the shell prints.
fn replay(block: &str) -> Option<String> {
    let (prompt, files) = PROMPTS.into_iter().find(|(prompt, _)| block.starts_with(prompt))?;
    let (mut shell, printed) = shell(files);
    let answered: Vec<String> = block
        .lines()
        .filter_map(|line| line.strip_prefix(prompt))
        .map(|input| {
            shell.run_text(input, None);
            let output = String::from_utf8_lossy(&printed.0.take()).into_owned();
            format!("{prompt}{input}\n{}", output.trim_end())
        })
        .collect();
    Some(format!("{}\n", answered.join("\n\n")))
}

#[test]
fn the_transcripts_are_what_the_shell_prints() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).expect("there is a README");
    let mut found = String::new();
    let mut count = 0;
    for (place, part) in text.split("```text\n").enumerate() {
        let block = part.split_once("```").filter(|_| place > 0);
        let Some((block, rest)) = block else {
            found.push_str(part);
            continue;
        };
        count += 1;
        let replayed = replay(block).unwrap_or_else(|| block.to_owned());
        for piece in ["```text\n", &replayed, "```", rest] {
            found.push_str(piece);
        }
    }
    assert!(count > 3, "the README has transcripts");
    if env::var("AMUR_UPDATE").is_ok_and(|value| value == "1") {
        fs::write(&path, &found).expect("the README can be written");
    } else if found != text {
        let line = found.lines().zip(text.lines()).position(|(one, other)| one != other);
        assert_eq!(found, text, "line {line:?} differs");
    }
}
