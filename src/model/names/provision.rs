//! Provisions as texts cite them: "điểm a khoản 1 Điều 2", "mục 1 phần II".
//!
//! Owns the reading of such words before the name of a document, and which part of a text they mean.
//! What parts a text has is for [`crate::read::provisions`]; whom the name means is for the catalog.

use crate::read::marks::{MarkKind, roman_value};
use crate::read::provisions::{Provision, Step};
use crate::spelling::Folded;

/// The words that name a provision, folded, from the largest to the smallest.
const WORDS: &[(&str, Level)] = &[
    ("phần", Level::Part),
    ("chương", Level::Chapter),
    ("mục", Level::Section),
    ("điều", Level::Article),
    ("khỏan", Level::Clause),
    ("điểm", Level::Point),
];

/// What a citation calls a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// phần
    Part,
    /// chương
    Chapter,
    /// mục
    Section,
    /// điều
    Article,
    /// khoản
    Clause,
    /// điểm
    Point,
}

/// One step on the way to a cited provision.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CitedStep {
    /// What it is called.
    pub level: Level,
    /// Its number, in the spelling of [`crate::read::marks::StructuralMark`].
    pub number: String,
}

/// A cited provision, from the largest part to the smallest.
pub type CitedProvision = Vec<CitedStep>;

/// The provision that folded text names at its very end, and how many characters of it stand before
/// those words; the text before "Nghị định số …".
pub fn provision_at_end(text: &[Folded]) -> Option<(usize, CitedProvision)> {
    let mut end = trimmed(text, text.len());
    if let Some(before) = word_before(text, end, "của") {
        end = trimmed(text, before);
    }
    let (mut steps, mut start): (CitedProvision, usize) = (Vec::new(), end);
    while let Some((at, step)) = step_before(text, end)
        && steps.last().is_none_or(|larger| larger.level < step.level)
    {
        (start, end) = (at, trimmed(text, at));
        steps.push(step);
        // "khoản 1, Điều 2" is one provision; "Điều 2, Nghị định" may be two things.
        if end > 0 && text[end - 1].character == ',' {
            end = trimmed(text, end - 1);
        }
    }
    (!steps.is_empty()).then_some((start, steps))
}

fn trimmed(text: &[Folded], end: usize) -> usize {
    text[..end].iter().rposition(|f| f.character != ' ').map_or(0, |last| last + 1)
}

/// Where a word begins that ends at `end`; none where another stands there.
fn word_before(text: &[Folded], end: usize, word: &str) -> Option<usize> {
    let start = end.checked_sub(word.chars().count())?;
    let is_word = text[start..end].iter().map(|f| f.character).eq(word.chars());
    let is_whole = start == 0 || !text[start - 1].character.is_alphanumeric();
    (is_word && is_whole).then_some(start)
}

/// A step that ends at `end`, and where it begins.
fn step_before(text: &[Folded], end: usize) -> Option<(usize, CitedStep)> {
    let is_number = |f: &Folded| f.character.is_alphanumeric() || f.character == '.';
    let start = text[..end].iter().rposition(|f| !is_number(f)).map_or(0, |before| before + 1);
    let typed: String = text[start..end].iter().map(|f| f.character).collect();
    let behind = trimmed(text, start);
    if behind == start {
        return None;
    }
    // "phần thứ hai"
    if let Some(ordinal) = ordinal(&typed)
        && let Some(before) = word_before(text, behind, "thứ")
        && let Some(at) = word_before(text, trimmed(text, before), "phần")
    {
        return Some((at, CitedStep { level: Level::Part, number: ordinal.to_string() }));
    }
    let (at, level) =
        WORDS.iter().find_map(|(word, level)| Some((word_before(text, behind, word)?, *level)))?;
    let number = number(&typed, level)?;
    Some((at, CitedStep { level, number }))
}

fn ordinal(word: &str) -> Option<usize> {
    let words = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];
    words.iter().position(|w| *w == word).map(|at| at + 1)
}

/// The number of a step as the marks of a text have it.
fn number(typed: &str, level: Level) -> Option<String> {
    let digits = typed.bytes().take_while(u8::is_ascii_digit).count();
    let bare = typed.trim_start_matches('0');
    if digits == typed.len() {
        return (!bare.is_empty() && bare.len() <= 4).then(|| bare.to_owned());
    }
    let letter = |rest: &str| match rest {
        "đ" => Some("dd".to_owned()),
        _ => (rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_lowercase())).then(|| rest.to_owned()),
    };
    match level {
        // Điều 5a, khoản 3b
        Level::Article | Level::Clause if digits > 0 => {
            let digits = typed.len() - typed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            match letter(&typed[digits..]) {
                Some(letter) => Some(format!("{}{letter}", typed[..digits].trim_start_matches('0'))),
                None => levels(typed),
            }
        }
        Level::Point if digits > 0 => levels(typed),
        Level::Point => letter(typed),
        Level::Section if digits > 0 => levels(typed),
        Level::Part | Level::Chapter | Level::Section => roman_value(typed).map(|_| typed.to_owned()),
        _ => None,
    }
}

/// `3-2` of 3.2
fn levels(typed: &str) -> Option<String> {
    let parts: Vec<&str> = typed.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (parts.len() < 5 && parts.iter().all(is_number)).then(|| parts.join("-"))
}

