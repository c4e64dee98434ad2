//! One function for each form of question: from resolved words to the text of a query.
//!
//! All queries call the fact `fact`, its ends `a` and `b` in the order of the sentence. Facts are read
//! with the functions on dated and sourced things: `dated`, `earliest`, `sources`, `during` and so on.

mod empty;
mod inventory;
mod path;
mod sentence;
mod thing;

pub use empty::{Explanation, explanations};

use super::cypher::{NodeText, Query};
use super::resolve::Resolver;
use super::{AnswerKind, Asked, EVIDENCE, Vocabulary};
use crate::error::Result;
use crate::graph::{GraphView, RelationshipId};
use crate::syntax::ast::question::{Date, Phrase, Question, QuestionForm, TimeLimit};
use crate::value::edtf::Edtf;

/// Turns a question into a query, given what the last answer in the same session rests on.
///
/// # Errors
/// `UnknownName`, `AmbiguousName`, `UnknownVerb` and `UnknownLabel` for words that the graph does not
/// have, each with the nearest; `NothingAnswered` for `why` where nothing was asked before.
pub fn ask(
    question: &Question,
    view: GraphView<'_>,
    vocabulary: &Vocabulary,
    last: Option<&[RelationshipId]>,
) -> Result<Asked> {
    question.times.iter().try_for_each(|limit| check_date(&limit.date))?;
    let resolver = Resolver::new(view, vocabulary);
    let mut rewriter = Rewriter { resolver, times: &question.times };
    let (cypher, kind) = rewriter.form(&question.form, last)?;
    Ok(Asked {
        cypher,
        kind,
        notes: rewriter.resolver.notes,
        explain: question.explain,
        file: question.file.as_ref().map(|file| file.path.clone()),
    })
}

/// A query and how its rows are read.
type Rewritten = Result<(String, AnswerKind)>;

struct Rewriter<'a> {
    resolver: Resolver<'a>,
    times: &'a [TimeLimit],
}

impl Rewriter<'_> {
    fn form(&mut self, form: &QuestionForm, last: Option<&[RelationshipId]>) -> Rewritten {
        match form {
            QuestionForm::Facts(sentence) => self.facts(sentence),
            QuestionForm::Verdict(sentence) => self.verdict(sentence),
            QuestionForm::When(sentence) => self.when(sentence),
            QuestionForm::Path { extent, from, to, limits } => {
                self.path(*extent, (from, to), limits)
            }
            QuestionForm::Links { names, limits } => self.links(names, limits),
            QuestionForm::Common(names) => self.common(names),
            QuestionForm::About(name) => self.about(name),
            QuestionForm::Around { centre, steps, limits } => self.around(centre, *steps, limits),
            QuestionForm::Timeline(name) => self.timeline(name.as_ref()),
            QuestionForm::Conflicts(name) => self.conflicts(name.as_ref()),
            QuestionForm::Changes { period, about } => self.changes(period, about.as_ref()),
            QuestionForm::Why => self.why(last),
            QuestionForm::List(label) => self.list(label),
            QuestionForm::Count(label) => self.count(label),
            QuestionForm::Verbs => Ok(self.verbs()),
            QuestionForm::Labels => Ok(self.labels()),
            QuestionForm::Schema => Ok(self.schema()),
        }
    }

    /// A fact as a sentence of the graph's own words.
    fn fact_in_words(&self, fact: &str) -> String {
        let start = self.resolver.name_of(&format!("startNode({fact})"));
        let end = self.resolver.name_of(&format!("endNode({fact})"));
        format!("{start} + ' ' + verb({fact}) + ' ' + {end}")
    }

    /// Who, verb, what, when, source, evidence: the columns of facts as they stand.
    fn fact_columns(&self, query: Query) -> Query {
        let query = query
            .column(&self.resolver.name_of("startNode(fact)"), "who")
            .column("verb(fact)", "verb")
            .column(&self.resolver.name_of("endNode(fact)"), "what");
        dated_and_sourced(query)
    }

    /// Every fact, or those of one thing.
    fn facts_of(&mut self, name: Option<&Phrase>) -> Result<Query> {
        Ok(match name {
            None => Query::matching("()-[fact]->()"),
            Some(name) => {
                let named = self.resolver.name(name)?;
                let NodeText { pattern, condition } = self.resolver.node_text("a", &named);
                Query::matching(format!("{pattern}-[fact]-()")).filter(condition)
            }
        })
    }
}

/// The columns that facts end with, and their order.
fn dated_and_sourced(query: Query) -> Query {
    query
        .column("dated(fact)", "when")
        .column("sources(fact)", "source")
        .column("fact", EVIDENCE)
        .sorted_by(["earliest(fact)"])
}

/// Whether a date is one.
fn check_date(date: &Date) -> Result<()> {
    Edtf::parse(&date.edtf).map(drop).map_err(|error| error.at(date.span))
}
