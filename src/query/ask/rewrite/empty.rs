//! Why an answer is empty: the same question with less to ask for, and what else is known.
//!
//! An [`Explanation`] is a query and a way to put its rows into words. The most specific come first;
//! whoever answers runs them in order until one has something to say.

use super::{Rewriter, ask};
use crate::error::Result;
use crate::graph::GraphView;
use crate::query::ask::Vocabulary;
use crate::query::ask::cypher::{NodeText, Query};
use crate::query::ask::resolve::{Named, Resolver};
use crate::query::ask::sentence::Side;
use crate::syntax::ast::question::{
    Limits, PathExtent, Phrase, Question, QuestionForm, Sentence, TimeLimit, TimeRelation,
};
use crate::value::Value;

/// How many verbs, dates or facts an explanation lists.
const LISTED: usize = 6;

/// A query whose rows may explain why another has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The query.
    pub cypher: String,
    meaning: Meaning,
}

/// What the rows of an explanation mean.
#[derive(Clone, Debug, PartialEq)]
enum Meaning {
    /// What there would be without a restriction, with its date if it has one.
    Without(String),
    /// Length, nodes between and dates of the nearest path without a restriction.
    PathWithout(String),
    /// Whether two things are connected at all: the same rows.
    Connection(String, String),
    /// The same, where only that they are not is of interest.
    Separation(String, String),
    /// Other facts between the two things of a sentence.
    Between,
    /// The verbs of the facts about a thing.
    Verbs(String),
    /// The first and the last day of all dated facts.
    Span,
}

impl Explanation {
    /// The rows of the query in words; nothing if they explain nothing.
    #[must_use]
    pub fn words(&self, rows: &[Vec<Value>]) -> Option<String> {
        let first = rows.first();
        match &self.meaning {
            Meaning::Without(restriction) => {
                first?;
                Some(format!("nothing {restriction}; without that there {}", counted(rows)))
            }
            Meaning::PathWithout(restriction) => {
                let nearest = path_words(first?)?;
                Some(format!("no path {restriction}; without that there is {nearest}"))
            }
            Meaning::Connection(from, to) => Some(match first.and_then(|row| path_words(row)) {
                Some(nearest) => format!("but between `{from}` and `{to}` there is {nearest}"),
                None => format!("no chain of facts connects `{from}` and `{to}`"),
            }),
            Meaning::Separation(from, to) => match first {
                Some(_) => None,
                None => Some(format!("no chain of facts connects `{from}` and `{to}`")),
            },
            Meaning::Between => {
                first?;
                Some(format!("what is stated between them: {}", listed(rows, "; ")))
            }
            Meaning::Span => match first?.as_slice() {
                [Value::String(start), Value::String(end)] => {
                    Some(format!("the facts are dated from {start} to {end}"))
                }
                _ => Some("no fact is dated".to_owned()),
            },
            Meaning::Verbs(name) => Some(match first {
                Some(_) => format!("the verbs that are stated of `{name}`: {}", listed(rows, ", ")),
                None => format!("nothing at all is stated of `{name}`"),
            }),
        }
    }
}

/// How many rows there are, and their first values if these are texts.
fn counted(rows: &[Vec<Value>]) -> String {
    let count = match rows.len() {
        1 => "is one".to_owned(),
        count => format!("are {count}"),
    };
    let is_date = |row: &Vec<Value>| matches!(row.as_slice(), [Value::String(_) | Value::Null]);
    if rows.iter().all(is_date) { format!("{count} ({})", listed(rows, ", ")) } else { count }
}

