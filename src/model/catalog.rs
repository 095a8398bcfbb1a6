//! The catalog: all directives of a site, resolved, as of a day.
//!
//! Owns what depends on the texts of several files: citations and backlinks, links between files, the
//! files that are published beside them. How directives stand among each other is for
//! [`crate::model::catalog::resolved`].
//! Knows no address and no HTML.

pub mod admission;
pub mod amended;
pub mod citing;
mod confirmed;
pub mod files;
pub mod gate;
pub mod links;
pub mod owed;
pub mod pages;
pub mod reference;
pub mod resolved;
pub mod topics;
mod untold;

use std::hash::DefaultHasher;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::admission::{Candidate, Withheld};
use crate::model::catalog::citing::Citing;
use crate::model::catalog::gate::{Gate, Publishable};
use crate::model::catalog::pages::{Admitted, PageEntry};
use crate::model::catalog::reference::{DirectiveId, References, Target};
use crate::model::catalog::resolved::{Resolved, ResolvedSite};
use crate::model::catalog::topics::Topic;
use crate::model::document::directive::{self, Directive};
use crate::model::document::text::Facts;
use crate::model::names::citation::Names;
use crate::model::register::organization::Register;
use crate::model::register::settings::{self, Settings};
use crate::model::time::date::Date;
use crate::model::work::progress::{Received, Report, ReportFile, ReportId};
use crate::place::Place;
use crate::read::memo::{Fingerprint, Kept, by_hash};
use crate::read::snapshot::{Source, Sources};
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
    pub files: Vec<Publishable>,
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

impl ReportEntry {
    /// Whether it can be read, or is a table, which names no file.
    fn is_read(&self) -> bool {
        !(self.source.path().ends_with(".md") && self.file.is_broken())
    }
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
    pub files: Vec<Publishable>,
}

