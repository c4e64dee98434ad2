//! Values as bytes, for the journal and for columns: little endian, each kind with a tag that it
//! keeps for ever. What is read is never trusted.

mod bytes;
mod value;

pub(crate) use bytes::{ROOM, Reader, Writer, damaged};
