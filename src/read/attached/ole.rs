//! The words of documents of Office before 2007: compound files ([MS-CFB]) of Word, Excel and PowerPoint.
//!
//! Text lies in their streams in UTF-16 or in bytes of a code page, between what tells how it is set: every
//! run of characters that Vietnamese texts have is a line. Strings of Excel say how long they are
//! ([MS-XLS] 2.5.240, 2.5.293): there the next one may begin where a run would go on.

use std::io::{Cursor, Read};

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};

use crate::read::attached::encoding::is_vietnamese;
use crate::read::attached::{Looked, legacy};

/// Bytes of a stream that are looked at.
const MOST: u64 = 128 << 20;
/// Streams of a file that are looked at.
const MOST_STREAMS: usize = 4096;

/// The words of a compound file.
pub fn words(bytes: &[u8]) -> Looked<'static> {
    let Ok(mut file) = cfb::OpenOptions::new().open_with(Cursor::new(bytes)) else {
        return Looked::Unreadable;
    };
    let streams: Vec<_> = file.walk().filter(cfb::Entry::is_stream).take(MOST_STREAMS).collect();
    let has = |name: &str| streams.iter().any(|stream| stream.name().eq_ignore_ascii_case(name));
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Looked::NotLookedInto;
    }
    if !["WordDocument", "Workbook", "Book", "PowerPoint Document"].iter().any(|name| has(name)) {
        return Looked::NotLookedInto;
    }
    let (mut words, mut left) = (String::new(), MOST);
    for entry in &streams {
        let mut stream = Vec::new();
        let Ok(opened) = file.open_stream(entry.path()) else { return Looked::Unreadable };
        if opened.take(left + 1).read_to_end(&mut stream).is_err() {
            return Looked::Unreadable;
        }
        let Some(rest) = left.checked_sub(stream.len() as u64) else { return Looked::Unreadable };
        left = rest;
        if is_encrypted(entry.name(), &stream) {
            return Looked::NotLookedInto;
        }
        wide_runs(&stream, &mut words);
        wide_runs(stream.get(1..).unwrap_or_default(), &mut words);
        narrow_runs(&stream, &mut words);
        if ["workbook", "book"].contains(&entry.name().to_lowercase().as_str()) {
            strings(&stream, &mut words);
        }
    }
    Looked::Words(words.into())
}

/// Whether what a stream holds is encrypted: [MS-DOC] 2.5.2, [MS-XLS] 2.4.117, [MS-PPT] 2.3.2.
fn is_encrypted(name: &str, stream: &[u8]) -> bool {
    match name {
        "WordDocument" => stream.get(0xb).is_some_and(|flags| flags & 1 != 0),
        "Workbook" | "Book" => records(stream).take(64).any(|(kind, _)| kind == 0x2f),
        "Current User" => stream.get(12..16) == Some(&[0xdf, 0xc4, 0xd1, 0xf3]),
        _ => false,
    }
}

/// The records of a workbook: what each is, and its data.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let [a, b, c, d, behind @ ..] = rest else { return None };
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        let data = behind.get(..length)?;
        rest = &behind[length..];
        Some((u16::from_le_bytes([*a, *b]), data))
    })
}

/// Characters that make a run: the shortest mark has three.
const SHORTEST: usize = 3;

/// Runs of UTF-16.
fn wide_runs(bytes: &[u8], words: &mut String) {
    let mut run = Vec::new();
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    for unit in units.chain([0]) {
        if is_vietnamese(unit) && unit != 0xd && unit != 0xa {
            run.push(unit);
            continue;
        }
        if run.len() >= SHORTEST {
            words.push_str(&String::from_utf16_lossy(&run));
            words.push('\n');
        }
        run.clear();
    }
}

/// Runs of bytes, in every reading.
fn narrow_runs(bytes: &[u8], words: &mut String) {
    let is_letter = |byte: &u8| *byte >= 0x20 && *byte != 0x7f || *byte == b'\t';
    for run in bytes.split(|byte| !is_letter(byte)).filter(|run| run.len() >= SHORTEST) {
        add_narrow(run, words);
    }
}

/// Adds bytes in every reading in which they may be Vietnamese; ASCII holds no mark.
fn add_narrow(run: &[u8], words: &mut String) {
    if run.is_ascii() {
        return;
    }
    let latin: String = run.iter().map(|byte| char::from(*byte)).collect();
    let shown = WINDOWS_1252.decode_without_bom_handling(run).0;
    let windows = WINDOWS_1258.decode_without_bom_handling(run).0;
    // Of the fonts that show capitals nothing is known here.
    for reading in [&*windows, &legacy::tcvn3(&latin).to_uppercase(), &legacy::vni(&shown)] {
        words.push_str(reading);
        words.push('\n');
    }
}

/// Strings of a workbook, wherever one may begin.
fn strings(stream: &[u8], words: &mut String) {
    for at in 0..stream.len() {
        let rest = &stream[at..];
        let long = string(rest, 2);
        let short = || string(rest, 1);
        for text in long.into_iter().chain(short()) {
            words.push_str(&text);
            words.push('\n');
        }
    }
}

/// The string that begins here with its length in one or two bytes, if it is one.
fn string(bytes: &[u8], width: usize) -> Option<String> {
    let length = match width {
        1 => usize::from(*bytes.first()?),
        _ => usize::from(u16::from_le_bytes([*bytes.first()?, *bytes.get(1)?])),
    };
    let flags = *bytes.get(width)?;
    if !(SHORTEST..=160).contains(&length) || flags & !0xd != 0 {
        return None;
    }
    let formats = if flags & 8 == 0 { 0 } else { 2 } + if flags & 4 == 0 { 0 } else { 4 };
    let text = bytes.get(width + 1 + formats..)?;
    if flags & 1 == 0 {
        let text = text.get(..length).filter(|text| text.iter().all(|byte| *byte >= 0x20))?;
        let mut words = String::new();
        add_narrow(text, &mut words);
        return (!words.is_empty()).then_some(words);
    }
    let units = text.get(..length * 2)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let units: Vec<u16> = units.collect();
    units.iter().all(|unit| is_vietnamese(*unit)).then(|| String::from_utf16_lossy(&units))
}
