//! Filling a column.

use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::column::{Bits, Column, Rows, Values};
use crate::value::{Date, LocalTime, Value};

/// A column that is being filled, in ascending order of rows; a row that is left out is null.
///
/// It has the type of its first value, and turns into a general one when another type comes.
#[derive(Clone, Debug, Default)]
pub struct ColumnBuilder {
    /// The rows that have a value, once they are not simply `first`, `first + 1`, …
    rows: Option<Vec<u32>>,
    first: u32,
    next: u32,
    values: Filling,
}

#[derive(Clone, Debug, Default)]
enum Filling {
    #[default]
    Nothing,
    Text(Texts),
    Other(Values),
}

#[derive(Clone, Debug, Default)]
struct Texts {
    distinct: Vec<Arc<str>>,
    codes: Vec<u32>,
    known: HashMap<Arc<str>, u32, RandomState>,
}

impl ColumnBuilder {
    /// An empty column.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether no row has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of `row`, which comes after all rows before.
    pub fn push(&mut self, row: u32, value: Value) {
        match value {
            Value::Null => {}
            Value::Integer(number) => self.push_integer(row, number),
            Value::Float(number) => self.push_float(row, number),
            Value::String(text) => self.push_shared_text(row, &text),
            Value::Boolean(_)
            | Value::Date(_)
            | Value::LocalTime(_)
            | Value::List(_)
            | Value::Map(_)
            | Value::Node(_)
            | Value::Relationship(_)
            | Value::Path(_)
            | Value::Time(_)
            | Value::LocalDateTime(_)
            | Value::DateTime(_)
            | Value::Duration(_)
            | Value::Point(_) => self.push_any(row, value),
        }
    }

    /// A whole number.
    pub fn push_integer(&mut self, row: u32, number: i64) {
        if let Filling::Other(Values::Integer(values)) = &mut self.values {
            values.push(number);
            self.note(row);
        } else {
            self.push_any(row, Value::Integer(number));
        }
    }

    /// A floating-point number.
    pub fn push_float(&mut self, row: u32, number: f64) {
        if let Filling::Other(Values::Float(values)) = &mut self.values {
            values.push(number);
            self.note(row);
        } else {
            self.push_any(row, Value::Float(number));
        }
    }

    /// A text; the same text is kept once.
    pub fn push_text(&mut self, row: u32, text: &str) {
        match &mut self.values {
            Filling::Nothing => self.values = Filling::Text(Texts::default()),
            Filling::Text(_) => {}
            Filling::Other(_) => return self.push_any(row, text.into()),
        }
        if let Filling::Text(texts) = &mut self.values {
            texts.push(text, || text.into());
        }
        self.note(row);
    }

    fn push_shared_text(&mut self, row: u32, text: &Arc<str>) {
        match &mut self.values {
            Filling::Text(texts) => {
                texts.push(text, || text.clone());
                self.note(row);
            }
            Filling::Nothing => {
                self.values = Filling::Text(Texts::default());
                self.push_shared_text(row, text);
            }
            Filling::Other(_) => self.push_any(row, Value::String(text.clone())),
        }
    }

    fn push_any(&mut self, row: u32, value: Value) {
        if matches!(self.values, Filling::Nothing) {
            self.values = Filling::Other(empty_for(&value));
        }
        if let Filling::Other(values) = &mut self.values
            && let Err(value) = push_typed(values, value.clone())
        {
            self.generalize().push(value);
        } else if matches!(self.values, Filling::Text(_)) {
            self.generalize().push(value);
        }
        self.note(row);
    }

    /// Gives up the type.
    fn generalize(&mut self) -> &mut Vec<Value> {
        let values = std::mem::take(&mut self.values).into_values();
        let general = (0..values.len()).map(|place| values.get(place)).collect();
        self.values = Filling::Other(Values::General(general));
        match &mut self.values {
            Filling::Other(Values::General(values)) => values,
            Filling::Nothing | Filling::Text(_) | Filling::Other(_) => {
                unreachable!("it has just been made general")
            }
        }
    }

