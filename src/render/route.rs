//! Routes: every address of a site, and what stands there.
//!
//! Owns the addresses (flat files with relative links, so that a site opens from a file share) and the
//! table of all routes. A [`Route`] comes only from that table: having one is the proof that its page
//! exists. Addresses hold no host and no leading slash.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::Catalog;
use crate::model::catalog::reference::DirectiveId;
use crate::model::register::organization::{OrganizationId, Register};
use crate::model::work::obligation::State;
use crate::place::Place;
use crate::render::lists::totals::{TimelineFilter, Totals};
use crate::render::theme::labels::Labels;

/// Rows on one page of a list.
pub const PAGE: usize = 500;

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

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route(pub(crate) RouteKind);

/// The kinds of pages and files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RouteKind {
    Home,
    NotFound,
    /// Where an old address leads, and which of the directive's aliases it is.
    Redirect(DirectiveId, usize),
    Years,
    Year(Option<i16>, usize),
    Directive(DirectiveId),
    /// A file of content/, by its path.
    File(Arc<str>),
    Timeline(TimelineFilter, usize),
    Organizations,
    Organization(OrganizationId, usize),
    Issuers,
    Issuer(OrganizationId, usize),
    Matrix,
    MatrixCsv,
    Report(usize),
    DirectivesJson,
    DirectivesSchema,
    TasksJson,
    TasksSchema,
    TasksCsv,
    /// A file of layouts/assets/, by its name.
    Asset(Arc<str>),
}

/// Makes addresses in the language of the site.
#[derive(Clone, Copy)]
pub struct Addresses<'a> {
    labels: &'a Labels,
}

/// Further parts of a list: `…-2.html`.
fn part(path: String, part: usize) -> String {
    match part {
        0 => path + ".html",
        _ => format!("{path}-{}.html", part + 1),
    }
}

/// The key of a state's labels.
pub fn state_key(state: State) -> &'static str {
    match state {
        State::Overdue => "overdue",
        State::DueSoon => "due_soon",
        State::InTime => "in_time",
        State::DoneOnTime => "done_on_time",
        State::DoneLate => "done_late",
        State::Ongoing => "ongoing",
        State::Undated => "undated",
        State::Cancelled => "cancelled",
    }
}

impl<'a> Addresses<'a> {
    /// Addresses with the segments of `labels`.
    pub fn new(labels: &'a Labels) -> Addresses<'a> {
        Addresses { labels }
    }

    fn segment(&self, key: &str) -> &'a str {
        self.labels.address(key)
    }

    fn year_segment(&self, year: Option<i16>) -> String {
        year.map_or_else(|| self.segment("unknown_year").to_owned(), |year| year.to_string())
    }

    pub(crate) fn years(&self) -> String {
        format!("{}.html", self.segment("directives"))
    }

    pub(crate) fn year(&self, year: Option<i16>, at: usize) -> String {
        part(format!("{}/{}", self.segment("directives"), self.year_segment(year)), at)
    }

    /// The address of a directive.
    pub fn directive(&self, catalog: &Catalog, id: DirectiveId) -> String {
        self.beside_directive(catalog, id) + ".html"
    }

    /// The folder of a directive's files, without `/` at its end.
    fn beside_directive(&self, catalog: &Catalog, id: DirectiveId) -> String {
        let resolved = &catalog[id].resolved;
        self.directive_at(resolved.year, &resolved.slug)
    }

    /// The folder of the files of a directive with that year and last part of its address.
    pub(crate) fn directive_at(&self, year: Option<i16>, slug: &str) -> String {
        format!("{}/{}/{slug}", self.segment("directives"), self.year_segment(year))
    }

    pub(crate) fn directive_file(&self, catalog: &Catalog, id: DirectiveId, path: &str) -> String {
        format!("{}/{}", self.beside_directive(catalog, id), file_name(path))
    }

    pub(crate) fn timeline(&self, cut: TimelineFilter, at: usize) -> String {
        let base = self.segment("timeline");
        part(
            match cut {
                TimelineFilter::Now => base.to_owned(),
                TimelineFilter::Year(year) => format!("{base}/{year}"),
                TimelineFilter::Quarter(quarter) => format!("{base}/{}-q{}", quarter.year, quarter.quarter),
                TimelineFilter::State(state) => format!("{base}/{}", self.segment(state_key(state))),
            },
            at,
        )
    }

    pub(crate) fn organizations(&self) -> String {
        format!("{}.html", self.segment("organizations"))
    }

    pub(crate) fn organization(&self, register: &Register, id: OrganizationId, at: usize) -> String {
        part(format!("{}/{}", self.segment("organizations"), register[id].id), at)
    }

    pub(crate) fn issuers(&self) -> String {
        format!("{}.html", self.segment("issuers"))
    }

