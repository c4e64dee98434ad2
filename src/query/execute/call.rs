//! The rows of a procedure.

use std::sync::Arc;

use super::context::Context;
use super::evaluate::evaluate;
use super::operator::{Input, Operator};
use super::row::Row;
use crate::error::{Error, ErrorCode, Result, Span};
use crate::functions::{Column, Procedure, Rows};
use crate::query::bind::bound::{Expression, Slot};
use crate::value::{Kinds, Value};

/// For each row of its input, the rows of a procedure; one that has no columns yields its row once.
pub(super) struct ProcedureCall<'p> {
    input: Input<'p>,
    procedure: &'p Arc<Procedure>,
    arguments: &'p [Expression],
    columns: &'p [(usize, Slot)],
    span: Span,
    rows: Option<Rows>,
}

impl<'p> ProcedureCall<'p> {
    pub(super) fn new(
        input: Input<'p>,
        procedure: &'p Arc<Procedure>,
        arguments: &'p [Expression],
        columns: &'p [(usize, Slot)],
        span: Span,
    ) -> Self {
        Self { input, procedure, arguments, columns, span, rows: None }
    }

    fn call(&self, context: &mut Context<'_>, row: &mut Row) -> Result<Rows> {
        let mut values = Vec::with_capacity(self.arguments.len());
        for (place, argument) in self.arguments.iter().enumerate() {
            let value = evaluate(argument, context, row)?;
            let value = match self.procedure.parameters.get(place) {
                Some(parameter) => fitted(value, parameter, self.procedure)
                    .map_err(|error| error.at(argument.span))?,
                None => value,
            };
            values.push(value);
        }
        (self.procedure.body)(&context.environment(), &values)
            .map_err(|error| error.or_at(self.span))
    }

    /// Runs a procedure that is called for its effect only.
    fn run_out(&self, rows: Rows, context: &mut Context<'_>) -> Result<()> {
        for values in rows {
            context.tick()?;
            values.map_err(|error| error.or_at(self.span))?;
        }
        Ok(())
    }

    /// Sets the next row of the procedure, if there is one.
    fn advance(&mut self, row: &mut Row) -> Result<bool> {
        let Some(values) = self.rows.as_mut().and_then(Iterator::next) else { return Ok(false) };
        let values = values.map_err(|error| error.or_at(self.span))?;
        for (place, slot) in self.columns {
            row.set(*slot, values.get(*place).cloned().unwrap_or_default());
        }
        Ok(true)
    }
}

/// The argument as the parameter takes it: an integer can stand for a float.
fn fitted(value: Value, parameter: &Column, procedure: &Procedure) -> Result<Value> {
    let kind = Kinds::of(&value);
    if parameter.kinds.contains(kind) {
        return Ok(value);
    }
    if let Value::Integer(number) = value
        && parameter.kinds.contains(Kinds::FLOAT)
    {
        #[expect(clippy::cast_precision_loss, reason = "the nearest float is what is meant")]
        return Ok(Value::Float(number as f64));
    }
    let message = format!(
        "`{}` takes {} as `{}`, but got {kind}",
        procedure.name, parameter.kinds, parameter.name
    );
    Err(Error::new(ErrorCode::InvalidArgumentValue, message))
}

impl Operator for ProcedureCall<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.rows = None;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if self.advance(row)? {
                return Ok(true);
            }
            self.rows = None;
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            let rows = self.call(context, row)?;
            if self.procedure.columns.is_empty() {
                self.run_out(rows, context)?;
                return Ok(true);
            }
            self.rows = Some(rows);
        }
    }
}
