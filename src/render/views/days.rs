//! Days, intervals and dates of documents in words.
//!
//! Owns how people write them in the language of the site: a day is 30/04/2021, an interval keeps its own
//! words and never becomes a false last day.

use schemars::JsonSchema;
use serde::Serialize;

use crate::language::Language;
use crate::model::document::directive::Directive;
use crate::model::time::date::{Date, Interval, Precision};
use crate::render::filter::Quarter;
use crate::render::views::builder::PageBuilder;

/// A day: as data and as words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct DayView {
    /// As data: 2021-04-30; empty where no day is known.
    pub iso: String,
    /// As people write it: 30/04/2021.
    pub text: String,
}

impl PageBuilder<'_> {
    /// A day as people write it here: 30/04/2021.
    pub fn day(&self, day: Date) -> DayView {
        DayView { iso: day.to_string(), text: shown_day(day) }
    }

    /// A day in the head of a document: "ngày 05 tháng 12 năm 2022". Days under 10 and months 1 and 2
    /// take a zero (Nghị định 30/2020/NĐ-CP, Annex I).
    pub fn long_day(&self, day: Date) -> String {
        let month = if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() };
        let values =
            [("day", format!("{:02}", day.day())), ("month", month), ("year", day.year().to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.labels().fill("directive", "date_long", &values)
    }

    /// The date of a document, or in words what is known of it.
    pub fn date_of(&self, directive: &Directive) -> DayView {
        let labels = self.labels();
        if let Some(date) = directive.date {
            return self.day(date);
        }
        let Interval { first, last, .. } = directive.when;
        let text = match (first, last) {
            (Some(first), Some(last)) => {
                let (from, to) = (shown_day(first), self.end_of_gap(last));
                labels.fill("directive", "date_between", &[("from", &from), ("to", &to)])
            }
            (Some(first), None) => labels.fill("directive", "date_after", &[("from", &shown_day(first))]),
            (None, Some(last)) => labels.fill("directive", "date_before", &[("to", &self.end_of_gap(last))]),
            (None, None) => labels.get("directive", "date_unknown").to_owned(),
        };
        DayView { iso: String::new(), text }
    }

    /// The end of what is known of a date: the last day of a month is that month.
    fn end_of_gap(&self, last: Date) -> String {
        if last == last.last_of_month() && last.day() >= 28 {
            return self.month(last);
        }
        shown_day(last)
    }

    fn month(&self, day: Date) -> String {
        let (month, year) = (day.month().to_string(), day.year().to_string());
        self.labels().fill("when", "month", &[("month", &month), ("year", &year)])
    }

    /// An interval as people say it: "tháng 12/2022", "Quý III/2024".
    pub fn interval(&self, interval: &Interval) -> String {
        let labels = self.labels();
        let (last, first) = match (interval.first, interval.last) {
            (first, Some(last)) => (last, first),
            (Some(first), None) => return labels.fill("when", "since", &[("from", &shown_day(first))]),
            (None, None) => return String::new(),
        };
        let year = last.year().to_string();
        match (interval.precision, first) {
            (Precision::Day, _) => shown_day(last),
            (Precision::Month, _) => self.month(last),
            (Precision::Quarter, _) => self.quarter_names(Quarter::of(last)).0,
            (Precision::HalfYear, _) => {
                labels.fill("when", if last.month() <= 6 { "half_1" } else { "half_2" }, &[("year", &year)])
            }
            (Precision::Year, _) => labels.fill("when", "year", &[("year", &year)]),
            (Precision::Range, Some(first)) => {
                let (from, to) = self.ends(first, last);
                labels.fill("when", "range", &[("from", &from), ("to", &to)])
            }
            (Precision::Range, None) => labels.fill("when", "until", &[("to", &shown_day(last))]),
        }
    }

    /// The ends of a range: whole years and whole months as such, never as a false last day.
    fn ends(&self, first: Date, last: Date) -> (String, String) {
        let is_whole = first.day() == 1 && last == last.last_of_month();
        if is_whole && (first.month(), last.month()) == (1, 12) && first.year() != last.year() {
            return (first.year().to_string(), last.year().to_string());
        }
        if is_whole && first.first_of_month() != last.first_of_month() {
            return (self.month(first), self.month(last));
        }
        (shown_day(first), shown_day(last))
    }

    /// A quarter with its year, and the same where there is little room: "Quý III/2024", "III/24".
    pub fn quarter_names(&self, quarter: Quarter) -> (String, String) {
        let (number, year) = (self.quarter(quarter.quarter), quarter.year);
        let name = self.labels().fill("when", "quarter", &[("quarter", number), ("year", &year.to_string())]);
        (name, format!("{number}/{:02}", year.rem_euclid(100)))
    }

    /// The number of a quarter as people write it: Roman in Vietnamese.
    pub fn quarter(&self, quarter: i8) -> &'static str {
        let at = usize::try_from(quarter.clamp(1, 4) - 1).unwrap_or(0);
        match self.language() {
            Language::Vi => ["I", "II", "III", "IV"][at],
            Language::En => ["1", "2", "3", "4"][at],
        }
    }
}

