//! Walking over bound expressions.

use std::collections::BTreeSet;

use super::bound::{BoundQuery, Expression, ExpressionKind, MapItem, Slot};

impl Expression {
    /// The expressions directly within this one; those of subqueries are not among them.
    #[must_use]
    pub fn children(&self) -> Vec<&Self> {
        match &self.kind {
            ExpressionKind::Constant(_)
            | ExpressionKind::Slot(_)
            | ExpressionKind::Parameter(_)
            | ExpressionKind::Subquery(..) => Vec::new(),
            ExpressionKind::List(items)
            | ExpressionKind::And(items)
            | ExpressionKind::Or(items)
            | ExpressionKind::Xor(items)
            | ExpressionKind::Call(_, items)
            | ExpressionKind::CustomCall(_, items) => items.iter().collect(),
            ExpressionKind::Map(entries) => entries.iter().map(|entry| &entry.1).collect(),
            ExpressionKind::Property(subject, _)
            | ExpressionKind::Not(subject)
            | ExpressionKind::Negate(subject)
            | ExpressionKind::Plus(subject)
            | ExpressionKind::IsNull(subject)
            | ExpressionKind::IsTyped(subject, ..)
            | ExpressionKind::HasLabels(subject, ..) => vec![subject],
            ExpressionKind::Index(left, right)
            | ExpressionKind::Arithmetic(_, left, right)
            | ExpressionKind::Comparison(_, left, right)
            | ExpressionKind::Text(_, left, right)
            | ExpressionKind::In(left, right) => vec![left, right],
            ExpressionKind::Slice(subject, from, to) => {
                std::iter::once(&**subject).chain(boxes([from, to])).collect()
            }
            ExpressionKind::Case { subject, branches, otherwise } => {
                let branches = branches.iter().flat_map(|(condition, result)| [condition, result]);
                boxes([subject, otherwise]).chain(branches).collect()
            }
            ExpressionKind::ListComprehension { list, predicate, result, .. } => {
                std::iter::once(&**list).chain(boxes([predicate, result])).collect()
            }
            ExpressionKind::Quantifier { list, predicate, .. } => vec![list, predicate],
            ExpressionKind::Reduce { initial, list, result, .. } => vec![initial, list, result],
            ExpressionKind::MapProjection { subject, items } => {
                std::iter::once(&**subject).chain(items.iter().filter_map(entry)).collect()
            }
        }
    }

    /// The slots that the expression reads, those of its own comprehensions included.
    #[must_use]
    pub fn slots(&self, subqueries: &[BoundQuery]) -> BTreeSet<Slot> {
        let mut slots = BTreeSet::new();
        self.collect_slots(subqueries, &mut slots);
        slots
    }

    fn collect_slots(&self, subqueries: &[BoundQuery], slots: &mut BTreeSet<Slot>) {
        if let ExpressionKind::Slot(slot) = self.kind {
            slots.insert(slot);
        }
        if let ExpressionKind::Subquery(_, reference) = self.kind {
            let query = subqueries.get(reference.0 as usize);
            slots.extend(query.into_iter().flat_map(|query| &query.inputs));
        }
        for child in self.children() {
            child.collect_slots(subqueries, slots);
        }
    }
}

fn boxes<const N: usize>(
    parts: [&Option<Box<Expression>>; N],
) -> impl Iterator<Item = &Expression> {
    parts.into_iter().flatten().map(AsRef::as_ref)
}

fn entry(item: &MapItem) -> Option<&Expression> {
    match item {
        MapItem::Entry(_, expression) => Some(expression),
        MapItem::All | MapItem::Property(_) => None,
    }
}
