//! The catalog: all directives of a site, resolved, as of a day.
//!
//! Owns what depends on the texts of several files: citations and backlinks, links between files, the
//! files that are published beside them. How directives stand among each other is for
//! [`crate::model::catalog::resolved`].
//! Knows no address and no HTML.

pub mod admission;
pub mod amended;
pub mod citing;
pub mod files;
pub mod reference;
pub mod resolved;

use std::hash::DefaultHasher;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::admission::{Candidate, Withheld};
use crate::model::catalog::citing::Citing;
use crate::model::catalog::reference::{DirectiveId, References, Target};
use crate::model::catalog::resolved::{Resolved, ResolvedSite};
use crate::model::document::attachment::{Attachment, AttachmentKind};
use crate::model::document::directive::{self, Directive, DirectiveFile};
use crate::model::document::text::{self, Facts};
use crate::model::names::citation::Names;
use crate::model::names::link::{self, LinkTarget};
use crate::model::register::organization::Register;
use crate::model::register::settings::{self, Settings};
use crate::model::time::date::Date;
use crate::model::work::progress::{self, Received, Report, ReportFile, ReportId};
use crate::nearest::nearest;
use crate::place::Place;
use crate::read::memo::{Fingerprint, Kept, by_hash};
use crate::read::source::{Source, Sources};
use crate::read::workbook;
use crate::spelling::Redaction;

/// What is asked of the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The day as of which states are judged.
    pub as_of: Date,
    /// Whether drafts are published (in previews).
    pub drafts: bool,
}

by_hash!(Scope);

/// A directive among the others.
pub struct Entry {
    /// Its file.
    pub source: Arc<Source>,
    /// What it is.
    pub directive: Arc<Directive>,
    /// How it stands among the others.
    pub resolved: Arc<Resolved>,
    /// What its text holds.
    pub facts: Kept<Facts>,
    /// What its citations lead to, in the order of `facts.citations`.
    pub citations: Arc<[Target]>,
    /// The directives whose texts cite it, in order.
    pub cited_by: Vec<DirectiveId>,
    /// Files that are published beside it, in path order.
    pub files: Vec<Arc<Source>>,
}

impl Entry {
    /// The id of its page that is meant by a typed one.
    pub fn anchor(&self, typed: &str) -> Option<String> {
        let of_deadline = || self.directive.deadlines.iter().map(|d| d.anchor()).find(|own| own == typed);
        self.facts.anchor(typed).map(str::to_owned).or_else(of_deadline)
    }

    /// The id of its text that a section names.
    pub fn section<'a>(&'a self, typed: &'a str) -> &'a str {
        self.facts.anchor(typed).unwrap_or(typed)
    }
}

/// A file of reports among the others.
pub struct ReportEntry {
    /// The file.
    pub source: Arc<Source>,
    /// Its rows.
    pub file: Kept<ReportFile>,
    /// What its text holds, for a report with one that is published.
    pub text: Option<ReportPage>,
}

/// A report with a text that is published.
pub struct ReportPage {
    /// What the text holds.
    pub facts: Kept<Facts>,
    /// What its citations lead to.
    pub citations: Arc<[Target]>,
    /// The directive it is about.
    pub directive: DirectiveId,
    /// The last part of its address.
    pub slug: String,
    /// Files that are published beside it.
    pub files: Vec<Arc<Source>>,
}

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
    /// A file that is published beside the text.
    File(Arc<str>),
    /// Something that is not published: the words stay, without a link.
    Withheld,
}

/// All directives and reports of a site.
pub struct Catalog {
    entries: Vec<Entry>,
    resolved: Kept<ResolvedSite>,
    reports: Vec<ReportEntry>,
    withheld: FxHashMap<Arc<str>, Withheld>,
    by_path: FxHashMap<Arc<str>, DirectiveId>,
}

