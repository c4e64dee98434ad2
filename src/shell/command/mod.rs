//! Commands of the shell: what begins with `:`, one table row each.
//!
//! The table drives dispatch, completion, near misses and `:help`. A command sees the shell and the
//! text behind its name. To add one: a function in the file of its theme, and a row here.

mod answer;
mod edit;
mod file;
mod graph;
mod help;
mod picture;
mod session;

pub(super) use help::topics;

use super::run::Flow;
use super::state::Shell;
use crate::diagnostic::nearest;
use crate::error::{Error, ErrorCode, Result};

/// One command.
#[derive(Debug)]
pub struct Command {
    /// Its name without the colon.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// What stands behind its name, as `:help` shows it.
    pub arguments: &'static str,
    /// What its arguments are, for completion.
    pub takes: Takes,
    /// What it does, in one line.
    pub summary: &'static str,
    /// What else there is to know.
    pub details: &'static str,
    run: fn(&mut Shell, &str) -> Result<Flow>,
}

/// What the arguments of a command are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// There are none.
    Nothing,
    /// Files.
    Files,
    /// The name of a format.
    Format,
    /// Something that `:help` knows.
    Topic,
    /// A setting, then its value.
    Setting,
    /// The name of an entity.
    Name,
    /// `on` or `off`.
    Switch,
    /// A statement or question.
    Statement,
    /// Something that can't be guessed.
    Text,
}

