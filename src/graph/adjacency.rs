//! Walking from a node to its neighbours.

use std::ops::ControlFlow;

use petgraph::stable_graph::WalkNeighbors;

use super::base::Row;
use super::{Graph, GraphView, NodeId, RelationshipId, RelationshipTypeId, bits, node_index};

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
/// between two rows. First come those of the base, by type; then those of the live graph.
#[derive(Clone)]
pub struct Expansion {
    node: NodeId,
    direction: Direction,
    stage: Stage,
    /// Whether a relationship of the base may be deleted.
    must_check: bool,
}

#[derive(Clone)]
enum Stage {
    /// In the base: the number of the type, the side, and which of its neighbours is next.
    Base { table: usize, side: Side, next: usize },
    /// In the live graph.
    Live(WalkNeighbors<u32>),
}

/// One side of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Outgoing,
    Incoming,
}

impl Direction {
    fn first_side(self) -> Side {
        match self {
            Self::Outgoing | Self::Both => Side::Outgoing,
            Self::Incoming => Side::Incoming,
        }
    }

    fn sides(self) -> &'static [Side] {
        match self {
            Self::Outgoing => &[Side::Outgoing],
            Self::Incoming => &[Side::Incoming],
            Self::Both => &[Side::Outgoing, Side::Incoming],
        }
    }
}

impl Expansion {
    pub(super) fn new(view: GraphView<'_>, node: NodeId, direction: Direction) -> Self {
        let graph = view.graph();
        let must_check = !graph.overlay.is_undisturbed(node);
        let stage = if view.base().tables().is_empty() {
            Stage::Live(live_walk(graph, node, direction))
        } else {
            Stage::Base { table: 0, side: direction.first_side(), next: 0 }
        };
        Self { node, direction, stage, must_check }
    }

    /// The next relationship of one of `types` (of any type if there are none given), which are the
    /// same for each call.
    pub fn next(
        &mut self,
        view: GraphView<'_>,
        types: Option<&[RelationshipTypeId]>,
    ) -> Option<Adjacent> {
        if let Stage::Base { .. } = self.stage {
            let found = self.next_of_base(view, types);
            if found.is_some() {
                return found;
            }
            self.stage = Stage::Live(live_walk(view.graph(), self.node, self.direction));
        }
        let Stage::Live(walk) = &mut self.stage else { return None };
        next_live(view, walk, types)
    }

    fn next_of_base(
        &mut self,
        view: GraphView<'_>,
        types: Option<&[RelationshipTypeId]>,
    ) -> Option<Adjacent> {
        let Stage::Base { table, side, next } = &mut self.stage else { return None };
        let tables = view.base().tables();
        loop {
            let present = tables.get(*table)?;
            let is_wanted = types.is_none_or(|types| types.contains(&present.kind()));
            let row = if is_wanted { side.row(present, self.node) } else { Row::EMPTY };
            while *next < row.nodes.len() {
                let found = adjacent(row, *next);
                *next += 1;
                let is_deleted =
                    self.must_check && view.graph().overlay.is_deleted(found.relationship);
                // A loop has been met among the outgoing ones.
                let is_met = self.direction == Direction::Both
                    && *side == Side::Incoming
                    && found.node == self.node;
                if !is_deleted && !is_met {
                    return Some(found);
                }
            }
            *next = 0;
            if is_wanted && self.direction == Direction::Both && *side == Side::Outgoing {
                *side = Side::Incoming;
            } else {
                *side = self.direction.first_side();
                *table += 1;
            }
        }
    }
}

impl Side {
    fn row(self, table: &super::base::Table, node: NodeId) -> Row<'_> {
        match self {
            Self::Outgoing => table.outgoing(node.0),
            Self::Incoming => table.incoming(node.0),
        }
    }
}

fn adjacent(row: Row<'_>, index: usize) -> Adjacent {
    let node = NodeId(row.nodes.get(index).copied().unwrap_or(u32::MAX));
    Adjacent { relationship: row.relationship(index), node }
}

fn live_walk(graph: &Graph, node: NodeId, direction: Direction) -> WalkNeighbors<u32> {
    let entities = &graph.entities;
    let walk = match direction {
        Direction::Outgoing => entities.neighbors(node_index(node)),
        Direction::Incoming => {
            entities.neighbors_directed(node_index(node), petgraph::Direction::Incoming)
        }
        Direction::Both => entities.neighbors_undirected(node_index(node)),
    };
    walk.detach()
}

fn next_live(
    view: GraphView<'_>,
    walk: &mut WalkNeighbors<u32>,
    types: Option<&[RelationshipTypeId]>,
) -> Option<Adjacent> {
    let entities = &view.graph().entities;
    loop {
        let (edge, node) = walk.next(entities)?;
        let Some(relationship) = entities.edge_weight(edge) else { continue };
        if !relationship.deleted && types.is_none_or(|types| types.contains(&relationship.kind)) {
            let relationship = view.graph().relationship_at(edge)?;
            return Some(Adjacent { relationship, node: NodeId(bits(node.index())) });
        }
    }
}

impl<'a> GraphView<'a> {
    /// Walks over the relationships of `node`.
    #[must_use]
    pub fn expand(self, node: NodeId, direction: Direction) -> Expansion {
        Expansion::new(self, node, direction)
    }