impl Catalog {
    /// The catalog of `sources`, and every fault of directives and reports.
    pub fn new(
        sources: &Sources,
        settings: &Kept<Settings>,
        register: &Kept<Register>,
        scope: Scope,
    ) -> (Catalog, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let candidates = admission::candidates(sources, settings, scope.drafts, &mut faults);
        let names = admission::names(&candidates, settings);
        let received = progress::received(sources);
        let inventories: Vec<Option<Arc<Source>>> = settings
            .inventories
            .iter()
            .map(|inventory| files::named(sources, settings::PATH, &inventory.file).cloned())
            .collect();
        let resolved = sources.memo.get_or_compute(
            &(&candidates[..], &received[..], &inventories[..], settings, register, scope),
            |(candidates, received, inventories, settings, register, scope)| {
                ResolvedSite::new(candidates, received, inventories, settings, register, scope.as_of)
            },
        );
        faults.extend(resolved.faults.iter().cloned());
        let mut named = admission::named_by_withheld(&candidates, &names, &mut faults);
        let withheld = |c: &Candidate| Some((c.source.path().clone(), c.withheld?));
        let withheld = candidates.iter().filter_map(withheld).collect();
        let entries = entries(&candidates, &resolved, &names);
        let by_path = DirectiveId::all().zip(&entries).map(|(id, e)| (e.source.path().clone(), id)).collect();
        faults.extend(entries.iter().flat_map(|entry| &entry.facts.faults).cloned());
        let mut catalog = Catalog { entries, resolved, reports: Vec::new(), withheld, by_path };
        catalog.resolve_citations(settings, &mut faults);
        catalog.take_reports(received, &names, settings, &mut faults);
        catalog.check_texts(sources, &mut named, &mut faults);
        name_settings(sources, settings, &mut named, &mut faults);
        // A directive that cannot be read may name any file.
        if candidates.iter().all(|candidate| candidate.file.directive.is_some()) {
            unnamed(sources, &named, &mut faults);
        }
        (catalog, faults)
    }

