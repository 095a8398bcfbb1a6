//! Which files of directives and reports are published, and what is remembered of those that are not.
//!
//! Owns the rule that drafts, secret documents and files that cannot be read stay out, without a second
//! fault where others name them. Does not know what a directive means to others.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::gate::{Barred, Gate};
use crate::model::document::attachment::{Attachment, AttachmentKind};
use crate::model::document::directive::{self, Directive, DirectiveFile};
use crate::model::document::field::Fields;
use crate::model::document::text::Facts;
use crate::model::document::typed::SecretPolicy;
use crate::model::names::citation::Names;
use crate::model::names::link::{self, LinkTarget};
use crate::model::names::number::{Number, loose};
use crate::model::register::organization::Register;
use crate::model::register::settings::Settings;
use crate::model::register::unknown::named;
use crate::model::time::date::Date;
use crate::model::work::progress::{self, Received, Report};
use crate::place::{Place, Span};
use crate::read::memo::{Fingerprint, Kept};
use crate::read::snapshot::{Source, Sources};
use crate::spelling::{Redaction, fold};

/// Why something that has a file is not on the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Withheld {
    /// A draft.
    Draft,
    /// Secret.
    Secret,
    /// Its front matter cannot be read.
    Broken,
}

/// A file of a directive on its way into the catalog.
pub struct Candidate {
    /// The file.
    pub source: Arc<Source>,
    /// What it holds.
    pub file: Kept<DirectiveFile>,
    /// Why it is left out.
    pub withheld: Option<Withheld>,
}

impl Candidate {
    /// The directive, if it is published.
    pub fn published(&self) -> Option<&Arc<Directive>> {
        self.file.directive.as_ref().filter(|_| self.withheld.is_none())
    }
}

/// Reads every file of a directive, in path order.
pub fn candidates(
    sources: &Sources,
    gate: Gate,
    fields: &Fields,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Candidate> {
    let files = sources.under(directive::FOLDER).filter(|source| directive::is_source(source.path()));
    let files: Vec<Arc<Source>> = files.cloned().collect();
    let read = |source: Arc<Source>| {
        let file = DirectiveFile::of(&source, fields);
        let secret = file.directive.as_ref().and_then(|directive| {
            directive.secret.or_else(|| secret_attachment(sources, gate, &source, &directive.attachments))
        });
        let withheld = match &file.directive {
            None => Some(Withheld::Broken),
            Some(_) if secret.is_some() => Some(Withheld::Secret),
            Some(directive) if directive.draft && !gate.drafts => Some(Withheld::Draft),
            Some(_) => None,
        };
        (secret.map(|span| source.place(span)), Candidate { source, file, withheld })
    };
    let read: Vec<(Option<Place>, Candidate)> = files.into_par_iter().map(read).collect();
    let tell = |(secret, candidate): (Option<Place>, Candidate)| {
        tell(gate, candidate.withheld, &candidate.file.faults, secret, faults);
        candidate
    };
    read.into_iter().map(tell).collect()
}

/// Files of reports, in path order: those that are published, and those that are left out.
pub type Reports = (Vec<Received>, Vec<(Received, Withheld)>);

/// Reads every file of reports. What is wrong with one that is published is said later.
pub fn reports(sources: &Sources, gate: Gate, faults: &mut Vec<Diagnostic>) -> Reports {
    let (mut taken, mut left_out) = (Vec::new(), Vec::new());
    for received in progress::received(sources) {
        let Received { source, file } = &received;
        let attachments = file.text.iter().flat_map(|text| &*text.attachments);
        let attached = || secret_attachment(sources, gate, source, attachments);
        let secret = file.secret.clone().or_else(|| attached().map(|span| source.place(span)));
        let withheld = match secret {
            Some(_) => Withheld::Secret,
            None if file.draft && !gate.drafts => Withheld::Draft,
            None => {
                taken.push(received);
                continue;
            }
        };
        tell(gate, Some(withheld), &file.faults, secret, faults);
        left_out.push((received, withheld));
    }
    (taken, left_out)
}

/// Says what is wrong with a file: of a draft that is left out nothing stops a build, of a secret that is left
/// out nothing is said.
pub(super) fn tell(
    gate: Gate,
    withheld: Option<Withheld>,
    own: &[Diagnostic],
    secret: Option<Place>,
    faults: &mut Vec<Diagnostic>,
) {
    match withheld {
        Some(Withheld::Secret) if gate.policy == SecretPolicy::Skip => {}
        Some(Withheld::Draft) => faults.extend(own.iter().cloned().map(Diagnostic::lowered)),
        _ => {
            faults.extend(own.iter().cloned());
            faults.extend(secret.map(diagnostic::secret));
        }
    }
}

/// Where a directive or a report names an attachment that is secret.
fn secret_attachment<'a>(
    sources: &Sources,
    gate: Gate,
    source: &Source,
    attachments: impl IntoIterator<Item = &'a Attachment>,
) -> Option<Span> {
    attachments.into_iter().find_map(|attachment| match &attachment.kind {
        AttachmentKind::File(typed) => {
            let named = gate.named(sources, source.path(), typed)?;
            (named == Err(Barred::Secret)).then_some(typed.span)
        }
        _ => None,
    })
}

