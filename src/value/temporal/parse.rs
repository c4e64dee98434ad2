//! Dates and times from ISO 8601 texts, basic and extended, in every form that openCypher reads.

use super::calendar::{
    Civil, days_in_month, days_in_quarter, days_in_year, days_of, first_monday, quarter_start,
    weeks_in_year,
};
use super::date::check;
use super::scan::Scanner;
use super::zone::{Clock, Zone};
use super::{Date, DateTime, LocalDateTime, LocalTime, Time, YEARS, invalid};
use crate::error::Result;

impl Date {
    /// A day from `2015-07-21`, `20150721`, `2015-07`, `201507`, `2015-W30-2`, `2015W30`,
    /// `2015-Q2-60`, `2015-202`, `2015202` or `2015`; what is left out is the first one. A year
    /// with a sign may have up to nine digits.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the text is not a date.
    pub fn parse(text: &str) -> Result<Self> {
        let mut scanner = Scanner::new(text, "date");
        let date = scan_date(&mut scanner)?;
        scanner.end()?;
        Ok(date)
    }

    /// The day of an ISO week.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the year has no such week, or the week no such day.
    pub fn of_week(year: i64, week: i64, day: i64) -> Result<Self> {
        check("year", year, &YEARS)?;
        check("week", week, &(1..=weeks_in_year(year)))?;
        check("dayOfWeek", day, &(1..=7))?;
        Self::from_days(first_monday(year) + (week - 1) * 7 + day - 1)
    }

    /// The day of a quarter.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if there is no such quarter or day.
    pub fn of_quarter(year: i64, quarter: i64, day: i64) -> Result<Self> {
        check("year", year, &YEARS)?;
        check("quarter", quarter, &(1..=4))?;
        check("dayOfQuarter", day, &(1..=days_in_quarter(year, quarter)))?;
        Ok(Self(quarter_start(year, quarter) + day - 1))
    }

    /// The day of a year, counted from 1.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the year has no such day.
    pub fn of_ordinal(year: i64, day: i64) -> Result<Self> {
        check("year", year, &YEARS)?;
        check("ordinalDay", day, &(1..=days_in_year(year)))?;
        Ok(Self(days_of(year, 1, 1) + day - 1))
    }

    /// The day of a month, or its last one if it is shorter.
    pub(super) fn clamped(civil: Civil) -> Result<Self> {
        check("month", civil.month, &(1..=12))?;
        let last = days_in_month(civil.year, civil.month);
        Self::new(civil.year, civil.month, civil.day.min(last))
    }
}

fn scan_date(scanner: &mut Scanner<'_>) -> Result<Date> {
    if let Some(is_negative) = scanner.sign() {
        let digits = scanner.digits_ahead();
        if !(1..=9).contains(&digits) {
            return Err(scanner.error());
        }
        let year = scanner.number(digits)?;
        return after_year(scanner, if is_negative { -year } else { year });
    }
    let digits = scanner.digits_ahead();
    let year = scanner.number(4)?;
    match digits {
        4 => after_year(scanner, year),
        6 => Date::new(year, scanner.number(2)?, 1),
        7 => Date::of_ordinal(year, scanner.number(3)?),
        8 => Date::new(year, scanner.number(2)?, scanner.number(2)?),
        _ => Err(scanner.error()),
    }
}

fn after_year(scanner: &mut Scanner<'_>, year: i64) -> Result<Date> {
    let has_hyphen = scanner.take('-');
    if scanner.take_letter('W') {
        let week = scanner.number(2)?;
        let day =
            if scanner.take('-') || scanner.digits_ahead() > 0 { scanner.number(1)? } else { 1 };
        return Date::of_week(year, week, day);
    }
    if scanner.take_letter('Q') {
        let quarter = scanner.number(1)?;
        let day =
            if scanner.take('-') || scanner.digits_ahead() > 0 { scanner.number(2)? } else { 1 };
        return Date::of_quarter(year, quarter, day);
    }
    match (has_hyphen, scanner.digits_ahead()) {
        (false, 0) => Date::new(year, 1, 1),
        (true, 3) => Date::of_ordinal(year, scanner.number(3)?),
        (true, digits @ 1..=2) => {
            let month = scanner.number(digits)?;
            let day = if scanner.take('-') {
                scanner.number(scanner.digits_ahead().clamp(1, 2))?
            } else {
                1
            };
            Date::new(year, month, day)
        }
        _ => Err(scanner.error()),
    }
}

