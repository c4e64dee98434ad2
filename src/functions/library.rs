//! Functions and procedures that a program adds to its database.

use std::fmt;
use std::sync::Arc;

use hashbrown::HashMap;

use super::{Procedure, find_procedure};
use crate::error::Result;
use crate::value::Value;

/// What computes a custom function.
type Body = Arc<dyn Fn(&[Value]) -> Result<Value> + Send + Sync>;

/// A function that a program adds.
#[derive(Clone)]
pub struct CustomFunction {
    /// Its name as it is written in messages.
    pub name: Arc<str>,
    /// How many arguments it takes.
    pub arity: usize,
    /// What computes it; it sees nulls.
    pub body: Body,
}

impl fmt::Debug for CustomFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.name, self.arity)
    }
}

/// The functions and procedures that a program has added.
#[derive(Clone, Debug, Default)]
pub struct Library {
    functions: HashMap<String, Arc<CustomFunction>>,
    procedures: HashMap<String, Arc<Procedure>>,
}

impl Library {
    /// Adds a function, or replaces the one of the same name. Built-in ones come first.
    pub fn add_function(&mut self, function: CustomFunction) {
        self.functions.insert(function.name.to_lowercase(), Arc::new(function));
    }

    /// Adds a procedure, or replaces the one of the same name. Built-in ones come first.
    pub fn add_procedure(&mut self, procedure: Procedure) {
        self.procedures.insert(procedure.name.to_lowercase(), Arc::new(procedure));
    }

    /// The custom function of a name in any case.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<Arc<CustomFunction>> {
        self.functions.get(&name.to_lowercase()).cloned()
    }

    /// The built-in or custom procedure of a name in any case.
    #[must_use]
    pub fn procedure(&self, name: &str) -> Option<Arc<Procedure>> {
        let built_in = find_procedure(name).map(|procedure| Arc::new(procedure.clone()));
        built_in.or_else(|| self.procedures.get(&name.to_lowercase()).cloned())
    }

    /// The custom functions, in no order.
    pub fn functions(&self) -> impl Iterator<Item = &CustomFunction> {
        self.functions.values().map(AsRef::as_ref)
    }

    /// The custom procedures, in no order.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.procedures.values().map(AsRef::as_ref)
    }
}
