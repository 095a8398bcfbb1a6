//! Routes: every address of a site, and what stands there.
//!
//! Owns the table: of each kind of route its address, its layout and its view. A [`Route`] comes only
//! from [`Content::routes`]: having one is the proof that its page exists. Two sources at one address,
//! and an address that some disk cannot bear, are faults where the source says it.

mod folders;
mod origin;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::hash::DefaultHasher;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use folders::{Conflict, Folders, Taken};
use origin::is_address;

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::gate::Publishable;
use crate::model::catalog::links::ASSETS;
use crate::model::catalog::reference::DirectiveId;
use crate::model::register::organization::OrganizationId;
use crate::place::Place;
use crate::read::decode::Text;
use crate::read::memo::{Fingerprint, Kept};
use crate::read::snapshot::Source;
use crate::render::active::is_active;
use crate::render::address::{asset, own_asset, parts_of};
use crate::render::content::Content;
use crate::render::data;
use crate::render::filter::TimelineFilter;
use crate::render::portable;
use crate::render::views::amended::Reading;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::frame::Page;
use crate::render::views::matrix::MatrixOrder;
use crate::spelling::slug;

/// An address from the root of the site: `van-ban/2021/34-kh-tu.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for UrlPath {
    fn from(path: String) -> UrlPath {
        UrlPath(path.into())
    }
}

impl Borrow<str> for UrlPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Every address, what stands there, and what is wrong with that.
pub type Routes = Kept<(BTreeMap<UrlPath, Route>, Vec<Diagnostic>)>;

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route(pub(crate) RouteKind);

impl Route {
    /// Whether a file of content/ stands there.
    pub(crate) fn is_file(&self) -> bool {
        self.file().is_some()
    }

    /// Whether a file of content/ stands there that a browser could run.
    pub(crate) fn is_active(&self) -> bool {
        self.file().is_some_and(|path| is_active(path))
    }

    /// The file of content/ that stands there, as it is.
    fn file(&self) -> Option<&Arc<str>> {
        use RouteKind::{DirectiveFile, PageFile, ReportFile};
        match &self.0 {
            DirectiveFile(_, path) | ReportFile(_, path) | PageFile(_, path) => Some(path),
            _ => None,
        }
    }

    /// Whether an old address stands there.
    fn is_redirect(&self) -> bool {
        self.0.is_redirect()
    }
}

/// The kinds of pages and files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RouteKind {
    Home,
    NotFound,
    /// Where an old address leads, and which of the directive's aliases it is.
    Redirect(DirectiveId, usize),
    /// The same of a free page.
    PageRedirect(usize, usize),
    Years,
    Year(Option<i16>, usize),
    Directive(DirectiveId),
    /// The text of a directive with what amendments did to its words.
    Consolidated(DirectiveId),
    /// A file of content/ beside a directive, by its path.
    DirectiveFile(DirectiveId, Arc<str>),
    Timeline(TimelineFilter, usize),
    Organizations,
    Organization(OrganizationId, usize),
    Issuers,
    Issuer(OrganizationId, usize),
    Matrix,
    /// The same in Vietnamese order.
    MatrixByName,
    MatrixCsv,
    /// The meeting sheet of the site, and those of organisations.
    Sheet,
    OrganizationSheet(OrganizationId),
    Report(usize),
    /// A file of content/ beside a report, by its path.
    ReportFile(usize, Arc<str>),
    Topics,
    /// A topic by its place among all, and a part of its list.
    Topic(usize, usize),
    FreePage(usize),
    /// A file of content/ beside a free page, by its path.
    PageFile(usize, Arc<str>),
    DirectivesJson,
    DirectivesSchema,
    TasksJson,
    TasksSchema,
    TasksCsv,
    /// A file of the theme or one that the settings name, by its name under assets/.
    Asset(Arc<str>),
}

/// A row of the table: an address, and how its bytes are made.
pub(crate) type Row<'a> = (String, Recipe<'a>);

/// How the bytes at an address are made.
pub(crate) enum Recipe<'a> {
    /// By a layout, of a view.
    Page(&'static str, View<'a>),
    /// As data.
    Data(fn(&Content) -> Vec<u8>),
    /// A file of content/, as it is.
    File(&'a str),
    /// A file under assets/, as it is.
    Asset(&'a str),
}

/// Makes a page; none where there is nothing to show.
type View<'a> = Box<dyn Fn(&PageBuilder<'_>) -> Option<Page> + 'a>;

