//! What a page may ask, and the fingerprint of each answer.
//!
//! Owns what an answer depends on: a page is what it was if all that it asked is answered as before. A question
//! names a directive by its place in the order; what stands there is part of the answer, so that whoever moves
//! there is noticed. No question holds a text: questions stand in the output, where sources may name what is hidden.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::model::catalog::links::Destination;
use crate::model::catalog::reference::DirectiveId;
use crate::model::catalog::topics::Topic;
use crate::model::catalog::{Entry, ReportEntry, ReportPage, pages::PageEntry};
use crate::model::document::text::Facts;
use crate::model::register::organization::OrganizationId;
use crate::model::register::settings;
use crate::model::time::date::Date;
use crate::model::work::obligation::State;
use crate::read::snapshot::Source;
use crate::render::content::Content;
use crate::render::filter::{Quarter, TimelineFilter};
use crate::render::reader::{Owner, Reader};

/// What a page may ask. As it can be copied it holds no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Query {
    /// Settings, labels, layouts, register: what stands on every page, or may.
    Ground,
    /// The day of the site.
    Day,
    /// Whether a day is not after that of the site.
    HasCome(i16, i8, i8),
    /// Of a directive.
    Directive(Aspect, u32),
    /// All directives without their texts.
    Directives,
    /// How many there are.
    Count,
    /// Where a link in the text of a directive leads, by its place among those of the text.
    LinkOfDirective(u32, u32),
    /// The same of a free page.
    LinkOfPage(u32, u32),
    /// The same of a report.
    LinkOfReport(u32, u32),
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
    /// Of an organisation.
    Organization(Share, u32),
    /// All that is owed.
    Owed,
    /// What passes a filter of the timeline, as [`kept`] writes it.
    OwedIn(u8, i16, u8),
    /// What will be owed within a month.
    Upcoming,
    /// What of that passes a filter of the timeline, written as in `OwedIn`.
    UpcomingIn(u8, i16, u8),
    /// What ends in a quarter, and what will change of that.
    Quarter(i16, i8),
    /// The directives of a year, and what they ask for, counted.
    Year(Option<i16>),
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
    /// The directives that carry out what it asks for.
    FulfilledBy,
    /// The names and addresses of its topics.
    Topics,
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
    /// What it issued, and what that asks for, counted.
    Shelf,
}

/// The fingerprint of an answer, the same in every process of one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Sum(u64, u64);

impl From<Sum> for String {
    fn from(Sum(a, b): Sum) -> String {
        STANDARD_NO_PAD.encode([a.to_be_bytes(), b.to_be_bytes()].concat())
    }
}

impl TryFrom<String> for Sum {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Sum, &'static str> {
        let bytes = STANDARD_NO_PAD.decode(written).map_err(|_| "no base64")?;
        let bytes = <[u8; 16]>::try_from(bytes).map_err(|_| "of another length")?;
        let both = u128::from_be_bytes(bytes);
        Ok(Sum((both >> 64) as u64, both as u64))
    }
}

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

/// What passes a filter of the timeline, as it is kept.
pub(super) fn kept(filter: TimelineFilter) -> Query {
    let (kind, year, at) = written(filter);
    Query::OwedIn(kind, year, at)
}

/// The same of what will be owed within a month.
pub(super) fn kept_upcoming(filter: TimelineFilter) -> Query {
    let (kind, year, at) = written(filter);
    Query::UpcomingIn(kind, year, at)
}

