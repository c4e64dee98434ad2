//! Reading EDTF.

use std::time::UNIX_EPOCH;

use super::{Content, End, ImpreciseDate, Precision};
use crate::error::{Error, ErrorCode, Result};
use crate::value::temporal::{Clock, YEARS, days_in_month};
use crate::value::{Date, Time};

/// Reads a date or an interval.
pub(super) fn content(text: &str) -> Result<Content> {
    let Some((start, end)) = text.split_once('/') else {
        return Ok(Content::Date(date(text, text)?));
    };
    let (start, end) = (interval_end(start, text)?, interval_end(end, text)?);
    if !matches!(start, End::Date(_)) && !matches!(end, End::Date(_)) {
        return Err(invalid(text, "an interval has a date on at least one side"));
    }
    if let (End::Date(start), End::Date(end)) = (start, end)
        && start.earliest > end.latest
    {
        return Err(invalid(text, "its end lies before its beginning"));
    }
    Ok(Content::Interval(start, end))
}

fn interval_end(part: &str, whole: &str) -> Result<End> {
    match part {
        ".." => Ok(End::Open),
        "" => Ok(End::Unknown),
        _ => date(part, whole).map(End::Date),
    }
}

fn date(part: &str, whole: &str) -> Result<ImpreciseDate> {
    let (body, approximate, uncertain) = match part.as_bytes().last() {
        Some(b'~') => (part.get(..part.len() - 1), true, false),
        Some(b'?') => (part.get(..part.len() - 1), false, true),
        Some(b'%') => (part.get(..part.len() - 1), true, true),
        _ => (Some(part), false, false),
    };
    let body = body.unwrap_or_default();
    let (body, time) = body.split_once('T').map_or((body, None), |(day, time)| (day, Some(time)));
    let (earliest, latest, precision) = range(body, whole)?;
    if let Some(time) = time {
        let is_time = Time::parse(time, &Clock::new(UNIX_EPOCH)).is_ok();
        if precision != Precision::Day || !is_time {
            return Err(invalid(whole, "only a day can have a time, such as `T23:20:30Z`"));
        }
    }
    Ok(ImpreciseDate { earliest, latest, precision, approximate, uncertain })
}

/// The first and last day that a date can be, and its precision.
fn range(body: &str, whole: &str) -> Result<(Date, Date, Precision)> {
    if let Some(year) = body.strip_prefix('Y') {
        let digits = year.strip_prefix('-').unwrap_or(year);
        if digits.len() <= 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(invalid(whole, "after `Y` stands a year of more than four digits"));
        }
        let year: i64 = year.parse().map_err(|_| invalid(whole, "its year is too far away"))?;
        return years(year, year, Precision::Year, whole);
    }
    let (negative, digits) = body.strip_prefix('-').map_or((false, body), |rest| (true, rest));
    let mut parts = digits.split('-');
    let (first, last, precision) = year(parts.next().unwrap_or_default(), negative, whole)?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return Err(invalid(whole, "it has more than year, month and day"));
    }
    match (month, day) {
        (None, _) => years(first, last, precision, whole),
        (Some(_), _) if precision != Precision::Year => {
            Err(invalid(whole, "a month needs a year that is known"))
        }
        (Some("XX"), None | Some("XX")) => years(first, last, Precision::Year, whole),
        (Some(month), None | Some("XX")) => months(first, month, whole),
        (Some(month), Some(day)) => single_day(first, month, day, whole),
    }
}

/// The years that four digits stand for, of which the last ones can be unspecified.
fn year(digits: &str, negative: bool, whole: &str) -> Result<(i64, i64, Precision)> {
    let shape = "a year has four digits, of which the last can be `X`";
    if digits.len() != 4 {
        return Err(invalid(whole, shape));
    }
    let known = digits.trim_end_matches('X');
    let (scale, precision) = match digits.len() - known.len() {
        0 => (1, Precision::Year),
        1 => (10, Precision::Decade),
        2 => (100, Precision::Century),
        _ => return Err(invalid(whole, shape)),
    };
    if !known.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(invalid(whole, shape));
    }
    let known: i64 = known.parse().map_err(|_| invalid(whole, shape))?;
    let (low, high) = (known * scale, known * scale + scale - 1);
    Ok(if negative { (-high, -low, precision) } else { (low, high, precision) })
}

fn years(
    first: i64,
    last: i64,
    precision: Precision,
    whole: &str,
) -> Result<(Date, Date, Precision)> {
    if !YEARS.contains(&first) || !YEARS.contains(&last) {
        return Err(invalid(whole, "its year is too far away"));
    }
    Ok((day(first, 1, 1, whole)?, day(last, 12, 31, whole)?, precision))
}

