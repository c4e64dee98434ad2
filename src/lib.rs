//! Amur: an embedded knowledge graph that you ask, in sentences and in openCypher.

pub mod algorithms;
pub mod database;
pub mod diagnostic;
pub mod error;
pub mod formats;
pub mod functions;
pub mod graph;
pub mod query;
pub mod render;
pub mod serve;
pub mod shell;
pub mod storage;
pub mod syntax;
pub mod value;

pub use database::{
    Answer, CancelHandle, Counters, Database, Entities, Limits, NodeRecord, Notification,
    Parameters, RelationshipRecord, ResultSet, Row, Session, Transaction, from_value, to_value,
};
pub use error::{Error, ErrorCode, Phase, Result, Span};
pub use value::Value;

/// The examples of the README, compiled and run with the other ones.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
