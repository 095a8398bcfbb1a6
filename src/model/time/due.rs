//! The words of time that a paper prints, as what they mean.
//!
//! Owns the reading of Vietnamese words ("trước ngày 30/4/2021", "trong tháng 12/2022", "hằng quý",
//! "thường xuyên") and the days on which something recurs. What cannot be read for certain is
//! [`Due::Unclear`]: nothing is guessed. Words are compared without their marks.

use unicode_normalization::UnicodeNormalization;

use crate::model::time::date::{Date, Interval, Precision, civil_day, edtf};

/// How a deadline stands to its interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// trước: whether the day itself is still in time is a setting of the site.
    Before,
    /// đến, chậm nhất, hết: the last day is in time.
    By,
    /// trong: any day inside.
    Within,
    /// vào, ngày: on that day.
    On,
}

/// What the words of a deadline mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// No words at all.
    None,
    /// An interval with a last day.
    Dated(Interval, Bound),
    /// thường xuyên, or a range without end.
    Ongoing,
    /// hằng tháng, hằng quý, hằng năm.
    Recurring(Recurrence),
    /// Counted from an event.
    Relative,
    /// To be announced.
    Announced,
    /// A day that no calendar has.
    Impossible,
    /// Words that are not understood.
    Unclear,
}

/// The period after which something falls due again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
    /// Each half of a year.
    HalfYear,
    /// Each year.
    Year,
}

/// Something that falls due again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// How often.
    pub period: Period,
    /// The month inside a year, where the words name one.
    pub month: Option<i8>,
    /// The day of the (last) month of the period; none for the whole period.
    pub day: Option<i8>,
    /// How it stands to that day.
    pub relation: Bound,
}

/// One turn of a recurring deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The period it belongs to: its EDTF names the occurrence.
    pub period: Interval,
    /// When it is due.
    pub due: Interval,
}

impl Recurrence {
    /// The occurrence whose period holds `day`.
    fn holding(&self, day: Date) -> Option<Occurrence> {
        let (length, precision) = match self.period {
            Period::Month => (1, Precision::Month),
            Period::Quarter => (3, Precision::Quarter),
            Period::HalfYear => (6, Precision::HalfYear),
            Period::Year => (12, Precision::Year),
        };
        let period =
            Interval::months(day.year(), (day.month() - 1) / length * length + 1, length, precision)?;
        let month = match self.month {
            Some(month) => Date::new(day.year(), month, 1).ok()?,
            None => period.last?.first_of_month(),
        };
        let due = match self.day {
            // A month without that day has its last one.
            Some(of_month) => Interval::day(
                Date::new(month.year(), month.month(), of_month.min(month.days_in_month())).ok()?,
            ),
            None => period,
        };
        Some(Occurrence { period, due })
    }

    /// The occurrence that an EDTF name means; none where the name is of another period.
    pub fn named(&self, name: &str) -> Option<Occurrence> {
        let period = edtf(name).ok()?;
        let occurrence = self.holding(period.first?)?;
        (occurrence.period == period).then_some(occurrence)
    }