    /// Notes that the value just added belongs to `row`.
    fn note(&mut self, row: u32) {
        let before = self.len() - 1;
        if let Some(rows) = &mut self.rows {
            rows.push(row);
        } else if before == 0 {
            self.first = row;
        } else if row != self.next {
            let mut rows: Vec<_> = (self.first..self.next).collect();
            rows.push(row);
            self.rows = Some(rows);
        }
        self.next = row.saturating_add(1);
    }

    fn len(&self) -> usize {
        match &self.values {
            Filling::Nothing => 0,
            Filling::Text(texts) => texts.codes.len(),
            Filling::Other(values) => values.len(),
        }
    }

    /// The column, its rows moved: the value of row `order[i]` becomes that of row `i`.
    pub(super) fn finish_arranged(self, order: &[u32]) -> Column {
        let column = self.finish();
        if let Some(range) = column.dense_rows()
            && range.start == 0
            && range.end as usize == order.len()
        {
            return Column { rows: column.rows, values: gathered(&column.values, order) };
        }
        let mut builder = Self::new();
        for (row, from) in (0..).zip(order) {
            builder.push(row, column.get(*from));
        }
        builder.finish()
    }

    /// The column.
    pub(super) fn finish(self) -> Column {
        let (first, next) = (self.first, self.next);
        let values = self.values.into_values();
        let Some(rows) = self.rows else {
            return Column { rows: Rows::Range { start: first, nulls: None }, values };
        };
        let span = (next - first) as usize;
        // Spreading costs a value and a bit for each missing row, listing a number for each present one.
        if values.len() * 2 < span {
            return Column { rows: Rows::Listed(rows), values };
        }
        let mut nulls = Bits(vec![u64::MAX; span.div_ceil(64)]);
        for row in &rows {
            nulls.clear((row - first) as usize);
        }
        let values = spread(&values, &rows, first, span);
        Column { rows: Rows::Range { start: first, nulls: Some(nulls) }, values }
    }
}

impl Bits {
    fn clear(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / 64) {
            *word &= !(1 << (place % 64));
        }
    }
}

impl Texts {
    fn push(&mut self, text: &str, make: impl FnOnce() -> Arc<str>) {
        let code = if let Some(code) = self.known.get(text) {
            *code
        } else {
            let code =
                u32::try_from(self.distinct.len()).expect("there are no more texts than rows");
            let text = make();
            self.distinct.push(text.clone());
            self.known.insert(text, code);
            code
        };
        self.codes.push(code);
    }

    /// Sorts the texts, so that the order of codes is that of texts.
    fn into_values(self) -> Values {
        drop(self.known);
        let mut order: Vec<u32> = (0..).take(self.distinct.len()).collect();
        order.sort_unstable_by(|left, right| {
            self.distinct.get(*left as usize).cmp(&self.distinct.get(*right as usize))
        });
        let mut ranks = vec![0; order.len()];
        for (rank, old) in (0_u32..).zip(&order) {
            ranks[*old as usize] = rank;
        }
        let dictionary = order.iter().map(|old| self.distinct[*old as usize].clone()).collect();
        let codes = self.codes.iter().map(|code| ranks[*code as usize]).collect();
        Values::Text { dictionary, codes }
    }
}

impl Filling {
    fn into_values(self) -> Values {
        match self {
            Self::Nothing => Values::default(),
            Self::Text(texts) => texts.into_values(),
            Self::Other(values) => values,
        }
    }
}

fn empty_for(value: &Value) -> Values {
    match value {
        Value::Integer(_) => Values::Integer(Vec::new()),
        Value::Float(_) => Values::Float(Vec::new()),
        Value::Boolean(_) => Values::Boolean(Vec::new()),
        Value::Date(_) => Values::Date(Vec::new()),
        Value::LocalTime(_) => Values::LocalTime(Vec::new()),
        Value::Null
        | Value::String(_)
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => Values::General(Vec::new()),
    }
}

/// Adds a value, or gives it back if it is of another type.
fn push_typed(values: &mut Values, value: Value) -> Result<(), Value> {
    match (values, value) {
        (Values::Integer(values), Value::Integer(value)) => values.push(value),
        (Values::Float(values), Value::Float(value)) => values.push(value),
        (Values::Boolean(values), Value::Boolean(value)) => values.push(value),
        (Values::Date(values), Value::Date(Date(days))) => values.push(days),
        (Values::LocalTime(values), Value::LocalTime(LocalTime(time))) => values.push(time),
        (Values::General(values), value) => values.push(value),
        (_, value) => return Err(value),
    }
    Ok(())
}