/// The one provision of a text, annexes apart, that a citation means.
pub fn cited_provision<'a>(provisions: &'a [Provision], cited: &[CitedStep]) -> Option<&'a Provision> {
    let mut meant =
        provisions.iter().filter(|provision| !provision.is_annexed && means(&provision.path, cited));
    match (meant.next(), meant.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// Whether cited steps mean the part at the end of a path. Above the first step there may be more, but
/// nothing that a citation would have to name: a clause is named with its article.
fn means(path: &[Step], cited: &[CitedStep]) -> bool {
    let mut path = path.iter().rev().peekable();
    for (at, step) in cited.iter().rev().enumerate() {
        // Articles run through all chapters: those between are often left out.
        while at > 0 && path.peek().is_some_and(|part| is_container(part.kind) && !is_step(part, step)) {
            path.next();
        }
        if !path.next().is_some_and(|part| is_step(part, step)) {
            return false;
        }
    }
    path.all(|part| is_container(part.kind))
}

fn is_container(kind: MarkKind) -> bool {
    matches!(kind, MarkKind::Part | MarkKind::Chapter | MarkKind::Section)
}

fn is_step(part: &Step, cited: &CitedStep) -> bool {
    let (same, number) = (part.number == cited.number, value(&part.number) == value(&cited.number));
    match part.kind {
        MarkKind::Part => cited.level == Level::Part && number,
        MarkKind::Chapter => cited.level == Level::Chapter && number,
        MarkKind::Section => cited.level == Level::Section && number,
        MarkKind::Article => cited.level == Level::Article && same,
        // Party documents: "phần II", "mục II"; "mục 1", "khoản 1", "điểm 1".
        MarkKind::Roman => matches!(cited.level, Level::Part | Level::Section) && same,
        MarkKind::Figure => matches!(cited.level, Level::Section | Level::Clause | Level::Point) && same,
        MarkKind::Letter => cited.level == Level::Point && same,
    }
}

/// A number in one spelling: Chương 2 is Chương II.
fn value(number: &str) -> String {
    roman_value(number).map_or_else(|| number.to_owned(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::marks::structural_mark;
    use crate::read::provisions::{Block, provisions};
    use crate::spelling::fold_with_places;

    /// What a text with one block a line has for the provision at the end of `words`.
    #[track_caller]
    fn check(lines: &str, words: &str, expect: Option<&str>) {
        let lines = lines.split('|').enumerate();
        let blocks: Vec<Block<'_>> = lines
            .map(|(event, text)| Block { event, mark: structural_mark(text), text, ..Block::default() })
            .collect();
        let provisions = provisions(&blocks);
        let cited = provision_at_end(&fold_with_places(words)).map(|(_, cited)| cited).unwrap_or_default();
        let found = cited_provision(&provisions, &cited).map(|provision| provision.name.as_str());
        assert_eq!(found, expect, "{cited:?}");
    }

    #[track_caller]
    fn words(text: &str, expect: &str) {
        let folded = fold_with_places(text);
        let found = provision_at_end(&folded).map(|(at, _)| &text[folded[at].start..]);
        assert_eq!(found.unwrap_or_default(), expect);
    }

    #[test]
    fn the_words_before_a_document() {
        words("theo khoản 1 Điều 2 ", "khoản 1 Điều 2 ");
        words("tại điểm đ khoản 3, Điều 12 của ", "điểm đ khoản 3, Điều 12 của ");
        words("theo Điều 5a ", "Điều 5a ");
        words("mục 1 phần II ", "mục 1 phần II ");
        words("Phần thứ hai ", "Phần thứ hai ");
        words("điểm 3.2 mục III ", "điểm 3.2 mục III ");
        // The last of several; a list under one word names none of them.
        words("khoản 1 và khoản 2 Điều 5 ", "khoản 2 Điều 5 ");
        words("khoản 1, 2 Điều 5 ", "Điều 5 ");
        words("các Điều 5, 6 ", "");
        words("Điều 5, ", "");
        words("Điều 5 khoản 2 ", "khoản 2 ");
        words("quan điểm ", "");
        words("", "");
    }

    const DECREE: &str = "Chương I|Điều 1. A|Chương II|Mục 1|Điều 2. B|1. C|a) D|đ) E|2. F|Điều 5a. G|QUY CHẾ|Điều 1. H|Điều 9. I";

    #[test]
    fn the_provision_that_is_meant() {
        check(DECREE, "Điều 2", Some("dieu-2"));
        check(DECREE, "khoản 1 Điều 2", Some("dieu-2-khoan-1"));
        check(DECREE, "điểm đ khoản 1 Điều 2", Some("dieu-2-khoan-1-diem-dd"));
        check(DECREE, "điểm a khoản 1, Điều 2", Some("dieu-2-khoan-1-diem-a"));
        check(DECREE, "Điều 5a", Some("dieu-5a"));
        check(DECREE, "Chương 2", Some("chuong-ii"));
        check(DECREE, "Mục 1 Chương II", Some("muc-1"));
        check(DECREE, "Điều 2 Chương II", Some("dieu-2"));
        // Not here, in another chapter, named without its article, or of the annex.
        check(DECREE, "Điều 7", None);
        check(DECREE, "Điều 2 Chương I", None);
        check(DECREE, "khoản 1", None);
        check(DECREE, "điểm a Điều 2", None);
        check(DECREE, "Điều 9", None);
        check(DECREE, "Điều 1", Some("dieu-1"));
    }

    const PLAN: &str = "I- A|1- B|a) C|II- D|1. E|3.2. F|i) G";

    #[test]
    fn provisions_of_the_party() {
        check(PLAN, "mục II", Some("ii"));
        check(PLAN, "phần I", Some("i"));
        check(PLAN, "mục 1 phần II", Some("ii-1"));
        check(PLAN, "điểm 1 mục II", Some("ii-1"));
        check(PLAN, "điểm a khoản 1 mục I", Some("i-1-a"));
        check(PLAN, "điểm 3.2 mục II", Some("ii-3-2"));
        check(PLAN, "mục 1", None);
        check(PLAN, "phần thứ nhất", None);
    }
}