impl LocalTime {
    /// A time of day from `21:40:32.142`, `214032.142`, `21:40`, `2140` or `21`.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the text is not a time without a zone.
    pub fn parse(text: &str) -> Result<Self> {
        let mut scanner = Scanner::new(text, "local time");
        let time = scan_time(&mut scanner)?;
        scanner.end()?;
        Ok(time)
    }
}

fn scan_time(scanner: &mut Scanner<'_>) -> Result<LocalTime> {
    let hour = scanner.number(2)?;
    let has_colons = scanner.take(':');
    if !has_colons && scanner.digits_ahead() == 0 {
        return LocalTime::new(hour, 0, 0, 0);
    }
    let minute = scanner.number(2)?;
    let has_second = if has_colons { scanner.take(':') } else { scanner.digits_ahead() > 0 };
    if !has_second {
        return LocalTime::new(hour, minute, 0, 0);
    }
    let second = scanner.number(2)?;
    LocalTime::new(hour, minute, second, scanner.fraction()?)
}

/// The offset and the name of the zone, as far as they are given.
fn scan_zone(scanner: &mut Scanner<'_>) -> Result<(Option<i32>, Option<Zone>)> {
    let has_offset = matches!(scanner.peek(), Some('Z' | 'z' | '+' | '-'));
    let offset = has_offset.then(|| scanner.offset()).transpose()?;
    let zone = scanner.bracketed()?.map(Zone::parse).transpose()?;
    Ok((offset, zone))
}

impl Time {
    /// A time of day with an offset, such as `21:40:32.142+01:00` or `2140Z`; without one it has
    /// that of the clock's zone, with a name in brackets the one that the zone has now.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the text is not a time.
    pub fn parse(text: &str, clock: &Clock) -> Result<Self> {
        let mut scanner = Scanner::new(text, "time");
        let local = scan_time(&mut scanner)?;
        let (offset, zone) = scan_zone(&mut scanner)?;
        scanner.end()?;
        let offset = match (offset, zone) {
            (Some(offset), _) => offset,
            (None, Some(zone)) => clock.clone().in_zone(zone).offset()?,
            (None, None) => clock.offset()?,
        };
        Ok(Self { local, offset })
    }
}

impl LocalDateTime {
    /// A day and time, such as `2015-07-21T21:40:32.142` or `2015W302T2140`; without a time it is
    /// midnight.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the text is not a day and time without a zone.
    pub fn parse(text: &str) -> Result<Self> {
        let mut scanner = Scanner::new(text, "local date and time");
        let local = scan_date_time(&mut scanner)?;
        scanner.end()?;
        Ok(local)
    }
}

fn scan_date_time(scanner: &mut Scanner<'_>) -> Result<LocalDateTime> {
    let date = scan_date(scanner)?;
    let has_time = scanner.take_letter('T') || scanner.take(' ');
    let time = if has_time { scan_time(scanner)? } else { LocalTime::MIDNIGHT };
    Ok(LocalDateTime::new(date, time))
}

