//! Imprecise dates: the Extended Date/Time Format, ISO 8601-2:2019, level 1.
//!
//! `1918`, `1918-02`, `1918-02-03`, seasons (`1918-21` is spring), approximate `1918-02~`, uncertain
//! `1918?`, both `1918%`, unspecified digits `191X` and `1918-XX`, years before Christ `-0752`, long
//! years `Y170000002`, intervals `1917-12/1918-01`, open ends `../1920`, unknown ends `/1920`.
//!
//! [`Edtf`] is what a text says; [`Extent`] is what that means on the time line, and relates to others
//! in three-valued logic.

mod extent;
mod parse;

use std::cmp::Ordering;
use std::fmt;

pub use extent::Extent;

use super::Date;
use crate::error::Result;

/// How precisely a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the season: three months.
    Season,
    /// To the year.
    Year,
    /// To ten years.
    Decade,
    /// To a hundred years.
    Century,
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Season => "season",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
        })
    }
}

/// A date, as precisely as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImpreciseDate {
    /// The first day that it can be.
    pub earliest: Date,
    /// The last day that it can be.
    pub latest: Date,
    /// How precisely it is given.
    pub precision: Precision,
    /// Whether it is only about right (`~`, `%`).
    pub approximate: bool,
    /// Whether its source is in doubt (`?`, `%`).
    pub uncertain: bool,
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// A date.
    Date(ImpreciseDate),
    /// No end (`..`).
    Open,
    /// An end that is not known (nothing).
    Unknown,
}

/// What an EDTF text says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edtf {
    text: String,
    content: Content,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Content {
    Date(ImpreciseDate),
    Interval(End, End),
}

impl Edtf {
    /// Reads a date or an interval.
    ///
    /// # Errors
    /// `InvalidDate`, saying what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self> {
        Ok(Self { text: text.to_owned(), content: parse::content(text)? })
    }

    /// The first day that it can reach; `None` if it has no beginning, or none that is known.
    #[must_use]
    pub fn earliest(&self) -> Option<Date> {
        match self.start() {
            End::Date(date) => Some(date.earliest),
            End::Open | End::Unknown => None,
        }
    }

    /// The last day that it can reach; `None` if it has no end, or none that is known.
    #[must_use]
    pub fn latest(&self) -> Option<Date> {
        match self.end() {
            End::Date(date) => Some(date.latest),
            End::Open | End::Unknown => None,
        }
    }

    /// Whether it is an interval.
    #[must_use]
    pub fn is_interval(&self) -> bool {
        matches!(self.content, Content::Interval(..))
    }

    /// Where it begins.
    #[must_use]
    pub fn start(&self) -> End {
        match self.content {
            Content::Date(date) => End::Date(date),
            Content::Interval(start, _) => start,
        }
    }

    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> End {
        match self.content {
            Content::Date(date) => End::Date(date),
            Content::Interval(_, end) => end,
        }
    }

    /// The coarser precision of its ends.
    #[must_use]
    pub fn precision(&self) -> Option<Precision> {
        self.dates().map(|date| date.precision).max()
    }

    /// Whether one of its ends is only about right.
    #[must_use]
    pub fn is_approximate(&self) -> bool {
        self.dates().any(|date| date.approximate)
    }

    /// Whether one of its ends is in doubt.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.dates().any(|date| date.uncertain)
    }

    fn dates(&self) -> impl Iterator<Item = ImpreciseDate> {
        let ends = match self.content {
            Content::Date(date) => [Some(date), None],
            Content::Interval(start, end) => [date_of(start), date_of(end)],
        };
        ends.into_iter().flatten()
    }
}

fn date_of(end: End) -> Option<ImpreciseDate> {
    match end {
        End::Date(date) => Some(date),
        End::Open | End::Unknown => None,
    }
}

/// By the first day that a date can reach, then by the last, then by its text; a date without a
/// beginning comes first.
impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        let latest = |one: &Self| one.latest().map_or(i64::MAX, |date| date.0);
        let by_start = self.earliest().cmp(&other.earliest());
        by_start
            .then_with(|| latest(self).cmp(&latest(other)))
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The text as it was read.
impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
