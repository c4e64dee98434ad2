//! Walking from a node to its neighbours, one at a time.

use petgraph::stable_graph::WalkNeighbors;

use super::{GraphView, NodeId, RelationshipId, RelationshipTypeId, bits, edge_index, node_index};

/// The way in which relationships are followed from a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From start to end.
    Outgoing,
    /// From end to start.
    Incoming,
    /// Either way; a relationship from a node to itself is met once.
    Both,
}

impl Direction {
    /// The same relationships, followed from the other side.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Outgoing => Self::Incoming,
            Self::Incoming => Self::Outgoing,
            Self::Both => Self::Both,
        }
    }
}

/// A relationship met on the way, and the node at its other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adjacent {
    /// The relationship.
    pub relationship: RelationshipId,
    /// The node it leads to.
    pub node: NodeId,
}

/// A walk over the relationships of one node that borrows nothing, so that an operator can keep it
/// between two rows.
#[derive(Clone)]
pub struct Expansion {
    walk: WalkNeighbors<u32>,
}

impl Expansion {
    pub(super) fn new(view: GraphView<'_>, node: NodeId, direction: Direction) -> Self {
        let graph = &view.graph().entities;
        let walk = match direction {
            Direction::Outgoing => graph.neighbors(node_index(node)),
            Direction::Incoming => {
                graph.neighbors_directed(node_index(node), petgraph::Direction::Incoming)
            }
            Direction::Both => graph.neighbors_undirected(node_index(node)),
        };
        Self { walk: walk.detach() }
    }

    /// The next relationship of one of `types` (of any type if there are none given).
    pub fn next(
        &mut self,
        view: GraphView<'_>,
        types: Option<&[RelationshipTypeId]>,
    ) -> Option<Adjacent> {
        let graph = &view.graph().entities;
        loop {
            let (edge, node) = self.walk.next(graph)?;
            let Some(relationship) = graph.edge_weight(edge) else { continue };
            if !relationship.deleted && types.is_none_or(|types| types.contains(&relationship.kind))
            {
                let relationship = RelationshipId(bits(edge.index()));
                return Some(Adjacent { relationship, node: NodeId(bits(node.index())) });
            }
        }
    }
}

impl GraphView<'_> {
    /// Walks over the relationships of `node`.
    #[must_use]
    pub fn expand(self, node: NodeId, direction: Direction) -> Expansion {
        Expansion::new(self, node, direction)
    }

    /// How many relationships of one of `types` the node has.
    #[must_use]
    pub fn degree(
        self,
        node: NodeId,
        direction: Direction,
        types: Option<&[RelationshipTypeId]>,
    ) -> usize {
        let mut expansion = self.expand(node, direction);
        std::iter::from_fn(|| expansion.next(self, types)).count()
    }

    /// The ends of a relationship: where it starts and where it ends.
    #[must_use]
    pub fn ends(self, id: RelationshipId) -> Option<(NodeId, NodeId)> {
        let (start, end) = self.graph().entities.edge_endpoints(edge_index(id))?;
        Some((NodeId(bits(start.index())), NodeId(bits(end.index()))))
    }
}
