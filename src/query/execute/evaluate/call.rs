//! Calls of functions.

use std::sync::Arc;

use super::super::context::Context;
use super::super::row::Row;
use super::evaluate;
use crate::error::Result;
use crate::functions::{CustomFunction, Function};
use crate::query::bind::bound::Expression;
use crate::value::Value;

/// Calls a built-in function. Up to three arguments stand on the stack.
pub(super) fn function(
    function: &'static Function,
    arguments: &[Expression],
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    context.tick()?;
    match arguments {
        [] => function.call(&context.environment(), &[]),
        [one] => {
            let values = [evaluate(one, context, row)?];
            function.call(&context.environment(), &values)
        }
        [one, two] => {
            let values = [evaluate(one, context, row)?, evaluate(two, context, row)?];
            function.call(&context.environment(), &values)
        }
        [one, two, three] => {
            let values = [
                evaluate(one, context, row)?,
                evaluate(two, context, row)?,
                evaluate(three, context, row)?,
            ];
            function.call(&context.environment(), &values)
        }
        many => {
            let values = values(many, context, row)?;
            function.call(&context.environment(), &values)
        }
    }
}

/// Calls a function of the program's own.
pub(super) fn custom(
    function: &Arc<CustomFunction>,
    arguments: &[Expression],
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Value> {
    context.tick()?;
    let values = values(arguments, context, row)?;
    (function.body)(&values)
}

fn values(
    arguments: &[Expression],
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Vec<Value>> {
    arguments.iter().map(|argument| evaluate(argument, context, row)).collect()
}
