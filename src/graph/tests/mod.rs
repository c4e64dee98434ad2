//! Tests of the graph as a whole.

mod chunks;
mod histories;
mod transactions;