    /// The catalog without the texts of directives and the files beside them.
    pub fn outline(&self) -> Outline<'_> {
        Outline(self)
    }

    /// Whether the file at `path` is one of a directive whose front matter cannot be read.
    pub fn is_broken(&self, path: &str) -> bool {
        self.withheld.get(path) == Some(&Withheld::Broken)
    }

    /// How many drafts are left out.
    pub fn drafts_left_out(&self) -> usize {
        self.withheld.values().filter(|why| **why == Withheld::Draft).count()
    }

    /// How many secret documents are left out.
    pub fn secrets_left_out(&self) -> usize {
        self.withheld.values().filter(|why| **why == Withheld::Secret).count()
    }

    /// All directives with their ids, oldest first.
    pub fn directives(&self) -> impl DoubleEndedIterator<Item = (DirectiveId, &Entry)> + ExactSizeIterator {
        self.entries.iter().enumerate().map(|(at, entry)| (DirectiveId::at(at), entry))
    }

    /// All directives, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All files of reports, in path order.
    pub fn reports(&self) -> &[ReportEntry] {
        &self.reports
    }

    /// One report.
    pub fn report(&self, id: ReportId) -> &Report {
        &self.reports[id.file as usize].file.reports[id.row as usize]
    }

    /// The directive whose file stands at `path`, if it is published.
    pub fn directive_at(&self, path: &str) -> Option<DirectiveId> {
        self.by_path.get(path).copied()
    }

    /// The numbers and names of all directives.
    pub fn references(&self) -> &References {
        &self.resolved.references
    }

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
    ) -> Result<Destination, Diagnostic> {
        let (path, anchor) = match link::read(from, typed) {
            LinkTarget::External => return Ok(Destination::External),
            LinkTarget::Anchor(anchor) => {
                if let Some(id) = own(&anchor) {
                    return Ok(Destination::Anchor(id));
                }
                let anchors = self.by_path.get(from).map(|id| self.anchors(*id)).unwrap_or_default();
                let near = nearest(&anchor, anchors.iter().map(String::as_str)).map(str::to_owned);
                return Err(diagnostic::broken_anchor(at(), &anchor, near.as_deref()));
            }
            LinkTarget::File { path, anchor } => (path, anchor),
            LinkTarget::Nowhere => return Err(diagnostic::broken_link(at(), typed, None)),
        };
        let anchor = anchor.filter(|anchor| !anchor.is_empty());
        if let Some(id) = self.by_path.get(path.as_str()) {
            let Some(anchor) = anchor else { return Ok(Destination::Directive(*id, None)) };
            return match self[*id].anchor(&anchor) {
                Some(anchor) => Ok(Destination::Directive(*id, Some(anchor))),
                None => {
                    let anchors = self.anchors(*id);
                    let near = nearest(&anchor, anchors.iter().map(String::as_str));
                    Err(diagnostic::broken_anchor(at(), &anchor, near))
                }
            };
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
        match sources.get(&path) {
            Some(file) if files::is_publishable(file.path()) => Ok(Destination::File(file.path().clone())),
            _ => {
                let near = files::near_path(sources, from, &path);
                Err(diagnostic::broken_link(at(), typed, near.as_deref()))
            }
        }
    }

    /// Every id of the page of a directive that a link may name.
    fn anchors(&self, id: DirectiveId) -> Vec<String> {
        let entry = &self[id];
        entry
            .facts
            .anchors
            .iter()
            .cloned()
            .chain(entry.directive.deadlines.iter().map(|d| d.anchor()))
            .collect()
    }

    fn resolve_citations(&mut self, settings: &Kept<Settings>, faults: &mut Vec<Diagnostic>) {
        let references = self.references();
        let resolve = |(at, entry): (usize, &Entry)| {
            let inputs = (&*entry.source, &entry.facts, Some(DirectiveId::at(at)), references, settings);
            entry.source.memo.get_or_compute(&inputs, |(source, facts, own, references, settings)| {
                Citations::new(source, facts, *own, references, settings)
            })
        };
        let resolved: Vec<Kept<Citations>> = self.entries.par_iter().enumerate().map(resolve).collect();
        let mut cited_by: Vec<Vec<DirectiveId>> = vec![Vec::new(); self.entries.len()];
        for (id, citations) in DirectiveId::all().zip(resolved) {
            faults.extend(citations.notes.iter().cloned());
            for target in citations.targets.iter() {
                if let Target::Directive(cited) = target
                    && cited_by[cited.index()].last() != Some(&id)
                {
                    cited_by[cited.index()].push(id);
                }
            }
            self.entries[id.index()].citations = citations.targets.clone();
        }
        for (entry, cited_by) in self.entries.iter_mut().zip(cited_by) {
            entry.cited_by = cited_by;
        }
    }

    fn take_reports(
        &mut self,
        received: Vec<Received>,
        names: &Names,
        settings: &Settings,
        faults: &mut Vec<Diagnostic>,
    ) {
        let page = |Received { source, file }: &Received| {
            let (text, report) = (file.text.as_ref()?, file.reports.first()?);
            // A report on a directive that is not here has been told, or goes with it.
            let directive =
                self.references().directive(&report.directive, &report.key, report.date_of_directive).ok()?;
            let facts = Facts::of(source, text.body, &Redaction::default(), names);
            let Citations { targets, notes } =
                Citations::new(source, &facts, None, self.references(), settings);
            let faults: Vec<Diagnostic> = notes.into_iter().chain(facts.faults.iter().cloned()).collect();
            let slug = directive::slug_of_file(source);
            Some((ReportPage { facts, citations: targets, directive, slug, files: Vec::new() }, faults))
        };
        let pages: Vec<_> = received.par_iter().map(page).collect();
        for (Received { source, file }, page) in received.into_iter().zip(pages) {
            faults.extend(file.faults.iter().cloned());
            let (text, found) = page.unzip();
            faults.extend(found.into_iter().flatten());
            self.reports.push(ReportEntry { source, file, text });
        }
    }

    /// Checks sections, links and attachments of every directive and report, and finds the files that
    /// are published beside them.
    fn check_texts(
        &mut self,
        sources: &Sources,
        named: &mut FxHashSet<Arc<str>>,
        faults: &mut Vec<Diagnostic>,
    ) {
        let check = |entry: &Entry| {
            let (source, directive) = (&entry.source, &entry.directive);
            let inputs = (&**source, &entry.facts);
            let mut faults = Vec::clone(&source.memo.get_or_compute(&inputs, section_faults));
            self.check_provisions(entry, &mut faults);
            let own = |anchor: &str| entry.anchor(anchor);
            let files =
                self.files_of(sources, source, &directive.attachments, &entry.facts, &own, &mut faults);
            (files, faults)
        };
        let checked: Vec<_> = self.entries.par_iter().map(check).collect();
        for (entry, (files, found)) in self.entries.iter_mut().zip(checked) {
            named.extend(files.iter().map(|file| file.path().clone()));
            entry.files = files;
            faults.extend(found);
        }
        for at in 0..self.reports.len() {
            let ReportEntry { source, file, text } = &self.reports[at];
            let (Some(page), Some(text)) = (text, &file.text) else { continue };
            let own = |anchor: &str| page.facts.anchor(anchor).map(str::to_owned);
            let files = self.files_of(sources, source, &text.attachments, &page.facts, &own, faults);
            named.extend(files.iter().map(|file| file.path().clone()));
            if let Some(page) = &mut self.reports[at].text {
                page.files = files;
            }
        }
    }

    /// The files that attachments and links of a text name; faults of those that are not there.
    fn files_of(
        &self,
        sources: &Sources,
        source: &Source,
        attachments: &[Attachment],
        facts: &Facts,
        own: &dyn Fn(&str) -> Option<String>,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Source>> {
        let mut files = Vec::new();
        for attachment in attachments {
            if let AttachmentKind::File(typed) = &attachment.kind {
                match files::named(sources, source.path(), typed) {
                    // That of a directive left it out already; this is a report's.
                    Some(file) if text::is_secret_file(file) => {
                        faults.push(diagnostic::secret(source.place(typed.span)));
                    }
                    Some(file) => files.push(file.clone()),
                    None => faults.push(files::not_found(sources, source, typed)),
                }
            }
        }
        for link in &facts.links {
            match self.destination(sources, source.path(), own, &link.target, &|| source.place(link.span)) {
                Ok(Destination::File(path)) => match sources.get(&path) {
                    Some(file) if text::is_secret_file(file) => {
                        faults.push(diagnostic::secret(source.place(link.span)));
                    }
                    file => files.extend(file.cloned()),
                },
                Ok(_) => {}
                Err(fault) => faults.push(fault),
            }
        }
        files.sort_by(|a, b| a.path().cmp(b.path()));
        files.dedup_by(|a, b| a.path() == b.path());
        files
    }
}

/// A catalog as far as front matters, register, reports and settings make it, on its day: what is kept of it
/// outlives an edited text, so nothing that depends on a text may be read through it.
#[derive(Clone, Copy)]
pub struct Outline<'a>(&'a Catalog);

