//! What a date means on the time line.

use super::{Edtf, End, ImpreciseDate, Precision};
use crate::value::Date;

/// The time that a fact or a period takes, each end known to lie between two days.
///
/// Relations of extents are three-valued: `None` says that it could be so. An approximate or
/// uncertain date may lie one unit of its precision (for a day, three days) beyond its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    start: Span,
    end: Span,
    /// Whether it is one moment that lies somewhere between, not a time that lasts.
    is_moment: bool,
}

/// The days between which an end lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    earliest: i64,
    latest: i64,
}

impl Span {
    const ALWAYS: Self = Self { earliest: i64::MIN, latest: i64::MIN };
    const NEVER: Self = Self { earliest: i64::MAX, latest: i64::MAX };
    const UNKNOWN: Self = Self { earliest: i64::MIN, latest: i64::MAX };

    fn of(date: ImpreciseDate) -> Self {
        let slack = if date.approximate || date.uncertain { slack(date.precision) } else { 0 };
        Self { earliest: date.earliest.0 - slack, latest: date.latest.0 + slack }
    }

    /// Whether this lies on a day not after `other`.
    fn not_after(self, other: Self) -> Option<bool> {
        if self.latest <= other.earliest {
            Some(true)
        } else if self.earliest > other.latest {
            Some(false)
        } else {
            None
        }
    }

    /// Whether this lies on a day before `other`.
    fn before(self, other: Self) -> Option<bool> {
        other.not_after(self).map(|not_after| !not_after)
    }
}

/// The days by which a rough date may miss.
fn slack(precision: Precision) -> i64 {
    match precision {
        Precision::Day => 3,
        Precision::Month => 31,
        Precision::Season => 92,
        Precision::Year => 366,
        Precision::Decade => 3_653,
        Precision::Century => 36_525,
    }
}

fn start_of(end: End) -> Span {
    match end {
        End::Date(date) => Span::of(date),
        End::Open => Span::ALWAYS,
        End::Unknown => Span::UNKNOWN,
    }
}

fn end_of(end: End) -> Span {
    match end {
        End::Date(date) => Span::of(date),
        End::Open => Span::NEVER,
        End::Unknown => Span::UNKNOWN,
    }
}

/// Three-valued conjunction.
fn and(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

impl Extent {
    /// The extent of a fact: a date is one moment within its bounds, an interval lasts.
    #[must_use]
    pub fn of_fact(date: &Edtf) -> Self {
        Self {
            start: start_of(date.start()),
            end: end_of(date.end()),
            is_moment: !date.is_interval(),
        }
    }

    /// The extent of something that happened on some day of a date. An interval is the span in which
    /// it lies, not a time that it filled.
    #[must_use]
    pub fn of_event(date: &Edtf) -> Self {
        let Self { start, end, .. } = Self::of_fact(date);
        let whole = Span { earliest: start.earliest, latest: end.latest };
        Self { start: whole, end: whole, is_moment: true }
    }

    /// The extent of a fact that lasts `from` … `until`; without an end it lasts on, without a
    /// beginning it has always been.
    #[must_use]
    pub fn of_lasting(from: Option<&Edtf>, until: Option<&Edtf>) -> Self {
        Self {
            start: from.map_or(Span::ALWAYS, |from| start_of(from.start())),
            end: until.map_or(Span::NEVER, |until| end_of(until.end())),
            is_moment: false,
        }
    }

    /// The extent of a period that is asked for: all days that the date can be.
    #[must_use]
    pub fn of_period(date: &Edtf) -> Self {
        let exactly = |day: Option<Date>, open: Span| {
            day.map_or(open, |day| Span { earliest: day.0, latest: day.0 })
        };
        Self {
            start: exactly(date.earliest(), Span::ALWAYS),
            end: exactly(date.latest(), Span::NEVER),
            is_moment: false,
        }
    }

    /// Whether some of this lies within `period`: a moment within it, or a time that overlaps it.
    #[must_use]
    pub fn during(self, period: Self) -> Option<bool> {
        if self.is_moment {
            let whole = Span { earliest: self.start.earliest, latest: self.end.latest };
            return and(period.start.not_after(whole), whole.not_after(period.end));
        }
        self.overlaps(period)
    }

    /// Whether this and `other` share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> Option<bool> {
        and(self.start.not_after(other.end), other.start.not_after(self.end))
    }

    /// Whether this held at some time of `period`: it had begun by then, and had not ended before.
    /// What happened at one moment has happened for ever after.
    #[must_use]
    pub fn as_of(self, period: Self) -> Option<bool> {
        let goes_on = if self.is_moment { Some(true) } else { period.start.not_after(self.end) };
        and(self.start.not_after(period.end), goes_on)
    }

    /// The first and the last day that it may reach, as days since 1970-01-01; nothing where it is open
    /// or not known.
    #[must_use]
    pub fn reach(self) -> [Option<i64>; 2] {
        [finite(self.start.earliest), finite(self.end.latest)]
    }

    /// The days on which it is known to hold, as [`as_of`](Self::as_of) answers true for them; nothing if
    /// there is none. An open end is nothing, too: a moment has happened for ever after.
    #[must_use]
    pub fn certain(self) -> Option<[Option<i64>; 2]> {
        let last = if self.is_moment { i64::MAX } else { self.end.earliest };
        days(self.start.latest, last)
    }

    /// The days on which it may hold, as [`as_of`](Self::as_of) does not answer false for them.
    #[must_use]
    pub fn possible(self) -> Option<[Option<i64>; 2]> {
        let last = if self.is_moment { i64::MAX } else { self.end.latest };
        days(self.start.earliest, last)
    }

    /// Whether this ends before `other` begins.
    #[must_use]
    pub fn before(self, other: Self) -> Option<bool> {
        self.end.before(other.start)
    }

    /// Whether this begins after `other` ends.
    #[must_use]
    pub fn after(self, other: Self) -> Option<bool> {
        other.before(self)
    }
}

