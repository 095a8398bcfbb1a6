//! Free pages among the others: which are published, what their texts lead to, and which of them the menu names.
//!
//! Owns the rule that a page which the menu names and that is left out takes its entry with it.

use std::hash::{DefaultHasher, Hash};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::admission::{Withheld, named_in, tell};
use crate::model::catalog::gate::{Gate, Publishable};
use crate::model::catalog::reference::Target;
use crate::model::catalog::{Catalog, Citations};
use crate::model::document::directive::slug_of_file;
use crate::model::document::page::{self, FreePage, PageFile};
use crate::model::document::text::Facts;
use crate::model::names::citation::Names;
use crate::model::names::link;
use crate::model::names::name::collation_key;
use crate::model::register::settings::{self, MenuEntry, Settings};
use crate::nearest::nearest;
use crate::read::memo::{Fingerprint, Kept};
use crate::read::snapshot::{Source, Sources};
use crate::spelling::Redaction;

/// A free page that is published.
pub struct PageEntry {
    /// Its file.
    pub source: Arc<Source>,
    /// What it is.
    pub page: Arc<FreePage>,
    /// The last part of its address.
    pub slug: String,
    /// What its text holds.
    pub facts: Kept<Facts>,
    /// What its citations lead to.
    pub citations: Arc<[Target]>,
    /// Files that are published beside it, in path order.
    pub files: Vec<Publishable>,
}

/// All but its text: what other pages show of it.
impl Fingerprint for PageEntry {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        (self.source.path(), self.page.front_matter).hash(hasher);
    }
}

/// Files of free pages, in path order.
#[derive(Default)]
pub(super) struct Admitted {
    taken: Vec<(Arc<Source>, Arc<FreePage>)>,
    left_out: Vec<(Arc<Source>, Kept<PageFile>, Withheld)>,
}

impl Admitted {
    /// Reads every file of a free page.
    pub fn new(sources: &Sources, gate: Gate, faults: &mut Vec<Diagnostic>) -> Admitted {
        let mut admitted = Admitted::default();
        for source in sources.under(page::FOLDER).filter(|source| page::is_source(source.path())) {
            let file = PageFile::of(source);
            let secret = file.page.as_ref().and_then(|page| page.secret);
            let withheld = match &file.page {
                None => Some(Withheld::Broken),
                Some(_) if secret.is_some() => Some(Withheld::Secret),
                Some(page) if page.draft && !gate.drafts => Some(Withheld::Draft),
                Some(_) => None,
            };
            tell(gate, withheld, &file.faults, secret.map(|span| source.place(span)), faults);
            match (withheld, &file.page) {
                (None, Some(page)) => admitted.taken.push((source.clone(), page.clone())),
                (why, _) => admitted.left_out.push((source.clone(), file, why.unwrap_or(Withheld::Broken))),
            }
        }
        admitted
    }

    /// Why each of those that are left out is.
    pub fn withheld(&self) -> impl Iterator<Item = (Arc<str>, Withheld)> {
        self.left_out.iter().map(|(source, _, why)| (source.path().clone(), *why))
    }

    /// Whether the front matter of each can be read.
    pub fn is_read(&self) -> bool {
        self.left_out.iter().all(|(.., why)| *why != Withheld::Broken)
    }

    /// Adds the files that those which are left out name, so that they raise no fault; and the faults of drafts.
    pub fn add_named(&self, names: &Names, named: &mut FxHashSet<Arc<str>>, faults: &mut Vec<Diagnostic>) {
        for (source, file, why) in &self.left_out {
            let Some(page) = &file.page else { continue };
            let facts = Facts::of(source, page.body, &Redaction::default(), names);
            if *why == Withheld::Draft {
                faults.extend(facts.faults.iter().cloned().map(Diagnostic::lowered));
            }
            named.extend(named_in(source, &[], &facts));
        }
    }
}

impl Catalog {
    /// All free pages that are published, in path order.
    pub fn pages(&self) -> &[PageEntry] {
        &self.pages
    }

    /// The place among [`Catalog::pages`] of the one whose file stands at `path`.
    pub fn page_at(&self, path: &str) -> Option<usize> {
        self.pages.binary_search_by(|page| page.source.path().as_ref().cmp(path)).ok()
    }

    /// The page that an entry of the menu names; none where it is left out.
    pub fn page_of(&self, entry: &MenuEntry) -> Option<usize> {
        self.page_at(&link::join(settings::PATH, &entry.page)?)
    }

    /// The pages that the menu does not name: by `order`, then by title.
    pub fn unlisted_pages(&self, settings: &Settings) -> Vec<usize> {
        let named: Vec<usize> = settings.menu.iter().filter_map(|entry| self.page_of(entry)).collect();
        let mut unlisted: Vec<usize> = (0..self.pages.len()).filter(|at| !named.contains(at)).collect();
        unlisted.sort_by_cached_key(|at| {
            let page = &self.pages[*at].page;
            (page.order.is_none(), page.order, collation_key(&page.title), *at)
        });
        unlisted
    }

    pub(super) fn take_pages(
        &mut self,
        admitted: &Admitted,
        names: &Names,
        settings: &Settings,
        faults: &mut Vec<Diagnostic>,
    ) {
        let entry = |(source, page): &(Arc<Source>, Arc<FreePage>)| {
            let facts = Facts::of(source, page.body, &Redaction::default(), names);
            let Citations { targets, notes } =
                Citations::new(source, &facts, None, self.references(), settings);
            let faults: Vec<Diagnostic> = notes.into_iter().chain(facts.faults.iter().cloned()).collect();
            let (source, page, slug) = (source.clone(), page.clone(), slug_of_file(source));
            (PageEntry { source, page, slug, facts, citations: targets, files: Vec::new() }, faults)
        };
        let entries: Vec<(PageEntry, Vec<Diagnostic>)> = admitted.taken.par_iter().map(entry).collect();
        for (entry, found) in entries {
            self.pages.push(entry);
            faults.extend(found);
        }
    }

    /// Reports entries of the menu that name no free page.
    pub(super) fn check_menu(&self, sources: &Sources, settings: &Settings, faults: &mut Vec<Diagnostic>) {
        let Some(source) = sources.get(settings::PATH) else { return };
        for MenuEntry { page, .. } in &settings.menu {
            let path = link::join(settings::PATH, page);
            let is_known = |path: &String| self.page_at(path).is_some() || self.is_withheld(path);
            if !path.as_ref().is_some_and(|path| page::is_source(path) && is_known(path)) {
                let published = || self.pages.iter().map(|page| &page.source.path()["content/".len()..]);
                let near = published()
                    .find(|known| known.rsplit('/').next() == page.rsplit('/').next())
                    .or_else(|| nearest(page, published()));
                faults.push(diagnostic::unknown_page(source.place(page.span), page, near));
            }
        }
    }
}
