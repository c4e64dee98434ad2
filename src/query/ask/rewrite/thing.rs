//! What is known of one thing, or of all: cards, timelines, conflicts, changes, reasons.

use super::{Rewriter, Rewritten, check_date};
use crate::error::{Error, ErrorCode};
use crate::graph::RelationshipId;
use crate::query::ask::cypher::{Query, literal, time_conditions};
use crate::query::ask::resolve::Named;
use crate::query::ask::{AnswerKind, EVIDENCE};
use crate::syntax::ast::question::{Date, Phrase};

impl Rewriter<'_> {
    /// `about Kolchak`.
    pub(super) fn about(&mut self, name: &Phrase) -> Rewritten {
        let named = self.resolver.name(name)?;
        Ok(self.card(&named))
    }

    /// The properties of a node, the facts from it and the facts to it.
    pub(super) fn card(&self, named: &Named) -> (String, AnswerKind) {
        let a = self.resolver.node_text("a", named);
        let (name, other) = (self.resolver.name_of("a"), self.resolver.name_of("b"));
        // Nobody wants to read an id, unless it is all the name that there is.
        let hidden =
            if self.resolver.is_named_by(named, "id") { "['source']" } else { "['id', 'source']" };
        let properties = Query::matching(a.pattern.clone())
            .filter(a.condition.clone())
            .then(format!("UNWIND [key IN keys(a) WHERE NOT key IN {hidden}] AS key"))
            .column(&name, "who")
            .column("key", "verb")
            .column("a[key]", "what")
            .column("null", "when")
            .column("sources(a)", "source")
            .column("a", EVIDENCE);
        let facts = |left: &str, right: &str, who: &str, what: &str| {
            let query = Query::matching(format!("{}{left}[fact]{right}(b)", a.pattern))
                .filter(a.condition.clone())
                .filter(time_conditions(self.times, "fact"))
                .column(who, "who")
                .column("verb(fact)", "verb")
                .column(what, "what")
                .column("dated(fact)", "when")
                .column("sources(fact)", "source")
                .column("fact", EVIDENCE);
            query.sorted_by(["verb", "earliest(fact)"])
        };
        let (from, to) = (facts("-", "->", &name, &other), facts("<-", "-", &other, &name));
        let text = format!("{properties}\nUNION ALL\n{from}\nUNION ALL\n{to}");
        (text, AnswerKind::Card(named.node))
    }

    /// `timeline of Japan`.
    pub(super) fn timeline(&mut self, name: Option<&Phrase>) -> Rewritten {
        let query = self.facts_of(name)?;
        let query = query
            .filter(["dated(fact) IS NOT NULL".to_owned()])
            .filter(time_conditions(self.times, "fact"))
            .column("dated(fact)", "when")
            .column(&self.resolver.name_of("startNode(fact)"), "who")
            .column("verb(fact)", "verb")
            .column(&self.resolver.name_of("endNode(fact)"), "what")
            .column("sources(fact)", "source")
            .column("fact", EVIDENCE)
            .sorted_by(["earliest(fact)", "latest(fact)", "who"]);
        Ok((query.to_string(), AnswerKind::Timeline))
    }

    /// `conflicts about Japan`: claims that the data marks with the same `conflict`.
    pub(super) fn conflicts(&mut self, name: Option<&Phrase>) -> Rewritten {
        if !self.resolver.has_key("conflict") {
            self.resolver.note("no claims are marked with the property `conflict`".to_owned());
        }
        let mut query = self.facts_of(name)?;
        if name.is_some() {
            query = query
                .filter(["fact.conflict IS NOT NULL".to_owned()])
                .then("WITH DISTINCT fact.conflict AS conflict")
                .then("MATCH ()-[fact {conflict: conflict}]->()");
            let times = time_conditions(self.times, "fact");
            if !times.is_empty() {
                query = query.then(format!("WHERE {}", times.join(" AND ")));
            }
        } else {
            query = query
                .filter(["fact.conflict IS NOT NULL".to_owned()])
                .filter(time_conditions(self.times, "fact"));
        }
        let query = query.column("fact.conflict", "conflict");
        let mut query = self.fact_columns(query);
        query.order.insert(0, "conflict".to_owned());
        Ok((query.to_string(), AnswerKind::Conflicts))
    }

    /// `what changed between 1918 and 1920 about Japan`.
    pub(super) fn changes(&mut self, period: &Date, about: Option<&Phrase>) -> Rewritten {
        check_date(period)?;
        let period = literal(&period.edtf);
        let query = self
            .facts_of(about)?
            .filter(time_conditions(self.times, "fact"))
            .then("UNWIND [['began', began(fact)], ['ended', ended(fact)]] AS turn")
            .then("WITH fact, turn")
            .then(format!("WHERE earliest(turn[1]) >= earliest({period})"))
            .then(format!("  AND latest(turn[1]) <= latest({period})"))
            .column("turn[1]", "when")
            .column("turn[0]", "change")
            .column(&self.resolver.name_of("startNode(fact)"), "who")
            .column("verb(fact)", "verb")
            .column(&self.resolver.name_of("endNode(fact)"), "what")
            .column("sources(fact)", "source")
            .column("fact", EVIDENCE)
            .sorted_by(["earliest(turn[1])", "who"]);
        Ok((query.to_string(), AnswerKind::Changes))
    }

    /// `why`.
    pub(super) fn why(&mut self, last: Option<&[RelationshipId]>) -> Rewritten {
        let Some(facts) = last else {
            return Err(Error::new(ErrorCode::NothingAnswered, "nothing has been answered yet")
                .with_help(
                    "ask a question first; `why` shows the facts that its answer rests on",
                ));
        };
        if facts.is_empty() {
            let error = Error::new(ErrorCode::NothingAnswered, "the last answer rests on no facts");
            return Err(error.with_help("`why` shows the facts that an answer rests on"));
        }
        let numbers: Vec<String> = facts.iter().map(|fact| fact.0.to_string()).collect();
        let condition = format!("id(fact) IN [{}]", numbers.join(", "));
        let query = Query::matching("()-[fact]->()")
            .filter([condition])
            .filter(time_conditions(self.times, "fact"));
        let mut query = self.fact_columns(query);
        if self.resolver.has_key("note") {
            let place = query.columns.len().saturating_sub(1);
            query.columns.insert(place, "fact.note AS note".to_owned());
        }
        Ok((query.to_string(), AnswerKind::Reasons))
    }
}
