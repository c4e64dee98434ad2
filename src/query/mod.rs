//! From text to rows: a query is data that changes its type at each stage.
//!
//! `syntax` parses, [`bind`] looks names up, [`plan`] decides what is done in which order, `optimize`
//! rewrites the plan, `execute` runs it. Each stage imports only the ones before it.

pub mod ask;
pub mod bind;
pub mod execute;
pub mod optimize;
pub mod plan;
