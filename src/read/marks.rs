//! Structural marks: what a line of an official text begins with where it opens a part of it.
//!
//! Owns their recognition (`Phần`, `Chương`, `Mục`, `Điều`, `I.`, `1.`, `1.2.`, `a)`) as Nghị định
//! 30/2020/NĐ-CP and 36-HD/VPTW have them, in a line as typed or in running text. Does not know what
//! stands above what, nor what a directive is. In doubt a line opens nothing: "Điều 5 Nghị định…" at
//! the beginning of a line is as likely the end of the sentence before.

use crate::spelling::{Folded, fold, fold_with_places};

/// What kind of part a mark opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// Phần thứ nhất
    Part,
    /// Chương I
    Chapter,
    /// Mục 1
    Section,
    /// Điều 1.
    Article,
    /// I.
    Roman,
    /// 1. and 1.2.
    Figure,
    /// a)
    Letter,
}

/// A structural mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructuralMark {
    /// What it opens.
    pub kind: MarkKind,
    /// Its number in lower case ASCII: `2`, `5a`, `iv`, `3-2` for 3.2, `dd` for đ, `1` for "thứ nhất".
    pub number: String,
    /// Bytes of the line up to the text that it opens, spaces before that left out.
    pub len: usize,
}

/// How many bytes of a line a mark can take.
const MOST: usize = 96;

/// The structural mark that a line begins with, marks of emphasis around it or not.
pub fn structural_mark(line: &str) -> Option<StructuralMark> {
    let start = line.len() - line.trim_start().len();
    let bare = &line[start..];
    let inside = bare.trim_start_matches(['*', '_']);
    let first = inside.chars().next().filter(|c| c.is_alphanumeric())?;
    if !can_begin(inside, first) {
        return None;
    }
    let start = line.len() - inside.len();
    let end = (start..=line.len().min(start + MOST)).rev().find(|at| line.is_char_boundary(*at))?;
    let folded = fold_with_places(&line[start..end]);
    let reader = Reader { line: &line[start..end], folded: &folded, at: 0 };
    let (kind, number, len) = reader.mark(first.is_uppercase())?;
    Some(StructuralMark { kind, number, len: start + len })
}

/// Whether a line can begin with a mark: most are told by their first word.
fn can_begin(line: &str, first: char) -> bool {
    let second = line[first.len_utf8()..].chars().next();
    let behind = |run: fn(char) -> bool| line.trim_start_matches(run);
    match (first, second) {
        (_, Some(')' | '*' | '_')) => true,
        ('0'..='9', _) => line.len() - behind(|c| c.is_ascii_digit()).len() <= 3,
        ('I' | 'V' | 'X', _) => !behind(|c| "ivxIVX".contains(c)).starts_with(|c: char| c.is_alphanumeric()),
        ('Đ' | 'Ð', Some('i' | 'I')) | ('C' | 'P', Some('h' | 'H')) | ('M', Some('u' | 'U' | 'ụ' | 'Ụ')) =>
        {
            let word = line.split(char::is_whitespace).next().unwrap_or_default();
            PARTS.iter().any(|(part, _)| *part == fold(word))
        }
        _ => false,
    }
}

/// What the parts are called that have names, folded.
const PARTS: [(&str, MarkKind); 4] = [
    ("điều", MarkKind::Article),
    ("chương", MarkKind::Chapter),
    ("phần", MarkKind::Part),
    ("mục", MarkKind::Section),
];

/// Reads a mark from folded characters.
#[derive(Clone, Copy)]
struct Reader<'a> {
    line: &'a str,
    folded: &'a [Folded],
    at: usize,
}

impl<'a> Reader<'a> {
    fn mark(self, is_capital: bool) -> Option<(MarkKind, String, usize)> {
        let named = |(word, kind)| Some((kind, self.word(word)?.word(" ")?));
        match PARTS.into_iter().find_map(named) {
            Some((kind, rest)) if is_capital => rest.named(kind),
            Some(_) => None,
            None => self.letter().or_else(|| self.roman_mark()).or_else(|| self.figure_mark()),
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.folded.get(self.at + ahead).map(|f| f.character)
    }

    fn skip(self, count: usize) -> Reader<'a> {
        Reader { at: self.at + count, ..self }
    }

