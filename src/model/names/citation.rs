//! Citations: the numbers and names of documents in running text.
//!
//! Owns the finding ("Nghị quyết số 28-NQ/TW, ngày 17/11/2022", "Chỉ thị số 14", names under
//! `known_as`); whom a citation means is for the catalog. Works on the running text of one block, so
//! that emphasis and line breaks part no words.

use crate::model::names::number::Number;
use crate::model::time::date::{Interval, civil_day};
use crate::read::memo::by_hash;
use crate::spelling::{Folded, fold, fold_with_places};

/// One citation: a range of bytes of a run, and what is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// First byte in the text of the run.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
    /// What is cited.
    pub cited: Cited,
}

/// What a citation says of the document that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cited {
    /// A number with its symbol.
    Number(CitedNumber),
    /// A type and a serial without symbol ("Chỉ thị số 14"), or a name under `known_as`.
    Name {
        /// The whole as typed, folded.
        folded: String,
        /// Type (folded) and serial as typed, where it has them.
        short: Option<(String, String)>,
        /// The day or year that follows it.
        date: Option<Interval>,
    },
}

/// A number with its symbol, and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedNumber {
    /// The number.
    pub number: Number,
    /// The type named before it, folded.
    pub kind: Option<String>,
    /// The day or year that follows it.
    pub date: Option<Interval>,
}

/// The names that are looked for: those of the types, and those under `known_as`.
#[derive(Clone, Debug, Default, Hash)]
pub struct Names {
    /// Names of types, folded, longest first.
    kinds: Vec<String>,
    /// Names of documents, folded.
    known: Vec<Known>,
}

#[derive(Clone, Debug, Hash)]
struct Known {
    folded: String,
    /// Digits that every spelling of the name has, to pass over most texts cheaply.
    digits: String,
}

impl Names {
    /// The names to look for, each folded.
    pub fn new(kinds: impl IntoIterator<Item = String>, known: impl IntoIterator<Item = String>) -> Names {
        let mut kinds: Vec<String> = kinds.into_iter().collect();
        kinds.sort_by_key(|kind| (std::cmp::Reverse(kind.len()), kind.clone()));
        kinds.dedup();
        let mut known: Vec<String> = known.into_iter().filter(|name| !name.is_empty()).collect();
        known.sort();
        known.dedup();
        let known = known.into_iter().map(|folded| {
            let digits =
                folded.split(|c: char| !c.is_ascii_digit()).max_by_key(|d| d.len()).unwrap_or_default();
            Known { digits: digits.to_owned(), folded }
        });
        Names { kinds, known: known.collect() }
    }
}

by_hash!(Names);

/// Finds the citations of a run, in order, none inside another.
pub fn find(text: &str, names: &Names) -> Vec<Citation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let end = digits_end(text, start);
        at = end;
        if follows_word(text, start) {
            continue;
        }
        if let Some(citation) = number_at(text, start, names).or_else(|| short_at(text, start, end, names)) {
            at = citation.end;
            found.push(citation);
        }
    }
    find_known(text, names, &mut found);
    found.sort_by_key(|citation| citation.start);
    found
}

/// Adds the names under `known_as` that stand outside of every number.
fn find_known(text: &str, names: &Names, found: &mut Vec<Citation>) {
    let mut folded: Option<(Vec<Folded>, String)> = None;
    for known in names.known.iter().filter(|known| text.contains(&known.digits)) {
        let (places, plain) = folded.get_or_insert_with(|| {
            let places = fold_with_places(text);
            let plain = places.iter().map(|f| f.character).collect();
            (places, plain)
        });
        for (byte, _) in plain.match_indices(&known.folded) {
            let first = plain[..byte].chars().count();
            let last = first + known.folded.chars().count() - 1;
            let (start, end) = (places[first].start, places[last].end);
            if follows_word(text, start) || precedes_more(text, end) {
                continue;
            }
            let inside = |c: &Citation| c.start < end && start < c.end;
            match found.iter().position(inside) {
                // The longer of two names; a number with its symbol says more than a name.
                Some(at)
                    if matches!(found[at].cited, Cited::Number(_))
                        || found[at].end - found[at].start >= end - start => {}
                other => {
                    if let Some(at) = other {
                        found.remove(at);
                    }
                    let cited = Cited::Name { folded: known.folded.clone(), short: None, date: None };
                    found.push(Citation { start, end, cited });
                }
            }
        }
    }
}

fn digits_end(text: &str, start: usize) -> usize {
    text[start..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |i| start + i)
}

