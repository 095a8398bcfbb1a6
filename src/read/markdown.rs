//! Markdown as events with positions: CommonMark with tables, footnotes, task lists, definition lists
//! and `{#id}` at the end of a heading, a paragraph or an item.
//!
//! Owns what a body is and which signs it is read by: smart punctuation, `~` and `^` are off, an official
//! text keeps its own. Makes no HTML. What is found in the events stands beside: what is harmless, the
//! running text of each block, ids, footnotes.

mod footnotes;
mod harmless;
mod ids;
mod runs;
mod structure;

use pulldown_cmark::{Event, Options, Parser};
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::place::Span;
use crate::read::provisions::Provision;
use crate::read::source::Source;
use crate::spelling::Redaction;

use harmless::Keeper;
pub use harmless::scheme;
pub use runs::{Piece, Run};

/// Stands in running text for code, links and footnote marks: no citation goes across it.
pub const BARRIER: char = '\u{fffc}';

/// A text as events, and what was found in it.
pub struct Body<'a> {
    /// The events, each with its bytes in the file.
    pub events: Vec<(Event<'a>, Span)>,
    /// Every heading, in order.
    pub headings: Vec<Heading>,
    /// Every id of the text, in order.
    pub anchors: Vec<Anchor>,
    /// The numbered parts of the text, in order.
    pub provisions: Vec<Provision>,
    /// Ids that headings had before their numbers made shorter ones, and those that they have now.
    pub former_ids: Vec<(String, String)>,
    /// Every link and image that is kept.
    pub links: Vec<TypedLink>,
    /// The running text of each block.
    pub runs: Vec<Run>,
    /// The marks of list items as typed, by the event that starts the item.
    pub marks: FxHashMap<usize, Mark>,
    /// Labels of footnotes in the order in which the text first names them, then those it never names.
    pub footnotes: Vec<String>,
    /// What is wrong with the text itself.
    pub faults: Vec<Diagnostic>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Its text, without marks.
    pub text: String,
}

/// An id and the event that starts its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The id.
    pub id: String,
    /// The event that starts the block.
    pub event: usize,
    /// Where it stands: the block's first bytes where it was made from a heading.
    pub span: Span,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedLink {
    /// The event that starts it.
    pub event: usize,
    /// Where it leads, as typed.
    pub target: String,
    /// Where the target stands; the whole link where it stands elsewhere or was typed otherwise.
    pub span: Span,
    /// Whether it is an image.
    pub is_image: bool,
}

/// The mark of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `-`, `+` or `*`.
    Bullet(char),
    /// A number, the sign behind it, and how many digits were typed.
    Number {
        /// The number.
        value: u64,
        /// `.` or `)`.
        delimiter: char,
        /// Digits as typed, leading zeros included.
        digits: usize,
    },
}

fn options() -> Options {
    // Heading attributes are off: they would swallow words in braces at the end of a heading.
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
}

/// Reads the bytes `span` of `source`, whose text is `text`, with the words of `redaction` made unreadable.
pub fn parse<'a>(source: &Source, text: &'a str, span: Span, redaction: &Redaction) -> Body<'a> {
    let base = span.start as usize;
    let mut body = Body {
        events: Vec::new(),
        headings: Vec::new(),
        anchors: Vec::new(),
        provisions: Vec::new(),
        former_ids: Vec::new(),
        links: Vec::new(),
        runs: Vec::new(),
        marks: FxHashMap::default(),
        footnotes: Vec::new(),
        faults: Vec::new(),
    };
    let mut keeper = Keeper { source, text, dropped: Vec::new() };
    for (event, range) in Parser::new_ext(&text[span.range()], options()).into_offset_iter() {
        keeper.keep(&mut body, event, Span::new(base + range.start, base + range.end));
    }
    body.find_runs();
    body.blot_out(redaction);
    body.name_blocks(source);
    body.order_footnotes();
    for run in 0..body.runs.len() {
        body.find_undefined_footnotes(source, run);
    }
    body
}

