//! What is written inside the events of a text: links of citations, words that amendments strike or add.
//!
//! Owns how these are well nested, over emphasis too. What links lead to is for the views.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::Event;
use rustc_hash::FxHashMap;

use super::Targets;
use crate::model::document::text::RunRange;
use crate::model::document::wording::{Stretch, Words};
use crate::read::markdown::{Body, Run};
use crate::render::escaped::escape;
use crate::render::theme::labels::Labels;

/// Markup to write inside a text event, before one of its bytes.
pub(super) struct Insert {
    pub at: usize,
    pub html: String,
}

/// What opens, closes and stands inside one text event.
#[derive(Default)]
struct Marks {
    /// Where links open, with their addresses, and close.
    links: BTreeMap<usize, Vec<Option<String>>>,
    struck: Vec<Struck>,
    /// Words that are added before a byte, as HTML.
    added: BTreeMap<usize, String>,
}

/// A part of an event that is struck.
struct Struck {
    from: usize,
    to: usize,
    /// Whether the stretch that is struck begins and ends in it.
    begins: bool,
    ends: bool,
}

/// What is written inside each text event, in order.
pub(super) fn inserts(
    body: &Body<'_>,
    targets: &Targets<'_>,
    labels: &Labels,
) -> FxHashMap<usize, Vec<Insert>> {
    let mut marks: FxHashMap<usize, Marks> = FxHashMap::default();
    for (RunRange { run, bytes }, address) in &targets.citations {
        let Some(run) = body.runs.get(*run) else { continue };
        for (open, close) in stretches(body, run, bytes.start, bytes.end) {
            let mut add = |(event, at): Spot, address: Option<String>| {
                marks.entry(event).or_default().links.entry(at).or_default().push(address);
            };
            add(open, Some(address.clone()));
            add(close, None);
        }
    }
    let amended = targets.amended.iter().flat_map(|text| &text.runs);
    for (run, stretches) in amended {
        let Some(run) = body.runs.get(*run) else { continue };
        amend(run, stretches, labels, &mut marks);
    }
    marks.into_iter().map(|(event, marks)| (event, marks.written(labels))).collect()
}

/// Marks what amendments did to a run.
fn amend(run: &Run, stretches: &[Stretch], labels: &Labels, marks: &mut FxHashMap<usize, Marks>) {
    let mut behind = 0;
    for stretch in stretches {
        match &stretch.words {
            Words::Signed(range) => {
                behind = range.end;
                if stretch.struck.is_none() {
                    continue;
                }
                let within = run.pieces.iter().filter_map(|piece| {
                    let (from, to) = (range.start.max(piece.at), range.end.min(piece.at + piece.len));
                    (from < to).then(|| (piece.event, from - piece.at, to - piece.at))
                });
                let parts: Vec<(usize, usize, usize)> = within.collect();
                let last = parts.len().saturating_sub(1);
                for (at, (event, from, to)) in parts.into_iter().enumerate() {
                    let struck = Struck { from, to, begins: at == 0, ends: at == last };
                    marks.entry(event).or_default().struck.push(struck);
                }
            }
            Words::Added(words, _) => {
                let before = run.pieces.partition_point(|piece| piece.at < behind);
                let Some(piece) = run.pieces.get(before.saturating_sub(1)) else { continue };
                let at = behind.saturating_sub(piece.at).min(piece.len);
                let html = marks.entry(piece.event).or_default().added.entry(at).or_default();
                html.push_str(&added(words, stretch.struck.is_some(), labels));
            }
        }
    }
}

/// Words that are added, and struck again by a later amendment.
fn added(words: &str, is_struck: bool, labels: &Labels) -> String {
    let mut html = format!("<ins>{}", opening("added", labels));
    if is_struck {
        html.push_str("<del>");
        html.push_str(&opening("struck", labels));
    }
    for (at, line) in words.lines().enumerate() {
        if at > 0 {
            html.push_str("<br>\n");
        }
        escape(line, &mut html);
    }
    if is_struck {
        html.push_str(CLOSING);
        html.push_str("</del>");
    }
    html.push_str(CLOSING);
    html.push_str("</ins>");
    html
}

/// What a voice says where struck or added words begin: few readers of screens tell them apart.
fn opening(key: &str, labels: &Labels) -> String {
    let mut html = "<span class=\"hidden\">[".to_owned();
    escape(labels.get("directive", key), &mut html);
    html.push_str(": </span>");
    html
}

/// What it says where they end.
const CLOSING: &str = "<span class=\"hidden\">]</span>";

impl Marks {
    /// The marks in the order in which they are written. Links go around words that are struck.
    fn written(mut self, labels: &Labels) -> Vec<Insert> {
        self.struck.sort_by_key(|struck| struck.from);
        let ends = self.struck.iter().flat_map(|struck| [struck.from, struck.to]);
        let all: BTreeSet<usize> =
            ends.chain(self.links.keys().copied()).chain(self.added.keys().copied()).collect();
        let mut inserts = Vec::with_capacity(all.len());
        let mut is_open = false;
        for at in all {
            let mut html = String::new();
            let links = self.links.remove(&at).unwrap_or_default();
            let ending = self.struck.iter().find(|struck| struck.to == at);
            if is_open && (ending.is_some() || !links.is_empty()) {
                html.push_str(if ending.is_some_and(|struck| struck.ends) { CLOSING } else { "" });
                html.push_str("</del>");
                is_open = false;
            }
            let opens = links.iter().position(|link| link.is_some()).unwrap_or(links.len());
            html.push_str(&"</a>".repeat(opens));
            html.push_str(&self.added.remove(&at).unwrap_or_default());
            for link in &links[opens..] {
                match link {
                    Some(address) => {
                        html.push_str("<a class=\"cite\" href=\"");
                        escape(address, &mut html);
                        html.push_str("\">");
                    }
                    None => html.push_str("</a>"),
                }
            }
            let open = self.struck.iter().find(|struck| struck.from <= at && at < struck.to);
            if let Some(struck) = open.filter(|_| !is_open) {
                html.push_str("<del>");
                if struck.begins && struck.from == at {
                    html.push_str(&opening("struck", labels));
                }
                is_open = true;
            }
            inserts.push(Insert { at, html });
        }
        inserts
    }
}

/// An event and a byte in it.
type Spot = (usize, usize);

/// The stretches of events that a range of a run covers: one where its marks of emphasis open and
/// close inside it, else one for each piece of text.
fn stretches(body: &Body<'_>, run: &Run, start: usize, end: usize) -> Vec<(Spot, Spot)> {
    let mut pieces: Vec<(Spot, Spot)> = Vec::new();
    for piece in &run.pieces {
        let (from, to) = (start.max(piece.at), end.min(piece.at + piece.len));
        if from < to && !run.text[from..to].trim().is_empty() {
            pieces.push(((piece.event, from - piece.at), (piece.event, to - piece.at)));
        }
    }
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return pieces };
    let mut depth = 0;
    let is_whole = body.events[first.0.0..last.1.0].iter().all(|(event, _)| {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        depth >= 0
    }) && depth == 0;
    if is_whole { vec![(first.0, last.1)] } else { pieces }
}