/// All directives and reports of a site.
pub struct Catalog {
    entries: Vec<Entry>,
    resolved: Kept<ResolvedSite>,
    reports: Vec<ReportEntry>,
    pages: Vec<PageEntry>,
    topics: Vec<Topic>,
    withheld: FxHashMap<Arc<str>, Withheld>,
    by_path: FxHashMap<Arc<str>, DirectiveId>,
    gate: Gate,
    published: FxHashMap<Arc<str>, Publishable>,
    register: Kept<Register>,
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
        let gate = Gate { drafts: scope.drafts, policy: settings.secret };
        let candidates = admission::candidates(sources, gate, &settings.fields, &mut faults);
        let (received, left_out) = admission::reports(sources, gate, &mut faults);
        let pages = Admitted::new(sources, gate, &mut faults);
        let names = admission::names(&candidates, settings);
        let register = admission::register(sources, gate, register, &candidates, &received);
        let resolved = resolve(sources, gate, (&candidates, &received), settings, &register, scope);
        faults.extend(resolved.faults.iter().cloned());
        let mut named = admission::named_by_withheld(&candidates, &left_out, &names, &mut faults);
        pages.add_named(&names, &mut named, &mut faults);
        let withheld = candidates.iter().filter_map(|c| Some((c.source.path().clone(), c.withheld?)));
        let withheld = withheld.chain(pages.withheld());
        let withheld = withheld.chain(left_out.iter().map(|(r, why)| (r.source.path().clone(), *why)));
        let entries = entries(&candidates, &resolved, &names);
        let (topics, found) = topics::topics(&entries);
        faults.extend(found);
        let by_path = DirectiveId::all().zip(&entries).map(|(id, e)| (e.source.path().clone(), id)).collect();
        faults.extend(entries.iter().flat_map(|entry| &entry.facts.faults).cloned());
        let mut catalog = Catalog {
            entries,
            resolved,
            reports: Vec::new(),
            pages: Vec::new(),
            topics,
            withheld: withheld.collect(),
            by_path,
            gate,
            published: FxHashMap::default(),
            register,
        };
        catalog.resolve_citations(settings, &mut faults);
        catalog.take_reports(received, &names, settings, &mut faults);
        catalog.take_pages(&pages, &names, settings, &mut faults);
        catalog.check_menu(sources, settings, &mut faults);
        catalog.check_texts(sources, settings, &mut named, &mut faults);
        catalog.publish(sources, settings, &mut named, &mut faults);
        // What cannot be read may name any file.
        let is_read = candidates.iter().all(|candidate| candidate.file.directive.is_some())
            && catalog.reports.iter().all(ReportEntry::is_read)
            && pages.is_read();
        if is_read && !settings.is_broken() {
            links::unnamed(sources, &named, &mut faults);
        }
        (catalog, faults)
    }

    /// Gathers every file that is published as it is.
    fn publish(
        &mut self,
        sources: &Sources,
        settings: &Settings,
        named: &mut FxHashSet<Arc<str>>,
        faults: &mut Vec<Diagnostic>,
    ) {
        let reports = self.reports.iter().filter_map(|report| report.text.as_ref());
        let beside = self.entries.iter().flat_map(|entry| &entry.files);
        let beside = beside.chain(reports.flat_map(|page| &page.files));
        let beside = beside.chain(self.pages.iter().flat_map(|page| &page.files)).cloned();
        let all = beside
            .chain(links::named_by_settings(sources, settings, self.gate, named, faults))
            .chain(links::assets(sources, self.gate, faults));
        self.published = all.map(|file| (file.path().clone(), file)).collect();
        faults.extend(confirmed::check(sources, settings, self.gate, self.published.values()));
    }

    /// The file at a path, if it is published as it is.
    pub fn published(&self, path: &str) -> Option<&Publishable> {
        self.published.get(path)
    }

    /// The register as readers see it.
    pub fn register(&self) -> &Kept<Register> {
        &self.register
    }

    /// The catalog without the texts of directives and the files beside them.
    pub fn outline(&self) -> Outline<'_> {
        Outline(self)
    }

    /// Whether the file at `path` is one of a directive whose front matter cannot be read.
    pub fn is_broken(&self, path: &str) -> bool {
        self.withheld.get(path) == Some(&Withheld::Broken)
    }

    /// Whether the file at `path` is one of a directive or a report that is not published.
    pub fn is_withheld(&self, path: &str) -> bool {
        self.withheld.contains_key(path)
    }

    /// The files of directives and reports that are not published.
    pub fn withheld(&self) -> impl Iterator<Item = &Arc<str>> {
        self.withheld.keys()
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

    /// All topics, in the order of a Vietnamese dictionary.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The directive whose file stands at `path`, if it is published.
    pub fn directive_at(&self, path: &str) -> Option<DirectiveId> {
        self.by_path.get(path).copied()
    }

    /// The numbers and names of all directives.
    pub fn references(&self) -> &References {
        &self.resolved.references
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
        let all = facts.citations.iter().map(|found| &found.cited);
        let mut citing = Citing::new(references, &settings.types, own, all);
        let mut notes = Vec::new();
        let targets = facts.citations.iter().map(|found| {
            let target = citing.target(&found.cited);
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

/// How all directives stand, resolved once for the same of everything.
fn resolve(
    sources: &Sources,
    gate: Gate,
    (candidates, received): (&[Candidate], &[Received]),
    settings: &Kept<Settings>,
    register: &Kept<Register>,
    scope: Scope,
) -> Kept<ResolvedSite> {
    let inventory = |typed: &str| gate.named(sources, settings::PATH, typed)?.ok();
    let inventories: Vec<Option<Publishable>> =
        settings.inventories.iter().map(|one| inventory(&one.file)).collect();
    sources.memo.get_or_compute(
        &(candidates, received, &inventories[..], settings, register, scope),
        |(candidates, received, inventories, settings, register, scope)| {
            ResolvedSite::new(candidates, received, inventories, settings, register, scope.as_of)
        },
    )
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
