//! What the rest of the site needs of a text: ids, links, citations.
//!
//! Owns what is kept of a body between two renderings; the body itself is read again when its page is
//! made.

use std::ops::Range;

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
    /// Ids that headings had before their numbers made shorter ones, and those that they have now.
    former_ids: Vec<(String, String)>,
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
#[derive(Debug)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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
        let anchors = body.anchors.iter().map(|anchor| anchor.id.clone()).collect();
        let markdown::Body { former_ids, provisions, links, faults, .. } = body;
        Facts { anchors, former_ids, provisions, links, citations, faults }
    }

    /// The id of the text that is meant by a typed one: itself, that of a provision by its number, or that of a
    /// heading under which it was published before.
    pub fn anchor(&self, typed: &str) -> Option<&str> {
        let by_number = |provision: &&Provision| provision.name == typed;
        let exact = self.anchors.iter().find(|id| *id == typed);
        let numbered = || self.provisions.iter().find(by_number).map(|provision| &provision.id);
        let former = || self.former_ids.iter().find(|(former, _)| former == typed).map(|(_, id)| id);
        exact.or_else(numbered).or_else(former).map(String::as_str)
    }
}
