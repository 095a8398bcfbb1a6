//! The reader of a page: the only way from a page to what it is made of.
//!
//! Owns what is handed out, and notes each thing as a [`Query`]. Views hold a reader and nothing behind it: what a
//! page depends on is what its reader noted.

mod lists;
pub(crate) mod query;

use std::cell::RefCell;

use rustc_hash::FxHashSet;

use crate::model::catalog::amended::{Amendment, Force, Held};
use crate::model::catalog::links::Destination;
use crate::model::catalog::pages::PageEntry;
use crate::model::catalog::reference::{DirectiveId, Target};
use crate::model::catalog::resolved::Resolved;
use crate::model::catalog::topics::{Topic, slug_of};
use crate::model::catalog::{Catalog, Entry, ReportEntry};
use crate::model::document::directive::Directive;
use crate::model::document::text::Facts;
use crate::model::document::wording::{Consolidated, Wording};
use crate::model::names::number::Number;
use crate::model::register::organization::{OrganizationId, Register};
use crate::model::register::settings::{MenuEntry, Settings};
use crate::model::time::date::Date;
use crate::model::work::progress::{Report, ReportId};
use crate::nearest::Hints;
use crate::place::Place;
use crate::read::markdown::Body;
use crate::read::provisions::Provision;
use crate::read::snapshot::Source;
use crate::render::address::Addresses;
use crate::render::content::{Content, Words};
use crate::render::lookup::Lookup;
use crate::render::theme::Theme;
use crate::render::theme::labels::Labels;
use query::{Aspect, Query, Share};

/// Reads what one page is made of.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    content: &'a Content,
    /// What was asked; none where nobody wants to know.
    log: Option<&'a Log>,
}

/// What was asked for a page.
#[derive(Default)]
pub(crate) struct Log(RefCell<FxHashSet<Query>>);

impl Log {
    /// All that was asked.
    pub fn asked(self) -> Vec<Query> {
        let mut asked = self.0.into_inner();
        if asked.contains(&Query::Directives) {
            asked.retain(|query| {
                !matches!(query, Query::Directive(Aspect::Card | Aspect::Address | Aspect::Path, _))
            });
        }
        asked.into_iter().collect()
    }
}

