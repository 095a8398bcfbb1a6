//! What the rest of the site needs of a text: ids, links, citations.
//!
//! Owns what is kept of a body between two renderings; the body itself is read again when its page is
//! made.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::model::names::citation::{self, Cited, Names};
use crate::place::Span;
use crate::read::markdown;
use crate::read::memo::Kept;
use crate::read::provisions::Provision;
use crate::read::snapshot::Source;
use crate::spelling::Redaction;

/// What the rest of the site needs of a text.
#[derive(Debug)]
pub struct Facts {
    /// Ids of the text, in order.
    pub anchors: Vec<String>,
    /// What may be typed to name one of them.
    named: FxHashMap<String, String>,
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
        let mut citations = Vec::new();
        for (at, run) in body.runs.iter().enumerate() {
            citations.extend(citation::find(&run.text, names).into_iter().map(|found| FoundCitation {
                span: run.span(&body, found.start, found.end),
                place: RunRange { run: at, bytes: found.start..found.end },
                cited: found.cited,
            }));
        }
        let anchors: Vec<String> = body.anchors.iter().map(|anchor| anchor.id.clone()).collect();
        let markdown::Body { former_ids, provisions, links, faults, .. } = body;
        let numbered = provisions.iter().map(|provision| (provision.name.clone(), provision.id.clone()));
        let exact = anchors.iter().map(|id| (id.clone(), id.clone()));
        let mut named = FxHashMap::default();
        for (typed, id) in exact.chain(numbered).chain(former_ids) {
            named.entry(typed).or_insert(id);
        }
        Facts { anchors, named, provisions, links, citations, faults }
    }

    /// Everything of it that may be named, in order.
    pub fn names(&self) -> Vec<(&String, &String)> {
        let mut names: Vec<_> = self.named.iter().collect();
        names.sort_unstable();
        names
    }

    /// Whether the text has an id, exactly so.
    pub fn has_id(&self, id: &str) -> bool {
        self.named.get(id).is_some_and(|named| named == id)
    }

    /// The id of the text that is meant by a typed one: itself, that of a provision by its number, or that of a
    /// heading under which it was published before.
    pub fn anchor(&self, typed: &str) -> Option<&str> {
        self.named.get(typed).map(String::as_str)
    }
}
