//! A dense part of a graph.

use std::ops::Range;

use super::{NONE, Pace, Tick, number};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{
    Direction, GraphView, LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId,
};
use crate::value::arithmetic::to_float;
use crate::value::{Path, Value};

/// Which part of a graph a projection takes, and how its relationships are followed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Nodes with one of these labels; all nodes if there are none given.
    pub labels: Option<Vec<LabelId>>,
    /// Relationships of one of these types; all if there are none given.
    pub types: Option<Vec<RelationshipTypeId>>,
    /// The way in which relationships are followed.
    pub direction: Direction,
    /// The property that holds a relationship's weight; without one, or where it is missing, a
    /// relationship weighs 1.
    pub weight: Option<PropertyKeyId>,
    /// Nodes that are left out.
    pub without: Vec<NodeId>,
    /// The only relationships that are taken, in the order of their identities; all if not given.
    pub only: Option<Vec<RelationshipId>>,
}

impl Default for Selection {
    /// Everything, from start to end, unweighted.
    fn default() -> Self {
        Self {
            labels: None,
            types: None,
            direction: Direction::Outgoing,
            weight: None,
            without: Vec::new(),
            only: None,
        }
    }
}

/// A dense subgraph: nodes are numbered from 0, both directions are compressed sparse rows, and the
/// neighbours of a node are sorted.
#[derive(Clone, Debug)]
pub struct Projection {
    nodes: Vec<NodeId>,
    indexes: Vec<u32>,
    outgoing: Rows,
    /// Nothing where each relationship is followed both ways, as both directions are then the same.
    incoming: Option<Rows>,
    is_weighted: bool,
}

/// Compressed sparse rows.
#[derive(Clone, Debug, Default)]
struct Rows {
    offsets: Vec<usize>,
    targets: Vec<u32>,
    relationships: Vec<RelationshipId>,
    weights: Vec<f64>,
}

/// A relationship as it is followed from one node to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Where it is followed from.
    pub source: u32,
    /// Where it leads to.
    pub target: u32,
    /// Its weight; 1 without weights.
    pub weight: f64,
    /// The relationship.
    pub relationship: RelationshipId,
    /// Its place among all edges of its direction.
    pub place: usize,
}

/// A way through a projection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// The nodes in order, at least one.
    pub nodes: Vec<u32>,
    /// The relationships between them.
    pub relationships: Vec<RelationshipId>,
    /// The sum of the weights.
    pub cost: f64,
}

#[derive(Clone, Copy)]
struct Raw {
    source: u32,
    target: u32,
    relationship: RelationshipId,
    weight: f64,
}

impl Projection {
    /// Takes a part of a graph; in time linear in the graph.
    ///
    /// # Errors
    /// `InvalidArgumentValue` if a weight is not a number, and what the tick says.
    pub fn build(view: GraphView<'_>, selection: &Selection, tick: Tick<'_>) -> Result<Self> {
        let nodes = selected_nodes(view, selection);
        let mut indexes = vec![NONE; view.node_bound() as usize];
        for (index, node) in nodes.iter().enumerate() {
            indexes[node.0 as usize] = number(index);
        }
        let is_symmetric = selection.direction == Direction::Both;
        let is_weighted = selection.weight.is_some();
        if let Some(only) = &selection.only {
            let edges = selected_edges(view, selection, only, &indexes, tick)?;
            return Ok(Self::assemble(nodes, indexes, &edges, is_symmetric, is_weighted));
        }
        let outgoing = selected_rows(view, selection, &nodes, &indexes, tick)?;
        let incoming = (!is_symmetric).then(|| outgoing.reversed());
        Ok(Self { nodes, indexes, outgoing, incoming, is_weighted })
    }

    /// A projection of `count` nodes and the given edges `(source, target, weight)`, which stand for
    /// relationships in their order; each is followed both ways if it `is_symmetric`. Edges of nodes
    /// that there are not are left out.
    #[must_use]
    pub fn from_edges(count: u32, edges: &[(u32, u32, f64)], is_symmetric: bool) -> Self {
        let mut raw = Vec::with_capacity(edges.len());
        for (place, &(source, target, weight)) in edges.iter().enumerate() {
            if source < count && target < count {
                let edge =
                    Raw { source, target, relationship: RelationshipId(number(place)), weight };
                add(&mut raw, edge, is_symmetric);
            }
        }
        let nodes = (0..count).map(NodeId).collect();
        Self::assemble(nodes, (0..count).collect(), &raw, is_symmetric, true)
    }

    /// Sorting by target, then by source, without comparing: each pass is linear and keeps the order
    /// of the pass before.
    fn assemble(
        nodes: Vec<NodeId>,
        indexes: Vec<u32>,
        edges: &[Raw],
        is_symmetric: bool,
        is_weighted: bool,
    ) -> Self {
        let count = nodes.len();
        let (_, by_target) = arranged(count, edges, |edge| edge.target);
        let (offsets, by_source) = arranged(count, &by_target, |edge| edge.source);
        let outgoing = Rows::new(offsets, &by_source, |edge| edge.target, is_weighted);
        let incoming = (!is_symmetric).then(|| {
            let (offsets, list) = arranged(count, &by_source, |edge| edge.target);
            Rows::new(offsets, &list, |edge| edge.source, is_weighted)
        });
        Self { nodes, indexes, outgoing, incoming, is_weighted }
    }

