//! Nodes by identity, and by what an index knows of them.

use std::cmp::Ordering;
use std::ops::Bound;
use std::vec::IntoIter;

use super::super::context::Context;
use super::super::evaluate::evaluate;
use super::super::operator::{Input, Operator};
use super::super::row::{Row, list_of};
use crate::error::Result;
use crate::graph::{GraphView, Index, LabelId, NodeId, PropertyKeyId};
use crate::query::bind::bound::{Expression, KeyRef, LabelRef, Slot};
use crate::query::plan::Seek;
use crate::value::Value;
use crate::value::compare::{Comparison, compare, equals, order};

/// The node of an identity.
pub(in super::super) struct NodeByIdSeek<'p> {
    input: Input<'p>,
    slot: Slot,
    id: &'p Expression,
}

impl<'p> NodeByIdSeek<'p> {
    pub(in super::super) fn new(input: Input<'p>, slot: Slot, id: &'p Expression) -> Self {
        Self { input, slot, id }
    }
}

/// The identity that a number or a text stands for.
fn identity(value: &Value) -> Option<NodeId> {
    if let Value::String(text) = value {
        let digits = text.rsplit(':').next()?;
        return digits.parse().ok().map(NodeId);
    }
    let Value::Integer(number) = value else { return None };
    u32::try_from(*number).ok().map(NodeId)
}

impl Operator for NodeByIdSeek<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        while self.input.next(context, row)? {
            context.tick()?;
            let id = identity(&evaluate(self.id, context, row)?);
            if let Some(id) = id.filter(|id| context.view().has_node(*id)) {
                row.set(self.slot, Value::Node(id));
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A bound of a range, and whether it is included.
type End = (Value, bool);

/// What is sought, computed.
enum Sought {
    Values(Vec<Value>),
    Range(Option<End>, Option<End>),
    Prefix(Value),
}

impl Sought {
    fn new(seek: &Seek, context: &mut Context<'_>, row: &mut Row) -> Result<Self> {
        Ok(match seek {
            Seek::Equal(value) => Self::Values(vec![evaluate(value, context, row)?]),
            Seek::In(list) => {
                let list = evaluate(list, context, row)?;
                Self::Values(list_of(&list)?.map(|items| distinct(items)).unwrap_or_default())
            }
            Seek::Range { from, to } => {
                Self::Range(end(from.as_ref(), context, row)?, end(to.as_ref(), context, row)?)
            }
            Seek::Prefix(prefix) => Self::Prefix(evaluate(prefix, context, row)?),
        })
    }

    /// Whether a property's value is what is sought.
    fn fits(&self, value: &Value) -> bool {
        match self {
            Self::Values(values) => values.iter().any(|one| equals(one, value) == Some(true)),
            Self::Range(from, to) => {
                let above = |end: &End| lies(value, end, Ordering::Greater);
                let below = |end: &End| lies(value, end, Ordering::Less);
                from.as_ref().is_none_or(above) && to.as_ref().is_none_or(below)
            }
            Self::Prefix(prefix) => match (value, prefix) {
                (Value::String(text), Value::String(prefix)) => text.starts_with(&**prefix),
                _ => false,
            },
        }
    }

    /// The entries of an index among which are those that fit.
    fn candidates(&self, index: &Index) -> Vec<u32> {
        match self {
            Self::Values(values) => values.iter().flat_map(|value| index.equal(value)).collect(),
            Self::Range(from, to) => index.range(bound(from.as_ref()), bound(to.as_ref())),
            Self::Prefix(prefix) => index.range(Bound::Included(prefix), Bound::Unbounded),
        }
    }
}

fn end(
    end: Option<&(Expression, bool)>,
    context: &mut Context<'_>,
    row: &mut Row,
) -> Result<Option<End>> {
    let Some((expression, included)) = end else { return Ok(None) };
    Ok(Some((evaluate(expression, context, row)?, *included)))
}

/// The values without those that come again, so that no node is found twice.
fn distinct(values: &[Value]) -> Vec<Value> {
    let mut values = values.to_vec();
    values.sort_by(order);
    values.dedup_by(|one, other| order(one, other).is_eq());
    values
}

fn lies(value: &Value, (end, included): &End, side: Ordering) -> bool {
    match compare(value, end) {
        Comparison::Ordered(ordering) => ordering == side || (*included && ordering.is_eq()),
        Comparison::Unordered | Comparison::Unknown => false,
    }
}

fn bound(end: Option<&End>) -> Bound<&Value> {
    match end {
        Some((value, true)) => Bound::Included(value),
        Some((value, false)) => Bound::Excluded(value),
        None => Bound::Unbounded,
    }
}

/// The nodes that an index finds; without the index, those of its label that fit.
pub(in super::super) struct NodeIndexSeek<'p> {
    input: Input<'p>,
    slot: Slot,
    label: LabelRef,
    key: KeyRef,
    seek: &'p Seek,
    found: IntoIter<NodeId>,
}

impl<'p> NodeIndexSeek<'p> {
    pub(in super::super) fn new(
        input: Input<'p>,
        slot: Slot,
        (label, key): (LabelRef, KeyRef),
        seek: &'p Seek,
    ) -> Self {
        Self { input, slot, label, key, seek, found: Vec::new().into_iter() }
    }

    fn search(&self, context: &mut Context<'_>, row: &mut Row) -> Result<Vec<NodeId>> {
        let sought = Sought::new(self.seek, context, row)?;
        let names = (context.names.label(self.label), context.names.key(self.key));
        let (Some(label), Some(key)) = names else { return Ok(Vec::new()) };
        Ok(matching(&sought, label, key, context.view()))
    }
}

fn matching(
    sought: &Sought,
    label: LabelId,
    key: PropertyKeyId,
    view: GraphView<'_>,
) -> Vec<NodeId> {
    let fits = |node: &NodeId| sought.fits(&view.node_property(*node, key));
    match view.node_index(label, key) {
        Some(index) => sought.candidates(index).into_iter().map(NodeId).filter(fits).collect(),
        None => view.nodes_with_label(label).filter(fits).collect(),
    }
}

impl Operator for NodeIndexSeek<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.found = Vec::new().into_iter();
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if let Some(node) = self.found.next() {
                row.set(self.slot, Value::Node(node));
                return Ok(true);
            }
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            self.found = self.search(context, row)?.into_iter();
        }
    }
}
