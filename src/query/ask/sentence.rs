//! Dividing a sentence into subject, verb and object, with the graph to decide.

use super::names::Fit;
use super::near::alternatives;
use super::resolve::{Named, Resolver, span_of, text_of};
use super::verbs::{VerbFound, VerbPhrase};
use crate::error::{Error, ErrorCode, Result, Span};
use crate::graph::LabelId;
use crate::syntax::ast::question::{Party, Sentence, Split, Word};

/// Longer sentences are not divided: the ways to do it grow with the square of the words.
const MOST_WORDS: usize = 60;

/// A sentence with its parts looked up.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub(super) subject: Side,
    pub(super) verb: VerbFound,
    pub(super) object: Side,
}

/// One end of the facts that a sentence is about.
#[derive(Clone, Debug)]
pub(super) enum Side {
    /// One of these nodes.
    Named(Vec<Named>),
    /// Any node, of a label if one is given; it is the answer.
    Asked(Option<LabelId>),
    /// Any node; the sentence does not mention it.
    Open,
}

impl Side {
    /// Whether more than one node can stand here, so that the answer has to say which.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Named(named) => named.len() > 1,
            Self::Asked(_) | Self::Open => true,
        }
    }
}

/// How well the parts of a sentence must fit the graph.
#[derive(Clone, Copy)]
struct Rigour {
    /// The worst fit of a name.
    names: Fit,
    /// Whether a verb may have other prepositions than the graph's.
    takes_other_verbs: bool,
}

/// The best first: a name that only has the words somewhere is worse than a wrong preposition.
const RIGOURS: [Rigour; 4] = [
    Rigour { names: Fit::Edge, takes_other_verbs: false },
    Rigour { names: Fit::Edge, takes_other_verbs: true },
    Rigour { names: Fit::Words, takes_other_verbs: false },
    Rigour { names: Fit::Words, takes_other_verbs: true },
];

/// The words of a sentence, divided.
#[derive(Clone, Copy)]
struct Parts<'w> {
    subject: &'w [Word],
    verb: &'w [Word],
    object: &'w [Word],
}

impl<'w> Parts<'w> {
    fn of(words: &'w [Word], split: Split) -> Option<Self> {
        let (subject, rest) = words.split_at_checked(split.subject)?;
        let (verb, object) = rest.split_at_checked(split.verb)?;
        Some(Self { subject, verb, object })
    }
}