    /// The occurrences that end from `from` on, up to the first that does not end before `as_of`.
    pub fn until(&self, from: Date, as_of: Date) -> Vec<Occurrence> {
        let mut occurrences = Vec::new();
        let mut day = from;
        while let Some(occurrence) = self.holding(day) {
            let (Some(end), Some(period_end)) = (occurrence.due.last, occurrence.period.last) else { break };
            if end >= from {
                occurrences.push(occurrence);
                if end >= as_of {
                    break;
                }
            }
            match period_end.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        occurrences
    }
}

/// The EDTF name of a period.
pub fn period_name(period: &Interval) -> String {
    let Some(first) = period.first else { return String::new() };
    let year = first.year();
    match period.precision {
        Precision::Month => format!("{year:04}-{:02}", first.month()),
        Precision::Quarter => format!("{year:04}-{}", 33 + (first.month() - 1) / 3),
        Precision::HalfYear => format!("{year:04}-{}", 40 + (first.month() - 1) / 6),
        Precision::Year => format!("{year:04}"),
        Precision::Day | Precision::Range => first.to_string(),
    }
}

/// Reads the words of a deadline, or EDTF.
pub fn read(words: &str) -> Due {
    let words = words.trim();
    if words.is_empty() {
        return Due::None;
    }
    if let Ok(interval) = edtf(words) {
        return match interval {
            Interval { last: None, .. } => Due::Ongoing,
            Interval { precision: Precision::Day, .. } => Due::Dated(interval, Bound::On),
            Interval { first: None, .. } => Due::Dated(interval, Bound::By),
            _ => Due::Dated(interval, Bound::Within),
        };
    }
    let tokens = tokens(words);
    let text = Phrase(&tokens);
    if text.has(&["ke", "tu"]) || text.has(&["ngay", "lam", "viec"]) || text.has(&["sau", "khi"]) {
        return Due::Relative;
    }
    if text.has(&["thong", "bao", "sau"]) || text.has(&["se", "thong", "bao"]) {
        return Due::Announced;
    }
    if let Some(period) = text.period() {
        return text.recurring(period);
    }
    let (dates, impossible) = text.dates();
    if impossible {
        return Due::Impossible;
    }
    let ongoing = text.has(&["thuong", "xuyen"]) || text.has(&["tiep", "theo"]);
    match dates[..] {
        [] if text.has(&["thuong", "xuyen"]) => Due::Ongoing,
        [] if text.has(&["phien", "hop"]) || text.has(&["lo", "trinh"]) || text.has(&["thoi", "han"]) => {
            Due::Relative
        }
        [date] if !ongoing && text.is_whole(&date) => Due::Dated(date.interval, text.relation(&date)),
        // "2025 và những năm tiếp theo" has no end; a date beside "thường xuyên" is two deadlines.
        [_] if text.has(&["nam", "tiep", "theo"]) => Due::Ongoing,
        _ => Due::Unclear,
    }
}

/// Whether a text begins like a date of ISO 8601, or an interval without a beginning, and holds nothing
/// but digits and signs.
pub fn is_edtf_like(text: &str) -> bool {
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let first = text.strip_prefix("../").unwrap_or(text);
    first.split(['-', '/']).next().is_some_and(is_year)
        && text.bytes().all(|b| b.is_ascii_digit() || b"-/.".contains(&b))
}

/// A word without its marks, a number, or one of the signs between numbers.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Number(i16, usize),
    Sign(char),
}