/// The mark that an item's source begins with.
fn mark_of(item: &str) -> Option<Mark> {
    let item = item.trim_start();
    let first = item.chars().next()?;
    if ['-', '+', '*'].contains(&first) {
        return Some(Mark::Bullet(first));
    }
    let digits = item.find(|c: char| !c.is_ascii_digit())?;
    let delimiter = item[digits..].chars().next()?;
    Some(Mark::Number { value: item[..digits].parse().ok()?, delimiter, digits })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::Sources;
    use pulldown_cmark::TagEnd;

    fn with_body<T>(text: &str, look: impl FnOnce(&Body<'_>) -> T) -> T {
        with_blot(text, &Redaction::default(), look)
    }

    fn with_blot<T>(text: &str, redaction: &Redaction, look: impl FnOnce(&Body<'_>) -> T) -> T {
        let sources = Sources::from_texts([("a.md".into(), text.to_owned())]);
        let source = sources.get("a.md").unwrap();
        let text = source.text().unwrap();
        look(&parse(source, text, Span::new(0, text.len()), redaction))
    }

    fn faults(text: &str) -> Vec<String> {
        with_body(text, |body| {
            body.faults.iter().map(|f| format!("{}:{} {}", f.place.line, f.place.column, f.code)).collect()
        })
    }

    fn anchors(text: &str) -> Vec<String> {
        with_body(text, |body| body.anchors.iter().map(|a| a.id.clone()).collect())
    }

    fn runs(text: &str) -> Vec<String> {
        with_body(text, |body| body.runs.iter().map(|r| r.text.clone()).collect())
    }

    #[test]
    fn headings_paragraphs_and_items_have_ids() {
        assert_eq!(
            anchors("# Mục một {#i}\n\nvăn {#p}\n\n- a {#x}\n  - b {#y}\n- c\n\n  d {#z}\n"),
            ["i", "p", "x", "y", "z"]
        );
        assert_eq!(anchors("a\n{#p}\n"), ["p"]);
        assert_eq!(anchors("**Lưu ý** {#a_b}\n"), ["a_b"]);
        assert_eq!(runs("# Mục *một* {#i}\n\nvăn\n{#p}\n"), ["Mục một", "văn"]);
        // Other braces are words of the text.
        assert_eq!(runs("# Nội dung {xem phụ lục}\n"), ["Nội dung {xem phụ lục}"]);
        assert_eq!(anchors("| a {#x} |\n|---|\n"), [""; 0]);
    }

    #[test]
    fn headings_without_an_id_get_one() {
        assert_eq!(
            anchors("# Nội dung\n\n# Nội dung\n\n# Đề cương {#noi-dung-1}\n\n# …\n\n# Hạn nộp\n"),
            ["noi-dung", "noi-dung-2", "noi-dung-1", "muc", "muc-han-nop"]
        );
    }

    #[test]
    fn ids_that_are_none_or_stand_twice() {
        assert_eq!(faults("# A {#mục 1}\n"), ["1:5 invalid-id"]);
        assert_eq!(faults("# A {#_a}\n"), ["1:5 invalid-id"]);
        assert_eq!(faults("# A {#a}\n\nb {#a}\n"), ["3:3 duplicate-id"]);
    }

    #[test]
    fn html_becomes_text_with_a_warning() {
        assert_eq!(
            faults("a <b>c</b>\n\n<div>\nx\n</div>\n"),
            ["1:3 raw-html", "1:7 raw-html", "3:1 raw-html"]
        );
        assert_eq!(runs("a <b>c</b>\n\n<div>\nx\n</div>\n"), ["a <b>c</b>", "<div> x </div> "]);
    }

    #[test]
    fn unwanted_links_are_dropped() {
        assert_eq!(
            faults("[x](javascript:alert) [y](data:text/html,z)\n"),
            ["1:5 dropped-link", "1:27 dropped-link"]
        );
        assert_eq!(
            faults("[x](JaVa&#x73;cript:x) [y](<java\tscript:x>)\n"),
            ["1:1 dropped-link", "1:29 dropped-link"]
        );
        assert_eq!(faults("![x](https://a.example/b.png) ![y](b.png)\n"), ["1:6 external-image"]);
        let links =
            |text| with_body(text, |body| body.links.iter().map(|l| l.target.clone()).collect::<Vec<_>>());
        assert_eq!(
            links("[a](b.md#c) <x@y.z> [d](javascript:e) ![f](g.png) <https://h>\n"),
            ["b.md#c", "mailto:x@y.z", "g.png", "https://h"]
        );
        // Words inside a dropped link stay, and the link around a dropped image stays.
        assert_eq!(runs("[x **y**](javascript:z) w\n"), ["x y w"]);
        with_body("[![a](data:b)](c.md)\n", |body| {
            let ends = body.events.iter().filter(|(e, _)| matches!(e, Event::End(TagEnd::Link))).count();
            assert_eq!(ends, 1);
        });
    }

    #[test]
    fn running_text_crosses_emphasis_and_line_breaks() {
        assert_eq!(
            runs("**Chỉ thị** số\n13-CT/TW `x` [y](z)!\n"),
            [format!("Chỉ thị số 13-CT/TW {BARRIER} {BARRIER}!")]
        );
        assert_eq!(runs("- a\n- b\n\n      code\n"), ["a", "b"]);
        assert_eq!(runs("| a | b |\n|---|---|\n| c | d |\n"), ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_range_of_a_run_has_its_place_in_the_file() {
        with_body("ab *cd*\nef \\* gh\n", |body| {
            let run = &body.runs[0];
            assert_eq!(run.text, "ab cd ef * gh");
            let span = |needle: &str| {
                let at = run.text.find(needle).unwrap();
                run.span(body, at, at + needle.len())
            };
            assert_eq!(
                (span("cd"), span("ef"), span("gh")),
                (Span::new(4, 6), Span::new(8, 10), Span::new(14, 16))
            );
            assert_eq!(span("ab cd ef"), Span::new(0, 10));
        });
    }

    #[test]
    fn list_marks_are_kept_as_typed() {
        let marks = |text: &str| {
            with_body(text, |body| {
                let mut marks: Vec<_> = body.marks.iter().collect();
                marks.sort_by_key(|(at, _)| **at);
                marks.into_iter().map(|(_, mark)| *mark).collect::<Vec<_>>()
            })
        };
        let number = |value, delimiter, digits| Mark::Number { value, delimiter, digits };
        assert_eq!(marks("1. a\n1. b\n\n7. c\n"), [number(1, '.', 1), number(1, '.', 1), number(7, '.', 1)]);
        assert_eq!(marks("  01) a\n  02) b\n"), [number(1, ')', 2), number(2, ')', 2)]);
        assert_eq!(marks("- a\n  + b\n"), [Mark::Bullet('-'), Mark::Bullet('+')]);
        assert_eq!(marks("I- a\n\na) b\n\n1- c\n"), []);
    }

    #[test]
    fn blotted_words_stand_nowhere() {
        let redaction = Redaction::new(["an@b.vn"]);
        let text = "gửi an@*b.vn* và an@b.vn, `an@b.vn`, <an@b.vn>, [an@b.vn](mailto:an@b.vn), ![an@b.vn](x.png)\n\n    an@b.vn\n\n# an@b.vn\n";
        with_blot(text, &redaction, |body| {
            let shown = format!("{:?} {:?} {:?} {:?}", body.events, body.runs, body.links, body.headings);
            assert!(!shown.contains("b.vn"), "{shown}");
            assert_eq!(
                body.runs[0].text,
                format!("gửi ▮▮▮ và ▮▮▮, {BARRIER}, {BARRIER}, {BARRIER}, {BARRIER}")
            );
            assert_eq!(body.headings[0].text, "▮▮▮");
        });
    }

    #[test]
    fn footnotes_are_numbered_as_the_text_names_them() {
        let labels = |text| with_body(text, |body| body.footnotes.clone());
        assert_eq!(labels("a[^b] c[^a] d[^b]\n\n[^a]: x\n\n[^b]: y\n\n[^c]: z\n"), ["b", "a", "c"]);
        assert_eq!(faults("một[^1] và **hai[^2]**\n\n[^1]: x\n"), ["1:17 undefined-footnote"]);
    }
}