impl RouteKind {
    /// Its row of the table.
    pub fn row<'a>(&'a self, content: &'a Content) -> Row<'a> {
        let (catalog, register, at) = (&content.catalog, &content.register, content.addresses());
        let slug = |one: usize| catalog.reports()[one].text.as_ref().map_or("", |page| page.slug.as_str());
        let free = |one: usize| &catalog.pages()[one];
        match self {
            Self::Home => page("index.html".to_owned(), "home.html", |p| p.home()),
            Self::NotFound => page("404.html".to_owned(), "not-found.html", |p| p.not_found()),
            Self::Years => page(at.years(), "years.html", |p| p.years()),
            Self::Year(year, n) => page(at.year(*year, *n), "year.html", |p| p.year(*year, *n)),
            Self::Directive(id) => {
                page(at.directive(catalog, *id), "directive.html", |p| p.directive(*id, Reading::Signed))
            }
            Self::Consolidated(id) => page(at.consolidated(catalog, *id), "directive.html", |p| {
                p.directive(*id, Reading::Consolidated)
            }),
            Self::Timeline(filter, n) => timeline(content, *filter, *n),
            Self::Organizations => page(at.organizations(), "organizations.html", |p| p.register_page()),
            Self::Organization(id, n) => {
                let address = at.organization(register, *id, *n);
                page(address, "organization.html", |p| p.organization_page(*id, *n))
            }
            Self::Sheet => page(at.sheet(), "sheet.html", |p| p.sheet()),
            Self::OrganizationSheet(id) => {
                page(at.organization_sheet(register, *id), "sheet.html", |p| p.organization_sheet(*id))
            }
            Self::Issuers => page(at.issuers(), "issuers.html", |p| p.issuers()),
            Self::Issuer(id, n) => page(at.issuer(register, *id, *n), "issuer.html", |p| p.issuer(*id, *n)),
            Self::Matrix => page(at.matrix(), "matrix.html", |p| p.matrix(MatrixOrder::Urgent)),
            Self::MatrixByName => page(at.matrix_by_name(), "matrix.html", |p| p.matrix(MatrixOrder::Name)),
            Self::Report(one) => {
                (at.report(slug(*one)), Recipe::Page("report.html", Box::new(|p| p.report_page(*one))))
            }
            Self::Topics => page(at.topics(), "topics.html", |p| p.topics()),
            Self::Topic(one, n) => {
                page(at.topic(&catalog.topics()[*one].slug, *n), "topic.html", |p| p.topic(*one, *n))
            }
            Self::FreePage(one) => page(at.page(&free(*one).slug), "page.html", |p| p.free_page(*one)),
            Self::Redirect(id, at) => old(&catalog[*id].directive.aliases[*at], |p| p.directive_link(*id)),
            Self::PageRedirect(one, at) => old(&free(*one).page.aliases[*at], |p| p.page_link(*one)),
            Self::MatrixCsv => data(at.matrix_csv(), data::matrix::sheet),
            Self::DirectivesJson => data(at.data("data_directives", "json"), data::directives::json),
            Self::DirectivesSchema => {
                data(at.data("data_directives", "schema.json"), data::directives::schema)
            }
            Self::TasksJson => data(at.data("data_tasks", "json"), data::tasks::json),
            Self::TasksSchema => data(at.data("data_tasks", "schema.json"), data::tasks::schema),
            Self::TasksCsv => data(at.data("data_tasks", "csv"), data::tasks::sheet),
            Self::DirectiveFile(id, path) => (at.directive_file(catalog, *id, path), Recipe::File(path)),
            Self::ReportFile(one, path) => (at.report_file(slug(*one), path), Recipe::File(path)),
            Self::PageFile(one, path) => (at.page_file(&free(*one).slug, path), Recipe::File(path)),
            Self::Asset(name) => (asset(name), Recipe::Asset(name)),
        }
    }

    fn is_redirect(&self) -> bool {
        matches!(self, Self::Redirect(..) | Self::PageRedirect(..))
    }

    /// Whether its name is that of another page: the first of a list, or that of an organisation.
    fn follows(&self) -> bool {
        match self {
            Self::Year(_, part)
            | Self::Topic(_, part)
            | Self::Timeline(_, part)
            | Self::Organization(_, part) => *part > 0,
            Self::Issuer(..) | Self::OrganizationSheet(_) | Self::Consolidated(_) => true,
            _ => false,
        }
    }
}

/// The row of a page.
fn page<'a>(address: String, layout: &'static str, view: impl Fn(&PageBuilder<'_>) -> Page + 'a) -> Row<'a> {
    (address, Recipe::Page(layout, Box::new(move |builder| Some(view(builder)))))
}

/// The row of an old address.
fn old<'a>(alias: &Text, link: impl Fn(&PageBuilder<'_>) -> LinkView + 'a) -> Row<'a> {
    page(alias.value.clone(), "redirect.html", move |p| p.redirect_to(link(p)))
}

