//! Finding relationships whose identities are listed.

use std::sync::Arc;

use super::table::Table;

/// Where relationships stand that do not follow the places of their type, by identity.
#[derive(Debug)]
pub(super) struct Located {
    /// Where each table begins in the row of all places, and its number.
    starts: Vec<(u32, usize)>,
    places: Places,
}

/// Places in the row of all places.
#[derive(Debug)]
enum Places {
    /// By identity, from the first one on.
    Direct { first: u32, places: Vec<u32> },
    /// With identities, in their order: where they are far apart.
    Sorted(Vec<(u32, u32)>),
}

/// The place of an identity that there is not.
const NOWHERE: u32 = u32::MAX;

impl Located {
    pub(super) fn new(tables: &[Arc<Table>]) -> Self {
        let (mut starts, mut pairs) = (Vec::new(), Vec::new());
        let listed = tables.iter().enumerate().filter(|(_, table)| table.first.is_none());
        for (number, table) in listed {
            let start = u32::try_from(pairs.len()).unwrap_or(NOWHERE);
            starts.push((start, number));
            pairs.extend(table.all_ids().map(|id| id.0).zip(start..));
        }
        Self { starts, places: Places::new(pairs) }
    }

    /// The number of the table, and the place there.
    pub(super) fn find(&self, id: u32) -> Option<(usize, u32)> {
        let place = match &self.places {
            Places::Direct { first, places } => {
                *places.get(id.checked_sub(*first)? as usize).filter(|place| **place != NOWHERE)?
            }
            Places::Sorted(pairs) => {
                let found = pairs.binary_search_by_key(&id, |pair| pair.0).ok()?;
                pairs.get(found)?.1
            }
        };
        let after = self.starts.partition_point(|start| start.0 <= place);
        let (start, number) = self.starts.get(after.checked_sub(1)?)?;
        Some((*number, place - start))
    }

    pub(super) fn memory(&self) -> usize {
        match &self.places {
            Places::Direct { places, .. } => places.len() * 4,
            Places::Sorted(pairs) => pairs.len() * 8,
        }
    }
}

impl Places {
    fn new(mut pairs: Vec<(u32, u32)>) -> Self {
        let first = pairs.iter().map(|pair| pair.0).min().unwrap_or_default();
        let last = pairs.iter().map(|pair| pair.0).max().unwrap_or_default();
        if (last - first) as usize > pairs.len() * 2 {
            pairs.sort_unstable();
            return Self::Sorted(pairs);
        }
        let mut places = vec![NOWHERE; (last - first) as usize + 1];
        for (id, place) in pairs {
            if let Some(free) = places.get_mut((id - first) as usize) {
                *free = place;
            }
        }
        Self::Direct { first, places }
    }
}