/// The first values of the rows, each once.
fn listed(rows: &[Vec<Value>], separator: &str) -> String {
    let mut texts: Vec<String> = Vec::new();
    for value in rows.iter().filter_map(|row| row.first()) {
        let text = plain(value);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let more = if texts.len() > LISTED { format!("{separator}…") } else { String::new() };
    texts.truncate(LISTED);
    texts.join(separator) + &more
}

/// A row of length, names and dates: `one of 3 steps through Russia (1914-08-23, undated, 1918)`.
fn path_words(row: &[Value]) -> Option<String> {
    let [steps, names, dates] = row else { return None };
    let (Value::List(names), Value::List(dates)) = (names, dates) else { return None };
    let texts = |values: &[Value]| values.iter().map(plain).collect::<Vec<_>>();
    let (steps, names, dates) = (plain(steps), texts(names), texts(dates));
    let unit = if steps == "1" { "step" } else { "steps" };
    let through =
        if names.is_empty() { String::new() } else { format!(" through {}", names.join(", ")) };
    Some(format!("one of {steps} {unit}{through} ({})", dates.join(", ")))
}

/// A value of one of these queries as a text.
fn plain(value: &Value) -> String {
    if let Value::String(text) = value {
        return text.to_string();
    }
    if let Value::Integer(number) = value { number.to_string() } else { "undated".to_owned() }
}

/// What may explain why a question has an empty answer, the most specific first.
///
/// # Errors
/// As [`ask`], which has turned the same question into a query before.
pub fn explanations(
    question: &Question,
    view: GraphView<'_>,
    vocabulary: &Vocabulary,
) -> Result<Vec<Explanation>> {
    let resolver = || Resolver::new(view, vocabulary);
    let mut found = Vec::new();
    for (place, limit) in question.times.iter().enumerate() {
        let mut less = question.clone();
        less.times.remove(place);
        let restriction = time_words(limit);
        let mut rewriter = Rewriter { resolver: resolver(), times: &less.times };
        let own = rewriter.without_time(&less.form, &restriction)?;
        let counted = || {
            let cypher = ask(&less, view, vocabulary, None).ok()?.cypher;
            Some(Explanation { cypher, meaning: Meaning::Without(restriction) })
        };
        found.extend(own.or_else(counted));
    }
    let mut rewriter = Rewriter { resolver: resolver(), times: &question.times };
    found.extend(rewriter.explanations(&question.form)?);
    Ok(found)
}

impl Rewriter<'_> {
    /// What there is without a time, for forms that say more about it than how many rows.
    fn without_time(&mut self, form: &QuestionForm, time: &str) -> Result<Option<Explanation>> {
        Ok(match form {
            QuestionForm::Facts(sentence)
            | QuestionForm::Verdict(sentence)
            | QuestionForm::When(sentence) => {
                let Ok(clause) = self.resolver.clause(sentence) else { return Ok(None) };
                let query = self.sentence_query(&clause).column("dated(fact)", "when");
                let cypher = query.sorted_by(["earliest(fact)"]).to_string();
                Some(Explanation { cypher, meaning: Meaning::Without(time.to_owned()) })
            }
            QuestionForm::Path { from, to, limits, .. } => {
                let cypher = self.nearest_path((from, to), limits)?;
                Some(Explanation { cypher, meaning: Meaning::PathWithout(time.to_owned()) })
            }
            QuestionForm::Links { .. }
            | QuestionForm::Common(_)
            | QuestionForm::About(_)
            | QuestionForm::Around { .. }
            | QuestionForm::Timeline(_)
            | QuestionForm::Conflicts(_)
            | QuestionForm::Changes { .. }
            | QuestionForm::Why
            | QuestionForm::List(_)
            | QuestionForm::Count(_)
            | QuestionForm::Verbs
            | QuestionForm::Labels
            | QuestionForm::Schema => None,
        })
    }

    /// What may explain an empty answer besides its time.
    fn explanations(&mut self, form: &QuestionForm) -> Result<Vec<Explanation>> {
        Ok(match form {
            QuestionForm::Facts(sentence)
            | QuestionForm::Verdict(sentence)
            | QuestionForm::When(sentence) => self.around_sentence(sentence),
            QuestionForm::Path { from, to, limits, .. } => self.other_paths((from, to), limits)?,
            QuestionForm::Common(names) => {
                let things = self.resolver.names(names)?;
                match things.as_slice() {
                    [one, other, ..] => vec![self.connection((one, other))],
                    [_] | [] => Vec::new(),
                }
            }
            QuestionForm::Around { centre, .. } | QuestionForm::About(centre) => {
                let named = self.resolver.name(centre)?;
                vec![self.verbs_of(&named)]
            }
            QuestionForm::Timeline(Some(name)) => {
                let named = self.resolver.name(name)?;
                vec![self.verbs_of(&named)]
            }
            QuestionForm::Changes { about, .. } => vec![self.span_of_dates(about.as_ref())?],
            QuestionForm::Links { names, limits } => self.other_links(names, limits)?,
            QuestionForm::Timeline(None)
            | QuestionForm::Conflicts(_)
            | QuestionForm::Why
            | QuestionForm::List(_)
            | QuestionForm::Count(_)
            | QuestionForm::Verbs
            | QuestionForm::Labels
            | QuestionForm::Schema => Vec::new(),
        })
    }

    /// The path without each of its limits, without all of them, and without any condition.
    fn other_paths(
        &mut self,
        ends: (&Phrase, &Phrase),
        limits: &Limits,
    ) -> Result<Vec<Explanation>> {
        let mut found = Vec::new();
        for (restriction, less) in less_limits(limits) {
            let cypher = self.nearest_path(ends, &less)?;
            found.push(Explanation { cypher, meaning: Meaning::PathWithout(restriction) });
        }
        let (from, to) = (self.resolver.name(ends.0)?, self.resolver.name(ends.1)?);
        found.push(self.connection((&from, &to)));
        Ok(found)
    }

    /// Which of several things are not connected, or by which limit.
    fn other_links(&mut self, names: &[Phrase], limits: &Limits) -> Result<Vec<Explanation>> {
        let things = self.resolver.names(names)?;
        let mut found = Vec::new();
        let pairs = things.split_first().into_iter();
        for (first, other) in
            pairs.flat_map(|(first, others)| others.iter().map(move |o| (first, o)))
        {
            let meaning = Meaning::Separation(first.name.clone(), other.name.clone());
            found.push(Explanation { meaning, ..self.connection((first, other)) });
        }
        for (restriction, less) in less_limits(limits) {
            let (cypher, _) = self.links(names, &less)?;
            found.push(Explanation { cypher, meaning: Meaning::Without(restriction) });
        }
        Ok(found)
    }

    /// The shortest path under some limits, as what is said of it.
    fn nearest_path(&mut self, ends: (&Phrase, &Phrase), limits: &Limits) -> Result<String> {
        let query = self.path_query(PathExtent::One, ends, limits)?;
        Ok(self.described_path(query))
    }

    fn described_path(&self, query: Query) -> String {
        let name = self.resolver.name_of("n");
        query
            .column("length(path)", "steps")
            .column(&format!("[n IN nodes(path)[1..-1] | {name}]"), "through")
            .column("[fact IN relationships(path) | dated(fact)]", "dates")
            .to_string()
    }

    /// Whether two things are connected at all.
    fn connection(&self, (from, to): (&Named, &Named)) -> Explanation {
        let (a, b) = (self.resolver.node_text("a", from), self.resolver.node_text("b", to));
        let mut query = Query::matching(a.pattern).filter(a.condition).filter(b.condition);
        query.patterns.push(b.pattern);
        query.patterns.push("path = shortestPath((a)-[*]-(b))".to_owned());
        let meaning = Meaning::Connection(from.name.clone(), to.name.clone());
        Explanation { cypher: self.described_path(query), meaning }
    }

    /// What else is stated of the things in a sentence.
    fn around_sentence(&mut self, sentence: &Sentence) -> Vec<Explanation> {
        let Ok(clause) = self.resolver.clause(sentence) else { return Vec::new() };
        let named = |side: &Side| match side {
            Side::Named(named) => named.first().cloned(),
            Side::Asked(_) | Side::Open => None,
        };
        match (named(&clause.subject), named(&clause.object)) {
            (Some(from), Some(to)) => vec![self.between(&from, &to), self.connection((&from, &to))],
            (Some(one), None) | (None, Some(one)) => vec![self.verbs_of(&one)],
            (None, None) => Vec::new(),
        }
    }

    fn between(&self, from: &Named, to: &Named) -> Explanation {
        let (a, b) = (self.resolver.node_text("a", from), self.resolver.node_text("b", to));
        let query = Query::matching(format!("{}-[fact]-{}", a.pattern, b.pattern))
            .filter(a.condition)
            .filter(b.condition)
            .column(&self.fact_in_words("fact"), "statement")
            .sorted_by(["earliest(fact)"]);
        Explanation { cypher: query.to_string(), meaning: Meaning::Between }
    }

    /// The time that the dated facts cover.
    fn span_of_dates(&mut self, about: Option<&Phrase>) -> Result<Explanation> {
        let query = self
            .facts_of(about)?
            .column("toString(min(earliest(fact)))", "first")
            .column("toString(max(latest(fact)))", "last");
        Ok(Explanation { cypher: query.to_string(), meaning: Meaning::Span })
    }

    fn verbs_of(&self, named: &Named) -> Explanation {
        let NodeText { pattern, condition } = self.resolver.node_text("a", named);
        let query = Query::matching(format!("{pattern}-[fact]-()"))
            .filter(condition)
            .column("verb(type(fact))", "verb")
            .column("count(fact)", "facts")
            .sorted_by(["facts DESC", "verb"]);
        Explanation { cypher: query.to_string(), meaning: Meaning::Verbs(named.name.clone()) }
    }
}

