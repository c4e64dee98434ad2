//! `AS OF` and `DURING` before a statement: every dated node and relationship that a pattern finds
//! must hold then.

use super::binder::Binder;
use super::bound::{Expression, ExpressionKind, Slot};
use crate::error::Span;
use crate::functions::{Function, find_function};
use crate::syntax::ast::{self, PeriodKind};
use crate::value::Value;

/// The period of a statement.
#[derive(Clone, Debug)]
pub(super) struct BoundPeriod {
    function: &'static Function,
    date: Expression,
    strictly: bool,
    span: Span,
}

impl Binder<'_> {
    /// Binds the period; it applies to every pattern from then on.
    pub(super) fn bind_period(&mut self, period: &ast::Period) {
        let name = match period.kind {
            PeriodKind::AsOf => "asOf",
            PeriodKind::During => "during",
        };
        let function = find_function(name).expect("the time functions are in the table");
        let (date, _) = self.bind_plain(&period.date);
        self.period =
            Some(BoundPeriod { function, date, strictly: period.strictly, span: period.span });
    }

    /// The condition that the period sets for an entity. Without `STRICTLY` an entity stays unless it
    /// surely does not hold; with it, only if it surely does.
    pub(super) fn period_condition(&self, slot: Slot) -> Option<Expression> {
        let BoundPeriod { function, date, strictly, span } = self.period.clone()?;
        let place = |kind| Expression { kind, span };
        let entity = place(ExpressionKind::Slot(slot));
        let holds = place(ExpressionKind::Call(function, vec![entity, date]));
        if strictly {
            return Some(holds);
        }
        let unless_known = find_function("coalesce").expect("`coalesce` is in the table");
        let otherwise = place(ExpressionKind::Constant(Value::Boolean(true)));
        Some(place(ExpressionKind::Call(unless_known, vec![holds, otherwise])))
    }
}
