//! The first page of the site: what comes, what is newly late, how documents stand, who owes, what is
//! new, and the ways to all lists.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::register::organization::OrganizationId;
use crate::model::time::date::Date;
use crate::model::work::obligation::State;
use crate::render::filter::TimelineFilter;
use crate::render::lists::index::Owed;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::debtors::Debtors;
use crate::render::views::frame::{Head, Page};
use crate::render::views::lanes::Lanes;
use crate::render::views::parts::{CountsView, DirectiveRow, FiguresView, PartyView, counts};
use crate::render::views::sections::{Placed, Section, Slot};

/// Directives on the first page.
const NEWEST: usize = 5;
/// Rows of a section, lanes, and who owes.
const ROWS: usize = 10;
const LANES: usize = 6;
const DEBTORS: usize = 10;
/// Organisations on the first page.
const ORGANIZATIONS: usize = 40;

/// The first page.
#[derive(Serialize, JsonSchema)]
pub(crate) struct HomeView {
    /// The five figures of the whole site.
    figures: FiguresView,
    /// What is due in this month and the next.
    due: Section,
    /// What went overdue in this month and the two before, and since when that is.
    fresh: Section,
    /// The day since when, in words.
    since: String,
    /// The last day on which the two are chosen so.
    until: String,
    /// The documents that are being carried out.
    lanes: Option<Lanes>,
    /// Those that owe most of what is overdue; none where nobody does.
    debtors: Option<Debtors>,
    /// The newest directives.
    newest: Vec<DirectiveRow>,
    /// How many directives there are.
    directives: usize,
    /// Links to all, where there is more than one directive.
    all_directives: Option<String>,
    /// The way to the timeline.
    all_tasks: String,
    /// The way to the sheet for a meeting.
    sheet: String,
    /// The way to all that is overdue.
    all_overdue: String,
    /// The organisations that owe most, in Vietnamese order where all fit.
    organizations: Vec<OverdueLink>,
    /// The bodies that issue.
    issuers: Vec<LinkView>,
    /// The years with directives.
    years: Vec<LinkView>,
}

/// An organisation and how much of it is overdue.
#[derive(Serialize, JsonSchema)]
struct OverdueLink {
    /// The organisation.
    party: PartyView,
    /// How much of what it owes is done, and how much is late.
    counts: CountsView,
}

