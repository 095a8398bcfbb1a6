//! The words of a file that is published as it is, as far as they can be read: a reader for each kind.
//!
//! Owns which kind a file is: by its first bytes, and by its name only where they do not tell. Only to look
//! for words that must not go out: what is published are the bytes of the file.

pub mod cells;
mod encoding;
mod legacy;
mod markup;
mod office;
mod ole;
mod package;
mod pdf;
mod plain;
mod rtf;
mod styles;
mod xml;

use std::borrow::Cow;
use std::io::Read;

use crate::read::snapshot::Source;

/// Bytes of a file that is looked into.
const MOST: u64 = 128 << 20;

/// What a look into a file has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked<'a> {
    /// Its words: one line a paragraph, a cell, a head.
    Words(Cow<'a, str>),
    /// Words of it, but not all: it has pages that are pictures, or parts that cannot be read.
    InPart(Cow<'a, str>),
    /// No kind of file that is looked into: a picture, a scan, an archive, sound, anything with a password.
    NotLookedInto,
    /// It claims to be of a kind that has words, but cannot be read as such.
    Unreadable,
}

impl Looked<'_> {
    /// The same for longer than the file.
    fn owned(self) -> Looked<'static> {
        match self {
            Looked::Words(words) => Looked::Words(Cow::Owned(words.into_owned())),
            Looked::InPart(words) => Looked::InPart(Cow::Owned(words.into_owned())),
            Looked::NotLookedInto => Looked::NotLookedInto,
            Looked::Unreadable => Looked::Unreadable,
        }
    }
}

/// The words of `source`, whatever kind of file it is.
pub fn look(source: &Source) -> Looked<'_> {
    let ending = ending(source.path());
    match source.text() {
        Ok(text) if !text.is_empty() || source.size() == 0 => look_into(text.as_bytes(), &ending, 0),
        _ => match bytes(source) {
            Some(bytes) => look_into(&bytes, &ending, 0).owned(),
            None if source.size() > MOST => Looked::NotLookedInto,
            None => Looked::Unreadable,
        },
    }
}

/// A plain text as it stands, in whatever encoding; none of a file of another kind.
pub fn plain_text(source: &Source) -> Option<Cow<'_, str>> {
    match source.text() {
        Ok(text) if !text.is_empty() || source.size() == 0 => Some(Cow::Borrowed(text)),
        _ => {
            let mut first = [0; 4];
            source.open().ok()?.read_exact(&mut first).ok()?;
            let is_other = [b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"%PDF"].contains(&&first);
            let bytes = if is_other { None } else { bytes(source) };
            bytes.and_then(|bytes| encoding::text(&bytes).map(|text| Cow::Owned(text.into_owned())))
        }
    }
}

fn bytes(source: &Source) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    source.open().ok()?.take(MOST + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= MOST).then_some(bytes)
}

/// What stands behind the last point of a name, in small letters.
fn ending(path: &str) -> String {
    path.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}

/// The words of a file with this ending, which lies so deep in others.
fn look_into<'a>(bytes: &'a [u8], ending: &str, depth: usize) -> Looked<'a> {
    let looked = match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => package::words(bytes, depth),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => ole::words(bytes),
        _ if begins(bytes, b"{\\rtf") => Looked::Words(rtf::words(bytes).into()),
        _ if bytes.get(..bytes.len().min(1024)).is_some_and(|head| has(head, b"%PDF-")) => {
            match pdf::words(bytes) {
                // A text that speaks of that sign.
                Looked::Unreadable if ending != "pdf" && !begins(bytes, b"%PDF-") => text(bytes, ending),
                looked => looked,
            }
        }
        _ => text(bytes, ending),
    };
    with_legacy(looked)
}

/// The words of what is no kind of file but text.
fn text<'a>(bytes: &'a [u8], ending: &str) -> Looked<'a> {
    match encoding::text(bytes) {
        Some(text) => plain::words(text, ending),
        None if has_words(ending) => Looked::Unreadable,
        None => Looked::NotLookedInto,
    }
}

fn begins(bytes: &[u8], with: &[u8]) -> bool {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or_default();
    bytes[start..].starts_with(with)
}

fn has(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// Whether files with this ending claim to have words that can be read.
fn has_words(ending: &str) -> bool {
    [
        "txt", "md", "markdown", "csv", "tsv", "tab", "log", "json", "yaml", "yml", "xml", "html", "htm",
        "xhtml", "svg", "rtf", "pdf", "doc", "dot", "docx", "docm", "dotx", "dotm", "xls", "xlt", "xlsx",
        "xlsm", "xltx", "xltm", "ppt", "pps", "pot", "pptx", "pptm", "ppsx", "potx", "odt", "ott", "ods",
        "ots", "odp", "otp", "fodt", "fods", "fodp", "epub",
    ]
    .contains(&ending)
}

/// Words with those that fonts of former times show in Latin letters.
fn with_legacy(looked: Looked) -> Looked {
    let add = |words: Cow<str>| Cow::Owned(format!("{words}\n\n{}", legacy::lines(&words)));
    match looked {
        Looked::Words(words) if legacy::is_likely(&words) => Looked::Words(add(words)),
        Looked::InPart(words) if legacy::is_likely(&words) => Looked::InPart(add(words)),
        looked => looked,
    }
}
