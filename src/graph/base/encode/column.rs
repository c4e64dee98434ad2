//! A column as bytes: which rows, then the values by their type.

use std::sync::Arc;

use super::packed::{read_below, read_numbers, write_packed, write_small};
use super::{Reader, Writer, damaged, framed, unframed};
use crate::error::Result;
use crate::graph::base::chunk::Decode;
use crate::graph::base::column::{Bits, Column, Rows, Values};
use crate::value::temporal::NANOS_PER_DAY;
use crate::value::{Date, Value};

/// The types of columns.
mod kind {
    pub(super) const INTEGER: u8 = 1;
    pub(super) const FLOAT: u8 = 2;
    pub(super) const BOOLEAN: u8 = 3;
    pub(super) const TEXT: u8 = 4;
    pub(super) const DATE: u8 = 5;
    pub(super) const LOCAL_TIME: u8 = 6;
    pub(super) const GENERAL: u8 = 7;
}

/// Which rows a column has.
mod rows {
    pub(super) const RANGE: u8 = 1;
    pub(super) const RANGE_WITH_NULLS: u8 = 2;
    pub(super) const LISTED: u8 = 3;
}

/// A chunk of a column.
///
/// # Errors
/// `NestedTooDeeply` if a value could not be read again.
pub(in crate::graph::base) fn encode_column(column: &Column) -> Result<Vec<u8>> {
    let mut writer = Writer::default();
    writer.size(column.values.len());
    match &column.rows {
        Rows::Range { start, nulls: None } => {
            writer.byte(rows::RANGE);
            writer.number(u64::from(*start));
        }
        Rows::Range { start, nulls: Some(nulls) } => {
            writer.byte(rows::RANGE_WITH_NULLS);
            writer.number(u64::from(*start));
            write_bits(nulls, &mut writer);
        }
        Rows::Listed(listed) => {
            writer.byte(rows::LISTED);
            write_small(listed, &mut writer);
        }
    }
    write_values(&column.values, &mut writer)?;
    Ok(framed(&writer.into_bytes()))
}

fn write_values(values: &Values, writer: &mut Writer) -> Result<()> {
    match values {
        Values::Integer(numbers) => write_integers(kind::INTEGER, numbers, writer),
        Values::Date(numbers) => write_integers(kind::DATE, numbers, writer),
        Values::LocalTime(numbers) => write_integers(kind::LOCAL_TIME, numbers, writer),
        Values::Float(numbers) => {
            writer.byte(kind::FLOAT);
            for number in numbers {
                writer.raw(&number.to_le_bytes());
            }
        }
        Values::Boolean(values) => {
            writer.byte(kind::BOOLEAN);
            let mut bits = Bits::zeros(values.len());
            let set = values.iter().enumerate().filter(|(_, value)| **value);
            set.for_each(|(place, _)| bits.set(place));
            write_bits(&bits, writer);
        }
        Values::Text { dictionary, codes } => {
            writer.byte(kind::TEXT);
            write_dictionary(dictionary, writer);
            write_small(codes, writer);
        }
        Values::General(values) => {
            writer.byte(kind::GENERAL);
            for value in values {
                writer.value(value)?;
            }
        }
    }
    Ok(())
}

fn write_integers(kind: u8, numbers: &[i64], writer: &mut Writer) {
    writer.byte(kind);
    write_packed(numbers.iter().copied(), writer);
}

fn write_bits(bits: &Bits, writer: &mut Writer) {
    for word in &bits.0 {
        writer.raw(&word.to_le_bytes());
    }
}

/// Sorted texts, each as what it shares with the one before and the rest.
fn write_dictionary(texts: &[Arc<str>], writer: &mut Writer) {
    writer.size(texts.len());
    let mut last: &[u8] = &[];
    for text in texts {
        let bytes = text.as_bytes();
        let shared = last.iter().zip(bytes).take_while(|(left, right)| left == right).count();
        writer.size(shared);
        writer.size(bytes.len() - shared);
        writer.raw(&bytes[shared..]);
        last = bytes;
    }
}

impl Decode for Column {
    /// How many rows there are at most.
    type Shape = u32;

