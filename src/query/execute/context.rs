//! What every operator and expression can reach while a statement runs.

use std::sync::Arc;
use std::time::SystemTime;

use foldhash::fast::RandomState;
use hashbrown::HashMap;
use regex::Regex;

use super::compile::Compiler;
use super::limits::{Limits, Watch};
use super::names::ResolvedNames;
use super::operator::Input;
use super::profile::Measures;
use super::write::check_deleted;
use crate::error::{Error, ErrorCode, Result};
use crate::functions::Environment;
use crate::graph::{Graph, GraphView, NodeId, Savepoint};
use crate::query::bind::bound::{BoundStatement, ParameterRef, Slot, SubqueryRef};
use crate::query::plan::Plans;
use crate::value::Value;

/// So many regular expressions are kept.
const MOST_PATTERNS: usize = 256;

/// The graph on which a statement runs.
#[derive(Debug)]
pub enum GraphAccess<'a> {
    /// To read only.
    Read(&'a Graph),
    /// To change.
    Write(&'a mut Graph),
    /// To change, and to commit meanwhile; there are no changes at the beginning.
    Batches(&'a mut (dyn Committer + 'static)),
}

/// A graph that can be committed while a statement runs on it.
pub trait Committer: std::fmt::Debug + Send {
    /// The graph, to read.
    fn graph(&self) -> &Graph;

    /// The graph, to change.
    fn graph_mut(&mut self) -> &mut Graph;

    /// Makes the changes stay, and goes on.
    ///
    /// # Errors
    /// If they can't be kept, or another writer has come in between and stays.
    fn commit(&mut self) -> Result<()>;
}

impl GraphAccess<'_> {
    pub(super) fn graph(&self) -> &Graph {
        match self {
            Self::Read(graph) => graph,
            Self::Write(graph) => graph,
            Self::Batches(committer) => committer.graph(),
        }
    }

    pub(super) fn graph_mut(&mut self) -> Option<&mut Graph> {
        match self {
            Self::Read(_) => None,
            Self::Write(graph) => Some(graph),
            Self::Batches(committer) => Some(committer.graph_mut()),
        }
    }

    /// The same access for a shorter time.
    pub(super) fn reborrow(&mut self) -> GraphAccess<'_> {
        match self {
            Self::Read(graph) => GraphAccess::Read(graph),
            Self::Write(graph) => GraphAccess::Write(graph),
            Self::Batches(committer) => GraphAccess::Batches(&mut **committer),
        }
    }
}

/// The state of a running statement.
pub(super) struct Context<'a> {
    access: GraphAccess<'a>,
    statement: &'a BoundStatement,
    plans: &'a Plans,
    parameters: &'a [Value],
    pub(super) names: ResolvedNames<'a>,
    pub(super) watch: Watch,
    pub(super) measures: Option<Measures>,
    /// Nodes that were deleted without `DETACH`; none of them may have relationships in the end.
    pub(super) deleted: Vec<NodeId>,
    /// Whether anything was deleted, so that handles may lead nowhere.
    pub(super) has_deleted: bool,
    transaction_time: SystemTime,
    statement_time: SystemTime,
    /// Compiled subqueries that nobody uses at the moment.
    idle: Vec<Vec<Input<'a>>>,
    patterns: HashMap<Arc<str>, Regex, RandomState>,
}

