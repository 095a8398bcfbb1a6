//! What a page may ask, and the fingerprint of each answer.
//!
//! Owns what an answer depends on: a page is what it was if all that it asked is answered as before. A question
//! names a directive by its place in the order; what stands there is part of the answer, so that whoever moves
//! there is noticed.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::model::catalog::links::Destination;
use crate::model::catalog::reference::DirectiveId;
use crate::model::catalog::{Entry, ReportEntry, ReportPage, pages::PageEntry};
use crate::model::document::text::Facts;
use crate::model::register::organization::OrganizationId;
use crate::model::register::settings;
use crate::model::time::date::Date;
use crate::model::work::obligation::State;
use crate::read::snapshot::Source;
use crate::render::content::Content;
use crate::render::filter::{Quarter, TimelineFilter};
use crate::render::reader::Reader;

/// What a page may ask.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Query {
    /// Settings, labels, layouts, register: what stands on every page, or may.
    Ground,
    /// The day of the site.
    Day,
    /// Whether a day is not after that of the site.
    HasCome(Box<str>),
    /// Of a directive.
    Directive(Aspect, u32),
    /// All directives without their texts.
    Directives,
    /// How many there are.
    Count,
    /// The directive that bears a number with this key, or this slug.
    Named(Box<str>, Box<str>),
    /// Where a link leads that is typed in a file.
    Link(Box<str>, Box<str>),
    /// Whose file stands at a path.
    Owner(Box<str>),
    /// A row of a report: its file, and its place there.
    Report(u32, u32),
    /// A file of reports.
    ReportFile(u32),
    /// The last part of the address of a report with a text.
    ReportSlug(u32),
    /// A free page.
    Page(u32),
    /// Its title, and the last part of its address.
    PageTitle(u32),
    /// The pages in the menu, and those that are not.
    Menu,
    /// All topics.
    Topics,
    /// Whether there are any.
    HasTopics,
    /// The name of the topic with this address.
    Topic(Box<str>),
    /// Of an organisation.
    Organization(Share, u32),
    /// All that is owed.
    Owed,
    /// What passes a filter of the timeline, as [`kept`] writes it.
    OwedIn(u8, i16, u8),
    /// What will be owed within a month.
    Upcoming,
    /// All counts.
    Totals,
    /// What figures of the whole site need on a later day.
    Forecast,
}

/// What may be asked of a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Aspect {
    /// All but its text.
    Card,
    /// The parts of its address.
    Address,
    /// The path of its file.
    Path,
    /// The places in its text that may be named.
    Places,
    /// Its text, and what its citations lead to.
    Text,
    /// The files beside it.
    Files,
    /// The directives that cite it.
    CitedBy,
    /// What later documents did to it.
    Amendments,
    /// Its last day before another took its place.
    Ended,
    /// How far it is in force from the day of the site on.
    Force,
    /// The days on which that changes.
    DaysOfForce,
    /// Whether there is one at this place in the order.
    Is,
}

/// What may be asked of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Share {
    /// What it owes.
    Owed,
    /// What its groups owe.
    OwedByGroups,
    /// What it will owe within a month.
    Upcoming,
    /// What it received.
    Received,
    /// What it supports.
    Supported,
    /// What is reported through it.
    Channel,
    /// The length of its longest list.
    LongestList,
    /// Whether it has a sheet.
    HasSheet,
    /// The counts of what it owes.
    Tally,
    /// How many directives it issued.
    Issued,
}

/// The fingerprint of an answer, the same in every process of one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Sum(u64, u64);

impl Sum {
    /// That of a value.
    pub fn of(value: &(impl Hash + ?Sized)) -> Sum {
        let half = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            value.hash(&mut hasher);
            hasher.finish()
        };
        Sum(half(0), half(1))
    }

    /// That of an answer which there is not.
    fn none() -> Sum {
        Sum::of(&0_u8)
    }
}

/// A filter of the timeline as it is kept.
pub(super) fn kept(filter: TimelineFilter) -> Query {
    match filter {
        TimelineFilter::Now => Query::OwedIn(0, 0, 0),
        TimelineFilter::Year(year) => Query::OwedIn(1, year, 0),
        TimelineFilter::Quarter(Quarter { year, quarter }) => Query::OwedIn(2, year, quarter.unsigned_abs()),
        TimelineFilter::State(state) => Query::OwedIn(3, 0, state as u8),
    }
}

