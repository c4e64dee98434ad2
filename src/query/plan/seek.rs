//! Which index serves a node of a pattern.

use std::collections::BTreeSet;

use super::Seek;
use super::build::Planner;
use crate::graph::Index;
use crate::query::bind::bound::{
    Expression, ExpressionKind, KeyRef, LabelRef, NameTest, PatternNode, Slot,
};
use crate::syntax::ast::{ComparisonOperator, TextOperator};

/// The part of all values that a condition with one bound is expected to let through.
const RANGE: f64 = 0.3;

/// An index look-up for a node.
pub(super) struct IndexUse {
    /// The label of the index.
    pub(super) label: LabelRef,
    /// Its key.
    pub(super) key: KeyRef,
    /// What is sought.
    pub(super) seek: Seek,
    /// The rows expected.
    pub(super) rows: f64,
}

/// The best index look-up for a node, given the slots that are set already.
pub(super) fn best_index<'e>(
    planner: &Planner<'_>,
    node: &PatternNode,
    predicates: impl Iterator<Item = &'e Expression>,
    available: &BTreeSet<Slot>,
) -> Option<IndexUse> {
    let labels = required_labels(node.labels.as_ref()?);
    let candidate = |predicate: &'e Expression| {
        let (key, seek, part) = seek_of(planner, node.slot, predicate, available)?;
        let found = labels
            .iter()
            .find_map(|label| planner.estimator.index(*label, key).map(|index| (*label, index)));
        let (label, index) = found?;
        Some(IndexUse { label, key, seek, rows: expected(planner, label, index, part) })
    };
    let mut uses: Vec<IndexUse> = Vec::new();
    for found in predicates.filter_map(candidate) {
        let partner = uses.iter_mut().find(|one| one.label == found.label && one.key == found.key);
        match partner.and_then(|one| both_bounds(&one.seek, &found.seek).map(|seek| (one, seek))) {
            Some((one, seek)) => {
                one.seek = seek;
                one.rows *= RANGE;
            }
            None => uses.push(found),
        }
    }
    uses.into_iter().min_by(|one, other| one.rows.total_cmp(&other.rows))
}

/// The range between a lower and an upper bound.
fn both_bounds(one: &Seek, other: &Seek) -> Option<Seek> {
    let (Seek::Range { from, to }, Seek::Range { from: other_from, to: other_to }) = (one, other)
    else {
        return None;
    };
    match (from, to, other_from, other_to) {
        (Some(from), None, None, Some(to)) | (None, Some(to), Some(from), None) => {
            Some(Seek::Range { from: Some(from.clone()), to: Some(to.clone()) })
        }
        _ => None,
    }
}

/// The part of an index that a look-up reads: of one value, or of all.
#[derive(Clone, Copy)]
enum Part {
    OneValue,
    SomeValues,
    Fraction(f64),
}

fn expected(planner: &Planner<'_>, label: LabelRef, index: &Index, part: Part) -> f64 {
    let all = planner.estimator.label(label);
    let distinct = u32::try_from(index.distinct_count()).map_or(f64::from(u32::MAX), f64::from);
    match part {
        Part::OneValue => all / distinct.max(1.0),
        Part::SomeValues => 5.0 * all / distinct.max(1.0),
        Part::Fraction(fraction) => all * fraction,
    }
}

/// The labels that a node must have.
fn required_labels(test: &NameTest<LabelRef>) -> Vec<LabelRef> {
    match test {
        NameTest::Name(label) => vec![*label],
        NameTest::And(tests) => tests.iter().flat_map(required_labels).collect(),
        NameTest::Wildcard | NameTest::Not(_) | NameTest::Or(_) => Vec::new(),
    }
}

/// The look-up that a condition on a property of the node allows.
fn seek_of(
    planner: &Planner<'_>,
    node: Slot,
    predicate: &Expression,
    available: &BTreeSet<Slot>,
) -> Option<(KeyRef, Seek, Part)> {
    let computable = |expression: &Expression| {
        expression.slots(&planner.statement.subqueries).is_subset(available)
    };
    if let ExpressionKind::In(left, list) = &predicate.kind {
        let key = key_of(left, node)?;
        return computable(list).then(|| (key, Seek::In((**list).clone()), Part::SomeValues));
    }
    if let ExpressionKind::Text(TextOperator::StartsWith, left, prefix) = &predicate.kind {
        let key = key_of(left, node)?;
        return computable(prefix)
            .then(|| (key, Seek::Prefix((**prefix).clone()), Part::Fraction(0.05)));
    }
    let ExpressionKind::Comparison(operator, left, right) = &predicate.kind else { return None };
    let (key, operator, bound) = match (key_of(left, node), key_of(right, node)) {
        (Some(key), None) => (key, *operator, right),
        (None, Some(key)) => (key, mirrored(*operator), left),
        (Some(_), Some(_)) | (None, None) => return None,
    };
    if !computable(bound) {
        return None;
    }
    let bound = (**bound).clone();
    let part = Part::Fraction(RANGE);
    let range = |from, to| Some((key, Seek::Range { from, to }, part));
    match operator {
        ComparisonOperator::Equal => Some((key, Seek::Equal(bound), Part::OneValue)),
        ComparisonOperator::NotEqual => None,
        ComparisonOperator::Less => range(None, Some((bound, false))),
        ComparisonOperator::LessOrEqual => range(None, Some((bound, true))),
        ComparisonOperator::Greater => range(Some((bound, false)), None),
        ComparisonOperator::GreaterOrEqual => range(Some((bound, true)), None),
    }
}

/// The key if an expression is a property of the node.
fn key_of(expression: &Expression, node: Slot) -> Option<KeyRef> {
    let ExpressionKind::Property(subject, key) = &expression.kind else { return None };
    matches!(subject.kind, ExpressionKind::Slot(slot) if slot == node).then_some(*key)
}

/// The operator with its sides exchanged.
fn mirrored(operator: ComparisonOperator) -> ComparisonOperator {
    match operator {
        ComparisonOperator::Equal => ComparisonOperator::Equal,
        ComparisonOperator::NotEqual => ComparisonOperator::NotEqual,
        ComparisonOperator::Less => ComparisonOperator::Greater,
        ComparisonOperator::LessOrEqual => ComparisonOperator::GreaterOrEqual,
        ComparisonOperator::Greater => ComparisonOperator::Less,
        ComparisonOperator::GreaterOrEqual => ComparisonOperator::LessOrEqual,
    }
}
