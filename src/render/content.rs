//! Content: what a page is made of.
//!
//! Owns everything that pages read, gathered in one value, and the lists over it that are made when
//! they are first asked for. It depends on no clock and no disk. Does not know which pages there are.

use std::sync::OnceLock;

use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::model::catalog::{Catalog, Scope};
use crate::model::document::directive::{likely_address, slug_of_file};
use crate::model::document::page;
use crate::model::document::standing::may_be_secret;
use crate::model::names::link;
use crate::model::register::organization::{OrganizationId, Register};
use crate::model::register::settings::{self, Settings};
use crate::model::work::obligation::State;
use crate::read::memo::Kept;
use crate::read::snapshot::Sources;
use crate::render::address::{Addresses, PAGE};
use crate::render::lists::duties::Duties;
use crate::render::lists::forecast::Forecast;
use crate::render::lists::index::{Index, Owed};
use crate::render::lists::mentions::Mentions;
use crate::render::lists::periods::Periods;
use crate::render::lists::shelves::Shelves;
use crate::render::lists::totals::Totals;
use crate::render::theme::labels::{FORCE, Labels};
use crate::render::theme::policy;
use crate::render::theme::{Theme, value};

/// Everything that pages are made of.
pub struct Content {
    /// The sources.
    pub sources: Sources,
    /// The settings.
    pub settings: Kept<Settings>,
    /// The register.
    pub register: Kept<Register>,
    /// The catalog.
    pub catalog: Catalog,
    /// The labels.
    pub labels: Kept<Labels>,
    /// The theme.
    pub theme: Kept<Theme>,
    /// The day, and whether drafts are shown.
    pub scope: Scope,
    /// The counts of all pages.
    pub totals: Kept<Totals>,
    lists: Kept<Lists>,
    words: OnceLock<Words>,
}

/// Lists over the whole catalog, made when they are first asked for. They do not depend on the texts of
/// directives.
#[derive(Default)]
struct Lists {
    index: OnceLock<Index>,
    mentions: OnceLock<Mentions>,
    forecast: OnceLock<Forecast>,
    shelves: OnceLock<Shelves>,
    periods: OnceLock<Periods>,
}

/// What layouts are given on every page alike.
pub(crate) struct Words {
    /// The labels.
    pub labels: Value,
    /// The words of states, for the script: `word=label`, parted by `|`.
    pub states: Value,
}

impl Content {
    /// Content of its parts.
    pub fn new(
        sources: Sources,
        settings: Kept<Settings>,
        catalog: Catalog,
        labels: Kept<Labels>,
        theme: Kept<Theme>,
        scope: Scope,
    ) -> Content {
        let register = catalog.register().clone();
        let totals = sources.memo.get_or_compute(&(catalog.outline(), &register), |(outline, register)| {
            Totals::new(outline.catalog(), register)
        });
        let lists =
            sources.memo.get_or_compute(&(catalog.outline(), &register, &labels), |_| Lists::default());
        Content {
            sources,
            settings,
            register,
            catalog,
            labels,
            theme,
            scope,
            totals,
            lists,
            words: OnceLock::new(),
        }
    }

    /// The address of the page that is made of a file of content/; of a directive that cannot be read the
    /// one that it would have, as far as its lines tell.
    pub fn address_of(&self, path: &str) -> Option<String> {
        let addresses = self.addresses();
        if let Some(id) = self.catalog.directive_at(path) {
            return Some(addresses.directive(&self.catalog, id));
        }
        let report = self.catalog.reports().iter().find(|report| &**report.source.path() == path);
        if let Some(page) = report.and_then(|report| report.text.as_ref()) {
            return Some(addresses.report(&page.slug));
        }
        if let Some(page) = self.catalog.page_at(path) {
            return Some(addresses.page(&self.catalog.pages()[page].slug));
        }
        let broken = self.sources.get(path).filter(|_| self.catalog.is_broken(path))?;
        // That there would be a page at all is not told of what may be secret.
        let broken = Some(broken).filter(|source| !may_be_secret(source))?;
        if page::is_source(path) {
            return Some(addresses.page(&slug_of_file(broken)));
        }
        let text = broken.text().ok()?;
        let (year, slug) = likely_address(text)?;
        Some(addresses.directive_at(Some(year), &slug) + ".html")
    }

