//! Functions on texts. Places and lengths count Unicode characters (code points), not bytes.

use std::slice::from_ref;

use super::arguments::{count, length, optional_text, text, unexpected, value};
use super::{Environment, Family, Function, Parameter};
use crate::error::{Error, ErrorCode, Result};
use crate::value::normal::normalized;
use crate::value::{Kinds, Value};

const TEXT: Parameter = Parameter::one("text", Kinds::STRING);
const LENGTH: Parameter = Parameter::one("length", Kinds::INTEGER);
const CHARACTERS: Parameter = Parameter::optional("characters", Kinds::STRING);

/// The rows of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    row("toUpper", &[TEXT], to_upper)
        .says("the text in upper case", &[("toUpper('Katō')", "'KATŌ'")]),
    row("upper", &[TEXT], to_upper).says("another name of `toUpper`", &[("upper('a')", "'A'")]),
    row("toLower", &[TEXT], to_lower)
        .says("the text in lower case", &[("toLower('KATŌ')", "'katō'")]),
    row("lower", &[TEXT], to_lower).says("another name of `toLower`", &[("lower('A')", "'a'")]),
    row("trim", &[TEXT, CHARACTERS], |_, arguments| trimmed(arguments, true, true)).says(
        "the text without blanks, or without the given characters, at both ends",
        &[
            ("trim('  a b ')", "'a b'"),
            ("trim(BOTH 'x' FROM 'xxaxx')", "'a'"),
            ("trim(LEADING FROM ' a ')", "'a '"),
        ],
    ),
    row("btrim", &[TEXT, CHARACTERS], |_, arguments| trimmed(arguments, true, true)).says(
        "the text without blanks, or without the given characters, at both ends",
        &[("btrim('  a ')", "'a'"), ("btrim('xyaxy', 'xy')", "'a'")],
    ),
    row("ltrim", &[TEXT, CHARACTERS], |_, arguments| trimmed(arguments, true, false)).says(
        "the text without blanks, or without the given characters, at its start",
        &[("ltrim('  a ')", "'a '"), ("ltrim('xxa', 'x')", "'a'")],
    ),
    row("rtrim", &[TEXT, CHARACTERS], |_, arguments| trimmed(arguments, false, true)).says(
        "the text without blanks, or without the given characters, at its end",
        &[("rtrim(' a  ')", "' a'"), ("rtrim('axx', 'x')", "'a'")],
    ),
    row("normalize", NORMALIZE, normalize).says(
        "the text in a normal form of Unicode: `NFC`, `NFD`, `NFKC` or `NFKD`",
        &[("normalize('o\\u0304')", "'ō'"), ("char_length(normalize('ō', NFD))", "2")],
    ),
    row("left", &[TEXT, LENGTH], left)
        .says("the first characters of a text", &[("left('Siberia', 3)", "'Sib'")]),
    row("right", &[TEXT, LENGTH], right)
        .says("the last characters of a text", &[("right('Siberia', 3)", "'ria'")]),
    row("substring", SUBSTRING, substring).says(
        "the part of a text from a place on, counted from 0",
        &[("substring('Siberia', 3)", "'eria'"), ("substring('Siberia', 0, 2)", "'Si'")],
    ),
    row("replace", REPLACE, replace).says(
        "the text with each occurrence of one text replaced by another, or the first few of them",
        &[("replace('hello', 'l', 'w')", "'hewwo'"), ("replace('aaa', 'a', 'b', 2)", "'bba'")],
    ),
    Function::new("split", Family::Text, SPLIT, Kinds::LIST, split).says(
        "the parts of a text between delimiters",
        &[
            ("split('one,two', ',')", "['one', 'two']"),
            ("split('a-b,c', ['-', ','])", "['a', 'b', 'c']"),
            ("split('abc', '')", "['a', 'b', 'c']"),
        ],
    ),
    Function::new("char_length", Family::Text, &[TEXT], Kinds::INTEGER, char_length)
        .says("the number of characters of a text", &[("char_length('Katō')", "4")]),
    Function::new("character_length", Family::Text, &[TEXT], Kinds::INTEGER, char_length)
        .says("another name of `char_length`", &[("character_length('abc')", "3")]),
    row("lpad", PAD, |_, arguments| padded(arguments, true)).says(
        "the text filled up at its start to a length, or cut to it",
        &[("lpad('7', 3, '0')", "'007'"), ("lpad('abc', 2)", "'ab'")],
    ),
    row("rpad", PAD, |_, arguments| padded(arguments, false)).says(
        "the text filled up at its end to a length, or cut to it",
        &[("rpad('a', 3, '-')", "'a--'"), ("rpad('a', 2)", "'a '")],
    ),
];

