//! Errors for the eye: the message, the line, a caret under the words it is about, and what to do; and the
//! search for the name that was meant.
//!
//! Knows nothing but [`Error`]. Columns are those of the screen, so that carets stand right under
//! Japanese and under tabs too.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::error::{Error, Span};

/// The text that an error points into.
#[derive(Clone, Copy, Debug)]
pub struct Source<'t> {
    text: &'t str,
    origin: Option<&'t str>,
    offset: usize,
}

impl<'t> Source<'t> {
    /// A text that stands for itself.
    #[must_use]
    pub const fn new(text: &'t str) -> Self {
        Self { text, origin: None, offset: 0 }
    }

    /// The same text, from the file `origin`: the report says `origin:line:column`.
    #[must_use]
    pub const fn from_file(self, origin: &'t str) -> Self {
        Self { origin: Some(origin), ..self }
    }

    /// The same text, of which only a part that begins at the byte `offset` was run; spans of errors
    /// count from there.
    #[must_use]
    pub const fn at(self, offset: usize) -> Self {
        Self { offset, ..self }
    }

    /// A span of the part that was run, as a range of the whole text that cuts no character.
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.boundary(self.offset.saturating_add(span.start));
        let end = self.boundary(self.offset.saturating_add(span.end));
        start..end.max(start)
    }

    fn boundary(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        (0..=at).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }
}

/// How a report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether it has colours.
    pub colour: bool,
    /// The width of the screen in columns; longer lines are cut around the caret.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self { colour: false, width: 120 }
    }
}

/// An error and those found with it, each with its line and a caret; without a line break at the end.
#[must_use]
pub fn report(error: &Error, source: Source<'_>, look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(look.width);
    std::iter::once(error)
        .chain(error.others())
        .flat_map(|error| groups(error, source))
        .map(|group| renderer.render(&[group]))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The error, with its place if it has one; else the advice stands on a line of its own.
fn groups<'t>(error: &'t Error, source: Source<'t>) -> Vec<Group<'t>> {
    let title = Level::ERROR.primary_title(error.message());
    if let Some(span) = error.span() {
        let annotation = AnnotationKind::Primary.span(source.range(span)).label(error.help());
        let snippet = Snippet::source(source.text).path(source.origin).annotation(annotation);
        return vec![title.element(snippet)];
    }
    let help = error.help().map(|help| Group::with_title(Level::HELP.primary_title(help)));
    std::iter::once(Group::with_title(title)).chain(help).collect()
}

/// How many names are suggested at most.
const SUGGESTIONS: usize = 3;

/// The names that are written most like `name`, the most alike first; none if no one is near.
///
/// Small and capital letters are the same. How many letters may differ, be missing or be swapped with their
/// neighbour (Damerau and Levenshtein's distance) grows with the length of the name.
#[must_use]
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<String> {
    let name = name.to_lowercase();
    let length = name.chars().count();
    let limit = allowed_distance(length);
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::damerau_levenshtein(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(SUGGESTIONS).map(|(_, name)| name.to_owned()).collect()
}

/// How many letters of a name may be wrong.
const fn allowed_distance(length: usize) -> usize {
    match length {
        0..=1 => 0,
        2..=5 => 1,
        6..=9 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    fn error(start: usize, end: usize) -> Error {
        Error::new(ErrorCode::UnexpectedSyntax, "unexpected `RETRUN`")
            .at(Span::new(start, end))
            .with_help("did you mean `RETURN`?")
    }

    /// The line of the report that has the carets.
    fn carets(text: &str, word: &str) -> String {
        let start = text.find(word).expect("the word stands in the text");
        let shown = report(&error(start, start + word.len()), Source::new(text), Look::default());
        let line = shown.lines().find(|line| line.contains('^'));
        line.expect("a report has carets").to_owned()
    }

    #[test]
    fn carets_stand_under_the_whole_word() {
        let shown = report(&error(10, 16), Source::new("MATCH (n) RETRUN n"), Look::default());
        let expected = "error: unexpected `RETRUN`\n  |\n1 | MATCH (n) RETRUN n\n  |           ^^^^^^ did you mean `RETURN`?";
        assert_eq!(shown, expected);
    }

    #[test]
    fn wide_characters_and_tabs_count_as_columns() {
        assert!(carets("MATCH (日本) RETRUN n", "RETRUN").starts_with("  |              ^^^^^^ "));
        assert!(carets("\tRETRUN n", "RETRUN").starts_with("  |     ^^^^^^ "));
        assert!(carets("RETURN 1,\n  RETRUN", "RETRUN").starts_with("  |   ^^^^^^ "));
    }

    #[test]
    fn a_file_is_named_with_line_and_column() {
        let text = "RETURN 1;\nMATCH (n) RETRUN n";
        let source = Source::new(text).from_file("a.cypher").at(10);
        let shown = report(&error(10, 16), source, Look::default());
        assert!(shown.contains("a.cypher:2:11"), "{shown}");
    }

    #[test]
    fn spans_outside_of_the_text_are_cut() {
        let shown = report(&error(3, 99), Source::new("日本"), Look::default());
        assert!(shown.contains('^'), "{shown}");
        let shown = report(&error(50, 99), Source::new(""), Look::default());
        assert!(shown.contains("RETRUN"), "{shown}");
    }

    #[test]
    fn all_errors_are_reported() {
        let joined = Error::join(vec![error(0, 1), error(2, 3)]).expect("two errors");
        let shown = report(&joined, Source::new("a b"), Look::default());
        assert_eq!(shown.matches("error:").count(), 2);
    }

    #[test]
    fn names_are_found_by_nearness() {
        let names = ["SUPPORTED", "COMMANDED", "DECLARED_WAR_ON", "name", "Person"];
        assert_eq!(nearest("SUPORTED", names), ["SUPPORTED"]);
        assert_eq!(nearest("person", names), ["Person"]);
        assert_eq!(nearest("naem", names), ["name"]);
        assert!(nearest("Ship", names).is_empty());
    }
}