    /// How many nodes it has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.nodes.len()
    }

    /// How many edges it has; a relationship that is followed both ways is two.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.outgoing.targets.len()
    }

    /// Whether each relationship is followed both ways.
    #[must_use]
    pub fn is_symmetric(&self) -> bool {
        self.incoming.is_none()
    }

    /// Whether edges have weights of their own.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        self.is_weighted
    }

    /// The numbers of all nodes.
    #[must_use]
    pub fn indexes(&self) -> Range<u32> {
        0..number(self.count())
    }

    /// The node of a number.
    #[must_use]
    pub fn node(&self, index: u32) -> NodeId {
        self.nodes[index as usize]
    }

    /// The number of a node, if it is part of this.
    #[must_use]
    pub fn index_of(&self, node: NodeId) -> Option<u32> {
        self.indexes.get(node.0 as usize).copied().filter(|index| *index != NONE)
    }

    /// Where the edges of a node lead to, sorted.
    #[must_use]
    pub fn outgoing(&self, index: u32) -> &[u32] {
        self.outgoing.of(index)
    }

    /// Where the edges to a node come from, sorted.
    #[must_use]
    pub fn incoming(&self, index: u32) -> &[u32] {
        self.reverse().of(index)
    }

    /// The edges of a node.
    pub fn edges(&self, index: u32) -> impl Iterator<Item = Edge> + '_ {
        self.outgoing.places(index).map(move |place| self.outgoing.edge(index, place))
    }

    /// The edges to a node, from their other end: `source` is `index`.
    pub fn edges_back(&self, index: u32) -> impl Iterator<Item = Edge> + '_ {
        let rows = self.reverse();
        rows.places(index).map(move |place| rows.edge(index, place))
    }

    /// The edges of a node and, unless they are the same, those to it, each from `index` on.
    pub fn edges_both(&self, index: u32) -> impl Iterator<Item = Edge> + '_ {
        let back = self.incoming.as_ref();
        let back = back
            .into_iter()
            .flat_map(move |rows| rows.places(index).map(move |place| rows.edge(index, place)));
        self.edges(index).chain(back)
    }

    /// A route as a path of the graph.
    #[must_use]
    pub fn path(&self, route: &Route) -> Path {
        let nodes = route.nodes.iter().skip(1).map(|index| self.node(*index));
        let start = route.nodes.first().map_or(NodeId(NONE), |index| self.node(*index));
        Path { start, steps: route.relationships.iter().copied().zip(nodes).collect() }
    }

    fn reverse(&self) -> &Rows {
        self.incoming.as_ref().unwrap_or(&self.outgoing)
    }
}

impl Rows {
    fn new(offsets: Vec<usize>, edges: &[Raw], end: fn(&Raw) -> u32, is_weighted: bool) -> Self {
        let weights =
            if is_weighted { edges.iter().map(|edge| edge.weight).collect() } else { Vec::new() };
        Self {
            offsets,
            targets: edges.iter().map(end).collect(),
            relationships: edges.iter().map(|edge| edge.relationship).collect(),
            weights,
        }
    }

    /// The same edges by their other end: a counting sort.
    fn reversed(&self) -> Self {
        let count = self.offsets.len() - 1;
        let mut offsets = vec![0; count + 1];
        for target in &self.targets {
            offsets[*target as usize + 1] += 1;
        }
        for index in 0..count {
            offsets[index + 1] += offsets[index];
        }
        let mut next = offsets.clone();
        let mut targets = vec![0; self.targets.len()];
        let mut relationships = vec![RelationshipId(NONE); self.targets.len()];
        let mut weights = vec![0.0; self.weights.len()];
        for source in 0..number(count) {
            for place in self.places(source) {
                let free = &mut next[self.targets[place] as usize];
                targets[*free] = source;
                relationships[*free] = self.relationships[place];
                if let Some(weight) = self.weights.get(place) {
                    weights[*free] = *weight;
                }
                *free += 1;
            }
        }
        Self { offsets, targets, relationships, weights }
    }

    /// Ends the edges of a node: they are put in the order of targets, then of relationships.
    fn end_row(&mut self) {
        let start = self.offsets.last().copied().unwrap_or_default();
        let targets = self.targets.iter().skip(start).zip(self.relationships.iter().skip(start));
        if !targets.clone().is_sorted() {
            let mut row: Vec<_> = targets.map(|(target, id)| (*target, *id)).collect();
            row.sort_unstable();
            for (place, (target, id)) in (start..).zip(row) {
                self.targets[place] = target;
                self.relationships[place] = id;
            }
        }
        self.offsets.push(self.targets.len());
    }