/// Whether a letter, a digit or a sign inside a number or date stands right before `at`.
fn follows_word(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || is_dash(c) || ['/', '.', ','].contains(&c))
}

/// Whether more of a word or a number follows right behind `at`.
fn precedes_more(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    match rest.next() {
        Some(c) if c.is_alphanumeric() => true,
        Some(c) if is_dash(c) || c == '/' || c == '.' || c == ',' => {
            rest.next().is_some_and(char::is_alphanumeric)
        }
        Some('%') => true,
        _ => false,
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Reads signs and words from a place on.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// A sign, with spaces around it.
    fn sign(&mut self, is_sign: impl Fn(char) -> bool) -> Option<()> {
        self.spaces();
        let sign = self.text[self.at..].chars().next().filter(|c| is_sign(*c))?;
        self.at += sign.len_utf8();
        self.spaces();
        Some(())
    }

    /// A code: a capital letter, then letters and digits.
    fn code(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        rest.chars().next().filter(|c| c.is_uppercase())?;
        self.at += rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        Some(())
    }
}

/// The number with a symbol whose digits begin at `start`, with what belongs to it.
fn number_at(text: &str, start: usize, names: &Names) -> Option<Citation> {
    let mut end = digits_end(text, start);
    if end - start > 5 {
        return None;
    }
    // 12b-BC/ĐU
    let letter = text[end..].chars().next().filter(|c| c.is_lowercase());
    if let Some(letter) = letter
        && text[end + letter.len_utf8()..].chars().next().is_some_and(|c| is_dash(c) || c == '/')
    {
        end += letter.len_utf8();
    }
    let mut reader = Reader { text, at: end };
    let party = |reader: &mut Reader<'_>| {
        reader.sign(is_dash)?;
        reader.code()?;
        reader.sign(|c| c == '/')?;
        reader.code()
    };
    let state = |reader: &mut Reader<'_>| {
        reader.sign(|c| c == '/')?;
        let year = digits_end(text, reader.at) - reader.at;
        if year == 4 {
            reader.at += year;
            reader.sign(|c| c == '/')?;
            return reader.code();
        }
        reader.code()?;
        let before = reader.at;
        reader.sign(is_dash)?;
        // "07/NQ - CP", but not "07/NQ - một": what follows the hyphen is a code.
        reader.code().or_else(|| {
            reader.at = before;
            None
        })
    };
    if party(&mut reader).is_none() {
        reader.at = end;
        state(&mut reader)?;
    }
    // Further parts of the body's code: "NĐ-CP", "TTLT-BTP-BNG".
    loop {
        let before = reader.at;
        let mut rest = text[before..].chars();
        if !(rest.next().is_some_and(is_dash) && rest.next().is_some_and(char::is_uppercase)) {
            break;
        }
        reader.at = before + text[before..].chars().next().map_or(0, char::len_utf8);
        if reader.code().is_none() {
            reader.at = before;
            break;
        }
    }
    let number_end = reader.at;
    let (kind_start, kind) = kind_before(text, start, names);
    let (date, end) = date_after(text, number_end);
    let number = Number::new(&text[start..number_end]);
    Some(Citation { start: kind_start, end, cited: Cited::Number(CitedNumber { number, kind, date }) })
}

/// A type with a serial and no symbol: "Chỉ thị số 14". The type must begin with a capital letter:
/// "quyết định 5 việc" is no citation.
fn short_at(text: &str, start: usize, end: usize, names: &Names) -> Option<Citation> {
    if end - start > 4 || precedes_more(text, end) {
        return None;
    }
    let (kind_start, kind) = kind_before(text, start, names);
    let kind = kind?;
    if !text[kind_start..].starts_with(char::is_uppercase) {
        return None;
    }
    let (date, end_with_date) = date_after(text, end);
    let short = Some((kind, text[start..end].to_owned()));
    let cited = Cited::Name { folded: fold(&text[kind_start..end]), short, date };
    Some(Citation { start: kind_start, end: end_with_date, cited })
}

/// How many bytes are looked at around a number.
const WINDOW: usize = 96;

