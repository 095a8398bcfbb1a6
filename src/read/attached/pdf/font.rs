//! What the codes of a font are, and how wide (ISO 32000-1, 9.6 to 9.10).
//!
//! A font says it by `ToUnicode`, or by the names of its glyphs. One that says neither shows letters that
//! nobody but its eyes can read.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use lopdf::{Dictionary, Document, Object};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::read::attached::pdf::cmap::CMap;
use crate::read::attached::styles::Style;

/// Bytes of a `ToUnicode`.
const MOST: usize = 4 << 20;

/// A font of a page.
pub struct Font {
    to_unicode: Option<CMap>,
    /// Characters of codes of one byte that glyph names or an encoding tell.
    named: FxHashMap<u32, String>,
    /// Codes have two bytes.
    is_wide: bool,
    /// Its signs are no letters.
    is_symbols: bool,
    style: Style,
    widths: FxHashMap<u32, f64>,
    width: f64,
}

/// A code as it is shown.
pub struct Glyph {
    /// Its characters; none where nothing tells them.
    pub text: Option<String>,
    /// Its width in thousandths of the size.
    pub width: f64,
    /// It is a space of one byte, to which spaces between words are added.
    pub is_space: bool,
}

impl Font {
    /// Reads a font.
    pub fn read(document: &Document, font: &Dictionary) -> Font {
        let is_wide = matches!(font.get_deref(b"Subtype", document).and_then(Object::as_name), Ok(b"Type0"));
        let base = font.get_deref(b"BaseFont", document).and_then(Object::as_name).unwrap_or_default();
        let base = String::from_utf8_lossy(base).into_owned();
        let name = base.split_once('+').map_or(base.as_str(), |(_, name)| name);
        let to_unicode = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream);
        let to_unicode = to_unicode.and_then(|stream| stream.get_plain_content_with_limit(MOST));
        let symbols = ["symbol", "wingding", "webding", "dingbat", "mtextra", "math"];
        let (widths, width) = if is_wide { wide_widths(document, font) } else { widths(document, font) };
        Font {
            to_unicode: to_unicode.ok().map(|text| CMap::read(&text)),
            named: if is_wide { FxHashMap::default() } else { named(document, font) },
            is_wide,
            is_symbols: symbols.iter().any(|symbols| name.to_lowercase().contains(symbols)),
            style: Style::of_font(name.split(',').next().unwrap_or(name)),
            widths,
            width,
        }
    }

    /// The glyphs of a string.
    pub fn glyphs<'a>(&'a self, string: &'a [u8]) -> impl Iterator<Item = Glyph> + 'a {
        string.chunks(if self.is_wide { 2 } else { 1 }).map(|bytes| {
            let code = bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
            let text = self.text(code).map(|text| self.style.shown(&text).into_owned());
            let width = self.widths.get(&code).copied().unwrap_or(self.width);
            Glyph { text, width, is_space: bytes == [b' '] }
        })
    }

    fn text(&self, code: u32) -> Option<String> {
        let mapped = self.to_unicode.as_ref().and_then(|cmap| cmap.get(code));
        let text = mapped.or_else(|| self.named.get(&code).cloned());
        // Characters that nobody has agreed upon say nothing.
        let is_known = |c: char| !matches!(c, '\0' | '\u{fffd}' | '\u{e000}'..='\u{f8ff}');
        match text.filter(|text| text.chars().all(is_known)) {
            None if self.is_symbols => Some(" ".to_owned()),
            text => text,
        }
    }
}

/// Widths of codes of one byte.
fn widths(document: &Document, font: &Dictionary) -> (FxHashMap<u32, f64>, f64) {
    let number = |object: &Object| document.dereference(object).ok()?.1.as_float().ok().map(f64::from);
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
    let listed = font.get_deref(b"Widths", document).and_then(Object::as_array);
    let widths = listed.into_iter().flatten().take(256).zip(u32::try_from(first).unwrap_or_default()..);
    (widths.filter_map(|(width, code)| Some((code, number(width)?))).collect(), 500.0)
}

/// Widths of codes of two bytes (9.7.4.3): `c [w w …]` or `first last w`.
fn wide_widths(document: &Document, font: &Dictionary) -> (FxHashMap<u32, f64>, f64) {
    let mut widths = FxHashMap::default();
    let descendant = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array);
    let descendant =
        descendant.ok().and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
    let Some(descendant) = descendant else { return (widths, 1000.0) };
    let width = descendant.get_deref(b"DW", document).and_then(Object::as_float).map_or(1000.0, f64::from);
    let number = |object: &Object| object.as_float().ok().map(f64::from);
    let listed = descendant.get_deref(b"W", document).and_then(Object::as_array);
    let mut listed =
        listed.into_iter().flatten().filter_map(|object| Some(document.dereference(object).ok()?.1));
    while let (Some(first), Some(second)) = (listed.next(), listed.next()) {
        let first = first.as_i64().ok().and_then(|code| u32::try_from(code).ok()).unwrap_or_default();
        match second {
            Object::Array(each) => {
                widths.extend((first..).zip(each).filter_map(|(code, width)| Some((code, number(width)?))));
            }
            last => {
                let last = last.as_i64().ok().and_then(|code| u32::try_from(code).ok()).unwrap_or_default();
                let Some(width) = listed.next().and_then(number) else { break };
                widths.extend((first..=last.min(0xffff)).map(|code| (code, width)));
            }
        }
    }
    (widths, width)
}

