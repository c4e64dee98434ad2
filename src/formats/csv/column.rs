//! A column of a table: its cells while they are read, and its values when all of them are known.

use super::header::{Declared, Field};
use super::kind::{Guess, Kind, edtf};
use crate::value::Value;

/// Cells that say that nothing is known, in tables that declare no types.
const MISSING: &[&str] = &["NA", "N/A", "n/a", "NULL", "Null", "null", "\\N", "NaN", "nan", "#N/A"];

/// What stands between the values of a list.
pub(super) const SEPARATOR: char = ';';

/// A column with its values.
#[derive(Debug, Default)]
pub(super) struct Column {
    filled: Vec<bool>,
    values: Values,
}

/// The values; rows without one hold anything.
#[derive(Debug)]
enum Values {
    Integers(Vec<i64>),
    Floats(Vec<f64>),
    Texts(Texts),
    Others(Vec<Value>),
}

impl Default for Values {
    fn default() -> Self {
        Self::Others(Vec::new())
    }
}

/// Texts one after the other.
#[derive(Debug, Default)]
struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    fn get(&self, row: usize) -> &str {
        let end = self.ends.get(row).copied().unwrap_or_default();
        let start =
            row.checked_sub(1).and_then(|row| self.ends.get(row)).copied().unwrap_or_default();
        self.all.get(start..end).unwrap_or_default()
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|row| self.get(row))
    }
}

impl Column {
    /// The value in a row.
    pub(super) fn value(&self, row: usize) -> Value {
        if !self.is_filled(row) {
            return Value::Null;
        }
        match &self.values {
            Values::Integers(values) => values.get(row).copied().map(Value::Integer),
            Values::Floats(values) => values.get(row).copied().map(Value::Float),
            Values::Texts(texts) => Some(Value::from(texts.get(row))),
            Values::Others(values) => values.get(row).cloned(),
        }
        .unwrap_or_default()
    }

    /// The whole number in a row, if the column holds such.
    pub(super) fn integer(&self, row: usize) -> Option<i64> {
        match &self.values {
            Values::Integers(values) if self.is_filled(row) => values.get(row).copied(),
            Values::Integers(_) | Values::Floats(_) | Values::Texts(_) | Values::Others(_) => None,
        }
    }

    /// The text in a row, if the column holds such.
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        match &self.values {
            Values::Texts(texts) if self.is_filled(row) => Some(texts.get(row)),
            Values::Integers(_) | Values::Floats(_) | Values::Texts(_) | Values::Others(_) => None,
        }
    }

    /// Whether there is a value in a row.
    pub(super) fn is_filled(&self, row: usize) -> bool {
        self.filled.get(row).copied().unwrap_or_default()
    }

    /// Whether no two rows have the same value.
    pub(super) fn is_unique(&self) -> bool {
        let mut seen = hashbrown::HashSet::new();
        (0..self.filled.len()).filter(|row| self.is_filled(*row)).all(|row| {
            let key = self.value(row);
            seen.insert(key.to_string())
        })
    }
}

/// A column whose cells are being read.
#[derive(Debug, Default)]
pub(super) struct Filling {
    declared: Option<Declared>,
    column: Column,
    guess: Guess,
    longest: usize,
    has_missing: bool,
}

impl Filling {
    /// The column of a field.
    pub(super) fn new(field: &Field) -> Self {
        let values = match field.declared {
            Some(Declared { is_list: true, .. }) => Values::default(),
            None | Some(Declared { kind: Kind::Text, .. }) => Values::Texts(Texts::default()),
            Some(Declared { kind: Kind::Integer, .. }) => Values::Integers(Vec::new()),
            Some(Declared { kind: Kind::Float, .. }) => Values::Floats(Vec::new()),
            Some(_) => Values::default(),
        };
        let column = Column { filled: Vec::new(), values };
        Self { declared: field.declared, column, ..Self::default() }
    }

    /// A column of texts, whatever they look like.
    pub(super) fn texts() -> Self {
        let declared = Some(Declared { kind: Kind::Text, is_list: false });
        let column = Column { filled: Vec::new(), values: Values::Texts(Texts::default()) };
        Self { declared, column, ..Self::default() }
    }