/// The type named before a number, folded, and where it begins; the number's own start without one.
fn kind_before(text: &str, start: usize, names: &Names) -> (usize, Option<String>) {
    let mut from = start.saturating_sub(WINDOW);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    // Most numbers in a text follow no word at all.
    if !text[from..start].trim_end().ends_with(|c: char| c.is_ascii_alphabetic() || !c.is_ascii()) {
        return (start, None);
    }
    let before = fold_with_places(&text[from..start]);
    let mut plain: Vec<char> = before.iter().map(|f| f.character).collect();
    let ends_with = |plain: &[char], word: &str| {
        let word: Vec<char> = word.chars().collect();
        plain.ends_with(&word)
            && !plain[..plain.len() - word.len()].last().is_some_and(|c| c.is_alphanumeric())
    };
    if ends_with(&plain, "số") {
        plain.truncate(plain.len() - 2);
        while plain.last() == Some(&' ') {
            plain.pop();
        }
    }
    match names.kinds.iter().find(|kind| ends_with(&plain, kind)) {
        Some(kind) => {
            let first = before[plain.len() - kind.chars().count()];
            (from + first.start, Some(kind.clone()))
        }
        None => (start, None),
    }
}

/// The date that follows a number (", ngày 17/11/2022", "năm 2014"), and where it ends; the number's
/// own end without one.
fn date_after(text: &str, end: usize) -> (Option<Interval>, usize) {
    let mut to = (end + WINDOW).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let after = fold_with_places(&text[end..to]);
    let plain: String = after.iter().map(|f| f.character).collect();
    let rest = plain.strip_prefix(',').unwrap_or(&plain).trim_start();
    let read = || {
        if let Some(rest) = rest.strip_prefix("ngày ") {
            let (day, rest) = number(rest)?;
            let sign = |c: char| c == '/' || c == '.' || is_dash(c);
            let (month, rest) = match rest.strip_prefix(sign) {
                Some(rest) => number(rest)?,
                None => number(rest.strip_prefix(" tháng ")?)?,
            };
            let rest = rest.strip_prefix(sign).or_else(|| rest.strip_prefix(" năm "))?;
            let (year, rest) = number(rest).filter(|(year, _)| (1900..2200).contains(year))?;
            return Some((Interval::day(civil_day(year, month, day).ok()?), rest));
        }
        let (year, rest) =
            number(rest.strip_prefix("năm ")?).filter(|(year, _)| (1900..2200).contains(year))?;
        Some((Interval::year(year)?, rest))
    };
    match read() {
        Some((date, rest)) if !precedes_more(rest, 0) => {
            let taken = plain[..plain.len() - rest.len()].chars().count();
            (Some(date), end + after[taken - 1].end)
        }
        _ => (None, end),
    }
}

