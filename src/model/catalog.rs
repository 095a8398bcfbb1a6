//! The catalog: all directives of a site, resolved, as of a day.
//!
//! Owns what depends on several files: identity, citations and backlinks, relations, changes,
//! obligations and reports, links between files, what is left out. It is made anew for each snapshot
//! and must stay cheap: what one file says alone hangs on its source. Knows no address and no HTML.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{self, Diagnostic};
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::citation::{Cited, Names};
use crate::model::date::{Date, Interval};
use crate::model::directive::{self, Directive, DirectiveFile, RelationKind};
use crate::model::link::{self, Link};
use crate::model::name::Name;
use crate::model::number::{DocumentType, Number};
use crate::model::obligation::{Obligation, Tally};
use crate::model::organization::{self, OrganizationId, Register, Resolution};
use crate::model::progress::{self, Report, ReportFile, ReportId};
use crate::model::reference::{DirectiveId, Identity, References, Target};
use crate::model::schedule::{self, Astray, Moved};
use crate::model::settings::{self, Settings};
use crate::model::text::Facts;
use crate::model::typed::{Purpose, SecretPolicy};
use crate::nearest::nearest;
use crate::place::{Place, Span};
use crate::read::decode::Text;
use crate::read::source::{Source, Sources};
use crate::spelling::{Blot, fold, slug};

/// What is asked of the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The day as of which states are judged.
    pub as_of: Date,
    /// Whether drafts are published (in previews).
    pub drafts: bool,
}

/// A directive among the others.
pub struct Entry {
    /// Its file.
    pub source: Arc<Source>,
    /// What it is.
    pub directive: Arc<Directive>,
    /// What its text holds.
    pub facts: Arc<Facts>,
    /// Its type.
    pub kind: Option<DocumentType>,
    /// The year of its address; none where nothing is known.
    pub year: Option<i16>,
    /// The last part of its address.
    pub slug: String,
    /// What its citations lead to, in the order of `facts.citations`.
    pub citations: Vec<Target>,
    /// What its relations lead to, in the order of `directive.relations`.
    pub relations: Vec<Target>,
    /// The directives whose texts cite it, in order.
    pub cited_by: Vec<DirectiveId>,
    /// The directives that relate to it, and how, in order.
    pub related_by: Vec<(RelationKind, DirectiveId)>,
    /// Changes that later directives make to its deadlines, and which.
    pub changed_by: Vec<(DirectiveId, Moved)>,
    /// What is owed under it.
    pub obligations: Vec<Obligation>,
    /// What will be owed under it within a month: occurrences that are still to come.
    pub upcoming: Vec<Obligation>,
    /// Their states.
    pub tally: Tally,
    /// Files that are published beside it, in path order.
    pub files: Vec<Arc<Source>>,
}

/// A file of reports among the others.
pub struct ReportEntry {
    /// The file.
    pub source: Arc<Source>,
    /// Its rows.
    pub file: Arc<ReportFile>,
    /// What its text holds, for a report with one that is published.
    pub text: Option<ReportPage>,
}

/// A report with a text that is published.
pub struct ReportPage {
    /// What the text holds.
    pub facts: Arc<Facts>,
    /// What its citations lead to.
    pub citations: Vec<Target>,
    /// The directive it is about.
    pub directive: DirectiveId,
    /// The last part of its address.
    pub slug: String,
    /// Files that are published beside it.
    pub files: Vec<Arc<Source>>,
}

/// Why something that has a file is not on the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Withheld {
    Draft,
    Secret,
    Broken,
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
    names: Names,
    reports: Vec<ReportEntry>,
    references: References,
    withheld: FxHashMap<Arc<str>, Withheld>,
    by_path: FxHashMap<Arc<str>, DirectiveId>,
    /// How many drafts are left out.
    pub drafts_left_out: usize,
    /// How many secret documents are left out.
    pub secrets_left_out: usize,
}

/// A file of a directive on its way into the catalog.
struct Loaded {
    source: Arc<Source>,
    file: Arc<DirectiveFile>,
    withheld: Option<Withheld>,
}

/// Numbers of directives that are not on the site though they have a file: naming them is no fault.
#[derive(Default)]
struct Hidden {
    keys: FxHashSet<(String, Option<Date>)>,
    broken: FxHashSet<String>,
    slugs: FxHashSet<String>,
}

impl Hidden {
    fn holds(&self, typed: &str, date: Option<Date>) -> bool {
        let key = Number::new(typed).key;
        self.slugs.contains(typed)
            || self.broken.contains(&key)
            || self
                .keys
                .iter()
                .any(|(hidden, day)| *hidden == key && (date.is_none() || day.is_none() || *day == date))
    }
}

