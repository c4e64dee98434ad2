//! Patterns of `MATCH`: their variables, their conditions, their paths.

mod condition;
mod relationship;
mod repetition;
mod selection;

use std::iter::Peekable;

use super::binder::{Aggregation, Binder};
use super::bound::{
    LabelRef, NameTest, PathRestriction, PathStep, PatternNode, PatternPath, QueryGraph, Slot,
};
use super::scope::Type;
use crate::error::ErrorCode;
use crate::syntax::ast;
use crate::syntax::ast::PathElement;
use crate::value::Kinds;
use condition::split;
use selection::restriction;

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

    /// Declares nodes, relationships and quantified paths in turn.
    fn declare_elements<'p>(
        &mut self,
        elements: &'p [PathElement],
        mode: PathRestriction,
        builder: &mut GraphBuilder<'p>,
    ) -> Option<PathBuilder> {
        let mut path: Option<PathBuilder> = None;
        let alone = elements.len() == 1;
        let mut elements = elements.iter().peekable();
        while let Some(element) = elements.next() {
            match element {
                PathElement::Node(node) => {
                    let slot = self.declare_node(node, builder);
                    if alone {
                        builder.exclude_null(slot, node.span);
                    }
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
}

impl GraphBuilder<'_> {
    /// Adds a node, or a further condition on its labels.
    fn add_node(&mut self, slot: Slot, bound: bool, labels: Option<NameTest<LabelRef>>) {
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

fn is_list(kind: Type) -> bool {
    kind.kinds == Kinds::LIST
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
