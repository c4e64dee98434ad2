//! Chains of facts between things, and the parts of the graph around and between them.

use super::{Rewriter, Rewritten};
use crate::error::{Error, ErrorCode, Result, Span};
use crate::query::ask::cypher::{Query, literals, time_conditions, types_text};
use crate::query::ask::resolve::Named;
use crate::query::ask::verbs::VerbPhrase;
use crate::query::ask::{AnswerKind, EVIDENCE};
use crate::syntax::ast::question::{Limits, Number, PathExtent, Phrase};

/// How many steps `all paths` goes where nothing is said.
const STEPS_OF_ALL_PATHS: u32 = 4;

/// How many paths `all paths` gives at most.
const MOST_PATHS: u32 = 1000;

impl Rewriter<'_> {
    /// `path from Japan to Germany within 4 through SUPPORTED avoiding Russia`.
    pub(super) fn path(
        &mut self,
        extent: PathExtent,
        ends: (&Phrase, &Phrase),
        limits: &Limits,
    ) -> Rewritten {
        let mut query = self.path_query(extent, ends, limits)?;
        if extent == PathExtent::All {
            query = query.sorted_by(["length(path)"]);
            query.limit = Some(MOST_PATHS);
        }
        let query = query.column("length(path)", "steps").column("path", "path");
        Ok((query.to_string(), AnswerKind::Paths))
    }

    /// What matches the paths, called `path`, and no columns yet.
    pub(super) fn path_query(
        &mut self,
        extent: PathExtent,
        (from, to): (&Phrase, &Phrase),
        limits: &Limits,
    ) -> Result<Query> {
        let (start, end) = (self.resolver.name(from)?, self.resolver.name(to)?);
        if start.node == end.node {
            let message = format!("the path would begin and end at `{}`", start.name);
            return Err(Error::new(ErrorCode::InvalidArgumentValue, message)
                .at(to.span)
                .with_help(format!("`around {}` shows what is next to it", start.name)));
        }
        let (a, b) = (self.resolver.node_text("a", &start), self.resolver.node_text("b", &end));
        let types = types_text(&self.through(limits)?);
        let most = limits.within.map(|number| number.value);
        let between = |most: Option<u32>| {
            let most = most.map_or_else(String::new, |most| format!("..{most}"));
            format!("(a)-[{types}*{most}]-(b)")
        };
        let pattern = match extent {
            PathExtent::One => format!("path = shortestPath({})", between(most)),
            PathExtent::Shortest => format!("path = allShortestPaths({})", between(most)),
            PathExtent::All => {
                format!("path = {}", between(Some(most.unwrap_or(STEPS_OF_ALL_PATHS))))
            }
        };
        let mut query = Query::matching(a.pattern).filter(a.condition).filter(b.condition);
        query.patterns.push(b.pattern);
        query.patterns.push(pattern);
        query = query.filter(self.path_conditions(limits)?);
        if extent == PathExtent::All {
            let simple = "all(n IN nodes(path) WHERE single(m IN nodes(path) WHERE m = n))";
            query = query.filter([simple.to_owned()]);
        }
        Ok(query)
    }

    /// The types of `through`, all of them, whatever their direction.
    fn through(&mut self, limits: &Limits) -> Result<Vec<String>> {
        let mut types: Vec<String> = Vec::new();
        for phrase in &limits.through {
            for kind in self.verb_types(phrase)? {
                if !types.contains(&kind) {
                    types.push(kind);
                }
            }
        }
        Ok(types)
    }

    /// The types that a verb means; an `and` divides where the whole is no verb.
    fn verb_types(&mut self, phrase: &Phrase) -> Result<Vec<String>> {
        let words: Vec<&str> = phrase.words.iter().map(|word| &*word.text).collect();
        let find = |words: &[&str]| {
            let verb = VerbPhrase { words, auxiliary: None, has_object: false };
            self.resolver.vocabulary.verbs.find(verb)
        };
        let found: Option<Vec<_>> = match find(&words) {
            Some(found) => Some(vec![found]),
            None => words.split(|word| *word == "and" || *word == "or").map(find).collect(),
        };
        let Some(found) = found else {
            return Err(self.resolver.unknown_verb(&phrase.words, phrase.span));
        };
        for instead in found.iter().filter_map(|verb| verb.instead.as_ref()) {
            self.resolver.note(format!("`{}` is read as `{instead}`", phrase.text()));
        }
        let readings = found.into_iter().flat_map(|verb| verb.readings);
        Ok(readings.map(|reading| reading.kind.to_string()).collect())
    }

    /// What must hold of a path called `path`: where it does not go, and when its facts held.
    fn path_conditions(&mut self, limits: &Limits) -> Result<Vec<String>> {
        let avoided = self.resolver.names(&limits.avoiding)?;
        let mut conditions = Vec::new();
        if !avoided.is_empty() {
            let is_avoided = self.resolver.is_among("n", &avoided);
            conditions.push(format!("none(n IN nodes(path) WHERE {is_avoided})"));
        }
        let times = time_conditions(self.times, "fact");
        if !times.is_empty() {
            let times = times.join(" AND ");
            conditions.push(format!("all(fact IN relationships(path) WHERE {times})"));
        }
        Ok(conditions)
    }

    /// `what links Japan, Kolchak and Omsk`.
    pub(super) fn links(&mut self, names: &[Phrase], limits: &Limits) -> Rewritten {
        let things = self.several(names)?;
        let types = self.through(limits)?;
        let avoided = self.resolver.names(&limits.avoiding)?;
        let mut query = Query::default();
        let mut ends = Vec::new();
        for (place, one) in (1..).zip(&things) {
            let node = self.resolver.node_text(&format!("n{place}"), one);
            query.patterns.push(node.pattern);
            query.conditions.extend(node.condition);
            ends.push(format!("n{place}"));
        }
        let mut options = Vec::new();
        let times = time_conditions(self.times, "fact");
        if !times.is_empty() {
            query = query
                .then(format!("OPTIONAL MATCH ()-[fact]->() WHERE {}", times.join(" AND ")))
                .then(format!("WITH {}, collect(fact) AS facts", ends.join(", ")));
            options.push("relationships: facts".to_owned());
            ends.push("facts".to_owned());
        }
        if !types.is_empty() {
            options.push(format!("types: {}", literals(&types)));
        }
        if !avoided.is_empty() {
            let avoid = self.resolver.is_among("n", &avoided);
            query = query
                .then(format!("MATCH (n) WHERE {avoid}"))
                .then(format!("WITH {}, collect(n) AS avoided", ends.join(", ")));
            options.push("avoid: avoided".to_owned());
        }
        let things: Vec<&str> =
            ends.iter().map(String::as_str).filter(|end| *end != "facts").collect();
        let call =
            format!("CALL algo.connect([{}], {{{}}})", things.join(", "), options.join(", "));
        let query = query.then(format!("{call}\nYIELD path")).column("path", "path");
        Ok((query.to_string(), AnswerKind::Connection))
    }

    /// At least two things.
    fn several(&mut self, names: &[Phrase]) -> Result<Vec<Named>> {
        let things = self.resolver.names(names)?;
        let span = names.iter().map(|name| name.span).reduce(Span::to);
        if things.len() < 2 {
            let error =
                Error::new(ErrorCode::InvalidArgumentValue, "two things or more are expected");
            let error = error.with_help("divide the names by commas or `and`");
            return Err(error.at(span.unwrap_or_default()));
        }
        Ok(things)
    }

    /// `what do Kolchak and Semenov have in common`.
    pub(super) fn common(&mut self, names: &[Phrase]) -> Rewritten {
        let things = self.several(names)?;
        let mut lines = Vec::new();
        let mut kept = vec!["shared".to_owned()];
        for (place, one) in (1..).zip(&things) {
            let node = self.resolver.node_text("a", one);
            let others: Vec<String> = things.iter().map(|one| one.node.0.to_string()).collect();
            let condition = format!("NOT id(shared) IN [{}]", others.join(", "));
            let conditions = std::iter::once(condition).chain(node.condition);
            let conditions: Vec<String> =
                conditions.chain(time_conditions(self.times, "fact")).collect();
            lines.push(format!("MATCH {}-[fact]-(shared)", node.pattern));
            lines.push(format!("WHERE {}", conditions.join(" AND ")));
            lines.push(format!("WITH {}, collect(fact) AS facts{place}", kept.join(", ")));
            kept.push(format!("facts{place}"));
        }
        let facts = kept.split_off(1);
        let dated = "coalesce(' (' + dated(fact) + ')', '')";
        let words = format!("{} + {dated}", self.fact_in_words("fact"));
        let mut query = Query { clauses: lines, ..Query::default() };
        query = query.column(&self.resolver.name_of("shared"), "what");
        for (facts, one) in facts.iter().zip(&things) {
            query = query.column(&format!("[fact IN {facts} | {words}]"), &one.name);
        }
        let all = facts.join(" + ");
        let sources = format!(
            "reduce(found = [], fact IN {all} | found + [one IN sources(fact) WHERE NOT one IN found])"
        );
        let query = query.column(&sources, "source").column(&all, EVIDENCE).sorted_by(["what"]);
        Ok((query.to_string(), AnswerKind::Common))
    }

    /// `around Otani 2 through COMMANDED`.
    pub(super) fn around(
        &mut self,
        centre: &Phrase,
        steps: Option<Number>,
        limits: &Limits,
    ) -> Rewritten {
        let (centre, steps) = self.centre(centre, steps)?;
        let a = self.resolver.node_text("a", &centre);
        let types = types_text(&self.through(limits)?);
        let conditions = self.path_conditions(limits)?;
        let query = match (steps, conditions.is_empty()) {
            (1, _) => Query::matching(format!("path = {}-[fact{types}]-()", a.pattern)),
            // Which nodes are reached is a search; the paths to them may be far too many.
            (_, true) => {
                Query::matching(format!("{}-[{types}*0..{}]-(inner)", a.pattern, steps - 1))
            }
            (_, false) => Query::matching(format!("path = {}-[{types}*1..{steps}]-()", a.pattern)),
        };
        let query = query.filter(a.condition);
        let query = match (steps, conditions.is_empty()) {
            (1, _) => query.filter(conditions).then("WITH DISTINCT fact"),
            (_, true) => query
                .then("WITH DISTINCT inner")
                .then(format!("MATCH (inner)-[fact{types}]-()"))
                .then("WITH DISTINCT fact"),
            (_, false) => query
                .filter(conditions)
                .then("UNWIND relationships(path) AS fact")
                .then("WITH DISTINCT fact"),
        };
        let query = self.fact_columns(query);
        Ok((query.to_string(), AnswerKind::Neighbourhood(centre.node)))
    }

    /// The middle and the steps; `around Apollo 11` names one thing if there is such a thing.
    fn centre(&mut self, centre: &Phrase, steps: Option<Number>) -> Result<(Named, u32)> {
        let Some(number) = steps else { return Ok((self.resolver.name(centre)?, 1)) };
        let longer = format!("{} {}", centre.text(), number.value);
        let whole = self.resolver.vocabulary.names.find_whole(&longer);
        if let Some(node) = whole.and_then(|found| found.nodes.first().copied()) {
            let name = self.resolver.vocabulary.names.name(node).unwrap_or(&longer).to_owned();
            return Ok((Named { node, name }, 1));
        }
        if number.value == 0 {
            let error = Error::new(ErrorCode::InvalidArgumentValue, "no steps lead nowhere");
            return Err(error.at(number.span).with_help("one step is the least"));
        }
        Ok((self.resolver.name(centre)?, number.value))
    }
}
