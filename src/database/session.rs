//! Sessions: statements one after the other, each in a transaction.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::access::Access;
use super::pipeline::{self, Bounds, Prepared};
use super::undo::UndoLog;
use super::{
    CancelHandle, Database, IntoParameters, Limits, Parameters, ResultSet, Transaction, WAIT,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Graph, GraphView, RelationshipId};
use crate::syntax::{self, ast::Statement};

/// Runs statements on a database.
///
/// A statement runs in a transaction of its own, unless [`begin`](Self::begin) has opened one: then
/// its changes stay only with [`commit`](Self::commit). A statement that fails leaves no trace. One
/// that fails while it runs inside of an open transaction takes the whole transaction with it, so
/// that half of it can't be committed by mistake; one that can't even start leaves it as it was.
#[derive(Debug)]
pub struct Session {
    database: Database,
    transaction: State,
    read_only: bool,
    limits: Limits,
    wait: Duration,
    cancel: CancelHandle,
    /// Whether plans are made fast; tests compare the rows of those that are not.
    is_optimizing: bool,
    /// What undoes the last transactions.
    pub(super) undo_log: UndoLog,
    /// What the last answer to a question rests on.
    pub(super) evidence: Option<Vec<RelationshipId>>,
}

/// Whether statements run in transactions of their own.
#[derive(Debug)]
enum State {
    /// They do.
    Automatic,
    /// They share one.
    Open(Access),
    /// They shared one, which failed and is rolled back; it still has to be ended.
    Failed,
}

/// What a statement is going to do with the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    /// Only read it.
    Read,
    /// Perhaps change it.
    Change,
}

impl Session {
    pub(super) fn new(database: Database) -> Self {
        Self {
            database,
            transaction: State::Automatic,
            read_only: false,
            limits: Limits::default(),
            wait: WAIT,
            cancel: CancelHandle::default(),
            is_optimizing: true,
            undo_log: UndoLog::default(),
            evidence: None,
        }
    }

