//! The typed JSON of Neo4j's Query API: every value says its type, so that nothing is lost.
//!
//! `{"$type": "Integer", "_value": "1"}`; numbers are texts, since JSON's numbers are not 64 bits
//! wide everywhere. See <https://neo4j.com/docs/query-api/current/result-formats/>.

use std::sync::Arc;
use std::time::SystemTime;

use serde_json::{Map as JsonMap, Number, Value as Json, json};

use crate::database::{Entities, NodeRecord, RelationshipRecord};
use crate::error::{Error, ErrorCode, Result};
use crate::value::temporal::Clock;
use crate::value::{
    Date, DateTime, Duration, LocalDateTime, LocalTime, Map, NodeId, Path, Point, RelationshipId,
    Time, Value,
};

/// The JSON of a value; what its nodes and relationships hold is looked up among the entities.
#[must_use]
pub fn encode(value: &Value, entities: &Entities) -> Json {
    match value {
        Value::Null => typed("Null", Json::Null),
        Value::Boolean(truth) => typed("Boolean", (*truth).into()),
        Value::Integer(number) => typed("Integer", number.to_string().into()),
        Value::Float(number) => typed("Float", float(*number).into()),
        Value::String(text) => typed("String", text.as_ref().into()),
        Value::List(items) => {
            typed("List", items.iter().map(|item| encode(item, entities)).collect())
        }
        Value::Map(entries) => typed("Map", encode_map(entries, entities)),
        Value::Node(id) => encode_node(*id, entities),
        Value::Relationship(id) => encode_relationship(*id, entities),
        Value::Path(path) => encode_path(path, entities),
        Value::Date(date) => typed("Date", date.to_string().into()),
        Value::LocalTime(time) => typed("LocalTime", time.to_string().into()),
        Value::Time(time) => typed("Time", time.to_string().into()),
        Value::LocalDateTime(time) => typed("LocalDateTime", time.to_string().into()),
        Value::DateTime(time) => {
            let name = if time.zone.is_some() { "ZonedDateTime" } else { "OffsetDateTime" };
            typed(name, time.to_string().into())
        }
        Value::Duration(duration) => typed("Duration", duration.to_string().into()),
        Value::Point(point) => typed("Point", well_known_text(point).into()),
    }
}

fn typed(name: &str, value: Json) -> Json {
    Json::Object(JsonMap::from_iter([
        ("$type".to_owned(), name.into()),
        ("_value".to_owned(), value),
    ]))
}

fn float(number: f64) -> String {
    match number {
        _ if number.is_nan() => "NaN".to_owned(),
        _ if number.is_infinite() && number > 0.0 => "Infinity".to_owned(),
        _ if number.is_infinite() => "-Infinity".to_owned(),
        _ => format!("{number:?}"),
    }
}

fn encode_map(entries: &Map, entities: &Entities) -> Json {
    let entry = |(key, value): (&Arc<str>, &Value)| (key.to_string(), encode(value, entities));
    Json::Object(entries.iter().map(entry).collect())
}

fn encode_node(id: NodeId, entities: &Entities) -> Json {
    let nothing = NodeRecord::default();
    let node = entities.node(id).unwrap_or(&nothing);
    let labels: Vec<&str> = node.labels.iter().map(AsRef::as_ref).collect();
    let value = json!({
        "_element_id": node_element_id(id),
        "_labels": labels,
        "_properties": encode_map(&node.properties, entities),
    });
    typed("Node", value)
}

fn encode_relationship(id: RelationshipId, entities: &Entities) -> Json {
    let fields = entities.relationship(id).map(|record| relationship_fields(record, entities));
    let mut value =
        JsonMap::from_iter([("_element_id".to_owned(), Json::from(relationship_element_id(id)))]);
    value.extend(fields.unwrap_or_default());
    typed("Relationship", Json::Object(value))
}

