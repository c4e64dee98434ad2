//! Functions, aggregates and procedures: one table row each.
//!
//! The binder (arity, kinds, nearest names), the evaluator, completion, `:help`, the reference and a
//! test that runs every example all read the same row. A body sees values and the graph, never text
//! and never a query. To add a function: one row in the file of its family.

/// The reference of all functions, aggregates and procedures, made from their rows.
#[doc = include_str!("reference.md")]
pub mod reference_text {}

mod aggregate;
mod arguments;
mod collection;
mod conversion;
mod fact;
mod graph;
mod library;
mod list;
mod mathematical;
mod procedures;
mod random;
mod reference;
mod rounding;
mod scalar;
mod spatial;
mod temporal;
#[cfg(test)]
mod tests;
mod text;
mod trigonometric;
mod value_type;

use std::fmt;
use std::time::SystemTime;

pub use aggregate::{Accumulator, Aggregate, aggregates, find_aggregate};
pub use library::{CustomFunction, Library};
pub use procedures::{Column, Procedure, Rows, find_procedure, procedures};
pub use reference::{EXAMPLE_GRAPH, reference};

use crate::error::{Error, ErrorCode, Result};
use crate::graph::GraphView;
use crate::value::{Kinds, Value};

/// What a function may look at besides its arguments.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// The graph as the statement sees it.
    pub view: GraphView<'a>,
    /// When the transaction began.
    pub transaction_time: SystemTime,
    /// When the statement began.
    pub statement_time: SystemTime,
    /// Asked every few thousand steps of long work; an error from it ends the work.
    pub tick: &'a dyn Fn() -> Result<()>,
}

impl<'a> Environment<'a> {
    /// The surroundings of a statement that begins now, alone in its transaction, and that nothing
    /// interrupts.
    #[must_use]
    pub fn new(view: GraphView<'a>) -> Self {
        let now = SystemTime::now();
        Self { view, transaction_time: now, statement_time: now, tick: &|| Ok(()) }
    }
}

impl fmt::Debug for Environment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("transaction_time", &self.transaction_time)
            .field("statement_time", &self.statement_time)
            .finish_non_exhaustive()
    }
}

/// A built-in function.
#[derive(Debug)]
pub struct Function {
    /// Its name as it is written in the reference; calls may write it in any case.
    pub name: &'static str,
    /// Where it stands in the reference.
    pub family: Family,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What it gives.
    pub result: Kinds,
    /// What it does with null.
    pub nulls: Nulls,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Calls and their results, both as Cypher expressions; a test runs them.
    pub examples: &'static [(&'static str, &'static str)],
    /// What computes it.
    pub body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
}

/// A parameter of a function or procedure.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name in signatures.
    pub name: &'static str,
    /// The kinds that it takes, besides null.
    pub kinds: Kinds,
    /// How often an argument may stand for it.
    pub count: Count,
}

/// How many arguments a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Exactly one.
    One,
    /// One or none; only optional ones follow.
    Optional,
    /// Any number, none included; it is the last.
    Many,
}

/// What a function does with null arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nulls {
    /// The result is null as soon as an argument is; the body never sees one.
    Propagate,
    /// The body decides.
    Handle,
}

/// The families of functions, in the order of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// On nodes, relationships and paths.
    Graph,
    /// On values of any kind.
    Scalar,
    /// On lists.
    List,
    /// On texts.
    Text,
    /// On numbers.
    Mathematical,
    /// Dates, times and durations.
    Temporal,
    /// Imprecise dates of facts, and their sources.
    Fact,
    /// Points.
    Spatial,
}

impl Parameter {
    /// A parameter that must be given.
    #[must_use]
    pub const fn one(name: &'static str, kinds: Kinds) -> Self {
        Self { name, kinds, count: Count::One }
    }

    /// A parameter that may be left out.
    #[must_use]
    pub const fn optional(name: &'static str, kinds: Kinds) -> Self {
        Self { name, kinds, count: Count::Optional }
    }

