//! The order in which a pattern is solved.
//!
//! From each node that could come first, the pattern is solved greedily: of the steps that are
//! possible, the one that is expected to leave the fewest rows. The cheapest of these solutions is
//! taken, where the cost is the sum of all rows. Conditions are tested as soon as they can be.

use std::collections::BTreeSet;

use super::build::{Partial, Planner};
use super::cost::Estimator;
use super::seek::{IndexUse, best_index};
use super::{
    Expand, LogicalPlan, ProjectEndpoints, Repeat, SelectPaths, ShortestPath, Step, VarLengthExpand,
};
use crate::error::Span;
use crate::query::bind::bound::{
    Expression, ExpressionKind, LabelRef, NameTest, PathRestriction, PathStep, PatternNode,
    PatternPath, PatternRelationship, PatternRepetition, PatternShortest, QueryGraph, Slot,
    TypeRef,
};
use crate::syntax::ast::ComparisonOperator;

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

    /// Reads the nodes at the ends of a relationship that is bound.
    fn project_endpoints(&mut self) -> bool {
        let place = self
            .relationships
            .iter()
            .position(|one| one.length.is_none() && self.available.contains(&one.slot));
        let Some(one) = place.map(|place| self.relationships.remove(place)) else { return false };
        let (types, rest) = type_list(one.types.as_ref());
        let step = ProjectEndpoints {
            relationship: one.slot,
            from: one.from,
            to: one.to,
            from_bound: self.has(one.from),
            to_bound: self.has(one.to),
            direction: one.direction,
            unlike: self.unlike(one, types.as_deref()),
            types,
        };
        let rows = self.rows;
        self.push(Step::ProjectEndpoints(step), None, rows);
        self.finish_relationship(one, rest);
        true
    }

    /// Notes that a relationship is solved, and tests of its type what the step did not.
    fn finish_relationship(
        &mut self,
        one: &'a PatternRelationship,
        rest: Option<&NameTest<TypeRef>>,
    ) {
        self.available.extend([one.slot, one.from, one.to]);
        if one.mode != PathRestriction::Walk {
            self.solved.push((one.slot, type_list(one.types.as_ref()).0));
        }
        if let Some(test) = rest.filter(|_| one.length.is_none()) {
            let rows = self.rows;
            self.push(Step::Filter(vec![has_type(one.slot, test)]), None, rows);
        }
    }

    /// The relationships that one must differ from: those solved before it that could be the same.
    fn unlike(&self, one: &PatternRelationship, types: Option<&[TypeRef]>) -> Vec<Slot> {
        if one.mode == PathRestriction::Walk {
            return Vec::new();
        }
        let may_equal = |other: &Option<Vec<TypeRef>>| match (types, other) {
            (Some(types), Some(other)) => types.iter().any(|kind| other.contains(kind)),
            _ => true,
        };
        let solved = self.solved.iter().filter(|(_, types)| may_equal(types));
        solved.map(|(slot, _)| *slot).collect()
    }

    /// Follows the relationship, or chain of them, that leaves the fewest rows.
    fn expand(&mut self) -> bool {
        let candidates = self.relationships.iter().enumerate();
        let best = candidates
            .filter(|(_, one)| self.has(one.from) || self.has(one.to))
            .map(|(place, one)| (place, self.expansion_factor(one)))
            .min_by(|one, other| one.1.total_cmp(&other.1));
        let Some((place, factor)) = best else { return false };
        let one = self.relationships.remove(place);
        let rows = self.rows * factor;
        self.follow(one, rows);
        true
    }

    /// By how much the rows grow when a relationship is followed; less where its far end is tested.
    fn expansion_factor(&self, one: &PatternRelationship) -> f64 {
        let (types, _) = type_list(one.types.as_ref());
        let estimator = &self.planner.estimator;
        let degree = estimator.degree(types.as_deref(), one.direction);
        let factor = one.length.map_or(degree, |length| Estimator::chains(degree, length));
        if self.has(one.from) && self.has(one.to) {
            return factor / estimator.nodes();
        }
        factor
    }

    fn follow(&mut self, one: &'a PatternRelationship, rows: f64) {
        let into = self.has(one.from) && self.has(one.to);
        let backwards = !self.has(one.from);
        let (from, to) = if backwards { (one.to, one.from) } else { (one.from, one.to) };
        let direction = if backwards { one.direction.reversed() } else { one.direction };
        let (types, rest) = type_list(one.types.as_ref());
        let unlike = self.unlike(one, types.as_deref());
        let Some(length) = one.length else {
            let relationship = one.slot;
            let step = Expand { from, relationship, to, direction, types, into, unlike };
            self.push(Step::Expand(step), None, rows);
            return self.finish_relationship(one, rest);
        };
        let bound_list = self.has(one.slot);
        let relationships = one.slot;
        let step = VarLengthExpand {
            from,
            relationships,
            to,
            direction,
            types,
            type_test: rest.cloned(),
            length,
            each: one.each.clone(),
            mode: one.mode,
            into,
            reversed: backwards,
            unlike,
            given: bound_list,
        };
        self.push(Step::VarLengthExpand(step), None, rows);
        self.finish_relationship(one, None);
    }

    /// Walks a quantified path from its first node.
    fn repeat(&mut self) -> bool {
        let place = self.repetitions.iter().position(|one| self.available.contains(&one.from));
        let Some(one) = place.map(|place| self.repetitions.remove(place)) else { return false };
        let mut available = self.available.clone();
        available.insert(one.inner_from);
        let inner = Partial { plan: LogicalPlan::argument(), available };
        let inner = solve(self.planner, &one.inner, inner).plan;
        let rows = self.rows * Estimator::chains(inner.rows, one.length);
        let unlike = if one.mode == PathRestriction::Walk {
            Vec::new()
        } else {
            self.solved.iter().map(|(slot, _)| *slot).collect()
        };
        let step = Repeat {
            from: one.from,
            to: one.to,
            into: self.has(one.to),
            inner_from: one.inner_from,
            inner_to: one.inner_to,
            groups: one.groups.clone(),
            relationships: one.relationships.clone(),
            length: one.length,
            mode: one.mode,
            unlike,
        };
        self.push(Step::Repeat(step), Some(inner), rows);
        self.available.insert(one.to);
        self.available.extend(one.groups.iter().map(|group| group.1));
        if one.mode != PathRestriction::Walk {
            let lists = one.groups.iter().filter(|group| one.relationships.contains(&group.0));
            self.solved.extend(lists.map(|group| (group.1, None)));
        }
        true
    }

    /// Seeks the shortest paths between nodes that are there.
    fn connect_shortest(&mut self) -> bool {
        let ready = |one: &&PatternShortest| {
            let chain = &one.relationship;
            one.general.is_some()
                || (self.available.contains(&chain.from) && self.available.contains(&chain.to))
        };
        let place = self.shortest.iter().position(ready);
        let Some(one) = place.map(|place| self.shortest.remove(place)) else { return false };
        if let (Some(general), Some(path)) = (&one.general, one.general_path) {
            self.select_paths(one, general, path);
        } else {
            self.shortest_chain(one);
        }
        true
    }

    fn select_paths(&mut self, one: &PatternShortest, general: &QueryGraph, path: Slot) {
        let available = self.available.clone();
        let inner =
            solve(self.planner, general, Partial { plan: LogicalPlan::argument(), available });
        let live: Vec<_> = inner.available.difference(&self.available).copied().collect();
        let rows = self.rows * inner.plan.rows.sqrt().max(1.0);
        let selection = one.selection.clone();
        self.available.extend(live.iter().copied());
        self.push(Step::SelectPaths(SelectPaths { path, live, selection }), Some(inner.plan), rows);
    }

    fn shortest_chain(&mut self, one: &PatternShortest) {
        let chain = &one.relationship;
        let (types, rest) = type_list(chain.types.as_ref());
        let (predicates, paths) = if one.searches_conditions {
            self.conditions_of_chain(chain.slot)
        } else {
            (Vec::new(), Vec::new())
        };
        let expand = VarLengthExpand {
            from: chain.from,
            relationships: chain.slot,
            to: chain.to,
            direction: chain.direction,
            type_test: rest.cloned(),
            types,
            length: chain.length.expect("a chain that is searched has bounds"),
            each: chain.each.clone(),
            mode: chain.mode,
            into: true,
            reversed: false,
            unlike: Vec::new(),
            given: false,
        };
        let selection = one.selection.clone();
        let rows = self.rows;
        self.push(
            Step::ShortestPath(ShortestPath { expand, selection, predicates, paths }),
            None,
            rows,
        );
        self.available.insert(chain.slot);
    }

    /// Takes out the conditions that speak of a chain, and the paths that they speak of.
    fn conditions_of_chain(&mut self, chain: Slot) -> (Vec<Expression>, Vec<PatternPath>) {
        let of_chain = |path: &&PatternPath| path.steps.contains(&PathStep::Relationships(chain));
        let paths: Vec<_> = self.paths.iter().copied().filter(of_chain).cloned().collect();
        let mut own: BTreeSet<_> = paths.iter().map(|path| path.slot).collect();
        own.insert(chain);
        let known: BTreeSet<_> = self.available.union(&own).copied().collect();
        let (inside, outside): (Vec<_>, Vec<_>) = std::mem::take(&mut self.predicates)
            .into_iter()
            .partition(|(_, slots)| !slots.is_disjoint(&own) && slots.is_subset(&known));
        self.predicates = outside;
        (inside.into_iter().map(|(predicate, _)| predicate.clone()).collect(), paths)
    }

    /// Scans for the node that leaves the fewest rows.
    fn scan_next(&mut self) -> bool {
        let nodes = self.graph.nodes.iter().filter(|node| !self.available.contains(&node.slot));
        let best = nodes
            .min_by(|one, other| self.scan_estimate(one).total_cmp(&self.scan_estimate(other)));
        let Some(node) = best else { return false };
        self.scan(node);
        true
    }

    /// The nodes that a scan finds and its conditions leave.
    fn scan_estimate(&self, node: &PatternNode) -> f64 {
        let estimator = &self.planner.estimator;
        if self.identity_of(node.slot).is_some() {
            return 1.0;
        }
        if let Some(index) = self.index_of(node) {
            return index.rows;
        }
        let nodes = node.labels.as_ref().map_or(1.0, |test| estimator.label_selectivity(test));
        let single = |slots: &BTreeSet<Slot>| slots.len() == 1 && slots.contains(&node.slot);
        let conditions = self.predicates.iter().filter(|(_, slots)| single(slots));
        let selectivity: f64 = conditions.map(|(one, _)| estimator.selectivity(one)).product();
        nodes * estimator.nodes() * selectivity
    }

    fn index_of(&self, node: &PatternNode) -> Option<IndexUse> {
        let predicates = self.predicates.iter().map(|(predicate, _)| *predicate);
        best_index(self.planner, node, predicates, &self.available)
    }

    fn scan(&mut self, node: &'a PatternNode) {
        let estimator = &self.planner.estimator;
        let slot = node.slot;
        let (step, rows) = if let Some(id) = self.identity_of(slot) {
            (Step::NodeByIdSeek { node: slot, id }, 1.0)
        } else if let Some(IndexUse { label, key, seek, rows }) = self.index_of(node) {
            (Step::NodeIndexSeek { node: slot, label, key, seek }, rows)
        } else if let Some(label) = node.labels.as_ref().and_then(|test| self.best_label(test)) {
            (Step::NodeByLabelScan { node: slot, label }, estimator.label(label))
        } else {
            (Step::AllNodesScan { node: slot }, estimator.nodes())
        };
        if let (Step::NodeByLabelScan { .. }, Some(NameTest::Name(_))) = (&step, &node.labels) {
            self.tested.insert(slot);
        }
        let rows = self.rows * rows;
        self.push(step, None, rows);
        self.available.insert(slot);
        self.settle();
    }

    /// The rarest label that a node must have.
    fn best_label(&self, test: &NameTest<LabelRef>) -> Option<LabelRef> {
        let estimator = &self.planner.estimator;
        match test {
            NameTest::Name(label) => Some(*label),
            NameTest::And(tests) => tests
                .iter()
                .filter_map(|test| self.best_label(test))
                .min_by(|one, other| estimator.label(*one).total_cmp(&estimator.label(*other))),
            NameTest::Wildcard | NameTest::Not(_) | NameTest::Or(_) => None,
        }
    }

    /// The expression that a node's identity must equal, if there is one that can be computed.
    fn identity_of(&self, node: Slot) -> Option<Expression> {
        self.predicates.iter().find_map(|(predicate, _)| {
            let ExpressionKind::Comparison(ComparisonOperator::Equal, left, right) =
                &predicate.kind
            else {
                return None;
            };
            let computable = |other: &Expression| {
                let slots = other.slots(&self.planner.statement.subqueries);
                slots.is_subset(&self.available)
            };
            if is_identity(left, node) && computable(right) {
                Some((**right).clone())
            } else if is_identity(right, node) && computable(left) {
                Some((**left).clone())
            } else {
                None
            }
        })
    }
}

