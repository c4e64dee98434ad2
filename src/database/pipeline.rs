//! The stages of a query, as a session calls them.

use std::sync::atomic::Ordering;

use super::access::Access;
use super::session::Intent;
use super::{CancelHandle, Counters, Entities, Limits, Parameters, ResultSet};
use crate::error::{Error, ErrorCode, Result};
use crate::functions::Library;
use crate::graph::GraphView;
use crate::syntax::ast::Statement;

/// A statement that is ready to run.
#[derive(Debug)]
pub(super) struct Prepared {
    writes: bool,
}

impl Prepared {
    /// What it is going to do with the graph.
    pub(super) fn intent(&self) -> Intent {
        if self.writes { Intent::Change } else { Intent::Read }
    }
}

fn missing() -> Error {
    Error::new(ErrorCode::Unsupported, "statements are not run yet")
}

/// Reads a statement.
pub(super) fn parse(_text: &str) -> Result<Statement> {
    Err(missing())
}

/// Binds and plans a statement.
pub(super) fn prepare(
    _text: &str,
    statement: &Statement,
    _parameters: &Parameters,
    _view: GraphView<'_>,
    _library: &Library,
) -> Result<Prepared> {
    Ok(Prepared { writes: statement.period.is_none() })
}

/// Runs a statement, and gathers what its rows mention.
pub(super) fn perform(
    prepared: &Prepared,
    _parameters: &Parameters,
    access: &mut Access,
    limits: &Limits,
    cancel: &CancelHandle,
) -> Result<ResultSet> {
    let before = access.graph().changes().len();
    if prepared.writes {
        access.graph_mut()?;
    }
    let changes = access.graph().changes().get(before..).unwrap_or_default();
    let mut result = ResultSet::default();
    result.truncated = limits.max_rows == Some(0) && cancel.flag().load(Ordering::Relaxed);
    result.entities = Entities::default();
    result.counters = Counters::of(changes);
    if result.is_empty() { Err(missing()) } else { Ok(result) }
}