    pub(crate) fn issuer(&self, register: &Register, id: OrganizationId, at: usize) -> String {
        part(format!("{}/{}", self.segment("issuers"), register[id].id), at)
    }

    pub(crate) fn matrix(&self) -> String {
        format!("{}.html", self.segment("reports"))
    }

    pub(crate) fn matrix_csv(&self) -> String {
        format!("{}.csv", self.segment("reports"))
    }

    pub(crate) fn report(&self, slug: &str) -> String {
        format!("{}/{slug}.html", self.segment("reports"))
    }

    pub(crate) fn report_file(&self, slug: &str, path: &str) -> String {
        format!("{}/{slug}/{}", self.segment("reports"), file_name(path))
    }

    pub(crate) fn data(&self, which: &str, ending: &str) -> String {
        format!("{}/{}.{ending}", self.segment("data"), self.segment(which))
    }
}

/// The address of a file of layouts/assets/.
pub(crate) fn asset(name: &str) -> String {
    format!("assets/{name}")
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The rows of a list that stand on one of its pages.
pub(crate) fn of_part<T>(rows: &[T], part: usize) -> &[T] {
    let from = (part * PAGE).min(rows.len());
    &rows[from..(from + PAGE).min(rows.len())]
}

/// All routes of a site.
pub(crate) struct Table<'a> {
    catalog: &'a Catalog,
    routes: FxHashMap<UrlPath, Route>,
    faults: Vec<Diagnostic>,
}

/// Finds every address of a site; two sources at one address are a fault.
pub(crate) fn table(
    catalog: &Catalog,
    register: &Register,
    totals: &Totals,
    labels: &Labels,
    longest_list: &dyn Fn(OrganizationId) -> usize,
    assets: impl Iterator<Item = Arc<str>>,
) -> (BTreeMap<UrlPath, Route>, Vec<Diagnostic>) {
    let addresses = Addresses::new(labels);
    let mut table = Table { catalog, routes: FxHashMap::default(), faults: Vec::new() };
    table.add_fixed(&addresses);
    for name in assets {
        table.add(asset(&name), RouteKind::Asset(name));
    }
    for (id, entry) in catalog.directives() {
        table.add(addresses.directive(catalog, id), RouteKind::Directive(id));
        for file in &entry.files {
            table.add(
                addresses.directive_file(catalog, id, file.path()),
                RouteKind::File(file.path().clone()),
            );
        }
    }
    for (at, report) in catalog.reports().iter().enumerate() {
        let Some(page) = &report.text else { continue };
        table.add(addresses.report(&page.slug), RouteKind::Report(at));
        for file in &page.files {
            table.add(addresses.report_file(&page.slug, file.path()), RouteKind::File(file.path().clone()));
        }
    }
    let parts = |count: usize| 0..count.div_ceil(PAGE).max(1);
    for (year, count) in &totals.directives_by_year {
        parts(*count).for_each(|at| table.add(addresses.year(*year, at), RouteKind::Year(*year, at)));
    }
    for (cut, count) in totals.cuts() {
        parts(count).for_each(|at| table.add(addresses.timeline(cut, at), RouteKind::Timeline(cut, at)));
    }
    for id in register.ids() {
        parts(longest_list(id)).for_each(|at| {
            table.add(addresses.organization(register, id, at), RouteKind::Organization(id, at))
        });
    }
    for (id, count) in &totals.directives_by_issuer {
        parts(*count)
            .for_each(|at| table.add(addresses.issuer(register, *id, at), RouteKind::Issuer(*id, at)));
    }
    // Old addresses come last: they give way to every page.
    for (id, entry) in catalog.directives() {
        for (at, alias) in entry.directive.aliases.iter().enumerate() {
            if is_address(alias) {
                table.add(alias.value.clone(), RouteKind::Redirect(id, at));
            } else {
                table.faults.push(diagnostic::invalid_address(entry.source.place(alias.span), alias));
            }
        }
    }
    let Table { routes, faults, .. } = table;
    (routes.into_iter().collect(), faults)
}

