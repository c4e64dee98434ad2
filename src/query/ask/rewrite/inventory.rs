//! What the graph consists of: lists, counts, verbs, labels, the schema.

use super::{Rewriter, Rewritten};
use crate::error::Result;
use crate::query::ask::cypher::{Query, identifier, time_conditions};
use crate::query::ask::{AnswerKind, EVIDENCE};
use crate::syntax::ast::question::Phrase;

impl Rewriter<'_> {
    /// `list Ship`.
    pub(super) fn list(&mut self, label: &Phrase) -> Rewritten {
        let query = self.labelled(label)?.column(&self.resolver.name_of("n"), "name");
        let query = query.column("n", EVIDENCE).sorted_by(["name"]);
        Ok((query.to_string(), AnswerKind::List))
    }

    /// `count Person`.
    pub(super) fn count(&mut self, label: &Phrase) -> Rewritten {
        let query = self.labelled(label)?.column("count(n)", "count");
        Ok((query.to_string(), AnswerKind::Count))
    }

    fn labelled(&self, label: &Phrase) -> Result<Query> {
        let label = self.resolver.label(label)?;
        let label = identifier(self.resolver.view.names().label_name(label));
        Ok(Query::matching(format!("(n:{label})")).filter(time_conditions(self.times, "n")))
    }

    /// `verbs`.
    pub(super) fn verbs(&self) -> (String, AnswerKind) {
        let query = Query::matching("()-[fact]->()")
            .filter(time_conditions(self.times, "fact"))
            .column("verb(type(fact))", "verb")
            .column("type(fact)", "type")
            .column("count(fact)", "facts")
            .sorted_by(["facts DESC", "verb"]);
        (query.to_string(), AnswerKind::Inventory)
    }

    /// `labels`.
    pub(super) fn labels(&self) -> (String, AnswerKind) {
        let query = Query::matching("(n)")
            .filter(time_conditions(self.times, "n"))
            .then("UNWIND labels(n) AS label")
            .column("label", "label")
            .column("count(n)", "nodes")
            .sorted_by(["nodes DESC", "label"]);
        (query.to_string(), AnswerKind::Inventory)
    }

    /// `schema`.
    pub(super) fn schema(&self) -> (String, AnswerKind) {
        let query = Query::matching("(a)-[fact]->(b)")
            .filter(time_conditions(self.times, "fact"))
            .column("labels(a)", "from")
            .column("type(fact)", "verb")
            .column("labels(b)", "to")
            .column("count(fact)", "facts")
            .sorted_by(["facts DESC", "verb", "from", "to"]);
        (query.to_string(), AnswerKind::Inventory)
    }
}