fn number(text: &str) -> Option<(i16, &str)> {
    let end = digits_end(text, 0);
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::names::number::Types;

    fn shown(text: &str) -> Vec<String> {
        let known = ["Nghị quyết 28", "Nghị quyết Trung ương 5 khóa X", "Luật Biên phòng"].map(fold);
        let names = Names::new(Types::new([]).folded_names(), known);
        find(text, &names)
            .into_iter()
            .map(|Citation { start, end, cited }| {
                let range = &text[start..end];
                let day =
                    |date: Option<Interval>| date.map_or(String::new(), |d| format!(" {}", d.last.unwrap()));
                match cited {
                    Cited::Number(n) => format!("[{range}] {}{}", n.number.text, day(n.date)),
                    Cited::Name { short: Some((_, serial)), date, .. } => {
                        format!("[{range}] short {serial}{}", day(date))
                    }
                    Cited::Name { folded, .. } => format!("[{range}] name {folded}"),
                }
            })
            .collect()
    }

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        assert_eq!(shown(text), expect);
    }

    #[test]
    fn numbers_with_their_type_and_date() {
        check(
            "Thực hiện Nghị quyết số 28-NQ/TW, ngày 17/11/2022 của",
            &["[Nghị quyết số 28-NQ/TW, ngày 17/11/2022] 28-NQ/TW 2022-11-17"],
        );
        check(
            "Kế hoạch số 246-KH/TU ngày 15/01/2020;",
            &["[Kế hoạch số 246-KH/TU ngày 15/01/2020] 246-KH/TU 2020-01-15"],
        );
        check(
            "CHỈ THỊ SỐ 14-CT/TU NGÀY 10/11/2016 CỦA",
            &["[CHỈ THỊ SỐ 14-CT/TU NGÀY 10/11/2016] 14-CT/TU 2016-11-10"],
        );
        check(
            "Quy định 30-QĐ/TW ngày 26 tháng 7 năm 2016",
            &["[Quy định 30-QĐ/TW ngày 26 tháng 7 năm 2016] 30-QĐ/TW 2016-07-26"],
        );
        check(
            "Quy định 30-QĐ/TW, ngày 26-7-2016, ngày 5-7/11/2022",
            &["[Quy định 30-QĐ/TW, ngày 26-7-2016] 30-QĐ/TW 2016-07-26"],
        );
        check(
            "Chỉ thị 14-CT/TU ngày 10.11.2016.",
            &["[Chỉ thị 14-CT/TU ngày 10.11.2016] 14-CT/TU 2016-11-10"],
        );
        check("Hướng dẫn 06-HD/TU ngày 5-7/11/2022", &["[Hướng dẫn 06-HD/TU] 06-HD/TU"]);
        check("nghị quyết số 37-NQ/TW năm 2014", &["[nghị quyết số 37-NQ/TW năm 2014] 37-NQ/TW 2014-12-31"]);
        check("công văn 13 - CV/BCĐ của", &["[công văn 13 - CV/BCĐ] 13 - CV/BCĐ"]);
        check("theo 12b-BC/ĐU, 13-BC/ĐU", &["[12b-BC/ĐU] 12b-BC/ĐU", "[13-BC/ĐU] 13-BC/ĐU"]);
        check("Nghị định 30/2020/NĐ-CP", &["[Nghị định 30/2020/NĐ-CP] 30/2020/NĐ-CP"]);
        check(
            "Nghị quyết số 653/2019/UBTVQH14 ngày 12/3/2019",
            &["[Nghị quyết số 653/2019/UBTVQH14 ngày 12/3/2019] 653/2019/UBTVQH14 2019-03-12"],
        );
        check(
            "07/NQ-CP; 123/UBND-VX; 05/2022/TTLT-BTP-BNG.",
            &[
                "[07/NQ-CP] 07/NQ-CP",
                "[123/UBND-VX] 123/UBND-VX",
                "[05/2022/TTLT-BTP-BNG] 05/2022/TTLT-BTP-BNG",
            ],
        );
        // Two dates side by side: the second is another sentence.
        check("số 08-QĐi/TW, ngày 30/2/2021", &["[08-QĐi/TW] 08-QĐi/TW"]);
    }

    #[test]
    fn nfd_text_is_read_too() {
        use unicode_normalization::UnicodeNormalization;
        let text: String = "Nghị quyết số 28-NQ/TW, ngày 17/11/2022 và Chỉ thị số 14".nfd().collect();
        let found = shown(&text);
        assert!(found[0].ends_with("28-NQ/TW 2022-11-17") && found[1].ends_with("short 14"), "{found:?}");
    }

    #[test]
    fn short_forms_and_known_names() {
        check(
            "theo Chỉ thị số 14 và Hướng dẫn 06.",
            &["[Chỉ thị số 14] short 14", "[Hướng dẫn 06] short 06"],
        );
        check(
            "Nghị quyết số 19 ngày 25/10/2017",
            &["[Nghị quyết số 19 ngày 25/10/2017] short 19 2017-10-25"],
        );
        check("(sau đây gọi là Nghị quyết 28)", &["[Nghị quyết 28] short 28"]);
        check("QUÁN TRIỆT NGHỊ QUYẾT 28 VÀ", &["[NGHỊ QUYẾT 28] short 28"]);
        check(
            "Nghị quyết Trung ương 5 khoá X về",
            &["[Nghị quyết Trung ương 5 khoá X] name nghị quyết tw 5 khóa x"],
        );
        check(
            "theo Luật Biên phòng, Luật Biên phòng Việt Nam",
            &["[Luật Biên phòng] name luật biên phòng", "[Luật Biên phòng] name luật biên phòng"],
        );
    }

    #[test]
    fn a_name_stops_where_more_of_a_number_follows() {
        check("Nghị quyết 281", &["[Nghị quyết 281] short 281"]);
        check("Nghị quyết 28/2021", &[]);
        check("Nghị quyết 28-NQ/TW", &["[Nghị quyết 28-NQ/TW] 28-NQ/TW"]);
        check("Nghị quyết 28 - NQ/TW", &["[Nghị quyết 28 - NQ/TW] 28 - NQ/TW"]);
    }

    #[test]
    fn what_is_no_citation() {
        check("giai đoạn 2021-2025, đến năm 2030, 87% đơn vị, ngày 15/8/2024", &[]);
        check("quyết định 5 việc, có từ 3-5, 5-7, 7-9 đảng viên", &[]);
        check("nhiệm kỳ 2020 - 2025; tháng 6/2023; Điều 3", &[]);
        check("Kế hoạch 5 năm 2021-2025", &["[Kế hoạch 5] short 5"]);
        check("", &[]);
    }

    #[test]
    fn nothing_goes_across_a_barrier() {
        let text = format!("Chỉ thị số {}14-CT/TU", crate::read::markdown::BARRIER);
        assert_eq!(shown(&text), ["[14-CT/TU] 14-CT/TU"]);
    }
}
