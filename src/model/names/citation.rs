//! Citations: the numbers and names of documents in running text.
//!
//! Owns the finding ("Nghị quyết số 28-NQ/TW, ngày 17/11/2022", "Chỉ thị số 14", "khoản 1 Điều 2 Nghị
//! định số …", names under `known_as`); whom a citation means is for the catalog. Works on the running
//! text of one block, so that emphasis and line breaks part no words.

mod around;
mod number;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use aho_corasick::AhoCorasick;

use crate::model::names::number::{Number, Types};
use crate::model::names::provision::CitedProvision;
use crate::model::time::date::Interval;
use crate::read::memo::Fingerprint;
use crate::spelling::{fold, fold_with_places};

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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cited {
    /// What it is called.
    pub called: Called,
    /// The day or year that follows it.
    pub date: Option<Interval>,
    /// The words behind it that name who issued it, and maybe more behind that name.
    pub issuer: Option<String>,
    /// The part of it that is cited; empty for the whole.
    pub provision: CitedProvision,
}

/// What a citation calls a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Called {
    /// A number with its symbol.
    Number {
        /// The number.
        number: Number,
        /// The type named before it, folded.
        kind: Option<String>,
    },
    /// A type and a serial without symbol ("Chỉ thị số 14").
    Serial {
        /// The whole as typed, folded.
        folded: String,
        /// The type, folded.
        kind: String,
        /// The serial as typed.
        serial: String,
    },
    /// A name under `known_as`, folded.
    Name(String),
}

/// The names that are looked for: those of the types, and those under `known_as`.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Names of types, folded, longest first.
    kinds: Vec<String>,
    /// Symbols of types, folded, sorted.
    symbols: Vec<String>,
    /// Names of documents, folded.
    known: Vec<String>,
    /// Finds all of these at once; none where there are none.
    finder: Option<AhoCorasick>,
    /// Finds digits of which each known name has some, to pass over most texts cheaply; none where a name has
    /// no digits.
    digits: Option<AhoCorasick>,
    /// That of all names: they are hashed once, not for each text.
    fingerprint: u64,
}

impl Names {
    /// The names to look for: those of `types`, and `known` ones, each folded.
    pub fn new(types: &Types, known: impl IntoIterator<Item = String>) -> Names {
        let mut kinds = types.folded_names();
        kinds.sort_by_key(|kind| (std::cmp::Reverse(kind.len()), kind.clone()));
        kinds.dedup();
        let mut symbols: Vec<String> = types.symbols().map(fold).collect();
        symbols.sort();
        let mut known: Vec<String> = known.into_iter().filter(|name| !name.is_empty()).collect();
        known.sort();
        known.dedup();
        let longest = |name: &'_ String| -> String {
            let digits = name.split(|c: char| !c.is_ascii_digit()).max_by_key(|digits| digits.len());
            digits.unwrap_or_default().to_owned()
        };
        let mut digits: Vec<String> = known.iter().map(longest).collect();
        digits.sort();
        digits.dedup();
        let digits = (digits.first().is_some_and(|least| !least.is_empty())).then_some(digits);
        let mut hasher = DefaultHasher::new();
        (&kinds, &symbols, &known).hash(&mut hasher);
        Names {
            finder: AhoCorasick::new(&known).ok().filter(|_| !known.is_empty()),
            digits: digits.and_then(|digits| AhoCorasick::new(digits).ok()),
            fingerprint: hasher.finish(),
            kinds,
            symbols,
            known,
        }
    }

    fn is_symbol(&self, folded: &str) -> bool {
        self.symbols.binary_search_by(|symbol| symbol.as_str().cmp(folded)).is_ok()
    }
}

impl Fingerprint for Names {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        self.fingerprint.hash(hasher);
    }
}

/// Finds the citations of a run, in order, none inside another.
pub fn find(text: &str, names: &Names) -> Vec<Citation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.as_bytes()[at..].iter().position(u8::is_ascii_digit).map(|i| at + i) {
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
    let mut found = with_known(text, names, found);
    let mut floor = 0;
    for citation in &mut found {
        if let Some((start, provision)) = around::provision_before(text, floor, citation.start) {
            (citation.start, citation.cited.provision) = (start, provision);
        }
        floor = citation.end;
    }
    found
}

