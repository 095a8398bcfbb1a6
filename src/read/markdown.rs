//! Markdown as events with positions: CommonMark with tables, footnotes, task lists, definition lists
//! and `{#id}` at the end of a heading, a paragraph or an item.
//!
//! Owns what a body is and which signs it is read by: smart punctuation, `~` and `^` are off, an official
//! text keeps its own. Makes no HTML. What is found in the events stands beside: what is harmless, the
//! running text of each block, ids, footnotes.

mod edits;
mod footnotes;
mod harmless;
mod ids;
mod joined;
mod order;
mod runs;
mod structure;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::place::Span;
use crate::read::provisions::Provision;
use crate::read::snapshot::Source;
use crate::spelling::Redaction;

use edits::Edits;
use harmless::Keeper;
pub use harmless::scheme;
use joined::Joined;
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
    let (events, joined) = events(text, span);
    let mut keeper = Keeper { source, text, dropped: Vec::new() };
    for (event, span) in events {
        keeper.keep(&mut body, event, span);
    }
    body.faults.extend(joined.fault(source));
    body.find_runs();
    body.blot_out(redaction);
    body.name_blocks(source);
    body.order_footnotes();
    for run in 0..body.runs.len() {
        body.find_undefined_footnotes(source, run);
    }
    body
}

/// How often a text is read at most: what opens a block can show that more does.
const READINGS: usize = 8;