fn relationship_fields(record: &RelationshipRecord, entities: &Entities) -> JsonMap<String, Json> {
    JsonMap::from_iter([
        ("_start_node_element_id".to_owned(), node_element_id(record.start).into()),
        ("_end_node_element_id".to_owned(), node_element_id(record.end).into()),
        ("_type".to_owned(), record.kind.as_ref().into()),
        ("_properties".to_owned(), encode_map(&record.properties, entities)),
    ])
}

fn encode_path(path: &Path, entities: &Entities) -> Json {
    let mut items = vec![encode_node(path.start, entities)];
    for (relationship, node) in &path.steps {
        items.push(encode_relationship(*relationship, entities));
        items.push(encode_node(*node, entities));
    }
    typed("Path", items.into())
}

/// What `elementId()` gives for a node.
fn node_element_id(id: NodeId) -> String {
    id.0.to_string()
}

/// What `elementId()` gives for a relationship.
fn relationship_element_id(id: RelationshipId) -> String {
    id.0.to_string()
}

/// A point as extended well-known text: `SRID=4326;POINT (12.5 55.7)`.
fn well_known_text(point: &Point) -> String {
    match point.z {
        None => format!("SRID={};POINT ({} {})", point.srid, point.x, point.y),
        Some(z) => format!("SRID={};POINT Z ({} {} {z})", point.srid, point.x, point.y),
    }
}

/// The value of typed or plain JSON.
///
/// # Errors
/// `TypeMismatch` for a type that is unknown or can't be a parameter, or text that is none of it.
pub fn decode(json: &Json) -> Result<Value> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => decode_number(number)?,
        Json::String(text) => Value::string(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(decode).collect::<Result<_>>()?),
        Json::Object(fields) => match (fields.get("$type"), fields.get("_value")) {
            (Some(Json::String(name)), Some(value)) => decode_typed(name, value)?,
            _ => Value::map(decode_map(fields)?),
        },
    })
}

fn decode_map(fields: &JsonMap<String, Json>) -> Result<Map> {
    fields.iter().map(|(key, value)| Ok((Arc::from(key.as_str()), decode(value)?))).collect()
}

fn decode_number(number: &Number) -> Result<Value> {
    let integer = number.as_i64().map(Value::Integer);
    let float = || number.as_f64().filter(|_| number.is_f64()).map(Value::Float);
    integer.or_else(float).ok_or_else(|| {
        Error::new(ErrorCode::TypeMismatch, format!("`{number}` does not fit in 64 bits"))
    })
}

fn decode_typed(name: &str, value: &Json) -> Result<Value> {
    let wrong =
        || Error::new(ErrorCode::TypeMismatch, format!("`{value}` is no value of type `{name}`"));
    let text = || value.as_str().ok_or_else(wrong);
    Ok(match name {
        "Null" => Value::Null,
        "Boolean" => Value::Boolean(value.as_bool().ok_or_else(wrong)?),
        "Integer" => {
            let read = || value.as_str().and_then(|text| text.parse().ok());
            Value::Integer(value.as_i64().or_else(read).ok_or_else(wrong)?)
        }
        "Float" => {
            let read = || value.as_str().and_then(|text| text.parse().ok());
            Value::Float(value.as_f64().or_else(read).ok_or_else(wrong)?)
        }
        "String" => Value::string(text()?),
        "List" => {
            let items = value.as_array().ok_or_else(wrong)?;
            Value::list(items.iter().map(decode).collect::<Result<_>>()?)
        }
        "Map" => Value::map(decode_map(value.as_object().ok_or_else(wrong)?)?),
        "Point" => decode_point(text()?).ok_or_else(wrong)?,
        "Node" | "Relationship" | "Path" => {
            let message = format!("a {name} is no parameter");
            return Err(Error::new(ErrorCode::TypeMismatch, message)
                .with_help("pass its `elementId`, and match it by that"));
        }
        _ => decode_temporal(name, text()?)?,
    })
}

