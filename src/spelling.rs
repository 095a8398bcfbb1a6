//! One text in many spellings: folding for matching, slugs for addresses and ids.
//!
//! Owns folding (Unicode form, place of the tone, case, spaces, "TW") and slugs. Folding is for
//! matching only: no text that is printed ever goes through it.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use aho_corasick::AhoCorasick;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

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
    fold_with_places(text).into_iter().map(|f| f.character).collect()
}

/// [`fold`], with the place of every character in `text`.
pub fn fold_with_places(text: &str) -> Vec<Folded> {
    let folded = central_words(compose(text));
    let mut out: Vec<Folded> = Vec::with_capacity(folded.len());
    for f in folded {
        if f.character.is_whitespace() {
            match out.last_mut() {
                None => {}
                Some(last) if last.character == ' ' => last.end = f.end,
                Some(_) => out.push(Folded { character: ' ', ..f }),
            }
            continue;
        }
        for character in f.character.to_lowercase() {
            let character = if character == 'ð' { 'đ' } else { character };
            if let Some(last) = out.last_mut()
                && let Some((first, second)) = tone_to_first(last.character, character)
            {
                last.character = first;
                out.push(Folded { character: second, ..f });
            } else {
                out.push(Folded { character, ..f });
            }
        }
    }
    if out.last().is_some_and(|last| last.character == ' ') {
        out.pop();
    }
    out
}

/// The text in NFC, character by character, with places.
fn compose(text: &str) -> Vec<Folded> {
    let mut out = Vec::with_capacity(text.len());
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let mut end = start + character.len_utf8();
        while let Some((at, mark)) = characters.peek()
            && !mark.is_ascii()
            && canonical_combining_class(*mark) != 0
        {
            end = at + mark.len_utf8();
            characters.next();
        }
        if end == start + character.len_utf8() {
            out.push(Folded { character, start, end });
        } else {
            out.extend(text[start..end].nfc().map(|character| Folded { character, start, end }));
        }
    }
    out
}

/// Writes the capital words `TW`, `TƯ`, `Trung ương` as `tw`.
fn central_words(text: Vec<Folded>) -> Vec<Folded> {
    if !text.iter().any(|f| f.character == 'T') {
        return text;
    }
    let mut out: Vec<Folded> = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let length = if text[at].character == 'T' && (at == 0 || !text[at - 1].character.is_alphanumeric()) {
            let words = ["TW", "TƯ", "Trung ương", "Trung Ương", "TRUNG ƯƠNG"];
            words.iter().find_map(|word| whole_word(&text[at..], word))
        } else {
            None
        };
        if let Some(length) = length {
            let (start, end) = (text[at].start, text[at + length - 1].end);
            out.extend(['t', 'w'].map(|character| Folded { character, start, end }));
            at += length;
        } else {
            out.push(text[at]);
            at += 1;
        }
    }
    out
}

/// How many characters `word` takes at the start of `text`, any run of spaces for one; none where
/// something else stands there, or more of a word follows.
fn whole_word(text: &[Folded], word: &str) -> Option<usize> {
    let mut rest = text;
    for character in word.chars() {
        let length = match character {
            ' ' => rest.iter().take_while(|f| f.character.is_whitespace()).count(),
            _ => usize::from(rest.first()?.character == character),
        };
        rest = rest.get(length..).filter(|_| length > 0)?;
    }
    rest.first().is_none_or(|f| !f.character.is_alphanumeric()).then_some(text.len() - rest.len())
}

/// `oà` as `òa`, `uỷ` as `ủy`: the older and the newer place of the tone.
fn tone_to_first(first: char, second: char) -> Option<(char, char)> {
    let tone = |letters: &str| letters.chars().position(|c| c == second);
    Some(match first {
        'o' => match (tone("àảãáạ"), tone("èẻẽéẹ")) {
            (Some(tone), _) => ("òỏõóọ".chars().nth(tone)?, 'a'),
            (_, Some(tone)) => ("òỏõóọ".chars().nth(tone)?, 'e'),
            _ => return None,
        },
        'u' => ("ùủũúụ".chars().nth(tone("ỳỷỹýỵ")?)?, 'y'),
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
        Redaction { finder: AhoCorasick::new(&words).ok().filter(|_| !words.is_empty()), words }
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
    for c in text.nfd().filter(|c| canonical_combining_class(*c) == 0) {
        let c = match c {
            'Đ' | 'đ' | 'Ð' | 'ð' => 'd',
            _ => c.to_ascii_lowercase(),
        };
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
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
