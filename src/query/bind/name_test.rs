//! Conditions on labels and types, and remarks on names that the graph does not know.

use std::sync::Arc;

use super::binder::Binder;
use super::bound::{LabelRef, NameTest, TypeRef};
use crate::diagnostic::nearest;
use crate::error::Span;
use crate::syntax::ast::{LabelExpression, Name};

impl Binder<'_> {
    /// Binds a condition on labels.
    pub(super) fn label_test(&mut self, expression: &LabelExpression) -> NameTest<LabelRef> {
        convert(expression, &mut |name| {
            self.notice_label(name);
            self.label(&name.text)
        })
    }

    /// Binds a condition on a relationship's type.
    pub(super) fn type_test(&mut self, expression: &LabelExpression) -> NameTest<TypeRef> {
        convert(expression, &mut |name| {
            self.notice_type(name);
            self.relationship_type(&name.text)
        })
    }

    /// Binds a condition that may be meant for labels or for a type.
    pub(super) fn label_or_type_test(
        &mut self,
        expression: &LabelExpression,
    ) -> (NameTest<LabelRef>, NameTest<TypeRef>) {
        let labels = convert(expression, &mut |name: &Name| self.label(&name.text));
        let types = convert(expression, &mut |name: &Name| self.relationship_type(&name.text));
        (labels, types)
    }

    fn notice_label(&mut self, name: &Name) {
        let names = self.view.names();
        if names.label(&name.text).is_some() {
            return;
        }
        let known = names.labels().filter(|(id, _)| self.view.label_count(*id) > 0);
        let known: Vec<_> =
            known.map(|(id, text)| (text.clone(), self.view.label_count(id))).collect();
        self.notice_unknown("label", name, &known, "node");
    }

    fn notice_type(&mut self, name: &Name) {
        let names = self.view.names();
        if names.relationship_type(&name.text).is_some() {
            return;
        }
        let known = names.relationship_types().filter(|(id, _)| self.view.type_count(*id) > 0);
        let known: Vec<_> =
            known.map(|(id, text)| (text.clone(), self.view.type_count(id))).collect();
        self.notice_unknown("relationship type", name, &known, "fact");
    }

    /// Notes a property key that no entity has ever had.
    pub(super) fn notice_key(&mut self, name: &Name) {
        let names = self.view.names();
        if names.property_key(&name.text).is_some() {
            return;
        }
        let known: Vec<_> = names.property_keys().map(|(_, text)| (text.clone(), 0)).collect();
        self.notice_unknown("property", name, &known, "");
    }

    /// Notes an unknown name, if the graph has names at all, with the nearest known one.
    fn notice_unknown(&mut self, what: &str, name: &Name, known: &[(Arc<str>, usize)], unit: &str) {
        if known.is_empty() || self.writes {
            return;
        }
        let best = nearest(&name.text, known.iter().map(|(text, _)| &**text)).into_iter().next();
        let help = best.and_then(|best| {
            let (text, count) = known.iter().find(|(text, _)| **text == *best)?;
            let ending = if *count == 1 { "" } else { "s" };
            Some(match unit {
                "" => format!("did you mean `{text}`?"),
                unit => format!("did you mean `{text}` ({count} {unit}{ending})?"),
            })
        });
        self.notify(name.span, format!("no {what} `{}` in the graph", name.text), help);
    }

    /// The labels of a list of names, as `CREATE` and `SET` give them.
    pub(super) fn label_list(&mut self, names: &[Name]) -> Vec<LabelRef> {
        names.iter().map(|name| self.label(&name.text)).collect()
    }
}

fn convert<T>(expression: &LabelExpression, name: &mut impl FnMut(&Name) -> T) -> NameTest<T> {
    match expression {
        LabelExpression::Name(one) => NameTest::Name(name(one)),
        LabelExpression::Wildcard(_) => NameTest::Wildcard,
        LabelExpression::Not(inner) => NameTest::Not(Box::new(convert(inner, name))),
        LabelExpression::And(parts) => {
            NameTest::And(parts.iter().map(|part| convert(part, name)).collect())
        }
        LabelExpression::Or(parts) => {
            NameTest::Or(parts.iter().map(|part| convert(part, name)).collect())
        }
    }
}

/// The names of a conjunction, if it is only that; with the place of what is not.
pub(super) fn plain_names(expression: &LabelExpression) -> Result<Vec<&Name>, Option<Span>> {
    match expression {
        LabelExpression::Name(name) => Ok(vec![name]),
        LabelExpression::And(parts) => {
            let parts: Result<Vec<_>, _> = parts.iter().map(plain_names).collect();
            parts.map(|parts| parts.concat())
        }
        LabelExpression::Wildcard(span) => Err(Some(*span)),
        LabelExpression::Not(_) | LabelExpression::Or(_) => Err(None),
    }
}
