//! The shortest chains between two nodes.
//!
//! Conditions that speak of every node or every relationship of a path (`all`, `none`) are tested
//! while the search goes on ([`walker`]). Where no other condition is left, one chain is sought from
//! both ends at once ([`ends`]) and all of the least length in a graph of predecessors
//! ([`predecessors`]); else chains are listed by increasing length ([`listing`]) until enough of them
//! pass.

mod ends;
mod listing;
mod predecessors;
mod walker;

use listing::Listing;
use predecessors::Predecessors;
use walker::Walker;

use super::context::Context;
use super::evaluate::all_true;
use super::operator::{Input, Operator};
use super::read::{PathBuilder, Quota, Remaining};
use super::row::Row;
use crate::error::Result;
use crate::graph::{NodeId, RelationshipId};
use crate::query::bind::bound::Expression;
use crate::query::plan;
use crate::value::Value;

/// The relationships of a chain, from its first node to its last.
type Chain = Vec<RelationshipId>;

/// A search between two nodes.
enum Search {
    /// It has ended.
    Ended,
    /// One chain is left.
    Single(Chain),
    /// All chains of the least length.
    Shortest(Predecessors),
    /// All chains, by increasing length.
    Listing(Listing),
}

/// The shortest chains between two nodes that are bound already.
pub(super) struct ShortestPath<'p> {
    input: Input<'p>,
    step: &'p plan::ShortestPath,
    walker: Walker<'p>,
    /// The conditions that need a whole chain, and the paths that they speak of.
    predicates: Vec<&'p Expression>,
    paths: Vec<PathBuilder<'p>>,
    search: Search,
    remaining: Remaining,
}

impl<'p> ShortestPath<'p> {
    pub(super) fn new(input: Input<'p>, step: &'p plan::ShortestPath) -> Self {
        let (walker, predicates) = Walker::new(step);
        Self {
            input,
            step,
            walker,
            predicates,
            paths: step.paths.iter().map(PathBuilder::new).collect(),
            search: Search::Ended,
            remaining: Remaining::new(Quota::Paths(0)),
        }
    }

    /// Begins between the nodes of the present row.
    fn start(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        let expand = &self.step.expand;
        let (Some(from), Some(to)) = (row.node(expand.from)?, row.node(expand.to)?) else {
            return Ok(());
        };
        self.walker.prepare(context);
        let quota = Quota::of(&self.step.selection, context, row)?;
        self.remaining = Remaining::new(quota);
        if self.walker.accepts_node(from, context, row)?
            && self.walker.accepts_node(to, context, row)?
        {
            self.search = self.begin(quota, from, to, context, row)?;
        }
        Ok(())
    }

    fn begin(
        &self,
        quota: Quota,
        from: NodeId,
        to: NodeId,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Search> {
        let length = self.step.expand.length;
        if from == to && length.min > 0 && !self.step.allows_cycle {
            return Ok(Search::Ended);
        }
        let is_plain = self.predicates.is_empty() && (length.min == 0 || from != to);
        if !is_plain || length.min > 1 {
            return Ok(Search::Listing(Listing::new(&self.walker, from, to, context, row)?));
        }
        match quota {
            Quota::Paths(1) => {
                let chain = ends::search(&self.walker, from, to, context, row)?;
                Ok(chain.map_or(Search::Ended, Search::Single))
            }
            Quota::Lengths(1) => {
                let all = Predecessors::search(&self.walker, from, to, context, row)?;
                Ok(Search::Shortest(all))
            }
            Quota::Paths(_) | Quota::Lengths(_) => {
                Ok(Search::Listing(Listing::new(&self.walker, from, to, context, row)?))
            }
        }
    }

    /// The next chain of the search, shorter ones first.
    fn next_chain(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<Option<Chain>> {
        match &mut self.search {
            Search::Ended => Ok(None),
            Search::Single(chain) => {
                let chain = std::mem::take(chain);
                self.search = Search::Ended;
                Ok(Some(chain))
            }
            Search::Shortest(all) => all.next(context),
            Search::Listing(listing) => {
                if self.remaining.is_used_up(listing.length()) {
                    return Ok(None);
                }
                listing.next(&self.walker, context, row)
            }
        }
    }

    /// Goes on to the next chain that passes.
    fn advance(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while let Some(chain) = self.next_chain(context, row)? {
            context.tick()?;
            let length = chain.len();
            if self.remaining.is_used_up(length) {
                break;
            }
            row.set(self.step.expand.relationships, self.as_list(&chain));
            if self.passes(context, row)? && self.remaining.take(length) {
                return Ok(true);
            }
        }
        self.search = Search::Ended;
        Ok(false)
    }

    fn as_list(&self, chain: &[RelationshipId]) -> Value {
        let value = |id: &RelationshipId| Value::Relationship(*id);
        if self.step.expand.reversed {
            return Value::list(chain.iter().rev().map(value).collect());
        }
        Value::list(chain.iter().map(value).collect())
    }

    /// Whether the chain in its slot fulfils the conditions on the whole of it.
    fn passes(&self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if self.predicates.is_empty() {
            return Ok(true);
        }
        for path in &self.paths {
            if !path.build(context, row)? {
                return Ok(false);
            }
        }
        for predicate in &self.predicates {
            if !all_true(std::slice::from_ref(*predicate), context, row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Operator for ShortestPath<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.search = Search::Ended;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            if self.advance(context, row)? {
                return Ok(true);
            }
            context.tick()?;
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            self.start(context, row)?;
        }
    }
}