    fn word(self, word: &str) -> Option<Reader<'a>> {
        word.chars()
            .enumerate()
            .all(|(at, c)| self.peek(at) == Some(c))
            .then(|| self.skip(word.chars().count()))
    }

    /// Bytes of the line before this place.
    fn len(&self) -> usize {
        self.at.checked_sub(1).and_then(|last| self.folded.get(last)).map_or(0, |f| f.end)
    }

    /// The characters as typed from here on.
    fn rest(&self) -> &'a str {
        self.folded.get(self.at).and_then(|f| self.line.get(f.start..)).unwrap_or_default()
    }

    /// The longest run of characters that fit.
    fn run(self, fits: impl Fn(char) -> bool) -> (String, Reader<'a>) {
        let run: String =
            self.folded[self.at..].iter().map(|f| f.character).take_while(|c| fits(*c)).collect();
        let count = run.chars().count();
        (run, self.skip(count))
    }

    /// Past signs of emphasis and the backslash of an escaped point.
    fn emphasis(self) -> Reader<'a> {
        self.run(|c| ['*', '_', '\\'].contains(&c)).1
    }

    /// Whether nothing more stands in the line.
    fn is_end(self) -> bool {
        self.run(|c| c == ' ' || c == '*' || c == '_').1.peek(0).is_none()
    }

    /// A number behind "Điều", "Chương", "Phần" or "Mục".
    fn named(self, kind: MarkKind) -> Option<(MarkKind, String, usize)> {
        let (number, behind) = match kind {
            MarkKind::Article => self.article_number()?,
            _ => self.figure(3).or_else(|| self.roman()).or_else(|| self.ordinal())?,
        };
        let sign = behind.emphasis();
        if behind.is_end() {
            return Some((kind, number, behind.len()));
        }
        match (sign.peek(0)?, sign.peek(1)) {
            ('.' | ':', next) if next.is_none_or(|c| !c.is_ascii_digit()) => {
                Some((kind, number, sign.skip(1).len()))
            }
            (dash, Some(' ')) if is_dash(dash) => Some((kind, number, sign.skip(1).len())),
            (' ', Some(dash)) if is_dash(dash) && sign.peek(2) == Some(' ') => {
                Some((kind, number, sign.skip(2).len()))
            }
            // "Chương I QUY ĐỊNH CHUNG"
            (' ', Some(_)) if kind != MarkKind::Article && sign.skip(1).is_in_capitals() => {
                Some((kind, number, sign.len()))
            }
            _ => None,
        }
    }

    /// Whether the next word is of capitals.
    fn is_in_capitals(self) -> bool {
        let word = self.rest().trim_start_matches(['*', '_']);
        let word = word.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
        word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.contains(char::is_lowercase)
    }

    fn article_number(self) -> Option<(String, Reader<'a>)> {
        let (mut number, mut behind) = self.figure(4)?;
        // Điều 5a
        if let Some(letter) = behind.peek(0).and_then(letter)
            && behind.peek(1).is_none_or(|c| !c.is_alphanumeric())
        {
            number.push_str(&letter);
            behind = behind.skip(1);
        }
        Some((number, behind))
    }

    /// Arabic digits.
    fn figure(self, most: usize) -> Option<(String, Reader<'a>)> {
        let (digits, behind) = self.run(|c| c.is_ascii_digit());
        let number = digits.trim_start_matches('0');
        (digits.len() <= most && !number.is_empty()).then(|| (number.to_owned(), behind))
    }

    fn roman(self) -> Option<(String, Reader<'a>)> {
        let (letters, behind) = self.run(|c| ['i', 'v', 'x'].contains(&c));
        let is_whole = behind.peek(0).is_none_or(|c| !c.is_alphanumeric());
        (is_whole && roman_value(&letters).is_some()).then_some((letters, behind))
    }

    /// "thứ nhất"
    fn ordinal(self) -> Option<(String, Reader<'a>)> {
        let rest = self.word("thứ ")?;
        let (word, behind) = rest.run(char::is_alphabetic);
        let words = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];
        // Folding reads the capital word TƯ as that of the Centre.
        let word = if word == "tw" { "tư" } else { &word };
        let at = words.iter().position(|w| *w == word)?;
        Some(((at + 1).to_string(), behind))
    }

    /// "a)"
    fn letter(self) -> Option<(MarkKind, String, usize)> {
        let number = letter(self.peek(0)?)?;
        let is_small = self.rest().starts_with(char::is_lowercase);
        let behind = self.skip(1).emphasis();
        (is_small && behind.peek(0) == Some(')')).then(|| (MarkKind::Letter, number, behind.skip(1).len()))
    }

    /// "I.", "II-"
    fn roman_mark(self) -> Option<(MarkKind, String, usize)> {
        let (number, behind) = self.roman()?;
        let typed = self.line.get(..behind.len()).unwrap_or_default();
        if typed.contains(char::is_lowercase) {
            return None;
        }
        let sign = behind.run(|c| ['*', '_', '\\', ' '].contains(&c)).1;
        let sign =
            if matches!(sign.peek(0), Some(c) if is_dash(c) || c == '/') { sign } else { behind.emphasis() };
        let next = sign.skip(1);
        let opens = match sign.peek(0)? {
            '.' | ':' => next.peek(0).is_none_or(|c| !c.is_alphanumeric()) || next.is_in_capitals(),
            c if is_dash(c) || c == '/' => next.peek(0).is_none_or(|c| c == ' ') || next.is_in_capitals(),
            _ => false,
        };
        opens.then(|| (MarkKind::Roman, number, next.len()))
    }

    /// "1.", "1-", "1.2.", "1.2 Nội dung"
    fn figure_mark(self) -> Option<(MarkKind, String, usize)> {
        let (mut number, mut behind) = self.figure(3)?;
        let mut levels = 1;
        while behind.peek(0) == Some('.')
            && let Some((next, after)) = behind.skip(1).figure(2)
        {
            number = format!("{number}-{next}");
            (behind, levels) = (after, levels + 1);
        }
        let sign = behind.emphasis();
        let is_new = |reader: Reader<'_>| {
            reader
                .emphasis()
                .rest()
                .trim_start()
                .trim_start_matches(['*', '_', '“', '"'])
                .starts_with(char::is_uppercase)
        };
        let next = sign.skip(1);
        match sign.peek(0)? {
            '.' if next.peek(0).is_none_or(|c| !c.is_alphanumeric() && c != '.') || is_new(next) => {
                Some((MarkKind::Figure, number, next.len()))
            }
            c if is_dash(c) && next.peek(0) == Some(' ') && is_new(next) => {
                Some((MarkKind::Figure, number, next.len()))
            }
            // Dates and amounts have points inside too: what follows must look like a new sentence.
            ' ' if levels > 1 && levels < 5 && is_new(next) => Some((MarkKind::Figure, number, sign.len())),
            _ => None,
        }
    }
}