/// The limits without each of those that are there, with the words for the one that is missing.
fn less_limits(limits: &Limits) -> Vec<(String, Limits)> {
    let texts =
        |phrases: &[Phrase]| phrases.iter().map(Phrase::text).collect::<Vec<_>>().join(", ");
    let mut less = Vec::new();
    if let Some(number) = limits.within {
        let unit = if number.value == 1 { "step" } else { "steps" };
        let words = format!("within {} {unit}", number.value);
        less.push((words, Limits { within: None, ..limits.clone() }));
    }
    if !limits.avoiding.is_empty() {
        let words = format!("avoiding {}", texts(&limits.avoiding));
        less.push((words, Limits { avoiding: Vec::new(), ..limits.clone() }));
    }
    if !limits.through.is_empty() {
        let words = format!("through {}", texts(&limits.through));
        less.push((words, Limits { through: Vec::new(), ..limits.clone() }));
    }
    less
}

/// A time as it is asked: `during 1918`.
pub(super) fn time_words(limit: &TimeLimit) -> String {
    let words = match limit.relation {
        TimeRelation::During => "during",
        TimeRelation::Before => "before",
        TimeRelation::After => "after",
        TimeRelation::AsOf => "as of",
    };
    format!("{words} {}", limit.date.edtf)
}
