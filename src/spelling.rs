//! One text in many spellings: folding for matching, slugs for addresses and ids.
//!
//! Owns folding (Unicode form, place of the tone, case, spaces, "TW") and slugs. Folding is for
//! matching only: no text that is printed ever goes through it.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::str::{CharIndices, Chars};

use aho_corasick::AhoCorasick;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical};
use unicode_normalization::{Recompositions, UnicodeNormalization};

/// One folded character and the bytes of the original that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The folded character.
    pub character: char,
    /// First byte in the original.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
}

/// Two spellings of one name fold to the same text.
///
/// Folded are: NFD and NFC, `uỷ` and `ủy`, `hoà` and `hòa`, `Ð` and `Đ`, upper and lower case, runs
/// of spaces, and the capital words `TW`, `TƯ`, `Trung ương`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each_folded(text, |f| folded.push(f.character));
    folded
}

/// [`fold`], with the place of every character in `text`.
pub fn fold_with_places(text: &str) -> Vec<Folded> {
    // Most characters of Vietnamese take one byte or three.
    let mut folded = Vec::with_capacity(text.len());
    each_folded(text, |f| folded.push(f));
    folded
}

/// Hands out the folded characters of `text` one by one: names and words around every number of every text are
/// folded, so nothing is kept here but the last character, which what follows may change.
fn each_folded(text: &str, take: impl FnMut(Folded)) {
    let mut characters = Composed { text, characters: text.char_indices(), cluster: None };
    let mut out = Out { last: None, take };
    let mut before: Option<char> = None;
    while let Some(f) = characters.next() {
        let is_first = |before: Option<char>| before.is_none_or(|c| !c.is_alphanumeric());
        let centre = if f.character == 'T' && is_first(before) { centre(&characters) } else { None };
        if let Some((end, rest)) = centre {
            out.push(Folded { character: 't', start: f.start, end });
            out.push(Folded { character: 'w', start: f.start, end });
            // None of these words ends but with a letter.
            (characters, before) = (rest, Some('w'));
            continue;
        }
        before = Some(f.character);
        if f.character.is_whitespace() {
            out.space(f);
        } else if let Some(character) = small(f.character) {
            out.letter(Folded { character, ..f });
        } else {
            f.character.to_lowercase().for_each(|character| out.letter(Folded { character, ..f }));
        }
    }
    // Nothing stands behind a space at the end.
    out.last.filter(|last| last.character != ' ').into_iter().for_each(out.take);
}

/// Folded characters on their way out.
struct Out<F> {
    last: Option<Folded>,
    take: F,
}

impl<F: FnMut(Folded)> Out<F> {
    fn push(&mut self, next: Folded) {
        if let Some(last) = self.last.replace(next) {
            (self.take)(last);
        }
    }

    fn space(&mut self, f: Folded) {
        match &mut self.last {
            None => {}
            Some(last) if last.character == ' ' => last.end = f.end,
            Some(_) => self.push(Folded { character: ' ', ..f }),
        }
    }

    fn letter(&mut self, f: Folded) {
        let mut character = if f.character == 'ð' { 'đ' } else { f.character };
        if let Some(last) = &mut self.last
            && let Some((first, second)) = tone_to_first(last.character, character)
        {
            last.character = first;
            character = second;
        }
        self.push(Folded { character, ..f });
    }
}

/// The lower case of a letter of Vietnamese, which most are, without a look into the tables of all scripts.
fn small(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' => Some(c.to_ascii_lowercase()),
        'ß'..='ÿ' | 'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ư' => Some(c),
        // Each capital stands right before its small letter, at an even place.
        'Ạ'..='ỹ' => char::from_u32(u32::from(c) | 1),
        _ => None,
    }
}

/// Whether a character belongs to the letter before it.
fn is_mark(c: char) -> bool {
    // No letter with its marks in one, nor what stands before the first mark, needs a look into the table.
    c >= '\u{300}' && !('\u{1e00}'..'\u{2000}').contains(&c) && canonical_combining_class(c) != 0
}

