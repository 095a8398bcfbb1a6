//! The reader of a page: the only way from a page to what it is made of.
//!
//! Owns what may be asked. Views hold a reader and nothing behind it: what a page depends on is what its reader
//! handed out.

use crate::model::catalog::Scope;
use crate::model::catalog::amended::{Amendment, Force, Held};
use crate::model::catalog::gate::Publishable;
use crate::model::catalog::links::Destination;
use crate::model::catalog::pages::PageEntry;
use crate::model::catalog::reference::{DirectiveId, Target};
use crate::model::catalog::resolved::Resolved;
use crate::model::catalog::topics::Topic;
use crate::model::catalog::{Catalog, Entry, ReportEntry};
use crate::model::document::directive::Directive;
use crate::model::document::text::Facts;
use crate::model::document::wording::{Consolidated, Wording};
use crate::model::register::organization::{OrganizationId, Register};
use crate::model::register::settings::{MenuEntry, Settings};
use crate::model::time::date::Date;
use crate::model::work::obligation::Obligation;
use crate::model::work::progress::{Report, ReportId};
use crate::nearest::Hints;
use crate::place::Place;
use crate::read::markdown::Body;
use crate::read::provisions::Provision;
use crate::read::snapshot::Source;
use crate::render::address::Addresses;
use crate::render::content::{Content, Words};
use crate::render::filter::TimelineFilter;
use crate::render::lists::forecast::Forecast;
use crate::render::lists::index::Owed;
use crate::render::lists::mentions::Lines;
use crate::render::lists::totals::Totals;
use crate::render::lookup::Lookup;
use crate::render::theme::Theme;
use crate::render::theme::labels::Labels;

/// Reads what one page is made of.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    content: &'a Content,
}

/// A directive without its text.
#[derive(Clone, Copy)]
pub(crate) struct Card<'a> {
    /// What it is.
    pub directive: &'a Directive,
    /// How it stands among the others.
    pub resolved: &'a Resolved,
    id: DirectiveId,
    reader: Reader<'a>,
}

impl<'a> Card<'a> {
    /// The id of its page that is meant by a typed one.
    pub fn anchor(self, typed: &str) -> Option<String> {
        self.reader.places(self.id).0.anchor(typed)
    }

    /// The id of its text that a section names.
    pub fn section<'s>(self, typed: &'s str) -> &'s str
    where
        'a: 's,
    {
        self.reader.places(self.id).0.section(typed)
    }
}

/// The places in the text of a directive that may be named.
#[derive(Clone, Copy)]
pub(crate) struct Places<'a>(&'a Entry);

impl<'a> Places<'a> {
    /// Whether its text has an id.
    pub fn has(self, id: &str) -> bool {
        self.0.facts.anchors.iter().any(|known| known == id)
    }

    /// The numbered parts of its text.
    pub fn provisions(self) -> &'a [Provision] {
        &self.0.facts.provisions
    }
}

/// The text of a directive.
#[derive(Clone, Copy)]
pub(crate) struct TextCard<'a> {
    /// Its file.
    pub source: &'a Source,
    /// What it holds.
    pub facts: &'a Facts,
    /// What its citations lead to.
    pub citations: &'a [Target],
}

impl<'a> Reader<'a> {
    /// A reader of `content`.
    pub fn new(content: &'a Content) -> Reader<'a> {
        Reader { content }
    }

    /// The settings.
    pub fn settings(self) -> &'a Settings {
        &self.content.settings
    }