/// 30/04/2021
pub(crate) fn shown_day(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::date::edtf;
    use crate::read::snapshot::Sources;
    use crate::render::reader::Reader;
    use crate::site::{Options, Site};

    /// A site without a directive.
    fn site(language: &str) -> Site {
        let settings = format!("title: Công báo\nlanguage: {language}\n");
        let sources = Sources::from_texts([("content/site.yaml".into(), settings)]);
        let as_of = "2023-08-01".parse().unwrap();
        Site::load(&sources, &Options { as_of, base_url: None, drafts: false }).0
    }

    #[track_caller]
    fn check(typed: &str, vi: &str, en: &str) {
        let interval = edtf(typed).unwrap();
        for (language, expect) in [("vi", vi), ("en", en)] {
            let site = site(language);
            let builder = PageBuilder { reader: Reader::new(site.content()), from: None };
            assert_eq!(builder.interval(&interval), expect, "{typed} in {language}");
        }
    }

    #[test]
    fn intervals_keep_their_own_words() {
        check("2021-04-30", "30/04/2021", "30/04/2021");
        check("2022-12", "tháng 12/2022", "12/2022");
        check("2024-35", "Quý III/2024", "Q3 2024");
        check("2024-40", "6 tháng đầu năm 2024", "first half of 2024");
        check("2024-41", "6 tháng cuối năm 2024", "second half of 2024");
        check("2024", "năm 2024", "2024");
    }

    #[test]
    fn a_quarter_of_any_year_has_a_short_name() {
        let site = site("vi");
        let builder = PageBuilder { reader: Reader::new(site.content()), from: None };
        let names = |year| builder.quarter_names(Quarter { year, quarter: 3 });
        assert_eq!(names(2024), ("Quý III/2024".to_owned(), "III/24".to_owned()));
        for (year, short) in
            [(2005, "III/05"), (1900, "III/00"), (99, "III/99"), (5, "III/05"), (0, "III/00")]
        {
            assert_eq!(names(year).1, short);
        }
        for year in [Date::MIN.year(), -5, -1, Date::MAX.year()] {
            assert_eq!(names(year).1.len(), "III/99".len(), "{year}");
        }
    }

    #[test]
    fn ranges_of_whole_months_or_years_name_no_day() {
        check("2025/2026", "2025 – 2026", "2025 – 2026");
        check("2023-10/2024-03", "tháng 10/2023 – tháng 3/2024", "10/2023 – 3/2024");
        check("2023-09-05/2023-09-30", "05/09/2023 – 30/09/2023", "05/09/2023 – 30/09/2023");
        check("2023-09-01/2023-09-30", "01/09/2023 – 30/09/2023", "01/09/2023 – 30/09/2023");
        check("2023-01-01/2023-12-31", "tháng 1/2023 – tháng 12/2023", "1/2023 – 12/2023");
        check("../2025-06", "đến 30/06/2025", "until 30/06/2025");
    }

    #[test]
    fn a_long_day_takes_zeros_before_small_days_and_two_months() {
        let site = site("vi");
        let builder = PageBuilder { reader: Reader::new(site.content()), from: None };
        let long = |day: &str| builder.long_day(day.parse().unwrap());
        assert_eq!(long("2022-12-05"), "ngày 05 tháng 12 năm 2022");
        assert_eq!(long("2021-03-19"), "ngày 19 tháng 3 năm 2021");
        assert_eq!(long("2021-02-01"), "ngày 01 tháng 02 năm 2021");
    }

    #[test]
    fn a_gap_ends_with_a_month_only_where_it_ends_with_its_last_day() {
        let site = site("vi");
        let builder = PageBuilder { reader: Reader::new(site.content()), from: None };
        let end = |day: &str| builder.end_of_gap(day.parse().unwrap());
        assert_eq!(end("2023-02-28"), "tháng 2/2023");
        assert_eq!(end("2024-02-28"), "28/02/2024");
        assert_eq!(end("2023-07-20"), "20/07/2023");
    }
}
