//! The running text of each block, across emphasis and line breaks, and words made unreadable in it.
//!
//! Owns the way from a range of running text back to bytes of the file.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use rustc_hash::FxHashSet;

use crate::place::Span;
use crate::read::markdown::{BARRIER, Body};
use crate::spelling::Redaction;

/// The running text of one block, across emphasis and line breaks.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The text: line breaks are spaces, code and links one [`BARRIER`].
    pub text: String,
    /// The text events that it is made of.
    pub pieces: Vec<Piece>,
    /// The event that starts its block.
    pub block: usize,
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
            let before = self.pieces.partition_point(|p| if behind { p.at < at } else { p.at <= at });
            let piece = self.pieces.get(before.checked_sub(1)?)?;
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

impl Body<'_> {
    /// Puts together the running text of each block.
    pub(super) fn find_runs(&mut self) {
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
    pub(super) fn blot_out(&mut self, redaction: &Redaction) {
        if redaction.is_empty() {
            return;
        }
        let mut in_runs = FxHashSet::default();
        for run in &mut self.runs {
            in_runs.extend(run.pieces.iter().map(|piece| piece.event));
            let ranges = redaction.ranges(&run.text);
            let (mut first, mut marked) = (0, 0);
            for piece in &run.pieces {
                let end = piece.at + piece.len;
                first += ranges[first..].iter().take_while(|range| range.end <= piece.at).count();
                let here = ranges[first..].iter().take_while(|range| range.start < end).count();
                let Event::Text(text) = &mut self.events[piece.event].0 else { continue };
                if here == 0 || piece.len == 0 {
                    continue;
                }
                let (mut blotted, mut kept) = (String::new(), 0);
                for (at, range) in ranges[first..first + here].iter().enumerate() {
                    blotted.push_str(&text[kept..range.start.max(piece.at) - piece.at]);
                    // Of words across several pieces the first bears the mark.
                    if first + at >= marked {
                        blotted.push_str(Redaction::MARK);
                        marked = first + at + 1;
                    }
                    kept = range.end.min(end) - piece.at;
                }
                blotted.push_str(&text[kept..]);
                *text = CowStr::from(blotted);
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
}

fn barrier(run: &mut Option<Run>) {
    if let Some(run) = run {
        run.text.push(BARRIER);
    }
}