    /// A parameter that takes any number of arguments.
    #[must_use]
    pub const fn many(name: &'static str, kinds: Kinds) -> Self {
        Self { name, kinds, count: Count::Many }
    }
}

impl Function {
    /// A row without summary and examples, of a function that is null on null.
    #[must_use]
    pub const fn new(
        name: &'static str,
        family: Family,
        parameters: &'static [Parameter],
        result: Kinds,
        body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
    ) -> Self {
        let (nulls, summary, examples): (_, _, &'static [_]) = (Nulls::Propagate, "", &[]);
        Self { name, family, parameters, result, nulls, summary, examples, body }
    }

    /// The same row with what the reference says of it.
    #[must_use]
    pub const fn says(
        self,
        summary: &'static str,
        examples: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { summary, examples, ..self }
    }

    /// The same row, whose body takes nulls too.
    #[must_use]
    pub const fn handling_nulls(self) -> Self {
        Self { nulls: Nulls::Handle, ..self }
    }

    /// Computes the function for arguments whose number the binder has checked.
    ///
    /// # Errors
    /// `InvalidArgumentValue` if an argument is of a kind that the function does not take, and what
    /// the function itself finds wrong.
    pub fn call(&self, environment: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
        if self.nulls == Nulls::Propagate && arguments.iter().any(Value::is_null) {
            return Ok(Value::Null);
        }
        for (place, argument) in arguments.iter().enumerate() {
            self.check(place, argument)?;
        }
        (self.body)(environment, arguments)
    }

    fn check(&self, place: usize, argument: &Value) -> Result<()> {
        let Some(parameter) = parameter_at(self.parameters, place) else { return Ok(()) };
        let kind = Kinds::of(argument);
        if parameter.kinds.contains(kind) {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::InvalidArgumentValue,
            format!(
                "`{}` takes {} as `{}`, but got {kind}",
                self.name, parameter.kinds, parameter.name
            ),
        ))
    }

    /// The signature as the reference shows it: `substring(text :: STRING, start :: INTEGER) :: STRING`.
    #[must_use]
    pub fn signature(&self) -> String {
        format!("{}({}) :: {}", self.name, signature(self.parameters), self.result)
    }
}

/// The parameter that takes the argument at `place`, counted from 0.
#[must_use]
pub fn parameter_at(parameters: &[Parameter], place: usize) -> Option<&Parameter> {
    parameters.get(place).or_else(|| parameters.last().filter(|last| last.count == Count::Many))
}

/// The least and the largest number of arguments; no largest one if there may be any number.
#[must_use]
pub fn arity(parameters: &[Parameter]) -> (usize, Option<usize>) {
    let least = parameters.iter().filter(|one| one.count == Count::One).count();
    let many = parameters.iter().any(|one| one.count == Count::Many);
    (least, (!many).then_some(parameters.len()))
}

fn signature(parameters: &[Parameter]) -> String {
    let one = |parameter: &Parameter| {
        let ending = match parameter.count {
            Count::One => "",
            Count::Optional => " = …",
            Count::Many => ", …",
        };
        format!("{} :: {}{ending}", parameter.name, parameter.kinds)
    };
    parameters.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The tables of all families.
const TABLES: &[&[Function]] = &[
    graph::FUNCTIONS,
    scalar::FUNCTIONS,
    conversion::FUNCTIONS,
    list::FUNCTIONS,
    collection::FUNCTIONS,
    text::FUNCTIONS,
    mathematical::FUNCTIONS,
    trigonometric::FUNCTIONS,
    temporal::date::FUNCTIONS,
    temporal::local_time::FUNCTIONS,
    temporal::time::FUNCTIONS,
    temporal::local_date_time::FUNCTIONS,
    temporal::date_time::FUNCTIONS,
    temporal::duration::FUNCTIONS,
    fact::FUNCTIONS,
    spatial::FUNCTIONS,
];

/// Every built-in function, family by family.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    TABLES.iter().copied().flatten()
}

/// The built-in function of a name in any case.
#[must_use]
pub fn find_function(name: &str) -> Option<&'static Function> {
    functions().find(|function| function.name.eq_ignore_ascii_case(name))
}
