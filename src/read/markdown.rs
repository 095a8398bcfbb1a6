//! Markdown as events with positions: CommonMark with tables, footnotes, task lists, definition lists
//! and `{#id}` at the end of a heading, a paragraph or an item.
//!
//! Owns the one pass that finds ids, headings, links, footnotes, list marks and the running text of
//! each block, and makes raw HTML and unwanted links harmless. Smart punctuation, `~` and `^` are off:
//! an official text keeps its own signs. Makes no HTML.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{self, Diagnostic};
use crate::place::Span;
use crate::read::source::Source;
use crate::spelling::{Redaction, slug};

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

/// The running text of one block, across emphasis and line breaks.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The text: line breaks are spaces, code and links one [`BARRIER`].
    pub text: String,
    /// The text events that it is made of.
    pub pieces: Vec<Piece>,
    block: usize,
}

/// A part of a run that is (a part of) one text event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The event.
    pub event: usize,
    /// Where it begins in the text of the run.
    pub at: usize,
    /// Bytes.
    pub len: usize,
}

impl Run {
    /// Takes the text anew from the events.
    fn read_again(&mut self, events: &[(Event<'_>, Span)]) {
        let mut text = String::new();
        let mut behind = 0;
        for piece in &mut self.pieces {
            // What stands between two pieces, spaces and barriers, stays.
            text.push_str(&self.text[behind..piece.at]);
            behind = piece.at + piece.len;
            if let Event::Text(new) = &events[piece.event].0 {
                *piece = Piece { event: piece.event, at: text.len(), len: new.len() };
                text.push_str(new);
            }
        }
        text.push_str(&self.text[behind..]);
        self.text = text;
    }

    /// The bytes in the file of a range of the run.
    pub fn span(&self, body: &Body<'_>, start: usize, end: usize) -> Span {
        let place = |at: usize, behind: bool| {
            let piece = self.pieces.iter().rev().find(|p| if behind { p.at < at } else { p.at <= at })?;
            let (event, span) = &body.events[piece.event];
            let within = (at - piece.at).min(piece.len);
            // Where an escape or an entity was typed, bytes of text are not bytes of the file.
            let exact = matches!(event, Event::Text(text) if text.len() == span.range().len());
            Some(if exact { span.start as usize + within } else { span.start as usize })
        };
        let start_in_file = place(start, false).unwrap_or_default();
        Span::new(start_in_file, place(end, true).unwrap_or_default().max(start_in_file))
    }
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
        links: Vec::new(),
        runs: Vec::new(),
        marks: FxHashMap::default(),
        footnotes: Vec::new(),
        faults: Vec::new(),
    };
    let mut dropped = Vec::new();
    for (event, range) in Parser::new_ext(&text[span.range()], options()).into_offset_iter() {
        body.take(source, text, event, Span::new(base + range.start, base + range.end), &mut dropped);
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

impl<'a> Body<'a> {
    /// Keeps one event, made harmless; `dropped` says of each open link and image whether it goes.
    fn take(
        &mut self,
        source: &Source,
        text: &'a str,
        event: Event<'a>,
        span: Span,
        dropped: &mut Vec<bool>,
    ) {
        let at = self.events.len();
        let event = match event {
            Event::Html(ref html) | Event::InlineHtml(ref html) => {
                if matches!(event, Event::InlineHtml(_)) {
                    self.faults.push(diagnostic::raw_html(source.place(span)));
                }
                let lines = html.trim_end_matches(['\n', '\r']).to_owned();
                for (i, line) in lines.lines().enumerate() {
                    if i > 0 {
                        self.events.push((Event::SoftBreak, span));
                    }
                    self.events.push((Event::Text(CowStr::from(line.to_owned())), span));
                }
                if html.ends_with('\n') {
                    self.events.push((Event::SoftBreak, span));
                }
                return;
            }
            Event::Start(Tag::HtmlBlock) => {
                let block = text[span.range()].trim_end();
                let shown = Span::new(span.start as usize, span.start as usize + block.len());
                self.faults.push(diagnostic::raw_html(source.place(shown)));
                Event::Start(Tag::Paragraph)
            }
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Item) => {
                if let Some(mark) = mark_of(&text[span.range()]) {
                    self.marks.insert(at, mark);
                }
                Event::Start(Tag::Item)
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let typed = target_span(text, span, &dest_url);
                let target = match link_type {
                    LinkType::Email => CowStr::from(format!("mailto:{dest_url}")),
                    _ => dest_url,
                };
                let unwanted =
                    scheme(&target).filter(|scheme| !["http", "https", "mailto"].contains(&scheme.as_str()));
                dropped.push(unwanted.is_some());
                if let Some(scheme) = unwanted {
                    self.faults.push(diagnostic::dropped_link(source.place(typed), &scheme));
                    return;
                }
                self.links.push(TypedLink {
                    event: at,
                    target: target.to_string(),
                    span: typed,
                    is_image: false,
                });
                Event::Start(Tag::Link { link_type, dest_url: target, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let typed = target_span(text, span, &dest_url);
                let unwanted = scheme(&dest_url);
                dropped.push(unwanted.is_some());
                if let Some(scheme) = unwanted {
                    self.faults.push(match scheme.as_str() {
                        "http" | "https" => diagnostic::external_image(source.place(typed)),
                        _ => diagnostic::dropped_link(source.place(typed), &scheme),
                    });
                    return;
                }
                self.links.push(TypedLink {
                    event: at,
                    target: dest_url.to_string(),
                    span: typed,
                    is_image: true,
                });
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            Event::End(end @ (TagEnd::Link | TagEnd::Image)) => {
                if dropped.pop() == Some(true) {
                    return;
                }
                Event::End(end)
            }
            other => other,
        };
        self.events.push((event, span));
    }

    /// Puts together the running text of each block.
    fn find_runs(&mut self) {
        let mut run: Option<Run> = None;
        let (mut shut, mut code) = (0, false);
        for (at, (event, _)) in self.events.iter().enumerate() {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                    barrier(&mut run);
                    shut += 1;
                }
                Event::End(TagEnd::Link | TagEnd::Image) => shut -= 1,
                Event::Start(Tag::Emphasis | Tag::Strong)
                | Event::End(TagEnd::Emphasis | TagEnd::Strong)
                | Event::TaskListMarker(_) => {}
                Event::Start(Tag::CodeBlock(_)) => code = true,
                Event::End(TagEnd::CodeBlock) => code = false,
                Event::Start(_) | Event::End(_) | Event::Rule => {
                    self.runs.extend(run.take().filter(|run| !run.pieces.is_empty()));
                    if matches!(event, Event::Start(_)) {
                        run = Some(Run { block: at, ..Run::default() });
                    }
                }
                Event::Text(text) if shut == 0 && !code => {
                    let run = run.get_or_insert_with(|| Run { block: at, ..Run::default() });
                    run.pieces.push(Piece { event: at, at: run.text.len(), len: text.len() });
                    run.text.push_str(text);
                }
                Event::SoftBreak | Event::HardBreak if shut == 0 => {
                    if let Some(run) = &mut run {
                        run.text.push(' ');
                    }
                }
                Event::Code(_) | Event::FootnoteReference(_) => barrier(&mut run),
                _ => {}
            }
        }
        self.runs.extend(run);
    }

    /// Makes words unreadable, in running text and outside of it.
    fn blot_out(&mut self, redaction: &Redaction) {
        if redaction.is_empty() {
            return;
        }
        let mut in_runs = FxHashSet::default();
        for run in &mut self.runs {
            in_runs.extend(run.pieces.iter().map(|piece| piece.event));
            for range in redaction.ranges(&run.text).into_iter().rev() {
                let mut mark = Redaction::MARK;
                for piece in &run.pieces {
                    let from = range.start.max(piece.at);
                    let to = range.end.min(piece.at + piece.len);
                    if from < to
                        && let Event::Text(text) = &mut self.events[piece.event].0
                    {
                        let mut blotted = text.to_string();
                        blotted.replace_range(from - piece.at..to - piece.at, mark);
                        *text = CowStr::from(blotted);
                        mark = "";
                    }
                }
            }
            run.read_again(&self.events);
        }
        for (at, (event, _)) in self.events.iter_mut().enumerate() {
            match event {
                Event::Text(text) | Event::Code(text) if !in_runs.contains(&at) => {
                    let mut blotted = text.to_string();
                    redaction.apply(&mut blotted);
                    *text = CowStr::from(blotted);
                }
                // A link that holds the words is none: its own text stays.
                Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. })
                    if !redaction.ranges(dest_url).is_empty() || !redaction.ranges(title).is_empty() =>
                {
                    *dest_url = CowStr::from("");
                    *title = CowStr::from("");
                    self.links.retain(|link| link.event != at);
                }
                _ => {}
            }
        }
    }

    /// Gives headings, and the blocks that end with `{#id}`, their ids.
    fn name_blocks(&mut self, source: &Source) {
        let mut typed: FxHashMap<usize, (String, Span)> = FxHashMap::default();
        for at in 0..self.runs.len() {
            let block = self.runs[at].block;
            let is_named = matches!(
                self.events.get(block),
                Some((Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::Item), _))
            );
            if is_named && let Some(found) = self.take_typed_id(source, at) {
                typed.insert(block, found);
            }
        }
        let mut used: FxHashSet<String> = typed.values().map(|(id, _)| id.clone()).collect();
        let mut first: FxHashMap<String, Span> = FxHashMap::default();
        for event in 0..self.events.len() {
            let level = match &self.events[event].0 {
                Event::Start(Tag::Heading { level, .. }) => Some(*level as u8),
                _ => None,
            };
            let typed = typed.remove(&event);
            let text = level.map(|_| self.heading_text(event));
            let (id, span) = match (typed, &text) {
                (Some((id, span)), _) => {
                    if let Some(first) = first.get(&id) {
                        let (at, first) = (source.place(span), source.place(*first));
                        self.faults.push(diagnostic::duplicate_id(at, &id, first));
                    }
                    first.entry(id.clone()).or_insert(span);
                    (id, span)
                }
                (None, Some(text)) => (free_id(text, &mut used), self.events[event].1),
                (None, None) => continue,
            };
            if let (Some(level), Some(text)) = (level, text) {
                self.headings.push(Heading { level, id: id.clone(), text });
            }
            self.anchors.push(Anchor { id, event, span });
        }
    }