    /// Calls `visit` for every relationship of `node` of one of `types` (of any type if there are
    /// none given): what [`expand`](Self::expand) gives, faster.
    pub fn for_each_adjacent(
        self,
        node: NodeId,
        direction: Direction,
        types: Option<&[RelationshipTypeId]>,
        mut visit: impl FnMut(Adjacent),
    ) {
        let _ = self.try_for_each_adjacent(node, direction, types, |adjacent| {
            visit(adjacent);
            ControlFlow::<()>::Continue(())
        });
    }

    /// As [`for_each_adjacent`](Self::for_each_adjacent), until `visit` breaks off.
    pub fn try_for_each_adjacent<B>(
        self,
        node: NodeId,
        direction: Direction,
        types: Option<&[RelationshipTypeId]>,
        mut visit: impl FnMut(Adjacent) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let overlay = &self.graph().overlay;
        let is_clean = overlay.is_undisturbed(node);
        for table in self.base().tables() {
            if !types.is_none_or(|types| types.contains(&table.kind())) {
                continue;
            }
            for side in direction.sides() {
                let row = side.row(table, node);
                let meets_loops_twice = direction == Direction::Both && *side == Side::Incoming;
                for index in 0..row.len() {
                    let found = adjacent(row, index);
                    let is_deleted = !is_clean && overlay.is_deleted(found.relationship);
                    let is_met = meets_loops_twice && found.node == node;
                    if !is_deleted && !is_met {
                        visit(found)?;
                    }
                }
            }
        }
        if self.graph().entities.edge_count() > 0 {
            let mut walk = live_walk(self.graph(), node, direction);
            while let Some(found) = next_live(self, &mut walk, types) {
                visit(found)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// How many relationships of one of `types` the node has. Where nothing has changed since the
    /// graph was frozen, they are not counted but read off.
    #[must_use]
    pub fn degree(
        self,
        node: NodeId,
        direction: Direction,
        types: Option<&[RelationshipTypeId]>,
    ) -> usize {
        if direction != Direction::Both && self.is_as_frozen(node, direction) {
            let wanted = self.base().tables().iter();
            let wanted =
                wanted.filter(|table| types.is_none_or(|types| types.contains(&table.kind())));
            return wanted
                .map(|table| table.degree(node.0, direction == Direction::Outgoing))
                .sum();
        }
        let mut count = 0;
        self.for_each_adjacent(node, direction, types, |_| count += 1);
        count
    }

    /// The nodes at the other ends of a node's relationships of one type, in ascending order, if
    /// none of its relationships has changed since the graph was frozen; `None` too for
    /// `Direction::Both`. A node is there as often as there are relationships to it.
    #[must_use]
    pub fn sorted_targets(
        self,
        node: NodeId,
        direction: Direction,
        kind: RelationshipTypeId,
    ) -> Option<&'a [u32]> {
        self.sorted_row(node, direction, kind).map(|row| row.nodes)
    }

    /// As [`sorted_targets`](Self::sorted_targets), with the relationships.
    #[must_use]
    pub fn sorted_row(
        self,
        node: NodeId,
        direction: Direction,
        kind: RelationshipTypeId,
    ) -> Option<Row<'a>> {
        let side = match direction {
            Direction::Outgoing => Side::Outgoing,
            Direction::Incoming => Side::Incoming,
            Direction::Both => return None,
        };
        if !self.is_as_frozen(node, direction) {
            return None;
        }
        Some(self.base().table(kind).map_or(Row::EMPTY, |table| side.row(table, node)))
    }

    /// Every node with relationships of a type, in ascending order, and these: if no relationship of
    /// the type has changed since the graph was frozen, and `direction` is not `Both`.
    #[must_use]
    pub fn sorted_rows(
        self,
        direction: Direction,
        kind: RelationshipTypeId,
    ) -> Option<impl Iterator<Item = (NodeId, Row<'a>)>> {
        if direction == Direction::Both || self.graph().overlay.types.contains(kind.0) {
            return None;
        }
        let table = self.base().table(kind).into_iter();
        let rows = table.flat_map(move |table| table.rows(direction == Direction::Outgoing));
        Some(rows.map(|(node, row)| (NodeId(node), row)))
    }

    /// Whether the relationships of a node are those of the base.
    fn is_as_frozen(self, node: NodeId, direction: Direction) -> bool {
        let graph = self.graph();
        let has_live = graph.entities.edge_count() > 0 && {
            let direction = match direction {
                Direction::Outgoing | Direction::Both => petgraph::Direction::Outgoing,
                Direction::Incoming => petgraph::Direction::Incoming,
            };
            graph.entities.edges_directed(node_index(node), direction).next().is_some()
        };
        !has_live && graph.overlay.is_undisturbed(node)
    }

    /// The ends of a relationship: where it starts and where it ends.
    #[must_use]
    pub fn ends(self, id: RelationshipId) -> Option<(NodeId, NodeId)> {
        if let Some(edge) = self.graph().edge_index(id) {
            let (start, end) = self.graph().entities.edge_endpoints(edge)?;
            return Some((NodeId(bits(start.index())), NodeId(bits(end.index()))));
        }
        if self.graph().overlay.is_gone(id) {
            return None;
        }
        let (table, place) = self.base().locate(id)?;
        table.ends(place).map(|(start, end)| (NodeId(start), NodeId(end)))
    }
}