fn written(filter: TimelineFilter) -> (u8, i16, u8) {
    match filter {
        TimelineFilter::Now => (0, 0, 0),
        TimelineFilter::Year(year) => (1, year, 0),
        TimelineFilter::Quarter(Quarter { year, quarter }) => (2, year, quarter.unsigned_abs()),
        TimelineFilter::State(state) => (3, 0, state as u8),
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
        let file = |at: &u32| catalog.reports().get(*at as usize);
        match query {
            Query::Ground => self.ground(),
            Query::Day => Sum::of(&self.scope.as_of),
            Query::HasCome(year, month, day) => {
                Sum::of(&Date::new(*year, *month, *day).ok().map(|day| day <= self.scope.as_of))
            }
            Query::Directive(aspect, at) => {
                let id = DirectiveId::among(*at, catalog.entries().len());
                id.map_or_else(Sum::none, |id| self.of_directive(*aspect, id))
            }
            Query::Directives => {
                let card = |(_, entry): (DirectiveId, &Entry)| card(entry);
                Sum::of(&catalog.directives().map(card).collect::<Vec<Sum>>())
            }
            Query::Count => Sum::of(&catalog.entries().len()),
            Query::LinkOfDirective(at, link) => {
                let id = DirectiveId::among(*at, catalog.entries().len());
                self.of_link(id.map(Owner::Directive), *link)
            }
            Query::LinkOfPage(at, link) => self.of_link(Some(Owner::Page(*at as usize)), *link),
            Query::LinkOfReport(at, link) => self.of_link(Some(Owner::Report(*at as usize)), *link),
            Query::Report(at, row) => {
                Sum::of(&file(at).and_then(|file| file.file.reports.get(*row as usize)))
            }
            Query::ReportFile(at) => file(at).map_or_else(Sum::none, report_file),
            Query::ReportSlug(at) => Sum::of(&file(at).and_then(|file| Some(&file.text.as_ref()?.slug))),
            Query::Page(at) => catalog.pages().get(*at as usize).map_or_else(Sum::none, free_page),
            Query::PageTitle(at) => {
                let page = catalog.pages().get(*at as usize);
                Sum::of(&page.map(|page| (&page.page.title, &page.slug)))
            }
            Query::Menu => {
                let named: Vec<_> = self.settings.menu.iter().map(|entry| catalog.page_of(entry)).collect();
                Sum::of(&(named, catalog.unlisted_pages(&self.settings)))
            }
            Query::Topics => topics(catalog.topics()),
            Query::HasTopics => Sum::of(&!catalog.topics().is_empty()),
            Query::Organization(share, at) => {
                let id = OrganizationId::among(*at, self.register.len());
                id.map_or_else(Sum::none, |id| self.of_organization(*share, id))
            }
            Query::Owed => Sum::of(reader.owed()),
            Query::OwedIn(kind, year, at) => {
                Sum::of(&filter((*kind, *year, *at)).map(|filter| reader.owed_in(filter)))
            }
            Query::Upcoming => Sum::of(reader.upcoming()),
            Query::UpcomingIn(kind, year, at) => {
                Sum::of(&filter((*kind, *year, *at)).map(|filter| reader.upcoming_in(filter)))
            }
            Query::Quarter(year, quarter) => {
                Sum::of(reader.in_quarter(Quarter { year: *year, quarter: *quarter }))
            }
            Query::Year(year) => Sum::of(reader.of_year(*year)),
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
            Aspect::FulfilledBy => {
                let numbers = entry.directive.deadlines.iter().flat_map(|deadline| &deadline.fulfilled_by);
                let found = numbers.map(|number| Reader::new(self).fulfilling(id, number));
                Sum::of(&found.collect::<Vec<_>>())
            }
            Aspect::Topics => {
                let topics = Reader::new(self).topics_of(id).into_iter();
                Sum::of(&topics.map(|topic| (&topic.slug, &topic.name)).collect::<Vec<_>>())
            }
            Aspect::Is => Sum::of(&true),
        }
    }

    fn of_link(&self, owner: Option<Owner>, link: u32) -> Sum {
        destination(owner.and_then(|owner| Reader::new(self).destination(owner, link as usize)))
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
            Share::Shelf => Sum::of(reader.of_issuer(id)),
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

fn topics(topics: &[Topic]) -> Sum {
    let topics = topics.iter().map(|topic| (&topic.slug, &topic.name, &topic.directives));
    Sum::of(&topics.collect::<Vec<_>>())
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
        // What is hidden is as if it were not there.
        None | Some(Destination::Barred(..) | Destination::Withheld) => Sum::none(),
        Some(Destination::External) => Sum::of(&1),
        Some(Destination::Anchor(anchor)) => Sum::of(&(2, anchor)),
        Some(Destination::Directive(id, anchor)) => Sum::of(&(3, id, anchor)),
        Some(Destination::Report(at, anchor)) => Sum::of(&(4, at, anchor)),
        Some(Destination::Page(at, anchor)) => Sum::of(&(5, at, anchor)),
        Some(Destination::File(file)) => Sum::of(&(6, file.path())),
    }
}
