//! From Markdown events to HTML.
//!
//! Owns the markup of a text: numbering and marks as typed, footnotes with their way back, tables that
//! scroll alone on a narrow screen, citations as links. Does not know where a link leads: it is told.

mod inserts;

use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Tag, TagEnd};
use rustc_hash::FxHashMap;

use crate::model::document::text::RunRange;
use crate::model::document::wording::Consolidated;
use crate::read::markdown::{Body, Mark};
use crate::render::escaped::{escape, unbroken};
use crate::render::theme::labels::Labels;
use inserts::{Insert, inserts};

/// Where the citations and links of a text lead; `None` leaves the words without a link.
pub(crate) struct Targets<'a> {
    /// The citations that lead somewhere, in order, and their addresses.
    pub citations: Vec<(&'a RunRange, String)>,
    /// What later documents did, by the events that start the blocks where they did it.
    pub notes: FxHashMap<usize, Vec<ChangeNote>>,
    /// The text with what amendments did to its words; none as it was signed.
    pub amended: Option<Consolidated>,
    /// The address of a link or image as typed.
    pub link: &'a dyn Fn(&str) -> Option<Way>,
}

/// Where a link leads.
pub(crate) struct Way {
    /// Its address.
    pub href: String,
    /// Whether the browser is asked to save what stands there.
    pub is_download: bool,
}

/// What a later document did in a place.
#[derive(Clone)]
pub(crate) struct ChangeNote {
    /// "Điều 5 được sửa đổi bởi"
    pub label: String,
    /// The later document.
    pub by: String,
    /// The way to it.
    pub href: String,
    /// ": “31/5/2026” thành “30/9/2026”"; with its sign before it, or empty.
    pub behind: String,
}

/// The HTML of a text.
pub(crate) struct TextHtml {
    /// The text itself, with its footnotes.
    pub text: String,
    /// Its parts that are annexes, with theirs: they stand behind the signature.
    pub annexes: String,
}

/// The HTML of a text, of which the events `annexes` are annexes.
pub(crate) fn html(
    body: &Body<'_>,
    annexes: &[Range<usize>],
    targets: &Targets<'_>,
    labels: &Labels,
) -> TextHtml {
    let mut writer = Writer {
        out: String::with_capacity(body.events.len() * 48),
        other: String::new(),
        is_annex: false,
        noted: FxHashMap::default(),
        body,
        targets,
        labels,
        inserts: inserts(body, targets, labels),
        ids: body.anchors.iter().map(|anchor| (anchor.event, anchor.id.as_str())).collect(),
        // The title of the page is its only h1.
        shift: body.headings.iter().map(|h| h.level).min().map_or(0, |least| 2 - i32::from(least)),
        heading: None,
        table: Vec::new(),
        cell: 0,
        in_head: false,
        links: Vec::new(),
        changed: Vec::new(),
        notes: FxHashMap::default(),
        marks: FxHashMap::default(),
    };
    writer.all(annexes);
    TextHtml { text: writer.out, annexes: writer.other }
}

/// The events of the parts with these ids that stand for themselves in a text: of a heading, all up to the
/// next as high; of another block, all that follows; each up to the next such part.
pub(crate) fn parts(body: &Body<'_>, ids: &[&str]) -> Vec<Range<usize>> {
    let mut open: Option<(usize, u8)> = None;
    let (mut parts, mut depth) = (Vec::new(), 0);
    let starts: FxHashMap<usize, &str> =
        body.anchors.iter().map(|anchor| (anchor.event, anchor.id.as_str())).collect();
    for (at, (event, _)) in body.events.iter().enumerate() {
        let Event::Start(tag) = event else {
            depth -= i32::from(matches!(event, Event::End(_)));
            continue;
        };
        depth += 1;
        if depth > 1 {
            continue;
        }
        let level = match tag {
            Tag::Heading { level, .. } => Some(*level as u8),
            _ => None,
        };
        let is_named = starts.get(&at).is_some_and(|id| ids.contains(id));
        if let Some((from, above)) = open
            && (is_named || level.is_some_and(|level| level <= above))
        {
            parts.push(from..at);
            open = None;
        }
        if is_named {
            open = Some((at, level.unwrap_or(0)));
        }
    }
    parts.extend(open.map(|(from, _)| from..body.events.len()));
    parts
}

