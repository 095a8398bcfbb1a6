//! The ids of headings, paragraphs and items: typed as `{#id}` at their end, or made from a heading.
//!
//! Owns what an id may look like and that none stands twice.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic;
use crate::place::Span;
use crate::read::markdown::{Anchor, Body, Heading};
use crate::read::provisions::provisions;
use crate::read::snapshot::Source;
use crate::spelling::slug;

impl Body<'_> {
    /// Gives headings, and the blocks that end with `{#id}`, their ids.
    pub(super) fn name_blocks(&mut self, source: &Source) {
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
        let ids = typed.values().map(|(id, _)| id.clone()).collect();
        let mut used = Used { ids, last: FxHashMap::default() };
        let mut formerly_used = used.clone();
        let mut numbered = self.number_blocks(&typed, &mut used);
        let mut first: FxHashMap<String, Span> = FxHashMap::default();
        for event in 0..self.events.len() {
            let level = match &self.events[event].0 {
                Event::Start(Tag::Heading { level, .. }) => Some(*level as u8),
                _ => None,
            };
            let typed = typed.remove(&event);
            let text = level.map(|_| self.heading_text(event));
            let is_typed = typed.is_some();
            let (id, span) = match (typed, &text) {
                (Some((id, span)), _) => {
                    if let Some(first) = first.get(&id) {
                        let (at, first) = (source.place(span), source.place(*first));
                        self.faults.push(diagnostic::duplicate_id(at, &id, first));
                    }
                    first.entry(id.clone()).or_insert(span);
                    (id, span)
                }
                (None, text) => match (numbered.remove(&event), text) {
                    (Some(id), _) => (id, self.events[event].1),
                    (None, Some(text)) => (free_id(text, &mut used), self.events[event].1),
                    (None, None) => continue,
                },
            };
            if let (Some(level), Some(text)) = (level, text) {
                if !is_typed {
                    let former = free_id(&text, &mut formerly_used);
                    if former != id {
                        self.former_ids.push((former, id.clone()));
                    }
                }
                self.headings.push(Heading { level, id: id.clone(), text });
            }
            self.anchors.push(Anchor { id, event, span });
        }
    }

    /// Finds the provisions, and gives those without an id of their own that of their number; by event. What
    /// bears a number whose id was typed elsewhere stays without one, unless it is a heading.
    fn number_blocks(
        &mut self,
        typed: &FxHashMap<usize, (String, Span)>,
        used: &mut Used,
    ) -> FxHashMap<usize, String> {
        let blocks = self.blocks(typed);
        let found = provisions(&blocks);
        let typed_ids: FxHashMap<usize, &str> =
            blocks.iter().filter_map(|block| Some((block.event, block.id?))).collect();
        let (mut numbered, mut kept) = (FxHashMap::default(), Vec::with_capacity(found.len()));
        for mut provision in found {
            match typed_ids.get(&provision.event) {
                Some(id) => provision.id = (*id).to_owned(),
                None if used.ids.insert(provision.id.clone()) => {
                    numbered.insert(provision.event, provision.id.clone());
                }
                None => continue,
            }
            kept.push(provision);
        }
        self.provisions = kept;
        numbered
    }

    /// Cuts `{#id}` from the end of a run.
    fn take_typed_id(&mut self, source: &Source, run: usize) -> Option<(String, Span)> {
        let text = self.runs[run].text.trim_end();
        let open = text.ends_with('}').then(|| text.rfind("{#"))??;
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
}

/// An id made from a heading, unlike any other of the text. Made ids never look like those of the
/// page around the text (`han-…` for deadlines, `_…` for its parts).
fn free_id(text: &str, used: &mut Used) -> String {
    let made = slug(text);
    let made = match made.as_str() {
        "" => "muc".to_owned(),
        han if han.starts_with("han-") => format!("muc-{han}"),
        _ => made,
    };
    if used.ids.insert(made.clone()) {
        return made;
    }
    // The numbers up to the last are taken: many equal headings are not counted from one each.
    let last = used.last.entry(made.clone()).or_default();
    loop {
        *last += 1;
        let id = format!("{made}-{last}");
        if used.ids.insert(id.clone()) {
            return id;
        }
    }
}

/// The ids of a text, and the last number behind each that was made more than once.
#[derive(Clone, Default)]
struct Used {
    ids: FxHashSet<String>,
    last: FxHashMap<String, usize>,
}