/// Every command, in the order in which `:help` lists them.
pub const COMMANDS: &[Command] = &[
    Command {
        name: "help",
        aliases: &["h", "?"],
        arguments: "[TOPIC]",
        takes: Takes::Topic,
        summary: "what can be asked, or what a topic means",
        details: "A topic is a command, a setting, a function or procedure, a question form, a clause, \
                  an error code, or a word that occurs in one of them.",
        run: help::help,
    },
    Command {
        name: "open",
        aliases: &["o"],
        arguments: "[FILE …]",
        takes: Takes::Files,
        summary: "another graph instead of this one",
        details: "Several files are merged by the ids of their nodes. Without a file, the built-in \
                  graph is opened; `:memory:` is an empty graph.",
        run: file::open,
    },
    Command {
        name: "demo",
        aliases: &[],
        arguments: "",
        takes: Takes::Nothing,
        summary: "the graph that comes with the program",
        details: "",
        run: graph::demo,
    },
    Command {
        name: "import",
        aliases: &[],
        arguments: "FILE …",
        takes: Takes::Files,
        summary: "add graphs in files to this one",
        details: "Nodes are merged by their ids.",
        run: file::import,
    },
    Command {
        name: "save",
        aliases: &["w"],
        arguments: "[FILE]",
        takes: Takes::Files,
        summary: "write the graph to a file that can be opened again",
        details: "The kind of the file follows from its ending. Without a file, the graph goes back to \
                  the one file that it was opened from.",
        run: file::save,
    },
    Command {
        name: "export",
        aliases: &[],
        arguments: "FILE",
        takes: Takes::Files,
        summary: "write the whole graph in another format, pictures included",
        details: "The kind of the file follows from its ending, such as `.dot`, `.csv` or `.json`.",
        run: file::export,
    },
    Command {
        name: "dump",
        aliases: &[],
        arguments: "FILE",
        takes: Takes::Files,
        summary: "write the subgraph of the last answer to a file",
        details: "The kind of the file follows from its ending. A question may end in `to FILE` instead.",
        run: file::dump,
    },
    Command {
        name: "source",
        aliases: &["read"],
        arguments: "FILE",
        takes: Takes::Files,
        summary: "run the questions, statements and commands in a file",
        details: "It stops at the first error, unless `:set keep-going on`.",
        run: file::source,
    },
    Command {
        name: "schema",
        aliases: &[],
        arguments: "",
        takes: Takes::Nothing,
        summary: "what there is: labels, relationship types, their properties",
        details: "",
        run: answer::schema,
    },
    Command {
        name: "labels",
        aliases: &[],
        arguments: "",
        takes: Takes::Nothing,
        summary: "the labels, and how many nodes have each",
        details: "",
        run: answer::labels,
    },
    Command {
        name: "types",
        aliases: &["verbs"],
        arguments: "",
        takes: Takes::Nothing,
        summary: "the relationship types, and how many relationships have each",
        details: "",
        run: answer::types,
    },
    Command {
        name: "show",
        aliases: &[],
        arguments: "NAME",
        takes: Takes::Name,
        summary: "the card of an entity, as `about NAME` asks for it",
        details: "",
        run: answer::show,
    },
    Command {
        name: "find",
        aliases: &[],
        arguments: "TEXT",
        takes: Takes::Name,
        summary: "where a text stands: in names first, then in other properties",
        details: "Case and accents don't matter.",
        run: graph::find_text,
    },
    Command {
        name: "path",
        aliases: &[],
        arguments: "NAME NAME",
        takes: Takes::Name,
        summary: "the shortest path between two entities, as `path from NAME to NAME` asks for it",
        details: "Names with blanks stand in quotes, or have `to` between them.",
        run: graph::path,
    },
    Command {
        name: "last",
        aliases: &[],
        arguments: "[FORMAT]",
        takes: Takes::Format,
        summary: "the last result again, with all its rows",
        details: "",
        run: answer::last,
    },
    Command {
        name: "draw",
        aliases: &[],
        arguments: "",
        takes: Takes::Nothing,
        summary: "draw what the last answer mentions, with the characters of the terminal",
        details: "It takes up to twelve nodes; `:view` and `:html` take more.",
        run: picture::draw,
    },
    Command {
        name: "view",
        aliases: &[],
        arguments: "",
        takes: Takes::Nothing,
        summary: "show what the last answer mentions as a picture",
        details: "In terminals that can show pictures (kitty, iTerm2, sixel) it stands there, elsewhere \
                  a page opens in the browser. `AMUR_IMAGES` chooses: kitty, iterm, sixel, off.",
        run: picture::view,
    },
    Command {
        name: "html",
        aliases: &[],
        arguments: "[FILE]",
        takes: Takes::Files,
        summary: "write what the last answer mentions as a page to explore in a browser",
        details: "The page is one file that needs no network. Without a name it is `graph.html`.",
        run: picture::html,
    },
    Command {
        name: "dot",
        aliases: &[],
        arguments: "[FILE]",
        takes: Takes::Files,
        summary: "write what the last answer mentions for Graphviz",
        details: "Without a file, it is shown.",
        run: picture::dot,
    },
    Command {
        name: "explain",
        aliases: &[],
        arguments: "TEXT",
        takes: Takes::Statement,
        summary: "the Cypher of a question, or the plan of a statement; nothing runs",
        details: "",
        run: answer::explain,
    },
    Command {
        name: "profile",
        aliases: &[],
        arguments: "STATEMENT",
        takes: Takes::Statement,
        summary: "run a statement, and show its plan with rows and time",
        details: "",
        run: answer::profile,
    },
    Command {
        name: "format",
        aliases: &[],
        arguments: "[NAME]",
        takes: Takes::Format,
        summary: "how results look",
        details: "",
        run: session::format,
    },
    Command {
        name: "set",
        aliases: &[],
        arguments: "[NAME [VALUE]]",
        takes: Takes::Setting,
        summary: "show or change settings",
        details: "",
        run: session::set,
    },
    Command {
        name: "timing",
        aliases: &[],
        arguments: "[on|off]",
        takes: Takes::Switch,
        summary: "whether the footer says how long a statement took",
        details: "",
        run: session::timing,
    },
    Command {
        name: "pager",
        aliases: &[],
        arguments: "[on|off|auto]",
        takes: Takes::Switch,
        summary: "whether results go through `$PAGER`",
        details: "`auto`, as it is at first, pages what is longer than the screen.",
        run: session::pager,
    },
    Command {
        name: "param",
        aliases: &["params"],
        arguments: "[NAME [VALUE]]",
        takes: Takes::Text,
        summary: "show or set parameters of statements",
        details: "The value is a Cypher expression, as in `:param year 1918` or `:param names ['Otani']`; \
                  a statement uses it as `$year`. `:param NAME =` forgets it.",
        run: session::param,
    },
    Command {
        name: "begin",
        aliases: &[],
        arguments: "",
        takes: Takes::Nothing,
        summary: "open a transaction",
        details: "Changes stay only with `:commit`; `:rollback` undoes them.",
        run: session::begin,
    },
    Command {
        name: "commit",
        aliases: &[],
        arguments: "",
        takes: Takes::Nothing,
        summary: "make the changes of the transaction stay",
        details: "",
        run: session::commit,
    },
    Command {
        name: "rollback",
        aliases: &[],
        arguments: "",
        takes: Takes::Nothing,
        summary: "undo the changes of the transaction",
        details: "",
        run: session::rollback,
    },
    Command {
        name: "undo",
        aliases: &[],
        arguments: "",
        takes: Takes::Nothing,
        summary: "take back the last statement that changed the graph",
        details: "Further ones take back those before it. Inside of a transaction, `:rollback` takes back \
                  all of it.",
        run: graph::undo,
    },
    Command {
        name: "edit",
        aliases: &["e"],
        arguments: "[TEXT]",
        takes: Takes::Statement,
        summary: "write the last input anew in `$EDITOR`",
        details: "What is written there stands at the next prompt, where Enter runs it.",
        run: edit::edit,
    },
    Command {
        name: "history",
        aliases: &[],
        arguments: "[N]",
        takes: Takes::Text,
        summary: "what was typed last",
        details: "Ctrl-R searches in it. It is kept between sessions, unless `AMUR_HISTORY` is empty; \
                  what begins with a blank is not kept.",
        run: session::history,
    },
    Command {
        name: "version",
        aliases: &[],
        arguments: "",
        takes: Takes::Nothing,
        summary: "which version of Amur this is",
        details: "",
        run: session::version,
    },
    Command {
        name: "quit",
        aliases: &["q", "exit"],
        arguments: "",
        takes: Takes::Nothing,
        summary: "leave; Ctrl-D does the same",
        details: "",
        run: |_, _| Ok(Flow::Leave),
    },
];

