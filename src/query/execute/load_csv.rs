//! Lines of a delimited file.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, StringRecordsIntoIter};

use super::context::Context;
use super::evaluate::evaluate;
use super::operator::{Input, Operator};
use super::row::{Row, text_of};
use crate::error::{Error, ErrorCode, Result};
use crate::query::bind::bound::{Expression, Slot};
use crate::value::{Map, Value};

/// What a [`LoadCsv`] reads.
#[derive(Clone, Copy)]
pub(super) struct CsvSource<'p> {
    /// Whether the first line names the fields, so that rows are maps.
    pub(super) headers: bool,
    /// The path or `file:` URL.
    pub(super) url: &'p Expression,
    /// The delimiter; a comma if there is none.
    pub(super) delimiter: Option<&'p Expression>,
}

/// For each row of its input, the lines of a file.
pub(super) struct LoadCsv<'p> {
    input: Input<'p>,
    source: CsvSource<'p>,
    slot: Slot,
    lines: Option<Lines>,
}

/// A file that is being read.
struct Lines {
    name: String,
    headers: Option<Vec<Arc<str>>>,
    records: StringRecordsIntoIter<File>,
}

impl<'p> LoadCsv<'p> {
    pub(super) fn new(input: Input<'p>, source: CsvSource<'p>, slot: Slot) -> Self {
        Self { input, source, slot, lines: None }
    }

    fn open_file(&self, context: &mut Context<'_>, row: &mut Row) -> Result<Lines> {
        let url = text(self.source.url, context, row)?;
        let delimiter = match self.source.delimiter {
            Some(delimiter) => single_byte(&text(delimiter, context, row)?)
                .map_err(|error| error.at(delimiter.span))?,
            None => b',',
        };
        Lines::open(&url, self.source.headers, delimiter)
            .map_err(|error| error.or_at(self.source.url.span))
    }
}

fn text(expression: &Expression, context: &mut Context<'_>, row: &mut Row) -> Result<Arc<str>> {
    let value = evaluate(expression, context, row)?;
    text_of(&value).cloned().map_err(|error| error.at(expression.span))
}

fn single_byte(delimiter: &str) -> Result<u8> {
    let [byte] = delimiter.as_bytes() else {
        let message = format!("a delimiter is one ASCII character, but found `{delimiter}`");
        return Err(Error::new(ErrorCode::InvalidArgument, message));
    };
    Ok(*byte)
}

/// The file that a path or a `file:` URL names.
fn local_path(url: &str) -> Result<PathBuf> {
    let Some((scheme, rest)) = url.split_once(':') else { return Ok(url.into()) };
    if scheme.len() < 2 || !scheme.chars().all(|one| one.is_ascii_alphanumeric() || one == '+') {
        return Ok(url.into());
    }
    if !scheme.eq_ignore_ascii_case("file") {
        let message = format!("`{url}` is not a local file");
        return Err(Error::new(ErrorCode::FileAccess, message)
            .with_help("download it first; only paths and `file:` URLs are read"));
    }
    let path = rest.strip_prefix("//").unwrap_or(rest);
    Ok(decoded(path.strip_prefix("localhost").unwrap_or(path)).into())
}

/// A path of a URL with its `%20` and the like read as what they stand for.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        let code = code.filter(|_| *first == b'%');
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Lines {
    fn open(url: &str, headers: bool, delimiter: u8) -> Result<Self> {
        let path = local_path(url)?;
        let name = path.display().to_string();
        let file = File::open(&path).map_err(|cause| {
            let message = format!("can't read `{name}`: {cause}");
            Error::new(ErrorCode::FileAccess, message).caused_by(cause)
        })?;
        let mut reader = ReaderBuilder::new()
            .has_headers(headers)
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(file);
        let headers = if headers {
            let found = reader.headers().map_err(|cause| unreadable(&name, cause))?;
            Some(found.iter().map(|name| name.trim_start_matches('\u{feff}').into()).collect())
        } else {
            None
        };
        Ok(Self { name, headers, records: reader.into_records() })
    }

    /// The next line; `None` at the end.
    fn next(&mut self) -> Result<Option<Value>> {
        let Some(record) = self.records.next() else { return Ok(None) };
        let record = record.map_err(|cause| unreadable(&self.name, cause))?;
        Ok(Some(match &self.headers {
            Some(headers) => as_map(headers, &record),
            None => Value::list(record.iter().map(Value::from).collect()),
        }))
    }
}

/// A line by the names of its fields; missing and empty ones are null.
fn as_map(headers: &[Arc<str>], record: &StringRecord) -> Value {
    let field = |place: usize| record.get(place).filter(|text| !text.is_empty());
    let entries = headers.iter().enumerate();
    Value::map(
        entries.map(|(place, name)| (name.clone(), Value::from(field(place)))).collect::<Map>(),
    )
}

fn unreadable(name: &str, cause: csv::Error) -> Error {
    let line = cause.position().map_or(String::new(), |place| format!(", line {}", place.line()));
    let message = format!("`{name}`{line}: {cause}");
    Error::new(ErrorCode::FileFormat, message).caused_by(cause)
}

impl Operator for LoadCsv<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.lines = None;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        loop {
            context.tick()?;
            if let Some(lines) = &mut self.lines {
                let line = lines.next().map_err(|error| error.or_at(self.source.url.span))?;
                if let Some(line) = line {
                    row.set(self.slot, line);
                    return Ok(true);
                }
            }
            self.lines = None;
            if !self.input.next(context, row)? {
                return Ok(false);
            }
            self.lines = Some(self.open_file(context, row)?);
        }
    }
}