fn tokens(words: &str) -> Vec<Token> {
    let bare: String = words
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| match c {
            'đ' | 'Đ' | 'ð' | 'Ð' => 'd',
            '–' | '—' | '−' | '‑' => '-',
            c => c.to_ascii_lowercase(),
        })
        .collect();
    let mut tokens = Vec::new();
    let mut rest = bare.as_str();
    while let Some(first) = rest.chars().next() {
        let same = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_digit() {
            let length = same(|c| c.is_ascii_digit());
            tokens.push(Token::Number(rest[..length].parse().unwrap_or(i16::MAX), length));
            length
        } else if first.is_alphabetic() {
            let length = same(char::is_alphabetic);
            tokens.push(Token::Word(rest[..length].to_owned()));
            length
        } else {
            if matches!(first, '/' | '-' | '.') {
                tokens.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// A date found among the words: what it is, and the tokens that it takes.
#[derive(Clone, Copy, Debug)]
struct Found {
    interval: Interval,
    start: usize,
    end: usize,
}

struct Phrase<'a>(&'a [Token]);

impl Phrase<'_> {
    fn word(&self, at: usize) -> &str {
        match self.0.get(at) {
            Some(Token::Word(word)) => word,
            _ => "",
        }
    }

    fn number(&self, at: usize) -> Option<i16> {
        match self.0.get(at) {
            Some(Token::Number(number, _)) => Some(*number),
            _ => None,
        }
    }

    /// A number of one or two digits.
    fn small(&self, at: usize) -> Option<i16> {
        match self.0.get(at) {
            Some(Token::Number(number, 1..=2)) => Some(*number),
            _ => None,
        }
    }

    /// A year of four digits.
    fn year(&self, at: usize) -> Option<i16> {
        match self.0.get(at) {
            Some(Token::Number(number, 4)) => Some(*number),
            _ => None,
        }
    }

    fn is_sign(&self, at: usize) -> bool {
        matches!(self.0.get(at), Some(Token::Sign(_)))
    }

    /// Whether the words stand one behind the other.
    fn has(&self, words: &[&str]) -> bool {
        self.find(words).is_some()
    }

    fn find(&self, words: &[&str]) -> Option<usize> {
        (0..self.0.len()).find(|at| words.iter().enumerate().all(|(i, word)| self.word(at + i) == *word))
    }

    /// The period of something that recurs.
    fn period(&self) -> Option<Period> {
        for (word, period) in [("thang", Period::Month), ("quy", Period::Quarter), ("nam", Period::Year)] {
            if self.has(&["hang", word]) || self.has(&["moi", word]) || self.has(&["dinh", "ky", word]) {
                return Some(period);
            }
        }
        if self.has(&["cua", "thang", "truoc"]) {
            return Some(Period::Month);
        }
        if self.has(&["cua", "quy"]) || self.has(&["cuoi", "quy"]) {
            return self.dates().0.is_empty().then_some(Period::Quarter);
        }
        let at = self.find(&["dinh", "ky"])?;
        match (self.number(at + 2)?, self.word(at + 3)) {
            (1, "thang") => Some(Period::Month),
            (3, "thang") => Some(Period::Quarter),
            (6, "thang") => Some(Period::HalfYear),
            (12, "thang") | (1, "nam") => Some(Period::Year),
            _ => None,
        }
    }

    /// A recurring deadline, with the day of the period that the words name.
    fn recurring(&self, period: Period) -> Due {
        if !self.dates().0.is_empty() {
            return Due::Unclear;
        }
        let mut days = (0..self.0.len()).filter_map(|at| {
            let day = self.small(at)?;
            if self.is_sign(at + 1) {
                return Some((day, self.small(at + 2)));
            }
            let named = ["ngay", "mong"].contains(&self.word(at.wrapping_sub(1)));
            named.then(|| (day, if self.word(at + 1) == "thang" { self.small(at + 2) } else { None }))
        });
        let day = days.next();
        // "trước ngày 5 tháng đầu quý sau": a day of another period than the one that recurs.
        let elsewhere = ["sau", "tiep", "dau", "giua"].iter().any(|word| self.has(&[word]));
        if days.next().is_some() || day.is_some() && elsewhere {
            return Due::Unclear;
        }
        let relation = match day {
            Some(_)
                if self.has(&["truoc", "ngay"]) || self.has(&["truoc"]) && !self.has(&["thang", "truoc"]) =>
            {
                Bound::Before
            }
            Some(_) if self.has(&["cham", "nhat"]) => Bound::By,
            Some(_) => Bound::On,
            None => Bound::Within,
        };
        let (day, month) = match day {
            None => (None, None),
            Some((day, None)) if period == Period::Month || period == Period::Quarter => (Some(day), None),
            Some((day, Some(month))) if period == Period::Year => (Some(day), Some(month)),
            Some(_) => return Due::Unclear,
        };
        // A leap year has every day that some year has.
        if civil_day(2024, month.unwrap_or(1), day.unwrap_or(1)).is_err() {
            return Due::Impossible;
        }
        let narrow = |n: Option<i16>| n.and_then(|n| i8::try_from(n).ok());
        Due::Recurring(Recurrence { period, month: narrow(month), day: narrow(day), relation })
    }

    /// All dates among the words, and whether one of them is in no calendar.
    fn dates(&self) -> (Vec<Found>, bool) {
        let (mut found, mut impossible, mut at) = (Vec::<Found>::new(), false, 0);
        while at < self.0.len() {
            match self.date(at) {
                Some((Some(interval), end)) => {
                    found.push(Found { interval, start: at, end });
                    at = end;
                }
                Some((None, end)) => {
                    impossible = true;
                    at = end;
                }
                None => at += 1,
            }
        }
        if let [from, to] = found[..]
            && self.joins(from.end, to.start)
        {
            match Interval::range(from.interval, to.interval) {
                Some(interval) => found = vec![Found { interval, start: from.start, end: to.end }],
                None => impossible = true,
            }
        }
        (found, impossible)
    }

    /// Whether only "-" or "đến [hết] [ngày|tháng|năm]" stands between two dates.
    fn joins(&self, from: usize, to: usize) -> bool {
        let between = &self.0[from..to];
        let is_filler = |token: &Token| matches!(token, Token::Word(w) if ["den", "het", "ngay", "thang", "nam", "quy"].contains(&w.as_str()));
        match between {
            [Token::Sign('-')] => true,
            [Token::Word(first), rest @ ..] => first == "den" && rest.iter().all(is_filler),
            _ => false,
        }
    }

    /// The date that begins at `at` (none in a calendar: `None`), and the token behind it.
    fn date(&self, at: usize) -> Option<(Option<Interval>, usize)> {
        let of_year = |end: usize| match self.word(end) {
            "nam" => self.year(end + 1).map(|year| (year, end + 2)),
            _ if self.is_sign(end) => self.year(end + 1).map(|year| (year, end + 2)),
            _ => self.year(end).map(|year| (year, end + 1)),
        };
        // quý III/2024, quý 3 năm 2024
        if self.word(at) == "quy" {
            let quarter = match self.word(at + 1) {
                "i" => 1,
                "ii" => 2,
                "iii" => 3,
                "iv" => 4,
                _ => self.small(at + 1)?,
            };
            let (year, end) = of_year(at + 2)?;
            let interval = (1..=4)
                .contains(&quarter)
                .then(|| Interval::months(year, (quarter as i8 - 1) * 3 + 1, 3, Precision::Quarter));
            return Some((interval.flatten(), end));
        }
        // 6 tháng đầu năm 2024
        if (self.number(at) == Some(6) || self.word(at) == "sau") && self.word(at + 1) == "thang" {
            let start = match self.word(at + 2) {
                "dau" => 1,
                "cuoi" => 7,
                _ => return None,
            };
            let (year, end) = of_year(at + 3)?;
            return Some((Interval::months(year, start, 6, Precision::HalfYear), end));
        }
        // 30/4/2021 and 8 tháng 9 năm 2024
        if let Some(day) = self.small(at)
            && (self.is_sign(at + 1) || self.word(at + 1) == "thang")
            && let Some(month) = self.small(at + 2)
            && let Some((year, end)) = of_year(at + 3)
        {
            return Some((civil_day(year, month, day).ok().map(Interval::day), end));
        }
        // tháng 9 năm 2024, 9/2024
        let (month_at, named) = if self.word(at) == "thang" { (at + 1, true) } else { (at, false) };
        if let Some(month) = self.small(month_at)
            && (named || self.is_sign(month_at + 1))
            && let Some((year, end)) = of_year(month_at + 1)
        {
            return Some((Interval::months(year, i8::try_from(month).ok()?, 1, Precision::Month), end));
        }
        // 2024, but not the end of something else ("quý V/2024")
        let year = self.year(at)?;
        let ends_range = at > 1 && self.year(at - 2).is_some() && self.0[at - 1] == Token::Sign('-');
        let stands_alone = at == 0 || !self.is_sign(at - 1) || ends_range;
        (stands_alone && (1900..=2200).contains(&year)).then(|| (Interval::year(year), at + 1))
    }

    /// Whether the interval is all that is said: "đầu năm 2024", "tuần 2 tháng 9/2024" mean a part of it.
    fn is_whole(&self, date: &Found) -> bool {
        let parts: &[&str] = match date.interval.precision {
            Precision::Day => &["tuan"],
            // "từ ngày 01/11 đến ngày 30/11": the word belongs to the first date.
            Precision::Range => &["tuan", "quy", "nua", "dau", "giua"],
            _ => &["ngay", "tuan", "thang", "quy", "nua", "dau", "giua"],
        };
        let is_part = |at| parts.contains(&self.word(at));
        // "2021-13-01" is no year with something behind it.
        let goes_on = self.is_sign(date.end) && self.number(date.end + 1).is_some();
        let began = date.start > 1 && self.is_sign(date.start - 1) && self.number(date.start - 2).is_some();
        !(0..date.start).any(is_part) && !goes_on && !began
    }

    /// How the words before a date relate to it.
    fn relation(&self, date: &Found) -> Bound {
        let before = &self.0[..date.start];
        let last = |word: &str| before.iter().rposition(|t| matches!(t, Token::Word(w) if w == word));
        let hour = last("gio").or(last("h"));
        match (last("truoc"), date.interval.precision) {
            // "trước 17 giờ ngày 30/4" leaves the day itself in time by the letter.
            (Some(at), _) if hour.is_none_or(|hour| hour < at) => return Bound::Before,
            (Some(_), _) => return Bound::By,
            _ => {}
        }
        if ["den", "nhat", "het", "qua", "han"].iter().any(|word| last(word).is_some()) {
            return Bound::By;
        }
        match date.interval.precision {
            Precision::Day => Bound::On,
            _ => Bound::Within,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(due: Due) -> String {
        match due {
            Due::Dated(interval, relation) => {
                let end = |day: Option<Date>| day.map_or("..".into(), |d| d.to_string());
                let ends = match interval.precision {
                    Precision::Day => end(interval.last),
                    _ => format!("{}/{}", end(interval.first), end(interval.last)),
                };
                format!("{ends} {} {relation:?}", interval.precision.word())
            }
            Due::Recurring(Recurrence { period, month, day, relation }) => {
                format!(
                    "{period:?} {} {} {relation:?}",
                    month.map_or("-".into(), |m| m.to_string()),
                    day.map_or("-".into(), |d| d.to_string())
                )
            }
            other => format!("{other:?}"),
        }
    }

    #[track_caller]
    fn check(words: &str, expect: &str) {
        assert_eq!(shown(read(words)), expect, "{words}");
        // The same words in the other Unicode form.
        assert_eq!(shown(read(&words.nfd().collect::<String>())), expect, "{words} (NFD)");
    }

    #[test]
    fn days() {
        check("trước ngày 15/12/2021", "2021-12-15 day Before");
        check("Trước ngày 30/5/2021", "2021-05-30 day Before");
        check("trước ngày 08 tháng 9 năm 2024", "2024-09-08 day Before");
        check("chậm nhất trước ngày 30/6/2024", "2024-06-30 day Before");
        check("chậm nhất là ngày 25/3/2024", "2024-03-25 day By");
        check("hoàn thành dứt điểm trước ngày 30/9/2024", "2024-09-30 day Before");
        check("vào ngày 05/4/2024", "2024-04-05 day On");
        check("14 giờ ngày 12/5/2024", "2024-05-12 day On");
        check("trước 17 giờ ngày 12/5/2024", "2024-05-12 day By");
        check("trước 17h00 ngày 12/5/2024", "2024-05-12 day By");
        check("chiều ngày 13/5/2024", "2024-05-13 day On");
        check("đến ngày 31/12/2024", "2024-12-31 day By");
        check("truoc ngay 30/4/2021", "2021-04-30 day Before");
        check("2021-04-30", "2021-04-30 day On");
    }

    #[test]
    fn months_quarters_halves_years() {
        check("trong tháng 12/2022", "2022-12-01/2022-12-31 month Within");
        check("trong tháng 9 năm 2024", "2024-09-01/2024-09-30 month Within");
        check("hoàn thành học tập trong tháng 12/2022", "2022-12-01/2022-12-31 month Within");
        check("9/2024", "2024-09-01/2024-09-30 month Within");
        check("08/2024", "2024-08-01/2024-08-31 month Within");
        check("Tháng 7/2024", "2024-07-01/2024-07-31 month Within");
        check("Quý III/2024", "2024-07-01/2024-09-30 quarter Within");
        check("Quý I năm 2024", "2024-01-01/2024-03-31 quarter Within");
        check("quý 4-2024", "2024-10-01/2024-12-31 quarter Within");
        check("6 tháng đầu năm 2024", "2024-01-01/2024-06-30 half-year Within");
        check("trong 06 tháng cuối năm 2024", "2024-07-01/2024-12-31 half-year Within");
        check("hoàn thành trong năm 2024", "2024-01-01/2024-12-31 year Within");
        check("cơ bản hoàn thành trong năm 2024", "2024-01-01/2024-12-31 year Within");
        check("2024", "2024-01-01/2024-12-31 year Within");
        check("Đến năm 2025", "2025-01-01/2025-12-31 year By");
        check("đến hết năm 2024", "2024-01-01/2024-12-31 year By");
        check("2024-35", "2024-07-01/2024-09-30 quarter Within");
    }

    #[test]
    fn ranges() {
        check("2021-2025", "2021-01-01/2025-12-31 range Within");
        check("2023 - 2024", "2023-01-01/2024-12-31 range Within");
        check("giai đoạn 2021 – 2025", "2021-01-01/2025-12-31 range Within");
        check("từ 01/3/2024 đến 30/6/2024", "2024-03-01/2024-06-30 range Within");
        check("từ ngày 01/11/2026 đến ngày 30/11/2026", "2026-11-01/2026-11-30 range Within");
        check("từ tháng 3/2024 đến hết tháng 6/2024", "2024-03-01/2024-06-30 range Within");
        check("2025/2026", "2025-01-01/2026-12-31 range Within");
        check("../2025-06", "../2025-06-30 range By");
        check("2025/..", "Ongoing");
        check("2024 và các năm tiếp theo", "Ongoing");
        check("2025 và những năm tiếp theo", "Ongoing");
        check("từ 30/6/2024 đến 01/3/2024", "Impossible");
    }

    #[test]
    fn ongoing_relative_announced() {
        check("thực hiện thường xuyên", "Ongoing");
        check("Thường xuyên", "Ongoing");
        check("Nhiệm vụ thường xuyên", "Ongoing");
        check("trong thời hạn 10 ngày làm việc kể từ ngày ký", "Relative");
        check("05 ngày làm việc kể từ ngày nhận được văn bản", "Relative");
        check("trong 10 ngày kể từ ngày 01/3/2024", "Relative");
        check("tại phiên họp gần nhất", "Relative");
        check("theo lộ trình", "Relative");
        check("thời gian cụ thể sẽ thông báo sau", "Announced");
        check("", "None");
    }

    #[test]
    fn recurring() {
        check("Hằng năm", "Year - - Within");
        check("định kỳ hàng năm", "Year - - Within");
        check("hằng quý", "Quarter - - Within");
        check("định kỳ 06 tháng", "HalfYear - - Within");
        check("trước ngày 20 hằng tháng", "Month - 20 Before");
        check("(trước ngày 15 tháng 11 hằng năm)", "Year 11 15 Before");
        check("trước 15/11 hằng năm", "Year 11 15 Before");
        check("ngày 25 của tháng trước", "Month - 25 On");
        check("tuần cuối của quý", "Quarter - - Within");
        check("ngày mồng 5 hằng tháng", "Month - 5 On");
        check("chậm nhất ngày 25 hằng tháng", "Month - 25 By");
        check("trước ngày 31 tháng 4 hằng năm", "Impossible");
        check("trước ngày 25 tháng cuối quý, hằng quý", "Quarter - 25 Before");
        check("trước ngày 5 tháng đầu quý sau, hằng quý", "Unclear");
        check("ngày 10 tháng sau, hằng tháng", "Unclear");
    }

    #[test]
    fn what_is_not_certain_is_unclear() {
        check("trước ngày 30/2/2021", "Impossible");
        check("2021-13-01", "Unclear");
        check("2021 - 13 - 01", "Unclear");
        check("trong tháng 13/2022", "Impossible");
        check("quý V/2024", "Unclear");
        check("trước ngày 30/4", "Unclear");
        check("trước ngày 30/4/21", "Unclear");
        check("sớm nhất có thể", "Unclear");
        check("trước ngày 30/4/2021 và ngày 15/5/2021", "Unclear");
        check("trong năm 2024 và thường xuyên", "Unclear");
        check("hằng tuần", "Unclear");
        check("đầu năm 2024", "Unclear");
        check("tháng chín năm 2024", "Unclear");
        check("tuần 2 tháng 9/2024", "Unclear");
        check("định kỳ", "Unclear");
        check("trước ngày 15 hằng năm", "Unclear");
    }

    #[track_caller]
    fn check_until(words: &str, from: &str, as_of: &str, expect: &[&str]) {
        let Due::Recurring(recurrence) = read(words) else { panic!("{words} does not recur") };
        let occurrences = recurrence.until(from.parse().unwrap(), as_of.parse().unwrap());
        let shown: Vec<_> = occurrences
            .iter()
            .map(|o| format!("{} {}", period_name(&o.period), o.due.last.unwrap()))
            .collect();
        assert_eq!(shown, expect);
        for occurrence in occurrences {
            assert_eq!(recurrence.named(&period_name(&occurrence.period)), Some(occurrence));
        }
    }

    #[test]
    fn occurrences_end_with_the_first_that_is_not_over() {
        // A yearly duty of 2021 seen in 2023: three.
        check_until(
            "hằng năm",
            "2021-03-19",
            "2023-08-01",
            &["2021 2021-12-31", "2022 2022-12-31", "2023 2023-12-31"],
        );
        check_until("hằng quý", "2024-02-10", "2024-06-30", &["2024-33 2024-03-31", "2024-34 2024-06-30"]);
        check_until(
            "định kỳ 06 tháng",
            "2024-02-10",
            "2024-07-01",
            &["2024-40 2024-06-30", "2024-41 2024-12-31"],
        );
        // What was due in the month before the directive was signed is not owed.
        check_until(
            "trước ngày 20 hằng tháng",
            "2024-01-25",
            "2024-03-20",
            &["2024-02 2024-02-20", "2024-03 2024-03-20"],
        );
        check_until("ngày 31 hằng tháng", "2024-02-01", "2024-02-29", &["2024-02 2024-02-29"]);
        check_until("hằng năm", "2024-06-01", "2020-01-01", &["2024 2024-12-31"]);
    }

    #[test]
    fn an_occurrence_is_named_by_its_period_only() {
        let Due::Recurring(quarterly) = read("hằng quý") else { panic!() };
        assert!(quarterly.named("2024-33").is_some());
        assert!(
            quarterly.named("2024-03").is_none()
                && quarterly.named("2024").is_none()
                && quarterly.named("x").is_none()
        );
    }
}