impl Catalog {
    /// The catalog of `sources`, and every fault of directives and reports.
    pub fn new(
        sources: &Sources,
        settings: &Settings,
        register: &Register,
        scope: Scope,
    ) -> (Catalog, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let loaded = load(sources, settings, scope, &mut faults);
        let names = names(&loaded, settings);
        let hidden = hidden(&loaded);
        let (drafts_left_out, secrets_left_out) = (
            loaded.iter().filter(|l| l.withheld == Some(Withheld::Draft)).count(),
            loaded.iter().filter(|l| l.withheld == Some(Withheld::Secret)).count(),
        );
        let withheld = loaded.iter().filter_map(|l| Some((l.source.path().clone(), l.withheld?))).collect();
        let mut named = named_by_withheld(&loaded, &names, &mut faults);
        let entries = entries(loaded, &names, settings, &mut faults);
        let references = references(&entries, sources, settings, &mut faults);
        let by_path = DirectiveId::all().zip(&entries).map(|(id, e)| (e.source.path().clone(), id)).collect();
        let mut catalog = Catalog {
            entries,
            names: Names::default(),
            reports: Vec::new(),
            references,
            withheld,
            by_path,
            drafts_left_out,
            secrets_left_out,
        };
        catalog.resolve_citations(settings, &mut faults);
        catalog.resolve_relations(&mut faults);
        let mut finder = Finder { hidden, near: FxHashMap::default() };
        catalog.resolve_changes(&mut finder, &mut faults);
        catalog.make_obligations(settings, register, scope.as_of);
        catalog.load_reports(sources, &names, settings, &mut finder, &mut faults);
        catalog.attach_reports(register, scope.as_of, &mut finder, &mut faults);
        catalog.judge(settings, scope.as_of);
        catalog.check_texts(sources, register, &mut named, &mut faults);
        name_settings(sources, settings, &mut named, &mut faults);
        unnamed(sources, &named, &mut faults);
        catalog.names = names.1;
        (catalog, faults)
    }