/// Commands that lose the graph, if it is not saved; the second time they do so without a word.
const LOSING: &[&str] = &["open", "demo", "quit"];

/// The command of a name or alias in any case, without its colon.
#[must_use]
pub(super) fn find(name: &str) -> Option<&'static Command> {
    let is_it = |one: &str| one.eq_ignore_ascii_case(name);
    COMMANDS.iter().find(|command| is_it(command.name) || command.aliases.iter().any(|a| is_it(a)))
}

/// Runs a command with its colon and its arguments.
///
/// # Errors
/// `Usage`, with the nearest names, if there is no such command, and what the command itself finds.
pub(super) fn run(shell: &mut Shell, text: &str) -> Result<Flow> {
    let text = text.trim_start_matches([':', '.']).trim();
    let (name, arguments) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let command = find(name).ok_or_else(|| unknown(name))?;
    let arguments = arguments.trim();
    if command.takes == Takes::Nothing && !arguments.is_empty() {
        return Err(misuse(command, format!("`:{}` takes no argument", command.name)));
    }
    if !LOSING.contains(&command.name) {
        shell.forget_warning();
    }
    (command.run)(shell, arguments)
}

fn unknown(name: &str) -> Error {
    let names = COMMANDS
        .iter()
        .flat_map(|command| std::iter::once(command.name).chain(command.aliases.iter().copied()));
    let error = Error::new(ErrorCode::Usage, format!("there is no command `:{name}`"));
    error.with_help(match nearest(name, names).first() {
        Some(best) => format!("did you mean `:{best}`?"),
        None => "`:help` lists them".to_owned(),
    })
}

/// An error about how a command is used.
fn misuse(command: &Command, message: String) -> Error {
    let usage = format!(":{} {}", command.name, command.arguments);
    Error::new(ErrorCode::Usage, message).with_help(format!("it is `{}`", usage.trim()))
}

/// The error for an argument that is missing.
fn missing(name: &str, what: &str) -> Error {
    let message = format!("`:{name}` needs {what}");
    match find(name) {
        Some(command) => misuse(command, message),
        None => Error::new(ErrorCode::Usage, message),
    }
}

/// The words of a command's arguments; quotes keep blanks together.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quote, mut is_word) = (None, false);
    for letter in text.chars() {
        match letter {
            _ if quote == Some(letter) => quote = None,
            '\'' | '"' if quote.is_none() && !is_word => {
                quote = Some(letter);
                is_word = true;
            }
            _ if letter.is_whitespace() && quote.is_none() => {
                if std::mem::take(&mut is_word) {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => {
                is_word = true;
                word.push(letter);
            }
        }
    }
    if is_word {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_summaries_present() {
        let mut names = HashSet::new();
        for command in COMMANDS {
            assert!(!command.summary.is_empty(), ":{} has no summary", command.name);
            let all = std::iter::once(&command.name).chain(command.aliases);
            assert!(all.clone().count() > 0 && all.copied().all(|name| names.insert(name)));
        }
    }

    #[test]
    fn words_may_be_quoted() {
        assert_eq!(words("a  'b c' \"d\""), ["a", "b c", "d"]);
        assert_eq!(words("it's here"), ["it's", "here"]);
        assert!(words("  ").is_empty());
    }

    #[test]
    fn a_misspelt_name_finds_the_nearest() {
        let help = unknown("labls").help().map(str::to_owned);
        assert_eq!(help.as_deref(), Some("did you mean `:labels`?"));
    }
}