/// A month, or a season (21 is spring, 24 is winter, which begins in December).
fn months(year: i64, month: &str, whole: &str) -> Result<(Date, Date, Precision)> {
    let month = two_digits(month, "month", whole)?;
    let (first, last, precision) = match month {
        1..=12 => ((year, month), (year, month), Precision::Month),
        21..=23 => {
            let first = (month - 21) * 3 + 3;
            ((year, first), (year, first + 2), Precision::Season)
        }
        24 => ((year, 12), (year + 1, 2), Precision::Season),
        _ => return Err(invalid(whole, "a month lies from 01 to 12, a season from 21 to 24")),
    };
    let last_day = days_in_month(last.0, last.1);
    Ok((day(first.0, first.1, 1, whole)?, day(last.0, last.1, last_day, whole)?, precision))
}

fn single_day(
    year: i64,
    month: &str,
    number: &str,
    whole: &str,
) -> Result<(Date, Date, Precision)> {
    let month = two_digits(month, "month", whole)?;
    let number = two_digits(number, "day", whole)?;
    let date = day(year, month, number, whole)?;
    Ok((date, date, Precision::Day))
}

fn two_digits(text: &str, what: &str, whole: &str) -> Result<i64> {
    let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_number { text.parse().ok() } else { None };
    number.ok_or_else(|| invalid(whole, &format!("a {what} has two digits")))
}

fn day(year: i64, month: i64, day: i64, whole: &str) -> Result<Date> {
    Date::new(year, month, day).map_err(|error| invalid(whole, error.message()))
}

fn invalid(text: &str, reason: &str) -> Error {
    Error::new(ErrorCode::InvalidDate, format!("`{text}` is not a date: {reason}")).with_help(
        "dates are written as in `1918`, `1918-02`, `1918-02-03`, `1918~` or `1917-12/1918-01`",
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Edtf, Precision};
    use crate::value::Date;

    fn bounds(text: &str) -> (Option<i64>, Option<i64>) {
        let date = Edtf::parse(text).expect(text);
        (date.earliest().map(|date| date.0), date.latest().map(|date| date.0))
    }

    fn of(first: (i64, i64, i64), last: (i64, i64, i64)) -> (Option<i64>, Option<i64>) {
        let day = |(year, month, day)| Date::new(year, month, day).ok().map(|date| date.0);
        (day(first), day(last))
    }

    #[test]
    fn a_date_covers_what_it_leaves_open() {
        assert_eq!(bounds("1970-01-01"), (Some(0), Some(0)));
        assert_eq!(bounds("1918"), of((1918, 1, 1), (1918, 12, 31)));
        assert_eq!(bounds("1920-02"), of((1920, 2, 1), (1920, 2, 29)));
        assert_eq!(bounds("191X"), of((1910, 1, 1), (1919, 12, 31)));
        assert_eq!(bounds("1918-XX"), of((1918, 1, 1), (1918, 12, 31)));
        assert_eq!(bounds("1918-24"), of((1918, 12, 1), (1919, 2, 28)));
        assert_eq!(bounds("-0752"), of((-752, 1, 1), (-752, 12, 31)));
        assert_eq!(bounds("1917-12/1918-01"), of((1917, 12, 1), (1918, 1, 31)));
        assert_eq!(bounds("Y-170000"), of((-170_000, 1, 1), (-170_000, 12, 31)));
        assert_eq!(bounds("-049X"), of((-499, 1, 1), (-490, 12, 31)));
        assert_eq!(bounds("1918-02-03T12:00:00Z"), of((1918, 2, 3), (1918, 2, 3)));
        assert_eq!(bounds("../1920").0, None);
        assert_eq!(Edtf::parse("1918-02~").map(|date| date.is_approximate()).ok(), Some(true));
        assert_eq!(
            Edtf::parse("19XX").ok().and_then(|date| date.precision()),
            Some(Precision::Century)
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "18",
            "1918-13",
            "1918-02-30",
            "1918-2",
            "1920/1918",
            "abcd",
            "1918-02-03-04",
            "19X8",
            "1918-XX-03",
            "1918-02-03Tnoon",
            "1918-02T12:00",
            "Y1918",
            "Y+170000",
            "Y9999999999",
            "/",
            "../..",
            "1918/1919/1920",
            "1918-02-0\u{663}",
        ] {
            assert!(Edtf::parse(text).is_err(), "{text}");
        }
    }
}
