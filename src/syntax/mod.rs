//! Text to syntax tree. Knows neither the graph nor functions.

pub mod ast;
