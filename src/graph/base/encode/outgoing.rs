//! The relationships of a type as bytes.
//!
//! The nodes where relationships start, how many start at each, the least end of each node, the
//! distances between further ends, and the identities if they do not follow the places.

use super::packed::{read_below, read_packed, write_packed, write_small};
use super::{Reader, Writer, damaged, framed, unframed};
use crate::error::Result;
use crate::graph::base::chunk::Decode;
use crate::graph::base::offsets::Offsets;
use crate::graph::base::table::Outgoing;

/// What the header says of a type.
#[derive(Clone, Debug)]
pub(in crate::graph::base) struct OutgoingShape {
    pub(in crate::graph::base) count: u32,
    pub(in crate::graph::base) node_bound: u32,
    pub(in crate::graph::base) relationship_bound: u32,
    pub(in crate::graph::base) has_ids: bool,
}

/// A chunk of the relationships of a type.
pub(in crate::graph::base) fn encode_outgoing(outgoing: &Outgoing) -> Vec<u8> {
    let mut writer = Writer::default();
    let rows: Vec<_> = outgoing.offsets.iter().filter(|(_, range)| !range.is_empty()).collect();
    writer.size(rows.len());
    write_packed(rows.iter().map(|(node, _)| i64::from(*node)), &mut writer);
    write_packed(rows.iter().map(|(_, range)| signed(range.len())), &mut writer);
    let ends = |range: &std::ops::Range<usize>| &outgoing.targets[range.clone()];
    write_packed(rows.iter().map(|(_, range)| i64::from(ends(range)[0])), &mut writer);
    let distances = rows.iter().flat_map(|(_, range)| {
        ends(range).windows(2).map(|pair| i64::from(pair[1]) - i64::from(pair[0]))
    });
    write_packed(distances, &mut writer);
    if let Some(ids) = &outgoing.ids {
        write_small(ids, &mut writer);
    }
    framed(&writer.into_bytes())
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Decode for Outgoing {
    type Shape = OutgoingShape;

    fn decode(bytes: &[u8], shape: &OutgoingShape) -> Result<Self> {
        let mut reader = Reader::new(unframed(bytes)?);
        let nodes = u64::from(shape.node_bound);
        let rows = reader.small()?.min(shape.count) as usize;
        let starts = read_below(&mut reader, rows, nodes)?;
        let counts = read_below(&mut reader, rows, u64::from(shape.count) + 1)?;
        let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
        let is_sound = starts.is_sorted_by(|left, right| left < right) && !counts.contains(&0);
        if !is_sound || total != u64::from(shape.count) {
            return Err(damaged("the relationships do not follow each other"));
        }
        let firsts = read_below(&mut reader, rows, nodes)?;
        let targets = read_targets(&mut reader, &counts, &firsts, nodes)?;
        let bound = u64::from(shape.relationship_bound);
        let ids =
            if shape.has_ids { Some(read_below(&mut reader, targets.len(), bound)?) } else { None };
        reader.finish()?;
        let counts: Vec<_> = starts.into_iter().zip(counts).collect();
        Ok(Self { offsets: Offsets::from_counts(&counts), targets, ids })
    }
}

fn read_targets(
    reader: &mut Reader<'_>,
    counts: &[u32],
    firsts: &[u32],
    bound: u64,
) -> Result<Vec<u32>> {
    let total: usize = counts.iter().map(|count| *count as usize).sum();
    let mut targets: Vec<u32> = Vec::with_capacity(total.min(reader.left().saturating_mul(128)));
    let mut rows = firsts.iter().zip(counts);
    // How many distances the present node still has.
    let mut open = 0;
    read_packed(reader, total - counts.len(), |distance| {
        while open == 0 {
            let (first, count) = rows.next().ok_or_else(|| damaged("there are too many ends"))?;
            targets.push(*first);
            open = *count - 1;
        }
        open -= 1;
        let last = targets.last().map_or(0, |last| i64::from(*last));
        let next = u32::try_from(last.wrapping_add(distance.max(0))).ok();
        let next = next.filter(|next| u64::from(*next) < bound);
        targets.push(next.ok_or_else(|| damaged("an end is not there"))?);
        Ok(())
    })?;
    targets.extend(rows.map(|(first, _)| *first));
    if targets.len() == total { Ok(targets) } else { Err(damaged("there are too few ends")) }
}
