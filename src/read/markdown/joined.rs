//! Lines that CommonMark joins to the line before although they begin a paragraph: text from a word
//! processor has one line for each.
//!
//! Owns the decision which joined lines begin a block (those with a structural mark that is no part of
//! a sentence broken across lines), which are doubtful, and which words in brackets are no link.
//! Decides for the reader only: nothing of the text is changed.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::diagnostic::{self, Diagnostic};
use crate::place::Span;
use crate::read::markdown::edits::Edits;
use crate::read::markdown::order::Order;
use crate::read::marks::{MarkKind, StructuralMark, roman_value, structural_mark};
use crate::read::snapshot::Source;
use crate::spelling::fold;

/// Nobody breaks lines by hand at fewer columns, or at more.
const WIDTHS: Range<usize> = 60..120;

/// What was found in the events of one reading.
pub(super) struct Joined<'t> {
    text: &'t str,
    /// What the author would have typed.
    pub edits: Edits,
    doubts: Vec<Doubt>,
    /// The longest line that was broken by hand.
    widest: usize,
    /// The marks that opened blocks so far.
    order: Order,
    /// Where each open list item, and the like, has its text: columns from the left.
    columns: Vec<usize>,
    /// Open emphasis: what closes and opens it.
    emphasis: Vec<String>,
    /// Open links and images: nothing can be split there.
    links: usize,
    /// Open tables and code: their lines are their own.
    shut: usize,
    /// Where the words of the present line begin; none before the first of a block.
    line: Option<usize>,
}

/// A line that may be a paragraph of its own.
struct Doubt {
    span: Span,
    /// Characters of the line before.
    before: usize,
    /// Characters of its first word.
    word: usize,
}

/// What a joined line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    /// It begins a block.
    Block,
    /// It goes on with a sentence.
    Sentence,
    /// Nobody can say.
    Doubtful,
}

