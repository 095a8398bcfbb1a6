//! Civil dates and the intervals of EDTF.
//!
//! Owns EDTF (ISO 8601-2:2019) level 0, open intervals, and the quarters (`2024-33` to `2024-36`) and
//! halves (`2024-40`, `2024-41`) of level 2. Dates have no time and no zone. Does not read the words
//! of a paper: that is [`crate::model::time::due`].

use std::ops::RangeInclusive;

use jiff::civil;
use schemars::{Schema, json_schema};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{self, Diagnostic};
use crate::language::Words;
use crate::place::Place;
use crate::read::decode::{Scalar, choices};

/// A civil date.
pub type Date = civil::Date;

/// The years that a document, a deadline or a report can have: any other is a slip.
pub const YEARS: RangeInclusive<i16> = 1900..=2200;

choices! {
    /// How exactly an interval was given.
    pub enum Precision {
        /// One day.
        Day = "day",
        /// A month.
        Month = "month",
        /// A quarter of a year.
        Quarter = "quarter",
        /// Half a year.
        HalfYear = "half-year",
        /// A year.
        Year = "year",
        /// From one to another.
        Range = "range",
    }
}

/// A stretch of days, both ends included; an end that is `None` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
    /// How it was given.
    pub precision: Precision,
}

impl Interval {
    /// One day.
    pub fn day(day: Date) -> Interval {
        Interval { first: Some(day), last: Some(day), precision: Precision::Day }
    }

    /// From a day on, without end.
    pub fn since(day: Date) -> Interval {
        Interval { first: Some(day), last: None, precision: Precision::Range }
    }

    /// `months` whole months from month `month` of `year` on.
    pub fn months(year: i16, month: i8, months: i8, precision: Precision) -> Option<Interval> {
        let first = Date::new(year, month, 1).ok()?;
        let last = Date::new(year, month + months - 1, 1).ok()?.last_of_month();
        Some(Interval { first: Some(first), last: Some(last), precision })
    }

    /// The year `year`.
    pub fn year(year: i16) -> Option<Interval> {
        Interval::months(year, 1, 12, Precision::Year)
    }

    /// From the first day of `a` to the last of `b`; none where that runs backwards.
    pub fn range(a: Interval, b: Interval) -> Option<Interval> {
        let backwards = a.first.zip(b.last).is_some_and(|(first, last)| first > last);
        (!backwards).then_some(Interval { first: a.first, last: b.last, precision: Precision::Range })
    }

    /// Whether the two share a day.
    pub fn overlaps(&self, other: &Interval) -> bool {
        let starts =
            |a: &Interval, b: &Interval| a.first.zip(b.last).is_none_or(|(first, last)| first <= last);
        starts(self, other) && starts(other, self)
    }

    /// Whether `day` lies inside.
    pub fn contains(&self, day: Date) -> bool {
        self.overlaps(&Interval::day(day))
    }
}

/// How a deadline stands to its interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// trước, before its last day: whether the day itself is still in time is a setting of the site.
    Before,
    /// đến, chậm nhất, hết: the last day is in time.
    By,
    /// trong: any day inside.
    Within,
    /// vào, ngày: on that day.
    On,
}

/// Why a text is no EDTF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EdtfFault {
    /// Another shape; with what was meant, where that can be told.
    Shape(Option<String>),
    /// A day that its month, or a month that its year, does not have: the month's last day.
    Impossible(Option<i8>),
    /// A year outside [`YEARS`].
    FarYear,
}

/// Reads an EDTF date, quarter, half, year or interval.
///
/// # Errors
/// A text of another shape, or a date that no calendar has.
pub fn edtf(text: &str) -> Result<Interval, EdtfFault> {
    let Some((from, to)) = text.split_once('/') else {
        return one(text);
    };
    let end = |part: &str| match part {
        ".." => Ok(Interval { first: None, last: None, precision: Precision::Range }),
        _ => one(part),
    };
    Interval::range(end(from)?, end(to)?).ok_or(EdtfFault::Shape(Some(format!("{to}/{from}"))))
}

