//! Operators that change the graph.

mod create;
mod delete;
mod merge;
mod properties;
mod remove;
mod set;

pub(super) use create::Create;
pub(super) use delete::{Delete, check_deleted};
pub(super) use merge::{Merge, MergeStep};
pub(super) use remove::Remove;
pub(super) use set::SetProperties;