    /// All directives with their ids, oldest first.
    pub fn directives(&self) -> impl DoubleEndedIterator<Item = (DirectiveId, &Entry)> + ExactSizeIterator {
        self.entries.iter().enumerate().map(|(at, entry)| (DirectiveId::at(at), entry))
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

    /// The names by which citations are found in texts.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The numbers and names of all directives.
    pub fn references(&self) -> &References {
        &self.references
    }

    /// Where a link leads that stands in the file `from` with the ids `anchors`.
    ///
    /// # Errors
    /// The fault, made with the place `at`.
    pub fn destination(
        &self,
        sources: &Sources,
        from: &str,
        has_anchor: &dyn Fn(&str) -> bool,
        typed: &str,
        at: &dyn Fn() -> Place,
    ) -> Result<Destination, Diagnostic> {
        let (path, anchor) = match link::read(from, typed) {
            Link::External => return Ok(Destination::External),
            Link::Anchor(anchor) if has_anchor(&anchor) => return Ok(Destination::Anchor(anchor)),
            Link::Anchor(anchor) => {
                let anchors = self.by_path.get(from).map(|id| self.anchors(*id)).unwrap_or_default();
                let near = nearest(&anchor, anchors.iter().map(String::as_str)).map(str::to_owned);
                return Err(diagnostic::broken_anchor(at(), &anchor, near.as_deref()));
            }
            Link::File { path, anchor } => (path, anchor),
            Link::Nowhere => return Err(diagnostic::broken_link(at(), typed, None)),
        };
        let anchor = anchor.filter(|anchor| !anchor.is_empty());
        if let Some(id) = self.by_path.get(path.as_str()) {
            let anchors = self.anchors(*id);
            return match anchor {
                Some(anchor) if !anchors.contains(&anchor) => {
                    let near = nearest(&anchor, anchors.iter().map(String::as_str));
                    Err(diagnostic::broken_anchor(at(), &anchor, near))
                }
                anchor => Ok(Destination::Directive(*id, anchor)),
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
            Some(file) if is_publishable(file.path()) => Ok(Destination::File(file.path().clone())),
            _ => {
                let near = near_path(sources, from, &path);
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

    fn resolve_citations(&mut self, settings: &Settings, faults: &mut Vec<Diagnostic>) {
        let resolved: Vec<(Vec<Target>, Vec<Diagnostic>)> = self
            .entries
            .par_iter()
            .enumerate()
            .map(|(at, entry)| {
                let own = DirectiveId::at(at);
                self.citations_of(&entry.source, &entry.facts, Some(own), settings)
            })
            .collect();
        let mut cited_by: Vec<Vec<DirectiveId>> = vec![Vec::new(); self.entries.len()];
        for (at, (targets, notes)) in resolved.into_iter().enumerate() {
            faults.extend(notes);
            for target in &targets {
                if let Target::Directive(cited) = target
                    && cited_by[cited.index()].last() != Some(&DirectiveId::at(at))
                {
                    cited_by[cited.index()].push(DirectiveId::at(at));
                }
            }
            self.entries[at].citations = targets;
        }
        for (entry, cited_by) in self.entries.iter_mut().zip(cited_by) {
            entry.cited_by = cited_by;
        }
    }

    fn citations_of(
        &self,
        source: &Source,
        facts: &Facts,
        own: Option<DirectiveId>,
        settings: &Settings,
    ) -> (Vec<Target>, Vec<Diagnostic>) {
        let mut notes = Vec::new();
        let resolve = |(cited, span): &(Cited, Span)| {
            let all = facts.citations.iter().map(|(cited, _)| cited);
            let target = self.references.citation(cited, own, all, &settings.types);
            if let Target::Ambiguous(candidates) = &target {
                let at = source.place(*span);
                let typed = at.excerpt.get(at.marked.0..at.marked.1).unwrap_or_default().to_owned();
                notes.push(diagnostic::ambiguous_citation(at, &typed, &self.shown(candidates)));
            }
            target
        };
        (facts.citations.iter().map(resolve).collect(), notes)
    }

    /// Directives for a message: "37-NQ/TW (2014-10-09)".
    fn shown(&self, ids: &[DirectiveId]) -> Vec<String> {
        let one = |id: &DirectiveId| {
            let directive = &self[*id].directive;
            let number = directive.number.as_ref().map_or("", |n| n.text.as_str());
            format!("{number} ({})", shown_date(directive))
        };
        ids.iter().map(one).collect()
    }

    fn resolve_relations(&mut self, faults: &mut Vec<Diagnostic>) {
        let mut related: Vec<(DirectiveId, RelationKind, DirectiveId)> = Vec::new();
        for at in 0..self.entries.len() {
            let (own, entry) = (DirectiveId::at(at), &self.entries[at]);
            let mut targets = Vec::with_capacity(entry.directive.relations.len());
            for relation in &entry.directive.relations {
                let date = relation.date.map(Interval::day);
                let target = match self.references.number(&relation.number.key, date, &entry.directive.when) {
                    Target::Directive(id) if id == own => Target::Own,
                    target => target,
                };
                match &target {
                    Target::Directive(id) => related.push((*id, relation.kind, own)),
                    Target::Ambiguous(candidates) => {
                        let at = entry.source.place(relation.span);
                        faults.push(diagnostic::ambiguous_relation(
                            at,
                            &relation.number.text,
                            &self.shown(candidates),
                        ));
                    }
                    _ => {}
                }
                targets.push(target);
            }
            self.entries[at].relations = targets;
        }
        for (to, kind, from) in related {
            self.entries[to.index()].related_by.push((kind, from));
        }
    }

    fn resolve_changes(&mut self, finder: &mut Finder, faults: &mut Vec<Diagnostic>) {
        let mut found: Vec<(DirectiveId, DirectiveId, Moved)> = Vec::new();
        for (id, entry) in self.directives() {
            let since = entry.directive.date.or(entry.directive.when.last);
            for change in &entry.directive.changes {
                let place = |span| entry.source.place(span);
                let target = match finder.find(self, &change.directive, change.date, &place) {
                    Ok(Some(target)) => target,
                    Ok(None) => continue,
                    Err(fault) => {
                        faults.push(fault);
                        continue;
                    }
                };
                let changed = &self[target].directive;
                match schedule::named_deadline(changed, &change.deadline) {
                    Some((deadline, occurrence)) => {
                        let occurrence = occurrence.map(|o| o.period);
                        found.push((target, id, Moved { deadline, occurrence, since, due: change.due }));
                    }
                    None => faults.push(unknown_deadline(changed, &change.deadline, &place)),
                }
            }
        }
        for (target, by, moved) in found {
            self.entries[target.index()].changed_by.push((by, moved));
        }
    }

    fn make_obligations(&mut self, settings: &Settings, register: &Register, as_of: Date) {
        self.entries.par_iter_mut().for_each(|entry| {
            let moved: Vec<Moved> = entry.changed_by.iter().map(|(_, moved)| moved.clone()).collect();
            (entry.obligations, entry.upcoming) =
                schedule::obligations(&entry.directive, &moved, register, settings, as_of);
        });
    }

    fn load_reports(
        &mut self,
        sources: &Sources,
        names: &(u64, Names),
        settings: &Settings,
        finder: &mut Finder,
        faults: &mut Vec<Diagnostic>,
    ) {
        let is_report =
            |source: &&Arc<Source>| source.path().ends_with(".csv") || source.path().ends_with(".md");
        let files: Vec<Arc<Source>> = sources.under(progress::FOLDER).filter(is_report).cloned().collect();
        let read = |source: Arc<Source>| {
            let file = source.slots.derive(0, || ReportFile::read(&source));
            ReportEntry { source, file, text: None }
        };
        self.reports = files.into_par_iter().map(read).collect();
        for at in 0..self.reports.len() {
            let ReportEntry { source, file, .. } = &self.reports[at];
            faults.extend(file.faults.iter().cloned());
            let (Some(text), Some(report)) = (&file.text, file.reports.first()) else { continue };
            let place = |span| source.place(span);
            // A report on a directive that is left out goes with it; other faults are found with its row.
            let Ok(Some(directive)) = finder.find(self, &report.directive, report.date_of_directive, &place)
            else {
                continue;
            };
            let facts =
                source.slots.derive(names.0, || Facts::read(source, text.body, &Blot::default(), &names.1));
            let (citations, notes) = self.citations_of(source, &facts, None, settings);
            faults.extend(notes);
            faults.extend(facts.faults.iter().cloned());
            let stem = source.file_name().trim_end_matches(".md");
            let slug = non_empty(slug(stem));
            self.reports[at].text = Some(ReportPage { facts, citations, directive, slug, files: Vec::new() });
        }
    }

    fn attach_reports(
        &mut self,
        register: &Register,
        as_of: Date,
        finder: &mut Finder,
        faults: &mut Vec<Diagnostic>,
    ) {
        let mut ids: Vec<(Date, ReportId)> = Vec::new();
        for (file, entry) in (0..).zip(&self.reports) {
            ids.extend(
                (0..).zip(&entry.file.reports).map(|(row, report)| (report.date, ReportId { file, row })),
            );
        }
        ids.sort_unstable();
        for (_, id) in ids {
            let (source, file) =
                (self.reports[id.file as usize].source.clone(), self.reports[id.file as usize].file.clone());
            let report = &file.reports[id.row as usize];
            let place = |span| source.place(span);
            let target = match finder.find(self, &report.directive, report.date_of_directive, &place) {
                Ok(Some(target)) => target,
                Ok(None) => continue,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            let directive = self[target].directive.clone();
            let entry = &mut self.entries[target.index()];
            let (mut obligations, mut upcoming) =
                (std::mem::take(&mut entry.obligations), std::mem::take(&mut entry.upcoming));
            let last_status = |id| self.report(id).status;
            let later = if report.date > as_of { &mut upcoming[..] } else { &mut [] };
            let owed = obligations.iter_mut().chain(later);
            let attached = schedule::attach(id, report, &directive, owed, register, last_status);
            match attached {
                Ok(()) | Err(Astray::Early) => {
                    if let Some(first) = directive.when.first
                        && report.date < first
                    {
                        let at = place(report.date_span);
                        faults.push(diagnostic::row_before_directive(
                            at,
                            &report.date.to_string(),
                            &first.to_string(),
                        ));
                    }
                }
                Err(Astray::Deadline) => faults.push(unknown_deadline(&directive, &report.deadline, &place)),
                Err(Astray::Bearer) => {
                    faults.push(stray_row(report, &directive, &obligations, register, &place))
                }
            }
            let entry = &mut self.entries[target.index()];
            (entry.obligations, entry.upcoming) = (obligations, upcoming);
        }
        for obligation in self.entries.iter().flat_map(|entry| &entry.obligations) {
            for pair in obligation.reports.windows(2) {
                let (first, second) = (self.report(pair[0]), self.report(pair[1]));
                if first.date == second.date && first.status != second.status {
                    let place = |id: ReportId, report: &Report| {
                        self.reports[id.file as usize].source.place(report.span)
                    };
                    faults
                        .push(diagnostic::contradicting_rows(place(pair[1], second), place(pair[0], first)));
                }
            }
        }
    }

    fn judge(&mut self, settings: &Settings, as_of: Date) {
        let reports = &self.reports;
        let report = |id: ReportId| {
            let report = &reports[id.file as usize].file.reports[id.row as usize];
            (report.status, report.date)
        };
        self.entries.par_iter_mut().for_each(|entry| {
            schedule::judge(&mut entry.obligations, report, as_of, settings);
            schedule::judge(&mut entry.upcoming, report, as_of, settings);
            entry.tally = Tally::default();
            entry.obligations.iter().for_each(|obligation| entry.tally.add(obligation.state));
        });
    }

    /// Checks names, sections, links and attachments of every directive and report, and finds the
    /// files that are published beside them.
    fn check_texts(
        &mut self,
        sources: &Sources,
        register: &Register,
        named: &mut FxHashSet<Arc<str>>,
        faults: &mut Vec<Diagnostic>,
    ) {
        let checked: Vec<_> = self
            .entries
            .par_iter()
            .map(|entry| {
                let mut faults = Vec::new();
                let place = |span| entry.source.place(span);
                entry.directive.check_sections(&entry.facts, place, &mut faults);
                schedule::empty_groups(&entry.directive, register, place, &mut faults);
                let own = |anchor: &str| {
                    entry.facts.anchors.iter().any(|a| a == anchor)
                        || entry.directive.deadlines.iter().any(|d| d.anchor() == anchor)
                };
                let attachments = &entry.directive.attachments;
                let files =
                    self.files_of(sources, &entry.source, attachments, &entry.facts, &own, &mut faults);
                (files, faults, unknown_names(entry, register))
            })
            .collect();
        let mut near: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for (entry, (files, found, unknown)) in self.entries.iter_mut().zip(checked) {
            named.extend(files.iter().map(|file| file.path().clone()));
            entry.files = files;
            faults.extend(found);
            faults
                .extend(unknown.into_iter().map(|unknown| unknown.fault(&entry.source, register, &mut near)));
        }
        for at in 0..self.reports.len() {
            let ReportEntry { source, file, text } = &self.reports[at];
            let (Some(page), Some(text)) = (text, &file.text) else { continue };
            let own = |anchor: &str| page.facts.anchors.iter().any(|a| a == anchor);
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
        has_anchor: &dyn Fn(&str) -> bool,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Source>> {
        let mut files = Vec::new();
        for attachment in attachments {
            if let AttachmentKind::File(typed) = &attachment.kind {
                match named_file(sources, source.path(), typed) {
                    Some(file) => files.push(file.clone()),
                    None => faults.push(file_not_found(sources, source, typed)),
                }
            }
        }
        for link in &facts.links {
            match self
                .destination(sources, source.path(), has_anchor, &link.target, &|| source.place(link.span))
            {
                Ok(Destination::File(path)) => files.extend(sources.get(&path).cloned()),
                Ok(_) => {}
                Err(fault) => faults.push(fault),
            }
        }
        files.sort_by(|a, b| a.path().cmp(b.path()));
        files.dedup_by(|a, b| a.path() == b.path());
        files
    }
}

impl std::ops::Index<DirectiveId> for Catalog {
    type Output = Entry;
    fn index(&self, id: DirectiveId) -> &Entry {
        &self.entries[id.index()]
    }
}

/// Reads every file of a directive, and says which are left out.
fn load(sources: &Sources, settings: &Settings, scope: Scope, faults: &mut Vec<Diagnostic>) -> Vec<Loaded> {
    let is_directive = |source: &&Arc<Source>| source.path().ends_with(".md");
    let files: Vec<Arc<Source>> = sources.under(directive::FOLDER).filter(is_directive).cloned().collect();
    let read = |source: Arc<Source>| {
        let file = source.slots.derive(0, || DirectiveFile::read(&source));
        let withheld = match &file.directive {
            None => Some(Withheld::Broken),
            Some(directive) if directive.secret.is_some() => Some(Withheld::Secret),
            Some(directive) if directive.draft && !scope.drafts => Some(Withheld::Draft),
            Some(_) => None,
        };
        Loaded { source, file, withheld }
    };
    let loaded: Vec<Loaded> = files.into_par_iter().map(read).collect();
    for Loaded { source, file, withheld } in &loaded {
        match withheld {
            Some(Withheld::Secret) if settings.secret == SecretPolicy::Skip => continue,
            Some(Withheld::Draft) => faults.extend(file.faults.iter().cloned().map(Diagnostic::lowered)),
            _ => faults.extend(file.faults.iter().cloned()),
        }
        let secret = file.directive.as_ref().and_then(|directive| directive.secret);
        faults.extend(secret.map(|span| diagnostic::secret(source.place(span))));
    }
    loaded
}

/// The names that are looked for in all texts, with a key that changes when they do.
fn names(loaded: &[Loaded], settings: &Settings) -> (u64, Names) {
    use std::hash::{Hash, Hasher};
    let published = loaded.iter().filter(|l| l.withheld.is_none()).filter_map(|l| l.file.directive.as_ref());
    let mut known: Vec<String> = published.flat_map(|d| &d.known_as).map(|name| fold(name)).collect();
    known.sort();
    known.dedup();
    let kinds = settings.types.folded_names();
    let mut hasher = rustc_hash::FxHasher::default();
    (&kinds, &known).hash(&mut hasher);
    (hasher.finish(), Names::new(kinds, known))
}

fn hidden(loaded: &[Loaded]) -> Hidden {
    let mut hidden = Hidden::default();
    for Loaded { source, file, withheld } in loaded.iter().filter(|l| l.withheld.is_some()) {
        hidden.broken.extend(file.broken_number.clone());
        if let (Some(directive), Some(_)) = (&file.directive, withheld) {
            hidden.keys.extend(directive.number.as_ref().map(|number| (number.key.clone(), directive.date)));
            hidden.slugs.insert(slug_of(source, directive));
        }
    }
    hidden
}

/// The files that directives which are left out name, so that they raise no fault; and the faults of
/// drafts, as warnings.
fn named_by_withheld(
    loaded: &[Loaded],
    names: &(u64, Names),
    faults: &mut Vec<Diagnostic>,
) -> FxHashSet<Arc<str>> {
    let mut named = FxHashSet::default();
    for Loaded { source, file, withheld } in loaded.iter().filter(|l| l.withheld.is_some()) {
        let Some(directive) = &file.directive else { continue };
        let facts =
            source.slots.derive(names.0, || Facts::read(source, directive.body, &directive.blot, &names.1));
        if *withheld == Some(Withheld::Draft) {
            let mut found = facts.faults.clone();
            directive.check_sections(&facts, |span| source.place(span), &mut found);
            faults.extend(found.into_iter().map(Diagnostic::lowered));
        }
        let attached = directive.attachments.iter().filter_map(|a| match &a.kind {
            AttachmentKind::File(typed) => link::join(source.path(), typed),
            _ => None,
        });
        let linked = facts.links.iter().filter_map(|l| match link::read(source.path(), &l.target) {
            Link::File { path, .. } => Some(path),
            _ => None,
        });
        named.extend(attached.chain(linked).map(Arc::from));
    }
    named
}

/// The last part of an address: as typed, of the number, or of the name of the file.
fn slug_of(source: &Source, directive: &Directive) -> String {
    if let Some(typed) = &directive.slug {
        return typed.value.clone();
    }
    match directive.number.as_ref().map(|number| slug(&number.text)) {
        Some(slug) if !slug.is_empty() => slug,
        _ => non_empty(slug(source.file_name().trim_end_matches(".md"))),
    }
}

fn non_empty(slug: String) -> String {
    if slug.is_empty() { "khong-ten".to_owned() } else { slug }
}

/// The published directives, oldest first; of two with one number and date only the first by path.
fn entries(
    loaded: Vec<Loaded>,
    names: &(u64, Names),
    settings: &Settings,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut first: FxHashMap<(String, Date), Place> = FxHashMap::default();
    let mut published = Vec::new();
    for Loaded { source, file, withheld } in loaded {
        let (None, Some(directive)) = (withheld, file.directive.clone()) else { continue };
        if let (Some(number), Some(date)) = (&directive.number, directive.date) {
            let at = source.place(directive.number_span);
            let key = (number.key.clone(), date);
            if let Some(first) = first.get(&key) {
                faults.push(diagnostic::duplicate_directive(
                    at,
                    &number.text,
                    &date.to_string(),
                    first.clone(),
                ));
                continue;
            }
            first.insert(key, at);
            if directive.slug.is_none() && slug(&number.text).is_empty() {
                faults.push(diagnostic::empty_address(source.place(directive.number_span)));
            }
        }
        let kind = match &directive.kind {
            Some(typed) => {
                let kind = settings.types.named(typed, directive.form);
                if kind.is_none() {
                    let near = nearest(typed, settings.types.symbols());
                    faults.push(diagnostic::unknown_type(source.place(typed.span), typed, near));
                }
                kind
            }
            None => directive.number.as_ref().and_then(|number| settings.types.of(number, directive.form)),
        };
        published.push((source, directive, kind.cloned()));
    }
    let mut entries: Vec<Entry> = published
        .into_par_iter()
        .map(|(source, directive, kind)| {
            let facts = source
                .slots
                .derive(names.0, || Facts::read(&source, directive.body, &directive.blot, &names.1));
            let day = directive.when.first.or(directive.when.last);
            Entry {
                year: day.map(|day| day.year()),
                slug: slug_of(&source, &directive),
                source,
                directive,
                facts,
                kind,
                citations: Vec::new(),
                relations: Vec::new(),
                cited_by: Vec::new(),
                related_by: Vec::new(),
                changed_by: Vec::new(),
                obligations: Vec::new(),
                upcoming: Vec::new(),
                tally: Tally::default(),
                files: Vec::new(),
            }
        })
        .collect();
    for entry in &entries {
        faults.extend(entry.facts.faults.iter().cloned());
    }
    let day = |entry: &Entry| {
        let when = entry.directive.when;
        let day = when.first.or(when.last);
        (day.is_none(), day)
    };
    entries.sort_by(|a, b| {
        (day(a), a.year, &a.slug, a.source.path()).cmp(&(day(b), b.year, &b.slug, b.source.path()))
    });
    entries
}

fn references(
    entries: &[Entry],
    sources: &Sources,
    settings: &Settings,
    faults: &mut Vec<Diagnostic>,
) -> References {
    let identity = |entry: &Entry| Identity {
        key: entry.directive.number.as_ref().map(|number| number.key.clone()),
        date: entry.directive.date,
        when: entry.directive.when,
    };
    let known = DirectiveId::all()
        .zip(entries)
        .flat_map(|(id, entry)| entry.directive.known_as.iter().map(move |name| (id, fold(name))));
    let mut references = References::new(entries.iter().map(identity).collect(), known);
    for inventory in &settings.inventories {
        let Some(file) = named_file(sources, settings::PATH, &inventory.file) else { continue };
        let read = file.text().map(|json| references.add_inventory(json, &inventory.base_url));
        match read {
            Ok(Ok(())) => {}
            Ok(Err(words)) => {
                faults.push(diagnostic::invalid_inventory(Place::file(file.path().clone()), &words))
            }
            Err(fault) => faults.push(fault),
        }
    }
    references
}

/// Finds the directive that a change or a report names, and remembers the nearest number to one that
/// is not there.
struct Finder {
    hidden: Hidden,
    near: FxHashMap<String, Option<String>>,
}

impl Finder {
    /// The directive with a number (and date), or with a slug; none where it is left out.
    fn find(
        &mut self,
        catalog: &Catalog,
        typed: &Text,
        date: Option<Date>,
        place: &dyn Fn(Span) -> Place,
    ) -> Result<Option<DirectiveId>, Diagnostic> {
        let key = Number::new(typed).key;
        let of_date = |id: &DirectiveId| date.is_none() || catalog[*id].directive.date == date;
        let bearers: Vec<DirectiveId> =
            catalog.references.bearers(&key).iter().copied().filter(of_date).collect();
        let found = if bearers.is_empty() {
            let with_slug =
                |(id, entry): (DirectiveId, &Entry)| (entry.slug == **typed && of_date(&id)).then_some(id);
            catalog.directives().filter_map(with_slug).collect()
        } else {
            bearers
        };
        match found[..] {
            [one] => Ok(Some(one)),
            [] if self.hidden.holds(typed, date) => Ok(None),
            [] => {
                let near = self.near.entry(key).or_insert_with_key(|key| {
                    let same =
                        catalog.references.bearers(key).first().map(|id| shown_date(&catalog[*id].directive));
                    same.or_else(|| nearest(key, catalog.references.keys()).map(str::to_uppercase))
                });
                Err(diagnostic::unknown_directive(place(typed.span), typed, near.as_deref()))
            }
            _ => {
                let dates: Vec<String> = found.iter().map(|id| shown_date(&catalog[*id].directive)).collect();
                Err(diagnostic::several_directives(place(typed.span), typed, &dates))
            }
        }
    }
}

/// A date, or what is known of it, as EDTF.
fn shown_date(directive: &Directive) -> String {
    let end = |day: Option<Date>| day.map_or("..".to_owned(), |day| day.to_string());
    match directive.date {
        Some(date) => date.to_string(),
        None => format!("{}/{}", end(directive.when.first), end(directive.when.last)),
    }
}

fn unknown_deadline(directive: &Directive, typed: &Text, place: &dyn Fn(Span) -> Place) -> Diagnostic {
    let id = typed.split('@').next().unwrap_or(typed);
    let near = nearest(id, directive.deadlines.iter().map(|d| d.id.as_str()).filter(|known| *known != id));
    diagnostic::unknown_deadline(place(typed.span), typed, near)
}

fn stray_row(
    report: &Report,
    directive: &Directive,
    obligations: &[Obligation],
    register: &Register,
    place: &dyn Fn(Span) -> Place,
) -> Diagnostic {
    let (typed, span) = match &report.organization {
        Some(name) => (name.text.as_str(), name.span),
        None => ("", report.span),
    };
    let is_known = report
        .organization
        .as_ref()
        .is_none_or(|n| register.resolve(&n.text, &n.folded) != Resolution::Unknown);
    if !is_known && crate::spelling::is_id(typed) {
        return diagnostic::unknown_id(place(span), typed, register.near_id(typed));
    }
    let deadline = schedule::named_deadline(directive, &report.deadline).map_or(u32::MAX, |(at, _)| at);
    let near = schedule::near_bearer(typed, deadline, obligations, register);
    diagnostic::row_without_obligation(place(span), &report.deadline, typed, near)
}

/// A name that leads to no organisation, or to several.
struct UnknownName {
    name: Name,
    bearers: Vec<OrganizationId>,
}

impl UnknownName {
    fn fault(
        self,
        source: &Source,
        register: &Register,
        near: &mut FxHashMap<String, Vec<String>>,
    ) -> Diagnostic {
        let (at, typed) = (source.place(self.name.span), self.name.text.as_str());
        if !self.bearers.is_empty() {
            let ids: Vec<&str> = self.bearers.iter().map(|id| register[*id].id.as_str()).collect();
            return diagnostic::ambiguous_name(at, typed, &ids);
        }
        if crate::spelling::is_id(typed) {
            return diagnostic::unknown_id(at, typed, register.near_id(typed));
        }
        let near = near
            .entry(self.name.folded)
            .or_insert_with(|| register.near_names(typed).into_iter().map(str::to_owned).collect());
        diagnostic::unknown_name(at, typed, &near.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

fn unknown_names(entry: &Entry, register: &Register) -> Vec<UnknownName> {
    let mut unknown = Vec::new();
    let mut check = |name: &Name| {
        if name.text.is_empty() {
            return;
        }
        let bearers = match register.resolve(&name.text, &name.folded) {
            Resolution::Found(_) => return,
            Resolution::Ambiguous(bearers) => bearers,
            Resolution::Unknown => Vec::new(),
        };
        unknown.push(UnknownName { name: name.clone(), bearers });
    };
    let directive = &entry.directive;
    check(&directive.issuer);
    directive.addressed_to.iter().for_each(&mut check);
    for deadline in &directive.deadlines {
        let single = deadline.report_to.iter().chain(&deadline.via);
        deadline.lead.iter().chain(&deadline.support).chain(single).for_each(&mut check);
    }
    let copied = directive.copies.iter().flat_map(|copy| &copy.recipients);
    for recipient in directive.recipients.iter().chain(&directive.also_to).chain(copied) {
        if recipient.purpose != Purpose::File && !recipient.is_addressees() {
            recipient.to.iter().for_each(&mut check);
        }
    }
    directive.copies.iter().filter_map(|copy| copy.issuer.as_ref()).for_each(&mut check);
    directive.received.iter().filter_map(|stamp| stamp.by.as_ref()).for_each(&mut check);
    unknown
}

/// The file that is typed in the file `from`.
fn named_file<'s>(sources: &'s Sources, from: &str, typed: &str) -> Option<&'s Arc<Source>> {
    let path = link::join(from, typed)?;
    sources.get(&path).filter(|file| is_publishable(file.path()))
}

/// Whether a file may be published as it is: sources are not.
fn is_publishable(path: &str) -> bool {
    let is_source = path == settings::PATH
        || path == organization::PATH
        || (path.starts_with(directive::FOLDER) && path.ends_with(".md"))
        || (path.starts_with(progress::FOLDER) && (path.ends_with(".md") || path.ends_with(".csv")));
    !is_source
}

fn file_not_found(sources: &Sources, source: &Source, typed: &Text) -> Diagnostic {
    let near = link::join(source.path(), typed).and_then(|path| near_path(sources, source.path(), &path));
    diagnostic::attachment_not_found(source.place(typed.span), typed, near.as_deref())
}

/// The path, from the folder of `from`, that is nearest to one that is not there.
fn near_path(sources: &Sources, from: &str, path: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let same_name = |candidate: &str| candidate.rsplit('/').next() == path.rsplit('/').next();
    let content: Vec<&str> = sources.under("content/").map(|s| s.path().as_ref()).collect();
    let found = nearest(path, content.iter().copied())
        .or_else(|| content.iter().copied().find(|candidate| same_name(candidate)))?;
    let (mut up, mut base) = (String::new(), folder);
    loop {
        if let Some(rest) = found.strip_prefix(base).and_then(|rest| rest.strip_prefix('/')) {
            return Some(format!("{up}{rest}"));
        }
        base = base.rsplit_once('/')?.0;
        up.push_str("../");
    }
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
        match named_file(sources, settings::PATH, typed) {
            Some(file) => {
                named.insert(file.path().clone());
            }
            None => faults.push(file_not_found(sources, source, typed)),
        }
    }
}

/// Reports files that nobody names.
fn unnamed(sources: &Sources, named: &FxHashSet<Arc<str>>, faults: &mut Vec<Diagnostic>) {
    let others = sources.under("content/").filter(|source| is_publishable(source.path()));
    for source in others.filter(|source| !named.contains(source.path())) {
        faults.push(diagnostic::unnamed_file(Place::file(source.path().clone())));
    }
}
