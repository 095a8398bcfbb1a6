//! The words of a package: a ZIP archive whose parts are one document, of Office Open XML (ECMA-376 part 2),
//! OpenDocument (ODF 1.2 part 3) or EPUB, with the documents that are embedded in it.
//!
//! Owns how much a package may unpack to. An archive that is no document is not looked into.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::read::attached::styles::Styles;
use crate::read::attached::{Looked, encoding, look_into, markup, office};

/// Bytes of all parts of a package: a forged one may claim to have more.
const MOST: u64 = 256 << 20;
/// Parts of a package.
const MOST_PARTS: usize = 20_000;
/// How deep documents may lie in documents.
const DEPTH: usize = 3;

/// The words of a package that lies so deep in others.
pub fn words(bytes: &[u8], depth: usize) -> Looked<'static> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Looked::Unreadable };
    let has = |name: &str| archive.index_for_name(name).is_some();
    if !has("[Content_Types].xml") && !has("mimetype") && !has("content.xml") || depth > DEPTH {
        return Looked::NotLookedInto;
    }
    match parts(&mut archive) {
        Ok(parts) => read(parts, depth),
        Err(refusal) => refusal,
    }
}

/// One part: its name in small letters, and what it holds.
type Part = (String, Vec<u8>);

/// The parts that may hold words.
fn parts(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Vec<Part>, Looked<'static>> {
    let (mut parts, mut left) = (Vec::new(), MOST);
    if archive.len() > MOST_PARTS {
        return Err(Looked::Unreadable);
    }
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_| Looked::Unreadable)?;
        let Ok(name) = part.name().map(|name| name.to_lowercase()) else { return Err(Looked::Unreadable) };
        if part.encrypted() {
            return Err(Looked::NotLookedInto);
        }
        let is_file = part.is_file();
        drop(part);
        if !is_file || !(is_words(&name) || is_embedded(&name) || is_picture(&name)) {
            continue;
        }
        let mut bytes = Vec::new();
        if !is_picture(&name) {
            let part = archive.by_index(at).map_err(|_| Looked::Unreadable)?;
            part.take(left + 1).read_to_end(&mut bytes).map_err(|_| Looked::Unreadable)?;
            left = left.checked_sub(bytes.len() as u64).ok_or(Looked::Unreadable)?;
        }
        parts.push((name, bytes));
    }
    Ok(parts)
}

fn is_words(name: &str) -> bool {
    [".xml", ".vml", ".xhtml", ".html", ".htm", ".opf", ".ncx"].iter().any(|end| name.ends_with(end))
        && name != "[content_types].xml"
}

/// Whether a part is a document in a document. (Of settings of printers the names end in the same way.)
fn is_embedded(name: &str) -> bool {
    let ends =
        [".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp", ".doc", ".xls", ".ppt", ".rtf"];
    ends.iter().any(|end| name.ends_with(end)) || name.contains("embeddings/") || name.contains("afchunk")
}

fn is_picture(name: &str) -> bool {
    name.contains("media/") || name.starts_with("pictures/")
}

fn read(parts: Vec<Part>, depth: usize) -> Looked<'static> {
    let manifest = parts.iter().find(|(name, _)| name == "meta-inf/manifest.xml");
    if manifest.is_some_and(|(_, bytes)| String::from_utf8_lossy(bytes).contains("encryption-data")) {
        return Looked::NotLookedInto;
    }
    let (mut words, mut data) = (String::new(), String::new());
    let (mut is_whole, mut has_pictures) = (true, false);
    let texts: Vec<_> =
        parts.iter().map(|(name, bytes)| (name, is_words(name).then(|| encoding::text(bytes)))).collect();
    let mut styles = Styles::default();
    let has_styles =
        |name: &str| name.ends_with("styles.xml") || name.ends_with("content.xml") || name.contains("master");
    for (_, text) in texts.iter().filter(|(name, _)| has_styles(name)) {
        let read = text.as_ref().and_then(|text| styles.add(text.as_ref()?));
        is_whole &= read.is_some();
    }
    for ((name, bytes), (_, text)) in parts.iter().zip(&texts) {
        // A line between parts: what stands in one does not go on in the next.
        words.push('\n');
        let read = match text {
            Some(Some(text)) if is_data(name) => add(markup::words(text, markup::is_html(text)), &mut data),
            Some(Some(text)) if !name.ends_with(".xml") && !name.ends_with(".vml") => {
                add(markup::words(text, true), &mut words)
            }
            Some(Some(text)) => office::add(text, &styles, &mut words).is_some(),
            Some(None) => false,
            None if is_picture(name) => {
                has_pictures = true;
                true
            }
            None => add(look_into(bytes, "", depth + 1).owned(), &mut words) || name.ends_with(".bin"),
        };
        is_whole &= read;
    }
    let is_blank = words.trim().is_empty();
    words.push_str(&data);
    match (is_whole, is_blank) {
        // A scan in the coat of a document.
        (true, true) if has_pictures => Looked::NotLookedInto,
        (true, _) => Looked::Words(words.into()),
        (false, true) => Looked::Unreadable,
        (false, false) => Looked::InPart(words.into()),
    }
}

/// Whether a part is no text of the document but data about it.
fn is_data(name: &str) -> bool {
    ["docprops/", "customxml/", "meta.xml", "meta-inf/"].iter().any(|part| name.starts_with(part))
}

/// Adds what a look has found; whether that is all.
fn add(looked: Looked, words: &mut String) -> bool {
    match &looked {
        Looked::Words(found) | Looked::InPart(found) => words.push_str(found),
        _ => {}
    }
    matches!(looked, Looked::Words(_))
}
