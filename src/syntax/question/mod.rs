//! The language of questions: text to [`ast::Question`](Question).
//!
//! The grammar is `grammar/question.pest`. It knows the shape of a question and nothing of the graph:
//! [`build`] keeps the words of names and verbs as they were typed. To add a form: its rule in the
//! grammar, its row in [`QUESTION_FORMS`], a variant of the tree, its row in [`build`].

mod build;
mod forms;

use pest::Parser as _;

pub use forms::{QUESTION_FORMS, QuestionHelp};

use super::ast::question::Question;
use crate::error::{Error, ErrorCode, Result, Span};

/// Longer texts are not read: a question is a sentence, and some rules look ahead to its end.
const LONGEST: usize = 16 * 1024;

/// The parser that pest makes of the grammar.
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/question.pest"]
    pub(super) struct Grammar;
}

/// Reads one question.
///
/// # Errors
/// `UnexpectedSyntax` if the text is not a question, `StatementTooLong` if it is no sentence at all;
/// the error shows how the form is written that the text begins like.
pub fn parse_question(text: &str) -> Result<Question> {
    if text.len() > LONGEST {
        let message = format!("the question has {} bytes, more than {LONGEST}", text.len());
        return Err(Error::new(ErrorCode::StatementTooLong, message));
    }
    let pairs = grammar::Grammar::parse(grammar::Rule::question, text);
    let question = pairs.ok().and_then(|mut pairs| pairs.next());
    question.map(|pair| build::question(&pair)).ok_or_else(|| explain_failure(text))
}

/// What is wrong with a text that is no question, said by the form that it begins like.
///
/// Where pest stops is no use here: the last alternative of the grammar, a sentence that begins with
/// a name, reads on over anything.
fn explain_failure(text: &str) -> Error {
    let syntax = |message: String| Error::new(ErrorCode::UnexpectedSyntax, message);
    if text.trim().is_empty() {
        return syntax("the question is empty".to_owned()).with_help(GENERAL_HELP);
    }
    if let Some(quote) = unclosed_quote(text) {
        return syntax("the quote that opens here is not closed".to_owned()).at(quote);
    }
    let Some((form, after)) = forms::nearest_form(text) else {
        let start = text.len() - text.trim_start().len();
        return syntax(format!("expected a question, found `{}`", brief(text)))
            .at(Span::new(start, text.trim_end().len()))
            .with_help(GENERAL_HELP);
    };
    let rest = text.get(after..).unwrap_or_default();
    let found = if rest.trim().is_empty() {
        "nothing more".to_owned()
    } else {
        format!("`{}`", brief(rest))
    };
    let start = after + (rest.len() - rest.trim_start().len());
    let example = form.examples.first().copied().unwrap_or(form.usage);
    syntax(format!("expected `{}`, found {found} after `{}`", form.usage, form.opening))
        .at(Span::new(start, text.trim_end().len().max(start)))
        .with_help(format!("for instance `{example}`"))
}

const GENERAL_HELP: &str =
    "questions begin like `who …`, `did …`, `path from …`, `about …`; see `:help questions`";

/// The beginning of a text, short enough for a message.
fn brief(text: &str) -> String {
    let mut letters = text.trim().chars();
    let start: String = letters.by_ref().take(60).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}

/// The first quote at the beginning of a word that nothing closes.
fn unclosed_quote(text: &str) -> Option<Span> {
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        match open {
            Some((_, quote)) if letter == quote && before != '\\' => open = None,
            None if before.is_whitespace() => {
                open = closing(letter).map(|quote| (at, quote));
            }
            Some(_) | None => {}
        }
        before = letter;
    }
    open.map(|(at, _)| Span::new(at, text.len()))
}

fn closing(letter: char) -> Option<char> {
    match letter {
        '"' | '\'' | '`' => Some(letter),
        '“' => Some('”'),
        '«' => Some('»'),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