/// The first byte of the first character that is a mark, U+0300.
const FIRST_MARK: u8 = 0xcc;

/// A text in NFC, character by character, with places.
#[derive(Clone)]
struct Composed<'t> {
    text: &'t str,
    characters: CharIndices<'t>,
    /// What is left of a letter that is typed with marks of its own, and its bytes.
    cluster: Option<(Recompositions<Chars<'t>>, Range<usize>)>,
}

impl Iterator for Composed<'_> {
    type Item = Folded;
    fn next(&mut self) -> Option<Folded> {
        if let Some((rest, Range { start, end })) = &mut self.cluster {
            match rest.next() {
                Some(character) => return Some(Folded { character, start: *start, end: *end }),
                None => self.cluster = None,
            }
        }
        let (start, character) = self.characters.next()?;
        let alone = self.characters.offset();
        let mut end = alone;
        // Most letters are followed by one whose first byte is that of no mark.
        while self.text.as_bytes().get(end).is_some_and(|byte| *byte >= FIRST_MARK)
            && let Some(mark) = self.text[end..].chars().next().filter(|c| is_mark(*c))
        {
            end += mark.len_utf8();
            self.characters.next();
        }
        if end == alone {
            return Some(Folded { character, start, end });
        }
        self.cluster = Some((self.text[start..end].nfc(), start..end));
        self.next()
    }
}

/// The rest of a capital word that is written as `tw` and whose `T` was read: where it ends, and what follows.
fn centre<'t>(behind: &Composed<'t>) -> Option<(usize, Composed<'t>)> {
    if !behind.characters.as_str().starts_with(['W', 'Ư', 'U', 'r', 'R']) {
        return None;
    }
    ["W", "Ư", "rung ương", "rung Ương", "RUNG ƯƠNG"].iter().find_map(|word| whole_word(behind, word))
}

/// Where `word` ends and what follows on it, any run of spaces for one; none where something else stands
/// there, or more of a word follows.
fn whole_word<'t>(behind: &Composed<'t>, word: &str) -> Option<(usize, Composed<'t>)> {
    let mut rest = behind.clone();
    let mut end = 0;
    for character in word.chars() {
        let fits = |f: &Folded| match character {
            ' ' => f.character.is_whitespace(),
            _ => f.character == character,
        };
        end = rest.next().filter(fits)?.end;
        if character == ' ' {
            let mut ahead = rest.clone();
            while ahead.next().is_some_and(|f| f.character.is_whitespace()) {
                rest = ahead.clone();
            }
        }
    }
    rest.clone().next().is_none_or(|f| !f.character.is_alphanumeric()).then_some((end, rest))
}

/// `oà` as `òa`, `uỷ` as `ủy`: the older and the newer place of the tone.
fn tone_to_first(first: char, second: char) -> Option<(char, char)> {
    Some(match (first, second) {
        ('o', 'à') => ('ò', 'a'),
        ('o', 'ả') => ('ỏ', 'a'),
        ('o', 'ã') => ('õ', 'a'),
        ('o', 'á') => ('ó', 'a'),
        ('o', 'ạ') => ('ọ', 'a'),
        ('o', 'è') => ('ò', 'e'),
        ('o', 'ẻ') => ('ỏ', 'e'),
        ('o', 'ẽ') => ('õ', 'e'),
        ('o', 'é') => ('ó', 'e'),
        ('o', 'ẹ') => ('ọ', 'e'),
        ('u', 'ỳ') => ('ù', 'y'),
        ('u', 'ỷ') => ('ủ', 'y'),
        ('u', 'ỹ') => ('ũ', 'y'),
        ('u', 'ý') => ('ú', 'y'),
        ('u', 'ỵ') => ('ụ', 'y'),
        _ => return None,
    })
}

