//! Questions: words of the language, names of entities, verbs and labels of the graph.

use super::index::Search;
use super::{Candidate, Known, Offer, begun, file, names};
use crate::render::RENDERERS;
use crate::syntax::QUESTION_FORMS;

/// Words before a verb that are none of it.
const ASKING: &[&str] = &["who", "what", "which", "whom", "did", "does", "do"];

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
pub(super) fn complete(known: &Known<'_>, text: &str) -> Offer {
    if let Some(offer) = file_behind_to(text) {
        return offer;
    }
    let exactly = complete_words(known, text, Search::Exact);
    exactly
        .or_else(|| complete_words(known, text, Search::WithSlips))
        .unwrap_or((text.len(), Vec::new()))
}

fn complete_words(known: &Known<'_>, text: &str, search: Search) -> Option<Offer> {
    for start in starts(text) {
        let typed = text.get(start..).unwrap_or_default();
        let mut candidates = names(known, text, typed, search);
        if start == 0 {
            candidates.extend(openings(typed));
        } else if !typed.contains(' ') {
            candidates.extend(begun(&mut FOLLOWING.iter().copied(), typed));
        }
        if !candidates.is_empty() {
            return Some((start, candidates));
        }
    }
    None
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
fn names(known: &Known<'_>, text: &str, typed: &str, search: Search) -> Vec<Candidate> {
    let view = known.view;
    let before = text.get(..text.len() - typed.len()).unwrap_or_default().trim_end();
    let last = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let lower = typed.to_lowercase();
    let may_be = |candidate: &Candidate| {
        search == Search::WithSlips || candidate.shown.to_lowercase().starts_with(&lower)
    };
    let words = |found: Vec<Candidate>| found.into_iter().filter(may_be).collect();
    match last.as_str() {
        "list" | "count" | "which" => words(names::labels(view, typed)),
        "through" | "who" | "what" => words(names::verbs(view, typed)),
        _ => {
            let mut found = after_verb(known, before, typed);
            if found.is_empty() && typed.starts_with(char::is_lowercase) {
                found.extend(words(names::verbs(view, typed)));
            }
            if !typed.is_empty() {
                found.extend(known.entities(typed, search));
            }
            found
        }
    }
}

/// The names of which a verb is said that has just been typed: in `who VERB …` and `NAME VERB …`.
fn after_verb(known: &Known<'_>, before: &str, typed: &str) -> Vec<Candidate> {
    let Some(table) = &known.names else { return Vec::new() };
    let is_word = |word: &&str| word.chars().all(|letter| letter.is_lowercase() || letter == '-');
    let mut words: Vec<&str> = before.rsplit(' ').take_while(is_word).take(WORDS).collect();
    words.reverse();
    if words.first().is_some_and(|word| ASKING.contains(word)) {
        words.remove(0);
    }
    if words.is_empty() {
        return Vec::new();
    }
    let kinds = table.vocabulary().types_of(&words);
    names::fitting(known.view, table, &kinds, typed)
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
    let (before, typed) = text.split_at(start);
    let is_path = typed.starts_with(['.', '/', '~']) || typed.contains(['.', '/']);
    // The first `to` of a path leads to a name.
    let words: Vec<&str> = before.split_whitespace().collect();
    let asks_for_path = words.iter().take(2).any(|word| word.starts_with("path"));
    let leads_to_name = asks_for_path && words.iter().filter(|word| **word == "to").count() < 2;
    if typed.contains(' ') || (leads_to_name && !is_path) {
        return None;
    }
    let (place, mut candidates) = file::complete(typed);
    if !typed.is_empty() && !is_path {
        let endings = RENDERERS.iter().flat_map(|rendering| rendering.endings);
        candidates.extend(endings.map(|ending| Candidate::new(format!("{typed}.{ending}"))));
    }
    Some((start + place, candidates))
}
