//! Where links of texts lead, and the files that are published beside what names them.
//!
//! Owns what is said of a link or a section that leads nowhere, and of a file that nobody names. Links are kept
//! as paths of the site folder; addresses are for `render`.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::gate::{Barred, Gate, Publishable};
use crate::model::catalog::pages::PageEntry;
use crate::model::catalog::reference::DirectiveId;
use crate::model::catalog::{Catalog, Entry, ReportEntry, files};
use crate::model::document::attachment::{Attachment, AttachmentKind};
use crate::model::document::directive::DirectiveFile;
use crate::model::document::field::Fields;
use crate::model::document::text::Facts;
use crate::model::names::link::{self, LinkTarget};
use crate::model::register::settings::{self, Settings};
use crate::model::work::progress;
use crate::nearest::{Hints, nearest};
use crate::place::Place;
use crate::read::memo::Kept;
use crate::read::snapshot::{Source, Sources};
use crate::read::table::workbook;

/// Where the files of a theme stand that are published as they are.
pub const ASSETS: &str = "layouts/assets/";

/// What a link in a text leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Another site, as typed.
    External,
    /// A place in the same text.
    Anchor(String),
    /// A directive, and a place in it.
    Directive(DirectiveId, Option<String>),
    /// A report with a text (by its place among the files of reports), and a place in it.
    Report(usize, Option<String>),
    /// A free page (by its place among those that are published), and a place in it.
    Page(usize, Option<String>),
    /// A file that is published beside the text.
    File(Publishable),
    /// A file that is not published: the words stay, without a link.
    Barred(Arc<str>, Barred),
    /// A directive or a report that is not published: the same.
    Withheld,
}

impl Catalog {
    /// Where a link leads that stands in the file `from` with the ids `anchors`.
    ///
    /// # Errors
    /// The fault, made with the place `at`.
    pub fn destination(
        &self,
        sources: &Sources,
        from: &str,
        own: &dyn Fn(&str) -> Option<String>,
        typed: &str,
        at: &dyn Fn() -> Place,
        hints: &Hints,
    ) -> Result<Destination, Diagnostic> {
        let (path, anchor) = match link::read(from, typed) {
            LinkTarget::External => return Ok(Destination::External),
            LinkTarget::Anchor(anchor) => {
                if let Some(id) = own(&anchor) {
                    return Ok(Destination::Anchor(id));
                }
                return Err(self.broken_anchor(from, &anchor, at, hints));
            }
            LinkTarget::File { path, anchor } => (path, anchor),
            LinkTarget::Nowhere => return Err(diagnostic::broken_link(at(), typed, None)),
        };
        let anchor = anchor.filter(|anchor| !anchor.is_empty());
        let within = |known: &dyn Fn(&str) -> Option<String>| match &anchor {
            Some(anchor) => {
                known(anchor).map(Some).ok_or_else(|| self.broken_anchor(&path, anchor, at, hints))
            }
            None => Ok(None),
        };
        if let Some(id) = self.by_path.get(path.as_str()) {
            return Ok(Destination::Directive(*id, within(&|anchor| self[*id].anchor(anchor))?));
        }
        if self.withheld.contains_key(path.as_str()) {
            return Ok(Destination::Withheld);
        }
        if let Ok(report) = self.reports.binary_search_by(|r| r.source.path().as_ref().cmp(path.as_str())) {
            return Ok(match &self.reports[report].text {
                Some(_) => Destination::Report(report, anchor),
                None => Destination::Withheld,
            });
        }
        if let Some(page) = self.page_at(&path) {
            let known = |anchor: &str| self.pages[page].facts.anchor(anchor).map(str::to_owned);
            return Ok(Destination::Page(page, within(&known)?));
        }
        match sources.get(&path) {
            Some(file) if files::is_publishable(file.path()) => Ok(match self.gate.admit(file) {
                Ok(file) => Destination::File(file),
                Err(barred) => Destination::Barred(file.path().clone(), barred),
            }),
            _ => {
                let near = hints.of(|| files::near_path(sources, from, &path));
                Err(diagnostic::broken_link(at(), typed, near.as_deref()))
            }
        }
    }

