//! Every node, or every node with a label.

use super::super::context::Context;
use super::super::operator::{Input, Operator};
use super::super::row::Row;
use crate::error::Result;
use crate::graph::NodeId;
use crate::query::bind::bound::{LabelRef, Slot};
use crate::value::Value;

/// So many identities are fetched at once.
const BATCH: usize = 256;

/// Each node of the graph, or each one with a label.
pub(in super::super) struct NodeScan<'p> {
    input: Input<'p>,
    slot: Slot,
    label: Option<LabelRef>,
    /// Identities fetched in advance, since no borrow of the graph may be kept.
    batch: Vec<NodeId>,
    place: usize,
    /// Where the next batch begins; `None` when nothing is left.
    from: Option<NodeId>,
}

impl<'p> NodeScan<'p> {
    pub(in super::super) fn new(input: Input<'p>, slot: Slot, label: Option<LabelRef>) -> Self {
        Self { input, slot, label, batch: Vec::new(), place: 0, from: None }
    }

    fn restart(&mut self, from: Option<NodeId>) {
        self.batch.clear();
        self.place = 0;
        self.from = from;
    }

    /// Fetches the next batch.
    fn fill(&mut self, from: NodeId, context: &Context<'_>) {
        let view = context.view();
        match self.label.map(|label| context.names.label(label)) {
            None => self.batch.extend(view.nodes_from(from).take(BATCH)),
            Some(Some(label)) => {
                self.batch.extend(view.nodes_with_label_from(label, from).take(BATCH));
            }
            Some(None) => {}
        }
        if self.batch.len() == BATCH {
            self.from = self.batch.last().and_then(|last| last.0.checked_add(1)).map(NodeId);
        }
    }
}

impl Operator for NodeScan<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.restart(None);
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if let Some(node) = self.batch.get(self.place) {
                self.place += 1;
                row.set(self.slot, Value::Node(*node));
                return Ok(true);
            }
            if let Some(from) = self.from {
                self.restart(None);
                self.fill(from, context);
            } else if self.input.next(context, row)? {
                self.restart(Some(NodeId(0)));
            } else {
                return Ok(false);
            }
        }
    }
}
