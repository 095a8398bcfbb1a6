//! The words of a file that is published as it is, as far as they can be read.
//!
//! Plain text in UTF-8 or UTF-16, and Word documents (ECMA-376 part 1, `word/*.xml`), one line a paragraph.
//! Only to look for words that must not go out: what is published are the bytes of the file.

use std::borrow::Cow;
use std::io::Read;

use crate::read::snapshot::Source;

/// A part of a document is read so far: a text has no more, and a forged one may claim to.
const MOST: u64 = 64 << 20;

/// What a look into a file has found.
#[derive(Debug, PartialEq, Eq)]
pub enum Looked<'a> {
    /// Its words: one line a paragraph, a cell, a head.
    Words(Cow<'a, str>),
    /// Words of it, but not all: it has pages that are pictures.
    InPart(Cow<'a, str>),
    /// No kind of file that is looked into: a picture, a scan, an archive, sound, anything with a password.
    NotLookedInto,
    /// It claims to be of a kind that has words, but cannot be read as such.
    Unreadable,
}

/// The words of `source`, whatever kind of file it is.
pub fn look(source: &Source) -> Looked<'_> {
    let owned = |words: Option<String>| words.map_or(Looked::Unreadable, |words| Looked::Words(words.into()));
    let end = source.path().rsplit_once('.').map_or("", |(_, end)| end).to_lowercase();
    match (end.as_str(), source.text()) {
        ("docx", _) => owned(word_document(source)),
        (_, Err(_)) => owned(utf16(source)),
        (_, Ok("")) if source.size() > 0 => Looked::NotLookedInto,
        (_, Ok(text)) => Looked::Words(text.into()),
    }
}

/// What Notepad calls "Unicode".
fn utf16(source: &Source) -> Option<String> {
    let mut bytes = Vec::new();
    source.open().ok()?.take(MOST).read_to_end(&mut bytes).ok()?;
    let (read, pairs): (fn([u8; 2]) -> u16, _) = match &bytes[..] {
        [0xff, 0xfe, pairs @ ..] => (u16::from_le_bytes, pairs),
        [0xfe, 0xff, pairs @ ..] => (u16::from_be_bytes, pairs),
        _ => return None,
    };
    let units: Vec<u16> = pairs.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

fn word_document(source: &Source) -> Option<String> {
    let mut archive = zip::ZipArchive::new(source.open().ok()?).ok()?;
    let mut words = String::new();
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else { continue };
        // The text itself, headers, footers, notes: a stamp may stand in any of them.
        if !part.name().is_ok_and(|name| name.starts_with("word/") && name.ends_with(".xml")) {
            continue;
        }
        let mut xml = Vec::new();
        if part.take(MOST).read_to_end(&mut xml).is_ok() {
            paragraphs(&String::from_utf8_lossy(&xml), &mut words);
        }
    }
    Some(words)
}

/// Adds the paragraphs of a part, without its tags.
fn paragraphs(xml: &str, words: &mut String) {
    let mut rest = xml;
    while let Some((text, tag)) = rest.split_once('<') {
        words.push_str(text.trim_matches(['\r', '\n']));
        let Some((tag, behind)) = tag.split_once('>') else { break };
        if ["/w:p", "w:br/", "w:cr/", "w:br /"].contains(&tag.trim_end()) {
            words.push('\n');
        }
        rest = behind;
    }
    words.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::snapshot::Sources;
    use std::io::Write;

    fn words_of(name: &str, bytes: &[u8]) -> Option<String> {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("content")).unwrap();
        std::fs::write(root.path().join("content").join(name), bytes).unwrap();
        let sources = Sources::read(root.path()).unwrap();
        match look(sources.get(&format!("content/{name}")).unwrap()) {
            Looked::Words(words) => Some(words.into_owned()),
            _ => None,
        }
    }

    #[test]
    fn plain_text_in_both_encodings() {
        assert_eq!(words_of("a.txt", "\u{feff}MẬT\n".as_bytes()).unwrap(), "MẬT\n");
        let little: Vec<u8> = "\u{feff}MẬT\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}MẬT\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(words_of("a.txt", &little).unwrap(), "MẬT\r\n");
        assert_eq!(words_of("a.csv", &big).unwrap(), "MẬT\r\n");
        assert_eq!(words_of("a.txt", b"\xc3\x28"), None);
    }

    #[test]
    fn a_word_document_part_by_part() {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, text) in [
            ("[Content_Types].xml", "<Types/>"),
            (
                "word/header1.xml",
                "<w:hdr><w:p><w:r><w:t>TỐI</w:t></w:r><w:r><w:t xml:space=\"preserve\"> MẬT</w:t></w:r></w:p></w:hdr>",
            ),
            ("word/document.xml", "<w:p><w:t>một</w:t><w:br/><w:t>hai</w:t></w:p>\n<w:p/>"),
        ] {
            archive.start_file(name, options).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        let words = words_of("a.docx", &bytes).unwrap();
        let lines: Vec<&str> = words.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["TỐI MẬT", "một", "hai"]);
        // What is no document has no words, and is no panic.
        assert_eq!(words_of("a.docx", &bytes[..bytes.len() / 2]), None);
        assert_eq!(words_of("a.docx", b""), None);
    }
}
