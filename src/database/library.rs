//! Functions and procedures of the program's own.

use std::sync::Arc;

use super::Database;
use crate::error::Result;
use crate::functions::{CustomFunction, Procedure};
use crate::value::Value;

impl Database {
    /// Adds a function of `arity` arguments, which every later statement can call by its name.
    ///
    /// A built-in function of the same name comes first. The body sees nulls as they are.
    ///
    /// # Examples
    /// ```
    /// use amur::{Database, Value};
    ///
    /// let database = Database::in_memory();
    /// database.register_function("my.always", 0, |_arguments| Ok(Value::from(true)));
    /// ```
    pub fn register_function(
        &self,
        name: &str,
        arity: usize,
        body: impl Fn(&[Value]) -> Result<Value> + Send + Sync + 'static,
    ) {
        let function = CustomFunction { name: name.into(), arity, body: Arc::new(body) };
        let mut library = self.shared.library.write();
        Arc::make_mut(&mut library).add_function(function);
    }

    /// Adds a procedure, which every later statement can call by its name.
    ///
    /// A built-in procedure of the same name comes first.
    pub fn register_procedure(&self, procedure: Procedure) {
        let mut library = self.shared.library.write();
        Arc::make_mut(&mut library).add_procedure(procedure);
    }
}
