//! Render: bytes for one route; pure.
//!
//! Owns the one function from a route to its bytes, and what a page is made of. A page depends on
//! nothing but the content it is given: no clock, no disk, no order of calls.

pub mod data;
pub mod lists;
pub mod route;
mod text;
pub mod theme;
mod views;

use std::collections::BTreeMap;
use std::hash::DefaultHasher;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::model::catalog::{Catalog, Scope};
use crate::model::register::organization::{OrganizationId, Register};
use crate::model::register::settings::Settings;
use crate::read::memo::{Fingerprint, Kept};
use crate::read::source::{Source, Sources};
use data::{Exporter, TaskRecord};
use lists::index::Index;
use lists::mentions::Mentions;
use lists::totals::{self, Totals};
use route::{Addresses, PAGE, Route, RouteKind, UrlPath};
use theme::labels::Labels;
use theme::{Asset, Theme};
use views::frame::Head;
use views::parts::PageBuilder;
use views::task::Owed;

/// What stands at an address.
#[derive(Clone, Debug)]
pub enum Output {
    /// Bytes at hand.
    Bytes(Vec<u8>),
    /// A file that is named, never loaded.
    File(Arc<Source>),
}

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
    shared: OnceLock<(Value, Value)>,
}

/// Lists over the whole catalog, made when a page first asks for them. They do not depend on the texts
/// of directives.
#[derive(Default)]
struct Lists {
    index: OnceLock<Index>,
    mentions: OnceLock<Mentions>,
    forecast: OnceLock<(String, String)>,
}

/// Every address, what stands there, and what is wrong with that.
pub type Routes = Kept<(BTreeMap<UrlPath, Route>, Vec<Diagnostic>)>;

/// What has an address: pages follow from everything but texts, files stand beside what names them.
struct Addressed<'a> {
    content: &'a Content,
    assets: Vec<Arc<str>>,
}

impl Fingerprint for Addressed<'_> {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        let Content { catalog, register, labels, .. } = self.content;
        let files = |files: &[Arc<Source>]| -> Vec<Arc<str>> {
            files.iter().map(|file| file.path().clone()).collect()
        };
        let beside: Vec<Vec<Arc<str>>> = catalog.entries().iter().map(|entry| files(&entry.files)).collect();
        let reports = catalog.reports().iter().filter_map(|report| report.text.as_ref());
        let reported: Vec<Vec<Arc<str>>> = reports.map(|page| files(&page.files)).collect();
        (catalog.outline(), register, labels, &self.assets, beside, reported).add_to(hasher);
    }
}

