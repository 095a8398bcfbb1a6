//! The text that bytes are: UTF-8, UTF-16 and UTF-32 with a byte order mark or without, what the text itself
//! declares, and the encodings of Vietnamese before Unicode.
//!
//! None of the old ones says what it is: a reading in which the words are Vietnamese counts, and where
//! there are several, all do.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use crate::read::attached::legacy;

/// The text of `bytes`; none where they are not text.
pub fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(text) = marked(bytes) {
        return Some(Cow::Owned(text));
    }
    match str::from_utf8(bytes) {
        Ok(text) if is_text(bytes) => return Some(Cow::Borrowed(text)),
        _ => {}
    }
    if let Some(text) = wide(bytes) {
        return Some(Cow::Owned(text));
    }
    if !is_text(bytes) {
        return None;
    }
    if let Some(encoding) = declared(bytes).filter(|encoding| *encoding != UTF_8) {
        return Some(Cow::Owned(encoding.decode_without_bom_handling(bytes).0.into_owned()));
    }
    vietnamese(bytes).map(Cow::Owned)
}

/// What begins with a byte order mark.
fn marked(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xff, 0xfe, 0, 0, rest @ ..] => Some(units(rest, u32::from_le_bytes)),
        [0, 0, 0xfe, 0xff, rest @ ..] => Some(units(rest, u32::from_be_bytes)),
        [0xff, 0xfe, rest @ ..] => Some(pairs(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Some(pairs(rest, u16::from_be_bytes)),
        [0xef, 0xbb, 0xbf, rest @ ..] => str::from_utf8(rest).ok().map(str::to_owned),
        _ => None,
    }
}

fn pairs(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

fn units(bytes: &[u8], read: fn([u8; 4]) -> u32) -> String {
    let units = bytes.chunks_exact(4).map(|unit| read([unit[0], unit[1], unit[2], unit[3]]));
    units.map(|unit| char::from_u32(unit).unwrap_or('\u{fffd}')).collect()
}

/// UTF-16 without a byte order mark: almost all its units are letters that Vietnamese has.
fn wide(bytes: &[u8]) -> Option<String> {
    let reads: [fn([u8; 2]) -> u16; 2] = [u16::from_le_bytes, u16::from_be_bytes];
    reads.into_iter().find_map(|read| {
        let first = bytes.chunks_exact(2).take(4096).map(|pair| read([pair[0], pair[1]]));
        let (mut letters, mut all, mut plain) = (0, 0, 0);
        for unit in first {
            all += 1;
            letters += usize::from(is_vietnamese(unit));
            plain += usize::from(matches!(unit, 0x9..=0x7e));
        }
        (all > 1 && letters * 20 >= all * 19 && plain * 3 >= all).then(|| pairs(bytes, read))
    })
}

/// Whether a unit of UTF-16 is a character that Vietnamese texts have.
pub fn is_vietnamese(unit: u16) -> bool {
    matches!(unit,
        0x9 | 0xa | 0xd | 0x20..=0x7e | 0xa0 | 0xab | 0xad | 0xb7 | 0xbb
        | 0xc0..=0xc3 | 0xc8..=0xca | 0xcc | 0xcd | 0xd2..=0xd5 | 0xd9 | 0xda | 0xdd
        | 0xe0..=0xe3 | 0xe8..=0xea | 0xec | 0xed | 0xf2..=0xf5 | 0xf9 | 0xfa | 0xfd
        | 0x102 | 0x103 | 0x110 | 0x111 | 0x128 | 0x129 | 0x168 | 0x169 | 0x1a0 | 0x1a1 | 0x1af | 0x1b0
        | 0x300..=0x303 | 0x306 | 0x309 | 0x31b | 0x323 | 0x1ea0..=0x1ef9 | 0x200b..=0x203a | 0x2060 | 0xfeff)
}

/// Whether bytes have no more of what controls machines than a text has.
fn is_text(bytes: &[u8]) -> bool {
    let is_control = |byte: &&u8| matches!(byte, 0x1..=0x8 | 0xe..=0x1f | 0x7f);
    !bytes.contains(&0) && bytes.iter().filter(is_control).count() * 100 <= bytes.len()
}

/// The encoding that XML and HTML declare in their first bytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let behind = ["encoding=", "charset="].iter().find_map(|key| head.split_once(key))?.1;
    let label = behind.trim_start_matches(['"', '\'']).split(['"', '\'', ' ', '>', ';', '?', '/']).next()?;
    Encoding::for_label(label.as_bytes())
}

