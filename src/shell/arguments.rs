//! The command line: what it may say, read into types.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

/// What the command line says.
#[derive(Debug, Parser)]
#[command(
    name = "amur",
    version,
    about = "An embedded knowledge graph that you ask: in sentences and in openCypher",
    long_about = None,
    args_conflicts_with_subcommands = true,
    after_help = AFTER_HELP
)]
pub struct Arguments {
    /// Something else than asking.
    #[command(subcommand)]
    pub action: Option<Action>,
    /// What is asked, and of which graph.
    #[command(flatten)]
    pub work: Work,
}

const AFTER_HELP: &str = "\
Examples:
  amur                                        the shell, on the built-in graph
  amur -c 'who supported Kolchak'             one question
  amur -c 'around Otani 2 to otani.svg'       a picture
  amur -c 'MATCH (n) RETURN count(n)' g.json  a statement on a graph in a file
  amur -f script.cypher :memory:              a script on an empty graph
  amur import notes.amur nodes.csv edges.csv  tables into a store, new or old
  amur notes.amur                             the shell, on a store that keeps every change

Exit codes: 0 fine, 1 a statement failed, 2 wrong usage, 3 a file can't be read,
4 a store is locked or damaged, 5 out of time or memory, 130 interrupted.";

/// What is asked, of which graph, and how the answer is to look.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub struct Work {
    /// Graphs to load and merge by node id; `:memory:` is an empty one, none is the built-in one; a
    /// name that ends in `.amur` is a store, where changes stay
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Run a question, statement or shell command and leave; `;` separates several
    #[arg(short = 'c', long = "command", value_name = "TEXT", conflicts_with = "scripts")]
    pub commands: Vec<String>,
    /// Run a script and leave
    #[arg(short = 'f', long = "file", value_name = "SCRIPT")]
    pub scripts: Vec<PathBuf>,
    /// How results look: a table on a terminal, elsewhere tsv
    #[arg(long, value_name = "NAME")]
    pub format: Option<String>,
    /// Set a parameter; VALUE is a Cypher literal
    #[arg(short = 'p', long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub parameters: Vec<(String, String)>,
    /// What a statement may use up, and what it may do
    #[command(flatten)]
    pub bounds: Bounds,
    /// Go on after a statement that failed
    #[arg(long)]
    pub keep_going: bool,
    /// Don't ask before a statement that takes much away
    #[arg(short, long)]
    pub yes: bool,
    /// When to use colours: auto, always or never
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_default_value = true, value_parser = color)]
    pub color: Color,
    /// Only results: no greeting, no notes, no warnings
    #[arg(short, long)]
    pub quiet: bool,
    /// Don't read the commands in the init file
    #[arg(long)]
    pub no_init: bool,
}

/// What each statement may use up, and whether it may write.
#[derive(Args, Clone, Debug, Default)]
pub struct Bounds {
    /// Refuse every change of the graph
    #[arg(long)]
    pub read_only: bool,
    /// The time that a statement may take, as in 10s, 500ms, 2m
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub timeout: Option<Duration>,
    /// The memory that a statement's rows may take, as in 512MiB, 4GiB
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub memory: Option<usize>,
    /// The rows that a statement may give; the rest is left out
    #[arg(long, value_name = "N")]
    pub max_rows: Option<usize>,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Also into pipes and files.
    Always,
    /// Nowhere.
    Never,
}

/// What the command does besides asking.
#[derive(Clone, Debug, Subcommand)]
pub enum Action {
    /// Write a graph in another format
    Export(Export),
    /// Answer JSON requests on standard input, one a line, with one JSON reply a line
    Serve(Serve),
    /// Write the completions of this command for a shell
    Completions {
        /// The shell to complete in
        shell: CompletedShell,
    },
    /// Load files into a store, which is made if it is new, and report what was left out
    Import(Import),
    /// Verify a store: say what is wrong with it, and what can be saved
    Check {
        /// The store
        #[arg(value_name = "STORE")]
        store: PathBuf,
    },
}

