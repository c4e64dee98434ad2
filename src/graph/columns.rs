//! Reading one property of many entities at once.

use super::base::Column;
use super::{GraphView, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId};
use crate::value::Value;

/// A property of all nodes, or of all relationships of a type: a column of the base, and what has
/// changed since.
#[derive(Clone, Copy, Debug)]
pub struct PropertyColumn<'a> {
    view: GraphView<'a>,
    key: PropertyKeyId,
    column: Option<&'a Column>,
}

impl<'a> PropertyColumn<'a> {
    /// The column of the base by node: it tells the truth for every row that is not
    /// [changed](Self::is_changed). Nothing if the base has no such property.
    #[must_use]
    pub fn frozen(self) -> Option<&'a Column> {
        self.column
    }

    /// Whether nothing has changed, so that [`frozen`](Self::frozen) says all there is to say.
    #[must_use]
    pub fn is_as_frozen(self) -> bool {
        let graph = self.view.graph();
        graph.overlay.nodes.is_empty() && self.view.node_bound() <= graph.base.node_bound()
    }

    /// Whether the column of the base does not hold for a node.
    #[must_use]
    pub fn is_changed(self, node: NodeId) -> bool {
        let graph = self.view.graph();
        node.0 >= graph.base.node_bound() || graph.overlay.nodes.contains(node.0)
    }

    /// The value of a node, or null.
    #[must_use]
    pub fn get(self, node: NodeId) -> Value {
        if self.is_changed(node) {
            return self.view.node_property(node, self.key);
        }
        self.column.map(|column| column.get(node.0)).unwrap_or_default()
    }
}

impl<'a> GraphView<'a> {
    /// A property of all nodes.
    #[must_use]
    pub fn node_column(self, key: PropertyKeyId) -> PropertyColumn<'a> {
        PropertyColumn { view: self, key, column: self.base().column(key) }
    }

    /// A property of all relationships of a type by their [place](super::Row::place), if none of
    /// them has changed since the graph was frozen; `Some(None)` if none of them has the property.
    #[must_use]
    pub fn relationship_column(
        self,
        kind: RelationshipTypeId,
        key: PropertyKeyId,
    ) -> Option<Option<&'a Column>> {
        let overlay = &self.graph().overlay;
        let is_as_frozen = overlay.properties.is_empty() && !overlay.types.contains(kind.0);
        is_as_frozen.then(|| self.base().table(kind).and_then(|table| table.column(key)))
    }

    /// Where a relationship of the base stands in the columns of its type.
    #[must_use]
    pub fn relationship_place(self, id: RelationshipId) -> Option<(RelationshipTypeId, u32)> {
        if self.graph().edge_index(id).is_some() {
            return None;
        }
        self.base().locate(id).map(|(table, place)| (table.kind(), place))
    }
}