    /// The fault that the page of the file `path` has no such id.
    fn broken_anchor(&self, path: &str, anchor: &str, at: &dyn Fn() -> Place, hints: &Hints) -> Diagnostic {
        let near = hints.of(|| self.near_anchor_in(path, anchor));
        diagnostic::broken_anchor(at(), anchor, near.as_deref())
    }

    /// The nearest of the ids of the page of the file `path`.
    fn near_anchor_in(&self, path: &str, anchor: &str) -> Option<String> {
        if let Some(id) = self.by_path.get(path) {
            return self.near_anchor(*id, anchor);
        }
        let report = || self.reports.iter().find(|report| **report.source.path() == *path)?.text.as_ref();
        let page = self.page_at(path).map(|page| &self.pages[page].facts);
        let facts = page.or_else(|| report().map(|report| &report.facts))?;
        nearest(anchor, facts.anchors.iter().map(String::as_str)).map(str::to_owned)
    }

    /// The nearest of the ids of the page of a directive that a link may name.
    fn near_anchor(&self, id: DirectiveId, anchor: &str) -> Option<String> {
        let entry = &self[id];
        let of_deadlines: Vec<String> = entry.directive.deadlines.iter().map(|d| d.anchor()).collect();
        let all = entry.facts.anchors.iter().chain(&of_deadlines).map(String::as_str);
        nearest(anchor, all).map(str::to_owned)
    }

    /// Checks sections, links and attachments of every directive, report and free page, and finds the files that
    /// are published beside them.
    pub(super) fn check_texts(
        &mut self,
        sources: &Sources,
        settings: &Settings,
        named: &mut FxHashSet<Arc<str>>,
        faults: &mut Vec<Diagnostic>,
    ) {
        let check = |(id, entry): (usize, &Entry)| {
            let (source, directive) = (&entry.source, &entry.directive);
            let inputs = (&**source, &entry.facts, &settings.fields);
            let mut faults = Vec::clone(&source.memo.get_or_compute(&inputs, section_faults));
            self.check_provisions(entry, &mut faults);
            self.check_wordings(DirectiveId::at(id), &mut faults);
            let own = |anchor: &str| entry.anchor(anchor);
            let mut beside = self.beside(sources, source, &directive.attachments, &entry.facts, &own);
            faults.append(&mut beside.faults);
            (beside, faults)
        };
        let checked: Vec<_> = self.entries.par_iter().enumerate().map(check).collect();
        for (entry, (beside, found)) in self.entries.iter_mut().zip(checked) {
            named.extend(beside.named);
            entry.files = beside.files;
            faults.extend(found);
        }
        for at in 0..self.reports.len() {
            let ReportEntry { source, file, text } = &self.reports[at];
            let (Some(page), Some(text)) = (text, &file.text) else { continue };
            let own = |anchor: &str| page.facts.anchor(anchor).map(str::to_owned);
            let beside = self.beside(sources, source, &text.attachments, &page.facts, &own);
            named.extend(beside.named);
            faults.extend(beside.faults);
            if let Some(page) = &mut self.reports[at].text {
                page.files = beside.files;
            }
        }
        for at in 0..self.pages.len() {
            let PageEntry { source, facts, .. } = &self.pages[at];
            let own = |anchor: &str| facts.anchor(anchor).map(str::to_owned);
            let beside = self.beside(sources, source, &[], facts, &own);
            named.extend(beside.named);
            faults.extend(beside.faults);
            self.pages[at].files = beside.files;
        }
    }

