//! How directives stand among each other: their order, relations, changes, obligations and reports.
//!
//! Owns what follows from the front matters, the register and the progress of a whole site. It is made
//! once for the same of all these, so that a change in the text of one directive costs none of it.
//! Knows nothing of texts.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::admission::{Candidate, Hidden};
use crate::model::catalog::gate::Publishable;
use crate::model::catalog::owed::{Owing, unknown_deadline};
use crate::model::catalog::reference::{DirectiveId, Identity, References, Target, Unfound};
use crate::model::document::directive::{Directive, DirectiveFile};
use crate::model::document::relation::{Relation, RelationKind};
use crate::model::names::number::{DocumentType, Number};
use crate::model::register::issuer::Issuer;
use crate::model::register::organization::Register;
use crate::model::register::settings::Settings;
use crate::model::register::unknown::{self, UnknownName, unknown_names};
use crate::model::time::date::{Date, Interval, Precision};
use crate::model::work::obligation::{Obligation, Tally};
use crate::model::work::progress::{self, Received, Report, ReportId};
use crate::model::work::schedule::{self, Moved};
use crate::nearest::{Hints, nearest};
use crate::place::{Place, Span};
use crate::read::decode::Text;
use crate::read::memo::Kept;
use crate::read::snapshot::Source;
use crate::spelling::fold;

/// How one directive stands among the others.
#[derive(Debug, Default, Hash)]
pub struct Resolved {
    /// Its type.
    pub kind: Option<DocumentType>,
    /// When it is in force; none where it has no effect to state: a letter, or one without a date.
    pub in_force: Option<Interval>,
    /// The year of its address; none where nothing is known.
    pub year: Option<i16>,
    /// The last part of its address.
    pub slug: String,
    /// What its relations lead to, in the order of `directive.relations`.
    pub relations: Vec<Target>,
    /// Those that lead to a directive of this site: which, and the place of the relation; sorted.
    pub(super) related: Vec<(DirectiveId, u32)>,
    /// The directives that relate to it, and how, in order.
    pub related_by: Vec<(RelationKind, DirectiveId)>,
    /// Changes that later directives make to its deadlines, and which.
    pub changed_by: Vec<(DirectiveId, Moved)>,
    /// The deadlines of other directives that it changes.
    pub changes: Vec<(DirectiveId, Moved)>,
    /// What is owed under it.
    pub obligations: Vec<Obligation>,
    /// What will be owed under it within a month: occurrences that are still to come.
    pub upcoming: Vec<Obligation>,
    /// The states of what is owed.
    pub tally: Tally,
}

impl Resolved {
    /// The words that say by when an obligation under `directive` is due, as printed: its own, or those of
    /// the change that is in effect; none where the document has none, or a date was typed in their place.
    pub fn words<'a>(&'a self, directive: &'a Directive, obligation: &Obligation) -> Option<&'a str> {
        match obligation.said_by() {
            Some(change) => self.changed_by.get(change)?.1.words.as_deref(),
            None => directive.deadlines.get(obligation.deadline as usize)?.words.as_deref(),
        }
    }

    /// The changes to an obligation that are in effect, oldest first, and the directives that make them.
    pub fn changes_to(&self, obligation: &Obligation) -> impl Iterator<Item = &(DirectiveId, Moved)> {
        obligation.changed_by().filter_map(|change| self.changed_by.get(change))
    }
}

/// How all directives stand, oldest first.
#[derive(Debug, Default)]
pub struct ResolvedSite {
    /// The places of the directives among the candidates, in the order of their ids.
    pub order: Vec<u32>,
    /// How each stands, in the order of their ids.
    pub all: Vec<Arc<Resolved>>,
    /// Their numbers and names.
    pub references: References,
    /// What is wrong.
    pub faults: Vec<Diagnostic>,
}

/// What a paper says of its issuers: their names, the line above them, the place.
type Head<'a> = (Vec<&'a str>, Option<&'a str>, Option<&'a str>);

/// What they are resolved from, and what came of it so far.
struct Resolver<'a> {
    candidates: &'a [Candidate],
    received: &'a [Received],
    settings: &'a Settings,
    register: &'a Kept<Register>,
    as_of: Date,
    resolved: Vec<Resolved>,
    order: Vec<u32>,
    references: References,
    faults: Vec<Diagnostic>,
    near: FxHashMap<String, Option<String>>,
}