impl<'t> Joined<'t> {
    /// Looks through `events`, whose ranges are bytes of the file; `edits` were made before.
    pub fn find(text: &'t str, events: &[(Event<'_>, Span)], edits: Edits) -> Joined<'t> {
        let mut joined = Joined {
            text,
            edits,
            doubts: Vec::new(),
            widest: 0,
            order: Order::default(),
            columns: Vec::new(),
            emphasis: Vec::new(),
            links: 0,
            shut: 0,
            line: None,
        };
        for (at, (event, span)) in events.iter().enumerate() {
            let next = events.get(at + 1).map(|(_, next)| next.start as usize);
            joined.event(event, *span, next);
        }
        joined
    }

    /// One warning for all lines that may have been paragraphs.
    pub fn fault(&self, source: &Source) -> Option<Diagnostic> {
        let width = self.widest.max(WIDTHS.start);
        // Where the next word had no room on the line before, the line was broken by hand.
        let is_free = |doubt: &&Doubt| doubt.before > WIDTHS.end || doubt.before + 1 + doubt.word <= width;
        let mut doubts = self.doubts.iter().filter(is_free);
        let first = doubts.next()?;
        Some(diagnostic::joined_lines(source.place(first.span), 1 + doubts.count()))
    }

    fn event(&mut self, event: &Event<'_>, span: Span, next: Option<usize>) {
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong) => {
                self.first_words(span);
                let length = if matches!(event, Event::Start(Tag::Strong)) { 2 } else { 1 };
                self.emphasis.push(self.typed(span.start as usize, span.start as usize + length).to_owned());
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong) => drop(self.emphasis.pop()),
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. })
                if self.is_words(span, dest_url) =>
            {
                self.first_words(span);
                self.edits.add(span.start as usize, span.start as usize, "\\".to_owned());
                self.links += 1;
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                self.first_words(span);
                self.links += 1;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.links = self.links.saturating_sub(1),
            Event::Start(Tag::TableRow) => self.row(span),
            Event::Start(Tag::Table(_) | Tag::CodeBlock(_) | Tag::HtmlBlock) => self.shut += 1,
            Event::End(TagEnd::Table | TagEnd::CodeBlock | TagEnd::HtmlBlock) => self.shut -= 1,
            Event::Start(tag) => {
                self.line = None;
                match tag {
                    Tag::Item => {
                        self.order.note(structural_mark(self.line_from(span.start as usize)));
                        self.columns.push(next.map_or(0, |next| self.column(next)));
                    }
                    Tag::DefinitionListDefinition => {
                        self.columns.push(next.map_or(0, |next| self.column(next)));
                    }
                    Tag::FootnoteDefinition(_) => self.columns.push(4),
                    _ => {}
                }
            }
            Event::End(TagEnd::Item | TagEnd::DefinitionListDefinition | TagEnd::FootnoteDefinition) => {
                self.columns.pop();
            }
            Event::SoftBreak | Event::HardBreak => {
                if let (Some(line), Some(next)) = (self.line, next) {
                    self.line_break(line, span.start as usize, next, event == &Event::HardBreak);
                }
                self.line = next;
            }
            Event::Text(_) | Event::Code(_) | Event::FootnoteReference(_) | Event::InlineHtml(_) => {
                self.first_words(span);
            }
            _ => {}
        }
    }

    /// The first words of a block: what they open is known from now on.
    fn first_words(&mut self, span: Span) {
        if self.line.is_none() && self.shut == 0 {
            self.line = Some(span.start as usize);
            self.order.note(structural_mark(self.line_from(span.start as usize)));
        }
    }

    /// A row of a table without a bar is a line behind the table.
    fn row(&mut self, span: Span) {
        let line = self.line_from(span.start as usize);
        if !line.contains('|') && structural_mark(line).is_some() {
            self.edits.add(span.start as usize, span.start as usize, "\n".to_owned());
        }
    }

    /// The line that begins at `line` is broken at `at`, and goes on at `next`.
    fn line_break(&mut self, line: usize, at: usize, next: usize, is_hard: bool) {
        let (before, after) = (self.typed(line, at), self.line_from(next));
        if is_hard && self.typed(at, next).starts_with('\\') {
            return;
        }
        let length = before.chars().count();
        if length <= WIDTHS.end {
            self.widest = self.widest.max(length);
        }
        let verdict = match structural_mark(after.trim_start_matches(OPENING)) {
            Some(mark) => {
                let verdict = verdict(before, &mark, &self.order);
                if verdict == Verdict::Block && self.links == 0 {
                    self.split(at, next);
                    self.order.note(Some(mark));
                    return;
                }
                verdict
            }
            None if is_paragraph(after) && (is_paragraph(before) || is_heading(before)) => Verdict::Doubtful,
            None => Verdict::Sentence,
        };
        if verdict != Verdict::Sentence && !is_hard {
            let word = after.split_whitespace().next().map_or(0, |word| word.chars().count());
            let span = Span::new(next, next + after.trim_end().len());
            self.doubts.push(Doubt { span, before: length, word });
        }
    }

    /// Reads an empty line between `at`, where a line ends, and `next`, where the words of the next begin.
    fn split(&mut self, at: usize, next: usize) {
        let between = self.typed(at, next);
        let prefix = between.rsplit('\n').next().unwrap_or_default();
        let prefix = if prefix.contains('>') {
            prefix.to_owned()
        } else {
            let indent = self.column(next);
            let column = self.columns.iter().copied().filter(|column| *column <= indent).max();
            " ".repeat(column.unwrap_or(0))
        };
        let opening = self.emphasis.concat();
        let closing: String = self.emphasis.iter().rev().map(String::as_str).collect();
        let blank = prefix.trim_end();
        self.edits.add(at, next, format!("{closing}\n{blank}\n{prefix}{opening}"));
    }

    /// Whether what looks like the target of a link can be none: `[37](2005–2010)`.
    fn is_words(&self, link: Span, target: &str) -> bool {
        let shown = self.typed(link.start as usize + 1, link.end as usize);
        let is_number = shown.split(']').next().is_some_and(|shown| shown.chars().all(|c| c.is_numeric()));
        let has_sign = target.contains(['.', '/', '#', ':', '?']);
        let has_letter = target.contains(char::is_alphabetic);
        !target.is_empty() && !has_sign && (!has_letter || is_number)
    }

    fn typed(&self, from: usize, until: usize) -> &'t str {
        self.text.get(from..until).unwrap_or_default()
    }

    /// The rest of the line from a byte on.
    fn line_from(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default().lines().next().unwrap_or_default()
    }

    /// The column of a byte, where a tab goes to the next multiple of four.
    fn column(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.chars().fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
    }
}

/// Signs before the first word of a paragraph.
const OPENING: [char; 12] = ['*', '_', '“', '"', '‘', '«', '(', '[', '-', '–', '+', ' '];
/// Signs behind the last word of a sentence.
const CLOSING: [char; 12] = ['*', '_', '”', '"', '’', '»', ')', ']', '/', '✓', ' ', '\u{a0}'];