/// The characters of codes of one byte, by the encoding and the names of glyphs.
fn named(document: &Document, font: &Dictionary) -> FxHashMap<u32, String> {
    let encoding = font.get_deref(b"Encoding", document).ok();
    let difference = encoding.and_then(|encoding| encoding.as_dict().ok());
    let base = match difference {
        Some(dictionary) => dictionary.get_deref(b"BaseEncoding", document).ok(),
        None => encoding,
    };
    let base = base.and_then(|name| name.as_name().ok());
    let descriptor = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
    let flags = descriptor.and_then(|font| font.get_deref(b"Flags", document)).and_then(Object::as_i64);
    // One that is in every reader, or that says to have letters (9.8.2).
    let has_letters = flags.map_or(true, |flags| flags & 4 == 0);
    let mut named: FxHashMap<u32, String> = match base {
        Some(b"WinAnsiEncoding") => {
            table(|byte| WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned())
        }
        Some(b"MacRomanEncoding") => {
            table(|byte| MACINTOSH.decode_without_bom_handling(&[byte]).0.into_owned())
        }
        None | Some(b"StandardEncoding") if has_letters => {
            table(|byte| char::from(byte).to_string()).into_iter().filter(|(code, _)| *code < 0x7f).collect()
        }
        _ => FxHashMap::default(),
    };
    let differences = difference.and_then(|encoding| encoding.get_deref(b"Differences", document).ok());
    let differences = differences.and_then(|list| list.as_array().ok());
    let mut code = 0_u32;
    for object in differences.into_iter().flatten() {
        match object {
            Object::Integer(first) => code = u32::try_from(*first).unwrap_or_default(),
            Object::Name(name) => {
                match glyph(&String::from_utf8_lossy(name)) {
                    Some(text) => _ = named.insert(code, text),
                    None => _ = named.remove(&code),
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    named
}

fn table(read: fn(u8) -> String) -> FxHashMap<u32, String> {
    (0x20..=0xff).map(|byte| (u32::from(byte), read(byte))).collect()
}

/// Parts of names of glyphs of Vietnamese letters, in the Adobe Glyph List.
const SIGNS: [(&str, char); 8] = [
    ("circumflex", '\u{302}'),
    ("breve", '\u{306}'),
    ("horn", '\u{31b}'),
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("hookabove", '\u{309}'),
    ("tilde", '\u{303}'),
    ("dotbelow", '\u{323}'),
];

/// Names of signs that stand beside marks.
const NAMES: [(&str, &str); 27] = [
    ("space", " "),
    ("nbspace", " "),
    ("hyphen", "-"),
    ("minus", "-"),
    ("endash", "-"),
    ("emdash", "-"),
    ("period", "."),
    ("comma", ","),
    ("colon", ":"),
    ("semicolon", ";"),
    ("slash", "/"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("dcroat", "đ"),
    ("Dcroat", "Đ"),
    ("dmacron", "đ"),
    ("Eth", "Đ"),
];

/// The characters of a glyph, by its name.
fn glyph(name: &str) -> Option<String> {
    let hex = name
        .strip_prefix("uni")
        .filter(|hex| hex.len() == 4)
        .or_else(|| name.strip_prefix('u').filter(|hex| (4..=6).contains(&hex.len())));
    if let Some(character) = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
        return Some(character.to_string());
    }
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*text).to_owned());
    }
    if let Some(letter) = letter(name) {
        return Some(letter);
    }
    // The name of something else than a letter of a mark: `quoteright`, `fi`. A number is none.
    (name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| "\u{2022}".to_owned())
}

/// A letter by the name of its parts.
fn letter(name: &str) -> Option<String> {
    let mut letters = name.chars();
    let mut text = letters.next().filter(char::is_ascii_alphabetic)?.to_string();
    let mut rest = letters.as_str();
    while !rest.is_empty() {
        let (sign, mark) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))?;
        text.push(*mark);
        rest = &rest[sign.len()..];
    }
    Some(text.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs() {
        let read = |name| glyph(name).unwrap_or_default();
        assert_eq!(
            ["M", "Acircumflexdotbelow", "uni1EAC", "u1EAC", "uhorn", "seven", "fi"].map(read),
            ["M", "Ậ", "Ậ", "Ậ", "ư", "7", "\u{2022}"]
        );
        assert_eq!(["g17", "", "glyph1", "cid:5", ".notdef"].map(glyph), [const { None }; 5]);
    }
}
