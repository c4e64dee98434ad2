//! Syntax tree to bound statement: names become slots, references and constants.
//!
//! Every error that can be found without running the statement is found here, with its span.

pub mod bound;