    /// The files that attachments and links of a text name.
    fn beside(
        &self,
        sources: &Sources,
        source: &Source,
        attachments: &[Attachment],
        facts: &Facts,
        own: &dyn Fn(&str) -> Option<String>,
    ) -> Beside {
        let (mut beside, hints) = (Beside::default(), Hints::default());
        for attachment in attachments {
            let AttachmentKind::File(typed) = &attachment.kind else { continue };
            match files::named(sources, source.path(), typed) {
                Some(file) => {
                    let at = || source.place(typed.span);
                    beside.take(self.gate, file.path(), self.gate.admit(file), &at);
                }
                None => beside.faults.push(files::not_found(sources, source, typed, &hints)),
            }
        }
        for link in &facts.links {
            let at = || source.place(link.span);
            match self.destination(sources, source.path(), own, &link.target, &at, &hints) {
                Ok(Destination::File(file)) => {
                    beside.take(self.gate, &file.path().clone(), Ok(file), &at);
                }
                Ok(Destination::Barred(path, barred)) => {
                    beside.take(self.gate, &path, Err(barred), &at);
                }
                Ok(_) => {}
                Err(fault) => beside.faults.push(fault),
            }
        }
        beside.files.sort_by(|a, b| a.path().cmp(b.path()));
        beside.files.dedup_by(|a, b| a.path() == b.path());
        beside
    }
}

/// The files that a text names.
#[derive(Default)]
struct Beside {
    /// Those that are published beside it.
    files: Vec<Publishable>,
    /// The paths of all.
    named: Vec<Arc<str>>,
    faults: Vec<Diagnostic>,
}

impl Beside {
    fn take(
        &mut self,
        gate: Gate,
        path: &Arc<str>,
        admitted: Result<Publishable, Barred>,
        at: &dyn Fn() -> Place,
    ) {
        self.named.push(path.clone());
        match admitted {
            Ok(file) => {
                // Where drafts are shown it is told all the same that they are none of the site.
                let draft = file.is_draft().then_some(Barred::Draft);
                self.faults.extend(draft.and_then(|draft| gate.fault(draft, at(), path)));
                self.files.push(file);
            }
            Err(barred) => self.faults.extend(gate.fault(barred, at(), path)),
        }
    }
}

/// What is wrong with the ids that a directive names in its own text.
fn section_faults((source, facts, fields): &(&Source, &Kept<Facts>, &Fields)) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    if let Some(directive) = &DirectiveFile::of(source, fields).directive {
        directive.check_sections(facts, |span| source.place(span), &mut faults);
    }
    faults
}

/// The files that the settings name.
pub(super) fn named_by_settings(
    sources: &Sources,
    settings: &Settings,
    gate: Gate,
    named: &mut FxHashSet<Arc<str>>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Publishable> {
    let Some(source) = sources.get(settings::PATH) else { return Vec::new() };
    let mut beside = Beside::default();
    let inventories = settings.inventories.iter().map(|inventory| &inventory.file);
    for typed in settings.seal.iter().chain(&settings.theme).chain(inventories) {
        match files::named(sources, settings::PATH, typed) {
            Some(file) => {
                beside.take(gate, file.path(), gate.admit(file), &|| source.place(typed.span));
            }
            None => beside.faults.push(files::not_found(sources, source, typed, &Hints::default())),
        }
    }
    named.extend(beside.named);
    faults.extend(beside.faults);
    beside.files
}

/// The files of layouts that are published as they are. A layout that is secret cannot be left out.
pub(super) fn assets(sources: &Sources, gate: Gate, faults: &mut Vec<Diagnostic>) -> Vec<Publishable> {
    let mut beside = Beside::default();
    // What is no text where one must be is said by the theme.
    for source in sources.under("layouts/").filter(|source| source.text().is_ok()) {
        let at = || Place::file(source.path().clone());
        match gate.admit(source) {
            admitted if source.path().starts_with(ASSETS) => {
                beside.take(gate, source.path(), admitted, &at);
            }
            Err(Barred::Secret | Barred::Unreadable) => faults.push(diagnostic::secret(at())),
            _ => {}
        }
    }
    faults.extend(beside.faults);
    beside.files
}

/// Reports files that nobody names.
pub(super) fn unnamed(sources: &Sources, named: &FxHashSet<Arc<str>>, faults: &mut Vec<Diagnostic>) {
    let others = sources.under("content/").filter(|source| !files::is_source(source.path()));
    for source in others.filter(|source| !named.contains(source.path())) {
        let at = Place::file(source.path().clone());
        let is_unread = source.path().starts_with(progress::FOLDER) && workbook::is_foreign(source.path());
        faults.push(if is_unread { diagnostic::unread_table(at) } else { diagnostic::unnamed_file(at) });
    }
}
