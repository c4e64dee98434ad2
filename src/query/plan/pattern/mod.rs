//! The order in which a pattern is solved.
//!
//! From each node that could come first, the pattern is solved greedily: of the steps that are
//! possible, the one that is expected to leave the fewest rows. The cheapest of these solutions is
//! taken, where the cost is the sum of all rows. Conditions are tested as soon as they can be.

mod scan;
mod shortest;
mod walk;

use std::collections::BTreeSet;

use super::build::{Partial, Planner};
use super::{LogicalPlan, Step};
use crate::error::Span;
use crate::query::bind::bound::{
    Expression, ExpressionKind, LabelRef, NameTest, PathStep, PatternNode, PatternPath,
    PatternRelationship, PatternRepetition, PatternShortest, QueryGraph, Slot, TypeRef,
};

/// So many nodes are tried as the first one.
const MOST_STARTS: usize = 12;

/// Puts the solution of a pattern on a plan.
pub(super) fn solve(planner: &Planner<'_>, graph: &QueryGraph, partial: Partial) -> Partial {
    let begin = Search::new(planner, graph, partial.available);
    let starts = begin.starts();
    let mut best: Option<Search<'_>> = None;
    for start in starts {
        let mut search = begin.clone();
        search.run(start);
        if best.as_ref().is_none_or(|best| search.cost < best.cost) {
            best = Some(search);
        }
    }
    let best = best.unwrap_or_else(|| {
        let mut search = begin.clone();
        search.run(None);
        search
    });
    let mut plan = partial.plan;
    let rows = plan.rows;
    for (step, inner, factor) in best.steps {
        let inputs = std::iter::once(plan).chain(inner).collect();
        plan = LogicalPlan { step, inputs, rows: rows * factor };
    }
    Partial { plan, available: best.available }
}

/// A pattern that is partly solved.
#[derive(Clone)]
struct Search<'a> {
    planner: &'a Planner<'a>,
    graph: &'a QueryGraph,
    available: BTreeSet<Slot>,
    relationships: Vec<&'a PatternRelationship>,
    repetitions: Vec<&'a PatternRepetition>,
    shortest: Vec<&'a PatternShortest>,
    paths: Vec<&'a PatternPath>,
    predicates: Vec<(&'a Expression, BTreeSet<Slot>)>,
    tested: BTreeSet<Slot>,
    /// What relationships have been solved, with the types that they can have.
    solved: Vec<(Slot, Option<Vec<TypeRef>>)>,
    /// Steps with their second inputs and the rows expected after them.
    steps: Vec<(Step, Option<LogicalPlan>, f64)>,
    rows: f64,
    cost: f64,
}