impl<'a> Outline<'a> {
    /// The catalog.
    pub fn catalog(&self) -> &'a Catalog {
        self.0
    }
}

impl Fingerprint for Outline<'_> {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        self.0.resolved.add_to(hasher);
    }
}

impl std::ops::Index<DirectiveId> for Catalog {
    type Output = Entry;
    fn index(&self, id: DirectiveId) -> &Entry {
        &self.entries[id.index()]
    }
}

/// What the citations of a text lead to, and those that lead to several.
struct Citations {
    targets: Arc<[Target]>,
    notes: Vec<Diagnostic>,
}

impl Citations {
    /// What the citations of a text lead to; `own` is the directive that it is the text of.
    fn new(
        source: &Source,
        facts: &Facts,
        own: Option<DirectiveId>,
        references: &References,
        settings: &Settings,
    ) -> Citations {
        let citing = Citing { references, types: &settings.types, own };
        let mut notes = Vec::new();
        let all = || facts.citations.iter().map(|found| &found.cited);
        let targets = facts.citations.iter().map(|found| {
            let target = citing.target(&found.cited, all());
            let typed = |at: &Place| at.excerpt.get(at.marked.0..at.marked.1).unwrap_or_default().to_owned();
            match &target {
                Target::Ambiguous(candidates) if !references.is_broken(candidates) => {
                    let at = source.place(found.span);
                    let typed = typed(&at);
                    notes.push(diagnostic::ambiguous_citation(at, &typed, &references.shown(candidates)));
                }
                Target::Differs(other) => {
                    let at = source.place(found.span);
                    let (typed, other) = (typed(&at), references.shown(&[*other]).join(""));
                    notes.push(diagnostic::differing_citation(at, &typed, &other));
                }
                _ => {}
            }
            target
        });
        Citations { targets: targets.collect(), notes }
    }
}

/// What is wrong with the ids that a directive names in its own text.
fn section_faults((source, facts): &(&Source, &Kept<Facts>)) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    if let Some(directive) = &DirectiveFile::of(source).directive {
        directive.check_sections(facts, |span| source.place(span), &mut faults);
    }
    faults
}

/// The published directives in their order, with what their texts hold.
fn entries(candidates: &[Candidate], resolved: &ResolvedSite, names: &Names) -> Vec<Entry> {
    let entry = |(at, resolved): (&u32, &Arc<Resolved>)| {
        let Candidate { source, .. } = &candidates[*at as usize];
        let directive = candidates[*at as usize].published()?.clone();
        Some(Entry {
            facts: Facts::of(source, directive.body, &directive.redaction, names),
            source: source.clone(),
            directive,
            resolved: resolved.clone(),
            citations: Arc::default(),
            cited_by: Vec::new(),
            files: Vec::new(),
        })
    };
    resolved.order.par_iter().zip(&resolved.all).filter_map(entry).collect()
}

/// The files that the settings name.
fn name_settings(
    sources: &Sources,
    settings: &Settings,
    named: &mut FxHashSet<Arc<str>>,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(source) = sources.get(settings::PATH) else { return };
    let inventories = settings.inventories.iter().map(|inventory| &inventory.file);
    for typed in settings.seal.iter().chain(&settings.theme).chain(inventories) {
        match files::named(sources, settings::PATH, typed) {
            Some(file) => {
                named.insert(file.path().clone());
            }
            None => faults.push(files::not_found(sources, source, typed)),
        }
    }
}

/// Reports files that nobody names.
fn unnamed(sources: &Sources, named: &FxHashSet<Arc<str>>, faults: &mut Vec<Diagnostic>) {
    let others = sources.under("content/").filter(|source| files::is_publishable(source.path()));
    for source in others.filter(|source| !named.contains(source.path())) {
        let at = Place::file(source.path().clone());
        let is_unread = source.path().starts_with(progress::FOLDER) && workbook::is_foreign(source.path());
        faults.push(if is_unread { diagnostic::unread_table(at) } else { diagnostic::unnamed_file(at) });
    }
}