    /// Runs one statement of openCypher.
    ///
    /// # Errors
    /// Everything that is wrong with the statement, or that happens while it runs.
    ///
    /// # Examples
    /// ```
    /// # fn main() -> amur::Result<()> {
    /// let mut session = amur::Database::in_memory().session();
    /// session.run("CREATE (:Person {name: $name})", [("name", "Otani")])?;
    /// let names: Vec<String> = session.run("MATCH (p:Person) RETURN p.name", ())?.deserialize()?;
    /// assert_eq!(names, ["Otani"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn run(&mut self, text: &str, parameters: impl IntoParameters) -> Result<ResultSet> {
        self.require_usable()?;
        self.execute(text, &parameters.into_parameters())
    }

    /// The life of a statement.
    fn execute(&mut self, text: &str, parameters: &Parameters) -> Result<ResultSet> {
        let (started, now) = (Instant::now(), SystemTime::now());
        self.cancel.reset();
        let prepared = match self.prepared(text, parameters)? {
            Some(prepared) => prepared,
            None => self.prepare(text, &syntax::parse(text)?, parameters)?,
        };
        if prepared.is_in_batches() && self.is_in_transaction() {
            return Err(no_batches());
        }
        let (mut access, is_open) = self.enter(prepared.intent())?;
        let bounds = self.bounds(started, now, &access);
        let outcome = pipeline::perform(&prepared, parameters, &mut access, &bounds);
        let mut result = self.leave(access, is_open, outcome)?;
        result.elapsed = started.elapsed();
        Ok(result)
    }

    /// What was prepared for the same text before, if that still holds.
    fn prepared(&self, text: &str, parameters: &Parameters) -> Result<Option<Arc<Prepared>>> {
        if !self.is_optimizing {
            return Ok(None);
        }
        let library = self.database.library();
        let plans = &self.database.shared.plans;
        self.look(|view| plans.get(text, view, &library, parameters))
    }

    /// Looks names up and plans, on the graph as this session sees it.
    fn prepare(
        &self,
        text: &str,
        statement: &Statement,
        parameters: &Parameters,
    ) -> Result<Arc<Prepared>> {
        let library = self.database.library();
        let plans = &self.database.shared.plans;
        self.look(|view| {
            if self.is_optimizing {
                pipeline::prepare(text, statement, parameters, view, &library, plans)
            } else {
                pipeline::prepare_plainly(text, statement, parameters, view, &library)
            }
        })?
    }

    /// The locks for a statement, and whether they belong to an open transaction.
    pub(super) fn enter(&mut self, intent: Intent) -> Result<(Access, bool)> {
        if intent == Intent::Change && self.is_read_only() {
            return Err(Error::new(ErrorCode::ReadOnly, "the session may only read")
                .with_help("open the graph without `--read-only` to change it"));
        }
        if let State::Open(access) = std::mem::replace(&mut self.transaction, State::Automatic) {
            return Ok((access, true));
        }
        let shared = &self.database.shared;
        let access = match intent {
            Intent::Change => Access::intend(shared, self.wait, &self.cancel)?,
            Intent::Read => Access::read(shared, self.wait)?,
        };
        Ok((access, false))
    }

    fn bounds(&self, started: Instant, statement: SystemTime, access: &Access) -> Bounds {
        let (limits, cancel) = (self.limits, self.cancel.clone());
        Bounds { limits, cancel, started, statement, transaction: access.began() }
    }

    /// Ends the statement's transaction, or gives the open one back.
    fn leave<T>(&mut self, access: Access, is_open: bool, outcome: Result<T>) -> Result<T> {
        match (outcome, is_open) {
            (Ok(result), true) => {
                self.transaction = State::Open(access);
                Ok(result)
            }
            (Ok(result), false) => self.commit_access(access).map(|()| result),
            (Err(error), true) => {
                self.transaction = State::Failed;
                Err(error)
            }
            (Err(error), false) => Err(error),
        }
    }

    /// Makes the changes of a transaction stay, and remembers what undoes them.
    fn commit_access(&mut self, access: Access) -> Result<()> {
        let undoing = match access.committed() {
            Some(committed) => self.undo_log.in_batches(committed, access.graph()),
            None => self.undo_log.undoing(access.graph()),
        };
        access.commit()?;
        self.undo_log.remember(undoing);
        Ok(())
    }

    /// Does something with the graph that may change it, as one statement.
    pub(super) fn change<T>(&mut self, work: impl FnOnce(&mut Graph) -> Result<T>) -> Result<T> {
        self.require_usable()?;
        let (mut access, is_open) = self.enter(Intent::Change)?;
        let outcome = access.graph_mut().and_then(work);
        self.leave(access, is_open, outcome)
    }

    /// Looks at the graph as this session sees it, its uncommitted changes included.
    ///
    /// # Errors
    /// `TransactionState` if the open transaction failed, `Locked` if another session is writing.
    pub fn look<T>(&self, look: impl FnOnce(GraphView<'_>) -> T) -> Result<T> {
        match &self.transaction {
            State::Open(access) => Ok(look(access.graph().view())),
            State::Automatic => {
                self.database.refresh()?;
                Ok(look(Access::read(&self.database.shared, self.wait)?.graph().view()))
            }
            State::Failed => self.require_usable().map(|()| look(Graph::new().view())),
        }
    }

    /// Opens a transaction for the statements that follow.
    ///
    /// # Errors
    /// `TransactionState` if one is open already, `Locked` if another session is writing.
    pub fn begin(&mut self) -> Result<()> {
        match self.transaction {
            State::Automatic => {}
            State::Open(_) | State::Failed => {
                return Err(Error::new(
                    ErrorCode::TransactionState,
                    "a transaction is open already",
                )
                .with_help("end it with `commit` or `rollback`"));
            }
        }
        let shared = &self.database.shared;
        let access = if self.is_read_only() {
            self.database.refresh()?;
            Access::read(shared, self.wait)?
        } else {
            self.cancel.reset();
            Access::intend(shared, self.wait, &self.cancel)?
        };
        self.transaction = State::Open(access);
        Ok(())
    }

    /// Makes the changes of the open transaction stay.
    ///
    /// # Errors
    /// `TransactionState` if none is open, or if it failed and so is rolled back; `FileAccess` if the
    /// store could not keep them, which undoes them.
    pub fn commit(&mut self) -> Result<()> {
        match std::mem::replace(&mut self.transaction, State::Automatic) {
            State::Open(access) => self.commit_access(access),
            State::Failed => Err(Error::new(
                ErrorCode::TransactionState,
                "a statement of the transaction failed, so that it has been rolled back",
            )),
            State::Automatic => Err(no_transaction()),
        }
    }

    /// Undoes the changes of the open transaction.
    ///
    /// # Errors
    /// `TransactionState` if none is open.
    pub fn rollback(&mut self) -> Result<()> {
        match std::mem::replace(&mut self.transaction, State::Automatic) {
            State::Open(_) | State::Failed => Ok(()),
            State::Automatic => Err(no_transaction()),
        }
    }

    /// Opens a transaction that is rolled back unless it is committed.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub fn transaction(&mut self) -> Result<Transaction<'_>> {
        self.begin()?;
        Ok(Transaction::new(self))
    }

    /// Whether a transaction is open, be it failed or not.
    #[must_use]
    pub fn is_in_transaction(&self) -> bool {
        match self.transaction {
            State::Open(_) | State::Failed => true,
            State::Automatic => false,
        }
    }

    /// The database that the session works on.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Whether statements may only read.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only || self.database.is_read_only()
    }

    /// Whether the session itself was told that it may only read, be the graph as it may.
    #[must_use]
    pub fn is_set_read_only(&self) -> bool {
        self.read_only
    }

    /// Says whether statements may only read.
    pub fn set_read_only(&mut self, read_only: bool) {
        self.read_only = read_only;
    }

    /// What each statement may use up.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Says what each statement may use up.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Says whether plans are made fast, or only right: tests hold the two against each other.
    #[doc(hidden)]
    pub fn set_optimizing(&mut self, is_optimizing: bool) {
        self.is_optimizing = is_optimizing;
    }

    /// Freezes the graph, as commits do from time to time: tests hold it against a live one.
    ///
    /// # Errors
    /// `GraphFull` if there are more relationships than can be numbered.
    #[doc(hidden)]
    pub fn freeze(&mut self) -> Result<()> {
        self.change(Graph::freeze)
    }

    /// Says how long a statement waits for another session that is writing; 10 seconds at first.
    pub fn set_wait(&mut self, wait: Duration) {
        self.wait = wait;
    }

    /// What stops a running statement of this session from elsewhere.
    #[must_use]
    pub fn cancel_handle(&self) -> CancelHandle {
        self.cancel.clone()
    }

    pub(super) fn require_usable(&self) -> Result<()> {
        match self.transaction {
            State::Automatic | State::Open(_) => Ok(()),
            State::Failed => Err(Error::new(
                ErrorCode::TransactionState,
                "a statement of the transaction failed, so that it has been rolled back",
            )
            .with_help("end it with `rollback`, then begin again")),
        }
    }
}

fn no_batches() -> Error {
    let message = "`IN TRANSACTIONS` can't commit within the open transaction";
    Error::new(ErrorCode::TransactionState, message)
        .with_help("end the transaction first, or leave `IN TRANSACTIONS` out")
}

fn no_transaction() -> Error {
    Error::new(ErrorCode::TransactionState, "no transaction is open")
        .with_help("open one with `begin`")
}
