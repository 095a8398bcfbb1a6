//! Text as a part of an address: ASCII letters, digits and hyphens.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

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
