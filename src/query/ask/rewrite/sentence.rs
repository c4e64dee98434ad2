//! Sentences of subject, verb and object: facts, yes or no, when.

use super::{Rewriter, Rewritten, dated_and_sourced};
use crate::query::ask::cypher::{Query, fact_text, time_conditions};
use crate::query::ask::sentence::Clause;
use crate::query::ask::{AnswerKind, EVIDENCE};
use crate::syntax::ast::question::{Party, Sentence};

impl Rewriter<'_> {
    /// `who supported Kolchak`; `who is Kolchak` asks for the card.
    pub(super) fn facts(&mut self, sentence: &Sentence) -> Rewritten {
        let clause = match self.resolver.clause(sentence) {
            Ok(clause) => clause,
            Err(error) => match self.resolver.named_by_copula(sentence) {
                Some(named) => return Ok(self.card(&named?)),
                None => return Err(error),
            },
        };
        let mut query = self.sentence_query(&clause);
        if clause.subject.is_open() {
            query = query.column(&self.resolver.name_of("a"), asked_word(sentence, true));
        }
        if clause.object.is_open() || query.columns.is_empty() {
            query = query.column(&self.resolver.name_of("b"), asked_word(sentence, false));
        }
        if clause.verb.readings.len() > 1 {
            query = query.column("verb(fact)", "verb");
        }
        Ok((dated_and_sourced(query).to_string(), AnswerKind::Facts))
    }

    /// `did Japan support Semenov`.
    pub(super) fn verdict(&mut self, sentence: &Sentence) -> Rewritten {
        let clause = self.resolver.clause(sentence)?;
        let answer = if self.resolver.has_key("negated") {
            "CASE WHEN fact.negated THEN 'no' ELSE 'yes' END"
        } else {
            "'yes'"
        };
        let query = self.sentence_query(&clause).column(answer, "answer");
        let query = query.column(&self.fact_in_words("fact"), "statement");
        Ok((dated_and_sourced(query).to_string(), AnswerKind::Verdict))
    }

    /// `when did Japan withdraw from Siberia`.
    pub(super) fn when(&mut self, sentence: &Sentence) -> Rewritten {
        let clause = self.resolver.clause(sentence)?;
        let query = self.sentence_query(&clause).column("dated(fact)", "when");
        let query = query
            .column(&self.fact_in_words("fact"), "statement")
            .column("sources(fact)", "source")
            .column("fact", EVIDENCE)
            .sorted_by(["earliest(fact)"]);
        Ok((query.to_string(), AnswerKind::When))
    }

    /// The pattern of a sentence with its conditions, and no columns yet.
    pub(super) fn sentence_query(&self, clause: &Clause) -> Query {
        let a = self.resolver.end_text("a", &clause.subject);
        let b = self.resolver.end_text("b", &clause.object);
        let fact = fact_text(&a, &clause.verb.readings, &b);
        let conditions = a.condition.into_iter().chain(b.condition).chain(fact.condition);
        Query::matching(fact.pattern).filter(conditions).filter(time_conditions(self.times, "fact"))
    }
}

/// The name of the column for what a sentence asks.
fn asked_word(sentence: &Sentence, is_subject: bool) -> &'static str {
    let party = if is_subject { &sentence.subject } else { &sentence.object };
    match (party, is_subject) {
        (Party::AskedOf(_), _) => "which",
        (Party::Asked(word), _) if &*word.text == "what" => "what",
        (Party::Asked(_) | Party::Named, true) => "who",
        (Party::Asked(_) | Party::Named, false) => "whom",
    }
}
