//! What a statement gives.

use std::sync::Arc;
use std::time::Duration;

use super::convert::{FromRow, from_row, from_value};
use super::{Counters, Entities, Notification};
use crate::error::{Error, ErrorCode, Result};
use crate::value::Value;

/// The rows of a statement, with everything that is needed to read and show them.
///
/// # Examples
/// ```
/// # fn main() -> amur::Result<()> {
/// use amur::{ResultSet, Value};
///
/// let result = ResultSet::new(&["name", "year"], vec![vec!["Otani".into(), 1918.into()]]);
/// for row in &result {
///     let (name, year): (String, i64) = row.deserialize()?;
///     assert_eq!((name.as_str(), year), ("Otani", 1918));
///     assert_eq!(row.get::<i64>("year")?, 1918);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct ResultSet {
    columns: Vec<Arc<str>>,
    rows: Vec<Vec<Value>>,
    pub(super) entities: Entities,
    pub(super) counters: Counters,
    pub(super) notifications: Vec<Notification>,
    pub(super) elapsed: Duration,
    pub(super) truncated: bool,
}

impl ResultSet {
    /// A result of plain values, as no statement has made it.
    #[must_use]
    pub fn new(columns: &[&str], rows: Vec<Vec<Value>>) -> Self {
        Self::of(columns.iter().map(|name| Arc::from(*name)).collect(), rows)
    }

    /// The same result with the entities that its rows mention.
    #[must_use]
    pub fn with_entities(mut self, entities: Entities) -> Self {
        self.entities = entities;
        self
    }

    pub(super) fn of(columns: Vec<Arc<str>>, rows: Vec<Vec<Value>>) -> Self {
        Self { columns, rows, ..Self::default() }
    }

    /// The names of the columns; none for a statement that returns nothing.
    #[must_use]
    pub fn columns(&self) -> &[Arc<str>] {
        &self.columns
    }

    /// The same result without a column, if it has it.
    #[must_use]
    pub fn without_column(&self, name: &str) -> Self {
        let mut result = self.clone();
        if let Some(place) = self.columns.iter().position(|column| column.as_ref() == name) {
            result.columns.remove(place);
            for row in &mut result.rows {
                row.remove(place);
            }
        }
        result
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at `place`, counted from 0.
    #[must_use]
    pub fn row(&self, place: usize) -> Option<Row<'_>> {
        self.rows.get(place).map(|values| Row { result: self, values })
    }

    /// Every row in order.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + DoubleEndedIterator {
        self.rows.iter().map(|values| Row { result: self, values })
    }

    /// Every row in order, as `for` takes it.
    #[must_use]
    pub fn iter(&self) -> <&Self as IntoIterator>::IntoIter {
        self.into_iter()
    }

    /// Every row as a type of the program: a struct by the names of the columns, a tuple by their
    /// order, anything else by the one column that there is. A struct whose fields are no columns is
    /// read from the node, relationship or map in the one column.
    ///
    /// # Errors
    /// `TypeMismatch` for a row that the type can't hold.
    pub fn deserialize<T: FromRow>(&self) -> Result<Vec<T>> {
        self.rows().map(Row::deserialize).collect()
    }

    /// The only value of the only row.
    ///
    /// # Errors
    /// `TypeMismatch` if there is not exactly one row of one column, or its value does not fit.
    pub fn single<T: FromRow>(&self) -> Result<T> {
        match self.rows.as_slice() {
            [values] => Row { result: self, values }.deserialize(),
            rows => Err(Error::new(
                ErrorCode::TypeMismatch,
                format!("exactly one row is expected, but there are {}", rows.len()),
            )),
        }
    }

    /// The nodes and relationships that the rows mention.
    #[must_use]
    pub fn entities(&self) -> &Entities {
        &self.entities
    }

    /// What the statement changed.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// What is remarkable about the statement although it ran.
    #[must_use]
    pub fn notifications(&self) -> &[Notification] {
        &self.notifications
    }

    /// How long the statement took.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Whether rows were left out because of [`Limits::max_rows`](super::Limits::max_rows).
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }
}

impl<'a> IntoIterator for &'a ResultSet {
    type Item = Row<'a>;
    type IntoIter = Box<dyn Iterator<Item = Row<'a>> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.rows())
    }
}

/// One row of a result.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    result: &'a ResultSet,
    values: &'a [Value],
}

impl<'a> Row<'a> {
    /// The values in the order of the columns.
    #[must_use]
    pub fn values(self) -> &'a [Value] {
        self.values
    }

    /// The names of the columns.
    #[must_use]
    pub fn columns(self) -> &'a [Arc<str>] {
        &self.result.columns
    }

    /// The nodes and relationships that the result mentions.
    #[must_use]
    pub fn entities(self) -> &'a Entities {
        &self.result.entities
    }

    /// The value of a column.
    #[must_use]
    pub fn value(self, column: &str) -> Option<&'a Value> {
        let place = self.result.columns.iter().position(|name| name.as_ref() == column)?;
        self.values.get(place)
    }

    /// The value of a column as a type of the program.
    ///
    /// # Errors
    /// `TypeMismatch` if the value does not fit, `UndefinedVariable` if there is no such column.
    pub fn get<T: FromRow>(self, column: &str) -> Result<T> {
        let value = self.value(column).ok_or_else(|| self.unknown_column(column))?;
        from_value(value, self.entities()).map_err(|error| {
            Error::new(error.code(), format!("column `{column}`: {}", error.message()))
        })
    }

    /// The whole row as a type of the program.
    ///
    /// # Errors
    /// `TypeMismatch` if the values do not fit.
    pub fn deserialize<T: FromRow>(self) -> Result<T> {
        from_row(self)
    }

    fn unknown_column(self, column: &str) -> Error {
        Error::new(ErrorCode::UndefinedVariable, format!("there is no column `{column}`"))
            .with_help(format!("the columns are {}", self.columns().join(", ")))
    }
}
