//! Dates, times and durations of the calendar that reaches from year -999 999 999 to 999 999 999.

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(pub i64);

/// A time of day, as nanoseconds since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalTime(pub i64);

/// A time of day with its offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// The time on the wall.
    pub local: LocalTime,
    /// Seconds east of UTC.
    pub offset: i32,
}

/// A day and time without a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalDateTime {
    /// Seconds since 1970-01-01T00:00.
    pub seconds: i64,
    /// Nanoseconds within the second, below 1 000 000 000.
    pub nanoseconds: u32,
}

/// A day and time in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// The day and time on the wall.
    pub local: LocalDateTime,
    /// Seconds east of UTC.
    pub offset: i32,
    /// The name of the zone in the IANA database, where it was given.
    pub zone: Option<std::sync::Arc<str>>,
}

/// A length of time; its four parts are independent, as a month has no fixed number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Months.
    pub months: i64,
    /// Days.
    pub days: i64,
    /// Seconds.
    pub seconds: i64,
    /// Nanoseconds, from 0 up to 999 999 999; the sign stands in the seconds.
    pub nanoseconds: i32,
}
