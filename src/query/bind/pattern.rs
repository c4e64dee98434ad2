//! Patterns of `MATCH`: their variables, their conditions, their paths.

use std::iter::Peekable;

use super::binder::{Aggregation, Binder};
use super::bound::{
    EachRelationship, Expression, ExpressionKind, LengthRange, NameTest, PathRestriction, PathStep,
    PatternNode, PatternPath, PatternRelationship, PatternRepetition, PatternShortest, QueryGraph,
    Selection, Slot,
};
use super::scope::Type;
use crate::error::ErrorCode;
use crate::graph::Direction;
use crate::syntax::ast;
use crate::syntax::ast::{ComparisonOperator, PathElement, ShortestFunction};
use crate::value::{Kinds, Value};

/// A path pattern while its elements are declared.
struct PathBuilder {
    start: Slot,
    end: Slot,
    steps: Vec<PathStep>,
    restriction: PathRestriction,
}

/// A pattern while it is declared; conditions wait until all its variables are in scope.
pub(super) struct GraphBuilder<'p> {
    graph: QueryGraph,
    /// Variables below this place in the scope are from before the pattern.
    fence: usize,
    waiting: Vec<Waiting<'p>>,
}

/// A condition that is bound once all variables are in scope.
enum Waiting<'p> {
    /// A property map of the entity in a slot.
    Properties(Slot, &'p ast::Expression),
    /// A `WHERE` within the pattern.
    Predicate(&'p ast::Expression),
    /// The property map of each relationship of the chain in a slot.
    Each(Slot, &'p ast::Expression),
    /// The `WHERE` of each relationship of the chain in a slot, with the chain's variable.
    EachPredicate(Slot, Option<&'p ast::Name>, &'p ast::Expression),
}

impl Binder<'_> {
    /// Binds the pattern of a `MATCH` with its `WHERE`; its variables come into scope.
    pub(super) fn bind_match(
        &mut self,
        pattern: &ast::Pattern,
        predicate: Option<&ast::Expression>,
    ) -> QueryGraph {
        let paths: Vec<_> = pattern.paths.iter().collect();
        self.bind_paths(&paths, predicate)
    }

    /// Binds path patterns that hold together.
    pub(super) fn bind_paths(
        &mut self,
        paths: &[&ast::PathPattern],
        predicate: Option<&ast::Expression>,
    ) -> QueryGraph {
        let mut builder = GraphBuilder {
            graph: QueryGraph::default(),
            fence: self.scope.len(),
            waiting: Vec::new(),
        };
        for path in paths {
            self.declare_path(path, &mut builder);
        }
        let waiting = std::mem::take(&mut builder.waiting);
        for condition in waiting {
            self.bind_waiting(&condition, &mut builder.graph);
        }
        if let Some(predicate) = predicate {
            let bound = self.with_rules(Aggregation::Forbidden, true, |binder| {
                binder.bind_condition(predicate)
            });
            split(bound, &mut builder.graph.predicates);
        }
        builder.graph
    }

    fn declare_path<'p>(&mut self, path: &'p ast::PathPattern, builder: &mut GraphBuilder<'p>) {
        let selection = self.bind_selection(path);
        let built = match selection {
            Some(selection) => self.declare_selected(path, selection, builder),
            None => self.declare_elements(&path.elements, restriction(path.mode), builder),
        };
        let Some(built) = built else { return };
        let checked = path.in_time_order
            || (matches!(built.restriction, PathRestriction::Acyclic | PathRestriction::Simple)
                && built.steps.len() > 1);
        if path.variable.is_none() && !checked {
            return;
        }
        let slot = match &path.variable {
            Some(name) if self.scope.get(&name.text).is_some() => {
                self.already_bound(name);
                return;
            }
            Some(name) => self.declare(name, Type::PATH),
            None => self.anonymous_slot(),
        };
        builder.graph.paths.push(PatternPath {
            slot,
            start: built.start,
            steps: built.steps,
            in_time_order: path.in_time_order,
            restriction: built.restriction,
        });
    }

    fn bind_selection(&mut self, path: &ast::PathPattern) -> Option<Selection> {
        match (path.function, &path.selector) {
            (Some(ShortestFunction::One), _) => Some(Selection::One),
            (Some(ShortestFunction::All), _) | (None, Some(ast::Selector::AllShortest)) => {
                Some(Selection::All)
            }
            (None, Some(ast::Selector::Any(count))) => {
                Some(Selection::Any(self.bind_plain(count).0))
            }
            (None, Some(ast::Selector::Shortest(count))) => {
                Some(Selection::First(self.bind_plain(count).0))
            }
            (None, Some(ast::Selector::ShortestGroups(count))) => {
                Some(Selection::Groups(self.bind_plain(count).0))
            }
            (None, Some(ast::Selector::All) | None) => None,
        }
    }

    /// Declares a pattern of which only the shortest paths are kept.
    fn declare_selected<'p>(
        &mut self,
        path: &'p ast::PathPattern,
        selection: Selection,
        builder: &mut GraphBuilder<'p>,
    ) -> Option<PathBuilder> {
        let function = path.function.is_some();
        if let [PathElement::Node(from), PathElement::Relationship(chain), PathElement::Node(to)] =
            path.elements.as_slice()
        {
            let from = self.declare_node(from, builder);
            let to = self.declare_node(to, builder);
            let mut relationship =
                self.declare_relationship(chain, (from, to), restriction(path.mode), builder, true);
            if relationship.length.is_none() {
                relationship.length = Some(LengthRange { min: 1, max: Some(1) });
            }
            let slot = relationship.slot;
            wait_for_chain(chain, slot, builder);
            builder.graph.shortest.push(PatternShortest {
                relationship,
                general: None,
                general_path: None,
                selection,
                searches_conditions: function,
            });
            let steps = vec![PathStep::Relationships(slot)];
            let restriction = restriction(path.mode);
            return Some(PathBuilder { start: from, end: to, steps, restriction });
        }
        if function {
            let message = "`shortestPath` takes a pattern of two nodes and one relationship";
            self.fault(ErrorCode::InvalidRelationshipPattern, path.span, message);
            return None;
        }
        self.declare_general_selection(path, selection, builder)
    }

    /// Declares a pattern of any shape of which only the shortest paths are kept.
    fn declare_general_selection<'p>(
        &mut self,
        path: &'p ast::PathPattern,
        selection: Selection,
        builder: &mut GraphBuilder<'p>,
    ) -> Option<PathBuilder> {
        let mut inner = GraphBuilder {
            graph: QueryGraph::default(),
            fence: builder.fence,
            waiting: Vec::new(),
        };
        let built = self.declare_elements(&path.elements, restriction(path.mode), &mut inner)?;
        let whole = self.anonymous_slot();
        inner.graph.paths.push(PatternPath {
            slot: whole,
            start: built.start,
            steps: built.steps,
            in_time_order: false,
            restriction: built.restriction,
        });
        for condition in std::mem::take(&mut inner.waiting) {
            self.bind_waiting(&condition, &mut inner.graph);
        }
        let slot = self.anonymous_slot();
        let relationship = PatternRelationship {
            slot,
            bound: false,
            from: built.start,
            to: built.end,
            direction: Direction::Outgoing,
            types: None,
            length: Some(LengthRange { min: 0, max: None }),
            each: None,
            mode: PathRestriction::Trail,
        };
        builder.graph.shortest.push(PatternShortest {
            relationship,
            general: Some(Box::new(inner.graph)),
            general_path: Some(whole),
            selection,
            searches_conditions: false,
        });
        let steps = vec![PathStep::Path(whole)];
        let restriction = PathRestriction::Walk;
        Some(PathBuilder { start: built.start, end: built.end, steps, restriction })
    }

    /// Declares nodes, relationships and quantified paths in turn.
    fn declare_elements<'p>(
        &mut self,
        elements: &'p [PathElement],
        mode: PathRestriction,
        builder: &mut GraphBuilder<'p>,
    ) -> Option<PathBuilder> {
        let mut path: Option<PathBuilder> = None;
        let mut elements = elements.iter().peekable();
        while let Some(element) = elements.next() {
            match element {
                PathElement::Node(node) => {
                    let slot = self.declare_node(node, builder);
                    path.get_or_insert_with(|| PathBuilder {
                        start: slot,
                        end: slot,
                        steps: Vec::new(),
                        restriction: mode,
                    });
                }
                PathElement::Relationship(relationship) => {
                    let path = path.as_mut()?;
                    let to = self.next_node(&mut elements, builder);
                    self.add_relationship(relationship, to, path, builder);
                }
                PathElement::Quantified(quantified) => {
                    let from = path.as_ref().map(|path| path.end);
                    let from = from.unwrap_or_else(|| self.implied_node(builder));
                    let path = path.get_or_insert_with(|| PathBuilder {
                        start: from,
                        end: from,
                        steps: Vec::new(),
                        restriction: mode,
                    });
                    if quantified.repetition.is_some() {
                        let to = self.next_node(&mut elements, builder);
                        self.add_repetition(quantified, to, path, builder);
                    } else {
                        self.add_bracketed(quantified, path, builder);
                    }
                }
            }
        }
        path
    }

    /// The node behind a relationship: the next element, or one that the text leaves out.
    fn next_node<'p>(
        &mut self,
        elements: &mut Peekable<std::slice::Iter<'p, PathElement>>,
        builder: &mut GraphBuilder<'p>,
    ) -> Slot {
        let is_node = |element: &&PathElement| matches!(element, PathElement::Node(_));
        match elements.next_if(is_node) {
            Some(PathElement::Node(node)) => self.declare_node(node, builder),
            Some(PathElement::Relationship(_) | PathElement::Quantified(_)) | None => {
                self.implied_node(builder)
            }
        }
    }

    fn implied_node(&mut self, builder: &mut GraphBuilder<'_>) -> Slot {
        let slot = self.anonymous_slot();
        builder.graph.nodes.push(PatternNode { slot, bound: false, labels: None });
        slot
    }

    /// Declares a node, or adds to what is said of it already.
    fn declare_node<'p>(
        &mut self,
        node: &'p ast::NodePattern,
        builder: &mut GraphBuilder<'p>,
    ) -> Slot {
        let (slot, bound) = self.node_slot(node, builder);
        let labels = node.labels.as_ref().map(|labels| self.label_test(labels));
        builder.add_node(slot, bound, labels);
        if let Some(properties) = &node.properties {
            builder.waiting.push(Waiting::Properties(slot, properties));
        }
        if let Some(predicate) = &node.predicate {
            builder.waiting.push(Waiting::Predicate(predicate));
        }
        if !bound && let Some(condition) = self.period_condition(slot) {
            builder.graph.predicates.push(condition);
        }
        slot
    }

    /// The slot of a node, and whether an earlier clause has bound it.
    fn node_slot(&mut self, node: &ast::NodePattern, builder: &GraphBuilder<'_>) -> (Slot, bool) {
        let Some(name) = &node.variable else { return (self.anonymous_slot(), false) };
        let place = self.scope.variables().iter().rposition(|variable| variable.name == name.text);
        let Some(variable) = self.lookup(&name.text) else {
            return (self.declare(name, Type::NODE), false);
        };
        if !variable.kind.can_be(Kinds::NODE) || is_list(variable.kind) {
            self.type_conflict(name, variable.kind, "a node");
        }
        (variable.slot, place.is_some_and(|place| place < builder.fence))
    }

    pub(super) fn type_conflict(&mut self, name: &ast::Name, found: Type, wanted: &str) {
        let message =
            format!("variable `{}` is bound to {}, and can't be {wanted}", name.text, found.kinds);
        self.fault(ErrorCode::VariableTypeConflict, name.span, message);
    }

    fn add_relationship<'p>(
        &mut self,
        pattern: &'p ast::RelationshipPattern,
        to: Slot,
        path: &mut PathBuilder,
        builder: &mut GraphBuilder<'p>,
    ) {
        let ends = (path.end, to);
        let relationship =
            self.declare_relationship(pattern, ends, path.restriction, builder, false);
        path.steps.push(if relationship.length.is_some() {
            PathStep::Relationships(relationship.slot)
        } else {
            PathStep::Relationship(relationship.slot)
        });
        path.end = to;
        builder.graph.relationships.push(relationship);
    }

    /// Declares a relationship. Conditions on a single one wait; those of a chain that is searched for
    /// (`searched`) are left to the caller.
    fn declare_relationship<'p>(
        &mut self,
        pattern: &'p ast::RelationshipPattern,
        (from, to): (Slot, Slot),
        mode: PathRestriction,
        builder: &mut GraphBuilder<'p>,
        searched: bool,
    ) -> PatternRelationship {
        let length = length_of(pattern);
        let is_list = length.is_some() || searched;
        let (slot, bound) = self.relationship_slot(pattern, is_list, builder);
        let types = pattern.types.as_ref().map(|types| self.type_test(types));
        if length.is_none() && !searched {
            if let Some(properties) = &pattern.properties {
                builder.waiting.push(Waiting::Properties(slot, properties));
            }
            if let Some(predicate) = &pattern.predicate {
                builder.waiting.push(Waiting::Predicate(predicate));
            }
            if let Some(condition) = self.period_condition(slot) {
                builder.graph.predicates.push(condition);
            }
        }
        if length.is_some() && !searched {
            wait_for_chain(pattern, slot, builder);
        }
        let direction = direction_of(pattern.direction);
        let each = is_list.then(|| self.period_for_each()).flatten();
        PatternRelationship { slot, bound, from, to, direction, types, length, each, mode }
    }

    fn period_for_each(&mut self) -> Option<EachRelationship> {
        self.period.as_ref()?;
        let slot = self.anonymous_slot();
        let predicates = self.period_condition(slot).into_iter().collect();
        Some(EachRelationship { slot, predicates })
    }

    /// The slot of a relationship, and whether an earlier clause has bound it.
    fn relationship_slot(
        &mut self,
        pattern: &ast::RelationshipPattern,
        is_list: bool,
        builder: &GraphBuilder<'_>,
    ) -> (Slot, bool) {
        let kind = if is_list { Type::list_of(Kinds::RELATIONSHIP) } else { Type::RELATIONSHIP };
        let Some(name) = &pattern.variable else { return (self.anonymous_slot(), false) };
        let place = self.scope.variables().iter().rposition(|variable| variable.name == name.text);
        let Some(variable) = self.lookup(&name.text) else {
            return (self.declare(name, kind), false);
        };
        let fits = variable.kind.can_be(kind.kinds)
            && (!is_list || Type::of(variable.kind.elements).can_be(Kinds::RELATIONSHIP));
        if !fits {
            self.type_conflict(name, variable.kind, "a relationship");
        } else if place.is_some_and(|place| place >= builder.fence) {
            let message = format!("relationship `{}` stands twice in one pattern", name.text);
            self.fault(ErrorCode::RelationshipUniquenessViolation, name.span, message);
        }
        (variable.slot, place.is_some_and(|place| place < builder.fence))
    }

    /// Adds what stands in mere brackets.
    fn add_bracketed<'p>(
        &mut self,
        quantified: &'p ast::QuantifiedPath,
        path: &mut PathBuilder,
        builder: &mut GraphBuilder<'p>,
    ) {
        let Some(inner) =
            self.declare_elements(&quantified.path.elements, path.restriction, builder)
        else {
            return;
        };
        if path.steps.is_empty() {
            builder.graph.nodes.retain(|node| node.slot != path.start || node.bound);
            path.start = inner.start;
        }
        path.steps.extend(inner.steps);
        path.end = inner.end;
        if let Some(predicate) = &quantified.predicate {
            builder.waiting.push(Waiting::Predicate(predicate));
        }
    }

    /// Adds a quantified path; its variables are lists outside of it.
    fn add_repetition(
        &mut self,
        quantified: &ast::QuantifiedPath,
        to: Slot,
        path: &mut PathBuilder,
        builder: &mut GraphBuilder<'_>,
    ) {
        let from = path.end;
        let fence = self.scope.len();
        let mut inner_builder =
            GraphBuilder { graph: QueryGraph::default(), fence, waiting: Vec::new() };
        let inner =
            self.declare_elements(&quantified.path.elements, path.restriction, &mut inner_builder);
        for condition in std::mem::take(&mut inner_builder.waiting) {
            self.bind_waiting(&condition, &mut inner_builder.graph);
        }
        if let Some(predicate) = &quantified.predicate {
            let bound = self.with_rules(Aggregation::Forbidden, true, |binder| {
                binder.bind_condition(predicate)
            });
            split(bound, &mut inner_builder.graph.predicates);
        }
        let own: Vec<_> = self.scope.variables().iter().skip(fence).cloned().collect();
        self.scope.truncate(fence);
        let Some(inner) = inner else { return };
        for node in &mut inner_builder.graph.nodes {
            node.bound = node.bound || node.slot == inner.start;
        }
        let mut groups = Vec::new();
        for variable in own {
            let name = ast::Name { text: variable.name, span: quantified.span };
            let list = self.declare(&name, Type::list_of(variable.kind.kinds));
            groups.push((variable.slot, list));
        }
        let (relationships, lists) = self.group_steps(&inner.steps, &mut groups);
        let repetition = quantified.repetition.as_ref();
        let length = LengthRange {
            min: repetition.map_or(1, |repetition| repetition.min),
            max: repetition.map_or(Some(1), |repetition| repetition.max),
        };
        path.steps.push(PathStep::Rounds(lists));
        path.end = to;
        builder.graph.repetitions.push(PatternRepetition {
            from,
            to,
            inner: Box::new(inner_builder.graph),
            inner_from: inner.start,
            inner_to: inner.end,
            groups,
            relationships,
            length,
            mode: path.restriction,
        });
    }

    /// The relationships of a round, and the lists in which they stand outside.
    fn group_steps(
        &mut self,
        steps: &[PathStep],
        groups: &mut Vec<(Slot, Slot)>,
    ) -> (Vec<Slot>, Vec<Slot>) {
        let mut relationships = Vec::new();
        let mut lists = Vec::new();
        for step in steps {
            if let PathStep::Relationship(slot) | PathStep::Relationships(slot) = step {
                let known = groups.iter().find(|group| group.0 == *slot).map(|group| group.1);
                let list = known.unwrap_or_else(|| {
                    let list = self.anonymous_slot();
                    groups.push((*slot, list));
                    list
                });
                relationships.push(*slot);
                lists.push(list);
            }
        }
        (relationships, lists)
    }

    fn bind_waiting(&mut self, condition: &Waiting<'_>, graph: &mut QueryGraph) {
        match *condition {
            Waiting::Properties(slot, properties) => {
                let conditions = self.property_conditions(slot, properties);
                graph.predicates.extend(conditions);
            }
            Waiting::Predicate(predicate) => {
                let bound = self.with_rules(Aggregation::Forbidden, true, |binder| {
                    binder.bind_condition(predicate)
                });
                split(bound, &mut graph.predicates);
            }
            Waiting::Each(chain, properties) => {
                let slot = self.each_slot(chain, graph);
                let conditions = self.property_conditions(slot, properties);
                add_each(chain, graph, slot, conditions);
            }
            Waiting::EachPredicate(chain, name, predicate) => {
                let slot = self.each_slot(chain, graph);
                let mut conditions = Vec::new();
                self.within_scope(|binder| {
                    if let Some(name) = name {
                        binder.scope.add(name.text.clone(), slot, Type::RELATIONSHIP);
                    }
                    let bound = binder.with_rules(Aggregation::Forbidden, true, |binder| {
                        binder.bind_condition(predicate)
                    });
                    split(bound, &mut conditions);
                });
                add_each(chain, graph, slot, conditions);
            }
        }
    }

    fn each_slot(&mut self, chain: Slot, graph: &mut QueryGraph) -> Slot {
        let known = chain_of(chain, graph).and_then(|chain| chain.each.as_ref());
        known.map_or_else(|| self.anonymous_slot(), |each| each.slot)
    }

    /// The conditions that a property map sets for the entity in a slot.
    fn property_conditions(&mut self, slot: Slot, properties: &ast::Expression) -> Vec<Expression> {
        let ast::ExpressionKind::Map(entries) = &properties.kind else {
            let message =
                "a pattern to match takes its properties from a map, not from a parameter";
            self.fault(ErrorCode::InvalidParameterUse, properties.span, message);
            return Vec::new();
        };
        let mut conditions = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let (value, _) = self.bind_plain(value);
            self.notice_key(key);
            let span = key.span.to(value.span);
            let entity = Expression { kind: ExpressionKind::Slot(slot), span: key.span };
            let property = ExpressionKind::Property(Box::new(entity), self.key(&key.text));
            let property = Box::new(Expression { kind: property, span: key.span });
            let kind =
                ExpressionKind::Comparison(ComparisonOperator::Equal, property, Box::new(value));
            conditions.push(Expression { kind, span });
        }
        conditions
    }
}

