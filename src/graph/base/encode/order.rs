//! The order of an index as bytes.

use super::packed::{read_below, write_small};
use super::{Reader, Writer, damaged, framed, unframed};
use crate::error::Result;
use crate::graph::base::chunk::Decode;
use crate::graph::base::order::Order;

/// A chunk of an index.
pub(in crate::graph::base) fn encode_order(order: &Order) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.size(order.rows.len());
    write_small(&order.rows, &mut writer);
    framed(&writer.into_bytes())
}

impl Decode for Order {
    /// How many rows there are at most.
    type Shape = u32;

    fn decode(bytes: &[u8], bound: &u32) -> Result<Self> {
        let mut reader = Reader::new(unframed(bytes)?);
        let count = reader.small()?;
        if count > *bound {
            return Err(damaged("an index has more rows than there are entities"));
        }
        let rows = read_below(&mut reader, count as usize, u64::from(*bound))?;
        reader.finish()?;
        Ok(Self { rows })
    }
}