    /// The addresses of the site.
    pub(crate) fn addresses(&self) -> Addresses<'_> {
        Addresses::new(&self.labels)
    }

    /// All obligations in order.
    pub(crate) fn index(&self) -> &Index {
        self.lists.index.get_or_init(|| Index::new(&self.catalog, &self.register, &self.addresses()))
    }

    /// Where each organisation is named.
    pub(crate) fn mentions(&self) -> &Mentions {
        self.lists.mentions.get_or_init(|| Mentions::new(&self.catalog, &self.register))
    }

    /// What the figures of the whole site need on a later day.
    pub(crate) fn forecast(&self) -> &Forecast {
        self.lists.forecast.get_or_init(|| {
            let entries = self.catalog.directives();
            let all = entries
                .flat_map(|(_, entry)| entry.resolved.obligations.iter().chain(&entry.resolved.upcoming));
            Forecast::new(all, &self.catalog, self.settings.due_soon_days)
        })
    }

    /// The directives of each year and of each issuer.
    pub(crate) fn shelves(&self) -> &Shelves {
        let soon = self.settings.due_soon_days;
        self.lists.shelves.get_or_init(|| Shelves::new(&self.catalog, &self.register, soon))
    }

    /// What ends in each quarter.
    pub(crate) fn periods(&self) -> &Periods {
        let soon = self.settings.due_soon_days;
        self.lists.periods.get_or_init(|| Periods::new(&self.catalog, self.index(), soon))
    }

    /// What layouts are given on every page alike.
    pub(crate) fn words(&self) -> &Words {
        self.words.get_or_init(|| {
            let labels = &self.labels;
            let states = State::ALL.map(|state| format!("{}={}", state.word(), labels.state(state)));
            let force = FORCE.map(|(word, _)| format!("{word}={}", labels.force(word)));
            let states = states.into_iter().chain(force).collect::<Vec<_>>().join("|");
            Words { labels: value(&**labels), states: value(&states) }
        })
    }

    /// What the groups owe, as groups, that an organisation belonged to on each directive's date.
    pub(crate) fn owed_by_groups_of(&self, id: OrganizationId) -> Vec<Owed> {
        let groups = self.register.groups_ever(id).into_iter();
        let owed = groups.flat_map(|group| {
            let was_in = move |one: &&Owed| {
                let when = &self.catalog[one.directive].directive.when;
                self.register.groups_on(id, when).contains(&group)
            };
            self.index().of(group).iter().filter(was_in)
        });
        owed.copied().collect()
    }

    /// The length of the longest list on the page of an organisation, or any length of one page where none
    /// is longer than that.
    pub(crate) fn longest_list(&self, id: OrganizationId) -> usize {
        let owed = |id: &OrganizationId| self.totals.by_organization[id.index()].all() as usize;
        // Only a list that may be long is worth making.
        let open = |most: usize, list: &dyn Fn() -> Vec<Owed>| match most {
            most if most <= PAGE => most,
            _ => self.longest_of(&list()),
        };
        let own = open(owed(&id), &|| self.index().of(id).to_vec());
        let in_groups = self.register.groups_ever(id).iter().map(owed).sum();
        let through_groups = open(in_groups, &|| self.owed_by_groups_of(id));
        let named = self.mentions().longest(&self.catalog, &self.register, id, PAGE);
        own.max(through_groups).max(named)
    }

    /// The length of the longest list of what is owed: what is open as so many whole parts as it takes.
    fn longest_of(&self, owed: &[Owed]) -> usize {
        let open = match Duties::new(&self.catalog, owed).parts() {
            1 => 0,
            parts => parts * PAGE,
        };
        let states = [State::DoneOnTime, State::Ongoing, State::Undated, State::Cancelled];
        let of = |state: State| {
            let is_its = |one: &&Owed| match one.of(&self.catalog).state {
                State::DoneLate => state == State::DoneOnTime,
                other => state == other,
            };
            owed.iter().filter(is_its).count()
        };
        states.map(of).into_iter().max().unwrap_or_default().max(open)
    }

    /// Whether an organisation has something to meet about: what it owes, itself or in a group, or supports.
    pub(crate) fn has_sheet(&self, id: OrganizationId) -> bool {
        let owes = |id: &OrganizationId| self.totals.by_organization[id.index()].all() > 0;
        owes(&id)
            || self.register.groups_ever(id).iter().any(owes)
            || !self.mentions().supported(&self.catalog, &self.register, id).is_empty()
    }

    /// The path of the absolute address: the root of links on pages that are served at any depth.
    pub(crate) fn root(&self) -> String {
        let Some(base_url) = &self.settings.base_url else { return "/".to_owned() };
        let host = base_url.find("://").map_or(0, |at| at + 3);
        // Two slashes would begin the name of another host.
        let path = base_url[host..].split_once('/').map_or("", |(_, path)| path.trim_start_matches('/'));
        format!("/{path}")
    }

    /// The file of content/ that the settings name, if it is published.
    pub(crate) fn settings_file(&self, typed: &str) -> Option<String> {
        let path = link::join(settings::PATH, typed)?;
        self.catalog.published(&path).map(|file| file.path().to_string())
    }

    /// What browsers would not do of the style sheet that the settings name.
    pub(crate) fn theme_faults(&self) -> Vec<Diagnostic> {
        let path = self.settings.theme.as_ref().and_then(|typed| self.settings_file(typed));
        let theme = path.as_deref().and_then(|path| self.sources.get(path));
        theme
            .map_or_else(Vec::new, |theme| theme.memo.get_or_compute(&**theme, policy::style_faults).to_vec())
    }

    /// The files of content/ that the settings name and that are published.
    pub(crate) fn settings_files(&self) -> impl Iterator<Item = String> {
        let named = self.settings.seal.iter().chain(&self.settings.theme);
        named.filter_map(|typed| self.settings_file(typed))
    }
}

#[cfg(test)]
mod tests {
    use crate::read::snapshot::Sources;
    use crate::site::{Options, Site};

    #[track_caller]
    fn check(base_url: Option<&str>, root: &str) {
        let sources = Sources::from_texts([("content/site.yaml".into(), "title: Công báo\n".to_owned())]);
        let as_of = "2021-04-01".parse().unwrap();
        let base_url = base_url.map(str::to_owned);
        let (site, _) = Site::load(&sources, &Options { as_of, base_url, drafts: false });
        assert_eq!(site.content().root(), root);
    }

    #[test]
    fn the_root_is_the_path_of_the_absolute_address() {
        check(None, "/");
        check(Some("https://congbao.vn/"), "/");
        check(Some("https://congbao.vn/tinh/a/"), "/tinh/a/");
        check(Some("https://congbao.vn"), "/");
        check(Some("https://congbao.vn//a.example/"), "/a.example/");
    }
}