fn filter((kind, year, at): (u8, i16, u8)) -> Option<TimelineFilter> {
    Some(match kind {
        0 => TimelineFilter::Now,
        1 => TimelineFilter::Year(year),
        2 => TimelineFilter::Quarter(Quarter { year, quarter: i8::try_from(at).ok()? }),
        _ => TimelineFilter::State(State::ALL.into_iter().find(|state| *state as u8 == at)?),
    })
}

impl Content {
    /// The fingerprint of what is answered to a query.
    pub(crate) fn answer(&self, query: &Query) -> Sum {
        let (catalog, reader) = (&self.catalog, Reader::new(self));
        match query {
            Query::Ground => self.ground(),
            Query::Day => Sum::of(&self.scope.as_of),
            Query::HasCome(day) => Sum::of(&day.parse().ok().map(|day: Date| day <= self.scope.as_of)),
            Query::Directive(aspect, at) => {
                let id = DirectiveId::among(*at, catalog.entries().len());
                id.map_or_else(Sum::none, |id| self.of_directive(*aspect, id))
            }
            Query::Directives => {
                let card = |(_, entry): (DirectiveId, &Entry)| card(entry);
                Sum::of(&catalog.directives().map(card).collect::<Vec<Sum>>())
            }
            Query::Count => Sum::of(&catalog.entries().len()),
            Query::Named(typed, key) => Sum::of(&reader.named(typed, key)),
            Query::Link(from, typed) => destination(reader.destination(from, typed)),
            Query::Owner(path) => Sum::of(&reader.owner(path)),
            Query::Report(file, row) => {
                let file = catalog.reports().get(*file as usize);
                Sum::of(&file.and_then(|file| file.file.reports.get(*row as usize)))
            }
            Query::ReportFile(at) => catalog.reports().get(*at as usize).map_or_else(Sum::none, report_file),
            Query::ReportSlug(at) => {
                let report = catalog.reports().get(*at as usize).and_then(|report| report.text.as_ref());
                Sum::of(&report.map(|page| &page.slug))
            }
            Query::Page(at) => catalog.pages().get(*at as usize).map_or_else(Sum::none, free_page),
            Query::PageTitle(at) => {
                let page = catalog.pages().get(*at as usize);
                Sum::of(&page.map(|page| (&page.page.title, &page.slug)))
            }
            Query::Menu => {
                let named: Vec<_> = self.settings.menu.iter().map(|entry| catalog.page_of(entry)).collect();
                Sum::of(&(named, catalog.unlisted_pages(&self.settings)))
            }
            Query::Topics => {
                let topics =
                    catalog.topics().iter().map(|topic| (&topic.slug, &topic.name, &topic.directives));
                Sum::of(&topics.collect::<Vec<_>>())
            }
            Query::HasTopics => Sum::of(&!catalog.topics().is_empty()),
            Query::Topic(slug) => Sum::of(&reader.topic_name(slug)),
            Query::Organization(share, at) => {
                let id = OrganizationId::among(*at, self.register.len());
                id.map_or_else(Sum::none, |id| self.of_organization(*share, id))
            }
            Query::Owed => Sum::of(reader.owed()),
            Query::OwedIn(kind, year, at) => {
                Sum::of(&filter((*kind, *year, *at)).map(|filter| reader.owed_in(filter)))
            }
            Query::Upcoming => Sum::of(reader.upcoming()),
            Query::Totals => Sum::of(&self.totals.each()),
            Query::Forecast => Sum::of(self.forecast()),
        }
    }

