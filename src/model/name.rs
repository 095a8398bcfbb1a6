//! Names as people write them: one name in many spellings, its place in a sorted list.
//!
//! Owns folding (Unicode form, place of the tone, case, spaces, "TW") and the Vietnamese collation
//! key. Folding is for matching only: no text that is printed ever goes through it.

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
    let mut folded = compose(text);
    central_words(&mut folded);
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
fn central_words(text: &mut Vec<Folded>) {
    let mut at = 0;
    while at < text.len() {
        let length = if text[at].character == 'T' && (at == 0 || !text[at - 1].character.is_alphanumeric()) {
            ["TW", "TƯ", "Trung ương", "Trung Ương", "TRUNG ƯƠNG"].iter().find_map(|word| {
                let mut rest = text[at..].iter();
                let matches = word.chars().all(|c| {
                    rest.next().is_some_and(|f| f.character == c || (c == ' ' && f.character.is_whitespace()))
                });
                let ends = rest.next().is_none_or(|f| !f.character.is_alphanumeric());
                (matches && ends).then(|| word.chars().count())
            })
        } else {
            None
        };
        if let Some(length) = length {
            let (start, end) = (text[at].start, text[at + length - 1].end);
            let word = ['t', 'w'].map(|character| Folded { character, start, end });
            text.splice(at..at + length, word);
        }
        at += 1;
    }
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

/// The key by which names are sorted: letters in the order of the Vietnamese alphabet, then tones
/// (ngang, huyền, hỏi, ngã, sắc, nặng), then small before capital letters.
pub fn collation_key(name: &str) -> Vec<u8> {
    const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];
    const DIGIT: u8 = 2;
    const LETTER: u8 = 20;
    let (mut letters, mut tones, mut cases) = (Vec::new(), Vec::new(), Vec::new());
    for c in name.nfc() {
        // The letter without its tone, but with the marks that make it another letter.
        let (mut tone, mut marked) = (0, String::new());
        for part in std::iter::once(c).nfd() {
            match TONES.iter().position(|t| *t == part) {
                Some(at) => tone = at as u8 + 1,
                None => marked.push(part),
            }
        }
        let letter: String = marked.nfc().collect();
        let lower = letter.to_lowercase().replace('ð', "đ");
        let key = match lower.chars().next() {
            Some(d) if d.is_ascii_digit() => DIGIT + (d as u8 - b'0'),
            Some(l) => match ALPHABET.chars().position(|a| a == l) {
                Some(at) => LETTER + at as u8,
                None if l.is_alphanumeric() => u8::MAX,
                None => {
                    // Spaces and signs part words: one word sorts before two.
                    if letters.last() != Some(&1) {
                        letters.push(1);
                    }
                    continue;
                }
            },
            None => continue,
        };
        letters.push(key);
        tones.push(tone);
        cases.push(u8::from(c.is_uppercase()));
    }
    letters.push(0);
    letters.append(&mut tones);
    letters.push(0);
    letters.append(&mut cases);
    letters
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
    fn names_sort_as_in_a_vietnamese_dictionary() {
        let sorted = [
            "An Giang", "Ăn", "Âu Cơ", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Bà Rịa", "Cao Bằng", "Dung", "Đà Nẵng",
            "Đắk Lắk", "Đồng Nai", "Hà Giang", "Hà Nội", "Hải Dương", "Hưng Yên", "Ô", "Ơn", "Phú", "Ưng", "Yên Bái",
        ];
        let mut shuffled = sorted;
        shuffled.reverse();
        shuffled.sort_by_key(|name| collation_key(name));
        assert_eq!(shuffled, sorted);
        let mut numbered = ["Vụ 2", "Vụ 1", "Vụ", "vụ", "Vụ A"];
        numbered.sort_by_key(|name| collation_key(name));
        assert_eq!(numbered, ["vụ", "Vụ", "Vụ 1", "Vụ 2", "Vụ A"]);
    }
}
