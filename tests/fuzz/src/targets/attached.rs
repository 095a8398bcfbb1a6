//! Files that are published as they are, and looked into for a mark of secrecy.

use congbao::model::document::secrecy;
use congbao::read::attached::{Looked, look};
use congbao::read::snapshot::Sources;

use super::workbook::archive;

pub fn check(data: &[u8]) {
    let is_parts = data.starts_with(b"=== ");
    let bytes = if is_parts { archive(&super::text(data)) } else { data.to_vec() };
    let endings: &[&str] = match () {
        () if is_parts || data.starts_with(b"PK") => &["docx", "xlsx", "pptx", "odt"],
        () if data.starts_with(b"%PDF") => &["pdf"],
        () if data.starts_with(b"{\\rtf") => &["rtf"],
        () => &["txt", "htm", "tsv", "log"],
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
            let is_itself = |words: &str| words == text.strip_prefix('\u{feff}').unwrap_or(text);
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
}
