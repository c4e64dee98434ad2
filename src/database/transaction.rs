//! Transactions as values: rolled back unless committed.

use super::{IntoParameters, ResultSet, Session};
use crate::error::Result;

/// An open transaction of a session. Dropping it rolls it back.
#[derive(Debug)]
pub struct Transaction<'s> {
    session: &'s mut Session,
}

impl<'s> Transaction<'s> {
    pub(super) fn new(session: &'s mut Session) -> Self {
        Self { session }
    }

    /// Runs one statement inside of the transaction.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub fn run(&mut self, text: &str, parameters: impl IntoParameters) -> Result<ResultSet> {
        self.session.run(text, parameters)
    }

    /// Makes the changes stay.
    ///
    /// # Errors
    /// `TransactionState` if a statement failed, so that the transaction is rolled back.
    pub fn commit(self) -> Result<()> {
        self.session.commit()
    }

    /// Undoes the changes.
    ///
    /// # Errors
    /// None today.
    pub fn rollback(self) -> Result<()> {
        self.session.rollback()
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.session.is_in_transaction() {
            // Nothing is left to tell: the transaction is open, so it can be rolled back.
            let _ = self.session.rollback();
        }
    }
}
