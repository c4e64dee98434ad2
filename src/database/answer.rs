//! Questions: what a session makes of them, and what it answers.

use std::sync::Arc;

use super::{Database, ResultSet, Session};
use crate::error::Result;
use crate::graph::{GraphView, RelationshipId};
use crate::query::ask::{AnswerKind, Asked, EVIDENCE, Vocabulary, ask, relaxations};
use crate::syntax::ast::question::Question;
use crate::syntax::parse_question;
use crate::value::Value;

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

    /// The rows as they are to be read: without the column of evidence.
    #[must_use]
    pub fn readable(&self) -> ResultSet {
        self.result.without_column(EVIDENCE)
    }

    /// The relationships that the answer rests on.
    #[must_use]
    pub fn evidence(&self) -> Vec<RelationshipId> {
        let mut evidence = Vec::new();
        for row in &self.result {
            if let Some(value) = row.value(EVIDENCE) {
                collect(value, &mut evidence);
            }
        }
        evidence.sort_unstable();
        evidence.dedup();
        evidence
    }
}

fn collect(value: &Value, evidence: &mut Vec<RelationshipId>) {
    if let Value::Relationship(id) = value {
        evidence.push(*id);
    }
    if let Value::Path(path) = value {
        evidence.extend(path.relationships());
    }
    if let Value::List(items) = value {
        items.iter().for_each(|item| collect(item, evidence));
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
        let result = self.run(&asked.cypher, ())?;
        let mut answer = Answer::new(asked, result);
        if answer.result.is_empty() {
            answer.notes.extend(self.reasons(&question)?);
        } else if answer.kind != AnswerKind::Reasons {
            self.evidence = Some(answer.evidence());
        }
        Ok(answer)
    }

    fn rewrite(&self, question: &Question) -> Result<Asked> {
        self.look(|view| {
            let vocabulary = self.database().vocabulary(view);
            ask(question, view, &vocabulary, self.evidence.as_deref())
        })?
    }

    /// Which of a question's restrictions left its answer empty.
    fn reasons(&mut self, question: &Question) -> Result<Vec<String>> {
        let mut reasons = Vec::new();
        for (restriction, relaxed) in relaxations(question) {
            let asked = self.rewrite(&relaxed)?;
            let rows = self.run(&asked.cypher, ())?.len();
            if rows > 0 {
                let rows = if rows == 1 { "one".to_owned() } else { rows.to_string() };
                reasons.push(format!("nothing {restriction}; without that there would be {rows}"));
            }
        }
        Ok(reasons)
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
