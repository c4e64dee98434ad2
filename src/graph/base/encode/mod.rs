//! The bytes of a base's chunks: little endian, each chunk with a version and a checksum.
//!
//! Whole numbers are packed in blocks of 128 ([`packed`]), so that the length of what is decoded is
//! bounded by the length of the bytes. A reader checks every number that anything is looked up by;
//! damaged bytes give `StoreDamaged`.

mod column;
mod frame;
mod header;
mod order;
mod outgoing;
mod packed;

use crate::value::codec::{Reader, Writer, damaged};
pub(super) use column::encode_column;
pub(in crate::graph) use frame::framed;
use frame::unframed;
pub(super) use header::{Header, TableHeader, decode_labels, encode_labels};
pub(super) use order::encode_order;
pub(super) use outgoing::{OutgoingShape, encode_outgoing};