    /// The next cell. The answer is what was expected, if it is not what was declared.
    pub(super) fn push(&mut self, cell: Option<&str>) -> Option<&'static str> {
        let Some(text) = cell else {
            self.push_nothing();
            return None;
        };
        match self.declared {
            None => self.push_guessed(text),
            Some(declared) => return self.push_declared(declared, text),
        }
        None
    }

    fn push_guessed(&mut self, text: &str) {
        if text.is_empty() {
            return self.push_nothing();
        }
        if MISSING.contains(&text) {
            self.has_missing = true;
        } else {
            if self.guess != Guess::Text {
                self.guess = self.guess.join(Guess::of(text));
            }
            self.longest = self.longest.max(text.len());
        }
        self.push_text(text);
    }

    fn push_declared(&mut self, declared: Declared, text: &str) -> Option<&'static str> {
        if declared.kind == Kind::Text && !declared.is_list {
            self.push_text(text);
            return None;
        }
        if text.trim().is_empty() && !declared.is_list {
            self.push_nothing();
            return None;
        }
        let value =
            if declared.is_list { list(declared.kind, text) } else { declared.kind.read(text) };
        let Some(value) = value else {
            self.push_nothing();
            return Some(declared.kind.noun());
        };
        match (&mut self.column.values, value) {
            (Values::Integers(values), Value::Integer(value)) => values.push(value),
            (Values::Floats(values), Value::Float(value)) => values.push(value),
            (Values::Others(values), value) => values.push(value),
            (Values::Integers(_) | Values::Floats(_) | Values::Texts(_), _) => return None,
        }
        self.column.filled.push(true);
        None
    }

    fn push_text(&mut self, text: &str) {
        if let Values::Texts(texts) = &mut self.column.values {
            texts.push(text);
            self.column.filled.push(true);
        }
    }

    fn push_nothing(&mut self) {
        match &mut self.column.values {
            Values::Integers(values) => values.push(0),
            Values::Floats(values) => values.push(0.0),
            Values::Texts(texts) => texts.push(""),
            Values::Others(values) => values.push(Value::Null),
        }
        self.column.filled.push(false);
    }

    /// The column, now that all cells are known; they have the type that all of them look like.
    pub(super) fn finish(self) -> Column {
        let Self { declared, mut column, guess, longest, has_missing } = self;
        let (None, Values::Texts(texts)) = (declared, &column.values) else { return column };
        // `NA` may be Namibia where all texts are as short.
        if has_missing && (guess != Guess::Text || longest > 3) {
            for (filled, text) in column.filled.iter_mut().zip(texts.iter()) {
                *filled &= !MISSING.contains(&text);
            }
        }
        let kind = guess.kind();
        let cells = || column.filled.iter().zip(texts.iter());
        let values = match kind {
            Kind::Text => return column,
            Kind::Integer => Values::Integers(
                cells().map(|(_, text)| text.trim().parse().unwrap_or(0)).collect(),
            ),
            Kind::Float => Values::Floats(
                cells().map(|(_, text)| text.trim().parse().unwrap_or(0.0)).collect(),
            ),
            Kind::Boolean
            | Kind::Date
            | Kind::LocalTime
            | Kind::Time
            | Kind::LocalDateTime
            | Kind::DateTime
            | Kind::Duration
            | Kind::Point => {
                let value =
                    |(filled, text): (&bool, &str)| filled.then(|| kind.read(text)).flatten();
                Values::Others(cells().map(|cell| value(cell).unwrap_or_default()).collect())
            }
        };
        Column { values, ..column }
    }

    /// The column as dates that are as precise as they are known, and how many cells are none; these
    /// stay as they are. Exact days and times stay what they are.
    pub(super) fn finish_dates(self) -> (Column, usize) {
        let is_exact = matches!(self.guess, Guess::Date | Guess::LocalDateTime | Guess::DateTime);
        let (Values::Texts(texts), false) = (&self.column.values, is_exact) else {
            return (self.finish(), 0);
        };
        let mut dates = Filling::texts();
        let mut strange = 0;
        for (filled, text) in self.column.filled.iter().zip(texts.iter()) {
            if !filled || MISSING.contains(&text) {
                dates.push_nothing();
                continue;
            }
            if let Some(date) = edtf(text) {
                dates.push_text(&date);
            } else {
                strange += 1;
                dates.push_text(text);
            }
        }
        (dates.finish(), strange)
    }
}

/// The list in a cell; nothing if a part of it is not of its type.
fn list(kind: Kind, text: &str) -> Option<Value> {
    if text.is_empty() {
        return Some(Value::list(Vec::new()));
    }
    let parts = parts(text);
    parts.iter().map(|part| kind.read(part)).collect::<Option<Vec<_>>>().map(Value::list)
}

/// The parts of a cell between its semicolons; behind a backslash, a semicolon or backslash is itself.
pub(super) fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = letters.next_if(|next| letter == '\\' && matches!(*next, SEPARATOR | '\\'));
        if letter == SEPARATOR {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(escaped.unwrap_or(letter));
        }
    }
    parts
}

/// A part of a cell, so that [`parts`] gives it back.
pub(super) fn escaped(part: &str) -> String {
    part.replace('\\', "\\\\").replace(SEPARATOR, "\\;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Vec<String> {
        let mut filling = Filling::new(&Field::property("x"));
        for cell in cells {
            filling.push((!cell.is_empty()).then_some(*cell));
        }
        let column = filling.finish();
        (0..cells.len()).map(|row| column.value(row).to_string()).collect()
    }

    #[test]
    fn the_type_is_that_of_all_cells() {
        assert_eq!(column(&["1", "", "3"]), ["1", "null", "3"]);
        assert_eq!(column(&["1", "2.5"]), ["1.0", "2.5"]);
        assert_eq!(column(&["1", "007"]), ["'1'", "'007'"]);
        assert_eq!(column(&["1.50", "x"]), ["'1.50'", "'x'"]);
        assert_eq!(column(&["1918-08-12", "NA"]), ["date('1918-08-12')", "null"]);
        assert_eq!(column(&["1918-08-12", "1918"]), ["'1918-08-12'", "'1918'"]);
    }

    #[test]
    fn missing_values_are_not_short_codes() {
        assert_eq!(column(&["NA", "DE"]), ["'NA'", "'DE'"]);
        assert_eq!(column(&["NA", "Germany"]), ["null", "'Germany'"]);
    }

    #[test]
    fn parts_come_back_as_they_were() {
        for texts in [vec!["a", "b;c", "d\\"], vec!["", ""], vec!["\\;"]] {
            let joined = texts.iter().map(|text| escaped(text)).collect::<Vec<_>>().join(";");
            assert_eq!(parts(&joined), texts);
        }
        assert_eq!(parts("C:\\dir;x"), ["C:\\dir", "x"]);
    }
}
