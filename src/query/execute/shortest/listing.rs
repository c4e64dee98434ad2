//! Chains between two nodes by increasing length.
//!
//! All chains of a length are known before the next length is begun. A chain that can't reach the last
//! node within the bounds any more is given up; for that, a search from the last node measures its
//! distances first.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::super::context::Context;
use super::super::row::Row;
use super::{Chain, Walker};
use crate::error::Result;
use crate::graph::{Adjacent, NodeId, RelationshipId};
use crate::query::bind::bound::PathRestriction;

/// The number of a chain that is no longer than nothing.
const ROOT: usize = 0;

/// A chain: another one, and one step more.
#[derive(Clone, Copy, Debug)]
struct Link {
    before: usize,
    relationship: RelationshipId,
    node: NodeId,
}

/// The chains of one length at a time.
#[derive(Debug)]
pub(super) struct Listing {
    to: NodeId,
    distances: HashMap<NodeId, usize, RandomState>,
    /// All chains; the first one is empty.
    links: Vec<Link>,
    /// The chains of the present length, and which of them comes next.
    level: Vec<usize>,
    place: usize,
    length: usize,
}

impl Listing {
    pub(super) fn new(
        walker: &Walker<'_>,
        from: NodeId,
        to: NodeId,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Self> {
        let distances = distances(walker, to, context, row)?;
        let root = Link { before: ROOT, relationship: RelationshipId(0), node: from };
        let level = if distances.contains_key(&from) { vec![ROOT] } else { Vec::new() };
        Ok(Self { to, distances, links: vec![root], level, place: 0, length: 0 })
    }

    /// The length of the chains that come next.
    pub(super) fn length(&self) -> usize {
        if self.place < self.level.len() { self.length } else { self.length + 1 }
    }

    /// The next chain.
    pub(super) fn next(
        &mut self,
        walker: &Walker<'_>,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<Option<Chain>> {
        loop {
            if let Some(chain) = self.next_of_length(walker.min()) {
                return Ok(Some(chain));
            }
            if self.level.is_empty() || self.length >= walker.max() {
                return Ok(None);
            }
            self.lengthen(walker, context, row)?;
        }
    }

    /// The next chain of the present length that leads to the last node.
    fn next_of_length(&mut self, min: usize) -> Option<Chain> {
        while let Some(number) = self.level.get(self.place) {
            self.place += 1;
            let is_complete = self.links.get(*number).is_some_and(|link| link.node == self.to);
            if is_complete && self.length >= min {
                return Some(self.chain(*number));
            }
        }
        None
    }

    fn chain(&self, number: usize) -> Chain {
        let mut chain: Chain = self.ancestors(number).map(|link| link.relationship).collect();
        chain.reverse();
        chain
    }

    /// The steps of a chain, the last one first.
    fn ancestors(&self, number: usize) -> impl Iterator<Item = Link> + '_ {
        let mut number = number;
        std::iter::from_fn(move || {
            let link = self.links.get(number).copied().filter(|_| number != ROOT)?;
            number = link.before;
            Some(link)
        })
    }

    /// Finds the chains that are one step longer.
    fn lengthen(
        &mut self,
        walker: &Walker<'_>,
        context: &mut Context<'_>,
        row: &mut Row,
    ) -> Result<()> {
        let level = std::mem::take(&mut self.level);
        self.place = 0;
        self.length += 1;
        let mut steps = Vec::new();
        for before in level {
            let Some(node) = self.links.get(before).map(|link| link.node) else { continue };
            walker.steps_from(node, walker.step.direction, &mut steps, context, row)?;
            for step in &steps {
                context.tick()?;
                if self.leads_on(*step, walker) && self.allows(before, *step, walker.step.mode) {
                    self.level.push(self.links.len());
                    let Adjacent { relationship, node } = *step;
                    self.links.push(Link { before, relationship, node });
                    context.watch.reserve(size_of::<Link>())?;
                }
            }
        }
        Ok(())
    }

    /// Whether the last node can still be reached within the bounds.
    fn leads_on(&self, step: Adjacent, walker: &Walker<'_>) -> bool {
        let distance = self.distances.get(&step.node);
        distance.is_some_and(|distance| self.length.saturating_add(*distance) <= walker.max())
    }

    /// Whether nothing repeats that may not.
    fn allows(&self, before: usize, step: Adjacent, restriction: PathRestriction) -> bool {
        let first = self.links.first().map(|link| link.node);
        let visited =
            |node| first == Some(node) || self.ancestors(before).any(|link| link.node == node);
        let used =
            |relationship| self.ancestors(before).any(|link| link.relationship == relationship);
        match restriction {
            PathRestriction::Walk => true,
            PathRestriction::Trail => !used(step.relationship),
            PathRestriction::Acyclic => !visited(step.node),
            PathRestriction::Simple => {
                let end = self.links.get(before).map(|link| link.node);
                let is_closed = before != ROOT && end == first;
                let closes = first == Some(step.node) && !used(step.relationship);
                !is_closed && (closes || !visited(step.node))
            }
        }
    }
}

/// How far it is from each node to the last one.
fn distances(
    walker: &Walker<'_>,
    to: NodeId,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<HashMap<NodeId, usize, RandomState>> {
    let direction = walker.step.direction.reversed();
    let mut distances = HashMap::default();
    distances.insert(to, 0);
    let mut frontier = vec![to];
    let mut steps = Vec::new();
    let mut distance = 0;
    while !frontier.is_empty() && distance < walker.max() {
        distance += 1;
        for node in std::mem::take(&mut frontier) {
            walker.steps_from(node, direction, &mut steps, context, row)?;
            for step in &steps {
                distances.entry(step.node).or_insert_with(|| {
                    frontier.push(step.node);
                    distance
                });
            }
        }
    }
    Ok(distances)
}