/// Loads files into a store.
#[derive(Args, Clone, Debug)]
pub struct Import {
    /// The store; or a graph in another format, which is written anew
    #[arg(value_name = "STORE")]
    pub store: PathBuf,
    /// The files; `-` is standard input, gzip and Zstandard are unpacked
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The format of all files; by default, what endings and contents say
    #[arg(long, value_name = "NAME")]
    pub format: Option<String>,
    /// Stop at the first fault, and load nothing
    #[arg(long)]
    pub strict: bool,
    /// Write every fault to a file, as a table with tabs
    #[arg(long, value_name = "FILE")]
    pub rejected: Option<PathBuf>,
    /// No bar and no report
    #[arg(short, long)]
    pub quiet: bool,
}

/// Writes a graph in another format.
#[derive(Args, Clone, Debug)]
pub struct Export {
    /// Graphs to load and merge; none is the built-in one
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The format; by default, what the ending of OUT says
    #[arg(long, value_name = "NAME")]
    pub format: Option<String>,
    /// Where to write; by default, standard output
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// Answers requests on standard input.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Read requests from standard input and write replies to standard output
    #[arg(long, required = true)]
    pub stdio: bool,
    /// What a statement may use up, and what it may do
    #[command(flatten)]
    pub bounds: Bounds,
    /// Graphs to load and merge; none is the built-in one
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// The shells that completions are written for.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum CompletedShell {
    /// Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
}

impl CompletedShell {
    /// The script that completes `amur` in this shell.
    #[must_use]
    pub fn script(self) -> Vec<u8> {
        let generator = match self {
            Self::Bash => clap_complete::Shell::Bash,
            Self::Zsh => clap_complete::Shell::Zsh,
            Self::Fish => clap_complete::Shell::Fish,
        };
        let mut script = Vec::new();
        clap_complete::generate(generator, &mut Arguments::command(), "amur", &mut script);
        script
    }
}

fn color(text: &str) -> Result<Color, String> {
    match text {
        "auto" => Ok(Color::Auto),
        "always" => Ok(Color::Always),
        "never" => Ok(Color::Never),
        _ => Err("expected auto, always or never".to_owned()),
    }
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE, as in `year=1918`")?;
    let name = name.trim().trim_start_matches('$');
    if name.is_empty() {
        return Err("the name before `=` is missing".to_owned());
    }
    Ok((name.to_owned(), value.trim().to_owned()))
}

/// Reads a time such as `10s`, `500ms`, `2m`, `1.5h`; a bare number counts seconds.
///
/// # Errors
/// In words, if the text is none.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = number_and_unit(text)?;
    let seconds = match unit {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err(format!("`{unit}` is no unit of time; use ms, s, m or h")),
    };
    Duration::try_from_secs_f64(number * seconds).map_err(|_| format!("`{text}` is too long"))
}

/// Reads a number of bytes such as `512MiB`, `4GB`, `64k`.
///
/// # Errors
/// In words, if the text is none.
pub(super) fn size(text: &str) -> Result<usize, String> {
    let (number, unit) = number_and_unit(text)?;
    let factor: u32 = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        _ => return Err(format!("`{unit}` is no unit of memory; use KiB, MiB or GiB")),
    };
    let bytes = number * f64::from(factor);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    Ok(bytes as usize)
}

fn number_and_unit(text: &str) -> Result<(f64, &str), String> {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    let number = number.parse().map_err(|_| format!("`{text}` does not start with a number"))?;
    Ok((number, unit.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn times_and_sizes_have_units() {
        assert_eq!(duration("10s"), Ok(Duration::from_secs(10)));
        assert_eq!(duration("1.5m"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("20ms"), Ok(Duration::from_millis(20)));
        assert_eq!(size("4GiB"), Ok(4 << 30));
        assert!(duration("soon").is_err() && size("3 apples").is_err());
    }

    #[test]
    fn a_parameter_has_a_name_and_a_value() {
        assert_eq!(parameter("year=1918"), Ok(("year".to_owned(), "1918".to_owned())));
        assert_eq!(parameter("$a='b=c'"), Ok(("a".to_owned(), "'b=c'".to_owned())));
        assert!(parameter("year").is_err() && parameter("=1").is_err());
    }

    #[test]
    fn files_and_subcommands_exclude_each_other() {
        let read = |line: &str| Arguments::try_parse_from(line.split(' '));
        assert_eq!(read("amur a.json b.json").expect("files").work.files.len(), 2);
        assert!(matches!(
            read("amur serve --stdio").expect("serve").action,
            Some(Action::Serve(_))
        ));
        assert!(read("amur serve").is_err());
        assert!(read("amur -c a -f b").is_err());
    }
}