    /// Cuts `{#id}` from the end of a run.
    fn take_typed_id(&mut self, source: &Source, run: usize) -> Option<(String, Span)> {
        let text = self.runs[run].text.trim_end();
        let open = text.rfind("{#").filter(|_| text.ends_with('}'))?;
        let (id, end) = (text[open + 2..text.len() - 1].to_owned(), text.len());
        let span = self.runs[run].span(self, open, end);
        if id.is_empty()
            || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            || id.starts_with('_')
        {
            let instead = slug(&id);
            self.faults.push(diagnostic::invalid_id(source.place(span), &id, &instead));
            return None;
        }
        let keep = text[..open].trim_end().len();
        self.cut_run(run, keep);
        Some((id, span))
    }

    /// Cuts the text of a run, and of its events, behind byte `keep`.
    fn cut_run(&mut self, run: usize, keep: usize) {
        let run = &mut self.runs[run];
        run.text.truncate(keep);
        let mut last = run.pieces.last().map_or(0, |piece| piece.event);
        for piece in &mut run.pieces {
            let len = keep.saturating_sub(piece.at).min(piece.len);
            if len < piece.len
                && let Event::Text(text) = &self.events[piece.event].0
            {
                let kept = text.get(..len).unwrap_or_default().to_owned();
                self.events[piece.event].0 = Event::Text(CowStr::from(kept));
                piece.len = len;
            }
        }
        // A line break before the id goes with it.
        loop {
            match &self.events[last].0 {
                Event::Text(text) if text.is_empty() && last > 0 => last -= 1,
                Event::SoftBreak | Event::HardBreak => self.events[last].0 = Event::Text(CowStr::from("")),
                _ => break,
            }
        }
        run.pieces.retain(|piece| piece.len > 0);
    }

