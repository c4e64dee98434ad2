//! Cypher: the grammar says what may stand at the cursor, tables and the graph say what that is.

use std::collections::BTreeSet;

use super::super::input::STATEMENT_WORDS;
use super::index::Search;
use super::keys::keys_of;
use super::{Candidate, Known, Offer, begun, names};
use crate::functions::{aggregates, find_procedure, functions, procedures};
use crate::syntax::{Expected, NameKind, TokenKind, expected, tokens};

/// What may stand at the end of a begun statement; names come before words of the language.
pub(super) fn complete(known: &Known<'_>, text: &str) -> Offer {
    if let Some(offer) = name_in_quotes(known, text) {
        return offer;
    }
    let Expected { keywords, names, prefix } = expected(text);
    let typed = text.get(prefix.start..).unwrap_or_default();
    let mut candidates = Vec::new();
    for kind in &names {
        candidates.extend(named(known, text, kind, typed));
    }
    candidates.extend(begun(&mut keywords.iter().copied(), typed));
    (prefix.start, candidates)
}

/// The keywords that statements begin with.
pub(super) fn first_words(typed: &str) -> Vec<Candidate> {
    let words = begun(&mut STATEMENT_WORDS.iter().copied(), typed);
    words.into_iter().map(|word| Candidate::new(word.text.to_uppercase())).collect()
}

/// The names of a kind that begin like what is typed.
fn named(known: &Known<'_>, text: &str, kind: &NameKind, typed: &str) -> Vec<Candidate> {
    let view = known.view;
    match kind {
        NameKind::Label => names::labels(view, typed),
        NameKind::Type => names::types(view, typed),
        NameKind::Key { of } => keys_of(view, text, of.as_deref(), typed),
        NameKind::Function => called(typed, known.width),
        NameKind::Variable => variables(text, typed),
        NameKind::Parameter => {
            begun(&mut known.parameters.iter().map(|(name, _)| name.as_ref()), typed)
        }
        NameKind::Procedure => {
            let name = |name: &str| Candidate::new(format!("{name}("));
            let all: Vec<String> = procedures().map(|one| one.name.to_string()).collect();
            let found = begun(&mut all.iter().map(String::as_str), typed);
            found.iter().map(|candidate| name(&candidate.text)).collect()
        }
        NameKind::Column => columns(text, typed),
    }
}

/// Functions and aggregates; the list shows what they take and what they do.
fn called(typed: &str, width: usize) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    let fits = |name: &str| !typed.is_empty() && name.to_lowercase().starts_with(&typed);
    let functions = functions().map(|one| (one.name, one.signature(), one.summary));
    let aggregates = aggregates().map(|one| (one.name, format!("{}(…)", one.name), one.summary));
    let mut found: Vec<_> = functions.chain(aggregates).filter(|one| fits(one.0)).collect();
    found.sort_unstable();
    let column = found.iter().map(|one| one.1.chars().count()).max().unwrap_or(0).min(width / 2);
    let shown = |signature: &str, summary: &str| {
        let line = format!("{signature:column$}  {summary}");
        if line.chars().count() < width {
            return line;
        }
        let kept: String = line.chars().take(width.saturating_sub(2)).collect();
        format!("{kept}…")
    };
    found
        .iter()
        .map(|one| Candidate::shown_as(format!("{}(", one.0), shown(&one.1, one.2)))
        .collect()
}

/// The variables that the text has named so far.
fn variables(text: &str, typed: &str) -> Vec<Candidate> {
    let found: BTreeSet<&str> = tokens(text)
        .iter()
        .filter(|token| token.kind == TokenKind::Variable && token.span.end < text.len())
        .filter_map(|token| text.get(token.span.start..token.span.end))
        .collect();
    begun(&mut found.into_iter(), typed)
}

/// The columns of the procedure that is called last.
fn columns(text: &str, typed: &str) -> Vec<Candidate> {
    let call = text.to_lowercase().rfind("call ").map_or(0, |at| at + "call ".len());
    let name = text.get(call..).and_then(|rest| rest.split('(').next()).unwrap_or_default();
    let Some(procedure) = find_procedure(name.trim()) else { return Vec::new() };
    begun(&mut procedure.columns.iter().map(|column| column.name.as_ref()), typed)
}

/// The names of entities, behind `name: '` and `.name = '`.
fn name_in_quotes(known: &Known<'_>, text: &str) -> Option<Offer> {
    let open = tokens(text).pop().filter(|token| token.kind == TokenKind::UnclosedString)?;
    let quote = text.get(open.span.start..=open.span.start).filter(|quote| *quote != "`")?;
    let before = text.get(..open.span.start)?.trim_end().trim_end_matches([':', '=', '[', ',']);
    if !before.trim_end().to_lowercase().ends_with("name") {
        return None;
    }
    let typed = text.get(open.span.start + 1..)?;
    let quoted = |candidate: Candidate| {
        let escaped = candidate.text.replace('\\', "\\\\").replace(quote, &format!("\\{quote}"));
        Candidate::shown_as(format!("{quote}{escaped}{quote}"), candidate.shown)
    };
    let found = known.entities(typed, Search::WithSlips).into_iter().map(quoted).collect();
    Some((open.span.start, found))
}
