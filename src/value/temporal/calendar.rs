//! The proleptic Gregorian calendar as pure arithmetic on days since 1970-01-01.
//!
//! The conversions follow Howard Hinnant's "chrono-compatible low-level date algorithms": years
//! begin in March, so that the leap day is the last one, and 400 years are one cycle.

/// A day as its year, month and day of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// The year; 0 is the year before 1.
    pub year: i64,
    /// The month, from 1 to 12.
    pub month: i64,
    /// The day of the month, from 1.
    pub day: i64,
}

/// A day as its ISO week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IsoWeek {
    /// The year that the week belongs to.
    pub(super) year: i64,
    /// The week, from 1 to 53.
    pub(super) week: i64,
}

const DAYS_PER_CYCLE: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// Whether a year has a 29th of February.
#[must_use]
pub const fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The number of days of a month, which counts from 1.
#[must_use]
pub const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap_year(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub(super) const fn days_in_year(year: i64) -> i64 {
    if is_leap_year(year) { 366 } else { 365 }
}

/// Days since 1970-01-01 of a day that exists.
pub(super) const fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let cycle = year.div_euclid(400);
    let year_of_cycle = year - cycle * 400;
    let month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    cycle * DAYS_PER_CYCLE + day_of_cycle - EPOCH
}

/// The day that is so many days after 1970-01-01.
pub(super) const fn civil_of(days: i64) -> Civil {
    let days = days + EPOCH;
    let cycle = days.div_euclid(DAYS_PER_CYCLE);
    let day = days - cycle * DAYS_PER_CYCLE;
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + cycle * 400 + if month <= 2 { 1 } else { 0 };
    Civil { year, month, day }
}

/// The day of the week, from Monday, 1, to Sunday, 7.
pub(super) const fn weekday_of(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

/// The day of the year, from 1.
pub(super) const fn ordinal_of(days: i64) -> i64 {
    days - days_of(civil_of(days).year, 1, 1) + 1
}

/// The ISO week: it belongs to the year of its Thursday.
pub(super) const fn week_of(days: i64) -> IsoWeek {
    let thursday = days - weekday_of(days) + 4;
    let year = civil_of(thursday).year;
    IsoWeek { year, week: (thursday - days_of(year, 1, 1)) / 7 + 1 }
}

/// The Monday of a year's first ISO week, the one that has the 4th of January.
pub(super) const fn first_monday(year: i64) -> i64 {
    let fourth = days_of(year, 1, 4);
    fourth - weekday_of(fourth) + 1
}

/// How many ISO weeks a year has, 52 or 53.
pub(super) const fn weeks_in_year(year: i64) -> i64 {
    (first_monday(year + 1) - first_monday(year)) / 7
}

/// The quarter of a month, from 1 to 4.
pub(super) const fn quarter_of(month: i64) -> i64 {
    (month - 1) / 3 + 1
}

/// The first day of a quarter.
pub(super) const fn quarter_start(year: i64, quarter: i64) -> i64 {
    days_of(year, quarter * 3 - 2, 1)
}

/// The number of days of a quarter.
pub(super) const fn days_in_quarter(year: i64, quarter: i64) -> i64 {
    let next =
        if quarter == 4 { days_of(year + 1, 1, 1) } else { quarter_start(year, quarter + 1) };
    next - quarter_start(year, quarter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_civil_days_are_inverse() {
        for start in [-365_242_134_000, -800_000, 0, 365_241_700_000] {
            for days in start..start + 1500 {
                let Civil { year, month, day } = civil_of(days);
                assert!(
                    (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day)
                );
                assert_eq!(days_of(year, month, day), days);
            }
        }
    }

    #[test]
    fn weeks_belong_to_the_year_of_their_thursday() {
        let week = |year, month, day| {
            let IsoWeek { year, week } = week_of(days_of(year, month, day));
            (year, week)
        };
        assert_eq!(week(1984, 1, 1), (1983, 52));
        assert_eq!(week(1818, 12, 28), (1818, 53));
        assert_eq!(week(1816, 1, 1), (1816, 1));
        assert_eq!((weeks_in_year(1818), weeks_in_year(1819)), (53, 52));
        assert_eq!(weekday_of(days_of(2015, 7, 21)), 2);
    }
}
