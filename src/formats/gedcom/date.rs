//! Dates of GEDCOM as EDTF: `ABT 1490` is `1490~`, `BEF 843` is `../0843`, `BET 1066 AND 1070` and
//! `FROM 1066 TO 1070` are `1066/1070`, `44 B.C.` is `-0043`.
//!
//! A year in two styles, `1534/35`, is an interval where it stands alone; with a day or month it is
//! the later one, of the calendar that begins in January.

use crate::value::edtf::Edtf;

const MONTHS: &[&str] =
    &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// Words before dates that are only about right.
const ABOUT: &[&str] = &["ABT", "ABOUT", "EST", "CAL", "CIR", "CIRCA", "INT", "ABT."];

/// The EDTF of a date, if it can be read.
pub(super) fn edtf_of(date: &str) -> Option<String> {
    let date = date.to_uppercase();
    let date = ["@#DGREGORIAN@", "@#DJULIAN@"]
        .iter()
        .fold(date, |date, calendar| date.replace(calendar, " "));
    let words: Vec<&str> = date.split(" (").next()?.split_whitespace().collect();
    let text = period(&words).or_else(|| (words.len() == 1).then(|| words.concat()))?;
    Edtf::parse(&text).is_ok().then_some(text)
}

fn period(words: &[&str]) -> Option<String> {
    let (first, rest) = words.split_first()?;
    let split = |word: &str| {
        let place = rest.iter().position(|one| *one == word);
        place.map(|place| (rest.get(..place), rest.get(place + 1..)))
    };
    match *first {
        "BET" | "BTW" => {
            let (from, to) = split("AND")?;
            Some(format!("{}/{}", Point::read(from?)?.first(), Point::read(to?)?.last()))
        }
        "FROM" => match split("TO") {
            Some((from, to)) => {
                Some(format!("{}/{}", Point::read(from?)?.first(), Point::read(to?)?.last()))
            }
            None => Some(format!("{}/..", Point::read(rest)?.first())),
        },
        "TO" | "BEF" | "BEFORE" => Some(format!("../{}", Point::read(rest)?.last())),
        "AFT" | "AFTER" => Some(format!("{}/..", Point::read(rest)?.first())),
        about if ABOUT.contains(&about) => Some(Point::read(rest)?.whole("~")),
        _ => Some(Point::read(words)?.whole("")),
    }
}

/// A day, month or year, or the two years that one may be.
struct Point(String, Option<String>);

impl Point {
    fn read(words: &[&str]) -> Option<Self> {
        let is_ancient = words.last().is_some_and(|word| matches!(*word, "BC" | "B.C." | "BCE"));
        let words = words.get(..words.len() - usize::from(is_ancient))?;
        let (last, before) = words.split_last()?;
        let (old, new) = years(last)?;
        let written = |year: i64| {
            let year = if is_ancient { 1 - year } else { year };
            if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") }
        };
        match before {
            [] => Some(Self(written(old), (new != old).then(|| written(new)))),
            [month] => Some(Self(format!("{}-{:02}", written(new), month_of(month)?), None)),
            [day, month] => {
                let day: u32 = day.parse().ok()?;
                Some(Self(format!("{}-{:02}-{day:02}", written(new), month_of(month)?), None))
            }
            _ => None,
        }
    }

    fn first(&self) -> &str {
        &self.0
    }

    fn last(&self) -> &str {
        self.1.as_ref().unwrap_or(&self.0)
    }

    fn whole(&self, mark: &str) -> String {
        match &self.1 {
            Some(last) => format!("{}{mark}/{last}{mark}", self.0),
            None => format!("{}{mark}", self.0),
        }
    }
}

fn month_of(word: &str) -> Option<usize> {
    let start = word.get(..3)?;
    MONTHS.iter().position(|month| *month == start).map(|place| place + 1)
}

/// A year, or the two of `1534/35` and `1815/1816`.
fn years(word: &str) -> Option<(i64, i64)> {
    let Some((old, new)) = word.split_once('/') else {
        let year = word.parse().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()))?;
        return Some((year, year));
    };
    let head = old.get(..old.len().checked_sub(new.len())?)?;
    let full = if new.len() < old.len() { format!("{head}{new}") } else { new.to_owned() };
    let (old, full): (i64, i64) = (old.parse().ok()?, full.parse().ok()?);
    // `1599/00` goes over the century.
    let full = if full < old { full + 100 } else { full };
    (full >= old).then_some((old, full))
}

#[cfg(test)]
mod tests {
    use super::edtf_of;

    #[test]
    fn dates_become_edtf() {
        for (date, expected) in [
            ("24 MAY 1819", Some("1819-05-24")),
            (" 2 APR  742", Some("0742-04-02")),
            ("   JUL 1900", Some("1900-07")),
            ("ABT    1969", Some("1969~")),
            ("EST 1 jan 900", Some("0900-01-01~")),
            ("BEF  9 JUL 1200", Some("../1200-07-09")),
            ("AFT 1200", Some("1200/..")),
            ("BET 1066 AND 1070", Some("1066/1070")),
            ("FROM 1066 TO MAR 1070", Some("1066/1070-03")),
            ("FROM 1066", Some("1066/..")),
            ("TO 1066", Some("../1066")),
            ("1815/1816", Some("1815/1816")),
            ("1534/35", Some("1534/1535")),
            ("10 FEB 1599/00", Some("1600-02-10")),
            ("44 B.C.", Some("-0043")),
            ("@#DJULIAN@ 5 OCT 1582", Some("1582-10-05")),
            ("INT 1900 (about then)", Some("1900~")),
            ("1901-01-22", Some("1901-01-22")),
            ("(about 900)", None),
            ("30 FEB 1900", None),
            ("12 JUL", None),
            ("@#DHEBREW@ 2 TVT 5758", None),
            ("", None),
        ] {
            assert_eq!(edtf_of(date).as_deref(), expected, "{date}");
        }
    }
}
