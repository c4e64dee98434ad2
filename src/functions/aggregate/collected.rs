//! Aggregates that count, collect, or pick one of the values.

use std::cmp::Ordering;

use super::Accumulator;
use crate::error::Result;
use crate::functions::arguments::{length, value};
use crate::value::Value;
use crate::value::compare::order;

/// `count(x)`: how many are not null.
#[derive(Debug, Default)]
pub(super) struct Count(usize);

impl Accumulator for Count {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        self.add_times(arguments, 1)
    }

    fn add_times(&mut self, arguments: &[Value], times: u64) -> Result<()> {
        if !value(arguments, 0).is_null() {
            self.0 = self.0.saturating_add(usize::try_from(times).unwrap_or(usize::MAX));
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Value> {
        Ok(length(self.0))
    }
}

/// `collect(x)`: the list of those that are not null.
#[derive(Debug, Default)]
pub(super) struct Collect {
    items: Vec<Value>,
    bytes: usize,
}

impl Accumulator for Collect {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let item = value(arguments, 0);
        if !item.is_null() {
            self.bytes += bytes(item);
            self.items.push(item.clone());
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Value> {
        Ok(Value::list(std::mem::take(&mut self.items)))
    }

    fn size(&self) -> usize {
        self.bytes
    }
}

/// About how many bytes a value takes; what it shares with others is counted again.
fn bytes(value: &Value) -> usize {
    let heap = match value {
        Value::String(text) => text.len(),
        Value::List(items) => items.len() * size_of::<Value>(),
        Value::Map(entries) => entries.len() * 3 * size_of::<Value>(),
        Value::Path(path) => path.steps.len() * 8,
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => 0,
    };
    size_of::<Value>() + heap
}

/// `min(x)` or `max(x)` by the total order.
#[derive(Debug)]
pub(super) struct Extreme {
    wanted: Ordering,
    best: Value,
}

impl Extreme {
    pub(super) fn least() -> Self {
        Self { wanted: Ordering::Less, best: Value::Null }
    }

    pub(super) fn greatest() -> Self {
        Self { wanted: Ordering::Greater, best: Value::Null }
    }
}

impl Accumulator for Extreme {
    fn add(&mut self, arguments: &[Value]) -> Result<()> {
        let next = value(arguments, 0);
        let is_better = self.best.is_null() || order(next, &self.best) == self.wanted;
        if !next.is_null() && is_better {
            self.best = next.clone();
        }
        Ok(())
    }

    fn add_times(&mut self, arguments: &[Value], times: u64) -> Result<()> {
        if times > 0 { self.add(arguments) } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<Value> {
        Ok(std::mem::take(&mut self.best))
    }
}