/// Words that must not be seen, in whatever spelling.
#[derive(Clone, Debug, Default)]
pub struct Redaction {
    words: Vec<String>,
    /// Finds all of these at once; none where there are none.
    finder: Option<AhoCorasick>,
}

impl Hash for Redaction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.words.hash(state);
    }
}

impl Redaction {
    /// What stands in their place.
    pub const MARK: &str = "▮▮▮";

    /// The words that are blotted out.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Redaction {
        let words: Vec<String> = words.into_iter().map(fold).filter(|words| !words.is_empty()).collect();
        let finder = if words.is_empty() { None } else { AhoCorasick::new(&words).ok() };
        Redaction { finder, words }
    }

    /// Whether nothing is blotted out.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Where such words stand in `text`: ranges of bytes, in order, none touching another.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let Some(finder) = &self.finder else {
            // More words than can be looked for leave nothing to be seen.
            return (!self.is_empty()).then_some(0..text.len()).into_iter().collect();
        };
        let places = fold_with_places(text);
        let folded: String = places.iter().map(|f| f.character).collect();
        let starts: Vec<usize> = folded.char_indices().map(|(byte, _)| byte).collect();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut behind = vec![0; self.words.len()];
        for found in finder.find_overlapping_iter(&folded) {
            // The same words again are looked for behind themselves.
            let behind = &mut behind[found.pattern().as_usize()];
            if found.start() < *behind {
                continue;
            }
            *behind = found.end();
            let first = starts.partition_point(|start| *start < found.start());
            let last = starts.partition_point(|start| *start < found.end()) - 1;
            ranges.push(places[first].start..places[last].end);
        }
        ranges.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }

    /// Blots the words out of `text`.
    pub fn apply(&self, text: &mut String) {
        let (mut blotted, mut behind) = (String::new(), 0);
        for range in self.ranges(text) {
            blotted.push_str(&text[behind..range.start]);
            blotted.push_str(Redaction::MARK);
            behind = range.end;
        }
        if behind > 0 {
            blotted.push_str(&text[behind..]);
            *text = blotted;
        }
    }
}

