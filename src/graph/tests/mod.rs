//! Tests of the graph as a whole.

mod histories;
mod transactions;
