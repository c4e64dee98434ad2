//! One property of many entities, as a column of one type.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use crate::value::compare::order;
use crate::value::{Date, LocalTime, Value};

/// The values of one property by row: the identity of a node, or the place of a relationship among
/// those of its type.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub(super) rows: Rows,
    pub(super) values: Values,
}

/// The values of a column by place, without those that are null where rows are listed.
#[derive(Clone, Debug)]
pub enum Values {
    /// Whole numbers.
    Integer(Vec<i64>),
    /// Floating-point numbers.
    Float(Vec<f64>),
    /// Booleans.
    Boolean(Vec<bool>),
    /// Texts: each is kept once, in their order, so that codes stand in the order of the texts.
    Text {
        /// The different texts, sorted.
        dictionary: Vec<Arc<str>>,
        /// Which text each row has.
        codes: Vec<u32>,
    },
    /// Days since 1970-01-01.
    Date(Vec<i64>),
    /// Nanoseconds since midnight.
    LocalTime(Vec<i64>),
    /// Everything else, and columns of several types.
    General(Vec<Value>),
}

/// Which rows have a value, and at which place it is.
#[derive(Clone, Debug)]
pub(super) enum Rows {
    /// Rows from `start` on without a gap, except for the places that stand in `nulls`.
    Range { start: u32, nulls: Option<Bits> },
    /// These rows, in ascending order.
    Listed(Vec<u32>),
}

/// A bit for each place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(pub(super) Vec<u64>);

impl Bits {
    pub(super) fn zeros(length: usize) -> Self {
        Self(vec![0; length.div_ceil(64)])
    }

    pub(super) fn set(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    pub(super) fn has(&self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }
}

impl Default for Rows {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

impl Default for Values {
    fn default() -> Self {
        Self::General(Vec::new())
    }
}

impl Values {
    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Integer(values) | Self::Date(values) | Self::LocalTime(values) => values.len(),
            Self::Float(values) => values.len(),
            Self::Boolean(values) => values.len(),
            Self::Text { codes, .. } => codes.len(),
            Self::General(values) => values.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at a place, or null behind the last one.
    #[must_use]
    pub fn get(&self, place: usize) -> Value {
        let value = match self {
            Self::Integer(values) => values.get(place).map(|value| Value::Integer(*value)),
            Self::Float(values) => values.get(place).map(|value| Value::Float(*value)),
            Self::Boolean(values) => values.get(place).map(|value| Value::Boolean(*value)),
            Self::Text { .. } => self.text(place).map(|text| Value::String(text.clone())),
            Self::Date(values) => values.get(place).map(|days| Value::Date(Date(*days))),
            Self::LocalTime(values) => {
                values.get(place).map(|time| Value::LocalTime(LocalTime(*time)))
            }
            Self::General(values) => values.get(place).cloned(),
        };
        value.unwrap_or_default()
    }

    fn text(&self, place: usize) -> Option<&Arc<str>> {
        match self {
            Self::Text { dictionary, codes } => dictionary.get(*codes.get(place)? as usize),
            Self::Integer(_)
            | Self::Float(_)
            | Self::Boolean(_)
            | Self::Date(_)
            | Self::LocalTime(_)
            | Self::General(_) => None,
        }
    }

    /// How the value at a place stands to another one in the total order.
    fn order(&self, place: usize, other: &Value) -> Ordering {
        match (self, other) {
            (Self::Integer(values), Value::Integer(other)) => {
                values.get(place).map_or(Ordering::Greater, |value| value.cmp(other))
            }
            (Self::Text { .. }, Value::String(other)) => {
                self.text(place).map_or(Ordering::Greater, |text| (**text).cmp(other))
            }
            _ => order(&self.get(place), other),
        }
    }

    /// How the values at two places stand to each other in the total order.
    pub(super) fn order_places(&self, left: usize, right: usize) -> Ordering {
        match self {
            Self::Integer(values) | Self::Date(values) | Self::LocalTime(values) => {
                values.get(left).cmp(&values.get(right))
            }
            Self::Text { codes, .. } => codes.get(left).cmp(&codes.get(right)),
            Self::Boolean(values) => values.get(left).cmp(&values.get(right)),
            Self::Float(_) | Self::General(_) => order(&self.get(left), &self.get(right)),
        }
    }
}

impl Column {
    /// The value of a row, or null.
    #[must_use]
    pub fn get(&self, row: u32) -> Value {
        self.place(row).map(|place| self.values.get(place)).unwrap_or_default()
    }

    /// All values; a place is not a row, see [`place`](Self::place).
    #[must_use]
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// Where among the values that of a row is; nothing for null.
    #[must_use]
    pub fn place(&self, row: u32) -> Option<usize> {
        match &self.rows {
            Rows::Range { start, nulls } => {
                let place = row.checked_sub(*start)? as usize;
                let is_null = nulls.as_ref().is_some_and(|nulls| nulls.has(place));
                (place < self.values.len() && !is_null).then_some(place)
            }
            Rows::Listed(rows) => rows.binary_search(&row).ok(),
        }
    }

    /// The rows whose values stand at the same places one after the other, if there are no gaps and
    /// no nulls: the value of row `range.start` is the first one.
    #[must_use]
    pub fn dense_rows(&self) -> Option<Range<u32>> {
        match self.rows {
            Rows::Range { start, nulls: None } => {
                Some(start..start + u32::try_from(self.values.len()).ok()?)
            }
            Rows::Range { nulls: Some(_), .. } | Rows::Listed(_) => None,
        }
    }

    /// How the value of a row stands to another one in the total order, null coming last.
    #[must_use]
    pub fn order(&self, row: u32, other: &Value) -> Ordering {
        match self.place(row) {
            Some(place) => self.values.order(place, other),
            None => order(&Value::Null, other),
        }
    }

    /// How the values of two rows stand to each other in the total order.
    pub(super) fn order_rows(&self, left: u32, right: u32) -> Ordering {
        match (self.place(left), self.place(right)) {
            (Some(left), Some(right)) => self.values.order_places(left, right),
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
        }
    }

    /// The bytes it takes up in memory, texts and lists roughly.
    pub(super) fn memory(&self) -> usize {
        let rows = match &self.rows {
            Rows::Range { nulls, .. } => nulls.as_ref().map_or(0, |bits| bits.0.len() * 8),
            Rows::Listed(rows) => rows.len() * 4,
        };
        let values = match &self.values {
            Values::Integer(values) | Values::Date(values) | Values::LocalTime(values) => {
                values.len() * 8
            }
            Values::Float(values) => values.len() * 8,
            Values::Boolean(values) => values.len(),
            Values::Text { dictionary, codes } => {
                codes.len() * 4 + dictionary.iter().map(|text| text.len() + 32).sum::<usize>()
            }
            Values::General(values) => values.len() * 56,
        };
        rows + values
    }
}
