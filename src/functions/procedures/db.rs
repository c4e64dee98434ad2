//! What the graph and the program have: labels, types, keys, functions.

use std::collections::BTreeMap;

use super::{Procedure, Rows, row};
use crate::functions::{Family, aggregates, functions, procedures};
use crate::graph::GraphView;
use crate::value::{Kinds, Value};

const NAME: (&str, Kinds) = ("name", Kinds::STRING);
const SIGNATURE: (&str, Kinds) = ("signature", Kinds::STRING);
const DESCRIPTION: (&str, Kinds) = ("description", Kinds::STRING);

/// The rows of lists.
pub(super) fn lists() -> Vec<Procedure> {
    let row = |name, columns: &[_], summary, body| row(name, &[], 0, columns, summary, body);
    let function = [
        NAME,
        ("category", Kinds::STRING),
        SIGNATURE,
        DESCRIPTION,
        ("aggregating", Kinds::BOOLEAN),
    ];
    let components = [NAME, ("versions", Kinds::LIST), ("edition", Kinds::STRING)];
    let kind = [("relationshipType", Kinds::STRING)];
    let key = [("propertyKey", Kinds::STRING)];
    vec![
        row("db.labels", &[("label", Kinds::STRING)], "the labels that nodes have", |here, _| {
            Ok(labels(here.view))
        }),
        row("db.relationshipTypes", &kind, "the types that relationships have", |here, _| {
            Ok(types(here.view))
        }),
        row("db.propertyKeys", &key, "the property keys that were ever used", |here, _| {
            Ok(keys(here.view))
        }),
        row(
            "dbms.functions",
            &function,
            "the functions and aggregates",
            |_, _| Ok(all_functions()),
        ),
        row("dbms.procedures", &[NAME, SIGNATURE, DESCRIPTION], "the procedures", |_, _| {
            Ok(all_procedures())
        }),
        row("dbms.components", &components, "the program and its version", |_, _| Ok(program())),
    ]
}

fn program() -> Rows {
    let versions = Value::from(vec![env!("CARGO_PKG_VERSION")]);
    given(vec![vec![Value::from("Amur"), versions, Value::from("embedded")]])
}

fn labels(view: GraphView<'_>) -> Rows {
    let used = view.names().labels().filter(|(label, _)| view.label_count(*label) > 0);
    texts(used.map(|(_, name)| name.to_string()).collect())
}

fn types(view: GraphView<'_>) -> Rows {
    let used = view.names().relationship_types().filter(|(kind, _)| view.type_count(*kind) > 0);
    texts(used.map(|(_, name)| name.to_string()).collect())
}

fn keys(view: GraphView<'_>) -> Rows {
    let keys = view.names().property_keys();
    texts(keys.map(|(_, name)| name.to_string()).collect())
}

/// Rows that are there already.
pub(super) fn given(rows: Vec<Vec<Value>>) -> Rows {
    Box::new(rows.into_iter().map(Ok))
}

/// One text a row, in alphabetical order.
fn texts(mut texts: Vec<String>) -> Rows {
    texts.sort();
    given(texts.into_iter().map(|text| vec![Value::from(text)]).collect())
}

fn all_functions() -> Rows {
    let category = |family: Family| Value::from(format!("{family:?}"));
    let row = |name: &str, category, signature: String, summary: &str, aggregating: bool| {
        vec![
            Value::from(name),
            category,
            Value::from(signature),
            Value::from(summary),
            aggregating.into(),
        ]
    };
    let plain = functions()
        .map(|one| row(one.name, category(one.family), one.signature(), one.summary, false));
    let of_rows = aggregates()
        .map(|one| row(one.name, Value::from("Aggregating"), one.signature(), one.summary, true));
    let mut rows: BTreeMap<&str, Vec<Value>> = functions().map(|one| one.name).zip(plain).collect();
    rows.extend(aggregates().map(|one| one.name).zip(of_rows));
    given(rows.into_values().collect())
}

fn all_procedures() -> Rows {
    let rows: BTreeMap<String, Vec<Value>> = procedures()
        .map(|one| {
            let texts = [one.name.to_string(), one.signature(), one.summary.to_string()];
            (one.name.to_string(), texts.into_iter().map(Value::from).collect())
        })
        .collect();
    given(rows.into_values().collect())
}