/// The numbers `found`, in order, and among them the names under `known_as` that stand outside of every number.
fn with_known(text: &str, names: &Names, found: Vec<Citation>) -> Vec<Citation> {
    let Some(finder) = &names.finder else { return found };
    if names.digits.as_ref().is_some_and(|digits| !digits.is_match(text)) {
        return found;
    }
    let places = fold_with_places(text);
    let plain: String = places.iter().map(|f| f.character).collect();
    let mut matches: Vec<(usize, usize, usize)> =
        finder.find_overlapping_iter(&plain).map(|m| (m.pattern().as_usize(), m.start(), m.end())).collect();
    if matches.is_empty() {
        return found;
    }
    matches.sort_unstable();
    // By where they begin; none touches another.
    let mut found: BTreeMap<usize, Citation> = found.into_iter().map(|one| (one.start, one)).collect();
    let starts: Vec<usize> = plain.char_indices().map(|(byte, _)| byte).collect();
    let place = |byte: usize| &places[starts.partition_point(|start| *start < byte)];
    for (known, first, behind) in matches {
        let known = &names.known[known];
        let last = plain[..behind].chars().next_back().map_or(first, |c| behind - c.len_utf8());
        let (start, end) = (place(first).start, place(last).end);
        if follows_word(text, start) || precedes_more(text, end) {
            continue;
        }
        // "Luật Đất đai số 45/2013/QH13": the number says which.
        let behind = found.range(end..=end + NEAR).next();
        let numbered = behind.filter(|(_, one)| is_numbered(text, end, one)).map(|(at, _)| *at);
        let touched = found.range(..end).rev().take_while(|(_, one)| start < one.end);
        // A number with its symbol says more than a name; of two names the longer one, or what it is a part of.
        let gives_way = |one: &Citation| match (&one.cited.called, numbered) {
            (Called::Number { .. }, _) => false,
            (_, Some(_)) => start <= one.start,
            (_, None) => one.end - one.start < end - start,
        };
        let touched: Vec<(usize, bool)> = touched.map(|(at, one)| (*at, gives_way(one))).collect();
        if touched.iter().any(|(_, gives_way)| !gives_way) {
            continue;
        }
        touched.iter().for_each(|(at, _)| drop(found.remove(at)));
        let one = match numbered.and_then(|at| found.remove(&at)) {
            Some(numbered) => Citation { start, ..numbered },
            None => name_at(text, start, end, known),
        };
        found.insert(start, one);
    }
    found.into_values().collect()
}

/// Bytes between a name and its number, at most.
const NEAR: usize = 32;

/// Whether a citation is the number that stands right behind a name which ends at `end`.
fn is_numbered(text: &str, end: usize, citation: &Citation) -> bool {
    matches!(citation.cited.called, Called::Number { kind: None, .. })
        && text
            .get(end..citation.start)
            .is_some_and(|between| ["số", "(số", ""].contains(&fold(between).as_str()) && !between.is_empty())
}

/// A name under `known_as`, with the year and the issuer behind it. Whose a law is goes without saying: words
/// behind a name without a number are those of the sentence.
fn name_at(text: &str, start: usize, end: usize, folded: &str) -> Citation {
    let (date, end) = match around::date_after(text, end) {
        (None, end) => around::bare_year_after(text, end),
        found => found,
    };
    let issuer = match folded.contains(|c: char| c.is_ascii_digit()) {
        true => around::issuer_after(text, end),
        false => None,
    };
    let called = Called::Name(folded.to_owned());
    Citation { start, end, cited: Cited { called, date, issuer, provision: Vec::new() } }
}

/// The number with a symbol whose digits begin at `start`, with what belongs to it.
fn number_at(text: &str, start: usize, names: &Names) -> Option<Citation> {
    let number_end = number::number_end(text, start, names)?;
    let (kind_start, kind) = around::kind_before(text, start, names);
    let (date, end) = around::date_after(text, number_end);
    let called = Called::Number { number: Number::new(&text[start..number_end]), kind };
    let issuer = around::issuer_after(text, end);
    Some(Citation { start: kind_start, end, cited: Cited { called, date, issuer, provision: Vec::new() } })
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

fn is_slash(c: char) -> bool {
    matches!(c, '/' | '\u{2044}' | '\u{2215}')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A type with a serial and no symbol: "Chỉ thị số 14". The type must begin with a capital letter:
/// "quyết định 5 việc" is no citation.
fn short_at(text: &str, start: usize, end: usize, names: &Names) -> Option<Citation> {
    if end - start > 4 || precedes_more(text, end) {
        return None;
    }
    let (kind_start, kind) = around::kind_before(text, start, names);
    let kind = kind?;
    if !text[kind_start..].starts_with(char::is_uppercase) {
        return None;
    }
    let (date, end_with_date) = around::date_after(text, end);
    let called =
        Called::Serial { folded: fold(&text[kind_start..end]), kind, serial: text[start..end].to_owned() };
    let issuer = around::issuer_after(text, end_with_date);
    let cited = Cited { called, date, issuer, provision: Vec::new() };
    Some(Citation { start: kind_start, end: end_with_date, cited })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::names::number::Types;

    fn shown(text: &str) -> Vec<String> {
        let known = ["Nghị quyết 28", "Nghị quyết Trung ương 5 khóa X", "Luật Biên phòng"].map(fold);
        let names = Names::new(&Types::new([]), known);
        find(text, &names)
            .into_iter()
            .map(|Citation { start, end, cited }| {
                let range = &text[start..end];
                let day = cited.date.map_or(String::new(), |d| format!(" {}", d.last.unwrap()));
                match cited.called {
                    Called::Number { number, .. } => format!("[{range}] {}{day}", number.text),
                    Called::Serial { serial, .. } => format!("[{range}] short {serial}{day}"),
                    Called::Name(folded) => format!("[{range}] name {folded}{day}"),
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
    fn a_number_behind_a_name_is_one_citation_with_it() {
        for name in ["Nghị quyết 28", "Nghị quyết Trung ương 5 khoá X", "Luật Biên phòng"] {
            for between in [" ", " số ", " (số "] {
                let whole = format!("{name}{between}66/2020/QH14");
                let (first, second) = (format!("[khoản 1 Điều 2 {whole}]"), format!("[{whole}]"));
                check(
                    &format!("theo khoản 1 Điều 2 {whole}, {whole}"),
                    &[&format!("{first} 66/2020/QH14"), &format!("{second} 66/2020/QH14")],
                );
            }
        }
        // What stands between is part of neither.
        check(
            "Nghị quyết 28 và số 66/2020/QH14",
            &["[Nghị quyết 28] short 28", "[66/2020/QH14] 66/2020/QH14"],
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