/// The register as readers see it: where secrets are left out, an organisation that only they name is too.
pub fn register(
    sources: &Sources,
    gate: Gate,
    register: &Kept<Register>,
    candidates: &[Candidate],
    received: &[Received],
) -> Kept<Register> {
    if gate.policy != SecretPolicy::Skip {
        return register.clone();
    }
    sources.memo.get_or_compute(&(register, candidates, received), |(register, candidates, received)| {
        let published = candidates.iter().filter_map(Candidate::published);
        let mut dates: FxHashMap<&str, FxHashSet<Option<Date>>> = FxHashMap::default();
        let mut slugs: FxHashSet<&str> = FxHashSet::default();
        for candidate in candidates.iter().filter(|candidate| candidate.withheld.is_none()) {
            let number = candidate.file.directive.as_ref().and_then(|d| Some((d.number.as_ref()?, d.date)));
            slugs.insert(&candidate.file.slug);
            if let Some((number, date)) = number {
                dates.entry(loose(&number.key)).or_default().insert(date);
            }
        }
        let is_of_published = |report: &&Report| {
            let (typed, date) = (report.directive.as_str(), report.date_of_directive);
            let days = dates.get(loose(&report.key));
            let numbered = days.is_some_and(|days| date.is_none() || days.contains(&date));
            numbered || slugs.contains(typed)
        };
        let reports = received.iter().flat_map(|received| &received.file.reports).filter(is_of_published);
        let reporting = reports.filter_map(|report| report.organization.as_ref());
        let named = published.flat_map(|directive| {
            let filed = directive.recipients.iter().chain(&directive.also_to).flat_map(|line| &line.to);
            let routed = directive.received.iter().filter_map(|stamp| stamp.routed_to.as_ref());
            named(directive).into_iter().chain(filed).chain(routed)
        });
        register.of_named(named.chain(reporting))
    })
}

/// Numbers of directives that are not on the site, or not with their date, though they have a file: naming
/// them is no fault.
#[derive(Debug, Default, Hash)]
pub struct Hidden {
    keys: BTreeMap<String, BTreeSet<Option<Date>>>,
    slugs: BTreeSet<String>,
    /// Whether a front matter cannot be read: any number may be its.
    is_unread: bool,
}

impl Hidden {
    /// What is left out of `candidates`.
    pub fn new(candidates: &[Candidate]) -> Hidden {
        let mut hidden = Hidden::default();
        for Candidate { file, withheld, .. } in candidates {
            hidden.is_unread |= *withheld == Some(Withheld::Broken);
            if let Some(key) = &file.broken_number {
                hidden.keys.entry(key.clone()).or_default().insert(None);
            }
            if let (Some(_), Some(directive)) = (withheld, &file.directive) {
                if let Some(number) = &directive.number {
                    hidden.keys.entry(number.key.clone()).or_default().insert(directive.date);
                }
                hidden.slugs.insert(file.slug.clone());
            }
        }
        hidden
    }

    /// Whether a directive has the number of this key and a date that cannot be read.
    pub fn is_broken(&self, key: &str) -> bool {
        self.keys.get(key).is_some_and(|days| days.contains(&None))
    }

    /// Whether a number, or a slug, may be that of a directive that is left out.
    pub fn holds(&self, typed: &str, date: Option<Date>) -> bool {
        let days = self.keys.get(&Number::new(typed).key);
        self.is_unread
            || self.slugs.contains(typed)
            || days.is_some_and(|days| date.is_none() || days.contains(&None) || days.contains(&date))
    }
}

/// What a candidate says in its front matter, and whether it is published: all that other documents need.
impl Fingerprint for Candidate {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        (self.source.path(), self.file.front_matter, self.withheld).hash(hasher);
    }
}

/// The names that are looked for in all texts.
pub fn names(candidates: &[Candidate], settings: &Settings) -> Names {
    let published = candidates.iter().filter_map(Candidate::published);
    let mut known: Vec<String> = published.flat_map(|d| &d.known_as).map(|name| fold(name)).collect();
    known.sort();
    known.dedup();
    Names::new(&settings.types, known)
}

/// The files that directives and reports which are left out name, so that they raise no fault; and the faults
/// of drafts, as warnings.
pub fn named_by_withheld(
    candidates: &[Candidate],
    reports: &[(Received, Withheld)],
    names: &Names,
    faults: &mut Vec<Diagnostic>,
) -> FxHashSet<Arc<str>> {
    let mut named = FxHashSet::default();
    for Candidate { source, file, withheld } in candidates.iter().filter(|c| c.withheld.is_some()) {
        let Some(directive) = &file.directive else { continue };
        let facts = Facts::of(source, directive.body, &directive.redaction, names);
        if *withheld == Some(Withheld::Draft) {
            let mut found = facts.faults.clone();
            directive.check_sections(&facts, |span| source.place(span), &mut found);
            faults.extend(found.into_iter().map(Diagnostic::lowered));
        }
        named.extend(named_in(source, &directive.attachments, &facts));
    }
    for (Received { source, file }, withheld) in reports {
        let Some(text) = &file.text else { continue };
        let facts = Facts::of(source, text.body, &Redaction::default(), names);
        if *withheld == Withheld::Draft {
            faults.extend(facts.faults.iter().cloned().map(Diagnostic::lowered));
        }
        named.extend(named_in(source, &text.attachments, &facts));
    }
    named
}

/// The paths of files that a text and its attachments name.
pub(super) fn named_in(source: &Source, attachments: &[Attachment], facts: &Facts) -> Vec<Arc<str>> {
    let attached = attachments.iter().filter_map(|a| match &a.kind {
        AttachmentKind::File(typed) => link::join(source.path(), typed),
        _ => None,
    });
    let linked = facts.links.iter().filter_map(|l| match link::read(source.path(), &l.target) {
        LinkTarget::File { path, .. } => Some(path),
        _ => None,
    });
    attached.chain(linked).map(Arc::from).collect()
}
