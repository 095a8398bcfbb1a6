//! What the rest of the site needs of a text: ids, links, citations.
//!
//! Owns what is kept of a body between two renderings; the body itself is read again when its page is
//! made.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::model::names::citation::{self, Cited, Names};
use crate::place::Span;
use crate::read::markdown;
use crate::read::memo::{Kept, kept};
use crate::read::provisions::Provision;
use crate::read::snapshot::Source;
use crate::spelling::Redaction;

/// What the rest of the site needs of a text.
#[derive(Debug)]
pub struct Facts {
    /// Ids of the text, in order.
    pub anchors: Vec<String>,
    /// Their places, in the order of the ids.
    sorted: Vec<u32>,
    /// What else may be typed to name one of them, and its place; in order.
    named: Vec<(String, u32)>,
    /// The numbered parts of the text, in order.
    pub provisions: Vec<Provision>,
    /// Links and images.
    pub links: Vec<markdown::TypedLink>,
    /// Citations, in order.
    pub citations: Vec<FoundCitation>,
    /// What is wrong with the text.
    pub faults: Vec<Diagnostic>,
}

/// A citation of a text, and where it stands.
#[derive(Debug, Hash)]
pub struct FoundCitation {
    /// What is cited.
    pub cited: Cited,
    /// Its place in the running text, by which a rendering of the same text finds it again: bytes of the
    /// file would not do, as escapes and blots part them from bytes of the text.
    pub place: RunRange,
    /// Its bytes in the file, for messages.
    pub span: Span,
}

/// A range of bytes of one of the runs of a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RunRange {
    /// The place of the run among those of the body.
    pub run: usize,
    /// Bytes of its text.
    pub bytes: Range<usize>,
}

impl Facts {
    /// What the text of a directive or a report holds, read once for the same names.
    pub fn of(source: &Source, body: Span, redaction: &Redaction, names: &Names) -> Kept<Facts> {
        source.memo.get_or_compute(&(source, body, redaction, names), |(source, body, redaction, names)| {
            Facts::read(source, *body, redaction, names)
        })
    }

    fn read(source: &Source, body: Span, redaction: &Redaction, names: &Names) -> Facts {
        let text = source.text().unwrap_or_default();
        let body = markdown::parse(source, text, body, redaction);
        let citations = kept(body.runs.iter().enumerate().flat_map(|(at, run)| {
            let of_run = |found: citation::Citation| FoundCitation {
                span: run.span(&body, found.start, found.end),
                place: RunRange { run: at, bytes: found.start..found.end },
                cited: found.cited,
            };
            citation::find(&run.text, names).into_iter().map(of_run).collect::<Vec<_>>()
        }));
        let markdown::Body { anchors, former_ids, provisions, links, faults, .. } = body;
        let anchors = kept(anchors.into_iter().map(|anchor| anchor.id));
        let mut sorted: Vec<u32> = (0..).take(anchors.len()).collect();
        sorted.sort_by_key(|at| &anchors[*at as usize]);
        let mut facts = Facts { anchors, sorted, named: Vec::new(), provisions, links, citations, faults };
        let numbered = facts.provisions.iter().map(|provision| (provision.name.as_str(), &provision.id));
        let former = former_ids.iter().map(|(typed, id)| (typed.as_str(), id));
        let others = numbered.chain(former).filter(|(typed, _)| !facts.has_id(typed));
        let mut named = kept(others.filter_map(|(typed, id)| Some((typed.to_owned(), facts.place(id)?))));
        // Of two with one name the first is meant.
        named.sort_by(|(a, _), (b, _)| a.cmp(b));
        named.dedup_by(|(later, _), (first, _)| later == first);
        facts.named = named;
        facts
    }

    /// The place of an id among those of the text.
    fn place(&self, id: &str) -> Option<u32> {
        let at = self.sorted.binary_search_by_key(&id, |at| &self.anchors[*at as usize]).ok()?;
        Some(self.sorted[at])
    }

    /// What else names an id of the text, with its place among [`Facts::anchors`], in order.
    pub fn names(&self) -> &[(String, u32)] {
        &self.named
    }

    /// Whether the text has an id, exactly so.
    pub fn has_id(&self, id: &str) -> bool {
        self.place(id).is_some()
    }

    /// The id of the text that is meant by a typed one: itself, that of a provision by its number, or that of a
    /// heading under which it was published before.
    pub fn anchor(&self, typed: &str) -> Option<&str> {
        let named = || self.named.binary_search_by_key(&typed, |(name, _)| name).ok();
        let at = self.place(typed).or_else(|| Some(self.named[named()?].1))?;
        Some(&self.anchors[at as usize])
    }
}
