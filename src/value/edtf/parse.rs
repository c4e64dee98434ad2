//! Reading EDTF.

use super::{Content, End, ImpreciseDate, Precision};
use crate::error::{Error, ErrorCode, Result};
use crate::value::Date;

/// Years that can be counted in days.
const MOST_YEARS: i64 = 999_999_999;

/// Reads a date or an interval.
pub(super) fn content(text: &str) -> Result<Content> {
    let Some((start, end)) = text.split_once('/') else {
        return Ok(Content::Date(date(text, text)?));
    };
    let (start, end) = (interval_end(start, text)?, interval_end(end, text)?);
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
    let body = body.split_once('T').map_or(body, |(day, _)| day);
    let (earliest, latest, precision) = range(body, whole)?;
    Ok(ImpreciseDate { earliest, latest, precision, approximate, uncertain })
}

/// The first and last day that a date can be, and its precision.
fn range(body: &str, whole: &str) -> Result<(Date, Date, Precision)> {
    if let Some(year) = body.strip_prefix('Y') {
        let year: i64 = year.parse().map_err(|_| invalid(whole, "its year is not a number"))?;
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
    if first < -MOST_YEARS || last > MOST_YEARS {
        return Err(invalid(whole, "its year is too far away"));
    }
    Ok((day(first, 1, 1), day(last, 12, 31), precision))
}

/// A month, or a season (21 is spring, 24 is winter, which begins in December).
fn months(year: i64, month: &str, whole: &str) -> Result<(Date, Date, Precision)> {
    let month = two_digits(month, "month", whole)?;
    match month {
        1..=12 => Ok((day(year, month, 1), last_of(year, month), Precision::Month)),
        21..=23 => {
            let first = (month - 21) * 3 + 3;
            Ok((day(year, first, 1), last_of(year, first + 2), Precision::Season))
        }
        24 => Ok((day(year, 12, 1), last_of(year + 1, 2), Precision::Season)),
        _ => Err(invalid(whole, "a month lies from 01 to 12, a season from 21 to 24")),
    }
}

fn single_day(
    year: i64,
    month: &str,
    number: &str,
    whole: &str,
) -> Result<(Date, Date, Precision)> {
    let month = two_digits(month, "month", whole)?;
    let number = two_digits(number, "day", whole)?;
    if !(1..=12).contains(&month) {
        return Err(invalid(whole, "a month lies from 01 to 12"));
    }
    let date = day(year, month, number);
    if number < 1 || date > last_of(year, month) {
        return Err(invalid(whole, "the month has no such day"));
    }
    Ok((date, date, Precision::Day))
}

fn two_digits(text: &str, what: &str, whole: &str) -> Result<i64> {
    let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_number { text.parse().ok() } else { None };
    number.ok_or_else(|| invalid(whole, &format!("a {what} has two digits")))
}

fn last_of(year: i64, month: i64) -> Date {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    Date(day(year, month, 1).0 - 1)
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", `days_from_civil`).
fn day(year: i64, month: i64, day: i64) -> Date {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Date(era * 146_097 + day_of_era - 719_468)
}

fn invalid(text: &str, reason: &str) -> Error {
    Error::new(ErrorCode::InvalidDate, format!("`{text}` is not a date: {reason}")).with_help(
        "dates are written as in `1918`, `1918-02`, `1918-02-03`, `1918~` or `1917-12/1918-01`",
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Edtf, Precision};
    use super::day;

    fn bounds(text: &str) -> (Option<i64>, Option<i64>) {
        let date = Edtf::parse(text).expect(text);
        (date.earliest().map(|date| date.0), date.latest().map(|date| date.0))
    }

    fn of(first: (i64, i64, i64), last: (i64, i64, i64)) -> (Option<i64>, Option<i64>) {
        (Some(day(first.0, first.1, first.2).0), Some(day(last.0, last.1, last.2).0))
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
        ] {
            assert!(Edtf::parse(text).is_err() || text.is_empty(), "{text}");
        }
        assert!(Edtf::parse("").is_err());
    }
}
