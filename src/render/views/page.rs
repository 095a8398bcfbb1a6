//! The remaining pages: home, lists of directives, reports with a text, not found, old addresses.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::work::obligation::State;
use crate::model::work::progress::ReportId;
use crate::render::route::of_part;
use crate::render::views::directive::Heading2;
use crate::render::views::parts::{
    CountsView, DayView, DirectiveRow, FiguresView, LinkView, PageBuilder, PartyView, counts,
};
use crate::render::views::task::{ReportView, TaskRow};
use crate::spelling::Redaction;

/// Directives on the first page of the site.
const NEWEST: usize = 5;
/// Tasks on the first page of the site, and the days that they look ahead.
const SOON: usize = 7;
const SOON_DAYS: i32 = 30;
/// Organisations on the first page of the site.
const ORGANIZATIONS: usize = 40;

#[derive(Serialize)]
pub(crate) struct HomeView {
    pub as_of: DayView,
    pub figures: FiguresView,
    pub newest: Vec<DirectiveRow>,
    pub soon: Vec<TaskRow>,
    /// Links to all, where there is more than one directive.
    pub all_directives: Option<String>,
    pub all_tasks: String,
    pub organizations: Vec<OverdueLink>,
    pub issuers: Vec<LinkView>,
    pub years: Vec<LinkView>,
}

/// An organisation and how much of it is overdue.
#[derive(Serialize)]
pub(crate) struct OverdueLink {
    pub party: PartyView,
    pub counts: CountsView,
}

#[derive(Serialize)]
pub(crate) struct YearsView {
    pub count: usize,
    pub years: Vec<YearLink>,
}

#[derive(Serialize)]
pub(crate) struct YearLink {
    pub link: LinkView,
    pub count: usize,
}

#[derive(Serialize)]
pub(crate) struct YearView {
    pub title: String,
    pub count: usize,
    pub years: Vec<YearLink>,
    pub rows: Vec<DirectiveRow>,
    pub parts: Vec<LinkView>,
}

#[derive(Serialize)]
pub(crate) struct ReportPageView {
    pub title: String,
    pub directive: LinkView,
    pub task: String,
    pub task_href: String,
    pub organization: Option<PartyView>,
    pub report: ReportView,
    pub contents: Vec<Heading2>,
    #[serde(skip)]
    pub html: String,
}

#[derive(Serialize)]
pub(crate) struct RedirectView {
    pub link: LinkView,
}

impl PageBuilder<'_> {
    pub fn home(&self) -> HomeView {
        let content = self.content;
        let totals = &content.totals;
        let (open, known) = content.forecast().clone();
        let newest =
            content.catalog.directives().rev().take(NEWEST).map(|(id, _)| self.directive_row(id)).collect();
        let mut busy: Vec<_> = self
            .register()
            .sorted()
            .iter()
            .filter(|id| totals.by_organization[id.index()].dated() > 0)
            .collect();
        if busy.len() > ORGANIZATIONS {
            busy.sort_by_key(|id| std::cmp::Reverse(totals.by_organization[id.index()].of(State::Overdue)));
            busy.truncate(ORGANIZATIONS);
        }
        let organizations = busy.into_iter().map(|id| {
            let forecast =
                self.forecast_of(content.index().of(*id).iter(), content.index().upcoming_of(*id).iter());
            OverdueLink {
                party: self.organization(*id),
                counts: counts(&totals.by_organization[id.index()], forecast),
            }
        });
        let addresses = self.addresses();
        HomeView {
            as_of: self.day(content.scope.as_of),
            figures: self.figures(&totals.all, open, known, |state| self.state_cut(state)),
            newest,
            soon: self.due_within(SOON_DAYS, SOON),
            all_directives: (content.catalog.directives().len() > 1).then(|| self.way(&addresses.years())),
            all_tasks: self.way(&addresses.timeline(crate::render::lists::totals::TimelineFilter::Now, 0)),
            organizations: organizations.collect(),
            issuers: self
                .issuers_page()
                .issuers
                .into_iter()
                .map(|issuer| LinkView {
                    text: issuer.name,
                    href: issuer.href.unwrap_or_default(),
                    current: false,
                })
                .collect(),
            years: self.year_links(None).into_iter().map(|year| year.link).collect(),
        }
    }

    fn year_links(&self, current: Option<Option<i16>>) -> Vec<YearLink> {
        let link = |(year, count): &(Option<i16>, usize)| {
            let link = self.link(self.year_label(*year), &self.addresses().year(*year, 0));
            YearLink { link: LinkView { current: current == Some(*year), ..link }, count: *count }
        };
        self.content.totals.directives_by_year.iter().map(link).collect()
    }

    pub fn years_page(&self) -> YearsView {
        YearsView { count: self.content.catalog.directives().len(), years: self.year_links(None) }
    }

    /// One part of the directives of a year: newest first, those of one day by the number.
    pub fn year_page(&self, year: Option<i16>, part: usize) -> YearView {
        let catalog = &self.content.catalog;
        let mut ids: Vec<DirectiveId> =
            catalog.directives().filter(|(_, entry)| entry.resolved.year == year).map(|(id, _)| id).collect();
        ids.sort_by_key(|id| {
            let directive = &catalog[*id].directive;
            let serial = directive.number.as_ref().map_or(0, |number| number.serial);
            (std::cmp::Reverse(directive.when.first.or(directive.when.last)), std::cmp::Reverse(serial), *id)
        });
        let title = match year {
            Some(year) => self.labels().fill("list", "of_year", &[("year", &year.to_string())]),
            None => self.labels().get("list", "of_unknown_year").to_owned(),
        };
        YearView {
            title,
            count: ids.len(),
            years: self.year_links(Some(year)),
            rows: of_part(&ids, part).iter().map(|id| self.directive_row(*id)).collect(),
            parts: self.parts(ids.len(), part, |at| self.addresses().year(year, at)),
        }
    }

    /// The page of a report with a text; none for a file of reports without one.
    pub fn report_page(&self, at: usize) -> Option<ReportPageView> {
        let entry = &self.content.catalog.reports()[at];
        let (page, text) = (entry.text.as_ref()?, entry.file.text.as_ref()?);
        let report = entry.file.reports.first()?;
        let directive = &self.content.catalog[page.directive];
        let id = report.deadline.split('@').next().unwrap_or_default();
        let deadline = directive.directive.deadlines.iter().find(|deadline| deadline.id == id);
        let own = |anchor: &str| page.facts.anchor(anchor).map(str::to_owned);
        let (html, contents) = self.text(
            &entry.source,
            text.body,
            &Redaction::default(),
            (&page.facts, &page.citations),
            FxHashMap::default(),
            &own,
        );
        let way = self.directive_way(page.directive);
        Some(ReportPageView {
            title: match &report.reference {
                Some(reference) => self.labels().fill("report", "title", &[("reference", reference)]),
                None => self.labels().get("report", "untitled").to_owned(),
            },
            directive: self.directive_link(page.directive),
            task: deadline.map(|d| d.task.clone()).unwrap_or_default(),
            task_href: deadline.map(|d| format!("{way}#{}", d.anchor())).unwrap_or(way),
            organization: report.organization.as_ref().map(|name| self.party(name)),
            report: self.report(ReportId { file: u32::try_from(at).ok()?, row: 0 }),
            contents,
            html,
        })
    }

    pub fn redirect(&self, id: DirectiveId) -> RedirectView {
        RedirectView { link: self.directive_link(id) }
    }
}