fn one(text: &str) -> Result<Interval, EdtfFault> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, length: usize| -> Option<i16> {
        (part.len() == length && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let year = number(parts[0], 4).ok_or_else(|| EdtfFault::Shape(day_month_year(text)))?;
    if !YEARS.contains(&year) {
        return Err(EdtfFault::FarYear);
    }
    let impossible = EdtfFault::Impossible(None);
    match parts[1..] {
        [] => Interval::year(year).ok_or(impossible),
        [part] => {
            let Some(month) = number(part, 2) else {
                return Err(EdtfFault::Shape(quarter_meant(year, part)));
            };
            match month as i8 {
                quarter @ 33..=36 => Interval::months(year, (quarter - 33) * 3 + 1, 3, Precision::Quarter),
                half @ 40..=41 => Interval::months(year, (half - 40) * 6 + 1, 6, Precision::HalfYear),
                month => Interval::months(year, month, 1, Precision::Month),
            }
            .ok_or(impossible)
        }
        [month, day] => match (number(month, 2), number(day, 2)) {
            (Some(month), Some(day)) => {
                civil_day(year, month, day).map(Interval::day).map_err(EdtfFault::Impossible)
            }
            _ => Err(EdtfFault::Shape(padded(year, month, day))),
        },
        _ => Err(EdtfFault::Shape(None)),
    }
}

/// The day, or the last day that its month has (none where there is no such month).
pub fn civil_day(year: i16, month: i16, day: i16) -> Result<Date, Option<i8>> {
    let narrow = |n: i16| i8::try_from(n).ok();
    let first = narrow(month).and_then(|month| Date::new(year, month, 1).ok()).ok_or(None)?;
    narrow(day).and_then(|day| Date::new(year, first.month(), day).ok()).ok_or(Some(first.days_in_month()))
}

/// A day as typed where a day of the site is chosen: `2026-11-20`. Years far from ours are slips.
pub fn typed_day(typed: &str) -> Option<Date> {
    let day: Date = typed.parse().ok().filter(|_| typed.len() == 10)?;
    YEARS.contains(&day.year()).then_some(day)
}

/// `2024-9-8` as EDTF has it.
fn padded(year: i16, month: &str, day: &str) -> Option<String> {
    civil_day(year, month.parse().ok()?, day.parse().ok()?).ok().map(|day| day.to_string())
}

/// `2024-Q3` as EDTF has it.
fn quarter_meant(year: i16, part: &str) -> Option<String> {
    let quarter: i16 = part.strip_prefix(['Q', 'q'])?.parse().ok()?;
    (1..=4).contains(&quarter).then(|| format!("{year:04}-{}", 32 + quarter))
}

/// `19/3/2021`, `19-3-2021`, `ngày 19 tháng 3 năm 2021` or `3/2021` as ISO 8601 has it.
fn day_month_year(text: &str) -> Option<String> {
    let lower = text.nfc().collect::<String>().to_lowercase();
    // A place stands before the day: "Hà Nội, ngày 19 tháng 3 năm 2021".
    let words = lower.split_once("ngày ").map_or(lower.as_str(), |(_, day)| day);
    let figures = words.replace("tháng", "/").replace("năm", "/").replace("//", "/");
    let parts: Vec<i16> = figures
        .trim_start_matches([' ', '/'])
        .split(['/', '-', '.'])
        .map(|p| p.trim().parse().ok())
        .collect::<Option<_>>()?;
    match parts[..] {
        [day, month, year] if year >= 1000 => civil_day(year, month, day).ok().map(|d| d.to_string()),
        [month @ 1..=12, year] if year >= 1000 => Some(format!("{year:04}-{month:02}")),
        _ => None,
    }
}

/// A day as a clerk types it in a table: `2021-04-28` or `28/4/2021`.
///
/// # Errors
/// The fault, at the place that `at` makes.
pub fn table_day(text: &str, at: &dyn Fn() -> Place) -> Result<Date, Diagnostic> {
    let parts: Vec<Option<i16>> = text.split('/').map(|p| p.trim().parse().ok()).collect();
    match parts[..] {
        [Some(_), Some(_), Some(year)] if year >= 1000 && !YEARS.contains(&year) => Err(far_year(text, at)),
        [Some(day), Some(month), Some(year)] if year >= 1000 => {
            civil_day(year, month, day).map_err(|last| diagnostic::impossible_date(at(), text, last))
        }
        _ => Date::read(text, at),
    }
}

fn far_year(text: &str, at: &dyn Fn() -> Place) -> Diagnostic {
    diagnostic::far_year(at(), text, *YEARS.start(), *YEARS.end())
}

impl Scalar for Date {
    fn expected() -> Words {
        Words::new("một ngày như `2021-03-19`", "a date like `2021-03-19`")
    }

    fn read(text: &str, at: &dyn Fn() -> Place) -> Result<Date, Diagnostic> {
        match edtf(text) {
            Ok(Interval { first: Some(day), precision: Precision::Day, .. }) => Ok(day),
            Err(EdtfFault::Impossible(last)) => Err(diagnostic::impossible_date(at(), text, last)),
            Err(EdtfFault::FarYear) => Err(far_year(text, at)),
            Ok(_) | Err(EdtfFault::Shape(_)) => {
                let day = day_month_year(text).filter(|day| day.len() == "2021-03-19".len());
                Err(diagnostic::invalid_date(at(), text, day.as_deref()))
            }
        }
    }

    fn schema() -> Schema {
        json_schema!({"type": "string", "format": "date"})
    }
}

impl Scalar for Interval {
    fn expected() -> Words {
        Words::new("một khoảng EDTF như `2021-03/2021-06`", "an EDTF interval like `2021-03/2021-06`")
    }

    fn read(text: &str, at: &dyn Fn() -> Place) -> Result<Interval, Diagnostic> {
        edtf(text).map_err(|fault| match fault {
            EdtfFault::Impossible(last) => diagnostic::impossible_date(at(), text, last),
            EdtfFault::FarYear => far_year(text, at),
            EdtfFault::Shape(meant) => diagnostic::invalid_interval(at(), text, meant.as_deref()),
        })
    }

    fn schema() -> Schema {
        json_schema!({"type": ["string", "integer"], "description": "EDTF (ISO 8601-2)"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(interval: Interval) -> String {
        let end = |day: Option<Date>| day.map_or("..".into(), |d| d.to_string());
        format!("{}/{} {}", end(interval.first), end(interval.last), interval.precision.word())
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(edtf(text).map(shown), Ok(expect.to_owned()));
    }

    #[test]
    fn edtf_of_every_precision() {
        check("2021-04-30", "2021-04-30/2021-04-30 day");
        check("2024-02-29", "2024-02-29/2024-02-29 day");
        check("2022-12", "2022-12-01/2022-12-31 month");
        check("2024-02", "2024-02-01/2024-02-29 month");
        check("2024-33", "2024-01-01/2024-03-31 quarter");
        check("2024-36", "2024-10-01/2024-12-31 quarter");
        check("2024-40", "2024-01-01/2024-06-30 half-year");
        check("2024-41", "2024-07-01/2024-12-31 half-year");
        check("2024", "2024-01-01/2024-12-31 year");
        check("2025/2026", "2025-01-01/2026-12-31 range");
        check("2022-11-17/2022-12", "2022-11-17/2022-12-31 range");
        check("2021-03-19/..", "2021-03-19/.. range");
        check("../2025-02", "../2025-02-28 range");
        check("../..", "../.. range");
    }

    #[test]
    fn what_is_no_edtf() {
        let shape = |meant: &str| Err(EdtfFault::Shape(Some(meant.to_owned())));
        assert_eq!(edtf("2021-02-30"), Err(EdtfFault::Impossible(Some(28))));
        assert_eq!(edtf("2021-04-31"), Err(EdtfFault::Impossible(Some(30))));
        assert_eq!(edtf("2021-13"), Err(EdtfFault::Impossible(None)));
        for far in ["0202-03-01", "1899-12-31", "2201", "2201-01", "2026/2926", "0026-33"] {
            assert_eq!(edtf(far), Err(EdtfFault::FarYear), "{far}");
        }
        assert!(edtf("1900").is_ok() && edtf("2200-12-31").is_ok());
        assert_eq!(edtf("2021-00-10"), Err(EdtfFault::Impossible(None)));
        assert_eq!(edtf("2024-Q3"), shape("2024-35"));
        assert_eq!(edtf("19-3-2021"), shape("2021-03-19"));
        assert_eq!(edtf("ngày 10 tháng 3 năm 2026"), shape("2026-03-10"));
        assert_eq!(edtf("Hà Nội, ngày 10 tháng 03 năm 2026"), shape("2026-03-10"));
        assert_eq!(edtf("Tháng 3 năm 2026"), Err(EdtfFault::Shape(Some("2026-03".to_owned()))));
        assert_eq!(edtf("2026/2025"), shape("2025/2026"));
        assert_eq!(edtf("2021-4-3"), shape("2021-04-03"));
        // The century of a year of two figures is not guessed.
        for text in ["19-3-21", "19/3/21", "3/21", "2021-4-31"] {
            assert_eq!(edtf(text), Err(EdtfFault::Shape(None)), "{text}");
        }
        for text in [
            "",
            "2021-4-3",
            "2021-04-30T00:00",
            "trước 2021",
            "2021-04-3",
            "2021-21x",
            "~2021",
            "2021-2025",
            "/2021",
        ] {
            assert!(matches!(edtf(text), Err(EdtfFault::Shape(_))), "{text}");
        }
    }

    #[test]
    fn intervals_overlap_at_their_ends() {
        let overlap = |a, b| edtf(a).unwrap().overlaps(&edtf(b).unwrap());
        assert!(overlap("../2025-02", "2025-02-28"));
        assert!(!overlap("../2025-02", "2025-03-01"));
        assert!(overlap("2022-11-17/2022-12", "2022-12-31/.."));
        assert!(!overlap("2025-02/..", "2025-01-31"));
        assert!(overlap("../..", "2021"));
    }

    #[test]
    fn a_range_may_be_one_day_and_never_runs_backwards() {
        let range = |a, b| Interval::range(edtf(a).unwrap(), edtf(b).unwrap()).map(shown);
        assert_eq!(range("2021-04-30", "2021-04-30"), Some("2021-04-30/2021-04-30 range".into()));
        assert_eq!(range("2021-04", "2021-05"), Some("2021-04-01/2021-05-31 range".into()));
        assert_eq!(range("2021-05-01", "2021-04-30"), None);
    }

    #[test]
    fn a_day_of_the_site_is_typed_whole_and_in_our_years() {
        let day = |text| typed_day(text).map(|day| day.to_string());
        assert_eq!(day("2026-11-20"), Some("2026-11-20".into()));
        for typed in ["2026-11", "20261120", "2026-11-20T00:00", "1899-12-31", "2201-01-01", "20/11/2026", ""]
        {
            assert_eq!(day(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_day_typed_otherwise_is_shown_as_it_should_be() {
        let hint = |text| {
            let fault = Date::read(text, &|| Place::file("a.md")).unwrap_err();
            fault.hint.unwrap().in_language(crate::Language::En).to_owned()
        };
        assert!(hint("20/4/2022").ends_with("`2022-04-20`"));
        // Of a month nobody knows which day: the hint shows the form alone.
        assert!(hint("4/2022").ends_with("`2021-03-19`"));
    }

    #[test]
    fn table_days() {
        let at = || Place::file("a.csv");
        let day = |text| table_day(text, &at).map(|d| d.to_string()).map_err(|f| f.code);
        assert_eq!(day("28/4/2021"), Ok("2021-04-28".into()));
        assert_eq!(day("28/04/2021"), Ok("2021-04-28".into()));
        assert_eq!(day("2021-04-28"), Ok("2021-04-28".into()));
        assert_eq!(day("30/2/2021"), Err("impossible-date"));
        assert_eq!(day("28/4/21"), Err("invalid-date"));
        assert_eq!(day("28/4/1021"), Err("far-year"));
        assert_eq!(day("28/4/1900"), Ok("1900-04-28".into()));
        assert_eq!(day("1021-04-28"), Err("far-year"));
        assert_eq!(day("mai"), Err("invalid-date"));
    }
}
