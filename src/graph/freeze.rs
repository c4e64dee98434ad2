//! Freezing: a new base of the old one and what has changed since.

use std::sync::Arc;

use petgraph::stable_graph::StableDiGraph;
use roaring::RoaringBitmap;

use super::base::{Base, BaseBuilder, Table};
use super::entity::Relationship;
use super::overlay::Overlay;
use super::{
    Constraint, Direction, Graph, Index, IndexDefinition, Names, RelationshipId,
    RelationshipTypeId, bits, node_index,
};
use crate::error::{Error, ErrorCode, Result};

/// Fewer changes than these never freeze a graph.
const LEAST_CHANGES: usize = 50_000;

impl Graph {
    /// Puts everything into a new base. Identities stay, and so does all that can be read; reading
    /// is faster.
    ///
    /// # Errors
    /// `TransactionState` if there are changes that are not committed, and what
    /// [`fault`](super::GraphView::fault) says if a part of a stored graph can't be read.
    pub fn freeze(&mut self) -> Result<()> {
        if !self.done.is_empty() || !self.tombstones.is_empty() {
            let message = "a graph can't be frozen while a transaction changes it";
            return Err(Error::new(ErrorCode::TransactionState, message));
        }
        let base = self.frozen()?;
        match self.view().fault() {
            Some(fault) => Err(fault),
            None => self.stand_on(base),
        }
    }

    /// Freezes the graph if much has changed: a quarter of it, and not just a little.
    pub(super) fn freeze_if_grown(&mut self) {
        let frozen = self.base.node_bound() as usize + self.base.relationship_count();
        if self.overlay.changes > LEAST_CHANGES.max(frozen / 4) {
            self.overlay.changes = 0;
            // The graph is just as good as it was: what is wrong will be told when it is read.
            let _ = self.freeze();
        }
    }

    /// Takes in a base that was built apart; the graph must be empty.
    ///
    /// # Errors
    /// `TransactionState` if the graph is not empty or has changes that are not committed.
    pub fn load(&mut self, base: Base) -> Result<()> {
        if self.live_nodes > 0 || !self.done.is_empty() || !self.base.is_empty() {
            let message = "only an empty graph can take in another one as a whole";
            return Err(Error::new(ErrorCode::TransactionState, message));
        }
        let (indexes, constraints) = self.schema();
        self.stand_on(base.with_schema(indexes.into_iter(), constraints))?;
        self.version += 1;
        Ok(())
    }

    /// Undoes a [`load`](Self::load), after the changes that came behind it have been undone.
    ///
    /// # Errors
    /// None today: an empty graph always has room.
    pub fn unload(&mut self) -> Result<()> {
        self.stand_on(Base::default())?;
        self.version += 1;
        Ok(())
    }

    /// The graph that a stored base is, with the names that it was stored with.
    ///
    /// # Errors
    /// `StoreDamaged` if the base uses a name that is not given, `GraphFull` if there is no room.
    pub fn open(names: Names, base: Base) -> Result<Self> {
        if !base.is_covered_by(&names) {
            let message = "the graph uses more names than it knows";
            return Err(Error::new(ErrorCode::StoreDamaged, message));
        }
        let mut graph = Self { names, ..Self::default() };
        graph.stand_on(base)?;
        let base = graph.base.clone();
        graph.adopt_schema(&base);
        Ok(graph)
    }

    fn schema(&self) -> (Vec<IndexDefinition>, Vec<Constraint>) {
        let indexes = self.catalog.indexes().iter().map(Index::definition).collect();
        (indexes, self.catalog.constraints().to_vec())
    }

    /// What does not change; what has changed since is not in it, so [`freeze`](Self::freeze) first
    /// to store it.
    #[must_use]
    pub fn base(&self) -> &Arc<Base> {
        &self.base
    }

    /// Forgets what is live, and takes everything from a base.
    fn stand_on(&mut self, base: Base) -> Result<()> {
        self.derived.clear();
        self.entities = places(&base)?;
        self.label_sets = base.sets().clone();
        self.nodes_by_label = nodes_by_label(&base);
        self.relationships_by_type.clear();
        for table in base.tables() {
            let place = table.kind().0 as usize;
            self.relationships_by_type.resize(place, 0);
            self.relationships_by_type.push(table.count());
        }
        self.live_nodes = self.entities.node_count();
        self.live_relationships = base.relationship_count();
        self.overlay = Overlay::default();
        self.tombstones.clear();
        self.base = Arc::new(base);
        self.refill_indexes();
        Ok(())
    }

