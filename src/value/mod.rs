//! Values: what a property holds, what an expression yields, what a row carries.
//!
//! This folder knows nothing of graphs: a node or relationship in a [`Value`] is a handle, and a
//! path is a list of handles. Three relations are kept apart in [`compare`]: equality with unknowns
//! (`=`), equivalence (`DISTINCT`, grouping) and the total order (`ORDER BY`).

pub mod access;
pub mod arithmetic;
pub(crate) mod codec;
pub mod compare;
pub mod edtf;
mod fold;
pub mod kinds;
pub mod literal;
mod mention;
pub mod normal;
pub mod temporal;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use fold::fold_name;
pub use kinds::Kinds;
pub use mention::Entity;
pub use temporal::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};

/// The identity of a node: dense, stable, and never reused inside of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// The identity of a relationship: dense, stable, and never reused inside of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationshipId(pub u32);

/// A map from names to values, in the order of the names.
pub type Map = BTreeMap<Arc<str>, Value>;

/// A value of the query language; 24 bytes, and cheap to clone.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// The unknown value.
    #[default]
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number of 64 bits.
    Integer(i64),
    /// A floating-point number of 64 bits (IEEE 754).
    Float(f64),
    /// A text.
    String(Arc<str>),
    /// A list of values of any kinds.
    List(Arc<Vec<Value>>),
    /// A map from names to values.
    Map(Arc<Map>),
    /// A node of the graph.
    Node(NodeId),
    /// A relationship of the graph.
    Relationship(RelationshipId),
    /// A path through the graph.
    Path(Arc<Path>),
    /// A day of the calendar.
    Date(Date),
    /// A time of day without a zone.
    LocalTime(LocalTime),
    /// A time of day with its offset from UTC.
    Time(Time),
    /// A day and time without a zone.
    LocalDateTime(LocalDateTime),
    /// A day and time in a zone.
    DateTime(Arc<DateTime>),
    /// A length of time in months, days, seconds and nanoseconds.
    Duration(Arc<Duration>),
    /// A point of a plane, of space or of the earth.
    Point(Arc<Point>),
}

/// A walk through the graph: a node, then relationships and nodes in turn.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// The node where the path begins.
    pub start: NodeId,
    /// The relationships with the node that each leads to.
    pub steps: Vec<(RelationshipId, NodeId)>,
}

impl Path {
    /// The nodes in order, the first one included.
    #[must_use]
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = NodeId> + '_ {
        std::iter::once(self.start).chain(self.steps.iter().map(|step| step.1))
    }

    /// The relationships in order.
    #[must_use]
    pub fn relationships(&self) -> impl DoubleEndedIterator<Item = RelationshipId> + '_ {
        self.steps.iter().map(|step| step.0)
    }

    /// The node where the path ends.
    #[must_use]
    pub fn end(&self) -> NodeId {
        self.steps.last().map_or(self.start, |step| step.1)
    }
}

/// A point with its coordinate reference system (SRID 4326, 4979, 7203 or 9157).
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The EPSG number of the reference system.
    pub srid: u32,
    /// `x` or longitude in degrees.
    pub x: f64,
    /// `y` or latitude in degrees.
    pub y: f64,
    /// `z` or height in metres, in the systems of three dimensions.
    pub z: Option<f64>,
}

impl Point {
    /// The name of the reference system, as Cypher gives it.
    #[must_use]
    pub fn system(&self) -> &'static str {
        match self.srid {
            4326 => "wgs-84",
            4979 => "wgs-84-3d",
            9157 => "cartesian-3d",
            _ => "cartesian",
        }
    }

    /// Whether the coordinates are degrees on the earth.
    #[must_use]
    pub fn is_geographic(&self) -> bool {
        matches!(self.srid, 4326 | 4979)
    }
}

impl Value {
    /// A text value.
    #[must_use]
    pub fn string(text: impl Into<Arc<str>>) -> Self {
        Self::String(text.into())
    }

    /// A list value.
    #[must_use]
    pub fn list(items: Vec<Self>) -> Self {
        Self::List(Arc::new(items))
    }

    /// A map value.
    #[must_use]
    pub fn map(entries: Map) -> Self {
        Self::Map(Arc::new(entries))
    }

    /// Whether this is the unknown value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::string(value)
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::string(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::list(items.into_iter().map(Into::into).collect())
    }
}