    /// The labels.
    pub fn labels(self) -> &'a Labels {
        &self.content.labels
    }

    /// The register.
    pub fn register(self) -> &'a Register {
        &self.content.register
    }

    /// The theme.
    pub fn theme(self) -> &'a Theme {
        &self.content.theme
    }

    /// What layouts are given on every page alike.
    pub fn words(self) -> &'a Words {
        self.content.words()
    }

    /// The addresses of the site.
    pub fn addresses(self) -> Addresses<'a> {
        self.content.addresses()
    }

    /// The root of links on pages that are served at any depth.
    pub fn root(self) -> String {
        self.content.root()
    }

    /// The file of content/ that the settings name, if it is published.
    pub fn settings_file(self, typed: &str) -> Option<String> {
        self.content.settings_file(typed)
    }

    /// The day as of which states are judged.
    pub fn as_of(self) -> Date {
        let Scope { as_of, .. } = self.content.scope;
        as_of
    }

    /// Whether a day is not after that of the site.
    pub fn has_come(self, day: Date) -> bool {
        day <= self.content.scope.as_of
    }

    /// All directives, oldest first.
    pub fn directives(self) -> impl DoubleEndedIterator<Item = (DirectiveId, Card<'a>)> + ExactSizeIterator {
        self.catalog().directives().map(move |(id, _)| (id, self.card(id)))
    }

    /// A directive without its text.
    pub fn card(self, id: DirectiveId) -> Card<'a> {
        let Entry { directive, resolved, .. } = self.entry(id);
        Card { directive, resolved, id, reader: self }
    }

    /// The places in the text of a directive that may be named.
    pub fn places(self, id: DirectiveId) -> Places<'a> {
        Places(self.entry(id))
    }

    /// The text of a directive.
    pub fn text(self, id: DirectiveId) -> TextCard<'a> {
        let Entry { source, facts, citations, .. } = self.entry(id);
        TextCard { source, facts, citations }
    }

    /// The path of a directive's file.
    pub fn path(self, id: DirectiveId) -> &'a str {
        self.entry(id).source.path()
    }

    /// The files that are published beside a directive.
    pub fn files(self, id: DirectiveId) -> &'a [Publishable] {
        &self.entry(id).files
    }

    /// The directives whose texts cite one.
    pub fn cited_by(self, id: DirectiveId) -> &'a [DirectiveId] {
        &self.entry(id).cited_by
    }

    /// What later documents did to one.
    pub fn amendments(self, id: DirectiveId) -> Vec<Amendment<'a>> {
        self.catalog().amendments(id)
    }

    /// Those that say which words they strike or add.
    pub fn wordings(self, id: DirectiveId) -> Vec<(Amendment<'a>, &'a Wording)> {
        self.catalog().wordings(id)
    }

    /// The text of one with the first `count` of its wordings, and where each holds.
    pub fn consolidated(self, id: DirectiveId, body: &Body<'_>, count: usize) -> (Consolidated, Vec<Held>) {
        self.catalog().consolidated(id, body, count)
    }

    /// The last day of a document before another replaced or repealed it as a whole.
    pub fn ended(self, id: DirectiveId) -> Option<Date> {
        self.catalog().ended(id)
    }

    /// How far a document is in force from a day on.
    pub fn force_from(self, id: DirectiveId, day: Date) -> Vec<(Date, Force)> {
        self.catalog().force_from(id, day)
    }

    /// The directive that bears a number, or has a slug.
    pub fn named(self, typed: &str, key: &str) -> Option<DirectiveId> {
        self.catalog().references().directive(typed, key, None).ok()
    }

    /// Where a link leads that stands in a file whose own ids `own` knows; none where it leads nowhere.
    pub fn destination(
        self,
        source: &Source,
        own: &dyn Fn(&str) -> Option<String>,
        typed: &str,
    ) -> Option<Destination> {
        let at = || Place::file(source.path().clone());
        let sources = &self.content.sources;
        self.catalog().destination(sources, source.path(), own, typed, &at, &Hints::none()).ok()
    }

    /// The directive whose file stands at a path.
    pub fn directive_at(self, path: &str) -> Option<DirectiveId> {
        self.catalog().directive_at(path)
    }

    /// The free page whose file stands at a path.
    pub fn page_at(self, path: &str) -> Option<usize> {
        self.catalog().page_at(path)
    }

    /// A file of reports.
    pub fn report_file(self, at: usize) -> &'a ReportEntry {
        &self.catalog().reports()[at]
    }

    /// The last part of the address of a report with a text.
    pub fn report_slug(self, at: usize) -> Option<&'a str> {
        Some(&self.catalog().reports()[at].text.as_ref()?.slug)
    }

    /// The same of the report whose file stands at a path.
    pub fn report_slug_at(self, path: &str) -> Option<&'a str> {
        let report = self.catalog().reports().iter().find(|report| &**report.source.path() == path)?;
        Some(&report.text.as_ref()?.slug)
    }

    /// A free page.
    pub fn page(self, at: usize) -> &'a PageEntry {
        &self.catalog().pages()[at]
    }

    /// The title of a free page, and the last part of its address.
    pub fn page_title(self, at: usize) -> (&'a str, &'a str) {
        let PageEntry { page, slug, .. } = &self.catalog().pages()[at];
        (&page.title, slug)
    }

    /// The page that an entry of the menu names.
    pub fn page_of(self, entry: &MenuEntry) -> Option<usize> {
        self.catalog().page_of(entry)
    }

    /// The pages that the menu does not name.
    pub fn unlisted_pages(self) -> Vec<usize> {
        self.catalog().unlisted_pages(&self.content.settings)
    }

    /// All topics.
    pub fn topics(self) -> &'a [Topic] {
        self.catalog().topics()
    }

    /// The counts of all pages.
    pub fn totals(self) -> &'a Totals {
        &self.content.totals
    }

    /// All that is owed, in order.
    pub fn owed(self) -> &'a [Owed] {
        self.content.index().all()
    }

    /// What an organisation owes, in order.
    pub fn owed_by(self, id: OrganizationId) -> &'a [Owed] {
        self.content.index().of(id)
    }

    /// Some that are owed, with their directives.
    pub fn with_directives(self, owed: &[Owed]) -> impl Iterator<Item = (&'a Directive, &'a Obligation)> {
        owed.iter().map(move |one| (self.card(one.directive).directive, one.of(self)))
    }

    /// What passes a filter, in order.
    pub fn owed_in(self, filter: TimelineFilter) -> Vec<Owed> {
        self.content.index().filtered(self.catalog(), filter)
    }

    /// What the groups owe, as groups, that an organisation belonged to on each directive's date.
    pub fn owed_by_groups_of(self, id: OrganizationId) -> Vec<Owed> {
        self.content.owed_by_groups_of(id)
    }

    /// What will be owed within a month.
    pub fn upcoming(self) -> &'a [Owed] {
        self.content.index().upcoming()
    }

    /// What an organisation will owe within a month.
    pub fn upcoming_by(self, id: OrganizationId) -> &'a [Owed] {
        self.content.index().upcoming_of(id)
    }

    /// What an organisation received, newest first.
    pub fn received(self, id: OrganizationId) -> Vec<Lines> {
        self.content.mentions().received(self.catalog(), self.register(), id)
    }

    /// The deadlines that an organisation supports.
    pub fn supported(self, id: OrganizationId) -> Vec<(DirectiveId, usize)> {
        self.content.mentions().supported(self.catalog(), self.register(), id)
    }

    /// The deadlines whose reports go to an organisation itself or through it.
    pub fn channel(self, id: OrganizationId) -> &'a [(DirectiveId, usize, &'static str)] {
        self.content.mentions().channel(id)
    }

    /// The length of the longest list on the page of an organisation.
    pub fn longest_list(self, id: OrganizationId) -> usize {
        self.content.longest_list(id)
    }

    /// Whether an organisation has something to meet about.
    pub fn has_sheet(self, id: OrganizationId) -> bool {
        self.content.has_sheet(id)
    }

    /// What the figures of the whole site need on a later day.
    pub fn forecast(self) -> &'a Forecast {
        self.content.forecast()
    }

    fn catalog(self) -> &'a Catalog {
        &self.content.catalog
    }

    fn entry(self, id: DirectiveId) -> &'a Entry {
        &self.content.catalog[id]
    }
}

impl<'a> Lookup<'a> for Reader<'a> {
    fn resolved(self, id: DirectiveId) -> &'a Resolved {
        self.card(id).resolved
    }

    fn address_of(self, id: DirectiveId) -> (Option<i16>, &'a str) {
        let resolved = &self.entry(id).resolved;
        (resolved.year, &resolved.slug)
    }

    fn report(self, id: ReportId) -> &'a Report {
        self.catalog().report(id)
    }
}