impl Content {
    /// Content of its parts.
    pub fn new(
        sources: Sources,
        settings: Kept<Settings>,
        register: Kept<Register>,
        catalog: Catalog,
        labels: Kept<Labels>,
        theme: Kept<Theme>,
        scope: Scope,
    ) -> Content {
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
            shared: OnceLock::new(),
        }
    }

    /// Every address, and what stands there; two sources at one address are a fault.
    pub fn routes(&self) -> Routes {
        let files = self.settings.seal.iter().chain(&self.settings.theme);
        let own = files.filter_map(|typed| self.settings_file(typed)).map(|path| Arc::from(own_asset(&path)));
        let assets: Vec<Arc<str>> = self.theme.assets().chain(own).collect();
        self.sources.memo.get_or_compute(
            &Addressed { content: self, assets },
            |Addressed { content, assets }| {
                let longest = |id| content.longest_list(id);
                let Content { catalog, register, totals, labels, .. } = content;
                route::table(catalog, register, totals, labels, &longest, assets.iter().cloned())
            },
        )
    }

    /// The address of the page that is made of a file of content/; of a directive that cannot be read the
    /// one that it would have, as far as its lines tell.
    pub fn address_of(&self, path: &str) -> Option<String> {
        let addresses = Addresses::new(&self.labels);
        if let Some(id) = self.catalog.directive_at(path) {
            return Some(addresses.directive(&self.catalog, id));
        }
        let report = self.catalog.reports().iter().find(|report| &**report.source.path() == path);
        if let Some(page) = report.and_then(|report| report.text.as_ref()) {
            return Some(addresses.report(&page.slug));
        }
        let text = self.sources.get(path).filter(|_| self.catalog.is_broken(path))?.text().ok()?;
        let (year, slug) = crate::model::document::directive::likely_address(text)?;
        Some(addresses.directive_at(Some(year), &slug) + ".html")
    }

    /// All obligations, for tables and scripts.
    pub fn tasks(&self) -> Vec<TaskRecord> {
        Exporter::new(self).tasks()
    }

    fn index(&self) -> &Index {
        self.lists
            .index
            .get_or_init(|| Index::new(&self.catalog, &self.register, &Addresses::new(&self.labels)))
    }

    fn mentions(&self) -> &Mentions {
        self.lists.mentions.get_or_init(|| Mentions::new(&self.catalog, &self.register))
    }

    /// What the groups owe, as groups, that an organisation belonged to on each directive's date.
    fn owed_by_groups_of(&self, id: OrganizationId) -> Vec<Owed> {
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

    /// The length of the longest list on the page of an organisation.
    fn longest_list(&self, id: OrganizationId) -> usize {
        let owed = |id: &OrganizationId| self.totals.by_organization[id.index()].all() as usize;
        // Only a list that may be long is worth making.
        let through_groups = match self.register.groups_ever(id).iter().map(owed).sum() {
            most if most <= PAGE => most,
            _ => self.owed_by_groups_of(id).len(),
        };
        let named = self.mentions().longest(&self.catalog, &self.register, id, PAGE);
        owed(&id).max(through_groups).max(named)
    }

    /// What the figures of the whole site need on a later day.
    fn forecast(&self) -> &(String, String) {
        self.lists.forecast.get_or_init(|| {
            let entries = self.catalog.directives();
            let all = entries
                .flat_map(|(_, entry)| entry.resolved.obligations.iter().chain(&entry.resolved.upcoming));
            PageBuilder { content: self, from: None }.forecast(all)
        })
    }

    /// The path of the absolute address: the root of links on pages that are served at any depth.
    fn root(&self) -> String {
        let Some(base_url) = &self.settings.base_url else { return "/".to_owned() };
        let host = base_url.find("://").map_or(0, |at| at + 3);
        base_url[host..].find('/').map_or_else(|| "/".to_owned(), |at| base_url[host + at..].to_owned())
    }

    /// The file of content/ that the settings name.
    fn settings_file(&self, typed: &str) -> Option<String> {
        let path = crate::model::names::link::join(crate::model::register::settings::PATH, typed)?;
        self.sources.get(&path).map(|file| file.path().to_string())
    }

    /// The bytes that stand at an address.
    ///
    /// # Errors
    /// A fault of a layout, in its place.
    pub fn render(&self, address: &UrlPath, Route(kind): &Route) -> Result<Output, Diagnostic> {
        let address = address.as_str();
        let from = if matches!(kind, RouteKind::NotFound) { None } else { Some(address) };
        let builder = PageBuilder { content: self, from };
        let page = |layout: &str, name: &'static str, head: Head, view: Value| {
            builder.page(address, layout, name, head, view).map(Output::Bytes)
        };
        let labels = &self.labels;
        let head = |group: &str| Head::new(labels.get(group, "title"), labels.get(group, "description"));
        Ok(match kind {
            RouteKind::Home => {
                let title = &self.settings.title;
                return page(
                    "home.html",
                    "home",
                    Head::new(title, labels.get("home", "description")),
                    value(&builder.home()),
                );
            }
            RouteKind::NotFound => {
                let head = Head::new(labels.get("not_found", "title"), labels.get("not_found", "words"));
                return page("not-found.html", "not_found", head, Value::none());
            }
            RouteKind::Redirect(id, _) => {
                let view = builder.redirect(*id);
                let head = Head::new(labels.get("redirect", "title"), &view.link.text);
                return page("redirect.html", "redirect", head, value(&view));
            }
            RouteKind::Years => {
                return page("years.html", "years", head("list"), value(&builder.years_page()));
            }
            RouteKind::Year(year, part) => {
                let view = builder.year_page(*year, *part);
                let head = Head::new(&view.title, labels.get("list", "description"))
                    .below(builder.link(labels.get("list", "title"), &builder.addresses().years()));
                return page("year.html", "year", head, value(&view));
            }
            RouteKind::Directive(id) => {
                let entry = &self.catalog[*id];
                let view = builder.directive(*id);
                let years = builder.link(labels.get("list", "title"), &builder.addresses().years());
                let year = builder.link(
                    builder.year_label(entry.resolved.year),
                    &builder.addresses().year(entry.resolved.year, 0),
                );
                let head = Head::new(&view.name, &view.title).below(years).below(year);
                return builder
                    .page_with_text(address, "directive.html", "directive", head, &view, &view.html)
                    .map(Output::Bytes);
            }
            RouteKind::File(path) => self.file(path),
            RouteKind::Timeline(cut, part) => {
                let view = builder.timeline(*cut, *part);
                let mut head = Head::new(&view.title, labels.get("timeline", "description"));
                if *cut != totals::TimelineFilter::Now {
                    head = head.below(builder.link(
                        labels.get("timeline", "title"),
                        &builder.addresses().timeline(totals::TimelineFilter::Now, 0),
                    ));
                }
                head.axis = view
                    .axis
                    .as_ref()
                    .map(|axis| format!("{} {}", axis.first, axis.behind))
                    .unwrap_or_default();
                return page("timeline.html", "timeline", head, value(&view));
            }
            RouteKind::Organizations => {
                return page(
                    "organizations.html",
                    "register",
                    head("organizations"),
                    value(&builder.register_page()),
                );
            }
            RouteKind::Organization(id, part) => {
                let view = builder.organization_page(*id, *part);
                let words = labels.fill("organization", "description", &[("name", &view.name)]);
                let all =
                    builder.link(labels.get("organizations", "title"), &builder.addresses().organizations());
                let head = Head::new(&view.name, &words).below(all);
                return page("organization.html", "organization", head, value(&view));
            }
            RouteKind::Issuers => {
                return page("issuers.html", "issuers", head("issuers"), value(&builder.issuers_page()));
            }
            RouteKind::Issuer(id, part) => {
                let view = builder.issuer_page_of(*id, *part);
                let values = [("name", view.party.name.as_str())];
                let title = labels.fill("issuer", "title", &values);
                let all = builder.link(labels.get("issuers", "title"), &builder.addresses().issuers());
                let head = Head::new(&title, &labels.fill("issuer", "description", &values)).below(all);
                return page("issuer.html", "issuer", head, value(&view));
            }
            RouteKind::Matrix => {
                return page("matrix.html", "matrix", head("reports"), value(&builder.matrix()));
            }
            RouteKind::MatrixCsv => Output::Bytes(data::sheet(self.matrix_csv(&builder))),
            RouteKind::Report(at) => {
                let Some(view) = builder.report_page(*at) else { return Ok(Output::Bytes(Vec::new())) };
                let all = builder.link(labels.get("reports", "title"), &builder.addresses().matrix());
                let head = Head::new(&view.title, &view.task).below(all);
                return builder
                    .page_with_text(address, "report.html", "report", head, &view, &view.html)
                    .map(Output::Bytes);
            }
            RouteKind::DirectivesJson => Output::Bytes(data::json(&Exporter::new(self).directives())),
            RouteKind::DirectivesSchema => Output::Bytes(data::directives_schema()),
            RouteKind::TasksJson => Output::Bytes(data::json(&self.tasks())),
            RouteKind::TasksSchema => Output::Bytes(data::tasks_schema()),
            RouteKind::TasksCsv => Output::Bytes(data::sheet(data::tasks_csv(&self.tasks()))),
            RouteKind::Asset(name) => self.asset(name),
        })
    }

    fn asset(&self, name: &str) -> Output {
        match self.theme.asset(name) {
            Some(Asset::Text(text)) => Output::Bytes(text.as_bytes().to_vec()),
            Some(Asset::File(file)) => Output::File(file.clone()),
            None => {
                let files = self.settings.seal.iter().chain(&self.settings.theme);
                let path =
                    files.filter_map(|typed| self.settings_file(typed)).find(|path| own_asset(path) == name);
                path.map_or(Output::Bytes(Vec::new()), |path| self.file(&path))
            }
        }
    }

    /// A file of content/ as it is.
    fn file(&self, path: &str) -> Output {
        let Some(file) = self.sources.get(path) else { return Output::Bytes(Vec::new()) };
        match file.disk() {
            Some(_) => Output::File(file.clone()),
            None => Output::Bytes(file.text().unwrap_or_default().as_bytes().to_vec()),
        }
    }

    fn matrix_csv(&self, builder: &PageBuilder<'_>) -> Vec<u8> {
        let labels = &self.labels;
        let header =
            ["organization", "total", "done_on_time", "done_late", "in_time", "due_soon", "overdue", "rate"];
        let view = builder.matrix();
        let row = |row: &views::organization::CountedParty| {
            // The figures stand in the order overdue, due soon, in time, done, done late.
            let count = |at: usize| row.figures.figures[at].count.to_string();
            let total = row.figures.dated.to_string();
            [
                row.party.name.clone(),
                total,
                count(3),
                count(4),
                count(2),
                count(1),
                count(0),
                row.rate.clone(),
            ]
        };
        let rows: Vec<[String; 8]> = view.rows.iter().chain(std::iter::once(&view.sum)).map(row).collect();
        data::csv(std::iter::once(header.map(|key| labels.get("reports", key).to_owned())).chain(rows))
    }
}

/// The name under assets/ of a file that the settings name: apart from those of the theme.
fn own_asset(path: &str) -> String {
    format!("site/{}", path.strip_prefix("content/").unwrap_or(path))
}

fn value(view: &impl Serialize) -> Value {
    Value::from_serializable(view)
}
