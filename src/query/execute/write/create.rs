//! New nodes and relationships.

use super::super::context::Context;
use super::super::operator::{Input, Operator};
use super::super::read::PathBuilder;
use super::super::row::Row;
use super::properties::created;
use crate::error::{Error, ErrorCode, Result, Span};
use crate::graph::NodeId;
use crate::query::bind::bound::{CreateItem, CreatePattern, Slot};
use crate::value::Value;

/// Makes the nodes and relationships of a pattern for each row.
pub(in super::super) struct Create<'p> {
    input: Input<'p>,
    maker: Maker<'p>,
}

impl<'p> Create<'p> {
    pub(in super::super) fn new(input: Input<'p>, pattern: &'p CreatePattern) -> Self {
        Self { input, maker: Maker::new(pattern) }
    }
}

impl Operator for Create<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        context.tick()?;
        if !self.input.next(context, row)? {
            return Ok(false);
        }
        self.maker.make(context, row)?;
        Ok(true)
    }
}

/// Makes what a pattern says.
pub(super) struct Maker<'p> {
    pattern: &'p CreatePattern,
    paths: Vec<PathBuilder<'p>>,
}

impl<'p> Maker<'p> {
    pub(super) fn new(pattern: &'p CreatePattern) -> Self {
        Self { pattern, paths: pattern.paths.iter().map(PathBuilder::new).collect() }
    }

    /// Makes it once, for the present row.
    pub(super) fn make(&self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        for item in &self.pattern.items {
            make_item(item, context, row)?;
        }
        self.build_paths(context, row)
    }

    /// Builds the paths of what was made or found.
    pub(super) fn build_paths(&self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        for path in &self.paths {
            path.build(context, row)?;
        }
        Ok(())
    }
}

fn make_item(item: &CreateItem, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
    match item {
        CreateItem::Node { slot, labels, properties, .. } => {
            let properties = created(properties, context, row)?;
            let (graph, names) = context.writer()?;
            let labels = labels.iter().map(|label| names.intern_label(*label, graph)).collect();
            let node = graph.create_node(labels, properties)?;
            row.set(*slot, Value::Node(node));
        }
        CreateItem::Relationship { slot, kind, start, end, properties, span } => {
            let (start, end) = (bound(*start, *span, row)?, bound(*end, *span, row)?);
            let properties = created(properties, context, row)?;
            let (graph, names) = context.writer()?;
            let kind = names.intern_kind(*kind, graph);
            let made = graph.create_relationship(kind, start, end, properties);
            row.set(*slot, Value::Relationship(made.map_err(|error| error.or_at(*span))?));
        }
    }
    Ok(())
}

/// The node at an end of a relationship to make.
fn bound(slot: Slot, span: Span, row: &Row) -> Result<NodeId> {
    let node = row.node(slot).map_err(|error| error.at(span))?;
    node.ok_or_else(|| {
        let message = "the relationship can't be made, since a node at its end is null";
        Error::new(ErrorCode::InvalidArgumentValue, message)
            .at(span)
            .with_help("leave out such rows: `WHERE node IS NOT NULL`")
    })
}
