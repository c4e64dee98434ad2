//! Whether Enter runs what stands there, or begins another line of it.

use super::input::{Language, inputs};
use crate::syntax;

/// Whether a text is to run.
///
/// Questions and commands run on Enter. Cypher runs after its `;`, or on an empty line if what
/// stands before it is a statement; a second empty line runs it in any case, so that nobody is
/// trapped by a quote that is not closed.
pub(super) fn is_finished(text: &str) -> bool {
    let Some(last) = inputs(text).last() else { return true };
    if last.language != Language::Cypher || last.is_ended {
        return true;
    }
    let after = text.get(last.place.end..).unwrap_or_default();
    match after.matches('\n').count() {
        0 => false,
        1 => text.get(last.place).is_none_or(|text| syntax::parse(text).is_ok()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::is_finished;

    #[test]
    fn questions_and_commands_run_on_enter() {
        assert!(is_finished("who supported Kolchak"));
        assert!(is_finished(":help"));
        assert!(is_finished(""));
    }

    #[test]
    fn cypher_runs_at_its_semicolon_or_on_an_empty_line() {
        assert!(is_finished("MATCH (n) RETURN n;"));
        assert!(!is_finished("MATCH (n) RETURN n"));
        assert!(is_finished("MATCH (n) RETURN n\n"));
        assert!(!is_finished("MATCH (n\n"));
        assert!(is_finished("MATCH (n\n\n"));
        assert!(!is_finished("RETURN ';"));
        assert!(!is_finished("RETURN 1; RETURN"));
    }
}
