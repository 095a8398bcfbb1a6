//! The words of HTML, SVG and any other XML: a line a block, one more for what attributes and comments say.
//!
//! As leniently as a browser: tags need not match, references need not be complete.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::read::attached::cells::is_inline;
use crate::read::attached::{Looked, xml};

/// Whether a text is markup: by its first characters, or by the name of its file where it has a tag.
pub fn is_markup(text: &str, ending: &str) -> bool {
    let head = text.trim_start();
    let begins = ["<?xml", "<!doctype", "<html", "<svg", "<!--", "<head", "<body", "<table"];
    begins.iter().any(|begin| head.get(..begin.len()).is_some_and(|head| head.eq_ignore_ascii_case(begin)))
        || head.contains('<') && ["html", "htm", "xhtml", "svg", "xml", "vml"].contains(&ending)
}

/// Whether markup is that of a page: breaks of lines are spaces there.
pub fn is_html(text: &str) -> bool {
    let head: String = text.chars().take(4096).collect::<String>().to_ascii_lowercase();
    ["<html", "<body", "<p", "<div", "<table", "<!doctype html"].iter().any(|tag| head.contains(tag))
}

/// The words of markup.
pub fn words(text: &str, is_html: bool) -> Looked<'static> {
    let has_spans = is_html || find(text, "<svg").is_some();
    let bare = without(&without(text, "script"), "style").into_owned();
    let mut reader = Reader::from_str(&bare);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut page = Page { is_html, has_spans, ..Page::default() };
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => page.event(&event),
            // What cannot be taken apart is looked at as it stands.
            Err(_) => {
                let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
                page.aside.push_str(bare.get(at..).unwrap_or(&bare));
                break;
            }
        }
    }
    let Page { mut words, aside, is_whole, .. } = page;
    words.push_str("\n\n");
    words.push_str(&aside);
    if shows_capitals(text) {
        let capitals = words.to_uppercase();
        words.push_str("\n\n");
        words.push_str(&capitals);
    }
    if is_whole { Looked::Words(words.into()) } else { Looked::InPart(words.into()) }
}

/// What is read of markup so far.
struct Page {
    words: String,
    /// What attributes and comments say.
    aside: String,
    is_html: bool,
    /// Its elements may be parts of words; of a kind that is not known, none is.
    has_spans: bool,
    /// Spaces count.
    is_set: bool,
    /// It names no characters that only it can know.
    is_whole: bool,
}

impl Default for Page {
    fn default() -> Page {
        Page {
            words: String::new(),
            aside: String::new(),
            is_html: false,
            has_spans: false,
            is_set: false,
            is_whole: true,
        }
    }
}

impl Page {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Start(tag) | Event::Empty(tag) => self.tag(tag),
            Event::End(tag) => {
                self.is_set &= !tag.local_name().as_ref().eq_ignore_ascii_case("pre");
                self.part(tag.local_name().as_ref());
            }
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::Comment(text) => {
                self.aside.push_str(&text.xml10_content());
                self.aside.push('\n');
            }
            Event::GeneralRef(name) => match xml::character(name) {
                Some(characters) => self.words.push_str(&characters),
                None => {
                    self.is_whole = false;
                    self.words.push_str(name);
                }
            },
            _ => {}
        }
    }

    fn tag(&mut self, tag: &BytesStart) {
        let name = tag.local_name();
        self.part(name.as_ref());
        self.is_set |= name.as_ref().eq_ignore_ascii_case("pre");
        xml::add_attributes(tag, &mut self.aside);
    }

    fn part(&mut self, name: &str) {
        if !(self.has_spans && is_inline(name)) {
            self.words.push('\n');
        }
    }

    fn text(&mut self, text: &str) {
        if !self.is_html || self.is_set {
            self.words.push_str(text);
            return;
        }
        for character in text.chars() {
            match character.is_ascii_whitespace() {
                true if self.words.ends_with([' ', '\n']) => {}
                true => self.words.push(' '),
                false => self.words.push(character),
            }
        }
    }
}

/// Whether a style shows small letters as capitals.
fn shows_capitals(text: &str) -> bool {
    let has = |what: &str| find(text, what).is_some();
    has("small-caps") || has("text-transform") && has("uppercase")
}

/// The text without elements of this name.
fn without<'a>(text: &'a str, name: &str) -> Cow<'a, str> {
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let (mut kept, mut rest) = (String::new(), text);
    while let Some(start) = find(rest, &open) {
        let Some(length) = find(&rest[start..], &close) else { break };
        kept.push_str(&rest[..start]);
        let behind = &rest[start + length..];
        rest = behind.find('>').map_or("", |end| &behind[end + 1..]);
    }
    if kept.is_empty() && rest.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(kept + rest) }
}

/// Where an ASCII word stands, in capitals or not.
fn find(text: &str, word: &str) -> Option<usize> {
    let mut windows = text.as_bytes().windows(word.len());
    windows.position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}
