//! Which files of directives are published, and what is remembered of those that are not.
//!
//! Owns the rule that drafts, secret documents and files that cannot be read stay out, without a second
//! fault where others name them. Does not know what a directive means to others.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::files;
use crate::model::document::attachment::AttachmentKind;
use crate::model::document::directive::{self, Directive, DirectiveFile};
use crate::model::document::text;
use crate::model::document::text::Facts;
use crate::model::document::typed::SecretPolicy;
use crate::model::names::citation::Names;
use crate::model::names::link::{self, LinkTarget};
use crate::model::names::number::Number;
use crate::model::register::settings::Settings;
use crate::model::time::date::Date;
use crate::place::Span;
use crate::read::memo::{Fingerprint, Kept};
use crate::read::snapshot::{Source, Sources};
use crate::spelling::fold;

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
    settings: &Settings,
    drafts: bool,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Candidate> {
    let files = sources.under(directive::FOLDER).filter(|source| directive::is_source(source.path()));
    let files: Vec<Arc<Source>> = files.cloned().collect();
    let read = |source: Arc<Source>| {
        let file = DirectiveFile::of(&source);
        let withheld = match &file.directive {
            None => Some(Withheld::Broken),
            Some(directive) if directive.secret.is_some() => Some(Withheld::Secret),
            Some(directive) if secret_attachment(sources, &source, directive).is_some() => {
                Some(Withheld::Secret)
            }
            Some(directive) if directive.draft && !drafts => Some(Withheld::Draft),
            Some(_) => None,
        };
        Candidate { source, file, withheld }
    };
    let candidates: Vec<Candidate> = files.into_par_iter().map(read).collect();
    for Candidate { source, file, withheld } in &candidates {
        match withheld {
            Some(Withheld::Secret) if settings.secret == SecretPolicy::Skip => continue,
            Some(Withheld::Draft) => faults.extend(file.faults.iter().cloned().map(Diagnostic::lowered)),
            _ => faults.extend(file.faults.iter().cloned()),
        }
        if *withheld == Some(Withheld::Secret)
            && let Some(directive) = &file.directive
        {
            let secret = directive.secret.or_else(|| secret_attachment(sources, source, directive));
            faults.extend(secret.map(|span| diagnostic::secret(source.place(span))));
        }
    }
    candidates
}

/// Where a directive names an attachment that holds a mark of secrecy.
fn secret_attachment(sources: &Sources, source: &Source, directive: &Directive) -> Option<Span> {
    directive.attachments.iter().find_map(|attachment| match &attachment.kind {
        AttachmentKind::File(typed) => {
            let file = files::named(sources, source.path(), typed)?;
            text::is_secret_file(file).then_some(typed.span)
        }
        _ => None,
    })
}

/// Numbers of directives that are not on the site, or not with their date, though they have a file: naming
/// them is no fault.
#[derive(Debug, Default, Hash)]
pub struct Hidden {
    keys: BTreeMap<String, Vec<Option<Date>>>,
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
                hidden.keys.entry(key.clone()).or_default().push(None);
            }
            if let (Some(_), Some(directive)) = (withheld, &file.directive) {
                if let Some(number) = &directive.number {
                    hidden.keys.entry(number.key.clone()).or_default().push(directive.date);
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
        let days = self.keys.get(&Number::new(typed).key).map_or(&[][..], Vec::as_slice);
        self.is_unread
            || self.slugs.contains(typed)
            || days.iter().any(|day| date.is_none() || day.is_none() || *day == date)
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

/// The files that directives which are left out name, so that they raise no fault; and the faults of
/// drafts, as warnings.
pub fn named_by_withheld(
    candidates: &[Candidate],
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
        let attached = directive.attachments.iter().filter_map(|a| match &a.kind {
            AttachmentKind::File(typed) => link::join(source.path(), typed),
            _ => None,
        });
        let linked = facts.links.iter().filter_map(|l| match link::read(source.path(), &l.target) {
            LinkTarget::File { path, .. } => Some(path),
            _ => None,
        });
        named.extend(attached.chain(linked).map(Arc::from));
    }
    named
}