    fn of_directive(&self, aspect: Aspect, id: DirectiveId) -> Sum {
        let (entry, catalog) = (&self.catalog[id], &self.catalog);
        match aspect {
            Aspect::Card => card(entry),
            Aspect::Address => Sum::of(&(entry.resolved.year, &entry.resolved.slug)),
            Aspect::Path => Sum::of(entry.source.path()),
            Aspect::Places => {
                let anchors: Vec<String> = entry.directive.deadlines.iter().map(|d| d.anchor()).collect();
                let Facts { anchors: ids, provisions, .. } = &*entry.facts;
                Sum::of(&(ids, provisions, entry.facts.names(), anchors))
            }
            Aspect::Text => Sum::of(&(text(&entry.source, &entry.facts), &entry.citations)),
            Aspect::Files => {
                let files = entry.files.iter().map(|file| (file.path(), file.size()));
                Sum::of(&files.collect::<Vec<_>>())
            }
            Aspect::CitedBy => Sum::of(&entry.cited_by),
            Aspect::Amendments => Sum::of(&catalog.amendments(id)),
            Aspect::Ended => Sum::of(&catalog.ended(id)),
            Aspect::Force => Sum::of(&Reader::new(self).force(id)),
            Aspect::DaysOfForce => Sum::of(&Reader::new(self).days_of_force(id)),
            Aspect::Is => Sum::of(&true),
        }
    }

    fn of_organization(&self, share: Share, id: OrganizationId) -> Sum {
        let reader = Reader::new(self);
        match share {
            Share::Owed => Sum::of(reader.owed_by(id)),
            Share::OwedByGroups => Sum::of(&reader.owed_by_groups_of(id)),
            Share::Upcoming => Sum::of(reader.upcoming_by(id)),
            Share::Received => Sum::of(&reader.received(id)),
            Share::Supported => Sum::of(&reader.supported(id)),
            Share::Channel => Sum::of(reader.channel(id)),
            Share::LongestList => Sum::of(&reader.longest_list(id)),
            Share::HasSheet => Sum::of(&reader.has_sheet(id)),
            Share::Tally => Sum::of(&reader.tally_of(id)),
            Share::Issued => Sum::of(&reader.issued_by(id)),
        }
    }

    /// What every page may show, by the files that it is made of.
    fn ground(&self) -> Sum {
        let layouts = self.sources.under("layouts/").filter(|source| {
            // Those are published as they are, or not at all.
            !source.path().starts_with(crate::model::catalog::links::ASSETS)
        });
        let layouts: Vec<_> =
            layouts.map(|source| (source.path(), source.text().unwrap_or_default())).collect();
        let settings = self.sources.get(settings::PATH).map(|source| source.text().unwrap_or_default());
        let files: Vec<String> = self.settings_files().collect();
        Sum::of(&(layouts, settings, files, &self.settings.base_url, self.scope.drafts, &*self.register))
    }
}

/// All but the text of a directive: its file up to there, and how it stands among the others.
fn card(entry: &Entry) -> Sum {
    let text = entry.source.text().unwrap_or_default();
    let front_matter = text.get(..entry.directive.body.start as usize);
    Sum::of(&(entry.source.path(), front_matter, &*entry.resolved))
}

/// A text, with what is found in it by the names of all documents; all else follows from its words.
fn text<'a>(source: &'a Source, facts: &'a Facts) -> impl Hash + 'a {
    (source.path(), source.text().unwrap_or_default(), &facts.citations)
}

fn report_file(report: &ReportEntry) -> Sum {
    let ReportEntry { source, file, text: page } = report;
    let page = page.as_ref().map(|page| {
        let ReportPage { facts, citations, directive, slug, files: _ } = page;
        (&facts.citations, citations, directive, slug)
    });
    Sum::of(&(source.path(), source.text().unwrap_or_default(), &file.reports, page))
}

fn free_page(page: &PageEntry) -> Sum {
    let PageEntry { source, page: _, slug, facts, citations, files: _ } = page;
    Sum::of(&(text(source, facts), slug, citations))
}

fn destination(found: Option<Destination>) -> Sum {
    match found {
        None => Sum::none(),
        Some(Destination::External) => Sum::of(&1),
        Some(Destination::Anchor(anchor)) => Sum::of(&(2, anchor)),
        Some(Destination::Directive(id, anchor)) => Sum::of(&(3, id, anchor)),
        Some(Destination::Report(at, anchor)) => Sum::of(&(4, at, anchor)),
        Some(Destination::Page(at, anchor)) => Sum::of(&(5, at, anchor)),
        Some(Destination::File(file)) => Sum::of(&(6, file.path())),
        Some(Destination::Barred(path, barred)) => Sum::of(&(7, path, barred)),
        Some(Destination::Withheld) => Sum::of(&8),
    }
}
