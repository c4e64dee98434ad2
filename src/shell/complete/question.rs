//! Questions: words of the language, names of entities, verbs and labels of the graph.

use super::{Candidate, Offer, begun, file, names};
use crate::graph::GraphView;
use crate::syntax::QUESTION_FORMS;

/// How many words a begun name or verb may have.
const WORDS: usize = 6;

/// Words that follow a name, in most forms.
const FOLLOWING: &[&str] = &[
    "to",
    "and",
    "from",
    "within",
    "through",
    "avoiding",
    "during",
    "before",
    "after",
    "as of",
    "whom",
    "have in common",
];

/// What may stand at the end of a begun question.
///
/// Names and verbs have several words, so the longest begun run of words that fits anything is
/// what is completed; a file is completed behind `to`.
pub(super) fn complete(view: GraphView<'_>, text: &str) -> Offer {
    if let Some(offer) = file_behind_to(text) {
        return offer;
    }
    for start in starts(text) {
        let typed = text.get(start..).unwrap_or_default();
        let mut candidates = names(view, text, typed);
        if start == 0 {
            candidates.extend(openings(typed));
        } else if !typed.contains(' ') {
            candidates.extend(begun(&mut FOLLOWING.iter().copied(), typed));
        }
        if !candidates.is_empty() {
            return (start, candidates);
        }
    }
    (text.len(), Vec::new())
}

/// Where the last words of a text begin, the longest run first; the end too, if nothing is begun.
fn starts(text: &str) -> Vec<usize> {
    let mut starts: Vec<usize> = text
        .char_indices()
        .filter(|(at, letter)| {
            let before = text.get(..*at).unwrap_or_default();
            !letter.is_whitespace() && (before.is_empty() || before.ends_with([' ', ',']))
        })
        .map(|(at, _)| at)
        .collect();
    let skipped = starts.len().saturating_sub(WORDS);
    starts.drain(..skipped);
    if text.is_empty() || text.ends_with(' ') {
        starts.clear();
        starts.push(text.len());
    }
    starts
}

/// What the graph knows that begins like this; nothing is offered for nothing, save after words that
/// ask for it.
fn names(view: GraphView<'_>, text: &str, typed: &str) -> Vec<Candidate> {
    let before = text.get(..text.len() - typed.len()).unwrap_or_default().trim_end();
    let last = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    match last.as_str() {
        "list" | "count" | "which" => names::labels(view, typed),
        "through" | "who" | "what" => names::verbs(view, typed),
        _ if typed.is_empty() => Vec::new(),
        _ if typed.starts_with(char::is_lowercase) => {
            let mut found = names::verbs(view, typed);
            found.extend(names::entities(view, typed));
            found
        }
        _ => names::entities(view, typed),
    }
}

/// The words that questions begin with.
fn openings(typed: &str) -> Vec<Candidate> {
    let openings = QUESTION_FORMS.iter().map(|form| form.opening).filter(|word| !word.is_empty());
    let mut found = begun(&mut openings.chain(["explain"]), typed);
    found.sort();
    found
}

/// The file that a question goes to, once `to ` is followed by what looks like a path.
fn file_behind_to(text: &str) -> Option<Offer> {
    let start = text.rfind(" to ")? + " to ".len();
    let typed = text.get(start..)?;
    let is_path = typed.starts_with(['.', '/', '~']) || typed.contains(['.', '/']);
    (is_path && !typed.contains(' ')).then(|| {
        let (place, candidates) = file::complete(typed);
        (start + place, candidates)
    })
}
