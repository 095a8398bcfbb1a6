//! Words of deadlines, and how they are read.

use super::*;
use crate::model::time::recurrence::{Period, Turn};
use unicode_normalization::UnicodeNormalization;

const FORMS: &str = include_str!("../forms.txt");

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
                _ => {
                    format!("{:02}-{:02}..{:02}-{:02}", turn.first.0, turn.first.1, turn.last.0, turn.last.1)
                }
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
        for typed in [
            words.nfd().collect(),
            words.to_uppercase(),
            format!("  {words}. "),
            format!("({words})"),
            words.replace(' ', "\u{200b} \u{feff}"),
        ] {
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
            (is_range || is_since || recurs) && has(&["đến cuối", "hết cuối", "- cuối", "– cuối", "sau cuối"])
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

/// What a refusal proposes: the form that is most like the words, the part that is a day, or the day of a year.
fn hint(words: &str, signed: Option<Date>) -> String {
    let Due::Unclear(refusal) = read(words, signed) else { panic!("{words} is read") };
    let days = |interval: &Interval| match (interval.first, interval.last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (first, last) => format!("{}..{}", first.unwrap(), last.unwrap()),
    };
    match refusal.reason {
        Reason::Unplaced(Some((at, interval))) => format!("{} is {}", &words[at], days(&interval)),
        Reason::Unplaced(None) => refusal.near.unwrap_or("nothing").to_owned(),
        Reason::Yearless(day) => day.map_or("no day".to_owned(), |day| days(&day)),
        reason => panic!("{words}: {reason:?}"),
    }
}

#[test]
fn a_refusal_proposes_the_form_that_is_meant() {
    for (words, expect) in [
        ("mỗi 5 năm", "trước ngày 20 hằng tháng"),
        ("3 lần/năm", "trước ngày 20 hằng tháng"),
        ("định kỳ", "trước ngày 20 hằng tháng"),
        ("quý V/2026", "trong quý III/2024"),
        ("đầu quý", "trong quý III/2024"),
        ("đầu năm 2026", "đầu tháng 4/2024"),
        ("giữa năm 2026", "đầu tháng 4/2024"),
        // No February.
        ("đợt 2/2026", "trước ngày 30/4/2021"),
        ("tháng chín năm 2026", "trong tháng 12/2022"),
        ("Đại hội / Hội nghị trong tháng", "trong tháng 12/2022"),
        ("từ khóa XV", "từ ngày 01/7/2025"),
        ("không trước Đại hội", "từ ngày 01/7/2025"),
        ("ngày rằm", "trước ngày 30/4/2021"),
        ("trong 02 năm", "trong năm 2024"),
        ("trong năm nay", "nothing"),
        ("bước 1", "nothing"),
        ("Đại hội/Hội nghị", "nothing"),
        ("đúng khi có yêu cầu", "sau khi có ý kiến của Sở Tài chính"),
        ("đúng theo kế hoạch", "sau khi có ý kiến của Sở Tài chính"),
        ("lâu dài", "nothing"),
    ] {
        assert_eq!(hint(words, signed()), expect, "{words}");
    }
}

#[test]
fn a_refusal_names_the_one_day_that_is_read() {
    for (words, expect) in [
        ("trước ngày 30/6/2026 (đợt 1)", "trước ngày 30/6/2026 is 2026-06-30"),
        ("sau khi họp, trước ngày 30/6/2026", "trước ngày 30/6/2026 is 2026-06-30"),
        // A month is none, and of two none is the one.
        ("bước 1: tháng 6/2026", "trước ngày 30/4/2021"),
        ("đợt 1: 30/6/2026; đợt 2: 31/12/2026", "trước ngày 30/4/2021"),
    ] {
        assert_eq!(hint(words, signed()), expect, "{words}");
    }
}

#[test]
fn a_day_without_a_year_is_proposed_in_the_year_of_the_paper_or_the_next() {
    for (words, expect) in [
        ("trước ngày 30/4", "2026-04-30"),
        ("ngày 10/3", "2026-03-10"),
        ("ngày 9/3", "2027-03-09"),
        ("Quý I", "2026-01-01..2026-03-31"),
        ("tháng 02", "2027-02-01..2027-02-28"),
        ("trước ngày 15/6 và 15/12", "no day"),
        ("trước ngày 15", "no day"),
    ] {
        assert_eq!(hint(words, signed()), expect, "{words}");
        assert_eq!(hint(words, None), "no day", "{words} without the day of the paper");
    }
}

#[test]
fn what_is_typed_as_data_looks_like_it() {
    for typed in
        ["2026", "2026-06", "2026-06-30", "2026-34", "2025/2026", "2025/..", "../2026-06", "2021-13-01"]
    {
        assert!(is_edtf_like(typed), "{typed}");
    }
    for typed in ["", "30/6/2026", "6/2026", "2026 - 2030", "2026-Q3", "20260630", "../6", "năm 2026", "abcd"]
    {
        assert!(!is_edtf_like(typed), "{typed}");
    }
}