impl DateTime {
    /// A day and time in a zone, such as `2015-07-21T21:40:32+02:00[Europe/Stockholm]`,
    /// `20150721T2140Z` or `2015-07-21T21:40[Europe/Stockholm]`; without one it is in the clock's.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the text is not a day and time, or the zone does not have the
    /// offset then.
    pub fn parse(text: &str, clock: &Clock) -> Result<Self> {
        let mut scanner = Scanner::new(text, "date and time");
        let local = scan_date_time(&mut scanner)?;
        let (offset, zone) = scan_zone(&mut scanner)?;
        scanner.end()?;
        match (offset, zone) {
            (None, None) => clock.zone.at_local(local, None),
            (Some(offset), None) => Zone::Offset(offset).at_local(local, None),
            (None, Some(zone)) => zone.at_local(local, None),
            (Some(offset), Some(zone)) => {
                let found = zone.at_local(local, Some(offset))?;
                if found.offset == offset && found.local == local {
                    return Ok(found);
                }
                let (given, actual) = (Zone::Offset(offset), Zone::Offset(found.offset));
                let message =
                    format!("`{text}`: the offset of {zone} is {actual} then, not {given}");
                Err(invalid(message))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::UNIX_EPOCH;

    fn date(text: &str) -> String {
        Date::parse(text).map_or_else(|error| error.to_string(), |date| date.to_string())
    }

    #[test]
    fn every_form_of_a_date_is_read() {
        for text in [
            "2015-07-21",
            "20150721",
            "2015-W30-2",
            "2015W302",
            "2015-W302",
            "2015-202",
            "2015202",
            "+2015-07-21",
            "2015-Q3-21",
            "2015Q321",
            "2015-7-21",
        ] {
            assert_eq!(date(text), "2015-07-21", "{text}");
        }
        assert_eq!(date("2015-W30"), "2015-07-20");
        assert_eq!(date("201507"), "2015-07-01");
        assert_eq!(date("2015"), "2015-01-01");
        assert_eq!(date("-0752"), "-0752-01-01");
        assert_eq!(date("-999999999-01-01"), "-999999999-01-01");
        assert_eq!(date("+999999999-12-31"), "+999999999-12-31");
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "",
            "20",
            "2015-",
            "2015-13",
            "2015-02-29",
            "2015-07-21T",
            "20150",
            "2015-W54",
            "2015-366",
            "+1000000000",
            "x",
            "2015-07-21-",
            "−2015",
            "2015-07-2١",
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn zones_have_their_history() {
        let clock = Clock::new(UNIX_EPOCH);
        let shown = |text: &str| {
            DateTime::parse(text, &clock)
                .map_or_else(|error| error.to_string(), |time| time.to_string())
        };
        for text in [
            "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]",
            "2015-07-21T21:40:32.142+08:45[Australia/Eucla]",
            "1818-07-21T21:40:32.142+00:53:28[Europe/Stockholm]",
            "+12000-07-21T00:00+02:00[Europe/Stockholm]",
            "-99999-07-21T00:00+00:53:28[Europe/Stockholm]",
            "2017-10-29T02:30+01:00[Europe/Stockholm]",
            "2017-10-29T02:30+02:00[Europe/Stockholm]",
            "-999999999-01-01T00:00Z",
        ] {
            assert_eq!(shown(text), text);
        }
        assert_eq!(
            shown("2017-03-26T02:30[Europe/Stockholm]"),
            "2017-03-26T03:30+02:00[Europe/Stockholm]"
        );
        assert_eq!(shown("2015-W30T2140-02"), "2015-07-20T21:40-02:00");
        assert_eq!(shown("2015202T21+18:00"), "2015-07-21T21:00+18:00");
        assert!(DateTime::parse("2015-07-21T21:40+01:00[Europe/Stockholm]", &clock).is_err());
        assert!(DateTime::parse("2015-07-21T21:40[Europe/Stokholm]", &clock).is_err());
    }

    #[test]
    fn times_are_read_with_and_without_colons() {
        let clock = Clock::new(UNIX_EPOCH);
        let shown =
            |text: &str| Time::parse(text, &clock).map(|time| time.to_string()).unwrap_or_default();
        assert_eq!(shown("21:40:32.142+0100"), "21:40:32.142+01:00");
        assert_eq!(shown("214032.142Z"), "21:40:32.142Z");
        assert_eq!(shown("2140-00:00"), "21:40Z");
        assert_eq!(shown("22+18:00"), "22:00+18:00");
        assert_eq!(shown("21:40:32+02:05:59"), "21:40:32+02:05:59");
        assert_eq!(shown("24:00"), "");
        assert_eq!(shown("22+18:01"), "");
    }
}