/// The row of a page of the timeline, or of one that leads to where its list now is.
fn timeline<'a>(content: &Content, filter: TimelineFilter, part: usize) -> Row<'a> {
    let address = content.addresses().timeline(filter, part);
    if content.totals.is_moved(filter, part) {
        return page(address, "redirect.html", move |p| p.redirect_to(p.moved(filter)));
    }
    page(address, "timeline.html", move |p| p.timeline(filter, part))
}

/// The row of data.
fn data<'a>(address: String, make: fn(&Content) -> Vec<u8>) -> Row<'a> {
    (address, Recipe::Data(make))
}

impl Content {
    /// Every address, and what stands there; two sources at one address are a fault.
    pub fn routes(&self) -> Routes {
        let own = self.settings_files().map(|path| Arc::from(own_asset(&path)));
        let is_there = |name: &&Arc<str>| {
            self.theme.asset(name).is_some() || self.catalog.published(&format!("{ASSETS}{name}")).is_some()
        };
        let assets: Vec<Arc<str>> = self.theme.assets().filter(is_there).cloned().chain(own).collect();
        let addressed = Addressed { content: self, assets };
        self.sources.memo.get_or_compute(&addressed, |Addressed { content, assets }| {
            let mut table = Table {
                content,
                routes: FxHashMap::default(),
                unportable: FxHashSet::default(),
                faults: Vec::new(),
            };
            table.add_fixed();
            assets.iter().for_each(|name| table.add(RouteKind::Asset(name.clone())));
            table.add_directives();
            table.add_reports();
            table.add_pages();
            table.add_topics();
            table.add_lists();
            // Old addresses come last: they give way to every page.
            table.add_old_addresses();
            table.check_folders();
            (table.routes.into_values().collect(), table.faults)
        })
    }
}

/// What has an address: pages follow from everything but texts, files stand beside what names them.
struct Addressed<'a> {
    content: &'a Content,
    assets: Vec<Arc<str>>,
}

impl Fingerprint for Addressed<'_> {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        let Content { catalog, register, labels, .. } = self.content;
        let files = |files: &[Publishable]| -> Vec<Arc<str>> {
            files.iter().map(|file| file.path().clone()).collect()
        };
        let beside: Vec<Vec<Arc<str>>> = catalog.entries().iter().map(|entry| files(&entry.files)).collect();
        let reports = catalog.reports().iter().filter_map(|report| report.text.as_ref());
        let reported: Vec<Vec<Arc<str>>> = reports.map(|page| files(&page.files)).collect();
        (catalog.outline(), register, labels, &self.assets, beside, reported).add_to(hasher);
        for page in catalog.pages() {
            (page, files(&page.files)).add_to(hasher);
        }
    }
}

/// All routes of a site, while they are gathered.
struct Table<'a> {
    content: &'a Content,
    /// By what some disk takes for one.
    routes: Taken,
    /// Names that were told of.
    unportable: FxHashSet<String>,
    faults: Vec<Diagnostic>,
}

