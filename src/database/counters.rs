//! How much a statement changed.

use crate::graph::Change;

/// What a statement changed, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Nodes made.
    pub nodes_created: u64,
    /// Nodes deleted.
    pub nodes_deleted: u64,
    /// Relationships made.
    pub relationships_created: u64,
    /// Relationships deleted.
    pub relationships_deleted: u64,
    /// Properties set or removed, those of new entities included.
    pub properties_set: u64,
    /// Labels given, those of new nodes included.
    pub labels_added: u64,
    /// Labels taken away.
    pub labels_removed: u64,
    /// Indexes made or dropped.
    pub indexes_changed: u64,
    /// Constraints made or dropped.
    pub constraints_changed: u64,
}

impl Counters {
    /// Counts changes.
    #[must_use]
    pub fn of(changes: &[Change]) -> Self {
        let mut counters = Self::default();
        for change in changes {
            counters.count(change);
        }
        counters
    }

    fn count(&mut self, change: &Change) {
        match change {
            Change::CreateNode { labels, properties, .. } => {
                self.nodes_created += 1;
                self.labels_added += labels.len() as u64;
                self.properties_set += properties.len() as u64;
            }
            Change::DeleteNode(_) => self.nodes_deleted += 1,
            Change::RestoreNode(_) => self.nodes_created += 1,
            Change::CreateRelationship { properties, .. } => {
                self.relationships_created += 1;
                self.properties_set += properties.len() as u64;
            }
            Change::DeleteRelationship(_) => self.relationships_deleted += 1,
            Change::RestoreRelationship(_) => self.relationships_created += 1,
            Change::SetNodeProperty(..) | Change::SetRelationshipProperty(..) => {
                self.properties_set += 1;
            }
            Change::AddLabel(..) => self.labels_added += 1,
            Change::RemoveLabel(..) => self.labels_removed += 1,
            Change::CreateIndex(_) | Change::DropIndex(_) => self.indexes_changed += 1,
            Change::CreateConstraint(_) | Change::DropConstraint(_) => {
                self.constraints_changed += 1;
            }
        }
    }

    /// Whether anything changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Both together.
    pub(super) fn plus(&self, other: &Self) -> Self {
        self.combined(other, u64::saturating_add)
    }

    /// What is left without the others.
    pub(super) fn minus(&self, other: &Self) -> Self {
        self.combined(other, u64::saturating_sub)
    }

    fn combined(&self, other: &Self, combine: fn(u64, u64) -> u64) -> Self {
        let of = |count: fn(&Self) -> u64| combine(count(self), count(other));
        Self {
            nodes_created: of(|one| one.nodes_created),
            nodes_deleted: of(|one| one.nodes_deleted),
            relationships_created: of(|one| one.relationships_created),
            relationships_deleted: of(|one| one.relationships_deleted),
            properties_set: of(|one| one.properties_set),
            labels_added: of(|one| one.labels_added),
            labels_removed: of(|one| one.labels_removed),
            indexes_changed: of(|one| one.indexes_changed),
            constraints_changed: of(|one| one.constraints_changed),
        }
    }

    /// Each count with its name in words, in the order in which they are told.
    #[must_use]
    pub fn entries(&self) -> [(&'static str, u64); 9] {
        [
            ("nodes created", self.nodes_created),
            ("nodes deleted", self.nodes_deleted),
            ("relationships created", self.relationships_created),
            ("relationships deleted", self.relationships_deleted),
            ("properties set", self.properties_set),
            ("labels added", self.labels_added),
            ("labels removed", self.labels_removed),
            ("indexes changed", self.indexes_changed),
            ("constraints changed", self.constraints_changed),
        ]
    }
}