/// A day, unless it stands for one before or after all others.
fn finite(day: i64) -> Option<i64> {
    (day != i64::MIN && day != i64::MAX).then_some(day)
}

/// A span of days, unless it ends before it begins.
fn days(first: i64, last: i64) -> Option<[Option<i64>; 2]> {
    let is_there = first <= last && first != i64::MAX && last != i64::MIN;
    is_there.then(|| [finite(first), finite(last)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(text: &str) -> Extent {
        Extent::of_fact(&Edtf::parse(text).expect("a date"))
    }

    fn period(text: &str) -> Extent {
        Extent::of_period(&Edtf::parse(text).expect("a date"))
    }

    #[test]
    fn a_fact_that_is_known_to_the_year_could_be_in_any_of_its_months() {
        assert_eq!(fact("1918-07-12").during(period("1918")), Some(true));
        assert_eq!(fact("1918").during(period("1918-07")), None);
        assert_eq!(fact("1918").during(period("1919")), Some(false));
        assert_eq!(fact("1918").during(period("1917/1920")), Some(true));
    }

    #[test]
    fn what_lasts_is_there_in_each_part_of_its_time() {
        assert_eq!(fact("1918/1920").during(period("1919-05")), Some(true));
        assert_eq!(fact("1918/..").during(period("1925")), Some(true));
        assert_eq!(fact("1918/1920").during(period("1918-01")), None);
        assert_eq!(fact("1918/1920").during(period("1921")), Some(false));
    }

    #[test]
    fn a_rough_date_is_never_surely_in_or_out_near_its_bounds() {
        assert_eq!(fact("1918~").during(period("1918")), None);
        assert_eq!(fact("1918~").during(period("1919")), None);
        assert_eq!(fact("1918~").during(period("1930")), Some(false));
    }

    #[test]
    fn before_and_after() {
        assert_eq!(fact("1917").before(period("1918")), Some(true));
        assert_eq!(fact("1918").before(period("1918-06")), None);
        assert_eq!(fact("1918").after(period("1918-06")), None);
        assert_eq!(fact("1919-01").after(period("1918")), Some(true));
    }

    #[test]
    fn the_days_that_are_certain_lie_within_those_that_are_possible() {
        let day = |text: &str| period(text).reach()[0];
        let fact = fact("1918/1920");
        assert_eq!(fact.certain(), Some([day("1918-12-31"), day("1920-01-01")]));
        assert_eq!(fact.possible(), Some([day("1918-01-01"), day("1920-12-31")]));
        let on = Extent::of_event(&Edtf::parse("1918-02").expect("a date"));
        assert_eq!(on.certain(), Some([day("1918-02-28"), None]));
        assert_eq!(on.reach(), [day("1918-02-01"), day("1918-02-28")]);
        let until = Extent::of_lasting(None, Some(&Edtf::parse("1920").expect("a date")));
        assert_eq!(until.certain(), Some([None, day("1920-01-01")]));
        let unknown = Extent::of_fact(&Edtf::parse("/1920").expect("a date"));
        assert_eq!(unknown.certain(), None);
    }
}
