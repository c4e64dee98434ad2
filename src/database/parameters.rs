//! The parameters of a statement.

use std::sync::Arc;

use serde::Serialize;

use super::convert::to_value;
use crate::error::{Error, ErrorCode, Result};
use crate::value::{Kinds, Map, Value};

/// Values for the `$names` of a statement.
///
/// # Examples
/// ```
/// use amur::Parameters;
///
/// let parameters = Parameters::new().with("name", "Kolchak").with("year", 1918_i64);
/// assert_eq!(parameters.len(), 2);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Parameters(Map);

impl Parameters {
    /// No parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same parameters and one more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.set(name, value);
        self
    }

    /// Gives a parameter its value.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(Arc::from(name), value.into());
    }

    /// The parameters that a struct or map of the program holds: one for each field.
    ///
    /// # Errors
    /// `TypeMismatch` if it is neither, or holds something that is no value.
    pub fn from_serialize(source: &(impl Serialize + ?Sized)) -> Result<Self> {
        let value = to_value(source)?;
        if let Value::Map(entries) = value {
            return Ok(Self(Arc::unwrap_or_clone(entries)));
        }
        let found = Kinds::of(&value);
        Err(Error::new(ErrorCode::TypeMismatch, format!("parameters are a map, but found {found}")))
    }

    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Names and values, in the order of the names.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Value)> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them as a map.
    #[must_use]
    pub fn as_map(&self) -> &Map {
        &self.0
    }
}

impl From<Map> for Parameters {
    fn from(entries: Map) -> Self {
        Self(entries)
    }
}

/// What [`Session::run`](super::Session::run) takes as parameters.
pub trait IntoParameters {
    /// The parameters that this stands for.
    fn into_parameters(self) -> Parameters;
}

impl IntoParameters for Parameters {
    fn into_parameters(self) -> Parameters {
        self
    }
}

impl IntoParameters for &Parameters {
    fn into_parameters(self) -> Parameters {
        self.clone()
    }
}

impl IntoParameters for () {
    fn into_parameters(self) -> Parameters {
        Parameters::new()
    }
}

impl<V: Into<Value>, const N: usize> IntoParameters for [(&str, V); N] {
    fn into_parameters(self) -> Parameters {
        Parameters(self.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}
