//! `:find`: a word in the names and other texts of the graph.

use crate::database::{CancelHandle, Entities, ResultSet};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::GraphView;
use crate::query::ask::NAME_KEYS;
use crate::value::{Value, fold_name};

/// How many finds are gathered; who gets so many must say more.
const MOST: usize = 10_000;

/// How much is looked at between two looks whether to stop.
const INTERVAL: usize = 4096;

/// How well something fits, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is the name.
    Name,
    /// A name begins with it.
    Beginning,
    /// It is in a name.
    InName,
    /// It is in another text.
    InText,
}

/// Something that was found.
struct Find {
    fit: Fit,
    entity: Value,
    key: String,
    text: String,
}

/// Everything that has a text in one of its properties, whatever the case and the accents: names
/// first, and the better the fit the earlier.
///
/// # Errors
/// `Cancelled` if it was stopped.
pub(super) fn find(view: GraphView<'_>, wanted: &str, cancel: &CancelHandle) -> Result<ResultSet> {
    let wanted = fold_name(wanted);
    let nodes = view.nodes().map(Value::Node);
    let relationships = view.relationships().map(Value::Relationship);
    let mut found = Vec::new();
    for (count, entity) in nodes.chain(relationships).enumerate() {
        if count % INTERVAL == 0 && cancel.is_cancelled() {
            return Err(Error::new(ErrorCode::Cancelled, "the search was stopped"));
        }
        look_at(view, &entity, &wanted, &mut found);
        if found.len() >= MOST {
            break;
        }
    }
    found.sort_by(|one: &Find, other: &Find| (one.fit, &one.text).cmp(&(other.fit, &other.text)));
    let mut entities = Entities::default();
    for find in &found {
        entities.add(&find.entity, view);
    }
    let row = |find: Find| vec![find.entity, find.key.into(), find.text.into()];
    let rows = found.into_iter().map(row).collect();
    Ok(ResultSet::new(&["what", "property", "text"], rows).with_entities(entities))
}

/// Adds an entity if one of its properties has the text; names come before others.
fn look_at(view: GraphView<'_>, entity: &Value, wanted: &str, found: &mut Vec<Find>) {
    let mut best: Option<Find> = None;
    let mut look = |key: &str, value: &Value| {
        for text in texts(value) {
            let Some(fit) = fit(key, text, wanted) else { continue };
            if best.as_ref().is_none_or(|best| fit < best.fit) {
                let (key, text) = (key.to_owned(), text.to_owned());
                best = Some(Find { fit, entity: entity.clone(), key, text });
            }
        }
    };
    match entity {
        Value::Node(id) => view
            .node_properties(*id)
            .for_each(|(key, value)| look(view.names().property_key_name(key), &value)),
        Value::Relationship(id) => view
            .relationship_properties(*id)
            .for_each(|(key, value)| look(view.names().property_key_name(key), &value)),
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Path(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => {}
    }
    found.extend(best);
}

fn fit(key: &str, text: &str, wanted: &str) -> Option<Fit> {
    let text = fold_name(text);
    let is_name = NAME_KEYS.contains(&key) || key == "aliases";
    match () {
        () if is_name && text == wanted => Some(Fit::Name),
        () if is_name && text.starts_with(wanted) => Some(Fit::Beginning),
        () if !text.contains(wanted) => None,
        () => Some(if is_name { Fit::InName } else { Fit::InText }),
    }
}

/// The texts that a value is or holds.
fn texts(value: &Value) -> Vec<&str> {
    if let Value::List(items) = value {
        return items.iter().flat_map(texts).collect();
    }
    if let Value::String(text) = value { vec![text] } else { Vec::new() }
}
