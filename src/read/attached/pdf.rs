//! The words of a PDF (ISO 32000-1), a line a line of a page or a part of one behind a wide gap.
//!
//! Owns which pages have words that can be read: those that are pictures, or whose fonts do not say what their
//! letters are, have not. Objects and filters are for lopdf. Stamps are annotations, and have words too.

mod canvas;
mod cmap;
mod font;
mod lines;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, Error, LoadOptions, Object, Stream, decode_text_string};

use crate::read::attached::{Looked, encoding, markup};
use canvas::{Canvas, Fonts};

/// Bytes to which one stream may unpack.
const MOST: usize = 32 << 20;
/// Pages and annotations that are looked at.
const MOST_PAGES: usize = 20_000;
/// Letters of a page that is more than a picture with a stamp on it.
const FEW: usize = 100;
/// Letters whose font does not say what they are: the shortest mark has three.
const UNREAD: usize = 3;

/// The words of a document.
pub fn words(bytes: &[u8]) -> Looked<'static> {
    // A reader of so many forms may stumble over a forged one: then it is one that cannot be read.
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or(Looked::Unreadable)
}

fn read(bytes: &[u8]) -> Looked<'static> {
    let options = LoadOptions { max_decompressed_size: Some(MOST), ..LoadOptions::default() };
    let document = match Document::load_mem_with_options(bytes, options) {
        Ok(document) => document,
        Err(Error::InvalidPassword | Error::Decryption(_) | Error::Unimplemented(_)) => {
            return Looked::NotLookedInto;
        }
        Err(_) => return Looked::Unreadable,
    };
    if document.is_encrypted() {
        return Looked::NotLookedInto;
    }
    let (mut words, mut fonts, mut is_whole, mut pages) = (String::new(), Fonts::default(), true, 0);
    for page in document.page_iter().take(MOST_PAGES) {
        pages += 1;
        let Ok(page) = document.get_dictionary(page) else {
            is_whole = false;
            continue;
        };
        is_whole &= add_page(&document, page, &mut fonts, &mut words);
    }
    let has_words = words.contains(char::is_alphabetic);
    is_whole &= pages < MOST_PAGES && !has_more(&document);
    for object in document.objects.values() {
        add_strings(object, 0, &mut words);
    }
    match (is_whole, has_words) {
        _ if pages == 0 => Looked::Unreadable,
        (true, _) => Looked::Words(words.into()),
        (false, true) => Looked::InPart(words.into()),
        // What it is called may still be a mark.
        (false, false) if !words.trim().is_empty() => Looked::InPart(words.into()),
        (false, false) => Looked::NotLookedInto,
    }
}

/// Adds the words of a page and of what is laid over it; whether they are all.
fn add_page(document: &Document, page: &Dictionary, fonts: &mut Fonts, words: &mut String) -> bool {
    let mut canvas = Canvas::new(document, fonts);
    let resources = inherited(document, page, b"Resources").and_then(|found| found.as_dict().ok());
    let contents = contents(document, page);
    let mut is_whole = contents.is_some();
    canvas.draw(&contents.unwrap_or_default(), resources);
    is_whole &= canvas.is_whole();
    let area = area(inherited(document, page, b"MediaBox"), document);
    let is_picture = canvas.largest_picture >= area / 2.0 && canvas.letters() < FEW;
    let is_drawing = canvas.letters() == 0 && canvas.paints;
    is_whole &= canvas.unread < UNREAD && !is_picture && !is_drawing;
    words.push_str(&canvas.words());
    let mut canvas = Canvas::new(document, fonts);
    appearances(document, page).into_iter().enumerate().for_each(|(at, stamp)| canvas.lay(stamp, at));
    is_whole &= canvas.is_whole() && canvas.unread < UNREAD;
    words.push('\n');
    words.push_str(&canvas.words());
    words.push('\n');
    is_whole
}

