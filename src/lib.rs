//! Amur: an embedded knowledge graph that you ask, in sentences and in openCypher.

pub mod error;
pub mod functions;
pub mod graph;
pub mod query;
pub mod syntax;
pub mod value;

pub use error::{Error, ErrorCode, Phase, Result, Span};
pub use value::Value;
