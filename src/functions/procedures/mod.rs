//! Procedures: what `CALL` calls; they yield rows.
//!
//! To add one: a row in the file of its name's first part.

mod algo;
mod db;
mod options;
mod schema;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use super::Environment;
use crate::error::Result;
use crate::value::{Kinds, Value};

/// The rows of a procedure, each as long as its columns.
pub type Rows = Box<dyn Iterator<Item = Result<Vec<Value>>> + Send>;

/// What computes a procedure.
type Body = Arc<dyn Fn(&Environment<'_>, &[Value]) -> Result<Rows> + Send + Sync>;

/// A built-in or custom procedure.
#[derive(Clone)]
pub struct Procedure {
    /// Its name with its dots.
    pub name: Cow<'static, str>,
    /// What it takes.
    pub parameters: Vec<Column>,
    /// How many of the parameters must be given.
    pub required: usize,
    /// What it yields; nothing for one that is called for its effect.
    pub columns: Vec<Column>,
    /// What it does, in one line.
    pub summary: Cow<'static, str>,
    /// What computes it.
    pub body: Body,
}

/// A named parameter or column of a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its kinds.
    pub kinds: Kinds,
}

impl Column {
    /// A parameter or column.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, kinds: Kinds) -> Self {
        Self { name: name.into(), kinds }
    }
}

impl Procedure {
    /// The signature as the reference shows it.
    #[must_use]
    pub fn signature(&self) -> String {
        let list = |columns: &[Column]| {
            let one = |column: &Column| format!("{} :: {}", column.name, column.kinds);
            columns.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        format!("{}({}) :: ({})", self.name, list(&self.parameters), list(&self.columns))
    }
}

impl fmt::Debug for Procedure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.signature())
    }
}

static PROCEDURES: LazyLock<Vec<Procedure>> = LazyLock::new(|| {
    let mut all = db::lists();
    all.extend(schema::schema());
    all.extend(algo::procedures());
    all
});

/// A row of the table.
fn row(
    name: &'static str,
    parameters: &[(&'static str, Kinds)],
    required: usize,
    columns: &[(&'static str, Kinds)],
    summary: &'static str,
    body: fn(&Environment<'_>, &[Value]) -> Result<Rows>,
) -> Procedure {
    let list = |columns: &[(&'static str, Kinds)]| {
        columns.iter().map(|(name, kinds)| Column::new(*name, *kinds)).collect()
    };
    Procedure {
        name: name.into(),
        parameters: list(parameters),
        required,
        columns: list(columns),
        summary: summary.into(),
        body: Arc::new(body),
    }
}

/// Every built-in procedure.
pub fn procedures() -> impl Iterator<Item = &'static Procedure> {
    PROCEDURES.iter()
}

/// The built-in procedure of a name in any case.
#[must_use]
pub fn find_procedure(name: &str) -> Option<&'static Procedure> {
    procedures().find(|procedure| procedure.name.eq_ignore_ascii_case(name))
}