/// Words after which no paragraph ends.
const NEVER_LAST: [&str; 23] = [
    "tại", "của", "theo", "và", "hoặc", "với", "từ", "các", "những", "khoản", "điểm", "tiết", "cho", "về",
    "do", "là", "đến", "để", "bởi", "gồm", "bằng", "được", "như",
];
/// Words after which a figure, or the name of a provision, goes on with the sentence more likely than not.
const SELDOM_LAST: [&str; 22] = [
    "số", "thứ", "khóa", "khoá", "ngày", "tháng", "năm", "quý", "trong", "ngoài", "trên", "dưới", "ở", "đạt",
    "vào", "hơn", "khoảng", "mục", "chương", "phần", "điều", "có",
];
/// Words that a number or a letter follows: "khoản 2", "điểm a".
const NUMBERED: [&str; 7] = ["khoản", "điểm", "tiết", "điều", "mục", "chương", "phần"];

/// The three lists, folded once: each broken line is compared with them.
static FOLDED: LazyLock<[Vec<String>; 3]> = LazyLock::new(|| {
    let lists: [&[&str]; 3] = [&NEVER_LAST, &SELDOM_LAST, &NUMBERED];
    lists.map(|words| words.iter().map(|word| fold(word)).collect())
});

/// Whether a line ends with a full stop or the like.
fn ends_a_sentence(line: &str) -> bool {
    bare_end(line).ends_with(['.', ';', ':', '!', '?', '…'])
}

/// Whether a line stands alone: it is all in capitals, or all in brackets.
fn stands_alone(line: &str) -> bool {
    let line = line.trim().trim_matches(['*', '_']);
    is_in_capitals(line) || line.starts_with('(') && line.ends_with(')')
}

/// Whether words are in capitals, two letters at least.
fn is_in_capitals(words: &str) -> bool {
    words.chars().filter(|c| c.is_alphabetic()).count() > 1 && !words.contains(char::is_lowercase)
}

/// A line up to its last word, or the sign of punctuation behind that.
fn bare_end(line: &str) -> &str {
    without_footnote_mark(line).trim_end_matches(CLOSING)
}

/// How a line ends that ends no sentence.
struct Ending {
    has_comma: bool,
    never_last: bool,
    seldom_last: bool,
}

impl Ending {
    fn of(line: &str) -> Ending {
        let bare = bare_end(line);
        let words = fold(bare);
        let mut words = words.rsplit(' ');
        let (last, before) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let [never_last, seldom_last, numbered] = &*FOLDED;
        let is_among = |words: &[String], word: &str| words.iter().any(|known| known == word);
        let is_short =
            last.chars().count() == 1 || last.parse::<u16>().is_ok() || roman_value(last).is_some();
        // A line that is nothing but a mark is a heading.
        let is_mark = structural_mark(line).is_some_and(|mark| mark.len == line.trim_end().len());
        Ending {
            has_comma: bare.ends_with(','),
            never_last: is_among(never_last, last) || is_short && !is_mark && is_among(numbered, before),
            seldom_last: is_among(seldom_last, last),
        }
    }
}

/// A line without the mark of a footnote at its end.
fn without_footnote_mark(line: &str) -> &str {
    let line = line.trim_end();
    match (line.rfind("[^"), line.ends_with(']')) {
        (Some(at), true) => &line[..at],
        _ => line.trim_end_matches(['¹', '²', '³']),
    }
}

/// What a joined line is that begins with a mark. A mark that follows on those before it, or a line that
/// is over, makes a block; a figure out of order is as likely a part of the sentence.
fn verdict(before: &str, mark: &StructuralMark, order: &Order) -> Verdict {
    if ends_a_sentence(before) || stands_alone(before) {
        return Verdict::Block;
    }
    let ending = Ending::of(before);
    if ending.never_last {
        return Verdict::Sentence;
    }
    if order.is_next(mark) {
        return Verdict::Block;
    }
    if ending.has_comma || ending.seldom_last {
        return Verdict::Sentence;
    }
    match mark.kind {
        MarkKind::Figure | MarkKind::Roman => Verdict::Doubtful,
        _ => Verdict::Block,
    }
}

/// Whether a line looks like a paragraph: it begins with a capital and ends a sentence.
fn is_paragraph(line: &str) -> bool {
    let words = structural_mark(line).map_or(line, |mark| &line[mark.len..]);
    ends_a_sentence(line) && words.trim_start_matches(OPENING).starts_with(char::is_uppercase)
}

/// Whether a line without a full stop looks like a heading: it has a mark, or stands alone, and is whole.
fn is_heading(line: &str) -> bool {
    (structural_mark(line).is_some() || stands_alone(line)) && !Ending::of(line).never_last
}
