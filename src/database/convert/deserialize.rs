//! Values and rows to types of the program.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::Fault;
use crate::database::{Entities, Row};
use crate::value::literal::text;
use crate::value::{Map, Path, Value};

/// A value with the entities that it may mention.
#[derive(Clone, Copy)]
pub(super) struct ValueDeserializer<'a> {
    pub(super) value: &'a Value,
    pub(super) entities: &'a Entities,
}

impl<'a> ValueDeserializer<'a> {
    fn of(self, value: &'a Value) -> Self {
        Self { value, ..self }
    }

    fn visit_map<'de, V: Visitor<'de>>(self, map: &'a Map, visitor: V) -> Result<V::Value, Fault> {
        let entries = map.iter().map(|(key, value)| (key.as_ref(), self.of(value)));
        visitor.visit_map(MapDeserializer::new(entries))
    }

    fn visit_path<'de, V: Visitor<'de>>(
        self,
        path: &'a Path,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let start = std::iter::once(Value::Node(path.start));
        let steps = path.steps.iter();
        let rest = steps.flat_map(|step| [Value::Relationship(step.0), Value::Node(step.1)]);
        let parts: Vec<Value> = start.chain(rest).collect();
        visitor.visit_seq(SeqDeserializer::new(
            parts.iter().map(|value| ValueDeserializer { value, entities: self.entities }),
        ))
    }
}

impl<'de> de::Deserializer<'de> for ValueDeserializer<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Boolean(value) => visitor.visit_bool(*value),
            Value::Integer(value) => visitor.visit_i64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::String(text) => visitor.visit_str(text),
            Value::List(items) => {
                visitor.visit_seq(SeqDeserializer::new(items.iter().map(|item| self.of(item))))
            }
            Value::Map(entries) => self.visit_map(entries, visitor),
            Value::Node(id) => match self.entities.node(*id) {
                Some(node) => self.visit_map(&node.properties, visitor),
                None => visitor.visit_unit(),
            },
            Value::Relationship(id) => match self.entities.relationship(*id) {
                Some(relationship) => self.visit_map(&relationship.properties, visitor),
                None => visitor.visit_unit(),
            },
            Value::Path(path) => self.visit_path(path, visitor),
            Value::Date(_)
            | Value::LocalTime(_)
            | Value::Time(_)
            | Value::LocalDateTime(_)
            | Value::DateTime(_)
            | Value::Duration(_)
            | Value::Point(_) => visitor.visit_string(text_of(self.value)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if let Value::String(text) = self.value {
            return visitor.visit_enum(text.as_ref().into_deserializer());
        }
        if let Value::Map(entries) = self.value
            && entries.len() == 1
        {
            let entries = entries.iter().map(|(key, value)| (key.as_ref(), self.of(value)));
            let map = MapDeserializer::<_, Fault>::new(entries);
            return visitor.visit_enum(de::value::MapAccessDeserializer::new(map));
        }
        let found = crate::value::Kinds::of(self.value);
        let variants = variants.join(", ");
        Err(Fault(format!("`{name}` is one of {variants}, but found {found}")))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl IntoDeserializer<'_, Fault> for ValueDeserializer<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A temporal value or point as a program gets it.
fn text_of(value: &Value) -> String {
    text(value).unwrap_or_default()
}

/// A row of a result.
#[derive(Clone, Copy)]
pub(super) struct RowDeserializer<'a> {
    pub(super) row: Row<'a>,
}

impl<'a> RowDeserializer<'a> {
    fn value(self, value: &'a Value) -> ValueDeserializer<'a> {
        ValueDeserializer { value, entities: self.row.entities() }
    }

    fn by_name(self) -> impl Iterator<Item = (&'a str, ValueDeserializer<'a>)> {
        let columns = self.row.columns().iter().map(AsRef::as_ref);
        columns.zip(self.row.values().iter().map(move |value| self.value(value)))
    }

    fn visit_in_order<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let values = self.row.values().iter().map(move |value| self.value(value));
        visitor.visit_seq(SeqDeserializer::new(values))
    }

    fn only(self) -> Result<ValueDeserializer<'a>, Fault> {
        match self.row.values() {
            [value] => Ok(self.value(value)),
            values => Err(Fault(format!(
                "a row of {} columns becomes a struct, a map or a tuple",
                values.len()
            ))),
        }
    }
}

macro_rules! only_column {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.only()?.$method(visitor)
        })+
    };
}

impl<'de> de::Deserializer<'de> for RowDeserializer<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(MapDeserializer::new(self.by_name()))
    }

    /// A struct by the names of the columns; one whose fields are not columns is sought in the only
    /// column, which then holds a node, a relationship or a map.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.row.columns() {
            [column] if !fields.contains(&column.as_ref()) => self.only()?.deserialize_any(visitor),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.row.values() {
            [Value::List(_) | Value::Path(_)] => self.only()?.deserialize_any(visitor),
            _ => self.visit_in_order(visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.visit_in_order(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.visit_in_order(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.only()?.deserialize_enum(name, variants, visitor)
    }

    only_column! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32
        deserialize_f64 deserialize_char deserialize_str deserialize_string deserialize_option
    }

    forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct map identifier ignored_any
    }
}