struct Writer<'a> {
    out: String,
    /// The annexes while the text is written, the text while annexes are.
    other: String,
    is_annex: bool,
    /// The footnotes that were first named in an annex, or not.
    noted: FxHashMap<String, bool>,
    body: &'a Body<'a>,
    targets: &'a Targets<'a>,
    labels: &'a Labels,
    inserts: FxHashMap<usize, Vec<Insert>>,
    ids: FxHashMap<usize, &'a str>,
    shift: i32,
    heading: Option<usize>,
    table: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    /// Whether each open link was written.
    links: Vec<bool>,
    /// The events of the open blocks that later documents changed.
    changed: Vec<usize>,
    /// The HTML of footnotes, by label.
    notes: FxHashMap<String, String>,
    /// How often each footnote was named so far.
    marks: FxHashMap<String, usize>,
}

impl Writer<'_> {
    fn all(&mut self, annexes: &[Range<usize>]) {
        let mut at = 0;
        while at < self.body.events.len() {
            if annexes.iter().any(|part| part.start == at) {
                self.turn(true);
                self.out.push_str("<div class=\"annex\">\n");
            }
            if let Event::Start(Tag::FootnoteDefinition(label)) = &self.body.events[at].0 {
                at = self.note(at + 1, label.to_string());
            } else {
                at = self.event(at);
            }
            if annexes.iter().any(|part| part.end == at) {
                self.out.push_str("</div>\n");
                self.turn(false);
            }
        }
        self.write_notes("_chu-thich");
        self.turn(true);
        self.write_notes("_chu-thich-kem-theo");
        self.turn(false);
    }

    /// Writes on in the annexes, or in the text.
    fn turn(&mut self, is_annex: bool) {
        if self.is_annex != is_annex {
            std::mem::swap(&mut self.out, &mut self.other);
            self.is_annex = is_annex;
        }
    }

    /// Sets a footnote's text aside; the event behind it.
    fn note(&mut self, mut at: usize, label: String) -> usize {
        let text = std::mem::take(&mut self.out);
        while !matches!(self.body.events.get(at), None | Some((Event::End(TagEnd::FootnoteDefinition), _))) {
            at = self.event(at);
        }
        let note = std::mem::replace(&mut self.out, text);
        self.notes.entry(label).or_insert(note);
        at + 1
    }

    /// Writes the footnotes that the text, or an annex, was the first to name.
    fn write_notes(&mut self, id: &str) {
        let is_here = |label: &String| self.noted.get(label).copied().unwrap_or(false) == self.is_annex;
        if !self.notes.keys().any(is_here) {
            return;
        }
        let _ = write!(
            self.out,
            "<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"{id}\"><h2 id=\"{id}\">"
        );
        escape(self.labels.get("directive", "notes"), &mut self.out);
        self.out.push_str("</h2><ol>\n");
        for (number, label) in (1..).zip(&self.body.footnotes) {
            let is_here = self.noted.get(label).copied().unwrap_or(false) == self.is_annex;
            let Some(note) = self.notes.get(label).filter(|_| is_here).cloned() else { continue };
            let mut back = String::new();
            for mark in 1..=self.marks.get(label).copied().unwrap_or(0) {
                let words = self.labels.fill("directive", "note_back", &[("n", &number.to_string())]);
                back.push_str(&format!(
                    " <a href=\"#_cn-{number}-{mark}\" role=\"doc-backlink\" aria-label=\""
                ));
                escape(&words, &mut back);
                back.push_str("\">↩</a>");
            }
            // The way back stands inside the last paragraph.
            let note = match note.trim_end().strip_suffix("</p>") {
                Some(inside) => format!("{inside}{back}</p>"),
                None => format!("{note}{back}"),
            };
            let _ = writeln!(self.out, "<li id=\"_cn-{number}\" value=\"{number}\">{note}</li>");
        }
        self.out.push_str("</ol></section>\n");
    }

    /// Writes one event; the place of the next.
    fn event(&mut self, at: usize) -> usize {
        match &self.body.events[at].0 {
            Event::Start(tag) => return self.start(at, tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(at, text),
            Event::Code(code) => {
                self.out.push_str("<code>");
                escape(code, &mut self.out);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::FootnoteReference(label) => self.note_mark(label),
            Event::TaskListMarker(done) => {
                self.out.push_str(if *done {
                    "<span class=\"box\">☑</span> "
                } else {
                    "<span class=\"box\">☐</span> "
                });
            }
            // Raw HTML was made text; mathematics is off.
            Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => {
                escape(text, &mut self.out);
            }
        }
        at + 1
    }

    /// Says behind the first words of a provision what later documents did to it.
    fn write_changes(&mut self) {
        let targets = self.targets;
        let changed = std::mem::take(&mut self.changed);
        for ChangeNote { label, by, href, behind } in
            changed.iter().filter_map(|at| targets.notes.get(at)).flatten()
        {
            self.out.push_str("<p class=\"amended\" role=\"note\"><b>");
            escape(label, &mut self.out);
            self.out.push_str("</b> <a href=\"");
            escape(href, &mut self.out);
            self.out.push_str("\">");
            self.out.push_str(&unbroken(by));
            self.out.push_str("</a>");
            escape(behind, &mut self.out);
            self.out.push_str(".</p>\n");
        }
    }

    fn id(&mut self, at: usize) {
        if let Some(id) = self.ids.get(&at) {
            self.out.push_str(" id=\"");
            escape(id, &mut self.out);
            self.out.push('"');
        }
    }

    fn open(&mut self, at: usize, element: &str) {
        self.out.push('<');
        self.out.push_str(element);
        self.id(at);
        self.out.push('>');
    }

    fn level(&self, level: HeadingLevel) -> i32 {
        (level as i32 + self.shift).clamp(2, 6)
    }

    fn start(&mut self, at: usize, tag: &Tag<'_>) -> usize {
        if self.targets.notes.contains_key(&at) {
            self.changed.push(at);
        }
        match tag {
            Tag::Paragraph => self.open(at, "p"),
            Tag::Heading { level, .. } => {
                self.heading = Some(at);
                let element = format!("h{}", self.level(*level));
                self.open(at, &element);
            }
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>\n"),
            Tag::CodeBlock(_) => self.out.push_str("<pre><code>"),
            Tag::List(first) => {
                self.write_changes();
                self.out.push_str(if first.is_some() { "<ol>\n" } else { "<ul>\n" });
            }
            Tag::Item => self.item(at),
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.out.push_str("<dt>"),
            // The colon is text, like the mark of an item.
            Tag::DefinitionListDefinition => self.out.push_str("<dd><span class=\"mark\">:</span> "),
            Tag::Table(alignments) => {
                self.table = alignments.clone();
                self.out.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
                escape(self.labels.get("common", "table"), &mut self.out);
                self.out.push_str("\"><table>\n");
            }
            Tag::TableHead => {
                (self.in_head, self.cell) = (true, 0);
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => {
                let class = match self.table.get(self.cell) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                let _ = match self.in_head {
                    true => write!(self.out, "<th scope=\"col\"{class}>"),
                    false => write!(self.out, "<td{class}>"),
                };
            }
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Link { dest_url, .. } => self.link(dest_url),
            Tag::Image { dest_url, .. } => return self.image(at, dest_url),
            // Options that are off, and footnotes, which are taken apart above.
            _ => {}
        }
        at + 1
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.out.push_str("</p>\n");
                self.write_changes();
            }
            TagEnd::Heading(level) => {
                if let Some(id) = self.heading.take().and_then(|at| self.ids.get(&at).copied()) {
                    self.out.push_str(" <a class=\"anchor\" href=\"#");
                    escape(id, &mut self.out);
                    self.out.push_str("\" aria-label=\"");
                    escape(self.labels.get("common", "anchor"), &mut self.out);
                    self.out.push_str("\">#</a>");
                }
                let _ = writeln!(self.out, "</h{}>", self.level(*level));
                self.write_changes();
            }
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => {
                self.write_changes();
                self.out.push_str("</li>\n");
            }
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => {
                self.write_changes();
                self.out.push_str("</dd>\n");
            }
            TagEnd::Table => {
                self.out.push_str("</tbody></table></div>\n");
                self.write_changes();
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.cell += 1;
                self.out.push_str(if self.in_head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Link if self.links.pop() == Some(true) => self.out.push_str("</a>"),
            _ => {}
        }
    }

    /// Opens an item with its mark as typed. The mark is text: what a browser would draw is another in
    /// some, is not copied, and is numbered again where a reading view drops the style sheet.
    fn item(&mut self, at: usize) {
        self.out.push_str("<li");
        let mark = self.body.marks.get(&at);
        if let Some(Mark::Number { value, .. }) = mark {
            let _ = write!(self.out, " value=\"{value}\"");
        }
        self.id(at);
        self.out.push('>');
        let _ = match mark {
            Some(Mark::Bullet(sign)) => write!(self.out, "<span class=\"mark\">{sign}</span> "),
            Some(Mark::Number { value, delimiter, digits }) => {
                write!(self.out, "<span class=\"mark\">{value:0digits$}{delimiter}</span> ")
            }
            None => Ok(()),
        };
    }

    fn text(&mut self, at: usize, text: &str) {
        let mut from = 0;
        for insert in self.inserts.get(&at).into_iter().flatten() {
            escape(text.get(from..insert.at).unwrap_or_default(), &mut self.out);
            from = insert.at;
            self.out.push_str(&insert.html);
        }
        escape(text.get(from..).unwrap_or_default(), &mut self.out);
    }

    fn link(&mut self, typed: &str) {
        let way = (self.targets.link)(typed);
        self.links.push(way.is_some());
        if let Some(Way { href, is_download }) = way {
            let external = crate::read::markdown::scheme(typed).is_some_and(|scheme| scheme != "mailto");
            self.out.push_str(if external {
                "<a class=\"ext\" rel=\"external\" href=\""
            } else {
                "<a href=\""
            });
            escape(&href, &mut self.out);
            self.out.push_str(if is_download { "\" download>" } else { "\">" });
        }
    }

    /// Writes an image; what stands inside it is its alternative text.
    fn image(&mut self, start: usize, typed: &str) -> usize {
        let (mut alt, mut at, mut depth) = (String::new(), start + 1, 0);
        while let Some((event, _)) = self.body.events.get(at) {
            match event {
                Event::End(TagEnd::Image) if depth == 0 => break,
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                Event::Text(text) | Event::Code(text) => alt.push_str(text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
            at += 1;
        }
        match (self.targets.link)(typed) {
            Some(Way { href, .. }) => {
                self.out.push_str("<img src=\"");
                escape(&href, &mut self.out);
                self.out.push_str("\" alt=\"");
                escape(&alt, &mut self.out);
                self.out.push_str("\">");
            }
            None => escape(&alt, &mut self.out),
        }
        at + 1
    }

    fn note_mark(&mut self, label: &str) {
        let Some(number) = self.body.footnotes.iter().position(|known| known == label).map(|at| at + 1)
        else {
            return;
        };
        self.noted.entry(label.to_owned()).or_insert(self.is_annex);
        let mark = self.marks.entry(label.to_owned()).or_default();
        *mark += 1;
        let _ = write!(
            self.out,
            "<sup><a href=\"#_cn-{number}\" id=\"_cn-{number}-{mark}\" role=\"doc-noteref\">{number}</a></sup>"
        );
    }
}
