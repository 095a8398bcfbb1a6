//! The words of one part of a document of an office suite, a line a paragraph, a cell, a head: of Office Open
//! XML (ECMA-376 part 1: WordprocessingML, SpreadsheetML, DrawingML, VML) and of OpenDocument (ODF 1.2 part 1).
//!
//! Text boxes stand inside of paragraphs, so each block has words of its own. What a style shows as capitals
//! is read as capitals, what a font of former times shows as Vietnamese is read so.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::read::attached::styles::{Style, Styles};
use crate::read::attached::{Looked, xml};

/// Elements that are lines of their own.
const BLOCKS: [&str; 22] = [
    "p",
    "h",
    "si",
    "is",
    "v",
    "f",
    "text",
    "oddHeader",
    "evenHeader",
    "firstHeader",
    "oddFooter",
    "evenFooter",
    "firstFooter",
    "title",
    "subject",
    "description",
    "keyword",
    "creator",
    "delText",
    "instrText",
    "definedName",
    "annotationText",
];

/// Whether a text is a document in one file: flat OpenDocument, or Word in XML.
pub fn is_office(text: &str) -> bool {
    let head = text.get(..text.len().min(4096)).or_else(|| text.get(..4000)).unwrap_or_default();
    let kinds = [
        "urn:oasis:names:tc:opendocument",
        "schemas.microsoft.com/office/word/2003/wordml",
        "office/2006/xmlPackage",
    ];
    head.trim_start().starts_with('<') && kinds.iter().any(|kind| head.contains(kind))
}

/// The words of a document in one file.
pub fn flat(text: &str) -> Looked<'static> {
    let mut styles = Styles::default();
    let mut words = String::new();
    let read = styles.add(text).and_then(|()| add(text, &styles, &mut words));
    read.map_or(Looked::Unreadable, |()| Looked::Words(words.into()))
}

/// Adds the words of a part; none where it is no XML.
pub fn add(part: &str, styles: &Styles, words: &mut String) -> Option<()> {
    let mut reader = Reader::from_str(part);
    let mut reading =
        Reading { styles, lines: vec![Line::default()], run: Style::default(), words, parents: Vec::new() };
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                reading.start(&tag);
                reading.parents.push(tag.local_name().as_ref().to_owned());
            }
            Event::Empty(tag) => {
                reading.start(&tag);
                reading.end(tag.local_name().as_ref());
            }
            Event::End(tag) => {
                reading.parents.pop();
                reading.end(tag.local_name().as_ref());
            }
            Event::Text(text) => reading.text(&text.xml10_content()),
            Event::CData(text) => reading.text(&text.xml10_content()),
            Event::GeneralRef(name) => reading.text(&xml::character(&name).unwrap_or_default()),
            Event::Eof => break,
            _ => {}
        }
    }
    while reading.lines.len() > 1 {
        reading.end_line();
    }
    let rest = std::mem::take(&mut reading.lines[0].words);
    reading.words.push_str(&rest);
    reading.words.push('\n');
    Some(())
}

/// The words of a block that is not at its end.
#[derive(Default)]
struct Line {
    words: String,
    style: Style,
    /// Styles of the spans that are open in it.
    spans: Vec<Style>,
    /// It is the head of a sheet.
    has_codes: bool,
}

struct Reading<'a> {
    styles: &'a Styles,
    lines: Vec<Line>,
    run: Style,
    words: &'a mut String,
    parents: Vec<String>,
}

impl Reading<'_> {
    fn start(&mut self, tag: &BytesStart) {
        let name = tag.local_name();
        let name = name.as_ref();
        xml::add_attributes(tag, self.words);
        if BLOCKS.contains(&name) {
            let style = self.named(tag, "style-name");
            let has_codes = name.ends_with("Header") || name.ends_with("Footer");
            self.lines.push(Line { style, has_codes, ..Line::default() });
        }
        match name {
            "r" => self.run = Style::default(),
            "rPr" | "defRPr" => self.run = self.run.or(Style::of_drawing(tag)),
            "rStyle" => self.run = self.run.or(self.named(tag, "val")),
            "pStyle" => {
                let style = self.named(tag, "val");
                if let Some(line) = self.lines.last_mut() {
                    line.style = style;
                }
            }
            "span" => {
                let style = self.named(tag, "style-name");
                self.line().spans.push(style);
            }
            "tab" | "ptab" if self.is_in_text() => self.push("\t"),
            "br" | "cr" | "line-break" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "s" if self.is_in_text() => {
                let spaces = xml::attribute(tag, "c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(usize::min(spaces, 100)));
            }
            _ => self.run = self.run.or(Style::of_element(tag)),
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "span" => _ = self.line().spans.pop(),
            "r" => self.run = Style::default(),
            _ if BLOCKS.contains(&name) && self.lines.len() > 1 => {
                self.end_line();
                self.run = Style::default();
            }
            _ => {}
        }
    }

    fn end_line(&mut self) {
        let Some(line) = self.lines.pop() else { return };
        let words = if line.has_codes { without_codes(&line.words) } else { Cow::Borrowed(&*line.words) };
        if !words.trim().is_empty() {
            self.words.push_str(&words);
            self.words.push('\n');
        }
    }

    /// Whether what stands here stands among words: elements that set tabs have the names of those that are.
    fn is_in_text(&self) -> bool {
        self.parents.last().is_none_or(|parent| parent != "tabs" && !parent.ends_with("Pr"))
    }

    fn text(&mut self, text: &str) {
        let parent = self.parents.last().map_or("", String::as_str);
        // Between elements, files that are set for people have breaks of lines.
        let is_between = !["t", "p", "h", "span", "a", "v", "text", "delText"].contains(&parent);
        if is_between && text.chars().all(char::is_whitespace) {
            return;
        }
        match parent {
            "t" => self.push(text),
            _ => self.push(&text.replace(['\n', '\r'], " ")),
        }
    }

    fn push(&mut self, text: &str) {
        let run = self.run;
        let line = self.line();
        let style = line.spans.iter().rev().fold(run, |style, span| style.or(*span)).or(line.style);
        let shown = style.or(self.styles.common()).shown(text);
        self.line().words.push_str(&shown);
    }

    fn line(&mut self) -> &mut Line {
        if self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    fn named(&self, tag: &BytesStart, attribute: &str) -> Style {
        xml::attribute(tag, attribute).map_or_else(Style::default, |name| self.styles.of(&name))
    }
}

/// The text of a head of a sheet (ECMA-376 part 1, 18.3.1.46) without its codes: `&C&"Arial,Bold"&14`.
fn without_codes(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split('&');
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let behind = match part.chars().next() {
            Some('"') => part[1..].split_once('"').map_or("", |(_, behind)| behind),
            Some('K') => part.get(7..).unwrap_or_default(),
            Some('L' | 'C' | 'R') => {
                shown.push('\n');
                &part[1..]
            }
            Some(code) if code.is_ascii_digit() => part.trim_start_matches(|c: char| c.is_ascii_digit()),
            Some(code) if code.is_ascii_alphabetic() => &part[1..],
            _ => part,
        };
        shown.push_str(behind);
    }
    Cow::Owned(shown)
}