impl Resolver<'_> {
    /// Divides a sentence and looks its parts up.
    pub(super) fn clause(&mut self, sentence: &Sentence) -> Result<Clause> {
        let guess = sentence.split.and_then(|split| Parts::of(&sentence.words, split));
        let parts = RIGOURS
            .iter()
            .find_map(|rigour| self.divide(sentence, guess, *rigour))
            .or_else(|| self.divide_loosely(sentence))
            .or(guess);
        let Some(parts) = parts else {
            return Err(self.unknown_verb(&sentence.words, sentence.span));
        };
        let Some(verb) = self.find_verb(sentence, parts) else {
            return Err(self.unknown_verb(parts.verb, span_of(parts.verb)));
        };
        if let Some(instead) = &verb.instead {
            self.note(format!("`{}` is read as `{instead}`", text_of(parts.verb)));
        }
        let subject = self.side(&sentence.subject, parts.subject)?;
        let object = self.side(&sentence.object, parts.object)?;
        Ok(Clause { subject, verb, object })
    }

    /// `who is Kolchak`: a question for the thing itself, if the verb is nothing else. A name that is
    /// not there is only complained about where capitals show that it is one.
    pub(super) fn named_by_copula(&mut self, sentence: &Sentence) -> Option<Result<Named>> {
        let (first, rest) = sentence.words.split_first()?;
        let is_copula = ["is", "are", "was", "were"].contains(&first.text.to_lowercase().as_str());
        if !is_copula || sentence.subject == Party::Named || rest.is_empty() {
            return None;
        }
        let named = self.name_of_words(rest, span_of(rest));
        let is_clear = sentence.split.is_some_and(|split| split.verb == 1);
        (named.is_ok() || is_clear).then_some(named)
    }

    /// What stands at one end; no words where a name could stand leave it open.
    fn side(&mut self, party: &Party, words: &[Word]) -> Result<Side> {
        Ok(match party {
            Party::Asked(_) => Side::Asked(None),
            Party::AskedOf(label) => Side::Asked(Some(self.label(label)?)),
            Party::Named if words.is_empty() => Side::Open,
            Party::Named => Side::Named(self.names_of_words(words, span_of(words))?),
        })
    }

    fn find_verb(&self, sentence: &Sentence, parts: Parts<'_>) -> Option<VerbFound> {
        let words: Vec<&str> = parts.verb.iter().map(|word| &*word.text).collect();
        self.vocabulary.verbs.find(VerbPhrase {
            words: &words,
            auxiliary: sentence.auxiliary.as_ref().map(|word| &*word.text),
            has_object: sentence.object != Party::Named || !parts.object.is_empty(),
        })
    }

    /// Whether all parts of a division are found.
    fn fits(&self, sentence: &Sentence, parts: Parts<'_>, rigour: Rigour) -> bool {
        let found = |words: &[Word]| {
            let named = || self.try_names(words);
            words.is_empty() || named().is_some_and(|(_, fit)| fit <= rigour.names)
        };
        let verb = self.find_verb(sentence, parts);
        verb.is_some_and(|verb| verb.instead.is_none() || rigour.takes_other_verbs)
            && found(parts.subject)
            && found(parts.object)
    }

    /// The division that capital letters show, or else the one with the longest verb.
    fn divide<'w>(
        &self,
        sentence: &'w Sentence,
        guess: Option<Parts<'w>>,
        rigour: Rigour,
    ) -> Option<Parts<'w>> {
        let mut divisions = guess.into_iter().chain(divisions(sentence));
        divisions.find(|parts| self.fits(sentence, *parts, rigour))
    }

    /// The division to complain about: the verb is found, or else the names are.
    fn divide_loosely<'w>(&self, sentence: &'w Sentence) -> Option<Parts<'w>> {
        let with_verb = || {
            let mut found: Vec<Parts<'w>> = divisions(sentence)
                .filter(|parts| self.find_verb(sentence, *parts).is_some())
                .collect();
            let known = |words: &[Word]| words.is_empty() || self.is_name(words);
            let place = found
                .iter()
                .position(|parts| known(parts.subject) && known(parts.object))
                .unwrap_or_default();
            (!found.is_empty()).then(|| found.swap_remove(place))
        };
        let with_names = || {
            divisions(sentence).rfind(|parts| {
                let known = |words: &[Word]| words.is_empty() || self.is_name(words);
                known(parts.subject)
                    && known(parts.object)
                    && !(parts.subject.is_empty() && parts.object.is_empty())
            })
        };
        with_verb().or_else(with_names)
    }

    /// The error for a verb that the graph does not have.
    pub(super) fn unknown_verb(&self, words: &[Word], span: Span) -> Error {
        let text = text_of(words);
        let error =
            Error::new(ErrorCode::UnknownVerb, format!("no verb of the graph is like `{text}`"))
                .at(span);
        let words: Vec<&str> = words.iter().map(|word| &*word.text).collect();
        let nearest = self.vocabulary.verbs.suggestions(&words, 3);
        if nearest.is_empty() {
            return error.with_help("`verbs` lists the verbs of the graph");
        }
        error.with_help(format!("did you mean {}? `verbs` lists all", alternatives(&nearest)))
    }
}

/// Every division of a sentence's words that its parties allow, the longest verbs first.
fn divisions(sentence: &Sentence) -> impl DoubleEndedIterator<Item = Parts<'_>> {
    let count = sentence.words.len();
    let count = if count > MOST_WORDS { 0 } else { count };
    let subject_named = sentence.subject == Party::Named;
    let object_named = sentence.object == Party::Named;
    (1..=count).rev().flat_map(move |verb| {
        let starts = if subject_named { 1..=count } else { 0..=0 };
        starts.filter_map(move |subject| {
            let object = count.checked_sub(subject + verb)?;
            let fits = object == 0 || object_named;
            fits.then(|| Parts::of(&sentence.words, Split { subject, verb, object })).flatten()
        })
    })
}
