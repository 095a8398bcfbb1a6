//! Files that are published as they are, and looked into for a mark of secrecy.

use std::io::{Cursor, Write};

use congbao::model::document::secrecy;
use congbao::read::attached::{Looked, look};
use congbao::read::snapshot::Sources;

use super::{caught, workbook::archive};

pub fn check(data: &[u8]) {
    let (bytes, endings): (Vec<u8>, &[&str]) = match data {
        [b'=', b'=', b'=', b' ', ..] => (archive(&super::text(data)), &["docx", "odt"]),
        [b'+', b'+', b'+', b' ', ..] => (compound(data), &["doc"]),
        [b'%', b'%', b'%', b' ', ..] => (pdf(data), &["pdf"]),
        [b'P', b'K', ..] => (data.to_vec(), &["docx"]),
        [0xd0, 0xcf, ..] => (data.to_vec(), &["doc"]),
        _ if data.starts_with(b"%PDF") => (data.to_vec(), &["pdf"]),
        _ if data.starts_with(b"{\\rtf") => (data.to_vec(), &["rtf"]),
        _ => (data.to_vec(), &["txt", "htm", "csv", "json", "svg", ""]),
    };
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("content/directives");
    std::fs::create_dir_all(&folder).expect("a folder");
    for ending in endings {
        std::fs::write(folder.join(format!("a.{ending}")), &bytes).expect("a file");
    }
    let sources = Sources::read(root.path()).expect("the files");
    for source in sources.under("content/") {
        let looked = look(source);
        assert_eq!(look(source), looked, "looked at twice");
        // Text is its own words: without the control characters of a file of another kind, and without the
        // beginning of one.
        let is_text = |text: &&str| {
            let is_foreign = |c: char| c.is_control() && !['\t', '\n', '\r'].contains(&c);
            !text.contains(is_foreign) && !text.trim_start_matches('\u{feff}').starts_with(['<', '{', '%'])
        };
        let text = std::str::from_utf8(&bytes).ok().filter(is_text);
        if let (true, Some(text)) = (source.path().ends_with(".txt"), text) {
            // Behind it may stand what fonts of former times show of it.
            let own = text.strip_prefix('\u{feff}').unwrap_or(text);
            let is_itself = |words: &str| {
                words.strip_prefix(own).is_some_and(|more| more.is_empty() || more.starts_with("\n\n"))
            };
            assert!(matches!(&looked, Looked::Words(words) if is_itself(words)), "{text:?}: {looked:?}");
        }
        if let Looked::Words(words) | Looked::InPart(words) = looked {
            let span = congbao::place::Span::new(0, words.len());
            if let Some(found) = secrecy::secret_line(&words, span) {
                assert!(
                    words.get(found.range()).is_some_and(|mark| !mark.is_empty()),
                    "{found:?} in {words:?}"
                );
            }
        }
        let _ = secrecy::of_file(source);
    }
    caught::none();
}

/// The parts of a text: each begins with a mark.
fn parts<'a>(data: &'a [u8], mark: &[u8]) -> Vec<&'a [u8]> {
    let at: Vec<usize> = (0..data.len()).filter(|at| data[*at..].starts_with(mark)).collect();
    let ends = at.iter().skip(1).copied().chain([data.len()]);
    at.iter().zip(ends).map(|(start, end)| &data[(start + mark.len()).min(end)..end]).collect()
}

fn at(data: &[u8], what: &[u8]) -> Option<usize> {
    data.windows(what.len()).position(|found| found == what)
}

/// A compound file of the streams of a text: each begins with a line `+++ ` and its name. What is tried is what
/// stands in them, and not where they lie.
fn compound(data: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("in memory");
    for part in parts(data, b"+++ ") {
        let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let name = super::text(&part[..end]);
        // What may be no name stops the writer; one that stands twice is refused. The stream is left out.
        let is_name = name.is_ascii() && name.len() <= 31 && !name.contains(['/', '\\', ':', '!']);
        if is_name && let Ok(mut stream) = file.create_stream(&*name) {
            stream.write_all(part.get(end + 1..).unwrap_or_default()).expect("in memory");
        }
    }
    file.flush().expect("in memory");
    file.into_inner().into_inner()
}

/// A PDF of the objects of a text: each begins with `%%% `; where they lie and how long they are is as it must be.
fn pdf(data: &[u8]) -> Vec<u8> {
    let (mut pdf, mut places) = (b"%PDF-1.7\n".to_vec(), Vec::new());
    for object in parts(data, b"%%% ") {
        places.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n", places.len()).bytes());
        let content = at(object, b"\nstream\n").map(|at| at + b"\nstream\n".len());
        let end = at(object, b"\nendstream").zip(content).filter(|(end, content)| end >= content);
        let dictionary = at(object, b"<<").map(|at| at + 2);
        match (end, dictionary) {
            (Some((end, content)), Some(start)) if start < content => {
                pdf.extend(&object[..start]);
                pdf.extend(format!(" /Length {} ", end - content).bytes());
                pdf.extend(&object[start..]);
            }
            _ => pdf.extend(object),
        }
        pdf.extend(b"\nendobj\n");
    }
    let (start, size) = (pdf.len(), places.len() + 1);
    let lines: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    pdf.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{lines}{trailer}").bytes());
    pdf
}
