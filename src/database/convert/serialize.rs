//! Types of the program to values.

use std::sync::Arc;

use serde::ser::{self, Serialize};

use super::Fault;
use crate::value::{Kinds, Map, Value};

/// Makes a value of what it is given.
pub(super) struct ValueSerializer;

impl ser::Serializer for ValueSerializer {
    type Ok = Value;
    type Error = Fault;
    type SerializeSeq = ListBuilder;
    type SerializeTuple = ListBuilder;
    type SerializeTupleStruct = ListBuilder;
    type SerializeTupleVariant = ListBuilder;
    type SerializeMap = MapBuilder;
    type SerializeStruct = MapBuilder;
    type SerializeStructVariant = MapBuilder;

    fn serialize_bool(self, value: bool) -> Result<Value, Fault> {
        Ok(Value::Boolean(value))
    }

    fn serialize_i8(self, value: i8) -> Result<Value, Fault> {
        Ok(Value::Integer(value.into()))
    }

    fn serialize_i16(self, value: i16) -> Result<Value, Fault> {
        Ok(Value::Integer(value.into()))
    }

    fn serialize_i32(self, value: i32) -> Result<Value, Fault> {
        Ok(Value::Integer(value.into()))
    }

    fn serialize_i64(self, value: i64) -> Result<Value, Fault> {
        Ok(Value::Integer(value))
    }

    fn serialize_u8(self, value: u8) -> Result<Value, Fault> {
        Ok(Value::Integer(value.into()))
    }

    fn serialize_u16(self, value: u16) -> Result<Value, Fault> {
        Ok(Value::Integer(value.into()))
    }

    fn serialize_u32(self, value: u32) -> Result<Value, Fault> {
        Ok(Value::Integer(value.into()))
    }

    fn serialize_u64(self, value: u64) -> Result<Value, Fault> {
        let too_large = |_| Fault(format!("`{value}` does not fit in the 64 bits of an integer"));
        i64::try_from(value).map(Value::Integer).map_err(too_large)
    }

    fn serialize_f32(self, value: f32) -> Result<Value, Fault> {
        Ok(Value::Float(value.into()))
    }

    fn serialize_f64(self, value: f64) -> Result<Value, Fault> {
        Ok(Value::Float(value))
    }

    fn serialize_char(self, value: char) -> Result<Value, Fault> {
        Ok(Value::string(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Value, Fault> {
        Ok(Value::string(value))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value, Fault> {
        Ok(Value::list(bytes.iter().map(|byte| Value::Integer((*byte).into())).collect()))
    }

    fn serialize_none(self) -> Result<Value, Fault> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Fault> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, Fault> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<Value, Fault> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Value, Fault> {
        Ok(Value::string(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<Value, Fault> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, Fault> {
        Ok(tagged(Some(variant), value.serialize(self)?))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<ListBuilder, Fault> {
        Ok(ListBuilder { variant: None, items: Vec::with_capacity(length.unwrap_or(0).min(1024)) })
    }

    fn serialize_tuple(self, length: usize) -> Result<ListBuilder, Fault> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        length: usize,
    ) -> Result<ListBuilder, Fault> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<ListBuilder, Fault> {
        Ok(ListBuilder { variant: Some(variant), items: Vec::new() })
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<MapBuilder, Fault> {
        Ok(MapBuilder::default())
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<MapBuilder, Fault> {
        Ok(MapBuilder::default())
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<MapBuilder, Fault> {
        Ok(MapBuilder { variant: Some(variant), ..MapBuilder::default() })
    }
}

/// A list, or the content of a tuple variant, on its way.
pub(super) struct ListBuilder {
    variant: Option<&'static str>,
    items: Vec<Value>,
}

impl ListBuilder {
    fn push<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Fault> {
        self.items.push(item.serialize(ValueSerializer)?);
        Ok(())
    }

    fn build(self) -> Value {
        tagged(self.variant, Value::list(self.items))
    }
}

/// A map, or the content of a struct variant, on its way.
#[derive(Default)]
pub(super) struct MapBuilder {
    variant: Option<&'static str>,
    entries: Map,
    key: Option<Arc<str>>,
}

impl MapBuilder {
    fn insert<T: Serialize + ?Sized>(&mut self, key: Arc<str>, value: &T) -> Result<(), Fault> {
        self.entries.insert(key, value.serialize(ValueSerializer)?);
        Ok(())
    }

    fn build(self) -> Value {
        tagged(self.variant, Value::map(self.entries))
    }
}

fn tagged(variant: Option<&'static str>, content: Value) -> Value {
    match variant {
        Some(name) => Value::map(Map::from([(name.into(), content)])),
        None => content,
    }
}

macro_rules! list_builder {
    ($($trait:ident $method:ident;)+) => {
        $(impl ser::$trait for ListBuilder {
            type Ok = Value;
            type Error = Fault;

            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Fault> {
                self.push(item)
            }

            fn end(self) -> Result<Value, Fault> {
                Ok(self.build())
            }
        })+
    };
}

list_builder! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! struct_builder {
    ($($trait:ident;)+) => {
        $(impl ser::$trait for MapBuilder {
            type Ok = Value;
            type Error = Fault;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Fault> {
                self.insert(name.into(), value)
            }

            fn end(self) -> Result<Value, Fault> {
                Ok(self.build())
            }
        })+
    };
}

struct_builder! {
    SerializeStruct;
    SerializeStructVariant;
}

impl ser::SerializeMap for MapBuilder {
    type Ok = Value;
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        let key = key.serialize(ValueSerializer)?;
        self.key = Some(key_text(&key).ok_or_else(|| {
            Fault(format!("the keys of a map are texts, but found {}", Kinds::of(&key)))
        })?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        let key = self.key.take().unwrap_or_default();
        self.insert(key, value)
    }

    fn end(self) -> Result<Value, Fault> {
        Ok(self.build())
    }
}

fn key_text(key: &Value) -> Option<Arc<str>> {
    if let Value::Integer(number) = key {
        return Some(number.to_string().into());
    }
    if let Value::String(text) = key { Some(text.clone()) } else { None }
}
