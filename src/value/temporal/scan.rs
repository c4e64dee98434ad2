//! Reading the pieces that ISO 8601 texts are made of.

use super::{NANOS_PER_SECOND, invalid};
use crate::error::{Error, Result};

/// A text that is read from left to right.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    rest: &'a str,
    /// What the text should be, for messages.
    kind: &'static str,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, kind: &'static str) -> Self {
        Self { text, rest: text.trim_ascii(), kind }
    }

    /// That the text is not what it should be.
    pub(super) fn error(&self) -> Error {
        let example = match self.kind {
            "date" => "`2015-07-21`, `2015-W30-2`, `2015-202` or `2015-07`",
            "time" => "`21:40:32.142+01:00` or `2140Z`",
            "local time" => "`21:40:32.142` or `2140`",
            "date and time" => "`2015-07-21T21:40:32+02:00[Europe/Stockholm]`",
            "local date and time" => "`2015-07-21T21:40:32`",
            "duration" => "`P1Y2M10DT2H30M` or `P2012-02-02T14:37:21.545`",
            _ => "`+01:00` or `Europe/Stockholm`",
        };
        invalid(format!("`{}` is not a {}", self.text, self.kind))
            .with_help(format!("it is written as {example}"))
    }

    /// What is left to read.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// That nothing is left.
    pub(super) fn end(&self) -> Result<()> {
        if self.is_at_end() { Ok(()) } else { Err(self.error()) }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes a character if it comes next.
    pub(super) fn take(&mut self, character: char) -> bool {
        let rest = self.rest.strip_prefix(character);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes either of the characters, in this or the other case.
    pub(super) fn take_letter(&mut self, upper: char) -> bool {
        self.take(upper) || self.take(upper.to_ascii_lowercase())
    }

    /// Takes a sign; whether it is a minus.
    pub(super) fn sign(&mut self) -> Option<bool> {
        if self.take('-') {
            return Some(true);
        }
        self.take('+').then_some(false)
    }

    /// How many digits come next.
    pub(super) fn digits_ahead(&self) -> usize {
        self.rest.bytes().take_while(u8::is_ascii_digit).count()
    }

    /// Takes all the digits that come next.
    pub(super) fn digits(&mut self) -> &'a str {
        let (digits, rest) = self.rest.split_at(self.digits_ahead());
        self.rest = rest;
        digits
    }

    /// A number of exactly so many digits.
    pub(super) fn number(&mut self, digits: usize) -> Result<i64> {
        if self.digits_ahead() < digits {
            return Err(self.error());
        }
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        number.parse().map_err(|_| self.error())
    }

    /// What stands between brackets, if they come next.
    pub(super) fn bracketed(&mut self) -> Result<Option<&'a str>> {
        if !self.take('[') {
            return Ok(None);
        }
        let (inside, rest) = self.rest.split_once(']').ok_or_else(|| self.error())?;
        self.rest = rest;
        Ok(Some(inside))
    }

    /// `Z`, `+01`, `+0100`, `+01:00`, `+010000` or `+01:00:00`, in seconds.
    pub(super) fn offset(&mut self) -> Result<i32> {
        if self.take_letter('Z') {
            return Ok(0);
        }
        let is_negative = self.sign().ok_or_else(|| self.error())?;
        let mut seconds = self.number(2)? * 3600;
        for unit in [60, 1] {
            let has_colon = self.take(':');
            if !has_colon && self.digits_ahead() < 2 {
                break;
            }
            let part = self.number(2)?;
            if part > 59 {
                return Err(self.error());
            }
            seconds += part * unit;
        }
        if seconds > 18 * 3600 {
            return Err(invalid(format!("the offset in `{}` is beyond 18 hours", self.text)));
        }
        let seconds = i32::try_from(seconds).unwrap_or_default();
        Ok(if is_negative { -seconds } else { seconds })
    }

    /// A fraction of a second after `.` or `,`, in nanoseconds; 0 if there is none.
    pub(super) fn fraction(&mut self) -> Result<i64> {
        if !self.take('.') && !self.take(',') {
            return Ok(0);
        }
        let digits = self.digits();
        if digits.is_empty() || digits.len() > 9 {
            return Err(self.error());
        }
        let number: i64 = digits.parse().map_err(|_| self.error())?;
        let value = digits.bytes().fold(NANOS_PER_SECOND, |unit, _| unit / 10);
        Ok(number * value)
    }
}