/// The values in another order.
fn gathered(values: &Values, order: &[u32]) -> Values {
    fn gather<T: Clone>(values: &[T], order: &[u32]) -> Vec<T> {
        order.iter().map(|place| values[*place as usize].clone()).collect()
    }
    match values {
        Values::Integer(values) => Values::Integer(gather(values, order)),
        Values::Float(values) => Values::Float(gather(values, order)),
        Values::Boolean(values) => Values::Boolean(gather(values, order)),
        Values::Text { dictionary, codes } => {
            Values::Text { dictionary: dictionary.clone(), codes: gather(codes, order) }
        }
        Values::Date(values) => Values::Date(gather(values, order)),
        Values::LocalTime(values) => Values::LocalTime(gather(values, order)),
        Values::General(values) => Values::General(gather(values, order)),
    }
}

/// The values at places that rows have, with something harmless in between.
fn spread(values: &Values, rows: &[u32], first: u32, span: usize) -> Values {
    fn lay<T: Clone + Default>(values: &[T], rows: &[u32], first: u32, span: usize) -> Vec<T> {
        let mut laid = vec![T::default(); span];
        for (row, value) in rows.iter().zip(values) {
            laid[(row - first) as usize] = value.clone();
        }
        laid
    }
    match values {
        Values::Integer(values) => Values::Integer(lay(values, rows, first, span)),
        Values::Float(values) => Values::Float(lay(values, rows, first, span)),
        Values::Boolean(values) => Values::Boolean(lay(values, rows, first, span)),
        Values::Text { dictionary, codes } => {
            Values::Text { dictionary: dictionary.clone(), codes: lay(codes, rows, first, span) }
        }
        Values::Date(values) => Values::Date(lay(values, rows, first, span)),
        Values::LocalTime(values) => Values::LocalTime(lay(values, rows, first, span)),
        Values::General(values) => Values::General(lay(values, rows, first, span)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(values: &[(u32, Value)]) -> Column {
        let mut builder = ColumnBuilder::new();
        for (row, value) in values {
            builder.push(*row, value.clone());
        }
        builder.finish()
    }

    #[test]
    fn what_is_filled_in_is_found() {
        let texts = ["b", "a", "b", "c"];
        let texts: Vec<_> = (3..).zip(texts).map(|(row, text)| (row, Value::from(text))).collect();
        let far: Vec<_> = [0, 1000].map(|row| (row, Value::Float(1.5))).into();
        let gaps: Vec<_> = [2, 3, 5].map(|row| (row, Value::Date(Date(9)))).into();
        let mixed = vec![(1, 1.into()), (2, "x".into()), (3, true.into())];
        let later = vec![(1, "x".into()), (2, 1.into()), (9, "y".into())];
        for given in [texts, far, gaps, mixed, later, Vec::new()] {
            let column = built(&given);
            for row in 0..1100 {
                let wanted = given.iter().find(|one| one.0 == row).map(|one| one.1.clone());
                let wanted = wanted.unwrap_or_default();
                assert!(order_is_equal(&column.get(row), &wanted), "{given:?}, row {row}");
            }
        }
    }

    fn order_is_equal(left: &Value, right: &Value) -> bool {
        crate::value::compare::order(left, right).is_eq()
    }

    #[test]
    fn codes_stand_in_the_order_of_texts() {
        let column = built(&[(0, "b".into()), (1, "a".into()), (2, "b".into())]);
        let Values::Text { dictionary, codes } = column.values() else {
            unreachable!("only texts were given")
        };
        assert_eq!(codes, &[1, 0, 1]);
        assert_eq!(dictionary.len(), 2);
    }

    #[test]
    fn rows_can_be_arranged_anew() {
        let mut builder = ColumnBuilder::new();
        (0..4).for_each(|row| builder.push_integer(row, i64::from(row) * 10));
        let column = builder.finish_arranged(&[2, 0, 3, 1]);
        assert_eq!(column.dense_rows(), Some(0..4));
        let Values::Integer(values) = column.values() else { unreachable!("integers were given") };
        assert_eq!(values, &[20, 0, 30, 10]);
    }
}
