//! Between values and the types of a program, through serde.
//!
//! Temporal values and points reach a program as text, nodes and relationships as the map of their
//! properties, a path as the list of its nodes and relationships in turn.

mod deserialize;
mod serialize;

use serde::Serialize;
use serde::de::DeserializeOwned;

use deserialize::{RowDeserializer, ValueDeserializer};
use serialize::ValueSerializer;

use super::{Entities, Row};
use crate::error::{Error, ErrorCode, Result};
use crate::value::Value;

/// A type of the program that a row or a value can become.
pub trait FromRow: DeserializeOwned {}

impl<T: DeserializeOwned> FromRow for T {}

/// The value of anything that serde can take apart.
///
/// # Errors
/// `TypeMismatch` for a number beyond 64 bits, or a map whose keys are not texts.
pub fn to_value(source: &(impl Serialize + ?Sized)) -> Result<Value> {
    source.serialize(ValueSerializer).map_err(Fault::into_error)
}

/// The type of the program that a value becomes.
///
/// # Errors
/// `TypeMismatch` if the value is not one of those that the type can hold.
pub fn from_value<T: FromRow>(value: &Value, entities: &Entities) -> Result<T> {
    T::deserialize(ValueDeserializer { value, entities }).map_err(Fault::into_error)
}

/// The type of the program that a whole row becomes: a struct by the names of the columns, a tuple
/// by their order, anything else by its one column.
pub(super) fn from_row<T: FromRow>(row: Row<'_>) -> Result<T> {
    T::deserialize(RowDeserializer { row }).map_err(Fault::into_error)
}

/// What serde complains of, until it becomes an [`Error`].
#[derive(Debug)]
pub(super) struct Fault(String);

impl Fault {
    fn into_error(self) -> Error {
        Error::new(ErrorCode::TypeMismatch, self.0)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl serde::ser::Error for Fault {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl serde::de::Error for Fault {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}