/// The operators of a page; none where they cannot be unpacked.
fn contents(document: &Document, page: &Dictionary) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let Ok(typed) = page.get_deref(b"Contents", document) else { return Some(bytes) };
    let streams = match typed {
        Object::Array(streams) => streams.iter().collect(),
        stream => vec![stream],
    };
    for stream in streams {
        let (_, stream) = document.dereference(stream).ok()?;
        let left = MOST.saturating_sub(bytes.len());
        bytes.extend(stream.as_stream().ok()?.get_plain_content_with_limit(left).ok()?);
        bytes.push(b'\n');
    }
    Some(bytes)
}

/// A value of a page or of what it stands in (7.7.3.4).
fn inherited<'a>(document: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..64 {
        if let Ok(found) = node.get_deref(key, document) {
            return Some(found);
        }
        node = node.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

/// The area of a page in units of its space; that of A4 where it is not said.
fn area(media_box: Option<&Object>, document: &Document) -> f64 {
    let sides = media_box.and_then(|sides| numbers(document, sides));
    match sides.as_deref() {
        Some([left, bottom, right, top]) => ((right - left) * (top - bottom)).abs(),
        _ => 595.0 * 842.0,
    }
}

/// The numbers of an array.
fn numbers(document: &Document, array: &Object) -> Option<Vec<f64>> {
    let number = |object| document.dereference(object).ok()?.1.as_float().ok().map(f64::from);
    array.as_array().ok()?.iter().map(number).collect()
}

/// What the annotations of a page look like (12.5.5).
fn appearances<'a>(document: &'a Document, page: &'a Dictionary) -> Vec<&'a Stream> {
    let deref = |object: &'a Object| document.dereference(object).ok().map(|(_, object)| object);
    let annotations = page.get_deref(b"Annots", document).and_then(Object::as_array);
    let mut found = Vec::new();
    for annotation in annotations.into_iter().flatten().take(MOST_PAGES).filter_map(deref) {
        let looks = annotation.as_dict().and_then(|dictionary| dictionary.get_deref(b"AP", document));
        let normal = looks.and_then(Object::as_dict).and_then(|looks| looks.get_deref(b"N", document));
        match normal {
            Ok(Object::Stream(stream)) => found.push(stream),
            Ok(Object::Dictionary(states)) => {
                let streams = states.iter().filter_map(|(_, state)| deref(state)?.as_stream().ok());
                found.extend(streams);
            }
            _ => {}
        }
    }
    found
}

/// Whether a document holds more than pages: files, forms of another kind.
fn has_more(document: &Document) -> bool {
    document.objects.values().any(|object| match object {
        Object::Stream(stream) => stream.dict.has_type(b"EmbeddedFile"),
        Object::Dictionary(dictionary) => dictionary.has(b"XFA"),
        _ => false,
    })
}

/// Adds what objects say beside the pages: titles, notes, values of forms, other words for pictures.
fn add_strings(object: &Object, depth: usize, words: &mut String) {
    const KEYS: [&[u8]; 9] =
        [b"Title", b"Subject", b"Keywords", b"Contents", b"V", b"DV", b"TU", b"Alt", b"ActualText"];
    let dictionary = match object {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => {
            add_metadata(stream, words);
            &stream.dict
        }
        Object::Array(objects) if depth < 4 => {
            return objects.iter().for_each(|object| add_strings(object, depth + 1, words));
        }
        _ => return,
    };
    for (key, value) in dictionary {
        match value {
            Object::String(..) if KEYS.contains(&key.as_slice()) => {
                words.push_str(&decode_text_string(value).unwrap_or_default());
                words.push('\n');
            }
            Object::Dictionary(_) | Object::Array(_) if depth < 4 => add_strings(value, depth + 1, words),
            _ => {}
        }
    }
}

/// Adds what metadata say (14.3.2).
fn add_metadata(stream: &Stream, words: &mut String) {
    if !stream.dict.has_type(b"Metadata") {
        return;
    }
    let Ok(bytes) = stream.get_plain_content_with_limit(1 << 20) else { return };
    if let Some(text) = encoding::text(&bytes)
        && let Looked::Words(said) | Looked::InPart(said) = markup::words(&text, false)
    {
        words.push_str(&said);
    }
}
