//! The reference of all functions, aggregates and procedures, written from their tables.

use std::fmt::Write;

use super::{Family, aggregates, functions, procedures};

/// The families in the order of the reference, with what stands above each.
const FAMILIES: [(Family, &str); 8] = [
    (Family::Graph, "Nodes, relationships and paths"),
    (Family::Scalar, "Values of any kind"),
    (Family::List, "Lists"),
    (Family::Text, "Texts"),
    (Family::Mathematical, "Numbers"),
    (Family::Temporal, "Dates, times and durations"),
    (Family::Fact, "Dated and sourced facts"),
    (Family::Spatial, "Points"),
];

/// The graph that the examples of functions run on.
pub const EXAMPLE_GRAPH: &str = "CREATE (:Source {id: 'book', name: 'A Book'}), \
    (:Person {name: 'Otani'})-[:ARRIVED_AT {on: '1918-08-12', source: 'book#p. 3'}]->\
    (:City {name: 'Vladivostok'})";

/// The reference as Markdown: a section for each family of functions, one for aggregates, one for
/// procedures; each row with its signature, what it does, and examples.
#[must_use]
pub fn reference() -> String {
    let mut page = String::from("# Functions and procedures\n\n");
    writeln!(page, "Examples run on the graph of `{EXAMPLE_GRAPH}`.")
        .expect("a text takes any text");
    for (family, title) in FAMILIES {
        section(&mut page, title);
        for function in functions().filter(|function| function.family == family) {
            entry(&mut page, &function.signature(), function.summary, function.examples);
        }
    }
    section(&mut page, "Aggregates");
    for aggregate in aggregates() {
        entry(&mut page, &aggregate.signature(), aggregate.summary, aggregate.examples);
    }
    section(&mut page, "Procedures");
    for procedure in procedures() {
        entry(&mut page, &procedure.signature(), &procedure.summary, &[]);
    }
    page
}

fn section(page: &mut String, title: &str) {
    write!(page, "\n## {title}\n").expect("a text takes any text");
}

fn entry(page: &mut String, signature: &str, summary: &str, examples: &[(&str, &str)]) {
    write!(page, "\n`{signature}`\n: {summary}\n").expect("a text takes any text");
    for (call, result) in examples {
        writeln!(page, ": `{call}` gives `{result}`").expect("a text takes any text");
    }
}
