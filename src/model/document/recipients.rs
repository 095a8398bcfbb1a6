//! Nơi nhận: who receives a document, from a list of keys or from the lines of the paper.
//!
//! Owns what a printed line says: its mark, whom it names, the note behind, what for. Does not know the
//! register: a name is kept as typed.

use crate::model::document::typed::{Purpose, TypedRecipient, value};
use crate::model::names::name::Name;
use crate::place::Span;
use crate::read::decode::{At, OneOrMany, Short, Text};
use crate::read::memo::kept;
use crate::read::pasted::ListOrLines;
use crate::spelling::fold;

/// A line of recipients.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// Whom it names.
    pub to: Vec<Name>,
    /// The line as printed, where it differs.
    pub text: Option<String>,
    /// What stands in brackets behind it.
    pub note: Option<String>,
    /// What for.
    pub purpose: Purpose,
    /// Whether `text` is the whole line, with its mark, its note and its signs.
    pub is_pasted: bool,
}

impl Recipient {
    /// The recipients of a document or a copy.
    pub fn read_all(typed: &Option<ListOrLines<Short<TypedRecipient>>>) -> Vec<Recipient> {
        match typed {
            None => Vec::new(),
            Some(ListOrLines::List(list)) => {
                kept(list.iter().filter_map(|Short(one)| Recipient::of_keys(one)))
            }
            Some(ListOrLines::Lines(lines)) => kept(lines.iter().filter_map(Recipient::of_line)),
        }
    }

    /// Whether the line means the addressees ("Như trên").
    pub fn is_addressees(&self) -> bool {
        matches!(&self.to[..], [one] if one.folded == "như trên")
    }

    fn of_keys(typed: &TypedRecipient) -> Option<Recipient> {
        let OneOrMany(to) = typed.to.as_ref().filter(|to| !to.0.is_empty())?;
        let to: Vec<Name> = to.iter().map(Name::from).collect();
        let default = match &to[..] {
            [one] if is_file(&one.folded) => Purpose::File,
            _ => Purpose::Act,
        };
        Some(Recipient {
            to,
            text: value(&typed.text),
            note: value(&typed.note),
            purpose: value(&typed.r#for).unwrap_or(default),
            is_pasted: false,
        })
    }

    /// A printed line; none for the heading of the block and for one without words.
    fn of_line(line: &Text) -> Option<Recipient> {
        let bare = line.trim_start_matches(MARKS).trim_end_matches(ENDS);
        let (name, note) = match (bare.strip_suffix(')'), bare.rfind('(')) {
            (Some(inside), Some(open)) if open > 0 => {
                (bare[..open].trim_end_matches(ENDS), Some(inside[open + 1..].trim().to_owned()))
            }
            _ => (bare, None),
        };
        let folded = fold(name);
        if name.is_empty() || folded.trim_end_matches([':', ' ']) == "nơi nhận" {
            return None;
        }
        let purpose = match is_file(&folded) {
            true => Purpose::File,
            false => note.as_deref().map_or(Purpose::Act, purpose),
        };
        let name = At { value: name.to_owned(), span: span_within(line, name) };
        Some(Recipient {
            to: vec![Name::from(&name)],
            text: Some(line.value.clone()),
            note,
            purpose,
            is_pasted: true,
        })
    }
}

/// Signs before a name.
const MARKS: [char; 9] = ['-', '–', '—', '+', '*', '•', '·', ' ', '\u{a0}'];
/// Signs behind it.
const ENDS: [char; 5] = [';', '.', ',', ' ', '\u{a0}'];

/// Whether a line says where the document is filed.
fn is_file(folded: &str) -> bool {
    folded.strip_prefix("lưu").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// What a note says that a line is for; the first word counts.
fn purpose(note: &str) -> Purpose {
    let words = [
        ("b/c", Purpose::Report),
        ("báo cáo", Purpose::Report),
        ("t/h", Purpose::Act),
        ("thực hiện", Purpose::Act),
        ("p/h", Purpose::Coordinate),
        ("phối hợp", Purpose::Coordinate),
        ("biết", Purpose::Know),
        ("theo dõi", Purpose::Know),
    ];
    let note = fold(note);
    let found = words.into_iter().filter_map(|(word, purpose)| Some((note.find(&fold(word))?, purpose)));
    found.min_by_key(|(at, _)| *at).map_or(Purpose::Act, |(_, purpose)| purpose)
}

/// Where a part of a line stands; the whole line where it is not as typed.
fn span_within(line: &Text, part: &str) -> Span {
    match line.value.find(part).filter(|_| line.value.len() == line.span.range().len()) {
        Some(at) => {
            let start = line.span.start as usize + at;
            Span::new(start, start + part.len())
        }
        None => line.span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expect: &str) {
        let typed = At { value: line.to_owned(), span: Span::new(7, 7 + line.len()) };
        let found = Recipient::of_line(&typed).map_or_else(String::new, |recipient| {
            assert_eq!(recipient.text.as_deref(), Some(line));
            let name = &recipient.to[0];
            assert_eq!(&line[name.span.start as usize - 7..name.span.end as usize - 7], name.text);
            let note = recipient.note.as_deref().unwrap_or("-");
            format!("{} | {note} | {}", name.text, recipient.purpose.word())
        });
        assert_eq!(found, expect);
    }

    #[test]
    fn a_printed_line_says_whom_it_names_and_what_for() {
        check("- Như trên;", "Như trên | - | act");
        check("- Lưu: VT, ĐT.", "Lưu: VT, ĐT | - | file");
        check("- Lưu Văn phòng Tỉnh ủy.", "Lưu Văn phòng Tỉnh ủy | - | file");
        check("- Lưu học sinh tỉnh A,", "Lưu học sinh tỉnh A | - | file");
        check("- Ban Tổ chức TW (b/c),", "Ban Tổ chức TW | b/c | report");
        check("– Sở Tài chính (để b/c);", "Sở Tài chính | để b/c | report");
        check("- Sở Tài chính (để thực hiện);", "Sở Tài chính | để thực hiện | act");
        check("+ Công an tỉnh (phối hợp, thực hiện).", "Công an tỉnh | phối hợp, thực hiện | coordinate");
        check("- Các phòng (để biết) ;", "Các phòng | để biết | know");
        check("Sở A", "Sở A | - | act");
        check("- Sở A (qua Văn phòng);", "Sở A | qua Văn phòng | act");
        check("Nơi nhận:", "");
        check("-", "");
    }
}