impl<'a> Search<'a> {
    fn new(planner: &'a Planner<'a>, graph: &'a QueryGraph, available: BTreeSet<Slot>) -> Self {
        let subqueries = &planner.statement.subqueries;
        let own = own_slots(graph);
        let needs = |predicate: &'a Expression| {
            let slots = predicate.slots(subqueries);
            (predicate, slots.intersection(&own).copied().collect())
        };
        Self {
            planner,
            graph,
            available,
            relationships: graph.relationships.iter().collect(),
            repetitions: graph.repetitions.iter().collect(),
            shortest: graph.shortest.iter().collect(),
            paths: graph.paths.iter().collect(),
            predicates: graph.predicates.iter().map(needs).collect(),
            tested: BTreeSet::new(),
            solved: Vec::new(),
            steps: Vec::new(),
            rows: 1.0,
            cost: 0.0,
        }
    }

    /// The nodes that could come first; none if a part of the pattern is bound already.
    fn starts(&self) -> Vec<Option<Slot>> {
        let bound = self.graph.nodes.iter().any(|node| self.available.contains(&node.slot));
        let known = self.relationships.iter().any(|one| self.available.contains(&one.slot));
        if bound || known || self.graph.nodes.len() < 2 {
            return vec![None];
        }
        let nodes = self.graph.nodes.iter().take(MOST_STARTS);
        nodes.map(|node| Some(node.slot)).collect()
    }

    fn run(&mut self, start: Option<Slot>) {
        self.settle();
        if let Some(node) = start.and_then(|start| self.node(start)) {
            self.scan(node);
        }
        while self.advance() {}
    }

    fn node(&self, slot: Slot) -> Option<&'a PatternNode> {
        self.graph.nodes.iter().find(|node| node.slot == slot)
    }

    fn has(&self, slot: Slot) -> bool {
        self.available.contains(&slot)
    }

    /// Adds a step.
    fn push(&mut self, step: Step, inner: Option<LogicalPlan>, rows: f64) {
        self.rows = rows;
        self.cost += rows;
        self.steps.push((step, inner, rows));
    }

    /// Makes the next step, and tests what can be tested behind it.
    fn advance(&mut self) -> bool {
        let moved = self.project_endpoints()
            || self.expand()
            || self.repeat()
            || self.connect_shortest()
            || self.scan_next();
        if moved {
            self.settle();
        }
        moved
    }

    /// Builds the paths and tests the conditions whose parts are there.
    fn settle(&mut self) {
        let mut conditions = Vec::new();
        let nodes = &self.graph.nodes;
        for node in nodes.iter().filter(|node| self.available.contains(&node.slot)) {
            if self.tested.insert(node.slot)
                && let Some(labels) = &node.labels
            {
                conditions.push(has_labels(node.slot, labels));
            }
        }
        self.build_paths();
        let available = &self.available;
        let (ready, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.predicates)
            .into_iter()
            .partition(|(_, slots)| slots.is_subset(available));
        self.predicates = waiting;
        conditions.extend(ready.into_iter().map(|(predicate, _)| predicate.clone()));
        if conditions.is_empty() {
            return;
        }
        let selectivity: f64 =
            conditions.iter().map(|one| self.planner.estimator.selectivity(one)).product();
        let rows = self.rows * selectivity;
        self.push(Step::Filter(conditions), None, rows);
    }

    fn build_paths(&mut self) {
        let available = &self.available;
        let (ready, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.paths)
            .into_iter()
            .partition(|path| path_slots(path).all(|slot| available.contains(&slot)));
        self.paths = waiting;
        for path in ready {
            let rows = self.rows;
            self.push(Step::BuildPath(path.clone()), None, rows);
            self.available.insert(path.slot);
        }
    }
}

/// Everything that solving a pattern sets.
fn own_slots(graph: &QueryGraph) -> BTreeSet<Slot> {
    let mut slots: BTreeSet<_> = graph.nodes.iter().map(|node| node.slot).collect();
    for one in &graph.relationships {
        slots.extend([one.slot, one.from, one.to]);
    }
    for one in &graph.repetitions {
        slots.extend([one.from, one.to]);
        slots.extend(one.groups.iter().map(|group| group.1));
    }
    for one in &graph.shortest {
        slots.extend([one.relationship.slot, one.relationship.from, one.relationship.to]);
        slots.extend(one.general.iter().flat_map(|general| own_slots(general)));
    }
    slots.extend(graph.paths.iter().map(|path| path.slot));
    slots
}

/// The slots that a path is built from.
fn path_slots(path: &PatternPath) -> impl Iterator<Item = Slot> + '_ {
    let step = |step: &PathStep| match step {
        PathStep::Relationship(slot) | PathStep::Relationships(slot) | PathStep::Path(slot) => {
            vec![*slot]
        }
        PathStep::Rounds(slots) => slots.clone(),
    };
    std::iter::once(path.start).chain(path.steps.iter().flat_map(step))
}

fn has_labels(slot: Slot, labels: &NameTest<LabelRef>) -> Expression {
    name_condition(slot, labels.clone(), NameTest::Wildcard)
}

fn name_condition(slot: Slot, labels: NameTest<LabelRef>, types: NameTest<TypeRef>) -> Expression {
    let span = Span::default();
    let entity = Box::new(Expression { kind: ExpressionKind::Slot(slot), span });
    Expression { kind: ExpressionKind::HasLabels(entity, labels, types), span }
}