impl GraphBuilder<'_> {
    /// Adds a node, or a further condition on its labels.
    fn add_node(
        &mut self,
        slot: Slot,
        bound: bool,
        labels: Option<NameTest<super::bound::LabelRef>>,
    ) {
        let Some(node) = self.graph.nodes.iter_mut().find(|node| node.slot == slot) else {
            self.graph.nodes.push(PatternNode { slot, bound, labels });
            return;
        };
        node.labels = match (node.labels.take(), labels) {
            (Some(one), Some(other)) => Some(NameTest::And(vec![one, other])),
            (one, other) => one.or(other),
        };
    }
}

/// The chain of a slot.
fn chain_of(slot: Slot, graph: &mut QueryGraph) -> Option<&mut PatternRelationship> {
    let shortest = graph.shortest.iter_mut().map(|shortest| &mut shortest.relationship);
    graph.relationships.iter_mut().chain(shortest).find(|chain| chain.slot == slot)
}

/// Adds conditions on each relationship of a chain.
fn add_each(chain: Slot, graph: &mut QueryGraph, slot: Slot, conditions: Vec<Expression>) {
    if let Some(chain) = chain_of(chain, graph) {
        let none = || EachRelationship { slot, predicates: Vec::new() };
        chain.each.get_or_insert_with(none).predicates.extend(conditions);
    }
}