    fn decode(bytes: &[u8], bound: &u32) -> Result<Self> {
        let mut reader = Reader::new(unframed(bytes)?);
        let count = reader.small()?;
        if count > *bound {
            return Err(damaged("a column has more values than there are entities"));
        }
        let rows = read_rows(&mut reader, count, *bound)?;
        let values = read_values(&mut reader, count as usize)?;
        reader.finish()?;
        Ok(Self { rows, values })
    }
}

fn read_rows(reader: &mut Reader<'_>, count: u32, bound: u32) -> Result<Rows> {
    let mode = reader.byte()?;
    if mode == rows::LISTED {
        let listed = read_below(reader, count as usize, u64::from(bound))?;
        let is_sound = listed.is_sorted_by(|left, right| left < right);
        return if is_sound { Ok(Rows::Listed(listed)) } else { Err(damaged("rows are mixed up")) };
    }
    let start = reader.small()?;
    if start.checked_add(count).is_none_or(|end| end > bound) {
        return Err(damaged("a column has more rows than there are entities"));
    }
    match mode {
        rows::RANGE => Ok(Rows::Range { start, nulls: None }),
        rows::RANGE_WITH_NULLS => {
            Ok(Rows::Range { start, nulls: Some(read_bits(reader, count as usize)?) })
        }
        other => Err(damaged(format!("a column has rows of the unknown form {other}"))),
    }
}

fn read_bits(reader: &mut Reader<'_>, count: usize) -> Result<Bits> {
    let bytes = reader.raw(count.div_ceil(64) * 8)?;
    let words = bytes.chunks_exact(8);
    let word = |chunk: &[u8]| u64::from_le_bytes(chunk.first_chunk().copied().unwrap_or_default());
    Ok(Bits(words.map(word).collect()))
}

fn read_values(reader: &mut Reader<'_>, count: usize) -> Result<Values> {
    match reader.byte()? {
        kind::INTEGER => Ok(Values::Integer(read_numbers(reader, count)?)),
        kind::DATE => {
            let days = read_numbers(reader, count)?;
            let is_sound = days.iter().all(|days| Date::from_days(*days).is_ok());
            if is_sound { Ok(Values::Date(days)) } else { Err(damaged("a date is none")) }
        }
        kind::LOCAL_TIME => {
            let times = read_numbers(reader, count)?;
            let is_sound = times.iter().all(|time| (0..NANOS_PER_DAY).contains(time));
            if is_sound { Ok(Values::LocalTime(times)) } else { Err(damaged("a time is none")) }
        }
        kind::FLOAT => {
            let bytes = reader.raw(count.saturating_mul(8))?;
            let float =
                |chunk: &[u8]| f64::from_le_bytes(chunk.first_chunk().copied().unwrap_or_default());
            Ok(Values::Float(bytes.chunks_exact(8).map(float).collect()))
        }
        kind::BOOLEAN => {
            let bits = read_bits(reader, count)?;
            Ok(Values::Boolean((0..count).map(|place| bits.has(place)).collect()))
        }
        kind::TEXT => {
            let dictionary = read_dictionary(reader)?;
            let codes = read_below(reader, count, dictionary.len() as u64)?;
            Ok(Values::Text { dictionary, codes })
        }
        kind::GENERAL => {
            let values: Result<Vec<Value>> = (0..count).map(|_| reader.value()).collect();
            Ok(Values::General(values?))
        }
        other => Err(damaged(format!("a column has the unknown type {other}"))),
    }
}

fn read_dictionary(reader: &mut Reader<'_>) -> Result<Vec<Arc<str>>> {
    let count = reader.count()?;
    let mut texts: Vec<Arc<str>> = Vec::with_capacity(count);
    let mut last = Vec::new();
    for _ in 0..count {
        let shared = usize::try_from(reader.number()?).unwrap_or(usize::MAX);
        if shared > last.len() {
            return Err(damaged("a text shares more than there is"));
        }
        last.truncate(shared);
        let length = reader.count()?;
        last.extend(reader.raw(length)?);
        let text = std::str::from_utf8(&last).map_err(|_| damaged("a text is not UTF-8"))?;
        if texts.last().is_some_and(|before| **before >= *text) {
            return Err(damaged("texts are mixed up"));
        }
        texts.push(text.into());
    }
    Ok(texts)
}
