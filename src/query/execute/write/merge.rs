//! `MERGE`: finds, or makes.

use super::super::buffer::Buffer;
use super::super::context::Context;
use super::super::evaluate::evaluate;
use super::super::operator::{Input, Operator};
use super::super::row::Row;
use super::create::Maker;
use super::set::set;
use crate::error::{Error, ErrorCode, Result, Span};
use crate::query::bind::bound::{
    BoundSetItem, CreateItem, CreatePattern, Expression, PropertyMap, Slot,
};
use crate::value::Value;

/// What a [`Merge`] makes and sets.
#[derive(Clone, Copy)]
pub(in super::super) struct MergeStep<'p> {
    /// What to make.
    pub(in super::super) create: &'p CreatePattern,
    /// What to set when it was made.
    pub(in super::super) on_create: &'p [BoundSetItem],
    /// What to set when it was found.
    pub(in super::super) on_match: &'p [BoundSetItem],
    /// The slots that are set by finding or making.
    pub(in super::super) slots: &'p [Slot],
}

/// For each row of its input, the matches that the second input finds; if there are none, what it
/// makes.
pub(in super::super) struct Merge<'p> {
    input: Input<'p>,
    inner: Input<'p>,
    step: MergeStep<'p>,
    maker: Maker<'p>,
    /// Matches, all found before the first of them is changed.
    found: Buffer,
}

impl<'p> Merge<'p> {
    pub(in super::super) fn new(input: Input<'p>, inner: Input<'p>, step: MergeStep<'p>) -> Self {
        Self { input, inner, step, maker: Maker::new(step.create), found: Buffer::default() }
    }

    /// Finds all matches for the present row.
    fn find(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.found.clear(context);
        row.clear(self.step.slots);
        require_properties(self.step.create, context, row)?;
        self.inner.open(context, row)?;
        while self.inner.next(context, row)? {
            self.found.keep(context, row, self.step.slots)?;
        }
        Ok(())
    }
}

impl Operator for Merge<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.found.clear(context);
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        context.tick()?;
        if !self.found.take_next(row, self.step.slots) {
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            self.find(context, row)?;
            if !self.found.take_next(row, self.step.slots) {
                self.maker.make(context, row)?;
                set(self.step.on_create, context, row)?;
                return Ok(true);
            }
        }
        set(self.step.on_match, context, row)?;
        Ok(true)
    }
}

/// Checks that no property of a pattern to merge is null: it could never be found again.
fn require_properties(
    pattern: &CreatePattern,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<()> {
    for item in &pattern.items {
        let (CreateItem::Node { properties, .. } | CreateItem::Relationship { properties, .. }) =
            item;
        match properties {
            PropertyMap::Entries(entries) => {
                for (_, expression) in entries {
                    require(&evaluate(expression, context, row)?, expression)?;
                }
            }
            PropertyMap::Map(expression) => {
                if let Value::Map(entries) = evaluate(expression, context, row)? {
                    for value in entries.values() {
                        require(value, expression)?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn require(value: &Value, expression: &Expression) -> Result<()> {
    if value.is_null() { Err(null_property(expression.span)) } else { Ok(()) }
}

fn null_property(span: Span) -> Error {
    let message = "a pattern to merge can't have a property that is null";
    Error::new(ErrorCode::MergeReadOwnWrites, message)
        .at(span)
        .with_help("nothing equals null, so that it would never be found")
}
