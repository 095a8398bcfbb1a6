//! Where links open and close inside the events of a text.
//!
//! Owns how a citation that runs over emphasis becomes links that are well nested. What they lead to is for
//! the views.

use pulldown_cmark::Event;
use rustc_hash::FxHashMap;

use super::Targets;
use crate::model::document::text::RunRange;
use crate::read::markdown::{Body, Run};

/// Something to write inside a text event, before one of its bytes.
pub(super) struct Insert {
    pub at: usize,
    /// The address of a link that opens here; none closes one.
    pub opens: Option<String>,
}

/// Where citations open and close, by event.
pub(super) fn inserts(body: &Body<'_>, targets: &Targets<'_>) -> FxHashMap<usize, Vec<Insert>> {
    let mut inserts: FxHashMap<usize, Vec<Insert>> = FxHashMap::default();
    for (RunRange { run, bytes }, address) in &targets.citations {
        let Some(run) = body.runs.get(*run) else { continue };
        for (open, close) in stretches(body, run, bytes.start, bytes.end) {
            inserts.entry(open.0).or_default().push(Insert { at: open.1, opens: Some(address.clone()) });
            inserts.entry(close.0).or_default().push(Insert { at: close.1, opens: None });
        }
    }
    inserts
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
