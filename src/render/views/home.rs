//! The first page of the site: the figures, what is new, what is due soon, and the ways to all lists.

use std::cmp::Reverse;

use serde::Serialize;

use crate::model::register::organization::OrganizationId;
use crate::model::work::obligation::State;
use crate::render::filter::TimelineFilter;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::DayView;
use crate::render::views::frame::{Head, Page};
use crate::render::views::parts::{CountsView, DirectiveRow, FiguresView, PartyView, counts};
use crate::render::views::task::{Style, TaskRow, groups};

/// Directives on the first page.
const NEWEST: usize = 5;
/// Tasks on the first page, and the days that they look ahead.
const SOON: usize = 7;
const SOON_DAYS: i32 = 30;
/// Organisations on the first page.
const ORGANIZATIONS: usize = 40;

#[derive(Serialize)]
struct HomeView {
    as_of: DayView,
    figures: FiguresView,
    newest: Vec<DirectiveRow>,
    soon: Vec<TaskRow>,
    /// Links to all, where there is more than one directive.
    all_directives: Option<String>,
    all_tasks: String,
    organizations: Vec<OverdueLink>,
    issuers: Vec<LinkView>,
    years: Vec<LinkView>,
}

/// An organisation and how much of it is overdue.
#[derive(Serialize)]
struct OverdueLink {
    party: PartyView,
    counts: CountsView,
}

impl PageBuilder<'_> {
    /// The first page of the site.
    pub fn home(&self) -> Page {
        let content = self.content;
        let newest =
            content.catalog.directives().rev().take(NEWEST).map(|(id, _)| self.directive_row(id)).collect();
        let addresses = self.addresses();
        let view = HomeView {
            as_of: self.day(content.scope.as_of),
            figures: self
                .figures(&content.totals.all, content.forecast().clone(), |state| self.state_way(state)),
            newest,
            soon: self.due_soon(),
            all_directives: (content.catalog.directives().len() > 1).then(|| self.way(&addresses.years())),
            all_tasks: self.way(&addresses.timeline(TimelineFilter::Now, 0)),
            organizations: self.busiest(),
            issuers: self.issuer_links().into_iter().map(|(link, _)| link).collect(),
            years: self.year_links(None).into_iter().map(|year| year.link).collect(),
        };
        let head = Head::new(&content.settings.title, self.labels().get("home", "description"));
        Page::new("home", head, &view)
    }

    /// The organisations that owe most, in Vietnamese order where all fit.
    fn busiest(&self) -> Vec<OverdueLink> {
        let (index, totals) = (self.content.index(), &self.content.totals.by_organization);
        let sorted = self.register().sorted().iter();
        let mut busy: Vec<_> = sorted.filter(|id| totals[id.index()].dated() > 0).collect();
        if busy.len() > ORGANIZATIONS {
            busy.sort_by_key(|id| Reverse(totals[id.index()].of(State::Overdue)));
            busy.truncate(ORGANIZATIONS);
        }
        let link = |id: &OrganizationId| OverdueLink {
            party: self.organization(*id),
            counts: counts(&totals[id.index()], self.forecast_of(index.of(*id), index.upcoming_of(*id))),
        };
        busy.into_iter().map(link).collect()
    }

    /// The tasks due in the next days.
    fn due_soon(&self) -> Vec<TaskRow> {
        let (catalog, as_of) = (&self.content.catalog, self.content.scope.as_of);
        let style = Style { full: false, most: 3 };
        let soon = self.content.index().all().iter().filter(|owed| {
            let obligation = owed.of(catalog);
            let left = obligation.term().map(|term| term.days_left(as_of));
            obligation.state.is_open() && left.is_some_and(|left| (0..=SOON_DAYS).contains(&left))
        });
        groups(catalog, soon.copied()).iter().take(SOON).map(|group| self.task(group, style)).collect()
    }
}