impl PageBuilder<'_> {
    /// The first page of the site.
    pub fn home(&self) -> Page {
        let reader = self.reader;
        let newest = reader.directives().rev().take(NEWEST).map(|(id, _)| self.directive_row(id)).collect();
        let addresses = self.addresses();
        let (first, last) = self.window();
        let placed = self.open();
        let (due, fresh) = (self.due(&placed, last), self.fresh(&placed, first));
        let is_cut = due.all.is_some() || fresh.all.is_some();
        let end_of_month = Some(reader.as_of().last_of_month());
        let until = if is_cut { reader.forecast().until } else { end_of_month };
        let carried_out: Vec<DirectiveId> =
            self.documents().into_iter().filter(|id| self.is_open(*id)).collect();
        let view = HomeView {
            figures: self.near_figures(),
            due,
            fresh,
            since: self.day(first).text,
            until: until.map_or(String::new(), |day| day.to_string()),
            lanes: self.lanes(&carried_out[..carried_out.len().min(LANES)]),
            debtors: self.debtors(DEBTORS),
            newest,
            directives: reader.count(),
            all_directives: (reader.count() > 1).then(|| self.way(&addresses.years())),
            all_tasks: self.way(&addresses.timeline(TimelineFilter::Now, 0)),
            sheet: self.way(&addresses.sheet()),
            all_overdue: self.way(&addresses.timeline(TimelineFilter::State(State::Overdue), 0)),
            organizations: self.busiest(),
            issuers: self.issuer_links().into_iter().map(|(link, _)| link).collect(),
            years: self.year_links(None).into_iter().map(|year| year.link).collect(),
        };
        let head = Head::new(&reader.settings().title, self.labels().get("home", "description"));
        Page::new("home", head, &view).of_the_day()
    }

    /// From the first day of the month before last to the last day of the next.
    fn window(&self) -> (Date, Date) {
        let as_of = self.reader.as_of();
        let month = |by: i64| as_of.first_of_month().checked_add(jiff::Span::new().months(by));
        (month(-2).unwrap_or(as_of), month(1).map_or(as_of, |next| next.last_of_month()))
    }

    fn is_open(&self, id: DirectiveId) -> bool {
        self.reader.card(id).resolved.tally.open() > 0
    }

    /// What is due until a day.
    fn due(&self, placed: &[Placed], last: Date) -> Section {
        let is_near = |end: Option<Date>| end.is_some_and(|end| end <= last);
        let near: Vec<Placed> =
            placed.iter().filter(|one| one.slot == Slot::Ahead && is_near(one.end)).cloned().collect();
        let reader = self.reader;
        let end = |one: &Owed| one.upcoming_of(reader).term().map(|term| term.to);
        let upcoming = self.reader.upcoming().iter().filter(|one| is_near(end(one)));
        let upcoming = if near.len() > ROWS { Vec::new() } else { upcoming.copied().collect() };
        let as_of = self.reader.as_of();
        let (a, b) = (as_of.month().to_string(), last.month().to_string());
        let values = [("a", a.as_str()), ("b", b.as_str()), ("date", &self.day(last).text)];
        let title = self.labels().fill("home", "due", &values);
        self.chosen("_den-han", title, (Slot::Ahead, TimelineFilter::Now), &near, &upcoming)
    }

    /// What went overdue from a day on.
    fn fresh(&self, placed: &[Placed], first: Date) -> Section {
        let is_fresh = |one: &&Placed| one.slot == Slot::Overdue && one.end.is_some_and(|end| end >= first);
        let fresh: Vec<Placed> = placed.iter().filter(is_fresh).cloned().collect();
        let title = self.labels().get("home", "fresh").to_owned();
        self.chosen(
            "_moi-qua-han",
            title,
            (Slot::Overdue, TimelineFilter::State(State::Overdue)),
            &fresh,
            &[],
        )
    }

    /// The first rows of a section, and the way to the others.
    fn chosen(
        &self,
        id: &str,
        title: String,
        (slot, rest): (Slot, TimelineFilter),
        own: &[Placed],
        upcoming: &[Owed],
    ) -> Section {
        let all = (own.len() > ROWS).then(|| {
            let address = self.addresses().timeline(rest, 0);
            self.link(self.labels().get("home", "all_tasks"), &address)
        });
        let is_own = |state: &State| slot == Slot::of(*state);
        let open = State::ALL.into_iter().filter(|state| state.is_open()).filter(is_own);
        let n = open.map(|state| own.iter().map(|one| one.tally.of(state)).sum::<u32>()).sum();
        Section {
            id: id.to_owned(),
            title,
            kind: slot.states().to_owned(),
            n,
            m: own.len(),
            is_empty: own.is_empty(),
            mixed: false,
            bodies: vec![self.body(slot, &own[..own.len().min(ROWS)], upcoming)],
            folds: Vec::new(),
            all,
        }
    }

    /// The organisations that owe most, in Vietnamese order where all fit.
    fn busiest(&self) -> Vec<OverdueLink> {
        let (reader, totals) = (self.reader, &self.reader.totals().by_organization);
        let sorted = self.register().sorted().iter();
        let mut busy: Vec<_> = sorted.filter(|id| totals[id.index()].dated() > 0).collect();
        if busy.len() > ORGANIZATIONS {
            busy.sort_by_key(|id| Reverse(totals[id.index()].of(State::Overdue)));
            busy.truncate(ORGANIZATIONS);
        }
        let link = |id: &OrganizationId| OverdueLink {
            party: self.organization(*id),
            counts: counts(
                &totals[id.index()],
                self.forecast_of(reader.owed_by(*id), reader.upcoming_by(*id)),
            ),
        };
        busy.into_iter().map(link).collect()
    }
}
