//! The sets of labels that nodes have, each kept once.

use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::LabelId;

/// The number of a set of labels; 0 is the empty one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct LabelSetId(pub(super) u32);

/// All sets of labels in use. They are only ever added.
#[derive(Clone, Debug)]
pub(super) struct LabelSets {
    sets: Vec<Arc<[LabelId]>>,
    ids: HashMap<Arc<[LabelId]>, u32, RandomState>,
}

impl Default for LabelSets {
    fn default() -> Self {
        let mut sets = Self { sets: Vec::new(), ids: HashMap::default() };
        sets.intern(Vec::new());
        sets
    }
}

impl LabelSets {
    /// The number of a set, which is new if no node ever had just these labels.
    pub(super) fn intern(&mut self, mut labels: Vec<LabelId>) -> LabelSetId {
        labels.sort_unstable();
        labels.dedup();
        if let Some(id) = self.ids.get(labels.as_slice()) {
            return LabelSetId(*id);
        }
        let id = u32::try_from(self.sets.len()).expect("there are no more sets than nodes");
        let set: Arc<[LabelId]> = labels.into();
        self.sets.push(set.clone());
        self.ids.insert(set, id);
        LabelSetId(id)
    }

    /// The labels of a set in the order of their identities.
    pub(super) fn labels(&self, id: LabelSetId) -> &[LabelId] {
        self.sets.get(id.0 as usize).map_or(&[], |set| set)
    }

    /// How many sets there are.
    pub(super) fn len(&self) -> usize {
        self.sets.len()
    }

    /// Every set in the order of the numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[LabelId]> + '_ {
        self.sets.iter().map(|set| &**set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_no_order() {
        let mut sets = LabelSets::default();
        let one = sets.intern(vec![LabelId(3), LabelId(1), LabelId(3)]);
        assert_eq!(sets.intern(vec![LabelId(1), LabelId(3)]), one);
        assert_eq!(sets.labels(one), [LabelId(1), LabelId(3)]);
        assert_eq!(sets.intern(Vec::new()), LabelSetId(0));
        assert_eq!(sets.len(), 2);
    }
}
