//! Delimited tables: CSV, TSV and their relatives.
//!
//! What is read:
//!
//! - Tables whose header declares what columns are for, as `neo4j-admin import`, Neptune and LDBC have
//!   them ([`header`]); nodes and relationships in files of their own, or in one.
//! - Facts, a head, a relation and a tail in a row, whatever the columns are called ([`guess`]). The
//!   text of the relation is the type as it stands. Ends are nodes with that name, unless another file
//!   defines the nodes.
//! - All other tables are nodes, whose label is the name of the file.
//!
//! The delimiter is found out ([`dialect`]), as are types that no header declares ([`column`]): numbers,
//! dates and truths where all cells of a column are such. A file is in memory in columns ([`table`])
//! before [`build`] puts it into the graph. Relationships have no ids here: what is read twice is there
//! twice.
//!
//! What is written is one joined table with a header that declares everything.

pub(super) mod build;
mod column;
mod dialect;
mod guess;
mod header;
mod kind;
mod split;
mod table;
mod write;

use super::Format;
pub(super) use table::Table;

/// The row of the table of formats.
pub(super) const FORMAT: Format = Format {
    name: "csv",
    endings: &["csv", "tsv", "psv", "ssv", "tab"],
    summary: "tables of nodes, of relationships or of facts; written as one joined table",
    loses: "maps; lists of several kinds of values become lists of texts",
    sniff: Some(sniff),
    read: Some(table::read),
    write: Some(write::write),
};

/// Several rows with the same number of cells.
fn sniff(head: &str) -> bool {
    let is_markup = head.trim_start().starts_with(['{', '[', '<', '@', '(']);
    !is_markup && dialect::Dialect::of(head.as_bytes(), false).is_table()
}