    fn frozen(&self) -> Result<Base> {
        let view = self.view();
        let edges = self.entities.edge_indices().next_back().map_or(0, |edge| edge.index() + 1);
        let bound = self.base.relationship_bound().saturating_add(bits(edges));
        let mut builder = BaseBuilder::with_sets(self.label_sets.clone(), bound);
        for node in view.nodes() {
            builder.add_known_node(node, view.label_set(node).unwrap_or_default());
            for (key, value) in view.node_properties(node) {
                builder.node_column(key).push(node.0, value);
            }
        }
        for (kind, _) in view.names().relationship_types() {
            match self.untouched(kind) {
                Some(table) => builder.keep(table.clone()),
                None => self.freeze_type(kind, &mut builder)?,
            }
        }
        let (indexes, constraints) = self.schema();
        Ok(builder.finish()?.with_schema(indexes.into_iter(), constraints))
    }

    /// A type of the base of which nothing has changed.
    fn untouched(&self, kind: RelationshipTypeId) -> Option<&Arc<Table>> {
        let overlay = &self.overlay;
        let table = self.base.table(kind)?;
        let is_of_type = |id: &u32| {
            let located = self.base.locate(RelationshipId(*id));
            located.is_some_and(|(table, _)| table.kind() == kind)
        };
        let is_changed =
            overlay.types.contains(kind.0) || overlay.properties.keys().any(is_of_type);
        (!is_changed).then_some(table)
    }

    fn freeze_type(&self, kind: RelationshipTypeId, builder: &mut BaseBuilder) -> Result<()> {
        let view = self.view();
        if view.type_count(kind) == 0 {
            return Ok(());
        }
        let mut relationships = Vec::with_capacity(view.type_count(kind));
        for node in view.nodes() {
            view.for_each_adjacent(node, Direction::Outgoing, Some(&[kind]), |one| {
                relationships.push((node, one));
            });
        }
        let table = builder.relationships(kind);
        for (start, one) in relationships {
            let row = table.add_known(one.relationship.0, start, one.node)?;
            for (key, value) in view.relationship_properties(one.relationship) {
                table.column(key).push(row, value);
            }
        }
        Ok(())
    }
}

/// An empty place for every node of a base.
fn places(base: &Base) -> Result<StableDiGraph<super::Place, Relationship, u32>> {
    let mut entities = StableDiGraph::with_capacity(base.node_bound() as usize, 0);
    for _ in base.nodes() {
        entities
            .try_add_node(None)
            .map_err(|_| Error::new(ErrorCode::GraphFull, "the graph can hold no more nodes"))?;
    }
    for (node, set) in base.nodes() {
        if set.is_none() {
            entities.remove_node(node_index(node));
        }
    }
    Ok(entities)
}

/// The nodes of each label: those of a set of labels mostly follow each other.
fn nodes_by_label(base: &Base) -> Vec<RoaringBitmap> {
    let mut by_set = vec![RoaringBitmap::new(); base.sets().len()];
    let mut begin = 0;
    let mut nodes = base.nodes().peekable();
    while let Some((node, set)) = nodes.next() {
        if nodes.peek().is_some_and(|next| next.1 == set) {
            continue;
        }
        if let Some(of_set) = set.and_then(|set| by_set.get_mut(set.0 as usize)) {
            of_set.insert_range(begin..=node.0);
        }
        begin = node.0 + 1;
    }
    let mut by_label: Vec<RoaringBitmap> = Vec::new();
    for (labels, nodes) in base.sets().iter().zip(&by_set) {
        for label in labels {
            let place = label.0 as usize;
            if by_label.len() <= place {
                by_label.resize_with(place + 1, RoaringBitmap::new);
            }
            if let Some(of_label) = by_label.get_mut(place) {
                *of_label |= nodes;
            }
        }
    }
    by_label
}