/// Lets the conditions on each relationship of a chain wait.
fn wait_for_chain<'p>(
    pattern: &'p ast::RelationshipPattern,
    chain: Slot,
    builder: &mut GraphBuilder<'p>,
) {
    if let Some(properties) = &pattern.properties {
        builder.waiting.push(Waiting::Each(chain, properties));
    }
    if let Some(predicate) = &pattern.predicate {
        let name = pattern.variable.as_ref();
        builder.waiting.push(Waiting::EachPredicate(chain, name, predicate));
    }
}

/// Splits a condition at its `AND`s.
pub(super) fn split(condition: Expression, conditions: &mut Vec<Expression>) {
    if let ExpressionKind::And(parts) = condition.kind {
        for part in parts {
            split(part, conditions);
        }
    } else if !matches!(condition.kind, ExpressionKind::Constant(Value::Boolean(true))) {
        conditions.push(condition);
    }
}

fn is_list(kind: Type) -> bool {
    kind.kinds == Kinds::LIST
}

/// The bounds of a chain; a quantifier behind the arrow counts as they do.
fn length_of(pattern: &ast::RelationshipPattern) -> Option<LengthRange> {
    if let Some(repetition) = &pattern.repetition {
        return Some(LengthRange { min: repetition.min, max: repetition.max });
    }
    let length = pattern.length.as_ref()?;
    Some(LengthRange { min: length.min.unwrap_or(1), max: length.max })
}

fn direction_of(direction: ast::Direction) -> Direction {
    match direction {
        ast::Direction::Outgoing => Direction::Outgoing,
        ast::Direction::Incoming => Direction::Incoming,
        ast::Direction::Both => Direction::Both,
    }
}

fn restriction(mode: ast::PathMode) -> PathRestriction {
    match mode {
        ast::PathMode::Walk => PathRestriction::Walk,
        ast::PathMode::Trail => PathRestriction::Trail,
        ast::PathMode::Acyclic => PathRestriction::Acyclic,
        ast::PathMode::Simple => PathRestriction::Simple,
    }
}

/// The variables that a path pattern names.
pub(super) fn named_variables(path: &ast::PathPattern) -> Vec<&ast::Name> {
    let mut names: Vec<_> = path.variable.iter().collect();
    for element in &path.elements {
        match element {
            PathElement::Node(node) => names.extend(&node.variable),
            PathElement::Relationship(relationship) => names.extend(&relationship.variable),
            PathElement::Quantified(quantified) => names.extend(named_variables(&quantified.path)),
        }
    }
    names
}
