//! Days: making them, taking them apart, moving them.

use super::calendar::{Civil, civil_of, days_in_month, days_of};
use super::{Date, YEARS, invalid};
use crate::error::{Error, Result};

impl Date {
    /// The first day of the calendar.
    pub const MIN: Self = Self(days_of(*YEARS.start(), 1, 1));
    /// The last day of the calendar.
    pub const MAX: Self = Self(days_of(*YEARS.end(), 12, 31));

    /// The day of a year, month and day of the month.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if the calendar has no such day.
    pub fn new(year: i64, month: i64, day: i64) -> Result<Self> {
        check("year", year, &YEARS)?;
        check("month", month, &(1..=12))?;
        let last = days_in_month(year, month);
        if !(1..=last).contains(&day) {
            let name = MONTHS.get(usize::try_from(month - 1).unwrap_or(0)).unwrap_or(&"");
            return Err(invalid(format!("{name} {year} has {last} days, but the day is {day}")));
        }
        Ok(Self(days_of(year, month, day)))
    }

    /// The day that is so many days after 1970-01-01.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if that lies outside of the calendar.
    pub fn from_days(days: i64) -> Result<Self> {
        if (Self::MIN.0..=Self::MAX.0).contains(&days) {
            return Ok(Self(days));
        }
        Err(out_of_range())
    }

    /// The year, month and day of the month.
    #[must_use]
    pub fn civil(self) -> Civil {
        civil_of(self.0)
    }

    /// The same day of a month that is so many months later, or the last one of that month.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if that lies outside of the calendar.
    pub fn plus_months(self, months: i64) -> Result<Self> {
        let Civil { year, month, day } = self.civil();
        let month = (year * 12 + month - 1).checked_add(months).ok_or_else(out_of_range)?;
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        if !YEARS.contains(&year) {
            return Err(out_of_range());
        }
        Self::new(year, month, day.min(days_in_month(year, month)))
    }

    /// The day that is so many days later.
    ///
    /// # Errors
    /// `InvalidTemporalValue` if that lies outside of the calendar.
    pub fn plus_days(self, days: i64) -> Result<Self> {
        Self::from_days(self.0.checked_add(days).ok_or_else(out_of_range)?)
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn out_of_range() -> Error {
    invalid("the result lies outside of the years -999999999 to 999999999")
}

/// Checks that a component lies in its range.
pub(super) fn check(name: &str, value: i64, range: &std::ops::RangeInclusive<i64>) -> Result<()> {
    if range.contains(&value) {
        return Ok(());
    }
    let (first, last) = (range.start(), range.end());
    Err(invalid(format!("`{name}` must be from {first} to {last}, but is {value}")))
}