/// Whether an expression is `id(node)` or `elementId(node)`.
fn is_identity(expression: &Expression, node: Slot) -> bool {
    let ExpressionKind::Call(function, arguments) = &expression.kind else { return false };
    matches!(function.name, "id" | "elementId")
        && matches!(arguments.as_slice(), [one] if matches!(one.kind, ExpressionKind::Slot(slot) if slot == node))
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

/// The types by which relationships are selected while they are followed, and the test that is left.
fn type_list(
    test: Option<&NameTest<TypeRef>>,
) -> (Option<Vec<TypeRef>>, Option<&NameTest<TypeRef>>) {
    match test.map(|test| (test.alternatives(), test)) {
        None => (None, None),
        Some((Some(types), _)) => (Some(types), None),
        Some((None, test)) => (None, Some(test)),
    }
}

fn has_labels(slot: Slot, labels: &NameTest<LabelRef>) -> Expression {
    name_condition(slot, labels.clone(), NameTest::Wildcard)
}

fn has_type(slot: Slot, types: &NameTest<TypeRef>) -> Expression {
    name_condition(slot, NameTest::Wildcard, types.clone())
}

fn name_condition(slot: Slot, labels: NameTest<LabelRef>, types: NameTest<TypeRef>) -> Expression {
    let span = Span::default();
    let entity = Box::new(Expression { kind: ExpressionKind::Slot(slot), span });
    Expression { kind: ExpressionKind::HasLabels(entity, labels, types), span }
}
