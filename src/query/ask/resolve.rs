//! What the words of a question mean in a graph: names to nodes, verbs to types, labels to labels.
//!
//! Whatever is not found is an error that points at the words and names the nearest. Whatever is
//! found only loosely is used, and a note says so.

use super::Vocabulary;
use super::names::{Fit, Found};
use super::near::alternatives;
use super::verbs::phrase_of_type;
use crate::diagnostic::nearest;
use crate::error::{Error, ErrorCode, Result, Span};
use crate::graph::{GraphView, LabelId, NodeId};
use crate::syntax::ast::question::{Phrase, Word};
use crate::value::fold_name;

/// How many names an error lists at most.
const LISTED: usize = 6;

/// A node that a question names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The node.
    pub(super) node: NodeId,
    /// Its name, or the words of the question where it has none.
    pub(super) name: String,
}

/// The nodes that could be meant by some words.
enum Candidates {
    One(Found),
    Several(Vec<NodeId>),
    None,
}

/// Looks words up, and gathers notes on the way.
pub(super) struct Resolver<'a> {
    pub(super) view: GraphView<'a>,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) notes: Vec<String>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(view: GraphView<'a>, vocabulary: &'a Vocabulary) -> Self {
        Self { view, vocabulary, notes: Vec::new() }
    }

    /// The one node that a phrase names.
    pub(super) fn name(&mut self, phrase: &Phrase) -> Result<Named> {
        self.name_of_words(&phrase.words, phrase.span)
    }

    /// The nodes of names that commas divide; an `and` divides where the whole is no name.
    pub(super) fn names(&mut self, phrases: &[Phrase]) -> Result<Vec<Named>> {
        let mut named: Vec<Named> = Vec::new();
        for phrase in phrases {
            for one in self.names_of_words(&phrase.words, phrase.span)? {
                if !named.contains(&one) {
                    named.push(one);
                }
            }
        }
        Ok(named)
    }

    /// The nodes of names that `and` divides, unless the whole is a name.
    pub(super) fn names_of_words(&mut self, words: &[Word], span: Span) -> Result<Vec<Named>> {
        if let Some(parts) = self.parts_of_enumeration(words) {
            return parts.into_iter().map(|part| self.name_of_words(part, span_of(part))).collect();
        }
        Ok(vec![self.name_of_words(words, span)?])
    }

    /// The nodes of one or more names with the worst fit, if each is one; leaves no note.
    pub(super) fn try_names(&self, words: &[Word]) -> Option<(Vec<NodeId>, Fit)> {
        let single = |words: &[Word]| match self.candidates(&text_of(words)) {
            Candidates::One(found) => Some((*found.nodes.first()?, found.fit)),
            Candidates::Several(_) | Candidates::None => None,
        };
        if let Some((node, fit)) = single(words) {
            return Some((vec![node], fit));
        }
        let parts = self.parts_of_enumeration(words)?;
        let found: Option<Vec<(NodeId, Fit)>> = parts.into_iter().map(single).collect();
        let (nodes, fits): (Vec<NodeId>, Vec<Fit>) = found?.into_iter().unzip();
        Some((nodes, fits.into_iter().max()?))
    }

    /// Whether a name could be meant, though perhaps not which.
    pub(super) fn is_name(&self, words: &[Word]) -> bool {
        !matches!(self.candidates(&text_of(words)), Candidates::None)
            || self.try_names(words).is_some()
    }

    /// The node that words name, by spelling or without a title if need be.
    pub(super) fn name_of_words(&mut self, words: &[Word], span: Span) -> Result<Named> {
        let text = text_of(words);
        match self.candidates(&text) {
            Candidates::One(found) => Ok(self.take(&found, &text)),
            Candidates::Several(nodes) => Err(self.ambiguous(&text, &nodes).at(span)),
            Candidates::None => match self.loose_candidate(&text) {
                Some(found) => Ok(self.take(&found, &text)),
                None => Err(self.unknown_name(&text).at(span)),
            },
        }
    }

    /// The label that a phrase names, in any case and number.
    pub(super) fn label(&self, phrase: &Phrase) -> Result<LabelId> {
        let text = phrase.text();
        self.find_label(&text).ok_or_else(|| self.unknown_label(&text).at(phrase.span))
    }

    fn find_label(&self, text: &str) -> Option<LabelId> {
        if let Some(label) = self.view.names().label(text).filter(|label| self.is_used(*label)) {
            return Some(label);
        }
        let wanted = singular(&phrase_of_type(text));
        let mut used = self.view.names().labels().filter(|(label, _)| self.is_used(*label));
        used.find(|(_, name)| singular(&phrase_of_type(name)) == wanted).map(|(label, _)| label)
    }

    fn is_used(&self, label: LabelId) -> bool {
        self.view.label_count(label) > 0
    }

    /// The nodes that fit a name without any doubt about letters.
    fn candidates(&self, text: &str) -> Candidates {
        if let Some(node) = self.node_by_number(text) {
            return Candidates::One(Found { fit: Fit::Name, nodes: vec![node] });
        }
        let names = &self.vocabulary.names;
        let whole = names.find_whole(text);
        let found =
            whole.or_else(|| self.find_with_label(text)).or_else(|| names.find_by_words(text));
        match found {
            Some(found) if found.nodes.len() == 1 => Candidates::One(found),
            Some(found) => Candidates::Several(found.nodes),
            None => Candidates::None,
        }
    }

    /// `Person Otani`: a name with the label of its node before it.
    fn find_with_label(&self, text: &str) -> Option<Found> {
        let (label, name) = text.split_once(' ')?;
        let label = self.find_label(label)?;
        let names = &self.vocabulary.names;
        let mut found = names.find_whole(name).or_else(|| names.find_by_words(name))?;
        found.nodes.retain(|node| self.view.has_label(*node, label));
        (!found.nodes.is_empty()).then_some(found)
    }

    /// `#17`: a node by its number, for nodes that share all their names.
    fn node_by_number(&self, text: &str) -> Option<NodeId> {
        let node = NodeId(text.strip_prefix('#')?.parse().ok()?);
        self.view.has_node(node).then_some(node)
    }

    /// The only node that is spelt nearly so, or that has the name without the title before it.
    fn loose_candidate(&self, text: &str) -> Option<Found> {
        let names = &self.vocabulary.names;
        if let Some(found) = names.find_by_spelling(text).filter(|found| found.nodes.len() == 1) {
            return Some(found);
        }
        let folded = fold_name(text);
        let untitled = folded.split(' ').skip_while(|word| is_title(word)).collect::<Vec<_>>();
        let untitled =
            Some(untitled.join(" ")).filter(|rest| !rest.is_empty() && *rest != folded)?;
        let found = names.find_whole(&untitled).or_else(|| names.find_by_words(&untitled))?;
        (found.nodes.len() == 1).then_some(Found { fit: Fit::Spelling, ..found })
    }

    fn take(&mut self, found: &Found, text: &str) -> Named {
        let node = found.nodes.first().copied().unwrap_or(NodeId(0));
        let named = self.named(node, text);
        let is_loose = match found.fit {
            Fit::Name | Fit::Alias | Fit::Folded | Fit::Edge => false,
            Fit::Words | Fit::Spelling => true,
        };
        if is_loose {
            self.note(format!("`{text}` is read as `{}`", named.name));
        }
        named
    }

    /// Adds a note once.
    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn named(&self, node: NodeId, text: &str) -> Named {
        let name = self.vocabulary.names.name(node).unwrap_or(text).to_owned();
        Named { node, name }
    }

    /// The words between the `and`s, if the whole is no name.
    fn parts_of_enumeration<'w>(&self, words: &'w [Word]) -> Option<Vec<&'w [Word]>> {
        let is_joint = |word: &Word| !word.quoted && (&*word.text == "and" || &*word.text == "or");
        let parts: Vec<&[Word]> = words.split(is_joint).collect();
        let divided = parts.len() > 1 && parts.iter().all(|part| !part.is_empty());
        let whole = || self.vocabulary.names.find_whole(&text_of(words)).is_some();
        (divided && !whole()).then_some(parts)
    }

    fn unknown_name(&self, text: &str) -> Error {
        let error = Error::new(ErrorCode::UnknownName, format!("nothing has the name `{text}`"));
        let nearest = self.vocabulary.names.suggestions(text, 3);
        let folded = fold_name(text);
        let partly = || {
            let words = folded.split(' ').filter(|word| word.chars().count() > 3);
            let found = words.filter_map(|word| self.vocabulary.names.find_by_words(word));
            let nodes = found.flat_map(|found| found.nodes).take(3);
            nodes.filter_map(|node| self.vocabulary.names.name(node)).collect::<Vec<_>>()
        };
        let nearest = if nearest.is_empty() { partly() } else { nearest };
        if nearest.is_empty() {
            return error.with_help("`labels` shows what there is, `list LABEL` the names");
        }
        error.with_help(format!("did you mean {}?", alternatives(&nearest)))
    }

    fn ambiguous(&self, text: &str, nodes: &[NodeId]) -> Error {
        let shown: Vec<String> =
            nodes.iter().take(LISTED).map(|node| self.described(*node)).collect();
        let more = nodes.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let count = nodes.len();
        let message = format!("`{text}` could be {count} things: {}{more}", shown.join(", "));
        Error::new(ErrorCode::AmbiguousName, message)
            .with_help("ask with the whole name, the label before it, or the number")
    }

    /// A node so that it can be told from its namesakes and asked for.
    fn described(&self, node: NodeId) -> String {
        let name = self.vocabulary.names.name(node).unwrap_or_default();
        let labels =
            self.view.labels(node).iter().map(|label| self.view.names().label_name(*label));
        let labels = labels.map(|label| &**label).collect::<Vec<_>>().join(" ");
        let twins = self.vocabulary.names.namesakes(node).len() > 1;
        let number = if twins { format!("#{} ", node.0) } else { String::new() };
        format!("`{name}` ({})", format!("{number}{labels}").trim())
    }

    fn unknown_label(&self, text: &str) -> Error {
        let error = Error::new(ErrorCode::UnknownLabel, format!("nothing has the label `{text}`"));
        let names = self.view.names();
        let used: Vec<&str> = names
            .labels()
            .filter(|(label, _)| self.is_used(*label))
            .map(|(_, name)| &**name)
            .collect();
        let nearest = nearest(&singular(&fold_name(text)), used.iter().copied());
        if !nearest.is_empty() {
            return error.with_help(format!("did you mean {}?", alternatives(&nearest)));
        }
        match used.len() {
            0 => error,
            1..=LISTED => error.with_help(format!("there is {}", alternatives(&used))),
            _ => error.with_help("`labels` lists what there is"),
        }
    }
}

