//! The same question with less to ask for: what tells why an answer is empty.

use crate::syntax::ast::question::{Limits, Question, QuestionForm, TimeLimit, TimeRelation};

/// The same question without each of its restrictions, with the words for what is missing: what
/// to ask when an answer is empty, so as to say which of them emptied it.
#[must_use]
pub fn relaxations(question: &Question) -> Vec<(String, Question)> {
    let mut relaxed = Vec::new();
    for (place, limit) in question.times.iter().enumerate() {
        let mut less = question.clone();
        less.times.remove(place);
        relaxed.push((time_words(limit), less));
    }
    for (words, remove) in LIMITS {
        let mut less = question.clone();
        if let Some(limits) = limits_of(&mut less.form)
            && remove(limits)
        {
            relaxed.push(((*words).to_owned(), less));
        }
    }
    relaxed
}

/// Removes a limit, and says whether it was there.
type Remove = fn(&mut Limits) -> bool;

/// Each limit of a path: its word, and what removes it.
const LIMITS: &[(&str, Remove)] = &[
    ("within", |limits| limits.within.take().is_some()),
    ("through", |limits| !std::mem::take(&mut limits.through).is_empty()),
    ("avoiding", |limits| !std::mem::take(&mut limits.avoiding).is_empty()),
];

fn limits_of(form: &mut QuestionForm) -> Option<&mut Limits> {
    match form {
        QuestionForm::Path { limits, .. }
        | QuestionForm::Links { limits, .. }
        | QuestionForm::Around { limits, .. } => Some(limits),
        QuestionForm::Facts(_)
        | QuestionForm::Verdict(_)
        | QuestionForm::When(_)
        | QuestionForm::Common(_)
        | QuestionForm::About(_)
        | QuestionForm::Timeline(_)
        | QuestionForm::Conflicts(_)
        | QuestionForm::Changes { .. }
        | QuestionForm::Why
        | QuestionForm::List(_)
        | QuestionForm::Count(_)
        | QuestionForm::Verbs
        | QuestionForm::Labels
        | QuestionForm::Schema => None,
    }
}

pub(super) fn time_words(limit: &TimeLimit) -> String {
    let words = match limit.relation {
        TimeRelation::During => "during",
        TimeRelation::Before => "before",
        TimeRelation::After => "after",
        TimeRelation::AsOf => "as of",
    };
    format!("{words} {}", limit.date.edtf)
}
