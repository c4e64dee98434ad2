//! Where a pattern begins: scans and look-ups.

use std::collections::BTreeSet;

use super::super::Step;
use super::super::seek::{IndexUse, best_index};
use super::Search;
use crate::query::bind::bound::{
    Expression, ExpressionKind, LabelRef, NameTest, PatternNode, Slot,
};
use crate::syntax::ast::ComparisonOperator;

impl<'a> Search<'a> {
    /// Scans for the node that leaves the fewest rows.
    pub(super) fn scan_next(&mut self) -> bool {
        let nodes = self.graph.nodes.iter().filter(|node| !self.available.contains(&node.slot));
        let best = nodes
            .min_by(|one, other| self.scan_estimate(one).total_cmp(&self.scan_estimate(other)));
        let Some(node) = best else { return false };
        self.scan(node);
        true
    }

    /// The nodes that a scan finds and its conditions leave.
    pub(super) fn scan_estimate(&self, node: &PatternNode) -> f64 {
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

    pub(super) fn index_of(&self, node: &PatternNode) -> Option<IndexUse> {
        let predicates = self.predicates.iter().map(|(predicate, _)| *predicate);
        best_index(self.planner, node, predicates, &self.available)
    }

    pub(super) fn scan(&mut self, node: &'a PatternNode) {
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
    pub(super) fn best_label(&self, test: &NameTest<LabelRef>) -> Option<LabelRef> {
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
    pub(super) fn identity_of(&self, node: Slot) -> Option<Expression> {
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
pub(super) fn is_identity(expression: &Expression, node: Slot) -> bool {
    let ExpressionKind::Call(function, arguments) = &expression.kind else { return false };
    matches!(function.name, "id" | "elementId")
        && matches!(arguments.as_slice(), [one] if matches!(one.kind, ExpressionKind::Slot(slot) if slot == node))
}
