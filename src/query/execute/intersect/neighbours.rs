//! The neighbours of a node in ascending order.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::super::context::Context;
use crate::graph::{Direction, GraphView, NodeId, RelationshipTypeId};
use crate::query::bind::bound::Slot;
use crate::query::plan;

/// The nodes at the other ends of one relationship of the pattern, each as often as there are
/// relationships to it.
pub(super) struct Neighbours<'p> {
    edge: &'p plan::CountedEdge,
    types: Option<Vec<RelationshipTypeId>>,
    /// The neighbours of nodes whose relationships don't lie sorted in the graph.
    sorted: HashMap<u32, Box<[u32]>, RandomState>,
}

impl<'p> Neighbours<'p> {
    pub(super) fn new(edge: &'p plan::CountedEdge) -> Self {
        Self { edge, types: None, sorted: HashMap::default() }
    }

    /// The slot of the node from which the relationships lead.
    pub(super) fn from(&self) -> Slot {
        self.edge.from
    }

    pub(super) fn prepare(&mut self, context: &Context<'_>) {
        let wanted = self.edge.types.as_ref();
        self.types =
            wanted.map(|types| types.iter().filter_map(|kind| context.names.kind(*kind)).collect());
        self.sorted.clear();
    }

    /// The neighbours of a node.
    pub(super) fn of<'s>(&'s mut self, node: NodeId, view: GraphView<'s>) -> &'s [u32] {
        let frozen = match self.types.as_deref() {
            Some([kind]) if self.edge.direction != Direction::Both => {
                view.sorted_targets(node, self.edge.direction, *kind)
            }
            _ => None,
        };
        if let Some(frozen) = frozen {
            return frozen;
        }
        let types = self.types.as_deref();
        let direction = self.edge.direction;
        self.sorted.entry(node.0).or_insert_with(|| {
            let mut nodes = Vec::new();
            view.for_each_adjacent(node, direction, types, |next| nodes.push(next.node.0));
            nodes.sort_unstable();
            nodes.into()
        })
    }
}
