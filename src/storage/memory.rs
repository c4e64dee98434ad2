//! The store of graphs that are not kept.

use super::{Occasion, Store};
use crate::error::Result;
use crate::graph::{Graph, NameCounts};

/// Keeps nothing, and so has nothing to wait for.
#[derive(Clone, Copy, Debug, Default)]
pub struct MemoryStore;

impl Store for MemoryStore {
    fn names(&self) -> Option<NameCounts> {
        None
    }

    fn is_read_only(&self) -> bool {
        false
    }

    fn has_news(&self) -> Result<bool> {
        Ok(false)
    }

    fn take_news(&self, _graph: &mut Graph) -> Result<()> {
        Ok(())
    }

    fn begin(&self) -> Result<bool> {
        Ok(true)
    }

    fn commit(&self, _graph: &Graph) -> Result<()> {
        Ok(())
    }

    fn commit_whole(&self, _graph: &Graph) -> Result<()> {
        Ok(())
    }

    fn rollback(&self) {}

    fn wants_fold(&self, _occasion: Occasion) -> bool {
        false
    }

    fn fold(&self, _graph: &Graph) -> Result<()> {
        Ok(())
    }
}