/// Vietnamese of one of the encodings before Unicode, in every reading in which it is.
fn vietnamese(bytes: &[u8]) -> Option<String> {
    let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let windows = WINDOWS_1258.decode_without_bom_handling(bytes).0.into_owned();
    let readings = [windows, legacy::tcvn3(&latin), legacy::vni(&latin)];
    let readings: Vec<String> = readings.into_iter().filter(|text| has_syllables(text)).collect();
    (!readings.is_empty()).then(|| readings.join("\n"))
}

/// Whether most of the words with letters beyond ASCII are syllables of Vietnamese.
fn has_syllables(text: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || !c.is_ascii() && !c.is_whitespace();
    let words = text.split(|c| !is_letter(c)).filter(|word| !word.is_ascii());
    let (mut syllables, mut all) = (0, 0);
    for word in words.take(10_000) {
        all += 1;
        syllables += usize::from(is_syllable(word));
    }
    syllables * 10 >= all * 7
}

/// Whether a word has the form of a syllable: consonants, vowels of which one may bear a tone, a final.
fn is_syllable(word: &str) -> bool {
    let small: String = word.to_lowercase().nfd().filter(|c| !"\u{302}\u{306}\u{31b}".contains(*c)).collect();
    let tones = small.chars().filter(|c| "\u{300}\u{301}\u{303}\u{309}\u{323}".contains(*c)).count();
    let letters: String = small.chars().filter(|c| c.is_alphabetic()).collect();
    let marks = small.chars().count() - letters.chars().count();
    let vowels = letters.trim_start_matches(|c| "bcdđghklmnpqrstvx".contains(c));
    let last = vowels.trim_start_matches(|c| "aeiouy".contains(c));
    tones <= 1
        && tones == marks
        && letters.len() <= 9
        && ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"].contains(&last)
        && (vowels.len() > last.len() || letters == "đ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Tỉnh ủy Hòa Giang\r\nTỐI MẬT\r\nKính gửi: các huyện ủy\r\n";

    #[track_caller]
    fn check(bytes: &[u8], line: &str) {
        let text = text(bytes).expect("a text");
        let text: String = text.nfc().collect();
        assert!(text.split(['\r', '\n']).any(|l| l == line), "{text:?}");
    }

    #[test]
    fn unicode_in_every_form() {
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let wide: Vec<u8> = TEXT.chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        let wide_big: Vec<u8> = TEXT.chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
        let decomposed: String = TEXT.nfd().collect();
        let little_nfd: Vec<u8> = decomposed.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", TEXT.as_bytes()),
            marked(b"\xff\xfe", &little),
            marked(b"\xfe\xff", &big),
            marked(b"\xff\xfe\0\0", &wide),
            marked(b"\0\0\xfe\xff", &wide_big),
            little,
            big,
            little_nfd,
        ] {
            check(&bytes, "TỐI MẬT");
        }
        check(b"M\0\xac\x1eT\0", "MẬT");
    }

    #[test]
    fn vietnamese_before_unicode() {
        check(b"\xd0\xf2ng u\xd2y\r\nM\xc2\xf2T\r\nK\xednh g\xfd\xd2i", "MẬT");
        check(b"T\xd4\xecI M\xc2\xf2T", "TỐI MẬT");
        check(b"T\xd8nh \xf1y\r\nTUY\xd6T M\xcbT\r\nK\xddnh g\xf6i", "TUYỆT MẬT");
        check(b"T\xe6nh u\xfby\r\nTUYE\xc4T MA\xc4T\r\nK\xednh g\xf6\xfbi", "TUYỆT MẬT");
        check(b"<?xml version='1.0' encoding=\"windows-1258\"?>\n<a>\nM\xc2\xf2T\n</a>", "MẬT");
        check(b"<html><meta charset=iso-2022-jp>\nMAT\xe9", "MAT\u{fffd}");
    }

    #[test]
    fn what_is_no_text() {
        for bytes in [
            &b"\x89PNG\r\n\x1a\n\0\0"[..],
            b"\xc4\x28",
            b"caf\xe9 cr\xe8me",
            b"\x01\x02\x03\x04",
            b"\x8e\xac\x93\xfa",
        ] {
            assert_eq!(text(bytes), None, "{bytes:?}");
        }
        assert_eq!(text(b"").as_deref(), Some(""));
    }
}
