//! The names of values' types, as `valueType` gives them.

use crate::value::{Kinds, Value};

/// The order in which the alternatives of a union are named.
const ORDER: [Kinds; 16] = [
    Kinds::BOOLEAN,
    Kinds::STRING,
    Kinds::INTEGER,
    Kinds::FLOAT,
    Kinds::DATE,
    Kinds::LOCAL_TIME,
    Kinds::TIME,
    Kinds::LOCAL_DATE_TIME,
    Kinds::DATE_TIME,
    Kinds::DURATION,
    Kinds::POINT,
    Kinds::NODE,
    Kinds::RELATIONSHIP,
    Kinds::MAP,
    Kinds::LIST,
    Kinds::PATH,
];

/// The name of a value's type: `INTEGER NOT NULL`, `LIST<STRING> NOT NULL`.
pub(super) fn name_of(value: &Value) -> String {
    if let Value::List(items) = value {
        return format!("LIST<{}> NOT NULL", element_type(items));
    }
    if value.is_null() { "NULL".to_owned() } else { format!("{} NOT NULL", Kinds::of(value)) }
}

/// The union of the elements' types. A null among them shows as the lack of `NOT NULL`.
fn element_type(items: &[Value]) -> String {
    if items.is_empty() {
        return "NOTHING".to_owned();
    }
    let has_null = items.iter().any(Value::is_null);
    let mut names: Vec<(usize, String)> = items
        .iter()
        .filter(|item| !item.is_null())
        .map(|item| (place(item), name_of(item)))
        .collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return "NULL".to_owned();
    }
    let shown = names.iter().map(|(_, name)| match name.strip_suffix(" NOT NULL") {
        Some(nullable) if has_null => nullable,
        _ => name,
    });
    shown.collect::<Vec<_>>().join(" | ")
}

fn place(value: &Value) -> usize {
    ORDER.iter().position(|kind| *kind == Kinds::of(value)).unwrap_or(ORDER.len())
}

#[cfg(test)]
mod tests {
    use super::name_of;
    use crate::value::Value;

    #[test]
    fn unions_are_named_in_a_fixed_order() {
        let inner = Value::list(vec![Value::Integer(1), Value::from("a")]);
        assert_eq!(name_of(&inner), "LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL");
        let outer = Value::list(vec![inner, Value::Null]);
        assert_eq!(name_of(&outer), "LIST<LIST<STRING NOT NULL | INTEGER NOT NULL>> NOT NULL");
        assert_eq!(name_of(&Value::list(Vec::new())), "LIST<NOTHING> NOT NULL");
    }
}