fn decode_point(text: &str) -> Option<Value> {
    let (srid, rest) = text.strip_prefix("SRID=")?.split_once(";POINT")?;
    let inside = rest.trim_start().trim_start_matches(['Z', 'z']).trim();
    let inside = inside.strip_prefix('(')?.strip_suffix(')')?;
    let numbers: Vec<f64> =
        inside.split_whitespace().map(|word| word.parse().ok()).collect::<Option<_>>()?;
    let (x, y, z) = match numbers.as_slice() {
        [x, y] => (*x, *y, None),
        [x, y, z] => (*x, *y, Some(*z)),
        _ => return None,
    };
    Some(Value::Point(Arc::new(Point { srid: srid.parse().ok()?, x, y, z })))
}

/// Dates, times and durations are written as ISO 8601 has them.
fn decode_temporal(name: &str, text: &str) -> Result<Value> {
    // Only times without an offset ask for the zone of the clock, and these types all have one.
    let clock = Clock::new(SystemTime::now());
    Ok(match name {
        "Date" => Value::Date(Date::parse(text)?),
        "LocalTime" => Value::LocalTime(LocalTime::parse(text)?),
        "Time" => Value::Time(Time::parse(text, &clock)?),
        "LocalDateTime" => Value::LocalDateTime(LocalDateTime::parse(text)?),
        "OffsetDateTime" | "ZonedDateTime" => {
            Value::DateTime(Arc::new(DateTime::parse(text, &clock)?))
        }
        "Duration" => Value::Duration(Arc::new(Duration::parse(text)?)),
        _ => {
            let message = format!("`{name}` is no type of parameters");
            return Err(Error::new(ErrorCode::TypeMismatch, message));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_went() {
        for json in [
            json!({"$type": "Null", "_value": null}),
            json!({"$type": "Boolean", "_value": true}),
            json!({"$type": "Integer", "_value": "9223372036854775807"}),
            json!({"$type": "Float", "_value": "1.5"}),
            json!({"$type": "Float", "_value": "-Infinity"}),
            json!({"$type": "String", "_value": "日本"}),
            json!({"$type": "List", "_value": [{"$type": "Integer", "_value": "1"}]}),
            json!({"$type": "Map", "_value": {"a": {"$type": "String", "_value": "b"}}}),
            json!({"$type": "Date", "_value": "1918-07-08"}),
            json!({"$type": "LocalTime", "_value": "12:30:01.500"}),
            json!({"$type": "Time", "_value": "12:30+09:00"}),
            json!({"$type": "LocalDateTime", "_value": "1918-07-08T12:30:01"}),
            json!({"$type": "OffsetDateTime", "_value": "1918-07-08T12:30:01+09:00"}),
            json!({"$type": "ZonedDateTime", "_value": "2020-07-08T12:30:01+09:00[Asia/Tokyo]"}),
            json!({"$type": "Duration", "_value": "P1Y2M3DT4H5M6S"}),
            json!({"$type": "Point", "_value": "SRID=4326;POINT (12.5 55.7)"}),
            json!({"$type": "Point", "_value": "SRID=9157;POINT Z (1 2 3)"}),
        ] {
            let value = decode(&json).expect("what is written can be read");
            assert_eq!(encode(&value, &Entities::default()), json);
        }
    }

    #[test]
    fn plain_json_is_taken_too() {
        let value = decode(&json!({"a": [1, 2.5, "x", null, true]})).expect("it is plain JSON");
        let typed = encode(&value, &Entities::default());
        assert_eq!(typed["_value"]["a"]["_value"][1]["_value"], "2.5");
        assert!(decode(&json!(u64::MAX)).is_err());
    }

    #[test]
    fn what_is_none_of_its_type_is_refused() {
        for json in [
            json!({"$type": "Integer", "_value": "x"}),
            json!({"$type": "Date", "_value": "1918-13"}),
            json!({"$type": "Node", "_value": {}}),
            json!({"$type": "List", "_value": 1}),
            json!({"$type": "Point", "_value": "POINT (1 2)"}),
            json!({"$type": "Strange", "_value": "x"}),
        ] {
            assert!(decode(&json).is_err(), "{json}");
        }
    }
}
