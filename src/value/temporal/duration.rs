//! Durations from ISO 8601 texts and from maps of their parts.

use super::Duration;
use super::amount::{Amount, Amounts};
use super::fields::{Fields, wrong_kind};
use super::scan::Scanner;
use crate::error::{Error, ErrorCode, Result};
use crate::value::{Kinds, Map, Value};

/// The parts that a duration can be given in.
const PARTS: &[&str] = &[
    "years",
    "quarters",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "seconds",
    "milliseconds",
    "microseconds",
    "nanoseconds",
];

impl Duration {
    /// A duration of a text, of a map of its parts, or as it is.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the text is not a duration, and errors for parts that are unknown
    /// or not numbers.
    pub fn from_value(value: &Value) -> Result<Self> {
        match value {
            Value::Duration(duration) => Ok(**duration),
            Value::String(text) => Self::parse(text),
            Value::Map(parts) => Self::from_components(parts),
            Value::Null
            | Value::Boolean(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::List(_)
            | Value::Node(_)
            | Value::Relationship(_)
            | Value::Path(_)
            | Value::Date(_)
            | Value::LocalTime(_)
            | Value::Time(_)
            | Value::LocalDateTime(_)
            | Value::DateTime(_)
            | Value::Point(_) => Err(wrong_kind("duration", value)),
        }
    }

    /// A duration of its parts, such as `{months: 1.5, days: -3}`. Parts may be fractions, which
    /// spill over into the next smaller unit.
    ///
    /// # Errors
    /// `InvalidArgument` for an unknown part, `TypeMismatch` for one that is not a number, and
    /// `InvalidTemporalValue` for a duration that is too large.
    pub fn from_components(parts: &Map) -> Result<Self> {
        Fields::new(parts).check("duration", &[PARTS])?;
        let mut amounts = Amounts::ZERO;
        for (name, value) in parts {
            let amount = Amount::of_value(value)?.ok_or_else(|| {
                let kind = Kinds::of(value);
                Error::new(
                    ErrorCode::TypeMismatch,
                    format!("`{name}` must be a NUMBER, but is {kind}"),
                )
            })?;
            amounts.add(&name.to_ascii_lowercase(), amount)?;
        }
        amounts.to_duration()
    }

    /// A duration from `P1Y2M3W10DT2H30M1.5S`, any part of which may be left out, negative or a
    /// fraction, or from the form of a date, `P2012-02-02T14:37:21.545`.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the text is not a duration.
    pub fn parse(text: &str) -> Result<Self> {
        let mut scanner = Scanner::new(text, "duration");
        let is_negative = scanner.sign() == Some(true);
        if !scanner.take_letter('P') {
            return Err(scanner.error());
        }
        let amounts = if has_form_of_date(&scanner) {
            scan_form_of_date(&mut scanner)?
        } else {
            scan_units(&mut scanner)?
        };
        scanner.end()?;
        let duration = amounts.to_duration()?;
        if is_negative { duration.negated() } else { Ok(duration) }
    }
}

impl Amounts {
    /// Adds so many of a unit, named in lower case.
    fn add(&mut self, unit: &str, amount: Amount) -> Result<()> {
        let (part, factor) = match unit {
            "years" => (&mut self.months, 12),
            "quarters" => (&mut self.months, 3),
            "months" => (&mut self.months, 1),
            "weeks" => (&mut self.days, 7),
            "days" => (&mut self.days, 1),
            "hours" => (&mut self.seconds, 3600),
            "minutes" => (&mut self.seconds, 60),
            "seconds" => (&mut self.seconds, 1),
            "milliseconds" => (&mut self.nanoseconds, 1_000_000),
            "microseconds" => (&mut self.nanoseconds, 1000),
            _ => (&mut self.nanoseconds, 1),
        };
        *part = part.plus(amount.times(factor)?)?;
        Ok(())
    }
}

const DATE_UNITS: &[(char, &str)] =
    &[('Y', "years"), ('M', "months"), ('W', "weeks"), ('D', "days")];
const TIME_UNITS: &[(char, &str)] = &[('H', "hours"), ('M', "minutes"), ('S', "seconds")];

fn scan_units(scanner: &mut Scanner<'_>) -> Result<Amounts> {
    let mut amounts = Amounts::ZERO;
    let mut found = scan_group(scanner, DATE_UNITS, &mut amounts)?;
    if scanner.take_letter('T') {
        found = scan_group(scanner, TIME_UNITS, &mut amounts)?;
    }
    if found { Ok(amounts) } else { Err(scanner.error()) }
}

/// Reads parts, whose units must stand in order; whether there was any.
fn scan_group(
    scanner: &mut Scanner<'_>,
    units: &[(char, &str)],
    amounts: &mut Amounts,
) -> Result<bool> {
    let mut units = units.iter();
    let mut found = false;
    while matches!(scanner.peek(), Some('+' | '-' | '.' | '0'..='9')) {
        let amount = scan_amount(scanner)?;
        let unit = units.find(|unit| scanner.take_letter(unit.0)).ok_or_else(|| scanner.error())?;
        amounts.add(unit.1, amount)?;
        found = true;
    }
    Ok(found)
}

fn scan_amount(scanner: &mut Scanner<'_>) -> Result<Amount> {
    let is_negative = scanner.sign() == Some(true);
    let whole = scanner.digits();
    let has_point = scanner.take('.') || scanner.take(',');
    let fraction = if has_point { scanner.digits() } else { "" };
    if fraction.is_empty() && (has_point || whole.is_empty()) {
        return Err(scanner.error());
    }
    Amount::decimal(is_negative, whole, fraction)
}

/// Whether what follows is like `2012-02-02` or `20120202`.
fn has_form_of_date(scanner: &Scanner<'_>) -> bool {
    let digits = scanner.digits_ahead();
    let next = scanner.rest()[digits..].chars().next();
    (digits == 4 && next == Some('-')) || (digits == 8 && matches!(next, None | Some('T' | 't')))
}

fn scan_form_of_date(scanner: &mut Scanner<'_>) -> Result<Amounts> {
    let mut amounts = Amounts::ZERO;
    let years = scanner.number(4)?;
    let has_hyphens = scanner.take('-');
    let months = scanner.number(2)?;
    if has_hyphens && !scanner.take('-') {
        return Err(scanner.error());
    }
    let parts = [("years", years), ("months", months), ("days", scanner.number(2)?)];
    for (unit, size) in parts {
        amounts.add(unit, Amount::whole(size))?;
    }
    if scanner.take_letter('T') {
        scan_form_of_time(scanner, &mut amounts)?;
    }
    Ok(amounts)
}

fn scan_form_of_time(scanner: &mut Scanner<'_>, amounts: &mut Amounts) -> Result<()> {
    amounts.add("hours", Amount::whole(scanner.number(2)?))?;
    for unit in ["minutes", "seconds"] {
        if !scanner.take(':') && scanner.digits_ahead() == 0 {
            return Ok(());
        }
        amounts.add(unit, Amount::whole(scanner.number(2)?))?;
    }
    amounts.add("nanoseconds", Amount::whole(scanner.fraction()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Duration::parse(text).map_or_else(|error| error.to_string(), |found| found.to_string())
    }

    #[test]
    fn fractions_spill_over() {
        for (text, result) in [
            ("P14DT16H12M", "P14DT16H12M"),
            ("P5M1.5D", "P5M1DT12H"),
            ("P0.75M", "P22DT19H51M49.5S"),
            ("PT0.75M", "PT45S"),
            ("P2.5W", "P17DT12H"),
            ("P12Y5M14DT16H12M70S", "P12Y5M14DT16H13M10S"),
            ("P2012-02-02T14:37:21.545", "P2012Y2M2DT14H37M21.545S"),
            ("P20120202T143721.545", "P2012Y2M2DT14H37M21.545S"),
            ("PT-1M-0.001S", "PT-1M-0.001S"),
            ("-P1DT-1H", "P-1DT1H"),
            ("P0D", "PT0S"),
            ("PT0.1234567891S", "PT0.123456789S"),
            ("P1,5D", "P1DT12H"),
        ] {
            assert_eq!(shown(text), result, "{text}");
        }
        for text in ["", "P", "PT", "P1", "1D", "P1D1Y", "P1DT", "P1H", "P99999999999999999999D"] {
            assert!(Duration::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn arithmetic_goes_part_by_part() {
        let parse = |text: &str| Duration::parse(text).unwrap_or(Duration::ZERO);
        let one = parse("P12Y5M14DT16H13M10.000000001S");
        let two =
            |result: Result<Duration>| result.map(|found| found.to_string()).unwrap_or_default();
        assert_eq!(two(one.plus(&one)), "P24Y10M28DT32H26M20.000000002S");
        assert_eq!(two(one.minus(&one)), "PT0S");
        assert_eq!(two(one.divided_by(Amount::whole(2))), "P6Y2M22DT13H21M8S");
        let half = Amount::of_float(0.5).unwrap_or(Amount::ZERO);
        assert_eq!(two(one.times(half)), "P6Y2M22DT13H21M8S");
        assert_eq!(two(one.divided_by(half)), "P24Y10M28DT32H26M20.000000002S");
        assert_eq!(two(one.times(Amount::whole(0))), "PT0S");
        assert!(one.divided_by(Amount::ZERO).is_err());
    }
}
