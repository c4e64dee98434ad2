//! What is known of the terminal: whether there is one, how wide it is, whether it takes colours.

use std::io::{IsTerminal, stderr, stdin, stdout};

use rustyline::history::MemHistory;
use rustyline::{Config, Editor};

use super::arguments::Color;

/// The width of text where no terminal says another.
const DEFAULT_WIDTH: usize = 100;

/// What the streams of the process are connected to.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the terminal")]
pub struct Terminal {
    /// Whether input comes from a terminal.
    pub reads: bool,
    /// Whether results go to a terminal.
    pub shows: bool,
    /// Whether notes and errors go to a terminal.
    pub notes: bool,
    /// How many columns it has; 100 if there is none.
    pub width: usize,
    /// Whether it takes colours.
    pub colors: bool,
}

impl Terminal {
    /// Looks at the streams of the process.
    #[must_use]
    pub fn look() -> Self {
        let shows = stdout().is_terminal();
        let width = if shows { columns() } else { DEFAULT_WIDTH };
        let (reads, notes) = (stdin().is_terminal(), stderr().is_terminal());
        Self { reads, shows, notes, width, colors: is_colored(Color::Auto, shows) }
    }
}

fn columns() -> usize {
    let config = Config::builder().enable_signals(false).build();
    let editor = Editor::<(), _>::with_history(config, MemHistory::new());
    let size = editor.ok().and_then(|mut editor| editor.dimensions());
    size.map_or(DEFAULT_WIDTH, |(columns, _rows)| usize::from(columns).max(20))
}

/// Whether a stream gets colours.
///
/// What the command line says comes first, then `NO_COLOR`, then `CLICOLOR_FORCE`, then whether the
/// stream is a terminal that is not dumb. The terminal itself is never asked.
#[must_use]
pub(super) fn is_colored(wish: Color, is_terminal: bool) -> bool {
    is_colored_with(wish, is_terminal, &|name| std::env::var(name).ok())
}

fn is_colored_with(
    wish: Color,
    is_terminal: bool,
    variable: &dyn Fn(&str) -> Option<String>,
) -> bool {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    match wish {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_set("NO_COLOR") => false,
        Color::Auto if variable("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto => is_terminal && variable("TERM").is_none_or(|name| name != "dumb"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(wish: Color, is_terminal: bool, variables: &[(&str, &str)]) -> bool {
        is_colored_with(wish, is_terminal, &|name| {
            variables.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_command_line_comes_before_the_environment() {
        assert!(with(Color::Always, false, &[("NO_COLOR", "1")]));
        assert!(!with(Color::Never, true, &[("CLICOLOR_FORCE", "1")]));
    }

    #[test]
    fn the_environment_comes_before_the_terminal() {
        assert!(with(Color::Auto, true, &[]));
        assert!(!with(Color::Auto, false, &[]));
        assert!(!with(Color::Auto, true, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
        assert!(with(Color::Auto, true, &[("NO_COLOR", "")]));
        assert!(with(Color::Auto, false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!with(Color::Auto, true, &[("TERM", "dumb")]));
    }
}