/// Whose a text is.
#[derive(Clone, Copy)]
pub(crate) enum Owner {
    Directive(DirectiveId),
    /// By its place among all free pages.
    Page(usize),
    /// By its place among the files of reports.
    Report(usize),
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
        Reader { content, log: None }
    }

    /// A reader of `content` that notes what is asked.
    pub fn noting(content: &'a Content, log: &'a Log) -> Reader<'a> {
        Reader { content, log: Some(log) }
    }

    fn note(self, query: impl FnOnce() -> Query) {
        if let Some(Log(asked)) = self.log {
            asked.borrow_mut().insert(query());
        }
    }

    fn note_of(self, aspect: Aspect, id: DirectiveId) {
        self.note(|| Query::Directive(aspect, place(id.index())));
    }

    fn note_share(self, share: Share, id: OrganizationId) {
        self.note(|| Query::Organization(share, place(id.index())));
    }

    /// The settings.
    pub fn settings(self) -> &'a Settings {
        self.note(|| Query::Ground);
        &self.content.settings
    }

    /// The labels.
    pub fn labels(self) -> &'a Labels {
        self.note(|| Query::Ground);
        &self.content.labels
    }

    /// The register.
    pub fn register(self) -> &'a Register {
        self.note(|| Query::Ground);
        &self.content.register
    }

    /// The theme.
    pub fn theme(self) -> &'a Theme {
        self.note(|| Query::Ground);
        &self.content.theme
    }

    /// What layouts are given on every page alike.
    pub fn words(self) -> &'a Words {
        self.note(|| Query::Ground);
        self.content.words()
    }

    /// The addresses of the site.
    pub fn addresses(self) -> Addresses<'a> {
        self.note(|| Query::Ground);
        self.content.addresses()
    }

    /// The root of links on pages that are served at any depth.
    pub fn root(self) -> String {
        self.note(|| Query::Ground);
        self.content.root()
    }

    /// The file of content/ that the settings name, if it is published.
    pub fn settings_file(self, typed: &str) -> Option<String> {
        self.note(|| Query::Ground);
        self.content.settings_file(typed)
    }

    /// The day as of which states are judged.
    pub fn as_of(self) -> Date {
        self.note(|| Query::Day);
        self.content.scope.as_of
    }

    /// Whether a day is not after that of the site.
    pub fn has_come(self, day: Date) -> bool {
        self.note(|| Query::HasCome(day.year(), day.month(), day.day()));
        day <= self.content.scope.as_of
    }

    /// All directives, oldest first.
    pub fn directives(self) -> impl DoubleEndedIterator<Item = (DirectiveId, Card<'a>)> + ExactSizeIterator {
        self.note(|| Query::Directives);
        self.catalog().directives().map(move |(id, entry)| (id, self.card_of(id, entry)))
    }

    /// How many directives there are.
    pub fn count(self) -> usize {
        self.note(|| Query::Count);
        self.catalog().entries().len()
    }

    /// The directive before or after one in the order.
    pub fn beside(self, id: DirectiveId, next: bool) -> Option<DirectiveId> {
        let at = if next { id.index() + 1 } else { id.index().checked_sub(1)? };
        self.note(|| Query::Directive(Aspect::Is, place(at)));
        DirectiveId::among(place(at), self.catalog().entries().len())
    }

    /// A directive without its text.
    pub fn card(self, id: DirectiveId) -> Card<'a> {
        self.note_of(Aspect::Card, id);
        self.card_of(id, self.entry(id))
    }

    fn card_of(self, id: DirectiveId, entry: &'a Entry) -> Card<'a> {
        let Entry { directive, resolved, .. } = entry;
        Card { directive, resolved, id, reader: self }
    }

    /// The places in the text of a directive that may be named.
    pub fn places(self, id: DirectiveId) -> Places<'a> {
        self.note_of(Aspect::Places, id);
        Places(self.entry(id))
    }

    /// The text of a directive.
    pub fn text(self, id: DirectiveId) -> TextCard<'a> {
        self.note_of(Aspect::Text, id);
        let Entry { source, facts, citations, .. } = self.entry(id);
        TextCard { source, facts, citations }
    }

    /// The path of a directive's file.
    pub fn path(self, id: DirectiveId) -> &'a str {
        self.note_of(Aspect::Path, id);
        self.entry(id).source.path()
    }

    /// The files that are published beside a directive: their paths and sizes.
    pub fn files(self, id: DirectiveId) -> impl Iterator<Item = (&'a str, u64)> {
        self.note_of(Aspect::Files, id);
        self.entry(id).files.iter().map(|file| (&**file.path(), file.size()))
    }

    /// The directives whose texts cite one.
    pub fn cited_by(self, id: DirectiveId) -> &'a [DirectiveId] {
        self.note_of(Aspect::CitedBy, id);
        &self.entry(id).cited_by
    }

    /// What later documents did to one.
    pub fn amendments(self, id: DirectiveId) -> Vec<Amendment<'a>> {
        self.note_of(Aspect::Amendments, id);
        self.catalog().amendments(id)
    }

    /// Those that say which words they strike or add.
    pub fn wordings(self, id: DirectiveId) -> Vec<(Amendment<'a>, &'a Wording)> {
        self.note_of(Aspect::Amendments, id);
        self.catalog().wordings(id)
    }

    /// The text of one with the first `count` of its wordings, and where each holds.
    pub fn consolidated(self, id: DirectiveId, body: &Body<'_>, count: usize) -> (Consolidated, Vec<Held>) {
        self.note_of(Aspect::Amendments, id);
        self.note_of(Aspect::Places, id);
        self.catalog().consolidated(id, body, count)
    }

    /// The last day of a document before another replaced or repealed it as a whole.
    pub fn ended(self, id: DirectiveId) -> Option<Date> {
        self.note_of(Aspect::Ended, id);
        self.catalog().ended(id)
    }

    /// How far a document is in force on the day of the site, and what changes that later.
    pub fn force(self, id: DirectiveId) -> (Force, Vec<(Date, Force)>) {
        self.note_of(Aspect::Force, id);
        let mut steps = self.catalog().force_from(id, self.content.scope.as_of).into_iter();
        (steps.next().map_or(Force::Whole, |(_, force)| force), steps.collect())
    }

    /// The days on which it changes how far a document is in force.
    pub fn days_of_force(self, id: DirectiveId) -> Vec<Date> {
        self.note_of(Aspect::DaysOfForce, id);
        self.catalog().force_from(id, Date::MIN).into_iter().skip(1).map(|(day, _)| day).collect()
    }

    /// The directive that bears a number, or has a slug, which a deadline of `id` names as carrying it out.
    pub fn fulfilling(self, id: DirectiveId, number: &Number) -> Option<DirectiveId> {
        self.note_of(Aspect::FulfilledBy, id);
        self.catalog().references().directive(&number.text, &number.key, None).ok()
    }

    /// Where a link of a text leads, by its place among the links of the text; none where its words stay words.
    pub fn destination(self, owner: Owner, link: usize) -> Option<Destination> {
        self.note(|| match owner {
            Owner::Directive(id) => Query::LinkOfDirective(place(id.index()), place(link)),
            Owner::Page(at) => Query::LinkOfPage(place(at), place(link)),
            Owner::Report(at) => Query::LinkOfReport(place(at), place(link)),
        });
        let catalog = self.catalog();
        let (source, facts) = match owner {
            Owner::Directive(id) => (&catalog[id].source, &catalog[id].facts),
            Owner::Page(at) => catalog.pages().get(at).map(|page| (&page.source, &page.facts))?,
            Owner::Report(at) => {
                let report = catalog.reports().get(at)?;
                (&report.source, &report.text.as_ref()?.facts)
            }
        };
        let own = |anchor: &str| match owner {
            Owner::Directive(id) => catalog[id].anchor(anchor),
            Owner::Page(_) | Owner::Report(_) => facts.anchor(anchor).map(str::to_owned),
        };
        let (from, typed) = (source.path(), &facts.links.get(link)?.target);
        let at = || Place::file(from.clone());
        let found = catalog.destination(&self.content.sources, from, &own, typed, &at, &Hints::none());
        found.ok().filter(|found| !matches!(found, Destination::Withheld | Destination::Barred(..)))
    }

    /// A file of reports.
    pub fn report_file(self, at: usize) -> &'a ReportEntry {
        self.note(|| Query::ReportFile(place(at)));
        &self.catalog().reports()[at]
    }

    /// The last part of the address of a report with a text.
    pub fn report_slug(self, at: usize) -> Option<&'a str> {
        self.note(|| Query::ReportSlug(place(at)));
        Some(&self.catalog().reports()[at].text.as_ref()?.slug)
    }

    /// A free page.
    pub fn page(self, at: usize) -> &'a PageEntry {
        self.note(|| Query::Page(place(at)));
        &self.catalog().pages()[at]
    }

    /// The title of a free page, and the last part of its address.
    pub fn page_title(self, at: usize) -> (&'a str, &'a str) {
        self.note(|| Query::PageTitle(place(at)));
        let PageEntry { page, slug, .. } = &self.catalog().pages()[at];
        (&page.title, slug)
    }

    /// The page that an entry of the menu names.
    pub fn page_of(self, entry: &MenuEntry) -> Option<usize> {
        self.note(|| Query::Menu);
        self.catalog().page_of(entry)
    }

    /// The pages that the menu does not name.
    pub fn unlisted_pages(self) -> Vec<usize> {
        self.note(|| Query::Menu);
        self.catalog().unlisted_pages(&self.content.settings)
    }

    /// All topics.
    pub fn topics(self) -> &'a [Topic] {
        self.note(|| Query::Topics);
        self.catalog().topics()
    }

    /// Whether there are topics.
    pub fn has_topics(self) -> bool {
        self.note(|| Query::HasTopics);
        !self.catalog().topics().is_empty()
    }

    /// The topics of a directive, as it has them.
    pub fn topics_of(self, id: DirectiveId) -> Vec<&'a Topic> {
        self.note_of(Aspect::Topics, id);
        let typed = self.entry(id).directive.topics.iter();
        let mut slugs: Vec<String> = typed.map(|typed| slug_of(typed)).collect();
        slugs.dedup();
        let topics = self.catalog().topics();
        slugs.iter().filter_map(|slug| topics.iter().find(|topic| topic.slug == *slug)).collect()
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
        self.note_of(Aspect::Address, id);
        let resolved = &self.entry(id).resolved;
        (resolved.year, &resolved.slug)
    }

    fn report(self, id: ReportId) -> &'a Report {
        self.note(|| Query::Report(id.file, id.row));
        self.catalog().report(id)
    }
}

/// A place as queries have it.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
