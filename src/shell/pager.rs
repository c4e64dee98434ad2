//! Results that are longer than the screen go through a pager.

use std::io::{self, Write};
use std::process::{Command, Stdio};

/// The pager of those who have not chosen another: it keeps colours and leaves the text on the screen.
const DEFAULT: [&str; 3] = ["less", "-SRFX", "-Pq leaves, space goes on, / finds"];

/// When results go through a pager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paging {
    /// Never.
    Off,
    /// Always; the pager decides what it does with short ones.
    On,
    /// Where they are longer than the screen of somebody who types.
    Auto,
}

impl Paging {
    /// Whether a text goes through the pager, on a screen of so many lines.
    pub(super) fn applies(self, text: &[u8], lines: Option<usize>) -> bool {
        let count = || text.split(|byte| *byte == b'\n').count() - 1;
        match self {
            Self::Off => false,
            Self::On => true,
            // The footer and the next prompt want to be seen as well.
            Self::Auto => lines.is_some_and(|lines| count() + 2 > lines),
        }
    }
}

/// Shows a text in the user's pager, or in `less`; whether there is one.
///
/// # Errors
/// What reading and writing says, save that who leaves the pager early has seen enough.
pub(super) fn page(text: &[u8]) -> io::Result<bool> {
    let wish = std::env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty());
    let words: Vec<&str> = match &wish {
        Some(line) => line.split_whitespace().collect(),
        None => DEFAULT.to_vec(),
    };
    let Some((program, arguments)) = words.split_first() else { return Ok(false) };
    let spawned = Command::new(program).args(arguments).stdin(Stdio::piped()).spawn();
    let mut pager = match spawned {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(false),
        spawned => spawned?,
    };
    if let Some(mut input) = pager.stdin.take() {
        match input.write_all(text) {
            Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => {}
            written => written?,
        }
    }
    pager.wait().map(|_status| true)
}

#[cfg(test)]
mod tests {
    use super::Paging;

    #[test]
    fn only_what_is_longer_than_the_screen_is_paged() {
        let text = "a\n".repeat(30);
        assert!(Paging::Auto.applies(text.as_bytes(), Some(24)));
        assert!(!Paging::Auto.applies(text.as_bytes(), Some(50)));
        assert!(!Paging::Auto.applies(text.as_bytes(), None));
        assert!(Paging::On.applies(b"a\n", None) && !Paging::Off.applies(b"a\n", Some(1)));
    }
}