/// The events of the bytes `span` of a file, each with its bytes there: read again as long as there is
/// something that its author would have typed otherwise.
fn events(text: &str, span: Span) -> (Vec<(Event<'_>, Span)>, Joined<'_>) {
    let mut edits = Edits::default();
    let mut readings = 0;
    loop {
        let edited = edits.read(text, span);
        let place = |range: Range<usize>| Span::new(edited.place(range.start), edited.place(range.end));
        let events: Vec<(Event<'_>, Span)> = match &edited.text {
            Cow::Borrowed(text) => {
                let events = Parser::new_ext(text, options()).into_offset_iter();
                events.map(|(event, range)| (event, place(range))).collect()
            }
            Cow::Owned(text) => {
                let events = Parser::new_ext(text, options()).into_offset_iter();
                events.map(|(event, range)| (event.into_static(), place(range))).collect()
            }
        };
        let known = edits.len();
        readings += 1;
        let joined = Joined::find(text, &events, edits);
        if joined.edits.len() == known || readings == READINGS {
            return (events, joined);
        }
        edits = joined.edits;
    }
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
    use crate::read::snapshot::Sources;
    use pulldown_cmark::{Tag, TagEnd};

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

    /// The blocks that hold text, each with its element.
    fn blocks(text: &str) -> Vec<String> {
        with_body(text, |body| {
            let element = |run: &Run| match &body.events[run.block].0 {
                Event::Start(Tag::Paragraph) => "p",
                Event::Start(Tag::Item) => "li",
                Event::Start(Tag::TableCell) => "td",
                Event::Start(Tag::DefinitionListTitle) => "dt",
                Event::Start(Tag::Heading { .. }) => "h",
                _ => "?",
            };
            body.runs.iter().map(|run| format!("{} {}", element(run), run.text)).collect()
        })
    }

    #[track_caller]
    fn check_blocks(text: &str, expect: &[&str]) {
        assert_eq!(blocks(text), expect);
    }

    #[test]
    fn a_line_with_a_structural_mark_begins_a_block() {
        check_blocks(
            "Chương I\nĐiều 1. Phạm vi\n1. Một.\n2. Hai:\na) Một;\nb) Hai.\nĐiều 2. Hiệu lực\nThi hành",
            &[
                "p Chương I",
                "p Điều 1. Phạm vi",
                "li Một.",
                "li Hai:",
                "p a) Một;",
                "p b) Hai.",
                "p Điều 2. Hiệu lực Thi hành",
            ],
        );
        check_blocks(
            "I. MỤC ĐÍCH\nII. NỘI DUNG\n1. Một\n2. Hai\n2.1. Ba\n2.2. Bốn",
            &["p I. MỤC ĐÍCH", "p II. NỘI DUNG", "li Một", "li Hai", "p 2.1. Ba", "p 2.2. Bốn"],
        );
        check_blocks(
            "1. Một:\na) Nhỏ;\n2. Hai:\nb) Nhỏ;\n3. Ba",
            &["li Một:", "p a) Nhỏ;", "li Hai:", "p b) Nhỏ;", "li Ba"],
        );
        check_blocks(
            "Phần thứ nhất\nPhần thứ hai\nMục 1\nMục 2\n",
            &["p Phần thứ nhất", "p Phần thứ hai", "p Mục 1", "p Mục 2"],
        );
        check_blocks(
            "PHẦN KẾT\n5. Một\n(nếu có)\nVII- Hai",
            &["p PHẦN KẾT", "li Một (nếu có)", "p VII- Hai"],
        );
        // With emphasis, in quotes, items and behind tables.
        check_blocks("**Điều 1. Một\nĐiều 2. Hai** thêm", &["p Điều 1. Một", "p Điều 2. Hai thêm"]);
        check_blocks("Sửa như sau:\n“Điều 3. Ba", &["p Sửa như sau:", "p “Điều 3. Ba"]);
        check_blocks(
            "> Điều 1. Một\n> Điều 2. Hai\nĐiều 3. Ba",
            &["p Điều 1. Một", "p Điều 2. Hai", "p Điều 3. Ba"],
        );
        check_blocks("- Một:\n  a) Nhỏ;\n  b) Nhỏ.\n- Hai", &["p Một:", "p a) Nhỏ;", "p b) Nhỏ.", "p Hai"]);
        check_blocks("| a |\n|---|\n| b |\nĐiều 1. Một", &["td a", "td b", "p Điều 1. Một"]);
        check_blocks("Các việc:\n        a) Một;\n\tb) Hai.", &["p Các việc:", "p a) Một;", "p b) Hai."]);
        check_blocks("Các việc:  \na) Một;\\\nb) Hai.", &["p Các việc:", "p a) Một; b) Hai."]);
    }

    #[test]
    fn a_sentence_goes_on_over_its_lines() {
        for text in [
            "Thực hiện Nghị quyết số\n28. Nghị quyết này",
            "ngày 30 tháng 4 năm\n2021. Sau đó",
            "đến hết tháng\n12. Các đơn vị",
            "Đại hội lần thứ\nXIII. Các cấp",
            "theo quy định tại\nĐiều 5. Các sở",
            "quy định tại khoản 2\nĐiều 5. Các sở",
            "tại điểm\na) khoản 1 Điều này",
            "tại Điều 4,\nĐiều 5. Các sở",
            "theo Luật và\nĐiều 5 Nghị định số 1",
            "Phần lớn\nmục 3. Chữ thường",
            "tỷ lệ đạt\n28. Các sở",
        ] {
            assert_eq!(runs(text), [text.replace('\n', " ")]);
            assert_eq!(faults(text), [""; 0], "{text}");
        }
        check_blocks(
            "1. Một\n\n   Theo Nghị quyết số\n   2. Các",
            &["p Một", "p Theo Nghị quyết số", "li Các"],
        );
        // Code and tables are as typed.
        check_blocks("```\nMột.\nĐiều 1. Một\n```\n\n| Một. |\n|---|\n| 2. Hai |", &["td Một.", "td 2. Hai"]);
    }

    #[test]
    fn joined_lines_that_look_like_paragraphs_are_one_warning() {
        let long = "Việc ".repeat(30);
        assert_eq!(faults("Một.\nHai.\n\nBa.\n– Bốn;\n"), ["2:1 joined-lines"]);
        assert_eq!(faults(&format!("{long}xong.\n{long}xong.\n")), ["2:1 joined-lines"]);
        assert_eq!(faults("Tỷ lệ này\n28. Các sở"), ["2:1 joined-lines"]);
        assert_eq!(faults("Điều 2. Cách chi[^1]\nChi theo ngày.\n\n[^1]: x\n"), ["2:1 joined-lines"]);
        assert_eq!(faults("Điều 2. Cách chi của\nSở A là thế.\n"), [""; 0]);
        assert_eq!(faults("Một.\n\nHai.\n- Ba.\n- Bốn.\n\nNăm.  \nSáu."), [""; 0]);
        assert_eq!(faults("Một\nHai.\nba.\n"), [""; 0]);
        // The next word had no room: such a line was broken by hand.
        let line = "Sáu mươi lăm chữ cho một dòng viết tay được ngắt ở đúng lề bên phải.";
        assert_eq!(faults(&format!("{line}\nNghiêng.\n")), [""; 0]);
    }

    #[test]
    fn words_in_brackets_behind_a_number_are_no_link() {
        let shown = |text: &str| with_body(text, |body| (body.runs[0].text.clone(), body.links.len()));
        let same = |text: &str| assert_eq!(shown(text), (text.to_owned(), 0));
        same("số liệu [37](2005–2010) nêu trên");
        same("khóa [37](nay) và [x](2005-2010)");
        assert_eq!(shown("**[37](2005–2010)** a").0, "[37](2005–2010) a");
        for kept in ["[37](#ghi-chu)", "[37](37.pdf)", "[a](khong-co)", "[a](../2021)"] {
            assert_eq!(shown(&format!("x {kept}")), (format!("x {BARRIER}"), 1), "{kept}");
        }
    }

    #[test]
    fn what_was_read_anew_stands_in_the_file_where_it_was_typed() {
        let text = "xx. Một [1](2) ở:\n      a) Hai [ba](b.md) {#x}\nĐiều 4. Năm [bốn](c.md) {#y}\n";
        with_body(text, |body| {
            let found: Vec<&str> = body.links.iter().map(|link| &text[link.span.range()]).collect();
            assert_eq!(found, ["b.md", "c.md"]);
            let ids: Vec<&str> = body.anchors.iter().map(|anchor| &text[anchor.span.range()]).collect();
            assert_eq!(ids, ["{#x}", "{#y}"]);
            for run in &body.runs {
                let word = run.text.split(' ').nth(1).unwrap();
                let at = run.text.find(word).unwrap();
                assert_eq!(&text[run.span(body, at, at + word.len()).range()], word);
            }
        });
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