/// When a statement and its transaction began.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// When the transaction began.
    pub transaction: SystemTime,
    /// When the statement began.
    pub statement: SystemTime,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        access: GraphAccess<'a>,
        statement: &'a BoundStatement,
        plans: &'a Plans,
        parameters: &'a [Value],
        limits: Limits,
        times: Times,
    ) -> Self {
        let names = ResolvedNames::new(&statement.names, access.graph().view());
        Self {
            access,
            statement,
            plans,
            parameters,
            names,
            watch: Watch::new(limits),
            measures: None,
            deleted: Vec::new(),
            has_deleted: false,
            transaction_time: times.transaction,
            statement_time: times.statement,
            idle: plans.subqueries.iter().map(|_| Vec::new()).collect(),
            patterns: HashMap::default(),
        }
    }

    /// The graph as it is now.
    pub(super) fn view(&self) -> GraphView<'_> {
        self.access.graph().view()
    }

    /// The graph, to change it.
    pub(super) fn graph_mut(&mut self) -> Result<&mut Graph> {
        self.writer().map(|(graph, _)| graph)
    }

    /// The graph, to change it, and the names, which may become known by that.
    pub(super) fn writer(&mut self) -> Result<(&mut Graph, &mut ResolvedNames<'a>)> {
        let read_only = || Error::new(ErrorCode::ReadOnly, "the statement may only read");
        Ok((self.access.graph_mut().ok_or_else(read_only)?, &mut self.names))
    }

    /// Makes the changes so far stay, where that is allowed; they must hold by themselves.
    pub(super) fn commit(&mut self) -> Result<()> {
        check_deleted(self)?;
        self.deleted.clear();
        let GraphAccess::Batches(committer) = &mut self.access else { return Ok(()) };
        committer.graph().check_constraints(Savepoint::default())?;
        committer.commit()
    }

    /// To be called in each loop.
    #[inline]
    pub(super) fn tick(&mut self) -> Result<()> {
        self.watch.tick()
    }

    /// The value of a parameter.
    pub(super) fn parameter(&self, parameter: ParameterRef) -> Result<&Value> {
        self.parameters.get(parameter.0 as usize).ok_or_else(|| {
            let name = self.statement.parameters.get(parameter.0 as usize);
            let name = name.map_or("", |name| name);
            Error::new(ErrorCode::MissingParameter, format!("parameter `{name}` was not given"))
        })
    }

    /// What functions may look at.
    pub(super) fn environment(&self) -> Environment<'_> {
        Environment {
            view: self.view(),
            transaction_time: self.transaction_time,
            statement_time: self.statement_time,
            tick: self.watch.interrupt(),
        }
    }

    /// A compiled subquery, to give back with [`put_back`](Self::put_back).
    pub(super) fn take_subquery(&mut self, reference: SubqueryRef) -> Input<'a> {
        let place = reference.0 as usize;
        if let Some(idle) = self.idle.get_mut(place).and_then(Vec::pop) {
            return idle;
        }
        let plan = self.plans.subqueries.get(place).expect("every subquery has a plan");
        Compiler::plain().compile(plan)
    }

    /// Gives a compiled subquery back.
    pub(super) fn put_back(&mut self, reference: SubqueryRef, subquery: Input<'a>) {
        if let Some(idle) = self.idle.get_mut(reference.0 as usize) {
            idle.push(subquery);
        }
    }

    /// The slot of a subquery's first column.
    pub(super) fn subquery_column(&self, reference: SubqueryRef) -> Option<Slot> {
        let query = self.statement.subqueries.get(reference.0 as usize)?;
        query.columns.first().map(|column| column.slot)
    }

    /// A regular expression that matches whole texts.
    pub(super) fn pattern(&mut self, text: &Arc<str>) -> Result<&Regex> {
        if self.patterns.len() >= MOST_PATTERNS && !self.patterns.contains_key(text) {
            self.patterns.clear();
        }
        match self.patterns.entry(text.clone()) {
            hashbrown::hash_map::Entry::Occupied(entry) => Ok(entry.into_mut()),
            hashbrown::hash_map::Entry::Vacant(entry) => {
                let whole = format!(r"\A(?:{text})\z");
                let regex = Regex::new(text).and_then(|_| Regex::new(&whole));
                let regex = regex.map_err(|cause| {
                    let message = format!("`{text}` is no regular expression");
                    Error::new(ErrorCode::InvalidArgument, message).caused_by(cause)
                })?;
                Ok(entry.insert(regex))
            }
        }
    }
}
