//! Questions: what a session makes of them, and what it answers.

use std::sync::Arc;

use super::{Database, ResultSet, Session};
use crate::error::{Error, Result};
use crate::graph::{GraphView, RelationshipId};
use crate::query::ask::{AnswerKind, Asked, EVIDENCE, Vocabulary, ask, explanations};
use crate::syntax::ast::question::Question;
use crate::syntax::parse_question;
use crate::value::{Entity, Value};

/// The answer to a question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The query that the question became.
    pub cypher: String,
    /// How the rows answer the question.
    pub kind: AnswerKind,
    /// What was understood other than it was written, and why there is nothing where there is nothing.
    pub notes: Vec<String>,
    /// Whether only the query was wanted, so that there are no rows.
    pub explain: bool,
    /// The file that the answer's subgraph is to go to.
    pub file: Option<Arc<str>>,
    /// The rows, of which the last column may be the evidence.
    pub result: ResultSet,
}

impl Answer {
    fn new(asked: Asked, result: ResultSet) -> Self {
        let Asked { cypher, kind, notes, explain, file } = asked;
        Self { cypher, kind, notes, explain, file, result }
    }

    /// The rows as they are to be read: without the column of evidence, and with a row that says so
    /// where neither yes nor no is stated.
    #[must_use]
    pub fn readable(&self) -> ResultSet {
        let readable = self.result.without_column(EVIDENCE);
        if self.kind != AnswerKind::Verdict || !readable.is_empty() {
            return readable;
        }
        let mut row = vec![Value::from("not stated")];
        row.resize(readable.columns().len(), Value::Null);
        ResultSet::of(readable.columns().to_vec(), vec![row])
    }

    /// The relationships that the answer rests on: every one that its rows mention.
    #[must_use]
    pub fn evidence(&self) -> Vec<RelationshipId> {
        let mut evidence = Vec::new();
        for row in &self.result {
            for value in row.values() {
                value.for_each_entity(&mut |entity| match entity {
                    Entity::Relationship(id) => evidence.push(id),
                    Entity::Node(_) => {}
                });
            }
        }
        evidence.sort_unstable();
        evidence.dedup();
        evidence
    }
}

/// The same error without its place, which is one in the query and not in the question.
fn without_place(error: &Error) -> Error {
    let same = Error::new(error.code(), error.message()).in_phase(error.phase());
    match error.help() {
        Some(help) => same.with_help(help),
        None => same,
    }
}

impl Session {
    /// Answers a question: `who supported Kolchak`, `path from Japan to Germany`.
    ///
    /// # Errors
    /// What is wrong with the question, `UnknownName`, `AmbiguousName` and `UnknownVerb` for words that the
    /// graph does not know, and whatever happens while the query runs.
    pub fn ask(&mut self, text: &str) -> Result<Answer> {
        let question = parse_question(text)?;
        let asked = self.rewrite(&question)?;
        if asked.explain {
            return Ok(Answer::new(asked, ResultSet::default()));
        }
        let result = self.run(&asked.cypher, ()).map_err(|error| without_place(&error))?;
        let mut answer = Answer::new(asked, result);
        if answer.kind != AnswerKind::Reasons {
            self.evidence = Some(answer.evidence());
        }
        if answer.result.is_empty()
            && let Some(reason) = self.reason(&question)?
        {
            answer.notes.push(reason);
            // It says in the words of the question what they say in those of the query.
            answer.result.notifications.clear();
        }
        Ok(answer)
    }

    fn rewrite(&self, question: &Question) -> Result<Asked> {
        self.look(|view| {
            let vocabulary = self.database().vocabulary(view);
            ask(question, view, &vocabulary, self.evidence.as_deref())
        })?
    }

    /// Why a question has an empty answer: the first explanation that has something to say.
    fn reason(&mut self, question: &Question) -> Result<Option<String>> {
        let explanations = self.look(|view| {
            let vocabulary = self.database().vocabulary(view);
            explanations(question, view, &vocabulary)
        })??;
        for explanation in explanations {
            // The answer stands already: if a reason can not be found, it stays without one.
            let Ok(result) = self.run(&explanation.cypher, ()) else { continue };
            let rows: Vec<Vec<Value>> = result.rows().map(|row| row.values().to_vec()).collect();
            if let Some(words) = explanation.words(&rows) {
                return Ok(Some(words));
            }
        }
        Ok(None)
    }
}

impl Database {
    /// The names and verbs of the graph, kept until the graph changes.
    #[must_use]
    pub fn vocabulary(&self, view: GraphView<'_>) -> Arc<Vocabulary> {
        let mut kept = self.shared.vocabulary.lock();
        if let Some(vocabulary) = kept.as_ref().filter(|kept| kept.version() == view.version()) {
            return vocabulary.clone();
        }
        let vocabulary = Arc::new(Vocabulary::new(view));
        *kept = Some(vocabulary.clone());
        vocabulary
    }
}
