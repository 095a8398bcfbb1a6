//! What the words of a deadline mean.
//!
//! Owns the readings that a deadline can have and the reasons why words are refused. How words are read
//! is [`crate::model::time::sentence`]; when a recurrence falls due is
//! [`crate::model::time::recurrence`].

use std::ops::Range;

use crate::model::time::date::{Date, Interval, Precision, edtf};
use crate::model::time::recurrence::Recurrence;
use crate::model::time::sentence;

/// How a deadline stands to its interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// What the words of a deadline mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// No words at all.
    None,
    /// An interval with a last day.
    Dated(Interval, Bound),
    /// thường xuyên, or a beginning without an end: from that day on.
    Ongoing(Option<Date>),
    /// hằng tháng, hằng quý, hằng năm.
    Recurring(Recurrence),
    /// Counted from an event.
    Relative,
    /// To be announced.
    Announced,
    /// A day that no calendar has.
    Impossible,
    /// Words that are not understood.
    Unclear(Refusal),
}

/// Why words are refused, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// The bytes of the words that cannot be placed.
    pub at: Range<usize>,
    /// The form that is read and most like the words.
    pub near: Option<&'static str>,
}

/// Why words are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Words that are none of time, or stand where they mean nothing certain; with the one date that is
    /// understood beside them.
    Unplaced(Option<(Range<usize>, Interval)>),
    /// A second deadline.
    Second,
    /// A day, month or quarter of no year; with the days that it is in the year of the document.
    Yearless(Option<Interval>),
    /// A school year or a term of office: it ends with no year.
    NoCalendarYear,
    /// A year outside [`crate::model::time::date::YEARS`].
    FarYear,
}

impl Due {
    /// The days that it names, an open end for what goes on from a day.
    pub fn interval(&self) -> Option<Interval> {
        match self {
            Due::Dated(interval, _) => Some(*interval),
            Due::Ongoing(Some(since)) => Some(Interval::since(*since)),
            _ => None,
        }
    }
}

/// Reads the words of a deadline, or EDTF, of a document signed on a day.
pub fn read(words: &str, signed: Option<Date>) -> Due {
    let words = words.trim();
    if words.is_empty() {
        return Due::None;
    }
    match edtf(words) {
        Ok(interval) => of_interval(interval),
        Err(_) => sentence::read(words, signed),
    }
}

/// What an interval means that was typed in place of words.
pub fn of_interval(interval: Interval) -> Due {
    match interval {
        Interval { last: None, first, .. } => Due::Ongoing(first),
        Interval { precision: Precision::Day, .. } => Due::Dated(interval, Bound::On),
        Interval { first: None, .. } => Due::Dated(interval, Bound::By),
        _ => Due::Dated(interval, Bound::Within),
    }
}