    /// The text of the heading that starts at an event, without marks and footnotes.
    fn heading_text(&self, start: usize) -> String {
        let mut text = String::new();
        for (event, _) in &self.events[start + 1..] {
            match event {
                Event::End(TagEnd::Heading(_)) => break,
                Event::Text(part) | Event::Code(part) => text.push_str(part),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text.trim().to_owned()
    }

    fn order_footnotes(&mut self) {
        let mut seen = FxHashSet::default();
        let named = self.events.iter().filter_map(|(event, _)| match event {
            Event::FootnoteReference(label) => Some(label),
            _ => None,
        });
        let written = self.events.iter().filter_map(|(event, _)| match event {
            Event::Start(Tag::FootnoteDefinition(label)) => Some(label),
            _ => None,
        });
        self.footnotes = named
            .chain(written)
            .filter(|label| seen.insert(label.to_string()))
            .map(ToString::to_string)
            .collect();
    }

    /// Reports marks of footnotes that have no text: the parser leaves them as words.
    fn find_undefined_footnotes(&mut self, source: &Source, run: usize) {
        let run = &self.runs[run];
        let mut rest = 0;
        while let Some(open) = run.text[rest..].find("[^").map(|at| rest + at) {
            let Some(length) = run.text[open..].find(']') else { return };
            let label = &run.text[open + 2..open + length];
            rest = open + length;
            if !label.is_empty() && !label.contains([' ', BARRIER, '[']) {
                let at = source.place(run.span(self, open, rest + 1));
                self.faults.push(diagnostic::undefined_footnote(at, label));
            }
        }
    }
}

fn barrier(run: &mut Option<Run>) {
    if let Some(run) = run {
        run.text.push(BARRIER);
    }
}

/// An id made from a heading, unlike any other of the text. Made ids never look like those of the
/// page around the text (`han-…` for deadlines, `_…` for its parts).
fn free_id(text: &str, used: &mut FxHashSet<String>) -> String {
    let made = slug(text);
    let made = match made.as_str() {
        "" => "muc".to_owned(),
        han if han.starts_with("han-") => format!("muc-{han}"),
        _ => made,
    };
    let mut id = made.clone();
    let mut count = 0;
    while !used.insert(id.clone()) {
        count += 1;
        id = format!("{made}-{count}");
    }
    id
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

/// The scheme of an address, lower case; none for a relative one.
pub fn scheme(target: &str) -> Option<String> {
    // Browsers skip control characters and spaces inside a scheme.
    let bare: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = bare.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || ['+', '-', '.'].contains(&c));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// Where the target of the link or image `whole` was typed.
fn target_span(text: &str, whole: Span, target: &str) -> Span {
    let link = &text[whole.range()];
    let found =
        ["](", "](<"].iter().find_map(|open| Some((link.rfind(&format!("{open}{target}"))?, open.len())));
    match found {
        Some((at, open)) if !target.is_empty() => {
            let start = whole.start as usize + at + open;
            Span::new(start, start + target.len())
        }
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::Sources;

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
