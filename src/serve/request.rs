//! From a line to what it asks for.

use serde_json::{Map as JsonMap, Value as Json};

use super::typed;
use crate::database::Parameters;
use crate::error::{Error, ErrorCode, Result};
use crate::value::{Map, Value};

/// A request, with the id that its reply carries.
#[derive(Debug)]
pub(super) struct Request {
    /// Whatever the program chose; null if it chose nothing.
    pub(super) id: Json,
    /// What it asks for.
    pub(super) order: Order,
}

/// What a request asks for.
#[derive(Debug)]
pub(super) enum Order {
    /// To run a statement.
    Statement {
        /// The statement.
        text: String,
        /// Its parameters.
        parameters: Parameters,
    },
    /// To answer a question.
    Question(String),
    /// To open a transaction.
    Begin,
    /// To keep the changes of the transaction.
    Commit,
    /// To undo them.
    Rollback,
}

/// A request that can't be read, with its id as far as that can be.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) id: Json,
    pub(super) error: Error,
}

/// The fields of a request that say what it asks for.
const ORDERS: [&str; 5] = ["statement", "question", "begin", "commit", "rollback"];

/// Reads the request that a line is.
pub(super) fn read(line: &[u8]) -> Result<Request, Unreadable> {
    let unreadable = |error| Unreadable { id: Json::Null, error };
    let json: Json = serde_json::from_slice(line)
        .map_err(|fault| unreadable(malformed(format!("the request is no JSON: {fault}"))))?;
    let fields = match json {
        Json::String(word) => JsonMap::from_iter([(word, Json::Bool(true))]),
        Json::Object(fields) => fields,
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) => {
            return Err(unreadable(malformed("a request is an object")));
        }
    };
    let id = fields.get("id").cloned().unwrap_or(Json::Null);
    match order(&fields) {
        Ok(order) => Ok(Request { id, order }),
        Err(error) => Err(Unreadable { id, error }),
    }
}

fn order(fields: &JsonMap<String, Json>) -> Result<Order> {
    let named: Vec<&str> = ORDERS.into_iter().filter(|name| fields.contains_key(*name)).collect();
    match named.as_slice() {
        ["statement"] => Ok(Order::Statement {
            text: text(fields, "statement")?,
            parameters: parameters(fields.get("parameters"))?,
        }),
        ["question"] => text(fields, "question").map(Order::Question),
        ["begin"] => Ok(Order::Begin),
        ["commit"] => Ok(Order::Commit),
        ["rollback"] => Ok(Order::Rollback),
        _ => Err(malformed(format!("a request has one of the fields {}", ORDERS.join(", ")))),
    }
}

fn text(fields: &JsonMap<String, Json>, name: &str) -> Result<String> {
    let text = fields.get(name).and_then(Json::as_str);
    text.map(str::to_owned).ok_or_else(|| malformed(format!("`{name}` is a text")))
}

fn parameters(json: Option<&Json>) -> Result<Parameters> {
    match json {
        None | Some(Json::Null) => Ok(Parameters::new()),
        Some(json) => {
            let Value::Map(entries) = typed::decode(json)? else {
                return Err(malformed("`parameters` is an object"));
            };
            Ok(Map::clone(&entries).into())
        }
    }
}

fn malformed(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::Usage, message)
        .with_help(r#"for example {"statement": "RETURN $x", "parameters": {"x": 1}, "id": 1}"#)
}
