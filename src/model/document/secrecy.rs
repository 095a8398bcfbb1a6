//! Marks of secrecy, as papers bear them: a line, a cell, a heading or a head that says MẬT, TỐI MẬT or
//! TUYỆT MẬT in capitals.
//!
//! Owns what is such a mark. A word in a sentence is none. Where the words of a file come from is for
//! [`crate::read::attached`]; what happens to what is secret, for the catalog.

use crate::place::Span;
use crate::read::attached::{self, Looked};
use crate::read::snapshot::Source;
use crate::spelling::fold;

/// What is known of a file that is published as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileSecrecy {
    /// Its words were read: no mark.
    Open,
    /// It bears a mark.
    Secret,
    /// No mark was found, but there is more in it than the words that were read.
    NotLookedInto,
    /// It claims to have words, but cannot be read.
    Unreadable,
}

/// The first mark of secrecy of a text.
pub fn secret_line(text: &str, span: Span) -> Option<Span> {
    let mut at = span.start as usize;
    for line in text[span.range()].split_inclusive('\n') {
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric() && !('\u{300}'..'\u{370}').contains(&c));
        if is_secret_mark(bare) {
            let start = at + line.find(bare).unwrap_or(0);
            return Some(Span::new(start, start + bare.len()));
        }
        at += line.len();
    }
    None
}

/// Whether a file bears a mark of secrecy. Looked at once for each content.
pub fn of_file(file: &Source) -> FileSecrecy {
    *file.memo.get_or_compute(file, |file| {
        let is_secret = |words: &str| secret_line(words, Span::new(0, words.len())).is_some();
        match attached::look(file) {
            Looked::Words(words) | Looked::InPart(words) if is_secret(&words) => FileSecrecy::Secret,
            Looked::Words(_) => FileSecrecy::Open,
            Looked::InPart(_) | Looked::NotLookedInto => FileSecrecy::NotLookedInto,
            Looked::Unreadable => FileSecrecy::Unreadable,
        }
    })
}

/// Whether a line is one of the marks of secrecy, in capitals.
fn is_secret_mark(line: &str) -> bool {
    // Folding is not cheap; no mark is longer than this, in either Unicode form.
    line.len() <= 32
        && !line.is_empty()
        && !line.contains(char::is_lowercase)
        && ["mật", "tối mật", "tuyệt mật"].contains(&fold(line).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<&str>) {
        let found = secret_line(text, Span::new(0, text.len()));
        assert_eq!(found.map(|span| &text[span.range()]), expect);
    }

    #[test]
    fn a_line_that_is_only_a_mark_of_secrecy() {
        check("một\n\nMẬT\n", Some("MẬT"));
        check("một\r\n**TỐI MẬT**\r\n", Some("TỐI MẬT"));
        check("> # TUYỆT  MẬT.\n", Some("TUYỆT  MẬT"));
        check("MA\u{302}\u{323}T", Some("MA\u{302}\u{323}T"));
        check("[MẬT]", Some("MẬT"));
        check("Tài liệu MẬT\nmật\nMật\nBÍ MẬT\n\n---\n", None);
        check("", None);
    }
}