impl Table<'_> {
    fn add_fixed(&mut self) {
        use RouteKind::*;
        let pages = [Home, NotFound, Years, Organizations, Issuers, Matrix, MatrixByName, Sheet];
        let data = [MatrixCsv, DirectivesJson, DirectivesSchema, TasksJson, TasksSchema, TasksCsv];
        pages.into_iter().chain(data).for_each(|kind| self.add(kind));
    }

    fn add_directives(&mut self) {
        for (id, entry) in self.content.catalog.directives() {
            self.add(RouteKind::Directive(id));
            if self.content.catalog.is_consolidated(id, self.content.scope.as_of) {
                self.add(RouteKind::Consolidated(id));
            }
            for file in &entry.files {
                self.add(RouteKind::DirectiveFile(id, file.path().clone()));
            }
        }
    }

    fn add_reports(&mut self) {
        for (at, report) in self.content.catalog.reports().iter().enumerate() {
            let Some(page) = &report.text else { continue };
            self.add(RouteKind::Report(at));
            for file in &page.files {
                self.add(RouteKind::ReportFile(at, file.path().clone()));
            }
        }
    }

    fn add_pages(&mut self) {
        for (at, page) in self.content.catalog.pages().iter().enumerate() {
            self.add(RouteKind::FreePage(at));
            for file in &page.files {
                self.add(RouteKind::PageFile(at, file.path().clone()));
            }
        }
    }

    fn add_topics(&mut self) {
        let topics = self.content.catalog.topics();
        if !topics.is_empty() {
            self.add(RouteKind::Topics);
        }
        for (at, topic) in topics.iter().enumerate() {
            parts_of(topic.directives.len()).for_each(|part| self.add(RouteKind::Topic(at, part)));
        }
    }

    fn add_lists(&mut self) {
        let content = self.content;
        for (year, count) in &content.totals.directives_by_year {
            parts_of(*count).for_each(|part| self.add(RouteKind::Year(*year, part)));
        }
        for (filter, count) in content.totals.filters() {
            parts_of(count).for_each(|part| self.add(RouteKind::Timeline(filter, part)));
        }
        for id in content.register.ids() {
            parts_of(content.longest_list(id)).for_each(|part| self.add(RouteKind::Organization(id, part)));
            if content.has_sheet(id) {
                self.add(RouteKind::OrganizationSheet(id));
            }
        }
        for (id, count) in &content.totals.directives_by_issuer {
            parts_of(*count).for_each(|part| self.add(RouteKind::Issuer(*id, part)));
        }
    }

    fn add_old_addresses(&mut self) {
        let catalog = &self.content.catalog;
        for (id, entry) in catalog.directives() {
            self.add_aliases(&entry.source, &entry.directive.aliases, |at| RouteKind::Redirect(id, at));
        }
        for (one, entry) in catalog.pages().iter().enumerate() {
            self.add_aliases(&entry.source, &entry.page.aliases, |at| RouteKind::PageRedirect(one, at));
        }
    }

    fn add_aliases(&mut self, source: &Source, aliases: &[Text], kind: impl Fn(usize) -> RouteKind) {
        for (at, alias) in aliases.iter().enumerate() {
            if is_address(alias) {
                self.add(kind(at));
            } else {
                self.faults.push(diagnostic::invalid_address(source.place(alias.span), alias));
            }
        }
    }

    fn add(&mut self, kind: RouteKind) {
        let path = UrlPath::from(kind.row(self.content).0);
        let key = portable::key(path.as_str());
        match self.routes.get(&key) {
            None => {
                self.check(path.as_str(), &kind);
                self.routes.insert(key, (path, Route(kind)));
            }
            Some((taken_at, Route(taken))) if *taken != kind => {
                let fault = self.collision(path.as_str(), &kind, taken_at.as_str(), taken);
                self.faults.push(fault);
            }
            Some(_) => {}
        }
    }

    /// Tells of an address that some disk cannot bear, once for each name.
    fn check(&mut self, address: &str, kind: &RouteKind) {
        if kind.follows() {
            return;
        }
        let Some(portable::Unportable { name, why }) = portable::fault(address) else { return };
        let is_below = address.match_indices('/').any(|(at, _)| self.unportable.contains(&address[..at]));
        if !is_below && self.unportable.insert(name) {
            let at = kind.place(self.content);
            self.faults.push(diagnostic::unportable_address(at, address, &why, kind.remedy()));
        }
    }

    /// Tells of what stands below a file, or in a folder that some disk takes for another.
    fn check_folders(&mut self) {
        let mut routes: Vec<&(UrlPath, Route)> = self.routes.values().collect();
        routes.sort_unstable_by_key(|(path, route)| (route.is_redirect(), path));
        let (mut folders, mut faults) = (Folders::new(&self.routes), Vec::new());
        for (path, route) in routes {
            let Some((folder, _)) = path.as_str().rsplit_once('/') else { continue };
            if let Some(Conflict { folder, other, taken }) = folders.conflict(folder, route) {
                let address = folder.unwrap_or(path.as_str());
                faults.push(self.collision(address, &route.0, other, &taken.0));
            }
        }
        self.faults.extend(faults);
    }

    fn collision(&self, address: &str, kind: &RouteKind, taken_at: &str, taken: &RouteKind) -> Diagnostic {
        let (at, first) = (kind.place(self.content), taken.place(self.content));
        // An old address gives way, then a line that an author typed, then what comes later by path.
        let rank = |kind: &RouteKind, at: &Place| (kind.is_redirect(), at.line > 0, at.clone());
        let ((at, address), (first, taken_at)) = if rank(kind, &at) < rank(taken, &first) {
            ((first, taken_at), (at, address))
        } else {
            ((at, address), (first, taken_at))
        };
        let free = match kind {
            RouteKind::Directive(id) => {
                let entry = &self.content.catalog[*id];
                let stem = slug(entry.source.file_name().trim_end_matches(".md"));
                Some(if stem == entry.resolved.slug { format!("{stem}-2") } else { stem })
            }
            _ => None,
        };
        diagnostic::colliding_address(at, address, (taken_at, first), free.as_deref())
    }
}