/// `text` as a part of an address or as an id: lower case ASCII letters and digits, everything else one hyphen.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut take = |c: char| {
        let c = match c {
            'Đ' | 'đ' | 'Ð' | 'ð' => 'd',
            _ => c.to_ascii_lowercase(),
        };
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !is_mark(c) && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    };
    // Marks go, so their order among each other is nothing to wait for.
    text.chars().for_each(|c| if c.is_ascii() { take(c) } else { decompose_canonical(c, &mut take) });
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Whether `text` is made as ids are: `a-z`, `0-9`, and hyphens inside.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(a: &str, b: &str) {
        assert_eq!(fold(a), fold(b));
    }

    #[track_caller]
    fn differ(a: &str, b: &str) {
        assert_ne!(fold(a), fold(b));
    }

    #[test]
    fn spellings_of_one_name_fold_alike() {
        same("Tỉnh uỷ", "Tỉnh ủy");
        same("TỈNH UỶ", "tỉnh  ủy");
        same("Hoà Bình", "Hòa Bình");
        same("khoẻ", "khỏe");
        same("Ðắk Lắk", "Đắk Lắk");
        same("Nghi\u{323} quyê\u{301}t", "Nghị quyết");
        same("uy\u{309}", "uỷ");
        same("Ban Tổ chức TW", "Ban Tổ chức Trung ương");
        same("Ban Tổ chức TW", "Ban  Tổ chức Trung  ương");
        same("Ban Tổ chức TƯ", "Ban Tổ chức Trung ương");
        same("BAN TỔ CHỨC TRUNG ƯƠNG", "Ban Tổ chức Trung ương");
        same("Sở\u{a0}Y tế ", " Sở Y tế");
        same("Quý", "Qúy");
    }

    #[test]
    fn different_names_stay_apart() {
        differ("Tỉnh uỷ", "Tỉnh ủy viên");
        differ("Ban Bí thư Trung ương", "Ban Bí thư Trung ương Đoàn");
        // Only the capital, whole words stand for the Centre.
        differ("cơ quan trung ương", "cơ quan TW");
        differ("BTCTW", "BTCTrung ương");
        differ("duong", "đường");
        differ("Đoàn", "Doàn");
    }

    #[test]
    fn folded_characters_know_their_bytes() {
        let text = "a\u{301}  Uỷ TRUNG ƯƠNG.";
        let folded = fold_with_places(text);
        let shown: Vec<(char, &str)> = folded.iter().map(|f| (f.character, &text[f.start..f.end])).collect();
        assert_eq!(
            shown,
            [
                ('á', "a\u{301}"),
                (' ', "  "),
                ('ủ', "U"),
                ('y', "ỷ"),
                (' ', " "),
                ('t', "TRUNG ƯƠNG"),
                ('w', "TRUNG ƯƠNG"),
                ('.', "."),
            ]
        );
    }

    /// What is known without a look into the tables is what stands in them.
    #[test]
    fn letters_are_as_the_tables_have_them() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_mark(c), canonical_combining_class(c) != 0, "{c:?}");
            if let Some(small) = small(c) {
                assert!(c.to_lowercase().eq([small]), "{c:?}");
            }
        }
    }

    #[test]
    fn words_are_blotted_out_in_any_spelling() {
        let redaction = Redaction::new(["An Quân@bctw", "Hoà Bình", ""]);
        let mut text = "Thư AN QUÂN@BCTW, Hòa Bình An Quân@bctw.".to_owned();
        redaction.apply(&mut text);
        assert_eq!(text, "Thư ▮▮▮, ▮▮▮ ▮▮▮.");
        let mut text = "không có gì".to_owned();
        Redaction::default().apply(&mut text);
        assert_eq!(text, "không có gì");
        assert_eq!(Redaction::new(["aa"]).ranges("aaa b"), vec![0..2]);
        assert_eq!(Redaction::new(["ab", "bc"]).ranges("abc"), vec![0..3]);
    }

    #[track_caller]
    fn check_slug(text: &str, expect: &str) {
        assert_eq!(slug(text), expect);
        assert_eq!(slug(&text.nfd().collect::<String>()), expect);
    }

    #[test]
    fn slugs_are_ascii() {
        check_slug("34-KH/TU", "34-kh-tu");
        check_slug("13 - CV/BCĐ", "13-cv-bcd");
        check_slug("30/2020/NĐ-CP", "30-2020-nd-cp");
        check_slug("Điện thoại di động", "dien-thoai-di-dong");
        check_slug("ăâđêôơư ĂÂĐÊÔƠƯ", "aadeoou-aadeoou");
        check_slug("  –  ", "");
        check_slug("日本", "");
    }

    /// Every Vietnamese letter with every tone becomes the bare letter, in both Unicode forms.
    #[test]
    fn all_134_letters_have_a_slug() {
        let vowels = [("aăâ", 'a'), ("eê", 'e'), ("i", 'i'), ("oôơ", 'o'), ("uư", 'u'), ("y", 'y')];
        let mut count = 0;
        for (letters, bare) in vowels {
            for letter in letters.chars() {
                for tone in ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"] {
                    for letter in [letter.to_string(), letter.to_uppercase().to_string()] {
                        check_slug(&format!("{letter}{tone}").nfc().collect::<String>(), &bare.to_string());
                        count += 1;
                    }
                }
            }
        }
        // 12 vowels with 6 tones in two cases; 12 of the 144 are plain ASCII; đ and Đ stand apart.
        check_slug("đ", "d");
        check_slug("Đ", "d");
        assert_eq!(count - 12 + 2, 134);
    }

    #[test]
    fn ids() {
        assert!(is_id("ban-to-chuc-tw") && is_id("a1"));
        assert!(!is_id("") && !is_id("Ban") && !is_id("a b") && !is_id("-a") && !is_id("a-") && !is_id("đ"));
    }
}
