//! Procedures that a scenario describes by a table, through the public API for custom ones.

use std::sync::Arc;

use amur::functions::{Column, Procedure, Rows};
use amur::value::Kinds;
use amur::{Result, Value};

use crate::expected::Expected;

/// The procedure of a signature such as `test.my.proc(in :: INTEGER?) :: (out :: STRING?)`, which
/// yields the rows of the table whose first columns are its arguments.
pub(crate) fn read(
    signature: &str,
    table: &[Vec<String>],
) -> std::result::Result<Procedure, String> {
    let wrong = || format!("signature `{signature}`");
    let (name, rest) = signature.split_once('(').ok_or_else(wrong)?;
    let (inputs, rest) = rest.split_once(')').ok_or_else(wrong)?;
    let outputs = rest.split_once('(').ok_or_else(wrong)?.1;
    let parameters = read_columns(inputs)?;
    let columns = read_columns(outputs.trim_end().trim_end_matches(')'))?;
    let rows = read_rows(table.get(1..).unwrap_or_default())?;
    let width = parameters.len();
    Ok(Procedure {
        name: name.trim().to_owned().into(),
        required: width,
        parameters,
        columns,
        summary: "A procedure of a scenario.".into(),
        body: Arc::new(move |_environment, arguments| Ok(select(&rows, width, arguments))),
    })
}

fn read_columns(text: &str) -> std::result::Result<Vec<Column>, String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let column = |part: &str| {
        let (name, kind) = part.split_once("::").ok_or_else(|| format!("column `{part}`"))?;
        let kinds = match kind.trim().trim_end_matches('?') {
            "STRING" => Kinds::STRING,
            "INTEGER" => Kinds::INTEGER,
            "FLOAT" => Kinds::FLOAT,
            "NUMBER" => Kinds::NUMBER,
            "BOOLEAN" => Kinds::BOOLEAN,
            other => return Err(format!("kind `{other}`")),
        };
        Ok(Column::new(name.trim().to_owned(), kinds))
    };
    parts.map(column).collect()
}

fn read_rows(table: &[Vec<String>]) -> std::result::Result<Vec<Vec<Value>>, String> {
    let value = |cell: &String| {
        Expected::read(cell)?.to_value().ok_or_else(|| format!("`{cell}` is no plain value"))
    };
    table.iter().map(|row| row.iter().map(value).collect()).collect()
}

fn select(rows: &[Vec<Value>], width: usize, arguments: &[Value]) -> Rows {
    let fits = |row: &&Vec<Value>| row.iter().zip(arguments).all(|(cell, one)| same(cell, one));
    let chosen: Vec<Result<Vec<Value>>> = rows
        .iter()
        .filter(fits)
        .map(|row| Ok(row.get(width..).unwrap_or_default().to_vec()))
        .collect();
    Box::new(chosen.into_iter())
}

#[expect(clippy::float_cmp, reason = "the tables hold exact numbers")]
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Boolean(left), Value::Boolean(right)) => left == right,
        (Value::String(left), Value::String(right)) => left == right,
        _ => match (number(left), number(right)) {
            (Some(left), Some(right)) => left == right,
            _ => false,
        },
    }
}

#[expect(clippy::cast_precision_loss, reason = "the tables hold small numbers")]
fn number(value: &Value) -> Option<f64> {
    if let Value::Integer(number) = value {
        return Some(*number as f64);
    }
    if let Value::Float(number) = value { Some(*number) } else { None }
}
