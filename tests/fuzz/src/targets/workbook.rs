//! Workbooks: bytes as they come, or the parts of an archive as a text (see [`archive`]), so that what is tried
//! is the XML in it and not the sums of its archive.

use std::io::Write;

use congbao::model::work::progress::ReportFile;
use congbao::read::snapshot::Sources;
use congbao::read::table::workbook;

use super::{caught, holds};

pub fn check(data: &[u8]) {
    let bytes = if data.starts_with(b"PK") { data.to_vec() } else { archive(&super::text(data)) };
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("content/progress");
    std::fs::create_dir_all(&folder).expect("a folder");
    for name in ["a.xlsx", "a.ods"] {
        std::fs::write(folder.join(name), &bytes).expect("a file");
    }
    let sources = Sources::read(root.path()).expect("the files");
    for name in ["a.xlsx", "a.ods"] {
        let source = sources.get(&format!("content/progress/{name}")).expect("a file");
        let table = match workbook::read(source) {
            Ok(table) => table,
            Err(fault) => {
                holds::faults(&[fault], &sources);
                continue;
            }
        };
        holds::faults(&table.faults, &sources);
        let mut number = 0;
        for row in [&table.head].into_iter().chain(&table.rows).filter(|row| row.number > 0) {
            assert!(number < row.number, "row {} behind row {number}", row.number);
            number = row.number;
            assert!(row.fields.is_sorted_by(|a, b| a.0 < b.0), "{row:?}");
            for (column, field) in &row.fields {
                let place = table.place(source, field.span);
                let marked = place.excerpt.get(place.marked.0..place.marked.1);
                assert_eq!((place.line, place.column), (row.number, *column as u32 + 1), "{place:?}");
                let shown = field.value.split(['\n', '\t']).collect::<Vec<_>>().join(" ");
                assert_eq!(marked, Some(shown.as_str()), "{place:?}");
            }
        }
        holds::faults(&ReportFile::of(source).faults, &sources);
    }
    caught::none();
}

/// An archive of the parts of a text: each begins with a line `=== ` and its name.
pub fn archive(text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for part in text.split("=== ").skip(1) {
        let (name, content) = part.split_once('\n').unwrap_or((part, ""));
        // A name that stands twice is refused; the part is left out.
        if archive.start_file(name, options).is_ok() {
            archive.write_all(content.as_bytes()).expect("in memory");
        }
    }
    archive.finish().expect("in memory").into_inner()
}
