//! Operators that read the graph.

mod endpoints;
mod expand;
mod path;
mod repeat;
mod scan;
mod seek;
mod select;
mod trail;
mod types;
mod var_length;

pub(super) use endpoints::ProjectEndpoints;
pub(super) use expand::Expand;
pub(super) use path::{BuildPath, PathBuilder};
pub(super) use repeat::Repeat;
pub(super) use scan::NodeScan;
pub(super) use seek::{NodeByIdSeek, NodeIndexSeek};
pub(super) use select::{Quota, Remaining, SelectPaths};
pub(super) use types::TypeFilter;
pub(super) use var_length::{VarLengthExpand, follows};
