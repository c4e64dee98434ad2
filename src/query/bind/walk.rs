//! Walking over the expressions of the syntax tree.

use crate::functions::find_aggregate;
use crate::syntax::ast::{Expression, ExpressionKind, MapProjectionItem};

/// The expressions directly within an expression; those of patterns and subqueries are not among them.
pub(super) fn children(expression: &Expression) -> Vec<&Expression> {
    match &expression.kind {
        ExpressionKind::Literal(_)
        | ExpressionKind::Variable(_)
        | ExpressionKind::Parameter(_)
        | ExpressionKind::CountStar
        | ExpressionKind::PatternPredicate(_)
        | ExpressionKind::ShortestPath(_)
        | ExpressionKind::Exists(_)
        | ExpressionKind::ExistsPattern(..)
        | ExpressionKind::Count(_)
        | ExpressionKind::CountPattern(..)
        | ExpressionKind::Collect(_) => Vec::new(),
        ExpressionKind::List(items)
        | ExpressionKind::And(items)
        | ExpressionKind::Or(items)
        | ExpressionKind::Xor(items) => items.iter().collect(),
        ExpressionKind::Map(entries) => entries.iter().map(|entry| &entry.1).collect(),
        ExpressionKind::Property(subject, _)
        | ExpressionKind::Unary(_, subject)
        | ExpressionKind::IsNull(subject, _)
        | ExpressionKind::IsTyped(subject, ..)
        | ExpressionKind::HasLabels(subject, _) => vec![subject],
        ExpressionKind::Index(left, right)
        | ExpressionKind::Text(_, left, right)
        | ExpressionKind::In(left, right) => vec![left, right],
        ExpressionKind::Slice(subject, from, to) => [Some(subject), from.as_ref(), to.as_ref()]
            .into_iter()
            .flatten()
            .map(AsRef::as_ref)
            .collect(),
        ExpressionKind::Arithmetic(first, rest) => {
            std::iter::once(&**first).chain(rest.iter().map(|(_, operand)| operand)).collect()
        }
        ExpressionKind::Comparison(first, rest) => {
            std::iter::once(&**first).chain(rest.iter().map(|(_, operand)| operand)).collect()
        }
        ExpressionKind::Call { arguments, .. } => arguments.iter().collect(),
        ExpressionKind::Case { subject, branches, otherwise } => {
            let branches = branches.iter().flat_map(|branch| [&branch.condition, &branch.result]);
            subject.iter().chain(otherwise).map(AsRef::as_ref).chain(branches).collect()
        }
        ExpressionKind::ListComprehension { list, predicate, result, .. } => {
            let parts = predicate.iter().chain(result).map(AsRef::as_ref);
            std::iter::once(&**list).chain(parts).collect()
        }
        ExpressionKind::PatternComprehension { predicate, result, .. } => {
            predicate.iter().map(AsRef::as_ref).chain([&**result]).collect()
        }
        ExpressionKind::Quantifier { list, predicate, .. } => {
            std::iter::once(&**list).chain(predicate.iter().map(AsRef::as_ref)).collect()
        }
        ExpressionKind::Reduce { initial, list, result, .. } => vec![initial, list, result],
        ExpressionKind::MapProjection { items, .. } => items.iter().filter_map(entry).collect(),
    }
}

fn entry(item: &MapProjectionItem) -> Option<&Expression> {
    match item {
        MapProjectionItem::Entry(_, expression) => Some(expression),
        MapProjectionItem::Property(_)
        | MapProjectionItem::AllProperties(_)
        | MapProjectionItem::Variable(_) => None,
    }
}

/// Whether an expression, or one within it, fulfils a condition.
pub(super) fn any(expression: &Expression, condition: &mut dyn FnMut(&Expression) -> bool) -> bool {
    condition(expression) || children(expression).into_iter().any(|child| any(child, condition))
}

/// Whether an expression is the call of an aggregate.
pub(super) fn is_aggregate(expression: &Expression) -> bool {
    if let ExpressionKind::Call { function, .. } = &expression.kind {
        return find_aggregate(&function.text).is_some();
    }
    matches!(expression.kind, ExpressionKind::CountStar)
}

/// Whether an expression contains the call of an aggregate.
pub(super) fn has_aggregate(expression: &Expression) -> bool {
    any(expression, &mut is_aggregate)
}