impl ResolvedSite {
    /// Resolves the candidates that are published, with the reports `received`.
    pub fn new(
        candidates: &[Candidate],
        received: &[Received],
        inventories: &[Option<Publishable>],
        settings: &Settings,
        register: &Kept<Register>,
        as_of: Date,
    ) -> ResolvedSite {
        let mut resolver = Resolver {
            candidates,
            received,
            settings,
            register,
            as_of,
            resolved: Vec::new(),
            order: Vec::new(),
            references: References::default(),
            faults: Vec::new(),
            near: FxHashMap::default(),
        };
        resolver.publish();
        resolver.refer(inventories);
        resolver.relate();
        resolver.change();
        resolver.oblige();
        resolver.name();
        let all = resolver.resolved.into_iter().map(Arc::new).collect();
        ResolvedSite { order: resolver.order, all, references: resolver.references, faults: resolver.faults }
    }
}

/// When a directive is in force that does not say it: from its date on.
fn in_force(directive: &Directive, kind: Option<&DocumentType>) -> Option<Interval> {
    let has_effect = kind.is_none_or(|kind| !kind.is_letter());
    let first = directive.date.filter(|_| has_effect)?;
    Some(Interval { first: Some(first), last: None, precision: Precision::Range })
}

impl<'a> Resolver<'a> {
    fn source(&self, id: DirectiveId) -> &'a Source {
        &self.candidates[self.order[id.index()] as usize].source
    }

    fn directives(&self) -> Vec<(DirectiveId, &'a Directive)> {
        let candidates = self.candidates;
        let directives = self.order.iter().filter_map(|at| candidates[*at as usize].published());
        DirectiveId::all().zip(directives.map(|directive| &**directive)).collect()
    }

    /// Orders the published directives, oldest first; of two with one number and date only the first by
    /// path is published.
    fn publish(&mut self) {
        let mut first: FxHashMap<(&str, Date), &Candidate> = FxHashMap::default();
        let mut published = Vec::with_capacity(self.candidates.len());
        for (at, candidate) in (0_u32..).zip(self.candidates) {
            let Some(directive) = candidate.published() else { continue };
            let place = |span| candidate.source.place(span);
            if let (Some(number), Some(date)) = (&directive.number, directive.date) {
                if let Some(other) = first.get(&(number.key.as_str(), date)) {
                    let span = other.published().map_or(Span::default(), |d| d.number_span);
                    self.faults.push(diagnostic::duplicate_directive(
                        place(directive.number_span),
                        &number.text,
                        &date.to_string(),
                        other.source.place(span),
                    ));
                    continue;
                }
                first.insert((number.key.as_str(), date), candidate);
            }
            published.push((at, candidate, directive));
        }
        let settings = self.settings;
        let made = published.into_par_iter().map(|(at, candidate, directive)| {
            let mut faults = Vec::new();
            let source = &candidate.source;
            let kind = match &directive.kind {
                Some(typed) => {
                    let kind = settings.types.named(typed, directive.form);
                    if kind.is_none() && !settings.is_broken() {
                        let near = nearest(typed, settings.types.symbols());
                        faults.push(diagnostic::unknown_type(source.place(typed.span), typed, near));
                    }
                    kind
                }
                None => directive.number.as_ref().and_then(|n| settings.types.of(n, directive.form)),
            };
            let day = directive.when.first.or(directive.when.last);
            let resolved = Resolved {
                in_force: directive.in_force.or_else(|| in_force(directive, kind)),
                kind: kind.cloned(),
                year: day.map(|day| day.year()),
                slug: candidate.file.slug.clone(),
                ..Resolved::default()
            };
            ((day.is_none(), day), at, resolved, faults)
        });
        let mut made: Vec<_> = made.collect();
        // Candidates are in path order.
        made.par_sort_by(|a, b| (a.0, a.2.year, &a.2.slug, a.1).cmp(&(b.0, b.2.year, &b.2.slug, b.1)));
        for (_, at, resolved, faults) in made {
            self.order.push(at);
            self.resolved.push(resolved);
            self.faults.extend(faults);
        }
    }

    fn refer(&mut self, inventories: &[Option<Publishable>]) {
        // Most directives come from a few bodies.
        let mut issuers: FxHashMap<Head<'_>, Arc<Issuer>> = FxHashMap::default();
        let mut issuer = |directive: &'a Directive| {
            let (superior, place) = (directive.superior.as_deref(), directive.place.as_deref());
            let typed = directive.issuers().map(|name| name.text.as_str()).collect();
            let made = || Arc::new(Issuer::new(directive.issuers(), superior, place, self.register));
            issuers.entry((typed, superior, place)).or_insert_with(made).clone()
        };
        let identity = |(id, directive): (DirectiveId, &'a Directive)| Identity {
            number: directive.number.clone(),
            date: directive.date,
            when: directive.when,
            slug: self.resolved[id.index()].slug.clone(),
            issuer: issuer(directive),
        };
        let identities = self.directives().into_iter().map(identity).collect();
        let known = self
            .directives()
            .into_iter()
            .flat_map(|(id, d)| d.known_as.iter().map(move |name| (id, fold(name))))
            .collect();
        let mut references = References::new(identities, known, Hidden::new(self.candidates));
        for (inventory, file) in self.settings.inventories.iter().zip(inventories) {
            let Some(file) = file else { continue };
            let read = file.text().map(|json| references.add_inventory(json, &inventory.base_url));
            match read {
                Ok(Ok(())) => {}
                Ok(Err(words)) => {
                    self.faults.push(diagnostic::invalid_inventory(Place::file(file.path().clone()), &words))
                }
                Err(fault) => self.faults.push(fault),
            }
        }
        self.references = references;
    }

    fn relate(&mut self) {
        let resolve = |(own, directive): &(DirectiveId, &Directive)| -> Vec<Target> {
            let target = |relation: &Relation| {
                let date = relation.date.map(Interval::day);
                match self.references.number(&relation.number.key, date, &directive.when) {
                    Target::Directive(id) if id == *own => Target::Own,
                    target => target,
                }
            };
            directive.relations.iter().map(target).collect()
        };
        let directives = self.directives();
        let resolved: Vec<Vec<Target>> = directives.par_iter().map(resolve).collect();
        let mut related: Vec<(DirectiveId, RelationKind, DirectiveId)> = Vec::new();
        for ((own, directive), targets) in directives.into_iter().zip(resolved) {
            let mut found = Vec::new();
            for (at, (relation, target)) in (0..).zip(directive.relations.iter().zip(&targets)) {
                match target {
                    Target::Directive(id) => {
                        related.push((*id, relation.kind, own));
                        found.push((*id, at));
                    }
                    Target::Ambiguous(candidates) if self.references.is_broken(candidates) => {}
                    Target::Ambiguous(candidates) => {
                        let at = self.source(own).place(relation.span);
                        let shown = self.references.shown(candidates);
                        self.faults.push(diagnostic::ambiguous_relation(at, &relation.number.text, &shown));
                    }
                    _ => {}
                }
            }
            found.sort_unstable();
            self.resolved[own.index()].related = found;
            self.resolved[own.index()].relations = targets;
        }
        for (to, kind, from) in related {
            self.resolved[to.index()].related_by.push((kind, from));
        }
    }

    /// Finds the deadlines that later directives change.
    fn change(&mut self) {
        let hints = Hints::default();
        for (id, directive) in self.directives() {
            let source = self.source(id);
            let since = directive.date.or(directive.when.last);
            for change in &directive.changes {
                let (typed, key) = (&change.directive, Number::new(&change.directive).key);
                let target = match self.references.directive(typed, &key, change.date) {
                    Ok(target) => target,
                    Err(why) => {
                        self.unfound(&|span| source.place(span), typed, &key, why);
                        continue;
                    }
                };
                let changed = &self.candidates[self.order[target.index()] as usize];
                let Some(changed) = changed.published() else { continue };
                match schedule::named_deadline(changed, &change.deadline) {
                    Some((deadline, occurrence)) => {
                        let occurrence = occurrence.map(|o| o.period);
                        let words = change.words.clone();
                        let moved = Moved { deadline, occurrence, since, due: change.due.clone(), words };
                        self.resolved[id.index()].changes.push((target, moved.clone()));
                        self.resolved[target.index()].changed_by.push((id, moved));
                    }
                    None => {
                        let at = source.place(change.deadline.span);
                        self.faults.push(unknown_deadline(changed, &change.deadline, at, &hints));
                    }
                }
            }
        }
    }

    /// Makes what is owed, and attaches the reports.
    fn oblige(&mut self) {
        let ids = (0..).zip(self.received).flat_map(|(file, received)| {
            (0..).zip(&received.file.reports).map(move |(row, report)| (ReportId { file, row }, report))
        });
        let ids: Vec<(ReportId, &Report)> = ids.collect();
        let resolve = |(_, report): &(ReportId, &'a Report)| {
            self.references.directive(&report.directive, &report.key, report.date_of_directive)
        };
        let resolved: Vec<_> = ids.par_iter().map(resolve).collect();
        let mut rows: Vec<(DirectiveId, Date, ReportId)> = Vec::with_capacity(ids.len());
        for ((id, report), target) in ids.into_iter().zip(resolved) {
            match target {
                Ok(target) => rows.push((target, report.date, id)),
                Err(why) => {
                    let received = self.report(id).0;
                    self.unfound(&|span| received.place(span), &report.directive, &report.key, why);
                }
            }
        }
        self.faults.extend(self.in_future(&rows));
        rows.par_sort_unstable();
        let mut resolved = std::mem::take(&mut self.resolved);
        let directives = self.directives();
        let Resolver { received, settings, register, as_of, .. } = *self;
        let owing = Owing { received, settings, register, as_of };
        let owe = |(at, resolved): (usize, &mut Resolved)| {
            let id = DirectiveId::at(at);
            let first = rows.partition_point(|(target, ..)| *target < id);
            let end = rows.partition_point(|(target, ..)| *target <= id);
            let moved: Vec<Moved> = resolved.changed_by.iter().map(|(_, moved)| moved.clone()).collect();
            let owed = owing.owe(self.source(id), directives[at].1, &moved, &rows[first..end]);
            (resolved.obligations, resolved.upcoming) = (owed.obligations, owed.upcoming);
            resolved.obligations.iter().for_each(|obligation| resolved.tally.add(obligation.state));
            owed.faults
        };
        let faults = resolved.par_iter_mut().enumerate().flat_map_iter(owe);
        let faults: Vec<Diagnostic> = faults.collect();
        self.faults.extend(faults);
        self.resolved = resolved;
    }

    /// Reports dated after the day as of which states are judged: one fault for all.
    fn in_future(&self, rows: &[(DirectiveId, Date, ReportId)]) -> Option<Diagnostic> {
        let later = rows.iter().filter(|(_, date, _)| *date > self.as_of);
        let mut later: Vec<(Place, Date)> = later
            .map(|(_, date, id)| {
                let (received, report) = self.report(*id);
                (received.place(report.date_span), *date)
            })
            .collect();
        later.sort();
        let (places, dates): (Vec<Place>, Vec<Date>) = later.into_iter().unzip();
        let (at, also) = places.split_first()?;
        let date = dates.first()?.to_string();
        Some(diagnostic::report_in_future(at.clone(), also, &date, &self.as_of.to_string()))
    }

    /// Reports names that the register does not know.
    fn name(&mut self) {
        let (register, fields) = (self.register, &self.settings.fields);
        let check = |at: &u32| {
            let source = &self.candidates[*at as usize].source;
            source.memo.get_or_compute(&(&**source, register, fields), |(source, register, fields)| {
                let file = DirectiveFile::of(source, fields);
                file.directive.as_ref().map_or(Vec::new(), |directive| unknown_names(directive, register))
            })
        };
        let found: Vec<Kept<Vec<UnknownName>>> = self.order.par_iter().map(check).collect();
        let unknown = DirectiveId::all().zip(&found).flat_map(|(id, unknown)| {
            let source = self.source(id);
            unknown.iter().map(move |name| (source, name))
        });
        self.faults.extend(unknown::faults(unknown, register));
    }

    fn report(&self, id: ReportId) -> (&'a Received, &'a Report) {
        progress::report(self.received, id)
    }

    /// Reports a change or a row that goes to no directive.
    fn unfound(&mut self, place: &dyn Fn(Span) -> Place, typed: &Text, key: &str, why: Unfound) {
        let fault = match why {
            Unfound::Hidden => return,
            Unfound::Unknown => {
                let references = &self.references;
                let is_among_first = self.near.len() < Hints::MOST;
                let near = self.near.entry(key.to_owned());
                let near = near.or_insert_with(|| is_among_first.then(|| references.near(key)).flatten());
                diagnostic::unknown_directive(place(typed.span), typed, near.as_deref())
            }
            Unfound::Several(found) => {
                let (dates, has_more) = self.references.shown_dates(&found);
                diagnostic::several_directives(place(typed.span), typed, &dates, has_more)
            }
        };
        self.faults.push(fault);
    }
}