    fn places(&self, index: u32) -> Range<usize> {
        self.offsets[index as usize]..self.offsets[index as usize + 1]
    }

    fn of(&self, index: u32) -> &[u32] {
        &self.targets[self.places(index)]
    }

    fn edge(&self, source: u32, place: usize) -> Edge {
        Edge {
            source,
            target: self.targets[place],
            weight: self.weights.get(place).copied().unwrap_or(1.0),
            relationship: self.relationships[place],
            place,
        }
    }
}

fn selected_nodes(view: GraphView<'_>, selection: &Selection) -> Vec<NodeId> {
    let mut nodes: Vec<_> = match &selection.labels {
        Some(labels) => labels.iter().flat_map(|label| view.nodes_with_label(*label)).collect(),
        None => view.nodes().collect(),
    };
    nodes.sort_unstable();
    nodes.dedup();
    nodes.retain(|node| !selection.without.contains(node));
    nodes
}

/// The edges of every node, walked from there.
fn selected_rows(
    view: GraphView<'_>,
    selection: &Selection,
    nodes: &[NodeId],
    indexes: &[u32],
    tick: Tick<'_>,
) -> Result<Rows> {
    let mut rows = Rows { offsets: vec![0], ..Rows::default() };
    let mut pace = Pace::new(tick);
    for node in nodes {
        let before = rows.targets.len();
        view.for_each_adjacent(*node, selection.direction, selection.types.as_deref(), |one| {
            let target = indexes.get(one.node.0 as usize).copied().unwrap_or(NONE);
            if target != NONE {
                rows.targets.push(target);
                rows.relationships.push(one.relationship);
            }
        });
        rows.end_row();
        pace.steps(rows.targets.len() - before)?;
    }
    if selection.weight.is_some() {
        rows.weights.reserve_exact(rows.relationships.len());
        for relationship in &rows.relationships {
            pace.steps(0)?;
            rows.weights.push(weight(view, *relationship, selection.weight)?);
        }
    }
    Ok(rows)
}

/// The edges of a few relationships.
fn selected_edges(
    view: GraphView<'_>,
    selection: &Selection,
    only: &[RelationshipId],
    indexes: &[u32],
    tick: Tick<'_>,
) -> Result<Vec<Raw>> {
    let index = |node: NodeId| indexes.get(node.0 as usize).copied().unwrap_or(NONE);
    let (mut edges, mut pace) = (Vec::new(), Pace::new(tick));
    for relationship in only.iter().copied().filter(|one| view.has_relationship(*one)) {
        pace.steps(0)?;
        let kind = view.relationship_type(relationship);
        let is_wanted = |types: &Vec<_>| kind.is_some_and(|kind| types.contains(&kind));
        if !selection.types.as_ref().is_none_or(is_wanted) {
            continue;
        }
        let Some((start, end)) = view.ends(relationship) else { continue };
        let (start, end) = (index(start), index(end));
        if start == NONE || end == NONE {
            continue;
        }
        let weight = weight(view, relationship, selection.weight)?;
        let edge = Raw { source: start, target: end, relationship, weight };
        match selection.direction {
            Direction::Outgoing => add(&mut edges, edge, false),
            Direction::Incoming => add(&mut edges, turned(edge), false),
            Direction::Both => add(&mut edges, edge, true),
        }
    }
    Ok(edges)
}

fn turned(edge: Raw) -> Raw {
    Raw { source: edge.target, target: edge.source, ..edge }
}

/// Adds an edge, and its reverse if it is followed both ways; a loop is met once.
fn add(edges: &mut Vec<Raw>, edge: Raw, is_symmetric: bool) {
    edges.push(edge);
    if is_symmetric && edge.source != edge.target {
        edges.push(turned(edge));
    }
}

fn weight(
    view: GraphView<'_>,
    relationship: RelationshipId,
    key: Option<PropertyKeyId>,
) -> Result<f64> {
    let Some(key) = key else { return Ok(1.0) };
    let value = view.relationship_property(relationship, key);
    if value.is_null() {
        return Ok(1.0);
    }
    to_float(&value).filter(|weight| !weight.is_nan()).ok_or_else(|| no_weight(&value))
}

fn no_weight(value: &Value) -> Error {
    let message = format!("a relationship's weight must be a number, but one is `{value}`");
    Error::new(ErrorCode::InvalidArgumentValue, message)
}

/// The edges in the order of a key below `count` (a counting sort), and where each key begins.
fn arranged(count: usize, edges: &[Raw], key: fn(&Raw) -> u32) -> (Vec<usize>, Vec<Raw>) {
    let mut offsets = vec![0; count + 1];
    for edge in edges {
        offsets[key(edge) as usize + 1] += 1;
    }
    for index in 0..count {
        offsets[index + 1] += offsets[index];
    }
    let mut next = offsets.clone();
    let mut sorted = edges.to_vec();
    for edge in edges {
        let place = &mut next[key(edge) as usize];
        sorted[*place] = *edge;
        *place += 1;
    }
    (offsets, sorted)
}