/// A letter of a point, `dd` for đ.
fn letter(c: char) -> Option<String> {
    match c {
        'a'..='z' => Some(c.to_string()),
        'đ' => Some("dd".to_owned()),
        _ => None,
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The value of a number in small Roman letters, up to 39; none where it is not written as it should be.
pub fn roman_value(letters: &str) -> Option<u32> {
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let rest = letters.trim_start_matches('x');
    let tens = letters.len() - rest.len();
    let one = ones.iter().position(|one| *one == rest)?;
    let value = u32::try_from(tens * 10 + one).ok()?;
    (value > 0 && tens < 4).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expect: &str) {
        let found = structural_mark(line).map(|m| format!("{:?} {} [{}]", m.kind, m.number, &line[..m.len]));
        assert_eq!(found.unwrap_or_default(), expect);
    }

    #[test]
    fn articles_have_a_point_or_stand_alone() {
        check("Điều 2. Phạm vi", "Article 2 [Điều 2.]");
        check("Điều 12: Hiệu lực", "Article 12 [Điều 12:]");
        check("Điều 3", "Article 3 [Điều 3]");
        check("ĐIỀU 03.", "Article 3 [ĐIỀU 03.]");
        check("Ðiều 5a. Bổ sung", "Article 5a [Ðiều 5a.]");
        check("Điều 5đ. Bổ sung", "Article 5dd [Điều 5đ.]");
        check("Die\u{302}\u{300}u 2. Sai chữ", "");
        check("Đie\u{302}\u{300}u 2. Chữ rời", "Article 2 [Đie\u{302}\u{300}u 2.]");
        check("**Điều 1.** Giao Sở A", "Article 1 [**Điều 1.]");
        check("**Điều 1**. Giao Sở A", "Article 1 [**Điều 1**.]");
        check("  Điều 1 – Giao Sở A", "Article 1 [  Điều 1 –]");
        check("Điều 5 Nghị định này", "");
        check("Điều 5, Điều 6 của Luật", "");
        check("điều 5. Các", "");
        check("Điều kiện 1.", "");
        check("Điều 1.5 triệu", "");
    }

    #[test]
    fn parts_chapters_and_sections() {
        check("Chương I", "Chapter i [Chương I]");
        check("CHƯƠNG IV: TỔ CHỨC", "Chapter iv [CHƯƠNG IV:]");
        check("Chương 2. Quy định", "Chapter 2 [Chương 2.]");
        check("Chương II QUY ĐỊNH CHUNG", "Chapter ii [Chương II]");
        check("Mục 1", "Section 1 [Mục 1]");
        check("Mục 12. KẾ HOẠCH", "Section 12 [Mục 12.]");
        check("Phần thứ nhất", "Part 1 [Phần thứ nhất]");
        check("PHẦN THỨ TƯ: TỔ CHỨC", "Part 4 [PHẦN THỨ TƯ:]");
        check("Phần II - Nội dung", "Part ii [Phần II -]");
        check("Phần lớn các đơn vị", "");
        check("Phần I của Kế hoạch", "");
        check("Mục 2 Chương III", "");
        check("Mục tiêu chung", "");
        check("Chương trình 5", "");
        check("Chương IVX", "");
    }

    #[test]
    fn figures_and_letters() {
        check("I. TÌNH HÌNH", "Roman i [I.]");
        check("II- Nội dung", "Roman ii [II-]");
        check("XIX - Nội dung", "Roman xix [XIX -]");
        check("**IV. Việc**", "Roman iv [**IV.]");
        check("V.VIỆC", "Roman v [V.]");
        check("X-quang", "");
        check("XIII của Đảng", "");
        check("i. mục", "");
        check("1. Các sở", "Figure 1 [1.]");
        check("12. các xã", "Figure 12 [12.]");
        check("1\\. Các sở", "Figure 1 [1\\.]");
        check("1- Các sở", "Figure 1 [1-]");
        check("3.2. Về cán bộ", "Figure 3-2 [3.2.]");
        check("3.2 Về cán bộ", "Figure 3-2 [3.2]");
        check("1.**Các sở**", "Figure 1 [1.]");
        check("a) Giao", "Letter a [a)]");
        check("đ) Giao", "Letter dd [đ)]");
        check("*b) Giao*", "Letter b [*b)]");
        check("2026. Trong năm", "");
        check("3.500 người", "");
        check("31.12.2026", "");
        check("5- 7 ngày", "");
        check("1.5 triệu đồng", "");
        check("A) Giao", "");
        check("(a) Giao", "");
        check("Các sở", "");
        check("- Các sở", "");
        check("", "");
        check("**", "");
    }

    #[test]
    fn roman_numbers_have_one_spelling() {
        let read = |text| roman_value(text);
        assert_eq!(
            (read("i"), read("iv"), read("ix"), read("x"), read("xiv")),
            (Some(1), Some(4), Some(9), Some(10), Some(14))
        );
        assert_eq!(
            (read("xix"), read("xxxix"), read("xxxx"), read("iiii"), read("vx"), read("")),
            (Some(19), Some(39), None, None, None, None)
        );
    }
}