/// The text of words as a name is looked up.
pub(super) fn text_of(words: &[Word]) -> String {
    words.iter().map(|word| &*word.text).collect::<Vec<_>>().join(" ")
}

/// The place of words; they are never empty.
pub(super) fn span_of(words: &[Word]) -> Span {
    words.iter().map(|word| word.span).reduce(Span::to).unwrap_or_default()
}

/// Whether a word is a title that people put before names.
fn is_title(word: &str) -> bool {
    const TITLES: &str = "admiral ataman baron captain chairman chancellor chief colonel commander \
        comrade count doctor dr duke emperor empress general king lieutenant lord major marshal \
        minister mr mrs ms of premier president prime prince princess professor queen rear saint \
        senator sergeant sir st staff the tsar vice";
    TITLES.split_whitespace().any(|title| title == word)
}

/// A folded word or phrase in the singular, if it is a plural.
fn singular(text: &str) -> String {
    let irregular = [("people", "person"), ("men", "man"), ("children", "child")];
    for (plural, singular) in irregular {
        if let Some(rest) = text.strip_suffix(plural)
            && (rest.is_empty() || rest.ends_with(' ') || plural == "men")
        {
            return format!("{rest}{singular}");
        }
    }
    if let Some(rest) = text.strip_suffix("ies") {
        return format!("{rest}y");
    }
    for hissing in ["ses", "xes", "ches", "shes"] {
        if text.ends_with(hissing) {
            return text.strip_suffix("es").unwrap_or(text).to_owned();
        }
    }
    match text.strip_suffix('s') {
        Some(rest) if !rest.ends_with(['s', 'u', 'i']) && rest.len() > 1 => rest.to_owned(),
        Some(_) | None => text.to_owned(),
    }
}