impl Table<'_> {
    fn add_fixed(&mut self, addresses: &Addresses<'_>) {
        self.add("index.html".to_owned(), RouteKind::Home);
        self.add("404.html".to_owned(), RouteKind::NotFound);
        self.add(addresses.years(), RouteKind::Years);
        self.add(addresses.organizations(), RouteKind::Organizations);
        self.add(addresses.issuers(), RouteKind::Issuers);
        self.add(addresses.matrix(), RouteKind::Matrix);
        self.add(addresses.matrix_csv(), RouteKind::MatrixCsv);
        self.add(addresses.data("data_directives", "json"), RouteKind::DirectivesJson);
        self.add(addresses.data("data_directives", "schema.json"), RouteKind::DirectivesSchema);
        self.add(addresses.data("data_tasks", "json"), RouteKind::TasksJson);
        self.add(addresses.data("data_tasks", "schema.json"), RouteKind::TasksSchema);
        self.add(addresses.data("data_tasks", "csv"), RouteKind::TasksCsv);
    }

    fn add(&mut self, path: String, kind: RouteKind) {
        let path = UrlPath::from(path);
        if let Some(Route(taken)) = self.routes.get(&path) {
            if *taken != kind {
                let fault = self.collision(path.as_str(), &kind, taken);
                self.faults.push(fault);
            }
            return;
        }
        self.routes.insert(path, Route(kind));
    }

    fn collision(&self, address: &str, kind: &RouteKind, taken: &RouteKind) -> Diagnostic {
        let (at, first) = (self.place(kind), self.place(taken));
        // The later one by path is told, whichever was found first.
        let (at, first) = if at < first { (first, at) } else { (at, first) };
        let slug = match kind {
            RouteKind::Directive(id) => {
                let entry = &self.catalog[*id];
                let stem = entry.source.file_name().trim_end_matches(".md");
                let stem = crate::spelling::slug(stem);
                Some(if stem == entry.resolved.slug { format!("{stem}-2") } else { stem })
            }
            _ => None,
        };
        diagnostic::colliding_address(at, address, first, slug.as_deref())
    }

    /// Where what stands at an address comes from.
    fn place(&self, kind: &RouteKind) -> Place {
        match kind {
            RouteKind::Directive(id) => {
                let entry = &self.catalog[*id];
                let span =
                    entry.directive.slug.as_ref().map_or(entry.directive.number_span, |slug| slug.span);
                entry.source.place(span)
            }
            RouteKind::Redirect(id, at) => {
                let entry = &self.catalog[*id];
                entry.source.place(entry.directive.aliases[*at].span)
            }
            RouteKind::Report(at) => Place::file(self.catalog.reports()[*at].source.path().clone()),
            RouteKind::File(path) => Place::file(path.clone()),
            RouteKind::Organization(..) | RouteKind::Issuer(..) => {
                Place::file(crate::model::register::organization::PATH)
            }
            RouteKind::Asset(name) => Place::file(format!("layouts/assets/{name}")),
            _ => Place::file(crate::model::register::settings::PATH),
        }
    }
}

/// Whether an old address is one of this site: `van-ban/cu/34.html`.
fn is_address(typed: &str) -> bool {
    let Some(path) = typed.strip_suffix(".html") else { return false };
    let fits = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && fits(part))
}

/// The way from one address to another, percent-encoded.
pub fn relative(from: &str, to: &str) -> String {
    let (mut from_parts, mut to_parts) = (from.split('/').peekable(), to.split('/').peekable());
    let mut common = 0;
    let (from_depth, to_depth) = (from.matches('/').count(), to.matches('/').count());
    while common < from_depth.min(to_depth) && from_parts.peek() == to_parts.peek() {
        from_parts.next();
        to_parts.next();
        common += 1;
    }
    let mut way = "../".repeat(from_depth - common);
    encode(&mut way, to_parts);
    way
}

/// An address, percent-encoded.
pub fn encoded(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    encode(&mut address, path.split('/'));
    address
}

fn encode<'p>(address: &mut String, parts: impl Iterator<Item = &'p str>) {
    for (at, part) in parts.enumerate() {
        if at > 0 {
            address.push('/');
        }
        for byte in part.bytes() {
            // RFC 3986, unreserved characters.
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                address.push(char::from(byte));
            } else {
                address.push_str(&format!("%{byte:02X}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_relative() {
        assert_eq!(relative("index.html", "van-ban/2021/a.html"), "van-ban/2021/a.html");
        assert_eq!(relative("van-ban/2021/a.html", "van-ban/2021/b.html"), "b.html");
        assert_eq!(relative("van-ban/2021/a.html", "van-ban/2021/a.html"), "a.html");
        assert_eq!(relative("van-ban/2021/a.html", "van-ban/2021/a/biểu 1.xlsx"), "a/bi%E1%BB%83u%201.xlsx");
        assert_eq!(relative("van-ban/2021/a.html", "don-vi/x.html"), "../../don-vi/x.html");
        assert_eq!(relative("van-ban/2021.html", "van-ban.html"), "../van-ban.html");
        assert_eq!(relative("van-ban.html", "van-ban/2021.html"), "van-ban/2021.html");
    }

    #[test]
    fn old_addresses_stay_on_the_site() {
        assert!(is_address("van-ban/cu/34.html") && is_address("34_KH.html"));
        for typed in [
            "/a.html",
            "../a.html",
            "a//b.html",
            "https://a.html",
            "a",
            "a b.html",
            ".html",
            "a/.b.html",
            "a/đ.html",
        ] {
            assert!(!is_address(typed), "{typed}");
        }
    }
}
