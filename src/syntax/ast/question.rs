//! Questions: what a sentence asks, before any name or verb is looked up.
//!
//! A question carries words, not names: which of its words are a name of the graph and which a verb
//! is for `query::ask` to decide. Capital letters and quotes are kept as a first guess ([`Split`]).

use std::sync::Arc;

use crate::error::Span;

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Whether only the Cypher is wanted that the question becomes (`explain`).
    pub explain: bool,
    /// What is asked.
    pub form: QuestionForm,
    /// The times to which the answer is restricted; all of them hold.
    pub times: Vec<TimeLimit>,
    /// The file that the answer's subgraph goes to.
    pub file: Option<File>,
    /// The whole question.
    pub span: Span,
}

/// What is asked; one variant for each form of the language.
#[derive(Clone, Debug, PartialEq)]
pub enum QuestionForm {
    /// `who supported Kolchak`, `which Ship arrived at Vladivostok`, `Japan declared war on whom`.
    Facts(Sentence),
    /// `did Japan support Semenov`.
    Verdict(Sentence),
    /// `when did Japan withdraw from Siberia`.
    When(Sentence),
    /// `path from A to B`, `paths …`, `all paths …`.
    Path {
        /// How many of the paths are wanted.
        extent: PathExtent,
        /// Where they start.
        from: Phrase,
        /// Where they end.
        to: Phrase,
        /// Where they may go.
        limits: Limits,
    },
    /// `what links A, B and C`.
    Links {
        /// The names, divided at commas only: whether an `and` divides two names, the graph decides.
        names: Vec<Phrase>,
        /// Where the connection may go.
        limits: Limits,
    },
    /// `what do A and B have in common`; the names as in [`QuestionForm::Links`].
    Common(Vec<Phrase>),
    /// `about NAME`.
    About(Phrase),
    /// `around NAME 2 through VERB`.
    Around {
        /// The middle of the neighbourhood.
        centre: Phrase,
        /// How many steps it reaches; one, where nothing is said.
        steps: Option<Number>,
        /// Where the steps may go.
        limits: Limits,
    },
    /// `timeline`, `timeline of NAME`.
    Timeline(Option<Phrase>),
    /// `conflicts`, `conflicts about NAME`.
    Conflicts(Option<Phrase>),
    /// `what changed between 1918 and 1920 about NAME`.
    Changes {
        /// The time in between.
        period: Date,
        /// The only thing to look at.
        about: Option<Phrase>,
    },
    /// `why`: the facts that the last answer rests on.
    Why,
    /// `list LABEL`.
    List(Phrase),
    /// `count LABEL`.
    Count(Phrase),
    /// `verbs`.
    Verbs,
    /// `labels`.
    Labels,
    /// `schema`.
    Schema,
}

/// A sentence of a subject, a verb and an object, each a name, absent or asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// What stands before the verb.
    pub subject: Party,
    /// What stands behind the verb.
    pub object: Party,
    /// `did`, `was`, `has` … where it opens the sentence.
    pub auxiliary: Option<Word>,
    /// The words of the names and the verb, undivided.
    pub words: Vec<Word>,
    /// How capital letters divide them; nothing where they do not.
    pub split: Option<Split>,
    /// All of it.
    pub span: Span,
}

/// Whether a part of a sentence is given by a name or asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Party {
    /// Its words are among those of the sentence; an object may be missing.
    Named,
    /// It is asked for by this word: `who`, `whom`, `what`.
    Asked(Word),
    /// `which LABEL`.
    AskedOf(Phrase),
}

/// How many of a sentence's words, in this order, are its subject, its verb and its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// The words of the subject; none if it is asked for.
    pub subject: usize,
    /// The words of the verb.
    pub verb: usize,
    /// The words of the object; none if it is asked for or missing.
    pub object: usize,
}

/// How many paths are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathExtent {
    /// `path`: one of the shortest.
    One,
    /// `paths`: all of the shortest.
    Shortest,
    /// `all paths`: every one, the shortest first.
    All,
}

/// Where paths may go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// `within 4`: the most steps.
    pub within: Option<Number>,
    /// `through VERB, VERB`: the only verbs.
    pub through: Vec<Phrase>,
    /// `avoiding NAME, NAME`: what they must not touch.
    pub avoiding: Vec<Phrase>,
}

/// A number with its place; larger ones than fit are the largest that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub value: u32,
    /// Where it stands.
    pub span: Span,
}

/// A time that restricts the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeLimit {
    /// How facts must lie to the date.
    pub relation: TimeRelation,
    /// The date.
    pub date: Date,
}

/// How a fact must lie to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeRelation {
    /// `during`, `in`, `between … and …`.
    During,
    /// `before`.
    Before,
    /// `after`, `since`.
    After,
    /// `as of`: it is known to hold then.
    AsOf,
}

/// A date or period.
#[derive(Clone, Debug, PartialEq)]
pub struct Date {
    /// Its EDTF text, not yet checked.
    pub edtf: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// A file to write to.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its path.
    pub path: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// Words that stand together: a name, a verb or a label as it was typed. Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// The words in order.
    pub words: Vec<Word>,
    /// All of them.
    pub span: Span,
}

/// One word, or a quoted text.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The word, without quotes.
    pub text: Arc<str>,
    /// Whether it stands in quotes.
    pub quoted: bool,
    /// Where it stands.
    pub span: Span,
}

impl Phrase {
    /// The words with single spaces between them.
    #[must_use]
    pub fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| &*word.text).collect();
        words.join(" ")
    }
}