/// Whether a text begins like a date of ISO 8601 and holds nothing but digits and signs.
pub fn is_edtf_like(text: &str) -> bool {
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    text.split(['-', '/']).next().is_some_and(is_year)
        && text.bytes().all(|b| b.is_ascii_digit() || b"-/.".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::recurrence::{Period, Turn};
    use unicode_normalization::UnicodeNormalization;

    const FORMS: &str = include_str!("forms.txt");

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn signed() -> Option<Date> {
        Some(date("2026-03-10"))
    }

    /// The forms and how they are read.
    fn forms() -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines = FORMS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(|line| line.split_once(" => ").expect(line))
    }

    fn shown(words: &str, due: &Due) -> String {
        let bound = |bound: &Bound| format!("{bound:?}").to_lowercase();
        let end = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        match due {
            Due::Dated(interval, relation) if interval.precision == Precision::Day => {
                assert_eq!(interval.first, interval.last);
                format!("{} {}", end(interval.last), bound(relation))
            }
            Due::Dated(interval, relation) => {
                let (first, last) = (end(interval.first), end(interval.last));
                format!("{first}..{last} {} {}", interval.precision.word(), bound(relation))
            }
            Due::Ongoing(since) => since.map_or("ongoing".into(), |since| format!("ongoing from {since}")),
            Due::Recurring(recurrence) => {
                let period = match recurrence.period {
                    Period::HalfYear => "half-year".into(),
                    period => format!("{period:?}").to_lowercase(),
                };
                let turn = |turn: &Turn| match turn.precision {
                    Precision::Day => format!("{:02}-{:02}", turn.last.0, turn.last.1),
                    _ => format!(
                        "{:02}-{:02}..{:02}-{:02}",
                        turn.first.0, turn.first.1, turn.last.0, turn.last.1
                    ),
                };
                let turns: Vec<String> = recurrence.turns.iter().map(turn).collect();
                let side =
                    |word: &str, day: Option<Date>| day.map_or(String::new(), |day| format!(" {word} {day}"));
                let (since, until) = (recurrence.bounds.since, recurrence.bounds.until);
                let relation = bound(&recurrence.relation);
                format!(
                    "{period} {} {relation}{}{}",
                    turns.join(", "),
                    side("since", since),
                    side("until", until)
                )
            }
            Due::Unclear(refusal) => {
                let reason = match &refusal.reason {
                    Reason::Unplaced(_) => "unplaced",
                    Reason::Second => "second",
                    Reason::Yearless(_) => "yearless",
                    Reason::NoCalendarYear => "no calendar year",
                    Reason::FarYear => "far",
                };
                format!("refused {reason}: {}", &words[refusal.at.clone()])
            }
            Due::None | Due::Relative | Due::Announced | Due::Impossible => format!("{due:?}").to_lowercase(),
        }
    }

    #[test]
    fn every_form_is_read_as_written_down() {
        let mut wrong = Vec::new();
        for (words, expect) in forms() {
            let found = shown(words, &read(words, signed()));
            if found != expect {
                wrong.push(format!("{words} => {found}   // {expect}"));
            }
        }
        assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), forms().count(), wrong.join("\n"));
    }

    /// What a reading says of days: trong, đến and vào differ in words alone.
    fn days(due: Due) -> Option<Due> {
        let plain = |bound| if bound == Bound::Before { bound } else { Bound::By };
        match due {
            Due::Unclear(_) | Due::Impossible => None,
            Due::Dated(interval, bound) => Some(Due::Dated(interval, plain(bound))),
            Due::Recurring(recurrence) => {
                Some(Due::Recurring(Recurrence { relation: plain(recurrence.relation), ..recurrence }))
            }
            other => Some(other),
        }
    }

    #[test]
    fn how_words_are_typed_changes_nothing() {
        for (words, _) in forms() {
            let expect = days(read(words, signed()));
            for typed in
                [words.nfd().collect(), words.to_uppercase(), format!("  {words}. "), format!("({words})")]
            {
                if edtf(words).is_err() {
                    assert_eq!(days(read(&typed, signed())), expect, "{typed}");
                }
            }
        }
    }

    /// Words that change what a deadline says wherever they stand.
    const MEANING: [&str; 14] = [
        "từ",
        "sau",
        "trước",
        "không",
        "và",
        "hoặc",
        "hằng",
        "đầu",
        "cuối",
        "đợt",
        "khóa",
        "30/9/2027",
        "năm 2031",
        "tháng 8",
    ];

    /// Insertions that change nothing, and why.
    fn says_the_same(words: &str, word: &str, longer: &str, reading: &Due) -> bool {
        let has = |phrases: &[&str]| phrases.iter().any(|phrase| longer.contains(phrase));
        let is_range = matches!(reading, Due::Dated(Interval { precision: Precision::Range, .. }, _));
        let recurs = matches!(reading, Due::Recurring(_));
        let is_since = matches!(reading, Due::Ongoing(Some(_)))
            || matches!(reading, Due::Recurring(Recurrence { bounds, .. }) if bounds.since.is_some());
        let by_word = match word {
            // "A đến B" is "từ A đến B"; "A và các năm sau" is "từ A …".
            "từ" => is_range || is_since,
            // A period begins with its beginning and ends with its end.
            "đầu" => {
                (is_range || is_since || recurs)
                    && has(&["từ đầu", "trước đầu", "hơn đầu", "đầu tháng", "đầu Tháng", "9 tháng đầu năm"])
            }
            // A last day is one with or without the word.
            "cuối" if has(&["hạn cuối"]) => true,
            "sau" if has(&["sau liền kề"]) => true,
            "cuối" => {
                (is_range || is_since || recurs)
                    && has(&["đến cuối", "hết cuối", "- cuối", "– cuối", "sau cuối"])
            }
            // "định kỳ", "một lần", "theo", "tháng cuối quý" and "hằng" all say that it recurs.
            "hằng" => recurs && words.split("hằng").count() <= 2 && !longer.contains("hằng hằng"),
            // "trước A và B" is "trước A và trước B"; before an hour of a day is on that day.
            "trước" if recurs && has(&["và trước", ", trước"]) => true,
            "trước" => has(&["trước 14 giờ", "trước 17", "trước chiều", "trước buổi sáng", "trước lúc"]),
            // The month of a day may be said twice.
            "tháng 8" => is_range,
            // An event has no days: before, after or with another it is undated all the same.
            _ => false,
        };
        by_word
            || *reading == Due::Relative && has(&["sau khi", "trước khi", "từ khi"])
            || *reading == Due::Announced && word == "sau"
    }

    #[test]
    fn a_form_with_a_word_more_is_read_otherwise_or_refused() {
        let mut same = Vec::new();
        for (words, _) in forms() {
            let Some(reading) = days(read(words, signed())) else { continue };
            let parts: Vec<&str> = words.split(' ').collect();
            for word in MEANING {
                for at in 0..=parts.len() {
                    let longer = [&parts[..at], &[word], &parts[at..]].concat().join(" ");
                    if days(read(&longer, signed())).as_ref() == Some(&reading)
                        && !says_the_same(words, word, &longer, &reading)
                    {
                        same.push(longer);
                    }
                }
            }
        }
        assert!(same.is_empty(), "read as before with a word more:\n{}", same.join("\n"));
    }
}
