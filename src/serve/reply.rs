//! From what happened to the line that tells it.

use serde_json::{Map as JsonMap, Value as Json, json};

use super::typed;
use crate::database::{Counters, Notification, ResultSet};
use crate::error::{Error, Span};

/// The reply to a request that went well.
pub(super) fn success(id: &Json, result: &ResultSet) -> Json {
    let entities = result.entities();
    let row = |values: &[crate::value::Value]| {
        Json::Array(values.iter().map(|value| typed::encode(value, entities)).collect())
    };
    let fields: Vec<&str> = result.columns().iter().map(AsRef::as_ref).collect();
    let values: Vec<Json> = result.rows().map(|one| row(one.values())).collect();
    let notifications: Vec<Json> = result.notifications().iter().map(notification).collect();
    json!({
        "id": id,
        "data": {"fields": fields, "values": values},
        "counters": counters(result.counters()),
        "notifications": notifications,
    })
}

/// The reply to a request that failed.
pub(super) fn failure(id: &Json, failed: &Error) -> Json {
    let errors: Vec<Json> = std::iter::once(failed).chain(failed.others()).map(error).collect();
    json!({"id": id, "errors": errors})
}

fn counters(counters: &Counters) -> Json {
    json!({
        "nodesCreated": counters.nodes_created,
        "nodesDeleted": counters.nodes_deleted,
        "relationshipsCreated": counters.relationships_created,
        "relationshipsDeleted": counters.relationships_deleted,
        "propertiesSet": counters.properties_set,
        "labelsAdded": counters.labels_added,
        "labelsRemoved": counters.labels_removed,
    })
}

fn notification(notification: &Notification) -> Json {
    let mut fields = JsonMap::new();
    fields.insert("message".to_owned(), notification.message.as_str().into());
    fields.insert("hint".to_owned(), notification.help.as_deref().into());
    fields.insert("span".to_owned(), span(notification.span));
    Json::Object(fields)
}

fn error(error: &Error) -> Json {
    json!({
        "code": error.code().class(),
        "detail": error.code().detail(),
        "phase": error.phase().to_string(),
        "message": error.message(),
        "hint": error.help(),
        "span": error.span().map(span),
    })
}

fn span(span: Span) -> Json {
    json!({"start": span.start, "end": span.end})
}
