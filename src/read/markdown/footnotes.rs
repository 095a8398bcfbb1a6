//! Footnotes: the order in which a text names them, and marks that have no text.

use pulldown_cmark::{Event, Tag};
use rustc_hash::FxHashSet;

use crate::diagnostic;
use crate::read::markdown::{BARRIER, Body};
use crate::read::snapshot::Source;

impl Body<'_> {
    /// Puts the labels in order: as the text names them, then those it never names.
    pub(super) fn order_footnotes(&mut self) {
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
    pub(super) fn find_undefined_footnotes(&mut self, source: &Source, run: usize) {
        let run = &self.runs[run];
        let mut rest = 0;
        while let Some(open) = run.text[rest..].find('[').map(|at| rest + at) {
            rest = open + 1;
            if !run.text[rest..].starts_with('^') {
                continue;
            }
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