const NORMALIZE: &[Parameter] = &[TEXT, Parameter::optional("form", Kinds::STRING)];

const SUBSTRING: &[Parameter] =
    &[TEXT, Parameter::one("start", Kinds::INTEGER), Parameter::optional("length", Kinds::INTEGER)];

const REPLACE: &[Parameter] = &[
    TEXT,
    Parameter::one("search", Kinds::STRING),
    Parameter::one("replacement", Kinds::STRING),
    Parameter::optional("limit", Kinds::INTEGER),
];

const SPLIT: &[Parameter] = &[TEXT, Parameter::one("delimiters", Kinds::STRING.or(Kinds::LIST))];

const PAD: &[Parameter] = &[TEXT, LENGTH, Parameter::optional("fill", Kinds::STRING)];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
) -> Function {
    Function::new(name, Family::Text, parameters, Kinds::STRING, body)
}

fn to_upper(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(Value::string(text(arguments, 0)?.to_uppercase()))
}

fn to_lower(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(Value::string(text(arguments, 0)?.to_lowercase()))
}

fn trimmed(arguments: &[Value], start: bool, end: bool) -> Result<Value> {
    let mut text = text(arguments, 0)?;
    let characters = optional_text(arguments, 1)?;
    let goes = |letter: char| characters.map_or(letter.is_whitespace(), |all| all.contains(letter));
    if start {
        text = text.trim_start_matches(goes);
    }
    if end {
        text = text.trim_end_matches(goes);
    }
    Ok(Value::from(text))
}

fn normalize(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let form = optional_text(arguments, 1)?.unwrap_or("NFC");
    normalized(text(arguments, 0)?, form).map(Value::from).ok_or_else(|| {
        let message = format!("there is no normal form `{form}`");
        let help = "use `NFC`, `NFD`, `NFKC` or `NFKD`";
        Error::new(ErrorCode::InvalidArgumentValue, message).with_help(help)
    })
}

fn left(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(Value::from(part(text(arguments, 0)?, 0, count(arguments, 1)?)))
}

fn right(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let text = text(arguments, 0)?;
    let start = text.chars().count().saturating_sub(count(arguments, 1)?);
    Ok(Value::from(part(text, start, usize::MAX)))
}

fn substring(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let length = if arguments.len() > 2 { count(arguments, 2)? } else { usize::MAX };
    Ok(Value::from(part(text(arguments, 0)?, count(arguments, 1)?, length)))
}

/// `length` characters of `text` from place `start` on, or as many as there are.
fn part(text: &str, start: usize, length: usize) -> &str {
    let byte = |text: &str, place| text.char_indices().nth(place).map_or(text.len(), |(at, _)| at);
    let rest = text.split_at(byte(text, start)).1;
    rest.split_at(byte(rest, length)).0
}

fn replace(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let (whole, search, by) = (text(arguments, 0)?, text(arguments, 1)?, text(arguments, 2)?);
    let limit = if arguments.len() > 3 { count(arguments, 3)? } else { usize::MAX };
    Ok(Value::string(whole.replacen(search, by, limit)))
}

fn split(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let whole = text(arguments, 0)?;
    let delimiter = value(arguments, 1);
    let delimiters = if let Value::List(all) = delimiter { all } else { from_ref(delimiter) };
    let mut parts = vec![whole];
    for delimiter in delimiters {
        let Value::String(delimiter) = delimiter else {
            return Err(unexpected(1, delimiter, Kinds::STRING));
        };
        parts = parts.into_iter().flat_map(|part| pieces(part, delimiter)).collect();
    }
    Ok(Value::from(parts))
}

fn pieces<'a>(part: &'a str, delimiter: &str) -> Vec<&'a str> {
    if delimiter.is_empty() && !part.is_empty() {
        let ends = part.char_indices().map(|(at, letter)| part.get(at..at + letter.len_utf8()));
        return ends.flatten().collect();
    }
    if delimiter.is_empty() { vec![part] } else { part.split(delimiter).collect() }
}

fn char_length(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(length(text(arguments, 0)?.chars().count()))
}

fn padded(arguments: &[Value], at_start: bool) -> Result<Value> {
    let (text, length) = (text(arguments, 0)?, count(arguments, 1)?);
    super::list::check_size(length)?;
    let fill = optional_text(arguments, 2)?.unwrap_or(" ");
    let missing = length.saturating_sub(text.chars().count());
    let filling: String = fill.chars().cycle().take(missing).collect();
    let text = part(text, 0, length);
    Ok(Value::string(if at_start { filling + text } else { text.to_owned() + &filling }))
}
