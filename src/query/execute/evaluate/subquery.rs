//! Subqueries in expressions. They share the row; the slots that they set are their own.

use super::super::context::Context;
use super::super::operator::Operator;
use super::super::row::Row;
use super::limited;
use crate::error::Result;
use crate::query::bind::bound::{Slot, SubqueryKind, SubqueryRef};
use crate::value::Value;

/// Runs a subquery for the present row.
pub(super) fn run(
    kind: SubqueryKind,
    reference: SubqueryRef,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    let column = context.subquery_column(reference);
    let mut subquery = context.take_subquery(reference);
    subquery.open(context, row)?;
    let result = gather(kind, &mut *subquery, column, context, row)?;
    context.put_back(reference, subquery);
    Ok(result)
}

fn gather(
    kind: SubqueryKind,
    subquery: &mut dyn Operator,
    column: Option<Slot>,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    match kind {
        SubqueryKind::Exists => Ok(subquery.next(context, row)?.into()),
        SubqueryKind::First => {
            let found = subquery.next(context, row)?;
            Ok(column.filter(|_| found).map(|column| row.get(column).clone()).unwrap_or_default())
        }
        SubqueryKind::Count => {
            let mut count: i64 = 0;
            while subquery.next(context, row)? {
                context.tick()?;
                count += 1;
            }
            Ok(count.into())
        }
        SubqueryKind::Collect => {
            let mut values = Vec::new();
            let mut bytes = 0;
            while subquery.next(context, row)? {
                context.tick()?;
                let value = column.map(|column| row.get(column).clone()).unwrap_or_default();
                bytes += context.watch.keep(std::slice::from_ref(&value))?;
                values.push(value);
            }
            context.watch.release(bytes);
            limited(Value::list(values))
        }
    }
}
