//! Names of organisations as typed, and their order in a list.
//!
//! Owns what a directive keeps of a name before the register is asked, and the Vietnamese collation
//! key.

use unicode_normalization::UnicodeNormalization;

use crate::place::Span;
use crate::read::decode::Text;
use crate::spelling::fold;

/// An id or a name as typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// As typed.
    pub text: String,
    /// Folded, for the register.
    pub folded: String,
    /// Where it stands.
    pub span: Span,
}

impl From<&Text> for Name {
    fn from(text: &Text) -> Name {
        Name { text: text.value.clone(), folded: fold(text), span: text.span }
    }
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

    #[test]
    fn names_sort_as_in_a_vietnamese_dictionary() {
        let sorted = [
            "An Giang",
            "Ăn",
            "Âu Cơ",
            "Ba",
            "Bà",
            "Bả",
            "Bã",
            "Bá",
            "Bạ",
            "Bà Rịa",
            "Cao Bằng",
            "Dung",
            "Đà Nẵng",
            "Đắk Lắk",
            "Đồng Nai",
            "Hà Giang",
            "Hà Nội",
            "Hải Dương",
            "Hưng Yên",
            "Ô",
            "Ơn",
            "Phú",
            "Ưng",
            "Yên Bái",
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
