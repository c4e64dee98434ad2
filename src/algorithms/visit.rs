//! petgraph's visit traits on a projection, so that petgraph's algorithms run on it.

use std::ops::Range;

use petgraph::Direction;
use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges,
    IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    NodeCompactIndexable, NodeCount, NodeIndexable, VisitMap, Visitable,
};

use super::{Edge, Projection, number};
use crate::graph::NodeId;

/// An edge as petgraph sees it: from `source` to `target`, by its place among the outgoing ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeReference {
    source: u32,
    target: u32,
    weight: f64,
    place: usize,
}

/// The nodes that an algorithm of petgraph has seen.
#[derive(Clone, Debug, Default)]
pub struct Visited(Vec<bool>);

impl EdgeReference {
    fn outgoing(edge: Edge) -> Self {
        Self { source: edge.source, target: edge.target, weight: edge.weight, place: edge.place }
    }

    fn incoming(edge: Edge) -> Self {
        Self { source: edge.target, target: edge.source, weight: edge.weight, place: edge.place }
    }
}

impl GraphBase for Projection {
    type EdgeId = usize;
    type NodeId = u32;
}

impl Data for Projection {
    type NodeWeight = NodeId;
    type EdgeWeight = f64;
}

impl GraphProp for Projection {
    type EdgeType = petgraph::Directed;
}

impl NodeCount for Projection {
    fn node_count(&self) -> usize {
        self.count()
    }
}

impl EdgeCount for Projection {
    fn edge_count(&self) -> usize {
        Self::edge_count(self)
    }
}

impl NodeIndexable for Projection {
    fn node_bound(&self) -> usize {
        self.count()
    }

    fn to_index(&self, node: u32) -> usize {
        node as usize
    }

    fn from_index(&self, index: usize) -> u32 {
        number(index)
    }
}

impl NodeCompactIndexable for Projection {}

impl Visitable for Projection {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited(vec![false; self.count()])
    }

    fn reset_map(&self, map: &mut Visited) {
        *map = self.visit_map();
    }
}

impl VisitMap<u32> for Visited {
    fn visit(&mut self, node: u32) -> bool {
        !std::mem::replace(&mut self.0[node as usize], true)
    }

    fn is_visited(&self, node: &u32) -> bool {
        self.0[*node as usize]
    }

    fn unvisit(&mut self, node: u32) -> bool {
        std::mem::replace(&mut self.0[node as usize], false)
    }
}

impl EdgeRef for EdgeReference {
    type EdgeId = usize;
    type NodeId = u32;
    type Weight = f64;

    fn source(&self) -> u32 {
        self.source
    }

    fn target(&self) -> u32 {
        self.target
    }

    fn weight(&self) -> &f64 {
        &self.weight
    }

    fn id(&self) -> usize {
        self.place
    }
}

impl IntoNodeIdentifiers for &Projection {
    type NodeIdentifiers = Range<u32>;

    fn node_identifiers(self) -> Range<u32> {
        self.indexes()
    }
}

impl<'a> IntoNeighbors for &'a Projection {
    type Neighbors = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors(self, node: u32) -> Self::Neighbors {
        self.outgoing(node).iter().copied()
    }
}

impl<'a> IntoNeighborsDirected for &'a Projection {
    type NeighborsDirected = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors_directed(self, node: u32, direction: Direction) -> Self::NeighborsDirected {
        match direction {
            Direction::Outgoing => self.outgoing(node).iter().copied(),
            Direction::Incoming => self.incoming(node).iter().copied(),
        }
    }
}

impl<'a> IntoEdgeReferences for &'a Projection {
    type EdgeRef = EdgeReference;
    type EdgeReferences = Box<dyn Iterator<Item = EdgeReference> + 'a>;

    fn edge_references(self) -> Self::EdgeReferences {
        Box::new(self.indexes().flat_map(|node| self.edges(node)).map(EdgeReference::outgoing))
    }
}

impl<'a> IntoEdges for &'a Projection {
    type Edges = Box<dyn Iterator<Item = EdgeReference> + 'a>;

    fn edges(self, node: u32) -> Self::Edges {
        Box::new(Projection::edges(self, node).map(EdgeReference::outgoing))
    }
}

impl<'a> IntoEdgesDirected for &'a Projection {
    type EdgesDirected = Box<dyn Iterator<Item = EdgeReference> + 'a>;

    fn edges_directed(self, node: u32, direction: Direction) -> Self::EdgesDirected {
        match direction {
            Direction::Outgoing => {
                Box::new(Projection::edges(self, node).map(EdgeReference::outgoing))
            }
            Direction::Incoming => Box::new(self.edges_back(node).map(EdgeReference::incoming)),
        }
    }
}
