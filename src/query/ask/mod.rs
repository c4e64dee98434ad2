//! Questions to Cypher: names and verbs are looked up in the graph, the sentence becomes a query.
//!
//! ```text
//! ast::Question
//!  | resolve, sentence   words -> nodes, labels, relationship types; loosely, with notes, or an error
//!  | rewrite             one function per form -> the text of a Cypher query
//! Asked                  that text, and how its rows are to be read
//! ```
//!
//! There is one engine: what this folder makes is text that `explain` shows, and that is parsed, bound
//! and planned like any other. It runs nothing itself. The graph is only read for its words, which a
//! [`Vocabulary`] keeps. To add a form: a function in `rewrite`, its arm in `ask`, and an
//! [`AnswerKind`] if its rows are to be read in a new way.

mod cypher;
mod lemma;
mod names;
mod near;
mod resolve;
mod rewrite;
mod sentence;
mod verbs;
mod vocabulary;

use std::sync::Arc;

pub use names::{NAME_KEYS, NameIndex};
pub use rewrite::{Explanation, ask, explanations};
pub use vocabulary::Vocabulary;

use crate::graph::NodeId;

/// The name of the column that holds what an answer rests on: a node, a relationship or a path.
///
/// It is the last one where there is one, and it is not for reading: the other columns say the same in
/// words. The answer's subgraph, and the answer to `why`, are made of it.
pub const EVIDENCE: &str = "evidence";

/// A question that has become a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The query, as people can read it.
    pub cypher: String,
    /// How its rows answer the question.
    pub kind: AnswerKind,
    /// What was understood other than it was written.
    pub notes: Vec<String>,
    /// Whether only the query is wanted.
    pub explain: bool,
    /// The file that the answer's subgraph goes to.
    pub file: Option<Arc<str>>,
}

/// How the rows of a query answer a question.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerKind {
    /// One row for each fact.
    Facts,
    /// One row for each fact that says yes, or no; none if nothing is stated.
    Verdict,
    /// One row for each fact, with its date.
    When,
    /// One row for each path.
    Paths,
    /// Paths that together connect the named nodes.
    Connection,
    /// One row for each thing that is shared.
    Common,
    /// The properties of a node, then the facts from and to it.
    Card(NodeId),
    /// The facts of a neighbourhood.
    Neighbourhood(NodeId),
    /// Facts in the order of time.
    Timeline,
    /// Claims in groups that can't hold together.
    Conflicts,
    /// Facts that began or ended.
    Changes,
    /// The facts that the last answer rests on.
    Reasons,
    /// One row for each thing.
    List,
    /// One number.
    Count,
    /// What the graph consists of.
    Inventory,
}

#[cfg(test)]
mod tests;
